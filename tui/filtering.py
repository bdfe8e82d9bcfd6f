"""The live filter over sorted rows."""

from __future__ import annotations

from collections.abc import Sequence

from core.outlook import Outlook
from core.query.context import Context
from core.query.evaluate import keep, visible
from core.query.grammar import parse
from core.rows import AccountRow


class Filtering:
    """Rows in their order and the last filter over them; keeping order, a filter key never sorts."""

    def __init__(self) -> None:
        """Nothing to filter yet."""
        self._rows: Sequence[AccountRow] = ()
        self._listed: Sequence[AccountRow] = ()
        self._context: Context | None = None
        self._currency = ""

    def take(self, rows: Sequence[AccountRow], outlook: Outlook) -> None:
        """Filter these rows from now on."""
        self._rows = rows
        by_name = rows is outlook.rows.all()
        self._listed = outlook.rows.listed() if by_name else [row for row in rows if row.active]
        self._context = Context.of(outlook.book)
        self._currency = outlook.book.policy.currency

    @property
    def currency(self) -> str:
        """The book's currency."""
        return self._currency

    @property
    def whole(self) -> int:
        """Number of accounts that are customers today."""
        return len(self._listed)

    def filtered(self, text: str) -> Sequence[AccountRow]:
        """The rows a filter keeps; churned and archived ones only where it asks for them. Raises `QueryError`."""
        if not text.strip() or self._context is None:
            return self._listed
        return keep(visible(parse(text)), self._rows, self._context)
