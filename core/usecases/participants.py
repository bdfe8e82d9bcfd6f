"""Who took part in a conversation, from the names a manager types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.book.book import Book
from core.conversations import Conversation
from core.errors import Refusal
from core.text import fold
from core.usecases.names import find_person


@dataclass(frozen=True, slots=True)
class Present:
    """Who took part in a conversation."""

    contacts: tuple[int, ...] = ()
    """Contact ids of the account."""
    people: tuple[int, ...] = ()
    """Person ids of ours."""
    names: tuple[str, ...] = ()
    """Everybody else."""


def participants(book: Book, account: int | None, names: Iterable[str]) -> Present:
    """Tell contacts of the account and people of ours, by their whole name or mail address, from other names."""
    contacts: list[int] = []
    people: list[int] = []
    others: list[str] = []
    known: dict[str, int] = {}
    for contact in book.of_account("contacts_of_account", account) if account is not None else ():
        if not contact.archived:
            known.update({fold(contact.name): contact.id, fold(contact.email): contact.id})
    for name in names:
        wanted = fold(" ".join(name.split()))
        if not wanted:
            continue
        ours = find_person(book, name)
        if wanted in known:
            contacts.append(known[wanted])
        elif not isinstance(ours, Refusal) and wanted in (fold(ours.name), fold(ours.email), f"p{ours.id}"):
            people.append(ours.id)
        else:
            others.append(name)
    return Present(tuple(contacts), tuple(people), tuple(others))


def names_of(book: Book, conversation: Conversation) -> tuple[str, ...]:
    """The names of everybody who took part, whoever led it aside; ``participants`` reads them back."""
    contacts = (book.contacts[number].name for number in conversation.contacts if number in book.contacts)
    people = (book.people[number].name for number in conversation.people if number in book.people)
    return (*contacts, *people, *conversation.names)
