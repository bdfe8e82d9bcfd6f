"""Records from parsed JSON without pydantic, whose import takes longer than reading a whole small book.

Only what `core.schema.encode` writes is read here, each value checked for its type. Anything else raises `Unfit`, and
`core.schema.decode` has the last word on it: it may know a default or say what is wrong.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from core.words import Record

E = TypeVar("E", bound=Record)

Read = Callable[[Any], Any]
"""Takes a value as JSON gives it and returns the field's, or raises one of `_MISFITS`."""

_MINUTE = timedelta(minutes=1)


class Unfit(Exception):
    """A value that this version would not have written so."""


_MISFITS = (Unfit, KeyError, TypeError, ValueError)


def record_from(entity: type[E], value: object) -> E:
    """A record from its parsed JSON object, or `Unfit`."""
    try:
        return cast("E", _reader(cast("Any", entity))(value))
    except _MISFITS as error:
        raise Unfit from error


def field_from(entity: type[Record], name: str, value: object) -> Any:  # noqa: ANN401 - the type is the field's
    """The value of one field from its parsed JSON, or `Unfit`."""
    try:
        return _reader(_hints(cast("Any", entity))[name])(value)
    except _MISFITS as error:
        raise Unfit from error


@cache
def _hints(entity: Any) -> dict[str, Any]:  # noqa: ANN401 - mypy does not take a class object for hashable
    return get_type_hints(entity)


@cache
def _reader(hint: Any) -> Read:  # noqa: ANN401 - any type a field is declared with
    plain = getattr(hint, "__supertype__", hint)  # an id type is its number
    if plain in _PLAIN:
        return _PLAIN[plain]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    if isinstance(hint, type) and issubclass(hint, Record):
        return _record(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {word: word for word in inner}.__getitem__
    if origin is tuple:
        return _many(_reader(inner[0])) if inner[-1] is Ellipsis else _several([_reader(item) for item in inner])
    if origin in (Union, UnionType) and len(inner) == 2 and inner[1] is NoneType:
        return _maybe(_reader(inner[0]))
    raise Unfit(f"no reader for {hint}")


def _record(entity: type[Record]) -> Read:
    hints = _hints(cast("Any", entity))
    fields = [(item.name, _reader(hints[item.name])) for item in dataclasses.fields(cast("Any", entity))]
    count = len(fields)

    def read(value: Any) -> Record:  # noqa: ANN401 - JSON
        if type(value) is not dict or len(value) != count:
            raise Unfit
        return entity(**{name: take(value[name]) for name, take in fields})

    return read


def _many(take: Read) -> Read:
    def read(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - JSON
        if type(value) is not list:
            raise Unfit
        return tuple([take(item) for item in value]) if value else ()

    return read


def _several(takes: list[Read]) -> Read:
    def read(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - JSON
        if type(value) is not list:
            raise Unfit
        return tuple([take(item) for take, item in zip(takes, value, strict=True)])

    return read


def _maybe(take: Read) -> Read:
    return lambda value: None if value is None else take(value)


def _text(value: object) -> str:
    if type(value) is not str:
        raise Unfit
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise Unfit
    return value


def _flag(value: object) -> bool:
    if type(value) is not bool:
        raise Unfit
    return value


@lru_cache(maxsize=10_000)  # a book names few days, each many times
def _day(value: str) -> date:
    day = date.fromisoformat(value)
    if day.isoformat() != value:  # Python reads more ways to write a day
        raise Unfit
    return day


def _time(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    offset = at.utcoffset()
    if at.isoformat() != (f"{value[:-1]}+00:00" if value[-1] == "Z" else value) or (offset and offset % _MINUTE):
        raise Unfit
    return at


_PLAIN: dict[Any, Read] = {str: _text, int: _whole, bool: _flag, date: _day, datetime: _time}
