"""One search for a proposal beside the screen: told as it goes, stopped at once, the best so far is kept."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from textual.message import Message
from textual.screen import Screen

from core.errors import Refusal
from core.outlook import Outlook
from core.query.errors import QueryError
from core.rebalance.draft import RebalanceDraft
from core.rebalance.engine import Progress
from core.rebalance.solving import Stopped
from core.usecases.proposals import Solved, solve_draft


class Search:
    """A search that runs once, on a thread of its own, and tells its screen by messages."""

    @dataclass
    class Progressed(Message):
        """The search found something better, or knows better how good it is."""

        search: Search
        """The search."""
        progress: Progress
        """What it has."""

        def can_replace(self, message: Message) -> bool:
            """Only the newest is worth showing."""
            return isinstance(message, Search.Progressed) and message.search is self.search

    @dataclass
    class Ended(Message):
        """The search is over."""

        search: Search
        """The search."""
        found: Solved | Refusal
        """The proposal, or why there is none."""

    def __init__(self, screen: Screen[None], outlook: Outlook, draft: RebalanceDraft) -> None:
        """A search over a book for a draft; ``run`` starts it."""
        self.outlook = outlook
        """The book it looks at."""
        self.draft = draft
        """The draft as it was when the search began."""
        self._screen = screen
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End soon, with the best so far."""
        self._stopped.set()

    @property
    def is_stopping(self) -> bool:
        """Whether it was told to end."""
        return self._stopped.is_set()

    def run(self) -> None:
        """Search; to be called on a thread of its own. Stopped before anything is found, it ends without a word."""
        try:
            found = solve_draft(self.outlook, self.draft, self._tell, self._stopped.is_set)
        except Stopped:
            return
        except QueryError as error:
            found = Refusal(f"The filter of locked accounts cannot be read: {error.says}")
        self._screen.post_message(self.Ended(self, found))

    def _tell(self, progress: Progress) -> None:
        self._screen.post_message(self.Progressed(self, progress))
