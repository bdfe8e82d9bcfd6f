"""May this person sit here, and if not, why: a sentence for every "no"; and who would be best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.accounts import Account
from core.book.book import Book
from core.journey import arr_on, segment_by_key
from core.load.hours import charges, month_from
from core.load.ledger import Ledger
from core.load.tally import Extra
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.organisation import Limits
from core.people import Person, Pool
from core.seats import Holder, person_holder, pool_holder
from core.text import fold
from core.wording import counted, hours, listed, money, near_date
from core.words import Band, Family, HolderKind, MatchOn, PersonStatus, SeatHolding, TenureKind


class NoCode(StrEnum):
    """Why somebody may not sit somewhere."""

    UNKNOWN = "unknown"
    """There is no such person or pool."""
    DERIVED = "derived"
    """The seat's holder follows from others or is outside: nobody is assigned to it."""
    NEEDS_POOL = "needs-pool"
    """The seat belongs to a pool."""
    NEEDS_PERSON = "needs-person"
    """The seat is for one named person."""
    GONE = "gone"
    """Archived, or no longer here on the day."""
    NOT_STARTED = "not-started"
    """An open position, or somebody who has not started by the day."""
    AWAY = "away"
    """On leave on the day."""
    ROLE = "role"
    """None of the roles the seat asks for."""
    PEOPLE = "people"
    """Not among the people of the plan line."""
    SEGMENT = "segment"
    """Does not serve the account's segment."""
    REGION = "region"
    """Does not serve its region."""
    LANGUAGE = "language"
    """Does not speak its language."""
    SKILL = "skill"
    """Lacks a skill it needs."""
    INDUSTRY = "industry"
    """Does not serve its industry."""
    NOT_FOR = "not-for"
    """Marked as not to be assigned to this account."""
    LIMIT = "limit"
    """A hard limit of the seat or role would be passed."""


