from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.book.difference import difference
from core.usecases.edit import EditAccount, edit_account
from tests.tui.driving import driven, house, press, screen_text, settled, toasts
from tui.compose import snapshots
from tui.dialogs.files import ExportDialog, SnapshotDialog
from widgets.form import Form


@pytest.fixture(autouse=True)
def working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_a_snapshot_is_written_here_and_holds_the_book(working_folder: Path) -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "S", "enter")
        file = working_folder / "northwind-cs-2026-11-22.bookshift"

        assert difference(app.desk.book, snapshots().read(file)).equal
        assert any("200 accounts are in" in said for said in toasts(app))


async def test_a_second_snapshot_gets_a_name_of_its_own(working_folder: Path) -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "S", "enter", "S", "enter")

        assert len(list(working_folder.iterdir())) == 2


async def test_a_file_that_is_there_is_replaced_only_after_a_yes(working_folder: Path) -> None:
    (working_folder / "taken.bookshift").write_text("mine")
    async with driven() as (app, pilot):
        await press(app, pilot, "S")
        app.screen.query_one(Form).set_value("file", "taken.bookshift")
        await press(app, pilot, "enter")
        assert "Replace it?" in screen_text(app)

        await press(app, pilot, "n")
        assert (working_folder / "taken.bookshift").read_text() == "mine"
        assert isinstance(app.screen, SnapshotDialog)


async def test_restoring_says_what_would_change_and_is_taken_back_by_undo(working_folder: Path) -> None:
    snapshots().write(house().desk.book, working_folder / "before.bookshift", today=house().desk.moment.today)
    async with driven() as (app, pilot):
        was = app.desk.book.accounts[1].name
        await app.change(edit_account, EditAccount(1, (("name", "Renamed"),)), tell=False)
        await press(app, pilot, "S")
        form = app.screen.query_one(Form)
        form.set_value("deed", "restore")
        form.set_value("file", "before.bookshift")
        await settled(app, pilot)
        await press(app, pilot, "enter")
        assert "accounts: 0 added, 0 removed, 1 changed" in screen_text(app)
        assert app.desk.book.accounts[1].name == "Renamed"

        await press(app, pilot, "y")
        assert app.desk.book.accounts[1].name == was

        await press(app, pilot, "u")
        assert app.desk.book.accounts[1].name == "Renamed"


async def test_the_newest_snapshot_is_proposed_for_restoring(working_folder: Path) -> None:
    (working_folder / "last-month.bookshift").touch()
    async with driven() as (app, pilot):
        await press(app, pilot, "S", "up", "right")
        form = app.screen.query_one(Form)
        assert form.values["file"] == "last-month.bookshift"

        await press(app, pilot, "left")
        assert form.values["file"] == "northwind-cs-2026-11-22.bookshift"


@pytest.mark.parametrize(("name", "says"), [("absent.bookshift", "absent.bookshift"), ("here.bookshift", "here")])
async def test_a_file_that_is_no_snapshot_is_told_and_nothing_changes(
    working_folder: Path, name: str, says: str
) -> None:
    (working_folder / "here.bookshift").write_text("not a snapshot")
    async with driven() as (app, pilot):
        await press(app, pilot, "S")
        form = app.screen.query_one(Form)
        form.set_value("deed", "restore")
        form.set_value("file", name)
        await press(app, pilot, "enter")

        assert isinstance(app.screen, SnapshotDialog)
        assert says in str(form.query(".form--message").first().render())
        assert not app.desk.heads


async def test_what_is_shown_is_exported_in_its_order(working_folder: Path) -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "slash")
        await press(app, pilot, *"acme", "enter", "x")
        app.screen.query_one(Form).set_value("form", "json")
        await settled(app, pilot)
        await press(app, pilot, "enter")
        written = json.loads((working_folder / "accounts-2026-11-22.json").read_text())

        assert written["count"] == 2
        assert [row["name"] for row in written["accounts"]] == ["Acme Robotics", "Acme Robotics Canada"]


async def test_a_folder_that_is_not_there_is_told_at_the_line() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "x")
        app.screen.query_one(Form).set_value("file", "nowhere/people.csv")
        await press(app, pilot, "enter")

        assert isinstance(app.screen, ExportDialog)
        assert "There is no folder nowhere" in screen_text(app)


@pytest.mark.parametrize("mode", ["2", "3", "5", "7"])
async def test_every_list_can_be_exported(mode: str, working_folder: Path) -> None:
    async with driven() as (app, pilot):
        await app.change(edit_account, EditAccount(1, (("name", "Renamed"),)), tell=False)
        await press(app, pilot, mode, "x", "enter")

        assert len(list(working_folder.glob("*.csv"))) == 1
