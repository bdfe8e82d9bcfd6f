"""Commands on files and on the history."""

from __future__ import annotations

from tui.registry.command import Command, Place

_LISTS = (Place.BOOK, Place.LOAD, Place.MODEL, Place.HISTORY)

FILES: tuple[Command, ...] = (
    Command(
        id="import",
        keys=("i",),
        word="Import",
        help="Import accounts, people, owners or contract lines from a CSV file, with a preview.",
        places=_LISTS,
        edits=True,
        opens=True,
    ),
    Command(
        id="export",
        keys=("x",),
        word="Export",
        help="Write what is shown to a CSV or JSON file, or a snapshot of the whole book.",
        places=(*_LISTS, Place.COMPARE),
        opens=True,
    ),
    Command(
        id="snapshot",
        keys=("S",),
        word="Snapshot",
        help="Write the whole book to one file that loads again elsewhere, or restore one.",
        places=_LISTS,
        opens=True,
    ),
    Command(
        id="copy",
        keys=("y",),
        word="Copy",
        help="Copy this row to the clipboard.",
        places=tuple(place for place in Place if place not in (Place.ANYWHERE, Place.TABLE)),
    ),
    Command(
        id="backups",
        keys=("B",),
        word="Backups",
        help="List the backups of the book, and restore one after a look at what that takes back.",
        places=(Place.HISTORY,),
        hint=5,
        opens=True,
    ),
    Command(
        id="takeback",
        keys=("t",),
        word="Take back",
        help="Take just this change back, and leave the later ones.",
        places=(Place.HISTORY, Place.CHANGE),
        hint=3,
        edits=True,
    ),
    Command(
        id="undoto",
        keys=("b",),
        word="Back to here",
        help="Take back everything that was done after this change, as one change.",
        places=(Place.HISTORY,),
        hint=4,
        edits=True,
    ),
)
"""In the order of the key table."""
