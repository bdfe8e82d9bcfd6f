"""Parents of accounts, found once every row of a file is known."""

from __future__ import annotations

from core.book.change import updated
from core.exchange.cells import RowValues
from core.exchange.match import AccountRegister
from core.exchange.work import Report, Work, imported_values
from core.schema import revise


class Parents:
    """Collects who names whom as parent, and settles it at the end."""

    def __init__(self, work: Work, report: Report) -> None:
        self._work = work
        self._report = report
        self._wanted: list[tuple[RowValues, int]] = []

    def want(self, row: RowValues, account: int) -> None:
        """Note that a row names a parent."""
        self._wanted.append((row, account))

    def settle(self, register: AccountRegister) -> None:
        """Set the parents that are known; the others are reported and left out."""
        for row, number in self._wanted:
            match = register.refer(row.text("parent"))
            parent = match.one
            if parent is None:
                what = "several accounts" if match.ambiguous else "no account"
                self._report.warn(
                    row, "parent", f"“{row.text('parent')}” is {what} of the book. The parent is left out."
                )
                continue
            self._set(row, number, parent)

    def _set(self, row: RowValues, number: int, parent: int) -> None:
        account = self._work.book.accounts[number]
        if account.parent == parent:
            return
        last = imported_values(account, self._report.source).get("parent")
        if account.parent is not None and last == row.text("parent"):
            return
        if parent == number or self._is_above(number, parent):
            self._report.warn(row, "parent", f"{account.name} would be its own parent. The parent is left out.")
            return
        self._work.put([updated(account, revise(account, parent=parent))])

    def _is_above(self, ancestor: int, number: int) -> bool:
        """Whether an account stands above another one."""
        above: int | None = number
        while above is not None:
            above = self._work.book.accounts[above].parent
            if above == ancestor:
                return True
        return False
