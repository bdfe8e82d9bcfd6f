"""What every screen of the application shares: header, body, key hints, and the way a key becomes a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.messages import Prune
from textual.screen import Screen
from textual.widget import Widget

from tui.commands import Place, by_id, hints
from tui.header import Header
from widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from core.outlook import Outlook
    from tui.app import Bookshift


class Room(Screen[None]):
    """A full screen of the application: a mode such as Book, or a page opened from one such as an account."""

    PLACE: ClassVar[Place]
    """Which commands can be given here."""
    MODE: ClassVar[str] = ""
    """Command id of the mode the header shows as chosen."""

    @property
    def bookshift(self) -> Bookshift:
        """The application, with its type."""
        return cast("Bookshift", self.app)

    @property
    def outlook(self) -> Outlook | None:
        """The book on its day with all that follows from it; None until it is read."""
        return self.bookshift.outlook

    def compose(self) -> ComposeResult:
        """Header, body, key hints."""
        yield Header()
        yield from self.body()
        yield KeyHints(hints(self.PLACE))

    def body(self) -> ComposeResult:
        """What stands between header and key hints."""
        yield Widget()

    def on_mount(self) -> None:
        """Follow the book from now on."""
        self.watch(self.app, "outlook", self._follow)
        self.watch(self.app, "state", self._say)

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self._say()

    async def on_prune(self, event: Prune) -> None:
        """End what is worked out beside the screen before its lines go: it would come back to lines that are gone."""
        self.workers.cancel_node(self)

    def _follow(self, outlook: Outlook | None) -> None:
        self._say()
        if outlook is not None:
            self.show_outlook(outlook)

    def _say(self) -> None:
        header = self.query_one_optional(Header)
        if header is not None:
            header.said = self.bookshift.header_text(self.MODE)

    def show_outlook(self, outlook: Outlook) -> None:
        """Refresh the body from a book that was read or changed."""

    def why_not(self, command: str) -> str:
        """Why a command cannot be given here and now, as a sentence; empty when it can."""
        return ""

    async def action_command(self, command: str) -> None:
        """Give a command by its id, or say why it cannot be given."""
        await self.bookshift.give(by_id(command), self)
