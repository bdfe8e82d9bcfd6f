"""The findings of one rule, worst first: each leads to its subject, and can be mended, or lived with until a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.models.finding import Finding
from core.models.rules.registry import RULES
from core.organisation import Acceptance
from core.outlook import Outlook
from core.wording import counted, money_short, short_date
from tui.accept_deeds import accept_finding, withdraw_finding
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

    def __init__(self, code: str = "", *, accepted: bool = False) -> None:
        """Show the findings of a rule, or those that were accepted; without a code, of all rules."""
        super().__init__()
        self._code = code
        self._accepted = accepted
        self._acceptances: Mapping[str, Acceptance] = {}
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
        accepted = [pair for pair in outlook.findings.accepted() if self._code in ("", pair[0].code)]
        self._acceptances = {finding.id: acceptance for finding, acceptance in accepted}
        group = next((item for item in outlook.findings.groups() if item.code == self._code), None)
        found = [finding for finding, _ in accepted] if self._accepted else group.findings if group is not None else ()
        rows = [FindingRow(self._number(item), item, subject_text(outlook, item)) for item in found]
        self.table.empty = _empty(self._accepted, len(accepted))
        self.table.show(rows)
        arr = 0 if group is None or self._accepted else group.arr
        sums = f"{counted(len(rows), 'finding')}" + (f", ARR {money_short(arr)}" if arr else "")
        if self._accepted:
            sums += " that you live with"
        says = RULES[self._code].says if self._code else "Each counts again from its day on; A lets one count at once."
        self.query_one(".findings--head", Static).update(
            Content.assemble(
                (self._code or "Accepted", "bold $primary"), f"  {sums}\n", (plain(says), "$foreground-muted")
            )
        )

    def _number(self, finding: Finding) -> int:
        """The same number for the same finding, so that marks and cursor stay on it."""
        return self._numbers.setdefault(finding.id, len(self._numbers) + 1)

    def on_row_table_highlighted(self, event: RowTable.Highlighted[FindingRow]) -> None:
        """Show the finding in full."""
        card, row = self.query_one(LineCard), event.row
        if row is None:
            card.clear_lines()
        else:
            lived = self._acceptances.get(row.finding.id)
            second = Said("Mend", mend_text(row.finding), "accent")
            if lived is not None and self._accepted:
                second = Said("Until", f"{short_date(lived.until)}: {lived.reason}", "accent")
            card.show_lines(row.subject, (Said("Wrong", row.finding.message), second))

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
        """Mending needs a finding that can be mended; findings are accepted one by one, each for its own reason."""
        if command == "accept" and len(self._chosen()) != 1:
            return "There is no finding here." if not self._chosen() else "Findings are accepted one at a time."
        return why_not_mend(self._chosen()) if command == "mend" else super().why_not(command)

    @work(exclusive=True, group="dialog")
    async def command_accept(self) -> None:
        """Live with the finding until a date; one that is accepted counts again."""
        chosen, outlook = self._chosen(), self.outlook
        if not chosen or outlook is None:
            return
        if self._accepted:
            await withdraw_finding(self.bookshift, chosen[0])
        else:
            await accept_finding(self.bookshift, chosen[0], subject_text(outlook, chosen[0]))
        self.table.clear_marks()

    def command_accepted(self) -> None:
        """Show the findings that were accepted, or again those that count."""
        if not self._code:
            self.app.pop_screen()
            return
        self._accepted = not self._accepted
        if self.outlook is not None:
            self.table.clear_marks()
            self.draw(self.outlook)

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


def _empty(accepted: bool, lived: int) -> str:
    """What a page without findings says."""
    if accepted:
        return "You live with no finding here. On one that counts, A accepts it until a date."
    if lived:
        return f"What breaks this rule, you live with: w shows {counted(lived, 'finding')}."
    return "Nothing breaks this rule any more."
