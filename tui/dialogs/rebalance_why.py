"""Everything there is to say of one move: its reasons, the rules in play, and the plan without it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from textual import work
from textual.message import Message

from core.rebalance.contrast import what_if_not, why_not
from core.rebalance.proposal import Proposal
from tui.dialogs.page import SaidPage
from tui.portrait import Said
from tui.rebalance_rows import Kind, MoveRow
from tui.rebalance_words import move_said, proof_text, short_heading

_POINTS = (
    "Points count what a move disturbs: 1 for any move, more for a large customer, years together, health, "
    "onboarding, a near renewal and a holder who fits less."
)


class WhyDialog(SaidPage):
    """The reasons of a move; the plan without it is solved beside the screen and comes when it is there."""

    @dataclass
    class Contrasted(Message):
        """The plan without the move is worked out."""

        says: str
        """What it comes to."""

    def __init__(self, proposal: Proposal, row: MoveRow) -> None:
        """Explain one line of a proposal."""
        self._reasons = move_said(row)
        super().__init__(short_heading(row), self._lines(proposal, row, "working it out…"), label_width=8)
        self._proposal = proposal
        self._row = row
        self._stopped = threading.Event()

    def on_mount(self) -> None:
        """Begin to work out the plan without it."""
        super().on_mount()
        if self._row.pair is not None:
            self._contrast()

    @work(thread=True, exclusive=True, group="contrast")
    def _contrast(self) -> None:
        assert self._row.pair is not None
        asked = what_if_not if self._row.kind is Kind.MOVE else why_not
        found = asked(self._proposal, self._row.pair, self._stopped.is_set)
        self.post_message(self.Contrasted(found.says))

    def on_why_dialog_contrasted(self, event: Contrasted) -> None:
        """Say it with the rest."""
        self._said = self._lines(self._proposal, self._row, event.says)
        self._write()

    def _lines(self, proposal: Proposal, row: MoveRow, otherwise: str) -> tuple[Said, ...]:
        label = "Without" if row.kind is Kind.MOVE else "With it"
        contrast = (Said(label, otherwise, "accent"),) if row.pair is not None else ()
        move = row.move
        points = (Said("Points", f"{move.points / 1000:,.1f} for this move. {_POINTS}"),) if move is not None else ()
        proof, _ = proof_text(proposal)
        return (*self._reasons, *contrast, *points, Said("Proof", proof or proposal.proof, "muted"))

    def on_unmount(self) -> None:
        """Nobody waits for the answer any more."""
        self._stopped.set()
