"""Solving a draft beside its page: begun, told as it goes, stopped, and begun again where the book moves on."""

from __future__ import annotations

from textual import work

from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.draft import Decision, RebalanceDraft
from core.rebalance.engine import Progress
from core.rebalance.signing import still_signed
from core.rebalance.wish import Pair
from core.schema import revise
from core.usecases.proposals import Solved
from core.wording import shortened
from tui.rebalance_room import ProposalRoom
from tui.rebalance_search import Search
from widgets.text import plain

_AGAIN = "The book has changed meanwhile, so this is solved again."


class Solving(ProposalRoom):
    """Mixed into a room that shows the moves of a draft; it has at most one search at a time."""

    def __init__(self, draft: RebalanceDraft) -> None:
        """Nothing is looked for yet."""
        super().__init__(draft)
        self._search: Search | None = None
        self._progress: Progress | None = None
        self._refusal: Refusal | None = None
        self._stale = ""
        self._again = ""
        self._halted = False
        self._known: frozenset[Decision] = frozenset()
        self._fresh: frozenset[Pair] = frozenset()

    @property
    def _is_open(self) -> bool:
        """Whether something was decided that the proposal does not know yet."""
        return frozenset(self._draft.decisions) != self._known

    def command_proposal_solve(self) -> None:
        """Solve again around the decisions."""
        if self.outlook is not None:
            self._start(self.outlook)

    def _start(self, outlook: Outlook) -> None:
        if self._search is not None:
            self._search.stop()
        self._stale, self._refusal, self._progress, self._halted = "", None, None, False
        self._search = Search(self, outlook, self._draft)
        self._run(self._search)
        self._show(outlook)

    @work(thread=True, group="solve")
    def _run(self, search: Search) -> None:
        search.run()

    def _solve_newer(self, outlook: Outlook) -> bool:
        """Solve again where the book has moved on under a search; whether one runs at all."""
        if self._search is None:
            return False
        if self._search.outlook.book.seq != outlook.book.seq:
            self._again = _AGAIN
            self._start(outlook)
        return True

    def on_search_progressed(self, event: Search.Progressed) -> None:
        """Say how far it is."""
        if event.search is self._search:
            self._progress = event.progress
            self._write_head()

    def on_search_ended(self, event: Search.Ended) -> None:
        """Show the proposal; where the book moved on meanwhile, solve again."""
        outlook = self.outlook
        if event.search is not self._search or outlook is None:
            return
        self._search = None
        if outlook.book.seq != event.search.outlook.book.seq:
            self._again = _AGAIN
            self._start(outlook)
            return
        if isinstance(event.found, Refusal):
            self._refusal = event.found
        else:
            self._take(event.found, event.search.draft)
        self._again = ""
        self._show(outlook)
        if self._solved is not None and self._solved.changes:
            self.moves.move_to(self._changed_line)

    @property
    def _changed_line(self) -> int:
        """Id of the line over what has changed."""
        raise NotImplementedError

    def _look_at_age(self, outlook: Outlook) -> None:
        """See whether the proposal is still of this book."""
        raise NotImplementedError

    def _take(self, found: Solved, begun: RebalanceDraft) -> None:
        """Take a proposal for a draft as it was begun; what was decided meanwhile is kept."""
        self._solved, self._known = found, frozenset(found.draft.decisions)
        former = {move.pair for move in begun.moves}
        self._fresh = frozenset(move.pair for move in found.draft.moves if former and move.pair not in former)
        meanwhile = self._draft.decisions != begun.decisions
        decisions = self._draft.decisions if meanwhile else found.draft.decisions
        before = self._draft.signed
        draft = revise(found.draft, id=self._draft.id, title=self._draft.title, decisions=decisions, signed=before)
        self._draft = still_signed(draft, found.proposal.moves)
        self._tell_cleared({one.person for one in before} - {one.person for one in self._draft.signed})
        if self._again:
            self.notify(self._again, markup=False)

    def _tell_cleared(self, people: set[int]) -> None:
        """Say whose sign-off is gone because they would get something else now."""
        if not people:
            return
        self._decided()
        known = self._solved.proposal.extract.book.people if self._solved is not None else {}
        names = shortened(sorted(known[person].name for person in people if person in known), 4)
        self.notify(plain(f"To be signed off again, as the list is another now: {names}."), markup=False)

    def _halt(self, search: Search) -> None:
        """End a search: with the best so far, or at once and without any where it has none yet."""
        search.stop()
        if self._progress is None:
            self._search, self._again, self._halted = None, "", True
        if self.outlook is not None:
            self._look_at_age(self.outlook)
            self._show(self.outlook)

    def on_move_table_wanted(self) -> None:
        """Solve where nothing is found yet."""
        if self._search is None and not self.why_not("proposal.solve"):
            self.command_proposal_solve()

    def on_unmount(self) -> None:
        """Stop searching."""
        if self._search is not None:
            self._search.stop()
