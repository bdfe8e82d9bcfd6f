"""What can be done to one thing that is kept of an account or a person: a form or a question for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.accounts import Account
from core.desk import UseCase
from core.errors import Refusal, RefusalKind
from core.outlook import Outlook
from core.people import Leave, Person
from core.usecases.contacts import ArchiveContact, archive_contact
from core.usecases.converse import DeleteConversation, delete_conversation
from core.usecases.follow_up import (
    AddFollowUp,
    DropFollowUps,
    FinishFollowUps,
    PostponeFollowUps,
    ReassignFollowUps,
    add_follow_up,
    drop_follow_ups,
    finish_follow_ups,
    postpone_follow_ups,
    reassign_follow_ups,
)
from core.usecases.hand_over import (
    CloseHandoff,
    ExtendHandoff,
    OpenHandoff,
    TickStep,
    close_handoff,
    extend_handoff,
    open_handoff,
    tick_step,
)
from core.usecases.leave import AddLeave, EditLeave, RemoveLeave, add_leave, edit_leave, remove_leave
from core.usecases.marks import CloseEscalation, LockOwner, close_escalation, lock_owner
from core.usecases.names import find_holder
from core.usecases.renew import Reactivate, reactivate
from core.usecases.roster import EndEmployment, FillVacancy, end_employment, fill_vacancy
from core.usecases.values import Unreadable, money
from core.wording import counted, short_date
from tui.dialogs.confirm import Confirm, Reason
from tui.dialogs.conversation import correction
from tui.dialogs.deed import Deed, DeedDialog, a_day_in, day_in, person_in
from tui.dialogs.record import RecordDialog
from tui.dialogs.wizard import Wrong
from tui.entry_rows import Entry, EntryKind
from widgets.form import Line

if TYPE_CHECKING:
    from tui.app import Bookshift

_HOLIDAY = (
    "Only an absence to plan around: ordinary holiday is outside the hours already. The reason stays private. W on the "
    "person proposes who stands in."
)
_DAY_AWAY = "mon, 1 Dec, +14d"


# Editing --------------------------------------------------------------------------------------------------------


async def edit_entry(app: Bookshift, chosen: Sequence[Entry], person: Person | None) -> None:
    """Open the form of an entry; of several next steps the day they are due."""
    first, book, moment = chosen[0], app.desk.book, app.desk.moment
    if first.kind is EntryKind.TALK:
        await app.push_screen_wait(correction(book, book.conversations[first.number], moment))
    elif first.kind is EntryKind.CONTACT:
        await RecordDialog.edit(app, "contact", first.number)
    elif first.kind is EntryKind.STEP:
        await app.push_screen_wait(_postpone(app, chosen))
    elif first.kind in (EntryKind.HANDOFF, EntryKind.CHECK):
        await app.push_screen_wait(_extend(app, first.number))
    elif first.kind is EntryKind.LOCK:
        await app.push_screen_wait(_relock(app, first.number))
    elif person is not None and first.kind is EntryKind.LEAVE:
        leave = next(one for one in person.leaves if one.number == first.number)
        await app.push_screen_wait(_move_leave(app, person, leave))
    elif person is not None and first.kind is EntryKind.END:
        await app.push_screen_wait(end_dialog(app, person))


def why_not_edit(entry: Entry) -> str:
    """Why an entry has no form, as a sentence; empty where it has one."""
    if entry.kind is EntryKind.ESCALATION:
        return "An escalation is closed with t, and opened again with its new reason by X on the account."
    return ""


def _postpone(app: Bookshift, chosen: Sequence[Entry]) -> DeedDialog:
    moment, numbers = app.desk.moment, tuple(entry.number for entry in chosen)
    held = chosen[0].day.isoformat() if len(chosen) == 1 and chosen[0].day else ""

    def make(values: Mapping[str, str]) -> Deed:
        return postpone_follow_ups, PostponeFollowUps(numbers, day_in(values, "due", moment))

    title = "Another day for " + (f"“{chosen[0].text}”" if len(chosen) == 1 else counted(len(chosen), "next step"))
    return DeedDialog(title, [Line("due", "Due", held, hint="fri, +7d, 12 Dec; empty for no date")], make)


def _extend(app: Bookshift, number: int) -> DeedDialog:
    handoff, moment = app.desk.book.handoffs[number], app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        day = a_day_in(values, "due", "the new one it is due on", moment)
        return extend_handoff, ExtendHandoff(number, day, values["reason"])

    lines = [
        Line("due", "Due", handoff.due.isoformat(), hint="+7d, 12 Dec"),
        Line("reason", "Reason", required=True, hint="why it takes longer"),
    ]
    return DeedDialog(f"More time for the handoff of {app.desk.book.accounts[handoff.account].name}", lines, make)


def _relock(app: Bookshift, number: int) -> DeedDialog:
    account, moment = app.desk.book.accounts[number], app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        until = a_day_in(values, "until", "the first day the owner may change again", moment)
        return lock_owner, LockOwner((number,), until, values["reason"])

    held = account.locked_until.isoformat() if account.locked_until else ""
    lines = [
        Line("until", "Locked until", held, hint="+90d, 1 Mar"),
        Line("reason", "Reason", hint="kept in the history"),
    ]
    return DeedDialog(f"Lock the owner of {account.name}", lines, make, unchanged=True)


def _move_leave(app: Bookshift, person: Person, leave: Leave) -> DeedDialog:
    moment = app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        since = a_day_in(values, "since", "the first day away", moment)
        until = a_day_in(values, "until", "the first day back", moment)
        return edit_leave, EditLeave(person.id, leave.number, since, until, values["reason"].strip())

    says = "Covers that begin or end with the absence move with it; others are cut to it."
    return DeedDialog(f"The absence of {person.name}", _leave_lines(leave), make, says, unchanged=True)


def _leave_lines(leave: Leave | None) -> list[Line]:
    return [
        Line("since", "First day away", leave.since.isoformat() if leave else "", hint=_DAY_AWAY),
        Line("until", "First day back", leave.until.isoformat() if leave else "", hint="1 Apr, +4 months"),
        Line("reason", "Reason", leave.reason if leave else "", hint="private: in no list, export or report"),
    ]


# Adding ---------------------------------------------------------------------------------------------------------


def leave_dialog(app: Bookshift, person: Person) -> DeedDialog:
    """The form of a new absence."""
    moment = app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        since = a_day_in(values, "since", "the first day away", moment)
        until = a_day_in(values, "until", "the first day back", moment)
        return add_leave, AddLeave(person.id, since, until, values["reason"].strip())

    return DeedDialog(f"An absence of {person.name}", _leave_lines(None), make, _HOLIDAY)


def end_dialog(app: Bookshift, person: Person) -> DeedDialog:
    """The form that ends an employment, or sets another day for its end."""
    moment = app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        return end_employment, EndEmployment(person.id, a_day_in(values, "on", "the first without them", moment))

    held = person.ends.isoformat() if person.ends else ""
    says = "Nothing changes hands by this: seats stay until they are given to others. L on the person proposes to whom."
    lines = [Line("on", "No longer here", held, hint="1 Jan, +30d: the first day without them")]
    return DeedDialog(f"The end of employment of {person.name}", lines, make, says, unchanged=True)


def fill_dialog(app: Bookshift, vacancy: Person) -> DeedDialog:
    """The form that fills an open position with who was hired."""
    moment = app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        day = a_day_in(values, "starts", "the first working day", moment)
        return fill_vacancy, FillVacancy(vacancy.id, values["name"], day, values["email"])

    lines = [
        Line("name", "Name", required=True),
        Line("starts", "First day", vacancy.starts.isoformat() if vacancy.starts else "", hint="1 Dec, next mon"),
        Line("email", "E-mail", hint="by which imports know them"),
    ]
    says = "The seats and accounts of the position go with it. Roles, regions and the rest stay; e edits them."
    return DeedDialog(f"Who takes {vacancy.name}", lines, make, says)


def step_dialog(app: Bookshift, account: int | None, owner: Person | None) -> DeedDialog:
    """The form of a new next step, on an account or of a person alone."""
    book, moment = app.desk.book, app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        who = person_in(values, "owner", book)
        return add_follow_up, AddFollowUp(account, values["text"], day_in(values, "due", moment), who)

    lines = [
        Line("text", "What to do", required=True),
        Line("due", "Due", hint="fri, +7d, 12 Dec"),
        Line("owner", "Who", owner.name if owner else "", hint="empty is whoever leads the account"),
    ]
    name = book.accounts[account].name if account is not None else owner.name if owner is not None else ""
    return DeedDialog(f"A next step for {name}", lines, make)


def handoff_dialog(app: Bookshift, outlook: Outlook, account: Account) -> DeedDialog | None:
    """The form that opens a handoff of one of the account's seats; None where no model asks for one."""
    day = outlook.moment.today
    asked = outlook.seating.seats(account, day)
    if not asked:
        return None
    seats = tuple((seat.key, seat.title.lower()) for seat in asked)
    holders = {seat.key: outlook.seating.holder(account, seat, day) for seat in asked}
    book, moment = app.desk.book, app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        incoming = None
        if values["to"].strip():
            found = find_holder(book, values["to"])
            if isinstance(found, Refusal):
                raise Wrong(" ".join((found.says, *found.details[:2])), "to")
            incoming = found
        return open_handoff, OpenHandoff(
            account=account.id,
            seat=values["seat"],
            outgoing=holders.get(values["seat"]),
            incoming=incoming,
            due=day_in(values, "due", moment),
            reason=values["reason"],
            note=values["note"],
        )

    lines = [
        Line("seat", "Seat", seats[0][0], seats),
        Line("to", "To", hint="a name, pool:KEY or outside:FUNCTION; empty where not decided"),
        Line("due", "Due", hint=f"empty is in {book.policy.handoff_days} days"),
        Line("reason", "Reason", hint="why it passes"),
        Line("note", "Note", hint="what the next holder must know"),
    ]
    says = "A checklist for who hands over, who takes over and the lead. The seat itself passes by a, Assign."
    return DeedDialog(f"A handoff of {account.name}", lines, make, says)


