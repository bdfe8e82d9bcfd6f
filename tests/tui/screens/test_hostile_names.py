"""Names as files bring them: no screen takes them for markup, none hands them to the terminal as they are."""

from __future__ import annotations

from datetime import date

import pytest
from rich.cells import cell_len

from core.book.book import Book
from core.organisation import Draft as SavedDraft
from core.organisation import Plan, PlanLine
from core.people import Leave
from tests.core.drafts import Draft
from tests.tui.comparing import begun
from tests.tui.driving import NARROW, WIDE, driven, press, screen_text, settled
from tui.comparison import Comparison

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


TITLE = "Acme [/EMEA] :smile: \x1b[31m漢字 " + "wide 漢字 " * 25
MODELS_WALK = (
    ("5", "d"),
    ("enter", "j", "j"),
    ("enter",),
    ("escape", "A"),
    ("escape", "c"),
    ("enter",),
    ("escape", "b", "tab"),
)
"""Drafts, the draft, one line of it, adopting it; comparing, all that it comes to, side by side."""


async def test_no_screen_of_drafts_breaks_on_the_name_of_one() -> None:
    line = PlanLine(model="generalist", title=TITLE)
    plan = Plan(id=0, title=TITLE, lines=(line,))
    async with driven(NARROW, hostile()) as (app, pilot):
        assert app.outlook is not None
        app.comparison = Comparison(app.outlook, begun(models=1).known)
        app.house.drafts.write(SavedDraft(id=0, title=TITLE, plan=plan))
        for keys in MODELS_WALK:
            await press(app, pilot, *keys)
            await settled(app, pilot)
            shown = [strip.text for strip in app.screen._compositor.render_strips()]

            assert not [text for text in shown if not text.isprintable()], keys
            assert not [text for text in shown if cell_len(text) != NARROW[0]], keys
            assert any("Acme [/EMEA]" in text for text in shown), keys


async def test_a_name_is_shown_with_its_brackets() -> None:
    async with driven(WIDE, hostile()) as (app, pilot):
        await press(app, pilot, "3")

        assert "Acme [/EMEA]" in screen_text(app)
        assert "[b]Bold[/b] :smile:" in screen_text(app)
