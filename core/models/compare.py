"""Every model and draft on this very book: what each would cost and keep, measured on the book it would give.

Each is shown with today's roles and with suggested ones. There is no order of merit. A figure is what adopting a draft
and measuring the book on that day gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core.book.book import Book
from core.journey import arr_on
from core.load.hours import Window, month_from
from core.load.ledger import Ledger
from core.load.steady import SteadyAccounts
from core.load.tally import tally
from core.models.adopt import Adoption, Start, adoption
from core.models.carrying import Carried
from core.models.drafting import DraftError, draft_book, effective_day
from core.models.findings import Findings
from core.models.fit.line import Evidence
from core.models.months import Months, months_from
from core.models.placing import How, Reason
from core.models.seating import Seating
from core.models.standing import Standing
from core.models.suggest import Suggestion, idle_people, suggestion
from core.moment import Moment
from core.organisation import Draft
from core.people import Person, RoleShare
from core.ports import Catalogue
from core.words import Duty, HolderKind, Severity, Touch

_LOWER = {Touch.HIGH: 2, Touch.MID: 1, Touch.TECH: 0}


class Roles(StrEnum):
    """With whose roles a draft is looked at."""

    TODAY = "today"
    """As people have them, and as the draft sets them by hand."""
    SUGGESTED = "suggested"
    """With the role changes and hires that its seats ask for."""


class Fate(StrEnum):
    """What becomes of the relationship with one of us who leads an account."""

    KEPT = "kept"
    """The same person or pool leads it."""
    LOOSENED = "loosened"
    """A pool leads it of which whoever led it is a member."""
    BROKEN = "broken"
    """Somebody else leads it, or nobody of us."""


class Cancelled(Exception):
    """The comparison was stopped before its end."""


@dataclass(frozen=True, slots=True)
class RoleMove:
    """A person who changes role."""

    person: int
    """Person id."""
    before: tuple[RoleShare, ...]
    """Roles today."""
    after: tuple[RoleShare, ...]
    """Roles then."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Relationships of one kind: accounts by who led them and who would."""

    accounts: int
    """Number of accounts."""
    hours: int
    """Their hours in the month from the day, as today, hundredths: the weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One draft on the book, with one kind of roles."""

    key: str
    """Model, alignment or draft."""
    title: str
    """Name on screen."""
    roles_of: Roles
    """Today's roles or suggested ones."""
    served_tech: bool
    """Whether it serves at tech touch what is served closer today."""
    draft: Draft
    """What was measured; adopting it gives these figures."""
    problem: str = ""
    """Why it cannot be measured; then every figure is nothing."""
    roles: tuple[RoleMove, ...] = ()
    """Who changes role."""
    vacancies: tuple[Person, ...] = ()
    """Positions to hire."""
    idle: tuple[int, ...] = ()
    """People who have nothing to do in it."""
    forced: int = 0
    """Seats with work that pass from one of us to another because they must."""
    chosen: int = 0
    """Seats that pass by choice."""
    kept: Kept = Kept(0, 0)
    """Accounts whose lead stays who it is."""
    loosened: Kept = Kept(0, 0)
    """Accounts that go to a pool in which their lead is."""
    broken: Kept = Kept(0, 0)
    """Accounts whose lead is somebody else then, or nobody."""
    arr_moved: int = 0
    """ARR of the accounts that are not kept, minor units of the book's currency."""
    handover_hours: int = 0
    """One-off hours of handing over, hundredths."""
    over_hours: int = 0
    """Hours over capacity in the month from the day, hundredths."""
    peak_over_hours: int = 0
    """The most of the next six months, hundredths."""
    max_utilisation: int | None = None
    """The fullest person's hours in hundredths of a percent of capacity."""
    outside_hours: int = 0
    """Hours that functions outside the roster have, hundredths."""
    saved_hours: int = 0
    """Hours a month that serving accounts at a lower touch than today saves, hundredths."""
    served_lower: int = 0
    """Accounts that are served at a lower touch than today."""
    unfilled: tuple[tuple[Reason, int], ...] = ()
    """(reason, seats) that have work within 90 days and nobody, most first."""
    empty: int = 0
    """Seats among them with work on the day, those of a missing pool too; adopting asks to confirm the number."""
    errors: int = 0
    """Findings that are errors."""
    warnings: int = 0
    """Findings that are warnings."""
    codes: tuple[tuple[str, int], ...] = ()
    """(code, findings) of errors and warnings, as ``check`` orders them."""
    evidence: tuple[Evidence, ...] = ()
    """What speaks for and against its models and alignments on this book."""

    @property
    def moves(self) -> int:
        """Seats with work that pass from one of us to another."""
        return self.forced + self.chosen

    @property
    def unfilled_seats(self) -> int:
        """Seats that have work within 90 days and nobody."""
        return sum(seats for _, seats in self.unfilled)


