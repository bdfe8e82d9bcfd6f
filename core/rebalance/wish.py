"""What a manager asks of a rebalance: the rules besides those of the plan in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Pair = tuple[int, str, int]
"""Account id (of a family its head), seat key and person id: a seat with somebody who might get it."""


class Part(StrEnum):
    """What may move at all."""

    ALL = "all"
    """What an over-full book can give, and what needs another holder."""
    OVER = "over"
    """Only what an over-full book can give: seats that need another holder are left for another proposal."""
    ASKED = "asked"
    """Only what is asked for by name: over-full books keep theirs."""


class Profile(StrEnum):
    """What counts as disruption besides the move itself."""

    FEWEST = "fewest"
    """As few moves as may be: a large customer counts as a small one."""
    BALANCED = "balanced"
    """Large customers count more, by the root of their ARR."""
    PROTECT = "protect"
    """Large customers count in proportion to their ARR: more moves, less revenue moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The choices for one proposal."""

    profile: Profile = Profile.BALANCED
    """What counts as disruption."""
    max_moves: int | None = None
    """Most chosen moves; forced ones and first fillings are not counted."""
    max_taken: int | None = None
    """Most seats that one person may get."""
    locked: frozenset[int] = frozenset()
    """Account ids that stay where they are."""
    chains: bool = False
    """Whether everybody may give and take; else only books that are over give and only books with room take."""
    target: int = 100
    """Percent of capacity that counts as full: under 100 levels more, for more moves."""
    leaving: frozenset[int] = frozenset()
    """Person ids whose seats all need another holder."""
    fill: bool = False
    """Whether seats that nobody holds get a holder too."""
    refused: frozenset[Pair] = frozenset()
    """What must not be proposed."""
    fixed: frozenset[Pair] = frozenset()
    """What must be proposed, whether it pays or not; with the holder of the seat, what stays."""
    freeze: int = 30
    """Days before a renewal within which an account only moves where it must; 0 for none."""
    kept: frozenset[Pair] = frozenset()
    """What was proposed before: counts a point less, so that a plan only changes where that is worth it."""
    part: Part = Part.ALL
    """What may move at all."""
    among: frozenset[int] = frozenset()
    """Person ids who may take, even from a book that is full; none is everybody who may."""
    within: frozenset[int] | None = None
    """Account ids of which empty seats are filled; None is all."""
    spread: frozenset[tuple[int, str]] = frozenset()
    """(account id of the family's head, seat key) of seats that are to be spread over several people."""
    away: frozenset[int] = frozenset()
    """Person ids for whom others stand in."""
    until: date | None = None
    """First day no longer, where others only stand in; None is for good."""
