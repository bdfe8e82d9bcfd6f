"""The application over a book at the top of the scale: when it can be used, how long it stands still, what it holds.

Run: python benchmarks/bench_large.py [ACCOUNTS]. The book is 50,000 accounts with 500,000 conversations unless said; a
fresh process opens it from the disk in the application, 120x36 without a terminal. A heartbeat of 2 ms on the
interface's own loop says how long it stood still: while the book is read, while keys are pressed, while a checkpoint
is written beside it. Processor time of the process says the same of a machine that has other work to do. Budgets:
rows to work with 2 s after the first frame, 2 x JSON + 110 MB, 50 ms in a checkpoint.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench_memory import STEADY, held
from books import NOW, TODAY, book_of

SIZE = 50_000
BEAT = 0.002
KEYS = ("down", "down", "pagedown", "space", "s", "3", "2", "slash", "a", "c", "escape")


Late = list[tuple[float, float]]
"""Milliseconds each beat was late: those that passed, and those of processor time."""


@asynccontextmanager
async def heartbeat() -> AsyncIterator[Late]:
    """How late each beat on the event loop was; that long the interface could not do anything."""
    late: Late = []

    async def beat() -> None:
        while True:
            began, spent = time.perf_counter(), time.process_time()
            await asyncio.sleep(BEAT)
            passed, used = time.perf_counter() - began, time.process_time() - spent
            late.append(((passed - BEAT) * 1000, max(used - BEAT, 0) * 1000))

    task = asyncio.ensure_future(beat())
    try:
        yield late
    finally:
        task.cancel()


def worst(late: Late) -> str:
    """The longest pauses and how many were felt, as time that passed and as processor time."""
    parts = []
    for name, found in (("passed", [one[0] for one in late]), ("processor", [one[1] for one in late])):
        longest = " ".join(f"{one:.0f}" for one in sorted(found, reverse=True)[:3])
        parts.append(f"{name} {longest} ms, {sum(one > 16 for one in found)} over 16")
    return f"longest pauses {'; '.join(parts)}"


class Watch:
    """Seconds since a moment, passed and of processor time."""

    def __init__(self) -> None:
        """From now on."""
        self._began, self._spent = time.perf_counter(), time.process_time()

    def __str__(self) -> str:
        """Both."""
        return f"{time.perf_counter() - self._began:.2f} s (processor {time.process_time() - self._spent:.2f} s)"


async def lived(folder: Path) -> None:
    """Open the book in the application, press keys, change one account, write a checkpoint; say what was seen."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    from core.book.change import change_of, updated
    from core.schema import revise
    from tui.app import Bookshift
    from tui.compose import House, open_house
    from tui.session import Session

    houses: list[House] = []

    def opener(early: object) -> House:
        houses.append(open_house(folder, today=TODAY, early=early))  # type: ignore[arg-type]
        return houses[0]

    app = Bookshift(opener, Session())
    async with app.run_test(size=(120, 36)) as pilot:
        watch = Watch()
        async with heartbeat() as late:
            while app.outlook is None:
                await asyncio.sleep(0.005)
            await pilot.pause()
            print(f"rows to work with after the first frame: {watch}, budget 2 s")
            while not app.opened:
                await asyncio.sleep(0.02)
            await pilot.pause()
        print(f"all read: {watch}; meanwhile {worst(late)}")
        async with heartbeat() as late:
            for key in KEYS:
                await pilot.press(key)
        print(f"keys: {worst(late)}")
        account = app.desk.book.accounts.all()[0]
        edit = updated(account, revise(account, name="Another name"))
        async with heartbeat() as late:
            await app.change(lambda book, moment, ids, _: change_of("edit", "Rename", [edit]), None, tell=False)
            await pilot.pause()
        print(f"one change with all that follows on screen: {worst(late)}")
        json = (folder / "book.json").stat().st_size / 2**20
        times, more = STEADY
        budget = times * json + more
        print(f"memory: {held('VmRSS'):.0f} MB = {held('VmRSS') / budget:.2f} of {times} x {json:.0f} + {more} MB")
        # As the idle application does it, whether or not it would be worth it.
        store = houses[0].desk._store
        watch = Watch()
        async with heartbeat() as late:
            from tui.compose import _breathe

            await asyncio.to_thread(store.checkpoint, _breathe)  # type: ignore[attr-defined]
        print(f"checkpoint: {watch}; {worst(late)}; budget 50 ms")
        print(f"memory: {held('VmRSS'):.0f} MB steady, {held('VmHWM'):.0f} MB at its highest")


def main() -> None:
    """Make the book and look at it from a process of its own."""
    if "--child" in sys.argv:
        asyncio.run(lived(Path(sys.argv[-1])))
        return
    from data.store.store import create_store

    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    with tempfile.TemporaryDirectory() as home:
        places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME")
        os.environ.update(dict.fromkeys(places, home))
        folder = Path(home) / "book"
        book = book_of(size)
        print(f"{len(book.accounts):,} accounts, {len(book.conversations):,} conversations, {NOW.today.isoformat()}")
        create_store(folder, book).store.close()
        del book
        subprocess.run([sys.executable, __file__, "--child", str(folder)], check=True)


if __name__ == "__main__":
    main()
