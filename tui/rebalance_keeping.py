"""Keeping a draft while it is worked on: written down soon after a decision, named, listed, gone on with."""

from __future__ import annotations

from textual import work
from textual.timer import Timer

from core.rebalance.draft import Purpose, RebalanceDraft
from core.schema import revise
from tui.dialogs.rebalance_drafts import DraftsDialog, NameDialog
from tui.rebalance_room import ProposalRoom
from widgets.text import plain

_KEEP_AFTER = 0.5
"""Seconds after a decision after which the draft is written down; leaving the screen writes it at once."""


class Keeping(ProposalRoom):
    """Mixed into a room that shows the moves of a draft."""

    def __init__(self, draft: RebalanceDraft) -> None:
        """A rebalance without choices goes on with the one that was begun."""
        super().__init__(draft)
        self._resumes = draft == RebalanceDraft(about=draft.about, locked=draft.locked)
        self._keeping: Timer | None = None

    def _resume(self) -> None:
        """Go on with the rebalance that was begun and not named."""
        if not self._resumes:
            return
        self._resumes = False
        begun = [
            draft
            for draft in self._keeper.all()
            if draft.purpose is Purpose.REBALANCE and not draft.title and draft.about == self._draft.about
        ]
        if begun:
            self._draft = begun[-1]

    def _decided(self) -> None:
        """Write the draft down soon."""
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(_KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        self._keeping = None
        self._draft = self._keeper.keep(self._draft)

    def on_unmount(self) -> None:
        """Write down what was decided last."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keep()

    @work(exclusive=True, group="dialog")
    async def command_proposal_keep(self) -> None:
        """Give the draft a name and keep it."""
        title = await self.app.push_screen_wait(NameDialog(self._draft.title))
        if title:
            self._draft = revise(self._draft, title=title)
            self._keep()
            self._write_head()
            self.notify(plain(f"Kept as {title}. D shows all drafts."), markup=False)

    @work(exclusive=True, group="dialog")
    async def command_proposal_drafts(self) -> None:
        """Show the kept drafts, and go on with the chosen one."""
        outlook = self.outlook
        if outlook is None:
            return
        self._keep()
        heads = self.bookshift.desk.heads
        chosen = await self.app.push_screen_wait(DraftsDialog(outlook, self.bookshift.house.proposals, heads))
        if chosen is not None:
            self.open_draft(chosen)
        elif self._draft.id and self._draft.id not in {draft.id for draft in self._keeper.all()}:
            self._draft = revise(self._draft, id=0, title="")
            self._write_head()

    def open_draft(self, draft: RebalanceDraft) -> None:
        """Go on with another draft in the place of this one."""
        self._draft, self._solved = draft, None
        self.moves.clear_marks()
        self.moves.show(())
        if self.outlook is not None:
            self._start(self.outlook)
