"""The store against SQLite (WAL, synchronous=FULL) on the same rows and against stock TinyDB, in the same run.

Run: python benchmarks/bench_store.py [--large]. Ratios within this run are what counts, not milliseconds.
SQLite has a table per kind of record with a column per field, and building the same dataclasses is part of its opening.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tinydb import TinyDB

from core.accounts import Account
from core.book.book import Book, IdSource
from core.book.change import Change, Head, Patch, change_of, inserted, updated
from core.conversations import Conversation, FollowUp
from core.desk import Desk, Done
from core.moment import Moment
from core.people import Person
from core.schema import encode, field_names, revise
from core.seats import Holder, Tenure, person_holder
from core.words import (
    AccountStatus,
    Complexity,
    ConversationType,
    Expectation,
    Family,
    HolderKind,
    Sentiment,
    TenureKind,
    Touch,
)
from data.store.store import OpenedStore, create_store, open_store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MOMENT = Moment.at(NOW)
WORDS = [
    *("call", "renewal", "risk", "budget", "owner", "plan", "usage", "support", "ticket"),
    *("team", "happy", "slow", "next", "quarter", "price", "seat"),
]
SIZES = ((2_000, 50_000), (10_000, 100_000))
LARGE = (50_000, 500_000)
EDITS = 400


def book_of(accounts: int, conversations: int, people: int = 50) -> Book:
    """A book with a holder for every account and conversations of a dozen words."""
    rng = random.Random(1)
    return Book.of(
        {
            "people": [Person(id=n, name=f"Person {n}", skills=("api",)) for n in range(1, people + 1)],
            "accounts": [
                Account(
                    id=n,
                    name=f"Account {n}",
                    arr=rng.randrange(10**7),
                    segment="mid",
                    touch=rng.choice(list(Touch)),
                    complexity=Complexity.STANDARD,
                    industry=rng.choice(WORDS),
                    started=date(2024, 1, 1),
                    renews=date(2027, 1, 1),
                    tags=("vip",) if n % 10 == 0 else (),
                )
                for n in range(1, accounts + 1)
            ],
            "holders": [
                Tenure(id=n, account=n, seat="csm", holder=person_holder(n % people + 1), since=date(2025, 1, 1))
                for n in range(1, accounts + 1)
            ],
            "conversations": [
                Conversation(
                    id=n,
                    account=n % accounts + 1,
                    type=rng.choice((ConversationType.CALL, ConversationType.EMAIL)),
                    at=NOW - timedelta(hours=n % 9_000),
                    by=n % people + 1,
                    sentiment=rng.choice([None, Sentiment.POSITIVE]),
                    summary=" ".join(rng.choices(WORDS, k=12)),
                    logged_at=NOW,
                )
                for n in range(1, conversations + 1)
            ],
        }
    )


# The edits --------------------------------------------------------------------------------------------------


def rename(book: Book, moment: Moment, ids: IdSource, number: int) -> Change:
    """One field of one account."""
    account = book.accounts[number]
    return change_of("edit", f"Rename account {number}", [updated(account, revise(account, name=f"Name {book.seq}"))])


def reassign(book: Book, moment: Moment, ids: IdSource, numbers: Sequence[int]) -> Change:
    """Another holder with a handoff note and a next step, for each account."""
    edits = []
    for number in numbers:
        held = book.tenures_of(number)[-1]
        since = held.since + timedelta(days=1)
        new = Tenure(
            id=ids.take("holders"),
            account=number,
            seat="csm",
            holder=person_holder(number % 50 + 1),
            since=since,
            note="Prefers mail; renewal in January; ask for Zoe",
        )
        step = FollowUp(id=ids.take("followups"), account=number, text="Say hello", created_on=moment.today)
        edits += [updated(held, revise(held, until=since)), inserted(new), inserted(step)]
    return change_of("assign", f"Assign {len(numbers)} accounts", edits, why="Even load")


# SQLite: the same rows --------------------------------------------------------------------------------------

ENTITIES: dict[str, type[Any]] = {
    "people": Person,
    "accounts": Account,
    "holders": Tenure,
    "followups": FollowUp,
    "conversations": Conversation,
}


def plain(value: Any) -> Any:  # noqa: ANN401
    """A field as SQLite keeps it."""
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Holder):
        return f"{value.kind}:{value.person or value.pool or value.function}"
    return json.dumps(value, default=str)


def row_of(record: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """A record as a row."""
    return tuple(plain(getattr(record, name)) for name in field_names(type(record)))


class Sqlite:
    """The same rows in SQLite, as durable as the store."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path, isolation_level=None)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("PRAGMA synchronous=FULL")

    def fill(self, book: Book) -> None:
        """Make the tables and write every record."""
        self.base.execute("CREATE TABLE history (seq INTEGER PRIMARY KEY, at, who, kind, says, why, edits)")
        self.base.execute("BEGIN")
        for name, entity in ENTITIES.items():
            columns = ", ".join(f"{f} INTEGER PRIMARY KEY" if f == "id" else f for f in field_names(entity))
            self.base.execute(f"CREATE TABLE {name} ({columns})")
            marks = ", ".join("?" * len(field_names(entity)))
            self.base.executemany(f"INSERT INTO {name} VALUES ({marks})", map(row_of, book.tables[name].all()))
        self.base.execute("CREATE INDEX talks ON conversations (account)")
        self.base.execute("CREATE INDEX tenures ON holders (account)")
        self.base.execute("COMMIT")
        self.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def commit(self, change: Change) -> None:
        """One change as one transaction: its rows, and a row of history."""
        run = self.base.execute
        run("BEGIN IMMEDIATE")
        for edit in change.edits:
            if edit.before is None:
                row = row_of(edit.after)
                run(f"INSERT INTO {edit.table} VALUES ({', '.join('?' * len(row))})", row)
            elif edit.after is not None:
                names = [n for n in field_names(type(edit.after)) if getattr(edit.before, n) != getattr(edit.after, n)]
                values = [plain(getattr(edit.after, name)) for name in names]
                run(f"UPDATE {edit.table} SET {', '.join(f'{n} = ?' for n in names)} WHERE id = ?", (*values, edit.id))
        what = json.dumps([(edit.table, edit.id) for edit in change.edits])
        run(
            "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)",
            (change.seq, NOW.isoformat(), "Mia", change.kind, change.says, change.why, what),
        )
        run("COMMIT")

    def read(self) -> int:
        """Every row as the same dataclass; the answer is how many."""
        return sum(len(list(self._records(name))) for name in ENTITIES)

    def _records(self, name: str) -> Iterator[object]:
        rows = self.base.execute(f"SELECT * FROM {name}")
        match name:
            case "accounts":
                return map(_account, rows)
            case "holders":
                return map(_tenure, rows)
            case "conversations":
                return map(_conversation, rows)
            case _:
                return (_any(ENTITIES[name], row) for row in rows)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _list(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text)) if text != "[]" else ()


