"""What the engine says a model comes to on a book, in the shape of the recount and of the recorded figures."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from core.book.book import Book
from core.book.change import Change
from core.load.ledger import Ledger
from core.models.findings import Findings
from core.models.seating import Seating
from core.moment import Moment
from core.people import Pool, PoolMember
from core.usecases.use_model import UseModel, use_model
from core.words import Severity
from data.catalogue import catalogue
from tests.core.models.eleven.recount import Recount

KNOWN = catalogue()
ELEVEN = (
    "generalist",
    "specialist",
    "player-coach",
    "dedicated",
    "pooled",
    "growth",
    "firefighter",
    "sales-oriented",
    "service-oriented",
    "integrated",
    "partnership",
)


def moment_of(day: date) -> Moment:
    return Moment.at(datetime(day.year, day.month, day.day, 9, 0).astimezone())


def used(book: Book, key: str, day: date) -> Book:
    """The book after ``model use``; a pooled model gets the pool there is, or one of all CSMs."""
    pools: tuple[Pool, ...] = ()
    if key == "pooled" and not len(book.pools):
        members = [person.id for person in book.people.all() if "csm" in person.role_keys]
        joined = tuple(PoolMember(person=number) for number in members)
        pools = (Pool(id=0, key="team", title="Team", members=joined),)
    request = UseModel(KNOWN.models, KNOWN.alignments, key=key, pools=pools)
    change = use_model(book, moment_of(day), book.next_ids(), request)
    if not isinstance(change, Change):
        assert "in force already" in change.says
        return book
    return book.apply(change)[0]


def counted(book: Book, day: date) -> tuple[Recount, dict[str, Any]]:
    """What the recount tells, told by the engine, and the figures to record."""
    moment = moment_of(day)
    seating, ledger = Seating.of(book), Ledger.of(book, moment)
    found = Recount()
    for account in book.accounts.all():
        for seat in seating.seats(account, day):
            holder = seating.holder(account, seat, day)
            kind = holder.kind.value if holder is not None else "nobody"
            if kind == "person" and seating.vacant(holder, day):
                kind = "vacant"
            found.seats[kind if seating.active(account, seat, day) else "dormant"] += 1
    for person in book.people.all():
        found.hours["person", person.id] = ledger.person(person.id).named_hours
    for pool in book.pools.all():
        found.hours["pool", pool.id] = ledger.pool(pool.id).hours
    for function, hours in ledger.outside().items():
        found.hours["outside", function] = hours
    totals = ledger.totals()
    found.hours["nobody", 0] = totals.nobody
    findings = Findings.of(book, moment, seating, ledger).all()
    found.empty = sorted(one.subject for one in findings if one.code == "SEAT-EMPTY")
    codes = Counter(one.code for one in findings)
    errors = sum(one.severity is Severity.ERROR for one in findings)
    sides = {name: getattr(totals, name) / 100 for name in ("people", "pools", "outside", "vacant", "nobody")}
    return found, {
        "seats": dict(sorted(found.seats.items())),
        "hours": {name: hours for name, hours in sides.items() if hours},
        "handover": totals.handover / 100,
        "assists": totals.assists / 100,
        "errors": errors,
        "findings": dict(sorted(codes.items())),
    }


def pool_in(book: Book) -> int:
    """The pool that the plan's first line names; 0 for none."""
    key = book.plan.lines[0].pool if book.plan is not None else ""
    return next((pool.id for pool in book.pools.all() if key and pool.key == key), 0)
