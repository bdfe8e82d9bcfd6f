"""A clock reading: the only form in which time reaches the domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Moment:
    """What the clock said when a request was made; day boundaries are the reader's local ones."""

    now: datetime
    """Local wall time with its UTC offset."""
    today: date
    """The local calendar day that dates are compared with; differs from ``now`` under ``--today`` or ``--as-of``."""

    @classmethod
    def at(cls, now: datetime) -> Moment:
        """The moment of an aware local time; ``ValueError`` for a naive one."""
        if now.tzinfo is None:
            raise ValueError("a moment needs a UTC offset")
        return cls(now=now, today=now.date())

    def on(self, day: date) -> Moment:
        """The same clock time on another day, as ``--today`` fixes it."""
        return Moment(now=datetime.combine(day, self.now.timetz()), today=day)

    def start_of(self, day: date) -> datetime:
        """Local midnight at the beginning of a day, with this moment's offset."""
        return datetime.combine(day, time(), tzinfo=self.now.tzinfo)
