"""Mend what does not hold together in a book, as one change that was looked at first and can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of
from core.book.repair import Fault, faults
from core.errors import Refusal, RefusalKind
from core.moment import Moment

_ROUNDS = 20
"""Mending one thing may bring up another; after this many rounds the rest is left to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What to mend."""

    only: frozenset[tuple[str, int]] | None = None
    """(table, id) of the records that may be touched; None for all."""


def repair(book: Book, moment: Moment, ids: IdSource, request: Repair) -> Change | Refusal:
    """The change that mends every fault that can be mended without asking; refused when there is none."""
    edits: list[Edit] = []
    state = book
    for _ in range(_ROUNDS):
        step = _first_of_each(fault for fault in faults(state) if request.only is None or _key(fault) in request.only)
        if not step:
            break
        state, _delta = state.apply(change_of("repair", "", step))
        edits += step
    change = change_of("repair", "", edits)
    if not change.edits:
        return Refusal("Nothing in this book can be mended without a decision.", RefusalKind.NOTHING)
    count = len(change.edits)
    return change_of("repair", f"Repair {count:,} {'record' if count == 1 else 'records'}", change.edits, base=book.seq)


def _key(fault: Fault) -> tuple[str, int]:
    return fault.table, fault.id


def _first_of_each(found: Iterable[Fault]) -> list[Edit]:
    """The edit of the first fault of each record; the others are looked at again afterwards."""
    kept: dict[tuple[str, int], Edit] = {}
    for fault in found:
        if fault.edit is not None:
            kept.setdefault(_key(fault), fault.edit)
    return list(kept.values())
