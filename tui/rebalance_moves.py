"""The table of the moves of a proposal; where there is nothing to open yet, opening asks to solve."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tui.rebalance_rows import MoveRow
from widgets.table.table import RowTable


class MoveTable(RowTable[MoveRow]):
    """The moves of a proposal, and what stands among them."""

    @dataclass
    class Wanted(Message):
        """There is no line, and one is asked for."""

    def action_open(self) -> None:
        """Open the line under the cursor; without any, ask for some."""
        if self.current is None:
            self.post_message(self.Wanted())
        else:
            super().action_open()
