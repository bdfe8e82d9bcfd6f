"""The demo's customers as records: accounts, contacts, contract lines, readings and tenures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from core.accounts import Account, Contact, ContractLine, Crossed, Escalation, Outcome, Reading
from core.people import Person
from core.seats import Tenure, person_holder, pool_holder
from core.words import AccountStatus, Family, OutcomeKind, ReadingKind, TenureKind
from data.catalogue import catalogue
from data.demo.customers import Customer, anniversary
from data.demo.names import person, slug
from data.demo.shape import ENTERPRISE, FREE, SMALL, Shape, Twist
from data.demo.texts import CHURN_REASONS, ESCALATIONS, HANDOFF_NOTES, HANDOFF_REASONS
from data.demo.troubles import CHURNED, CROSSED, CROSSED_LATELY, EMPTY, ESCALATED, TIED, UNSORTED, VACANT

_TITLES = ("Head of Operations", "IT manager", "Project lead", "Finance director", "Team manager", "Process owner")
_PRODUCTS = ("Core", "Analytics", "Connect", "Mobile")
_TAGS = ("pilot", "reference", "expansion", "migration", "public-sector", "multi-year", "new-sponsor")
SEAT, POOL_SEAT = "csm", "pool"
"""Seat keys of the models in the demo's plans."""


@dataclass(slots=True)
class Records:
    """Records by table, in order of id."""

    accounts: list[Account] = field(default_factory=list)
    """Customers."""
    contacts: list[Contact] = field(default_factory=list)
    """People at customers."""
    contracts: list[ContractLine] = field(default_factory=list)
    """Contract lines of some enterprise customers."""
    readings: list[Reading] = field(default_factory=list)
    """Health with its history, NPS."""
    holders: list[Tenure] = field(default_factory=list)
    """Who holds and held the seats."""
    contact_of: dict[int, Contact] = field(default_factory=dict)
    """The first contact of an account, by account id."""


def records_of(
    customers: Sequence[Customer], people: Sequence[Person], shape: Shape, random: Random, today: date
) -> Records:
    """Everything that is known of the customers but what was said."""
    made = Records()
    tenures = _Tenures(people, shape, random, today)
    for customer in customers:
        churned_on = today - timedelta(days=random.randrange(8, 150)) if CHURNED in customer.troubles else None
        made.accounts.append(_account(customer, random, today, churned_on))
        _contacts(made, customer, random)
        _readings(made, customer, random, today)
        if customer.renews and customer.renews > today and not churned_on and _has_lines(customer, random):
            _contracts(made, customer, customer.renews)
        made.holders.extend(tenures.of(customer, churned_on))
    return made


def _account(customer: Customer, random: Random, today: date, churned_on: date | None) -> Account:
    outcomes = _outcomes(customer, random, today, churned_on)
    ended = customer.started + timedelta(days=random.randrange(55, 96))
    reason = random.choice(CHURN_REASONS)
    tags = (FREE,) if customer.free else tuple(sorted(random.sample(_TAGS, random.choice((0, 0, 0, 1, 1, 2)))))
    return Account(
        id=customer.number,
        name=customer.name,
        status=AccountStatus.CHURNED if churned_on else AccountStatus.ACTIVE,
        arr=None if UNSORTED in customer.troubles else customer.arr * 100,
        potential=customer.arr * random.randrange(11, 22) * 10 if random.random() < 0.3 else None,
        segment=customer.segment,
        touch=customer.touch,
        complexity=customer.complexity,
        industry=customer.industry,
        region=customer.region,
        language=customer.language,
        products=tuple(
            sorted(random.sample(_PRODUCTS, 1 if customer.segment == SMALL else random.choice((1, 2, 2, 3))))
        ),
        started=customer.started,
        renews=None if churned_on else customer.renews,
        onboarded_on=ended if ended <= today else None,
        outcomes=outcomes,
        churned_on=churned_on,
        churn_reason=reason if churned_on else "",
        parent=customer.parent,
        family=Family.INDEPENDENT if customer.parent and customer.number % 5 == 0 else Family.FOLLOW,
        key_account=customer.key,
        tags=tags,
        escalation=_escalation(customer, random, today),
        crossed=_crossed(customer, random, today),
        external_ids=(("crm", f"0018d{customer.number:07d}"),),
        website=customer.site,
    )


