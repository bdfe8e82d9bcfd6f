"""Books of any size for the benchmarks: the demo book, and the same customers several times over."""

from __future__ import annotations

import dataclasses
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.book.book import Book
from core.moment import Moment
from core.schema import TABLES
from data.demo.generate import demo_book

TODAY = date(2026, 11, 22)
NOW = Moment.at(datetime(2026, 11, 22, 9, tzinfo=UTC))
MULTIPLIED = ("contacts", "contracts", "holders", "followups", "readings", "conversations")
"""Tables whose records belong to one account each."""


def book_of(accounts: int, *, conversations: bool = True) -> Book:
    """The demo book of 2,000 or 10,000 accounts, or the larger one several times over for the same people.

    Without conversations the digests stay, so that nothing else reads differently.
    """
    book = demo_book("team" if accounts < 10_000 else "large", today=TODAY)
    times = max(1, accounts // len(book.accounts))
    records: dict[str, Any] = {spec.name: list(book.tables[spec.name].all()) for spec in TABLES}
    digests = list(book.digests.values())
    if not conversations:
        records["conversations"] = []
        records["followups"] = [dataclasses.replace(one, conversation=None) for one in records["followups"]]
    first = {name: tuple(found) for name, found in records.items()}
    heard = tuple(digests)
    for turn in range(1, times):
        moved = {name: turn * high for name, high in book.high.items()}
        for account in first["accounts"]:
            parent = None if account.parent is None else account.parent + moved["accounts"]
            name = f"{account.name} {turn + 1}"
            records["accounts"].append(_copy(account, moved["accounts"], name=name, parent=parent))
        for table in MULTIPLIED:
            for one in first[table]:
                where = {"account": one.account + moved["accounts"]} if one.account is not None else {}
                if getattr(one, "conversation", None) is not None:
                    where["conversation"] = one.conversation + moved["conversations"]
                records[table].append(_copy(one, moved[table], **where))
        digests += [dataclasses.replace(one, account=one.account + moved["accounts"]) for one in heard]
    return Book.of(records, digests=digests)


def _copy(record: Any, by: int, **fields: Any) -> Any:  # noqa: ANN401 - a record of any table
    return dataclasses.replace(record, id=record.id + by, **fields)
