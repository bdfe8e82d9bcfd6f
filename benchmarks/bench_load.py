"""What follows from a book: load, findings and rows from scratch, and the same after one assignment.

Run: python benchmarks/bench_load.py. The peer of the second is the first: what it would cost to work everything out
again. Milliseconds of processor time, the best of several runs; ratios within this run are what counts.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

from books import NOW, TODAY, book_of

from core.book.book import Book, Delta
from core.book.change import Change, change_of, inserted, updated
from core.load.ledger import Ledger
from core.models.findings import Findings
from core.models.seating import Seating
from core.outlook import Outlook
from core.rows import Rows
from core.schema import revise
from core.seats import Tenure, person_holder

T = TypeVar("T")
SIZES = (2_000, 10_000, 50_000)
PARTS = ("load", "findings", "rows", "header")
"""What is timed; the header counts the groups of findings."""


def timed(work: Callable[[], T], runs: int) -> tuple[float, T]:
    """Milliseconds of processor time of the best run, and what it gave."""
    best, found = float("inf"), work()
    for _ in range(runs):
        began = time.process_time()
        found = work()
        best = min(best, (time.process_time() - began) * 1_000)
    return best, found


def assignment(book: Book) -> Change:
    """The last account that somebody holds, given to somebody else from today on."""
    tenure = next(one for one in reversed(book.holders.all()) if one.until is None and one.holder.person is not None)
    other = next(
        person.id for person in book.people.all() if person.id != tenure.holder.person and person.works_on(TODAY)
    )
    following = Tenure(
        id=book.high["holders"] + 1,
        account=tenure.account,
        seat=tenure.seat,
        holder=person_holder(other),
        since=TODAY,
    )
    return change_of("assign", "Assign an account", [updated(tenure, revise(tenure, until=TODAY)), inserted(following)])


def again(book: Book) -> Book:
    """The same book with nothing derived from it yet."""
    return Book(book.tables, book.indexes, book.digests, book.high, book.seq)


def scratch(book: Book, runs: int) -> tuple[list[float], Outlook]:
    """Milliseconds of each part, and the outlook with all of them."""
    outlook = Outlook(book, NOW)
    took = [timed(lambda: Ledger.of(again(book), NOW), runs)[0]]
    seating, ledger = outlook.seating, outlook.ledger
    took.append(timed(lambda: Findings.of(book, NOW, seating, ledger), runs)[0])
    findings = outlook.findings
    took.append(timed(lambda: Rows.of(book, NOW, seating, ledger, findings), runs)[0])
    took.append(timed(lambda: Findings(findings.facts, findings._raw).header_count, runs)[0])
    _ = outlook.rows, outlook.findings.header_count
    return took, outlook


def followed(outlook: Outlook, book: Book, delta: Delta, runs: int) -> tuple[list[float], Outlook]:
    """Milliseconds of each part after a change, and the outlook then."""
    seating = Seating.of(book)
    a, ledger = timed(lambda: outlook.ledger.after(book, delta), runs)
    b, findings = timed(lambda: outlook.findings.after(book, delta, ledger), runs)

    def recoded() -> frozenset[int] | None:
        return findings.recoded(outlook.findings)

    c, _ = timed(lambda: outlook.rows.after(book, delta, seating, ledger, findings, recoded()), runs)
    d, _ = timed(lambda: outlook.findings.after(book, delta, ledger).header_count, runs)
    return [a, b, c, max(0.0, d - b)], outlook.after(book, delta)


def main() -> None:
    """Print two lines per size."""
    print(f"{'milliseconds':28}" + "".join(f"{name:>10}" for name in PARTS) + f"{'all':>10}")
    for size in SIZES:
        book = book_of(size, conversations=False)
        gc.collect()
        gc.freeze()
        gc.disable()
        took, outlook = scratch(book, 3)
        after, delta = book.apply(assignment(book).stamped(seq=1, base=0, at=NOW.now, by=""))
        short, following = followed(outlook, after, delta, 9)
        gc.enable()
        fresh = Outlook(after, NOW)
        assert following.rows.all() == fresh.rows.all()
        assert following.findings.all() == fresh.findings.all()
        assert following.ledger.people() == fresh.ledger.people()
        for name, cells in ((f"{size:,} accounts, from scratch", took), ("  after one assignment", short)):
            print(f"{name:28}" + "".join(f"{cell:10.1f}" for cell in cells) + f"{sum(cells):10.1f}")
        print(f"{'':28}= {sum(short) / sum(took):.4f} x from scratch; {sum(took) / size * 1_000:.0f} us an account")


if __name__ == "__main__":
    main()