_TYPES = {item.value: item for item in ConversationType}
_SENTIMENTS: dict[str | None, Sentiment | None] = {None: None, **{item.value: item for item in Sentiment}}
_EXPECTATIONS: dict[str | None, Expectation | None] = {None: None, **{item.value: item for item in Expectation}}
_TOUCHES: dict[str | None, Touch | None] = {None: None, **{item.value: item for item in Touch}}
_COMPLEXITIES: dict[str | None, Complexity | None] = {None: None, **{item.value: item for item in Complexity}}


def _conversation(row: Any) -> Conversation:  # noqa: ANN401
    return Conversation(
        id=row[0], account=row[1], type=_TYPES[row[2]], at=datetime.fromisoformat(row[3]), by=row[4],
        people=_list(row[5]), contacts=_list(row[6]), names=_list(row[7]), about=row[8],
        sentiment=_SENTIMENTS[row[9]], expectation=_EXPECTATIONS[row[10]], challenges=_list(row[11]),
        reactive=None if row[12] is None else bool(row[12]), summary=row[13], private=bool(row[14]),
        logged_at=datetime.fromisoformat(row[15]) if row[15] else None, source=row[16], external_ids=_list(row[17]),
    )  # fmt: skip


def _account(row: Any) -> Account:  # noqa: ANN401
    return Account(
        id=row[0], name=row[1], status=AccountStatus(row[2]), arr=row[3], currency=row[4], potential=row[5],
        segment=row[6], touch=_TOUCHES[row[7]], complexity=_COMPLEXITIES[row[8]], industry=row[9], region=row[10],
        language=row[11], products=_list(row[12]), needs_skills=_list(row[13]), started=_day(row[14]),
        renews=_day(row[15]), onboarded_on=_day(row[16]), outcomes=_list(row[18]), churned_on=_day(row[19]),
        churn_reason=row[20], parent=row[21], family=Family(row[22]), key_account=bool(row[23]),
        established=row[24], tags=_list(row[25]), locked_until=_day(row[28]), last_touch_imported=_day(row[29]),
        crm_people=_list(row[30]), imported=_list(row[31]), inferred=_list(row[32]), external_ids=_list(row[33]),
        website=row[34], custom=_list(row[35]), notes=row[36], archived=bool(row[37]),
    )  # fmt: skip


