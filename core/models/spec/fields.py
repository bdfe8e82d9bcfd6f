"""The values that model, alignment and plan files share: keys, parts of one, hours and limits.

A file uses hours where the record keeps hundredths, and parts of one where it keeps percent.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.organisation import ByTouch, Limits

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
"""A short name: lower-case letters, digits, - and _."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of one."""


class FileSpec(BaseModel):
    """A table of a file; a setting that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HoursSpec(FileSpec):
    """Hours by touch."""

    high: Annotated[float, Field(ge=0)] = 0
    """High touch."""
    mid: Annotated[float, Field(ge=0)] = 0
    """Mid touch."""
    tech: Annotated[float, Field(ge=0)] = 0
    """Tech touch."""

    def record(self) -> ByTouch:
        """The same in hundredths."""
        return ByTouch(high=hundredths(self.high), mid=hundredths(self.mid), tech=hundredths(self.tech))


class LimitsSpec(FileSpec):
    """What one holder may have."""

    accounts: Annotated[int, Field(ge=1)] | None = None
    """Number of accounts."""
    hours: Annotated[float, Field(gt=0)] | None = None
    """Hours a month."""
    arr: Annotated[int, Field(gt=0)] | None = None
    """Whole units of the book's currency."""
    families: Annotated[int, Field(ge=1)] | None = None
    """Number of account families."""
    hard: bool = False
    """Refused instead of reported."""

    def record(self) -> Limits:
        """The same in hundredths and minor units."""
        return Limits(
            accounts=self.accounts,
            hours=None if self.hours is None else hundredths(self.hours),
            arr=None if self.arr is None else self.arr * 100,
            families=self.families,
            hard=self.hard,
        )


def hundredths(hours: float) -> int:
    """Hours as the record keeps them."""
    return round(hours * 100)


def percent(part: float) -> int:
    """A part of one as the record keeps it."""
    return round(part * 100)
