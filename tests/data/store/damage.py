"""Kinds of damage to a book's folder, and what the doctor says of each: on screen, by command and in docs/store.md."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.book.book import Book
from core.conversations import FollowUp
from data.store.store import create_store
from data.store.system import SYSTEM, Mode, System
from tests.data.store.books import DAY, assign, desk_over, done, log, rename, small_book
from tests.data.store.signed import newer_checkpoint, newer_segment, signed


def lived(folder: Path) -> Book:
    """A book with a history of several segments, and changes since its checkpoint."""
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    done(desk.do(rename, (1, "One")))
    done(desk.do(assign, (2, 3)))
    opened.store.checkpoint()
    done(desk.do(log, (3, "Said more")))
    opened.store.checkpoint()
    done(desk.do(rename, (4, "Four")))
    done(desk.do(log, (4, "Said last")))
    opened.store.close()
    return desk.book


def flip(path: Path, at: int) -> None:
    """Another bit in one byte."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def edit(path: Path, old: str, new: str) -> None:
    """Another text in the place of the first of its kind."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


class ReadOnlyFolder(System):
    """A folder in which nothing can be written."""

    def open(self, path: Path, mode: Mode) -> int:
        """Only for reading."""
        if mode is not Mode.READ:
            raise PermissionError(errno.EACCES, "no", str(path))
        return super().open(path, mode)


@dataclass(frozen=True, slots=True)
class Damage:
    """A kind of damage."""

    name: str
    """What it is."""
    harm: Callable[[Path], object]
    """Does it to the folder of ``lived``."""
    says: str
    """What the doctor says of it, or a part of that."""
    mend: str
    """What it says to do, or a part of that."""
    opens: bool = True
    """Whether the book opens all the same."""
    harmless: bool = False
    """Whether nothing is wrong with the book."""
    salvaged: bool = True
    """Whether there is something of this book to salvage."""
    system: System = SYSTEM
    """The system it is looked at with."""


def _gone(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _written(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text)


def _without_backups(folder: Path) -> None:
    edit(folder / "book.json", '{"id":3,"name":"Account 3"', '{"id":3,"nome":"Account 3"')
    shutil.rmtree(folder / "backups")


def _flipped(name: str, at: int) -> Callable[[Path], None]:
    return lambda folder: flip(next(folder.glob(name)), at)


def _newer(folder: Path) -> None:
    for path in folder.glob("journal-*"):
        path.write_bytes(newer_segment(path))
    (folder / "book.json").write_bytes(newer_checkpoint(folder / "book.json"))


def _twice(folder: Path) -> None:
    """An account that stands twice, in a file whose checksums are right."""
    path = folder / "book.json"
    line = next(line for line in path.read_bytes().split(b"\n") if line.startswith(b'"3": {"id":3,"name":"Account 3"'))
    path.write_bytes(
        signed(path, lambda early: early.replace(line, line + b"\n" + line.replace(b"Account 3", b"Twin")))
    )


def _astray(folder: Path) -> None:
    """A step of an account that is not there, in a book of its own."""
    shutil.rmtree(folder)
    step = FollowUp(id=1, account=77, text="Call", created_on=DAY)
    create_store(folder, Book.of({"followups": [step]})).store.close()


def _foreign(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    (folder / "book.json").write_text('{"_default": {"1": {"name": "Acme"}}}')
    (folder / "book.json").chmod(0o600)


ASIDE = "Rename book.json to book.json.damaged and open the book; it is put together anew with its whole history."
SALVAGE = "“bookshift doctor --salvage FOLDER” puts what can be saved into a new book and lists what is lost"
SHORTER = "cannot be listed, taken back or looked at with --as-of."

DAMAGE: tuple[Damage, ...] = (
    Damage(
        "a torn last line",
        lambda folder: (folder / "journal-4.jsonl").write_bytes((folder / "journal-4.jsonl").read_bytes() + b'["00'),
        "of an unfinished line: the machine or the program stopped while a change was being saved.",
        "That change was never reported as saved; everything before it is there.",
        harmless=True,
    ),
    Damage(
        "a flipped bit in the checkpoint",
        _flipped("book.json", 4_000),
        "book.json is damaged at byte",
        ASIDE,
        opens=False,
    ),
    Damage(
        "a value edited by hand in the checkpoint",
        lambda folder: edit(folder / "book.json", '"name":"One"', '"name":"Eve"'),
        "its checksum does not fit its contents",
        ASIDE,
        opens=False,
    ),
    Damage(
        "a broken line in the checkpoint, and no backup",
        _without_backups,
        "Lines of book.json that do not read:",
        SALVAGE,
        opens=False,
    ),
    Damage(
        "a checkpoint cut short",
        lambda folder: (folder / "book.json").write_bytes((folder / "book.json").read_bytes()[:5000]),
        "the file ends here",
        ASIDE,
        opens=False,
    ),
    Damage(
        "an empty checkpoint",
        lambda folder: (folder / "book.json").write_bytes(b""),
        "book.json is empty, which a book's checkpoint never is.",
        ASIDE,
        opens=False,
    ),
    Damage(
        "a checkpoint an editor saved",
        lambda folder: (folder / "book.json").write_bytes(b"\xef\xbb\xbf" + (folder / "book.json").read_bytes()),
        "begins with a byte order mark: an editor saved it.",
        ASIDE,
        opens=False,
    ),
    Damage(
        "a missing checkpoint",
        _gone("book.json"),
        "book.json is missing.",
        "Nothing is lost: opening the book makes it anew of a backup and the journal.",
    ),
    Damage(
        "a flipped bit in a sealed segment",
        _flipped("journal-1.jsonl", 300),
        "journal-1.jsonl is damaged at byte",
        SHORTER,
    ),
    Damage(
        "a flipped bit in the newest segment",
        _flipped("journal-4.jsonl", 300),
        "and whole lines follow from byte",
        SALVAGE,
        opens=False,
    ),
    Damage(
        "a missing old segment",
        _gone("journal-3.jsonl"),
        "journal-3.jsonl is missing: the history has a gap",
        SHORTER,
    ),
    Damage(
        "a missing newest segment",
        _gone("journal-4.jsonl"),
        "journal-4.jsonl is missing from",
        SALVAGE,
        opens=False,
    ),
    Damage(
        "a segment of another book",
        lambda folder: shutil.copy(folder.parent / "other" / "journal-4.jsonl", folder / "journal-4.jsonl"),
        "it belongs to another book",
        SALVAGE,
        opens=False,
    ),
    Damage(
        "a newer format",
        _newer,
        "This book was written by a newer Bookshift. This one opens it for reading only",
        "Install the newer Bookshift to make changes.",
        harmless=True,
        salvaged=False,
    ),
    Damage(
        "a foreign TinyDB file",
        _foreign,
        "book.json is no checkpoint of Bookshift.",
        "If it is another TinyDB file, keep it and choose another folder.",
        opens=False,
        salvaged=False,
    ),
    Damage(
        "a reference to a missing account",
        _astray,
        "which is not there",
        "Empty account.",
        salvaged=False,
    ),
    Damage(
        "an id that is there twice",
        _twice,
        "Account 3 stands twice in book.json",
        ASIDE,
        salvaged=False,
    ),
    Damage(
        "a folder that cannot be written",
        lambda folder: None,
        "Nothing can be saved in this folder, because permission was denied.",
        "The book opens for reading only until that is mended",
        harmless=True,
        system=ReadOnlyFolder(),
    ),
    Damage(
        "a second version that a sync service made",
        _written("book (Mia's conflicted copy).json", "{}"),
        "looks like a second version that a sync service made.",
        "It is not part of the book.",
        harmless=True,
    ),
    Damage(
        "a backup that is no good",
        _flipped("backups/book-2-*", 4_000),
        "A backup is no good:",
        "the book and the other backups are not affected.",
        harmless=True,
    ),
    Damage(
        "files that others may read",
        lambda folder: (folder / "book.json").chmod(0o644),
        "Others on this machine may read",
        "chmod -R go-rwx",
        harmless=True,
    ),
)
"""Every kind, each with the sentences for a manager."""
