"""The book: every account in one table with a live filter, marks, sort, and a card of the account under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from core.exchange.listings import accounts_sheet
from core.exchange.sheet import Sheet
from core.outlook import Outlook
from core.query.complete import Completion, complete, known_values
from core.query.errors import QueryError
from core.query.narrow import same_value
from core.rows import AccountRow, Totals
from core.wording import hours, hours_short, money_short
from tui.account_columns import account_columns
from tui.account_deeds import AccountDeeds
from tui.card import AccountCard
from tui.commands import Place, bindings
from tui.file_deeds import FileDeeds
from tui.filtering import Filtering
from tui.mark_deeds import MARK_COMMANDS
from tui.overload import overloaded
from tui.screens.account import AccountScreen
from tui.screens.base import Room
from tui.views import VIEWS
from tui.welcome import WELCOME
from tui.wizard_deeds import FillDeed
from widgets.filter_bar import FilterBar
from widgets.table.table import RowTable
from widgets.text import plain


class BookScreen(FileDeeds, AccountDeeds, FillDeed, Room):
    """The accounts."""

    PLACE = Place.BOOK
    MODE = "go.book"
    AUTO_FOCUS = "RowTable"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.BOOK)]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self) -> None:
        """Make the screen; it shows accounts as soon as the book is read."""
        super().__init__()
        self._filtering = Filtering()
        self._sort = ("name", False)
        self._view = -1

    def body(self) -> ComposeResult:
        """Filter bar, table, card."""
        yield FilterBar(placeholder="type a filter, such as renews<90d or owner:ana")
        with Horizontal(classes="book--main"):
            yield RowTable[AccountRow](account_columns(""), lambda row: row.id, empty="Reading the book.")
            yield AccountCard()

    @property
    def table(self) -> RowTable[AccountRow]:
        """The account table."""
        return self.query_one(RowTable)

    def on_mount(self) -> None:
        """Come back to where the user left the book the last time."""
        self.query_one(FilterBar).complete_by(self._complete)
        memory = self.bookshift.session.mode("book")
        if memory.filter:
            self.query_one(FilterBar).set_text(memory.filter)
        if memory.sort:
            self._sort = (memory.sort, memory.reverse)
        self.table.sorted_by = self._sort
        if memory.cursor:
            self.table.move_to(memory.cursor)
        self.table.set_marks(memory.marks)

    # Showing ------------------------------------------------------------------------------------------------

    def show_outlook(self, outlook: Outlook) -> None:
        """Sort and filter the rows of the book again."""
        self.hint_fill(outlook)
        key, reverse = self._sort
        if outlook.book.policy.currency != self._filtering.currency:
            self.table.show_columns(account_columns(outlook.book.policy.currency))
        self._filtering.take(outlook.rows.ordered(key, reverse=reverse), outlook)
        self._show()

    def _show(self) -> None:
        """Show the rows that the filter keeps; a filter with a mistake keeps the last good one."""
        bar, table = self.query_one(FilterBar), self.table
        outlook = self.outlook
        if outlook is None:
            return
        try:
            rows = self._filtering.filtered(bar.text)
            bar.clear_error()
        except QueryError as error:
            bar.show_error(error.says, error.position)
            return
        if not outlook.book.accounts:
            table.empty = WELCOME
        else:
            table.empty = "No account fits this filter. Press esc to clear it."
        table.show(rows)
        self._summarise(rows)

    def _summarise(self, shown: Sequence[AccountRow]) -> None:
        marked = self.table.marked_rows()
        hidden = self.table.hidden_marks
        counting = marked or shown
        sums = Totals.of(counting)
        head = f"{len(marked)} marked" if marked else f"{len(shown):,} of {self._filtering.whole:,}"
        if hidden:
            head += f", {hidden} more hidden" if marked else f", {hidden} marked hidden"
        currency = self._filtering.currency
        parts = [head, money_short(sums.arr, currency), f"{hours_short(sums.hours)} h/mo"]
        if sums.arr_unknown:
            parts.append(f"{sums.arr_unknown} without ARR")
        self.query_one(FilterBar).show_summary(" · ".join(parts))

    def _complete(self, text: str, cursor: int) -> Completion:
        """What could stand at the cursor of the filter."""
        return complete(text, cursor, known_values(self.outlook.book) if self.outlook is not None else {})

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Filter while typing."""
        self._show()
        self.bookshift.session.mode("book").filter = event.text

    def on_filter_bar_submitted(self, event: FilterBar.Submitted) -> None:
        """Keep the filter and go back to the table."""
        self.table.focus()

    def on_filter_bar_cancelled(self, event: FilterBar.Cancelled) -> None:
        """Clear the filter and go back to the table."""
        self._set_filter("")
        self.table.focus()

    def on_row_table_highlighted(self, event: RowTable.Highlighted[AccountRow]) -> None:
        """Show the card of the row under the cursor."""
        outlook = self.outlook
        if outlook is not None:
            self.query_one(AccountCard).show(outlook, event.row)
        self.bookshift.session.mode("book").cursor = event.row.id if event.row else 0

    def on_row_table_marks_changed(self, event: RowTable.MarksChanged[AccountRow]) -> None:
        """Sum up what is marked."""
        self._summarise(self.table.rows)
        self.bookshift.session.mode("book").marks = tuple(sorted(self.table.marks))

    def on_row_table_sort_requested(self, event: RowTable.SortRequested[AccountRow]) -> None:
        """Sort by the column; by the same again turns the order around."""
        key, reverse = self._sort
        self._sort = (event.sort_key, not reverse if event.sort_key == key else False)
        memory = self.bookshift.session.mode("book")
        memory.sort, memory.reverse = self._sort
        self.table.sorted_by = self._sort
        if self.outlook is not None:
            self.show_outlook(self.outlook)

    def on_row_table_opened(self, event: RowTable.Opened[AccountRow]) -> None:
        """Open the account's page."""
        self.app.push_screen(AccountScreen(event.row.id))

    # What commands act on ---------------------------------------------------------------------------------

    def chosen_rows(self) -> Sequence[AccountRow]:
        """The marked rows that are shown, else the one under the cursor."""
        marked = self.table.marked_rows()
        if marked:
            return marked
        current = self.table.current
        return [] if current is None else [current]

    def why_not(self, command: str) -> str:
        """Commands on accounts need one."""
        needs = (
            "assign",
            "conversation",
            "renew",
            "edit",
            "archive",
            "repeat",
            "copy",
            "only",
            "without",
            *MARK_COMMANDS,
        )
        if command in needs and not self.chosen_rows():
            return "There is no account here. Press esc to clear the filter, n to add one or i to import."
        return super().why_not(command)

    # Commands -----------------------------------------------------------------------------------------------

    def command_filter(self) -> None:
        """Go to the filter."""
        self.query_one(FilterBar).focus()

    def command_only(self) -> None:
        """Show only the rows with the value under the cursor."""
        self._narrow("")

    def command_without(self) -> None:
        """Hide the rows with the value under the cursor."""
        self._narrow("-")

    def _narrow(self, sign: str) -> None:
        row, column = self.table.current, self.table.current_column
        if row is None or column is None:
            return
        term = same_value(row, column.key, self._filtering.currency)
        if term is None:
            self.notify(
                f"The column {column.title} has no value to filter by. Choose another with h and l.", markup=False
            )
            return
        text = f"{self.query_one(FilterBar).text} {sign}{term}".strip()
        self._set_filter(text)

    def take_filter(self, text: str) -> None:
        """Show the book under a filter that comes from another screen."""
        self._set_filter(text)
        self.table.focus()

    def _set_filter(self, text: str) -> None:
        self.query_one(FilterBar).set_text(text)
        self.bookshift.session.mode("book").filter = text
        self._show()

    def command_view_next(self) -> None:
        """Show the next view."""
        self._turn_view(1)

    def command_view_previous(self) -> None:
        """Show the previous view."""
        self._turn_view(-1)

    def _turn_view(self, by: int) -> None:
        self._view = (self._view + by) % len(VIEWS)
        view = VIEWS[self._view]
        self._set_filter(view.filter)
        self.notify(plain(view.title), title="View", timeout=3, markup=False)

    def command_overload(self) -> None:
        """Show the accounts of the next person over capacity."""
        outlook = self.outlook
        over = [] if outlook is None else overloaded(outlook.people)
        if not over:
            self.notify("Nobody is over capacity.", markup=False)
            return
        here = self.query_one(FilterBar).text
        terms = [f"owner:P{row.id}" for row in over]
        place = terms.index(here) + 1 if here in terms else 0
        row = over[place % len(over)]
        self._set_filter(f"owner:P{row.id}")
        self.notify(f"{plain(row.name)} is {row.band.value}: {hours(row.load)} of {hours(row.capacity)}.", markup=False)

    def command_back(self) -> None:
        """One step back: end the range, clear the marks, clear the filter."""
        table = self.table
        if not table.has_focus:
            table.focus()
        elif table.is_ranging or table.marks:
            table.clear_marks()
        elif self.query_one(FilterBar).text:
            self._set_filter("")

    @work(exclusive=True, group="dialog")
    async def command_new(self) -> None:
        """Add an account."""
        from tui.dialogs.record import RecordDialog

        await RecordDialog.add_account(self.bookshift)

    def shown_sheet(self) -> Sheet | None:
        """The accounts on screen in their order."""
        outlook = self.outlook
        return (
            accounts_sheet(self.table.rows, outlook.book.policy, outlook.moment.today) if outlook is not None else None
        )
