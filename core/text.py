"""Cleaning of every string once on its way into the book."""

from __future__ import annotations

import re
import unicodedata

NAME_LIMIT = 200
"""Longest name, title, reason or other single line, in characters."""
FILTER_LIMIT = 2_000
"""Longest filter of a plan or model, and longest reason why accounts are left unmanaged, in characters."""
NOTE_LIMIT = 10_000
"""Longest note or summary, in characters."""

_ESCAPES = re.compile(
    r"\x1b(?:\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\[[0-?]*[ -/]*[@-~]?|[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)?|.?)", re.S
)
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_ODD_BLANKS = re.compile(r"[^\S \n]|  | \n|\n ")
_ODD_BLANKS_IN_A_LINE = re.compile(r"[^\S ]|  ")
_DIRT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def clean(text: str, *, limit: int = NAME_LIMIT, lines: bool = False) -> str:
    """The text as the book keeps it.

    Unicode NFC; no control, escape, C1, bidirectional, zero-width or surrogate characters; blanks collapsed and
    trimmed; at most ``limit`` characters. Line ends survive only with ``lines``.
    """
    if not is_clean(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = _CONTROLS.sub("", _ESCAPES.sub("", text))
        text = unicodedata.normalize("NFC", text)
    if not lines:
        text = text.replace("\n", " ")
    text = _BLANKS.sub(" ", text)
    if lines:
        text = "\n".join(line.strip() for line in text.split("\n"))
    return text.strip()[:limit].rstrip()


def is_clean(text: str) -> bool:
    """Whether the text holds none of the characters that are taken out and is in Unicode NFC."""
    return not _DIRT.search(text) and (text.isascii() or unicodedata.is_normalized("NFC", text))


def is_kept(text: str, *, limit: int = NAME_LIMIT, lines: bool = False) -> bool:
    """Whether ``clean`` would give the same text back; quicker than cleaning it."""
    odd = _ODD_BLANKS if lines else _ODD_BLANKS_IN_A_LINE
    return len(text) <= limit and text == text.strip() and not odd.search(text) and is_clean(text)


def fold(text: str) -> str:
    """The text for comparing without case or accents: ``Ana Ruíz`` and ``ana ruiz`` are equal."""
    if text.isascii():
        return text.lower()
    # Taken apart first, since some letters are capitals only once they are; and again, since folding joins some.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