def _outcomes(customer: Customer, random: Random, today: date, churned_on: date | None) -> tuple[Outcome, ...]:
    """The last three yearly renewals that were settled, and the churn."""
    found: list[Outcome] = []
    if customer.renews is not None:
        for year in range(today.year - 3, today.year + 1):
            due = anniversary(customer.started, year)
            decided = due - timedelta(days=random.randrange(0, 28))
            if not customer.started < due < min(customer.renews, churned_on or today) or decided > today:
                continue
            kind = OutcomeKind.EXTENDED if random.random() < 0.08 else OutcomeKind.RENEWED
            found.append(Outcome(kind=kind, on=decided, due=due, until=anniversary(due, year + 1)))
    if churned_on:
        found.append(Outcome(kind=OutcomeKind.CHURNED, on=churned_on, due=customer.renews))
    return tuple(found)


def _escalation(customer: Customer, random: Random, today: date) -> Escalation | None:
    chance = random.random()
    reason = random.choice(ESCALATIONS)
    since = today - timedelta(days=random.randrange(3, 24))
    if ESCALATED in customer.troubles:
        return Escalation(since=since, reason=reason, raised_by=(customer.owner or 0) + 1)
    if chance < 0.02 and not customer.free:
        closed = since - timedelta(days=40)
        return Escalation(since=closed - timedelta(days=12), reason=reason, closed_on=closed)
    return None


def _crossed(customer: Customer, random: Random, today: date) -> Crossed | None:
    since = random.randrange(64, 120) if CROSSED in customer.troubles else random.randrange(9, 50)
    if CROSSED not in customer.troubles and CROSSED_LATELY not in customer.troubles:
        return None
    to = next(s.key for s in catalogue().segments if s.from_amount is None or customer.arr * 100 >= s.from_amount)
    return Crossed(to=to, on=today - timedelta(days=since))


def _contacts(made: Records, customer: Customer, random: Random) -> None:
    for place in range(1 if customer.segment in (SMALL, "") else random.choice((1, 2, 2, 3))):
        name = person(random)
        contact = Contact(
            id=len(made.contacts) + 1,
            account=customer.number,
            name=name,
            title=random.choice(_TITLES),
            email=f"{slug(name).replace('-', '.')}@{customer.site}",
            champion=place == 0 and random.random() < 0.4,
        )
        made.contacts.append(contact)
        made.contact_of.setdefault(customer.number, contact)


def _readings(made: Records, customer: Customer, random: Random, today: date) -> None:
    """Health once a quarter, walking to the latest value, and an NPS answer of some."""
    if customer.health is None or random.random() < 0.02:
        return
    steps = 2 if customer.segment == SMALL else 4
    values = [customer.health]
    for _ in range(steps - 1):
        values.append(min(98, max(12, values[-1] + random.randrange(-11, 12))))
    last = today - timedelta(days=random.randrange(0, 13))
    for back in range(steps - 1, -1, -1):
        day = last - timedelta(days=61 * back)
        if day >= customer.started or back == 0:
            made.readings.append(_reading(made, customer, ReadingKind.HEALTH, day, values[back]))
    if random.random() < 0.12:
        nps = min(100, max(-100, customer.health * 2 - 90 + random.randrange(-30, 31)))
        made.readings.append(_reading(made, customer, ReadingKind.NPS, last - timedelta(days=30), nps))


def _reading(made: Records, customer: Customer, kind: ReadingKind, day: date, value: int) -> Reading:
    return Reading(id=len(made.readings) + 1, account=customer.number, kind=kind, on=day, value=value, source="demo")


def _has_lines(customer: Customer, random: Random) -> bool:
    return customer.segment == ENTERPRISE and random.random() < 0.2


def _contracts(made: Records, customer: Customer, renews: date) -> None:
    """The ARR as two lines that end with the renewal."""
    first = customer.arr * 70
    for product, amount in ((_PRODUCTS[0], first), (_PRODUCTS[1], customer.arr * 100 - first)):
        line = ContractLine(
            id=len(made.contracts) + 1,
            account=customer.number,
            product=product,
            since=max(customer.started, anniversary(renews, renews.year - 1)),
            until=renews,
            arr=amount,
            auto_renews=product == _PRODUCTS[0],
        )
        made.contracts.append(line)


