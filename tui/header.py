"""The two lines at the top: whose book, which plan, which day, saved or not; then the modes and the findings."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.commands import by_id
from widgets.text import fit, plain

MODES = ("go.book", "go.load", "go.model", "go.history")
"""Commands of the modes that exist, in the order of their keys."""


@dataclass(frozen=True, slots=True)
class HeaderText:
    """What the header says."""

    book: str = ""
    """Name of the book."""
    plan: str = ""
    """The plan in force in a few words."""
    day: str = ""
    """The day the figures are for."""
    state: str = ""
    """Saved, saving, or why nothing can be written."""
    mode: str = ""
    """Command id of the mode on screen."""
    findings: str = ""
    """Number of findings in words."""
    alarm: bool = False
    """Whether the state is something the user should act on."""


class Header(Widget):
    """Two lines that tell where the user is."""

    DEFAULT_CSS = """
    Header {
        height: 2;
        dock: top;
        background: $panel;
        color: $foreground;
    }
    """

    said: reactive[HeaderText] = reactive(HeaderText())
    """What is said now."""

    def render(self) -> Content:
        """The two lines, cut to the width."""
        width = self.size.width
        said = self.said
        state_style = "bold $text-warning" if said.alarm else "$foreground-muted"
        first = _between(
            [(" Bookshift", "bold $primary"), (_dotted(said.book), "bold"), (_dotted(said.plan), "$foreground-muted")],
            [(plain(said.day), ""), (_dotted(said.state), state_style), (" ", "")],
            width,
        )
        modes: list[tuple[str, str]] = []
        for command in map(by_id, MODES):
            here = command.id == said.mode
            modes.append((f" {command.shown_key} ", "bold $accent" if here else "$footer-key-foreground"))
            modes.append((f"{command.word} ", "bold underline" if here else "$foreground-muted"))
        second = _between(modes, [(said.findings, "bold"), (" ", "")], width)
        return Content("\n").join([first, second])


def _dotted(text: str) -> str:
    return f" · {plain(text)}" if text else ""


def _between(left: list[tuple[str, str]], right: list[tuple[str, str]], width: int) -> Content:
    """Left and right parts on one line; the left gives way when they do not fit."""
    right_width = sum(cell_len(text) for text, _ in right)
    room = max(0, width - right_width - 1)
    parts: list[Content] = []
    for text, style in left:
        length = min(cell_len(text), room)
        if length <= 0:
            break
        parts.append(Content.styled(fit(text, length, "left"), style) if style else Content(fit(text, length, "left")))
        room -= length
    parts.append(Content(" " * (room + 1)))
    parts.extend(Content.styled(text, style) if style else Content(text) for text, style in right)
    return Content("").join(parts)
