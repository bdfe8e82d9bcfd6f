"""A disk that takes its time, or takes nothing: the screen goes on, says so, and shows nothing that is not saved."""

from __future__ import annotations

import asyncio
import threading

from core.book.change import Change
from core.desk import Desk, MemoryStore
from core.errors import Refusal, StoreError
from core.usecases.edit import EditAccount, edit_account
from tests.tui.driving import MOMENT, demo, press, screen_text, settled, toasts
from tui.app import Bookshift
from tui.compose import House, snapshots
from tui.session import Session


class SlowStore(MemoryStore):
    """A disk that saves nothing before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.let_go = threading.Event(), threading.Event()

    def commit(self, change: Change) -> None:
        """Wait, then save."""
        self.began.set()
        assert self.let_go.wait(20)
        super().commit(change)


class FullStore(MemoryStore):
    """A disk that is full until room is made."""

    full = True

    def commit(self, change: Change) -> None:
        """Say that it is full."""
        if self.full:
            says = "The change was not saved, because the disk is full. Everything saved before is safe."
            raise StoreError(says, writable=True)
        super().commit(change)


def over(store: MemoryStore) -> Bookshift:
    """The application over the demo book with such a disk."""
    return Bookshift(lambda _: House(Desk(demo(), store, lambda: MOMENT, user="lea"), snapshots()), Session())


NAME = EditAccount(1, (("name", "Another name"),))


async def test_while_a_slow_disk_saves_the_screen_says_so_and_can_be_used_and_shows_nothing_unsaved() -> None:
    store = SlowStore()
    app = over(store)
    async with app.run_test(size=(80, 24)) as pilot:
        while app.outlook is None:
            await pilot.pause()
        await settled(app, pilot)
        saving = asyncio.ensure_future(app.change(edit_account, NAME, tell=False))
        while app.state != "saving":
            await asyncio.sleep(0.005)
        assert store.began.is_set()
        await pilot.press("down", "3")
        assert "saving" in screen_text(app).splitlines()[0]
        assert app.desk.book.accounts[1].name != "Another name"
        assert not saving.done()

        store.let_go.set()
        await saving
        await pilot.pause()
        assert "saved" in screen_text(app).splitlines()[0]
        assert app.desk.book.accounts[1].name == "Another name"


async def test_a_full_disk_is_told_nothing_is_shown_as_saved_and_after_making_room_work_goes_on() -> None:
    store = FullStore()
    app = over(store)
    async with app.run_test(size=(80, 24)) as pilot:
        while app.outlook is None:
            await pilot.pause()
        await settled(app, pilot)
        outcome = await app.change(edit_account, NAME)
        await pilot.pause()
        assert isinstance(outcome, Refusal)
        assert "the disk is full" in toasts(app)[-1]
        assert app.desk.heads == []
        assert app.state == "saved"

        store.full = False
        await app.change(edit_account, NAME, tell=False)
        await press(app, pilot, "7")
        assert "Set name of" in screen_text(app)
