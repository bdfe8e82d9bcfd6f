"""Drafts of proposals for tests: solved on small books, with what they move."""

from __future__ import annotations

from typing import Any

from core.book.book import Book
from core.book.change import change_of, updated
from core.rebalance.draft import RebalanceDraft
from core.rebalance.proposal import ProposedMove
from core.rebalance.wish import Pair
from core.schema import revise
from core.seats import person_holder
from core.usecases.proposals import Solved, solve_draft
from core.words import Record
from tests.core.rebalance.teams import outlook

SIZES = {1: 30, 2: 27, 3: 10, 4: 8}
"""Two books that are over and two with room."""


def solved(book: Book, draft: RebalanceDraft = RebalanceDraft()) -> Solved:  # noqa: B008 - a value
    """A draft that must be solvable."""
    found = solve_draft(outlook(book), draft)
    assert isinstance(found, Solved), found
    return found


def pairs(found: Solved) -> set[Pair]:
    """What is proposed."""
    return {(move.account, move.seat, move.to) for move in found.proposal.moves}


def changed(book: Book, record: Record, **fields: Any) -> Book:  # noqa: ANN401
    """The book with other values in one record."""
    after, _ = book.apply(change_of("t", "", [updated(record, revise(record, **fields))]))
    return after


def handed(move: ProposedMove, to: int) -> dict[str, object]:
    """The fields of a tenure that somebody else has."""
    assert move.origin is not None
    return {"holder": person_holder(to)}
