from __future__ import annotations

from datetime import UTC, date, datetime

from textual.pilot import Pilot

from core.conversations import Conversation
from core.schema import revise
from core.usecases.marks import Escalate, LockOwner, escalate, lock_owner
from core.words import ConversationType, PersonStatus
from tests.core.usecases.world import ACME, ANA, BEN, BOREALIS, MIA, OPEN, world
from tests.tui.driving import demo, driven, press, screen_text, settled, toasts
from tui.app import Bookshift
from tui.entry_rows import Entry, EntryKind
from tui.screens.account import AccountScreen
from tui.screens.person import PersonScreen
from tui.screens.records import RecordsScreen
from widgets.form import Form

TALK = Conversation(
    id=1,
    account=1,
    type=ConversationType.CALL,
    at=datetime(2026, 10, 1, 14, tzinfo=UTC),
    by=2,
    people=(3,),
    contacts=(1,),
    names=("Zed",),
    summary="First words",
)
BOOK = world(
    conversations=[TALK],
    accounts=[BOREALIS, revise(ACME, parent=None)],
    contacts=[],
    people=[MIA, ANA, BEN, OPEN],
    pools=[],
)


async def records_of(
    app: Bookshift, pilot: Pilot[None], *, account: int | None = None, person: int | None = None
) -> RecordsScreen:
    """The page of records of an account or a person."""
    page = RecordsScreen(account=account, person=person)
    app.push_screen(page)
    await settled(app, pilot)
    return page


async def go_to(app: Bookshift, pilot: Pilot[None], page: RecordsScreen, kind: EntryKind, place: int = 0) -> Entry:
    """Put the cursor on the first record of a kind."""
    entry = next(row for row in page.table.rows if row.kind is kind and row.place == place)
    page.table.move_to(entry.id)
    await pilot.pause()
    return entry


async def fill(app: Bookshift, pilot: Pilot[None], **texts: str) -> None:
    """Fill in the form on top and save it."""
    form, below = app.screen.query_one(Form), app.screen
    for key, text in texts.items():
        form.set_value(key, text)
    await pilot.pause()
    form.action_submit()
    await settled(app, pilot, below)


async def test_a_conversation_is_corrected_and_deleted_from_the_account_and_one_undo_brings_it_back() -> None:
    book = world(conversations=[TALK])
    async with driven(book=book) as (app, pilot):
        app.push_screen(AccountScreen(1))
        await settled(app, pilot)
        await press(app, pilot, "R")
        page = app.screen
        assert isinstance(page, RecordsScreen)
        await go_to(app, pilot, page, EntryKind.TALK)
        await press(app, pilot, "e")
        await fill(app, pilot, summary="Two lines\nof other words", sentiment="negative", when="2026-10-02 15:00")
        after = app.desk.book.conversations[1]
        assert (after.summary, after.sentiment) == ("Two lines\nof other words", "negative")
        assert after.at.isoformat()[:16] == "2026-10-02T15:00"
        assert (after.people, after.contacts, after.names, after.by) == (TALK.people, TALK.contacts, TALK.names, 2)
        await press(app, pilot, "d", "n")
        assert 1 in app.desk.book.conversations
        await press(app, pilot, "d", "y")
        assert 1 not in app.desk.book.conversations
        await press(app, pilot, "u")
        assert app.desk.book.conversations[1] == after


async def test_a_conversation_that_is_logged_knows_contacts_and_colleagues_by_their_names() -> None:
    async with driven(book=world()) as (app, pilot):
        await records_of(app, pilot, account=1)
        await press(app, pilot, "c")
        await fill(app, pilot, summary="Kick-off", **{"with": "dr. lund, Ben Ode, Their new CFO"})
        talk = app.desk.book.conversations[1]
        assert (talk.contacts, talk.people, talk.names) == ((1,), (3,), ("Their new CFO",))


