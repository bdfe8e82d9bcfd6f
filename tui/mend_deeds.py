"""Mending findings from any room that shows some: what would be done is shown first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.errors import Refusal
from core.models.finding import Finding
from core.usecases.mend import MendAll, mend_all
from core.wording import counted
from tui.change_words import change_lines
from tui.dialogs.confirm import Confirm
from tui.finding_rows import mend_text

if TYPE_CHECKING:
    from tui.app import Bookshift


def why_not_mend(findings: Sequence[Finding]) -> str:
    """Why findings cannot be mended by a key, as a sentence; empty when one of them can."""
    if not findings:
        return "There is no finding here."
    if any(finding.mend is not None for finding in findings):
        return ""
    return f"{findings[0].code} has no automatic mend: {mend_text(findings[0])}."


async def mend_findings(app: Bookshift, findings: Sequence[Finding]) -> None:
    """Show what mending would change, ask, and do it as one change. To be awaited in a worker."""
    mends = tuple(finding.mend for finding in findings if finding.mend is not None)
    if not mends:
        return
    request = MendAll(mends)
    if len(mends) > 1:
        app.notify(f"Working out how to mend {counted(len(mends), 'finding')}.", timeout=3, markup=False)
    outcome = await asyncio.to_thread(app.desk.preview, mend_all, request)
    if isinstance(outcome, Refusal):
        app.tell(outcome)
        return
    change, after = outcome
    title = f"Mend {findings[0].code}" if len(mends) == 1 else f"Mend {counted(len(mends), 'finding')}"
    says = f"{change.says}?" if not change.why else f"{change.says}? ({change.why})"
    if await app.push_screen_wait(Confirm(title, says, change_lines(after, change))):
        await app.change(mend_all, request)
