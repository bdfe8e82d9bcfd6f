from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.message import Message

from widgets.form import ChoiceLine, Form, Line

LINES = (
    Line("kind", "Outcome", "renewed", (("renewed", "renewed"), ("extended", "extended"), ("churned", "churned"))),
    Line("reason", "Reason", required=True),
)


class FormApp(App[None]):
    """A form and what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form(LINES)
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_mount(self) -> None:
        self.form.focus()

    def on_form_changed(self, event: Form.Changed) -> None:
        self.said.append(event)

    def on_form_submitted(self, event: Form.Submitted) -> None:
        self.said.append(event)


async def test_choosing_tells_which_line_changed_and_to_what() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.press("right", "c")
        changes = [(event.key, event.value) for event in app.said if isinstance(event, Form.Changed)]
        assert changes == [("kind", "extended"), ("kind", "churned")]
        assert app.form.values == {"kind": "churned", "reason": ""}


async def test_options_go_round() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.press("left")
        assert app.form.values["kind"] == "churned"
        await pilot.press("space")
        assert app.form.values["kind"] == "renewed"


async def test_typing_tells_the_line_and_arrows_move_between_lines() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.press("down", "h", "i", "up", "right")
        told = [(event.key, event.value) for event in app.said if isinstance(event, Form.Changed)]
        assert told == [("reason", "h"), ("reason", "hi"), ("kind", "extended")]


async def test_a_needed_line_that_is_empty_is_asked_for_and_gets_the_cursor() -> None:
    app = FormApp()
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("enter")
        assert app.said == []
        await pilot.press("x", "enter")
        assert [event.values for event in app.said if isinstance(event, Form.Submitted)] == [
            {"kind": "renewed", "reason": "x"}
        ]


async def test_a_text_that_is_put_in_leaves_the_cursor_at_its_end() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.press("down", "a")
        app.form.set_value("reason", "accounts")
        await pilot.press("!")
        assert app.form.values["reason"] == "accounts!"


@pytest.mark.parametrize(("places", "shown"), [(0, "[renewed]  extended  …"), (2, " extended  [churned]")])
async def test_a_narrow_window_shows_the_chosen_word_and_says_that_there_are_more(places: int, shown: str) -> None:
    app = FormApp()
    async with app.run_test(size=(17 + 26, 10)) as pilot:
        await pilot.press(*["right"] * places)
        assert shown in str(app.query_one(ChoiceLine).render())
        assert app.query_one(ChoiceLine).render().cell_length <= 26


class NoteApp(App[None]):
    """A form with a note between two lines."""

    def __init__(self, value: str = "one\ntwo") -> None:
        super().__init__()
        self.form = Form((Line("name", "Name"), Line("notes", "Notes", value, several=True), Line("tags", "Tags")))
        self.submitted: list[Form.Submitted] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_line("notes")

    def on_form_submitted(self, event: Form.Submitted) -> None:
        self.submitted.append(event)


async def test_a_note_keeps_its_lines_and_enter_adds_one() -> None:
    app = NoteApp()
    async with app.run_test() as pilot:
        assert app.form.values["notes"] == "one\ntwo"
        await pilot.press("enter", "x")
        assert app.submitted == []
        await pilot.press("ctrl+s")
        assert [event.values["notes"] for event in app.submitted] == ["one\ntwo\nx"]


async def test_arrows_walk_through_a_note_and_out_of_it() -> None:
    app = NoteApp()
    async with app.run_test() as pilot:
        await pilot.press("up", "down", "down", "t", "up", "up", "up", "n")
        assert app.form.values == {"name": "n", "notes": "one\ntwo", "tags": "t"}


async def test_a_paste_into_a_note_is_made_plain_and_keeps_its_lines() -> None:
    app = NoteApp("")
    async with app.run_test() as pilot:
        assert app.focused is not None
        app.post_message(Paste("a\x1b]52;c;eA==\x07b\r\n[/c]\td"))
        await pilot.pause()
        assert app.form.values["notes"] == "ab\n[/c] d"