async def test_a_form_says_what_it_would_do_and_stays_open_on_a_refusal() -> None:
    async with driven(book=BOOK) as (app, pilot):
        await records_of(app, pilot, account=1)
        await press(app, pilot, "n", "s")
        await fill(app, pilot, text="Send the deck", due="2026-11-01")
        assert "1 Nov 2026, which has passed" in screen_text(app)
        assert not app.desk.heads
        app.screen.query_one(Form).set_value("due", "+7d")
        await settled(app, pilot, app.screen)
        assert "Enter: Add “Send the deck” for Borealis Health, due 29 Nov 2026." in screen_text(app)
        await press(app, pilot, "enter")
        assert app.desk.book.followups_of(1)[-1].due == date(2026, 11, 29)


async def test_next_steps_are_given_postponed_done_and_dropped_several_at_a_time() -> None:
    async with driven(book=BOOK) as (app, pilot):
        page = await records_of(app, pilot, account=1)
        for text in ("One", "Two"):
            await press(app, pilot, "n", "s")
            await fill(app, pilot, text=text)
        rows = [row.id for row in page.table.rows if row.kind is EntryKind.STEP]
        page.table.set_marks(rows)
        await press(app, pilot, "e")
        await fill(app, pilot, due="+3d")
        assert [step.due for step in app.desk.book.followups.all()] == [date(2026, 11, 25)] * 2
        page.table.set_marks(rows)
        await press(app, pilot, "a")
        await fill(app, pilot, to=BEN.name)
        assert [step.owner for step in app.desk.book.followups.all()] == [BEN.id] * 2
        page.table.set_marks(rows[:1])
        await press(app, pilot, "t")
        await go_to(app, pilot, page, EntryKind.STEP)
        await press(app, pilot, "d")
        assert [bool(step.done_on) for step in app.desk.book.followups.all()] == [True, False]
        assert [step.dropped for step in app.desk.book.followups.all()] == [False, True]


async def test_a_handoff_is_opened_ticked_given_more_time_and_closed_with_a_reason() -> None:
    async with driven(book=demo()) as (app, pilot):
        page = await records_of(app, pilot, account=1)
        before = set(app.desk.book.handoffs)
        await press(app, pilot, "n", "h")
        await fill(app, pilot, to=demo().people[3].name, reason="Ana's book is full")
        (number,) = set(app.desk.book.handoffs) - before
        opened = app.desk.book.handoffs[number]
        assert [holder and holder.person for holder in (opened.outgoing, opened.incoming)] == [2, 3]
        await go_to(app, pilot, page, EntryKind.CHECK, 1)
        await press(app, pilot, "t")
        assert app.desk.book.handoffs[number].checklist[0].done_on == date(2026, 11, 22)
        await go_to(app, pilot, page, EntryKind.HANDOFF)
        await press(app, pilot, "e")
        await fill(app, pilot, due="+40d", reason="holidays")
        assert app.desk.book.handoffs[number].due == date(2027, 1, 1)
        await press(app, pilot, "d")
        assert "closed with t" in toasts(app)[-1]
        await press(app, pilot, "t")
        await fill(app, pilot, reason="agreed by phone")
        assert app.desk.book.handoffs[number].closed_on == date(2026, 11, 22)


async def test_contacts_locks_and_escalations_are_records_too() -> None:
    book = world(contacts=[], conversations=[revise(TALK, contacts=())])
    async with driven(book=book) as (app, pilot):
        page = await records_of(app, pilot, account=1)
        await press(app, pilot, "n", "c")
        await fill(app, pilot, name="Zoe Abel", title="CFO")
        assert (app.desk.book.contacts[1].account, app.desk.book.contacts[1].title) == (1, "CFO")
        await go_to(app, pilot, page, EntryKind.CONTACT)
        await press(app, pilot, "e")
        await fill(app, pilot, phone="12345")
        assert app.desk.book.contacts[1].phone == "12345"
        await press(app, pilot, "d", "y")
        assert app.desk.book.contacts[1].archived

        await app.change(lock_owner, LockOwner((1,), date(2027, 1, 1)))
        await app.change(escalate, Escalate(1, "Outage"))
        await go_to(app, pilot, page, EntryKind.LOCK)
        await press(app, pilot, "e")
        await fill(app, pilot, until="2027-02-01")
        assert app.desk.book.accounts[1].locked_until == date(2027, 2, 1)
        await press(app, pilot, "d")
        assert not app.desk.book.accounts[1].locked_until
        await go_to(app, pilot, page, EntryKind.ESCALATION)
        await press(app, pilot, "t")
        assert not app.desk.book.accounts[1].is_escalated


