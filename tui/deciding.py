"""What a manager says to proposed moves: accepted, refused, pinned, or the account stays; on marked moves together."""

from __future__ import annotations

from collections.abc import Sequence

from core.rebalance.draft import Verdict, with_decisions
from core.rebalance.wish import Pair
from core.wording import counted
from tui.rebalance_room import ProposalRoom
from tui.rebalance_rows import Kind, MoveRow, pair_of


class Deciding(ProposalRoom):
    """Mixed into a room that shows the moves of a draft."""

    def _chosen(self) -> Sequence[MoveRow]:
        """The marked lines, else the one under the cursor."""
        current = self.moves.current
        return self.moves.marked_rows() or ([current] if current is not None else [])

    def _pairs(self) -> list[Pair]:
        """What the chosen lines are about; a heading stands for the moves under it."""
        found: dict[Pair, None] = {}
        for row in self._chosen():
            if row.kind is Kind.HEADING:
                found.update(dict.fromkeys(map(pair_of, row.moves)))
            elif row.pair is not None:
                found[row.pair] = None
        return list(found)

    def _decide(self, verdict: Verdict) -> None:
        """Decide on what is chosen; where that was decided already, take it back."""
        pairs = self._pairs()
        alike = all(self._draft.verdict(pair) is verdict for pair in pairs)
        self._draft = with_decisions(self._draft, pairs, None if alike else verdict)
        self._go_on()

    def _go_on(self) -> None:
        """Show the decision and move to the next line."""
        marked = bool(self.moves.marks) or self.moves.is_ranging
        self.moves.clear_marks()
        self._decided()
        self._redraw()
        if not marked:
            self.moves.action_cursor_down()

    def command_move_accept(self) -> None:
        """Accept."""
        self._decide(Verdict.ACCEPTED)

    def command_move_refuse(self) -> None:
        """Refuse."""
        self._decide(Verdict.REFUSED)

    def command_move_pin(self) -> None:
        """Pin."""
        self._decide(Verdict.PINNED)

    def command_move_stay(self) -> None:
        """Pin the accounts to who has them."""
        pairs = [
            (move.account, move.seat, move.origin.person)
            for row in self._chosen()
            for move in row.moves
            if move.origin is not None and move.origin.person is not None
        ]
        if not pairs:
            self.notify("Put the cursor on a proposed move of an account that somebody has.", markup=False)
            return
        alike = all(self._draft.verdict(pair) is Verdict.PINNED for pair in pairs)
        self._draft = with_decisions(self._draft, pairs, None if alike else Verdict.PINNED)
        self._go_on()

    def command_proposal_accept(self) -> None:
        """Accept every move on which nothing was decided."""
        if self._solved is not None:
            rows = [row for row in self.moves.rows if row.kind is Kind.MOVE and row.verdict is None and not row.stays]
            pairs = [pair_of(row.moves[0]) for row in rows]
            self._draft = with_decisions(self._draft, pairs, Verdict.ACCEPTED)
            self._decided()
            self._redraw()
            self.notify(f"{counted(len(pairs), 'move')} accepted. Press a to put them in force.", markup=False)
