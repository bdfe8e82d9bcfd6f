"""The demo's own side: people with their leave, the pool and the open position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from core.people import Leave, Person, Pool, PoolMember, RoleShare
from core.words import PersonStatus
from data.demo.names import INDUSTRIES, TEAM, address
from data.demo.shape import ENTERPRISE, MID, POOL, SMALL, Post, Shape, Twist

_LANGUAGES = {"EMEA": ("de", "fr", "it", "nl"), "AMER": ("es", "pt"), "APAC": ("ja", "zh", "hi")}
_SKILLS = ("integrations", "security", "analytics", "change management", "training", "procurement")
_NEIGHBOUR = {"EMEA": "AMER", "AMER": "APAC", "APAC": "EMEA"}
LEAD_HOURS = 8_000
"""Client hours a month of a lead, hundredths: the rest of the position goes into leading. Ours."""


def people_of(shape: Shape, random: Random, today: date) -> list[Person]:
    """The people of a shape in the order of its posts, and one open position behind them."""
    people = [_person(number, post, shape, random, today) for number, post in enumerate(shape.posts, 1)]
    start = today + timedelta(days=38)
    vacancy = Person(
        id=len(people) + 1,
        name="Open position: CSM EMEA",
        status=PersonStatus.VACANCY,
        roles=(RoleShare(role="csm"),),
        lead=1,
        team="Small" if shape.pooled else "Success",
        segments=(SMALL,) if shape.pooled else (ENTERPRISE, MID),
        languages=("en",),
        regions=("EMEA",),
        starts=start,
    )
    return [*people, vacancy]


def _person(number: int, post: Post, shape: Shape, random: Random, today: date) -> Person:
    name = TEAM[number - 1]
    lead = post.twist is Twist.LEAD
    starts, ends, leaves = _dates(post.twist, random, today)
    second = _LANGUAGES[post.region]
    return Person(
        id=number,
        name=name,
        email=address(name),
        status=PersonStatus.LEAVER if post.twist is Twist.LEAVER else PersonStatus.ACTIVE,
        roles=(RoleShare(role="csm", share=40), RoleShare(role="team_lead", share=60)) if lead else _SHARES,
        fte=80 if post.twist is Twist.PART_TIME else 100,
        hours=LEAD_HOURS if lead else None,
        team={ENTERPRISE: "Enterprise", MID: "Mid-size", SMALL: "Small"}[post.segments[0]]
        if shape.pooled
        else "Success",
        lead=None if post.lead is None else post.lead + 1,
        segments=post.segments,
        skills=tuple(sorted(random.sample(_SKILLS, 2))),
        languages=("en", second[number % len(second)]),
        regions=(post.region, _NEIGHBOUR[post.region]),
        industries=tuple(sorted(random.sample(INDUSTRIES, 4))),
        starts=starts,
        ends=ends,
        leaves=leaves,
    )


_SHARES = (RoleShare(role="csm"),)


def _dates(twist: Twist, random: Random, today: date) -> tuple[date, date | None, tuple[Leave, ...]]:
    starts = today - timedelta(days=random.randrange(500, 2_400))
    if twist is Twist.JOINER:
        return today - timedelta(days=66), None, ()
    if twist is Twist.LEAVER:
        return starts, today + timedelta(days=24), ()
    if twist is Twist.COVERED:
        away = Leave(
            number=1, since=today - timedelta(days=11), until=today + timedelta(days=10), reason="Parental leave"
        )
        return starts, None, (away,)
    if twist is Twist.UNCOVERED:
        away = Leave(number=1, since=today + timedelta(days=12), until=today + timedelta(days=33), reason="Sabbatical")
        return starts, None, (away,)
    return starts, None, ()


def pool_of(shape: Shape) -> tuple[Pool, ...]:
    """The pool of a shape that has one."""
    if not shape.pooled:
        return ()
    members = tuple(PoolMember(person=i, share=post.pool) for i, post in enumerate(shape.posts, 1) if post.pool)
    return (Pool(id=1, key=POOL, title="Scaled", members=members, languages=("en",), open_limit=12),)


def shares_of(posts: Sequence[Post]) -> list[int]:
    """How many hundredths of an hour a month each post has for named accounts, leave and ramp counted roughly."""
    part = {
        Twist.LEAD: 80, Twist.COVERED: 67, Twist.UNCOVERED: 65, Twist.JOINER: 72, Twist.LEAVER: 80, Twist.PART_TIME: 80,
        Twist.NONE: 100,
    }  # fmt: skip
    return [part[post.twist] * 100 * (100 - (post.pool if post.pool < 100 else 0)) // 100 for post in posts]
