from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from core.book.book import Book
from core.desk import Desk, Done, MemoryStore, PastStore
from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.draft import Purpose, RebalanceDraft, Verdict, with_decision
from core.rebalance.proposal import Proposal
from core.rebalance.signing import lists_of
from core.usecases.edit import EditAccount, edit_account
from core.usecases.proposals import Solved, solve_draft
from core.usecases.wizards import Leaves, leaves
from data.store.store import create_store
from tests.core.rebalance.teams import person, team
from tests.tui.driving import MOMENT, NARROW, WIDE, check_golden, demo, driven, press, screen_text, settled, toasts
from tui import rebalance_search
from tui.app import Bookshift
from tui.cli.main import run
from tui.compose import House, snapshots
from tui.dialogs.rebalance_force import ForceDialog
from tui.portrait import Said
from tui.reason_card import ReasonCard
from tui.rebalance_rows import Kind, MoveRow, pair_of
from tui.screens.account import AccountScreen
from tui.screens.rebalance import RebalanceScreen
from tui.session import Session
from widgets.form import Form

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])
RENAMED = EditAccount(40, (("name", "Renamed"),))


def page(app: Bookshift) -> RebalanceScreen:
    return cast("RebalanceScreen", app.screen)


def proposed(app: Bookshift) -> Proposal:
    found = page(app).proposal
    assert found is not None
    return found


def lines(app: Bookshift, *kinds: Kind) -> list[MoveRow]:
    return [row for row in page(app).moves.rows if row.kind in kinds]


def holders(app: Bookshift) -> list[tuple[int, str, int | None]]:
    book = app.desk.book
    return [(t.account, t.seat, t.holder.person) for t in book.holders.values() if t.until is None]


def ends(app: Bookshift, number: int) -> bool:
    return app.desk.book.people[number].ends is not None


def over() -> Book:
    """Ana has 136 h for 100 h, Ben and Chloé have 40 h and 20 h."""
    return team({1: 34, 2: 10, 3: 5}, [person(1, "Ana"), person(2, "Ben"), person(3, "Chloé")])


def shared() -> Book:
    """Ana has 128 h for 100 h; neither Ben nor Chloé has room for all of what is too much."""
    return team({1: 32, 2: 18, 3: 20}, [person(1, "Ana"), person(2, "Ben"), person(3, "Chloé")])


@asynccontextmanager
async def solved(
    book: Book | None = None, size: tuple[int, int] = NARROW
) -> AsyncIterator[tuple[Bookshift, Pilot[None]]]:
    """The screen with its first proposal."""
    async with driven(size, over() if book is None else book) as (app, pilot):
        app.open_proposal()
        await settled(app, pilot)
        yield app, pilot


def priced() -> Book:
    """The same with customers of every size, so that one plan is the best."""
    people = [person(1, "Ana Ruiz"), person(2, "Ben Okafor"), person(3, "Chloé Martin")]
    return team({1: 34, 2: 10, 3: 5}, people, arr={number: 1_700_000 * number for number in range(1, 50)})


# Showing --------------------------------------------------------------------------------------------------------


@SIZES
async def test_moves_figures_proof_and_the_next_keys_are_all_on_the_screen(size: tuple[int, int]) -> None:
    async with solved(size=size) as (app, pilot):
        await press(app, pilot, "j")
        text = screen_text(app)

        assert "36 h over → 0 h · 9 moves (9 chosen, 0 needed)" in text
        assert "Proven best" in text
        assert "Ana gives 9" in text
        assert "136 → 100 %" in text
        for key in ("+ Accept", "- Refuse", "R Solve again", "a Put in force", "t Choices", "? Help"):
            assert key in text
        for label in ("Gives", "Account", "Takes", "If not"):
            assert f"\n {label}" in text


@SIZES
async def test_the_screen_looks_as_it_was_approved(size: tuple[int, int]) -> None:
    async with solved(priced(), size) as (app, pilot):
        await press(app, pilot, "j", "plus", "minus")

        check_golden(f"rebalance-{size[0]}x{size[1]}", app)


