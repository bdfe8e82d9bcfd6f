"""`history`, `undo`, `redo`: what was done, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from core.book.change import Head, Patch
from core.book.undo import redoable, undoable
from core.errors import Refusal, RefusalKind
from core.schema import BY_NAME
from core.wording import counted
from tui.cli.exits import no, wrong
from tui.cli.jsonable import field_value, name_of, record_fields, value_text
from tui.cli.opened import agreed, change_fields, reading, told, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, put, say, shown, table

_MOST_CLASHES = 12

_COLUMNS = (
    Column("No", "right"),
    Column("When"),
    Column("Who"),
    Column("What", flex=True),
    Column("Why", flex=True),
    Column("Edits", "right"),
)


@click.command("history")
@click.argument("change", type=int, required=False)
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the newest N changes.")
@common_options(past=True)
def history_command(common: Common, change: int | None, last: int | None) -> None:
    """List every change.

    Newest first. With the number of a CHANGE, what it did record by record.
    """
    with reading(common) as house:
        heads = list(house.desk.heads)
        gap = house.desk.history_gap
        if change is not None:
            head = _the(heads, change)
            _show(head, tuple(house.desk.patches(change)), common)
            return
    newest = list(reversed(heads))[:last]
    if common.json:
        document({"changes": [change_fields(head) for head in newest], "count": len(heads), "gap": gap or None})
    else:
        table(_COLUMNS, [_line(head) for head in newest])
    if gap:
        say(gap)


def _the(heads: list[Head], number: int) -> Head:
    for head in heads:
        if head.seq == number:
            return head
    raise wrong(f"There is no change {number}. `bookshift history` lists them.")


def _line(head: Head) -> list[str]:
    when = head.at.isoformat(sep=" ", timespec="minutes")[:16]
    return [str(head.seq), when, head.by or head.actor.value, head.says, head.why, str(head.edits)]


def _show(head: Head, patches: tuple[Patch, ...], common: Common) -> None:
    if common.json:
        document({"change": change_fields(head), "edits": [_patch_fields(patch) for patch in patches]})
        return
    put(shown(f"{head.seq}  {head.at.isoformat(sep=' ', timespec='minutes')[:16]}  {head.by}  {head.says}"))
    if head.why:
        put(shown(f"because: {head.why}"))
    for patch in patches:
        name = f"{BY_NAME[patch.table].one} {patch.id}"
        if patch.inserted is not None:
            put(shown(f"  + {name} {name_of(patch.inserted)}"))
        elif patch.deleted is not None:
            put(shown(f"  - {name} {name_of(patch.deleted)}"))
        for field in patch.fields:
            before, after = (value_text(patch.table, field.name, value) for value in (field.before, field.after))
            put(shown(f"    {name}: {field.name} {before} -> {after}"))


def _patch_fields(patch: Patch) -> dict[str, Any]:
    return {
        "table": patch.table,
        "id": patch.id,
        "inserted": record_fields(patch.inserted),
        "deleted": record_fields(patch.deleted),
        "fields": [
            {
                "field": field.name,
                "before": field_value(patch.table, field.name, field.before),
                "after": field_value(patch.table, field.name, field.after),
            }
            for field in patch.fields
        ],
    }


@click.command("undo")
@click.argument("change", type=int, required=False)
@click.option("--partly", is_flag=True, help="Take back what can be, and leave what was changed again since.")
@click.option("--back-to", type=int, metavar="CHANGE", help="Take back everything after this change, as one change.")
@common_options(asks=True)
def undo_command(common: Common, change: int | None, partly: bool, back_to: int | None) -> None:
    """Take the last change back.

    Or the CHANGE of that number in the history. Nothing is lost: an undo is a change too.
    """
    with writing(common) as house:
        heads = list(house.desk.heads)
        if back_to is not None:
            if change is not None or partly:
                raise wrong("Say either one change or --back-to.")
            count = sum(head.seq > back_to for head in heads)
            agreed(f"Take back the last {counted(count, 'change')}?", common)
            told(house.desk.undo_back_to(back_to), common)
            return
        head = _the(heads, change) if change is not None else undoable(heads)
        if head is None:
            raise no("There is nothing to undo.")
        agreed(f"Take back change {head.seq}, {shown(head.says)}?", common)
        outcome = house.desk.take_back(head.seq, partly=partly)
        if isinstance(outcome, Refusal) and outcome.kind is RefusalKind.CONFLICT:
            later = sum(item.seq > head.seq for item in heads)
            ways = (
                f"`bookshift undo {head.seq} --partly` takes back what can be; "
                f"`bookshift undo --back-to {head.seq - 1}` takes back this change and {counted(later, 'later one')}."
            )
            outcome = replace(outcome, details=(*_first(outcome.details), ways))
        told(outcome, common)


def _first(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The first lines, the rest counted."""
    rest = len(lines) - _MOST_CLASHES
    return lines if rest <= 0 else (*lines[:_MOST_CLASHES], f"and {counted(rest, 'other')}")


@click.command("redo")
@common_options(asks=True)
def redo_command(common: Common) -> None:
    """Do again what was undone last."""
    with writing(common) as house:
        head = redoable(list(house.desk.heads))
        if head is None:
            raise no("There is nothing to redo.")
        agreed(f"Do again what change {head.seq} took back, {shown(head.says)}?", common)
        told(house.desk.redo(), common)
