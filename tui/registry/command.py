"""What a command is, where it can be given, and how its key is printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a command can be given."""

    ANYWHERE = "Anywhere"
    TABLE = "In a table"
    BOOK = "Book"
    ACCOUNT = "Account"
    LOAD = "Load"
    PERSON = "Person"
    RECORDS = "Records"
    REBALANCE = "Rebalance"
    MODEL = "Model"
    FINDINGS = "Findings"
    EVIDENCE = "Evidence"
    COMPARE = "Compare"
    BESIDE = "Side by side"
    DRAFTS = "Drafts"
    DRAFT = "Draft"
    OWN_MODEL = "Own model"
    FIGURES = "Figures"
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
    "comma": ",",
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