async def test_an_absence_is_entered_moved_and_called_off_on_a_person() -> None:
    async with driven(book=BOOK) as (app, pilot):
        page = await records_of(app, pilot, person=ANA.id)
        await press(app, pilot, "n", "a")
        await fill(app, pilot, since="2026-12-01", until="2027-01-10", reason="parental")
        leave = app.desk.book.people[2].leaves[0]
        assert (leave.since, leave.until, leave.reason) == (date(2026, 12, 1), date(2027, 1, 10), "parental")
        await press(app, pilot, "n", "a")
        await fill(app, pilot, since="2026-12-10", until="2027-01-20")
        assert "overlaps" in " ".join(screen_text(app).replace("│", " ").split())
        await press(app, pilot, "escape")
        await go_to(app, pilot, page, EntryKind.LEAVE)
        await press(app, pilot, "e")
        await fill(app, pilot, until="2027-02-10")
        assert app.desk.book.people[2].leaves[0].until == date(2027, 2, 10)
        await press(app, pilot, "d", "y")
        assert app.desk.book.people[2].leaves == ()


async def test_an_employment_ends_on_another_day_and_not_at_all() -> None:
    async with driven(book=BOOK) as (app, pilot):
        page = await records_of(app, pilot, person=ANA.id)
        await press(app, pilot, "n", "e")
        await fill(app, pilot, on="2027-01-01")
        person = app.desk.book.people[2]
        assert (person.status, person.ends) == (PersonStatus.LEAVER, date(2027, 1, 1))
        await go_to(app, pilot, page, EntryKind.END)
        await press(app, pilot, "e")
        await fill(app, pilot, on="2027-02-01")
        assert app.desk.book.people[2].ends == date(2027, 2, 1)
        await press(app, pilot, "d", "y")
        assert app.desk.book.people[2].status.value == "active"


async def test_an_interview_is_logged_on_a_person_and_kept_private() -> None:
    async with driven(book=BOOK) as (app, pilot):
        page = await records_of(app, pilot, person=ANA.id)
        for key in ("e", "d", "t", "a"):
            await press(app, pilot, key)
            assert "There is no record here. Press n" in toasts(app)[-1]
        await press(app, pilot, "c")
        assert "Press n for an interview" in toasts(app)[-1]
        await press(app, pilot, "n", "i")
        await fill(app, pilot, summary="Too many hats", challenges="slow-answers")
        talk = app.desk.book.conversations[2]
        assert (talk.type, talk.about, talk.private, talk.by) == (ConversationType.INTERVIEW, ANA.id, True, MIA.id)
        await go_to(app, pilot, page, EntryKind.TALK)
        await press(app, pilot, "e")
        await fill(app, pilot, summary="Far too many hats")
        assert app.desk.book.conversations[2].summary == "Far too many hats"


async def test_an_open_position_is_filled_with_who_was_hired() -> None:
    async with driven(book=BOOK) as (app, pilot):
        app.push_screen(PersonScreen(ANA.id))
        await settled(app, pilot)
        await press(app, pilot, "H")
        assert "is no open position" in toasts(app)[-1]
        app.push_screen(PersonScreen(OPEN.id))
        await settled(app, pilot)
        await press(app, pilot, "H")
        await fill(app, pilot, name="Nia Osei", email="nia@example.com")
        hired = app.desk.book.people[OPEN.id]
        assert (hired.name, hired.status, hired.starts) == ("Nia Osei", PersonStatus.ACTIVE, OPEN.starts)
