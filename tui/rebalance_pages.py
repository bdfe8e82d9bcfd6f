"""The pages over a proposal: why a move, whom to hire, other choices, and the sheets of those who get accounts."""

from __future__ import annotations

from textual import work

from core.rebalance.draft import RebalanceDraft
from core.schema import revise
from core.usecases.proposals import sheets_of
from tui.dialogs.rebalance_choices import ChoicesDialog
from tui.dialogs.rebalance_hire import HireDialog
from tui.dialogs.rebalance_sheets import SheetsDialog
from tui.dialogs.rebalance_why import WhyDialog
from tui.rebalance_forcing import Forcing


class Pages(Forcing):
    """Mixed into a room that shows the moves of a draft."""

    @work(exclusive=True, group="dialog")
    async def command_proposal_why(self) -> None:
        """Say everything of this move, and what the plan would be without it."""
        row, solved = self.moves.current, self._solved
        if row is not None and solved is not None:
            await self.app.push_screen_wait(WhyDialog(solved.proposal, row))

    @work(exclusive=True, group="dialog")
    async def command_proposal_hire(self) -> None:
        """Say what more hours would save: whom to hire."""
        if self._solved is not None:
            await self.app.push_screen_wait(HireDialog(self._solved.proposal))

    @work(exclusive=True, group="dialog")
    async def command_proposal_choices(self) -> None:
        """Change what is asked for, then solve again."""
        outlook = self.outlook
        if outlook is None:
            return
        proposal = self._solved.proposal if self._solved is not None else None
        changed = await self.app.push_screen_wait(ChoicesDialog(outlook, self._draft, proposal))
        if changed is not None and changed != self._draft:
            self._draft = changed
            self._decided()
            self._start(self.outlook or outlook)

    @work(exclusive=True, group="dialog")
    async def command_proposal_sheets(self) -> None:
        """Show what each person would get, for sign-off."""
        outlook, solved = self.outlook, self._solved
        if outlook is None or solved is None:
            return
        made = self._to_force(solved)
        sheets = sheets_of(made, outlook.moment.today)
        await self.app.push_screen_wait(SheetsDialog(outlook, sheets, made, self._note_signed))

    def _note_signed(self, draft: RebalanceDraft) -> None:
        """Keep who has signed off."""
        self._draft = revise(self._draft, signed=draft.signed)
        self._decided()
        self._redraw()
