"""The findings of one rule, worst first: each leads to its account or person, and can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.models.finding import Finding
from core.models.rules.registry import RULES
from core.outlook import Outlook
from core.wording import counted, money_short
from tui.commands import Place, bindings
from tui.finding_rows import FINDING_COLUMNS, FindingRow, mend_text, subject_text
from tui.line_card import LineCard
from tui.mend_deeds import mend_findings, why_not_mend
from tui.portrait import Said
from tui.screens.account import AccountScreen
from tui.screens.person import PersonScreen
from tui.screens.resting import RestingRoom
from widgets.table.table import RowTable
from widgets.text import plain


class FindingsScreen(RestingRoom):
    """The page of one rule's findings; it follows every change."""

    PLACE = Place.FINDINGS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.FINDINGS)]
    MODE = "go.model"
    AUTO_FOCUS = "RowTable"

    def __init__(self, code: str) -> None:
        """Show the findings of a rule."""
        super().__init__()
        self._code = code
        self._numbers: dict[str, int] = {}

    def body(self) -> ComposeResult:
        """The rule, its findings, and the one under the cursor in full."""
        yield Static("", classes="findings--head")
        yield RowTable[FindingRow](FINDING_COLUMNS, lambda row: row.id, empty="Nothing breaks this rule any more.")
        yield LineCard(label_width=6, classes="findings--card")

    @property
    def table(self) -> RowTable[FindingRow]:
        """The findings."""
        return self.query_one(RowTable)

    def draw(self, outlook: Outlook) -> None:
        """List the findings again."""
        group = next((item for item in outlook.findings.groups() if item.code == self._code), None)
        found = group.findings if group is not None else ()
        rows = [FindingRow(self._number(item), item, subject_text(outlook, item)) for item in found]
        self.table.show(rows)
        sums = f"{counted(len(rows), 'finding')}" + (f", ARR {money_short(group.arr)}" if group and group.arr else "")
        self.query_one(".findings--head", Static).update(
            Content.assemble(
                (self._code, "bold $primary"), f"  {sums}\n", (plain(RULES[self._code].says), "$foreground-muted")
            )
        )

    def _number(self, finding: Finding) -> int:
        """The same number for the same finding, so that marks and cursor stay on it."""
        return self._numbers.setdefault(finding.subject, len(self._numbers) + 1)

    def on_row_table_highlighted(self, event: RowTable.Highlighted[FindingRow]) -> None:
        """Show the finding in full."""
        card, row = self.query_one(LineCard), event.row
        if row is None:
            card.clear_lines()
        else:
            says = (Said("Wrong", row.finding.message), Said("Mend", mend_text(row.finding), "accent"))
            card.show_lines(row.subject, says)

    def on_row_table_opened(self, event: RowTable.Opened[FindingRow]) -> None:
        """Go to what the finding is about."""
        finding = event.row.finding
        if finding.account is not None:
            self.app.push_screen(AccountScreen(finding.account))
        elif finding.person is not None:
            self.app.push_screen(PersonScreen(finding.person))
        else:
            says = f"{event.row.subject} has no page of its own. {mend_text(finding)}."
            self.notify(plain(says), markup=False)

    def _chosen(self) -> Sequence[Finding]:
        current = self.table.current
        rows = self.table.marked_rows() or ([current] if current is not None else [])
        return [row.finding for row in rows]

    def why_not(self, command: str) -> str:
        """Mending needs a finding that can be mended."""
        return why_not_mend(self._chosen()) if command == "mend" else super().why_not(command)

    @work(exclusive=True, group="dialog")
    async def command_mend(self) -> None:
        """Mend the marked findings, or this one, after showing what would change."""
        await mend_findings(self.bookshift, self._chosen())

    def command_copy(self) -> None:
        """Copy the chosen findings as text."""
        found = self._chosen()
        self.app.copy_to_clipboard("\n".join(f"{item.id}\t{item.message}" for item in found))
        self.notify(f"Copied {counted(len(found), 'finding')}.", markup=False)

    def command_back(self) -> None:
        """One step back: end the marks, leave the page."""
        if self.table.marks or self.table.is_ranging:
            self.table.clear_marks()
        else:
            self.app.pop_screen()
