"""Load and findings for tests of rows: values given by hand in place of the engines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.words import Band


@dataclass(frozen=True)
class Hours:
    """The load of an account."""

    hours: int = 0


@dataclass(frozen=True)
class PersonFigures:
    """The load of a person."""

    hours: int = 0
    named_hours: int = 0
    pool_hours: int = 0
    capacity: int = 10_000
    utilisation: int | None = 0
    band: Band = Band.ROOM
    accounts: int = 0
    arr: int = 0
    client: bool = True


@dataclass(frozen=True)
class FixedLedger:
    """Hours by hand."""

    accounts: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, PersonFigures] = field(default_factory=dict)

    def account(self, account: int) -> Hours:
        return Hours(self.accounts.get(account, 0))

    def person(self, person: int) -> PersonFigures:
        return self.people.get(person, PersonFigures())


@dataclass(frozen=True)
class Found:
    """A finding."""

    code: str
    account: int | None = None
    person: int | None = None


@dataclass(frozen=True)
class FixedFindings:
    """Findings by hand."""

    found: tuple[Found, ...] = ()

    def of_person(self, person: int) -> tuple[Found, ...]:
        return tuple(one for one in self.found if one.person == person)

    def codes_of(self, account: int) -> tuple[str, ...]:
        return tuple(one.code for one in self.found if one.account == account)
