"""Files to import, written as text in the test, and a desk to import them into."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta, timezone

from core.accounts import Account
from core.book.book import Book
from core.desk import Desk, Done, MemoryStore
from core.errors import Refusal
from core.exchange.fields import Kind
from core.exchange.grid import Grid, GridRow
from core.exchange.plan import ImportPlan
from core.exchange.planning import Wishes, plan_import
from core.moment import Moment
from core.organisation import Segment
from core.people import Person, Role
from core.seats import Tenure
from core.usecases.accept_import import AcceptImport, accept_import
from core.when import DateOrder
from core.words import Record, Touch

TODAY = date(2026, 3, 16)
NOW = Moment.at(datetime(2026, 3, 16, 9, 0, tzinfo=timezone(timedelta(hours=1))))


def grid(text: str, name: str = "file.csv") -> Grid:
    """The grid of a well-formed CSV text, as the readers give it."""
    rows = list(csv.reader(io.StringIO(text)))
    made = tuple(GridRow(number, tuple(row)) for number, row in enumerate(rows[1:], 2) if any(row))
    return Grid(name, tuple(rows[0]), made)


ROLES = (
    Role(id=1, key="csm", title="CSM"),
    Role(id=2, key="team_lead", title="Team lead"),
    Role(id=3, key="onboarding_specialist", title="Onboarding specialist"),
    Role(id=4, key="account_manager", title="Account manager"),
    Role(id=5, key="renewal_manager", title="Renewal manager"),
    Role(id=6, key="cs_director", title="Head of Customer Success", client=False),
)
SEGMENTS = (
    Segment(id=1, key="ent", title="Enterprise", order=1, from_amount=10_000_000, touch=Touch.HIGH),
    Segment(id=2, key="mid", title="Mid-market", order=2, from_amount=2_500_000, aliases=("medium",)),
    Segment(id=3, key="small", title="Small", order=3, touch=Touch.TECH),
)


def fresh_book(**records: tuple[Record, ...]) -> Book:
    """A book with roles and segments, and nothing else unless given."""
    return Book.of({"roles": ROLES, "segments": SEGMENTS, **records})


def desk_of(book: Book | None = None, day: date = TODAY) -> Desk:
    """A desk over a book in memory."""
    return Desk(book or fresh_book(), MemoryStore(), lambda: NOW.on(day))


def plan(
    desk: Desk,
    *texts: str,
    kind: Kind | None = None,
    dates: DateOrder | None = None,
    source: str | None = None,
    **mapping: str,
) -> ImportPlan:
    """What importing texts would do."""
    wishes = Wishes(kind, mapping, source, dates)
    grids = [grid(text, f"file{number}.csv" if number else "file.csv") for number, text in enumerate(texts)]
    return plan_import(desk.book, desk.moment, grids, (), wishes)


def bring(desk: Desk, *texts: str, kind: Kind | None = None, dates: DateOrder | None = None) -> ImportPlan:
    """Import texts and accept the plan."""
    made = plan(desk, *texts, kind=kind, dates=dates)
    accept(desk, made)
    return made


def accept(desk: Desk, made: ImportPlan, *take: tuple[str, int, str]) -> Done:
    """Accept a plan; fails the test when it is refused."""
    outcome = desk.do(accept_import, AcceptImport(made, frozenset(take)))
    assert isinstance(outcome, Done), outcome
    return outcome


def refused(desk: Desk, made: ImportPlan) -> Refusal:
    """The refusal of a plan that must not be accepted."""
    outcome = desk.do(accept_import, AcceptImport(made))
    assert isinstance(outcome, Refusal)
    return outcome


def account(desk: Desk, name: str) -> Account:
    """The account of a name."""
    return next(account for account in desk.book.accounts.all() if account.name == name)


def person(desk: Desk, name: str) -> Person:
    """The person of a name."""
    return next(person for person in desk.book.people.all() if person.name == name)


def tenures(desk: Desk, name: str) -> tuple[Tenure, ...]:
    """The tenures of an account."""
    return desk.book.tenures_of(account(desk, name).id)


def holder(desk: Desk, name: str, day: date = TODAY) -> str | None:
    """Name of the person who holds an account's seat on a day."""
    held = [tenure for tenure in tenures(desk, name) if tenure.holds_on(day)]
    assert len(held) < 2
    return desk.book.people[held[0].holder.person or 0].name if held else None
