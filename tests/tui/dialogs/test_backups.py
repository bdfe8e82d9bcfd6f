from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.usecases.edit import EditAccount, edit_account
from data.store.store import create_store
from tests.data.store.books import desk_over, done, rename, small_book
from tests.tui.driving import DAY, driven, press, screen_text, settled, toasts
from tui.app import Bookshift
from tui.compose import open_house
from tui.session import Session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book with two backups, one of which is the first of all."""
    opened = create_store(tmp_path / "book", small_book())
    desk = desk_over(opened.book, opened.store)
    for name in ("First", "Second"):
        done(desk.do(rename, (1, name)))
        opened.store.checkpoint()
    opened.store.close()
    return tmp_path / "book"


@asynccontextmanager
async def over(folder: Path) -> AsyncIterator[tuple[Bookshift, Pilot[None]]]:
    """The application over a book on the disk."""
    app = Bookshift(lambda _: open_house(folder, today=DAY), Session())
    async with app.run_test(size=(80, 24)) as pilot:
        while app.outlook is None or not app.opened:
            await pilot.pause()
        await settled(app, pilot)
        yield app, pilot


async def test_the_history_says_what_is_kept_how_long_and_what_it_takes(folder: Path) -> None:
    async with over(folder) as (app, pilot):
        await press(app, pilot, "7")

        assert "is kept for ever; 2 backups take " in screen_text(app)


async def test_a_book_in_memory_keeps_nothing_and_says_nothing() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "7")

        assert "kept for ever" not in screen_text(app)


async def test_a_backup_is_restored_after_what_it_takes_back_was_said_and_undo_brings_all_back(folder: Path) -> None:
    async with over(folder) as (app, pilot):
        await app.change(edit_account, EditAccount(2, (("name", "Kept by nobody"),)), tell=False)
        await press(app, pilot, "7", "B")
        shown = screen_text(app)
        assert "Of the backups the last ten are kept" in shown
        assert "Changes since" in shown

        await press(app, pilot, "enter")
        shown = " ".join(screen_text(app).split())
        assert "2 changes made since would be taken back, the newest" in shown
        assert "accounts: 0 added, 0 removed, 2 changed" in shown
        assert app.desk.book.accounts[1].name == "Second"

        await press(app, pilot, "y")
        assert app.desk.book.accounts[1].name == "First"
        assert app.desk.book.accounts[2].name == "Account 2"
        assert app.desk.heads[-1].says.startswith("Restore the backup “")

        await press(app, pilot, "u")
        assert app.desk.book.accounts[2].name == "Kept by nobody"


async def test_a_damaged_backup_is_named_and_nothing_changes(folder: Path) -> None:
    for path in (folder / "backups").glob("book-1-*"):
        path.write_bytes(path.read_bytes()[:-100])
    async with over(folder) as (app, pilot):
        await press(app, pilot, "7", "B", "enter")

        assert "is damaged" in toasts(app)[-1]
        assert len(app.desk.heads) == 2


async def test_a_book_in_memory_has_no_backups() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "7", "B")

        assert "There is no backup yet." in screen_text(app)
