"""The book's own figures, segments, roles and pools: every one can be changed, with its range and source beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.errors import Refusal
from core.outlook import Outlook
from core.usecases.fields import Reading, read_fields
from core.usecases.figures import Figure
from core.usecases.policy import POLICY_FIELDS, SetPolicy, set_policy
from core.usecases.team import ArchivePool, archive_pool
from core.wording import counted
from tui.commands import Place, bindings
from tui.dialogs.confirm import Confirm
from tui.dialogs.deed import ChoiceDialog, Deed, DeedDialog
from tui.dialogs.record import RecordDialog
from tui.dialogs.wizard import Wrong
from tui.figure_rows import FIGURE, FIGURE_COLUMNS, POOL, FigureRow, figure_rows
from tui.line_card import LineCard
from tui.screens.resting import RestingRoom
from widgets.form import Line
from widgets.table.table import RowTable

_ADDED = (
    ("s", "segment", "a segment: which customers belong together, and how they are served"),
    ("r", "role", "a role that people have"),
    ("p", "pool", "a pool: people who hold seats together"),
)


class FiguresScreen(RestingRoom):
    """The page of what a book goes by; it follows every change."""

    PLACE = Place.FIGURES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.FIGURES)]
    AUTO_FOCUS = "RowTable"

    def body(self) -> ComposeResult:
        """What the page is, the rows, and the one under the cursor in full."""
        yield Static("", classes="records--head")
        yield RowTable[FigureRow](FIGURE_COLUMNS, lambda row: row.id, empty="Reading the book.")
        yield LineCard(label_width=9, classes="records--card")

    @property
    def table(self) -> RowTable[FigureRow]:
        """The rows."""
        return self.query_one(RowTable)

    def draw(self, outlook: Outlook) -> None:
        """List everything again."""
        rows = figure_rows(outlook.book)
        self.table.show(rows)
        changed = sum(row.differs for row in rows)
        says = f"  {counted(changed, 'figure')} of this book differ from the standard: *" if changed else ""
        self.query_one(".records--head", Static).update(
            Content.assemble(("Figures, segments, roles, pools", "bold $primary"), (says, "$foreground-muted"))
        )
        self._show_card(self.table.current)

    def on_row_table_highlighted(self, event: RowTable.Highlighted[FigureRow]) -> None:
        """Show the row in full."""
        self._show_card(event.row)

    def _show_card(self, row: FigureRow | None) -> None:
        card = self.query_one(LineCard)
        if row is None:
            card.clear_lines()
        else:
            card.show_lines(f"{row.name}: {row.value}", row.said)

    async def on_row_table_opened(self, event: RowTable.Opened[FigureRow]) -> None:
        """Change the row."""
        await self.action_command("figure.edit")

    def why_not(self, command: str) -> str:
        """Segments and roles stay, since records name them; only some figures have a standard value."""
        row = self.table.current
        if not command.startswith("figure.") or command == "figure.new":
            return super().why_not(command)
        if row is None:
            return "There is nothing here yet. Press n to add a segment, a role or a pool."
        if command == "figure.reset" and row.kind not in (FIGURE, POOL):
            return f"A {row.kind} stays, since records and plans name it. Press e to change it."
        if command == "figure.reset" and row.figure is not None and not row.differs:
            return (
                f"{row.name} has its standard value." if row.figure.standard else f"{row.name} has no standard value."
            )
        return ""

    # Commands -----------------------------------------------------------------------------------------------

    @work(exclusive=True, group="dialog")
    async def command_figure_new(self) -> None:
        """Choose what to add, and fill it in."""
        what = await self.app.push_screen_wait(ChoiceDialog("Add", _ADDED))
        if what is not None:
            await RecordDialog.add(self.bookshift, what)

    @work(exclusive=True, group="dialog")
    async def command_figure_edit(self) -> None:
        """Change the row."""
        row = self.table.current
        if row is None:
            return
        if row.figure is not None:
            await self.app.push_screen_wait(self._figure_dialog(row.figure))
        else:
            await RecordDialog.edit(self.bookshift, row.kind, row.number)

    def _figure_dialog(self, figure: Figure) -> DeedDialog:
        desk = self.bookshift.desk
        several = figure.name == "rates"  # they are given one by one and join those there are

        def make(values: Mapping[str, str]) -> Deed:
            reading = Reading(desk.book, desk.moment, desk.book.policy)
            text = values["value"].strip() or figure.standard
            if not text:
                raise Wrong(f"{figure.name} has no standard value. Write one.", "value")
            pairs = read_fields(POLICY_FIELDS, ((figure.name, text),), reading)
            if isinstance(pairs, Refusal):
                raise Wrong(str(pairs), "value")
            return set_policy, SetPolicy(pairs, values["reason"])

        span = f" From {figure.least} to {figure.most}." if figure.least else ""
        standard = f" Standard: {figure.standard}." if figure.standard else ""
        says = f"{figure.says}{span}{standard} Source: {figure.source}."
        if several:
            says += f" Now: {figure.text or 'none'}. A rate joins these; “none” clears them."
        hint = "EUR 1.08 from 2026-01-01" if several else f"empty is the standard, {figure.standard}"
        lines = [
            Line("value", "Value", "" if several else figure.text, hint=hint),
            Line("reason", "Reason", hint="kept in the history"),
        ]
        return DeedDialog(f"{figure.name}: {figure.value}", lines, make, says, unchanged=True)

    @work(exclusive=True, group="dialog")
    async def command_figure_reset(self) -> None:
        """Give a figure its standard value; archive a pool, after asking."""
        row = self.table.current
        if row is None:
            return
        if row.kind == POOL:
            if await self.app.push_screen_wait(Confirm("Archive", f"Archive the pool {row.value}? History keeps it.")):
                await self.bookshift.change(archive_pool, ArchivePool(row.number))
            return
        if row.figure is None:
            return
        desk = self.bookshift.desk
        reading = Reading(desk.book, desk.moment, desk.book.policy)
        pairs = read_fields(POLICY_FIELDS, ((row.figure.name, row.figure.standard),), reading)
        assert not isinstance(pairs, Refusal)  # the standard can be read
        await self.bookshift.change(set_policy, SetPolicy(pairs))

    def command_copy(self) -> None:
        """Copy the row as text."""
        row = self.table.current
        if row is not None:
            self.app.copy_to_clipboard(f"{row.name}\t{row.value}\t{row.says}")
            self.notify(f"Copied {row.name}.", markup=False)
