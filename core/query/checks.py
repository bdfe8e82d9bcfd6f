"""What a term asks of one value of a row: for a single row as ``fits``, for many rows as ``keep``."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from core.query.expressions import Op

R = TypeVar("R")


class Check(Protocol):
    """A question about the value that a row has under one attribute."""

    @property
    def cost(self) -> int:
        """Rank by which the terms of a filter run: the smallest first."""
        ...

    def fits(self, value: Any) -> bool:  # noqa: ANN401 - the attribute decides the type
        """Whether one value answers it."""
        ...

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows whose value answers it, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Among:
    """One of several values."""

    values: frozenset[Hashable]
    """The values."""
    cost: int = 0
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Whether the value is one of them."""
        return value in self.values

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows that have one of them."""
        return list(compress(rows, map(self.values.__contains__, map(attrgetter(attribute), rows))))


@dataclass(frozen=True, slots=True)
class Meets:
    """At least one value in common with the tuple of a row."""

    values: frozenset[Hashable]
    """The values."""
    cost: int = 1
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Whether the tuple has one of them."""
        return not self.values.isdisjoint(value)

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows that have one of them."""
        apart, get = self.values.isdisjoint, attrgetter(attribute)
        return [row for row, value in zip(rows, map(get, rows), strict=True) if value and not apart(value)]


@dataclass(frozen=True, slots=True)
class Known:
    """Any value at all, or with ``wanted`` False none."""

    wanted: bool = True
    """Whether a value is asked for."""
    cost: int = 0
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Whether there is a value: not None, no empty text, no empty tuple. Zero and False are values."""
        return (value is not None and value != "" and value != ()) is self.wanted

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows with a value, or those without."""
        return list(compress(rows, map(self.fits, map(attrgetter(attribute), rows))))


@dataclass(frozen=True, slots=True)
class Compared:
    """Smaller or larger than a bound; an unknown value is neither."""

    op: Op
    """One of the four comparisons."""
    bound: Any
    """A number or a date, as the row's."""
    cost: int = 1
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Whether a known value lies on the right side."""
        return value is not None and _ORDER[self.op](value, self.bound)

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows whose known value lies on the right side."""
        bound, pairs = self.bound, zip(rows, map(attrgetter(attribute), rows), strict=True)
        if self.op is Op.BELOW:
            return [row for row, value in pairs if value is not None and value < bound]
        if self.op is Op.UP_TO:
            return [row for row, value in pairs if value is not None and value <= bound]
        if self.op is Op.ABOVE:
            return [row for row, value in pairs if value is not None and value > bound]
        return [row for row, value in pairs if value is not None and value >= bound]


_ORDER: dict[Op, Callable[[Any, Any], bool]] = {
    Op.BELOW: lambda value, bound: value < bound,
    Op.UP_TO: lambda value, bound: value <= bound,
    Op.ABOVE: lambda value, bound: value > bound,
    Op.FROM: lambda value, bound: value >= bound,
}


@dataclass(frozen=True, slots=True)
class Between:
    """From one bound to another, both included; an unknown value lies nowhere."""

    first: Any
    """Smallest value."""
    last: Any
    """Largest value."""
    cost: int = 1
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Whether a known value lies between them."""
        return value is not None and bool(self.first <= value <= self.last)

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows whose known value lies between them."""
        first, last, get = self.first, self.last, attrgetter(attribute)
        pairs = zip(rows, map(get, rows), strict=True)
        return [row for row, value in pairs if value is not None and first <= value <= last]


@dataclass(frozen=True, slots=True)
class Contains:
    """Folded text with a piece in it."""

    piece: str
    """Folded."""
    cost: int = 3
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Whether the text contains it."""
        return self.piece in value

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows whose text contains it."""
        piece = self.piece
        return [row for row, value in zip(rows, map(attrgetter(attribute), rows), strict=True) if piece in value]


@dataclass(frozen=True, slots=True)
class Worded:
    """Folded text, or one of several, in which each of some words begins a word."""

    words: tuple[str, ...]
    """Folded."""
    cost: int = 4
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Whether the text, or one text of the tuple, has a word that begins so for each of them."""
        return any(begins(text, self.words) for text in ((value,) if isinstance(value, str) else value))

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows with such a text; a text that many rows share is looked at once."""
        values = list(map(attrgetter(attribute), rows))
        return list(compress(rows, map({value: self.fits(value) for value in set(values)}.__getitem__, values)))


@dataclass(frozen=True, slots=True)
class Beginning:
    """A tuple in which one text begins as asked."""

    start: str
    """Folded; the texts are compared folded."""
    cost: int = 2
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Whether one of the texts begins so."""
        return any(text.lower().startswith(self.start) for text in value)

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """The rows with such a text."""
        values = list(map(attrgetter(attribute), rows))
        return list(compress(rows, map({value: self.fits(value) for value in set(values)}.__getitem__, values)))


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing: a value that can not occur, such as half an account."""

    cost: int = 0
    """Rank."""

    def fits(self, value: Any) -> bool:  # noqa: ANN401
        """Never."""
        return False

    def keep(self, rows: Sequence[R], attribute: str) -> list[R]:
        """No row."""
        return []


def begins(text: str, words: Sequence[str]) -> bool:
    """Whether each of some words begins a word of a text; both are folded."""
    parts = split_words(text)
    return all(any(part.startswith(word) for part in parts) for word in words)


def split_words(text: str) -> tuple[str, ...]:
    """The words of a folded text: it is parted at everything but letters, digits and inner signs such as ``&``."""
    return tuple(part for part in _parted(text).split() if part)


def _parted(text: str) -> str:
    return "".join(char if char.isalnum() or char in "&+#@_" else " " for char in text) if not text.isalnum() else text
