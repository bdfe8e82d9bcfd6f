"""A proposal to work with: its moves with their reasons, both loads, and what the manager says to each move."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from core.desk import Done
from core.errors import Refusal, RefusalKind
from core.outlook import Outlook
from core.rebalance.draft import Decision, Purpose, RebalanceDraft, Verdict, to_make, with_decisions
from core.rebalance.engine import Progress
from core.rebalance.proposal import Proposal
from core.rebalance.staleness import staleness
from core.rebalance.wish import Pair
from core.schema import revise
from core.usecases.proposals import Solved, request_of, sheets_of
from core.usecases.rebalance import rebalance
from core.wording import hours_short, money_short
from tui.commands import Place, bindings
from tui.deciding import Deciding
from tui.dialogs.confirm import Reason
from tui.dialogs.rebalance_choices import ChoicesDialog
from tui.dialogs.rebalance_drafts import DraftsDialog, NameDialog
from tui.dialogs.rebalance_force import ForceDialog
from tui.dialogs.rebalance_hire import HireDialog
from tui.dialogs.rebalance_sheets import SheetsDialog, agreed_people, pairs_of
from tui.dialogs.rebalance_why import WhyDialog
from tui.draft_keeper import DraftKeeper
from tui.reason_card import ReasonCard
from tui.rebalance_rows import By, MoveRow, RowMaker, first_order, move_columns
from tui.rebalance_search import Search
from tui.rebalance_words import (
    choices_text,
    decided_text,
    figures_text,
    hours_after,
    move_heading,
    move_said,
    nothing_text,
    progress_text,
    proof_text,
    title_of,
)
from tui.screens.account import AccountScreen
from tui.screens.person import PersonScreen
from tui.screens.resting import RestingRoom
from tui.shift_rows import SHIFT_COLUMNS, ShiftRow, shift_rows
from widgets.table.columns import SortedBy
from widgets.table.table import RowTable
from widgets.text import plain
from widgets.tones import TONE_STYLES, Tone

_KEEP_AFTER = 0.5
"""Seconds after a decision after which the draft is written down; leaving the screen writes it at once."""


class RebalanceScreen(Deciding, RestingRoom):
    """The page of one draft of a proposal; ``RebalanceScreen(draft)`` opens a draft of any purpose and solves it."""

    PLACE = Place.REBALANCE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REBALANCE)]
    MODE = "go.load"
    AUTO_FOCUS = "#moves"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual reads a plain list
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self, draft: RebalanceDraft | None = None) -> None:
        """Work on a draft, of any purpose; a rebalance without choices goes on with the one that was begun."""
        super().__init__()
        self._draft = draft if draft is not None else RebalanceDraft()
        self._resumes = self._draft == RebalanceDraft(about=self._draft.about, locked=self._draft.locked)
        self._solved: Solved | None = None
        self._search: Search | None = None
        self._progress: Progress | None = None
        self._refusal: Refusal | None = None
        self._stale = ""
        self._again = ""
        self._known: frozenset[Decision] = frozenset()
        self._fresh: frozenset[Pair] = frozenset()
        self._forced: tuple[int, RebalanceDraft] | None = None
        self._forcing = False
        self._rows = RowMaker()
        self._by = By.GIVER
        self._sort: SortedBy | None = None
        self._keeping: Timer | None = None

    def body(self) -> ComposeResult:
        """What it comes to, the moves, and below them the reasons and the loads."""
        yield Static("", classes="rebalance--head")
        yield RowTable[MoveRow](move_columns(self._by), lambda row: row.id, empty="Looking for moves.", id="moves")
        with Horizontal(classes="rebalance--below"):
            yield ReasonCard(label_width=8, classes="rebalance--card")
            yield RowTable[ShiftRow](SHIFT_COLUMNS, lambda row: row.id, empty="No loads yet.", id="loads")

    @property
    def moves(self) -> RowTable[MoveRow]:
        """The moves."""
        return self.query_one("#moves", RowTable)

    @property
    def loads(self) -> RowTable[ShiftRow]:
        """Everybody's load before and after."""
        return self.query_one("#loads", RowTable)

    @property
    def _keeper(self) -> DraftKeeper:
        return DraftKeeper(self.bookshift)

    @property
    def draft(self) -> RebalanceDraft:
        """The draft as it stands."""
        return self._draft

    @property
    def proposal(self) -> Proposal | None:
        """What is proposed; None while the first search runs."""
        return self._solved.proposal if self._solved is not None else None

    # Solving ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """Solve at first; later say when the book has moved on, and solve again where that was under a search."""
        if self._forcing:
            return
        if self._search is not None:
            if self._search.outlook.book.seq != outlook.book.seq:
                self._again = "The book has changed meanwhile, so this is solved again."
                self._start(outlook)
        elif self._taken_back():
            self._start(outlook)
        elif self._is_done:
            self._write_head()
        elif self._solved is None:
            self._resume()
            self._start(outlook)
        else:
            stale = staleness(self._draft, outlook.book, outlook.moment.today, self.bookshift.desk.heads)
            self._stale = stale.says if stale is not None else ""
            self._write_head()

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

    @property
    def _is_done(self) -> bool:
        """Whether all of it is in force, with what goes with the moves, so that nothing is left to solve."""
        return self._forced is not None and self._draft.purpose is not Purpose.REBALANCE

    def _taken_back(self) -> bool:
        """Whether what was put in force from here was just undone: then the draft is as it was before."""
        heads = self.bookshift.desk.heads
        if self._forced is None or not heads or heads[-1].undoes != self._forced[0]:
            return False
        self._draft, self._forced = self._forced[1], None
        self._decided()
        return True

    def _start(self, outlook: Outlook) -> None:
        if self._search is not None:
            self._search.stop()
        self._stale, self._refusal, self._progress = "", None, None
        self._search = Search(self, outlook, self._draft)
        self._run(self._search)
        self._show(outlook)

    @work(thread=True, group="solve")
    def _run(self, search: Search) -> None:
        search.run()

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
            self._again = "The book has changed meanwhile, so this is solved again."
            self._start(outlook)
            return
        if isinstance(event.found, Refusal):
            self._refusal = event.found
        else:
            self._take(event.found, event.search.draft)
        self._again = ""
        self._show(outlook)
        if self._solved is not None and self._solved.changes:
            self.moves.move_to(self._rows.changed_heading)

    def _take(self, found: Solved, begun: RebalanceDraft) -> None:
        """Take a proposal for a draft as it was begun; what was decided meanwhile is kept."""
        self._solved, self._known = found, frozenset(found.draft.decisions)
        former = {move.pair for move in begun.moves}
        self._fresh = frozenset(move.pair for move in found.draft.moves if former and move.pair not in former)
        meanwhile = self._draft.decisions != begun.decisions
        decisions = self._draft.decisions if meanwhile else found.draft.decisions
        self._draft = revise(found.draft, id=self._draft.id, title=self._draft.title, decisions=decisions)
        if self._again:
            self.notify(self._again, markup=False)

    def _stop(self, search: Search) -> None:
        """End a search: with the best so far, or without any where it has none yet."""
        search.stop()
        if self._progress is None:
            self._search, self._again = None, ""
            if self._solved is None:
                self.moves.empty = "Stopped before there was a proposal. Press R to solve again."
        self._write_head()

    # Showing ------------------------------------------------------------------------------------------------

    def _show(self, outlook: Outlook) -> None:
        """Write head, moves and loads anew."""
        table, solved = self.moves, self._solved
        if solved is not None:
            table.show(self._rows.rows(solved, self._draft, self._by, self._sort, self._fresh))
            table.empty = nothing_text(solved.proposal, self._draft)
            self._show_loads(solved.proposal)
        elif self._is_done:
            table.empty = "This is in force. u takes it back, esc leads back."
        elif self._refusal is not None:
            table.empty = "There is no proposal. Press t to change the choices."
        self._write_head()
        self._show_card(table.current)

    def _show_loads(self, proposal: Proposal) -> None:
        moves = to_make(self._draft, proposal.moves)
        gives = Counter(move.origin.person for move in moves if move.origin is not None and move.origin.person)
        takes = Counter(move.to for move in moves)
        after = hours_after(proposal, moves)
        self.loads.show(
            shift_rows(proposal.extract.book, proposal.extract.capacities, proposal.hours_before, after, gives, takes)
        )

    def _write_head(self) -> None:
        outlook = self.outlook
        if outlook is None:
            return
        kept = f"  {self._draft.title}" if self._draft.title else ""
        lines = [
            Content.assemble(
                (plain(title_of(outlook, self._draft)), "bold $primary"),
                (plain(kept), "bold"),
                (plain(f"  {choices_text(outlook, self._draft)} · {self._by.value}"), "$foreground-muted"),
            ).truncate(max(20, self.size.width - 2), ellipsis=True)
        ]
        lines += [Content.styled(plain(text), TONE_STYLES[tone]) for text, tone in self._said()]
        self.query_one(".rebalance--head", Static).update(Content("\n").join(lines))

    def _said(self) -> list[tuple[str, Tone]]:
        """The figures, then the one thing that matters most now."""
        solved = self._solved
        said: list[tuple[str, Tone]] = []
        if solved is None and self._is_done:
            said.append((f"{self._forced_text()} u takes it back.", "good"))
        if solved is not None:
            said.append((figures_text(solved.proposal, self.size.width - 2), "plain"))
        if self._search is not None:
            said.append((self._again or progress_text(self._progress, stopping=self._search.is_stopping), "accent"))
        elif self._refusal is not None:
            said.append((" ".join((self._refusal.says, *self._refusal.details[:1])), "bad"))
        elif self._stale:
            said.append((self._stale.replace("Solve it again.", "Press R to solve it again."), "warn"))
        elif solved is not None:
            if self._forced is not None:
                said.append((f"{self._forced_text()} u takes it back.", "good"))
            decided = decided_text(self._draft, solved.proposal.moves)
            if decided:
                said.append((f"{decided}; R solves again." if self._is_open else f"{decided}.", "accent"))
            proof, tone = proof_text(solved.proposal)
            if proof:
                said.append((proof, tone))
        return said

    def _forced_text(self) -> str:
        head = next((head for head in self.bookshift.desk.heads if self._forced and head.seq == self._forced[0]), None)
        return f"In force: {head.says}." if head is not None else ""

    @property
    def _is_open(self) -> bool:
        """Whether something was decided that the proposal does not know yet."""
        return frozenset(self._draft.decisions) != self._known

    def on_row_table_highlighted(self, event: RowTable.Highlighted[MoveRow] | RowTable.Highlighted[ShiftRow]) -> None:
        """Say why, of the move under the cursor."""
        if event.table is self.moves:
            self._show_card(event.row if isinstance(event.row, MoveRow) else None)

    def _show_card(self, row: MoveRow | None) -> None:
        card = self.query_one(ReasonCard)
        if row is None:
            card.clear_lines()
        else:
            card.show_lines(move_heading(row), move_said(row))

    def on_row_table_sort_requested(self, event: RowTable.SortRequested[MoveRow]) -> None:
        """Sort the moves of each group; by the same again turns the order, a third time gives the first one back."""
        key = event.sort_key
        if self._sort is None or self._sort[0] != key:
            self._sort = first_order(key)
        else:
            turned = (key, not self._sort[1])
            self._sort = turned if turned != first_order(key) else None
        self.moves.sorted_by = self._sort
        self._redraw()

    def on_resize(self) -> None:
        """Write the head anew for the width."""
        self.call_after_refresh(self._write_head)

    def _redraw(self) -> None:
        if self.outlook is not None:
            self._show(self.outlook)

    def on_row_table_opened(self, event: RowTable.Opened[MoveRow] | RowTable.Opened[ShiftRow]) -> None:
        """Open the account of a move, or the person of a load."""
        row, outlook = event.row, self.outlook
        if outlook is None:
            return
        if isinstance(row, ShiftRow):
            self.app.push_screen(PersonScreen(row.id))
        elif row.account is not None and row.account in outlook.book.accounts:
            self.app.push_screen(AccountScreen(row.account))
        else:
            self.notify(plain(row.says or row.name), markup=False)

    # Commands -----------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """Decisions need a move; putting in force needs a proposal of the book as it is."""
        if command in ("move.accept", "move.refuse", "move.pin", "move.stay") and not self._pairs():
            return "Put the cursor on a move first."
        if self._is_done and command.startswith(("proposal.", "move.")):
            return "This is in force already. u takes it back, esc leads back."
        if (
            command in ("proposal.accept", "proposal.force", "proposal.sheets", "proposal.hire")
            and self._solved is None
        ):
            return "There is no proposal yet." if self._search is not None else "There is no proposal."
        if (
            command in ("proposal.accept", "proposal.sheets")
            and self._solved is not None
            and not self._solved.proposal.moves
        ):
            return "There is nothing to move."
        if command == "proposal.why" and (self._solved is None or self.moves.current is None):
            return "Put the cursor on a line first."
        return self._why_no_force() if command == "proposal.force" else super().why_not(command)

    def _why_no_force(self) -> str:
        solved = self._solved
        if self._search is not None:
            return "The search still runs. esc stops it and keeps the best so far."
        if self._stale:
            return "The book has changed since this was proposed. Press R to solve it again first."
        if solved is None or (not solved.proposal.moves and self._draft.stage is None):
            return "There is nothing to move."
        if solved.proposal.moves and not to_make(self._draft, solved.proposal.moves):
            return "Every move is refused. Press R to solve again around that."
        return ""

    def command_proposal_solve(self) -> None:
        """Solve again around the decisions."""
        if self.outlook is not None:
            self._start(self.outlook)

    def command_proposal_group(self) -> None:
        """Put the moves together by giver, by receiver, or not at all."""
        ways = list(By)
        self._by = ways[(ways.index(self._by) + 1) % len(ways)]
        self.moves.show_columns(move_columns(self._by))
        self._redraw()

    def command_pane(self) -> None:
        """Turn between the moves and the loads."""
        to_loads = not self.loads.has_focus
        self.set_class(to_loads, "-loads")
        (self.loads if to_loads else self.moves).focus()

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
        sheets = sheets_of(self._to_force(solved), outlook.moment.today)
        before = agreed_people(sheets, self._draft)
        dialog = SheetsDialog(outlook, sheets, before)
        await self.app.push_screen_wait(dialog)
        for sheet in sheets:
            if (sheet.person in dialog.agreed) != (sheet.person in before):
                verdict = Verdict.ACCEPTED if sheet.person in dialog.agreed else None
                self._draft = with_decisions(self._draft, pairs_of(sheet), verdict)
        if dialog.agreed != before:
            self._decided()
            self._redraw()

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
        now_made = {(move.account, move.seat) for move in to_make(self._draft, solved.proposal.moves)}
        left = tuple(one for one in self._draft.decisions if (one.account, one.seat) not in now_made)
        once = self._draft.purpose is not Purpose.REBALANCE
        rest = tuple(move for move in self._draft.moves if move.key not in now_made)
        self._draft = self._keeper.forget(revise(self._draft, decisions=() if once else left, moves=rest))
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

    def _to_force(self, solved: Solved) -> Solved:
        """The draft as it stands with the moves it would make."""
        moves = to_make(self._draft, solved.proposal.moves)
        proposal = replace(solved.proposal, moves=moves, hours_after=hours_after(solved.proposal, moves))
        return replace(solved, draft=self._draft, proposal=proposal)

    def command_copy(self) -> None:
        """Copy the move with its reasons as text."""
        row, outlook = self.moves.current, self.outlook
        if row is None or outlook is None:
            return
        said = [f"{one.label}\t{one.text}" for one in move_said(row)]
        figures = f"{hours_short(row.hours)} h, ARR {money_short(row.arr)}" if row.moves else ""
        self.app.copy_to_clipboard("\n".join(filter(None, (move_heading(row), figures, *said))))
        self.notify(plain(f"Copied {row.name}."), markup=False)

    def command_back(self) -> None:
        """One step back: stop the search, end the marks, go to the moves, leave the page."""
        if self._search is not None and not self._search.is_stopping:
            self._stop(self._search)
        elif self.moves.marks or self.moves.is_ranging:
            self.moves.clear_marks()
        elif self.loads.has_focus:
            self.command_pane()
        else:
            self.app.pop_screen()

    # Keeping ------------------------------------------------------------------------------------------------

    def _decided(self) -> None:
        """Write the draft down soon."""
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(_KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        self._keeping = None
        self._draft = self._keeper.keep(self._draft)

    def on_unmount(self) -> None:
        """Stop searching, and write down what was decided last."""
        if self._search is not None:
            self._search.stop()
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
        self._draft, self._solved, self._forced = draft, None, None
        self.moves.clear_marks()
        self.moves.show(())
        if self.outlook is not None:
            self._start(self.outlook)
