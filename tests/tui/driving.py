"""The application over the small demo book on a fixed day, driven by keys, read as text."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from textual.pilot import Pilot
from textual.screen import Screen

from core.book.book import Book
from core.desk import Desk, MemoryStore
from core.moment import Moment
from tui.app import Bookshift
from tui.compose import House, demo_book, snapshots
from tui.session import Session

DAY = date(2026, 11, 22)
MOMENT = Moment.at(datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=1))))
NARROW, WIDE = (80, 24), (120, 36)

GOLDENS = Path(__file__).parent / "goldens"
RENEW = "BOOKSHIFT_RENEW_GOLDENS"
"""Set it to write the goldens anew; then look at the difference."""


@cache
def demo() -> Book:
    """The small demo book; a value, so that all tests may share it."""
    return demo_book("small", 7, DAY)


def house(book: Book | None = None) -> House:
    """A house in memory whose clock stands still."""
    return House(Desk(demo() if book is None else book, MemoryStore(), lambda: MOMENT, user="lea"), snapshots())


@asynccontextmanager
async def driven(
    size: tuple[int, int] = NARROW, book: Book | None = None
) -> AsyncIterator[tuple[Bookshift, Pilot[None]]]:
    """The application with its book read."""
    app = Bookshift(lambda _: house(book), Session())
    async with app.run_test(size=size) as pilot:
        while app.outlook is None:
            await pilot.pause()
        await settled(app, pilot)
        yield app, pilot


ASKING = ("dialog", "write", "save")
"""Groups of workers that may wait for an answer of the user."""


async def settled(app: Bookshift, pilot: Pilot[Any], below: Screen[Any] | None = None) -> None:
    """Wait for everything that runs beside the screen; what asks the user ends, or puts a question over ``below``."""
    await pilot.pause()
    while working := [worker for worker in app.workers if not worker.is_finished]:
        busy = [worker for worker in working if worker.group not in ASKING]
        if busy:
            await asyncio.wait([asyncio.ensure_future(worker.wait()) for worker in busy])
        elif app.screen is not below or all(worker.group == "dialog" for worker in working):
            break
        await pilot.pause()
    await pilot.pause()


async def press(app: Bookshift, pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each once the last has done what it does."""
    for key in keys:
        below = app.screen
        await pilot.press(key)
        await settled(app, pilot, below)


def screen_text(app: Bookshift) -> str:
    """The screen as a reader sees it, without blanks at the ends of lines."""
    width, height = app.size
    console = Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system=None,
        record=True,
        legacy_windows=False,
    )
    console.print(app.screen._compositor.render_update(full=True))
    return "\n".join(line.rstrip() for line in console.export_text().splitlines()) + "\n"


def toasts(app: Bookshift) -> list[str]:
    """What the toasts say, the newest last."""
    return [notification.message for notification in app._notifications]


def check_golden(name: str, app: Bookshift) -> None:
    """Compare the screen with the text kept under a name, or keep it when goldens are renewed."""
    path, shown = GOLDENS / f"{name}.txt", screen_text(app)
    if os.environ.get(RENEW):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8"), f"{name} looks different; {RENEW}=1 keeps the new look"
