"""Which kind of rows a file holds and what its columns mean, with a score and the reason for each guess."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.errors import BookshiftError
from core.exchange.fields import CUSTOM, SKIP, SPECS, ImportField, Kind, KindSpec
from core.text import fold
from core.wording import listed

_SURE, _ALIAS, _PATTERN, _NEAR = 100, 95, 80, 75
_FUZZY_FROM = 0.9


class ImportFault(BookshiftError):
    """A file that cannot be planned as asked; the text is the sentence for the user."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The headers of one system's exports."""

    key: str
    """Short name; the default source of its files."""
    title: str
    """Name on screen."""
    marks: tuple[tuple[str, ...], ...] = ()
    """Sets of headers; a file with all of one set comes from this system."""
    fields: tuple[tuple[Kind, tuple[tuple[str, str], ...]], ...] = ()
    """For a kind, (header, field key) pairs; the field key may be ``custom`` or ``-``."""
    footers: tuple[str, ...] = ()
    """Beginnings of lines below the data."""

    def field_of(self, kind: Kind, header: str) -> str | None:
        """The field key of a header in files of a kind; None when the dialect does not know it."""
        words = normal(header)
        for known, pairs in self.fields:
            if known is kind:
                return next((key for name, key in pairs if normal(name) == words), None)
        return None


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is used for."""

    column: str
    """Column name."""
    field: str
    """Field key, ``custom`` for one kept as it stands, ``-`` for one left out."""
    score: int
    """How sure the guess is, 0 to 100."""
    why: str
    """What it rests on: given, the system's header, the header, a usual header, a similar header."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file holds."""

    spec: KindSpec
    """The kind of its rows."""
    uses: tuple[ColumnUse, ...]
    """The columns in their order."""
    dialect: Dialect | None = None
    """The system it comes from, where the headers tell."""
    given: bool = False
    """Whether the kind was given and not guessed."""

    def column_of(self, field: str) -> str | None:
        """The column that fills a field."""
        return next((use.column for use in self.uses if use.field == field), None)


def normal(header: str) -> str:
    """A header as words: lower case, without accents and signs, ``accountExternalId`` split."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header)
    return " ".join(re.findall(r"[^\W_]+", fold(words)))


def recognise(
    columns: Sequence[str],
    *,
    kind: Kind | None = None,
    mapping: Mapping[str, str] | None = None,
    dialect: Dialect | None = None,
    remembered: Mapping[Kind, Mapping[str, str]] | None = None,
    name: str = "the file",
) -> Recognition:
    """The kind of a file and the use of its columns.

    ``mapping`` is what the user said: column to field key, ``custom`` or ``-``; ``remembered`` is the same by kind
    from the last import of the source. Raises ``ImportFault`` when the kind cannot be told, when a needed column is
    missing, or when the mapping names what is not there.
    """
    given = _checked(columns, mapping or {})
    candidates = [SPECS[kind]] if kind is not None else list(SPECS.values())
    _check_fields(given, candidates)
    found = []
    for spec in candidates:
        uses = _uses(columns, spec, given, dialect, (remembered or {}).get(spec.kind, {}))
        if not _missing(spec, uses):
            found.append((_weight(spec, uses, dialect), Recognition(spec, uses, dialect, kind is not None)))
    if not found:
        raise ImportFault(_unknown(columns, candidates, given, dialect, name))
    best = max(weight for weight, _ in found)
    return next(recognition for weight, recognition in found if weight == best)


def _checked(columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The user's mapping by the file's own column names."""
    by_words = {normal(column): column for column in columns}
    checked = {}
    for column, key in mapping.items():
        own = column if column in columns else by_words.get(normal(column))
        if own is None:
            near = difflib.get_close_matches(column, columns, n=1, cutoff=0.4)
            hint = f" Did you mean “{near[0]}”?" if near else f" There are {listed(columns)}."
            raise ImportFault(f"There is no column “{column}” to map.{hint}")
        checked[own] = key.strip() or SKIP
    return checked


