"""One line of the journal: its length, a chained checksum, a head for the history, and the edits last.

A line is a JSON array of its own::

    ["<length>","<head>","<before>","<sum>",{head},edits]

Four fields of eight hexadecimal digits: bytes of head, comma and edits; bytes of the head alone; the checksum of the
line before (in another segment too); and the CRC32 of everything in this line but itself. So a line can be checked
alone, and a line that is missing, doubled or taken from elsewhere shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from zlib import crc32

PREFIX = 45
"""Bytes before the head."""
_TAIL = b"]\n"
_START = re.compile(rb'\["([0-9a-f]{8})","([0-9a-f]{8})","([0-9a-f]{8})","([0-9a-f]{8})",')


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read and is intact."""

    head: bytes
    """The head as JSON."""
    edits: bytes
    """The edits as JSON: an array, or a string when they are packed."""
    before: int
    """Checksum of the line before it."""
    sum: int
    """Its own checksum."""
    end: int
    """Offset of the byte after it."""


def made(head: bytes, edits: bytes, before: int) -> tuple[bytes, int]:
    """The bytes of a line, and its checksum, which the next one carries."""
    fixed = b'["%08x","%08x","%08x","' % (len(head) + 1 + len(edits), len(head), before)
    total = crc32(edits, crc32(head, crc32(fixed)))
    return b'%s%08x",%s,%s]\n' % (fixed, total, head, edits), total


def read(data: bytes, at: int) -> Line | None:
    """The line that starts at an offset; None when it is not whole and intact."""
    start = _START.match(data, at)
    if start is None:
        return None
    length, head_length, before, total = (int(group, 16) for group in start.groups())
    body = at + PREFIX
    end = body + length
    split = body + head_length
    if data[end : end + 2] != _TAIL or head_length >= length or data[split : split + 1] != b",":
        return None
    head, edits = data[body:split], data[split + 1 : end]
    if crc32(edits, crc32(head, crc32(data[at : at + 35]))) != total:
        return None
    return Line(head, edits, before, total, end + 2)


def next_intact(data: bytes, at: int) -> int | None:
    """The offset of the first intact line after an offset, wherever it begins; None when there is none.

    A damaged line end must not hide the line behind it, so lines are looked for anywhere, not only after line ends.
    """
    for start in _START.finditer(data, at + 1):
        if read(data, start.start()) is not None:
            return start.start()
    return None


def length_of(prefix: bytes) -> int:
    """The bytes of the line that begins with ``prefix``; 0 when it is none."""
    start = _START.match(prefix)
    return PREFIX + int(start.group(1), 16) + len(_TAIL) if start else 0