@dataclass(frozen=True, slots=True)
class No:
    """One reason against somebody in a seat."""

    code: NoCode
    """Which rule."""
    says: str
    """The sentence for a manager."""

    def __str__(self) -> str:
        """The sentence."""
        return self.says


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might take a seat, with what it would mean."""

    holder: Holder
    """Person or pool."""
    name: str
    """Name on screen."""
    nos: tuple[No, ...]
    """Every reason against; none when eligible."""
    cautions: tuple[str, ...]
    """Soft limits that it would pass or worsen, as sentences."""
    fit: int
    """How many of the account's segment, region, language, industry and skills the person has."""
    before: int
    """Hours a month now, hundredths."""
    after: int
    """Hours a month with the seat, hundredths; a family counts as a whole. Pool hours are as now."""
    capacity: int
    """Hundredths of an hour."""
    band_before: Band
    """The load now in a word."""
    band_after: Band
    """The load with the seat in a word."""
    skills: tuple[str, ...]
    """Skill words."""
    known_since: date | None
    """First day the person held a seat here or spoke with the customer; None for a stranger."""

    @property
    def eligible(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.nos


@dataclass(frozen=True, slots=True)
class Count:
    """What somebody has in a seat, over the accounts on which it is active."""

    accounts: int
    """Number of accounts."""
    hours: int
    """Hundredths of an hour a month."""
    arr: int
    """Minor units of the book's currency; accounts without a rate are left out."""
    families: int
    """Number of account families."""


def why_not(
    book: Book, seating: Seating, account: Account, seat: AskedSeat, holder: Holder, day: date
) -> tuple[No, ...]:
    """Every reason against a holder in a seat of an account on a day; none means eligible.

    Somebody who sits there already is not refused for being on leave, not yet started, or over a limit.
    """
    if seat.holder is SeatHolding.LEAD:
        says = f"The seat {seat.title} is held by the lead of whoever leads the account; set the lead instead."
        return (No(NoCode.DERIVED, says),)
    if seat.holder is SeatHolding.OUTSIDE:
        says = f"{seat.title} is carried outside the team; change the plan line to take it back."
        return (No(NoCode.DERIVED, says),)
    if holder.kind is HolderKind.OUTSIDE:
        return ()
    if holder.kind is HolderKind.POOL:
        return tuple(_against_pool(book, seat, holder))
    person = book.people.get(holder.person or 0)
    if person is None:
        return (No(NoCode.UNKNOWN, "There is no such person in the book."),)
    if seat.holder is SeatHolding.POOL:
        return (No(NoCode.NEEDS_POOL, _belongs_to_pool(book, seating, account, seat, person)),)
    nos = list(_against_person(book, seating, account, seat, person, day))
    if not _sits(seating, account, seat, holder, day):
        nos += _not_present(person, day)
        nos += _over_hard_limits(book, seating, account, seat, person, day)
    return tuple(nos)


def candidates(
    book: Book, seating: Seating, ledger: Ledger, account: Account, seat: AskedSeat, day: date
) -> tuple[Candidate, ...]:
    """Everybody who might take a seat, best first: eligible ones, then by fit, by room, and by who knows the account.

    For a pool seat these are the pools; for any other the people whose roles may hold seats at all.
    """
    moved = followers(seating, account, seat, day)
    gain = sum(_seat_hours(book, seating, one, seat, day) for one in moved)
    if seat.holder is SeatHolding.POOL:
        pools = [pool for pool in book.pools.all() if not pool.archived]
        found = [_pool_candidate(book, seating, ledger, account, seat, pool, gain, day) for pool in pools]
    else:
        people = [
            person for person in book.people.all() if not _is_gone(person, day) and ledger.capacity(person.id).client
        ]
        found = [_person_candidate(book, seating, ledger, account, seat, person, gain, day) for person in people]
    fill, most = book.policy.fill_to, book.policy.over_above
    return tuple(sorted(found, key=lambda one: _rank(one, fill, most)))


def followers(seating: Seating, account: Account, seat: AskedSeat, day: date) -> tuple[Account, ...]:
    """The accounts that go with an account when a seat changes hands: itself, and children that follow in it."""
    found = [account]
    for child in seating.book.children_of(account.id):
        if child.family is not Family.FOLLOW or not child.is_active:
            continue
        same = seating.seat(child, seat.key, day)
        held = seating.holding(child, same, day) if same is not None else None
        if same is not None and same.holder is seat.holder and (held is None or held.account != child.id):
            found += followers(seating, child, same, day)
    return tuple(found)


def count_in_seat(book: Book, seating: Seating, person: int, seat_key: str, day: date) -> Count:
    """What a person has in a seat on a day, over accounts on which it has work."""
    held = tuple(_held(book, seating, person, seat_key, day))
    arr = sum(arr_on(book, account, day) or 0 for account, _ in held)
    return Count(
        len(held), _hours(book, seating, held, day), arr, len({_ultimate(book, account) for account, _ in held})
    )


# Against a person -------------------------------------------------------------------------------------------


def _against_person(
    book: Book, seating: Seating, account: Account, seat: AskedSeat, person: Person, day: date
) -> Iterator[No]:
    """What speaks against a person in a seat, whenever it were."""
    name = person.name
    if _is_gone(person, day):
        gone = "is archived" if person.ends is None else f"left on {near_date(person.ends, day)}"
        yield No(NoCode.GONE, f"{name} {gone}.")
    if not _has_role(book, seat, person):
        yield No(NoCode.ROLE, _role_sentence(book, seat, person))
    if seat.people is not None and not seat.people.fits(person):
        text = getattr(seat.people, "text", "")
        says = f"The plan line's people are “{text}”, and {name} is not among them."
        yield No(NoCode.PEOPLE, says if text else "The plan line's filter over people can not be read.")
    placed = seating.placed(account)
    for rule in seat.line.match:
        no = _mismatch(book, rule, placed, person)
        if no is not None:
            yield no
    if account.id in person.not_for:
        yield No(NoCode.NOT_FOR, f"{name} is marked as not for {account.name}.")


def _has_role(book: Book, seat: AskedSeat, person: Person) -> bool:
    manages = _roles_without_seats(book)
    held = [role for role in person.role_keys if role not in manages]
    if not seat.line.roles:
        return bool(held) or not person.role_keys
    return any(role in seat.line.roles for role in held)


def _roles_without_seats(book: Book) -> frozenset[str]:
    return book.kept("roles without seats", lambda b: frozenset(r.key for r in b.roles.values() if not r.client))


def _role_sentence(book: Book, seat: AskedSeat, person: Person) -> str:
    titles = book.kept("role titles", lambda b: {role.key: role.title for role in b.roles.values()})
    asked = listed([titles.get(role, role) for role in seat.line.roles], "or") or "a role that meets customers"
    has = listed(titles.get(role, role) for role in person.role_keys)
    given = f"{person.name} is {has}" if has else f"{person.name} has no role"
    return f"{given}; the seat {seat.title} asks for {asked}."


def _mismatch(book: Book, rule: MatchOn, account: Account, person: Person) -> No | None:
    """The sentence for a quality the account states and the person has not; None when they match."""
    name = person.name
    if rule is MatchOn.SEGMENT:
        if not account.segment or account.segment in person.segments:
            return None
        asked = _segment_title(book, account.segment)
        has = listed(_segment_title(book, key) for key in person.segments)
        return No(NoCode.SEGMENT, f"{name} serves {has or 'no segment yet'}, and {account.name} is {asked}.")
    if rule is MatchOn.SKILL:
        have = {fold(skill) for skill in person.skills}
        missing = [skill for skill in account.needs_skills if fold(skill) not in have]
        if not missing:
            return None
        return No(NoCode.SKILL, f"{name} lacks what {account.name} needs: {listed(missing)}.")
    code, asked, given, verb = _QUALITIES[rule]
    wanted: str = getattr(account, asked)
    offered: tuple[str, ...] = getattr(person, given)
    if not wanted or fold(wanted) in {fold(one) for one in offered}:
        return None
    has = listed(offered) or f"no {rule.value} yet"
    return No(code, f"{name} {verb} {has}, and {account.name} asks for {wanted}.")


_QUALITIES = {
    MatchOn.REGION: (NoCode.REGION, "region", "regions", "serves"),
    MatchOn.LANGUAGE: (NoCode.LANGUAGE, "language", "languages", "speaks"),
    MatchOn.INDUSTRY: (NoCode.INDUSTRY, "industry", "industries", "serves"),
}


def _not_present(person: Person, day: date) -> Iterator[No]:
    """What speaks against giving a person something on a day."""
    if _is_gone(person, day):
        return
    if person.status is PersonStatus.VACANCY and not person.works_on(day):
        until = f"until {near_date(person.starts, day)}" if person.starts is not None else "without a start date"
        yield No(NoCode.NOT_STARTED, f"{person.name} is an open position {until}.")
    elif person.starts is not None and day < person.starts:
        yield No(NoCode.NOT_STARTED, f"{person.name} starts on {near_date(person.starts, day)}.")
    leave = person.leave_on(day)
    if leave is not None:
        yield No(NoCode.AWAY, f"{person.name} is on leave until {near_date(leave.until, day)}.")


def _is_gone(person: Person, day: date) -> bool:
    return person.archived or (person.ends is not None and person.ends <= day)


def _sits(seating: Seating, account: Account, seat: AskedSeat, holder: Holder, day: date) -> bool:
    """Whether a holder has the seat already, permanently or for a while."""
    keys = (seat.key, *seat.line.inherits)
    return any(
        tenure.holder == holder and tenure.seat in keys and tenure.holds_on(day)
        for tenure in seating.tenures(account)
        if tenure.kind is not TenureKind.OVERLAP
    )


# Pools ------------------------------------------------------------------------------------------------------


def _against_pool(book: Book, seat: AskedSeat, holder: Holder) -> Iterator[No]:
    pool = book.pools.get(holder.pool or 0)
    if pool is None:
        yield No(NoCode.UNKNOWN, "There is no such pool in the book.")
    elif seat.holder is not SeatHolding.POOL:
        yield No(NoCode.NEEDS_PERSON, f"The seat {seat.title} is for one named person, not for the pool {pool.title}.")
    elif pool.archived:
        yield No(NoCode.GONE, f"The pool {pool.title} is archived.")


def _belongs_to_pool(book: Book, seating: Seating, account: Account, seat: AskedSeat, person: Person) -> str:
    segment = seating.placed(account).segment
    which = f"{_segment_title(book, segment)} accounts" if segment else "These accounts"
    holder = seating.pool_of(seat)
    pool = book.pools.get(holder.pool or 0) if holder is not None else None
    title = f"the pool {pool.title}" if pool is not None else "a pool"
    return f"{which} belong to {title}. To give {person.name} this request, claim it (4)."


# Limits -----------------------------------------------------------------------------------------------------


def _limits(seat: AskedSeat, person: Person) -> Iterator[tuple[Limits, str]]:
    if seat.line.limits is not None:
        yield seat.line.limits, f"in the seat {seat.title}"
    for role, limits in seat.model.limits_by_role if seat.model is not None else ():
        if role in person.role_keys:
            yield limits, f"as {role.replace('_', ' ')}"


def _over_hard_limits(
    book: Book, seating: Seating, account: Account, seat: AskedSeat, person: Person, day: date
) -> Iterator[No]:
    for limits, where in _limits(seat, person):
        if limits.hard:
            for says in _passed(book, seating, account, seat, person, limits, where, day):
                yield No(NoCode.LIMIT, says)


def _passed(
    book: Book,
    seating: Seating,
    account: Account,
    seat: AskedSeat,
    person: Person,
    limits: Limits,
    where: str,
    day: date,
) -> Iterator[str]:
    """A sentence for each limit that the account, with its followers, would pass."""
    moved = [one for one in followers(seating, account, seat, day) if seating.active(one, seat, day)]
    if not moved:
        return
    held = tuple(_held(book, seating, person.id, seat.key, day))
    would = f"{person.name} would have"
    if limits.accounts is not None and len(held) + len(moved) > limits.accounts:
        yield f"{would} {counted(len(held) + len(moved), 'account')} {where}; the limit is {limits.accounts}."
    if limits.families is not None:
        families = {_ultimate(book, one) for one in (*(account for account, _ in held), *moved)}
        if len(families) > limits.families:
            yield f"{would} {counted(len(families), 'family')} {where}; the limit is {limits.families}."
    if limits.hours is not None:
        total = _hours(book, seating, held, day) + sum(_seat_hours(book, seating, one, seat, day) for one in moved)
        if total > limits.hours:
            yield f"{would} {hours(total)} {where}; the limit is {hours(limits.hours)}."
    if limits.arr is not None:
        arr = sum(arr_on(book, one, day) or 0 for one in (*(account for account, _ in held), *moved))
        if arr > limits.arr:
            currency = book.policy.currency
            yield f"{would} {money(arr, currency)} of ARR {where}; the limit is {money(limits.arr, currency)}."


def _held(book: Book, seating: Seating, person: int, seat_key: str, day: date) -> Iterator[tuple[Account, AskedSeat]]:
    """The accounts on which a person acts in a seat that has work, each once."""
    seen: set[int] = set()
    for tenure in book.tenures_of_person(person):
        for account in _with_following(book, tenure.account):
            if account.id in seen:
                continue
            seat = seating.seat(account, seat_key, day)
            if seat is None or not seating.active(account, seat, day):
                continue
            held = seating.holding(account, seat, day)
            if held is not None and held.holder.person == person:
                seen.add(account.id)
                yield account, seat


def _with_following(book: Book, number: int) -> Iterator[Account]:
    account = book.accounts.get(number)
    if account is None:
        return
    yield account
    for child in book.children_of(number):
        if child.family is Family.FOLLOW:
            yield from _with_following(book, child.id)


def _ultimate(book: Book, account: Account) -> int:
    """The id of the ultimate parent."""
    while account.parent is not None and account.family is not Family.INDEPENDENT:
        parent = book.accounts.get(account.parent)
        if parent is None:
            break
        account = parent
    return account.id


# Candidates -------------------------------------------------------------------------------------------------


def _person_candidate(
    book: Book,
    seating: Seating,
    ledger: Ledger,
    account: Account,
    seat: AskedSeat,
    person: Person,
    gain: int,
    day: date,
) -> Candidate:
    holder = person_holder(person.id)
    load = ledger.person(person.id)
    tenure = seating.holding(account, seat, day)
    after = load.hours if tenure is not None and tenure.holder == holder else load.hours + gain
    soft = [pair for pair in _limits(seat, person) if not pair[0].hard]
    return Candidate(
        holder=holder,
        name=person.name,
        nos=why_not(book, seating, account, seat, holder, day),
        cautions=tuple(
            says for limits, where in soft for says in _passed(book, seating, account, seat, person, limits, where, day)
        )
        if after != load.hours
        else (),
        fit=_fit(seating.placed(account), person),
        before=load.hours,
        after=after,
        capacity=load.capacity,
        band_before=load.band,
        band_after=book.policy.band_of_load(after, load.capacity),
        skills=person.skills,
        known_since=known_since(book, account.id, person.id, day),
    )


def _pool_candidate(
    book: Book,
    seating: Seating,
    ledger: Ledger,
    account: Account,
    seat: AskedSeat,
    pool: Pool,
    gain: int,
    day: date,
) -> Candidate:
    holder = pool_holder(pool.id)
    load = ledger.pool(pool.id)
    after = load.hours if seating.holder(account, seat, day) == holder else load.hours + gain
    return Candidate(
        holder=holder,
        name=pool.title,
        nos=why_not(book, seating, account, seat, holder, day),
        cautions=(),
        fit=_shared(account.language, pool.languages) + sum(_shared(one, pool.skills) for one in account.needs_skills),
        before=load.hours,
        after=after,
        capacity=load.free,
        band_before=load.band,
        band_after=book.policy.band_of_load(after, load.free),
        skills=pool.skills,
        known_since=None,
    )


def _rank(one: Candidate, fill: int, most: int) -> tuple[object, ...]:
    percent = one.after * 100 // one.capacity if one.capacity >= 100 else 10_000
    room = 0 if percent <= fill else 1 if percent <= most else 2
    known = one.known_since or date.max
    number = one.holder.person or one.holder.pool or 0
    return (bool(one.nos), len(one.nos), -one.fit, room, bool(one.cautions), known, percent, number)


def known_since(book: Book, account: int, person: int, day: date) -> date | None:
    """The first day a person held a seat on an account or took part in a conversation; None for a stranger."""
    days = [t.since for t in book.tenures_of(account) if t.holder.person == person and t.since <= day]
    days += [
        talk.at.date()
        for talk in book.conversations_of(account)
        if talk.type.is_touch and (talk.by == person or person in talk.people)
    ]
    return min(days, default=None)


def _fit(account: Account, person: Person) -> int:
    """How many of the qualities an account states a person has."""
    return (
        (bool(account.segment) and account.segment in person.segments)
        + _shared(account.region, person.regions)
        + _shared(account.language, person.languages)
        + _shared(account.industry, person.industries)
        + sum(_shared(skill, person.skills) for skill in account.needs_skills)
    )


def _shared(wanted: str, offered: Iterable[str]) -> int:
    return int(bool(wanted) and fold(wanted) in {fold(one) for one in offered})


def _hours(book: Book, seating: Seating, held: Iterable[tuple[Account, AskedSeat]], day: date) -> int:
    """Hundredths of an hour a month of some held seats."""
    return sum(_seat_hours(book, seating, account, seat, day) for account, seat in held)


def _seat_hours(book: Book, seating: Seating, account: Account, seat: AskedSeat, day: date) -> int:
    """Hundredths of an hour a month that a seat of an account asks for, handing over aside."""
    lines = charges(book, seating, account, month_from(day))
    return sum(line.hours for line in lines if line.seat == seat.key and line.duty is not Extra.HANDOVER)


def _segment_title(book: Book, key: str) -> str:
    segment = segment_by_key(book, key)
    return segment.title if segment is not None else key
