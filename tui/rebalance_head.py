"""The lines over the moves: what the draft asks, what its plan comes to, and the one thing that matters most now."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft
from tui.rebalance_words import choices_text, title_of
from widgets.text import plain
from widgets.tones import TONE_STYLES, Tone


def head_of(
    outlook: Outlook, draft: RebalanceDraft, order: str, said: Sequence[tuple[str, Tone]], width: int
) -> Content:
    """What a draft is for with its name and choices, over some sentences; ``order`` is how the moves are put together.

    The first line is cut to the width in cells.
    """
    kept = f"  {draft.title}" if draft.title else ""
    first = Content.assemble(
        (plain(title_of(outlook, draft)), "bold $primary"),
        (plain(kept), "bold"),
        (plain(f"  {choices_text(outlook, draft)} · {order}"), "$foreground-muted"),
    ).truncate(max(20, width), ellipsis=True)
    lines = [first, *(Content.styled(plain(text), TONE_STYLES[tone]) for text, tone in said)]
    return Content("\n").join(lines)
