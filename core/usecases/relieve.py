"""Moving accounts out of a book: as few and as harmless ones as mend a finding, or all of somebody who is gone.

Simple and deterministic: one account at a time to the best candidate with room, never one that a guard protects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.book.change import Edit
from core.models.eligibility import Candidate
from core.models.mend import Mend
from core.models.rules.books import diverse_accounts, diversity
from core.models.rules.facts import Facts
from core.models.rules.leadership import is_lead, is_ordinary, led_accounts
from core.models.rules.subjects import AccountFacts, SeatFacts
from core.people import Person
from core.seats import Holder
from core.usecases.assign import Assign, assign
from core.usecases.look import the_person
from core.usecases.mend_seats import best_for, ranked
from core.usecases.mending import Case, Mended
from core.usecases.refusing import Refused, refuse
from core.wording import counted
from core.words import SeatHolding

BY_HOURS = ("LOAD-OVER", "LEAD-BURNOUT")
"""Findings that are mended by hours, so that few large accounts move rather than many small ones."""


@dataclass(frozen=True, slots=True)
class Option:
    """A seat that could leave a book."""

    it: AccountFacts
    """The account."""
    seat: SeatFacts
    """The seat."""
    since: date
    """First day of the holder."""

    @property
    def key(self) -> tuple[int, str]:
        """Account id and seat key."""
        return self.it.id, self.seat.key


def relieved(case: Case, request: Mend) -> Mended:
    """Move accounts out of a person's book until the finding is gone, or nothing more can move."""
    person = the_person(case.book, request.person or 0)
    number = f"{request.code}:{request.word}"
    edits: list[Edit] = []
    tried: set[tuple[int, str]] = set()
    moved: dict[int, None] = {}
    while case.findings.get(number) is not None:
        option = _next(case, person, request, tried)
        if option is None:
            break
        tried.add(option.key)
        step = _moved(case, person, option)
        if step is not None:
            edits += step[0]
            moved[option.it.id] = None
            case = step[1]
    if not moved:
        refuse(
            f"No account of {person.name} can move now: nobody who may take one has room, or a renewal is near, it is "
            "at risk, or it changed hands lately. Choose yourself in Load: 3."
        )
    partly = case.findings.get(number) is not None
    still = "; it is better, but not gone" if partly else ""
    says = f"Move {counted(len(moved), 'account')} out of the book of {person.name}{still}"
    return Mended(says, tuple(edits), partly=partly)


def redistributed(case: Case, request: Mend) -> Mended:
    """Give every seat of somebody who is gone to its best candidate, the largest account first."""
    person = the_person(case.book, request.person or 0)
    edits: list[Edit] = []
    takers: set[Holder] = set()
    left: set[tuple[int, str]] = set()
    held = len(list(_held(case.facts, person)))
    while (option := _largest(case.facts, person, left)) is not None:
        holder = best_for(case, option.it.account, option.seat.seat)
        step = _given(case, option, holder) if holder is not None else []
        if not step or holder is None:
            left.add(option.key)
            continue
        edits += step
        takers.add(holder)
        case = case.after(step)
    if not takers:
        refuse(f"Nobody may take a seat of {person.name}. Change roles or the plan, or hire.")
    given = counted(held - len(left), "seat")
    rest = f"; nobody may take the other {len(left)}" if left else ""
    says = f"Give {given} of {person.name} to {counted(len(takers), 'person')}{rest}"
    return Mended(says, tuple(edits), partly=bool(left))


def _largest(facts: Facts, person: Person, left: set[tuple[int, str]]) -> Option | None:
    """The seat of the largest account that a person still holds, of those that somebody might take."""
    options = (option for option in _held(facts, person) if option.key not in left)
    return min(options, key=lambda option: (-(option.it.arr or 0), option.key), default=None)


# What may move -------------------------------------------------------------------------------------------------


def _held(facts: Facts, person: Person) -> Iterator[Option]:
    """The named seats a person holds for good by tenures of the account itself."""
    for it, seat, tenure in facts.held_for_good(person.id):
        if seat.seat.holder is SeatHolding.NAMED:
            yield Option(it, seat, tenure.since)


