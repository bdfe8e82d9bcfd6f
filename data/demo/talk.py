"""What was said in the demo: conversations back through two years, and the next steps they left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from core.conversations import Conversation, FollowUp
from core.people import Person
from core.seats import Tenure
from core.words import ConversationType, Expectation, HolderKind, Origin, Sentiment, TenureKind
from data.demo.customers import Customer
from data.demo.records import Records
from data.demo.shape import ENTERPRISE, MID, Shape, Twist
from data.demo.texts import CHALLENGES, NEXT_STEPS, ROUTINE, filled, summary
from data.demo.troubles import CHURNED, COLD, QUIET, SILENT

INTERVIEWS = 3
"""Interviews with CSMs among the conversations."""
_WEIGHT = {ENTERPRISE: 40, MID: 22}
_STANDARD = {ENTERPRISE: 14, MID: 21}
_TYPES = (ConversationType.CALL, ConversationType.EMAIL, ConversationType.MEETING, ConversationType.REVIEW,
          ConversationType.CHAT, ConversationType.NOTE)  # fmt: skip
_TYPE_WEIGHTS = (34, 30, 12, 6, 8, 10)
_POS, _NEU, _NEG = Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE
_MOODS: Mapping[str, tuple[Sentiment | None, ...]] = {
    "good": (_POS,) * 10 + (_NEU,) * 5 + (_NEG,) + (None,) * 4,
    "watch": (_POS,) * 3 + (_NEU,) * 9 + (_NEG,) * 4 + (None,) * 4,
    "risk": (_POS,) + (_NEU,) * 6 + (_NEG,) * 9 + (None,) * 4,
}
_YES = {_POS: 0.92, _NEU: 0.6, _NEG: 0.12, None: 0.6}


def talk(
    customers: Sequence[Customer], records: Records, people: Sequence[Person], shape: Shape, random: Random, today: date
) -> tuple[list[Conversation], list[FollowUp]]:
    """Exactly as many conversations as the shape says, oldest ids first within an account, and follow-ups."""
    speakers = _speakers(records.holders, people, shape)
    counts = _counts(customers, shape.conversations - INTERVIEWS)
    talks: list[Conversation] = []
    steps: list[FollowUp] = []
    for customer in customers:
        count = counts.get(customer.number, 0)
        if not count:
            continue
        by = speakers.get(customer.number)
        talks.extend(_conversations(customer, count, records, by, len(talks), random, today))
        _steps(steps, customer, talks[-1], by, random, today)
    talks.extend(_interviews(len(talks), people, shape, today))
    steps.extend(_routine(len(steps), customers, people, shape, today))
    return talks, steps


def _speakers(holders: Sequence[Tenure], people: Sequence[Person], shape: Shape) -> dict[int, tuple[int, ...]]:
    """Person ids who talk to an account, the usual one first."""
    members = [i for i, post in enumerate(shape.posts, 1) if post.pool]
    found: dict[int, tuple[int, ...]] = {}
    for tenure in holders:
        if tenure.kind is TenureKind.COVER:
            continue
        if tenure.holder.kind is HolderKind.PERSON and tenure.holder.person is not None:
            person = tenure.holder.person
            found[tenure.account] = (person if person <= len(shape.posts) else 1,)
        elif members:
            place = tenure.account % len(members)
            found[tenure.account] = (members[place], members[(place + tenure.account // 7) % len(members)])
    return found


def _counts(customers: Sequence[Customer], total: int) -> dict[int, int]:
    """Conversations by account: more where the touch is higher, together exactly the total."""
    weights = {c.number: _WEIGHT.get(c.segment, 10) for c in customers if not c.free and SILENT not in c.troubles}
    whole = sum(weights.values())
    counts = {number: total * weight // whole for number, weight in weights.items()}
    left = total - sum(counts.values())
    for number in sorted(weights, key=lambda number: -(total * weights[number] % whole))[:left]:
        counts[number] += 1
    return counts


def _last_day(customer: Customer, random: Random, today: date) -> date:
    """Day of the last touch: mostly within the standard, later where nobody called."""
    standard = _STANDARD.get(customer.segment, 30)
    if CHURNED in customer.troubles:
        return today - timedelta(days=random.randrange(20, 180))
    if customer.troubles & {QUIET, COLD}:
        return today - timedelta(days=random.randrange(standard + 18, standard + 70))
    return today - timedelta(days=random.randrange(0, standard))


def _conversations(
    customer: Customer,
    count: int,
    records: Records,
    by: tuple[int, ...] | None,
    made: int,
    random: Random,
    today: date,
) -> list[Conversation]:
    contact = records.contact_of[customer.number]
    health = 80 if customer.health is None else customer.health
    moods = _MOODS["good" if health >= 70 else "watch" if health >= 50 else "risk"]
    last = _last_day(customer, random, today)
    first = max(customer.started, last - timedelta(days=700))
    span = max((last - first).days, 0)
    days = sorted(int(random.random() * span) for _ in range(count - 1))
    kinds = random.choices(_TYPES, _TYPE_WEIGHTS, k=count)
    if not kinds[-1].is_touch:
        kinds[-1] = ConversationType.CALL
    found = []
    for place, kind in enumerate(kinds):
        day = last if place == count - 1 else first + timedelta(days=days[place])
        number = made + place + 1
        found.append(_conversation(number, customer.number, kind, day, by, contact.id, contact.name, moods, random))
    return found


def _conversation(
    number: int,
    account: int,
    kind: ConversationType,
    day: date,
    by: tuple[int, ...] | None,
    contact: int,
    who: str,
    moods: tuple[Sentiment | None, ...],
    random: Random,
) -> Conversation:
    draw = random.random()
    note = kind is ConversationType.NOTE
    mood = None if note else moods[int(draw * len(moods))]
    at = datetime(day.year, day.month, day.day, 8 + int(draw * 977) % 10, int(draw * 7919) % 12 * 5, tzinfo=UTC)
    expectation = None
    if not note and draw * 31 % 1 < 0.09:
        expectation = Expectation.YES if draw * 53 % 1 < _YES[mood] else Expectation.NO
    challenges: tuple[str, ...] = ()
    if (mood is _NEG and draw * 17 % 1 < 0.5) or expectation is Expectation.NO:
        challenges = (CHALLENGES[int(draw * 331) % len(CHALLENGES)],)
    speaker = None if by is None else by[0] if draw * 71 % 1 < 0.8 else by[-1]
    return Conversation(
        id=number,
        account=account,
        type=kind,
        at=at,
        by=speaker,
        contacts=() if note else (contact,),
        sentiment=mood,
        expectation=expectation,
        challenges=challenges,
        reactive=None if note or draw * 29 % 1 < 0.15 else draw * 43 % 1 < 0.36,
        summary=summary(random, kind, mood, who),
    )


def _steps(
    steps: list[FollowUp],
    customer: Customer,
    last: Conversation,
    by: tuple[int, ...] | None,
    random: Random,
    today: date,
) -> None:
    """A next step from the last conversation of some accounts: open, overdue or done."""
    if CHURNED in customer.troubles or random.random() > (0.5 if customer.owner is not None else 0.12):
        return
    written = last.at.date()
    due = today + timedelta(days=random.randrange(-9, 22))
    done = random.random() < 0.3
    owner = by[0] if by else None
    steps.append(
        FollowUp(
            id=len(steps) + 1,
            account=customer.number,
            text=filled(random, random.choice(NEXT_STEPS)),
            owner=None if random.random() < 0.2 else owner,
            due=max(due, written),
            done_on=min(today, written + timedelta(days=2)) if done else None,
            conversation=last.id,
            created_on=written,
        )
    )


def _routine(
    made: int, customers: Sequence[Customer], people: Sequence[Person], shape: Shape, today: date
) -> list[FollowUp]:
    """Follow-ups a rule wrote because an account was quiet; leads get theirs too."""
    found: list[FollowUp] = []
    leads = {i for i, post in enumerate(shape.posts) if post.twist is Twist.LEAD}
    wanted = [c for c in customers if c.owner is not None and (QUIET in c.troubles or c.owner in leads)]
    for customer in wanted[:120]:
        if CHURNED in customer.troubles or customer.owner is None:
            continue
        found.append(
            FollowUp(
                id=made + len(found) + 1,
                account=customer.number,
                text=ROUTINE,
                owner=people[customer.owner].id,
                due=today + timedelta(days=customer.number % 9 - 2),
                origin=Origin.AUTO,
                routine=True,
                created_on=today - timedelta(days=5),
            )
        )
    return found


_INTERVIEWS = (
    "Onboards, answers tickets and runs renewals in one week. Would rather do two of the three well.",
    "Likes the customers, has no time to prepare reviews. Too many small accounts between the large ones.",
    "Wants a written plan for the first thirty days of a customer instead of asking around.",
)


def _interviews(made: int, people: Sequence[Person], shape: Shape, today: date) -> list[Conversation]:
    """Interviews with our own people: private, and no touch of any customer."""
    able = [i for i, post in enumerate(shape.posts) if post.twist is Twist.NONE]
    keys = ("too-many-hats", "too-many-hats", "missing-playbook")
    found = []
    for place, (text, key) in enumerate(zip(_INTERVIEWS[:INTERVIEWS], keys, strict=True)):
        day = today - timedelta(days=9 + 6 * place)
        found.append(
            Conversation(
                id=made + place + 1,
                type=ConversationType.INTERVIEW,
                at=datetime(day.year, day.month, day.day, 10 + place, 30, tzinfo=UTC),
                by=1,
                about=people[able[place % len(able)]].id,
                challenges=(key,),
                summary=text,
                private=True,
            )
        )
    return found
