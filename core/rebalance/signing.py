"""Sign-off: each person who gets accounts has read their sheet and takes what is on it, before anything is in force.

It is noted in the draft and nowhere in the book, and it holds for just the accounts that were on the sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from core.rebalance.draft import RebalanceDraft, SignedSeat, SignOff, lawful, to_make
from core.schema import revise

if TYPE_CHECKING:  # a sheet is signed off without solving anything
    from core.rebalance.proposal import ProposedMove

Lists = Mapping[int, frozenset[tuple[int, str]]]
"""Account id and seat key of everything each person would get, by person id."""


def lists_of(moves: Sequence[ProposedMove]) -> Lists:
    """What each person would get by some moves; everybody in it has a sheet."""
    found: dict[int, set[tuple[int, str]]] = {}
    for move in moves:
        found.setdefault(move.to, set()).add((move.account, move.seat))
    return {person: frozenset(seats) for person, seats in found.items()}


def signed_off(draft: RebalanceDraft, moves: Sequence[ProposedMove]) -> dict[int, SignOff]:
    """Who has signed off just what they would get by some moves, by person id."""
    lists = lists_of(moves)
    return {one.person: one for one in draft.signed if one.keys == lists.get(one.person)}


def unsigned(draft: RebalanceDraft, moves: Sequence[ProposedMove]) -> tuple[int, ...]:
    """The ids of those who would get something by some moves and have not signed it off."""
    signed = signed_off(draft, moves)
    return tuple(sorted(person for person in lists_of(moves) if person not in signed))


def sign(
    draft: RebalanceDraft, moves: Sequence[ProposedMove], people: Collection[int], by: str, at: datetime
) -> RebalanceDraft:
    """The draft with the sign-off of some people on what they would get; who would get nothing has nothing to sign."""
    lists = lists_of(moves)
    new = [
        SignOff(
            person=person,
            by=by,
            at=at,
            seats=tuple(SignedSeat(account=account, seat=seat) for account, seat in sorted(lists[person])),
        )
        for person in sorted(set(people))
        if person in lists
    ]
    others = take_back(draft, people)
    return revise(others, signed=(*others.signed, *new))


def take_back(draft: RebalanceDraft, people: Collection[int]) -> RebalanceDraft:
    """The draft without the sign-off of some people."""
    return revise(draft, signed=tuple(one for one in draft.signed if one.person not in people))


def still_signed(draft: RebalanceDraft, moves: Sequence[ProposedMove]) -> RebalanceDraft:
    """The draft with the sign-offs that hold for its newest moves: where somebody's list is another, theirs is gone.

    Accepting some moves only puts the others off; that takes no sign-off back.
    """
    lists = (lists_of(lawful(draft, moves)), lists_of(to_make(draft, moves)))
    kept = tuple(one for one in draft.signed if one.keys in [found.get(one.person) for found in lists])
    return draft if kept == draft.signed else revise(draft, signed=kept)
