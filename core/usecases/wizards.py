"""From what a manager says to a draft: somebody leaves, is on leave or joins; accounts are filled or spread.

Every answer is a draft that can be solved, or the sentence that says what to correct. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.book.book import Book
from core.errors import Refusal, RefusalKind
from core.load.ledger import Ledger
from core.outlook import Outlook
from core.people import Person
from core.rebalance.draft import Purpose, RebalanceDraft, Stage
from core.schema import InvalidRecord, revise
from core.text import clean, fold
from core.usecases.asking import load_of
from core.usecases.closing import open_tenures
from core.usecases.edit import Fields, check_names
from core.usecases.look import a_present_person
from core.usecases.refusing import Refused, refuse, sentence
from core.usecases.roster import LABELS
from core.usecases.staging import Staged, planned_leave, renumbered, staged, staged_outlook
from core.wording import short_date
from core.words import FollowUpPolicy, PersonStatus, TenureKind

THIRD_MONTH = 3
"""Month of somebody who joins for which their book is made, unless said otherwise. Ours."""

LEVELS = (100, 98, 95, 93, 90, 88, 85)
"""Percents of capacity above which others give to somebody who joins: the first that fills the new book. Ours."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """Somebody goes for good."""

    person: int
    """Person id."""
    last: date | None
    """Last day here; None for somebody whose end is set already."""
    open_seat: bool = False
    """Whether an open position takes the seats, for who is hired."""
    title: str = ""
    """What the open position is called; empty makes a name of role and region."""
    hire_from: date | None = None
    """Day on which somebody is expected in it, if known."""
    cover: bool = False
    """Whether others stand in until then."""
    among: tuple[int, ...] = ()
    """Person ids who may take the seats, or stand in; none is everybody who may."""
    lead: int | None = None
    """Person id of who leads their reports; None for their own lead."""
    follow_ups: FollowUpPolicy = FollowUpPolicy.ALL
    """What happens to their open follow-ups."""
    note: str = ""
    """Handoff note."""


def leaves(outlook: Outlook, asked: Leaves) -> RebalanceDraft | Refusal:
    """The draft that gives all seats of somebody to others, to an open position, or to those who stand in."""
    return _answer(lambda: _leaves(outlook, asked))


def _leaves(outlook: Outlook, asked: Leaves) -> RebalanceDraft:
    person, today = a_present_person(outlook.book, asked.person), outlook.moment.today
    if person.status is PersonStatus.VACANCY:
        refuse(f"{person.name} is a vacancy. Archive it instead.")
    day = _first_day_without(person, asked.last, today)
    if asked.cover and not asked.open_seat:
        refuse("Others stand in only until an open position is filled. Ask for an open seat too.")
    if asked.cover and asked.hire_from is None:
        refuse("Say from when somebody is expected in the open position: others stand in until then.")
    if asked.cover and asked.hire_from is not None and asked.hire_from <= day:
        refuse(
            f"Somebody would start on {short_date(asked.hire_from)}, when {person.name} is still here or just gone. "
            "Nobody has to stand in."
        )
    _check_among(outlook.book, asked.among, person)
    if asked.lead is not None:
        a_present_person(outlook.book, asked.lead)
        if asked.lead == person.id:
            refuse(f"{person.name} leaves and cannot lead anybody. Choose another lead.")
    opened = _position(outlook.book, person, clean(asked.title), asked.hire_from) if asked.open_seat else None
    stage = Stage(newcomer=opened, lead=asked.lead, cover=asked.cover, among=asked.among, note=asked.note)
    draft = RebalanceDraft(
        purpose=Purpose.LEAVE,
        about=(person.id,),
        effective=day,
        until=asked.hire_from if asked.cover else None,
        stage=stage,
        follow_ups=asked.follow_ups,
    )
    return _checked(outlook, draft)


def _first_day_without(person: Person, last: date | None, today: date) -> date:
    """The first day somebody is no longer here, today for somebody who is gone."""
    if last is None:
        if person.ends is None:
            refuse(f"Say which day is the last day of {person.name}.")
        return max(person.ends, today)
    day = last + timedelta(days=1)
    if person.starts is not None and day <= person.starts:
        refuse(f"{person.name} starts on {short_date(person.starts)} and cannot leave before. Correct one of the two.")
    if person.ends is not None and person.ends == day:
        return max(day, today)
    if last < today:
        refuse(f"{short_date(last)} has passed. Give the last day of {person.name} from today on.")
    return day


def _position(book: Book, person: Person, title: str, starts: date | None) -> Person:
    """The open position that takes the seats of somebody: for one like them."""
    roles = {role.key: role.title for role in book.roles.all()}
    keys = person.role_keys
    name = title or " ".join([*(roles.get(key, key) for key in keys[:1]), *person.regions[:1]]) or "Open position"
    return Person(
        id=_next_person(book),
        name=_unused(book, name),
        status=PersonStatus.VACANCY,
        roles=person.roles,
        fte=person.fte,
        hours=person.hours,
        team=person.team,
        lead=person.lead,
        segments=person.segments,
        skills=person.skills,
        languages=person.languages,
        regions=person.regions,
        industries=person.industries,
        starts=starts,
    )


def _unused(book: Book, name: str) -> str:
    taken = {fold(person.name) for person in book.people.all() if not person.archived}
    number, made = 1, name
    while fold(made) in taken:
        number += 1
        made = f"{name} {number}"
    return made


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is on leave and comes back."""

    person: int
    """Person id."""
    since: date
    """First day away."""
    until: date
    """First day back."""
    among: tuple[int, ...] = ()
    """Person ids who may stand in; none is everybody who may."""
    reason: str = ""
    """Private."""
    follow_ups: FollowUpPolicy = FollowUpPolicy.ALL
    """What happens to open follow-ups that fall due meanwhile."""
    note: str = ""
    """Note for those who stand in."""


