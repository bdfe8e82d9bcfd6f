from __future__ import annotations

from textual.pilot import Pilot

from core.schema import revise
from core.usecases.policy import POLICY_FIELDS
from core.words import AccountStatus, Touch
from tests.core.usecases.world import ACME, BOREALIS, world
from tests.tui.driving import demo, driven, press, screen_text, settled, toasts
from tui.app import Bookshift
from tui.screens.figures import FiguresScreen
from tui.screens.findings import FindingsScreen
from widgets.form import Form


async def fill(app: Bookshift, pilot: Pilot[None], **texts: str) -> None:
    """Fill in the form on top and save it."""
    form, below = app.screen.query_one(Form), app.screen
    for key, text in texts.items():
        form.set_value(key, text)
    await pilot.pause()
    form.action_submit()
    await settled(app, pilot, below)


async def figures_of(app: Bookshift, pilot: Pilot[None], name: str) -> FiguresScreen:
    """The page of figures, opened by its key, with the cursor on one."""
    if not isinstance(app.screen, FiguresScreen):
        await press(app, pilot, "comma")
    page = app.screen
    assert isinstance(page, FiguresScreen)
    page.table.move_to(next(row.id for row in page.table.rows if row.name == name))
    await pilot.pause()
    return page


async def test_a_figure_is_changed_with_its_range_and_source_in_sight_and_given_its_standard_again() -> None:
    async with driven(book=world()) as (app, pilot):
        page = await figures_of(app, pilot, "fill_to")
        await press(app, pilot, "d")
        assert "fill_to has its standard value." in toasts(app)[-1]
        await press(app, pilot, "enter")
        assert "From 1 to 150. Standard: 95." in " ".join(screen_text(app).replace("│", " ").split())
        await fill(app, pilot, value="999")
        assert "must be 1 to 150" in screen_text(app)
        await fill(app, pilot, value="90", reason="slow season")
        assert (app.desk.book.policy.fill_to, app.desk.heads[-1].why) == (90, "slow season")
        await press(app, pilot, "d")
        assert app.desk.book.policy.fill_to == 95
        assert {row.name for row in page.table.rows if row.figure is not None} == {one.name for one in POLICY_FIELDS}


async def test_a_rate_joins_those_there_are_and_an_empty_line_clears_nothing() -> None:
    async with driven(book=world()) as (app, pilot):
        await figures_of(app, pilot, "rates")
        await press(app, pilot, "e")
        await fill(app, pilot, value="EUR 1.1 from 2026-01-01")
        await press(app, pilot, "e")
        await fill(app, pilot, reason="none given")
        assert "has no standard value" in screen_text(app)
        await fill(app, pilot, value="GBP 1.3 from 2026-01-01")
        assert [rate.currency for rate in app.desk.book.policy.rates] == ["EUR", "GBP"]


async def test_segments_roles_and_pools_are_added_and_edited_and_a_pool_is_archived() -> None:
    async with driven(book=world()) as (app, pilot):
        await figures_of(app, pilot, "ent")
        await press(app, pilot, "d")
        assert "A segment stays" in toasts(app)[-1]
        await press(app, pilot, "e")
        await fill(app, pilot, touch="mid")
        assert app.desk.book.segments[1].touch is Touch.MID
        await press(app, pilot, "n", "r")
        await fill(app, pilot, title="Trainer")
        assert "A key is needed." in screen_text(app)
        await fill(app, pilot, key="trainer", client="no")
        assert [(role.key, role.client) for role in app.desk.book.roles.all()][-1] == ("trainer", False)
        await press(app, pilot, "n", "s")
        await fill(app, pilot, key="tiny", title="Tiny")
        made = app.desk.book.segments[4]
        assert (made.key, made.touch, made.order) == ("tiny", Touch.MID, 4)
        await press(app, pilot, "n", "p")
        await fill(app, pilot, key="north", title="North", members="Ben Ode 50")
        assert app.desk.book.pools[2].members[0].share == 50
        await figures_of(app, pilot, "north")
        await press(app, pilot, "d", "y")
        assert app.desk.book.pools[2].archived


async def test_a_finding_is_accepted_with_a_reason_until_a_day_listed_and_counts_again() -> None:
    async with driven(book=demo()) as (app, pilot):
        app.push_screen(FindingsScreen("LOAD-OVER"))
        await settled(app, pilot)
        await press(app, pilot, "A")
        await fill(app, pilot, reason="told the board", until="+60d")
        accepted = app.desk.book.acceptances.all()
        assert [(one.code, one.reason) for one in accepted] == [("LOAD-OVER", "told the board")]
        app.pop_screen()
        await press(app, pilot, "5", "w")
        assert "told the board" in screen_text(app)
        await press(app, pilot, "A")
        assert not list(app.desk.book.acceptances.all())


async def test_a_customer_who_left_comes_back_and_an_archived_account_is_brought_back() -> None:
    gone = revise(BOREALIS, status=AccountStatus.CHURNED, churn_reason="price")
    book = world(accounts=[gone, revise(ACME, archived=True)])
    async with driven(book=book) as (app, pilot):
        app.show_accounts("is:churned")
        await settled(app, pilot)
        await press(app, pilot, "r")
        assert "left: price" in screen_text(app)
        await fill(app, pilot, until="2027-11-01", arr="90k")
        back = app.desk.book.accounts[1]
        assert (back.is_active, back.arr) == (True, 9_000_000)
        app.show_accounts("is:archived")
        await settled(app, pilot)
        await press(app, pilot, "d")
        assert not app.desk.book.accounts[2].archived


async def test_accounts_are_marked_locked_and_escalated_where_they_are_listed() -> None:
    async with driven(book=world()) as (app, pilot):
        await press(app, pilot, "asterisk", "K", "y")
        assert all(account.key_account for account in app.desk.book.accounts.all())
        await press(app, pilot, "O")
        await fill(app, pilot, until="2026-11-01")
        assert "not after today" in " ".join(screen_text(app).replace("│", " ").split())
        await fill(app, pilot, until="+30d", reason="sponsor")
        assert app.desk.heads[-1].why == "sponsor"
        assert all(account.locked_until for account in app.desk.book.accounts.all())
        assert "★= Acme Glass" in screen_text(app)
        await press(app, pilot, "O")
        await fill(app, pilot, what="unlock")
        assert not any(account.locked_until for account in app.desk.book.accounts.all())
        await press(app, pilot, "escape", "X")
        await fill(app, pilot, reason="Outage")
        assert "★! Acme Glass" in screen_text(app)
        (escalated,) = (account for account in app.desk.book.accounts.all() if account.is_escalated)
        await press(app, pilot, "X")
        await fill(app, pilot, on="today")
        assert not app.desk.book.accounts[escalated.id].is_escalated
