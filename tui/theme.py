"""Bookshift's own theme in dark and light."""

from __future__ import annotations

from textual.theme import Theme

# What lies behind text is nearly grey: a terminal with 256 colours turns darker shades of blue into black or navy.
_VARIABLES_DARK = {
    "block-cursor-background": "#2f5d8a",
    "block-cursor-foreground": "#ffffff",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-background": "#30373e",
    "block-cursor-blurred-foreground": "#dfe6ee",
    "block-cursor-blurred-text-style": "none",
    "foreground-muted": "#93a1b0",
    "footer-key-foreground": "#f0b95a",
    "input-selection-background": "#2f5d8a 60%",
}

_VARIABLES_LIGHT = {
    "block-cursor-background": "#1f5f99",
    "block-cursor-foreground": "#ffffff",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-background": "#d4dee9",
    "block-cursor-blurred-foreground": "#1b2733",
    "block-cursor-blurred-text-style": "none",
    "foreground-muted": "#55636f",
    "footer-key-foreground": "#8a5200",
    "input-selection-background": "#1f5f99 30%",
}

DARK = Theme(
    name="bookshift-dark",
    primary="#5fa8e0",
    secondary="#7ec8b1",
    accent="#f0b95a",
    foreground="#dfe6ee",
    background="#14171a",
    surface="#191d20",
    panel="#23292e",
    success="#7bc47f",
    warning="#f0b95a",
    error="#f07a72",
    dark=True,
    variables=_VARIABLES_DARK,
)
"""The dark form."""

LIGHT = Theme(
    name="bookshift-light",
    primary="#1f5f99",
    secondary="#1d6f5b",
    accent="#8a5200",
    foreground="#1b2733",
    background="#f6f8fa",
    surface="#ffffff",
    panel="#e9edf0",
    success="#1f7a33",
    warning="#8a5200",
    error="#b3261e",
    dark=False,
    variables=_VARIABLES_LIGHT,
)
"""The light form."""

HIDDEN = frozenset({"ansi-dark", "ansi-light", "textual-ansi"})
"""Themes that are not offered: under NO_COLOR they paint black on black."""
