"""One person: the lines that make up their hours, and beside them capacity, absences, accounts and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.outlook import Outlook
from core.people import Person
from core.rebalance.draft import RebalanceDraft
from core.rows import AccountRow
from core.usecases.roster import ArchivePerson, archive_person
from core.wording import counted, hours, hours_short
from tui.account_deeds import AccountDeeds
from tui.card import said_content
from tui.commands import Place, bindings
from tui.dialogs.confirm import Confirm
from tui.dialogs.record import RecordDialog
from tui.load_columns import LINE_COLUMNS, HoursLine, hours_lines_of
from tui.load_rows import in_order, load_rows
from tui.mark_deeds import MARK_COMMANDS
from tui.person_portrait import load_sentence, person_sections
from tui.screens.account import AccountScreen
from tui.screens.records import RecordsScreen
from tui.screens.resting import RestingRoom
from tui.wizard_deeds import WizardDeeds, why_no_wizard, why_not_hired
from widgets.table.table import RowTable
from widgets.text import plain


class PersonScreen(AccountDeeds, WizardDeeds, RestingRoom):
    """The page of one person; it follows every change of them."""

    PLACE = Place.PERSON
    MODE = "go.load"
    AUTO_FOCUS = "RowTable"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual reads a plain list
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.PERSON),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
        Binding("g", "scroll('home')", "Top", show=False),
        Binding("G", "scroll('end')", "End", show=False),
    ]

    def __init__(self, person: int) -> None:
        """Show a person by their id."""
        super().__init__()
        self._person = person

    def body(self) -> ComposeResult:
        """The load in a line, the lines behind it with their sum, and the rest beside them."""
        yield Static("", classes="person--head")
        with Horizontal(classes="person--main"):
            with Vertical(classes="person--lines"):
                yield RowTable[HoursLine](LINE_COLUMNS, lambda line: line.id, empty="No hours in the next 30 days.")
                yield Static("", classes="person--line")
                yield Static("", classes="person--sum")
            with VerticalScroll(classes="person--page"):
                yield Static("", classes="person--text")

    @property
    def table(self) -> RowTable[HoursLine]:
        """The lines."""
        return self.query_one(RowTable)

    @property
    def _page(self) -> VerticalScroll:
        return self.query_one(".person--page", VerticalScroll)

    # Showing ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """Write the page again; a person who is gone closes it."""
        person = outlook.book.people.get(self._person)
        if person is None or person.archived:
            if self.is_current:
                self.app.pop_screen()
            return
        load = outlook.ledger.person(person.id)
        self.query_one(".person--head", Static).update(
            Content.assemble(
                (plain(person.name), "bold $primary"), (f"  P{person.id}  ", "$foreground-muted"), load_sentence(load)
            )
        )
        lines = hours_lines_of(outlook, person.id)
        self.table.show(lines)
        accounts = len({line.account for line in lines if line.account is not None})
        total = f"{hours_short(load.hours)} h in {counted(len(lines), 'line')} on {counted(accounts, 'account')}"
        self.query_one(".person--sum", Static).update(
            Content.styled(f" Sum  {total}; capacity {hours(load.capacity)}", "bold")
        )
        self._write(outlook, person)

    def _write(self, outlook: Outlook, person: Person) -> None:
        width = max(20, self._page.scrollable_content_region.width or self.size.width - 4)
        parts: list[Content] = []
        for number, section in enumerate(person_sections(outlook, person)):
            parts.append(Content.styled(section.title if number == 0 else f"\n{section.title}", "bold"))
            parts.append(said_content(section.lines, 11, width))
        self.query_one(".person--text", Static).update(Content("\n").join(parts))

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        self.call_after_refresh(self._rewrite)

    def _rewrite(self) -> None:
        person = self.outlook.book.people.get(self._person) if self.outlook is not None else None
        if self.outlook is not None and person is not None:
            self._write(self.outlook, person)

    def on_row_table_highlighted(self, event: RowTable.Highlighted[HoursLine]) -> None:
        """Say the line under the cursor in full."""
        line = event.row
        text = "" if line is None else f" {line.name}, {line.seat} {line.duty}: {line.hours} h = {line.why}"
        self.query_one(".person--line", Static).update(Content.styled(plain(text), "$foreground-muted"))

    def on_row_table_opened(self, event: RowTable.Opened[HoursLine]) -> None:
        """Open the account of a line."""
        if event.row.account is not None:
            self.app.push_screen(AccountScreen(event.row.account))
        else:
            self.notify(plain(f"{event.row.name}: {event.row.why}."), markup=False)

    # What commands act on ---------------------------------------------------------------------------------

    def chosen_rows(self) -> Sequence[AccountRow]:
        """The accounts of the marked lines, else of the one under the cursor; each once."""
        current = self.table.current
        lines = self.table.marked_rows() or ([current] if current is not None else [])
        numbers = dict.fromkeys(line.account for line in lines if line.account is not None)
        return [self.outlook.rows[number] for number in numbers] if self.outlook is not None else []

    def why_not(self, command: str) -> str:
        """Commands on accounts need a line of one."""
        if command in ("assign", "conversation", "renew", "repeat", *MARK_COMMANDS) and not self.chosen_rows():
            return "This line belongs to no single account. Put the cursor on a line with an account."
        if command in ("leaves", "away"):
            return why_no_wizard(self.outlook, self._person)
        if command == "hired":
            return why_not_hired(self.outlook, self._person)
        return super().why_not(command)

    def wizard_person(self) -> int | None:
        """The person of the page."""
        return self._person

    # Commands -----------------------------------------------------------------------------------------------

    def command_pane(self) -> None:
        """Turn between the lines and the rest of the page."""
        if self._page.has_focus:
            self.remove_class("-page")
            self.table.focus()
        else:
            self.add_class("-page")
            self._page.focus()

    def command_records(self) -> None:
        """Go through the absences, steps and interviews of the person."""
        self.app.push_screen(RecordsScreen(person=self._person))

    def command_back(self) -> None:
        """One step back: to the lines, end the marks, leave the page."""
        if self._page.has_focus:
            self.command_pane()
        elif self.table.marks or self.table.is_ranging:
            self.table.clear_marks()
        else:
            self.app.pop_screen()

    def command_rebalance(self) -> None:
        """Propose moves out of this book only: all accounts of others are locked."""
        number = self._person
        self.bookshift.open_proposal(RebalanceDraft(about=(number,), locked=f"-holder:P{number}"))

    def command_overload(self) -> None:
        """Show the next person over capacity."""
        outlook = self.outlook
        if outlook is None:
            return
        rows = [row for row in in_order(load_rows(outlook), "utilisation", True) if row.person is not None]
        here = next((place for place, row in enumerate(rows) if row.id == self._person), -1)
        found = next((row for row in [*rows[here + 1 :], *rows[: here + 1]] if row.is_over), None)
        if found is None or found.id == self._person:
            self.notify("Nobody else is over capacity.", markup=False)
            return
        self._person = found.id
        self.table.clear_marks()
        self.draw(outlook)

    @work(exclusive=True, group="dialog")
    async def command_edit(self) -> None:
        """Edit the person."""
        await RecordDialog.edit_person(self.bookshift, self._person)

    @work(exclusive=True, group="dialog")
    async def command_archive(self) -> None:
        """Take the person off the roster, after asking."""
        outlook = self.outlook
        if outlook is None:
            return
        says = f"Take {outlook.book.people[self._person].name} off the roster? History and undo keep them."
        if await self.app.push_screen_wait(Confirm("Archive", says)):
            await self.bookshift.change(archive_person, ArchivePerson(person=self._person))

    def command_copy(self) -> None:
        """Copy the lines with their sum as text."""
        outlook = self.outlook
        if outlook is None:
            return
        name = outlook.book.people[self._person].name
        rows = [f"{line.name}\t{line.seat}\t{line.duty}\t{line.hours}\t{line.why}" for line in self.table.rows]
        total = hours_short(outlook.ledger.person(self._person).hours)
        self.app.copy_to_clipboard("\n".join((name, *rows, f"Sum\t\t\t{total}")))
        self.notify(plain(f"Copied {counted(len(rows), 'line')} of {name}."), markup=False)

    def action_scroll(self, where: str) -> None:
        """Scroll the page."""
        page = self._page
        {"down": page.scroll_down, "up": page.scroll_up, "home": page.scroll_home, "end": page.scroll_end}[where]()
