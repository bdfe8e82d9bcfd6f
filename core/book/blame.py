"""What stands in the way of taking a change back: which account, what of it, and which later change did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.book.book import Book
from core.book.change import Head, Patch
from core.book.integrity import named
from core.schema import BY_NAME
from core.seats import Handoff, Tenure
from core.wording import at_time
from core.words import Record

Later = Iterable[tuple[Head, Sequence[Patch]]]
"""The changes made after one, newest first, with what they did."""

PASSED = ("holders", "handoffs")
"""Tables of which a later edit means that a seat was passed on."""

SEATS = (*PASSED, "followups")
"""Tables whose records of one account hang together: part of a passing of a seat cannot be taken back alone."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that can not be taken back because it was changed again since."""

    table: str
    """Table name."""
    id: int
    """Record id."""
    field: str
    """Field name; empty for the whole record."""
    says: str
    """What stands in the way, for a sentence."""
    account: int | None = None
    """The account it is about."""


def account_of(book: Book, patch: Patch) -> int | None:
    """The account that a patch is about; None where it is about none."""
    if patch.table == "accounts":
        return patch.id
    record = patch.inserted or patch.deleted or book.tables[patch.table].get(patch.id)
    number: int | None = getattr(record, "account", None)
    return number


def called(book: Book, table: str, number: int, record: Record | None = None) -> str:
    """A record as a manager calls it: ``csm of Ana Ruiz at Acme``, ``the handoff of Acme``, ``account 1 (Acme)``."""
    account = book.accounts.get(getattr(record, "account", None) or 0)
    if isinstance(record, Tenure) and account is not None:
        person = book.people.get(record.holder.person or 0)
        pool = book.pools.get(record.holder.pool or 0)
        who = person.name if person is not None else pool.title if pool is not None else record.holder.function
        return f"the seat {record.seat} of {who} at {account.name}"
    if isinstance(record, Handoff) and account is not None:
        return f"the handoff of {account.name}"
    if account is not None and table != "accounts":
        return f"{BY_NAME[table].one} {number} of {account.name}"
    return named(table, number, record)


def blamed(clashes: Sequence[Clash], later: Later) -> tuple[str, ...]:
    """What stands in the way, a line each, with the newest later change that did it, where that is known."""
    wanted = {(clash.table, clash.id) for clash in clashes}
    found: dict[tuple[str, int, str], Head] = {}
    for head, patches in later:
        for patch in patches:
            if (patch.table, patch.id) in wanted:
                for name in ("", *(field.name for field in patch.fields)):
                    found.setdefault((patch.table, patch.id, name), head)
    return tuple(f"{clash.says}{_by(found, clash)}" for clash in clashes)


def _by(found: Mapping[tuple[str, int, str], Head], clash: Clash) -> str:
    head = found.get((clash.table, clash.id, clash.field))
    if head is None:
        return ""
    who = f", {head.by}" if head.by else ""
    return f", by change {head.seq} ({at_time(head.at)}{who}: {head.says})"
