"""Commands that can be given anywhere."""

from __future__ import annotations

from tui.registry.command import Command, Place

ANYWHERE: tuple[Command, ...] = (
    Command(
        id="undo",
        keys=("u", "ctrl+z"),
        word="Undo",
        help="Take the last change back.",
        places=(Place.ANYWHERE,),
        hint=7,
        edits=True,
    ),
    Command(
        id="redo",
        keys=("ctrl+r", "ctrl+y"),
        word="Redo",
        help="Do again what was undone.",
        places=(Place.ANYWHERE,),
        edits=True,
    ),
    Command(
        id="find",
        keys=("ctrl+f",),
        word="Find",
        help="Find an account or a person by name.",
        places=(Place.ANYWHERE,),
        opens=True,
    ),
    Command(
        id="palette",
        keys=("ctrl+p", "colon"),
        word="Commands",
        help="Search all commands by name.",
        places=(Place.ANYWHERE,),
    ),
    Command(
        id="figures",
        keys=("comma",),
        word="Figures",
        help="Go to the book's own figures, segments, roles and pools, to change them.",
        places=(Place.ANYWHERE,),
    ),
    Command(id="go.book", keys=("2",), word="Book", help="Go to the accounts.", places=(Place.ANYWHERE,)),
    Command(id="go.load", keys=("3",), word="Load", help="Go to the people and their load.", places=(Place.ANYWHERE,)),
    Command(id="go.model", keys=("5",), word="Model", help="Go to the models and findings.", places=(Place.ANYWHERE,)),
    Command(id="go.history", keys=("7",), word="History", help="Go to every change.", places=(Place.ANYWHERE,)),
    Command(
        id="back",
        keys=("escape",),
        word="Back",
        help="One step back: close, clear marks, clear the filter.",
        places=(Place.ANYWHERE,),
    ),
    Command(
        id="quit",
        keys=("q", "ctrl+q"),
        word="Quit",
        help="Back; at the root quit. Everything is saved already.",
        places=(Place.ANYWHERE,),
    ),
    Command(
        id="help",
        keys=("question_mark", "f1"),
        word="Help",
        help="Show the keys of this screen and the filter language.",
        places=(Place.ANYWHERE,),
        hint=99,
    ),
)
"""In the order of the key table."""
