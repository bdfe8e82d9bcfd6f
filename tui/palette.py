"""The command palette: every command of the screen by name, and every account and person by theirs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.commands import Command, at
from tui.screens.base import Room
from widgets.text import plain

_MOST_RECORDS = 12
"""Accounts and people offered for one search."""


class CommandPalette(Provider):
    """Offers the commands of the room the palette was opened over, and the names in the book."""

    @property
    def _room(self) -> Room | None:
        screen = self.screen
        return screen if isinstance(screen, Room) else None

    def _give(self, room: Room, command: Command) -> Callable[[], Coroutine[Any, Any, None]]:
        return partial(room.bookshift.give, command, room)

    async def discover(self) -> Hits:
        """Every command of the place, in the order of the registry."""
        room = self._room
        if room is None:
            return
        for command in at(room.PLACE):
            if command.id != "palette":
                yield DiscoveryHit(self._title(command), self._give(room, command), help=command.help)

    async def search(self, query: str) -> Hits:
        """Commands whose word or sentence matches, then accounts and people whose name holds the words."""
        room = self._room
        if room is None:
            return
        matcher = self.matcher(query)
        for command in at(room.PLACE):
            title = self._title(command)
            score = matcher.match(title)
            if score > 0 and command.id != "palette":
                yield Hit(score, matcher.highlight(title), self._give(room, command), help=command.help)
        outlook = room.outlook
        if outlook is None or len(query.strip()) < 2:
            return
        from tui.finding import found  # the finder is shared with ctrl+f

        for hit in found(outlook, query, _MOST_RECORDS):
            yield Hit(0.1, plain(hit.title), partial(room.bookshift.open_record, hit), help=plain(hit.detail))

    @staticmethod
    def _title(command: Command) -> str:
        return f"{command.word}  ({command.shown_key})"
