"""What may be drawn: every text that came from a file or a keyboard passes here before it reaches the terminal."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from rich.cells import cell_len, set_cell_size

Align = Literal["left", "right", "center"]
"""Where a text stands in the room it is given."""

ELLIPSIS = "…"
"""Drawn in place of what was cut."""

_ESCAPE_SEQUENCE = re.compile(
    # Strings to the terminal (title, clipboard, sixel ...), up to their terminator. The body stops at the next
    # introducer, so a text full of unfinished ones is still read once.
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\\\|\x9c)"
    # Control sequences: colours, cursor movement, erasing.
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    # Unfinished strings lose their introducer, everything else its two or three characters.
    "|\x1b[ -/]*[0-~]"
)

_SKIN_OR_SELECTOR = "[\U0001f3fb-\U0001f3ff\ufe00-\ufe0f\u20e3]"
_PICTURE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_JOINED_PICTURES = re.compile(f"({_PICTURE})(?:{_SKIN_OR_SELECTOR}*\u200d{_PICTURE})+")

_REGIONAL_A = 0x1F1E6
_REGIONAL_Z = 0x1F1FF


def _drawable(code: int) -> str | None:
    """Return what stands for one character on the screen, None for nothing."""
    if _REGIONAL_A <= code <= _REGIONAL_Z:
        # A flag is two of these letters; terminals disagree whether the pair is two or four cells wide.
        return chr(code - _REGIONAL_A + ord("A"))
    if code == 0x20E3 or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF or 0xE0100 <= code <= 0xE01EF:
        # Keycaps, variation selectors and skin tones change the width of what stands before them, or not.
        return None
    character = chr(code)
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\v\f\r\x85":
        return " "
    # Cc: C0, DEL, C1. Cf: bidi controls, zero width, soft hyphen, tags. Cs: half of a surrogate pair.
    return None if category in ("Cc", "Cf", "Cs") else character


class _Drawables(dict[int, str | None]):
    """Translation table for `str.translate` that learns each character when it is first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = _drawable(code)
        return self[code]


_DRAWABLES = _Drawables()


def plain(text: str, *, limit: int | None = None) -> str:
    """Return the text as it may be drawn: one line, nothing that steers the terminal, nothing of uncertain width.

    Escape sequences, control, bidi and zero-width characters and lone surrogates are removed; line breaks, tabs and
    unusual blanks become a blank; an emoji sequence becomes its first picture, a flag its two letters; what is left
    is composed (NFC). The result is stable: drawing it again changes nothing. A text of more than `limit` characters
    ends in an ellipsis.
    """
    if not (text.isascii() and text.isprintable()):
        text = _ESCAPE_SEQUENCE.sub("", text)
        text = _JOINED_PICTURES.sub(r"\1", text)
        text = unicodedata.normalize("NFC", text.translate(_DRAWABLES))
    if limit is None or len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + ELLIPSIS if limit > 0 else ""


def cell_width(text: str) -> int:
    """Return the cells of the terminal that a `plain` text takes; a wide character takes two."""
    return cell_len(text)


def fit(text: str, width: int, align: Align = "left") -> str:
    """Return a `plain` text in exactly `width` cells: padded with blanks, or cut with an ellipsis.

    A cell is one place of the terminal; a wide character takes two. No room gives the empty text.
    """
    if width <= 0:
        return ""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + ELLIPSIS
    spare = width - cell_len(text)
    left = {"left": 0, "right": spare, "center": spare // 2}[align]
    return " " * left + text + " " * (spare - left)
