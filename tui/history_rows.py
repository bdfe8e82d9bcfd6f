"""The rows of the history and of one change: what was done, and what each record was before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.book.book import Book
from core.book.change import Head, Patch
from core.book.integrity import named
from core.book.undo import UNDO_TO
from core.schema import field_names
from core.seats import Tenure
from core.text import fold
from core.usecases.wording import holder_text
from core.words import Record
from tui.value_texts import value_text

_UNSAID = ("id", "crossed", "imported", "inferred")
"""Fields of an added or removed record that tell a manager nothing."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A change of the history."""

    id: int
    """Its number."""
    head: Head
    """What is known of it."""
    undone_by: int | None
    """Number of the change that took it back; None while it stands."""
    folded: str
    """Everything a filter looks for, folded."""


def history_rows(heads: Sequence[Head]) -> list[HistoryRow]:
    """Every change, the newest first."""
    gone = taken_back(heads)
    rows = (
        HistoryRow(
            head.seq, head, gone.get(head.seq), fold(f"{head.says} {head.why} {head.by} {head.kind} {head.at:%Y-%m-%d}")
        )
        for head in reversed(heads)
    )
    return list(rows)


def taken_back(heads: Iterable[Head]) -> Mapping[int, int]:
    """The number of the undo by the number of each change that is not in force any more."""
    gone: dict[int, int] = {}
    seen: list[int] = []
    for head in heads:
        if head.redoes is not None:
            gone = {seq: undo for seq, undo in gone.items() if undo != head.redoes}
        elif head.undoes is not None:
            since = [seq for seq in seen if seq >= head.undoes] if head.kind == UNDO_TO else [head.undoes]
            gone.update((seq, head.seq) for seq in since if seq not in gone)
        seen.append(head.seq)
    return gone


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of one record that a change touched."""

    id: int
    """Place among the rows, from 1."""
    record: str
    """What the record is, with its name."""
    field: str
    """The field in words; what happened to the whole record for one added or removed."""
    before: str
    """Its value before."""
    after: str
    """Its value after."""


def field_rows(book: Book, patches: Iterable[Patch]) -> list[FieldRow]:
    """What a change did, a row for each field."""
    rows: list[FieldRow] = []
    for patch in patches:
        for record, name, before, after in _told(book, patch):
            rows.append(FieldRow(len(rows) + 1, record, name, before, after))
    return rows


def _told(book: Book, patch: Patch) -> Iterator[tuple[str, str, str, str]]:
    record = patch.inserted or patch.deleted or book.tables[patch.table].get(patch.id)
    about = record_text(book, patch.table, patch.id, record)
    if patch.inserted is not None:
        yield about, "added", "", _whole(book, patch.table, patch.inserted)
    elif patch.deleted is not None:
        yield about, "removed", _whole(book, patch.table, patch.deleted), ""
    for change in patch.fields:
        old, new = (value_text(book, patch.table, change.name, value) for value in (change.before, change.after))
        yield about, change.name.replace("_", " "), old, new


def record_text(book: Book, table: str, number: int, record: Record | None) -> str:
    """A record in a few words: its kind and name, and the account it belongs to."""
    text = named(table, number, record)
    if isinstance(record, Tenure):
        text = f"seat {record.seat}, {holder_text(book, record.holder)},"
    account = book.accounts.get(getattr(record, "account", None) or 0)
    return f"{text} of {account.name}" if account is not None else text


def _whole(book: Book, table: str, record: Record) -> str:
    """The fields of a record that say something, in their order."""
    texts = []
    for name in field_names(type(record)):
        value = getattr(record, name)
        if name not in _UNSAID and value not in (None, "", (), False):
            texts.append(f"{name.replace('_', ' ')} {value_text(book, table, name, value)}")
    return ", ".join(texts)
