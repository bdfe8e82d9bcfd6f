"""Who could take some accounts, best first: for one account or for many together, with every reason against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.journey import touch_of
from core.load.tally import Extra
from core.models.eligibility import Candidate, No, NoCode, candidates, known_since, why_not
from core.models.plan import AskedSeat
from core.outlook import Outlook
from core.seats import Holder, person_holder, pool_holder
from core.usecases.units import moves_of
from core.wording import counted, percent, rounded, short_date
from core.words import Band, PersonStatus, SeatHolding
from widgets.load_bar import LEAST_CAPACITY
from widgets.picker import Choice

_FEW = 25
"""Accounts up to which it is looked up who knows which of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A seat of an account that is to be given away."""

    account: Account
    """The account."""
    seat: AskedSeat
    """The seat."""
    holder: Holder | None
    """Who holds it for good; None for nobody."""
    hours: int
    """Its hours over the next 30 days without handing over, hundredths."""
    takeover: int
    """Hours of taking it over from its holder, hundredths; 0 where nobody has it."""


def asked_seats(outlook: Outlook, accounts: Iterable[int], key: str, day: date) -> list[Asked]:
    """The seats that move with the accounts: the one with this key, else the one that leads, families as a whole.

    Raises ``BookshiftError`` with the sentence where an account has no such seat.
    """
    book, found = outlook.book, []
    for move in moves_of(book, outlook.seating, accounts, key or None, day):
        current = move.current
        holder = current.holder if current is not None else outlook.seating.holder(move.account, move.seat, day)
        takeover = book.policy.handover_in.of(touch_of(book, move.account)) if current is not None else 0
        found.append(Asked(move.account, move.seat, holder, _hours(outlook, move.account, move.seat), takeover))
    return found


def _hours(outlook: Outlook, account: Account, seat: AskedSeat) -> int:
    return sum(
        charge.hours
        for charge in outlook.ledger.charges(account.id)
        if charge.seat == seat.key and charge.duty is not Extra.HANDOVER
    )


def seat_options(outlook: Outlook, accounts: Iterable[int], day: date) -> tuple[tuple[str, str], ...]:
    """The (key, title) of the seats that can be given to somebody on any of the accounts, the leading one first."""
    titles: dict[str, str] = {}
    for number in accounts:
        for seat in outlook.seating.seats(outlook.book.accounts[number], day):
            if seat.holder in (SeatHolding.NAMED, SeatHolding.POOL):
                titles.setdefault(seat.key, seat.title)
    return (("", "the one that leads"), *titles.items())


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody who could take the seats, or why not."""

    holder: Holder
    """Person or pool."""
    name: str
    """Name on screen."""
    nos: tuple[str, ...]
    """Reasons against, each once; none when every seat may be theirs."""
    barred: int
    """Number of accounts they may not have."""
    fit: int
    """How many qualities of the accounts they have, over all accounts."""
    knows: int
    """Number of accounts they have held or spoken with."""
    since: date | None
    """First day they knew the account, where there is only one."""
    before: int
    """Hours a month now, hundredths."""
    after: int
    """Hours a month with the seats, hundredths."""
    capacity: int
    """Hundredths of an hour."""
    band: Band
    """The load with the seats in a word."""
    skills: tuple[str, ...]
    """Skill words."""
    cautions: tuple[str, ...]
    """Soft limits that would be passed."""
    has_all: bool
    """Whether every seat is theirs already."""


def offers(outlook: Outlook, asked: Sequence[Asked], day: date, *, overrule: bool = False) -> list[Offer]:
    """Everybody who could take the seats, the best first; whoever may not stands last, with the reasons.

    With ``overrule`` hard limits are no reason against.
    """
    if len(asked) == 1:
        one = asked[0]
        found = candidates(outlook.book, outlook.seating, outlook.ledger, one.account, one.seat, day)
        made = [_of_candidate(outlook, item, one, overrule) for item in found]
        return sorted(made, key=lambda offer: (offer.has_all, offer.barred))
    holders = _holders(outlook, asked, day)
    made = [_of_many(outlook, holder, asked, day, overrule) for holder in holders]
    policy = outlook.book.policy
    steps = (policy.fill_to, policy.over_above, policy.critical_above)
    return sorted(made, key=lambda offer: _rank(offer, steps))


def _counting(outlook: Outlook, holder: Holder, nos: Iterable[No], overrule: bool) -> list[str]:
    """The reasons that stop an assignment: an open position may be given seats before somebody starts."""
    person = outlook.book.people.get(holder.person or 0)
    passing = {NoCode.LIMIT} if overrule else set()
    if person is not None and person.status is PersonStatus.VACANCY:
        passing.add(NoCode.NOT_STARTED)
    return [no.says for no in nos if no.code not in passing]


def _of_candidate(outlook: Outlook, one: Candidate, asked: Asked, overrule: bool) -> Offer:
    nos = _counting(outlook, one.holder, one.nos, overrule)
    return Offer(
        holder=one.holder,
        name=one.name,
        nos=tuple(nos),
        barred=1 if nos else 0,
        fit=one.fit,
        knows=1 if one.known_since is not None else 0,
        since=one.known_since,
        before=one.before,
        after=one.after + (asked.takeover if one.holder != asked.holder else 0),
        capacity=one.capacity,
        band=outlook.book.policy.band_of_load(one.after + asked.takeover, one.capacity),
        skills=one.skills,
        cautions=one.cautions,
        has_all=one.holder == asked.holder,
    )


