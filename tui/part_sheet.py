"""A form over one part of something that is drawn up: its lines, what saving makes of them, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Generic, TypeVar

from core.errors import BookshiftError, Refusal
from widgets.form import Line

T = TypeVar("T")

Values = Mapping[str, str]
"""Text of each line by its key."""


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """A form over one part."""

    title: str
    """What is being edited."""
    lines: tuple[Line, ...]
    """Its lines."""
    make: Callable[[Values], T | Refusal]
    """What the lines make, or why they cannot be."""
    note: Callable[[Values], str] | None = None
    """What the lines come to, as a sentence."""


class Refusing(Exception):
    """A refusal on its way out of a reader of texts."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.says)
        self.refusal = refusal


def reading(make: Callable[[Values], T | Refusal]) -> Callable[[Values], T | Refusal]:
    """The function with what cannot be read as its answer."""

    @wraps(make)
    def answering(given: Values) -> T | Refusal:
        try:
            return make(given)
        except Refusing as refusing:
            return refusing.refusal
        except BookshiftError as error:
            return Refusal(f"{str(error).rstrip('.')}.")

    return answering


def words_in(text: str) -> list[str]:
    """The words of a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
