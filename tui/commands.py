"""The registry of commands: bindings, key hints, palette, help and the README's key table all come from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding

from widgets.key_hints import Hint


class Place(StrEnum):
    """Where a command can be given."""

    ANYWHERE = "Anywhere"
    TABLE = "In a table"
    BOOK = "Book"
    ACCOUNT = "Account"
    LOAD = "Load"
    PERSON = "Person"
    REBALANCE = "Rebalance"
    MODEL = "Model"
    FINDINGS = "Findings"
    EVIDENCE = "Evidence"
    COMPARE = "Compare"
    BESIDE = "Side by side"
    DRAFTS = "Drafts"
    DRAFT = "Draft"
    HISTORY = "History"
    CHANGE = "Change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something the manager can do by a key or from the palette."""

    id: str
    """Stable name, by which a user's keymap finds it."""
    keys: tuple[str, ...]
    """Keys in Textual's spelling; the first one is shown."""
    word: str
    """One or two words for the key hints and the palette."""
    help: str
    """One sentence for help and the palette."""
    places: tuple[Place, ...]
    """Where it can be given."""
    hint: int = 0
    """Order among the key hints, from the left; 0 is not among them."""
    hint_at: tuple[Place, ...] = ()
    """Places whose key hints it is among; none means all of its places."""
    opens: bool = False
    """Whether it moves the keyboard elsewhere, to a dialog or an input: keys typed right after it belong there."""
    edits: bool = False
    """Whether it changes the book, and is refused while the book is read-only."""

    @property
    def shown_key(self) -> str:
        """The first key as it is printed."""
        return printed(self.keys[0])


_PRINTED = {
    "slash": "/",
    "question_mark": "?",
    "escape": "esc",
    "colon": ":",
    "full_stop": ".",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "asterisk": "*",
    "plus": "+",
    "minus": "-",
    "f1": "F1",
    "pagedown": "page down",
    "pageup": "page up",
}


def printed(key: str) -> str:
    """A key as a person reads it on a keyboard."""
    return _PRINTED.get(key, key)


_LISTS = (Place.BOOK, Place.LOAD, Place.MODEL, Place.HISTORY)
_ACCOUNTS = (Place.BOOK, Place.ACCOUNT, Place.PERSON)

