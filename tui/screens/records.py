"""What is kept of one account or person, one by one: each can be corrected, ended or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.outlook import Outlook
from core.people import Person
from core.rows import AccountRow
from core.wording import counted
from core.words import PersonStatus
from tui.account_deeds import AccountDeeds
from tui.commands import Place, bindings
from tui.dialogs.conversation import interview
from tui.dialogs.deed import ChoiceDialog
from tui.dialogs.record import RecordDialog
from tui.entry_deeds import (
    edit_entry,
    end_dialog,
    finish_entry,
    give_steps,
    handoff_dialog,
    leave_dialog,
    remove_entry,
    step_dialog,
    why_not_edit,
    why_not_finish,
    why_not_remove,
)
from tui.entry_rows import ENTRY_COLUMNS, Entry, EntryKind, account_entries, person_entries
from tui.line_card import LineCard
from tui.screens.resting import RestingRoom
from widgets.table.table import RowTable
from widgets.text import plain

_ON_ACCOUNT = (
    ("s", "step", "a next step that somebody owes"),
    ("h", "handoff", "a handoff of one of its seats, with a checklist"),
    ("c", "contact", "somebody at the customer"),
)
_ON_PERSON = (
    ("a", "absence", "an absence to plan around"),
    ("e", "end", "the end of the employment"),
    ("s", "step", "a next step of theirs"),
    ("i", "interview", "an interview: what helps, what is missing"),
)


class RecordsScreen(AccountDeeds, RestingRoom):
    """The page of what is kept of an account or a person; it follows every change."""

    PLACE = Place.RECORDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.RECORDS)]
    AUTO_FOCUS = "RowTable"

    def __init__(self, *, account: int | None = None, person: int | None = None) -> None:
        """Show what is kept of an account, or of a person."""
        super().__init__()
        self._account = account
        self._person = person
        self.MODE = "go.book" if account is not None else "go.load"  # type: ignore[misc]  # one page under both

    def body(self) -> ComposeResult:
        """Whose records they are, the records, and the one under the cursor in full."""
        yield Static("", classes="records--head")
        yield RowTable[Entry](ENTRY_COLUMNS, lambda row: row.id, empty="Reading the book.")
        yield LineCard(label_width=8, classes="records--card")

    @property
    def table(self) -> RowTable[Entry]:
        """The records."""
        return self.query_one(RowTable)

    # Showing ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """List the records again; of what is gone the page closes."""
        account = outlook.book.accounts.get(self._account or 0)
        person = self._who(outlook)
        if (account is None or account.archived) and person is None:
            if self.is_current:
                self.app.pop_screen()
            return
        if account is not None:
            entries, name = account_entries(outlook, account), account.name
            self.table.empty = "Nothing is kept here yet. Press n to add something, or c to log a conversation."
        else:
            assert person is not None
            entries, name = person_entries(outlook, person), person.name
            self.table.empty = "Nothing is kept here yet. Press n to add an absence, a next step or an interview."
        self.table.show(entries)
        still = sum(entry.open for entry in entries)
        opened = f", {still} of them open" if still else ""
        says = f"  {counted(len(entries), 'record')}{opened}" if entries else ""
        self.query_one(".records--head", Static).update(
            Content.assemble((plain(name), "bold $primary"), (says, "$foreground-muted"))
        )
        self._show_card(self.table.current)

    def _who(self, outlook: Outlook) -> Person | None:
        person = outlook.book.people.get(self._person or 0)
        return person if person is not None and not person.archived else None

    def on_row_table_highlighted(self, event: RowTable.Highlighted[Entry]) -> None:
        """Show the record in full."""
        self._show_card(event.row)

    def _show_card(self, entry: Entry | None) -> None:
        card = self.query_one(LineCard)
        if entry is None:
            card.clear_lines()
        else:
            card.show_lines(entry.kind.value.capitalize(), entry.said)

    async def on_row_table_opened(self, event: RowTable.Opened[Entry]) -> None:
        """Edit the record."""
        await self.action_command("entry.edit")

    # What commands act on ---------------------------------------------------------------------------------

    def chosen_rows(self) -> Sequence[AccountRow]:
        """The account of the page."""
        row = self.outlook.rows.get(self._account) if self.outlook is not None and self._account is not None else None
        return [] if row is None else [row]

    def _chosen(self) -> list[Entry]:
        """The marked records, else the one under the cursor."""
        current = self.table.current
        return list(self.table.marked_rows()) or ([current] if current is not None else [])

    def why_not(self, command: str) -> str:
        """Most commands need a record that they can be done to."""
        if command == "conversation" and self._account is None:
            return "A conversation is logged on an account. Press n for an interview with this colleague."
        if not command.startswith("entry.") or command == "entry.new":
            return super().why_not(command)
        chosen = self._chosen()
        if not chosen:
            return "There is no record here. Press n to add something."
        kinds = {entry.kind for entry in chosen}
        if len(chosen) > 1 and kinds != {EntryKind.STEP}:
            return "Only next steps go several at a time. Press esc to clear the marks."
        if command == "entry.give":
            return "" if kinds == {EntryKind.STEP} else "Only next steps are given to somebody else."
        reason = {"entry.edit": why_not_edit, "entry.done": why_not_finish, "entry.remove": why_not_remove}
        return reason[command](chosen[0])

    # Commands -----------------------------------------------------------------------------------------------

    @work(exclusive=True, group="dialog")
    async def command_entry_new(self) -> None:
        """Choose what to add, and fill it in."""
        outlook = self.outlook
        if outlook is None:
            return
        name = self._account is not None
        what = await self.app.push_screen_wait(ChoiceDialog("Add", _ON_ACCOUNT if name else _ON_PERSON))
        if what is None:
            return
        if self._account is not None:
            await self._add_to_account(outlook, self._account, what)
        elif (person := self._who(outlook)) is not None:
            await self._add_to_person(person, what)

    async def _add_to_account(self, outlook: Outlook, account: int, what: str) -> None:
        app = self.bookshift
        if what == "contact":
            await RecordDialog.add_contact(app, account)
        elif what == "step":
            await app.push_screen_wait(step_dialog(app, account, None))
        else:
            dialog = handoff_dialog(app, outlook, outlook.book.accounts[account])
            if dialog is None:
                self.notify("No model in force asks for a seat on this account. Press 5 to choose one.", markup=False)
                return
            await app.push_screen_wait(dialog)

    async def _add_to_person(self, person: Person, what: str) -> None:
        app = self.bookshift
        if person.status is PersonStatus.VACANCY:
            self.notify(plain(f"{person.name} is an open position: nobody is there yet."), markup=False)
        elif what == "absence":
            await app.push_screen_wait(leave_dialog(app, person))
        elif what == "end":
            await app.push_screen_wait(end_dialog(app, person))
        elif what == "step":
            await app.push_screen_wait(step_dialog(app, None, person))
        else:
            await app.push_screen_wait(interview(app.desk.book, person.id, app.desk.moment))

    @work(exclusive=True, group="dialog")
    async def command_entry_edit(self) -> None:
        """Open the form of the record."""
        if self.outlook is not None:
            await edit_entry(self.bookshift, self._chosen(), self._who(self.outlook))
            self._unmark()

    @work(exclusive=True, group="dialog")
    async def command_entry_done(self) -> None:
        """Mark as done, tick, or close."""
        await finish_entry(self.bookshift, self._chosen())
        self._unmark()

    @work(exclusive=True, group="dialog")
    async def command_entry_give(self) -> None:
        """Give next steps to somebody else."""
        await give_steps(self.bookshift, self._chosen())
        self._unmark()

    @work(exclusive=True, group="dialog")
    async def command_entry_remove(self) -> None:
        """Take the record out."""
        if self.outlook is not None:
            await remove_entry(self.bookshift, self._chosen(), self._who(self.outlook))
            self._unmark()

    def _unmark(self) -> None:
        if self.table.marks:
            self.table.clear_marks()

    def command_copy(self) -> None:
        """Copy the chosen records as text."""
        chosen = self._chosen()
        lines = (f"{entry.kind.value}\t{entry.day or ''}\t{entry.text}\t{entry.who}" for entry in chosen)
        self.app.copy_to_clipboard("\n".join(lines))
        self.notify(f"Copied {counted(len(chosen), 'record')}.", markup=False)

    def command_back(self) -> None:
        """One step back: end the marks, leave the page."""
        if self.table.marks or self.table.is_ranging:
            self.table.clear_marks()
        else:
            self.app.pop_screen()