class Measure:
    """Measures drafts on one book one at a time, in any order; what they start from is read once for each day."""

    def __init__(self, book: Book, moment: Moment, known: Catalogue, evidence: Sequence[Evidence] = ()) -> None:
        """Measure on a book as it is; ``evidence`` is what speaks for and against models on it."""
        self.book = book
        self.moment = moment
        self.known = known
        self.evidence = evidence
        self._starts: dict[date, Start] = {}

    def start(self, draft: Draft) -> Start:
        """What a draft starts from: the book on the draft's own day, today unless it says a later one."""
        day = effective_day(draft, self.moment.today)
        if day not in self._starts:
            self._starts[day] = Start(self.book, self.moment, day)
        return self._starts[day]

    def rows(self, one: Standing) -> tuple[Compared, Compared]:
        """A draft with today's roles and with suggested ones, each with the evidence that names its models."""
        lines = tuple(line for line in self.evidence if not set(one.speaks).isdisjoint(line.speaks))
        today, suggested = measured(self.start(one.draft), one, self.known)
        return replace(today, evidence=lines), replace(suggested, evidence=lines)


def measured(start: Start, one: Standing, known: Catalogue) -> tuple[Compared, Compared]:
    """One draft with today's roles and with suggested ones; the same figures twice where nothing is suggested."""
    try:
        today = _measure(start, one, one.draft, Roles.TODAY, known)
        following = suggested(start, one.draft, known).on(one.draft)
        if following == one.draft:
            return today, replace(today, roles_of=Roles.SUGGESTED)
        return today, _measure(start, one, following, Roles.SUGGESTED, known)
    except DraftError as error:
        first = Compared(
            key=one.key,
            title=one.title,
            roles_of=Roles.TODAY,
            served_tech=one.served_tech,
            draft=one.draft,
            problem=str(error),
        )
        return first, replace(first, roles_of=Roles.SUGGESTED)


def suggested(start: Start, draft: Draft, known: Catalogue) -> Suggestion:
    """The role changes and hires that a draft's seats ask for, beside what it says itself."""
    book = draft_book(start.book, draft, start.day, known)
    return suggestion(book, start.demand, draft, start.day, start.lead_hours)


# Measuring ------------------------------------------------------------------------------------------------------


def _measure(start: Start, one: Standing, draft: Draft, roles: Roles, known: Catalogue) -> Compared:
    book, day = start.book, start.day
    found = adoption(start, draft, known, book.next_ids())
    moment = start.moment.on(day)
    steady = SteadyAccounts(found.book, start.demand)
    ledger = Ledger.of(found.book, moment, steady=steady)
    findings = Findings.of(found.book, moment, Seating.of(found.book), ledger).all()
    ahead = Months(steady, months_from(day)[1:])
    over = ledger.over_hours()
    loads = [ledger.person(person.id) for person in found.book.people.all() if not person.archived]
    kept, loosened, broken, moved = _relationships(start, found)
    lower = tuple(_served_lower(start, found, month_from(day)))
    codes = Counter(finding.code for finding in findings if finding.severity is not Severity.INFORMATION)
    return Compared(
        key=one.key,
        title=one.title,
        roles_of=roles,
        served_tech=one.served_tech,
        draft=draft,
        roles=tuple(role_moves(book, found.book)),
        vacancies=draft.vacancies,
        idle=idle_people(found.book, day),
        forced=sum(item.how is How.FORCED for item in found.passes),
        chosen=sum(item.how is How.CHOSEN for item in found.passes),
        kept=kept,
        loosened=loosened,
        broken=broken,
        arr_moved=moved,
        handover_hours=_handover_hours(found),
        over_hours=over,
        peak_over_hours=max(over, *(ahead.over_hours(month) for month in range(len(ahead.windows)))),
        max_utilisation=max((load.utilisation for load in loads if load.client and load.utilisation), default=None),
        outside_hours=ledger.totals().outside,
        saved_hours=sum(lower),
        served_lower=len(lower),
        unfilled=tuple(_unfilled(found)),
        empty=found.empty,
        errors=sum(finding.severity is Severity.ERROR for finding in findings),
        warnings=sum(finding.severity is Severity.WARNING for finding in findings),
        codes=tuple(codes.items()),
    )


