"""Fields as text: how what a manager types or a file holds becomes the value of a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from core.book.book import Book
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.text import NOTE_LIMIT, clean, fold
from core.usecases import values
from core.usecases.refusing import sentence
from core.usecases.values import Unreadable
from core.when import WhenError, read_day
from core.words import Record

CLEARED = frozenset({"", "-", "none"})
"""Texts that empty a field."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a field needs to know to read a text."""

    book: Book
    """The book whose segments, people and currency the text refers to."""
    moment: Moment
    """Clock reading that ``+30d`` counts from."""
    before: Record | None = None
    """The record that is edited; None for a new one."""
    reason: str = ""
    """The reason given with the request, for fields that want one."""
    given: tuple[tuple[str, Any], ...] = ()
    """(field, value) pairs read already from the same request."""

    def old(self, name: str, default: Any) -> Any:  # noqa: ANN401 - the type is the field's
        """The field's value so far: as given just now, else of the record."""
        given = dict(self.given)
        if name in given:
            return given[name]
        return getattr(self.before, name, default) if self.before is not None else default


Reader = Callable[[Reading, str], Any]
"""Reads a text as the value of a field; raises ``Unreadable``."""


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field that can be written as text."""

    name: str
    """Name of the record's field."""
    label: str
    """Name on screen and in sentences."""
    read: Reader
    """How its text is read."""
    empty: Any = None
    """Value of an emptied field; ``...`` for one that must have a value."""
    aliases: tuple[str, ...] = ()
    """Other names it answers to."""
    choices: Callable[[Book], tuple[str, ...]] = lambda book: ()
    """Words to choose from; none for free text."""


def by_word(fields: tuple[FieldText, ...]) -> Mapping[str, FieldText]:
    """The fields by every word they answer to."""
    return {fold(word): field for field in fields for word in (field.name, field.label, *field.aliases)}


def read_fields(
    fields: tuple[FieldText, ...], texts: tuple[tuple[str, str], ...], reading: Reading
) -> tuple[tuple[str, Any], ...] | Refusal:
    """The (field, value) pairs of (word, text) pairs, or what is wrong with them, one line each."""
    faults: list[str] = []
    for word, text in sorted(texts, key=_amounts_last):
        field = field_of(fields, word)
        if field is None:
            faults.append(_no_such_field(word, fields))
            continue
        try:
            pair = (field.name, read_field(field, text, reading))
        except Unreadable as error:
            faults.append(sentence(f"{field.label}: {error}"))
        else:
            reading = replace(reading, given=(*reading.given, pair))
    if len(faults) == 1:
        return Refusal(sentence(faults[0]))
    if faults:
        return Refusal(f"{len(faults)} of the fields cannot be set.", RefusalKind.INVALID, tuple(faults))
    return tuple(dict(reading.given).items())


def field_of(fields: tuple[FieldText, ...], word: str) -> FieldText | None:
    """The field a word means; None for no field."""
    words = by_word(fields)
    return words.get(fold(word.strip().replace("-", "_"))) or words.get(fold(word.strip()))


def _amounts_last(pair: tuple[str, str]) -> bool:
    """Puts the currency before the amounts that are read in it."""
    return fold(pair[0].strip()) != "currency"


def read_field(field: FieldText, text: str, reading: Reading) -> Any:  # noqa: ANN401 - the type is the field's
    """The value of one field's text; ``Unreadable`` says what is wrong with it."""
    if fold(text.strip()) in CLEARED:
        if field.empty is ...:
            raise Unreadable("this must have a value")
        return field.empty
    return field.read(reading, text)


def _no_such_field(word: str, fields: tuple[FieldText, ...]) -> str:
    near = get_close_matches(fold(word), by_word(fields), n=1, cutoff=0.6)
    hint = (
        f"Did you mean {by_word(fields)[near[0]].name}?" if near else f"There are {', '.join(f.name for f in fields)}."
    )
    return f"There is no field “{word.strip()}”. {hint}"


# Readers that several records share ----------------------------------------------------------------------------


def line(reading: Reading, text: str) -> str:
    """A single line of text."""
    return clean(text)


def lines(reading: Reading, text: str) -> str:
    """A text of several lines."""
    return clean(text, limit=NOTE_LIMIT, lines=True)


def lower(reading: Reading, text: str) -> str:
    """A single line in lower case, as keys, websites and mail addresses are kept."""
    return clean(text).lower()


def day(reading: Reading, text: str) -> date:
    """A day."""
    try:
        return read_day(text, reading.moment)
    except WhenError as error:
        raise Unreadable(str(error)) from None


def flag(reading: Reading, text: str) -> bool:
    """Yes or no."""
    return values.flag(text)


def hours(reading: Reading, text: str) -> int:
    """Hours in hundredths."""
    return values.hours(text)


def percent(reading: Reading, text: str) -> int:
    """A whole percent."""
    return values.percent(text)


def whole(reading: Reading, text: str) -> int:
    """A whole number."""
    return values.whole(text)


def currency(reading: Reading, text: str) -> str:
    """An ISO code."""
    return values.currency(text)


def words_of(name: str) -> Reader:
    """A list of words, edited by ``+x -y`` from the field's value so far."""
    return lambda reading, text: values.words(clean(text, limit=NOTE_LIMIT), reading.old(name, ()))


def one_of(options: type[Any]) -> Reader:
    """A member of a closed set."""
    return lambda reading, text: values.choice(options, text)


def segment_key(reading: Reading, text: str) -> str:
    """The key of a segment given by key, title or alias."""
    options = ((s.key, (s.title, *s.aliases)) for s in sorted(reading.book.segments.values(), key=lambda s: s.order))
    return values.known(text, options, "segments")


def segment_keys(book: Book) -> tuple[str, ...]:
    """The segments to choose from."""
    return tuple(segment.key for segment in sorted(book.segments.values(), key=lambda s: s.order))


def external_ids(reading: Reading, text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of system and id, written ``crm:0015g, billing:77``."""
    pairs = []
    for part in text.split(","):
        system, found, value = (piece.strip() for piece in part.partition(":"))
        if not (system and found and value):
            raise Unreadable(f"“{part.strip()}” is not a system and an id. Write it as crm:0015g")
        pairs.append((clean(system), clean(value)))
    return tuple(sorted(set(pairs)))