async def test_its_dialogs_look_as_they_were_approved() -> None:
    async with solved(priced()) as (app, pilot):
        for name, keys in {"force": ("a",), "sheets": ("P",), "choices": ("t",)}.items():
            await press(app, pilot, *keys)
            check_golden(f"rebalance-{name}-80x24", app)
            await press(app, pilot, "escape")


async def test_loads_follow_what_would_be_made_beside_in_a_wide_window_and_a_key_away_in_a_narrow_one() -> None:
    async with solved(size=WIDE) as (app, pilot):
        assert "136 % critical 100 % full" in screen_text(app)
        await press(app, pilot, "j", "plus")
        assert "136 % critical 132 % critical" in screen_text(app)

        await pilot.resize_terminal(*NARROW)
        await settled(app, pilot)
        assert "136 % critical" not in screen_text(app)
        await press(app, pilot, "tab")
        assert "136 % critical 132 % critical" in screen_text(app)
        await press(app, pilot, "escape", "b", "s")
        assert "Ben gets" in screen_text(app)
        assert page(app).moves.sorted_by is not None


async def test_reasons_that_do_not_fit_say_which_key_shows_them() -> None:
    async with solved(size=(80, 24)) as (app, pilot):
        await press(app, pilot, "j")
        assert "w says all of it" not in screen_text(app)
        card = app.screen.query_one(ReasonCard)
        card.show_lines(card.heading, (*card.said, Said("Caution", "The renewal is near. " * 12)))
        await pilot.pause()

        assert "w says all of it" in screen_text(app)


async def test_enter_opens_the_account_of_a_move_and_escape_leads_back() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "j", "enter")
        assert isinstance(app.screen, AccountScreen)

        await press(app, pilot, "escape")
        assert isinstance(app.screen, RebalanceScreen)


async def test_what_nobody_may_hold_stands_first_with_what_would_change_that() -> None:
    ana, ben = person(1, "Ana", not_for=(1,)), person(2, "Ben", not_for=(1,))
    async with solved(team({1: 3, 2: 2}, [ana, ben])) as (app, pilot):
        first, second = page(app).moves.rows[:2]
        assert (first.name, second.kind, second.name) == ("1 seat without a home", Kind.BLOCKER, "Account 1")

        await press(app, pilot, "j")
        assert "nobody may take it" in screen_text(app)
        assert "a mark not to assign" in screen_text(app)


async def test_the_whole_why_says_what_the_plan_would_be_without_the_move() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "j", "w")

        assert "Without the move of Account" in screen_text(app)
        assert "the plan costs" in screen_text(app)


async def test_what_more_hours_would_save_says_whom_to_hire() -> None:
    async with solved(team({1: 34, 2: 22})) as (app, pilot):
        await press(app, pilot, "H")

        assert "10.0 h of somebody who may take any account would save" in screen_text(app)
        assert "working out" not in screen_text(app)


# Deciding -------------------------------------------------------------------------------------------------------


async def test_solving_again_around_five_refused_moves_keeps_the_others_or_says_why() -> None:
    async with solved() as (app, pilot):
        before = proposed(app)
        await press(app, pilot, "j", "v", "j", "j", "j", "j", "minus")
        refused = page(app).draft.refused
        assert len(refused) == 5
        await press(app, pilot, "R")

        after = {pair_of(move) for move in proposed(app).moves}
        told = {row.account for row in lines(app, Kind.CHANGED) if row.says}
        assert not after & refused
        assert all(pair_of(move) in after or move.account in told for move in before.moves)
        assert {pair_of(move) for move in before.moves} - refused <= after
        assert "New or other:" in screen_text(app)


async def test_a_decision_is_shown_and_the_same_key_takes_it_back() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "j", "minus", "p", "k")
        assert [row.verdict for row in lines(app, Kind.MOVE)][:2] == [Verdict.REFUSED, Verdict.PINNED]
        assert "1 pinned, 1 refused" in screen_text(app)

        await press(app, pilot, "p", "k", "k", "minus")
        assert not page(app).draft.decisions


