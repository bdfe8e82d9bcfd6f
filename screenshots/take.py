"""Take the pictures in this folder: every screen over the demo book on a fixed day.

Run: python screenshots/take.py. The pictures are SVG files; the same program gives the same pictures.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from textual.pilot import Pilot  # noqa: E402 - the folder above must be on the path first

from tui.app import Bookshift  # noqa: E402
from tui.compose import demo_book, house_in_memory  # noqa: E402
from tui.screens.base import Room  # noqa: E402
from tui.session import Session  # noqa: E402

DAY = date(2026, 11, 22)
SEED = 7
SIZE = (120, 36)

Steps = Callable[[Pilot[None]], Awaitable[None]]


def keys(*pressed: str) -> Steps:
    """Steps that press keys."""

    async def press(pilot: Pilot[None]) -> None:
        for key in pressed:
            await pilot.press(key)
            await pilot.pause()

    return press


def solved(*pressed: str) -> Steps:
    """Steps that wait for a proposal before they press keys."""

    async def press(pilot: Pilot[None]) -> None:
        await keys("3", "b")(pilot)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await keys(*pressed)(pilot)

    return press


def _measured(*pressed: str) -> Steps:
    """Steps that press keys on the Compare screen once everything on it is measured."""

    async def press(pilot: Pilot[None]) -> None:
        await keys("5", "c")(pilot)
        app = pilot.app
        assert isinstance(app, Bookshift)
        while app.comparison is None or app.comparison.done < app.comparison.total:
            await pilot.pause(0.05)
        await keys(*pressed)(pilot)
        await pilot.pause(1.5)

    return press


PICTURES: dict[str, Steps] = {
    "book": keys("j", "j", "j"),
    "filter": keys("slash", *"renews", "less_than_sign", *"90d", "enter"),
    "account": keys("j", "enter"),
    "assign": keys("slash", *"renews", "less_than_sign", *"90d", "enter", "space", "space", "space", "a"),
    "conversation": keys("c"),
    "load": keys("3"),
    "person": keys("3", "enter"),
    "rebalance": solved("j", "plus", "plus", "minus"),
    "model": keys("5"),
    "compare": _measured("G", "k"),
    "beside": _measured("G", "k", "space", "space", "enter"),
    "draft": _measured("j", "j", "j", "n"),
    "adopt": _measured("G", "k", "A"),
    "history": keys("c", *"Short call", "enter", "7"),
    "help": keys("question_mark"),
}
"""Name of each picture and the keys that lead to it."""


async def picture(name: str, steps: Steps, size: tuple[int, int] = SIZE) -> None:
    """Take one picture."""
    app = Bookshift(lambda _: house_in_memory(demo_book("small", SEED, DAY), today=DAY), Session())
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await steps(pilot)
        await pilot.pause(0.5)
        (ROOT / "screenshots" / f"{name}.svg").write_text(app.export_screenshot(title="bookshift"), encoding="utf-8")


async def ready(app: Bookshift, pilot: Pilot[None]) -> None:
    """Wait until the book is read."""
    while not isinstance(app.screen, Room):
        await asyncio.sleep(0.01)
    await pilot.pause()


async def main(names: list[str]) -> None:
    """Take the named pictures, or all."""
    for name, steps in PICTURES.items():
        if not names or name in names:
            await picture(name, steps)
            print(name)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