def away(outlook: Outlook, asked: Away) -> RebalanceDraft | Refusal:
    """The draft in which others stand in for somebody while they are on leave; nobody loses an account."""
    return _answer(lambda: _away(outlook, asked))


def _away(outlook: Outlook, asked: Away) -> RebalanceDraft:
    person, today = a_present_person(outlook.book, asked.person), outlook.moment.today
    if person.status is PersonStatus.VACANCY:
        refuse(f"{person.name} is a vacancy and cannot be away.")
    if asked.until <= asked.since:
        refuse(
            f"{person.name} would be back on {short_date(asked.until)}, not after the first day away, "
            f"{short_date(asked.since)}. Give the first day back."
        )
    if asked.until <= today:
        refuse(f"{short_date(asked.until)} has passed: {person.name} is back already. Give a later first day back.")
    if asked.since < today and planned_leave(person, asked.since, asked.until) is None:
        refuse(f"{short_date(asked.since)} has passed. Give the first day away from today on.")
    if person.starts is not None and asked.since < person.starts:
        refuse(f"{person.name} starts on {short_date(person.starts)} and cannot be away before.")
    if person.ends is not None and asked.until > person.ends:
        refuse(f"{person.name} leaves on {short_date(person.ends)}. Plan the leave up to that day, or let them go.")
    _check_among(outlook.book, asked.among, person)
    draft = RebalanceDraft(
        purpose=Purpose.AWAY,
        about=(person.id,),
        effective=asked.since,
        until=asked.until,
        stage=Stage(among=asked.among, reason=asked.reason, note=asked.note),
        follow_ups=asked.follow_ups,
    )
    return _checked(outlook, draft)


