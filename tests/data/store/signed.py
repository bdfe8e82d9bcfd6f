"""Files of a book that say something else than the program would write, with checksums that are right all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import orjson

from data.store import checkpoint, lines


def signed(path: Path, change: Callable[[bytes], bytes], *, format_is: int = checkpoint.FORMAT) -> bytes:
    """The bytes of a checkpoint whose tables before the conversations were changed."""
    data = path.read_bytes()
    meta = checkpoint.meta_of(path, data[: checkpoint.HEAD_BYTES])
    body = data[checkpoint.HEAD_BYTES :]
    early, late = change(body[: meta.early]), body[meta.early :]
    meta = replace(meta, format=format_is, early=len(early), early_sum=crc32(early))
    return checkpoint.opening(meta) + early + late


def newer_checkpoint(path: Path) -> bytes:
    """A checkpoint as format 2 might be: one more field in each account."""
    return signed(
        path, lambda early: early.replace(b'"archived":false}', b'"archived":false,"mood":"good"}'), format_is=2
    )


def newer_segment(path: Path) -> bytes:
    """A segment as format 2 might be: its first line says so, and its edits are of a kind nobody knows."""
    data, made, at, before = path.read_bytes(), b"", 0, 0
    while (line := lines.read(data, at)) is not None:
        at, fields = line.end, orjson.loads(line.head)
        if "segment" in fields:
            fields["format"], before = 2, line.before
        edits = b'[["moods",1,"*",{}]]' if "seq" in fields else line.edits
        text, before = lines.made(orjson.dumps(fields), edits, before)
        made += text
    return made
