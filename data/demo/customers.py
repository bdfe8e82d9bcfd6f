"""The demo's customers before they become records: figures first, then an owner, then what follows from the owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from core.people import Person
from core.policy import Policy
from core.words import Complexity, Touch
from data.demo.names import ACME, BRANCHES, INDUSTRIES, UNUSUAL, company, slug
from data.demo.roster import shares_of
from data.demo.shape import ENTERPRISE, FREE, MID, SMALL, Shape, Twist

TOUCH = {ENTERPRISE: Touch.HIGH, MID: Touch.MID, SMALL: Touch.TECH}
"""Touch by segment."""
_ARR = {
    ENTERPRISE: (165_000, 0.38, 100_000, 900_000),
    MID: (47_000, 0.32, 25_000, 99_000),
    SMALL: (7_500, 0.6, 900, 24_000),
}
_REGIONS = ("EMEA", "AMER", "APAC")
_STANDARD = Policy()


@dataclass(slots=True)
class Customer:
    """A customer in the making."""

    number: int
    """Account id."""
    segment: str
    """Segment key."""
    arr: int
    """Whole units of the book's currency."""
    started: date
    """Contract start."""
    renews: date | None
    """Next renewal date."""
    health: int | None
    """Latest health value."""
    complexity: Complexity | None
    """Complexity."""
    free: bool = False
    """Free tier, served by nobody."""
    owner: int | None = None
    """Index of the owner's post; None for the pool and the free tier."""
    name: str = ""
    """Name."""
    industry: str = ""
    """Industry."""
    region: str = ""
    """Region."""
    language: str = ""
    """Language asked for."""
    site: str = ""
    """Web address."""
    parent: int | None = None
    """Account id of the parent."""
    key: bool = False
    """Key account."""
    touch: Touch | None = None
    """Touch, where it is not the segment's."""
    troubles: set[str] = field(default_factory=set)
    """What goes wrong; see ``data.demo.troubles``."""


