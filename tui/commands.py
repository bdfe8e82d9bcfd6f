"""The registry of commands: bindings, key hints, palette, help and the README's key table all come from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.binding import Binding

from tui.registry.anywhere import ANYWHERE
from tui.registry.command import Command as Command
from tui.registry.command import Place as Place
from tui.registry.command import printed as printed
from tui.registry.drafts import DRAFTS
from tui.registry.files import FILES
from tui.registry.lists import LISTS
from tui.registry.model import MODEL
from tui.registry.own_models import OWN_MODELS
from tui.registry.rebalance import REBALANCE
from widgets.key_hints import Hint

COMMANDS: tuple[Command, ...] = (*LISTS, *REBALANCE, *MODEL, *DRAFTS, *OWN_MODELS, *FILES, *ANYWHERE)
"""Every command that exists; numbers of modes that are still to come stay free."""


def by_id(command: str) -> Command:
    """The command with an id; ``KeyError`` when there is none."""
    return _BY_ID[command]


_BY_ID = {command.id: command for command in COMMANDS}


def at(place: Place) -> Iterator[Command]:
    """The commands that can be given in a place, those of the place first."""
    for command in COMMANDS:
        if place in command.places:
            yield command
    for command in COMMANDS:
        if Place.ANYWHERE in command.places:
            yield command


def opener_keys(place: Place) -> frozenset[str]:
    """The keys of a place that move the keyboard elsewhere."""
    return frozenset(key for command in at(place) if command.opens for key in command.keys)


def bindings(place: Place) -> list[Binding]:
    """The bindings of a place. Letters are never priority bindings: an input keeps what is typed."""
    return [
        Binding(
            ",".join(command.keys),
            f"command('{command.id}')",
            command.word,
            id=command.id,
            tooltip=command.help,
            show=False,
        )
        for command in COMMANDS
        if place in command.places
    ]


_MARK_AFTER = 1.5
"""Marking is the table's own key; among the hints it stands behind the filter."""


def hints(place: Place) -> tuple[Hint, ...]:
    """The key hints of a place, the most useful first; help comes last and always stays."""
    hinted = (item for item in at(place) if item.hint and (not item.hint_at or place in item.hint_at))
    shown: list[tuple[float, Hint]] = [(item.hint, Hint(item.shown_key, item.word)) for item in hinted]
    if place in (Place.BOOK, Place.COMPARE):
        shown.append((_MARK_AFTER, Hint("space", "Mark")))
    return tuple(hint for _, hint in sorted(shown, key=lambda pair: pair[0]))


def table_keys() -> Sequence[tuple[str, str]]:
    """The (keys, sentence) pairs of moving and marking in a table, as the table itself binds them."""
    from widgets.table.table import RowTable  # not needed for the first frame

    rows = []
    for binding in RowTable.BINDINGS:
        if isinstance(binding, Binding):
            rows.append((" ".join(printed(key) for key in binding.key.split(",")), binding.tooltip))
    return rows


def key_table() -> str:
    """The README's key table in Markdown."""
    lines = ["| key | does | where |", "|---|---|---|"]
    for keys, sentence in table_keys():
        lines.append(f"| {_coded(keys.split())} | {sentence} | {Place.TABLE.value} |")
    for command in COMMANDS:
        places = ", ".join(place.value for place in command.places)
        lines.append(f"| {_coded(printed(key) for key in command.keys)} | {command.help} | {places} |")
    return "\n".join(lines) + "\n"


def _coded(keys: Iterable[str]) -> str:
    return " ".join(f"`{key}`" for key in keys)
