from __future__ import annotations

import pytest

from core.query.help import ACCOUNT_EXAMPLES, PERSON_EXAMPLES
from tests.tui.driving import driven, press, screen_text
from tui.commands import COMMANDS, Place, table_keys
from tui.screens.help import HelpScreen, help_content

PLACES = [place for place in Place if place not in (Place.ANYWHERE, Place.TABLE)]


def words(text: str) -> str:
    """Text without line breaks: a sentence may be wrapped anywhere."""
    return " ".join(text.split())


@pytest.mark.parametrize("place", PLACES)
def test_every_command_of_a_place_is_told(place: Place) -> None:
    told = words(help_content(place, 200).plain)

    assert all(command.help in told for command in COMMANDS if place in command.places)
    assert all(command.help in told for command in COMMANDS if Place.ANYWHERE in command.places)


def test_places_with_a_table_tell_its_keys() -> None:
    told = words(help_content(Place.HISTORY, 200).plain)

    assert all(sentence in told for _, sentence in table_keys())


def test_the_filter_language_of_the_place_is_told() -> None:
    book, load = words(help_content(Place.BOOK, 300).plain), words(help_content(Place.LOAD, 300).plain)

    assert all(words(example.text) in book and example.meaning in book for example in ACCOUNT_EXAMPLES)
    assert all(words(example.text) in load and example.meaning in load for example in PERSON_EXAMPLES)


def test_no_line_is_wider_than_asked() -> None:
    lines = help_content(Place.BOOK, 74).plain.splitlines()

    assert max(map(len, lines)) <= 74


@pytest.mark.parametrize("key", ["escape", "q", "question_mark"])
async def test_help_opens_over_a_screen_and_closes_again(key: str) -> None:
    async with driven() as (app, pilot):
        below = app.screen
        await press(app, pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert "Keys in Book" in screen_text(app)

        await press(app, pilot, key)
        assert app.screen is below


async def test_the_end_of_help_is_reached_by_a_key() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "question_mark", "G")

        assert ACCOUNT_EXAMPLES[-1].text in screen_text(app)
