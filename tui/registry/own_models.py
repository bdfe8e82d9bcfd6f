"""Commands on models and alignments of the manager's own."""

from __future__ import annotations

from tui.registry.command import Command, Place

OWN_MODELS: tuple[Command, ...] = (
    Command(
        id="model.edit",
        keys=("e",),
        word="Edit model",
        help="Edit this model or alignment of your own on screen; of one that ships, a copy.",
        places=(Place.MODEL,),
        opens=True,
    ),
    Command(
        id="model.new",
        keys=("n",),
        word="New model",
        help="Begin a model or alignment of your own as a copy of this one.",
        places=(Place.MODEL,),
        opens=True,
    ),
    Command(
        id="model.file",
        keys=("f",),
        word="Model file",
        help="Edit this model of your own as a file in your editor; it is checked, and all models are read anew.",
        places=(Place.MODEL,),
    ),
    Command(
        id="model.save",
        keys=("w", "ctrl+s"),
        word="Save model",
        help="Save this model; says first what it would do to this book.",
        places=(Place.OWN_MODEL,),
        hint=1,
        opens=True,
    ),
    Command(
        id="model.drop",
        keys=("D",),
        word="Throw model away",
        help="Throw this model or alignment of your own away, after asking; one that is needed stays.",
        places=(Place.MODEL, Place.OWN_MODEL),
        opens=True,
    ),
)
"""In the order of the key table."""
