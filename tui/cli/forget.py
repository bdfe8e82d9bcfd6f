"""`forget`: an erasure request, for good: in the book, in its history and in its backups."""

from __future__ import annotations

from collections.abc import Iterator

import click

from core.book.book import Book
from core.text import fold
from core.usecases.forget import Forget, Going, going
from core.usecases.names import find_account, find_person
from core.wording import counted, listed
from tui.cli.exits import no, wrong
from tui.cli.opened import granted, reading
from tui.cli.options import Common, common_options
from tui.cli.output import answers, document, put, say, shown
from tui.compose import backup_files, book_folder, erase

_TABLES = {"account": "accounts", "person": "people", "contact": "contacts"}
_MOST = 5


@click.command("forget")
@click.argument("kind", type=click.Choice(list(_TABLES)))
@click.argument("record", metavar="ID")
@click.option("--also", multiple=True, metavar="NAME", help="Another name that texts use, such as a first name.")
@click.option("--reason", default="", metavar="TEXT", help="Why, such as the number of the request; it is kept.")
@common_options(asks=True)
def forget_command(common: Common, kind: str, record: str, also: tuple[str, ...], reason: str) -> None:
    """Forget a customer, a person or a contact for good.

    For requests of erasure. ID is a number or a name. Names, mail addresses, phone numbers and texts go from the book,
    from every change of its history and from its backups; neither undo nor a backup brings them back. What goes and
    what stays is said first. No other program may have the book open.
    """
    if common.as_of is not None:
        raise wrong("The past cannot be changed. Leave --as-of out.")
    with reading(common) as house:
        book = house.desk.book
        request = Forget(table=_TABLES[kind], id=_number(book, kind, record), why=reason, also=also)
        what = granted(going(book, request))
        changes, backups = len(house.desk.heads), len(backup_files(house.folder).all())
    for line in _told(what, changes, backups):
        say(line)
    if not common.yes and not (answers() and click.confirm(f"Forget {shown(what.name)}?", err=True)):
        raise no("Nothing was changed." if answers() else "Nothing was changed. With --yes it is done.")
    done = granted(erase(book_folder(common.book), request))
    if common.json:
        document({"change": done.change, "files": done.files, "not_looked_into": list(done.strange)})
        return
    put(shown(f"Forgot {kind} {request.id} (change {done.change}); {counted(done.files, 'file')} written anew."))
    if done.strange:
        say(f"Not written by Bookshift and not looked into: {listed(done.strange)}. Look at them yourself.")


def _told(what: Going, changes: int, backups: int) -> Iterator[str]:
    """What goes and what stays."""
    yield f"To be forgotten for good: {what.name}."
    lost = listed([counted(count, one) for one, count in what.records]) or "nothing in the book of today"
    yield "  Goes: names, mail addresses, phone numbers, texts and reasons in"
    yield f"        {lost},"
    yield f"        and what {counted(changes, 'change')} of the history and {counted(backups, 'backup')} say of it."
    if what.spoken:
        yield f"  Goes: the name in texts of {counted(what.spoken, 'other record')}; the rest of them stays."
    yield "  Stays: numbers, dates, amounts, who had which seat, and that it was forgotten."
    for name in what.named_after[:_MOST]:
        yield f"  Stays: {name} keeps its own name; forget it too if it should go."
    yield "Neither undo nor a backup brings it back."
    yield "Snapshots and exports elsewhere are yours to delete."


def _number(book: Book, kind: str, text: str) -> int:
    """The id that a text names; one name that fits two is no answer, since this cannot be undone."""
    if kind == "account":
        return granted(find_account(book, text)).id
    if kind == "person":
        return granted(find_person(book, text)).id
    wanted = fold(text.strip())
    if wanted.isdecimal() and int(wanted) in book.contacts:
        return int(wanted)
    found = [one for one in book.contacts.all() if wanted and wanted in (fold(one.name), fold(one.email))]
    if len(found) == 1:
        return found[0].id
    if not found:
        raise wrong(f"There is no contact “{text}”. `bookshift show` lists the contacts of an account.")
    several = "\n".join(f"  {one.id} {one.name}, {book.accounts[one.account].name}" for one in found)
    raise wrong(f"{counted(len(found), 'contact')} are called “{text}”. Say which by its number:\n{several}")
