"""The order of rows: by name, or by a column with what is not known always last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Protocol, TypeVar

from core.words import Stage, Touch


class Named(Protocol):
    """A row with an id and a folded name."""

    @property
    def id(self) -> int:
        """Record id."""
        ...

    @property
    def folded(self) -> str:
        """Folded name."""
        ...


N = TypeVar("N", bound=Named)

SORT_KEYS: Mapping[str, str] = {
    "name": "folded",
    "owner": "owner_folded",
    "segment": "segment_order",
    "touch": "touch",
    "stage": "stage",
    "health": "health_rank",
    "arr": "arr",
    "renews": "renews",
    "quiet": "quiet",
    "load": "load",
    "findings": "codes",
}
"""What accounts can be sorted by, and the attribute that is compared."""

PERSON_SORT_KEYS: Mapping[str, str] = {
    "name": "folded",
    "load": "load",
    "capacity": "capacity",
    "utilisation": "utilisation",
    "accounts": "accounts",
    "arr": "arr",
    "findings": "codes",
}
"""What people can be sorted by."""

_ORDINALS: Mapping[str, Mapping[object, int]] = {
    "touch": {touch: place for place, touch in enumerate(Touch)},
    "stage": {stage: place for place, stage in enumerate(Stage)},
}


def by_name(rows: Iterable[N]) -> list[N]:
    """Rows by folded name, then by id."""
    return sorted(rows, key=attrgetter("folded", "id"))


def sorted_rows(rows: Iterable[N], key: str, *, reverse: bool = False) -> list[N]:
    """Rows by one of ``SORT_KEYS`` or ``PERSON_SORT_KEYS``; ``KeyError`` for anything else.

    What is not known comes last in both directions, and equal rows are in order of name, then id, in both. Touch and
    stage go by their own order, segments by that of the scheme, findings by their number.
    """
    return list(ordered(by_name(rows), key, reverse=reverse))


def ordered(named: Sequence[N], key: str, *, reverse: bool = False) -> Sequence[N]:
    """Rows that are in order of name already, by one of the keys as ``sorted_rows`` sorts them."""
    attribute = SORT_KEYS.get(key) or PERSON_SORT_KEYS[key]
    if attribute == "folded" and not reverse:
        return named
    get = attrgetter(attribute)
    known = [row for row in named if get(row) is not None]
    unknown = [row for row in named if get(row) is None] if len(known) < len(named) else []
    order = _ORDINALS.get(attribute)
    if order is not None:
        known.sort(key=lambda row: order[get(row)], reverse=reverse)
    elif attribute == "codes":
        known.sort(key=lambda row: len(get(row)), reverse=reverse)
    else:
        known.sort(key=get, reverse=reverse)
    return known + unknown
