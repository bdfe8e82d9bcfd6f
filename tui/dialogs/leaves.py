"""Somebody leaves: the last day, and who gets their seats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft
from core.usecases.wizards import Leaves, held_accounts, leaves
from core.wording import counted, shortened
from core.words import FollowUpPolicy
from tui.dialogs.wizard import FOLLOW_UP_CHOICES, WizardDialog, Wrong
from widgets.form import Line

_SEATS = (
    ("others", "others"),
    ("open", "open position"),
    ("cover", "open position, with cover"),
)


class LeavesDialog(WizardDialog):
    """Answers with the draft of a resignation."""

    SAYS: ClassVar[str] = "Every seat gets another holder from the day after. Nothing is in force until you say so."

    def __init__(self, outlook: Outlook, person: int) -> None:
        """Ask about one person."""
        who = outlook.book.people[person]
        held = counted(held_accounts(outlook.book, person, outlook.moment.today), "account")
        super().__init__(f"{who.name} leaves, with {held}", outlook)
        self._person = who

    def lines(self) -> list[Line]:
        """The last day first; who leads the reports only where there are any."""
        book, person = self.outlook.book, self._person
        reports = [report.name for report in book.reports_of(person.id) if not report.archived]
        lead = book.people.get(person.lead or 0)
        found = [
            Line("last", "Last day", hint="fri, 30 Nov, +30d; empty where it is set already"),
            Line("seats", "Seats go to", "others", _SEATS),
            Line("hire", "Hired from", hint="when somebody is expected in the open position"),
            Line("to", "Only to", hint="names, separated by commas; empty is everybody who may"),
            Line("follow_ups", "Follow-ups", FollowUpPolicy.ALL.value, FOLLOW_UP_CHOICES),
            Line("note", "Handoff note", hint="what the next holders must know"),
        ]
        if reports:
            found.insert(
                4, Line("lead", "New lead", lead.name if lead is not None else "", hint=f"of {shortened(reports)}")
            )
        return found

    def draft(self, values: Mapping[str, str]) -> RebalanceDraft | Refusal:
        """The draft that the form means."""
        opened = values["seats"] != "others"
        hire = self.day(values, "hire")
        if hire is not None and not opened:
            raise Wrong(
                "Nobody is hired where others keep the seats. Choose an open position, or leave this empty.", "hire"
            )
        if values["seats"] == "cover" and hire is None:
            raise Wrong("Say from when somebody is expected: others stand in until then.", "hire")
        last = self.day(values, "last")
        if last is None and self._person.ends is None:
            raise Wrong(f"Say which day is the last day of {self._person.name}.", "last")
        lead = values.get("lead", "").strip()
        return leaves(
            self.outlook,
            Leaves(
                person=self._person.id,
                last=last,
                open_seat=opened,
                hire_from=hire,
                cover=values["seats"] == "cover",
                among=self.people(values, "to"),
                lead=self.person(lead, "lead") if lead else None,
                follow_ups=FollowUpPolicy(values["follow_ups"]),
                note=values["note"].strip(),
            ),
        )
