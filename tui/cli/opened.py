"""A command's way to the book: open it for reading or writing, run a use case, say what was done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from core.errors import Refusal
from tui.cli.exits import Ended, Exit, no, refused
from tui.cli.options import Common
from tui.cli.output import answers, document, put, say, shown
from tui.compose import House, book_folder, open_house

if TYPE_CHECKING:
    from core.book.change import Head
    from core.desk import Done, UseCase

T = TypeVar("T")
Q = TypeVar("Q")


@contextmanager
def reading(common: Common) -> Iterator[House]:
    """The book opened for reading: takes no lock, so it works beside the application."""
    folder = book_folder(common.book)
    with _closing(open_house(folder, today=common.today, read_only=True, as_of=common.as_of)) as house:
        yield house


@contextmanager
def writing(common: Common) -> Iterator[House]:
    """The book opened for changes; ends the command when another process has it."""
    if common.as_of is not None:
        raise Ended(Exit.WRONG, "The past cannot be changed. Leave --as-of out.")
    with _closing(open_house(book_folder(common.book), today=common.today)) as house:
        if house.desk.read_only:
            raise Ended(Exit.STORE, house.desk.read_only)
        yield house


@contextmanager
def _closing(house: House) -> Iterator[House]:
    try:
        for note in house.notes:
            if note != house.desk.read_only:
                say(note)
        yield house
    finally:
        house.close()


def granted(answer: T | Refusal) -> T:
    """What was asked for; a refusal ends the command."""
    if isinstance(answer, Refusal):
        raise refused(answer)
    return answer


def carry_out(house: House, common: Common, use_case: UseCase[Q], request: Q) -> Done:
    """Run a use case durably and print what was done; a refusal ends the command."""
    return told(house.desk.do(use_case, request), common)


def told(outcome: Done | Refusal, common: Common) -> Done:
    """Print what was done; a refusal ends the command."""
    done = granted(outcome)
    if common.json:
        from core.book.change import head_of

        document({"change": change_fields(head_of(done.change))})
    else:
        put(shown(f"{done.change.says} (change {done.change.seq})"))
    return done


def change_fields(head: Head) -> dict[str, object]:
    """A change of the history as JSON fields."""
    return {
        "seq": head.seq,
        "at": head.at.isoformat(timespec="seconds"),
        "by": head.by,
        "actor": head.actor.value,
        "kind": head.kind,
        "says": head.says,
        "why": head.why,
        "edits": head.edits,
        "undoes": head.undoes,
        "redoes": head.redoes,
    }


def agreed(question: str, common: Common) -> None:
    """Ask before going on; a no ends the command. With ``--yes`` or without a terminal nobody is asked."""
    if common.yes or not answers():
        return
    import click

    if not click.confirm(question, err=True):
        raise no("Nothing was changed.")


def day_of(text: str | None, house: House, *, past: bool = False) -> date | None:
    """The day an option names, such as 2026-11-22, tomorrow or +30d; ``past`` reads a weekday as the last one."""
    from core.when import read_day

    return None if text is None else read_day(text, house.desk.moment, past=past)
