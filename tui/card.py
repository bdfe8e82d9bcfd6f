"""The card beside the account table, and the labelled lines that it shares with the account's page."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from core.outlook import Outlook
from core.rows import AccountRow
from tui.portrait import Said, card
from widgets.text import plain
from widgets.tones import Tone

_STYLES: dict[Tone, str] = {
    "plain": "",
    "muted": "$foreground-muted",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "bold $text-error",
    "accent": "$text-accent",
}


def said_content(lines: Iterable[Said], label_width: int, width: int) -> Content:
    """Labelled lines, each text wrapped beside its label."""
    rows: list[Content] = []
    room = max(8, width - label_width - 1)
    for line in lines:
        label = plain(line.label)[:label_width].ljust(label_width)
        for number, piece in enumerate(_wrapped(plain(line.text), room)):
            head = Content.styled(label if number == 0 else " " * label_width, "$foreground-muted")
            rows.append(Content.assemble(head, " ", (piece, _STYLES[line.tone])))
    return Content("\n").join(rows)


def _wrapped(text: str, width: int) -> list[str]:
    return [line.plain for line in Content(text).wrap(width)] or [""]


class AccountCard(Widget):
    """What is worth knowing of the account under the cursor."""

    DEFAULT_CSS = """
    AccountCard {
        width: 44;
        padding: 0 1;
        border-left: solid $panel;
        overflow: hidden;
    }
    """

    lines: reactive[tuple[Said, ...]] = reactive(())
    """What is said."""
    heading: reactive[str] = reactive("")
    """Name of the account."""

    def show(self, outlook: Outlook, row: AccountRow | None) -> None:
        """Show an account, or nothing."""
        self.heading = row.name if row is not None else ""
        self.lines = card(outlook, row) if row is not None else ()

    def render(self) -> Content:
        """The name, then the lines."""
        if not self.heading:
            return Content("")
        width = self.content_size.width
        title = Content.styled(plain(self.heading), "bold $primary")
        return Content("\n").join([title, said_content(self.lines, 8, width)])
