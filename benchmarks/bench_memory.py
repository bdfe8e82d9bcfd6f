"""Memory of the whole process against the book's own JSON: opening, everything that screens show, a checkpoint.

Run: python benchmarks/bench_memory.py. A fresh process opens the book with Textual imported, works out load, findings
and rows, changes one account and writes a checkpoint. Steady is what it holds then; peak is the most it ever held.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from books import book_of

from data.store.store import create_store

SIZES = ((2_000, 50_000), (10_000, 100_000))
STEADY, PEAK = (2, 110), (3, 120)
"""Budgets: times the JSON, and MB on top."""

SCRIPT = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {root!r} + "/benchmarks"]
import textual.app, textual.widgets
from bench_memory import held, lived

lived(Path({path!r}))
print(held("VmRSS"), held("VmHWM"))
"""


def held(line: str) -> float:
    """MB by one line of what the system says of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(one.split()[1]) / 1024 for one in lines if one.startswith(line))


def lived(folder: Path) -> object:
    """What a session holds: the desk, the outlook and the store, after one change and one checkpoint."""
    from books import NOW

    from core.book.change import change_of, updated
    from core.desk import Desk, Done
    from core.moment import Moment
    from core.outlook import Outlook
    from core.schema import revise
    from data.store.store import open_store

    opened = open_store(folder)
    clock: Moment = NOW
    desk = Desk(opened.book, opened.store, lambda: clock)
    outlook = Outlook(desk.book, clock)
    _ = outlook.rows.listed(), outlook.people, outlook.findings.header_count
    account = desk.book.accounts.all()[0]
    edit = updated(account, revise(account, name="Another name"))
    done = desk.do(lambda book, moment, ids, _: change_of("edit", "Rename", [edit]), None)
    assert isinstance(done, Done)
    outlook = outlook.after(desk.book, done.delta)
    opened.store.advance(desk.book)
    opened.store.checkpoint(lambda: None)
    KEPT.append((desk, outlook, opened))
    return KEPT


KEPT: list[object] = []
"""Keeps what a session holds alive until its memory is read."""


def main() -> None:
    """Print two lines per size."""
    root = str(Path(__file__).resolve().parents[1])
    for accounts, conversations in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "book"
            create_store(folder, book_of(accounts)).store.close()
            json = (folder / "book.json").stat().st_size / 2**20
            run = subprocess.run(
                [sys.executable, "-c", SCRIPT.format(root=root, path=str(folder))],
                capture_output=True,
                text=True,
                check=True,
            )
            steady, peak = map(float, run.stdout.split())
            print(f"{accounts:,} accounts, {conversations:,} conversations: {json:.0f} MB of JSON")
            for what, mb, (times, more) in (("steady", steady, STEADY), ("peak", peak, PEAK)):
                budget = times * json + more
                print(f"  {what:8}{mb:6.0f} MB = {mb / budget:.2f} of {times} x JSON + {more} MB ({budget:.0f} MB)")


if __name__ == "__main__":
    main()
