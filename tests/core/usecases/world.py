"""A small team with customers, for the use cases: three CSMs, a lead, a vacancy, a pool and five accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

from core.accounts import Account, Contact
from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of
from core.book.integrity import check
from core.errors import Refusal
from core.moment import Moment
from core.organisation import Segment, Word
from core.people import Person, Pool, PoolMember, Role, RoleShare
from core.policy import Policy
from core.schema import admit
from core.seats import Tenure, person_holder
from core.words import PersonStatus, Record, Touch

Q = TypeVar("Q")

TODAY = date(2026, 11, 22)
NOW = Moment(now=datetime(2026, 11, 22, 9, 30, tzinfo=UTC), today=TODAY)
CSM = (RoleShare(role="csm"),)

MIA = Person(id=1, name="Mia Lead", email="mia@example.com", roles=(RoleShare(role="team_lead"),))
ANA = Person(id=2, name="Ana Ruiz", email="ana@example.com", roles=CSM, lead=1)
BEN = Person(id=3, name="Ben Ode", email="ben@example.com", roles=CSM, lead=1)
ANN = Person(id=4, name="Ann Ruiz", roles=CSM, lead=1)
OPEN = Person(id=5, name="CSM EMEA", status=PersonStatus.VACANCY, roles=CSM, starts=date(2027, 2, 1))

BOREALIS = Account(
    id=1, name="Borealis Health", arr=24_000_000, segment="ent", started=date(2024, 3, 1), renews=date(2027, 3, 1)
)
ACME = Account(id=2, name="Acme Robotics", arr=3_000_000, segment="mid", started=date(2025, 1, 1))
COBALT = Account(id=3, name="Cobalt Foods", segment="small")
GLASS = Account(id=4, name="Acme Glass", segment="mid", parent=2)
DELTA = Account(id=5, name="Delta Air", arr=1_000_000, segment="small", website="delta.example")


def world(**tables: Sequence[Record]) -> Book:
    """The book, with whole tables replaced."""
    standard: Mapping[str, Sequence[Record]] = {
        "policy": [Policy(name="Northwind CS", currency="USD")],
        "roles": [
            Role(id=1, key="csm", title="CSM"),
            Role(id=2, key="team_lead", title="Team lead"),
            Role(id=3, key="manager", title="Manager", client=False),
        ],
        "segments": [
            Segment(id=1, key="ent", title="Enterprise", order=1, from_amount=10_000_000, touch=Touch.HIGH),
            Segment(id=2, key="mid", title="Mid-market", order=2, from_amount=2_500_000, aliases=("midmarket",)),
            Segment(id=3, key="small", title="Small", order=3, touch=Touch.TECH),
        ],
        "people": [MIA, ANA, BEN, ANN, OPEN],
        "pools": [Pool(id=1, key="scaled", title="Scaled", members=(PoolMember(person=4),))],
        "accounts": [BOREALIS, ACME, COBALT, GLASS, DELTA],
        "contacts": [Contact(id=1, account=1, name="Dr. Lund"), Contact(id=2, account=2, name="Max Iron")],
        "vocab": [
            Word(id=1, kind="challenge", key="slow-answers", title="Slow answers"),
            Word(id=2, kind="challenge", key="no-one-person", title="No one person for us"),
        ],
    }
    return Book.of({**standard, **tables})


def held(number: int, account: int, person: int, since: date = date(2025, 1, 1), **fields: object) -> Tenure:
    """A tenure of the seat ``csm``."""
    return Tenure(id=number, account=account, seat="csm", holder=person_holder(person), since=since, **fields)  # type: ignore[arg-type]


UseCase = Callable[[Book, Moment, IdSource, Q], Change | Refusal]


def ask(use_case: UseCase[Q], book: Book, request: Q, moment: Moment = NOW) -> Change | Refusal:
    """What a use case answers."""
    return use_case(book, moment, book.next_ids(), request)


def done(use_case: UseCase[Q], book: Book, request: Q, moment: Moment = NOW) -> tuple[Change, Book]:
    """A change that must succeed, with the book after it: sound, admitted as it is, and taken back by its inverse."""
    change = ask(use_case, book, request, moment)
    assert isinstance(change, Change), change
    assert change.edits, "a change that changes nothing"
    for edit in change.edits:
        assert edit.after is None or admit(edit.after) == edit.after
    after, _ = book.apply(change)
    check(book, change, after)
    inverse = change_of("back", "", [Edit(edit.table, edit.id, edit.after, edit.before) for edit in change.edits])
    before, _ = after.apply(inverse)
    check(after, inverse, before)
    for name, table in book.tables.items():
        assert dict(before.tables[name]) == dict(table), name
    return change, after


def refused(use_case: UseCase[Q], book: Book, request: Q, moment: Moment = NOW) -> Refusal:
    """A refusal, whose text must be a sentence."""
    refusal = ask(use_case, book, request, moment)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.says[0].isupper() or not refusal.says[0].isalpha(), refusal.says
    assert refusal.says.endswith((".", "?")), refusal.says
    assert "None" not in refusal.says
    return refusal
