"""What is put in force with the moves of a draft: who goes, is away or comes; for solving, and in the same change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.book.book import Book, IdSource
from core.book.change import Edit, change_of, inserted, updated
from core.models.seating import Seating
from core.moment import Moment
from core.outlook import Outlook
from core.people import Leave, Person
from core.rebalance.draft import Purpose, RebalanceDraft, Stage
from core.schema import revise
from core.seats import Handoff, person_holder
from core.text import clean
from core.usecases.closing import open_tenures
from core.usecases.look import a_present_person
from core.usecases.passing import Passage, passed
from core.usecases.person_rules import check_person
from core.usecases.refusing import refuse
from core.usecases.units import Move
from core.wording import short_date, shortened
from core.words import FollowUpPolicy, PersonStatus, TenureKind


@dataclass(frozen=True, slots=True)
class Staged:
    """A book in which what goes with a draft's moves is done."""

    book: Book
    """The book; it has the sequence number of the one it was made from."""
    edits: tuple[Edit, ...]
    """What was done."""
    newcomer: int | None
    """Person id of who comes, or of the open position; None for nobody."""


def staged(book: Book, moment: Moment, ids: IdSource, draft: RebalanceDraft) -> Staged:
    """Do what goes with the moves; raises ``Refused`` where that is not possible."""
    if draft.stage is None:
        return Staged(book, (), None)
    found = _Staging(book, moment, ids, draft, draft.stage)
    if draft.purpose is Purpose.LEAVE:
        found.leave()
    elif draft.purpose is Purpose.AWAY:
        found.away()
    elif draft.purpose is Purpose.JOINS:
        found.join()
    same_age = Book(
        tables=found.book.tables,
        indexes=found.book.indexes,
        digests=found.book.digests,
        high=found.book.high,
        seq=book.seq,
    )
    return Staged(same_age, tuple(found.edits), found.newcomer)


def staged_outlook(outlook: Outlook, done: Staged) -> Outlook:
    """The outlook on a staged book; the one given where nothing was done."""
    if not done.edits:
        return outlook
    _, delta = outlook.book.apply(change_of("staged", "", done.edits))
    return outlook.after(done.book, delta)


def newcomer_of(draft: RebalanceDraft) -> int | None:
    """Person id of somebody who is not on the roster until the draft is in force."""
    return draft.stage.newcomer.id if draft.stage is not None and draft.stage.newcomer is not None else None


def renumbered(draft: RebalanceDraft, number: int | None) -> RebalanceDraft:
    """The draft with another id for who comes: the one it had may be somebody else's by now."""
    old = newcomer_of(draft)
    if number is None or old is None or old == number or draft.stage is None or draft.stage.newcomer is None:
        return draft
    return revise(
        draft,
        stage=revise(draft.stage, newcomer=revise(draft.stage.newcomer, id=number)),
        about=tuple(number if one == old else one for one in draft.about),
        decisions=tuple(revise(one, to=number) if one.to == old else one for one in draft.decisions),
        signed=tuple(revise(one, person=number) if one.person == old else one for one in draft.signed),
        moves=tuple(
            revise(
                move,
                to=number if move.to == old else move.to,
                origin=person_holder(number) if move.origin == person_holder(old) else move.origin,
            )
            for move in draft.moves
        ),
    )


class _Staging:
    """The book as it grows, with the edits that made it."""

    def __init__(self, book: Book, moment: Moment, ids: IdSource, draft: RebalanceDraft, stage: Stage) -> None:
        self.book = book
        self.moment = moment
        self.ids = ids
        self.draft = draft
        self.stage = stage
        self.edits: list[Edit] = []
        self.newcomer: int | None = None

    def do(self, edits: list[Edit]) -> None:
        """Make edits and go on from the book after them."""
        if edits:
            self.edits += edits
            self.book, _ = self.book.apply(change_of("staged", "", edits))

    # Who goes -----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Somebody goes for good: the end, another lead for their reports, and perhaps an open position."""
        person = a_present_person(self.book, self.draft.about[0])
        day = self.draft.effective or self.moment.today
        if person.ends is None or person.ends > day:
            after = revise(person, status=PersonStatus.LEAVER, ends=day, leaves=_cut(person.leaves, day))
            check_person(self.book, after)
            self.do([updated(person, after)])
        self.do(list(self._reports_passed(person)))
        if self.stage.newcomer is not None:
            opened = self._added(self.stage.newcomer)
            self.do(list(self._seats_passed(person, opened, day)))
        self.do(list(self._follow_ups_dropped(person, day)))

    def _reports_passed(self, person: Person) -> Iterator[Edit]:
        lead = self.stage.lead if self.stage.lead is not None else person.lead
        for report in self.book.reports_of(person.id):
            if not report.archived:
                # whoever leads the others from now on reports to who led the leaver
                after = revise(report, lead=lead if lead != report.id else person.lead)
                check_person(self.book, after)
                yield updated(report, after)

    def _seats_passed(self, person: Person, opened: Person, day: date) -> Iterator[Edit]:
        """Every seat of the leaver goes to the open position, without a handoff: there is nobody to hand over to."""
        seating = Seating.of(self.book)
        passage = Passage(
            book=self.book,
            moment=self.moment,
            ids=self.ids,
            to=person_holder(opened.id),
            day=day,
            reason=f"{person.name} leaves",
            note=self.stage.note,
            follow_ups=FollowUpPolicy.LEAVE,
        )
        for tenure in open_tenures(self.book, person.id, day):
            account = self.book.accounts[tenure.account]
            if tenure.kind is not TenureKind.PERMANENT or not account.is_active or not tenure.holds_on(day):
                continue
            seat = seating.seat(account, tenure.seat, day)
            if seat is not None:
                for edit in passed(passage, Move(account, seat, (tenure.seat,), tenure, (), own=True)):
                    if edit.before is not None or not isinstance(edit.after, Handoff):
                        yield edit

    def _follow_ups_dropped(self, person: Person, day: date) -> Iterator[Edit]:
        """Open steps on accounts that somebody else leads fall to whoever leads them."""
        if self.draft.follow_ups is FollowUpPolicy.LEAVE:
            return
        held = {tenure.account for tenure in open_tenures(self.book, person.id, day)}
        for item in self.book.followups.all():
            mine = item.owner == person.id and item.is_open and item.account is not None and item.account not in held
            if mine and (item.due is None or item.due >= day):
                yield updated(item, revise(item, owner=None))

    # Who is away --------------------------------------------------------------------------------------------

    def away(self) -> None:
        """Somebody is on leave; a leave that is planned already on the same days stays the one it is."""
        person = a_present_person(self.book, self.draft.about[0])
        since, until = self.draft.effective or self.moment.today, self.draft.until
        if until is None:
            refuse("Say which day is the first day back.")
        if planned_leave(person, since, until) is not None:
            return
        number = max((leave.number for leave in person.leaves), default=0) + 1
        leave = Leave(number=number, since=since, until=until, reason=clean(self.stage.reason))
        after = revise(person, leaves=tuple(sorted((*person.leaves, leave), key=lambda one: (one.since, one.number))))
        check_person(self.book, after)
        self.do([updated(person, after)])

    # Who comes ----------------------------------------------------------------------------------------------

    def join(self) -> None:
        """Somebody new is on the roster."""
        if self.stage.newcomer is None:
            refuse("Say who joins.")
        self._added(self.stage.newcomer)

    def _added(self, wanted: Person) -> Person:
        made = revise(wanted, id=self.ids.take("people"))
        check_person(self.book, made)
        self.do([inserted(made)])
        self.newcomer = made.id
        return made


