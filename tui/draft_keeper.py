"""Keeping drafts of proposals beside the book: what cannot be read or written is told, and the work goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.errors import BookshiftError
from core.rebalance.draft import RebalanceDraft
from core.schema import revise
from widgets.text import plain

if TYPE_CHECKING:
    from tui.app import Bookshift


class DraftKeeper:
    """Reads, writes and throws away drafts for a screen."""

    def __init__(self, app: Bookshift) -> None:
        """Keep the drafts of the application's book."""
        self._app = app

    def all(self) -> Sequence[RebalanceDraft]:
        """Every kept draft, the one written last at the end."""
        try:
            return self._app.house.proposals.all()
        except BookshiftError as error:
            self._tell(error)
            return ()

    def keep(self, draft: RebalanceDraft) -> RebalanceDraft:
        """Write a draft down, if anything was decided or signed off or it has a name; the answer has its number."""
        worth = draft.decisions or draft.signed or draft.title or draft.id
        if self._app.desk.read_only or not worth:
            return draft
        try:
            return self._app.house.proposals.write(draft)
        except BookshiftError as error:
            self._tell(error)
            return draft

    def forget(self, draft: RebalanceDraft) -> RebalanceDraft:
        """Throw a draft away that is in force; the answer has no number any more."""
        if draft.id:
            try:
                self._app.house.proposals.drop(draft.id)
            except BookshiftError as error:
                self._tell(error)
        return revise(draft, id=0)

    def _tell(self, error: BookshiftError) -> None:
        self._app.notify(plain(str(error)), severity="warning", markup=False)
