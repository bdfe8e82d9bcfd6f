"""Reading a file's data by its spec, with the place of what is wrong: the table counted from one, the setting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import BookshiftError

S = TypeVar("S", bound=BaseModel)


class ModelError(BookshiftError):
    """A model, alignment or plan file is wrong: the text names file, place, and what to do."""


def read_file(kind: type[S], data: Mapping[str, Any], name: str) -> S:
    """The data as its spec; ``ModelError`` names the file, the place in it and what is wrong."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ModelError(f"{name}{_place(first['loc'], data)}: {_complaint(first)}") from error


def _place(location: tuple[int | str, ...], data: Mapping[str, Any]) -> str:
    """Where in the file: lists of tables are counted from one and named by their key."""
    parts: list[str] = []
    value: Any = data
    for part in location:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            value = None
        if isinstance(part, int) and parts:
            key = value.get("key") if isinstance(value, dict) else None
            parts[-1] += f" {part + 1}" + (f" ({key})" if key else "")
        elif part != "[key]":
            parts.append(str(part))
    return f", {', '.join(parts)}" if parts else ""


def _complaint(error: Any) -> str:  # noqa: ANN401 - pydantic's own dictionary
    if error["type"] == "extra_forbidden":
        return "there is no such setting."
    if error["type"] == "missing":
        return "this is missing."
    told = _TOLD.get(error["type"])
    bounds = error.get("ctx", {})
    text = told.format(**bounds) if told else str(error["msg"])
    given = error.get("input")
    shown = f" (“{given}”)" if isinstance(given, str | int | float) else ""
    return f"{text[:1].lower()}{text[1:]}{shown}."


_TOLD = {
    "greater_than_equal": "it must be {ge:g} or more",
    "greater_than": "it must be more than {gt:g}",
    "less_than_equal": "it must be {le:g} or less",
    "enum": "it must be {expected}",
    "string_pattern_mismatch": "use small letters, figures, - and _, beginning with a letter",
    "string_too_long": "it must be at most {max_length} characters",
    "string_too_short": "it must not be empty",
    "too_short": "there must be at least one",
}