async def test_marks_and_headings_decide_on_many_moves_at_once() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "j", "space", "space", "plus")
        assert len(page(app).draft.fixed) == 2
        assert not page(app).moves.marks

        await press(app, pilot, "g", "minus")
        assert page(app).draft.refused == set(map(pair_of, proposed(app).moves))


async def test_an_account_that_is_to_stay_stays_and_can_be_let_go_again() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "j", "K", "k")
        account = lines(app, Kind.MOVE)[0].account
        assert "■ stays" in screen_text(app)

        await press(app, pilot, "A")
        assert account not in {one.account for one in page(app).draft.decisions if one.verdict is Verdict.ACCEPTED}
        assert len(page(app).draft.decisions) == 9
        page(app).command_proposal_solve()
        await settled(app, pilot)
        assert account not in {move.account for move in proposed(app).moves}
        kept = lines(app, Kind.DECIDED)
        assert [row.account for row in kept] == [account]
        page(app).moves.move_to(kept[0].id)
        await press(app, pilot, "p")
        assert account not in {one.account for one in page(app).draft.decisions}


async def test_what_is_decided_while_a_search_runs_is_not_lost() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "j")
        await pilot.press("R", "plus")
        await settled(app, pilot)

        assert len(page(app).draft.fixed) == 1


async def test_choices_that_cannot_be_kept_are_told_and_nothing_is_lost() -> None:
    async with solved() as (app, pilot):
        before = proposed(app)
        await press(app, pilot, "t")
        form = app.screen.query_one(Form)
        form.set_value("locked", "arr>")
        await press(app, pilot, "enter")
        assert "Locked:" in screen_text(app)

        form.set_value("locked", "is:active")
        await press(app, pilot, "enter")
        assert "Every account is locked" in screen_text(app)
        assert proposed(app) is before


async def test_a_cap_is_solved_anew_and_profiles_and_curve_stand_beside_the_form() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "t")
        text = screen_text(app)
        assert "protect revenue     9" in text
        assert "full at 93 %" in text
        assert "…" not in text

        await press(app, pilot, "down", "down", "4", "enter")
        assert len(proposed(app).moves) == 4
        assert "at most 4 moves" in screen_text(app)


# In force -------------------------------------------------------------------------------------------------------


async def test_putting_in_force_is_one_change_and_one_undo_takes_all_of_it_back() -> None:
    async with solved() as (app, pilot):
        before, moves = holders(app), proposed(app).moves
        await press(app, pilot, "a")
        assert "9: 9 chosen, 0 needed" in screen_text(app)
        assert not app.desk.heads

        await press(app, pilot, "enter")
        assert len(app.desk.heads) == 1
        assert {pair_of(move) for move in moves} <= set(holders(app))
        assert "Nobody is over" in screen_text(app)

        await press(app, pilot, "u")
        assert holders(app) == before
        assert {pair_of(move) for move in proposed(app).moves} == {pair_of(move) for move in moves}


async def test_only_accepted_moves_are_made_where_some_are() -> None:
    async with solved() as (app, pilot):
        first = proposed(app).moves[:2]
        await press(app, pilot, "j", "plus", "plus", "minus", "a")
        assert "Put 2 moves in force" in screen_text(app)
        await press(app, pilot, "enter")

        made = set(holders(app))
        assert {pair_of(move) for move in first} <= made
        assert len(proposed(app).moves) == 7
        assert len(page(app).draft.refused) == 1


async def test_a_pace_spreads_the_moves_over_weeks() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "a", "down", "3")
        assert "Week 1" in screen_text(app)
        assert "Week 3" in screen_text(app)

        await press(app, pilot, "enter")
        assert "in 3 batches" in app.desk.heads[-1].says
        assert len({handoff.batch for handoff in app.desk.book.handoffs.values()}) == 3


