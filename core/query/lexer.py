"""From the text of a filter to its tokens, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from core.query.errors import QueryError
from core.query.expressions import FIELD_HEAD, KEYWORDS, Value
from core.text import fold

LONGEST = 20_000
"""Longest filter, in characters."""

_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r'[^\s()"“”„]+')
_VALUE = re.compile(r'[^\s(),"“”„]+')
_CLOSING = {'"': '"', "“": '”“"', "„": '“”"', "”": '”"'}


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    NOT = auto()
    AND = auto()
    OR = auto()
    WORD = auto()
    TERM = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a filter."""

    kind: Kind
    """What it is."""
    at: int
    """Index of its first character."""
    text: str = ""
    """The word; the field's name as written for a term."""
    sign: str = ""
    """The comparison of a term, as written."""
    values: tuple[Value, ...] = ()
    """The values of a term."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a filter, the last one END. Raises ``QueryError``."""
    if len(text) > LONGEST:
        raise QueryError(f"A filter has at most {LONGEST:,} characters.", LONGEST, text)
    at = 0
    while True:
        blanks = _BLANKS.match(text, at)
        at = blanks.end() if blanks else at
        if at >= len(text):
            yield Token(Kind.END, at)
            return
        token, at = _token(text, at)
        yield token


def _token(text: str, at: int) -> tuple[Token, int]:
    """The token that begins at a place, and where the next may begin."""
    char = text[at]
    if char in "()":
        return Token(Kind.OPEN if char == "(" else Kind.CLOSE, at), at + 1
    if char in "-!":
        return Token(Kind.NOT, at), at + 1
    if char == "#":
        values, end = _values(text, at + 1, "A # needs a tag directly after it, as in #pilot.")
        # a tag may be called "none": the short form is always the tag itself
        literal = tuple(Value(v.text, v.quoted or v.text.lower() in ("none", "any"), v.at) for v in values)
        return Token(Kind.TERM, at, "tag", ":", literal), end
    if char in _CLOSING:
        phrase, end = _phrase(text, at)
        return Token(Kind.WORD, at, phrase), end
    head = FIELD_HEAD.match(text, at)
    if head is not None:
        name, sign = head.groups()
        hint = f"Write a value directly after {name}{sign} without a blank, or {name}:none for what is not known."
        values, end = _values(text, head.end(), hint)
        return Token(Kind.TERM, at, name, sign, values), end
    found = _WORD.match(text, at)
    assert found is not None
    return _word(_seen(found.group(), text, at), at), found.end()


def _seen(word: str, text: str, at: int) -> str:
    """A word that leaves something to compare when case and accents are taken away."""
    if not fold(word).strip():
        raise QueryError("There is nothing to look for here: the text has no visible character.", at, text)
    return word


def _word(word: str, at: int) -> Token:
    if word.lower() in KEYWORDS:
        return Token({"and": Kind.AND, "or": Kind.OR, "not": Kind.NOT}[word.lower()], at, word)
    return Token(Kind.WORD, at, word)


def _values(text: str, at: int, hint: str) -> tuple[tuple[Value, ...], int]:
    """The values from a place on, parted by commas, and where they end."""
    values: list[Value] = []
    while True:
        if at < len(text) and text[at] in _CLOSING:
            phrase, end = _phrase(text, at)
            values.append(Value(phrase, quoted=True, at=at))
        else:
            bare = _VALUE.match(text, at)
            if bare is None:
                raise QueryError(hint, at, text)
            values.append(Value(_seen(bare.group(), text, at), at=at))
            end = bare.end()
        if end >= len(text) or text[end] != ",":
            return tuple(values), end
        at, hint = end + 1, "Write another value directly after the comma, or take the comma out."


def _phrase(text: str, at: int) -> tuple[str, int]:
    """The text between quotes, a doubled quote standing for one, and the place after them."""
    closing = _CLOSING[text[at]]
    parts: list[str] = []
    place = at + 1
    while place < len(text):
        char = text[place]
        if char in closing:
            if char == '"' and text[place : place + 2] == '""':
                parts.append('"')
                place += 2
                continue
            return _seen("".join(parts), text, at), place + 1
        parts.append(char)
        place += 1
    raise QueryError("This quote is never closed. Add a closing quote or take it out.", at, text)
