"""A line of input that never holds what may not be drawn."""

from __future__ import annotations

from textual.widgets import Input

from widgets.text import plain


class PlainInput(Input):
    """Textual's input, with whatever is typed or pasted made plain before it is drawn."""

    def validate_value(self, value: str) -> str:
        """Make the new value plain: a paste may carry escape sequences."""
        return plain(value)
