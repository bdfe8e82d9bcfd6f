"""What can be done about people who leave, are on leave or join, and about accounts without a holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from core.errors import Refusal
from core.outlook import Outlook
from tui.commands import by_id, hints
from widgets.key_hints import Hint, KeyHints

_HINTED_AT = 3
"""Place of the key among the hints: late enough not to push the daily ones out of a narrow window."""

EMPTY_SEAT = "SEAT-EMPTY"
"""Code of the finding of a seat without a holder."""

if TYPE_CHECKING:
    from core.rebalance.draft import RebalanceDraft
    from tui.screens.base import Room as _Room
else:
    _Room = object


class FillDeed(_Room):
    """Mixed into a room from which accounts without a holder get one."""

    def hint_fill(self, outlook: Outlook) -> None:
        """Name the key among the hints as long as there is something to fill."""
        found = list(hints(self.PLACE))
        if accounts_without_holder(outlook):
            fill = by_id("fill")
            found.insert(_HINTED_AT, Hint(fill.shown_key, fill.word))
        self.query_one(KeyHints).hints = tuple(found)

    def command_fill(self) -> None:
        """Propose homes for accounts without a holder."""
        from core.usecases.wizards import Fill, fill

        outlook = self.outlook
        if outlook is None:
            return
        found = fill(outlook, Fill())
        if isinstance(found, Refusal):
            self.bookshift.tell(found)
        else:
            self.bookshift.open_proposal(found)


class WizardDeeds(FillDeed):
    """Mixed into a room of people, which says who a command acts on."""

    def wizard_person(self) -> int | None:
        """Person id of who leaves or is on leave; None for nobody."""
        raise NotImplementedError

    @work(exclusive=True, group="dialog")
    async def command_leaves(self) -> None:
        """Ask when somebody leaves, and propose who gets their book."""
        from tui.dialogs.leaves import LeavesDialog

        who, outlook = self.wizard_person(), self.outlook
        if who is not None and outlook is not None:
            self._propose(await self.app.push_screen_wait(LeavesDialog(outlook, who)))

    @work(exclusive=True, group="dialog")
    async def command_away(self) -> None:
        """Ask when somebody is on leave, and propose who stands in."""
        from tui.dialogs.away import AwayDialog

        who, outlook = self.wizard_person(), self.outlook
        if who is not None and outlook is not None:
            self._propose(await self.app.push_screen_wait(AwayDialog(outlook, who)))

    @work(exclusive=True, group="dialog")
    async def command_joins(self) -> None:
        """Ask who joins, and propose a book."""
        from tui.dialogs.joins import JoinsDialog

        if self.outlook is not None:
            self._propose(await self.app.push_screen_wait(JoinsDialog(self.outlook)))

    @work(exclusive=True, group="dialog")
    async def command_hired(self) -> None:
        """Fill an open position with who was hired."""
        from tui.entry_deeds import fill_dialog

        who, outlook = self.wizard_person(), self.outlook
        if who is not None and outlook is not None:
            await self.app.push_screen_wait(fill_dialog(self.bookshift, outlook.book.people[who]))

    def command_records(self) -> None:
        """Go through the absences, steps and interviews of the person."""
        from tui.screens.records import RecordsScreen

        who = self.wizard_person()
        if who is not None:
            self.app.push_screen(RecordsScreen(person=who))

    def _propose(self, draft: RebalanceDraft | None) -> None:
        if draft is not None:
            self.bookshift.open_proposal(draft)


def why_not_hired(outlook: Outlook | None, person: int | None) -> str:
    """Why nobody is hired here, as a sentence; empty for an open position."""
    from core.words import PersonStatus

    record = outlook.book.people.get(person) if outlook is not None and person is not None else None
    if record is None:
        return "Put the cursor on an open position first."
    return "" if record.status is PersonStatus.VACANCY else f"{record.name} is no open position. J adds who joins."


def why_no_wizard(outlook: Outlook | None, person: int | None) -> str:
    """Why nobody leaves or is on leave here, as a sentence; empty where somebody can."""
    from core.words import PersonStatus

    if outlook is None or person is None:
        return "Put the cursor on a person first."
    record = outlook.book.people.get(person)
    if record is not None and record.status is PersonStatus.VACANCY:
        return f"{record.name} is an open position: nobody is there yet. e edits it."
    return ""


def accounts_without_holder(outlook: Outlook) -> int:
    """Number of accounts with a seat that has work, or will soon, and nobody in it."""
    group = next((one for one in outlook.findings.groups() if one.code == EMPTY_SEAT), None)
    return len({finding.account for finding in group.findings}) if group is not None else 0
