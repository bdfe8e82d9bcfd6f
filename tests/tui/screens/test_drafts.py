from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from core.organisation import Draft, Plan, PlanLine
from core.people import RoleShare
from core.schema import revise
from core.words import Duty, Touch
from tests.tui.comparing import compared
from tests.tui.driving import demo, driven, press, screen_text, settled, toasts
from tui.app import Bookshift
from tui.dialogs.draft import PartDialog
from tui.draft_rows import Part
from tui.screens.draft import DraftScreen
from tui.screens.drafts import DraftsScreen
from widgets.form import Form


async def begin(app: Bookshift, pilot: Pilot[None], start: str = "plan", **values: str) -> DraftScreen:
    """A new draft named Next, opened."""
    await press(app, pilot, "5", "d", "n")
    await fill(app, pilot, title="Next", **values, start=start)
    return cast("DraftScreen", app.screen)


async def opened(app: Bookshift, pilot: Pilot[None], model: str = "generalist") -> DraftScreen:
    """A draft named Next with one model for every account, opened."""
    plan = Plan(id=0, title="Next", lines=(PlanLine(model=model),))
    screen = DraftScreen(app.house.drafts.write(Draft(id=0, title="Next", plan=plan)))
    await app.push_screen(screen)
    await settled(app, pilot)
    return screen


async def fill(app: Bookshift, pilot: Pilot[None], **values: str) -> None:
    """Fill lines of the form on top, whatever it says already, and submit it."""
    form = app.screen.query_one(Form)
    for key, value in values.items():
        form.set_value(key.replace("__", "-"), value)
    await settled(app, pilot)
    await press(app, pilot, "enter")


async def add(app: Bookshift, pilot: Pilot[None], letter: str, **values: str) -> None:
    """Add a part to the open draft."""
    await press(app, pilot, "n", letter)
    await fill(app, pilot, **values)


def move_to(screen: DraftScreen, part: Part, place: int = 1) -> None:
    """Put the cursor on a part."""
    row = next(row for row in screen.table.rows if row.part is part and row.place == place)
    screen.table.move_to(row.id)


def kept(app: Bookshift) -> Draft:
    """The draft that was written last."""
    return app.house.drafts.all()[-1]


async def test_a_draft_is_begun_from_the_plan_a_model_or_nothing_and_kept_at_once() -> None:
    async with driven() as (app, pilot):
        await begin(app, pilot)
        assert [line.model for line in kept(app).plan.lines] == ["generalist"]

        await press(app, pilot, "escape", "n")
        await fill(app, pilot, title="Pools", model="pooled")
        assert [line.model for line in kept(app).plan.lines] == ["pooled"]
        assert kept(app).plan.lines[0].pool == "team"

        await press(app, pilot, "escape", "n")
        await fill(app, pilot, title="Nothing", start="nothing", day="+30d")
        assert kept(app).plan.lines == ()
        assert "196 accounts fall under no line of the plan" in " ".join(screen_text(app).split())

        await press(app, pilot, "escape")
        rows = cast("DraftsScreen", app.screen).table.rows
        assert [row.draft.title for row in rows] == ["Nothing", "Pools", "Next"]


async def test_a_name_that_is_taken_is_refused_in_the_form() -> None:
    async with driven() as (app, pilot):
        await begin(app, pilot)
        await press(app, pilot, "escape", "n")
        await fill(app, pilot, title="next")
        assert "There is a draft next already" in screen_text(app)
        assert len(app.house.drafts.all()) == 1


async def test_lines_are_added_before_the_cursor_changed_moved_and_taken_out() -> None:
    async with driven() as (app, pilot):
        screen = await opened(app, pilot)
        move_to(screen, Part.LINE)
        await add(app, pilot, "l", scope="seg:small", model="pooled", serve__mid="tech", duty__renewal="outside:sales")
        line = kept(app).plan.lines[0]
        assert (line.scope, line.model, line.pool) == ("seg:small", "pooled", "team")
        assert line.serve == ((Touch.MID, Touch.TECH),)
        assert line.duties == ((Duty.RENEWAL, "outside:sales"),)
        assert [pool.key for pool in kept(app).pools] == ["team"]
        rows = [row for row in screen.table.rows if row.part is Part.LINE]
        assert [row.accounts for row in rows] == [38, 158]
        assert screen.table.current in rows

        move_to(screen, Part.LINE, 1)
        await press(app, pilot, "J")
        assert [one.model for one in kept(app).plan.lines] == ["generalist", "pooled"]
        assert "earlier lines take the 38 accounts it fits" in " ".join(screen_text(app).split())

        move_to(screen, Part.LINE, 2)
        await press(app, pilot, "enter")
        await fill(app, pilot, unmanaged="free tier")
        assert kept(app).plan.lines[1].unmanaged == "free tier"
        assert kept(app).plan.lines[1].model == ""

        await press(app, pilot, "d")
        assert [one.model for one in kept(app).plan.lines] == ["generalist"]

        move_to(screen, Part.LINE)
        await press(app, pilot, "d")
        assert any("at least one line" in said for said in toasts(app))


