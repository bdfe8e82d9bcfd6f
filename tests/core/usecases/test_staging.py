from __future__ import annotations

from datetime import date

from core.errors import Refusal
from core.outlook import Outlook
from core.usecases.staging import stage_lines
from core.usecases.wizards import Leaves, leaves
from tests.core.usecases.world import MIA, NOW, world


def test_the_preview_says_that_reports_of_a_leaver_change_lead_before_the_last_day() -> None:
    outlook = Outlook(world(), NOW)
    draft = leaves(outlook, Leaves(person=MIA.id, last=date(2026, 12, 31), lead=2))
    assert not isinstance(draft, Refusal), draft

    at_once = "as soon as this is in force, before that day too: a lead has no date."
    assert stage_lines(outlook.book, draft) == [
        "Mia Lead is no longer here from 1 Jan 2027 on.",
        f"Ben Ode and Ann Ruiz will report to Ana Ruiz {at_once}",
        "Ana Ruiz will have no lead, likewise.",
    ]
