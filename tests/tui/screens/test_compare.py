from __future__ import annotations

import os
from threading import Event
from typing import cast

import pytest
from textual.pilot import Pilot

from core.book.book import Book
from core.book.change import change_of, updated
from core.models.compare import Compared
from core.models.standing import Standing, saved_draft, standing_drafts
from core.organisation import Draft, Plan, PlanLine
from core.outlook import Outlook
from core.schema import revise
from core.usecases.edit import EditAccount, edit_account
from core.words import Touch
from tests.tui.comparing import begun, compared
from tests.tui.driving import MOMENT, NARROW, WIDE, check_golden, demo, driven, press, screen_text, settled
from tui.apart import can_be_apart
from tui.app import Bookshift
from tui.compare_rows import compare_card
from tui.comparison import Comparison
from tui.screens.beside import BesideScreen
from tui.screens.compare import CompareScreen
from tui.screens.draft import DraftScreen
from widgets.form import Form

TO_SMALL_POOLED_AT_TECH = ("5", "c", "G", "k")


def closer() -> Book:
    """The demo book with its small accounts served at mid touch, so that serving them at tech touch saves hours."""
    book = demo()
    small = [account for account in book.accounts.all() if account.segment == "small"]
    edits = [updated(account, revise(account, touch=Touch.MID)) for account in small]
    return book.apply(change_of("edit", "Serve small accounts closer", edits))[0]


async def compare(app: Bookshift, pilot: Pilot[None]) -> CompareScreen:
    """The comparison with everything measured."""
    app.comparison = compared()
    screen = CompareScreen()
    await app.push_screen(screen)
    await settled(app, pilot)
    return screen


def move_to(screen: CompareScreen, title: str) -> None:
    """Put the cursor on the first row with a title."""
    screen.table.move_to(next(row.id for row in screen.table.rows if row.title == title))


LOOKS = (
    ("compare", ("5", "c", "G", "k")),
    ("beside", ("b", "tab")),
    ("adopt", ("escape", "A")),
    ("draft", ("escape", "n", "j", "j")),
)
"""The screens in the order in which keys lead from one to the next."""


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])
async def test_the_screens_look_as_they_were_approved(size: tuple[int, int]) -> None:
    async with driven(size) as (app, pilot):
        app.comparison = compared()
        for name, keys in LOOKS:
            await press(app, pilot, *keys)
            app.clear_notifications()
            await settled(app, pilot)
            check_golden(f"{name}-{size[0]}x{size[1]}", app)


async def test_small_accounts_pooled_at_tech_touch_is_four_keys_from_the_start_and_says_what_it_costs() -> None:
    assert len(TO_SMALL_POOLED_AT_TECH) <= 12
    async with driven(NARROW, closer()) as (app, pilot):
        await press(app, pilot, *TO_SMALL_POOLED_AT_TECH)
        row = cast("CompareScreen", app.screen).table.current
        assert row is not None
        found = row.figures
        assert found is not None
        text = screen_text(app)

        assert row.title == "Small business pooled, served at tech touch, with today's roles"
        assert found.served_lower == 38
        assert found.saved_hours > 0
        assert f"{found.saved_hours / 100:.1f} h a month, because 38 accounts would be served at a lower" in text
        assert f"{found.moves} seats with work" in text
        assert f"{found.kept.accounts} kept, {found.loosened.accounts} loosened" in text
        assert f"{found.broken.accounts} broken" in " ".join(text.split())
        assert app.comparison is not None
        assert app.comparison.done == app.comparison.total


async def test_a_low_window_keeps_rows_to_choose_from() -> None:
    async with driven((60, 18)) as (app, pilot):
        await compare(app, pilot)
        rows = [line for line in screen_text(app).splitlines() if " today " in line or " suggested " in line]

        assert len(rows) >= 4
        assert "Hours saved" in screen_text(app)


async def test_every_model_is_there_twice_and_none_is_ranked() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        titles = [row.standing.title for row in screen.table.rows]

        assert len(titles) == 2 * len(set(titles)) == 28
        assert titles[:4] == ["Generalist", "Generalist", "Specialist", "Specialist"]
        assert {"Pooled", "Pooled, served at tech touch", "Partnership", "Integrated"} < set(titles)

        await press(app, pilot, "w")
        assert {row.roles_of.value for row in screen.table.rows} == {"today"}


class Held(Comparison):
    """A comparison that measures nothing before it is let go."""

    def __init__(self) -> None:
        """Compare the first two models."""
        some = begun(models=2)
        super().__init__(some.outlook, some.known)
        self.go = Event()

    def measure(self, one: Standing) -> tuple[Compared, Compared]:
        """Wait, then measure."""
        assert self.go.wait(20)
        return super().measure(one)


class Endless(Comparison):
    """A comparison that is never done with its first model."""

    def __init__(self) -> None:
        """Compare the first two models."""
        some = begun(models=2)
        super().__init__(some.outlook, some.known)

    def _rows(self, one: Standing) -> tuple[Compared, Compared]:
        Event().wait(60)
        raise AssertionError


