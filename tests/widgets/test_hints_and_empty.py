from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from widgets.empty import Empty
from widgets.key_hints import Hint, KeyHints, fitting

Drawn = Callable[[App[None]], list[str]]

BOOK = (
    Hint("/", "Filter"),
    Hint("space", "Mark"),
    Hint("a", "Assign"),
    Hint("c", "Conversation"),
    Hint("s", "Sort"),
    Hint("u", "Undo"),
    Hint("?", "Help"),
)


def test_the_seven_keys_of_the_book_fit_into_80_columns() -> None:
    assert fitting(BOOK, 78) == BOOK


def test_the_last_before_help_gives_way_first() -> None:
    assert [hint.key for hint in fitting(BOOK, 54)] == ["/", "space", "a", "c", "?"]
    assert [hint.key for hint in fitting(BOOK, 10)] == ["?"]


def test_never_more_than_seven() -> None:
    more = (*BOOK[:-1], Hint("x", "Export"), Hint("?", "Help"))
    assert [hint.key for hint in fitting(more, 500)] == ["/", "space", "a", "c", "s", "u", "?"]


def test_no_hints_are_no_hints() -> None:
    assert fitting((), 80) == ()


@given(st.lists(st.builds(Hint, st.text(max_size=5), st.text(max_size=12)), min_size=2, max_size=9), st.integers(0, 90))
def test_the_line_overflows_only_by_its_last_hint(hints: list[Hint], width: int) -> None:
    shown = fitting(hints, width)
    assert shown[-1] == hints[-1]
    assert len(shown) == 1 or cell_len("  ".join(hint.text for hint in shown)) <= width


class PlaceApp(App[None]):
    """An empty place with its keys below."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[Hint] = []

    def compose(self) -> ComposeResult:
        yield Empty("No accounts [/EMEA] yet.", [Hint("i", "Import a file"), Hint("ctrl+d", "Open the demo book")])
        yield KeyHints(BOOK)

    def on_key_hints_chosen(self, event: KeyHints.Chosen) -> None:
        self.chosen.append(event.hint)


async def test_an_empty_place_says_what_to_press(drawn: Drawn) -> None:
    app = PlaceApp()
    async with app.run_test(size=(40, 7)):
        assert drawn(app)[:6] == [
            "",
            "        No accounts [/EMEA] yet.",
            "",
            "            i  Import a file",
            "       ctrl+d  Open the demo book",
            "",
        ]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, " / Filter  space Mark  a Assign  c Conversation  s Sort  u Undo  ? Help"),
        (40, " / Filter  space Mark  a Assign  ? Help"),
        (6, " ? H…"),
    ],
)
async def test_the_footer_never_overflows(width: int, line: str, drawn: Drawn) -> None:
    app = PlaceApp()
    async with app.run_test(size=(width, 7)):
        assert drawn(app)[-1] == line


async def test_a_click_on_a_key_says_which() -> None:
    app = PlaceApp()
    async with app.run_test(size=(80, 7)) as pilot:
        await pilot.click(KeyHints, offset=(14, 0))
        await pilot.click(KeyHints, offset=(79, 0))
        assert app.chosen == [BOOK[1]]
