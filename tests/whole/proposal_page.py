"""Reads the page of a proposal in a terminal: every move with its reasons, line by line."""

from __future__ import annotations

import re

from tests.whole.terminal import Terminal

HEADING = re.compile(r"^(?P<account>\S.*?)(?: \+\d+)?: (?P<giver>\S.*) → (?P<taker>\S.*?)\s*$")
DECIDED = ("accepted", "refused", "pinned")
LABELS = ("Gives", "Account", "Takes", "If not")


class Page:
    """The page of a proposal with the cursor in its moves, in a window that shows every reason whole."""

    def __init__(self, terminal: Terminal) -> None:
        """Read in a terminal."""
        self.terminal = terminal

    def moves(self, count: int) -> list[tuple[str, str, str]]:
        """Every move on the page from the next line on: account, who gets it, and the reasons."""
        found: list[tuple[str, str, str]] = []
        while len(found) < count:
            self.on("down")
            move = self.move()
            if move is not None:
                found.append(move)
        return found

    def move(self) -> tuple[str, str, str] | None:
        """The move under the cursor: account, who gets it, and the reasons; None for another line."""
        title, lines = self._card()
        heading = HEADING.match(title)
        if heading is None or "Takes" not in lines:
            return None
        return heading["account"], heading["taker"], " ".join(lines[one] for one in LABELS if one in lines)

    def said(self) -> str:
        """What is said of a line that is no move."""
        return self._card()[1].get("Why", "")

    def on(self, key: str) -> None:
        """Press a key that leads to another line, until the card below is that of the line."""
        was = self._line()
        self.terminal.press_all([key])
        for _ in range(200):
            name = re.sub(r" \+\d+$|…$", "", self._line())
            if self._line() != was and self._card()[0].startswith(name):
                return
            self.terminal.read(0.02)
        raise AssertionError(f"nothing but {was}:\n{self.terminal.text}")

    def _line(self) -> str:
        """The first column of the line under the cursor."""
        line = next(line for line in self.terminal.text.splitlines() if "▸" in line)
        words = re.split(r"\s{2,}", line.partition("▸")[2].strip())
        return words[words[0] in DECIDED]

    def _card(self) -> tuple[str, dict[str, str]]:
        """The title of the card, and its lines by their labels."""
        lines = self.terminal.text.splitlines()
        begin = next(place for place, line in enumerate(lines) if line.startswith("─" * 20))
        rows = [line.partition("│")[0].rstrip() for line in lines[begin + 1 : -1]]
        found: dict[str, str] = {}
        label = ""
        for row in rows[1:]:
            label = row[1:9].strip() or label
            found[label] = f"{found.get(label, '')} {row[10:].strip()}".strip()
        return rows[0].strip(), found
