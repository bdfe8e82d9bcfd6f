from __future__ import annotations

from core.errors import RefusalKind
from core.usecases.contacts import (
    ArchiveContact,
    NewContact,
    archive_contact,
    new_contact,
)
from core.usecases.set_fields import SetFields, set_fields
from tests.core.usecases.world import done, refused, world

BOOK = world()


def test_a_contact_is_added_edited_and_archived() -> None:
    change, after = done(new_contact, BOOK, NewContact(1, " Ida Holm ", (("champion", True),)))
    assert change.says == "Add Ida Holm to Borealis Health"
    assert after.contacts[3].champion
    change, after = done(set_fields, after, SetFields("contact", (3,), (("title", "CIO"),)))
    assert change.says == "Set title of Ida Holm"
    change, after = done(archive_contact, after, ArchiveContact(3))
    assert change.says == "Archive the contact Ida Holm"
    assert refused(archive_contact, after, ArchiveContact(3)).kind is RefusalKind.NOTHING


def test_a_contact_that_cannot_be_is_refused() -> None:
    assert refused(new_contact, BOOK, NewContact(99, "x")).says.startswith("There is no account A99.")
    assert refused(new_contact, BOOK, NewContact(1, " ")).says == "A contact needs a name."
    assert refused(new_contact, BOOK, NewContact(1, "x", (("account", 2),))).says.startswith("A contact has no field")
    nameless = SetFields("contact", (1,), (("name", "\u200b"),))
    assert refused(set_fields, BOOK, nameless).says == "A contact needs a name."
    assert refused(set_fields, BOOK, SetFields("contact", (9,), (("name", "x"),))).says == "There is no contact 9."
