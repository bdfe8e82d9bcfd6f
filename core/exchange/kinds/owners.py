"""Files that say who owns which account: outright, or by the deals they won."""

from __future__ import annotations

from datetime import date

from core.accounts import Account, ImportedSource
from core.book.change import Edit, updated
from core.exchange.cells import Cells, RowValues
from core.exchange.kinds.owning import Owning, Wanted, owner_text
from core.exchange.kinds.references import refuse_account
from core.exchange.plan import Fate
from core.exchange.work import Report, Work, imported_values
from core.schema import revise
from core.text import fold
from core.wording import counted


def plan_owners(work: Work, cells: Cells, report: Report) -> None:
    """Plan a file that says who owns which account, outright or by its deals."""
    owning = Owning(work, report)
    deals = cells.found.column_of("stage") is not None and cells.found.column_of("closed") is not None
    register = work.accounts(report.source)
    known: dict[int, list[RowValues]] = {}
    for row in cells.rows():
        text = row.text("account")
        match = register.refer(text)
        if report.faulty(row, ("closed",), text):
            continue
        if match.one is None:
            refuse_account(work, report, row, text, match)
            continue
        if not owner_text(row):
            report.reject(row, "owner", "The row names no owner. Fill it in, or remove the row.", text)
            continue
        known.setdefault(match.one, []).append(row)
    rows = _by_deals(report, known) if deals else _outright(report, known)
    bases = []
    for number, (row, since) in sorted(rows.items()):
        account = work.book.accounts[number]
        last = imported_values(account, report.source)
        owning.want(Wanted(row, number, last.get("owner"), since))
        bases.append(_remembered(work, report, account, owner_text(row), last))
    work.put(edit for edit in bases if edit is not None)
    owning.settle()
    report.created, report.updated = owning.given, owning.changed
    report.unchanged = len(rows) - owning.given - owning.changed


def _outright(report: Report, known: dict[int, list[RowValues]]) -> dict[int, tuple[RowValues, date | None]]:
    """One row per account; a second one is refused."""
    chosen = {}
    for number, rows in known.items():
        chosen[number] = (rows[0], rows[0].get("since"))
        report.fate(rows[0], Fate.UPDATE, rows[0].text("account"), owner_text(rows[0]))
        for row in rows[1:]:
            if fold(owner_text(row)) == fold(owner_text(rows[0])):
                report.leave_out(row, "the same owner named again", row.text("account"))
            else:
                says = f"Row {rows[0].number} names another owner of the same account. Keep one of the two rows."
                report.reject(row, "owner", says, row.text("account"))
    return chosen


RULE = (
    "Owner of an account: who won its latest renewal; without one, who won its latest deal. They own it since the "
    "first deal they won there."
)
"""How deals tell the owner."""


def _by_deals(report: Report, known: dict[int, list[RowValues]]) -> dict[int, tuple[RowValues, date | None]]:
    """The deal that decides for each account: the latest won renewal, else the latest won deal."""
    report.notes.append(RULE)
    chosen: dict[int, tuple[RowValues, date | None]] = {}
    renewals = 0
    for number, rows in known.items():
        won = []
        for row in rows:
            if _is_won(row) and row.get("closed") is not None:
                won.append(row)
            else:
                report.leave_out(row, f"deals that are not won: {row.text('stage') or 'no stage'}", row.text("account"))
        if not won:
            continue
        renewing = [row for row in won if "renew" in fold(row.text("type"))]
        latest = max(renewing or won, key=lambda row: (row.get("closed"), row.number))
        renewals += bool(renewing)
        mine = [row.get("closed") for row in won if fold(owner_text(row)) == fold(owner_text(latest))]
        chosen[number] = (latest, min(mine))
        for row in won:
            if row is latest:
                report.fate(row, Fate.UPDATE, row.text("account"), f"{owner_text(row)} owns it")
            else:
                report.fate(row, Fate.LEAVE_OUT, row.text("account"), "an earlier deal")
    if chosen:
        others = len(chosen) - renewals
        report.notes.append(
            f"{counted(renewals, 'account')} by a renewal, {others} by another deal, "
            f"{len(known) - len(chosen)} without a won deal."
        )
    return chosen


def _is_won(row: RowValues) -> bool:
    stage = fold(row.text("stage"))
    return stage in ("won", "closed won", "closed-won", "closedwon")


def _remembered(work: Work, report: Report, account: Account, owner: str, last: dict[str, str]) -> Edit | None:
    """The edit that remembers the owner a source names, for the next merge."""
    if last.get("owner") == owner:
        return None
    values = tuple(sorted({**last, "owner": owner}.items()))
    base = ImportedSource(source=report.source, on=work.moment.today, values=values)
    others = [item for item in account.imported if item.source != report.source]
    return updated(account, revise(account, imported=tuple(sorted((*others, base), key=lambda item: item.source))))
