"""The roles an import gives, and adds to the registry of a book that has none like them."""

from __future__ import annotations

from core.book.book import Book
from core.people import Role

CSM = "csm"
"""Key of the role of somebody whose role the file does not say."""
MANAGER = "manager"
"""Key of the role of a lead whom only a column names, in a book without a role that holds no accounts."""


def csm_role(book: Book) -> Role | None:
    """The role of a customer success manager; None where the registry has none."""
    return next((role for role in book.roles.all() if role.key == CSM), None)


def manager_role(book: Book) -> Role | None:
    """The first role that holds no accounts; None where the registry has none."""
    return next((role for role in book.roles.all() if not role.client), None)


def new_csm_role(number: int) -> Role:
    """The role of a customer success manager."""
    return Role(id=number, key=CSM, title="Customer success manager")


def new_manager_role(number: int) -> Role:
    """A role that holds no accounts and is never counted as room."""
    return Role(id=number, key=MANAGER, title="Manager", client=False)
