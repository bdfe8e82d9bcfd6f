"""Names as files bring them: no screen takes them for markup, none hands them to the terminal as they are."""

from __future__ import annotations

from datetime import date

import pytest

from core.book.book import Book
from core.people import Leave
from tests.core.drafts import Draft
from tests.tui.driving import NARROW, WIDE, driven, press, screen_text

NAMES = ("Acme [/EMEA]", "[b]Bold[/b] :smile:", "\x1b]0;owned\x07Escape", "=cmd|' /C calc'!A0", "עברית 漢字 é\u202e")

WALK = (
    ("3", "j", "j"),
    ("3", "enter", "j", "tab"),
    ("3", "e"),
    ("3", "b", "j", "plus", "P"),
    ("5", "j"),
    ("5", "enter", "m"),
    ("7",),
    ("asterisk", "a", "down"),
    ("ctrl+f", "a"),
    ("X", *"why", "enter", "R", "j"),
    ("comma", "e"),
    ("3", "j", "R", "e"),
)


def hostile() -> Book:
    draft = Draft()
    away = Leave(number=1, since=date(2026, 11, 20), until=date(2027, 2, 1), reason="\x1b[31mprivate")
    people = [draft.person(name, leaves=(away,) if number == 1 else ()) for number, name in enumerate(NAMES)]
    draft.pool("scaled", *people, title="[pool]\x1b[2J")
    for number, name in enumerate(NAMES):
        account = draft.account(name, renews=date(2026, 12, 1), tags=("[tag]",), language="[xx]")
        draft.sits(account, people[number], reason="\x9b31m")
    return draft.book()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("keys", WALK, ids=["-".join(keys) for keys in WALK])
async def test_no_screen_breaks_on_a_name_or_lets_it_steer_the_terminal(
    keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with driven(size, hostile()) as (app, pilot):
        await press(app, pilot, *keys)
        shown = [strip.text for strip in app.screen._compositor.render_strips()]

        assert not [line for line in shown if not line.isprintable()]
        assert not [line for line in shown if any(mark in line for mark in "\x1b\x07\x9b\u202e")]


async def test_a_name_is_shown_with_its_brackets() -> None:
    async with driven(WIDE, hostile()) as (app, pilot):
        await press(app, pilot, "3")

        assert "Acme [/EMEA]" in screen_text(app)
        assert "[b]Bold[/b] :smile:" in screen_text(app)
