"""A person or pool in words: hours and capacity with their reasons, absences, accounts, next steps, what breaks."""

from __future__ import annotations

from collections.abc import Iterator

from core.conversations import FollowUp
from core.load.ledger import Ledger, PersonLoad
from core.outlook import Outlook
from core.people import Person
from core.wording import counted, hours, hours_short, listed, money_short, near_date, percent, short_date
from core.words import PersonStatus
from tui.load_rows import LoadRow
from tui.months_ahead import months_ahead
from tui.portrait import Said, Section
from widgets.load_bar import percent as load_percent
from widgets.load_bar import tone_of
from widgets.tones import Tone

_MOST = 40
"""Accounts and next steps listed on the page; the rest is counted."""


def load_card(outlook: Outlook, row: LoadRow, why: str, *, tall: bool = False) -> tuple[Said, ...]:
    """The lines of the card under the load table; with a line for each month ahead where it is tall."""
    if row.pool is not None:
        return tuple(_pool(outlook, row))
    if row.group:
        return tuple(_group(row, why))
    person = outlook.book.people[row.id]
    return (
        Said("Load", _load_text(row), tone_of(row.band)),
        *([Said("Why", why)] if why else []),
        *months_ahead(outlook, person.id, tall=tall),
        *_capacity(outlook.ledger, person),
        *_absences(outlook, person),
        *_findings(outlook, person.id, most=4),
    )


def person_sections(outlook: Outlook, person: Person) -> tuple[Section, ...]:
    """What the page of a person says beside the lines of their hours."""
    made = (
        Section("Capacity", tuple(_capacity(outlook.ledger, person))),
        Section("Away", tuple(_absences(outlook, person))),
        Section("Person", tuple(_facts(outlook, person))),
        Section("Findings", tuple(_findings(outlook, person.id, most=_MOST))),
        Section("Accounts", tuple(_accounts(outlook, person.id))),
        Section("Next steps", tuple(_next_steps(outlook, person.id))),
    )
    return tuple(section for section in made if section.lines)


def load_sentence(load: PersonLoad) -> str:
    """A person's load in one line: ``128.4 h of 96.0 h, 134 %, critical``."""
    if not load.client and not load.hours:
        return "no seats in these roles"
    pooled = f", {hours(load.pool_hours)} of it from pools" if load.pool_hours else ""
    return (
        f"{hours(load.hours)} of {hours(load.capacity)}, {load_percent(load.hours, load.capacity)}, {load.band}{pooled}"
    )


def _load_text(row: LoadRow) -> str:
    text = f"{hours(row.load)} of {hours(row.capacity)}, {load_percent(row.load, row.capacity)}, {row.band}"
    return text + (f"; {hours(row.pooled)} of it from pools" if row.person is not None and row.pooled else "")


def _capacity(ledger: Ledger, person: Person) -> Iterator[Said]:
    room = ledger.capacity(person.id)
    if not room.parts:
        yield Said("Capacity", "none: these roles hold no seats", "muted")
        return
    first, *others = room.parts
    text = f"{hours(room.hours)} = {hours_short(first.hours)} {first.why}"
    for part in others:
        sign = "-" if part.hours < 0 else "+"
        text += f" {sign} {hours_short(abs(part.hours))} {part.why}"
    yield Said("Capacity", text, "muted")


def _absences(outlook: Outlook, person: Person) -> Iterator[Said]:
    today = outlook.moment.today
    for leave in person.leaves:
        if leave.until <= today:
            continue
        word = "away now, back" if leave.since <= today else f"away from {short_date(leave.since)}, back"
        yield Said("Away", f"{word} {short_date(leave.until)}", "warn")
    if person.ends is not None:
        yield Said("Leaves", f"on {short_date(person.ends)}", "warn")
    if person.starts is not None and person.starts > today:
        word = "expected" if person.status is PersonStatus.VACANCY else "starts"
        yield Said("Begins", f"{word} {short_date(person.starts)}", "warn")


