"""`set`: fields of records, new records, and what is put away."""

from __future__ import annotations

import click

from core.book.book import Book
from core.text import fold
from core.usecases.contacts import ArchiveContact, archive_contact
from core.usecases.conversation_fields import CONVERSATION_FIELDS, WITH, present_in
from core.usecases.converse import DeleteConversation, EditConversation, delete_conversation, edit_conversation
from core.usecases.edit import ArchiveAccounts, UnarchiveAccount, archive_accounts, unarchive_account
from core.usecases.fields import Reading, read_fields
from core.usecases.leave import AddLeave, add_leave
from core.usecases.names import find_account, find_person, find_pool
from core.usecases.roster import ArchivePerson, EndEmployment, archive_person, end_employment
from core.usecases.set_fields import KINDS, SetFields, set_fields
from core.usecases.team import ArchivePool, archive_pool
from core.usecases.values import flag
from core.when import read_day
from tui.cli.adding import add
from tui.cli.exits import wrong
from tui.cli.opened import carry_out, granted, writing
from tui.cli.options import Common, common_options
from tui.compose import House

NEW = "new"
"""In the place of an id: a new record."""

_TALK = "conversation"


@click.command("set")
@click.argument("kind", type=click.Choice([*KINDS, _TALK]))
@click.argument("record", metavar="ID")
@click.argument("pairs", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--reason", default="", metavar="TEXT", help="Why; a stage set by hand needs one, leave may have one.")
@common_options()
def set_command(common: Common, kind: str, record: str, pairs: tuple[str, ...], reason: str) -> None:
    """Change fields of a record.

    ID is a number such as A12, a name, or a key; the policy's is 1. An empty VALUE clears a field, `tags=+x -y` edits
    a list. `set account new name=...` adds a record. For a person also: `ends=DAY`, and `away=DAY..DAY` with the first
    day away and the first day back; `ends=` keeps somebody who was leaving. `archived=yes` puts an account, person,
    pool or contact away. `set conversation NO summary=...` corrects one that `show` lists, `deleted=yes` takes it out.
    """
    texts = parted(pairs)
    with writing(common) as house:
        if kind == _TALK:
            _set_conversation(house, common, record, texts)
            return
        if fold(record) == NEW:
            add(house, common, kind, texts)
            return
        number = number_of(house.desk.book, kind, record)
        for name, alone in _ALONE.items():
            if name in texts and kind in alone:
                if len(texts) > 1:
                    raise wrong(f"Set {name} alone, and the other fields by a command of their own.")
                _set_alone(house, common, kind, number, name, texts[name], reason)
                return
        carry_out(house, common, set_fields, SetFields(kind, (number,), tuple(texts.items()), reason))


_ALONE = {
    "archived": ("account", "person", "pool", "contact"),
    "ends": ("person",),
    "away": ("person",),
}
"""Fields that are changes of their own, with the kinds that have them."""


def _set_conversation(house: House, common: Common, record: str, texts: dict[str, str]) -> None:
    """Correct a conversation, or take one that was logged by mistake out."""
    if fold(record) == NEW:
        raise wrong("A conversation is written down with `bookshift log`.")
    if not record.strip().lstrip("Cc").isdecimal():
        raise wrong(f"“{record}” is no number of a conversation. `bookshift show ACCOUNT` lists them with theirs.")
    number = int(record.strip().lstrip("Cc"))
    if "deleted" in texts:
        if len(texts) > 1 or not flag(texts["deleted"]):
            raise wrong("Write deleted=yes, alone. A conversation that was deleted comes back by `bookshift undo`.")
        carry_out(house, common, delete_conversation, DeleteConversation(number))
        return
    desk = house.desk
    reading = Reading(desk.book, desk.moment, desk.book.conversations.get(number))
    present = present_in(reading, texts.pop(WITH)) if WITH in texts else ()
    fields = granted(read_fields(CONVERSATION_FIELDS, tuple(texts.items()), reading))
    carry_out(house, common, edit_conversation, EditConversation(number, (*fields, *present)))


def parted(pairs: tuple[str, ...]) -> dict[str, str]:
    """Text by field of ``FIELD=VALUE`` words; refuses a word without = and a field named twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or not name.strip():
            raise wrong(f"“{pair}” sets nothing. Write it as FIELD=VALUE, in quotes where the value has blanks.")
        if name.strip() in found:
            raise wrong(f"{name.strip()} is set twice.")
        found[name.strip()] = text
    return found


def number_of(book: Book, kind: str, text: str) -> int:
    """The id of the record of a kind that a text names: a number, a name or a key."""
    if kind == "account":
        return granted(find_account(book, text)).id
    if kind == "person":
        return granted(find_person(book, text)).id
    if kind == "pool":
        return granted(find_pool(book, text)).id
    wanted = fold(text.strip())
    for record in book.tables[KINDS[kind][0]].all():
        names = [str(record.id), *(getattr(record, name, "") for name in ("key", "title", "name", "email"))]
        if wanted and wanted in map(fold, names):
            number: int = record.id
            return number
    raise wrong(f"There is no {kind} “{text}”.")


def _set_alone(house: House, common: Common, kind: str, number: int, name: str, text: str, reason: str) -> None:
    if name == "archived":
        _archive(house, common, kind, number, flag(text))
    elif name == "ends":
        day = read_day(text, house.desk.moment) if text.strip() else None
        carry_out(house, common, end_employment, EndEmployment(number, day))
    else:
        since, sign, until = text.partition("..")
        if not sign:
            raise wrong("Write away=2026-12-01..2026-12-15: the first day away and the first day back.")
        moment = house.desk.moment
        leave = AddLeave(number, read_day(since, moment), read_day(until, moment), reason)
        carry_out(house, common, add_leave, leave)


def _archive(house: House, common: Common, kind: str, number: int, away: bool) -> None:
    if kind == "account":
        if away:
            carry_out(house, common, archive_accounts, ArchiveAccounts((number,)))
        else:
            carry_out(house, common, unarchive_account, UnarchiveAccount(number))
        return
    if not away:
        raise wrong(f"A {kind} that was archived comes back by undoing that change; `bookshift history` lists it.")
    if kind == "person":
        carry_out(house, common, archive_person, ArchivePerson(number))
    elif kind == "pool":
        carry_out(house, common, archive_pool, ArchivePool(number))
    else:
        carry_out(house, common, archive_contact, ArchiveContact(number))
