"""Tones: the few meanings a text may carry besides its words, resolved to colours by the theme."""

from __future__ import annotations

from typing import Final, Literal, get_args

Tone = Literal["plain", "muted", "good", "warn", "bad", "accent"]
"""A shade of meaning. It always repeats what a word, a number or a mark already says."""

TONES: Final[tuple[Tone, ...]] = get_args(Tone)
"""Every tone, in the order of its literal."""

TONE_STYLES: Final[dict[Tone, str]] = {
    "plain": "",
    "muted": "$foreground-muted",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "bold $text-error",
    "accent": "$text-accent",
}
"""Each tone as a style of Textual's `Content`; the theme gives the colours."""