def return_dialog(app: Bookshift, account: Account) -> DeedDialog:
    """The form that makes a customer who left one again."""
    book, moment = app.desk.book, app.desk.moment
    currency = account.currency or book.policy.currency

    def make(values: Mapping[str, str]) -> Deed:
        try:
            arr = money(values["arr"], currency) if values["arr"].strip() else None
        except Unreadable as error:
            raise Wrong(f"{error}.", "arr") from error
        on = a_day_in(values, "on", "the first a customer again", moment, past=True)
        return reactivate, Reactivate(account.id, on, day_in(values, "until", moment), arr)

    left = f"left on {short_date(account.churned_on)}" if account.churned_on else "left"
    why = f": {account.churn_reason}" if account.churn_reason else ""
    lines = [
        Line("on", "Customer from", "today", hint="today, 1 Nov"),
        Line("until", "Renewal date", hint="+12 months; empty where it is not known"),
        Line("arr", "ARR", hint=f"120k; empty keeps the last one, in {currency}"),
    ]
    says = f"{account.name} {left}{why}. Its seats are empty and onboarding begins anew."
    return DeedDialog(f"Win {account.name} back", lines, make, says)


# Ending ---------------------------------------------------------------------------------------------------------


async def finish_entry(app: Bookshift, chosen: Sequence[Entry]) -> None:
    """Mark next steps as done, tick or untick a step of a checklist, close a handoff or an escalation."""
    first = chosen[0]
    if first.kind is EntryKind.STEP:
        await app.change(finish_follow_ups, FinishFollowUps(tuple(entry.number for entry in chosen)))
    elif first.kind is EntryKind.CHECK:
        await app.change(tick_step, TickStep(first.number, first.place, done=first.open))
    elif first.kind is EntryKind.HANDOFF:
        await _with_reason(app, close_handoff, CloseHandoff(first.number))
    else:
        await app.change(close_escalation, CloseEscalation(first.number))


