"""Undo and redo: a further change that takes an earlier one back field by field; nothing is ever removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.book.blame import PASSED, SEATS, Clash, Later, account_of, blamed, called
from core.book.book import Book
from core.book.change import Change, Edit, FieldChange, Head, Patch, change_of
from core.book.integrity import named
from core.errors import IntegrityError, Refusal, RefusalKind
from core.schema import revise
from core.wording import counted, shortened
from core.words import Actor, Record

UNDO_TO = "undo-to"
"""Kind of a change that takes back everything since a point."""


def inverse_edits(book: Book, patches: Iterable[Patch]) -> tuple[list[Edit], list[Clash]]:
    """The edits that take patches back from the book as it is, and what stands in the way.

    Per field: still as the change left it, it goes back; already as it was before, nothing happens; anything else
    is a clash.
    """
    edits: list[Edit] = []
    clashes: list[Clash] = []
    for patch in patches:
        current = book.tables[patch.table].get(patch.id)
        if patch.inserted is not None:
            _take_out(book, patch, current, edits, clashes)
        elif patch.deleted is not None:
            _put_back(book, patch, current, edits, clashes)
        else:
            _set_back(book, patch, current, edits, clashes)
    return edits, clashes


def _take_out(book: Book, patch: Patch, current: Record | None, edits: list[Edit], clashes: list[Clash]) -> None:
    if current is None:
        return
    if current == patch.inserted:
        edits.append(Edit(patch.table, patch.id, current, None))
    else:
        clashes.append(_clash(book, patch, current, "", "was edited since"))


def _put_back(book: Book, patch: Patch, current: Record | None, edits: list[Edit], clashes: list[Clash]) -> None:
    if current is None:
        edits.append(Edit(patch.table, patch.id, None, patch.deleted))
    elif current != patch.deleted:
        clashes.append(_clash(book, patch, current, "", "is there again"))


def _set_back(book: Book, patch: Patch, current: Record | None, edits: list[Edit], clashes: list[Clash]) -> None:
    if current is None:
        clashes.append(_clash(book, patch, None, "", "is no longer there"))
        return
    back = {}
    for field in patch.fields:
        value = getattr(current, field.name)
        if value == field.after:
            back[field.name] = field.before
        elif value != field.before:
            clashes.append(_clash(book, patch, current, field.name, "was changed again"))
    if back:
        edits.append(Edit(patch.table, patch.id, current, revise(current, **back)))


def _clash(book: Book, patch: Patch, current: Record | None, field: str, what: str) -> Clash:
    """What stands in the way; a seat, of which all fields are one passing, is named as a whole."""
    about = called(book, patch.table, patch.id, current)
    whole = not field or patch.table in PASSED
    says = f"{about} {what}" if whole else f"{field.replace('_', ' ')} of {about} {what}"
    return Clash(patch.table, patch.id, field, says, account_of(book, patch))


def undo_change(
    book: Book, head: Head, patches: Sequence[Patch], *, partly: bool = False, later: Later = ()
) -> Change | Refusal:
    """The change that takes one change back, or what stands in its way.

    With ``partly`` what was changed since stays as it is: single fields, and of an account whose seats were passed on
    since, everything about its seats. ``later`` are the changes since, newest first; they are looked through only to
    say which of them stands in the way.
    """
    edits, clashes = inverse_edits(book, patches)
    possible = _apart(book, edits, clashes)
    if clashes and not partly:
        return Refusal(
            f"“{head.says}” cannot be taken back as a whole: {_extent(book, patches, clashes)} changed since. "
            f"{_offer(book, possible)}",
            RefusalKind.CONFLICT,
            blamed(clashes, later),
        )
    if not possible:
        return Refusal(f"“{head.says}” has nothing left to take back.", RefusalKind.NOTHING)
    redo = head.kind in ("undo", UNDO_TO)
    says = f"{'Redo' if redo else 'Undo'}: {_bare(head.says)}{_except(book, clashes)}"
    change = change_of("redo" if redo else "undo", says, possible, base=book.seq)
    return replace(change, redoes=head.seq) if redo else replace(change, undoes=head.seq)


def _apart(book: Book, edits: Iterable[Edit], clashes: Iterable[Clash]) -> list[Edit]:
    """The edits without those of seats passed on since: half a passing would leave a seat with two holders."""
    passed = {clash.account for clash in clashes if clash.table in PASSED and clash.account is not None}
    return [edit for edit in edits if not (edit.table in SEATS and _account(edit) in passed)]


def _account(edit: Edit) -> int | None:
    number: int | None = getattr(edit.before or edit.after, "account", None)
    return number


def _extent(book: Book, patches: Sequence[Patch], clashes: Sequence[Clash]) -> str:
    """How much of a change stands in the way: ``1 of its 19 accounts was``, or a number of edits."""
    accounts = {account_of(book, patch) for patch in patches} - {None}
    changed = {clash.account for clash in clashes} - {None}
    if len(accounts) > 1 and changed:
        return f"{len(changed):,} of its {len(accounts):,} accounts {'was' if len(changed) == 1 else 'were'}"
    return f"{counted(len(clashes), 'edit')} of it {'was' if len(clashes) == 1 else 'were'}"


def _offer(book: Book, possible: Sequence[Edit]) -> str:
    if not possible:
        return "Undo the later changes first."
    accounts = {edit.id if edit.table == "accounts" else _account(edit) for edit in possible} - {None}
    what = counted(len(accounts), "account") if accounts else counted(len(possible), "record")
    return f"Undo the later changes first, or undo what can be undone, which is {what}."


def _except(book: Book, clashes: Sequence[Clash]) -> str:
    """What an undo leaves as it is, for its sentence in the history."""
    if not clashes:
        return ""
    names = dict.fromkeys(
        book.accounts[clash.account].name
        for clash in clashes
        if clash.account is not None and clash.account in book.accounts
    )
    return f", except what was changed since{f' of {shortened(names)}' if names else ''}"


def _bare(says: str) -> str:
    for word in ("Undo: ", "Redo: "):
        says = says.removeprefix(word)
    return says


def undo_back_to(book: Book, seq: int, later: Sequence[tuple[Head, Sequence[Patch]]]) -> Change | Refusal:
    """One change that takes back every change after ``seq``; ``later`` holds them newest first. Cannot clash."""
    if not later:
        return Refusal(f"Nothing was changed after number {seq}.", RefusalKind.NOTHING)
    steps: list[Edit] = []
    state = book
    for head, patches in later:
        edits, clashes = inverse_edits(state, patches)
        if clashes:
            raise IntegrityError(f"change {head.seq} does not fit the book it was made on; run doctor.")
        step = change_of("undo", "", edits)
        state, _ = state.apply(step)
        steps.extend(step.edits)
    oldest = later[-1][0]
    change = change_of(UNDO_TO, f"Undo everything back to before “{_bare(oldest.says)}”", steps, base=book.seq)
    if not change.edits:
        return Refusal("There is nothing left to take back.", RefusalKind.NOTHING)
    return replace(change, undoes=oldest.seq)


def undoable(heads: Sequence[Head]) -> Head | None:
    """The newest change of a user or an import that was not taken back."""
    return _newest(heads)[0]


def redoable(heads: Sequence[Head]) -> Head | None:
    """The newest undo that no new change came after."""
    return _newest(heads)[1]


_Stack = tuple[Head, Any] | None
"""The newest head over the rest of the stack: an earlier stack is kept by keeping a reference to it."""


def _newest(heads: Sequence[Head]) -> tuple[Head | None, Head | None]:
    """The heads that undo and redo would take back."""
    done: _Stack = None
    undone: list[Head] = []
    before: dict[int, _Stack] = {}
    origin: dict[int, int] = {}
    for head in heads:
        if head.actor is Actor.MIGRATION:
            continue
        before[head.seq] = done
        if head.redoes is not None:
            undone = [item for item in undone if item.seq != head.redoes]
            origin[head.seq] = origin.get(head.redoes, head.redoes)
            done = (head, done)
        elif head.undoes is not None:
            # An undo leads back to the change it takes back, and so does the redo of that undo.
            origin[head.seq] = origin.get(head.undoes, head.undoes)
            back = head.kind == UNDO_TO
            done = before.get(head.undoes) if back else _without(done, origin[head.seq], origin)
            undone.append(head)
        else:
            done = (head, done)
            undone = []
    return (done[0] if done else None), (undone[-1] if undone else None)


def _without(stack: _Stack, seq: int, origin: Mapping[int, int]) -> _Stack:
    """The stack without a change, whether it stands there itself or as its redo."""
    kept: list[Head] = []
    while stack is not None:
        head, stack = stack
        if origin.get(head.seq, head.seq) == seq:
            break
        kept.append(head)
    for head in reversed(kept):
        stack = (head, stack)
    return stack


def edit_of(patch: Patch, current: Record | None) -> Edit:
    """The edit a patch makes on a record; ``IntegrityError`` when it does not fit."""
    if patch.inserted is not None:
        if current is not None:
            raise IntegrityError(f"{named(patch.table, patch.id, current)} is already there.")
        return Edit(patch.table, patch.id, None, patch.inserted)
    if current is None:
        raise IntegrityError(f"{named(patch.table, patch.id)} is not there.")
    if patch.deleted is not None:
        if current != patch.deleted:
            raise IntegrityError(f"{named(patch.table, patch.id, current)} is not the record that was removed.")
        return Edit(patch.table, patch.id, current, None)
    return Edit(patch.table, patch.id, current, _forward(current, patch.fields, named(patch.table, patch.id, current)))


def _forward(current: Record, fields: Sequence[FieldChange], name: str) -> Record:
    for field in fields:
        if getattr(current, field.name) != field.before:
            raise IntegrityError(f"{field.name} of {name} is not what the change found.")
    # Not ``revise``: what was written down had been admitted, and reading it checked its type.
    return replace(current, **{field.name: field.after for field in fields})  # type: ignore[type-var]
