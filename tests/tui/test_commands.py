from __future__ import annotations

from collections import Counter

import pytest

from tui.app import Bookshift
from tui.commands import COMMANDS, Place, at, bindings, hints, key_table
from tui.screens.account import AccountScreen
from tui.screens.base import Room
from tui.screens.beside import BesideScreen
from tui.screens.book import BookScreen
from tui.screens.compare import CompareScreen
from tui.screens.draft import DraftScreen
from tui.screens.drafts import DraftsScreen
from tui.screens.evidence import EvidenceScreen
from tui.screens.figures import FiguresScreen
from tui.screens.findings import FindingsScreen
from tui.screens.history import HistoryScreen
from tui.screens.load import LoadScreen
from tui.screens.model import ModelScreen
from tui.screens.own_model import OwnModelScreen
from tui.screens.person import PersonScreen
from tui.screens.records import RecordsScreen
from widgets.key_hints import fitting
from widgets.table.table import RowTable

ROOMS: tuple[type[Room], ...] = (
    BookScreen,
    AccountScreen,
    LoadScreen,
    PersonScreen,
    RecordsScreen,
    ModelScreen,
    FindingsScreen,
    FiguresScreen,
    EvidenceScreen,
    HistoryScreen,
    CompareScreen,
    BesideScreen,
    DraftsScreen,
    DraftScreen,
    OwnModelScreen,
)
NEVER = {"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+j", "ctrl+left_square_bracket"}
PLACES = [place for place in Place if place not in (Place.ANYWHERE, Place.TABLE)]


def test_every_command_has_one_id() -> None:
    assert not [name for name, count in Counter(command.id for command in COMMANDS).items() if count > 1]


@pytest.mark.parametrize("place", PLACES)
def test_no_key_means_two_things_in_one_place(place: Place) -> None:
    keys = Counter(key for command in at(place) for key in command.keys)

    assert not [key for key, count in keys.items() if count > 1]


@pytest.mark.parametrize("place", PLACES)
def test_no_command_takes_a_key_of_the_table(place: Place) -> None:
    table = {key for binding in RowTable.BINDINGS for key in binding.key.split(",")}  # type: ignore[union-attr]

    assert not table & {key for command in at(place) for key in command.keys}


def test_no_command_uses_a_key_that_terminals_swallow() -> None:
    assert not NEVER & {key for command in COMMANDS for key in command.keys}


def test_letters_are_never_priority_bindings() -> None:
    assert not [binding for place in PLACES for binding in bindings(place) if binding.priority]


@pytest.mark.parametrize("place", PLACES)
def test_key_hints_fit_80_columns_and_end_with_help(place: Place) -> None:
    shown = fitting(hints(place), 80)

    assert 2 <= len(shown) <= 7
    assert shown[-1].words == "Help"


@pytest.mark.parametrize("room", ROOMS)
def test_every_command_of_a_room_is_carried_out_there_or_anywhere(room: type[Room]) -> None:
    for command in at(room.PLACE):
        name = "command_" + command.id.replace(".", "_")

        assert hasattr(room, name) or hasattr(Bookshift, name), command.id


def test_the_key_table_names_every_command() -> None:
    table = key_table()

    assert all(command.help in table for command in COMMANDS)
