"""The people and pools with their load: the most loaded first, why, and the way to every hour behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.worker import get_current_worker

from core.exchange.listings import people_sheet
from core.exchange.sheet import Sheet
from core.outlook import Outlook
from core.query.complete import Completion, complete, known_values
from core.query.errors import QueryError
from core.query.fields import PERSON
from core.usecases.roster import ArchivePerson, archive_person
from core.wording import counted, hours, hours_whole, money_short, rounded
from tui.commands import Place, bindings
from tui.dialogs.confirm import Confirm
from tui.dialogs.record import RecordDialog
from tui.file_deeds import FileDeeds
from tui.line_card import LineCard
from tui.load_columns import load_columns
from tui.load_rows import LoadRow, Turn, in_order, kept, load_rows
from tui.person_portrait import load_card
from tui.reasons import Reasons
from tui.screens.person import PersonScreen
from tui.screens.resting import RestingRoom
from tui.wizard_deeds import WizardDeeds, why_no_wizard, why_not_hired
from widgets.filter_bar import FilterBar
from widgets.load_bar import percent
from widgets.table.table import RowTable
from widgets.text import plain

_FIRST_ORDER = ("utilisation", True)


class LoadScreen(FileDeeds, WizardDeeds, RestingRoom):
    """The people."""

    PLACE = Place.LOAD
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LOAD)]
    MODE = "go.load"
    AUTO_FOCUS = "RowTable"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self) -> None:
        """Make the screen; it shows people as soon as the book is read."""
        super().__init__()
        self._rows: Sequence[LoadRow] = ()
        self._reasons: Reasons | None = None
        self._sort = _FIRST_ORDER
        self._turn = Turn.PERSON

    def body(self) -> ComposeResult:
        """Filter bar, table, card."""
        yield FilterBar(placeholder="type a filter, such as band:over")
        yield RowTable[LoadRow](load_columns(self._why), lambda row: row.id, empty="Reading the book.")
        yield LineCard(label_width=9, classes="load--card")

    @property
    def table(self) -> RowTable[LoadRow]:
        """The table of people and pools."""
        return self.query_one(RowTable)

    def on_mount(self) -> None:
        """Come back to where the user left the last time."""
        self.query_one(FilterBar).complete_by(self._complete)
        memory = self.bookshift.session.mode("load")
        if memory.filter:
            self.query_one(FilterBar).set_text(memory.filter)
        if memory.sort:
            self._sort = (memory.sort, memory.reverse)
        if memory.turn in set(Turn):
            self._turn = Turn(memory.turn)
        self.table.sorted_by = self._sort
        if memory.cursor:
            self.table.move_to(memory.cursor)

    # Showing ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """Put the people in order again."""
        self.hint_fill(outlook)
        self._reasons = Reasons(outlook)
        self._rows = in_order(load_rows(outlook, self._turn), *self._sort)
        self._show()
        if not outlook.ahead.is_made:
            self._look_ahead(outlook)

    @work(thread=True, exclusive=True, exit_on_error=False, group="ahead")
    def _look_ahead(self, outlook: Outlook) -> None:
        """Count the months ahead beside the screen: each costs as much as the load of all people."""
        worker = get_current_worker()
        for month in range(outlook.ahead.months):
            if worker.is_cancelled:
                return
            outlook.ahead.ledger(month)
        self.app.call_from_thread(self._ahead_is_made, outlook)

    def _ahead_is_made(self, outlook: Outlook) -> None:
        if outlook is self.outlook:
            self._show_card(self.table.current)

    def _show(self) -> None:
        """Show the rows that the filter keeps; a filter with a mistake keeps the last good one."""
        bar, outlook = self.query_one(FilterBar), self.outlook
        if outlook is None:
            return
        try:
            rows = kept(self._rows, bar.text, outlook)
            bar.clear_error()
        except QueryError as error:
            bar.show_error(error.says, error.position)
            return
        if not self._rows and self._turn is Turn.POOL:
            self.table.empty = "This book has no pool. Press ] for the people."
        elif not self._rows:
            self.table.empty = "Nobody is on the roster yet. Press n to add a person, i to import a CSV."
        else:
            self.table.empty = "Nobody fits this filter. Press esc to clear it."
        self.table.show(rows)
        self._summarise(rows)
        self._show_card(self.table.current)

    def _summarise(self, shown: Sequence[LoadRow]) -> None:
        if self._turn is not Turn.PERSON:
            self.query_one(FilterBar).show_summary(f"by {self._turn} · {hours(sum(row.load for row in shown))}")
            return
        people = [row for row in shown if row.person is not None]
        load, capacity = sum(row.load for row in people), sum(row.capacity for row in people)
        over = sum(row.is_over for row in people)
        sums = f"{rounded(load, 100):,} of {hours_whole(capacity)}"
        parts = [counted(len(people), "person"), sums, percent(load, capacity)]
        if over:
            parts.append(f"{over} over")
        self.query_one(FilterBar).show_summary(" · ".join(parts))

    def _why(self, row: LoadRow) -> str:
        if row.pool is not None:
            return f"{row.what}, {counted(row.accounts, 'account')}"
        if row.group:
            return row.what
        return self._reasons.of(row.id) if self._reasons is not None else ""

    def _show_card(self, row: LoadRow | None) -> None:
        card, outlook = self.query_one(LineCard), self.outlook
        if row is None or outlook is None or (row.id > 0 and row.id not in outlook.book.people):
            card.clear_lines()
        else:
            tall = self.has_class("-tall")
            heading = f"{row.name}, {row.what}" if row.what and not row.group else row.name
            card.show_lines(heading, load_card(outlook, row, self._why(row), tall=tall))

    def on_row_table_highlighted(self, event: RowTable.Highlighted[LoadRow]) -> None:
        """Say more of the row under the cursor."""
        self._show_card(event.row)
        self.bookshift.session.mode("load").cursor = event.row.id if event.row else 0

    def on_row_table_sort_requested(self, event: RowTable.SortRequested[LoadRow]) -> None:
        """Sort by the column, largest first for figures; by the same again turns the order around."""
        key, reverse = self._sort
        self._sort = (event.sort_key, not reverse if event.sort_key == key else event.sort_key != "name")
        memory = self.bookshift.session.mode("load")
        memory.sort, memory.reverse = self._sort
        self.table.sorted_by = self._sort
        self._rows = in_order(self._rows, *self._sort)
        self._show()

    def on_row_table_opened(self, event: RowTable.Opened[LoadRow]) -> None:
        """Open the lines behind a person's hours; a pool opens its accounts in the Book."""
        if event.row.pool is not None:
            self._show_pool(event.row.pool)
        elif event.row.group:
            self._show_group(event.row)
        else:
            self.app.push_screen(PersonScreen(event.row.id))

    def _show_pool(self, pool: int) -> None:
        outlook = self.outlook
        if outlook is not None:
            self.bookshift.show_accounts(f"holder:pool:{outlook.book.pools[pool].key}")

    def _show_group(self, row: LoadRow) -> None:
        """The people of a role, or the accounts of a segment."""
        kind, _, key = row.group.partition(":")
        if kind == Turn.SEGMENT:
            self.bookshift.show_accounts(f"segment:{key or 'none'}")
            return
        self._turn_to(Turn.PERSON)
        self._set_filter(f"role:{key or 'none'}")

    # The filter ---------------------------------------------------------------------------------------------

    def _complete(self, text: str, cursor: int) -> Completion:
        """What could stand at the cursor of the filter."""
        return complete(text, cursor, known_values(self.outlook.book) if self.outlook is not None else {}, PERSON)

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Filter while typing."""
        self._show()
        self.bookshift.session.mode("load").filter = event.text

    def on_filter_bar_submitted(self, event: FilterBar.Submitted) -> None:
        """Keep the filter and go back to the table."""
        self.table.focus()

    def on_filter_bar_cancelled(self, event: FilterBar.Cancelled) -> None:
        """Clear the filter and go back to the table."""
        self._set_filter("")
        self.table.focus()

    def _set_filter(self, text: str) -> None:
        self.query_one(FilterBar).set_text(text)
        self.bookshift.session.mode("load").filter = text
        self._show()

    # Commands -----------------------------------------------------------------------------------------------

    @property
    def _person(self) -> LoadRow | None:
        row = self.table.current
        return row if row is not None and row.person is not None else None

    def why_not(self, command: str) -> str:
        """Commands on a person need one."""
        if command in ("edit", "archive", "assign", "copy", "records") and self._person is None:
            if self._turn in (Turn.ROLE, Turn.SEGMENT):
                return "These rows are sums. Press enter for what is behind one, or [ and ] for the people."
            return "Put the cursor on a person first; pools are changed by their members."
        if command in ("leaves", "away"):
            return why_no_wizard(self.outlook, self.wizard_person())
        if command == "hired":
            return why_not_hired(self.outlook, self.wizard_person())
        return super().why_not(command)

    def wizard_person(self) -> int | None:
        """The person under the cursor."""
        row = self._person
        return row.id if row is not None else None

    def command_filter(self) -> None:
        """Go to the filter."""
        self.query_one(FilterBar).focus()

    def command_turn_next(self) -> None:
        """Turn the table: by person, by role, by segment, by pool."""
        self._turn_to(self._turn.next(1))

    def command_turn_previous(self) -> None:
        """Turn it the other way round."""
        self._turn_to(self._turn.next(-1))

    def _turn_to(self, turn: Turn) -> None:
        self._turn = turn
        self.bookshift.session.mode("load").turn = str(turn)
        if self.outlook is not None:
            self.draw(self.outlook)

    def command_overload(self) -> None:
        """Put the cursor on the next person over capacity."""
        rows = self.table.rows
        here = next((place for place, row in enumerate(rows) if row is self.table.current), -1)
        after = [*rows[here + 1 :], *rows[: here + 1]]
        found = next((row for row in after if row.is_over), None)
        if found is None:
            self.notify("Nobody shown here is over capacity.", markup=False)
        else:
            self.table.move_to(found.id)

    def command_assign(self) -> None:
        """Go to the person's accounts, where they are chosen and given to others."""
        row = self._person
        if row is not None:
            self.app.push_screen(PersonScreen(row.id))
            self.notify("Mark accounts with space, then press a to assign them.", markup=False)

    @work(exclusive=True, group="dialog")
    async def command_new(self) -> None:
        """Add a person."""
        await RecordDialog.add_person(self.bookshift)

    @work(exclusive=True, group="dialog")
    async def command_edit(self) -> None:
        """Edit the person."""
        row = self._person
        if row is not None:
            await RecordDialog.edit_person(self.bookshift, row.id)

    @work(exclusive=True, group="dialog")
    async def command_archive(self) -> None:
        """Take the person off the roster, after asking."""
        row = self._person
        if row is None:
            return
        says = f"Take {row.name} off the roster? History and undo keep them."
        if await self.app.push_screen_wait(Confirm("Archive", says)):
            await self.bookshift.change(archive_person, ArchivePerson(person=row.id))

    def command_copy(self) -> None:
        """Copy the person's load as one line of text."""
        row = self._person
        if row is None:
            return
        arr = f"ARR {money_short(row.arr)}"
        load = f"{hours(row.load)} of {hours(row.capacity)} ({percent(row.load, row.capacity)}, {row.band})"
        self.app.copy_to_clipboard(" · ".join((row.name, load, counted(row.accounts, "account"), arr)))
        self.notify(plain(f"Copied {row.name}."), markup=False)

    def command_back(self) -> None:
        """One step back: leave the filter, clear it."""
        if not self.table.has_focus:
            self.table.focus()
        elif self.query_one(FilterBar).text:
            self._set_filter("")

    def shown_sheet(self) -> Sheet | None:
        """The people shown, in their order; pools are in the JSON of the command line's load."""
        outlook = self.outlook
        if outlook is None:
            return None
        people = [row.person for row in self.table.rows if row.person is not None]
        return people_sheet(people, outlook.book.policy, outlook.moment.today)
