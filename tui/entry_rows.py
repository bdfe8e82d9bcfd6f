"""What is kept of an account or a person one by one: conversations, steps, handoffs, contacts, absences, marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.accounts import Account, Contact
from core.conversations import Conversation, FollowUp
from core.outlook import Outlook
from core.people import Person
from core.seats import Handoff
from core.usecases.leave import covers_of
from core.usecases.participants import names_of
from core.usecases.wording import holder_text
from core.wording import counted, short_date
from tui.portrait import Said
from widgets.table.columns import Cell, Column
from widgets.tones import Tone


class EntryKind(StrEnum):
    """What an entry is; each value is its word on screen."""

    ESCALATION = "escalation"
    LOCK = "owner lock"
    END = "employment"
    LEAVE = "absence"
    STEP = "next step"
    HANDOFF = "handoff"
    CHECK = "checklist"
    CONTACT = "contact"
    TALK = "conversation"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is kept."""

    id: int
    """Number that is the same for the same thing while the page is open."""
    kind: EntryKind
    """What it is."""
    number: int
    """Its record id; of an absence its number, of a step of a checklist the handoff's id."""
    text: str
    """What it says, on one line."""
    day: date | None = None
    """Its day: held, due, or first."""
    who: str = ""
    """Whose it is."""
    place: int = 0
    """Place in a checklist, from 1."""
    open: bool = True
    """Whether there is still something to do about it."""
    tone: Tone = "plain"
    """A shade of meaning."""
    said: tuple[Said, ...] = ()
    """All that is known of it."""


_KINDS = list(EntryKind)
_EACH = 10_000_000
_STEPS = 100


def _entry_id(kind: EntryKind, number: int, place: int = 0) -> int:
    return (_KINDS.index(kind) + 1) * _EACH * _STEPS + number * _STEPS + place


ENTRY_COLUMNS: tuple[Column[Entry], ...] = (
    Column("kind", "What", lambda row: Cell(row.kind.value, "accent" if row.open else "muted"), width=13),
    Column("day", "Day", lambda row: Cell(short_date(row.day) if row.day else "", row.tone), width=11),
    Column("text", "Says", lambda row: Cell(row.text, row.tone if row.open else "muted"), width=24, flex=1),
    Column("who", "Who", lambda row: Cell(row.who, "muted"), width=16, priority=1),
)
"""The columns of a page of records."""


def account_entries(outlook: Outlook, account: Account) -> list[Entry]:
    """What is kept of an account: what is open first, then contacts, then conversations, the latest first."""
    book = outlook.book
    steps: list[FollowUp] = [step for step in book.followups_of(account.id) if step.is_open]
    handoffs: list[Handoff] = [
        one for one in book.of_account("handoffs_of_account", account.id) if one.closed_on is None
    ]
    contacts: list[Contact] = [one for one in book.of_account("contacts_of_account", account.id) if not one.archived]
    return [
        *_marks(outlook, account),
        *_steps(outlook, steps),
        *(
            entry
            for handoff in sorted(handoffs, key=lambda one: (one.due, one.id))
            for entry in _handoff(outlook, handoff)
        ),
        *(_contact(contact) for contact in contacts),
        *_talks(outlook, book.conversations_of(account.id)),
    ]


def person_entries(outlook: Outlook, person: Person) -> list[Entry]:
    """What is kept of a person: the end of their employment, absences, the steps in their name, interviews."""
    book = outlook.book
    steps = [step for step in book.followups.all() if step.is_open and step.owner == person.id]
    interviews = [talk for talk in book.conversations.all() if talk.about == person.id]
    return [
        *_end(outlook, person),
        *_leaves(outlook, person),
        *_steps(outlook, steps, with_account=True),
        *_talks(outlook, interviews),
    ]


def _marks(outlook: Outlook, account: Account) -> Iterator[Entry]:
    escalation, today = account.escalation, outlook.moment.today
    if escalation is not None and account.is_escalated:
        raised = outlook.book.people.get(escalation.raised_by or 0)
        yield Entry(
            _entry_id(EntryKind.ESCALATION, account.id),
            EntryKind.ESCALATION,
            account.id,
            escalation.reason,
            escalation.since,
            raised.name if raised is not None else "",
            tone="bad",
            said=(Said("About", escalation.reason), Said("Since", short_date(escalation.since))),
        )
    until = account.locked_until
    if until is not None and until > today:
        text = f"stays with its owner until {short_date(until)}"
        yield Entry(
            _entry_id(EntryKind.LOCK, account.id),
            EntryKind.LOCK,
            account.id,
            text,
            until,
            tone="warn",
            said=(Said("Locked", text),),
        )


def _steps(outlook: Outlook, steps: Iterable[FollowUp], *, with_account: bool = False) -> Iterator[Entry]:
    book, today = outlook.book, outlook.moment.today
    for step in sorted(steps, key=lambda one: (one.due is None, one.due or today, one.id)):
        owner = book.people.get(step.owner or 0)
        account = book.accounts.get(step.account or 0)
        late = step.due is not None and step.due < today
        name = f"{account.name}: " if with_account and account is not None else ""
        said = (
            Said("Step", step.text),
            Said("Account", account.name if account is not None else "none"),
            Said("Owner", owner.name if owner is not None else "whoever leads the account"),
            Said("Due", (short_date(step.due) if step.due else "no date") + (", overdue" if late else "")),
        )
        yield Entry(
            _entry_id(EntryKind.STEP, step.id),
            EntryKind.STEP,
            step.id,
            name + step.text,
            step.due,
            owner.name if owner is not None else "who leads",
            tone="bad" if late else "plain",
            said=said,
        )


