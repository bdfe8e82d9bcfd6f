"""From a path to text: the file itself, its encoding and its delimiter; every refusal is a sentence."""

from __future__ import annotations

import codecs
import csv
import io
import os
import stat
from collections import Counter
from pathlib import Path

from core.errors import BookshiftError
from core.text import clean

MOST_BYTES = 200_000_000
"""Largest file that is read."""
DELIMITERS = (",", ";", "\t", "|")
"""Delimiters that are tried, the more usual first."""
OFFERED = ("cp1252", "cp1250", "cp1251", "mac_roman", "shift_jis", "gb18030")
"""Encodings that are shown with a sample when a file is not UTF-8."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (
    (b"PK\x03\x04", "an Excel or OpenDocument workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
)


class UnreadableFile(BookshiftError):
    """A file that cannot be read as a table; the text is the sentence for the user."""


class UnknownEncoding(UnreadableFile):
    """A text that is not UTF-8; the user has to say in which encoding it is."""

    def __init__(self, says: str, samples: tuple[tuple[str, str], ...]) -> None:
        super().__init__(says)
        self.samples = samples
        """(encoding, how a line with special letters would read) pairs to choose from."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; ``UnreadableFile`` for a folder, a missing, unreadable, empty or too large file."""
    try:
        with open(path, "rb", opener=_opener) as file:
            state = os.fstat(file.fileno())
            if stat.S_ISDIR(state.st_mode):
                raise UnreadableFile(f"{path.name or path} is a folder. Name the CSV file in it.")
            if not stat.S_ISREG(state.st_mode):
                raise UnreadableFile(f"{path.name} is not an ordinary file. Save the table to a file first.")
            if state.st_size > MOST_BYTES:
                raise UnreadableFile(_too_large(path.name, state.st_size))
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {path}. Check the path.") from None
    except IsADirectoryError:
        raise UnreadableFile(f"{path.name or path} is a folder. Name the CSV file in it.") from None
    except PermissionError:
        raise UnreadableFile(f"{path.name} may not be read by you. Change its permissions or copy it.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the path is not valid"
        raise UnreadableFile(f"{clean(str(path))} cannot be read: {reason.lower()}.") from None
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_too_large(path.name, len(data)))
    return data


def _opener(path: str, flags: int) -> int:
    # without this, opening a pipe that nobody writes to would wait for ever
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))


def _too_large(name: str, size: int) -> str:
    return f"{name} has {size // 1_000_000:,} MB; at most {MOST_BYTES // 1_000_000} MB are read. Split it."


def decoded(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a file: by its byte order mark, else strictly UTF-8, else in the encoding given, never guessed.

    Raises ``UnreadableFile`` for what is no text, ``UnknownEncoding`` with samples for text that is not UTF-8.
    """
    if not data.strip():
        raise UnreadableFile(f"{name} is empty. Export it again.")
    for magic, what in _WORKBOOKS:
        if data.startswith(magic):
            raise UnreadableFile(f"{name} is {what}. Save it as CSV and import that.")
    marked = next((codec for bom, codec in _BOMS if data.startswith(bom)), None)
    text = _as(data, marked or encoding or "utf-8", name, given=encoding if marked is None else None)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise UnreadableFile(f"{name}, line {line}, holds a zero byte: it is not a text file. Export it as CSV again.")
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableFile(f"{name} is empty. Export it again.")
    return text.removeprefix("\ufeff")


def _as(data: bytes, codec: str, name: str, given: str | None) -> str:
    try:
        if codecs.lookup(codec).name not in _text_codecs():
            raise LookupError
        return data.decode(codec)
    except LookupError:
        raise UnreadableFile(f"“{clean(codec)}” is no encoding. Try {', '.join(OFFERED[:3])}.") from None
    except UnicodeDecodeError as error:
        if given is not None or codec != "utf-8":
            line = data.count(b"\n", 0, error.start) + 1
            raise UnreadableFile(f"{name}, line {line}, is not {codec}. Try another --encoding.") from None
        raise _unknown(data, name, error.start) from None


def _text_codecs() -> frozenset[str]:
    """Codecs that turn bytes into text; some of Python's do other things, such as unzip."""
    names = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "latin-1", "iso8859-15")
    windows = (f"cp{number}" for number in (437, 850, 852, 866, 874, 932, 936, 949, 950, *range(1250, 1259)))
    latin = (f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 16))
    others = ("mac_roman", "shift_jis", "gb18030", "gbk", "big5", "euc_jp", "euc_kr", "koi8-r", "koi8-u")
    return frozenset(codecs.lookup(codec).name for codec in (*names, *windows, *latin, *others))


def _unknown(data: bytes, name: str, place: int) -> UnknownEncoding:
    """The question which encoding it is, with the line that gives it away as each would show it."""
    begin = data.rfind(b"\n", 0, place) + 1
    end = data.find(b"\n", place)
    sample = data[max(begin, place - 40) : (end if end >= 0 else len(data))][:80].rstrip(b"\r")
    line = data.count(b"\n", 0, place) + 1
    samples = []
    for codec in OFFERED:
        text = clean(sample.decode(codec, errors="replace"))
        if "\ufffd" not in text:
            samples.append((codec, text))
    shown = "; ".join(f"--encoding {codec}: {text}" for codec, text in samples[:3])
    return UnknownEncoding(
        f"{name} is not UTF-8 (line {line}). Say which encoding it has, by how this line should read: {shown}",
        tuple(samples),
    )


def delimiter_of(text: str) -> str:
    """The delimiter that parts most of the first rows into the same number of cells; a comma when none does."""
    head = text[:64_000]
    best, chosen = (0, 0), ","
    for candidate in DELIMITERS:
        widths = Counter(width for width in _widths(head, candidate) if width > 1)
        if not widths:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
        if (rows, width) > best:
            best, chosen = (rows, width), candidate
    return chosen


def _widths(head: str, delimiter: str) -> list[int]:
    widths = []
    try:
        for place, row in enumerate(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)):
            if place >= 60:
                break
            if row:
                widths.append(len(row))
    except csv.Error:
        pass
    return widths
