"""Windows of every shape, and terminals with few colours or none: nothing crashes, everything comes back readable."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.whole.manager import TODAY
from tests.whole.terminal import Terminal

SHAPES = ((40, 10), (20, 5), (1, 1), (200, 60))
ROOMS = {"2": "196 of 196", "3": "9 people", "5": "Plan in force", "7": "0 changes"}
"""Keys of the rooms, and words that each shows."""
DIALOGS = {
    "a": "type a part of a name",
    "c": "What was said",
    "r": "Runs until",
    "e": "Edit Acme Robotics",
    "n": "New account",
    "i": "Import from CSV files",
    "x": "Export 196",
    "S": "Snapshot of the whole book",
    "?": "Keys in Book",
    ":": "Search",
}
"""Keys of the dialogs of the book, and words that each shows."""


def squeeze(terminal: Terminal, words: str) -> None:
    """Give the window every shape, then its old one; the words come back."""
    for columns, lines in SHAPES:
        terminal.resize(columns, lines)
        terminal.read(0.05)
        assert terminal.process.poll() is None, terminal.text
    terminal.resize(80, 24)
    terminal.wait_for(words)


def test_any_shape_of_the_window_is_survived(tmp_path: Path) -> None:
    with Terminal(["demo", "--today", TODAY], folder=tmp_path) as terminal:
        terminal.wait_for("196 of 196")
        for key, words in ROOMS.items():
            terminal.press(key)
            terminal.wait_for(words)
            squeeze(terminal, words)
        terminal.press("2")
        terminal.wait_for("196 of 196")
        for key, words in DIALOGS.items():
            terminal.press(key)
            terminal.wait_for(words)
            squeeze(terminal, words)
            terminal.press("esc")
            terminal.wait_until_gone(words)
        terminal.press("enter")
        terminal.wait_for("Customer since")
        squeeze(terminal, "Customer since")
        terminal.press("q", "q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TEXTUAL_COLOR_SYSTEM": "256"}], ids=["none", "256"])
def test_every_room_is_readable_with_few_colours(variables: dict[str, str], tmp_path: Path) -> None:
    with Terminal(["demo", "--today", TODAY], folder=tmp_path, variables=variables) as terminal:
        terminal.wait_for("196 of 196")
        for key, words in ROOMS.items():
            terminal.press(key)
            text = terminal.wait_for(words)
            if key != "7":
                assert "▸" in text, "the cursor is a sign, not only a colour"
            assert faint(terminal) == []
        terminal.press("2", "a")
        terminal.wait_for("type a part of a name", "→")
        assert faint(terminal) == []


def faint(terminal: Terminal) -> list[str]:
    """The words on screen whose contrast with what is behind them is under 4.5, the least that WCAG 2 asks for."""
    found = []
    screen = terminal.screen
    for line in range(screen.lines):
        word = ""
        for column in range(screen.columns):
            cell = screen.buffer[line][column]
            front, back = shade(cell.fg, "e5e5e5"), shade(cell.bg, "000000")
            if cell.data.isalnum() and contrast(front, back) < 4.5:
                word += cell.data
            elif word:
                found.append(f"line {line + 1}: {word} ({cell.fg} on {cell.bg})")
                word = ""
    return found


def shade(colour: str, standard: str) -> float:
    """Relative luminance of a colour, by WCAG 2; 0 is black, 1 is white."""
    digits = standard if colour == "default" else colour
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """Contrast of two luminances, by WCAG 2: 1 is none, 21 is black on white."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