async def test_a_day_that_has_passed_is_not_taken() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "a")
        app.screen.query_one(Form).set_value("effective", "2026-11-01")
        await press(app, pilot, "enter")

        assert "that day has passed" in screen_text(app)
        assert not app.desk.heads


async def test_whoever_gets_accounts_signs_off_by_sheet_and_the_screen_says_who_has_not() -> None:
    async with solved(shared()) as (app, pilot):
        await press(app, pilot, "P")
        assert "Ben  1 of 2  not signed off yet" in screen_text(app)
        await press(app, pilot, "s")
        assert "Chloé  2 of 2  not signed off yet" in screen_text(app)
        await press(app, pilot, "escape")
        (one,) = page(app).draft.signed
        assert (one.person, one.by, one.at) == (2, "lea", MOMENT.now)
        assert "Not signed off yet (1 of 2): Chloé. P shows the sheets." in screen_text(app)
        assert not page(app).draft.decisions

        await press(app, pilot, "b")
        marks = {row.name.split()[0]: row.signed for row in lines(app, Kind.HEADING)}
        assert marks == {"Ben": True, "Chloé": False}
        assert "✓ signed" in screen_text(app)
        assert "not yet" in screen_text(app)

        await press(app, pilot, "P", "left", "s", "s", "s")
        assert "All 2 sheets are signed off. esc, then a puts the moves in force." in toasts(app)
        await press(app, pilot, "escape")
        assert "All 2 sheets are signed off." in screen_text(app)


async def test_moves_that_not_everybody_has_signed_off_are_made_only_once_that_is_confirmed() -> None:
    async with solved(shared()) as (app, pilot):
        await press(app, pilot, "a")
        assert "None of the 2 sheets is signed off; esc, then P shows them" in screen_text(app)
        await press(app, pilot, "escape", "P", "s", "escape", "a", "enter")
        assert "1 of 2 sheets is not signed off: Chloé. Put all of it in force all the same?" in screen_text(app)
        await press(app, pilot, "enter", "escape")
        assert not app.desk.heads

        await press(app, pilot, "a", "enter", "y")
        assert len(app.desk.heads) == 1
        assert not page(app).draft.signed
        assert not any("signed off again" in said for said in toasts(app))


async def test_with_every_sheet_signed_off_nothing_more_is_asked() -> None:
    async with solved(shared()) as (app, pilot):
        await press(app, pilot, "P", "s", "s", "escape", "a")
        assert "All 2 sheets are signed off" in screen_text(app)
        await press(app, pilot, "enter")
        assert len(app.desk.heads) == 1


async def test_a_sign_off_is_cleared_and_told_when_solving_again_changes_the_list() -> None:
    async with solved(shared()) as (app, pilot):
        await press(app, pilot, "P", "s", "s", "escape")
        moves = proposed(app).moves
        ben = next(place for place, move in enumerate(moves) if move.to == 2)
        await press(app, pilot, *["j"] * (ben + 1), "minus")
        assert "Not signed off yet (1 of 2): Ben" in screen_text(app)

        await press(app, pilot, "R")
        kept = {one.person: one.keys for one in page(app).draft.signed}
        now = lists_of(proposed(app).moves)
        assert 2 not in kept
        assert all(now[person] == keys for person, keys in kept.items())
        assert any("To be signed off again, as the list is another now: Ben" in said for said in toasts(app))


async def test_sign_offs_are_kept_with_the_named_draft(tmp_path: Path) -> None:
    book = shared()
    for start in range(2):
        app = Bookshift(lambda _: kept_house(tmp_path, book), Session())
        async with app.run_test(size=NARROW) as pilot:
            while app.outlook is None:
                await pilot.pause()
            app.open_proposal()
            await settled(app, pilot)
            if start == 0:
                await press(app, pilot, "P", "s", "escape", "n")
                app.screen.query_one(Form).set_value("name", "Careful")
                await press(app, pilot, "enter", "escape")
            else:
                await press(app, pilot, "D", "enter")
                assert [one.person for one in page(app).draft.signed] == [2]
                assert "Not signed off yet (1 of 2): Chloé" in screen_text(app)