async def test_every_step_is_taken_back_and_taken_again() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot)
        first = kept(app)
        await add(app, pilot, "g", person="Ben Okafor")
        second = kept(app)
        assert second.leavers

        await press(app, pilot, "u")
        assert kept(app) == first
        assert not app.desk.heads

        await press(app, pilot, "ctrl+r")
        assert kept(app) == second

        await press(app, pilot, "u", "u")
        assert any("No step of this draft" in said for said in toasts(app))


async def test_a_part_that_cannot_be_stays_in_its_form_with_the_reason() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot)
        before = kept(app)
        await add(app, pilot, "l", scope="health<50", model="pooled")

        assert "health" in screen_text(app)
        assert isinstance(app.screen, PartDialog)
        await press(app, pilot, "escape")
        assert kept(app) == before


async def test_roles_are_suggested_taken_pinned_and_follow_each_step() -> None:
    async with driven() as (app, pilot):
        screen = await opened(app, pilot, "specialist")
        await press(app, pilot, "r")
        suggested = [row for row in screen.table.rows if row.part is Part.SUGGESTED]
        assert len(suggested) == 1
        assert "CSM → Renewal manager" in suggested[0].text
        person = suggested[0].place

        screen.table.move_to(suggested[0].id)
        await press(app, pilot, "p")
        pinned = kept(app).role_changes
        assert [(one.person, one.roles) for one in pinned] == [(person, app.desk.book.people[person].roles)]
        again = [row for row in screen.table.rows if row.part is Part.SUGGESTED]
        assert again
        assert again[0].place != person

        screen.table.move_to(again[0].id)
        await press(app, pilot, "a")
        assert {one.person for one in kept(app).role_changes} == {person, again[0].place}
        assert not [row for row in screen.table.rows if row.part is Part.SUGGESTED]

        move_to(screen, Part.ROLE, again[0].place)
        await press(app, pilot, "enter")
        await fill(app, pilot, roles="csm 50, renewal_manager 50")
        changed = next(one for one in kept(app).role_changes if one.person == again[0].place)
        assert changed.roles == (RoleShare(role="csm", share=50), RoleShare(role="renewal_manager", share=50))


async def test_hires_pools_overlays_overrides_name_and_day_are_drawn_up() -> None:
    async with driven() as (app, pilot):
        screen = await opened(app, pilot)
        await add(app, pilot, "h", role="support_engineer", starts="+60d", title="Engineer")
        await add(app, pilot, "p", members="Ben Okafor 50, hire 1 20", title="Scaled", limit="12")
        await add(
            app,
            pilot,
            "o",
            title="Technical support",
            scope="complexity:complex",
            assists="support",
            roles="support_engineer",
            hours__high="1.5",
            relieves="support 50",
        )
        await add(app, pilot, "s", scope="industry:retail", touch="high")
        draft = kept(app)
        assert [(one.name, one.roles[0].role) for one in draft.vacancies] == [("Engineer", "support_engineer")]
        pool = draft.pools[0]
        assert (pool.key, pool.open_limit) == ("scaled", 12)
        assert sorted(member.share for member in pool.members) == [20, 50]
        assert draft.vacancies[0].id in {member.person for member in pool.members}
        overlay = draft.plan.overlays[0]
        assert (overlay.key, overlay.relieves) == ("technical_support", ((Duty.SUPPORT, 50),))
        assert overlay.hours is not None
        assert overlay.hours.high == 150
        assert draft.overrides[0].touch is Touch.HIGH

        move_to(screen, Part.HIRE)
        await press(app, pilot, "enter")
        await fill(app, pilot, fte="80")
        assert [(one.id, one.fte) for one in kept(app).vacancies] == [(draft.vacancies[0].id, 80)]
        move_to(screen, Part.TITLE)
        await press(app, pilot, "enter")
        await fill(app, pilot, title="Next year")
        move_to(screen, Part.DAY)
        await press(app, pilot, "enter")
        await fill(app, pilot, day="+30d")
        assert kept(app).title == "Next year"
        assert kept(app).effective is not None

        for part in (Part.HIRE, Part.POOL, Part.OVERLAY, Part.SET):
            move_to(screen, part)
            await press(app, pilot, "d")
        assert revise(kept(app), title=draft.title, effective=None, plan=draft.plan) == revise(
            draft, vacancies=(), pools=(), overrides=()
        )
        assert kept(app).plan.overlays == ()


