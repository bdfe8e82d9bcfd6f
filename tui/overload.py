"""Who is over capacity, the most loaded first."""

from __future__ import annotations

from collections.abc import Iterable

from core.rows import PersonRow
from core.words import Band


def overloaded(people: Iterable[PersonRow]) -> list[PersonRow]:
    """The people whose band is over or critical, the highest utilisation first."""
    over = [row for row in people if row.band in (Band.OVER, Band.CRITICAL)]
    return sorted(over, key=lambda row: (-(row.utilisation or 0), row.id))
