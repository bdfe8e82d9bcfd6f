"""Next steps: add one, finish, drop, hand to somebody else, postpone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.book.book import Book, IdSource
from core.book.change import Change, change_of, inserted, updated
from core.conversations import FollowUp
from core.moment import Moment
from core.schema import revise
from core.text import clean
from core.usecases.look import a_present_person, an_active_account, the_follow_up
from core.usecases.refusing import refuse, use_case
from core.wording import counted, short_date
from core.words import PersonStatus


@dataclass(frozen=True, slots=True)
class AddFollowUp:
    """A next step somebody owes."""

    account: int | None
    """Account id; None for one that is about no customer, which needs an owner."""
    text: str
    """What to do."""
    due: date | None = None
    """Day it is due, not before today."""
    owner: int | None = None
    """Person id; None is whoever acts in the lead seat."""
    routine: bool = False
    """Only keeps up the touch standard."""


@use_case
def add_follow_up(book: Book, moment: Moment, ids: IdSource, request: AddFollowUp) -> Change:
    """Write a next step down."""
    text = clean(request.text)
    if not text:
        refuse("Say what is to be done.")
    name = an_active_account(book, request.account).name if request.account is not None else ""
    if request.owner is None and request.account is None:
        refuse("A step about no account needs an owner. Say who does it.")
    if request.owner is not None:
        _an_owner(book, request.owner)
    _check_due(request.due, moment)
    item = FollowUp(
        id=ids.take("followups"),
        account=request.account,
        text=text,
        owner=request.owner,
        due=request.due,
        routine=request.routine,
        created_on=moment.today,
    )
    where = f" for {name}" if name else ""
    when = f", due {short_date(request.due)}" if request.due else ""
    return change_of("follow-up", f"Add “{text}”{where}{when}", [inserted(item)], base=book.seq)


@dataclass(frozen=True, slots=True)
class FinishFollowUps:
    """Steps that were done."""

    followups: tuple[int, ...]
    """Follow-up ids."""
    on: date | None = None
    """Day they were done; None is today."""


@use_case
def finish_follow_ups(book: Book, moment: Moment, ids: IdSource, request: FinishFollowUps) -> Change:
    """Mark steps as done."""
    day = request.on or moment.today
    if day > moment.today:
        refuse(f"{short_date(day)} is still to come. Mark the step done on the day it was done.")

    def done(item: FollowUp) -> FollowUp:
        if day < item.created_on:
            refuse(f"“{item.text}” was written on {short_date(item.created_on)} and cannot be done before.")
        return revise(item, done_on=day)

    return _changed(book, request.followups, done, "Finish")


@dataclass(frozen=True, slots=True)
class DropFollowUps:
    """Steps that are given up."""

    followups: tuple[int, ...]
    """Follow-up ids."""


@use_case
def drop_follow_ups(book: Book, moment: Moment, ids: IdSource, request: DropFollowUps) -> Change:
    """Give steps up."""
    return _changed(book, request.followups, lambda item: revise(item, dropped=True), "Drop")


@dataclass(frozen=True, slots=True)
class ReassignFollowUps:
    """Steps that somebody else owes from now on."""

    followups: tuple[int, ...]
    """Follow-up ids."""
    to: int | None
    """Person id; None is whoever acts in the lead seat."""


@use_case
def reassign_follow_ups(book: Book, moment: Moment, ids: IdSource, request: ReassignFollowUps) -> Change:
    """Hand steps to somebody else."""
    if request.to is not None:
        _an_owner(book, request.to)
    to = book.people[request.to].name if request.to is not None else "whoever leads the account"

    def reassigned(item: FollowUp) -> FollowUp:
        if request.to is None and item.account is None:
            refuse(f"“{item.text}” is about no account and needs an owner. Say who does it.")
        return revise(item, owner=request.to)

    return _changed(book, request.followups, reassigned, "Hand", f" to {to}")


@dataclass(frozen=True, slots=True)
class PostponeFollowUps:
    """Steps with another due day."""

    followups: tuple[int, ...]
    """Follow-up ids."""
    due: date | None
    """New day, not before today; None for no date."""


@use_case
def postpone_follow_ups(book: Book, moment: Moment, ids: IdSource, request: PostponeFollowUps) -> Change:
    """Give steps another due day."""
    _check_due(request.due, moment)
    when = f" to {short_date(request.due)}" if request.due else " without a date"
    return _changed(book, request.followups, lambda item: revise(item, due=request.due), "Postpone", when)


def _an_owner(book: Book, number: int) -> None:
    if a_present_person(book, number).status is PersonStatus.VACANCY:
        refuse(f"{book.people[number].name} is a vacancy. Give the step to somebody who is here.")


def _check_due(due: date | None, moment: Moment) -> None:
    if due is not None and due < moment.today:
        refuse(f"The step would be due on {short_date(due)}, which has passed. Give today or a later day.")


def _changed(
    book: Book, numbers: tuple[int, ...], change: Callable[[FollowUp], FollowUp], verb: str, end: str = ""
) -> Change:
    """The change of several open follow-ups; a closed one is refused by name."""
    items = [the_follow_up(book, number) for number in dict.fromkeys(numbers)]
    if not items:
        refuse("Choose the follow-ups first.")
    for item in items:
        if not item.is_open:
            refuse(f"“{item.text}” is already {'dropped' if item.dropped else 'done'}.")
    what = f"“{items[0].text}”" if len(items) == 1 else counted(len(items), "follow-up")
    edits = [updated(item, change(item)) for item in items]
    return change_of("follow-up", f"{verb} {what}{end}", edits, base=book.seq)
