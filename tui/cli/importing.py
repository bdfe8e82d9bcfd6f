"""`import`: files brought in, after a look at what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import click

from core.book.book import Book
from core.book.change import head_of
from core.desk import Done
from core.errors import Refusal, RefusalKind
from core.exchange.fields import SKIP, Kind
from core.exchange.plan import FilePlan, ImportPlan, Question, QuestionKind
from core.moment import Moment
from core.usecases.accept_import import AcceptImport, accept_import
from core.when import DateOrder
from core.wording import counted, listed
from tui.cli.exits import refused, wrong
from tui.cli.opened import agreed, change_fields, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import answers, document, put, say, shown
from tui.compose import House, book_exists, book_folder, clock, create_house, fresh_book, house_in_memory, importer

MOST = 20
"""Issues that are printed; --rejects writes down all rejected rows."""

Print = Callable[[str], None]


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--as", "kind", type=click.Choice([kind.value for kind in Kind]), help="What the rows are.")
@click.option("--map", "pairs", multiple=True, metavar="COLUMN=FIELD", help="Use a column for a field, or - for none.")
@click.option("--dates", type=click.Choice(["DMY", "MDY", "YMD"], case_sensitive=False), help="Order of open dates.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files; UTF-8 unless said.")
@click.option("--source", metavar="NAME", help="Name under which the values are remembered for the next import.")
@click.option("--currency", metavar="CODE", help="Currency of a book that begins with this import; USD unless said.")
@click.option("--theirs", is_flag=True, help="Where both sides changed a value, take the file's; ours stays else.")
@click.option("--preview", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--rejects", type=click.Path(path_type=Path), metavar="FILE", help="Write the rejected rows down.")
@common_options(asks=True)
def import_command(
    common: Common,
    files: tuple[Path, ...],
    kind: str | None,
    pairs: tuple[str, ...],
    dates: str | None,
    encoding: str | None,
    source: str | None,
    currency: str | None,
    theirs: bool,
    preview: bool,
    rejects: Path | None,
) -> None:
    """Import accounts, people, contract lines or owners from files.

    Several files are taken together, people before accounts before owners. What they come to is said first, and asked
    for on a terminal; nothing is written before. The first import into a folder begins a book there.
    """
    wishes = _Wishes(files, kind, mapped(pairs), dates, encoding, source)
    with _aim(common, currency, preview=preview) as aim:
        plan = wishes.planned(aim)
        if dates is None and answers() and not common.yes and _date_questions(plan):
            plan = replace(wishes, dates=_asked_for_dates(plan)).planned(aim)
        if rejects is not None:
            written = importer().write_rejects(plan, rejects)
            say(f"{counted(written, 'rejected row')} in {rejects}." if written else "No row was rejected.")
        _print_plan(plan, _put if preview and not common.json else say)
        if plan.blocking:
            says = "Nothing was imported, because a question is open."
            raise wrong("\n".join((says, *(f"  {_asked(question)}" for question in plan.blocking))))
        if preview:
            if common.json:
                document(plan_fields(plan))
            return
        agreed(f"Import {counted(plan.created, 'new record')} and {counted(plan.updated, 'change')}?", common)
        take = frozenset(conflict.key for conflict in plan.conflicts) if theirs else frozenset()
        outcome = aim.carry_out(AcceptImport(plan, take))
        if isinstance(outcome, Refusal):
            if outcome.kind is not RefusalKind.NOTHING:
                raise refused(outcome)
            say("The book holds all of it already.")
        elif not common.json:
            put(shown(f"{outcome.change.says} (change {outcome.change.seq})"))
        if common.json:
            change = None if isinstance(outcome, Refusal) else change_fields(head_of(outcome.change))
            document({**plan_fields(plan), "change": change})


def _put(line: str) -> None:
    put(shown(line))


def mapped(pairs: tuple[str, ...]) -> dict[str, str]:
    """Column to field of ``COLUMN=FIELD`` words; the last sign parts them, as a column's name may hold one."""
    found = {}
    for pair in pairs:
        column, sign, name = pair.rpartition("=")
        if not sign or not column.strip() or not name.strip():
            raise wrong(f"“{pair}” maps nothing. Write it as COLUMN=FIELD, or COLUMN=- to leave the column out.")
        found[column.strip()] = name.strip()
    return found


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the command line says about the files."""

    files: tuple[Path, ...]
    kind: str | None
    mapping: dict[str, str]
    dates: str | None
    encoding: str | None
    source: str | None

    def planned(self, aim: _Aim) -> ImportPlan:
        """What the files come to in a book."""
        return importer().preview(
            self.files,
            book=aim.book,
            moment=aim.moment,
            kind=self.kind,
            mapping=self.mapping,
            source=self.source,
            encoding=self.encoding,
            dates=self.dates,
        )


class _Aim(Protocol):
    """The book that files are brought into."""

    @property
    def book(self) -> Book: ...

    @property
    def moment(self) -> Moment: ...

    def carry_out(self, request: AcceptImport) -> Done | Refusal: ...


@dataclass(frozen=True, slots=True)
class _There:
    """A book that is open already."""

    house: House

    @property
    def book(self) -> Book:
        return self.house.desk.book

    @property
    def moment(self) -> Moment:
        return self.house.desk.moment

    def carry_out(self, request: AcceptImport) -> Done | Refusal:
        return self.house.desk.do(accept_import, request)


@dataclass(frozen=True, slots=True)
class _ToBegin:
    """A book that is begun only when something is imported."""

    folder: Path
    common: Common
    book: Book
    moment: Moment

    def carry_out(self, request: AcceptImport) -> Done | Refusal:
        outcome = house_in_memory(self.book, today=self.common.today).desk.preview(accept_import, request)
        if isinstance(outcome, Refusal):
            return outcome
        house = create_house(self.folder, self.book, today=self.common.today)
        try:
            done = house.desk.do(accept_import, request)
        finally:
            house.close()
        say(f"Began a book in {self.folder} with one owner for each account (Generalist).")
        say("`bookshift model list` shows the other models, `bookshift model use MODEL` chooses one.")
        return done


@contextmanager
def _aim(common: Common, currency: str | None, *, preview: bool) -> Iterator[_Aim]:
    """The book in the folder, open for changes unless only a preview is wanted, or one to begin there."""
    folder = book_folder(common.book)
    if not book_exists(folder):
        fresh = granted(fresh_book("My team", currency or "USD", today=common.today))
        yield _ToBegin(folder, common, fresh, clock(common.today)())
        return
    if currency is not None:
        raise wrong("The book has its currency already; --currency is for a book that begins with this import.")
    with (reading if preview else writing)(common) as house:
        yield _There(house)


def _date_questions(plan: ImportPlan) -> list[Question]:
    return [question for question in plan.blocking if question.kind is QuestionKind.DATES]


def _asked_for_dates(plan: ImportPlan) -> str:
    """Ask in which order dates are written that the files leave open."""
    for question in _date_questions(plan):
        say(question.says)
    choice = click.Choice([order.value.upper() for order in DateOrder], case_sensitive=False)
    answer: str = click.prompt("In which order are the dates written", type=choice, err=True)
    return answer


def _asked(question: Question) -> str:
    """A question with the option that answers it."""
    dates = question.kind is QuestionKind.DATES
    return f"{question.says} Answer with --dates DMY or --dates MDY." if dates else question.says


# What is said -----------------------------------------------------------------------------------------------


def _print_plan(plan: ImportPlan, out: Print) -> None:
    for file in plan.files:
        out(file.why)
        for line in _file_lines(file):
            out(f"  {line}")
    for number, line in enumerate(plan.issues):
        if number == MOST:
            out(f"  and {len(plan.issues) - MOST:,} more; --rejects FILE writes down the rows.")
            break
        out(f"  {line}")


def _file_lines(file: FilePlan) -> Iterator[str]:
    yield (
        f"{counted(file.rows, 'row')}: {file.accepted:,} taken, {file.rejected:,} rejected; "
        f"{file.created:,} new, {file.updated:,} changed, {file.unchanged:,} as before"
    )
    for use in file.uses:
        if use.field != SKIP:
            yield f"column “{use.column}” is {use.field}"
    unused = [use.column for use in file.uses if use.field == SKIP]
    if unused:
        yield f"not used: {listed(unused)}"
    for why, count in file.left_out:
        yield f"left out: {count:,}, {why}"
    for name, count in file.inferred:
        yield f"inferred: {name} of {counted(count, 'record')}"
    for person in file.unmatched:
        meant = f"; it may be {listed(person.candidates, 'or')}" if person.candidates else ""
        yield f"nobody on the roster is “{person.text}” ({counted(person.rows, 'row')}){meant}"
    for conflict in file.conflicts:
        yield str(conflict)
    yield from file.notes
    yield from map(_asked, file.questions)


def plan_fields(plan: ImportPlan) -> dict[str, Any]:
    """What an import comes to as JSON fields."""
    return {
        "kind": plan.kind,
        "rows": plan.rows,
        "accepted": plan.accepted,
        "rejected": plan.rejected,
        "created": plan.created,
        "updated": plan.updated,
        "unmatched_owners": list(plan.unmatched_owners),
        "ambiguous": list(plan.ambiguous),
        "conflicts": [str(conflict) for conflict in plan.conflicts],
        "questions": [question.says for question in plan.questions],
        "issues": list(plan.issues),
        "notes": list(plan.notes),
        "files": [
            {
                "name": file.name,
                "kind": file.kind.value,
                "source": file.source,
                "columns": {use.column: use.field for use in file.uses},
                "rows": file.rows,
                "accepted": file.accepted,
                "rejected": file.rejected,
                "created": file.created,
                "updated": file.updated,
                "unchanged": file.unchanged,
                "left_out": dict(file.left_out),
                "inferred": dict(file.inferred),
            }
            for file in plan.files
        ],
    }
