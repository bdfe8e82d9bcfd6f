"""A filter as a value: terms and words joined by and, or, not; ``str`` gives text that parses to an equal value."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """How a field is compared with a value."""

    HAS = ":"
    """Fits: the word of a choice, the beginning of a name, within a time, equal for a number."""
    IS = "="
    """Exactly this."""
    BELOW = "<"
    """Less, earlier."""
    UP_TO = "<="
    """Less or equal."""
    ABOVE = ">"
    """More, later."""
    FROM = ">="
    """More or equal."""

    @property
    def compares(self) -> bool:
        """Whether it asks for an order and not for equality."""
        return self not in (Op.HAS, Op.IS)


KEYWORDS = frozenset({"and", "or", "not"})
"""Words with a meaning of their own; in quotes they are searched for."""

FIELD_HEAD = re.compile(r"([^\W\d][\w-]*)(<=|>=|!=|[:<>=])")
"""The beginning of a term: a name and a comparison."""

_BARE_WORD = re.compile(r"""[^\s()"“”„\-!#][^\s()"“”„]*""")
_BARE_VALUE = re.compile(r"""[^\s(),"“”„]+""")


def quoted(text: str) -> str:
    """Text in quotes; a quote inside it is doubled."""
    return '"' + text.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Value:
    """What stands after a comparison."""

    text: str
    """As written, without quotes."""
    quoted: bool = False
    """In quotes words such as ``none`` lose their special meaning."""
    at: int = dataclasses.field(default=0, compare=False)
    """Index in the filter."""

    def __str__(self) -> str:
        bare = not self.quoted and _BARE_VALUE.fullmatch(self.text)
        return self.text if bare else quoted(self.text)


@dataclass(frozen=True, slots=True)
class Term:
    """A field compared with a value, or with any of several."""

    field: str
    """Key of the field."""
    op: Op
    """How it is compared."""
    values: tuple[Value, ...]
    """At least one; several mean any of them."""
    at: int = dataclasses.field(default=0, compare=False)
    """Index in the filter."""

    def __str__(self) -> str:
        texts = ",".join(map(str, self.values))
        return f"{self.field}{self.op.value}{texts}"


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase to be found in the name or the tags."""

    text: str
    """As written, without quotes."""
    at: int = dataclasses.field(default=0, compare=False)
    """Index in the filter."""

    def __str__(self) -> str:
        bare = _BARE_WORD.fullmatch(self.text) and self.text.lower() not in KEYWORDS
        return self.text if bare and not FIELD_HEAD.match(self.text) else quoted(self.text)


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that a part does not match."""

    part: Expression
    """What is left out."""

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, And | Or) else f"-{self.part}"


@dataclass(frozen=True, slots=True)
class And:
    """What all parts match; without parts, everything."""

    parts: tuple[Expression, ...]
    """Never one alone, and no And among them, where ``every`` or the parser made it."""

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """What at least one part matches."""

    parts: tuple[Expression, ...]
    """At least two, and no Or among them, where ``either`` or the parser made it."""

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


Expression = And | Or | Not | Term | Word
"""Any filter."""

EVERYTHING = And(())
"""The empty filter."""


def every(parts: Iterable[Expression]) -> Expression:
    """What all parts match, without needless nesting."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def either(parts: Iterable[Expression]) -> Expression:
    """What at least one part matches, without needless nesting; at least one part is needed."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    if EVERYTHING in flat:
        return EVERYTHING
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def only(field: str, value: str) -> Term:
    """The term that keeps one value of a column, as the ``=`` key writes it; an empty value is ``none``."""
    return Term(field, Op.IS, (Value(value, quoted=True) if value else Value("none"),))
