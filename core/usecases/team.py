"""How the team is described: roles, segments and pools."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.errors import RefusalKind
from core.moment import Moment
from core.organisation import Segment
from core.people import Pool, PoolMember, Role
from core.schema import revise
from core.text import clean
from core.usecases.crossing import with_crossings
from core.usecases.edit import Fields, check_names
from core.usecases.look import a_present_person, the_pool
from core.usecases.refusing import refuse, use_case
from core.usecases.team_fields import POOL_FIELDS, ROLE_FIELDS, SEGMENT_FIELDS
from core.wording import counted
from core.words import SegmentBy

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""What a key looks like: it is typed in filters, plans and files."""


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role for the registry."""

    key: str
    """Short name, such as ``csm``; it never changes."""
    title: str
    """Name on screen."""
    fields: Fields = ()
    """Further (field name, value) pairs."""


@use_case
def new_role(book: Book, moment: Moment, ids: IdSource, request: NewRole) -> Change:
    """Add a role."""
    key = a_new_key(request.key, (role.key for role in book.roles.values()), "role")
    check_names(dict(request.fields), _names(ROLE_FIELDS), "role", {})
    role = revise(Role(id=ids.take("roles"), key=key, title=a_title(request.title, "role")), **dict(request.fields))
    return change_of("role", f"Add the role {role.title}", [inserted(role)], base=book.seq)


def role_edits(book: Book, number: int, fields: Fields) -> list[Edit]:
    """The edits that set fields of a role."""
    role = book.roles.get(number)
    if role is None:
        refuse(f"There is no role {number}.", RefusalKind.UNKNOWN)
    check_names(dict(fields), _names(ROLE_FIELDS), "role", _KEY_STAYS)
    after = revise(role, **dict(fields))
    a_title(after.title, "role")
    return [updated(role, after)]


@dataclass(frozen=True, slots=True)
class NewSegment:
    """An entry of the segment scheme."""

    key: str
    """Short name, such as ``ent``; it never changes."""
    title: str
    """Name on screen."""
    fields: Fields = ()
    """Further (field name, value) pairs."""


@use_case
def new_segment(book: Book, moment: Moment, ids: IdSource, request: NewSegment) -> Change:
    """Add a segment; without a place it comes last."""
    key = a_new_key(request.key, (segment.key for segment in book.segments.values()), "segment")
    check_names(dict(request.fields), _names(SEGMENT_FIELDS), "segment", {})
    last = max((segment.order for segment in book.segments.values()), default=-1) + 1
    made = Segment(id=ids.take("segments"), key=key, title=a_title(request.title, "segment"), order=last)
    segment = revise(made, **dict(request.fields))
    _check_segment(segment)
    edits = with_crossings(book, [inserted(segment)], _active(book), moment.today)
    return change_of("segment", f"Add the segment {segment.title}", edits, base=book.seq)


def segment_edits(book: Book, number: int, fields: Fields) -> list[Edit]:
    """The edits that set fields of a segment, without what follows for accounts."""
    segment = book.segments.get(number)
    if segment is None:
        refuse(f"There is no segment {number}.", RefusalKind.UNKNOWN)
    check_names(dict(fields), _names(SEGMENT_FIELDS), "segment", _KEY_STAYS)
    after = revise(segment, **dict(fields))
    _check_segment(after)
    return [updated(segment, after)]


def _check_segment(segment: Segment) -> None:
    a_title(segment.title, "segment")
    if (segment.from_amount or 0) < 0:
        refuse(f"The segment {segment.title} would begin below zero. Give 0 or more, or nothing for the rest.")
    if segment.by is SegmentBy.INDUSTRY and not segment.industries:
        refuse(f"The segment {segment.title} is drawn by industry and names none. Name its industries.")


@dataclass(frozen=True, slots=True)
class NewPool:
    """A named group that holds seats together."""

    key: str
    """Short name, as in ``pool:scaled``; it never changes."""
    title: str
    """Name on screen."""
    members: tuple[PoolMember, ...] = ()
    """Members with their shares."""
    fields: Fields = ()
    """Further (field name, value) pairs."""


@use_case
def new_pool(book: Book, moment: Moment, ids: IdSource, request: NewPool) -> Change:
    """Form a pool."""
    key = a_new_key(request.key, (pool.key for pool in book.pools.values()), "pool")
    check_names(dict(request.fields), _names(POOL_FIELDS), "pool", {})
    made = Pool(id=ids.take("pools"), key=key, title=a_title(request.title, "pool"), members=_sorted(request.members))
    pool = revise(made, **dict(request.fields))
    check_pool(book, pool)
    says = f"Form the pool {pool.title} of {counted(len(pool.members), 'member')}"
    return change_of("pool", says, [inserted(pool)], base=book.seq)


@dataclass(frozen=True, slots=True)
class EditPool:
    """New values for a pool, its members among them."""

    pool: int
    """Pool id."""
    fields: Fields
    """(field name, value) pairs."""


@use_case
def edit_pool(book: Book, moment: Moment, ids: IdSource, request: EditPool) -> Change:
    """Change a pool."""
    edits = pool_edits(book, request.pool, request.fields)
    return change_of("pool", f"Edit the pool {book.pools[request.pool].title}", edits, base=book.seq)


def pool_edits(book: Book, number: int, fields: Fields) -> list[Edit]:
    """The edits that set fields of a pool."""
    pool = the_pool(book, number)
    check_names(dict(fields), _names(POOL_FIELDS), "pool", _KEY_STAYS)
    after = revise(pool, **dict(fields))
    after = revise(after, members=_sorted(after.members))
    check_pool(book, after)
    return [updated(pool, after)]


@dataclass(frozen=True, slots=True)
class ArchivePool:
    """A pool that is no longer needed."""

    pool: int
    """Pool id."""


@use_case
def archive_pool(book: Book, moment: Moment, ids: IdSource, request: ArchivePool) -> Change:
    """Dissolve a pool; refused while it holds seats or the plan in force names it."""
    pool = the_pool(book, request.pool)
    if pool.archived:
        refuse(f"The pool {pool.title} is archived already.", RefusalKind.NOTHING)
    if book.plan is not None and any(line.pool == pool.key for line in book.plan.lines):
        refuse(f"The plan in force gives seats to the pool {pool.title}. Choose another pool or model there first.")
    held = [t for t in book.of_account("tenures_of_pool", pool.id) if t.until is None or t.until > moment.today]
    if held:
        refuse(f"The pool {pool.title} still holds {counted(len(held), 'seat')}. Give them to others first.")
    says = f"Archive the pool {pool.title}"
    return change_of("pool", says, [updated(pool, revise(pool, archived=True))], base=book.seq)


def check_pool(book: Book, pool: Pool) -> None:
    """Refuse members who are not there, shares out of range, and a second pool that takes whatever is left."""
    a_title(pool.title, "pool")
    numbers = [member.person for member in pool.members]
    if len(set(numbers)) < len(numbers):
        refuse(f"Somebody would be in the pool {pool.title} twice. Name each member once.")
    if pool.open_limit is not None and pool.open_limit < 1:
        refuse(f"Members of the pool {pool.title} could have no open request. Give 1 or more, or no limit.")
    for member in pool.members:
        person = a_present_person(book, member.person)
        if not 1 <= member.share <= 100:
            refuse(f"{person.name} would give {member.share} % to the pool {pool.title}. Give 1 to 100.")
        rest = [p for p in book.pools.all() if p.id != pool.id and not p.archived and _takes_rest(p, member.person)]
        if member.share == 100 and rest:
            refuse(
                f"The pool {rest[0].title} takes whatever is left of {person.name}'s time already. Only one pool can: "
                "give a smaller share in one of the two."
            )


def _takes_rest(pool: Pool, person: int) -> bool:
    return any(member.person == person and member.share == 100 for member in pool.members)


def a_new_key(text: str, taken: Iterable[str], what: str) -> str:
    """A key that is well formed and free."""
    key = text.strip().lower()
    if not KEY.fullmatch(key):
        refuse(f"“{clean(text)}” cannot be the key of a {what}. Use small letters, figures, - and _, up to 40.")
    if key in set(taken):
        refuse(f"There is a {what} {key} already. Choose another key.")
    return key


def a_title(text: str, what: str) -> str:
    """A title that is not empty."""
    title = clean(text)
    if not title:
        refuse(f"A {what} needs a title.")
    return title


_KEY_STAYS = {"key": "A key stays, since plans, filters and files name it; change the title instead."}


def _names(fields: Iterable[Any]) -> dict[str, str]:
    return {field.name: field.label for field in fields}


def _sorted(members: tuple[PoolMember, ...]) -> tuple[PoolMember, ...]:
    return tuple(sorted(members, key=lambda member: member.person))


def _active(book: Book) -> list[int]:
    return [account.id for account in book.accounts.all() if account.is_active]
