from __future__ import annotations

from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Input

from core.query.complete import complete
from widgets.filter_bar import FilterBar

Drawn = Callable[[App[None]], list[str]]


class FilterApp(App[None]):
    """A filter bar and what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = FilterBar("owner:ana")
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.bar

    def keep(self, message: Message) -> None:
        self.said.append(message)

    on_filter_bar_changed = keep
    on_filter_bar_submitted = keep
    on_filter_bar_cancelled = keep


async def test_one_line_holds_label_text_and_summary(drawn: Drawn) -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 3)) as pilot:
        app.bar.show_summary("38 of 1,840 · 4.2M · 96 h/mo")
        await pilot.pause()
        assert drawn(app)[:2] == ["/ owner:ana                     38 of 1,840 · 4.2M · 96 h/mo", ""]


async def test_every_key_is_told_and_enter_submits() -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 3)) as pilot:
        app.said.clear()
        app.bar.focus()
        await pilot.press("space", "q", "enter")
        changed = [said.text for said in app.said if isinstance(said, FilterBar.Changed)]
        assert changed == ["owner:ana ", "owner:ana q"]
        submitted = app.said[-1]
        assert isinstance(submitted, FilterBar.Submitted)
        assert (submitted.text, submitted.control) == ("owner:ana q", app.bar)


async def test_escape_cancels_and_down_goes_on() -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 3)) as pilot:
        app.bar.focus()
        app.said.clear()
        await pilot.press("down", "escape")
        assert [type(said) for said in app.said] == [FilterBar.Submitted, FilterBar.Cancelled]


async def test_a_text_set_by_the_program_is_not_told() -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 3)) as pilot:
        app.said.clear()
        app.bar.set_text("seg:ent")
        await pilot.pause()
        assert app.said == []
        assert app.bar.text == "seg:ent"
        app.bar.focus()
        await pilot.press("x")
        assert app.bar.text == "seg:entx"


async def test_a_mistake_is_said_in_the_same_line_and_underlined_from_its_place(drawn: Drawn) -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 3)) as pilot:
        app.bar.show_summary("38 of 1,840")
        app.bar.show_error("no field 'ownr', did you mean owner?", 6)
        await pilot.pause()
        assert drawn(app)[:2] == ["/ owner:ana       at 7: no field 'ownr', did you mean owner?", ""]
        line = app.bar.query_one(Input).render_line(0)
        underlined = "".join(part.text for part in line if part.style is not None and part.style.underline)
        assert underlined.strip() == "ana"
        app.bar.clear_error()
        await pilot.pause()
        assert drawn(app)[0].endswith(" 38 of 1,840")


async def test_a_pasted_escape_sequence_never_gets_into_the_input() -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 3)):
        app.bar.set_text("\x1b]0;owned\x07acme [/x] \u202e漢字")
        assert app.bar.text == "acme [/x] 漢字"


async def test_a_narrow_line_leaves_room_to_type(drawn: Drawn) -> None:
    app = FilterApp()
    async with app.run_test(size=(24, 3)) as pilot:
        app.bar.show_summary("38 of 1,840 · 4.2M · 96 h/mo")
        await pilot.pause()
        assert drawn(app)[0].startswith("/ ")
        assert app.bar.query_one(Input).size.width >= 8
        assert "…" in drawn(app)[0]


async def test_tab_completes_the_word_before_the_cursor_and_then_offers_the_next() -> None:
    app = FilterApp()
    known = {"owner": ["Ana Ruiz", "Anders Ek", "Ben Ode"]}
    async with app.run_test(size=(60, 3)) as pilot:
        app.bar.complete_by(lambda text, cursor: complete(text, cursor, known))
        app.bar.set_text("seg:ent owner:an")
        app.bar.focus()
        await pilot.press("tab")
        assert app.bar.text == 'seg:ent owner:"Ana Ruiz"'
        await pilot.press("tab")
        assert app.bar.text == 'seg:ent owner:"Anders Ek"'
        await pilot.press("tab", "tab")  # the word any fits too, then it begins anew
        assert app.bar.text == 'seg:ent owner:"Ana Ruiz"'
        changed = [said.text for said in app.said if isinstance(said, FilterBar.Changed)]
        assert changed[-1] == app.bar.text
        app.bar.set_text("own")
        await pilot.press("tab")
        assert app.bar.text == "owner:"


async def test_tab_leaves_the_filter_where_there_is_nothing_to_complete() -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 3)) as pilot:
        left: list[str] = []
        app.screen.focus_next = lambda *_: left.append(app.bar.text)  # type: ignore[method-assign]
        app.bar.focus()
        for text in ("", "owner:zzz", "owner:ana ", "acme"):
            app.bar.complete_by(lambda text, cursor: complete(text, cursor, {"owner": ["Ana Ruiz"]}))
            app.bar.set_text(text)
            await pilot.press("tab")
        assert left == ["", "owner:zzz", "owner:ana ", "acme"]