def _tenure(row: Any) -> Tenure:  # noqa: ANN401
    kind, _, who = row[3].partition(":")
    return Tenure(
        id=row[0], account=row[1], seat=row[2], holder=Holder(kind=HolderKind(kind), person=int(who)),
        since=date.fromisoformat(row[4]), until=_day(row[5]), kind=TenureKind(row[6]), share=row[7],
        leave_of=row[8], leave=row[9], reason=row[10], note=row[11],
    )  # fmt: skip


def _any(entity: type[Any], row: Any) -> object:  # noqa: ANN401
    return dict(zip(field_names(entity), row, strict=True))


# Measuring --------------------------------------------------------------------------------------------------


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each run."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return took


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def worst(values: Sequence[float]) -> float:
    """The 99th percentile."""
    return sorted(values)[int(len(values) * 0.99)]


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder on the disk that is measured: here, unless BOOKSHIFT_BENCH names another."""
    made = Path(tempfile.mkdtemp(dir=os.environ.get("BOOKSHIFT_BENCH")))
    try:
        yield made
    finally:
        shutil.rmtree(made)


class Watched:
    """A store that times its commits."""

    def __init__(self, opened: OpenedStore) -> None:
        self.store = opened.store
        self.took: list[float] = []

    @property
    def read_only(self) -> str:
        """As the store."""
        return self.store.read_only

    def heads(self) -> Sequence[Head]:
        """As the store."""
        return self.store.heads()

    def patches(self, seq: int) -> Sequence[Patch]:
        """As the store."""
        return self.store.patches(seq)

    def commit(self, change: Change) -> None:
        """As the store, timed."""
        self.took += timed(lambda: self.store.commit(change), 1)


def desk_of(opened: OpenedStore, store: Watched) -> Desk:
    """A desk as the application makes it."""
    desk = Desk(opened.book, store, lambda: MOMENT, user="Mia")
    desk.listen(lambda book, _: opened.store.advance(book))
    return desk


def edits(size: tuple[int, int], book: Book, place: Path) -> None:
    """One field; a reassignment with note and history; five hundred of them: the store and SQLite in turns."""
    opened = create_store(place / "book", book)
    store = Watched(opened)
    desk = desk_of(opened, store)
    peer = Sqlite(place / "peer.db")
    peer.fill(book)
    rng = random.Random(2)
    print(f"\n{size[0]:,} accounts, {size[1]:,} conversations: durable edits, ms (median / 99th percentile)")
    print(f"{'':28}{'whole edit':>16}{'its commit':>16}{'SQLite':>16}   commit : SQLite")
    kinds: tuple[tuple[str, int, Any, Callable[[], Any]], ...] = (
        ("one field", EDITS, rename, lambda: rng.randrange(1, size[0])),
        ("reassign, note, history", EDITS, reassign, lambda: [rng.randrange(1, size[0])]),
        ("bulk of 500", 24, reassign, lambda: rng.sample(range(1, size[0]), 500)),
    )
    for name, times, use_case, request in kinds:
        store.took, whole, theirs = [], [], []
        for _ in range(times):
            asked = request()
            started = time.perf_counter()
            done = desk.do(use_case, asked)
            whole.append((time.perf_counter() - started) * 1000)
            assert isinstance(done, Done), done
            theirs += timed(partial(peer.commit, done.change), 1)
        cells = "".join(f"{middle(v):8.2f} /{worst(v):6.2f}" for v in (whole, store.took, theirs))
        print(f"{name:28}{cells}   {middle(store.took) / middle(theirs):5.2f} x")
    stock_tinydb(book, place)
    opened.store.close()


def stock_tinydb(book: Book, place: Path) -> None:
    """One field in stock TinyDB, which writes its whole file."""
    path = place / "stock.json"
    tables = {name: {str(r.id): json.loads(encode(r)) for r in book.tables[name].all()} for name in ENTITIES}
    path.write_text(json.dumps(tables))
    with TinyDB(path) as stock:
        took = timed(lambda: stock.table("accounts").update({"name": "x"}, doc_ids=[1]), 3)
    print(f"{'one field, stock TinyDB':28}{middle(took):16.0f}")
    path.unlink()


PEAK = """
def peak():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
"""

OPEN_OURS = (
    PEAK
    + """
import sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from core.schema import TABLES, adapter
from data.store.store import open_store
[adapter(spec.entity) for spec in TABLES]
before = peak()
started = time.perf_counter()
opened = open_store(Path({path!r}), read_only=True)
print(time.perf_counter() - started, before, peak())
"""
)

OPEN_EARLY = (
    PEAK
    + """
import sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from core.schema import TABLES, adapter
from data.store.store import Opening
[adapter(spec.entity) for spec in TABLES]
before = peak()
started = time.perf_counter()
book = Opening(Path({path!r}), read_only=True).early()
print(time.perf_counter() - started, before, peak())
"""
)

OPEN_PEER = (
    PEAK
    + """
import sys, time
sys.path[:0] = [{root!r}, {root!r} + "/benchmarks"]
from pathlib import Path
from bench_store import Sqlite
before = peak()
started = time.perf_counter()
records = []
peer = Sqlite(Path({path!r}))
import gc
gc.disable()
for name in ("people", "accounts", "holders", "followups", "conversations"):
    records.append(list(peer._records(name)))
gc.enable()
print(time.perf_counter() - started, before, peak())
"""
)


def opening(size: tuple[int, int], book: Book, place: Path) -> None:
    """A fresh process each time: our whole Book with its look-ups, and SQLite's rows as the same dataclasses."""
    create_store(place / "open", book).store.close()
    peer = Sqlite(place / "open.db")
    peer.fill(book)
    peer.base.close()
    root = str(Path(__file__).resolve().parents[1])
    figures = {}
    for name, script, path in (
        ("ours", OPEN_OURS, place / "open"),
        ("ours, without conversations", OPEN_EARLY, place / "open"),
        ("SQLite", OPEN_PEER, place / "open.db"),
    ):
        runs = [_figures(script.format(root=root, path=str(path))) for _ in range(3)]
        figures[name] = min(runs)
    ours, theirs = figures["ours"], figures["SQLite"]
    file = (place / "open" / "book.json").stat().st_size / 2**20
    print(f"\n{size[0]:,} / {size[1]:,}: opening, best of 3 fresh processes; the checkpoint has {file:.0f} MB")
    for name, (seconds, before, after) in figures.items():
        print(f"{name:28}{seconds * 1000:8.0f} ms   memory {before:.0f} -> {after:.0f} MB (peak)")
    print(f"{'ours : SQLite':28}{ours[0] / theirs[0]:8.2f} x   (budget 2.5 x)")
    checkpointing(place / "open", file)


def _figures(script: str) -> tuple[float, float, float]:
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, before, after = map(float, run.stdout.split())
    return seconds, before, after


def checkpointing(path: Path, file: float) -> None:
    """A checkpoint beside another thread: how long that one was held up at most."""
    opened = open_store(path)
    desk = desk_of(opened, Watched(opened))
    assert isinstance(desk.do(rename, 1), Done)
    late, stop = [0.0], threading.Event()

    def beat() -> None:
        while not stop.is_set():
            started = time.perf_counter()
            time.sleep(0.001)
            late.append((time.perf_counter() - started) * 1000 - 1)

    thread = threading.Thread(target=beat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    thread.start()
    took = timed(lambda: opened.store.checkpoint(lambda: time.sleep(0)), 1)[0]
    stop.set()
    thread.join()
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) / 1024
    print(f"{'checkpoint':28}{took:8.0f} ms   longest pause of another thread {max(late):.0f} ms, peak +{more:.0f} MB")
    opened.store.close()


def main() -> None:
    """Print every table."""
    sizes = (*SIZES, LARGE) if "--large" in sys.argv else SIZES
    for size in sizes:
        book = book_of(*size)
        gc.collect()
        gc.freeze()
        with folder() as place:
            edits(size, book, place)
            opening(size, book, place)


if __name__ == "__main__":
    main()
