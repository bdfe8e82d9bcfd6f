"""What every dialog shares: a titled box over the dimmed screen, esc leaves it, the last line names its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.messages import Prune
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from widgets.key_hints import Hint, KeyHints
from widgets.text import plain

if TYPE_CHECKING:
    from tui.app import Bookshift

T = TypeVar("T")

_AROUND = 6
"""Lines of a box that are not its body: its border, and title and keys with a blank line each."""


class Dialog(ModalScreen[T | None], Generic[T]):
    """A modal box; dismissed with its answer, or None when the user leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Cancel", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("enter", "Save"), Hint("esc", "Cancel"))
    """The keys named at the foot of the box."""
    SCROLLED: ClassVar[str] = ".dialog--body"
    """What the keys of a long text scroll."""

    def __init__(self, title: str) -> None:
        """Make a dialog with a title, which may hold a customer's name."""
        super().__init__()
        self._heading = plain(title)

    @property
    def bookshift(self) -> Bookshift:
        """The application, with its type."""
        return cast("Bookshift", self.app)

    def compose(self) -> ComposeResult:
        """Title, body, keys."""
        with Vertical(classes="dialog--box"):
            yield Static(Content.styled(self._heading, "bold $primary"), classes="dialog--title")
            with VerticalScroll(classes="dialog--body", can_focus=False):
                yield from self.body()
            yield KeyHints(self.HINTS)

    def body(self) -> ComposeResult:
        """What stands between title and keys."""
        yield Widget()

    def on_resize(self) -> None:
        """Leave room for the keys: a box that grows with its text would push them out."""
        self.call_after_refresh(self._leave_room)

    def _leave_room(self) -> None:
        for box in self.query(".dialog--box").exclude(".-full"):
            box.query_one(".dialog--body").styles.max_height = max(1, self.size.height - _AROUND)

    def on_screen_resume(self) -> None:
        """Take the keys that were typed while the dialog was opening, and let no toast lie over its lines."""
        self.app.clear_notifications()
        self.call_after_refresh(self.bookshift.release_keys)

    async def on_prune(self, event: Prune) -> None:
        """End what is worked out beside the dialog before its lines go: it would come back to lines that are gone."""
        self.workers.cancel_node(self)

    def action_scroll(self, where: str) -> None:
        """Scroll the long text of the box."""
        text = self.query_one(self.SCROLLED, VerticalScroll)
        moves = {
            "down": text.scroll_down,
            "up": text.scroll_up,
            "page_down": text.scroll_page_down,
            "page_up": text.scroll_page_up,
            "home": text.scroll_home,
            "end": text.scroll_end,
        }
        moves[where](animate=False)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
