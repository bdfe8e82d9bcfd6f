"""Waiting until a key has had its whole effect, so that the next one goes where the first has led."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.dom import DOMNode

_ROUNDS = 3
"""Ways up from a widget to the application: the key's, that of the message its binding posts, and that of the message
with which the widget around it answers."""


def after_key(app: App[Any], widget: DOMNode, then: Callable[[], None]) -> None:
    """Call ``then`` once all is handled that a key handed to a widget has set off on its way up to the application.

    Where the widget is taken away meanwhile, ``then`` may never be called.
    """

    def climb(node: DOMNode, rounds: int) -> None:
        def arrived() -> None:
            if node is not app:
                climb(node.parent or app, rounds)
            elif rounds > 1:
                climb(widget, rounds - 1)
            else:
                # Behind whatever the last message has asked the application to do later, such as moving the cursor.
                app.call_later(then)

        if not node.call_later(arrived):
            climb(app, rounds) if node is not app else then()

    climb(widget, _ROUNDS)
