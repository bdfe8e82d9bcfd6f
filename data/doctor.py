"""The examination of a book's folder as a manager reads it: what was looked at, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.ports import Examined
from core.wording import counted, keeping_text
from data.backups import BackupFiles
from data.store import checkpoint
from data.store.doctor import Report, Trouble
from data.store.doctor import examine as examined
from data.store.system import SYSTEM, System

_REPAIR = "“bookshift doctor --repair” does that with the others as one change that you see first and can undo."
_YOURS = "Only you can decide what is right here: edit the record."


def examine(folder: Path, *, system: System = SYSTEM, mounts: str | None = None) -> tuple[Examined, ...]:
    """What was looked at in a book's folder, in order; nothing in it is changed. First comes whether it opens."""
    report = examined(folder, system=system, mounts=mounts)
    return tuple(_all(report))


def _all(report: Report) -> Iterator[Examined]:
    troubles = {name: [one for one in report.troubles if one.about == name] for name in _ORDER}
    yield from map(_of_trouble, troubles["opening"])
    if report.book is not None:
        book = report.book
        count = sum(map(len, book.tables.values()))
        says = f"The book in {report.folder} opens: {counted(count, 'record')} after {counted(book.seq, 'change')}."
        yield Examined("opening", True, says)
    for name, well in _ORDER.items():
        if name == "opening":
            continue
        yield from map(_of_trouble, troubles[name])
        if well and report.book is not None and not troubles[name]:
            yield Examined(name, True, well)
        if name == "format" and report.book is not None and not troubles[name]:
            yield from _records(report)
            yield from _plain(report.folder)
    yield from _kept(report.folder)
    yield from (Examined("known", True, fact) for fact in report.facts)


_ORDER = {
    "opening": "",
    "format": "",
    "checkpoint": "",
    "journal": "",
    "history": "Every change can be read, and together they lead to the book of today.",
    "backups": "",
    "rights": "Only you may read the files.",
    "place": "",
    "disk": "",
}
"""What there is to look at, and what is said where nothing is wrong with it."""


def _of_trouble(trouble: Trouble) -> Examined:
    return Examined(trouble.about, trouble.harmless, trouble.says, trouble.mend, note=trouble.harmless)


def _records(report: Report) -> Iterator[Examined]:
    for fault in report.faults:
        yield Examined("records", False, fault.says, f"{fault.mend} {_REPAIR}" if fault.edit is not None else _YOURS)
    if not report.faults:
        yield Examined("records", True, "Every record is as its table asks, and refers only to what is there.")


def _plain(folder: Path) -> Iterator[Examined]:
    """The checkpoint as anybody's TinyDB sees it."""
    from tinydb import TinyDB  # only this check needs it

    try:
        with TinyDB(folder / checkpoint.FILE, access_mode="r") as database:
            tables = database.tables()
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        yield Examined("TinyDB", False, f"{checkpoint.FILE} does not open in TinyDB: {error}.")
        return
    yield Examined("TinyDB", True, f"{checkpoint.FILE} opens in TinyDB with {counted(len(tables), 'table')}.")


def _kept(folder: Path) -> Iterator[Examined]:
    keeping = BackupFiles(folder).keeping()
    if keeping is not None and (keeping.changes or keeping.backups):
        says = keeping_text(keeping.changes, keeping.backups, keeping.backup_bytes)
        yield Examined("kept", True, says)
