"""An account in words: facts, seats, hours with their reasons, what was heard, what comes next, what it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.accounts import Account
from core.conversations import Conversation, FollowUp
from core.outlook import Outlook
from core.rows import AccountRow
from core.wording import days_short, hours, hours_lines, money, short_date, spoken
from core.words import HealthBand, TenureKind
from widgets.tones import Tone


@dataclass(frozen=True, slots=True)
class Said:
    """One line: a label, a text and the tone that repeats what the text says."""

    label: str
    """What it is about; empty continues the line before."""
    text: str
    """What is said."""
    tone: Tone = "plain"
    """A shade of meaning."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together."""

    title: str
    """Heading."""
    lines: tuple[Said, ...]
    """What is said under it."""


_HEALTH_TONES: dict[HealthBand, Tone] = {
    HealthBand.GOOD: "good",
    HealthBand.WATCH: "warn",
    HealthBand.AT_RISK: "bad",
}
_MOST_TALKS = 12


def card(outlook: Outlook, row: AccountRow) -> tuple[Said, ...]:
    """The lines of the card beside the table."""
    return (
        *_ownership(outlook, row, most=3),
        *_load(outlook, row),
        *_customer(outlook, row),
        *_last_talk(outlook, row),
        *_next_steps(outlook, row, most=2),
        *_findings(outlook, row, most=3),
    )


def sections(outlook: Outlook, row: AccountRow, *, numbered: bool = False) -> tuple[Section, ...]:
    """The whole page of an account; numbered, each conversation says the number that commands know it by."""
    made = (
        Section("Customer", (*_customer(outlook, row), *_more(outlook, row))),
        Section("Seats", (*_ownership(outlook, row, most=99), *_past(outlook, row))),
        Section("Hours a month", tuple(_load(outlook, row))),
        Section("Findings", tuple(_findings(outlook, row, most=99))),
        Section("Next steps", tuple(_next_steps(outlook, row, most=99))),
        Section("Handoffs", tuple(_handoffs(outlook, row))),
        Section("Conversations", tuple(_talks(outlook, row, numbered=numbered))),
    )
    return tuple(section for section in made if section.lines)


def _ownership(outlook: Outlook, row: AccountRow, *, most: int) -> Iterator[Said]:
    day = outlook.moment.today
    reason = outlook.seating.unmanaged(row.account, day)
    if reason:
        yield Said("Owner", f"unmanaged: {reason}", "muted")
        return
    seats = outlook.seating.seats(row.account, day)
    if not seats:
        yield Said("Owner", row.owner or "nobody", "plain" if row.owner else "bad")
        return
    for seat in seats[:most]:
        held = outlook.seating.holding(row.account, seat, day)
        text = outlook.seating.holder_text(outlook.seating.holder(row.account, seat, day), day) or "nobody"
        since = f" since {short_date(held.since)}" if held is not None else ""
        cover = " (cover)" if held is not None and held.kind is TenureKind.COVER else ""
        dormant = "" if outlook.seating.active(row.account, seat, day) else ", no work now"
        yield Said(seat.title, f"{text}{cover}{since}{dormant}", "bad" if text == "nobody" and not dormant else "plain")


def _past(outlook: Outlook, row: AccountRow) -> Iterator[Said]:
    day = outlook.moment.today
    ended = [t for t in outlook.book.tenures_of(row.id) if t.until is not None and t.until <= day]
    for tenure in sorted(ended, key=lambda t: (t.until or t.since, t.id), reverse=True):
        who = outlook.seating.holder_text(tenure.holder, tenure.since) or "nobody"
        why = f": {tenure.reason}" if tenure.reason else ""
        until = short_date(tenure.until) if tenure.until else ""
        yield Said(f"was {tenure.seat}", f"{who}, {short_date(tenure.since)} to {until}{why}", "muted")


def _load(outlook: Outlook, row: AccountRow) -> Iterator[Said]:
    load = outlook.ledger.account(row.id)
    charges = load.charges
    printed = hours_lines([charge.hours for charge in charges])
    yield Said("Load", f"{hours(load.hours)} in the next 30 days")
    for charge, text in zip(charges, printed, strict=True):
        plainly = f"{text} {charge.duty.value}"
        yield Said("", plainly if charge.why == plainly else f"{plainly} = {charge.why}", "muted")


def _customer(outlook: Outlook, row: AccountRow) -> Iterator[Said]:
    currency = outlook.book.policy.currency
    arr = "ARR not known" if row.arr is None else money(row.arr, currency)
    yield Said("Worth", f"{arr}, {row.segment or 'no segment'}, {row.touch.value} touch")
    if row.renews is not None and row.renews_in is not None:
        when = (
            f"in {days_short(row.renews_in)}"
            if row.renews_in >= 0
            else f"{days_short(-row.renews_in)} past, no outcome"
        )
        tone: Tone = "bad" if row.renews_in < 0 else ("warn" if row.renews_in <= 90 else "plain")
        yield Said("Renews", f"{short_date(row.renews)}, {when}", tone)
    else:
        yield Said("Renews", "no renewal date", "muted")
    if row.band is not None:
        before = f", was {row.health_before}" if row.health_before is not None else ""
        value = f"{row.health} " if row.health is not None else ""
        yield Said("Health", f"{value}{spoken(row.band)}{before}", _HEALTH_TONES[row.band])
    if row.stage is not None:
        yield Said("Stage", row.stage.value)
    yield from _marks(outlook, row)