def why_not_finish(entry: Entry) -> str:
    """Why an entry cannot be done, as a sentence; empty where it can."""
    able = (EntryKind.STEP, EntryKind.CHECK, EntryKind.HANDOFF, EntryKind.ESCALATION)
    return "" if entry.kind in able else f"There is nothing to be done about {_article(entry)}; e edits it."


async def _with_reason(app: Bookshift, use_case: UseCase[Any], request: CloseHandoff) -> None:
    """Close a handoff; where steps are open, ask why."""
    outcome = await app.change(use_case, request, tell=True)
    if isinstance(outcome, Refusal) and outcome.kind is RefusalKind.REASON:
        reason = await app.push_screen_wait(Reason(outcome.says, outcome.details))
        if reason:
            await app.change(use_case, CloseHandoff(request.handoff, reason))


async def give_steps(app: Bookshift, chosen: Sequence[Entry]) -> None:
    """Hand next steps to somebody else."""
    book, numbers = app.desk.book, tuple(entry.number for entry in chosen)

    def make(values: Mapping[str, str]) -> Deed:
        return reassign_follow_ups, ReassignFollowUps(numbers, person_in(values, "to", book))

    title = f"Give “{chosen[0].text}”" if len(chosen) == 1 else f"Give {counted(len(chosen), 'next step')}"
    lines = [Line("to", "To", hint="a name; empty is whoever leads the account")]
    await app.push_screen_wait(DeedDialog(title, lines, make))


