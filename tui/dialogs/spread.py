"""Spreading accounts over several people: who may take any, how many each would get, and both loads."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.proposal import Proposal
from core.rebalance.solving import Stopped
from core.usecases.proposals import Solved, solve_draft
from core.usecases.wizards import Spread, spread
from core.wording import counted, hours_short, money_short, shortened
from tui.dialogs.base import Dialog
from tui.shift_rows import SHIFT_COLUMNS, ShiftRow, shift_rows
from widgets.key_hints import Hint
from widgets.table.table import RowTable
from widgets.text import plain

_MOST_NOTES = 2


@dataclass(frozen=True, slots=True)
class SpreadAnswer:
    """What was decided."""

    solved: Solved
    """The draft with who gets what."""
    look: bool = False
    """Whether each move is to be looked at first."""


class SpreadDialog(Dialog[SpreadAnswer]):
    """Everybody who may take any of the accounts; space marks those who shall, none marked is whoever fits best."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("p", "look", "Each move", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Spread"),
        Hint("space", "Only these"),
        Hint("p", "Each move"),
        Hint("esc", "Cancel"),
    )

    def __init__(self, outlook: Outlook, asked: Spread) -> None:
        """Spread some accounts; what else was said of them goes along."""
        super().__init__(f"Spread {counted(len(asked.accounts), 'account')} over several people")
        self._outlook = outlook
        self._asked = asked
        self._order: list[int] = []
        self._solved: Solved | None = None
        self._stopping = Event()

    def body(self) -> ComposeResult:
        """What is spread, the people, and what it comes to."""
        yield Static("", classes="spread--what")
        yield RowTable[ShiftRow](SHIFT_COLUMNS, lambda row: row.id, empty="Looking for who has room.", id="spread")
        yield Static("", classes="spread--says")

    @property
    def people(self) -> RowTable[ShiftRow]:
        """The people."""
        return self.query_one("#spread", RowTable)

    def on_mount(self) -> None:
        """Use the whole screen and look at everybody first."""
        self.query_one(".dialog--box").add_class("-full")
        rows = [self._outlook.rows[number] for number in self._asked.accounts]
        told = f"{shortened(row.name for row in rows)}: ARR {money_short(sum(row.arr or 0 for row in rows))}"
        self.query_one(".spread--what", Static).update(Content.styled(plain(told), "$foreground-muted"))
        self.people.focus()
        self._solve()

    def on_unmount(self) -> None:
        """Stop looking."""
        self._stopping.set()

    # Solving ------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="solve")
    async def _solve(self) -> None:
        """Spread over those marked, beside the screen; the last marks win."""
        self._stopping.set()
        stopping = self._stopping = Event()
        self._solved = None
        self._say("Looking for who fits best.", "$foreground-muted")
        asked = replace(self._asked, among=tuple(sorted(self.people.marks)))

        def found() -> Solved | Refusal | None:
            draft = spread(self._outlook, asked)
            if isinstance(draft, Refusal):
                return draft
            try:
                return solve_draft(self._outlook, draft, stop=stopping.is_set)
            except Stopped:
                return None

        answer = await asyncio.to_thread(found)
        if answer is None or stopping.is_set():
            return
        if isinstance(answer, Refusal):
            self._say(" ".join((answer.says, *answer.details[:2])), "bold $text-error")
            return
        self._solved = answer
        self._show(answer.proposal)

    def _show(self, proposal: Proposal) -> None:
        gives = Counter(move.origin.person for move in proposal.moves if move.origin is not None and move.origin.person)
        takes = Counter(move.to for move in proposal.moves)
        extract = proposal.extract
        rows = shift_rows(extract.book, extract.capacities, proposal.hours_before, proposal.hours_after, gives, takes)
        if not self._order:
            self._order = [row.id for row in rows]
        places = {number: place for place, number in enumerate(self._order)}
        self.people.show(sorted(rows, key=lambda row: places.get(row.id, len(places))))
        said, tone = _said(proposal, len(self.people.marks))
        self._say(said, tone)

    def _say(self, text: str, style: str) -> None:
        self.query_one(".spread--says", Static).update(Content.styled(plain(text), style))

    # Answering ----------------------------------------------------------------------------------------------

    def on_row_table_marks_changed(self, event: RowTable.MarksChanged[ShiftRow]) -> None:
        """Spread over those marked only."""
        self._solve()

    def on_row_table_opened(self, event: RowTable.Opened[ShiftRow]) -> None:
        """Spread as shown."""
        self._finish(look=False)

    def action_look(self) -> None:
        """Look at each move first."""
        self._finish(look=True)

    def _finish(self, *, look: bool) -> None:
        if self._solved is None:
            self.notify("Wait until it is worked out, or mark other people.", severity="warning", markup=False)
        elif not look and not self._solved.proposal.moves:
            self.notify("Nobody gets anything like this. Mark other people.", severity="warning", markup=False)
        else:
            self.dismiss(SpreadAnswer(self._solved, look))


def _said(proposal: Proposal, marked: int) -> tuple[str, str]:
    """How many accounts go to how many people, and why the others stay."""
    accounts = {number for move in proposal.moves for number in move.accounts}
    people = len({move.to for move in proposal.moves})
    whom = f"{people} of the {marked} marked" if marked else f"{counted(people, 'person')}, whoever fits best"
    given = sum(move.hours for move in proposal.moves)
    parts = [f"{counted(len(accounts), 'account')}, {hours_short(given)} h, to {whom}."]
    why = [*(blocker.says for blocker in proposal.blockers), *proposal.notes]
    parts += _shown(why)
    return " ".join(parts), "$text-warning" if why else "$foreground"


def _shown(why: Sequence[str]) -> list[str]:
    more = len(why) - _MOST_NOTES
    stay = f"And {counted(more, 'other')} {'stays' if more == 1 else 'stay'}; p says why."
    return [*why[:_MOST_NOTES], *([stay] if more > 0 else [])]