def _check_fields(given: Mapping[str, str], candidates: Sequence[KindSpec]) -> None:
    keys = {field.key for spec in candidates for field in spec.fields} | {CUSTOM, SKIP}
    for column, key in given.items():
        if key not in keys:
            near = difflib.get_close_matches(key, sorted(keys), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else f"There are {listed(sorted(keys - {SKIP}))}."
            raise ImportFault(f"Column “{column}” cannot be mapped to “{key}”: there is no such field. {hint}")


def dialect_of(columns: Sequence[str], dialects: Iterable[Dialect]) -> Dialect | None:
    """The system whose marks are all among the headers; the longest set of marks wins."""
    there = {normal(column) for column in columns}
    best: tuple[int, Dialect] | None = None
    for dialect in dialects:
        for marks in dialect.marks:
            if all(normal(mark) in there for mark in marks) and (best is None or len(marks) > best[0]):
                best = (len(marks), dialect)
    return best[1] if best else None


def _uses(
    columns: Sequence[str],
    spec: KindSpec,
    given: Mapping[str, str],
    dialect: Dialect | None,
    remembered: Mapping[str, str],
) -> tuple[ColumnUse, ...]:
    """The best use of each column; a field that only one column may fill goes to the surest one."""
    guesses: list[tuple[int, int, ColumnUse]] = []
    for place, column in enumerate(columns):
        if column in given:
            guesses.append((-1_000, place, ColumnUse(column, given[column], _SURE, "given")))
            continue
        if column in remembered:
            guesses.append((-_SURE - 2, place, ColumnUse(column, remembered[column], _SURE, "as last time")))
            continue
        known = dialect.field_of(spec.kind, column) if dialect is not None else None
        if known is not None:
            title = dialect.title if dialect is not None else ""
            guesses.append((-_SURE - 1, place, ColumnUse(column, known, _SURE, f"{title} header")))
            continue
        guesses += [(-use.score, place, use) for use in _guesses(column, spec)]
    chosen: dict[str, ColumnUse] = {}
    filled: set[str] = set()
    for _, _, use in sorted(guesses, key=lambda guess: guess[:2]):
        if use.column in chosen or use.field in filled:
            continue
        chosen[use.column] = use
        field = spec.field(use.field)
        if field is not None and not field.many:
            filled.add(use.field)
    rest = CUSTOM if spec.keeps else SKIP
    return tuple(chosen.get(column) or ColumnUse(column, rest, 0, "no field fits") for column in columns)


def _guesses(column: str, spec: KindSpec) -> list[ColumnUse]:
    words = normal(column)
    found = []
    for field in spec.fields:
        score, why = _score(words, field)
        if score:
            found.append(ColumnUse(column, field.key, score, why))
    return found


@lru_cache(maxsize=8_192)
def _score(words: str, field: ImportField) -> tuple[int, str]:
    if words in (normal(field.key), normal(field.title)):
        return _SURE, "header"
    if words in field.aliases:
        # the earlier an alias stands, the more usual it is: decides between two columns for one field
        return _ALIAS - min(field.aliases.index(words), 10), "usual header"
    if field.pattern and re.fullmatch(field.pattern, words):
        return _PATTERN, "header pattern"
    if len(words) < 5:
        return 0, ""
    names = (normal(field.key), normal(field.title), *field.aliases)
    near = difflib.get_close_matches(words, names, n=1, cutoff=_FUZZY_FROM)
    if not near:
        return 0, ""
    return round(difflib.SequenceMatcher(None, words, near[0]).ratio() * _NEAR), "similar header"


def _missing(spec: KindSpec, uses: Sequence[ColumnUse]) -> list[tuple[str, ...]]:
    there = {use.field for use in uses}
    return [group for group in spec.needs if there.isdisjoint(group)]


def _weight(spec: KindSpec, uses: Sequence[ColumnUse], dialect: Dialect | None) -> int:
    """How much speaks for a kind: the share of columns it understands, and more for telling ones."""
    hits = [use for use in uses if use.field not in (CUSTOM, SKIP)]
    tells = sum(1 for use in hits if (field := spec.field(use.field)) is not None and field.tells)
    known = dialect is not None and any(kind is spec.kind for kind, _ in dialect.fields)
    lacks = sum(1 for key in spec.wants if all(use.field != key for use in hits))
    return sum(use.score for use in hits) // max(1, len(uses)) + 50 * tells - 60 * lacks + (100 if known else 0)


def _unknown(
    columns: Sequence[str],
    candidates: Sequence[KindSpec],
    given: Mapping[str, str],
    dialect: Dialect | None,
    name: str,
) -> str:
    there = listed(f"“{column}”" for column in columns[:12]) + (" and more" if len(columns) > 12 else "")
    if len(candidates) > 1:
        kinds = ", ".join(SPECS)
        return (
            f"It cannot be told what the rows of {name} are; its columns are {there}. "
            f"Say it with --as ({kinds}), and map columns with --map COLUMN=FIELD."
        )
    spec = candidates[0]
    missing = _missing(spec, _uses(columns, spec, given, dialect, {}))
    needed = listed(" or ".join(group) for group in missing)
    return (
        f"{name} has no column for {needed}, which {spec.title} need; its columns are {there}. "
        "Say which it is with --map COLUMN=FIELD."
    )