def planned_leave(person: Person, since: date, until: date) -> Leave | None:
    """The leave that is planned on just these days."""
    return next((leave for leave in person.leaves if (leave.since, leave.until) == (since, until)), None)


def _cut(leaves: tuple[Leave, ...], day: date) -> tuple[Leave, ...]:
    """Leaves up to the end of an employment: later ones will not take place."""
    return tuple(revise(leave, until=min(leave.until, day)) for leave in leaves if leave.since < day)


# What it comes to -------------------------------------------------------------------------------------------


def staged_text(book: Book, draft: RebalanceDraft) -> str:
    """What is done besides the moves, as the beginning of a sentence for the history."""
    name = book.people[draft.about[0]].name if draft.about and draft.about[0] in book.people else ""
    newcomer = draft.stage.newcomer if draft.stage is not None else None
    if draft.purpose is Purpose.LEAVE and draft.effective is not None:
        to = f", whose seats go to the vacancy {newcomer.name}" if newcomer is not None else ""
        return f"End the employment of {name} on {short_date(draft.effective)}{to}"
    if draft.purpose is Purpose.AWAY and draft.effective is not None and draft.until is not None:
        return f"Plan leave of {name} from {short_date(draft.effective)} to {short_date(draft.until)}"
    if draft.purpose is Purpose.JOINS and newcomer is not None and newcomer.starts is not None:
        return f"Add {newcomer.name} to the roster from {short_date(newcomer.starts)}"
    if draft.purpose is Purpose.FILL:
        return "Give"
    return "Spread" if not draft.covers else "Cover"


def stage_lines(book: Book, draft: RebalanceDraft) -> list[str]:
    """What is done besides the moves, as sentences for whoever decides; the book is that without it."""
    stage, day = draft.stage or Stage(), draft.effective
    person = book.people.get(draft.about[0]) if draft.about else None
    if draft.purpose is Purpose.JOINS and stage.newcomer is not None and day is not None:
        return [
            f"{stage.newcomer.name} joins on {short_date(day)}. The book is made for month {stage.month}; those above "
            f"{draft.target} % give."
        ]
    if person is None or day is None:
        return []
    if draft.purpose is Purpose.AWAY and draft.until is not None:
        return [f"{person.name} is away from {short_date(day)} and back on {short_date(draft.until)}."]
    if draft.purpose is not Purpose.LEAVE:
        return []
    lines = [f"{person.name} is no longer here from {short_date(day)} on."]
    if stage.newcomer is not None:
        start = f", expected on {short_date(stage.newcomer.starts)}" if stage.newcomer.starts else ""
        lines.append(f"The seats go to the open position {stage.newcomer.name}{start}.")
    if draft.until is not None:
        lines.append(f"Others stand in until {short_date(draft.until)}.")
    lines += _reports_told(book, person, stage.lead)
    return lines


def _reports_told(book: Book, person: Person, chosen: int | None) -> Iterator[str]:
    """Whom the reports of a leaver report to; at once, since a lead is written without a day."""
    above = book.people.get(person.lead or 0)
    lead = book.people.get(chosen) if chosen is not None else above
    reports = [report for report in book.reports_of(person.id) if not report.archived]
    passed = [report.name for report in reports if lead is None or report.id != lead.id]
    if passed:
        to = f"will report to {lead.name}" if lead is not None else "will have no lead"
        yield f"{shortened(passed)} {to} as soon as this is in force, before that day too: a lead has no date."
    if lead is not None and lead in reports:
        to = f"will report to {above.name}" if above is not None else "will have no lead"
        yield f"{lead.name} {to}, likewise."