def _marks(outlook: Outlook, row: AccountRow) -> Iterator[Said]:
    account = row.account
    if account.is_escalated and account.escalation is not None:
        yield Said("Escalated", f"since {short_date(account.escalation.since)}: {account.escalation.reason}", "bad")
    if row.locked and account.locked_until is not None:
        yield Said("Owner", f"locked until {short_date(account.locked_until)}", "warn")
    kept_from = [one.name for one in outlook.book.people.all() if account.id in one.not_for and not one.archived]
    if kept_from:
        yield Said("Not for", ", ".join(kept_from), "warn")


def _more(outlook: Outlook, row: AccountRow) -> Iterator[Said]:
    account = row.account
    for label, text in _facts(account):
        if text:
            yield Said(label, text)
    parent = outlook.book.accounts.get(account.parent) if account.parent is not None else None
    if parent is not None:
        yield Said("Parent", f"{parent.name}, {account.family.value}")
    for contact in outlook.book.of_account("contacts_of_account", account.id):
        if contact.archived:
            continue
        yield Said("Contact", ", ".join(part for part in (contact.name, contact.title, contact.email) if part))
    if account.inferred:
        yield Said("Inferred", ", ".join(account.inferred), "muted")


def _facts(account: Account) -> Sequence[tuple[str, str]]:
    return (
        ("Industry", account.industry),
        ("Region", account.region),
        ("Language", account.language),
        ("Complexity", account.complexity.value if account.complexity else ""),
        ("Customer since", short_date(account.started) if account.started else ""),
        ("Tags", " ".join(f"#{tag}" for tag in account.tags)),
        ("Key account", "yes" if account.key_account else ""),
        ("Notes", account.notes),
    )


def _last_talk(outlook: Outlook, row: AccountRow) -> Iterator[Said]:
    digest = outlook.book.digest(row.id)
    talk = outlook.book.conversations.get(digest.last_conversation or 0)
    if talk is not None:
        yield Said("Last", f"{talk.type.value} {short_date(talk.at.date())}: {talk.summary}")
    elif row.quiet is None:
        yield Said("Last", "no conversation yet", "muted")


def _next_steps(outlook: Outlook, row: AccountRow, *, most: int) -> Iterator[Said]:
    steps = [step for step in outlook.book.followups_of(row.id) if step.is_open]
    steps.sort(key=lambda step: (step.due is None, step.due, step.id))
    for step in steps[:most]:
        yield Said("Next", step_text(outlook, step), "bad" if _is_late(outlook, step) else "plain")
    if len(steps) > most:
        yield Said("", f"and {len(steps) - most} more", "muted")


def _is_late(outlook: Outlook, step: FollowUp) -> bool:
    return step.due is not None and step.due < outlook.moment.today


def step_text(outlook: Outlook, step: FollowUp) -> str:
    """A follow-up in words."""
    owner = outlook.book.people.get(step.owner) if step.owner is not None else None
    due = f", due {short_date(step.due)}" if step.due else ""
    late = ", overdue" if _is_late(outlook, step) else ""
    return f"{step.text}{due}{late}" + (f" ({owner.name})" if owner else "")


def _findings(outlook: Outlook, row: AccountRow, *, most: int) -> Iterator[Said]:
    found = outlook.findings.of_account(row.id)
    for finding in found[:most]:
        yield Said(finding.code, finding.message, "warn")
    if len(found) > most:
        yield Said("", f"and {len(found) - most} more", "muted")


def _handoffs(outlook: Outlook, row: AccountRow) -> Iterator[Said]:
    for handoff in outlook.book.of_account("handoffs_of_account", row.id):
        if handoff.closed_on is not None:
            continue
        done = sum(item.done_on is not None for item in handoff.checklist)
        late = handoff.due < outlook.moment.today
        text = f"{handoff.seat}, due {short_date(handoff.due)}, {done} of {len(handoff.checklist)} steps done"
        yield Said("Open", text + (", overdue" if late else ""), "bad" if late else "plain")


def _talks(outlook: Outlook, row: AccountRow, *, numbered: bool) -> Iterator[Said]:
    talks: list[Conversation] = sorted(outlook.book.conversations_of(row.id), key=lambda t: (t.at, t.id), reverse=True)
    for talk in talks[:_MOST_TALKS]:
        mood = f", {talk.sentiment.value}" if talk.sentiment else ""
        met = f", expectation met: {talk.expectation.value}" if talk.expectation else ""
        number = f" no. {talk.id}" if numbered else ""
        yield Said(short_date(talk.at.date()), f"{talk.type.value}{number}{mood}{met}: {talk.summary}")
    if len(talks) > _MOST_TALKS:
        yield Said("", f"and {len(talks) - _MOST_TALKS} earlier ones", "muted")