async def test_keys_work_while_it_measures_and_esc_stops_it_and_r_goes_on() -> None:
    async with driven() as (app, pilot):
        app.comparison = comparison = Held()
        await pilot.press("5", "c", "j")
        screen = cast("CompareScreen", app.screen)
        assert "Measuring: 0 of 2 done" in screen_text(app)
        assert "…" in screen_text(app)
        assert screen.table.current is screen.table.rows[1]

        await pilot.press("escape")
        comparison.go.set()
        await settled(app, pilot)
        assert app.screen is screen
        assert comparison.done == 0
        assert "Stopped: 2 of 2 are still to be measured. Press r to go on." in screen_text(app)

        await press(app, pilot, "r")
        assert comparison.done == 2


@pytest.mark.skipif(not can_be_apart(), reason="this system cannot go on with a copy of a process")
async def test_a_copy_of_the_process_measures_what_would_be_measured_here_and_ends_with_it() -> None:
    async with driven() as (app, pilot):
        app.comparison = comparison = begun(models=2)
        asked: list[bool] = []
        measure = comparison.measure

        def noted(one: Standing) -> tuple[Compared, Compared]:
            asked.append(comparison.is_apart)
            return measure(one)

        comparison.measure = noted  # type: ignore[method-assign]
        await press(app, pilot, "5", "c")

        assert asked == [True, True]
        assert not comparison.is_apart
        here = {row.id: row.found for row in compared().rows}
        assert {row.id: row.found for row in comparison.rows} == {number: here[number] for number in (1, 2, 3, 4)}


@pytest.mark.skipif(not can_be_apart(), reason="this system cannot go on with a copy of a process")
@pytest.mark.parametrize("leave", [("escape",), ("escape", "escape")], ids=["esc stops", "esc leaves"])
async def test_stopping_ends_the_copy_that_measures(leave: tuple[str, ...]) -> None:
    async with driven() as (app, pilot):
        app.comparison = comparison = Endless()
        await pilot.press("5", "c")
        measuring = [comparison.is_apart]

        await pilot.press(*leave)
        await settled(app, pilot)
        measuring.append(comparison.is_apart)
        assert measuring == [True, False]
        assert comparison.done == 0
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


def test_accounts_without_a_line_are_the_first_thing_said_of_a_draft() -> None:
    comparison = begun(models=1)
    plan = Plan(id=0, title="Small only", lines=(PlanLine(scope="seg:small", model="generalist"),))
    draft = Draft(id=1, title="Small only", plan=plan)
    comparison.take([draft])
    one = saved_draft(draft)
    comparison.put(one, comparison.measure(one))
    row = comparison.rows[-2]

    said = compare_card(comparison.book, row)
    assert (said[0].label, said[0].text) == (
        "No line",
        "158 accounts fall under no line of the plan: nobody serves them",
    )


async def test_without_anybody_on_the_roster_the_next_keys_are_said() -> None:
    small = [account for account in demo().accounts.all() if account.segment == "small"]
    nobody = Book.of({"accounts": small, "segments": demo().segments.all(), "roles": demo().roles.all()})
    async with driven(NARROW, nobody) as (app, pilot):
        comparison = Comparison(Outlook(nobody, MOMENT), begun(models=5).known)
        for one in standing_drafts(nobody, MOMENT.today, comparison.known):
            comparison.put(one, comparison.measure(one))
        app.comparison = comparison
        await press(app, pilot, "5", "c")
        assert "Nobody is on the roster, so nobody can hold a seat. Press 3, then n or i." in screen_text(app)

        await press(app, pilot, "G", "A")
        await settled(app, pilot)
        told = " ".join(screen_text(app).split())
        assert "The pool Small business pool has no members: give it some." in told
        assert "Press esc, then n: as a draft of yours it can be changed." in told


async def test_figures_stay_after_a_change_and_are_said_to_be_of_before() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        await app.change(edit_account, EditAccount(1, (("industry", "Shipping"),)), tell=False)
        await settled(app, pilot)
        text = screen_text(app)

        assert "as of change 0" in text
        assert "The book has changed since (change 1). Press r" in text
        assert screen.table.rows[0].found is not None


async def test_the_page_of_a_row_names_who_changes_role_and_what_speaks_for_and_against() -> None:
    async with driven(WIDE) as (app, pilot):
        screen = await compare(app, pilot)
        move_to(screen, "Specialist, with suggested roles")
        await press(app, pilot, "enter")
        text = " ".join(screen_text(app).replace("│", " ").split())
        row = screen.table.current
        assert row is not None
        assert row.figures is not None

        assert "to Renewal manager" in text
        assert row.figures.evidence[0].says in text
        assert row.figures.evidence[0].source_text in text


