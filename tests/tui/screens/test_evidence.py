from __future__ import annotations

from typing import cast

from textual.pilot import Pilot

from core.models.fit.evidence import evidence
from core.models.fit.unasked import not_asked
from core.usecases.review import SetAnswer, set_answer
from core.words import Expectation
from tests.tui.driving import MOMENT, driven, press, screen_text, toasts
from tui.app import Bookshift
from tui.screens.evidence import EvidenceScreen
from tui.screens.model import ModelScreen


def page(app: Bookshift) -> EvidenceScreen:
    return cast("EvidenceScreen", app.screen)


async def open_model(app: Bookshift, pilot: Pilot[None], key: str) -> None:
    """The evidence on one model, through the models of the Model room."""
    await press(app, pilot, "5", "tab")
    models = cast("ModelScreen", app.screen).models
    models.move_to(next(card.id for card in models.rows if card.key == key))
    await press(app, pilot, "E")


async def test_from_the_findings_the_evidence_on_every_model_is_shown() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E")
        outlook = app.outlook
        assert outlook is not None

        expected = evidence(outlook.book, MOMENT, outlook.seating, outlook.ledger)
        assert [row.line for row in page(app).table.rows] == list(expected)
        assert "Every model: 8 for, 8 against, 0 not heard enough" in screen_text(app)


async def test_from_a_model_only_the_lines_about_it_are_shown_until_all_are_asked_for() -> None:
    async with driven() as (app, pilot):
        await open_model(app, pilot, "pooled")
        assert page(app).table.rows
        assert all("pooled" in row.line.speaks for row in page(app).table.rows)

        await press(app, pilot, "w")
        assert not all("pooled" in row.line.speaks for row in page(app).table.rows)
        await press(app, pilot, "w")
        assert all("pooled" in row.line.speaks for row in page(app).table.rows)


async def test_the_line_under_the_cursor_is_told_with_number_n_rule_and_source() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E")

        text = screen_text(app)
        assert "83 % (n = 94 customers), held against 80 %" in text
        assert "Gainsight article; threshold ours; 22 Nov 2026" in text
        assert "anything less speaks against the model in" in text


async def test_what_was_heard_is_counted_by_one_grouping_after_the_other() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E", "b")
        seen = []
        for _ in range(5):
            seen.append(tuple(row.heard.title for row in page(app).table.rows)[:2])
            await press(app, pilot, "b")

        assert seen == [
            ("Enterprise", "Mid-market"),
            ("onboarding", "adoption"),
            ("Ana Ruiz", "Ben Okafor"),
            ("before the first model", "One owner for everything"),
            ("all customers",),
        ]
        assert page(app).table.rows[0].heard.title == "Enterprise"


async def test_a_customer_nobody_asked_opens_and_is_asked_from_the_list() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E", "tab", "tab")
        outlook = app.outlook
        assert outlook is not None
        expected = [one.account for one in not_asked(outlook.book, MOMENT, outlook.seating)]
        assert [row.id for row in page(app).table.rows] == expected

        await press(app, pilot, "enter")
        assert type(app.screen).__name__ == "AccountScreen"
        await press(app, pilot, "escape", "c", *"Fine", "down", "down", "down", "down", "down", "right", "enter")

        assert app.desk.book.conversations_of(expected[0])[-1].expectation is Expectation.YES
        assert [row.id for row in page(app).table.rows] == expected[1:]


async def test_a_conversation_needs_an_account_of_that_list() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E", "c")

        assert any("the accounts that nobody asked" in said for said in toasts(app))


async def test_an_answer_is_given_on_the_page_and_becomes_evidence_at_once() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E", "a", "right", "enter")

        assert app.desk.book.policy.product_complexity == "low"
        assert [row.line.name for row in page(app).table.rows].count("product complexity") == 2


async def test_an_answer_is_taken_back_on_the_page() -> None:
    async with driven() as (app, pilot):
        await app.change(set_answer, SetAnswer("product_complexity", "low"), tell=False)
        await press(app, pilot, "5", "E", "a", "left", "enter")

        assert app.desk.book.policy.product_complexity is None


async def test_enter_on_a_line_sets_what_it_is_held_against() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E", "enter")
        assert "customers with a plain yes, percent (1 to 100; standard 80)" in screen_text(app)
        await press(app, pilot, "down", "backspace", "backspace", *"90", "enter")

        first = page(app).table.rows[0].line
        assert (first.name, first.side.value, first.threshold) == ("expectation met", "against", 9_000)


async def test_a_threshold_that_is_refused_stays_on_the_screen_with_the_reason() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E", "t", "down", *"000", "enter")
        assert "must be 1 to 100" in screen_text(app)
        await press(app, pilot, "x", "enter")

        assert "is no number" in screen_text(app)
        assert not app.desk.heads


async def test_an_answer_has_no_threshold_and_says_so() -> None:
    async with driven() as (app, pilot):
        await app.change(set_answer, SetAnswer("product_complexity", "low"), tell=False)
        await press(app, pilot, "5", "E")
        rows = page(app).table.rows
        page(app).table.move_to(next(row.id for row in rows if row.line.name == "product complexity"))
        await press(app, pilot, "t")

        assert any("your own answer" in said for said in toasts(app))


async def test_what_interviews_say_is_shown_but_not_copied() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E")
        rows = page(app).table.rows
        page(app).table.move_to(next(row.id for row in rows if row.line.private))
        await press(app, pilot, "y")
        assert not app.clipboard

        page(app).table.move_to(rows[0].id)
        await press(app, pilot, "y")
        assert "78 of 94 customers" in app.clipboard


async def test_escape_goes_back_to_the_lines_and_then_to_the_models() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "E", "tab", "escape")
        assert page(app).table.id == "lines"

        await press(app, pilot, "escape")
        assert isinstance(app.screen, ModelScreen)
