"""A proposal to work with: its moves with their reasons, both loads, and what the manager says to each move."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft, to_make
from core.rebalance.proposal import Proposal
from core.rebalance.staleness import staleness
from core.wording import hours_short, money_short
from tui.commands import Place, bindings
from tui.deciding import Deciding
from tui.reason_card import ReasonCard
from tui.rebalance_head import head_of
from tui.rebalance_keeping import Keeping
from tui.rebalance_moves import MoveTable
from tui.rebalance_pages import Pages
from tui.rebalance_rows import By, Kind, MoveRow, RowMaker, first_order, move_columns
from tui.rebalance_solving import Solving
from tui.rebalance_words import (
    NOTHING_YET,
    decided_text,
    figures_text,
    hours_after,
    move_heading,
    move_said,
    nothing_text,
    progress_text,
    proof_text,
    short_heading,
    signed_said,
)
from tui.screens.account import AccountScreen
from tui.screens.person import PersonScreen
from tui.shift_rows import SHIFT_COLUMNS, ShiftRow, shift_rows
from widgets.table.columns import SortedBy
from widgets.table.table import RowTable
from widgets.text import plain
from widgets.tones import Tone


class RebalanceScreen(Deciding, Solving, Pages, Keeping):
    """The page of one draft of a proposal; ``RebalanceScreen(draft)`` opens a draft of any purpose and solves it."""

    PLACE = Place.REBALANCE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REBALANCE)]
    MODE = "go.load"
    AUTO_FOCUS = "#moves"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual reads a plain list
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self, draft: RebalanceDraft | None = None) -> None:
        """Work on a draft, of any purpose; a rebalance without choices goes on with the one that was begun."""
        super().__init__(draft if draft is not None else RebalanceDraft())
        self._rows = RowMaker()
        self._by = By.GIVER
        self._sort: SortedBy | None = None

    def body(self) -> ComposeResult:
        """What it comes to, the moves, and below them the reasons and the loads."""
        yield Static("", classes="rebalance--head")
        yield MoveTable(move_columns(self._by), lambda row: row.id, empty="Looking for moves.", id="moves")
        with Horizontal(classes="rebalance--below"):
            yield ReasonCard(label_width=8, classes="rebalance--card")
            yield RowTable[ShiftRow](SHIFT_COLUMNS, lambda row: row.id, empty="No loads yet.", id="loads")

    def draw(self, outlook: Outlook) -> None:
        """Solve at first; later say when the book has moved on, and solve again where that was under a search."""
        if self._forcing or self._solve_newer(outlook):
            return
        if self._taken_back():
            self._start(outlook)
        elif self._is_done or self._halted:
            self._look_at_age(outlook)
            self._write_head()
        elif self._solved is None:
            self._resume()
            self._start(outlook)
        else:
            self._look_at_age(outlook)
            self._write_head()

    def _look_at_age(self, outlook: Outlook) -> None:
        """See whether the proposal is still of this book."""
        stale = staleness(self._draft, outlook.book, outlook.moment.today, self.bookshift.desk.heads)
        self._stale = stale.says if stale is not None and self._solved is not None else ""

    def open_draft(self, draft: RebalanceDraft) -> None:
        """Go on with another draft, of which nothing is in force, in the place of this one."""
        self._forced = None
        super().open_draft(draft)

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
        elif self._halted:
            table.empty = NOTHING_YET
        elif self._refusal is not None:
            table.empty = "There is no proposal. Press t to change the choices."
        else:
            table.empty = "Looking for moves."
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
        if outlook is not None:
            text = head_of(outlook, self._draft, self._by.value, self._said(), self.size.width - 2)
            self.query_one(".rebalance--head", Static).update(text)

    def _said(self) -> list[tuple[str, Tone]]:
        """The figures, then the one thing that matters most now."""
        solved = self._solved
        said: list[tuple[str, Tone]] = []
        if solved is None and self._is_done:
            said.append((self._forced_text, "good"))
        if solved is not None:
            said.append((figures_text(solved.proposal, self.size.width - 2), "plain"))
        if self._search is not None:
            said.append((self._again or progress_text(self._progress, stopping=self._search.is_stopping), "accent"))
        elif self._refusal is not None:
            said.append((" ".join((self._refusal.says, *self._refusal.details[:1])), "bad"))
        elif self._stale:
            said.append((self._stale.replace("Solve it again.", "Press R to solve it again."), "warn"))
        elif self._halted and solved is not None:
            said.append(("Stopped; this is the plan from before. R solves again.", "warn"))
        elif solved is not None:
            said += self._judged(solved.proposal)
        return said

    def _judged(self, proposal: Proposal) -> list[tuple[str, Tone]]:
        """What is in force already, what was decided, and how good the plan is."""
        said: list[tuple[str, Tone]] = [(self._forced_text, "good")]
        decided = decided_text(self._draft, proposal.moves)
        if decided:
            said.append((f"{decided}; R solves again." if self._is_open else f"{decided}.", "accent"))
        said += [signed_said(proposal.extract.book, self._draft, proposal.moves), proof_text(proposal)]
        return [one for one in said if one[0]]

    def on_row_table_highlighted(self, event: RowTable.Highlighted[MoveRow] | RowTable.Highlighted[ShiftRow]) -> None:
        """Say why, of the move under the cursor."""
        if event.table is self.moves:
            self._show_card(event.row if isinstance(event.row, MoveRow) else None)

    def _show_card(self, row: MoveRow | None) -> None:
        card = self.query_one(ReasonCard)
        if row is None:
            card.clear_lines()
        else:
            card.show_lines(short_heading(row), move_said(row))

    @property
    def _changed_line(self) -> int:
        return self._rows.changed_heading

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
            return "Put the cursor on a move first." if self._solved is not None else self._why_none
        if self._is_done and command.startswith(("proposal.", "move.")):
            return "This is in force already. u takes it back, esc leads back."
        asks_for_moves = command in ("proposal.accept", "proposal.sheets")
        if self._solved is None and (asks_for_moves or command in ("proposal.force", "proposal.hire")):
            return self._why_none
        if asks_for_moves and self._solved is not None and not self._solved.proposal.moves:
            return "There is nothing to move."
        if command == "proposal.why" and (self._solved is None or self.moves.current is None):
            return "Put the cursor on a line first."
        return self._why_no_force() if command == "proposal.force" else super().why_not(command)

    @property
    def _why_none(self) -> str:
        return "There is no proposal yet." if self._search is not None else "There is no proposal."

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

    def command_proposal_group(self) -> None:
        """Put the moves together by giver, by receiver, or not at all; the cursor stays on its move."""
        ways, current = list(By), self.moves.current
        self._by = ways[(ways.index(self._by) + 1) % len(ways)]
        self.moves.show_columns(move_columns(self._by))
        self._redraw()
        if current is None or current.kind is Kind.HEADING:
            self.moves.action_cursor_first()

    def command_pane(self) -> None:
        """Turn between the moves and the loads."""
        to_loads = not self.loads.has_focus
        self.set_class(to_loads, "-loads")
        (self.loads if to_loads else self.moves).focus()

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
            self._halt(self._search)
        elif self.moves.marks or self.moves.is_ranging:
            self.moves.clear_marks()
        elif self.loads.has_focus:
            self.command_pane()
        else:
            self.app.pop_screen()