def role_moves(before: Book, after: Book) -> Iterator[RoleMove]:
    """The people whose roles are others in a book that followed from another."""
    for person in before.people.all():
        then = after.people[person.id]
        if then.roles != person.roles:
            yield RoleMove(person.id, person.roles, then.roles)


def _relationships(start: Start, found: Adoption) -> tuple[Kept, Kept, Kept, int]:
    """Accounts kept, loosened and broken with the hours of their lead seats today, and the ARR that is not kept."""
    counts = {fate: [0, 0] for fate in Fate}
    moved = 0
    for number, before in start.carried.items():
        fate = fate_of(found.book, before, found.after.get(number))
        if fate is None:
            continue
        counts[fate][0] += 1
        counts[fate][1] += start.hours[number]
        if fate is not Fate.KEPT:
            moved += arr_on(start.book, before.account, start.day) or 0
    kept, loosened, broken = (Kept(*counts[fate]) for fate in Fate)
    return kept, loosened, broken, moved


def fate_of(book: Book, before: Carried, after: Carried | None) -> Fate | None:
    """What becomes of the relationship with one of us who leads an account; None where nobody of us does.

    ``book`` is the one after, whose pools say who is a member.
    """
    leader = before.leader
    if leader is None or leader.kind is HolderKind.OUTSIDE:
        return None
    then = after.leader if after is not None else None
    if then == leader:
        return Fate.KEPT
    if then is None:
        return Fate.BROKEN
    if then.pool is not None and leader.person is not None:
        return Fate.LOOSENED if _is_member(book, then.pool, leader.person) else Fate.BROKEN
    if leader.pool is not None and then.person is not None:
        return Fate.KEPT if _is_member(book, leader.pool, then.person) else Fate.BROKEN
    return Fate.BROKEN


def _is_member(book: Book, pool: int, person: int) -> bool:
    return any(member.person == person for member in book.pools[pool].members)


def _handover_hours(found: Adoption) -> int:
    """What the passages cost once, both sides, at the touch each account is served at then."""
    policy = found.book.policy
    total = 0
    for item in found.passes:
        served = found.after[item.account].served
        total += policy.handover_out.of(served) + policy.handover_in.of(served)
    return total


def _served_lower(start: Start, found: Adoption, window: Window) -> Iterator[int]:
    """The hours a month saved on each account that is served at a lower touch than today."""
    for number, after in found.after.items():
        before = start.carried.get(number)
        if before is None or before.found is None or after.found is None or after.found.line.unmanaged:
            continue
        if _LOWER[after.served] >= _LOWER[before.served]:
            continue
        as_today = _duty_hours(start, start.book, before, window)
        yield as_today - _duty_hours(start, found.book, after, window)


def _duty_hours(start: Start, book: Book, one: Carried, window: Window) -> int:
    """The hours of an account's duties, those of children that are rolled up into it included."""
    seating = Seating.of(book)
    if any(seating.rolled_into(one.account)):
        sums = tally(book, seating, one.account, *window).sums
        return sum(found.settled()[0] for (kind, _), found in sums.items() if isinstance(kind, Duty))
    return sum(amount for _, amount in start.demand.hours(one.account, window, one.served))


def _unfilled(found: Adoption) -> Iterator[tuple[Reason, int]]:
    reasons: Counter[Reason] = Counter()
    for one in found.placements.unfilled:
        reasons[one.reason] += max(1, one.ask.accounts)
    yield from sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0].value))
