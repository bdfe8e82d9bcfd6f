"""People at customers: add, edit, mark as gone."""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts import Contact
from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.errors import RefusalKind
from core.moment import Moment
from core.schema import revise
from core.text import clean
from core.usecases.account_fields import CONTACT_FIELDS
from core.usecases.edit import Fields, check_names
from core.usecases.look import the_account
from core.usecases.refusing import refuse, use_case

_LABELS = {field.name: field.label for field in CONTACT_FIELDS}


@dataclass(frozen=True, slots=True)
class NewContact:
    """Somebody at a customer."""

    account: int
    """Account id."""
    name: str
    """Full name."""
    fields: Fields = ()
    """Further (field name, value) pairs."""


@use_case
def new_contact(book: Book, moment: Moment, ids: IdSource, request: NewContact) -> Change:
    """Add a contact to an account."""
    account = the_account(book, request.account)
    check_names(dict(request.fields), _LABELS, "contact", {})
    made = Contact(id=ids.take("contacts"), account=account.id, name=_a_name(request.name))
    contact = revise(made, **dict(request.fields))
    return change_of("contact", f"Add {contact.name} to {account.name}", [inserted(contact)], base=book.seq)


def contact_edits(book: Book, number: int, fields: Fields) -> list[Edit]:
    """The edits that set fields of a contact."""
    contact = _the_contact(book, number)
    check_names(dict(fields), _LABELS, "contact", {})
    after = revise(contact, **dict(fields))
    _a_name(after.name)
    return [updated(contact, after)]


@dataclass(frozen=True, slots=True)
class ArchiveContact:
    """Somebody who is no longer at the customer."""

    contact: int
    """Contact id."""


@use_case
def archive_contact(book: Book, moment: Moment, ids: IdSource, request: ArchiveContact) -> Change:
    """Mark a contact as gone; conversations keep naming them."""
    contact = _the_contact(book, request.contact)
    if contact.archived:
        refuse(f"{contact.name} is archived already.", RefusalKind.NOTHING)
    edits = [updated(contact, revise(contact, archived=True))]
    return change_of("archive", f"Archive the contact {contact.name}", edits, base=book.seq)


def _the_contact(book: Book, number: int) -> Contact:
    contact = book.contacts.get(number)
    if contact is None:
        refuse(f"There is no contact {number}.", RefusalKind.UNKNOWN)
    return contact


def _a_name(text: str) -> str:
    name = clean(text)
    if not name:
        refuse("A contact needs a name.")
    return name