# The book moves on ----------------------------------------------------------------------------------------------


async def test_a_proposal_of_an_older_book_says_so_and_is_solved_again_before_it_is_made() -> None:
    async with solved() as (app, pilot):
        await app.change(edit_account, RENAMED, tell=False)
        await settled(app, pilot)
        assert "The book has changed since this was solved" in screen_text(app)

        await press(app, pilot, "a")
        assert any("Press R to solve it again first" in said for said in toasts(app))
        await press(app, pilot, "R")
        assert "has changed" not in screen_text(app)
        assert proposed(app).extract.book.seq == app.desk.book.seq


async def test_a_book_that_changes_under_a_search_is_searched_again() -> None:
    async with solved() as (app, pilot):
        page(app).command_proposal_solve()
        done = app.desk.do(edit_account, RENAMED)
        assert isinstance(done, Done)
        app._advance(app.desk.book, done.delta)
        await settled(app, pilot)

        assert any("solved again" in said for said in toasts(app))
        assert proposed(app).extract.book.seq == app.desk.book.seq
        assert "has changed since" not in screen_text(app)


async def test_escape_ends_a_search_at_once_and_the_next_one_leads_back() -> None:
    async with driven(NARROW, demo()) as (app, pilot):
        app.open_proposal()
        while not isinstance(app.screen, RebalanceScreen) or (search := app.screen._search) is None:
            await asyncio.sleep(0)
        screen = app.screen
        screen.command_back()
        assert search.is_stopping
        await settled(app, pilot)
        assert "Nothing found yet: enter solves." in screen_text(app)
        assert page(app).proposal is None

        await press(app, pilot, "enter")
        assert proposed(app).moves
        await press(app, pilot, "escape")
        assert app.screen is not screen


async def test_escape_answers_at_once_while_the_book_is_still_read_and_what_comes_of_that_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, turns = threading.Event(), iter((True, False))

    def slow_at_first(*args: Any) -> Solved | Refusal:  # noqa: ANN401
        if next(turns):
            gate.wait(10)
        return solve_draft(*args[:3])

    monkeypatch.setattr(rebalance_search, "solve_draft", slow_at_first)
    async with driven(NARROW, over()) as (app, pilot):
        app.open_proposal()
        while not isinstance(app.screen, RebalanceScreen) or app.screen._search is None:
            await asyncio.sleep(0)
        await pilot.press("escape")
        assert "Nothing found yet: enter solves." in screen_text(app)
        assert "Looking" not in screen_text(app)

        await pilot.press("enter")
        while page(app).proposal is None:
            await pilot.pause()
        found = proposed(app)
        gate.set()
        await settled(app, pilot)
        assert proposed(app) is found


async def test_a_stopped_search_leaves_an_old_proposal_as_old_as_it_was() -> None:
    async with solved() as (app, pilot):
        await app.change(edit_account, RENAMED, tell=False)
        await settled(app, pilot)
        page(app).command_proposal_solve()
        page(app).command_back()
        await settled(app, pilot)
        assert "The book has changed since this was solved" in screen_text(app)

        await press(app, pilot, "a")
        assert any("Press R to solve it again first" in said for said in toasts(app))
        assert not isinstance(app.screen, ForceDialog)


async def test_a_search_that_was_stopped_says_that_the_plan_is_the_one_from_before() -> None:
    async with solved() as (app, pilot):
        before = proposed(app)
        page(app).command_proposal_solve()
        page(app).command_back()
        await settled(app, pilot)

        assert "this is the plan from before. R solves again." in screen_text(app)
        assert proposed(app) is before


# Drafts ---------------------------------------------------------------------------------------------------------


def kept_house(folder: Path, book: Book) -> House:
    """A house whose drafts lie in a folder."""
    return House(Desk(book, MemoryStore(), lambda: MOMENT, user="lea"), snapshots(), folder=folder)