@dataclass(frozen=True, slots=True)
class Joins:
    """Somebody new gets a book."""

    name: str
    """Full name."""
    starts: date
    """First day."""
    fields: Fields = ()
    """(field name, value) pairs; which there are: ``team_fields.PERSON_FIELDS``."""
    month: int | None = None
    """Month for whose hours the book is made, from 1; None is the third, or the first of somebody who needs no ramp."""
    pace: int = 0
    """Most accounts a week; 0 gives all on the first day."""
    target: int | None = None
    """Percent of capacity above which others give; None takes the highest that fills the book."""
    follow_ups: FollowUpPolicy = FollowUpPolicy.ALL
    """What happens to open follow-ups of the outgoing holders."""


def joins(outlook: Outlook, asked: Joins) -> RebalanceDraft | Refusal:
    """The draft that adds somebody with a book that takes from those who have most, for a month of their ramp."""
    return _answer(lambda: _joins(outlook, asked))


def _joins(outlook: Outlook, asked: Joins) -> RebalanceDraft:
    book, name = outlook.book, clean(asked.name)
    same = next((one for one in book.people.all() if not one.archived and fold(one.name) == fold(name)), None)
    if same is not None:
        what = "an open position" if same.status is PersonStatus.VACANCY else "on the roster already"
        refuse(f"{same.name} (P{same.id}) is {what}. Give another name, for example with an initial.")
    if asked.starts < outlook.moment.today:
        refuse(f"{short_date(asked.starts)} has passed. Give the first day of {name or 'who joins'} from today on.")
    if asked.month is not None and not 1 <= asked.month <= 24:
        refuse(f"The book can be made for a month from 1 to 24, not {asked.month}.")
    check_names(dict(asked.fields), LABELS, "person", {})
    made = Person(id=_next_person(book), name=name, starts=asked.starts)
    person = revise(made, **dict(asked.fields))
    if not person.roles:
        refuse(
            f"Say which role {name or 'who joins'} has.", RefusalKind.INVALID, tuple(r.key for r in book.roles.all())
        )
    month = asked.month or (1 if person.ramped else THIRD_MONTH)
    draft = RebalanceDraft(
        purpose=Purpose.JOINS,
        about=(person.id,),
        effective=asked.starts,
        stage=Stage(newcomer=person, month=month),
        pace=asked.pace,
        follow_ups=asked.follow_ups,
    )
    draft = _checked(outlook, draft)
    return revise(draft, target=asked.target or _level(outlook, draft))


def _level(outlook: Outlook, draft: RebalanceDraft) -> int:
    """The highest percent of capacity at which what others have above it fills the new book."""
    new = staged_outlook(outlook, _staged(outlook, draft))
    ledger = load_of(new, draft, draft.effective or outlook.moment.today)
    wanted = ledger.capacity(draft.about[0]).hours * new.book.policy.fill_to // 100
    return next((level for level in LEVELS if _above(ledger, level) >= wanted), LEVELS[-1])


def _above(ledger: Ledger, level: int) -> int:
    """Hundredths of an hour above a percent of capacity, of those who are over it by more than the tolerance."""
    over = ledger.book.policy.over_above
    people = ledger.book.people
    stay = {one.id for one in people.all() if one.status is PersonStatus.ACTIVE and one.ends is None}
    loads = [load for load in ledger.people() if load.client and load.person in stay]
    return sum(
        load.hours - load.capacity * level // 100
        for load in loads
        if load.hours * 10_000 > load.capacity * level * over
    )


@dataclass(frozen=True, slots=True)
class Fill:
    """Accounts without a holder get one."""

    accounts: tuple[int, ...] | None = None
    """Account ids; None is all that need it."""
    among: tuple[int, ...] = ()
    """Person ids who may take them; none is everybody who may."""
    since: date | None = None
    """First day; None is today."""


def fill(outlook: Outlook, asked: Fill) -> RebalanceDraft | Refusal:
    """The draft that gives homes to seats that have work, or will soon, and that nobody holds."""
    return _answer(lambda: _fill(outlook, asked))


