"""What the tests of drafts share: a catalogue, drafts on random books, and a desk that adopts them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from core.book.book import Book
from core.desk import Desk, Done, MemoryStore
from core.models.adopt import Adoption, Start, adoption
from core.models.drafting import effective_day
from core.moment import Moment
from core.organisation import Alignment, Draft, Model, Plan, PlanLine, RoleChange
from core.people import Person, Pool, PoolMember, RoleShare
from core.schema import revise
from core.usecases.adopt import Adopt, adopt
from core.words import PersonStatus
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


def adopted(book: Book, draft: Draft, moment: Moment = MOMENT) -> Adoption:
    """What adopting a draft comes to."""
    return adoption(Start(book, moment, effective_day(draft, moment.today)), draft, KNOWN, book.next_ids())


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
