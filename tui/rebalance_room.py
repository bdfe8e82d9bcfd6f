"""What the parts of the page of a proposal share: the draft, what it was solved to, and its two tables."""

from __future__ import annotations

from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft
from core.rebalance.proposal import Proposal
from core.usecases.proposals import Solved
from tui.draft_keeper import DraftKeeper
from tui.rebalance_moves import MoveTable
from tui.screens.resting import RestingRoom
from tui.shift_rows import ShiftRow
from widgets.table.table import RowTable


class ProposalRoom(RestingRoom):
    """A room over one draft; its parts are mixed into one page."""

    def __init__(self, draft: RebalanceDraft) -> None:
        """Work on a draft that is not solved yet."""
        super().__init__()
        self._draft = draft
        self._solved: Solved | None = None

    @property
    def draft(self) -> RebalanceDraft:
        """The draft as it stands."""
        return self._draft

    @property
    def proposal(self) -> Proposal | None:
        """What is proposed; None while the first search runs."""
        return self._solved.proposal if self._solved is not None else None

    @property
    def moves(self) -> MoveTable:
        """The moves."""
        return self.query_one("#moves", MoveTable)

    @property
    def loads(self) -> RowTable[ShiftRow]:
        """Everybody's load before and after."""
        return self.query_one("#loads", RowTable)

    @property
    def _keeper(self) -> DraftKeeper:
        return DraftKeeper(self.bookshift)

    def _redraw(self) -> None:
        """Write everything anew, once a book is read."""
        if self.outlook is not None:
            self._show(self.outlook)

    # What one part asks of another --------------------------------------------------------------------------

    def _show(self, outlook: Outlook) -> None:
        """Write head, moves and loads anew."""
        raise NotImplementedError

    def _write_head(self) -> None:
        """Write the lines over the moves anew."""
        raise NotImplementedError

    def _start(self, outlook: Outlook) -> None:
        """Begin to solve the draft."""
        raise NotImplementedError

    def _decided(self) -> None:
        """Write the draft down soon."""
        raise NotImplementedError
