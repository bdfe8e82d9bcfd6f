"""The state of an import that is being planned: a scratch book that follows each file, and the edits so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from core.accounts import Account
from core.book.book import Book
from core.book.change import Edit, change_of, updated
from core.exchange.cells import Cells, RowValues
from core.exchange.fields import Kind
from core.exchange.match import AccountRegister, PersonRegister, account_register, person_register
from core.exchange.plan import (
    Churned,
    Conflict,
    Fate,
    FilePlan,
    Question,
    RowIssue,
    RowPlan,
    Unmatched,
)
from core.exchange.values import shown
from core.journey import rule_segment
from core.moment import Moment
from core.schema import revise


class Work:
    """What the planners of all files share."""

    def __init__(self, book: Book, moment: Moment) -> None:
        """Begin on a book; nothing of it is changed."""
        self.book = book
        """The book with everything planned so far."""
        self.base = book.seq
        self.moment = moment
        self.ids = book.next_ids()
        self.edits: list[Edit] = []
        """Everything planned so far."""
        self.churned: list[Churned] = []
        """Accounts found to have left."""
        self.touched: set[int] = set()
        """Accounts whose figures moved."""

    def put(self, edits: Iterable[Edit]) -> None:
        """Plan edits; the scratch book follows."""
        made = list(edits)
        if made:
            self.book, _ = self.book.apply(change_of("import", "", made))
            self.edits += made

    def accounts(self, source: str) -> AccountRegister:
        """The accounts as planned so far, by their natural keys."""
        return account_register(self.book, source)

    def people(self) -> PersonRegister:
        """The roster as planned so far, by its natural keys."""
        return person_register(self.book)

    def infer_segments(self, accounts: Iterable[int]) -> int:
        """Derive the segment of accounts that have none from their figures; how many."""
        edits = []
        for number in sorted(set(accounts)):
            account = self.book.accounts[number]
            asked = None if account.segment else rule_segment(self.book, account, self.moment.today)
            if asked:
                inferred = tuple(sorted({*account.inferred, "segment"}))
                edits.append(updated(account, revise(account, segment=asked, inferred=inferred)))
        self.put(edits)
        return len(edits)


class Report:
    """What is found about one file while it is planned."""

    def __init__(self, cells: Cells, source: str, why: str) -> None:
        """Begin a report on a file, with the rows that could not even be read."""
        self.source = source
        self.created = self.updated = self.unchanged = 0
        self.left_out: Counter[str] = Counter()
        self.inferred: Counter[str] = Counter()
        self.notes: list[str] = [*cells.grid.notes, *cells.notes]
        self.questions: list[Question] = list(cells.questions)
        self.conflicts: list[Conflict] = []
        self._cells = cells
        self._why = why
        self._issues: list[RowIssue] = []
        self._ambiguous: list[RowIssue] = []
        self._plans: list[RowPlan] = []
        self._rejects: list[tuple[int, tuple[str, ...], str]] = []
        self._unmatched: dict[str, Unmatched] = {}
        self._where: dict[str, str] = {use.field: use.column for use in cells.found.uses}
        for fault in cells.grid.faults:
            issue = RowIssue(fault.row, fault.column, shown(fault.text), fault.says, rejects=True)
            self._issues.append(issue)
            self._rejects.append((fault.row, fault.cells, str(issue)))
            self._plans.append(RowPlan(fault.row, Fate.REJECT, "", fault.says))

    def reject(self, row: RowValues, field: str, says: str, name: str = "", *, ambiguous: bool = False) -> None:
        """Leave a row out because of a field, or of the whole row where ``field`` is empty."""
        issue = self._issue(row, field, says, rejects=True)
        if ambiguous:
            self._ambiguous.append(issue)
        self._rejects.append((row.number, row.cells, str(issue)))
        self._plans.append(RowPlan(row.number, Fate.REJECT, name, says))

    def warn(self, row: RowValues, field: str, says: str) -> None:
        """Leave a cell out; the row is taken."""
        self._issue(row, field, says, rejects=False)

    def _issue(self, row: RowValues, field: str, says: str, *, rejects: bool) -> RowIssue:
        column = self._where.get(field, "")
        issue = RowIssue(row.number, column, shown(row.text(field)), says, rejects)
        self._issues.append(issue)
        return issue

    def faulty(self, row: RowValues, rejecting: Iterable[str], name: str = "") -> bool:
        """Report the cells that could not be read; whether they cost the row."""
        refused = set(rejecting)
        for fault in row.faults:
            if fault.field in refused:
                issue = RowIssue(row.number, fault.column, fault.text, fault.says, rejects=True)
                self._issues.append(issue)
                self._rejects.append((row.number, row.cells, str(issue)))
                self._plans.append(RowPlan(row.number, Fate.REJECT, name, fault.says))
                return True
        for fault in row.faults:
            says = f"{fault.says} The cell is left out."
            self._issues.append(RowIssue(row.number, fault.column, fault.text, says, rejects=False))
        return False

    def leave_out(self, row: RowValues, why: str, name: str = "") -> None:
        """Leave a row out that is right but not wanted."""
        self.left_out[why] += 1
        self._plans.append(RowPlan(row.number, Fate.LEAVE_OUT, name, why))

    def fate(self, row: RowValues, fate: Fate, name: str, says: str = "") -> None:
        """Note what becomes of a row, and count it."""
        self._plans.append(RowPlan(row.number, fate, name, says))
        if fate is Fate.CREATE:
            self.created += 1
        elif fate is Fate.UPDATE:
            self.updated += 1
        elif fate is Fate.SAME:
            self.unchanged += 1

    def unknown_person(self, text: str, candidates: tuple[str, ...] = ()) -> None:
        """Note somebody whom the roster does not have."""
        rows = self._unmatched[text].rows + 1 if text in self._unmatched else 1
        self._unmatched[text] = Unmatched(text, rows, candidates)

    def plan(self) -> FilePlan:
        """The finished report."""
        found = self._cells.found
        return FilePlan(
            name=self._cells.grid.name,
            kind=Kind(found.spec.kind),
            why=self._why,
            source=self.source,
            uses=found.uses,
            columns=self._cells.grid.columns,
            rows=len(self._cells.grid.rows) + len(self._cells.grid.faults),
            plans=tuple(sorted(self._plans, key=lambda plan: plan.row)),
            issues=tuple(sorted(self._issues, key=lambda issue: issue.row)),
            created=self.created,
            updated=self.updated,
            unchanged=self.unchanged,
            left_out=tuple(self.left_out.items()),
            inferred=tuple(self.inferred.items()),
            unmatched=tuple(sorted(self._unmatched.values(), key=lambda person: (-person.rows, person.text))),
            ambiguous=tuple(self._ambiguous),
            conflicts=tuple(self.conflicts),
            questions=tuple(self.questions),
            notes=tuple(dict.fromkeys(self.notes)),
            rejects=tuple(sorted(self._rejects)),
        )


def pairs_with(pairs: tuple[tuple[str, str], ...], fresh: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Sorted (name, text) pairs with some of them replaced."""
    return tuple(sorted({**dict(pairs), **fresh}.items())) if fresh else pairs


def imported_values(account: Account, source: str) -> dict[str, str]:
    """What a source gave for an account at its last import, by field."""
    return next((dict(item.values) for item in account.imported if item.source == source), {})


Values = dict[str, Any]
"""Field values of a record in the making."""