COMMANDS: tuple[Command, ...] = (
    Command(
        id="filter",
        keys=("slash",),
        word="Filter",
        help="Type a filter; enter keeps it, esc clears it.",
        places=(Place.BOOK, Place.LOAD, Place.HISTORY, Place.BESIDE),
        hint=1,
        opens=True,
    ),
    Command(
        id="assign",
        keys=("a",),
        word="Assign",
        help="Give the marked accounts, or this one, to somebody else, seeing both loads first.",
        places=(*_ACCOUNTS, Place.LOAD),
        hint=3,
        edits=True,
        opens=True,
    ),
    Command(
        id="conversation",
        keys=("c",),
        word="Conversation",
        help="Log a conversation with this customer and the next step.",
        places=(*_ACCOUNTS, Place.EVIDENCE),
        hint=4,
        edits=True,
        opens=True,
    ),
    Command(
        id="renew",
        keys=("r",),
        word="Renew",
        help="Record that this account renewed, was extended, or churned.",
        places=_ACCOUNTS,
        hint=5,
        edits=True,
        opens=True,
    ),
    Command(
        id="new",
        keys=("n",),
        word="New",
        help="Add an account or a person.",
        places=(Place.BOOK, Place.LOAD),
        edits=True,
        opens=True,
    ),
    Command(
        id="edit",
        keys=("e",),
        word="Edit",
        help="Edit the fields of this account or person.",
        places=(Place.BOOK, Place.ACCOUNT, Place.LOAD, Place.PERSON),
        hint=6,
        hint_at=(Place.ACCOUNT, Place.LOAD),
        edits=True,
        opens=True,
    ),
    Command(
        id="archive",
        keys=("d",),
        word="Archive",
        help="Take this account or person out of the lists; history keeps it.",
        places=(Place.BOOK, Place.ACCOUNT, Place.LOAD, Place.PERSON),
        edits=True,
        opens=True,
    ),
    Command(
        id="leaves",
        keys=("L",),
        word="Leaves",
        help="This person leaves: propose who gets their book, or open a position for it.",
        places=(Place.LOAD, Place.PERSON),
        edits=True,
        opens=True,
    ),
    Command(
        id="away",
        keys=("W",),
        word="On leave",
        help="This person is on leave: propose who stands in; nobody loses an account.",
        places=(Place.LOAD, Place.PERSON),
        edits=True,
        opens=True,
    ),
    Command(
        id="joins",
        keys=("J",),
        word="Joins",
        help="Somebody joins: add them, and propose a book from those who have most.",
        places=(Place.LOAD, Place.PERSON),
        edits=True,
        opens=True,
    ),
    Command(
        id="fill",
        keys=("F",),
        word="Fill",
        help="Give homes to accounts without a holder.",
        places=(Place.LOAD, Place.BOOK),
        edits=True,
        opens=True,
    ),
    Command(
        id="only",
        keys=("equals_sign",),
        word="Only this",
        help="Show only rows with the value under the cursor.",
        places=(Place.BOOK,),
    ),
    Command(
        id="without",
        keys=("exclamation_mark",),
        word="Without this",
        help="Hide rows with the value under the cursor.",
        places=(Place.BOOK,),
    ),
    Command(
        id="repeat",
        keys=("full_stop",),
        word="Repeat",
        help="Assign this account to whom you assigned the last one.",
        places=_ACCOUNTS,
        edits=True,
        opens=True,
    ),
    Command(
        id="view.previous",
        keys=("left_square_bracket",),
        word="Previous view",
        help="Go to the previous view of the book.",
        places=(Place.BOOK,),
    ),
    Command(
        id="view.next",
        keys=("right_square_bracket",),
        word="Next view",
        help="Go to the next view of the book.",
        places=(Place.BOOK,),
    ),
    Command(
        id="turn.previous",
        keys=("left_square_bracket",),
        word="Turn back",
        help="Turn the table the other way round: by pool, segment, role, person.",
        places=(Place.LOAD,),
    ),
    Command(
        id="turn.next",
        keys=("right_square_bracket",),
        word="Turn",
        help="Turn the table: by person, by role, by segment, by pool.",
        places=(Place.LOAD,),
    ),
    Command(
        id="overload",
        keys=("o",),
        word="Next overload",
        help="Go to the next person over capacity.",
        places=(Place.BOOK, Place.LOAD, Place.PERSON),
        hint=2,
        hint_at=(Place.LOAD,),
    ),
    Command(
        id="rebalance",
        keys=("b",),
        word="Rebalance",
        help="Propose the fewest moves after which nobody is over; on a person, out of their book only.",
        places=(Place.BOOK, Place.LOAD, Place.PERSON),
        hint=2,
        hint_at=(Place.LOAD,),
    ),
    Command(
        id="move.accept",
        keys=("plus",),
        word="Accept",
        help="Accept the marked moves, or this one; on a heading all under it. Again takes it back.",
        places=(Place.REBALANCE,),
        hint=1,
    ),
    Command(
        id="move.refuse",
        keys=("minus",),
        word="Refuse",
        help="Refuse the marked moves, or this one: this account must not go to this person. Again takes it back.",
        places=(Place.REBALANCE,),
        hint=2,
    ),
    Command(
        id="move.pin",
        keys=("p",),
        word="Pin",
        help="Pin the marked moves, or this one: this account goes to this person, whether it pays or not.",
        places=(Place.REBALANCE,),
    ),
    Command(
        id="move.stay",
        keys=("K",),
        word="Keep here",
        help="Keep the marked accounts, or this one, with who has them.",
        places=(Place.REBALANCE,),
    ),
    Command(
        id="proposal.solve",
        keys=("R",),
        word="Solve again",
        help="Solve again around what you decided; all other moves stay unless it is said why.",
        places=(Place.REBALANCE,),
        hint=3,
    ),
    Command(
        id="proposal.accept",
        keys=("A",),
        word="Accept all",
        help="Accept every move on which you decided nothing yet.",
        places=(Place.REBALANCE,),
    ),
    Command(
        id="proposal.force",
        keys=("a",),
        word="Put in force",
        help="Make the accepted and pinned moves, all where none is, as one change, after showing what it comes to.",
        places=(Place.REBALANCE,),
        hint=4,
        edits=True,
        opens=True,
    ),
    Command(
        id="proposal.choices",
        keys=("t",),
        word="Choices",
        help="Choose profile, target, limits, locks, day and pace, and see what each would cost.",
        places=(Place.REBALANCE,),
        hint=5,
        opens=True,
    ),
    Command(
        id="proposal.group",
        keys=("b",),
        word="By",
        help="Put the moves together by who gives, by who gets, or show them in the order to make them.",
        places=(Place.REBALANCE,),
    ),
    Command(
        id="proposal.why",
        keys=("w",),
        word="Why",
        help="Say everything of this move: its reasons in full, and what the plan would be without it.",
        places=(Place.REBALANCE,),
        opens=True,
    ),
    Command(
        id="proposal.hire",
        keys=("H",),
        word="Hire",
        help="Say what ten more hours a month would save, in each book and of somebody new.",
        places=(Place.REBALANCE,),
        opens=True,
    ),
    Command(
        id="proposal.sheets",
        keys=("P",),
        word="Sheets",
        help="Show a sheet for each person who gets accounts, to be agreed before anything is in force.",
        places=(Place.REBALANCE,),
        opens=True,
    ),
    Command(
        id="proposal.keep",
        keys=("n",),
        word="Name",
        help="Give this draft a name and keep it.",
        places=(Place.REBALANCE,),
        edits=True,
        opens=True,
    ),
    Command(
        id="proposal.drafts",
        keys=("D",),
        word="Drafts",
        help="Show the kept drafts of proposals, and which of them are stale.",
        places=(Place.REBALANCE,),
        opens=True,
    ),
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
    Command(
        id="compare",
        keys=("c",),
        word="Compare",
        help="Measure every model and draft on this book: moves, relationships, hours, findings; nothing is changed.",
        places=(Place.MODEL, Place.DRAFTS, Place.DRAFT),
        hint=1,
    ),
    Command(
        id="draft.list",
        keys=("d",),
        word="Drafts",
        help="Go to your drafts: reorganisations that are not in force.",
        places=(Place.MODEL, Place.COMPARE),
        hint=2,
        hint_at=(Place.MODEL,),
    ),
    Command(
        id="beside",
        keys=("b",),
        word="Side by side",
        help="Lay two marked rows side by side, or this one beside today: person by person, account by account.",
        places=(Place.COMPARE,),
        hint=2,
    ),
    Command(
        id="adopt",
        keys=("A",),
        word="Adopt",
        help="Put this in force with its roles, moves and handoffs; shows what changes first, one undo takes it back.",
        places=(Place.COMPARE, Place.DRAFTS, Place.DRAFT),
        hint=3,
        edits=True,
        opens=True,
    ),
    Command(
        id="begin",
        keys=("n",),
        word="To a draft",
        help="Keep this row as a draft of your own, and open it for editing.",
        places=(Place.COMPARE,),
        hint=4,
    ),
    Command(
        id="roles",
        keys=("w",),
        word="Roles",
        help="Show rows with today's roles and with suggested ones, or only one of the two.",
        places=(Place.COMPARE,),
        hint=5,
    ),
    Command(
        id="again",
        keys=("r",),
        word="Again",
        help="Measure again on the book as it is now; after esc stopped it, go on.",
        places=(Place.COMPARE,),
        hint=6,
    ),
    Command(
        id="differing",
        keys=("w",),
        word="Changes",
        help="Show only what would be otherwise than now, or all again.",
        places=(Place.BESIDE,),
        hint=2,
    ),
    Command(
        id="draft.new",
        keys=("n",),
        word="New",
        help="Begin a draft from the plan in force, a model, a file, or nothing.",
        places=(Place.DRAFTS,),
        hint=2,
        opens=True,
    ),
    Command(
        id="drop",
        keys=("d",),
        word="Throw away",
        help="Throw this draft away, after asking.",
        places=(Place.DRAFTS,),
        hint=4,
        opens=True,
    ),
    Command(
        id="part.add",
        keys=("n",),
        word="Add",
        help="Add a line, overlay, role change, hire, pool, leaver or override to the draft.",
        places=(Place.DRAFT,),
        hint=2,
        opens=True,
    ),
    Command(
        id="part.edit",
        keys=("e",),
        word="Edit",
        help="Change this part of the draft.",
        places=(Place.DRAFT,),
        opens=True,
    ),
    Command(
        id="part.remove",
        keys=("d",),
        word="Remove",
        help="Take this part out of the draft.",
        places=(Place.DRAFT,),
        hint=4,
    ),
    Command(
        id="line.up",
        keys=("K",),
        word="Line up",
        help="Move this line of the plan up; the first line that fits an account counts.",
        places=(Place.DRAFT,),
    ),
    Command(
        id="line.down",
        keys=("J",),
        word="Line down",
        help="Move this line of the plan down.",
        places=(Place.DRAFT,),
    ),
    Command(
        id="role.suggest",
        keys=("r",),
        word="Roles",
        help="Show which role changes and hires the seats of the draft ask for; they follow every step.",
        places=(Place.DRAFT,),
        hint=5,
    ),
    Command(
        id="role.take",
        keys=("a",),
        word="Take",
        help="Take the suggested role change or hire under the cursor.",
        places=(Place.DRAFT,),
    ),
    Command(
        id="role.all",
        keys=("R",),
        word="Take all",
        help="Take every role change and hire that is suggested.",
        places=(Place.DRAFT,),
    ),
    Command(
        id="role.pin",
        keys=("p",),
        word="Pin",
        help="Keep this person in the roles of today, whatever is suggested.",
        places=(Place.DRAFT,),
    ),
    Command(
        id="plan.file",
        keys=("f",),
        word="Plan file",
        help="Write the plan and pools of the draft to a file, or take those of a file.",
        places=(Place.DRAFT,),
        opens=True,
    ),
    Command(
        id="model.edit",
        keys=("e",),
        word="Edit model",
        help="Edit this model of your own on screen; of one that ships, a copy.",
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
"""Every command that exists; numbers of modes that are still to come stay free."""


def by_id(command: str) -> Command:
    """The command with an id; ``KeyError`` when there is none."""
    return _BY_ID[command]


_BY_ID = {command.id: command for command in COMMANDS}


def at(place: Place) -> Iterator[Command]:
    """The commands that can be given in a place, those of the place first."""
    for command in COMMANDS:
        if place in command.places:
            yield command
    for command in COMMANDS:
        if Place.ANYWHERE in command.places:
            yield command


def opener_keys(place: Place) -> frozenset[str]:
    """The keys of a place that move the keyboard elsewhere."""
    return frozenset(key for command in at(place) if command.opens for key in command.keys)


def bindings(place: Place) -> list[Binding]:
    """The bindings of a place. Letters are never priority bindings: an input keeps what is typed."""
    return [
        Binding(
            ",".join(command.keys),
            f"command('{command.id}')",
            command.word,
            id=command.id,
            tooltip=command.help,
            show=False,
        )
        for command in COMMANDS
        if place in command.places
    ]


_MARK_AFTER = 1.5
"""Marking is the table's own key; among the hints it stands behind the filter."""


def hints(place: Place) -> tuple[Hint, ...]:
    """The key hints of a place, the most useful first; help comes last and always stays."""
    hinted = (item for item in at(place) if item.hint and (not item.hint_at or place in item.hint_at))
    shown: list[tuple[float, Hint]] = [(item.hint, Hint(item.shown_key, item.word)) for item in hinted]
    if place in (Place.BOOK, Place.COMPARE):
        shown.append((_MARK_AFTER, Hint("space", "Mark")))
    return tuple(hint for _, hint in sorted(shown, key=lambda pair: pair[0]))


def table_keys() -> Sequence[tuple[str, str]]:
    """The (keys, sentence) pairs of moving and marking in a table, as the table itself binds them."""
    from widgets.table.table import RowTable  # not needed for the first frame

    rows = []
    for binding in RowTable.BINDINGS:
        if isinstance(binding, Binding):
            rows.append((" ".join(printed(key) for key in binding.key.split(",")), binding.tooltip))
    return rows


def key_table() -> str:
    """The README's key table in Markdown."""
    lines = ["| key | does | where |", "|---|---|---|"]
    for keys, sentence in table_keys():
        lines.append(f"| {_coded(keys.split())} | {sentence} | {Place.TABLE.value} |")
    for command in COMMANDS:
        places = ", ".join(place.value for place in command.places)
        lines.append(f"| {_coded(printed(key) for key in command.keys)} | {command.help} | {places} |")
    return "\n".join(lines) + "\n"


def _coded(keys: Iterable[str]) -> str:
    return " ".join(f"`{key}`" for key in keys)
