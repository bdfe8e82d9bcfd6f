"""Two drafts side by side on this book: who would do what, and who would lead each account."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from core.models.beside import AccountBeside, Beside, PersonBeside, beside
from core.models.compare import Fate, Measure
from core.models.drafting import DraftError
from core.organisation import Draft
from core.outlook import Outlook
from core.query.context import Context
from core.query.errors import QueryError
from core.query.evaluate import keep
from core.query.fields import PERSON
from core.query.grammar import parse
from core.text import fold
from core.wording import counted
from tui.beside_rows import LETTERS, account_card, account_columns, people_columns, person_card
from tui.commands import Place, bindings
from tui.compare_rows import CompareRow
from tui.comparison import Comparison
from tui.filtering import Filtering
from tui.line_card import LineCard
from tui.screens.account import AccountScreen
from tui.screens.person import PersonScreen
from tui.screens.resting import RestingRoom
from widgets.filter_bar import FilterBar
from widgets.table.table import RowTable
from widgets.text import plain


class BesideScreen(RestingRoom):
    """The page of one or two rows of the comparison beside the book as it is."""

    PLACE = Place.BESIDE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.BESIDE)]
    MODE = "go.model"
    AUTO_FOCUS = "#people"

    def __init__(self, comparison: Comparison, rows: Sequence[CompareRow]) -> None:
        """Lay rows that are measured beside the book they were measured on."""
        super().__init__()
        self._comparison = comparison
        found = [row for row in rows if row.found is not None]
        self._titles = [row.title for row in found]
        self._drafts: list[Draft] = [row.found.draft for row in found if row.found is not None]
        self._beside: Beside | None = None
        self._differing = False
        self._on_accounts = False
        self._filtering = Filtering()

    def body(self) -> ComposeResult:
        """What is compared, the filter, one of the two tables, and the row under the cursor in words."""
        outlook = self._comparison.outlook
        people = people_columns(outlook.book, len(self._drafts))
        accounts = account_columns(outlook.book.policy.currency, len(self._drafts))
        yield Static("", classes="beside--head")
        yield FilterBar(placeholder="type a filter, such as seg:small")
        with ContentSwitcher(initial="people"):
            yield RowTable[PersonBeside](
                people, lambda row: row.person, empty="Working out who would do what.", id="people"
            )
            yield RowTable[AccountBeside](accounts, lambda row: row.account, empty="Reading the book.", id="accounts")
        yield LineCard(label_width=4, classes="beside--card")

    @property
    def table(self) -> RowTable[Any]:
        """The table on show."""
        return self.query_one("#accounts" if self._on_accounts else "#people", RowTable)

    def draw(self, outlook: Outlook) -> None:
        """Work it out once: it is of the book that was compared, whatever is changed since."""
        if self._beside is None:
            measured = self._comparison.outlook
            self._filtering.take(measured.rows.all(), measured)
            self._write_head()
            self._work_out()

    @work(exclusive=True, group="beside")
    async def _work_out(self) -> None:
        """Beside the screen: on a large book it takes a moment."""
        comparison = self._comparison
        measure = Measure(comparison.book, comparison.outlook.moment, comparison.known)
        try:
            self._beside = await asyncio.to_thread(beside, measure, self._drafts)
        except DraftError as error:
            self.notify(plain(str(error)), severity="warning", markup=False)
            return
        self._show()

    def _show(self) -> None:
        """Show what the filter keeps; a filter with a mistake keeps the last good one."""
        bar, found = self.query_one(FilterBar), self._beside
        if found is None:
            return
        try:
            rows: Sequence[Any] = (
                self._accounts(found, bar.text) if self._on_accounts else self._people(found, bar.text)
            )
            bar.clear_error()
        except QueryError as error:
            bar.show_error(error.says, error.position)
            return
        if self._differing:
            rows = [row for row in rows if row.differs]
        self.table.empty = "Nothing fits. Esc clears the filter, w shows what stays the same too."
        self.table.show(rows)
        self._summarise(rows)
        self._show_card(self.table.current)

    def _accounts(self, found: Beside, text: str) -> list[AccountBeside]:
        kept = {row.id for row in self._filtering.filtered(text)}
        return [row for row in found.accounts if row.account in kept]

    def _people(self, found: Beside, text: str) -> list[PersonBeside]:
        if not text.strip():
            return list(found.people)
        outlook = self._comparison.outlook
        kept = {row.id for row in keep(parse(text, PERSON), outlook.people, Context.of(outlook.book), PERSON)}
        words = fold(text).split()
        return [
            row
            for row in found.people
            if (row.person in kept if row.person > 0 else all(word in fold(row.name) for word in words))
        ]

    def _summarise(self, rows: Sequence[Any]) -> None:
        if not self._on_accounts:
            differing = sum(row.differs for row in rows)
            says = f"{counted(len(rows), 'person')} · {differing:,} with other work"
        else:
            counts = (
                "/".join(f"{sum(row.then[place].fate is fate for row in rows):,}" for fate in Fate)
                for place in range(len(self._drafts))
            )
            sums = (f"{letter} {text}" for letter, text in zip(LETTERS, counts, strict=False))
            says = f"{len(rows):,} · kept/loosened/broken {' '.join(sums)}"
        self.query_one(FilterBar).show_summary(says)

    def _write_head(self) -> None:
        panes = ("People", "Accounts")
        names = (
            Content.styled(f"[{name}]", "bold $primary")
            if (name == "Accounts") is self._on_accounts
            else Content.styled(f" {name} ", "$foreground-muted")
            for name in panes
        )
        lines = [Content(" ").join(names)]
        lines += [
            Content.assemble((f"{letter} ", "bold"), plain(title))
            for letter, title in zip(LETTERS, self._titles, strict=False)
        ]
        self.query_one(".beside--head", Static).update(Content("\n").join(lines))

    def on_row_table_highlighted(self, event: RowTable.Highlighted[Any]) -> None:
        """Show the row under the cursor in words."""
        if event.table is self.table:
            self._show_card(event.row)

    def _show_card(self, row: object) -> None:
        card = self.query_one(LineCard)
        if isinstance(row, PersonBeside):
            card.show_lines(row.name, person_card(self._comparison.book, row))
        elif isinstance(row, AccountBeside):
            card.show_lines(row.name, account_card(row))
        else:
            card.clear_lines()

    def on_row_table_opened(self, event: RowTable.Opened[Any]) -> None:
        """Open the account or the person."""
        row, outlook = event.row, self.outlook
        if isinstance(row, AccountBeside) and outlook is not None and row.account in outlook.book.accounts:
            self.app.push_screen(AccountScreen(row.account))
        elif isinstance(row, PersonBeside) and outlook is not None and row.person in outlook.book.people:
            self.app.push_screen(PersonScreen(row.person))
        else:
            self.notify("A position that is only in a draft has no page yet.", markup=False)

    # The filter ---------------------------------------------------------------------------------------------

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Filter while typing."""
        self._show()

    def on_filter_bar_submitted(self, event: FilterBar.Submitted) -> None:
        """Keep the filter and go back to the table."""
        self.table.focus()

    def on_filter_bar_cancelled(self, event: FilterBar.Cancelled) -> None:
        """Clear the filter and go back to the table."""
        self._set_filter("")
        self.table.focus()

    def _set_filter(self, text: str) -> None:
        self.query_one(FilterBar).set_text(text)
        self._show()

    # Commands -----------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """Copying needs a row."""
        if command == "copy" and self.table.current is None:
            return "There is no row here."
        return super().why_not(command)

    def command_filter(self) -> None:
        """Go to the filter."""
        self.query_one(FilterBar).focus()

    def command_pane(self) -> None:
        """Turn between people and accounts; each begins without a filter, for they have different fields."""
        self._on_accounts = not self._on_accounts
        self.query_one(ContentSwitcher).current = "accounts" if self._on_accounts else "people"
        self._set_filter("")
        self._write_head()
        self.table.focus()

    def command_differing(self) -> None:
        """Show only what would be otherwise, or all again."""
        self._differing = not self._differing
        self._show()

    def command_copy(self) -> None:
        """Copy the row in words."""
        card = self.query_one(LineCard)
        text = "\n".join((card.heading, *(f"{said.label}\t{said.text}" for said in card.said)))
        self.app.copy_to_clipboard(text)
        self.notify("Copied the row.", markup=False)

    def command_back(self) -> None:
        """One step back: clear the filter, leave the page."""
        if not self.table.has_focus:
            self.table.focus()
        elif self.query_one(FilterBar).text:
            self._set_filter("")
        else:
            self.app.pop_screen()
