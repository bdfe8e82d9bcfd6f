"""Commands on models, findings and the evidence."""

from __future__ import annotations

from tui.registry.command import Command, Place

MODEL: tuple[Command, ...] = (
    Command(
        id="mend",
        keys=("m",),
        word="Mend",
        help="Mend this finding: shows what would change first.",
        places=(Place.MODEL, Place.FINDINGS, Place.ACCOUNT),
        hint=4,
        edits=True,
        opens=True,
    ),
    Command(
        id="use",
        keys=("a",),
        word="Use model",
        help="Put this model in force; it moves nobody, the findings follow.",
        places=(Place.MODEL,),
        hint=3,
        edits=True,
        opens=True,
    ),
    Command(
        id="pane",
        keys=("tab",),
        word="Pane",
        help="Go to the other pane.",
        places=(Place.MODEL, Place.PERSON, Place.REBALANCE, Place.EVIDENCE, Place.BESIDE),
        hint=5,
    ),
    Command(
        id="evidence",
        keys=("E",),
        word="Evidence",
        help="Show what speaks for and against the model under the cursor, what was heard, and whom nobody asked.",
        places=(Place.MODEL, Place.COMPARE),
        hint=6,
    ),
    Command(
        id="review",
        keys=("V",),
        word="Review",
        help="Write a review of the model down: what was heard, what was decided, when the next one is due.",
        places=(Place.MODEL, Place.EVIDENCE),
        hint=6,
        hint_at=(Place.EVIDENCE,),
        edits=True,
        opens=True,
    ),
    Command(
        id="turn",
        keys=("b",),
        word="By",
        help="Count what was heard by segment, stage, person, model era, or all together.",
        places=(Place.EVIDENCE,),
        hint=2,
    ),
    Command(
        id="every",
        keys=("w",),
        word="Every model",
        help="Show the evidence on every model, or again only on the one it was opened for.",
        places=(Place.EVIDENCE,),
    ),
    Command(
        id="answer",
        keys=("a",),
        word="Answer",
        help="Answer what no account tells: product complexity, room to expand, a head over all post-sale.",
        places=(Place.EVIDENCE,),
        hint=3,
        edits=True,
        opens=True,
    ),
    Command(
        id="threshold",
        keys=("t",),
        word="Threshold",
        help="Set from where on the signal of this line speaks.",
        places=(Place.EVIDENCE,),
        edits=True,
        opens=True,
    ),
)
"""In the order of the key table."""