def anniversary(day: date, year: int) -> date:
    """The same day of another year; 1 March where there is no 29 February."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def next_anniversary(day: date, after: date) -> date:
    """The first anniversary of a day that is later than another day."""
    this = anniversary(day, after.year)
    return this if this > after else anniversary(day, after.year + 1)


def drawn(shape: Shape, random: Random, today: date) -> list[Customer]:
    """Customers with their figures; the mix of segments is exact, their order is not."""
    kinds = [ENTERPRISE] * shape.accounts[0] + [MID] * shape.accounts[1] + [SMALL] * shape.accounts[2]
    kinds += [FREE] * shape.unmanaged
    random.shuffle(kinds)
    place = kinds.index(ENTERPRISE)
    kinds[0], kinds[place] = kinds[place], kinds[0]
    facts = {kind: _facts(random, kinds.count(kind)) for kind in (ENTERPRISE, MID, SMALL, FREE)}
    customers = []
    for number, kind in enumerate(kinds, 1):
        days, (least, most) = facts[kind].pop()
        started = today - timedelta(days=days)
        if kind is FREE:
            customers.append(Customer(number, SMALL, 0, started, None, None, None, free=True))
            continue
        complexity = random.choices(_COMPLEXITIES, (13, 8, 50, 29))[0]
        renews = next_anniversary(started, today)
        health = random.randrange(least, most)
        customers.append(Customer(number, kind, _arr(random, kind), started, renews, health, complexity))
    return customers


_BANDS = ((19, 50),) * 10 + ((50, 70),) * 15 + ((70, 98),) * 75


def _facts(random: Random, count: int) -> list[tuple[int, tuple[int, int]]]:
    """(days as a customer, health from and to) of so many customers.

    15 in 100 began within the last year, renewals spread evenly over the year, health is 75/15/10: the shares are
    exact in each segment, so that the sum of hours hardly depends on the seed.
    """
    new = round(count * 0.15)
    days = [1 + (2 * place + 1) * 363 // (2 * new) for place in range(new)]
    old = count - new
    for place in range(old):
        days.append(365 * random.randrange(1, 7) + 1 + (2 * place + 1) * 363 // (2 * old))
    bands = [_BANDS[place * 100 // count] for place in range(count)]
    random.shuffle(days)
    random.shuffle(bands)
    return list(zip(days, bands, strict=True))


_COMPLEXITIES = (Complexity.COMPLEX, Complexity.SIMPLE, Complexity.STANDARD, None)


def _arr(random: Random, segment: str) -> int:
    middle, spread, least, most = _ARR[segment]
    amount = middle * random.lognormvariate(0, spread)
    return round(min(max(amount, least), most) / 100) * 100


def expected_hours(customer: Customer, today: date) -> int:
    """About how much work a customer is in the next 30 days, hundredths: enough to fill books with."""
    touch = customer.touch or TOUCH[customer.segment]
    base = _STANDARD.adoption.of(touch) + _STANDARD.support.of(touch)
    extra = _STANDARD.expansion.of(touch)
    if customer.renews is not None and (customer.renews - today).days <= 90:
        extra += _STANDARD.renewal.of(touch) // 3
    health = _STANDARD.health_percent(_STANDARD.band_of_health(customer.health))
    hours = (base * _STANDARD.complexity_percent(customer.complexity) // 100 + extra) * health // 100
    return hours + (_STANDARD.onboarding.of(touch) if (today - customer.started).days < 90 else 0)


def give(customers: Sequence[Customer], shape: Shape, today: date) -> None:
    """An owner to every served customer outside the pool: each goes where the book is emptiest beside its plan."""
    posts = shape.posts
    aims = [part * post.load for part, post in zip(shares_of(posts), posts, strict=True)]
    held = [0] * len(posts)
    named = [c for c in customers if not c.free and not (shape.pooled and c.segment == SMALL)]
    hours = {customer.number: expected_hours(customer, today) for customer in named}
    able = {key: [i for i, post in enumerate(posts) if key in post.segments and aims[i]] for key in TOUCH}
    for customer in sorted(named, key=lambda c: (-hours[c.number], c.number)):
        customer.owner = min(able[customer.segment], key=lambda i: (held[i] * 1_000 // aims[i], i))
        held[customer.owner] += hours[customer.number]
    _keys(customers, shape)


def _keys(customers: Iterable[Customer], shape: Shape) -> None:
    """The largest enterprise customers are key accounts, and leads hold them first."""
    large = sorted((c for c in customers if c.segment == ENTERPRISE), key=lambda c: -c.arr)
    keys = large[: max(4, len(large) // 12)]
    for customer in keys:
        customer.key = True
    leads = [i for i, post in enumerate(shape.posts) if post.twist is Twist.LEAD and ENTERPRISE in post.segments]
    wanted = keys[: 3 * len(leads)]
    theirs = [c for c in large if c.owner in leads and c not in wanted]
    for customer, swap in zip((c for c in wanted if c.owner not in leads), theirs, strict=False):
        customer.owner, swap.owner = swap.owner, customer.owner


def name_them(customers: Sequence[Customer], people: Sequence[Person], random: Random) -> None:
    """Names, industries, regions and languages, close to those of the owner, and a few parents with children."""
    taken: set[str] = {ACME}
    for customer in customers:
        owner = people[customer.owner] if customer.owner is not None else None
        customer.region = random.choice(owner.regions) if owner else random.choice(_REGIONS)
        if customer.number == 1:
            customer.name, customer.industry = ACME, "Manufacturing"
        else:
            customer.industry = random.choice(owner.industries if owner and random.random() < 0.85 else INDUSTRIES)
            customer.name = company(random, customer.industry, customer.region, taken)
        if random.random() < 0.1 and not customer.free:
            customer.language = random.choice(owner.languages) if owner else "en"
    for customer, name in zip(_spread(customers, len(UNUSUAL)), UNUSUAL, strict=True):
        customer.name = name
    _families(customers, random, taken)
    sites: set[str] = set()
    for customer in customers:
        site = slug(customer.name) or f"customer-{customer.number}"
        customer.site = (site if site not in sites else f"{site}-{customer.number}") + ".example"
        sites.add(site)


def _spread(customers: Sequence[Customer], count: int) -> list[Customer]:
    """So many customers that have an owner, evenly spread over the list, never the first."""
    named = [c for c in customers[1:] if c.owner is not None]
    return [named[(2 * i + 1) * len(named) // (2 * count)] for i in range(count)]


def _families(customers: Sequence[Customer], random: Random, taken: set[str]) -> None:
    """Some customers become children of another one with the same owner and segment."""
    groups: dict[tuple[int, str], list[Customer]] = {}
    for customer in customers:
        if customer.owner is not None and customer.name not in UNUSUAL:
            groups.setdefault((customer.owner, customer.segment), []).append(customer)
    for members in groups.values():
        for parent, child in zip(members[0::9], members[4::9], strict=False):
            name = f"{parent.name} {random.choice(BRANCHES)}"
            if child.number != 1 and name not in taken:
                taken.add(name)
                child.name, child.parent, child.industry = name, parent.number, parent.industry
