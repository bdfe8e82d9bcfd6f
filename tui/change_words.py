"""A change in a manager's words: who gives what to whom, what is opened and what is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

from core.book.book import Book
from core.book.change import Change, Edit, differences
from core.conversations import FollowUp
from core.models.seating import Seating
from core.seats import Handoff, Tenure
from core.usecases.wording import holder_text
from core.wording import short_date
from core.words import Record, TenureKind
from tui.value_texts import value_text


def change_lines(after: Book, change: Change) -> list[str]:
    """What a change would do, a line for each account and thing it touches; ``after`` is the book with it."""
    passing = _passings(change)
    lines = []
    for edit in change.edits:
        if edit.table == "holders":
            continue
        lines += _TELLERS.get(edit.table, _fields)(after, edit)
    return [*_tenures(after, passing), *lines]


_Seat = tuple[int, str]
"""Account id and seat key."""


def _passings(change: Change) -> dict[_Seat, list[Edit]]:
    """The edits of tenures by the seat they are about."""
    found: dict[_Seat, list[Edit]] = {}
    for edit in change.edits:
        tenure = edit.after or edit.before
        if isinstance(tenure, Tenure):
            found.setdefault((tenure.account, tenure.seat), []).append(edit)
    return found


def _tenures(book: Book, passings: dict[_Seat, list[Edit]]) -> Iterator[str]:
    for (number, key), edits in passings.items():
        name = book.accounts[number].name
        title = _seat_title(book, number, key)
        begun = [edit.after for edit in edits if edit.before is None and isinstance(edit.after, Tenure)]
        ended = [edit.after for edit in edits if edit.before is not None and isinstance(edit.after, Tenure)]
        lasting = [tenure for tenure in begun if tenure.kind is TenureKind.PERMANENT]
        if len(lasting) == 1 and len(ended) == 1 and ended[0].until is not None:
            giver, taker = holder_text(book, ended[0].holder), holder_text(book, lasting[0].holder)
            yield f"{name}: {title} passes from {giver} to {taker} on {short_date(lasting[0].since)}"
            begun = [tenure for tenure in begun if tenure is not lasting[0]]
            ended = []
        for tenure in ended:
            until = f" ends on {short_date(tenure.until)}" if tenure.until is not None else " goes on"
            yield f"{name}: {title} of {holder_text(book, tenure.holder)}{until}"
        for tenure in begun:
            word = {TenureKind.COVER: "covers", TenureKind.OVERLAP: "stays beside in"}.get(tenure.kind, "gets")
            until = f" to {short_date(tenure.until)}" if tenure.until is not None else ""
            yield f"{name}: {holder_text(book, tenure.holder)} {word} {title} from {short_date(tenure.since)}{until}"


def _seat_title(book: Book, account: int, key: str) -> str:
    for line in Seating.of(book).lines:
        for group in line.groups:
            if group.key == key:
                return f"the seat {group.choices[0][1].title}"
    return f"the seat {key}"


def _handoff(book: Book, edit: Edit) -> list[str]:
    handoff = edit.after
    if edit.before is not None or not isinstance(handoff, Handoff):
        return _fields(book, edit)
    return [f"{book.accounts[handoff.account].name}: a handoff is opened, due {short_date(handoff.due)}"]


def _follow_up(book: Book, edit: Edit) -> list[str]:
    step = edit.after
    if edit.before is not None or not isinstance(step, FollowUp):
        return _fields(book, edit)
    name = book.accounts[step.account].name if step.account is not None else "no account"
    due = f", due {short_date(step.due)}" if step.due is not None else ""
    return [f"{name}: next step “{step.text}”{due}"]


_TELLERS: dict[str, Callable[[Book, Edit], list[str]]] = {"handoffs": _handoff, "followups": _follow_up}


def _fields(book: Book, edit: Edit) -> list[str]:
    """A record that has no sentence of its own: its name and the fields that differ."""
    record = edit.after or edit.before
    name = _name(book, edit.table, record)
    if edit.before is None:
        return [f"{name} is added"]
    if edit.after is None:
        return [f"{name} is removed"]
    return [
        f"{name}: {change.name.replace('_', ' ')} {value_text(book, edit.table, change.name, change.before)} → "
        f"{value_text(book, edit.table, change.name, change.after)}"
        for change in differences(edit.before, edit.after)
    ]


def _name(book: Book, table: str, record: Record | None) -> str:
    known = {field.name for field in fields(record)} if record is not None else set()  # type: ignore[arg-type]
    for key in ("name", "title", "topic"):
        if key in known and getattr(record, key):
            return str(getattr(record, key))
    account = book.accounts.get(getattr(record, "account", None) or 0)
    what = {"plans": "the plan", "policy": "the book's figures", "runs": "a playbook run"}.get(table, table.rstrip("s"))
    return f"{account.name}: {what}" if account is not None else what