def _handoff(outlook: Outlook, handoff: Handoff) -> Iterator[Entry]:
    book, today = outlook.book, outlook.moment.today
    to = holder_text(book, handoff.incoming) if handoff.incoming else "nobody yet"
    since = holder_text(book, handoff.outgoing) if handoff.outgoing else "nobody"
    done = sum(item.done_on is not None for item in handoff.checklist)
    late = handoff.due < today
    steps = f"{done} of {counted(len(handoff.checklist), 'step')} done"
    yield Entry(
        _entry_id(EntryKind.HANDOFF, handoff.id),
        EntryKind.HANDOFF,
        handoff.id,
        f"{handoff.seat} to {to}, {steps}" + (", overdue" if late else ""),
        handoff.due,
        since,
        tone="bad" if late else "plain",
        said=(
            Said("Passes", f"{handoff.seat} from {since} to {to}, due {short_date(handoff.due)}, {steps}"),
            Said("Why", handoff.reason or "no reason given"),
            *((Said("Note", handoff.note),) if handoff.note else ()),
        ),
    )
    for place, item in enumerate(handoff.checklist, 1):
        ticked = item.done_on is not None
        yield Entry(
            _entry_id(EntryKind.CHECK, handoff.id, place),
            EntryKind.CHECK,
            handoff.id,
            f"{'x' if ticked else '-'} {item.text}",
            item.done_on,
            item.party.value,
            place=place,
            open=not ticked,
            said=(Said("Step", item.text), Said("Done", short_date(item.done_on) if item.done_on else "not yet")),
        )


def _contact(contact: Contact) -> Entry:
    text = ", ".join(part for part in (contact.name, contact.title, contact.email, contact.phone) if part)
    champion = ", champion" if contact.champion else ""
    return Entry(
        _entry_id(EntryKind.CONTACT, contact.id),
        EntryKind.CONTACT,
        contact.id,
        text + champion,
        said=(Said("Contact", text + champion),),
        open=False,
    )


def _talks(outlook: Outlook, talks: Iterable[Conversation]) -> Iterator[Entry]:
    for talk in sorted(talks, key=lambda one: (one.at, one.id), reverse=True):
        led = outlook.book.people.get(talk.by or 0)
        yield Entry(
            _entry_id(EntryKind.TALK, talk.id),
            EntryKind.TALK,
            talk.id,
            f"{talk.type.value}: {talk.summary}",
            talk.at.date(),
            led.name if led is not None else "",
            open=False,
            said=tuple(_heard(outlook, talk)),
        )


def _heard(outlook: Outlook, talk: Conversation) -> Iterator[Said]:
    yield Said("When", f"{talk.type.value} on {short_date(talk.at.date())} at {talk.at:%H:%M}, no. {talk.id}")
    present = ", ".join(names_of(outlook.book, talk))
    titles = {word.key: word.title for word in outlook.book.vocab.all()}
    told = (
        f"sentiment {talk.sentiment.value}" if talk.sentiment else "",
        f"expectation met: {talk.expectation.value}" if talk.expectation else "",
        ", ".join(titles.get(key, key) for key in talk.challenges),
    )
    for label, text in (("With", present), ("Heard", "; ".join(filter(None, told))), ("Said", talk.summary)):
        if text:
            yield Said(label, text)


def _end(outlook: Outlook, person: Person) -> Iterator[Entry]:
    if person.ends is not None:
        past = person.ends <= outlook.moment.today
        text = "is no longer here" if past else f"is no longer here from {short_date(person.ends)} on"
        yield Entry(
            _entry_id(EntryKind.END, person.id),
            EntryKind.END,
            person.id,
            text,
            person.ends,
            tone="warn",
            said=(Said("Ends", text),),
        )


def _leaves(outlook: Outlook, person: Person) -> Iterator[Entry]:
    today = outlook.moment.today
    for leave in sorted(person.leaves, key=lambda one: one.since, reverse=True):
        covers = sum(1 for _ in covers_of(outlook.book, person.id, leave.number))
        over = leave.until <= today
        state = "over, was back" if over else "away now, back" if leave.since <= today else "back"
        text = f"{state} {short_date(leave.until)}" + (f", {counted(covers, 'seat')} covered" if covers else "")
        said = (
            Said("Away", f"from {short_date(leave.since)}, back {short_date(leave.until)}"),
            Said("Covers", counted(covers, "seat") if covers else "none; W proposes who stands in"),
            *((Said("Reason", f"{leave.reason} (private)"),) if leave.reason else ()),
        )
        yield Entry(
            _entry_id(EntryKind.LEAVE, leave.number),
            EntryKind.LEAVE,
            leave.number,
            text,
            leave.since,
            open=not over,
            tone="plain" if over else "warn",
            said=said,
        )