def _next(case: Case, person: Person, request: Mend, tried: set[tuple[int, str]]) -> Option | None:
    """The seat whose leaving helps most and harms least, of those that were not tried."""
    facts = case.facts
    options = [one for one in _held(facts, person) if one.seat.active and one.key not in tried]
    options = _concerned(facts, person, request, options)
    if request.code in BY_HOURS:
        return _by_hours(case, person, options)
    if request.code in ("LEAD-TOO-MANY", "LEAD-ORDINARY"):
        return min(options, key=lambda one: (not is_ordinary(one.it), one.it.arr or 0, one.key), default=None)
    return min(options, key=_harm, default=None)


def _harm(option: Option) -> tuple[object, ...]:
    """Least disruptive first: ordinary accounts, short relationships, little ARR."""
    return (not is_ordinary(option.it), -option.since.toordinal(), option.it.arr or 0, option.key)


def _concerned(facts: Facts, person: Person, request: Mend, options: list[Option]) -> list[Option]:
    """The options whose leaving can mend the finding at all."""
    if request.code == "BOOK-CAP" and request.seat:
        return [one for one in options if one.seat.key == request.seat]
    if request.code == "BOOK-DIVERSE":
        strangers = {number for _, ids in diversity(facts, diverse_accounts(facts, person)) for number in ids}
        return [one for one in options if one.it.id in strangers and one.it.lead is one.seat]
    if request.code in ("LEAD-ORDINARY", "LEAD-TOO-MANY"):
        led = {(it.id, seat.key) for it, seat in led_accounts(facts, person)}
        return [one for one in options if one.key in led and (request.code != "LEAD-ORDINARY" or is_ordinary(one.it))]
    return options


def _by_hours(case: Case, person: Person, options: list[Option]) -> Option | None:
    """The smallest account that alone brings the person under the line, else the largest; ordinary ones first."""
    ledger, policy = case.outlook.ledger, case.book.policy
    load = ledger.person(person.id)
    line = load.capacity if is_lead(case.facts, person) else load.capacity * policy.over_above // 100
    over = load.hours - line

    def order(option: Option) -> tuple[object, ...]:
        hours = ledger.hours_on(option.it.id, person.id)
        return (not is_ordinary(option.it), hours < over, hours if hours >= over else -hours, *_harm(option))

    return min((one for one in options if ledger.hours_on(one.it.id, person.id) > 0), key=order, default=None)


# To whom -------------------------------------------------------------------------------------------------------


def _moved(case: Case, person: Person, option: Option) -> tuple[list[Edit], Case] | None:
    """The edits that give a seat to the best candidate with room, and the case after them.

    None where nobody has room without a finding of their own, or a guard protects the account.
    """
    able = [one for one in ranked(case, option.it.account, option.seat.seat) if _has_room(case, one)]
    reports = {report.id for report in case.facts.reports_of(person.id)} if is_lead(case.facts, person) else set()
    able.sort(key=lambda one: one.holder.person not in reports)
    for one in able:
        step = _given(case, option, one.holder)
        if not step:
            continue
        after = case.after(step)
        if not _worse(case, after, one.holder.person):
            return step, after
    return None


def _worse(before: Case, after: Case, person: int | None) -> bool:
    """Whether a person has a finding that they did not have before."""
    if person is None:
        return False
    known = {finding.id for finding in before.findings.of_person(person)}
    return any(finding.id not in known for finding in after.findings.of_person(person))


def _has_room(case: Case, one: Candidate) -> bool:
    return one.eligible and not one.cautions and one.after * 100 <= one.capacity * case.book.policy.fill_to


def _given(case: Case, option: Option, holder: Holder) -> list[Edit]:
    """The edits of the assignment; none when it is refused, as for an account that a guard protects."""
    try:
        return case.edits_of(assign, Assign((option.it.id,), holder, seat=option.seat.key))
    except Refused:
        return []
