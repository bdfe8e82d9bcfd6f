"""The term that keeps the rows which have the same value in a column, for the keys that narrow a list by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.money import minor_units
from core.query.expressions import Op, Term, Value, only
from core.rows import AccountRow


def same_value(row: AccountRow, column: str, currency: str = "") -> Term | None:
    """The term for the value that a row has in a column; None for a column whose values hardly repeat.

    Owners are named by id, so that two people of one name stay apart; dates by their month; health by its band.
    ``currency`` is the book's.
    """
    if column == "arr":
        return _amount(row.arr, currency)
    if column == "marks":
        return _mark(row)
    make = _COLUMNS.get(column)
    return make(row) if make is not None else None


def _plain(field: str, text: str) -> Term:
    return Term(field, Op.HAS, (Value(text),))


def _owner(row: AccountRow) -> Term:
    return _plain("owner", row.owner_key or "none")


def _mark(row: AccountRow) -> Term | None:
    if not row.escalated and not row.locked:
        return None
    return _plain("is", "escalated" if row.escalated else "locked")


def _month(row: AccountRow) -> Term:
    return _plain("renews", "none" if row.renews is None else f"{row.renews.year:04}-{row.renews.month:02}")


def _amount(amount: int | None, currency: str) -> Term:
    if amount is None:
        return _plain("arr", "none")
    units, rest = divmod(amount, minor_units(currency))
    return Term("arr", Op.IS, (Value(f"{units}.{rest:02}" if rest else str(units)),))


_COLUMNS: Mapping[str, Callable[[AccountRow], Term]] = {
    "owner": _owner,
    "segment": lambda row: only("segment", row.segment),
    "touch": lambda row: _plain("touch", row.touch.value),
    "stage": lambda row: _plain("stage", row.stage.value if row.stage is not None else "none"),
    "health": lambda row: _plain("health", row.band.value if row.band is not None else "none"),
    "renews": _month,
    "until": _month,
    "findings": lambda row: _plain("finding", row.codes[0] if row.codes else "none"),
}
