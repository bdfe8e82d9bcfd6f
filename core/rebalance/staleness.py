"""Whether a draft was made for the book as it is, and what has happened since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.book.book import Book
from core.book.change import Head
from core.models.seating import Seating
from core.rebalance.draft import DraftMove, RebalanceDraft
from core.rebalance.held import lasting_holder
from core.rebalance.wish import Pair
from core.seats import person_holder
from core.wording import counted, short_date


@dataclass(frozen=True, slots=True)
class Stale:
    """What makes a draft stale."""

    says: str
    """What has changed, and what to do, in a sentence or two."""
    changes: int
    """Number of changes of the book since it was solved."""
    lost: tuple[Pair, ...] = ()
    """Moves that cannot be made any more as they were proposed."""


MOST = 3
"""Changes that are told by their own sentence."""


def staleness(draft: RebalanceDraft, book: Book, today: date, heads: Sequence[Head] = ()) -> Stale | None:
    """Why a draft should be solved again; None for one that is of this book, or was never solved.

    ``heads`` is the history, for the sentences of the changes since.
    """
    if draft.solved_on is None:
        return None
    passed = draft.effective is not None and draft.effective < today
    changes = max(0, book.seq - draft.base)
    if book.seq == draft.base and not passed:
        return None
    day = max(draft.effective or today, today)
    coming = draft.stage.newcomer.id if draft.stage is not None and draft.stage.newcomer is not None else None
    lost = tuple(move.pair for move in draft.moves if not _holds(book, move, day, coming))
    said = []
    if book.seq < draft.base:
        said.append("This was solved on a later state of the book.")
    elif changes:
        said.append(f"The book has changed since this was solved{_changes(draft, changes, heads)}.")
    if lost:
        names = book.accounts.get(lost[0][0])
        which = names.name if names is not None else f"A{lost[0][0]}"
        more = f" and {counted(len(lost) - 1, 'other')}" if len(lost) > 1 else ""
        said.append(f"The proposed move of {which}{more} is not possible any more as it was.")
    if passed and draft.effective is not None:
        said.append(f"Its day, {short_date(draft.effective)}, has passed.")
    return Stale(" ".join([*said, "Solve it again."]), changes, lost)


def _changes(draft: RebalanceDraft, changes: int, heads: Sequence[Head]) -> str:
    since = [head.says.rstrip(".") for head in heads if head.seq > draft.base]
    if not since:
        return f", by {counted(changes, 'change')}"
    more = f"; and {counted(len(since) - MOST, 'other')}" if len(since) > MOST else ""
    return f": {'; '.join(since[-MOST:][::-1])}{more}"


def _holds(book: Book, move: DraftMove, day: date, coming: int | None) -> bool:
    """Whether a seat is still there with the holder the move was proposed for.

    Who comes with the draft, or has the seats by it, is not on the roster yet.
    """
    account = book.accounts.get(move.account)
    if account is None or not account.is_active or (move.to not in book.people and move.to != coming):
        return False
    if coming is not None and move.origin == person_holder(coming):
        return True
    seating = Seating.of(book)
    seat = seating.seat(account, move.seat, day)
    return seat is not None and lasting_holder(seating, account, seat, day) == move.origin
