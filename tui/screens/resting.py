"""A room that does not work while another screen covers it, and catches up when it is shown again."""

from __future__ import annotations

from core.outlook import Outlook
from tui.screens.base import Room


class RestingRoom(Room):
    """A room whose body is drawn from the newest outlook once it is on top."""

    _late = False

    def show_outlook(self, outlook: Outlook) -> None:
        """Draw now, or as soon as the screen is on top."""
        self._late = not self.is_current
        if not self._late:
            self.draw(outlook)

    def on_screen_resume(self) -> None:
        """Catch up with what changed meanwhile."""
        if self._late and self.outlook is not None:
            self._late = False
            self.draw(self.outlook)

    def draw(self, outlook: Outlook) -> None:
        """Refresh the body from a book that was read or changed."""
        raise NotImplementedError
