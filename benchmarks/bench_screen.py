"""Keys on the Book screen: from the key to the settled screen, at 2,000, 10,000 and 50,000 accounts.

Run: python benchmarks/bench_screen.py. The peer is a key that changes nothing but the cursor's line, in the same
application at 2,000 accounts. Processor time of the process, medians; ratios within this run are what counts.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable

from books import NOW, TODAY, book_of

os.environ["TEXTUAL_ANIMATIONS"] = "none"

from textual.pilot import Pilot

from core.book.book import Book, IdSource
from core.book.change import Change, change_of, inserted, updated
from core.desk import Desk, MemoryStore
from core.moment import Moment
from core.schema import revise
from core.seats import Tenure, person_holder
from tui.app import Bookshift
from tui.compose import House, snapshots
from tui.session import Session

SIZES = (2_000, 10_000, 50_000)
RUNS = 7
FILTERS = (("filter, a letter", "a"), ("filter, a term", "renews<90d"))


def assign(book: Book, moment: Moment, ids: IdSource, turn: int) -> Change:
    """Give an account that somebody holds to somebody else, as the dialog does."""
    held = [one for one in book.holders.all()[-400:] if one.until is None and one.holder.person is not None]
    tenure = held[turn]
    other = next(one.id for one in book.people.all() if one.id != tenure.holder.person and one.works_on(TODAY))
    following = Tenure(
        id=ids.take("holders"),
        account=tenure.account,
        seat=tenure.seat,
        holder=person_holder(other),
        since=max(TODAY, tenure.since),
    )
    return change_of("assign", "Assign", [updated(tenure, revise(tenure, until=following.since)), inserted(following)])


async def timed(pilot: Pilot[None], deed: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of processor time of one deed and of everything that follows from it."""
    await pilot.pause()
    began = time.process_time()
    await deed()
    await pilot.pause()
    return (time.process_time() - began) * 1_000


async def measured(size: int) -> dict[str, float]:
    """Median milliseconds by what was done."""
    book = book_of(size, conversations=False)
    desk = Desk(book, MemoryStore(), lambda: NOW, user="bench")
    app = Bookshift(lambda *_: House(desk, snapshots()), Session())
    gc.collect()
    gc.freeze()
    async with app.run_test(size=(120, 36)) as pilot:
        while app.outlook is None:
            await asyncio.sleep(0.05)
        await pilot.pause(1)
        took: dict[str, list[float]] = {}

        async def note(name: str, deed: Callable[[], Awaitable[object]]) -> None:
            took.setdefault(name, []).append(await timed(pilot, deed))

        for turn in range(RUNS):
            await note("down", lambda: pilot.press("down"))
            await note("mark", lambda: pilot.press("space"))
            await note("sort", lambda: pilot.press("s"))
            await pilot.press("escape", "slash")
            for name, text in FILTERS:
                for letter in text[:-1]:
                    await pilot.press(letter)
                await note(name, lambda: pilot.press(text[-1]))  # noqa: B023
                await pilot.press(*["backspace"] * len(text))
            await pilot.press("escape", "escape")
            await note("assign", lambda: app.change(assign, turn, tell=False))  # noqa: B023
    return {name: statistics.median(values) for name, values in took.items()}


async def main() -> None:
    """Print a line per size."""
    found = {size: await measured(size) for size in SIZES}
    peer = found[SIZES[0]]["down"]
    names = tuple(found[SIZES[0]])
    print(f"{'milliseconds':16}" + "".join(f"{name:>18}" for name in names))
    for size, took in found.items():
        print(f"{size:6,} accounts " + "".join(f"{took[name]:9.1f} {took[name] / peer:6.1f} x" for name in names))
    growth = " ".join(f"{name} {found[50_000][name] / found[10_000][name]:.2f} x," for name in names)
    print(f"50,000 against 10,000 (budget 3 x): {growth.rstrip(',')}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME"):
            os.environ[variable] = home
        asyncio.run(main())
