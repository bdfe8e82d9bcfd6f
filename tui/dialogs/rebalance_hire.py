"""What more hours would save, in each book and of somebody new: the signal whom to hire."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from textual import work
from textual.message import Message

from core.rebalance.proposal import Proposal
from core.rebalance.worth import HourPrice, Shortage, hour_prices, shortages
from core.wording import counted
from tui.dialogs.page import SaidPage
from tui.portrait import Said

_MOST = 12
"""Lines of each kind, those that save most first."""


def hire_said(prices: list[HourPrice], wanted: list[Shortage], *, done: bool) -> tuple[Said, ...]:
    """What is known so far, what saves most first; what saves nothing is counted."""
    said = [*_lines("Hire", [(one.saved, one.says) for one in wanted]), Said("", "")]
    said += _lines("Books", [(one.saved, one.says) for one in prices])
    if not done:
        said.append(Said("", "working out more…", "muted"))
    return tuple(said)


def _lines(label: str, found: list[tuple[int, str]]) -> list[Said]:
    saving = sorted((pair for pair in found if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
    lines = [Said(label if place == 0 else "", says) for place, (_, says) in enumerate(saving[:_MOST])]
    rest = len(found) - len(lines)
    if found and rest:
        others = f"{counted(rest, 'other')} would save {'less' if len(saving) > _MOST else 'nothing'}"
        if not lines:
            others = "more hours would save nothing"
        lines.append(Said(label if not lines else "", others, "muted"))
    return lines


class HireDialog(SaidPage):
    """A page that fills while it is read: each line is a plan of its own, solved beside the screen."""

    @dataclass
    class Known(Message):
        """One more line is worked out; None is the end."""

        line: HourPrice | Shortage | None
        """The line."""

    def __init__(self, proposal: Proposal) -> None:
        """Work out what more hours would save a proposal."""
        self._prices: list[HourPrice] = []
        self._wanted: list[Shortage] = []
        super().__init__("What ten more hours a month would save", hire_said([], [], done=False), label_width=6)
        self._proposal = proposal
        self._stopped = threading.Event()

    def on_mount(self) -> None:
        """Begin."""
        super().on_mount()
        self._work_out()

    @work(thread=True, exclusive=True, group="worth")
    def _work_out(self) -> None:
        for wanted in shortages(self._proposal, self._stopped.is_set):
            self.post_message(self.Known(wanted))
        for price in hour_prices(self._proposal, self._stopped.is_set):
            self.post_message(self.Known(price))
        self.post_message(self.Known(None))

    def on_hire_dialog_known(self, event: Known) -> None:
        """Show it among the others."""
        if isinstance(event.line, Shortage):
            self._wanted.append(event.line)
        elif event.line is not None:
            self._prices.append(event.line)
        self._said = hire_said(self._prices, self._wanted, done=event.line is None)
        self._write()

    def on_unmount(self) -> None:
        """Nobody waits for the rest any more."""
        self._stopped.set()
