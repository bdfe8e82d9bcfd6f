"""What is wrong with a filter: a sentence, and the place in the text that it is about."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import BookshiftError


class QueryError(BookshiftError):
    """A filter that cannot be understood; ``str`` of it is the sentence for the user."""

    def __init__(self, says: str, position: int = 0, text: str = "") -> None:
        super().__init__(says)
        self.says = says
        """What is wrong and what to write instead."""
        self.position = position
        """Index of the character it is about, counted from 0; the text's length for something missing at its end."""
        self.text = text
        """The whole filter."""

    def pointed(self) -> str:
        """The filter with a caret under the place, and the sentence: three lines for a terminal."""
        plain = "".join(" " if char.isspace() else char for char in self.text)
        return f"{plain}\n{' ' * self.position}^\n{self.says}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant; None when none is close."""
    from difflib import get_close_matches  # here: only a mistake needs it

    found = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean health?`` with its leading blank, or nothing."""
    meant = nearest(word, known)
    return f" Did you mean {meant}?" if meant else ""
