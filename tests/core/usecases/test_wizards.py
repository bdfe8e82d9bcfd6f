"""Somebody leaves, is on leave or joins; accounts are filled and spread: each one change that undoes to the same book.

``done`` takes every change back and compares the book with the one before.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book.book import Book
from core.book.change import Change, change_of, deleted, inserted, updated
from core.conversations import FollowUp
from core.errors import Refusal, RefusalKind
from core.load.ledger import Ledger
from core.models.seating import Seating
from core.people import Leave, Person, RoleShare
from core.rebalance.draft import RebalanceDraft
from core.rebalance.proposal import Status
from core.schema import revise
from core.seats import person_holder
from core.usecases.leave import EditLeave, edit_leave
from core.usecases.proposals import Solved, request_of, solve_draft
from core.usecases.rebalance import rebalance
from core.usecases.staging import renumbered
from core.usecases.wizards import Away, Fill, Joins, Leaves, Spread, away, fill, joins, leaves, spread
from core.words import FollowUpPolicy, HandoffKind, PersonStatus, TenureKind
from tests.core.rebalance.teams import outlook, person, team
from tests.core.usecases.world import CSM, NOW, TODAY, ask, done

SOON = TODAY + timedelta(days=9)
LATER = TODAY + timedelta(days=100)
SIZES = st.dictionaries(st.integers(2, 5), st.integers(0, 24), min_size=1, max_size=4)


def solved(book: Book, draft: RebalanceDraft | Refusal) -> Solved:
    assert isinstance(draft, RebalanceDraft), draft
    found = solve_draft(outlook(book), draft)
    assert isinstance(found, Solved), found
    return found


def in_force(book: Book, draft: RebalanceDraft | Refusal) -> tuple[Change, Book, Solved]:
    found = solved(book, draft)
    change, after = done(rebalance, book, request_of(found, TODAY))
    return change, after, found


def no(draft: RebalanceDraft | Refusal) -> str:
    assert isinstance(draft, Refusal), draft
    assert draft.says.endswith("."), draft.says
    return draft.says


def holders(book: Book, day: date) -> dict[int, int | None]:
    """Who acts on each account on a day, by account id."""
    seating = Seating.of(book)
    found = {}
    for account in book.accounts.all():
        seat = seating.seats(account, day)[0]
        holder = seating.holder(account, seat, day)
        found[account.id] = holder.person if holder is not None else None
    return found


def hours(book: Book, day: date) -> int:
    totals = Ledger.of(book, NOW.on(day)).totals()
    assert totals.held == totals.asked
    return totals.duties


# Leaves -----------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 24), SIZES)
def test_whoever_leaves_has_nothing_from_the_day_after_and_every_account_is_with_somebody(
    own: int, sizes: dict[int, int]
) -> None:
    book = team({1: own, **sizes})
    _, after, found = in_force(book, leaves(outlook(book), Leaves(1, SOON)))
    day = SOON + timedelta(days=1)
    had, has = holders(book, day), holders(after, day)
    assert holders(after, SOON) == holders(book, SOON)
    stuck = {blocker.account for blocker in found.proposal.blockers}
    for account, holder in had.items():
        assert has[account] == holder if holder != 1 or account in stuck else has[account] in sizes
    assert after.people[1].status is PersonStatus.LEAVER
    assert after.people[1].ends == day
    assert sum(found.proposal.hours_after.values()) == sum(found.proposal.hours_before.values())
    assert hours(after, day) == hours(book, day)


def test_each_seat_that_passes_has_a_handoff_and_open_steps_go_with_it() -> None:
    book = team({1: 2, 2: 1})
    step = FollowUp(id=1, account=1, owner=1, text="Send the deck", due=LATER, created_on=TODAY)
    stray = FollowUp(id=2, account=3, owner=1, text="Ask Max", due=LATER, created_on=TODAY)
    book, _ = book.apply(change_of("t", "", [inserted(step), inserted(stray)]))
    _, after, found = in_force(book, leaves(outlook(book), Leaves(1, SOON)))
    made = list(after.tables["handoffs"].values())
    assert {handoff.account for handoff in made} == {move.account for move in found.proposal.moves} == {1, 2}
    assert all(h.kind is HandoffKind.HOLDER and h.outgoing == person_holder(1) for h in made)
    assert after.followups[1].owner == 2
    assert after.followups[2].owner is None
    _, left, _ = in_force(book, leaves(outlook(book), Leaves(1, SOON, follow_ups=FollowUpPolicy.LEAVE)))
    assert (left.followups[1].owner, left.followups[2].owner) == (1, 1)


def test_the_reports_of_a_lead_who_leaves_report_to_the_lead_above_or_to_whom_is_named() -> None:
    people = [person(9, "Boss"), person(1, "Lead", lead=9), person(2, "Ann", lead=1), person(3, "Bea", lead=1)]
    book = team({9: 1, 1: 3, 2: 3, 3: 3}, people)
    _, after, _ = in_force(book, leaves(outlook(book), Leaves(1, SOON)))
    assert {after.people[number].lead for number in (2, 3)} == {9}
    _, after, _ = in_force(book, leaves(outlook(book), Leaves(1, SOON, lead=2)))
    assert (after.people[2].lead, after.people[3].lead) == (9, 2)


def test_an_open_position_like_the_leaver_takes_the_seats_and_their_hours_show_as_vacant() -> None:
    people = [person(1, "Ana", fte=80, segments=(), skills=("api",), regions=("EMEA",)), person(2, "Ben")]
    book = team({1: 5, 2: 3}, people)
    _, after, found = in_force(book, leaves(outlook(book), Leaves(1, SOON, open_seat=True, hire_from=LATER)))
    opened = after.people[3]
    assert (opened.name, opened.status, opened.starts) == ("CSM EMEA", PersonStatus.VACANCY, LATER)
    assert (opened.fte, opened.skills, opened.regions, opened.roles) == (80, ("api",), ("EMEA",), CSM)
    day = SOON + timedelta(days=1)
    assert found.proposal.moves == ()
    assert [holders(after, day)[number] for number in range(1, 9)] == [3] * 5 + [2] * 3
    taking_over = 300
    assert Ledger.of(after, NOW.on(day)).totals().vacant == 5 * (400 + taking_over)
    assert not list(after.tables["handoffs"].values())


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 20), SIZES)
def test_others_stand_in_until_the_open_position_is_filled_and_no_longer(own: int, sizes: dict[int, int]) -> None:
    book = team({1: own, **sizes})
    asked = Leaves(1, SOON, open_seat=True, hire_from=LATER, cover=True)
    _, after, found = in_force(book, leaves(outlook(book), asked))
    opened = max(person.id for person in after.people.all())
    stuck = {blocker.account for blocker in found.proposal.blockers}
    between, then = holders(after, LATER - timedelta(days=1)), holders(after, LATER)
    for account in range(1, own + 1):
        assert then[account] == opened
        assert account in stuck or between[account] in sizes
    covers = [tenure for tenure in after.holders.all() if tenure.kind is TenureKind.COVER]
    assert {(cover.since, cover.until) for cover in covers} <= {(SOON + timedelta(days=1), LATER)}


# On leave ---------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 24), SIZES, st.integers(1, 200))
def test_nobody_loses_an_account_by_a_leave_and_all_comes_back_on_its_last_day(
    own: int, sizes: dict[int, int], days: int
) -> None:
    book = team({1: own, **sizes})
    until = SOON + timedelta(days=days)
    _, after, found = in_force(book, away(outlook(book), Away(1, SOON, until)))
    permanent = [tenure for tenure in after.holders.all() if tenure.kind is TenureKind.PERMANENT]
    assert permanent == list(book.holders.all())
    assert not list(after.tables["handoffs"].values())
    assert holders(after, SOON - timedelta(days=1)) == holders(book, TODAY) == holders(after, until)
    covered = {move.account: move.to for move in found.proposal.moves}
    for day in (SOON, until - timedelta(days=1)):
        acting = holders(after, day)
        assert {account: acting[account] for account in covered} == covered
    assert set(covered) | {blocker.account for blocker in found.proposal.blockers} == set(range(1, own + 1))


def test_moving_the_end_of_a_leave_moves_its_covers() -> None:
    book = team({1: 5, 2: 3, 3: 3})
    _, after, _ = in_force(book, away(outlook(book), Away(1, SOON, LATER)))
    _, later = done(edit_leave, after, EditLeave(1, 1, SOON, LATER + timedelta(days=30)))
    assert {holders(later, LATER)[number] for number in range(1, 6)} <= {2, 3}
    assert {holders(later, LATER + timedelta(days=30))[number] for number in range(1, 6)} == {1}


def test_who_stands_in_has_room_while_it_lasts_and_is_there() -> None:
    gone = (Leave(number=1, since=SOON + timedelta(days=10), until=SOON + timedelta(days=60)),)
    people = [person(1, "Ana"), person(2, "Ben", leaves=gone), person(3, "Cleo"), person(4, "Dan", ends=LATER)]
    book = team({1: 4, 2: 0, 3: 10, 4: 0}, people)
    found = solved(book, away(outlook(book), Away(1, SOON, SOON + timedelta(days=90))))
    assert {move.to for move in found.proposal.moves} <= {3, 4}
    found = solved(book, away(outlook(book), Away(1, SOON, LATER + timedelta(days=5))))
    assert {move.to for move in found.proposal.moves} == {3}


def test_one_person_stands_in_where_one_is_named_and_several_share_where_several_are() -> None:
    book = team({1: 8, 2: 18, 3: 18, 4: 2})
    one = solved(book, away(outlook(book), Away(1, SOON, LATER, among=(4,))))
    assert {move.to for move in one.proposal.moves} == {4}
    two = solved(book, away(outlook(book), Away(1, SOON, LATER, among=(2, 3))))
    assert {move.to for move in two.proposal.moves} == {2, 3}
    assert max(two.proposal.hours_after[number] for number in (2, 3)) <= 9_500


def test_the_reason_of_a_leave_is_kept_with_it_only() -> None:
    book = team({1: 2, 2: 2})
    change, after, _ = in_force(book, away(outlook(book), Away(1, SOON, LATER, reason="knee")))
    assert after.people[1].leaves[0].reason == "knee"
    assert "knee" not in change.says + change.why
    assert all("knee" not in tenure.reason + tenure.note for tenure in after.holders.all())


def test_a_leave_that_is_planned_already_is_covered_and_not_planned_twice() -> None:
    own = (Leave(number=4, since=SOON, until=LATER, reason="knee"),)
    book = team({1: 3, 2: 3}, [person(1, "Ana", leaves=own), person(2, "Ben")])
    _, after, _ = in_force(book, away(outlook(book), Away(1, SOON, LATER)))
    assert after.people[1].leaves == own
    assert {tenure.leave for tenure in after.holders.all() if tenure.kind is TenureKind.COVER} == {4}


# Joins ------------------------------------------------------------------------------------------------------

ROLES = (("roles", (RoleShare(role="csm"),)),)


@settings(max_examples=15, deadline=None)
@given(SIZES, st.integers(1, 5))
def test_a_new_book_fills_95_percent_of_the_month_it_is_made_for_at_most(sizes: dict[int, int], month: int) -> None:
    book = team(sizes)
    change, after, found = in_force(book, joins(outlook(book), Joins("Leo Kim", SOON, ROLES, month=month)))
    new = max(person.id for person in after.people.all())
    ramped = (25, 50, 75, 100)[min(month, 4) - 1]
    assert found.proposal.extract.capacities[new] == ramped * 100
    assert found.proposal.hours_after[new] <= 95 * ramped
    assert change.says.startswith("Add Leo Kim to the roster from 1 Dec 2026")
    assert {move.to for move in found.proposal.moves} <= {new}
    for move in found.proposal.moves:
        assert move.origin is not None
        assert found.proposal.hours_before[move.origin.person or 0] > 85 * 100
        assert holders(after, SOON - timedelta(days=1))[move.account] == move.origin.person
        assert holders(after, SOON)[move.account] == new


def test_the_third_month_is_what_a_book_is_made_for_unless_nobody_ramps() -> None:
    book = team({1: 30})
    draft = joins(outlook(book), Joins("Leo", SOON, ROLES))
    assert isinstance(draft, RebalanceDraft)
    assert draft.stage is not None
    assert draft.stage.month == 3
    draft = joins(outlook(book), Joins("Leo", SOON, (*ROLES, ("ramped", True))))
    assert isinstance(draft, RebalanceDraft)
    assert draft.stage is not None
    assert draft.stage.month == 1


def test_only_accounts_the_new_colleague_may_have_are_proposed() -> None:
    book = team({1: 30}, not_for={})
    book, _ = book.apply(change_of("t", "", [updated(book.people[1], revise(book.people[1], segments=()))]))
    fields = (*ROLES, ("not_for", tuple(range(1, 29))))
    found = solved(book, joins(outlook(book), Joins("Leo", SOON, fields)))
    assert {move.account for move in found.proposal.moves} <= {29, 30}


def test_a_book_comes_in_batches_at_the_pace_asked_for() -> None:
    book = team({1: 30, 2: 30})
    _, after, found = in_force(book, joins(outlook(book), Joins("Leo", SOON, ROLES, pace=3)))
    new = max(person.id for person in after.people.all())
    week = sum(holder == new for holder in holders(after, SOON).values())
    assert len(found.proposal.moves) > 6
    assert week == 3
    assert sum(holder == new for holder in holders(after, SOON + timedelta(days=7)).values()) == 6


def test_somebody_added_meanwhile_keeps_their_number_and_the_new_colleague_gets_another() -> None:
    book = team({1: 30})
    draft = joins(outlook(book), Joins("Leo", SOON, ROLES))
    first = solved(book, draft)
    other = Person(id=2, name="Somebody else", roles=CSM)
    grown, _ = book.apply(change_of("t", "", [inserted(other)]))
    assert isinstance(ask(rebalance, grown, request_of(first, TODAY)), Refusal)
    again = solved(grown, first.draft)
    assert {move.to for move in again.proposal.moves} == {3}
    assert again.draft == renumbered(again.draft, 3)
    _, after = done(rebalance, grown, request_of(again, TODAY))
    assert (after.people[2].name, after.people[3].name) == ("Somebody else", "Leo")


# Fill and spread --------------------------------------------------------------------------------------------


def emptied(book: Book, *accounts: int) -> Book:
    edits = [deleted(tenure) for number in accounts for tenure in book.tenures_of(number)]
    after, _ = book.apply(change_of("t", "", edits))
    return after


def test_every_account_without_a_holder_gets_one_and_no_other_moves() -> None:
    book = emptied(team({1: 30, 2: 5}), 1, 2, 31)
    change, after, found = in_force(book, fill(outlook(book), Fill()))
    assert {move.account for move in found.proposal.moves} == {1, 2, 31}
    assert {move.to for move in found.proposal.moves} == {2}
    assert change.says == "Give 3 seats that nobody held to 1 person"
    assert not list(after.tables["handoffs"].values())
    within = solved(book, fill(outlook(book), Fill(accounts=(2,))))
    assert [move.account for move in within.proposal.moves] == [2]


def test_what_waits_for_an_open_position_is_not_given_away() -> None:
    people = [person(1, "Ana"), person(2, "CSM EMEA", status=PersonStatus.VACANCY, starts=LATER)]
    book = team({1: 2, 2: 3}, people)
    found = solved(book, fill(outlook(book), Fill()))
    assert found.proposal.moves == ()
    assert found.proposal.notes == ("3 accounts wait for CSM EMEA and stay so; assign them to give them away.",)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 24), SIZES, st.booleans())
def test_every_marked_account_is_placed_or_it_is_said_why_not(own: int, sizes: dict[int, int], named: bool) -> None:
    book = team({1: own, **sizes})
    marked = tuple(range(1, own + 1))
    found = solved(book, spread(outlook(book), Spread(marked, among=tuple(sizes) if named else ())))
    moved = {move.account for move in found.proposal.moves}
    told = {blocker.account for blocker in found.proposal.blockers}
    assert moved | told == set(marked)
    assert {move.to for move in found.proposal.moves} <= set(sizes)
    if moved:
        change, after = done(rebalance, book, request_of(found, TODAY))
        assert change.says.startswith(f"Spread {len(moved)} seat")
        assert {account: holder for account, holder in holders(after, TODAY).items() if account in moved} == {
            move.account: move.to for move in found.proposal.moves
        }


def test_whoever_is_named_and_has_an_account_keeps_it_unless_that_is_too_much() -> None:
    book = team({1: 10, 2: 5})
    found = solved(book, spread(outlook(book), Spread((1, 2, 11), among=(1, 2))))
    assert found.proposal.moves == ()
    assert len(found.proposal.notes) == 3
    over = team({1: 28, 2: 5})
    found = solved(over, spread(outlook(over), Spread(tuple(range(1, 29)), among=(1, 2))))
    assert 0 < len(found.proposal.moves) < 10
    assert found.proposal.hours_after[1] <= 10_200


def test_a_guard_asks_once_for_the_reason_of_a_spread_and_a_cover_needs_none() -> None:
    near = dict.fromkeys((1, 2), TODAY + timedelta(days=30))
    book = team({1: 3, 2: 3, 3: 3}, renews=near)
    found = solved(book, spread(outlook(book), Spread((1, 2, 3))))
    refusal = ask(rebalance, book, request_of(found, TODAY))
    assert isinstance(refusal, Refusal)
    assert (refusal.kind, len(refusal.details)) == (RefusalKind.REASON, 2)
    change, after, _ = in_force(book, spread(outlook(book), Spread((1, 2, 3), reason="Team change", note="Mind Max")))
    assert change.why == "Team change"
    assert {handoff.note for handoff in after.tables["handoffs"].values()} == {"Mind Max"}
    _, after, _ = in_force(book, spread(outlook(book), Spread((1, 2, 3), until=LATER)))
    assert holders(after, LATER) == holders(book, TODAY)


# Bad input --------------------------------------------------------------------------------------------------


def test_one_person_alone_cannot_leave_without_an_open_position() -> None:
    book = team({1: 5})
    found = solved(book, leaves(outlook(book), Leaves(1, SOON)))
    assert (found.proposal.status, len(found.proposal.blockers)) == (Status.STUCK, 5)
    refusal = ask(rebalance, book, request_of(found, TODAY))
    assert isinstance(refusal, Refusal)
    assert "Nobody would have the 5 accounts of Person 1." in refusal.says
    _, after, _ = in_force(book, leaves(outlook(book), Leaves(1, SOON, open_seat=True)))
    assert after.people[2].status is PersonStatus.VACANCY


def test_a_leaver_of_a_team_that_is_full_is_shared_out_and_the_overload_is_said() -> None:
    book = team({1: 24, 2: 24, 3: 24, 4: 25})
    _, _, found = in_force(book, leaves(outlook(book), Leaves(1, SOON)))
    assert len(found.proposal.moves) == 24
    assert found.proposal.after.over_hours > 0
    assert {move.to for move in found.proposal.moves} == {2, 3, 4}


def test_where_everybody_is_over_it_says_who_has_too_much_and_a_person_named_takes_all_the_same() -> None:
    book = team({1: 5, 2: 30, 3: 30})
    found = solved(book, leaves(outlook(book), Leaves(1, SOON)))
    assert found.proposal.moves == ()
    assert "Person 2 and Person 3 may take it, but have too much" in found.proposal.blockers[0].says
    named = solved(book, leaves(outlook(book), Leaves(1, SOON, among=(2,))))
    assert [move.to for move in named.proposal.moves] == [2] * 5


def test_somebody_without_any_time_takes_nothing() -> None:
    book = team({1: 3, 2: 0, 3: 0}, [person(1, "Ana"), person(2, "Ben", hours=0), person(3, "Cleo")])
    found = solved(book, leaves(outlook(book), Leaves(1, SOON)))
    assert {move.to for move in found.proposal.moves} == {3}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Leaves(1, TODAY - timedelta(days=1)), "has passed"),
        (Leaves(1, None), "Say which day is the last day"),
        (Leaves(3, SOON), "is a vacancy"),
        (Leaves(4, SOON), "starts on 2 Mar 2027 and cannot leave before"),
        (Leaves(1, SOON, cover=True), "Ask for an open seat"),
        (Leaves(1, SOON, open_seat=True, cover=True), "Say from when"),
        (Leaves(1, SOON, open_seat=True, cover=True, hire_from=TODAY), "Nobody has to stand in"),
        (Leaves(1, SOON, among=(1,)), "cannot take their own"),
        (Leaves(1, SOON, among=(3,)), "is an open position"),
        (Leaves(1, SOON, lead=1), "cannot lead anybody"),
        (Leaves(99, SOON), "There is no person P99"),
    ],
)
def test_a_resignation_that_cannot_be_is_refused_with_a_sentence(asked: Leaves, says: str) -> None:
    assert says in no(leaves(outlook(crew()), asked))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Away(1, SOON, SOON), "Give the first day back"),
        (Away(1, TODAY - timedelta(days=9), TODAY), "is back already"),
        (Away(1, TODAY - timedelta(days=9), SOON), "Give the first day away from today on"),
        (Away(2, SOON, LATER), "overlaps"),
        (Away(3, SOON, LATER), "cannot be away"),
        (Away(4, SOON, LATER), "cannot be away before"),
        (Away(5, SOON, LATER), "leaves on"),
    ],
)
def test_a_leave_that_cannot_be_is_refused_with_a_sentence(asked: Away, says: str) -> None:
    assert says in no(away(outlook(crew()), asked))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Joins("ana", SOON, ROLES), "Ana (P1) is on the roster already"),
        (Joins("CSM EMEA", SOON, ROLES), "is an open position"),
        (Joins("", SOON, ROLES), "needs a name"),
        (Joins("Leo", TODAY - timedelta(days=1), ROLES), "has passed"),
        (Joins("Leo", SOON), "Say which role"),
        (Joins("Leo", SOON, (("roles", (RoleShare(role="pilot"),)),)), "There is no role pilot"),
        (Joins("Leo", SOON, ROLES, month=0), "from 1 to 24"),
        (Joins("Leo", SOON, (*ROLES, ("wings", 2))), "wings"),
    ],
)
def test_a_joiner_who_cannot_be_is_refused_with_a_sentence(asked: Joins, says: str) -> None:
    assert says in no(joins(outlook(crew()), asked))


def test_nothing_chosen_and_days_that_have_passed_are_refused_for_a_spread_and_a_fill() -> None:
    past = TODAY - timedelta(days=1)
    assert "Choose the accounts first" in no(spread(outlook(crew()), Spread(())))
    assert "has passed" in no(spread(outlook(crew()), Spread((1,), since=past)))
    assert "not after it begins" in no(spread(outlook(crew()), Spread((1,), until=TODAY)))
    assert "has passed" in no(fill(outlook(crew()), Fill(since=past)))


def crew() -> Book:
    """Everybody a form could be about: here, on leave, expected, starting later, going."""
    gone = (Leave(number=1, since=SOON, until=SOON + timedelta(days=5)),)
    return team(
        {1: 3},
        [
            person(1, "Ana"),
            person(2, "Ben", leaves=gone),
            person(3, "CSM EMEA", status=PersonStatus.VACANCY),
            person(4, "Dan", starts=date(2027, 3, 2)),
            person(5, "Eve", status=PersonStatus.LEAVER, ends=SOON + timedelta(days=3)),
        ],
    )
