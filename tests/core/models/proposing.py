"""What the tests of drafts share: a catalogue, drafts on random books, and a desk that adopts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from core.book.book import Book
from core.desk import Desk, Done, MemoryStore
from core.models.adopt import Adoption, Start, adoption
from core.models.compare import Compared, Measure
from core.models.drafting import effective_day
from core.models.standing import Standing
from core.moment import Moment
from core.organisation import Alignment, Draft, Model, Plan, PlanLine, RoleChange
from core.people import Person, Pool, PoolMember, RoleShare
from core.ports import Catalogue
from core.schema import revise
from core.usecases.adopt import Adopt, adopt
from core.words import Family, PersonStatus
from tests.core.drafts import TODAY
from tests.core.drafts import Draft as Crowd
from tests.core.worlds import ENGINEER, LINES, MODELS, MOMENT, SERVICE, World


@dataclass(frozen=True)
class Known:
    """A catalogue."""

    models: tuple[Model, ...] = tuple(revise(model, id=0) for model in MODELS)
    alignments: tuple[Alignment, ...] = (revise(SERVICE, id=0),)


KNOWN = Known()


def draft_of(*lines: PlanLine, **fields: object) -> Draft:
    """A draft of some lines."""
    made = Draft(id=1, title="Next", plan=Plan(id=0, title="Next", lines=lines))
    return revise(made, **fields)


def random_case(seed: int) -> tuple[Book, Draft]:
    """A random book and a random draft on it."""
    chance = Random(seed)
    world = World(chance)
    book = world.book(chance.randint(3, 14))
    lines = tuple(line for line in LINES if chance.random() < 0.6) or LINES[:3]
    hire = Person(
        id=-1, name="Open", status=PersonStatus.VACANCY, roles=(RoleShare(role=world.some("csm", "team_lead")),)
    )
    hires = world.some((), (hire,))
    joined = tuple(PoolMember(person=one.id) for one in hires)
    pool = Pool(id=0, key=world.some("scaled", "third"), title="Pool", members=(*world.members(), *joined))
    change = RoleChange(person=chance.randint(1, 6), roles=(RoleShare(role=world.some("csm", "cs_director")),))
    return book, draft_of(
        *lines,
        plan=Plan(id=0, title="Next", lines=lines, overlays=world.some((), (ENGINEER,))),
        vacancies=hires,
        pools=world.some((), (pool,)),
        role_changes=world.some((), (change,)),
        leavers=world.some((), (), (chance.randint(1, 6),)),
    )


def crowded_case(seed: int) -> tuple[Book, Draft]:
    """A random book on which somebody has far too much, and a draft that mends overloads on it."""
    chance = Random(seed)
    book = Crowd()
    full = book.person("Full", hours=chance.choice((3_000, 6_000)))
    others = [book.person(f"Free {number}", hours=chance.choice((1_000, 4_000))) for number in range(2)]
    book.person("Lead", "team_lead")
    for number in range(chance.randint(10, 20)):
        family = chance.choice((Family.FOLLOW, Family.ROLLED, Family.INDEPENDENT)) if number > 2 else Family.FOLLOW
        account = book.account(
            f"A{number}",
            arr=100 * number,
            parent=chance.choice((None, None, None, 1, 2)) if number > 2 else None,
            family=family,
            key_account=chance.random() < 0.3,
            renews=TODAY + timedelta(days=chance.choice((5, 60, 300))),
            locked_until=chance.choice((None, None, TODAY + timedelta(days=30))),
        )
        if chance.random() < 0.8:
            book.sits(account, chance.choice((full, full, full, *others)))
    coached = PlanLine(scope="is:key", model="player-coach")
    lines = chance.choice(((), (coached,), (PlanLine(scope="is:key", model="specialist"),)))
    return book.book(), draft_of(LINES[0], *lines, PlanLine(model="generalist"), mend_overloads=True)


def any_case(seed: int) -> tuple[Book, Draft]:
    """Any of both kinds."""
    return crowded_case(seed) if seed % 3 == 0 else random_case(seed)


def adopted(book: Book, draft: Draft, moment: Moment = MOMENT) -> Adoption:
    """What adopting a draft comes to."""
    return adoption(Start(book, moment, effective_day(draft, moment.today)), draft, KNOWN, book.next_ids())


def compared(book: Book, moment: Moment, standing: Sequence[Standing], known: Catalogue = KNOWN) -> list[Compared]:
    """What each of some drafts comes to, with today's roles and with suggested ones."""
    measure = Measure(book, moment, known)
    return [row for one in standing for row in measure.rows(one)]


def desk_of(book: Book, moment: Moment = MOMENT) -> Desk:
    """A desk over a book whose clock stands still."""
    return Desk(book, MemoryStore(), lambda: moment)


def adopt_on(desk: Desk, draft: Draft, known: Known = KNOWN) -> Done:
    """Adopt a draft whatever stays empty."""
    book, moment = desk.book, desk.moment
    start = Start(book, moment, effective_day(draft, moment.today))
    empty = adoption(start, draft, known, book.next_ids()).empty
    done = desk.do(adopt, Adopt(draft, known, confirm=empty))
    assert isinstance(done, Done), done
    return done
