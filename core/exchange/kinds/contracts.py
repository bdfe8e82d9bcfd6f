"""Rows that are contract lines: ARR and renewal of their accounts follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.accounts import Account, ContractLine
from core.book.change import Edit, inserted, updated
from core.exchange.cells import Cells, RowValues
from core.exchange.kinds.references import refuse_account
from core.exchange.plan import Fate
from core.exchange.values import Money
from core.exchange.work import Report, Values, Work
from core.schema import revise
from core.when import months_later
from core.wording import counted, short_date

_REJECTING = ("arr", "mrr", "since", "until", "currency")


def plan_contracts(work: Work, cells: Cells, report: Report) -> None:
    """Plan a file of contract lines. The file decides about lines it knows; lines of others are left alone."""
    register = work.accounts(report.source)
    known = _Lines(work.book.contracts.all(), report.source)
    rows_of_id: dict[str, int] = {}
    edits: list[Edit] = []
    touched: set[int] = set()
    for row in cells.rows():
        text, external = row.text("account"), row.text("id")
        if report.faulty(row, _REJECTING, text):
            continue
        match = register.refer(text)
        if match.one is None:
            refuse_account(work, report, row, text, match)
            continue
        if external in rows_of_id:
            says = f"It repeats the id “{external}” of row {rows_of_id[external]}. Keep one of the two rows."
            report.reject(row, "id", says, text)
            continue
        fields = _fields(row, work.book.policy.currency)
        since, until = fields.get("since"), fields.get("until")
        if since is not None and until is not None and until < since:
            says = (
                f"The line ends on {short_date(until)}, before it begins on {short_date(since)}. Correct one of them."
            )
            report.reject(row, "until", says, text)
            continue
        if external:
            rows_of_id[external] = row.number
        name = f"{work.book.accounts[match.one].name} · {fields.get('product') or 'line'}"
        before = known.find(match.one, external, fields)
        if before is None:
            edits.append(inserted(_made(work, report, row, match.one, fields)))
            report.fate(row, Fate.CREATE, name)
        else:
            after = revise(before, **fields, account=match.one)
            report.fate(row, Fate.SAME if after == before else Fate.UPDATE, name)
            if after == before:
                continue
            edits.append(updated(before, after))
            touched.add(before.account)
        touched.add(match.one)
    work.put(edits)
    work.touched |= touched
    _infer_renewals(work, report, touched)
    derived = work.infer_segments(touched)
    if derived:
        report.inferred["segment"] += derived
    _tell(work, cells, report, touched)


class _Lines:
    """Contract lines that were there, by id of the source or by account, product and start."""

    def __init__(self, lines: Iterable[ContractLine], source: str) -> None:
        self._by_id: dict[str, ContractLine] = {}
        self._by_key: dict[tuple[int, str, date | None], ContractLine] = {}
        for line in lines:
            own = [value for system, value in line.external_ids if system == source]
            for value in own:
                self._by_id[value] = line
            if not own:
                self._by_key[(line.account, line.product, line.since)] = line

    def find(self, account: int, external: str, fields: Values) -> ContractLine | None:
        """The line a row means."""
        if external:
            return self._by_id.get(external)
        return self._by_key.get((account, fields.get("product") or "", fields.get("since")))


def _fields(row: RowValues, book_currency: str) -> Values:
    """The fields of a line, only those whose column is there."""
    fields: Values = {key: row.values[key] for key in ("since", "until", "seats", "auto_renews") if key in row.values}
    if "product" in row.values:
        fields["product"] = row.text("product")
    trial = row.get("trial") is True
    if "trial" in row.values:
        fields["trial"] = trial
    currency = row.get("currency") or ""
    amount = row.get("arr")
    monthly = row.get("mrr")
    if isinstance(amount, Money):
        fields["arr"], currency = amount.minor, currency or amount.currency
    elif isinstance(monthly, Money):
        fields["arr"], currency = monthly.minor * 12, currency or monthly.currency
    if currency:
        fields["currency"] = "" if currency == book_currency else currency
    return fields


def _made(work: Work, report: Report, row: RowValues, account: int, fields: Values) -> ContractLine:
    external = row.text("id")
    return ContractLine(
        id=work.ids.take("contracts"),
        account=account,
        source=report.source,
        external_ids=((report.source, external),) if external else (),
        **fields,
    )


# What follows for the accounts ----------------------------------------------------------------------------------


def _infer_renewals(work: Work, report: Report, accounts: Iterable[int]) -> None:
    """A renewal date for accounts whose running lines have no end: the next anniversary of the largest of them."""
    today = work.moment.today
    edits: list[Edit] = []
    for number in sorted(accounts):
        account = work.book.accounts[number]
        given = account.renews is not None and "renews" not in account.inferred
        if given or not account.is_active:
            continue
        renews = _anniversary(_largest_open(work, account, today), today)
        if renews is not None and renews != account.renews:
            inferred = tuple(sorted({*account.inferred, "renews"}))
            edits.append(updated(account, revise(account, renews=renews, inferred=inferred)))
    work.put(edits)
    if edits:
        report.inferred["renews"] += len(edits)


def _largest_open(work: Work, account: Account, today: date) -> ContractLine | None:
    """The running line with the most ARR, where running lines have no end; None where one says when it ends."""
    running = [line for line in work.book.contracts_of(account.id) if line.runs_on(today) and not line.trial]
    if not running or any(line.until is not None for line in running):
        return None
    dated = [line for line in running if line.since is not None]
    return max(dated, key=lambda line: (line.arr or 0, -line.id), default=None)


def _anniversary(line: ContractLine | None, today: date) -> date | None:
    """The first anniversary of a line's start after today."""
    if line is None or line.since is None:
        return None
    years = max(1, today.year - line.since.year)
    due = months_later(line.since, 12 * years)
    return due if due > today else months_later(line.since, 12 * (years + 1))


def _tell(work: Work, cells: Cells, report: Report, touched: set[int]) -> None:
    today = work.moment.today
    running = sum(1 for n in touched for line in work.book.contracts_of(n) if line.runs_on(today) and not line.trial)
    trials = sum(1 for n in touched for line in work.book.contracts_of(n) if line.trial)
    if touched:
        report.notes.append(
            f"Contract lines of {counted(len(touched), 'account')}: {running:,} run on {short_date(today)}, trials "
            f"({trials:,}) carry no ARR. ARR now follows from the lines."
        )
    if report.inferred["renews"]:
        report.notes.append(
            f"{counted(report.inferred['renews'], 'renewal date')} inferred: where no running line has an end, "
            "the account renews on the anniversary of the largest line."
        )
    both = cells.found.column_of("arr") and cells.found.column_of("mrr")
    if both:
        report.notes.append(
            f"“{cells.found.column_of('mrr')}” is left out where “{cells.found.column_of('arr')}” is given."
        )
