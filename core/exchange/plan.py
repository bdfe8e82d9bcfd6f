"""What an import would do: its files, the use of each column, what is wrong, and the edits it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from core.book.change import Edit
from core.exchange.fields import Kind
from core.exchange.recognise import ColumnUse
from core.wording import counted


@dataclass(frozen=True, slots=True)
class RowIssue:
    """Something wrong with a row or one of its cells."""

    row: int
    """Row number; the header is row 1."""
    column: str
    """Column name, or empty for the whole row."""
    text: str
    """What stands in the cell, shortened and clean."""
    says: str
    """What is wrong and what to do, as a sentence."""
    rejects: bool
    """True when the row is left out; False when only the cell is."""

    def __str__(self) -> str:
        """The sentence with its place."""
        place = f"row {self.row}, column “{self.column}”" if self.column else f"row {self.row}"
        return f"{place}: {self.says}"


class Fate(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    LEAVE_OUT = "leave out"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one row, for the preview's list."""

    row: int
    """Row number."""
    fate: Fate
    """What becomes of it."""
    name: str
    """The record it is about, as far as known."""
    says: str = ""
    """What is done or wrong, in a few words."""


class QuestionKind(StrEnum):
    """What a file leaves open."""

    DATES = "dates"
    """In which order a column writes its dates."""
    CURRENCY = "currency"
    """What a currency is worth in the book's."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something the user has to answer, or should know that it stays open."""

    kind: QuestionKind
    """What is open."""
    subject: str
    """Column or currency it is about."""
    says: str
    """The question with what to do, as a sentence."""
    choices: tuple[str, ...] = ()
    """Answers to choose from."""
    blocks: bool = True
    """Whether nothing can be imported before it is answered."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that was changed here and in the file since the last import; ours stays unless the file's is taken."""

    table: str
    """Table name: accounts, people or, for an owner, accounts with the field ``owner``."""
    id: int
    """Record id."""
    name: str
    """Name of the record."""
    field: str
    """Field name."""
    ours: str
    """What we hold, as text."""
    theirs: str
    """What the file says, as text."""
    last: str
    """What the file said last time; empty when it never did."""
    value: Any
    """The file's value, as the field holds it; for an owner the person id."""
    row: int
    """Row number."""

    @property
    def key(self) -> tuple[str, int, str]:
        """What identifies the conflict among others."""
        return (self.table, self.id, self.field)

    def __str__(self) -> str:
        """The sentence."""
        before = f" (last imported: {self.last})" if self.last else ""
        return f"{self.name}, {self.field}: we hold “{self.ours}”, the file says “{self.theirs}”{before}"


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A person named in the file whom the roster does not have, or has more than once."""

    text: str
    """As the file writes them."""
    rows: int
    """Number of rows that name them."""
    candidates: tuple[str, ...] = ()
    """People it could mean, where several do."""


@dataclass(frozen=True, slots=True)
class Churned:
    """An account that the import finds to have left; its seats and open work end with it."""

    account: int
    """Account id."""
    on: date
    """First day no longer a customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlan:
    """What one file comes to."""

    name: str
    """File name without its folder."""
    kind: Kind
    """What its rows are."""
    why: str
    """How the kind was told, as a sentence."""
    source: str
    """Name under which its values are remembered."""
    uses: tuple[ColumnUse, ...]
    """The use of each column."""
    columns: tuple[str, ...]
    """Column names, as in the file."""
    rows: int = 0
    """Number of rows below the header, footers not counted."""
    plans: tuple[RowPlan, ...] = ()
    """What becomes of each row, in order."""
    issues: tuple[RowIssue, ...] = ()
    """What is wrong, in order of row."""
    created: int = 0
    """Records that are new."""
    updated: int = 0
    """Records that change."""
    unchanged: int = 0
    """Records that are as the file says already."""
    left_out: tuple[tuple[str, int], ...] = ()
    """(why, number of rows) of rows that are right but not wanted."""
    inferred: tuple[tuple[str, int], ...] = ()
    """(field, number of records) of values that were inferred, not given."""
    unmatched: tuple[Unmatched, ...] = ()
    """People whom the roster does not have."""
    ambiguous: tuple[RowIssue, ...] = ()
    """Rows that fit several records; they are rejected."""
    conflicts: tuple[Conflict, ...] = ()
    """Values changed on both sides."""
    questions: tuple[Question, ...] = ()
    """What the file leaves open."""
    notes: tuple[str, ...] = ()
    """Rules applied and things noticed, as sentences."""
    rejects: tuple[tuple[int, tuple[str, ...], str], ...] = ()
    """(row number, cells, reason) of rejected rows, for writing them out again."""

    @property
    def rejected(self) -> int:
        """Number of rows that cannot be taken."""
        return len({row for row, _, _ in self.rejects})

    @property
    def accepted(self) -> int:
        """Number of rows that are taken, those that change nothing among them."""
        return self.rows - self.rejected - sum(count for _, count in self.left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import of one or several files would do to a book; computed without writing anything."""

    base: int
    """Number of the book it was computed on; it fits no other."""
    files: tuple[FilePlan, ...]
    """The files in the order in which they are taken."""
    edits: tuple[Edit, ...] = ()
    """What is written when it is accepted."""
    churned: tuple[Churned, ...] = ()
    """Accounts that leave."""
    touched: tuple[int, ...] = ()
    """Accounts whose figures the import moves."""

    @property
    def kind(self) -> str:
        """The kinds of the files."""
        return ", ".join(dict.fromkeys(str(file.kind) for file in self.files))

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(file.rows for file in self.files)

    @property
    def accepted(self) -> int:
        """Rows that are taken."""
        return sum(file.accepted for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows that cannot be taken."""
        return sum(file.rejected for file in self.files)

    @property
    def created(self) -> int:
        """New records."""
        return sum(file.created for file in self.files)

    @property
    def updated(self) -> int:
        """Records that change."""
        return sum(file.updated for file in self.files)

    @property
    def unmatched_owners(self) -> tuple[str, ...]:
        """People whom the files name and the roster does not have."""
        return tuple(dict.fromkeys(person.text for file in self.files for person in file.unmatched))

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Rows that fit several records, as sentences."""
        return tuple(f"{file.name}, {issue}" for file in self.files for issue in file.ambiguous)

    @property
    def issues(self) -> tuple[str, ...]:
        """Everything that is wrong, with file, row and column."""
        return tuple(f"{file.name}, {issue}" for file in self.files for issue in file.issues)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Values changed on both sides."""
        return tuple(conflict for file in self.files for conflict in file.conflicts)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the files leave open."""
        return tuple(question for file in self.files for question in file.questions)

    @property
    def blocking(self) -> tuple[Question, ...]:
        """Questions without whose answer nothing can be imported."""
        return tuple(question for question in self.questions if question.blocks)

    @property
    def notes(self) -> tuple[str, ...]:
        """Rules applied and things noticed."""
        return tuple(dict.fromkeys(note for file in self.files for note in file.notes))

    @property
    def says(self) -> str:
        """The import in one sentence, as History will list it."""
        names = ", ".join(file.name for file in self.files)
        return f"Import {names}: {counted(self.created, 'record')} new, {counted(self.updated, 'record')} changed"
