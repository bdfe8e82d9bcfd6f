from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.message import Message

from widgets.picker import Choice, Picker, matching

Drawn = Callable[[App[None]], list[str]]

CHOICES = (
    Choice(1, "Ana Ruiz", "80 % room, mid market"),
    Choice(2, "Bo Lindqvist", "95 % full, enterprise"),
    Choice(3, "José Anaya", "110 % over", disabled_reason="José does not serve enterprise accounts."),
    Choice(4, "Mariana [/EMEA]", "60 % room"),
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", [1, 2, 3, 4]),
        ("ana", [1, 3, 4]),
        ("ANA room", [1, 4]),
        ("room ana", [1, 4]),
        ("jose", [3]),
        ("anaya", [3]),
        ("lin", [2]),
        ("[/e", [4]),
        ("ana enterprise", []),
    ],
)
def test_every_word_must_be_in_title_or_detail(text: str, ids: list[int]) -> None:
    assert [choice.id for choice in matching(CHOICES, text)] == ids


def test_titles_that_begin_with_the_text_come_first() -> None:
    choices = [Choice(1, "Banana"), Choice(2, "Tom Anders"), Choice(3, "Andrea"), Choice(4, "Sandra")]
    assert [choice.id for choice in matching(choices, "an")] == [3, 2, 1, 4]


class PickerApp(App[None]):
    """A picker and what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.picker = Picker(CHOICES, placeholder="Who?")
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.picker

    def on_mount(self) -> None:
        self.picker.focus()

    def keep(self, message: Message) -> None:
        self.said.append(message)

    on_picker_picked = keep
    on_picker_dismissed = keep


async def test_typing_narrows_and_enter_picks() -> None:
    app = PickerApp()
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.press("a", "n", "a", "down", "down", "enter")
        (said,) = app.said
        assert isinstance(said, Picker.Picked)
        assert (said.choice.id, said.control) == (4, app.picker)


async def test_the_best_match_is_under_the_cursor_again_after_each_key() -> None:
    app = PickerApp()
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.press("down", "down", "down", "a")
        assert app.picker.current == CHOICES[0]


async def test_a_disabled_choice_says_why_and_is_not_picked(drawn: Drawn) -> None:
    app = PickerApp()
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.press("down", "down", "enter")
        assert app.said == []
        assert drawn(app) == [
            "Who?",
            "   Ana Ruiz                   80 % room, mid market",
            "   Bo Lindqvist               95 % full, enterprise",
            "▸  José Anaya                 110 % over",
            "   Mariana [/EMEA]            60 % room",
            "",
            "",
            "José does not serve enterprise accounts.",
        ]


async def test_escape_dismisses() -> None:
    app = PickerApp()
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.press("escape")
        assert [type(said) for said in app.said] == [Picker.Dismissed]


async def test_no_match_is_said_and_nothing_is_picked(drawn: Drawn) -> None:
    app = PickerApp()
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.press("x", "x", "enter")
        assert drawn(app)[1] == "   Nothing matches."
        assert app.said == []


async def test_a_double_click_picks_and_the_input_keeps_the_keys() -> None:
    app = PickerApp()
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.click(app.picker, offset=(6, 2), times=2)
        (said,) = app.said
        assert isinstance(said, Picker.Picked)
        assert said.choice.id == 2
        await pilot.press("z")
        assert app.picker.text == "z"


async def test_other_choices_are_filtered_by_what_was_typed() -> None:
    app = PickerApp()
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.press("b")
        app.picker.show([Choice(7, "Ann"), Choice(8, "Bob")])
        assert app.picker.current == Choice(8, "Bob")
