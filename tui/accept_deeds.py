"""Living with a finding until a date, and letting it count again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.models.finding import Finding
from core.usecases.accept import AcceptFinding, Withdraw, accept, withdraw
from tui.dialogs.deed import Deed, DeedDialog, a_day_in
from widgets.form import Line

if TYPE_CHECKING:
    from tui.app import Bookshift


async def accept_finding(app: Bookshift, finding: Finding, subject: str) -> None:
    """Ask until when and why a finding is lived with. To be awaited in a worker."""
    moment = app.desk.moment

    def make(values: Mapping[str, str]) -> Deed:
        until = a_day_in(values, "until", "the first on which it counts again", moment)
        reason = values["reason"].strip()
        return accept, AcceptFinding(code=finding.code, subject=finding.subject, reason=reason, until=until)

    lines = [
        Line("reason", "Why", required=True, hint="shown when it returns"),
        Line("until", "Until", required=True, hint="+90d, 1 Mar: first day it counts again"),
    ]
    await app.push_screen_wait(DeedDialog(f"Live with {finding.code}: {subject}", lines, make, finding.message))


async def withdraw_finding(app: Bookshift, finding: Finding) -> None:
    """Let an accepted finding count again from now on."""
    await app.change(withdraw, Withdraw(code=finding.code, subject=finding.subject))
