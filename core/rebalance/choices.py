"""Proposals side by side, for a choice: the three profiles, and what more levelling costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.rebalance.extraction import extract
from core.rebalance.proposal import Proposal, proposal_of
from core.rebalance.solving import Stop, solved
from core.rebalance.wish import Profile
from core.wording import counted, hours

TARGETS = (100, 98, 95, 93)
"""Percents of capacity that count as full, for the curve."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to solve the same book."""

    profile: Profile
    """What counts as disruption."""
    target: int
    """Percent of capacity that counts as full."""
    proposal: Proposal
    """What is proposed then."""

    @property
    def moves(self) -> int:
        """Seats that change hands."""
        return self.proposal.after.moves

    @property
    def arr_moved(self) -> int:
        """Their ARR, minor units of the book's currency."""
        return self.proposal.after.arr_moved

    @property
    def over_hours(self) -> int:
        """Hundredths of an hour beyond capacity that are left."""
        return self.proposal.after.over_hours

    @property
    def disruption(self) -> int:
        """What the moves cost, thousandths of a point."""
        return sum(move.points for move in self.proposal.moves)

    @property
    def score(self) -> int:
        """What the plan costs with the overload it leaves, thousandths of a point of its own profile."""
        return self.proposal.score


def profiles(proposal: Proposal, stop: Stop = lambda: False) -> Iterator[Choice]:
    """The three profiles one by one, that of the proposal first and without solving it again.

    Scores of different profiles are not comparable: each counts disruption in its own way.
    """
    wish = proposal.extract.wish
    yield Choice(wish.profile, wish.target, proposal)
    for profile in Profile:
        if profile is not wish.profile and not stop():
            yield from _choice(proposal, stop, profile, wish.target)


def curve(proposal: Proposal, targets: tuple[int, ...] = TARGETS, stop: Stop = lambda: False) -> Iterator[Choice]:
    """What levelling costs: the same wish at several targets, one by one, that of the proposal first."""
    wish = proposal.extract.wish
    yield Choice(wish.profile, wish.target, proposal)
    for target in targets:
        if target != wish.target and not stop():
            yield from _choice(proposal, stop, wish.profile, target)


def told(choice: Choice, base: Choice) -> str:
    """What a target means against another, in a sentence: ``98 %: 26 moves, 1 more, 251.0 points``."""
    more = choice.moves - base.moves
    compared = "" if choice is base else f", {abs(more)} {'more' if more >= 0 else 'fewer'}"
    left = f", {hours(choice.over_hours)} over" if choice.over_hours else ""
    return (
        f"{choice.target} %: {counted(choice.moves, 'move')}{compared}, {choice.disruption / 1000:,.1f} points of "
        f"disruption{left}."
    )


def _choice(proposal: Proposal, stop: Stop, profile: Profile, target: int) -> Iterator[Choice]:
    """A choice solved to its end; none where it was stopped before."""
    basis = proposal.extract
    wish = replace(basis.wish, profile=profile, target=target, kept=frozenset())
    found = extract(basis.book, basis.ledger, basis.day, wish)
    solution = solved(found, stop=stop)
    if not solution.stopped:
        yield Choice(profile, target, proposal_of(found, solution))
