"""The filter language: a term at a time over all rows, against a tree of closures called for each row.

Run: python benchmarks/bench_query.py. Every figure is the best of several runs, and a ratio within this run.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.accounts import Account, Reading
from core.book.book import Book
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Model, Plan, PlanLine, SeatLine, Segment
from core.people import Person, RoleShare
from core.policy import Policy
from core.query.context import Context
from core.query.evaluate import prepared
from core.query.expressions import And, Expression, Not, Or, Term, Word
from core.query.fields import ACCOUNT
from core.query.grammar import parse
from core.query.resolve import resolved
from core.rows import AccountRow, Rows, sorted_rows
from core.seats import Tenure, person_holder
from core.text import fold
from core.words import Duty, ReadingKind, Touch

TODAY = date(2026, 11, 22)
NOW = Moment.at(datetime(2026, 11, 22, 9, tzinfo=UTC))
SEVEN = "owner:ana seg:ent arr>50k health<60 renews<90d quiet>30 acme"
QUERIES = (SEVEN, "acme", "arr>50k", "owner:ana or seg:small", "-stage:renewal", "region:north", 'owner:ana,ben "co 7"')
Naive = Callable[[AccountRow], bool]


@dataclass(frozen=True)
class Hours:
    """The load of an account, by hand."""

    hours: int = 150


@dataclass(frozen=True)
class Nothing:
    """A ledger and findings that say the same of every account."""

    load: Hours = field(default_factory=Hours)

    def account(self, account: int) -> Hours:
        """The load of an account."""
        return self.load

    def codes_of(self, account: int) -> tuple[str, ...]:
        """No findings."""
        return ()


def book_of(size: int) -> Book:
    """A book with `size` accounts of 50 people under a generalist model."""
    chance = random.Random(7)
    names = ("Ana", "Ben", "Cleo", "Dirk", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jan")
    people = [
        Person(id=number, name=f"{names[number % 10]} {chr(65 + number % 26)}ira", roles=(RoleShare(role="csm"),))
        for number in range(1, 51)
    ]
    accounts = [
        Account(
            id=number,
            name=f"{chance.choice(('Acme', 'Borealis', 'Cobalt', 'Dune'))} Co {number}",
            segment=chance.choice(("ent", "mid", "small")),
            arr=chance.randrange(1_000_000, 40_000_000),
            renews=TODAY + timedelta(days=chance.randrange(-10, 365)),
            region=chance.choice(("North America", "EMEA", "APAC")),
            last_touch_imported=TODAY - timedelta(days=chance.randrange(90)),
        )
        for number in range(1, size + 1)
    ]
    seat = SeatLine(key="csm", title="CSM", carries=tuple(Duty), roles=("csm",))
    return Book.of(
        {
            "policy": [Policy(plan=1)],
            "plans": [Plan(id=1, lines=(PlanLine(model="generalist"),))],
            "models": [Model(id=1, key="generalist", title="Generalist", seats=(seat,))],
            "segments": [
                Segment(id=place, key=key, title=key, order=place, touch=touch)
                for place, (key, touch) in enumerate(zip(("ent", "mid", "small"), Touch, strict=True), start=1)
            ],
            "people": people,
            "accounts": accounts,
            "readings": [
                Reading(id=one.id, account=one.id, kind=ReadingKind.HEALTH, on=TODAY, value=chance.randrange(100))
                for one in accounts
            ],
            "holders": [
                Tenure(
                    id=one.id, account=one.id, seat="csm", holder=person_holder(1 + one.id % 50), since=date(2020, 1, 1)
                )
                for one in accounts
            ],
        }
    )


def naive(expression: Expression, context: Context) -> Naive:
    """The peer: one closure for each part, called for each row."""
    if isinstance(expression, Term):
        pairs = [(one.attribute, one.check.fits) for one in resolved(expression, ACCOUNT[expression.field], context)]
        return lambda row: any(fits(getattr(row, name)) for name, fits in pairs)
    if isinstance(expression, Word):
        piece = fold(expression.text)
        return lambda row: piece in row.search
    if isinstance(expression, Not):
        part = naive(expression.part, context)
        return lambda row: not part(row)
    parts = [naive(part, context) for part in expression.parts]
    if isinstance(expression, Or):
        return lambda row: any(part(row) for part in parts)
    assert isinstance(expression, And)
    return lambda row: all(part(row) for part in parts)


def best(work: Callable[[], object], runs: int = 7) -> float:
    """Milliseconds of the fastest run."""
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took) * 1_000


def main() -> None:
    """Print a table for each size."""
    for size in (2_000, 10_000, 50_000):
        book = book_of(size)
        seating, figures = Seating.of(book), Nothing()
        began = time.perf_counter()
        rows = Rows.of(book, NOW, seating, figures, figures).all()
        print(f"\n{size:,} rows, made in {(time.perf_counter() - began) * 1_000:,.0f} ms")
        context = Context.of(book)
        for text in QUERIES:
            expression = parse(text)
            plan, peer = prepared(expression, context), naive(expression, context)
            kept = plan.keep(rows)
            assert kept == [row for row in rows if peer(row)]
            ours, theirs = best(lambda: plan.keep(rows)), best(lambda: [row for row in rows if peer(row)])  # noqa: B023
            print(f"  {text[:60]:62} {len(kept):6,} rows  {ours:7.2f} ms  closures {theirs / ours:5.1f} x")
        print(f"  reading a filter: {best(lambda: prepared(parse(SEVEN), context)):.2f} ms")  # noqa: B023
        for key in ("arr", "owner", "renews"):
            print(f"  sort by {key:8} {best(lambda: sorted_rows(rows, key)):7.2f} ms")  # noqa: B023


if __name__ == "__main__":
    main()