async def remove_entry(app: Bookshift, chosen: Sequence[Entry], person: Person | None) -> None:
    """Take an entry out, after asking where more than one thing goes with it."""
    first = chosen[0]
    if first.kind is EntryKind.STEP:
        await app.change(drop_follow_ups, DropFollowUps(tuple(entry.number for entry in chosen)))
    elif first.kind is EntryKind.TALK:
        says = "Delete this conversation? Undo brings it back. Next steps that came of it stay."
        await _asked(app, "Delete", says, first, (delete_conversation, DeleteConversation(first.number)))
    elif first.kind is EntryKind.CONTACT:
        says = "Is this person no longer at the customer? Conversations keep naming them."
        await _asked(app, "Archive", says, first, (archive_contact, ArchiveContact(first.number)))
    elif first.kind is EntryKind.LOCK:
        await app.change(lock_owner, LockOwner((first.number,), None))
    elif person is not None and first.kind is EntryKind.LEAVE:
        says = "Call this absence off? Its covers end."
        await _asked(app, "Call off", says, first, (remove_leave, RemoveLeave(person.id, first.number)))
    elif person is not None and first.kind is EntryKind.END:
        says = f"Does {person.name} stay?"
        await _asked(app, "Stays", says, first, (end_employment, EndEmployment(person.id, None)))


def why_not_remove(entry: Entry) -> str:
    """Why an entry cannot be taken out, as a sentence; empty where it can."""
    if entry.kind in (EntryKind.HANDOFF, EntryKind.CHECK):
        return "A handoff is closed with t; with steps still open it asks for a reason."
    if entry.kind is EntryKind.ESCALATION:
        return "An escalation is closed with t."
    return ""


async def _asked(app: Bookshift, title: str, says: str, entry: Entry, deed: Deed) -> None:
    day = f"{short_date(entry.day)}: " if entry.day else ""
    if await app.push_screen_wait(Confirm(title, says, [f"{day}{entry.text}"])):
        await app.change(*deed)


def _article(entry: Entry) -> str:
    return f"an {entry.kind.value}" if entry.kind.value[0] in "aeio" else f"a {entry.kind.value}"
