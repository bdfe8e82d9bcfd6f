"""Going to an account or a person by name, from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from core.outlook import Outlook
from tui.dialogs.base import Dialog
from tui.finding import Found, found
from widgets.key_hints import Hint
from widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from tui.app import Bookshift

_MOST = 60
"""Hits offered for one search; more letters find the rest."""
_WHAT = {"accounts": "account", "people": "person"}


class NamePicker(Picker):
    """A picker whose choices are looked up in the book for each text instead of being given at once."""

    def __init__(self, outlook: Outlook) -> None:
        super().__init__(placeholder="name of an account or a person", empty="Type a part of a name.", title_width=30)
        self._outlook = outlook
        self.hits: list[Found] = []

    def _filter(self) -> None:
        self.hits = found(self._outlook, self.text, _MOST)
        self._table.empty = "Nothing has this name." if self.text.strip() else "Type a part of a name."
        choices = [Choice(place, hit.title, f"{_WHAT[hit.table]}, {hit.detail}") for place, hit in enumerate(self.hits)]
        self._table.show(choices)


class FindDialog(Dialog[Found]):
    """Type a part of a name, enter opens the record."""

    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("enter", "Open"), Hint("up down", "Choose"), Hint("esc", "Cancel"))

    def __init__(self, outlook: Outlook) -> None:
        """Search a book."""
        super().__init__("Find an account or a person")
        self._outlook = outlook

    def body(self) -> ComposeResult:
        """The picker."""
        yield NamePicker(self._outlook)

    def on_mount(self) -> None:
        """Start typing."""
        self.query_one(NamePicker).focus()

    def on_picker_picked(self, event: Picker.Picked) -> None:
        """Answer with the record."""
        self.dismiss(self.query_one(NamePicker).hits[event.choice.id])

    def on_picker_dismissed(self, event: Picker.Dismissed) -> None:
        """Leave."""
        self.dismiss(None)


async def find(app: Bookshift) -> None:
    """Ask for a name and open the record; to be awaited in a worker."""
    if app.outlook is None:
        return
    hit = await app.push_screen_wait(FindDialog(app.outlook))
    if hit is not None:
        app.open_record(hit)
