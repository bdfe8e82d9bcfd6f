"""What has to happen when a seat passes: the standard steps of a handoff."""

from __future__ import annotations

from core.seats import CheckItem
from core.words import HandoffKind, Party

_HOLDER = (
    ("Write down what the next holder must know", Party.OUTGOING),
    ("Hand over open follow-ups and promises", Party.OUTGOING),
    ("Introduce the next holder to the customer", Party.OUTGOING),
    ("Read the note and the last conversations", Party.INCOMING),
    ("Hold a first conversation with the customer", Party.INCOMING),
    ("Check that the customer knows its new contact", Party.LEAD),
)
_LEAD = (
    ("Sum up how the stage ended", Party.OUTGOING),
    ("Agree on the goals of the next stage", Party.INCOMING),
    ("Tell the customer who leads from now on", Party.INCOMING),
)


def standard_checklist(kind: HandoffKind) -> tuple[CheckItem, ...]:
    """The steps of a passage of a seat between holders, or of the lead between seats. Ours."""
    steps = _HOLDER if kind is HandoffKind.HOLDER else _LEAD
    return tuple(CheckItem(text=text, party=party) for text, party in steps)
