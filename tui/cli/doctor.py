"""`doctor`: what is wrong with a book, mending it as one change, and saving what can be saved into a new one."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from core.book.repair import faults
from core.errors import Refusal
from core.ports import Examined
from core.usecases.repair import Repair, repair
from core.wording import counted
from tui.cli.exits import Ended, Exit, no, wrong
from tui.cli.opened import agreed, carry_out, writing
from tui.cli.options import Common, common_options
from tui.cli.output import document, put, room, say, shown
from tui.compose import book_exists, book_folder, create_house, doctor, salvage

_INDENT = 7
_NARROWEST = 40


@click.command("doctor")
@click.option("--repair", "mending", is_flag=True, help="Mend what does not hold together, as one change seen first.")
@click.option(
    "--salvage", "target", type=click.Path(path_type=Path), metavar="DIR", help="Save what can be into a new book."
)
@common_options(asks=True)
def doctor_command(common: Common, mending: bool, target: Path | None) -> None:
    """Check the files of the book.

    Every line and record is read, and nothing is changed. Exit code 1 when something is not as it should be, 3 when
    the book does not open. --repair shows what it would mend and does it as one change that can be undone. --salvage
    never touches the damaged book, and lists what is lost.
    """
    if common.as_of is not None:
        raise wrong("Files are looked at as they are now. Leave --as-of out.")
    if mending and target is not None:
        raise wrong("Say either --repair or --salvage.")
    if mending:
        _repair(common)
    elif target is not None:
        _salvage(target, common)
    else:
        _examine(common)


def _examine(common: Common) -> None:
    found = doctor()(book_folder(common.book))
    if common.json:
        fields = [
            {"name": one.name, "well": one.well, "note": one.note, "says": one.says, "mend": one.mend} for one in found
        ]
        document({"healthy": all(one.well for one in found), "checks": fields})
    else:
        for one in found:
            _print(one)
    if not found[0].well:
        raise Ended(Exit.STORE)
    if not all(one.well for one in found):
        raise no()


def _print(one: Examined) -> None:
    """A line that begins with well, note or WRONG, and below it what to do."""
    mark = "WRONG" if not one.well else "note " if one.note else "well "
    _wrapped(f"{mark}  {one.says}")
    if one.mend:
        _wrapped(f"{' ' * _INDENT}{one.mend}")


def _wrapped(line: str) -> None:
    """One line, on a terminal broken at blanks and indented."""
    width = room()
    if width is None:
        put(shown(line))
        return
    kept = shown(line)
    indent = " " * (len(kept) - len(kept.lstrip()))
    for part in textwrap.wrap(
        kept.lstrip(), max(width, _NARROWEST), initial_indent=indent, subsequent_indent=" " * _INDENT
    ):
        put(part)


def _repair(common: Common) -> None:
    """Show each thing that is wrong with what mending does, and mend what can be as one change."""
    with writing(common) as house:
        found = list(faults(house.desk.book))
        if not found:
            raise no("Every record is as its table asks, and refers only to what is there. There is nothing to mend.")
        for fault in found:
            say(f"{fault.says} {fault.mend or 'Only you can decide what is right here.'}")
        previewed = house.desk.preview(repair, Repair())
        if isinstance(previewed, Refusal):
            raise no(str(previewed))
        say(f"{counted(len(previewed[0].edits), 'record')} would change; it is one change, and undo takes it back.")
        agreed("Mend them?", common)
        carry_out(house, common, repair, Repair())
        left = sum(1 for _ in faults(house.desk.book))
    if left:
        say(f"{counted(left, 'thing')} can only be decided by you; `bookshift doctor` lists what is left.")


def _salvage(target: Path, common: Common) -> None:
    """Put what can be saved into a new book, and list what is lost."""
    folder = book_folder(common.book)
    inside = target.resolve() == folder.resolve() or folder.resolve() in target.resolve().parents
    if inside or book_exists(target):
        raise wrong(f"Choose a new folder outside {folder} that holds no book; {target} is not one.")
    saved = salvage(folder)
    create_house(target, saved.book, today=common.today).close()
    accounts, people = len(saved.book.accounts), len(saved.book.people)
    talks = len(saved.book.conversations)
    if common.json:
        document(
            {
                "book": str(target),
                "base": saved.base,
                "accounts": accounts,
                "people": people,
                "conversations": talks,
                "lost": list(saved.lost),
            }
        )
        return
    found = f"{counted(accounts, 'account')}, {counted(people, 'person')} and {counted(talks, 'conversation')}"
    put(shown(f"Saved {found} into {target}. Open it with `bookshift --book {target}`."))
    say(f"{saved.base} {folder} stays as it was, with its history.")
    if not saved.lost:
        say("Nothing is lost but the history: it begins anew in the new book.")
    for line in saved.lost:
        put(shown(f"lost   {line}"))
