"""The slow facts of accounts and people that a scope may ask about, by the attribute that a field names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from core.accounts import Account
from core.journey import is_established
from core.people import Person
from core.query.context import person_key
from core.text import fold
from core.words import Stage, Touch


class Given(NamedTuple):
    """An account with what the plan has already settled about it; a tuple, because one is made for every question."""

    account: Account
    """The account."""
    stage: Stage | None
    """Stage on the day."""
    touch: Touch
    """Its own touch, or its segment's."""
    served: Touch
    """Touch it is served at."""
    day: date
    """The day."""


ACCOUNT_FACTS: Mapping[str, Callable[[Given], Any]] = {
    "segment": lambda given: given.account.segment,
    "touch": lambda given: given.touch,
    "served": lambda given: given.served,
    "stage": lambda given: given.stage,
    "tags": lambda given: tuple(map(fold, given.account.tags)),
    "industry": lambda given: fold(given.account.industry),
    "region": lambda given: fold(given.account.region),
    "language": lambda given: fold(given.account.language),
    "products": lambda given: tuple(map(fold, given.account.products)),
    "complexity": lambda given: given.account.complexity,
    "parent": lambda given: given.account.parent,
    "id": lambda given: given.account.id,
    "key_account": lambda given: given.account.key_account,
    "escalated": lambda given: given.account.is_escalated,
    "established": lambda given: is_established(given.account, given.day),
    "child": lambda given: given.account.parent is not None,
}
"""Every attribute of a given field of accounts."""

PERSON_FACTS: Mapping[str, Callable[[Person], Any]] = {
    "team": lambda person: fold(person.team),
    "roles": lambda person: person.role_keys,
    "segments": lambda person: person.segments,
    "regions": lambda person: tuple(map(fold, person.regions)),
    "industries": lambda person: tuple(map(fold, person.industries)),
    "skills": lambda person: tuple(map(fold, person.skills)),
    "languages": lambda person: tuple(map(fold, person.languages)),
    "lead_keys": lambda person: () if person.lead is None else (person_key(person.lead),),
    "folded": lambda person: fold(person.name),
    "email": lambda person: person.email.lower(),
    "id": lambda person: person.id,
}
"""Every attribute of a given field of people."""
