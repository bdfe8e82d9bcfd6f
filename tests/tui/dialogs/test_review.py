from __future__ import annotations

from datetime import date

from core.usecases.review import RecordReview, record_review
from tests.tui.driving import DAY, driven, press, screen_text
from tui.screens.evidence import EvidenceScreen


async def test_a_review_begins_with_the_tally_and_the_measures_and_keeps_both() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "V")
        text = screen_text(app)
        assert "94 customers answered in 180 days" in text
        assert "Leading, as read on 22 Nov 2026" in text
        assert "20 Feb 2027" in text

        await press(app, pilot, *" Ana: fine", "down", *"Keep it", "enter")

        review = app.desk.book.reviews[1]
        assert review.heard.startswith("94 customers answered")
        assert review.heard.endswith("feels like sales 14. Ana: fine")
        assert (review.decision, review.on, review.next_on) == ("Keep it", DAY, date(2027, 2, 20))
        assert review.measures.startswith("Leading, as read on 22 Nov 2026:\nExpectations: 78")


async def test_the_model_room_says_that_a_review_is_due_until_it_is_held() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5")
        assert "due since 28 Oct 2025; V writes it down" in screen_text(app)

        await press(app, pilot, "V", "down", *"Keep it", "enter")
        assert "due since" not in screen_text(app)
        await press(app, pilot, "u")
        assert "due since 28 Oct 2025" in screen_text(app)


async def test_a_review_without_a_decision_is_refused_and_keeps_what_was_typed() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "V", *"!!", "enter")

        assert "Say what was decided" in screen_text(app)
        assert not app.desk.heads
        await press(app, pilot, "down", *"Go on", "enter")
        assert app.desk.book.reviews[1].heard.endswith("!!")


async def test_a_day_that_is_none_or_past_is_told_beside_the_form() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "V", "down", *"Go on", "down", *"x", "enter")
        assert "“20 Feb 2027x” is not a day I can read" in screen_text(app)
        assert not app.desk.heads

        await press(app, pilot, *["backspace"] * 12, *"today", "enter")
        assert "The next review would be on 22 Nov 2026" in screen_text(app)
        assert not app.desk.heads


async def test_the_measures_scroll_while_the_form_is_filled_in() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "V")
        assert "Findings: LOAD-OVER" not in screen_text(app)

        await press(app, pilot, *["pagedown"] * 6)
        assert "Findings: LOAD-OVER" in screen_text(app)


async def test_past_reviews_are_listed_and_read_in_full() -> None:
    async with driven() as (app, pilot):
        for on, decision in ((date(2026, 6, 1), "Try pools"), (date(2026, 9, 1), "Keep pools")):
            await app.change(record_review, RecordReview(on, "Heard", decision, date(2027, 1, 4)), tell=False)
        await press(app, pilot, "5", "E", "tab", "tab", "tab")
        screen = app.screen
        assert isinstance(screen, EvidenceScreen)
        assert [row.decision for row in screen.table.rows] == ["Keep pools", "Try pools"]
        assert "The next review is due on 4 Jan 2027." in screen_text(app)

        await press(app, pilot, "j", "enter")
        assert "Review of 1 Jun 2026" in screen_text(app)
        assert "Leading, as read on" in screen_text(app)
        await press(app, pilot, "escape")
        assert app.screen is screen
