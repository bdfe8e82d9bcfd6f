from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App


@pytest.fixture
def drawn() -> Callable[[App[None]], list[str]]:
    """The lines of the screen as a reader sees them, without blanks and the foot of a scrollbar at their ends."""

    def lines(app: App[None]) -> list[str]:
        return [strip.text.rstrip(" ▁▂▃▄▅▆▇") for strip in app.screen._compositor.render_strips()]

    return lines