def _holders(outlook: Outlook, asked: Sequence[Asked], day: date) -> list[Holder]:
    """The people who may hold seats, and the pools where any of the seats is pooled."""
    book = outlook.book
    kinds = {one.seat.holder for one in asked}
    found = []
    if SeatHolding.NAMED in kinds:
        people = (
            person for person in book.people.all() if not person.archived and outlook.ledger.capacity(person.id).client
        )
        found += [person_holder(person.id) for person in people if person.ends is None or person.ends > day]
    if SeatHolding.POOL in kinds:
        found += [pool_holder(pool.id) for pool in book.pools.all() if not pool.archived]
    return found


def _of_many(outlook: Outlook, holder: Holder, asked: Sequence[Asked], day: date, overrule: bool) -> Offer:
    book, ledger = outlook.book, outlook.ledger
    reasons: Counter[str] = Counter()
    barred = 0
    for one in asked:
        found = why_not(book, outlook.seating, one.account, one.seat, holder, day)
        nos = _counting(outlook, holder, found, overrule)
        barred += bool(nos)
        reasons.update(nos)
    gained = sum(one.hours + one.takeover for one in asked if one.holder != holder)
    if holder.pool is not None:
        pool, load = book.pools[holder.pool], ledger.pool(holder.pool)
        name, skills, before, room = pool.title, pool.skills, load.hours, load.free
    else:
        person, own = book.people[holder.person or 0], ledger.person(holder.person or 0)
        name, skills, before, room = person.name, person.skills, own.hours, own.capacity
    knows = 0
    if holder.person is not None and len(asked) <= _FEW:
        knows = sum(known_since(book, one.account.id, holder.person, day) is not None for one in asked)
    return Offer(
        holder=holder,
        name=name,
        nos=tuple(reasons),
        barred=barred,
        fit=_fit(outlook, holder, asked),
        knows=knows,
        since=None,
        before=before,
        after=before + gained,
        capacity=room,
        band=book.policy.band_of_load(before + gained, room),
        skills=skills,
        cautions=(),
        has_all=all(one.holder == holder for one in asked),
    )


def _fit(outlook: Outlook, holder: Holder, asked: Sequence[Asked]) -> int:
    """How many of the accounts' segments and regions somebody serves."""
    person = outlook.book.people.get(holder.person or 0)
    if person is None:
        return 0
    return sum((one.account.segment in person.segments) + (one.account.region in person.regions) for one in asked)


def _rank(offer: Offer, steps: tuple[int, ...]) -> tuple[object, ...]:
    """Who may, with room for it, who fits and knows the accounts; ``steps`` are percents that part kinds of room."""
    part = offer.after * 100 // offer.capacity if offer.capacity >= LEAST_CAPACITY else 10_000
    room = sum(part > step for step in steps)
    number = offer.holder.person or offer.holder.pool or 0
    return (offer.has_all, offer.barred, room, -offer.fit, -offer.knows, part, number)


def choices(outlook: Outlook, found: Sequence[Offer], count: int) -> list[Choice]:
    """The offers as choices, numbered by their place; one that may not is still listed, with its reason."""
    return [
        Choice(place, _title(offer), _detail(outlook, offer, count), _against(offer, count))
        for place, offer in enumerate(found)
    ]


def _title(offer: Offer) -> str:
    return f"Pool {offer.name}" if offer.holder.pool is not None else offer.name


def _against(offer: Offer, count: int) -> str | None:
    if offer.has_all:
        return "Has this already." if count == 1 else "Has all of them already."
    if not offer.nos:
        return None
    return offer.nos[0] if count == 1 else f"May not have {offer.barred} of {count}: {offer.nos[0]}"


def _detail(outlook: Outlook, offer: Offer, count: int) -> str:
    parts = [_percents(offer)]
    if offer.has_all:
        return f"{parts[0]}, has {'it' if count == 1 else 'them'} already"
    if offer.nos:
        return f"{parts[0]}, may not: {offer.nos[0]}"
    if offer.since is not None:
        parts.append(f"known since {short_date(offer.since)}")
    elif offer.knows:
        parts.append(f"knows {offer.knows} of {count}")
    person = outlook.book.people.get(offer.holder.person or 0)
    if person is not None and person.status is PersonStatus.LEAVER and person.ends is not None:
        parts.append(f"leaves {short_date(person.ends)}")
    if offer.skills:
        parts.append(f"can {', '.join(offer.skills[:3])}")
    return ", ".join((*parts, *offer.cautions))


def _percents(offer: Offer) -> str:
    if offer.capacity < LEAST_CAPACITY:
        return "no time"
    before, after = (percent(rounded(hours * 100, offer.capacity)) for hours in (offer.before, offer.after))
    return f"{before} → {after} {offer.band.value}"


def givers(outlook: Outlook, asked: Sequence[Asked], day: date) -> str:
    """Who has the seats now, in words: ``Ana Ruiz (4), nobody (1)``."""
    names = Counter(outlook.seating.holder_text(one.holder, day) or "nobody" for one in asked)
    shown = [f"{name} ({number})" if len(asked) > 1 else name for name, number in names.most_common(3)]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {counted(rest, 'other')}" if rest else "")