def _facts(outlook: Outlook, person: Person) -> Iterator[Said]:
    titles = {role.key: role.title for role in outlook.book.roles.all()}
    roles = (f"{titles.get(held.role, held.role)} {percent(held.share)}" for held in person.roles)
    lead = outlook.book.people.get(person.lead) if person.lead is not None else None
    reports = [report.name for report in outlook.book.reports_of(person.id) if not report.archived]
    pools = [pool.title for pool in outlook.book.pools.all() if any(m.person == person.id for m in pool.members)]
    named = (
        ("Roles", ", ".join(roles)),
        ("E-mail", person.email),
        ("Time", f"FTE {percent(person.fte)}"),
        ("Team", person.team),
        ("Lead", lead.name if lead is not None else ""),
        ("Reports", listed(reports)),
        ("Pools", listed(pools)),
        ("Segments", ", ".join(person.segments)),
        ("Regions", ", ".join(person.regions)),
        ("Languages", ", ".join(person.languages)),
        ("Skills", ", ".join(person.skills)),
        ("Industries", ", ".join(person.industries)),
        ("Since", short_date(person.starts) if person.starts is not None else ""),
    )
    for label, text in named:
        if text:
            yield Said(label, text)
    for number in person.not_for:
        account = outlook.book.accounts.get(number)
        if account is not None:
            yield Said("Not for", account.name, "warn")


def _findings(outlook: Outlook, person: int, *, most: int) -> Iterator[Said]:
    found = outlook.findings.of_person(person)
    for item in found[:most]:
        yield Said(item.code, item.message, "warn")
    if len(found) > most:
        yield Said("", f"and {len(found) - most} more", "muted")


def _accounts(outlook: Outlook, person: int) -> Iterator[Said]:
    ledger = outlook.ledger
    held = [(ledger.hours_on(number, person), outlook.rows[number]) for number in ledger.accounts_of(person)]
    held.sort(key=lambda pair: (-pair[0], pair[1].folded))
    for amount, row in held[:_MOST]:
        arr = "ARR not known" if row.arr is None else f"ARR {money_short(row.arr)}"
        renews = f", renews in {row.renews_in} d" if row.renews_in is not None and row.renews_in >= 0 else ""
        yield Said(hours(amount), f"{row.name}, {arr}{renews}")
    if len(held) > _MOST:
        yield Said("", f"and {len(held) - _MOST:,} more; the Book shows them with owner:P{person}", "muted")


def _next_steps(outlook: Outlook, person: int) -> Iterator[Said]:
    today = outlook.moment.today
    steps = [step for step in outlook.book.followups.all() if step.is_open and _owes(outlook, step, person)]
    steps.sort(key=lambda step: (step.due is None, step.due, step.id))
    for step in steps[:_MOST]:
        account = outlook.book.accounts.get(step.account or 0)
        late = step.due is not None and step.due < today
        tone: Tone = "bad" if late else "plain"
        due = near_date(step.due, today) if step.due is not None else "no date"
        name = f"{account.name}: " if account is not None else ""
        yield Said(due, f"{name}{step.text}" + (", overdue" if late else ""), tone)
    if len(steps) > _MOST:
        yield Said("", f"and {len(steps) - _MOST} more", "muted")


def _owes(outlook: Outlook, step: FollowUp, person: int) -> bool:
    """Whether a step is a person's: by name, or as whoever leads its account."""
    if step.owner is not None or step.account is None:
        return step.owner == person
    row = outlook.rows.get(step.account)
    return row is not None and person in row.owner_ids


def _group(row: LoadRow, why: str) -> Iterator[Said]:
    yield Said("Load", _load_text(row) if row.capacity else hours(row.load), tone_of(row.band))
    yield Said("Holds", f"{counted(row.accounts, 'account')}, ARR {money_short(row.arr)}")
    yield Said("People", why)


def _pool(outlook: Outlook, row: LoadRow) -> Iterator[Said]:
    load = outlook.ledger.pool(row.pool or 0)
    yield Said(
        "Load", f"{hours(row.load)}; its members have {hours(row.capacity)} left for it: {row.band}", tone_of(row.band)
    )
    yield Said("Holds", counted(row.accounts, "account"))
    for member in load.members:
        person = outlook.book.people[member.person]
        yield Said("Member", f"{person.name}: {hours(member.hours)} of {hours(member.free)} free", "muted")
    if load.left_over:
        yield Said("Nobody", f"{hours(load.left_over)} that no member has time for", "bad")
    for finding in outlook.findings.of_pool(row.pool or 0):
        yield Said(finding.code, finding.message, "warn")