def _fill(outlook: Outlook, asked: Fill) -> RebalanceDraft:
    _check_day(asked.since, outlook.moment.today)
    _check_among(outlook.book, asked.among, None)
    draft = RebalanceDraft(
        purpose=Purpose.FILL,
        effective=asked.since,
        stage=Stage(accounts=asked.accounts, among=asked.among),
    )
    return _checked(outlook, draft)


@dataclass(frozen=True, slots=True)
class Spread:
    """Chosen accounts go to several people."""

    accounts: tuple[int, ...]
    """Account ids; families move as one."""
    among: tuple[int, ...] = ()
    """Person ids over whom they are spread; none is everybody who may."""
    seat: str = ""
    """Seat key; empty is the one that leads each account."""
    since: date | None = None
    """First day; None is today."""
    until: date | None = None
    """First day no longer, which makes it a cover."""
    reason: str = ""
    """Why; needed where a guard warns."""
    note: str = ""
    """Handoff note."""
    follow_ups: FollowUpPolicy = FollowUpPolicy.LEAVE
    """What happens to open follow-ups of the outgoing holders."""
    overrule: bool = False
    """True passes hard limits, with a reason."""


def spread(outlook: Outlook, asked: Spread) -> RebalanceDraft | Refusal:
    """The draft that spreads accounts over several people: those who have one of them may keep it."""
    return _answer(lambda: _spread(outlook, asked))


def _spread(outlook: Outlook, asked: Spread) -> RebalanceDraft:
    if not asked.accounts:
        refuse("Choose the accounts first.", RefusalKind.NOTHING)
    today = outlook.moment.today
    _check_day(asked.since, today)
    if asked.until is not None and asked.until <= (asked.since or today):
        refuse(f"The cover would end on {short_date(asked.until)}, not after it begins. Give a later day.")
    _check_among(outlook.book, asked.among, None)
    stage = Stage(
        accounts=tuple(dict.fromkeys(asked.accounts)),
        among=tuple(dict.fromkeys(asked.among)),
        seat=asked.seat,
        reason=clean(asked.reason),
        note=asked.note,
        overrule=asked.overrule,
    )
    draft = RebalanceDraft(
        purpose=Purpose.SPREAD,
        effective=asked.since,
        until=asked.until,
        stage=stage,
        follow_ups=asked.follow_ups,
    )
    return _checked(outlook, draft)


# Shared -----------------------------------------------------------------------------------------------------


def held_accounts(book: Book, person: int, day: date) -> int:
    """Number of customers on which somebody holds a seat on a day."""
    held = {
        tenure.account
        for tenure in open_tenures(book, person, day)
        if tenure.holds_on(day) and tenure.kind is TenureKind.PERMANENT
    }
    return sum(book.accounts[number].is_active for number in held)


def _answer(made: Callable[[], RebalanceDraft]) -> RebalanceDraft | Refusal:
    try:
        return made()
    except Refused as refused:
        return refused.refusal
    except InvalidRecord as error:
        return Refusal(sentence(str(error)))


def _checked(outlook: Outlook, draft: RebalanceDraft) -> RebalanceDraft:
    """The draft, once all that goes with it could be done."""
    return renumbered(draft, _staged(outlook, draft).newcomer)


def _staged(outlook: Outlook, draft: RebalanceDraft) -> Staged:
    return staged(outlook.book, outlook.moment, outlook.book.next_ids(), draft)


def _next_person(book: Book) -> int:
    return book.next_ids().take("people")


def _check_day(since: date | None, today: date) -> None:
    if since is not None and since < today:
        refuse(f"{short_date(since)} has passed. Give a day from today on.")


def _check_among(book: Book, among: Iterable[int], gone: Person | None) -> None:
    for number in among:
        person = a_present_person(book, number)
        if gone is not None and number == gone.id:
            refuse(f"{person.name} cannot take their own accounts. Name somebody else.")
        if person.status is PersonStatus.VACANCY:
            refuse(f"{person.name} is an open position. Assign accounts to it one by one, or name people who are here.")
