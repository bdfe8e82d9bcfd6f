"""Putting a draft in force from its page: shown first, made as one change, and the draft back again after its undo."""

from __future__ import annotations

from dataclasses import replace

from textual import work

from core.desk import Done
from core.errors import Refusal, RefusalKind
from core.outlook import Outlook
from core.rebalance.draft import Purpose, RebalanceDraft, to_make
from core.rebalance.signing import take_back
from core.schema import revise
from core.usecases.proposals import Solved, request_of
from core.usecases.rebalance import rebalance
from tui.dialogs.confirm import Reason
from tui.dialogs.rebalance_force import ForceDialog
from tui.rebalance_room import ProposalRoom
from tui.rebalance_words import hours_after
from widgets.text import plain


class Forcing(ProposalRoom):
    """Mixed into a room that shows the moves of a draft."""

    def __init__(self, draft: RebalanceDraft) -> None:
        """Nothing is in force from here yet."""
        super().__init__(draft)
        self._forced: tuple[int, RebalanceDraft] | None = None
        self._forcing = False

    @property
    def _is_done(self) -> bool:
        """Whether all of it is in force, with what goes with the moves, so that nothing is left to solve."""
        return self._forced is not None and self._draft.purpose is not Purpose.REBALANCE

    @property
    def _forced_text(self) -> str:
        """What was put in force from here; empty for nothing."""
        heads = self.bookshift.desk.heads
        head = next((head for head in heads if self._forced and head.seq == self._forced[0]), None)
        return f"In force: {head.says}. u takes it back." if head is not None else ""

    def _taken_back(self) -> bool:
        """Whether what was put in force from here was just undone: then the draft is as it was before."""
        heads = self.bookshift.desk.heads
        if self._forced is None or not heads or heads[-1].undoes != self._forced[0]:
            return False
        self._draft, self._forced = self._forced[1], None
        self._decided()
        return True

    def _to_force(self, solved: Solved) -> Solved:
        """The draft as it stands with the moves it would make."""
        moves = to_make(self._draft, solved.proposal.moves)
        proposal = replace(solved.proposal, moves=moves, hours_after=hours_after(solved.proposal, moves))
        return replace(solved, draft=self._draft, proposal=proposal)

    @work(exclusive=True, group="dialog")
    async def command_proposal_force(self) -> None:
        """Make the chosen moves, after showing what that comes to."""
        outlook, solved = self.outlook, self._solved
        if outlook is None or solved is None:
            return
        answer = await self.app.push_screen_wait(ForceDialog(outlook, self._to_force(solved), solved))
        if answer is None:
            return
        before, self._draft = self._draft, answer
        done = await self._made(solved, outlook)
        if done is None:
            self._draft = before
            if self.outlook is not None:
                self.draw(self.outlook)
            return
        self.notify(plain(f"{done.change.says}. u takes it back."), markup=False)
        self._forced = (done.change.seq, before)
        self._go_on_after(solved)

    async def _made(self, solved: Solved, outlook: Outlook) -> Done | None:
        """Make the moves, asking for a reason where a guard warns; None where they were not made."""
        self._forcing = True
        try:
            request = request_of(self._to_force(solved), outlook.moment.today)
            done = await self.bookshift.change(rebalance, request, tell=False)
            if isinstance(done, Refusal) and done.kind is RefusalKind.REASON and self._draft.stage is not None:
                reason = await self.app.push_screen_wait(Reason(done.says, done.details))
                if not reason:
                    return None
                self._draft = revise(self._draft, stage=revise(self._draft.stage, reason=reason))
                request = request_of(self._to_force(solved), outlook.moment.today)
                done = await self.bookshift.change(rebalance, request, tell=False)
        finally:
            self._forcing = False
        if isinstance(done, Refusal):
            self.bookshift.tell(done)
            return None
        return done

    def _go_on_after(self, solved: Solved) -> None:
        """Look for what is left to move; what goes with moves, such as an end, is done only once."""
        made = to_make(self._draft, solved.proposal.moves)
        now_made = {(move.account, move.seat) for move in made}
        left = tuple(one for one in self._draft.decisions if (one.account, one.seat) not in now_made)
        once = self._draft.purpose is not Purpose.REBALANCE
        rest = tuple(move for move in self._draft.moves if move.key not in now_made)
        after = take_back(self._draft, {move.to for move in made})
        self._draft = self._keeper.forget(revise(after, decisions=() if once else left, moves=rest))
        if left and not once:
            self._decided()
        self._solved = None
        self.moves.show(())
        if self.outlook is None:
            return
        if once:
            self._show(self.outlook)
        else:
            self._start(self.outlook)
