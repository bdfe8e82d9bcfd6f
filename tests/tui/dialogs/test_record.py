from __future__ import annotations

from typing import cast

from textual.widgets import Input

from core.usecases.set_fields import SetFields, set_fields
from tests.tui.driving import driven, press, screen_text, settled
from tui.dialogs.record import RecordDialog
from widgets.form import Form


def form_of(dialog: object) -> Form:
    return cast("RecordDialog", dialog).query_one(Form)


async def test_only_what_was_changed_is_set() -> None:
    async with driven() as (app, pilot):
        before = app.desk.book.accounts[1]
        await press(app, pilot, "e")
        form_of(app.screen).set_value("industry", "Shipping")
        await press(app, pilot, "enter")
        after = app.desk.book.accounts[1]

        assert after.industry == "Shipping"
        assert app.desk.heads[-1].says == f"Set industry of {before.name}"
        assert (after.name, after.arr, after.notes, after.tags) == (before.name, before.arr, before.notes, before.tags)


async def test_a_form_without_changes_changes_nothing() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "e", "enter")

        assert not isinstance(app.screen, RecordDialog)
        assert not app.desk.heads


async def test_what_cannot_be_read_is_told_and_the_cursor_goes_to_its_line() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "e")
        form = form_of(app.screen)
        form.set_value("arr", "a lot")
        await press(app, pilot, "enter")

        assert "ARR: “a lot” is not an amount" in screen_text(app)
        assert app.focused is form.query(Input)[1]
        assert not app.desk.heads


async def test_what_no_customer_can_have_is_told_and_the_form_stays() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "e")
        form = form_of(app.screen)
        form.set_value("started", "2026-01-01")
        form.set_value("renews", "2025-01-01")
        await press(app, pilot, "enter")

        assert isinstance(app.screen, RecordDialog)
        assert "does not come after its contract start" in " ".join(screen_text(app).replace("│", " ").split())


async def test_an_account_is_added() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "n")
        form = form_of(app.screen)
        form.set_value("name", "Quite New Ltd")
        form.set_value("arr", "120k")
        await press(app, pilot, "enter")
        added = app.desk.book.accounts[app.desk.book.high["accounts"]]

        assert (added.name, added.arr) == ("Quite New Ltd", 12_000_000)


async def test_another_account_of_the_same_name_is_asked_about() -> None:
    async with driven() as (app, pilot):
        name = app.desk.book.accounts[1].name
        count = len(app.desk.book.accounts)
        await press(app, pilot, "n")
        form_of(app.screen).set_value("name", name)
        await press(app, pilot, "enter")
        assert "Is this another customer" in screen_text(app)

        await press(app, pilot, "y")
        assert len(app.desk.book.accounts) == count + 1


async def test_a_record_needs_a_name() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "n", "enter")

        assert "A name is needed." in screen_text(app)
        assert not app.desk.heads


async def test_a_person_and_an_open_position_are_added() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "n")
        form = form_of(app.screen)
        form.set_value("name", "Zoe New")
        form.set_value("roles", "csm")
        await press(app, pilot, "enter", "n")
        form = form_of(app.screen)
        form.set_value("name", "CSM Nordics")
        form.set_value("position", "vacancy")
        form.set_value("roles", "csm")
        await settled(app, pilot)
        await press(app, pilot, "enter")
        names = {person.name: person.status.value for person in app.desk.book.people.all()}

        assert names["Zoe New"] == "active"
        assert names["CSM Nordics"] == "vacancy"


async def test_every_line_of_the_longest_form_is_reached_in_a_small_window() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "e", "up")
        shown = screen_text(app)

        assert "Notes" in shown
        assert "enter ctrl+s Save" in shown


async def test_a_note_of_several_lines_keeps_them_when_it_is_edited() -> None:
    async with driven() as (app, pilot):
        await app.change(set_fields, SetFields("account", (1,), (("notes", "First\nSecond"),)))
        await press(app, pilot, "e")
        form = form_of(app.screen)
        assert form.values["notes"] == "First\nSecond"
        form.focus_line("notes")
        await press(app, pilot, "enter", "T", "ctrl+s")

        assert app.desk.book.accounts[1].notes == "First\nSecond\nT"