async def test_decisions_survive_leaving_the_screen_and_a_restart(tmp_path: Path) -> None:
    book, decided = over(), frozenset[object]()
    for start in range(2):
        app = Bookshift(lambda _: kept_house(tmp_path, book), Session())
        async with app.run_test(size=NARROW) as pilot:
            while app.outlook is None:
                await pilot.pause()
            app.open_proposal()
            await settled(app, pilot)
            if start == 0:
                await press(app, pilot, "j", "plus", "minus", "escape")
                app.open_proposal()
                await settled(app, pilot)
                decided = frozenset(page(app).draft.decisions)
            assert len(page(app).draft.decisions) == 2
            assert frozenset(page(app).draft.decisions) == decided


async def test_a_named_draft_is_listed_marked_stale_opened_and_thrown_away() -> None:
    async with solved() as (app, pilot):
        await press(app, pilot, "j", "plus", "n")
        app.screen.query_one(Form).set_value("name", "Careful")
        await press(app, pilot, "enter")
        assert "Careful" in screen_text(app)
        await app.change(edit_account, RENAMED, tell=False)
        page(app).open_draft(RebalanceDraft())
        await press(app, pilot, "D")
        assert "Careful" in screen_text(app)
        assert "stale" in screen_text(app)
        await press(app, pilot, "enter")
        assert page(app).draft.title == "Careful"
        assert len(page(app).draft.fixed) == 1

        await press(app, pilot, "D", "d", "y")
        assert "No draft is kept yet" in screen_text(app)
        await press(app, pilot, "escape", "escape")
        assert not app.house.proposals.all()


async def test_a_draft_of_another_purpose_opens_with_its_own_title() -> None:
    async with driven(NARROW, over()) as (app, pilot):
        app.open_proposal(RebalanceDraft(purpose=Purpose.LEAVE, about=(3,)))
        await settled(app, pilot)

        assert "Chloé leaves  balanced" in screen_text(app)
        assert {move.origin.person for move in proposed(app).moves if move.origin} >= {3}


async def test_what_goes_with_the_moves_is_put_in_force_with_them_once_and_taken_back_with_them() -> None:
    async with driven(NARROW, over()) as (app, pilot):
        draft = leaves(app.outlook or Outlook(app.desk.book, MOMENT), Leaves(3, MOMENT.today))
        assert isinstance(draft, RebalanceDraft)
        app.open_proposal(draft)
        await settled(app, pilot)
        await press(app, pilot, "a")
        assert "Chloé leaves: put 5 moves in force" in screen_text(app)
        await press(app, pilot, "enter")
        assert "This is in force. u takes it back" in screen_text(app)
        assert ends(app, 3)
        await press(app, pilot, "a", "R")
        assert len(app.desk.heads) == 1

        await press(app, pilot, "u")
        assert not ends(app, 3)
        assert len(proposed(app).moves) == 5


async def test_from_a_persons_page_only_their_accounts_move() -> None:
    async with driven(NARROW, demo()) as (app, pilot):
        await press(app, pilot, "3", "j", "enter", "b")

        assert "Rebalance the book of Ben Okafor" in screen_text(app)
        chosen = [move for move in proposed(app).moves if not move.forced]
        assert chosen
        assert {move.origin.person for move in chosen if move.origin} == {3}


# Nothing to do --------------------------------------------------------------------------------------------------


async def test_without_a_plan_in_force_it_says_where_one_is_chosen() -> None:
    records = {name: tuple(table.all()) for name, table in over().tables.items() if name != "plans"}
    policy = records["policy"][0]
    records["policy"] = (type(policy)(**{**_fields(policy), "plan": None}),)
    async with solved(Book.of(records)) as (app, _):
        assert "No plan is in force" in screen_text(app)
        assert "Press 5" in screen_text(app)


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}  # type: ignore[attr-defined]


