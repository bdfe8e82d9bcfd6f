"""`snapshot`, `restore`, `diff`: whole books as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.book.difference import Difference, OnlyThere, counts, difference
from core.schema import BY_NAME
from core.usecases.restore import Restore, restore, taken_back
from core.wording import at_time, counted
from tui.cli.exits import no, wrong
from tui.cli.jsonable import field_value, name_of, record_fields, value_text
from tui.cli.opened import agreed, carry_out, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import document, put, say, shown
from tui.compose import House, book_exists, book_folder, create_house, open_house, snapshots

if TYPE_CHECKING:
    from core.book.book import Book

_FILE = click.Path(path_type=Path)


@click.command("snapshot")
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="Where to; NAME-DATE.bookshift here unless said.")
@click.option("--replace", is_flag=True, help="Replace a file that exists.")
@click.option("--without-private", is_flag=True, help="Leave out reasons of leave, planned leavers and interviews.")
@common_options(past=True)
def snapshot_command(common: Common, output: Path | None, replace: bool, without_private: bool) -> None:
    """Write the whole book into one file.

    It can be read, compared and loaded again elsewhere; equal books give equal files.
    """
    with reading(common) as house:
        book, today = house.desk.book, house.desk.moment.today
        path = output or Path(f"{_file_name(book.policy.name)}-{today.isoformat()}.bookshift")
        size = house.snapshots.write(book, path, overwrite=replace, private=not without_private, today=today)
    if common.json:
        document({"file": str(path), "bytes": size, "accounts": len(book.accounts), "people": len(book.people)})
    else:
        put(shown(str(path)))
        people, accounts = counted(len(book.people), "person"), counted(len(book.accounts), "account")
        say(f"{people} and {accounts} in {size:,} bytes.")


def _file_name(name: str) -> str:
    words = "".join(char.lower() if char.isascii() and char.isalnum() else " " for char in name).split()
    return "-".join(words) or "book"


@click.command("restore")
@click.argument("file", type=_FILE, required=False)
@click.option("--backup", type=int, metavar="NO", help="One of `bookshift backups`, instead of a file.")
@common_options(asks=True)
def restore_command(common: Common, file: Path | None, backup: int | None) -> None:
    """Load a snapshot or a backup into a folder.

    Into an empty folder a snapshot begins a book there; a book that is there already takes on what the snapshot or
    backup holds, as one change that can be undone. What that would take back is said first.
    """
    if (file is None) == (backup is None):
        raise wrong("Name a snapshot file, or a backup with --backup NO. `bookshift backups` lists those.")
    if file is None:
        _restore_backup(backup, common)
        return
    other = snapshots().read(file)
    folder = book_folder(common.book)
    if not book_exists(folder):
        create_house(folder, other, today=common.today).close()
        if common.json:
            document({"book": str(folder), "accounts": len(other.accounts), "people": len(other.people)})
        else:
            put(shown(f"Began a book in {folder} with {_what(other)}."))
        return
    with writing(common) as house:
        _restore(house, Restore(other=other, source=file.name), None, common)


def _restore_backup(number: int | None, common: Common) -> None:
    with writing(common) as house:
        found = next((one for one in house.backups.all() if one.seq == number), None)
        if found is None:
            raise wrong(f"There is no backup {number}. `bookshift backups` lists them.")
        source = f"{at_time(found.at)}, change {found.seq}"
        request = Restore(other=house.backups.read(found), source=source, what="backup")
        _restore(house, request, found.seq, common)


def _restore(house: House, request: Restore, since: int | None, common: Common) -> None:
    """Put what a book holds in the place of another's, once it was said what that takes back."""
    found = difference(house.desk.book, request.other)
    if found.equal:
        raise no(f"The book holds exactly what the {request.what} holds; there is nothing to restore.")
    _narrate(found)
    for line in taken_back(found, house.desk.heads, since):
        say(line)
    say("It is one change, and `bookshift undo` takes it back.")
    agreed(f"Put what {request.source} holds ({_what(request.other)}) in the place of what the book holds?", common)
    carry_out(house, common, restore, request)


def _what(book: Book) -> str:
    return f"{counted(len(book.people), 'person')} and {counted(len(book.accounts), 'account')}"


@click.command("diff")
@click.argument("a", type=_FILE)
@click.argument("b", type=_FILE)
@common_options()
def diff_command(common: Common, a: Path, b: Path) -> None:
    """Compare two snapshots or books.

    A and B are snapshot files or folders of books. Exit code 0 when both hold the same, 1 when they differ.
    """
    found = difference(_book_at(a), _book_at(b))
    if common.json:
        document(
            {
                "equal": found.equal,
                "added": [_only_fields(item) for item in found.added],
                "removed": [_only_fields(item) for item in found.removed],
                "changed": [
                    {
                        "table": entry.table,
                        "id": entry.id,
                        "field": entry.field,
                        "before": field_value(entry.table, entry.field, entry.before),
                        "after": field_value(entry.table, entry.field, entry.after),
                    }
                    for entry in found.changed
                ],
            }
        )
    else:
        _print(found)
    if not found.equal:
        raise no()


def _book_at(path: Path) -> Book:
    """The book of a snapshot file or of a folder."""
    if not path.is_dir():
        return snapshots().read(path)
    house = open_house(path, read_only=True)
    try:
        return house.desk.book
    finally:
        house.close()


def _only_fields(item: OnlyThere) -> dict[str, Any]:
    return {"table": item.table, "id": item.id, "record": record_fields(item.record)}


def _print(found: Difference) -> None:
    if found.equal:
        put("equal")
        return
    for sign, items in (("-", found.removed), ("+", found.added)):
        for item in items:
            put(shown(f"{sign} {BY_NAME[item.table].one} {item.id} {name_of(item.record)}"))
    for entry in found.changed:
        before, after = (value_text(entry.table, entry.field, value) for value in (entry.before, entry.after))
        put(shown(f"~ {BY_NAME[entry.table].one} {entry.id}: {entry.field} {before} -> {after}"))
    _narrate(found)


def _narrate(found: Difference) -> None:
    for table, added, removed, changed in counts(found):
        say(f"{table}: {added:,} added, {removed:,} removed, {changed:,} changed")