class _Tenures:
    """Who holds and held the seats; numbers them as it goes."""

    def __init__(self, people: Sequence[Person], shape: Shape, random: Random, today: date) -> None:
        self._people = people
        self._shape = shape
        self._random = random
        self._today = today
        self._numbers = count(1)
        self._pool_since = today - timedelta(days=420)

    def of(self, customer: Customer, churned_on: date | None) -> Iterator[Tenure]:
        """The tenures of one customer, oldest first."""
        if customer.free or customer.troubles & {EMPTY, UNSORTED}:
            return
        if customer.owner is None:
            yield from self._of_pool(customer, churned_on)
            return
        owner = self._people[customer.owner] if VACANT not in customer.troubles else self._people[-1]
        since = self._since(customer, owner)
        if churned_on is not None:
            since = min(since, churned_on - timedelta(days=1))
        if since > customer.started:
            yield from self._before(customer, owner, since)
        reason = self._random.choice(HANDOFF_REASONS) if since > customer.started else ""
        note = self._random.choice(HANDOFF_NOTES) if reason else ""
        yield self._tenure(customer, owner, since, churned_on, reason=reason, note=note)
        if churned_on is None:
            yield from self._cover(customer, owner)

    def _since(self, customer: Customer, owner: Person) -> date:
        """First day of the present owner: from the start, from their own start, or from a change some time ago."""
        latest = self._today - timedelta(days=2)
        if owner.starts is None or owner is self._people[-1]:
            return max(customer.started, latest - timedelta(days=self._random.randrange(5, 30)))
        if owner.starts > customer.started:
            return min(owner.starts + timedelta(days=self._random.randrange(0, 21)), latest)
        if self._random.random() < 0.08 and (self._today - customer.started).days > 60:
            return max(
                self._today - timedelta(days=self._random.randrange(4, 500)), customer.started + timedelta(days=30)
            )
        return customer.started

    def _before(self, customer: Customer, owner: Person, until: date) -> Iterator[Tenure]:
        """A former holder of the same segment, where somebody was already here."""
        able = [
            p
            for p, post in zip(self._people, self._shape.posts, strict=False)
            if p is not owner and customer.segment in post.segments and p.starts is not None
            if p.starts <= customer.started and post.twist is not Twist.LEAD
        ]
        if able and self._random.random() < 0.85:
            yield self._tenure(customer, self._random.choice(able), customer.started, until)

    def _cover(self, customer: Customer, owner: Person) -> Iterator[Tenure]:
        """Cover for two thirds of the book of somebody who is away with cover."""
        if self._shape.posts[owner.id - 1 if owner.id <= len(self._shape.posts) else 0].twist is not Twist.COVERED:
            return
        leave = owner.leaves[0]
        able = [
            p
            for p, post in zip(self._people, self._shape.posts, strict=False)
            if customer.segment in post.segments and post.twist is Twist.NONE and p is not owner
        ]
        if self._random.random() < 0.67:
            cover = self._random.choice(able)
            yield Tenure(
                id=next(self._numbers), account=customer.number, seat=SEAT, holder=person_holder(cover.id),
                since=leave.since, until=leave.until, kind=TenureKind.COVER, leave_of=owner.id, leave=leave.number,
                reason=f"Cover for {owner.name}",
            )  # fmt: skip

    def _of_pool(self, customer: Customer, churned_on: date | None) -> Iterator[Tenure]:
        """The pool since it was formed; before that one of its members had the account."""
        since = max(customer.started, self._pool_since)
        if churned_on is not None:
            since = min(since, churned_on - timedelta(days=1))
        members = [i for i, post in enumerate(self._shape.posts) if post.pool == 100]
        if customer.started < since and self._random.random() < 0.5:
            former = self._people[self._random.choice(members)]
            if former.starts is not None and former.starts <= customer.started:
                yield self._tenure(customer, former, customer.started, since)
        holder = pool_holder(1)
        if TIED in customer.troubles:
            holder = person_holder(self._random.choice(members) + 1)
        number = next(self._numbers)
        yield Tenure(id=number, account=customer.number, seat=POOL_SEAT, holder=holder, since=since, until=churned_on)

    def _tenure(
        self, customer: Customer, holder: Person, since: date, until: date | None, *, reason: str = "", note: str = ""
    ) -> Tenure:
        return Tenure(
            id=next(self._numbers), account=customer.number, seat=SEAT, holder=person_holder(holder.id),
            since=since, until=until, reason=reason, note=note,
        )  # fmt: skip