async def test_two_marked_rows_are_laid_side_by_side() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        move_to(screen, "Specialist, with suggested roles")
        await press(app, pilot, "space")
        move_to(screen, "Pooled, with today's roles")
        await press(app, pilot, "space", "enter")
        page = cast("BesideScreen", app.screen)
        assert isinstance(page, BesideScreen)
        assert "A Specialist, with suggested roles" in screen_text(app)
        assert "B Pooled, with today's roles" in screen_text(app)

        await press(app, pilot, "tab", "slash", *"health", "less_than_sign", "5", "0", "enter")
        kept = {row.id for row in screen.comparison.outlook.rows.all() if row.health is not None and row.health < 50}
        assert {row.account for row in page.table.rows} == {row for row in kept if page_has(page, row)}
        assert all(row.then[1].leader == "pool:team" for row in page.table.rows)

        await press(app, pilot, "escape", "w")
        assert all(row.differs for row in page.table.rows)


def page_has(page: BesideScreen, account: int) -> bool:
    """Whether an account is a customer of the book that is compared."""
    outlook = page.outlook
    return outlook is not None and outlook.book.accounts[account].is_active


async def test_one_row_is_laid_beside_today() -> None:
    async with driven(WIDE) as (app, pilot):
        screen = await compare(app, pilot)
        move_to(screen, "Specialist, with suggested roles")
        await press(app, pilot, "b")
        page = cast("BesideScreen", app.screen)

        assert all(len(row.then) == 1 for row in page.table.rows)
        assert "Renewal manager" in screen_text(app)


async def test_rows_are_sorted_by_a_column_and_the_third_time_stand_as_listed() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        listed = [row.id for row in screen.table.rows]
        screen.table.move_to_column("broken")
        await press(app, pilot, "s")
        broken = [row.found.broken.accounts for row in screen.table.rows if row.found is not None]
        assert broken == sorted(broken, reverse=True)

        await press(app, pilot, "s")
        assert [row.found.broken.accounts for row in screen.table.rows if row.found is not None] == sorted(broken)

        await press(app, pilot, "s")
        assert [row.id for row in screen.table.rows] == listed


async def test_a_row_is_adopted_after_its_preview_and_one_undo_takes_it_back() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        move_to(screen, "Pooled, served at tech touch, with today's roles")
        row = screen.table.current
        assert row is not None
        assert row.figures is not None
        before = app.desk.book
        await press(app, pilot, "A")
        assert f"{row.figures.moves} seats change hands" in screen_text(app)
        assert f"{row.figures.moves} handoffs opened" in screen_text(app)
        assert app.desk.book is before

        await press(app, pilot, "enter")
        assert [head.kind for head in app.desk.heads] == ["adopt"]
        assert app.desk.book.plan is not None
        assert [line.model for line in app.desk.book.plan.lines] == ["pooled"]
        assert sum(handoff.closed_on is None for handoff in app.desk.book.handoffs.all()) >= row.figures.moves

        await press(app, pilot, "u")
        assert app.desk.book.plan == before.plan
        assert app.desk.book.holders.all() == before.holders.all()
        assert app.desk.book.handoffs.all() == before.handoffs.all()


async def test_seats_left_empty_are_confirmed_by_their_number() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        move_to(screen, "Specialist, with today's roles")
        row = screen.table.current
        assert row is not None
        assert row.figures is not None
        empty = row.figures.empty
        assert empty > 1
        await press(app, pilot, "A", "enter")
        assert f"Type {empty} to leave that many seats" in screen_text(app)
        assert not app.desk.heads

        app.screen.query_one(Form).set_value("confirm", str(empty))
        await press(app, pilot, "enter")
        assert len(app.desk.heads) == 1


async def test_an_adoption_that_later_changes_stand_in_the_way_of_is_not_taken_back_alone() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        move_to(screen, "Pooled, with today's roles")
        await press(app, pilot, "A", "enter")
        plan = app.desk.book.plan
        await press(app, pilot, "escape", "5", "tab", "a", "enter", "7", "j", "t")

        assert app.desk.book.plan != plan
        assert "This was built upon since" in screen_text(app)


async def test_a_row_is_kept_as_a_draft_and_opened() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        move_to(screen, "Specialist, with suggested roles")
        await press(app, pilot, "n")
        page = cast("DraftScreen", app.screen)
        assert isinstance(page, DraftScreen)
        assert page.draft.title == "Specialist"
        assert page.draft.role_changes

        await press(app, pilot, "escape")
        titles = [row.standing.title for row in screen.table.rows]
        assert titles[-2:] == ["Specialist", "Specialist"]
        assert screen.table.rows[-1].found is not None


async def test_what_is_shown_is_written_to_a_file() -> None:
    async with driven() as (app, pilot):
        screen = await compare(app, pilot)
        sheet = screen.shown_sheet()
        assert sheet is not None

        assert len(sheet.rows) == 28
        assert [column.title for column in sheet.columns][:2] == ["Model or draft", "Roles"]
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)
