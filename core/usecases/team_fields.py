"""The fields of people, roles, segments and pools as text."""

from __future__ import annotations

import re

from core.book.book import Book
from core.errors import Refusal
from core.people import PoolMember, RoleShare
from core.usecases import fields, values
from core.usecases.fields import FieldText, Reading
from core.usecases.names import find_account, find_person
from core.usecases.values import Unreadable
from core.words import Function, SegmentBy, Touch


def _person(reading: Reading, text: str) -> int:
    found = find_person(reading.book, text)
    if isinstance(found, Refusal):
        raise Unreadable("; ".join((found.says.rstrip("."), *found.details)))
    return found.id


def role_shares(reading: Reading, text: str) -> tuple[RoleShare, ...]:
    """Roles with their shares: ``csm``, or ``csm 60, team_lead 40``."""
    options = [(role.key, (role.title,)) for role in reading.book.roles.all()]
    held = []
    for part, share in _with_shares(text):
        held.append(RoleShare(role=values.known(part, options, "roles"), share=share))
    return tuple(held)


def _members(reading: Reading, text: str) -> tuple[PoolMember, ...]:
    members = [PoolMember(person=_person(reading, part), share=share) for part, share in _with_shares(text)]
    return tuple(sorted(members, key=lambda member: member.person))


def _with_shares(text: str) -> list[tuple[str, int]]:
    """The parts of a list, each with the percent that stands behind it, 100 where none does."""
    found = []
    for part in (piece.strip() for piece in text.split(",")):
        match = re.fullmatch(r"(.*\S)[\s:=]+([0-9]{1,3})\s*%?", part)
        if part:
            found.append((match[1].strip(), int(match[2])) if match else (part, 100))
    return found


def _segments(reading: Reading, text: str) -> tuple[str, ...]:
    chosen = values.words(text, reading.old("segments", ()))
    return tuple(dict.fromkeys(fields.segment_key(reading, word) for word in chosen))


def _accounts(reading: Reading, text: str) -> tuple[int, ...]:
    """Accounts by id or name: a list sets them, ``+A12 -A13`` adds to and takes from those there are."""
    if text.lstrip()[:1] not in ("+", "-"):
        return tuple(sorted({_account(reading, part) for part in text.split(",")}))
    numbers = set(reading.old("not_for", ()))
    for part in re.split(r"[,;]|\s(?=[+-])", text):
        step = part.strip()
        if not step:
            continue
        if step[0] not in "+-":
            raise Unreadable(f"“{step}” says neither + nor -. Write +{step} to add it")
        number = _account(reading, step[1:])
        numbers = numbers | {number} if step[0] == "+" else numbers - {number}
    return tuple(sorted(numbers))


def _account(reading: Reading, text: str) -> int:
    found = find_account(reading.book, text.strip())
    if isinstance(found, Refusal):
        raise Unreadable("; ".join((found.says.rstrip("."), *found.details)))
    return found.id


def _amount(reading: Reading, text: str) -> int:
    return values.money(text, reading.book.policy.currency)


def _roles(book: Book) -> tuple[str, ...]:
    return tuple(role.key for role in book.roles.all())


PERSON_FIELDS: tuple[FieldText, ...] = (
    FieldText("name", "name", fields.line, empty=...),
    FieldText("email", "e-mail", fields.lower, empty="", aliases=("mail",)),
    FieldText("roles", "roles", role_shares, empty=(), aliases=("role",), choices=_roles),
    FieldText("fte", "FTE", fields.percent, empty=...),
    FieldText("hours", "hours a month", fields.hours),
    FieldText("team", "team", fields.line, empty=""),
    FieldText("lead", "lead", _person, aliases=("reports_to", "manager")),
    FieldText("segments", "segments", _segments, empty=(), aliases=("segment", "seg"), choices=fields.segment_keys),
    FieldText("skills", "skills", fields.words_of("skills"), empty=(), aliases=("skill",)),
    FieldText("languages", "languages", fields.words_of("languages"), empty=(), aliases=("language",)),
    FieldText("regions", "regions", fields.words_of("regions"), empty=(), aliases=("region",)),
    FieldText("industries", "industries", fields.words_of("industries"), empty=(), aliases=("industry",)),
    FieldText("starts", "first day", fields.day, aliases=("start", "started")),
    FieldText("ramped", "ramped", fields.flag, empty=False),
    FieldText("not_for", "not for", _accounts, empty=()),
    FieldText("external_ids", "external ids", fields.external_ids, empty=(), aliases=("ids",)),
)
"""What of a person can be set; leave and the end of employment have their own requests."""

ROLE_FIELDS: tuple[FieldText, ...] = (
    FieldText("title", "title", fields.line, empty=...),
    FieldText("function", "function", fields.one_of(Function), empty=..., choices=lambda book: tuple(Function)),
    FieldText("client", "may hold seats", fields.flag, empty=False),
)
"""What of a role can be set."""

SEGMENT_FIELDS: tuple[FieldText, ...] = (
    FieldText("title", "title", fields.line, empty=...),
    FieldText("order", "place", fields.whole, empty=...),
    FieldText("by", "line drawn by", fields.one_of(SegmentBy), empty=..., choices=lambda book: tuple(SegmentBy)),
    FieldText("from_amount", "from", _amount),
    FieldText("industries", "industries", fields.words_of("industries"), empty=()),
    FieldText("touch", "touch", fields.one_of(Touch), empty=..., choices=lambda book: tuple(Touch)),
    FieldText("aliases", "aliases", fields.words_of("aliases"), empty=()),
)
"""What of a segment can be set."""

POOL_FIELDS: tuple[FieldText, ...] = (
    FieldText("title", "title", fields.line, empty=...),
    FieldText("members", "members", _members, empty=()),
    FieldText("skills", "skills", fields.words_of("skills"), empty=()),
    FieldText("languages", "languages", fields.words_of("languages"), empty=()),
    FieldText("open_limit", "open requests", fields.whole),
)
"""What of a pool can be set."""