async def test_a_book_that_can_only_be_read_is_solved_and_says_why_nothing_is_made() -> None:
    reason = "This is the book as it was on 1 Nov 2026; the past cannot be changed."
    house = House(Desk(over(), PastStore(reason, (), lambda _: ()), lambda: MOMENT, user="lea"), snapshots())
    app = Bookshift(lambda _: house, Session())
    async with app.run_test(size=NARROW) as pilot:
        while app.outlook is None:
            await pilot.pause()
        app.open_proposal()
        await settled(app, pilot)
        await press(app, pilot, "j", "plus", "a")

        assert len(proposed(app).moves) == 9
        assert any(reason in said for said in toasts(app))
        await press(app, pilot, "escape")
        assert not house.proposals.all()


# Bad input ------------------------------------------------------------------------------------------------------

ANA, BEN, CHLOE = person(1, "Ana"), person(2, "Ben"), person(3, "Chloé")
STUCK = {
    "nobody may": (team({1: 34}, [ANA, person(2, "Ben", not_for=tuple(range(1, 35)))]), "allow nobody else there"),
    "everybody full": (team({1: 34, 2: 25, 3: 24}, [ANA, BEN, CHLOE]), "everybody who may take anything there is full"),
    "one person": (team({1: 34}, [ANA]), "there is nobody else"),
    "no capacity": (team({1: 34, 2: 0}, [ANA, person(2, "Ben", hours=0)]), "Ana stays 36.0 h over"),
    "too heavy": (
        team({1: 3, 2: 23}, [person(1, "Ana", hours=200), BEN]),
        "and nobody has more than",
    ),
}


@pytest.mark.parametrize("case", STUCK)
async def test_where_nothing_can_move_the_screen_says_what_is_in_the_way_as_the_command_does(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, because = STUCK[case]
    create_store(tmp_path / "book", book).store.close()
    code = run(["rebalance", "--json", "--book", str(tmp_path / "book"), "--today", "2026-11-22"])
    said = json.loads(capsys.readouterr().out)
    assert (code, said["moves"]) == (1, [])
    async with solved(book) as (app, pilot):
        await press(app, pilot, "j")
        text = " ".join(screen_text(app).split())
        assert [row.says for row in lines(app, Kind.NOTE)] == [one["why"] for one in said["left"]]
        assert because in text
        assert "36 h over" in text or case == "too heavy"

        await press(app, pilot, "k")
        assert "t allows more, such as chains; H says whom to hire." in " ".join(screen_text(app).split())
        await press(app, pilot, "a")
        assert "There is nothing to move." in toasts(app)


async def test_choices_that_contradict_each_other_are_told_and_can_be_changed() -> None:
    book = team({1: 34, 2: 5}, [ANA, BEN])
    async with driven(NARROW, book) as (app, pilot):
        app.open_proposal(with_decision(RebalanceDraft(locked="id:A1"), (1, "csm", 2), Verdict.PINNED))
        await settled(app, pilot)
        assert "Account 1 is locked and pinned to Ben. Take one of the two away." in screen_text(app)

        await press(app, pilot, "t")
        app.screen.query_one(Form).set_value("locked", "")
        await press(app, pilot, "enter")
        assert (1, "csm", 2) in {pair_of(move) for move in proposed(app).moves}


async def test_a_leaver_at_98_percent_team_load_leaves_and_the_screen_says_who_would_be_over() -> None:
    async with driven(NARROW, team({1: 24, 2: 24, 3: 25}, [ANA, BEN, CHLOE])) as (app, pilot):
        draft = leaves(app.outlook or Outlook(app.desk.book, MOMENT), Leaves(1, MOMENT.today))
        assert isinstance(draft, RebalanceDraft)
        app.open_proposal(draft)
        await settled(app, pilot)
        assert len(proposed(app).moves) == 24
        over_then = {row.name for row in lines(app, Kind.NOTE)}
        assert {name.split()[0] for name in over_then} == {"Ben", "Chloé"}
        await press(app, pilot, "a", "enter")
        assert ends(app, 1)
