"""The pools of a plan file: people who hold its pooled seats together, named as the manager knows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from core.models.spec.fields import FileSpec, Key, Share, percent
from core.models.spec.reading import ModelError
from core.people import Person, Pool, PoolMember
from core.schema import admit
from core.text import fold


class PoolSpec(FileSpec):
    """One ``[[pool]]`` of a plan: the people who hold its pooled seats together."""

    key: Key
    """Name in plan lines."""
    title: str = ""
    """Name on screen; the key in plain words when empty."""
    members: dict[str, Share]
    """Share of capacity by mail address or name; 1 is whatever is left."""
    skills: tuple[str, ...] = ()
    """Skills the pool promises."""
    languages: tuple[str, ...] = ()
    """Languages the pool promises."""
    open_limit: Annotated[int, Field(ge=1)] | None = None
    """Largest number of open requests per member."""


def pool_records(name: str, specs: Sequence[PoolSpec], people: Collection[Person]) -> tuple[Pool, ...]:
    """The pools with ids from 1; ``ModelError`` names a member who is not among the people."""
    keys = [pool.key for pool in specs]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise ModelError(f"{name}, pool {place + 1} ({key}): there is an earlier pool with this key.")
    here = [person for person in people if not person.archived]
    named: dict[str, list[int]] = {}
    for person in here:
        for word in {fold(person.email.strip()), fold(person.name)} - {""}:
            named.setdefault(word, []).append(person.id)
    return tuple(_record(name, place, pool, named) for place, pool in enumerate(specs, start=1))


def _record(name: str, place: int, pool: PoolSpec, named: Mapping[str, Sequence[int]]) -> Pool:
    where = f"{name}, pool {place} ({pool.key})"
    members: dict[int, PoolMember] = {}
    for word, part in pool.members.items():
        found = named.get(fold(word.strip()), ())
        if not found:
            what = "address" if "@" in word else "name"
            raise ModelError(f"{where}: nobody on the roster has the {what} “{word}”.")
        if len(found) > 1:
            raise ModelError(f"{where}: {len(found)} people are called “{word}”; write the mail address.")
        if found[0] in members:
            raise ModelError(f"{where}: “{word}” is in it already; name each member once.")
        if not part:
            raise ModelError(f"{where}: “{word}” would give it no time; write a share above 0, or leave them out.")
        members[found[0]] = PoolMember(person=found[0], share=percent(part))
    made = Pool(
        id=place,
        key=pool.key,
        title=pool.title or pool.key.replace("_", " ").capitalize(),
        members=tuple(sorted(members.values(), key=lambda member: member.person)),
        skills=pool.skills,
        languages=pool.languages,
        open_limit=pool.open_limit,
    )
    return admit(made)
