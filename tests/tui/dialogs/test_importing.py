from __future__ import annotations

from pathlib import Path
from typing import cast

from textual.pilot import Pilot

from tests.tui.driving import driven, press, screen_text, settled
from tui.app import Bookshift
from tui.dialogs.importing import ImportDialog
from widgets.form import Form

ACCOUNTS = "Account Name,ARR,Renewal Date\nQuite New Ltd,120000,2027-03-31\nOther New,abc,2027-04-30\n"


def given(folder: Path, text: str, name: str = "accounts.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


async def looked_at(app: Bookshift, pilot: Pilot[None], path: Path) -> ImportDialog:
    await press(app, pilot, "i")
    dialog = cast("ImportDialog", app.screen)
    dialog.query_one(Form).set_value("file", str(path))
    await settled(app, pilot)
    await press(app, pilot, "enter")
    return dialog


async def test_the_preview_tells_kind_columns_counts_and_what_is_wrong_and_writes_nothing(tmp_path: Path) -> None:
    async with driven() as (app, pilot):
        await looked_at(app, pilot, given(tmp_path, ACCOUNTS))
        shown = " ".join(screen_text(app).replace("│", " ").split())

        assert "accounts.csv is taken as accounts" in shown
        assert "2 rows: 1 taken, 1 rejected" in shown
        assert "Account Name → name, ARR → arr, Renewal Date → renews" in shown
        assert "row 3, column “ARR”" in shown
        assert not app.desk.heads


async def test_yes_imports_as_one_change(tmp_path: Path) -> None:
    async with driven() as (app, pilot):
        await looked_at(app, pilot, given(tmp_path, ACCOUNTS))
        await press(app, pilot, "y")

        assert not isinstance(app.screen, ImportDialog)
        assert len(app.desk.heads) == 1
        assert any(account.name == "Quite New Ltd" for account in app.desk.book.accounts.all())


async def test_escape_imports_nothing(tmp_path: Path) -> None:
    async with driven() as (app, pilot):
        await looked_at(app, pilot, given(tmp_path, ACCOUNTS))
        await press(app, pilot, "escape")

        assert not isinstance(app.screen, ImportDialog)
        assert not app.desk.heads


async def test_an_open_question_stops_the_import_until_a_line_answers_it(tmp_path: Path) -> None:
    path = given(tmp_path, "Account Name,Renewal Date\nQuite New Ltd,03-04-2027\n")
    async with driven() as (app, pilot):
        dialog = await looked_at(app, pilot, path)
        shown = " ".join(screen_text(app).replace("│", " ").split())
        assert "Say whether the day or the month comes first. Choose DMY" in shown
        assert "--" not in shown

        await press(app, pilot, "y")
        assert not app.desk.heads

        await press(app, pilot, "e")
        dialog.query_one(Form).set_value("dates", "DMY")
        await settled(app, pilot)
        await press(app, pilot, "enter", "y")
        made = next(one for one in app.desk.book.accounts.all() if one.name == "Quite New Ltd")
        assert made.renews is not None
        assert made.renews.isoformat() == "2027-04-03"


async def test_rejected_rows_are_written_beside_the_file(tmp_path: Path) -> None:
    path = given(tmp_path, ACCOUNTS)
    async with driven() as (app, pilot):
        await looked_at(app, pilot, path)
        await press(app, pilot, "w")
        written = (tmp_path / "accounts-rejected.csv").read_text(encoding="utf-8")

        assert "Other New" in written
        assert "Quite New Ltd" not in written


async def test_a_file_that_cannot_be_read_is_told_at_its_line(tmp_path: Path) -> None:
    async with driven() as (app, pilot):
        dialog = await looked_at(app, pilot, tmp_path / "absent.csv")

        assert "absent.csv" in str(dialog.query_one(Form).query(".form--message").first().render())


async def test_tab_completes_the_name_of_the_file(tmp_path: Path) -> None:
    given(tmp_path, ACCOUNTS, "a-very-long-name.csv")
    async with driven() as (app, pilot):
        await press(app, pilot, "i")
        form = app.screen.query_one(Form)
        form.set_value("file", str(tmp_path / "a-very"))
        await settled(app, pilot)
        await press(app, pilot, "tab")

        assert form.values["file"] == str(tmp_path / "a-very-long-name.csv")


async def test_names_from_a_file_never_act_as_markup(tmp_path: Path) -> None:
    path = given(tmp_path, "Account Name,ARR\nAcme [/EMEA],12\n[b]bold[/b] :smile:,abc\n")
    async with driven() as (app, pilot):
        await looked_at(app, pilot, path)
        await press(app, pilot, "y", "slash", *"acme", "enter")

        assert any(account.name == "Acme [/EMEA]" for account in app.desk.book.accounts.all())
        assert "Acme [/EMEA]" in screen_text(app)
