"""The three-way merge: what was imported last time, what we hold, what the file says now."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import Enum, StrEnum
from typing import Any


class Verdict(StrEnum):
    """What becomes of one field."""

    SAME = "same"
    """We hold what the file says."""
    KEEP = "keep"
    """The file did not change since last time: ours stays."""
    TAKE = "take"
    """Ours did not change since last time, or was empty or inferred: the file's is taken."""
    CONFLICT = "conflict"
    """Both changed: ours stays unless the user takes the file's."""


def merged(last: str | None, ours: str, theirs: str, *, inferred: bool = False) -> Verdict:
    """The verdict on a field from three texts; ``last`` is None for a field this source never gave.

    An inferred value of ours gives way to anything the file states.
    """
    if theirs == ours:
        return Verdict.SAME
    if inferred and theirs:
        return Verdict.TAKE
    if last is None:
        return Verdict.TAKE if not ours else Verdict.CONFLICT if theirs else Verdict.KEEP
    if theirs == last:
        return Verdict.KEEP
    return Verdict.TAKE if ours == last else Verdict.CONFLICT


LONGEST = 200
"""Longest text that is remembered whole; of a longer one its beginning and a digest of all of it."""


def text_of(value: Any) -> str:  # noqa: ANN401 - a value of any field
    """A value as the one line of text that equal values share; nothing and no are an empty text."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(text_of(part) for part in value)
    line = " ".join(str(value).split())
    if len(line) <= LONGEST:
        return line
    digest = hashlib.blake2s(line.encode("utf-8", "replace"), digest_size=6).hexdigest()
    return f"{line[: LONGEST - 20].rstrip()} #{digest}"
