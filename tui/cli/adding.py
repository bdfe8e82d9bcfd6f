"""`set KIND new ...`: records that are added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.errors import Refusal
from core.usecases.contacts import NewContact, new_contact
from core.usecases.edit import NewAccount, new_account
from core.usecases.fields import Reading, read_fields
from core.usecases.names import find_account
from core.usecases.roster import NewPerson, NewVacancy, new_person, new_vacancy
from core.usecases.set_fields import KINDS
from core.usecases.team import NewPool, NewRole, NewSegment, new_pool, new_role, new_segment
from tui.cli.exits import wrong
from tui.cli.opened import carry_out, granted
from tui.cli.options import Common
from tui.compose import House

Texts = dict[str, str]
"""Text by field."""


def add(house: House, common: Common, kind: str, texts: Texts) -> None:
    """Add a record of a kind with the given fields."""
    adder = _ADDERS.get(kind)
    if adder is None:
        raise wrong(f"There is one {kind}, and no other can be added.")
    adder(house, common, dict(texts))


def _fields(house: House, kind: str, texts: Texts) -> tuple[tuple[str, Any], ...]:
    """The values of the texts, read as the fields of a kind."""
    reading = Reading(house.desk.book, house.desk.moment)
    return granted(read_fields(KINDS[kind][1], tuple(texts.items()), reading))


def _taken(texts: Texts, name: str, kind: str) -> str:
    """The text of a field that a new record needs."""
    text = texts.pop(name, "").strip()
    if not text:
        raise wrong(f"A new {kind} needs a {name}: {name}=...")
    return text


def _account(house: House, common: Common, texts: Texts) -> None:
    name = _taken(texts, "name", "account")
    carry_out(house, common, new_account, NewAccount(name, _fields(house, "account", texts)))


def _person(house: House, common: Common, texts: Texts) -> None:
    name = _taken(texts, "name", "person")
    status = texts.pop("status", "active").strip().lower()
    if status not in ("active", "vacancy"):
        raise wrong(f"A new person is active or a vacancy, not {status}.")
    fields = _fields(house, "person", texts)
    if status == "active":
        carry_out(house, common, new_person, NewPerson(name, fields))
        return
    known = dict(fields)
    roles, starts = known.pop("roles", ()), known.pop("starts", None)
    carry_out(house, common, new_vacancy, NewVacancy(name, roles, starts, tuple(known.items())))


def _contact(house: House, common: Common, texts: Texts) -> None:
    account = find_account(house.desk.book, _taken(texts, "account", "contact"))
    if isinstance(account, Refusal):
        raise wrong(str(account))
    name = _taken(texts, "name", "contact")
    carry_out(house, common, new_contact, NewContact(account.id, name, _fields(house, "contact", texts)))


def _role(house: House, common: Common, texts: Texts) -> None:
    key, title = _key_and_title(texts, "role")
    carry_out(house, common, new_role, NewRole(key, title, _fields(house, "role", texts)))


def _segment(house: House, common: Common, texts: Texts) -> None:
    key, title = _key_and_title(texts, "segment")
    carry_out(house, common, new_segment, NewSegment(key, title, _fields(house, "segment", texts)))


def _pool(house: House, common: Common, texts: Texts) -> None:
    key, title = _key_and_title(texts, "pool")
    known = dict(_fields(house, "pool", texts))
    members = known.pop("members", ())
    carry_out(house, common, new_pool, NewPool(key, title, members, tuple(known.items())))


def _key_and_title(texts: Texts, kind: str) -> tuple[str, str]:
    key = _taken(texts, "key", kind)
    return key, texts.pop("title", key.replace("_", " ").capitalize())


_ADDERS: dict[str, Callable[[House, Common, Texts], None]] = {
    "account": _account,
    "person": _person,
    "contact": _contact,
    "role": _role,
    "segment": _segment,
    "pool": _pool,
}
