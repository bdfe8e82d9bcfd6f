"""Equal parts of many records held once: half a million conversations have few time zones and few lists of people."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any, TypeVar, cast

from core.conversations import Conversation

R = TypeVar("R")

_put = object.__setattr__  # records are frozen for everybody else


class Sharing:
    """What the conversations read so far have in common; each would hold a copy of its own, a sixth of its memory."""

    def __init__(self, *, worth: bool) -> None:
        """Nothing yet; where it is not worth the time, a fifth of reading them, nothing is shared."""
        self._worth = worth
        self._zones: dict[tzinfo, tzinfo] = {}
        self._lists: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def of(self, records: list[R]) -> list[R]:
        """The same records, which nobody else may have seen yet; of conversations, equal parts are one object."""
        if self._worth and records and isinstance(records[0], Conversation):
            self._share(cast("list[Conversation]", records))
        return records

    def _share(self, talks: list[Conversation]) -> None:
        # Written out, not looped over the names of the fields: it is done half a million times.
        zones, lists = self._zones, self._lists
        for talk in talks:
            at = talk.at
            if at.tzinfo is not None:
                _put(talk, "at", at.replace(tzinfo=zones.setdefault(at.tzinfo, at.tzinfo)))
            logged = talk.logged_at
            if logged is not None and logged.tzinfo is not None:
                _put(talk, "logged_at", logged.replace(tzinfo=zones.setdefault(logged.tzinfo, logged.tzinfo)))
            if talk.contacts:
                _put(talk, "contacts", lists.setdefault(talk.contacts, talk.contacts))
            if talk.people:
                _put(talk, "people", lists.setdefault(talk.people, talk.people))
            if talk.names:
                _put(talk, "names", lists.setdefault(talk.names, talk.names))
            if talk.challenges:
                _put(talk, "challenges", lists.setdefault(talk.challenges, talk.challenges))
