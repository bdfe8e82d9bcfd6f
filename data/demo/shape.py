"""How big each demo book is, who works in it, and what goes wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from core.organisation import PlanLine

Size = Literal["small", "team", "large"]
"""The three demo books."""

ENTERPRISE, MID, SMALL = "ent", "mid", "small"
"""Segment keys, largest customers first."""
POOL = "scaled"
"""Key of the pool that serves small accounts."""
FREE = "free"
"""Tag of accounts that are served by nobody on purpose."""


class Twist(StrEnum):
    """What is special about somebody this month."""

    NONE = ""
    LEAD = "lead"
    COVERED = "away, with cover"
    UNCOVERED = "away soon, nobody asked"
    JOINER = "on ramp"
    LEAVER = "leaving"
    PART_TIME = "part-time"


@dataclass(frozen=True, slots=True)
class Post:
    """A position in the demo's team."""

    segments: tuple[str, ...]
    """Segments served, in the order of preference."""
    region: str
    """Home region."""
    load: int
    """How full the book is beside the others', percent of a fair share."""
    twist: Twist = Twist.NONE
    """What is special."""
    lead: int | None = 0
    """Index of the lead's post; None for the first."""
    pool: int = 0
    """Percent of the person's time the pool may take; 0 is not a member."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One size of the demo."""

    posts: tuple[Post, ...]
    """The team."""
    accounts: tuple[int, int, int]
    """Served accounts by segment: enterprise, mid, small; the last includes those of the pool."""
    unmanaged: int
    """Accounts of the free tier."""
    conversations: int
    """Conversations, interviews included."""
    title: str
    """Name of the plan in force."""
    lines: tuple[PlanLine, ...]
    """Lines of the plan in force."""
    pooled: bool
    """Whether small accounts belong to the pool."""


_ENT, _MID, _SMALL = (ENTERPRISE,), (MID,), (SMALL,)
_REGIONS = ("EMEA", "AMER", "APAC")
_POOLED = PlanLine(title="Small accounts", scope="seg:small", model="pooled", pool=POOL)
_GROWTH = PlanLine(title="Mid-size accounts", scope="seg:mid", model="growth")


def _small() -> Shape:
    both, all_three = (ENTERPRISE, MID), (ENTERPRISE, MID, SMALL)
    posts = (
        Post(_ENT, "EMEA", 95, Twist.LEAD, None),
        Post(both, "EMEA", 165),
        Post(both, "AMER", 126),
        Post(all_three, "EMEA", 96),
        Post(all_three, "AMER", 82, Twist.COVERED),
        Post((MID, SMALL), "EMEA", 74, Twist.PART_TIME),
        Post(both, "APAC", 58, Twist.JOINER),
        Post(both, "AMER", 98, Twist.LEAVER),
    )
    line = PlanLine(title="Every account", model="generalist")
    return Shape(posts, (80, 80, 40), 0, 5_000, "One owner for everything", (line,), pooled=False)


def _team() -> Shape:
    posts = (
        Post(_ENT, "EMEA", 100, Twist.LEAD, None),
        Post(_ENT, "EMEA", 124),
        Post(_ENT, "AMER", 95),
        Post(_ENT, "APAC", 92, Twist.UNCOVERED),
        Post(_MID, "EMEA", 60, Twist.LEAD, 0),
        *(Post(_MID, _REGIONS[i % 3], load, twist, 4, pool) for i, (load, twist, pool) in enumerate(_MID_TEAM)),
        Post(_SMALL, "AMER", 0, Twist.LEAD, 0, 90),
        *(Post(_SMALL, _REGIONS[i % 3], 0, _SCALED_TWISTS.get(i, Twist.NONE), 11, 100) for i in range(8)),
    )
    growth = PlanLine(title="Enterprise and mid-size accounts", scope="seg:ent or seg:mid", model="growth")
    return Shape(posts, (60, 300, 1_640), 0, 50_000, "Pool below, segments above", (_POOLED, growth), pooled=True)


_MID_TEAM = (
    (121, Twist.NONE, 0),
    (104, Twist.NONE, 0),
    (96, Twist.COVERED, 0),
    (74, Twist.NONE, 25),
    (92, Twist.LEAVER, 0),
    (88, Twist.NONE, 20),
)
_SCALED_TWISTS: Mapping[int, Twist] = {2: Twist.JOINER, 5: Twist.PART_TIME}


def _large() -> Shape:
    posts: list[Post] = [Post(_ENT, "EMEA", 80, Twist.LEAD, None)]
    ent = (118, 96, 104, 82, 100)
    posts += [Post(_ENT, _REGIONS[i % 3], load) for i, load in enumerate(ent)]
    for half in range(2):
        place = len(posts)
        posts.append(Post(_MID, _REGIONS[half], 50, Twist.LEAD, 0))
        twists = (Twist.NONE, Twist.COVERED, Twist.NONE, Twist.UNCOVERED if half else Twist.LEAVER, Twist.NONE)
        loads = (124, 92, 101, 85, 72) if half else (96, 110, 88, 100, 79)
        members = zip(loads, twists, strict=True)
        posts += [Post(_MID, _REGIONS[(i + half) % 3], load, t, place) for i, (load, t) in enumerate(members)]
    for group in range(4):
        place = len(posts)
        posts.append(Post(_SMALL, _REGIONS[group % 3], 0, Twist.LEAD, 0, 60))
        twist = (Twist.JOINER, Twist.PART_TIME, Twist.LEAVER, Twist.JOINER)[group]
        posts += [Post(_SMALL, _REGIONS[i % 3], 0, twist if i == 3 else Twist.NONE, place, 100) for i in range(7)]
    lines = (
        PlanLine(title="Free tier", scope="#free", unmanaged="Free tier: served inside the product only"),
        _POOLED,
        PlanLine(title="Enterprise accounts", scope="seg:ent", model="dedicated"),
        _GROWTH,
    )
    counts = (100, 500, 5_400)
    return Shape(tuple(posts), counts, 4_000, 100_000, "Dedicated, segments and a pool", lines, pooled=True)


def shape_of(size: Size) -> Shape:
    """The shape of a demo book. Small 8 people, team 20, large 50; one open position comes on top."""
    return {"small": _small, "team": _team, "large": _large}[size]()