async def test_the_plan_is_written_to_a_file_and_taken_from_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven() as (app, pilot):
        screen = await opened(app, pilot)
        move_to(screen, Part.LINE)
        await add(app, pilot, "l", scope="seg:small", model="pooled")
        await press(app, pilot, "f", "enter")
        plan = kept(app).plan
        assert (tmp_path / "next.toml").is_file()

        move_to(screen, Part.LINE)
        await press(app, pilot, "d", "f")
        await fill(app, pilot, deed="load")
        assert kept(app).plan == plan

        (tmp_path / "next.toml").write_text("[[line]]\nmodel = 3\n", encoding="utf-8")
        await press(app, pilot, "f")
        await fill(app, pilot, deed="load", file="next.toml")
        assert any("next.toml, line 1" in said for said in toasts(app))
        assert kept(app).plan == plan


async def test_a_draft_whose_people_left_since_says_so_and_is_not_adopted() -> None:
    book = demo()
    gone = revise(book.people[3], archived=True)
    async with driven() as (app, pilot):
        await opened(app, pilot)
        await add(app, pilot, "r", person="P3", roles="csm 50")
        changed = kept(app)
    people = {**{person.id: person for person in book.people.all()}, 3: gone}
    after = type(book).of(
        {**{name: table.all() for name, table in book.tables.items()}, "people": tuple(people.values())}
    )
    async with driven(book=after) as (app, pilot):
        app.house.drafts.write(revise(changed, id=0))
        await press(app, pilot, "5", "d")
        assert "1 problem" in screen_text(app)
        assert gone.name in screen_text(app)

        await press(app, pilot, "A", "enter")
        assert "cannot be adopted as it is" in " ".join(screen_text(app).split())
        assert "Press esc and change the draft." in screen_text(app)
        assert not app.desk.heads


async def test_a_plan_that_leaves_accounts_without_a_line_says_so_first_with_the_number() -> None:
    plan = Plan(id=0, title="Next", lines=(PlanLine(scope="seg:small", model="generalist"),))
    async with driven() as (app, pilot):
        screen = DraftScreen(app.house.drafts.write(Draft(id=0, title="Next", plan=plan)))
        await app.push_screen(screen)
        await press(app, pilot, "A")
        told = " ".join(screen_text(app).split())

        assert "158 accounts fall under no line of the plan: nobody serves them" in told
        assert told.index("158 accounts") < told.index("Roles") < told.index("Moves")


async def test_a_draft_is_thrown_away_after_asking() -> None:
    async with driven() as (app, pilot):
        await begin(app, pilot)
        await press(app, pilot, "escape", "d", "n")
        assert len(app.house.drafts.all()) == 1

        await press(app, pilot, "d", "y")
        assert app.house.drafts.all() == ()
        assert "There is no draft yet. Press n to begin one, or c, then n on a row." in screen_text(app)


async def test_compare_opens_with_the_cursor_on_the_draft() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot)
        app.comparison = compared()
        await press(app, pilot, "c")
        row = app.screen.query_one("RowTable").current  # type: ignore[attr-defined]  # the table of rows compared

        assert row.standing.title == "Next"
        assert row.figures is not None


async def test_overloads_are_mended_too_until_that_is_taken_out_again() -> None:
    async with driven() as (app, pilot):
        screen = await opened(app, pilot)
        await press(app, pilot, "n", "m")
        assert kept(app).mend_overloads
        move_to(screen, Part.MEND)
        assert "books that are over give" in screen_text(app)
        await press(app, pilot, "enter")
        assert "Press d" in toasts(app)[-1]
        await press(app, pilot, "A")
        said = " ".join(screen_text(app).split())
        assert "by choice" in said
        assert "No assignment under this plan scores below" in said
        await press(app, pilot, "escape", "d")
        assert not kept(app).mend_overloads
        assert not [row for row in screen.table.rows if row.part is Part.MEND]
