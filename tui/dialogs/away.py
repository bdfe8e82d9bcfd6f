"""Somebody is on leave: from when to when, and who stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft
from core.usecases.wizards import Away, away
from core.words import FollowUpPolicy
from tui.dialogs.wizard import FOLLOW_UP_CHOICES, WizardDialog
from widgets.form import Line


class AwayDialog(WizardDialog):
    """Answers with the draft of a leave with its cover."""

    SAYS: ClassVar[str] = (
        "Others stand in; nobody loses an account, and all comes back by itself. Ordinary holiday is already outside "
        "the hours: do not enter it. The reason stays private."
    )

    def __init__(self, outlook: Outlook, person: int) -> None:
        """Ask about one person."""
        who = outlook.book.people[person]
        super().__init__(f"{who.name} is on leave", outlook)
        self._person = who

    def lines(self) -> list[Line]:
        """The days of the next planned leave, if there is one."""
        today = self.outlook.moment.today
        planned = next((leave for leave in self._person.leaves if leave.until > today), None)
        return [
            Line("since", "First day away", planned.since.isoformat() if planned else "", hint="mon, 1 Dec, +14d"),
            Line("until", "First day back", planned.until.isoformat() if planned else "", hint="1 Apr, +4 months"),
            Line("reason", "Reason", hint="private: in no list, export or report"),
            Line("to", "Only by", hint="names, separated by commas; empty is everybody who may"),
            Line("follow_ups", "Follow-ups", FollowUpPolicy.ALL.value, FOLLOW_UP_CHOICES),
            Line("note", "Note", hint="what those who stand in must know"),
        ]

    def draft(self, values: Mapping[str, str]) -> RebalanceDraft | Refusal:
        """The draft that the form means."""
        return away(
            self.outlook,
            Away(
                person=self._person.id,
                since=self.a_day(values, "since", "the first day away"),
                until=self.a_day(values, "until", "the first day back"),
                among=self.people(values, "to"),
                reason=values["reason"].strip(),
                follow_ups=FollowUpPolicy(values["follow_ups"]),
                note=values["note"].strip(),
            ),
        )
