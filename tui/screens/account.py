"""One account: facts, seats with their history, hours, findings, next steps, conversations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.models.finding import Finding
from core.outlook import Outlook
from core.rows import AccountRow
from tui.account_deeds import AccountDeeds
from tui.card import said_content
from tui.commands import Place, bindings
from tui.mend_deeds import mend_findings, why_not_mend
from tui.portrait import sections
from tui.screens.base import Room
from widgets.text import plain


class AccountScreen(AccountDeeds, Room):
    """The page of one account; it follows every change of it."""

    PLACE = Place.ACCOUNT
    MODE = "go.book"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.ACCOUNT),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
        Binding("g", "scroll('home')", "Top", show=False),
        Binding("G", "scroll('end')", "End", show=False),
    ]

    def __init__(self, account: int) -> None:
        """Show an account by its id."""
        super().__init__()
        self._account = account

    def body(self) -> ComposeResult:
        """A page that scrolls."""
        with VerticalScroll(classes="account--page"):
            yield Static("", classes="account--text")

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        if self.outlook is not None:
            self.call_after_refresh(self.show_outlook, self.outlook)

    def show_outlook(self, outlook: Outlook) -> None:
        """Write the page again; an account that is gone closes it."""
        row = outlook.rows.get(self._account)
        if row is None:
            if self.is_current:
                self.app.pop_screen()
            return
        width = max(20, self.size.width - 4)
        parts = [Content.styled(f"{plain(row.name)}  A{row.id}", "bold $primary")]
        for section in sections(outlook, row):
            parts.append(Content.styled(f"\n{section.title}", "bold"))
            parts.append(said_content(section.lines, 17, width))
        self.query_one(".account--text", Static).update(Content("\n").join(parts))

    def chosen_rows(self) -> Sequence[AccountRow]:
        """The account of the page."""
        row = self.outlook.rows.get(self._account) if self.outlook is not None else None
        return [] if row is None else [row]

    def _findings(self) -> Sequence[Finding]:
        return self.outlook.findings.of_account(self._account) if self.outlook is not None else ()

    def why_not(self, command: str) -> str:
        """A mend needs a finding that has one."""
        return why_not_mend(self._findings()) if command == "mend" else super().why_not(command)

    @work(exclusive=True, group="dialog")
    async def command_mend(self) -> None:
        """Mend the worst finding of the account that has a mend."""
        worst = next((finding for finding in self._findings() if finding.mend is not None), None)
        if worst is not None:
            await mend_findings(self.bookshift, [worst])

    def action_scroll(self, where: str) -> None:
        """Scroll the page."""
        page = self.query_one(VerticalScroll)
        {"down": page.scroll_down, "up": page.scroll_up, "home": page.scroll_home, "end": page.scroll_end}[where]()
