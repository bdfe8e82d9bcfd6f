from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.book.book import Book
from core.desk import Desk, Done
from core.errors import Refusal, RefusalKind
from core.models.seating import Seating
from core.models.standing import Standing
from core.organisation import Era, Model, PlanLine, RoleChange, SeatLine
from core.people import RoleShare
from core.schema import revise
from core.seats import person_holder
from core.usecases.adopt import Adopt, adopt
from core.words import Duty, HandoffKind, SeatHolding
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.models.proposing import Known, adopt_on, compared, desk_of, draft_of
from tests.core.worlds import MOMENT

STEADY = (Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION)
SPLIT = Model(
    id=0,
    key="split",
    title="Split",
    seats=(
        SeatLine(key="manager", title="Manager", carries=STEADY, roles=("csm",), inherits=("csm",)),
        SeatLine(key="onboarding", title="Onboarding", carries=(Duty.ONBOARDING,), roles=("onboarding_specialist",)),
        SeatLine(key="renewals", title="Renewals", carries=(Duty.RENEWAL,), roles=("renewal_manager",)),
    ),
)
POOLED = generalist(id=0, key="pooled", title="Pooled", seats=(csm_line(key="pool", holder=SeatHolding.POOL),))
KNOWN = Known((revise(generalist(), id=0), SPLIT, POOLED), ())


def team(accounts: int = 3) -> Draft:
    draft = Draft()
    draft.person("Ana")
    draft.person("Ben")
    for number in range(accounts):
        draft.sits(draft.account(f"A{number + 1}", arr=100 * (number + 1)), 1)
    draft.more["eras"] = [Era(id=1, plan=1, title="Now", since=TODAY - timedelta(days=300))]
    return draft


def adopts(book: Book, request: Adopt) -> Refusal | Done:
    return desk_of(book).do(adopt, request)


def after(book: Book, *lines: PlanLine, **fields: object) -> Desk:
    desk = desk_of(book)
    adopt_on(desk, draft_of(*lines, **fields), KNOWN)
    return desk


def test_a_holder_is_kept_by_the_seat_that_inherits_and_nothing_is_handed_over() -> None:
    book = team().book()
    desk = after(book, PlanLine(model="split"))
    assert desk.book.holders.all() == book.holders.all()
    assert len(desk.book.handoffs) == 0
    seating = Seating.of(desk.book)
    assert seating.owner(desk.book.accounts[1], TODAY).person == 1
    assert desk.book.plan is not None
    assert [model.key for model in desk.book.models.all()] == ["generalist", "split"]


def test_the_era_ends_with_the_number_of_the_book_and_the_next_begins() -> None:
    book = replace(team().book(), seq=41)
    desk = after(book, PlanLine(model="split"))
    ended, begun = desk.book.eras.all()
    assert (ended.until, ended.ended_seq) == (TODAY, 41)
    assert (begun.since, begun.until, begun.plan) == (TODAY, None, desk.book.policy.plan)


def test_forced_seats_get_a_handoff_each_so_many_a_week_for_each_giver_the_largest_first() -> None:
    draft = team(5)
    draft.policy["handoffs_a_week"] = 2
    desk = after(draft.book(), PlanLine(model="generalist", people="ben"))
    handoffs = desk.book.handoffs.all()
    assert Counter(one.batch for one in handoffs) == {1: 2, 2: 2, 3: 1}
    first = TODAY + timedelta(days=desk.book.policy.handoff_days)
    assert {one.batch: one.due for one in handoffs} == {
        1: first,
        2: first + timedelta(days=7),
        3: first + timedelta(days=14),
    }
    assert [one.account for one in sorted(handoffs, key=lambda one: (one.batch or 0, one.id))] == [5, 4, 3, 2, 1]
    assert all(one.kind is HandoffKind.HOLDER and one.checklist for one in handoffs)
    assert {(one.outgoing, one.incoming) for one in handoffs} == {(person_holder(1), person_holder(2))}
    tenures = desk.book.tenures_of(1)
    assert [(one.holder.person, one.since, one.until) for one in tenures][1:] == [(2, TODAY, None)]
    assert tenures[0].until == TODAY


def test_a_pool_takes_the_seats_and_the_old_tenures_end() -> None:
    draft = team()
    draft.pool("scaled", 1, 2)
    desk = after(draft.book(), PlanLine(model="pooled", pool="scaled"))
    assert {tenure.until for tenure in desk.book.holders.all()} == {TODAY}
    assert Seating.of(desk.book).owner(desk.book.accounts[1], TODAY).pool == 1
    assert {one.kind for one in desk.book.handoffs.all()} == {HandoffKind.LEAD}


def test_seats_with_work_may_stay_empty_only_when_the_number_is_confirmed() -> None:
    draft = team()
    for number in (1, 2):
        draft.accounts[number] = revise(draft.accounts[number], renews=TODAY + timedelta(days=20))
    book = draft.book()
    proposal = draft_of(PlanLine(model="split"))
    refused = adopts(book, Adopt(proposal, KNOWN))
    assert isinstance(refused, Refusal)
    assert refused.kind is RefusalKind.RULE
    assert "2 seats that have work" in refused.says
    assert refused.details == ("2 seats, Renewals: no such role",)
    wrong = adopts(book, Adopt(proposal, KNOWN, confirm=3))
    assert isinstance(wrong, Refusal)
    assert "You confirmed 3" in wrong.says
    done = adopts(book, Adopt(proposal, KNOWN, confirm=2))
    assert isinstance(done, Done)
    assert "2 left without anybody" in done.change.says


def test_roles_and_hires_come_with_the_same_change_and_one_undo_takes_all_back() -> None:
    book = team().book()
    change = RoleChange(person=2, roles=(RoleShare(role="renewal_manager"),))
    desk = after(book, PlanLine(model="split"), role_changes=(change,), leavers=(1,))
    assert desk.book.people[2].role_keys == ("renewal_manager",)
    assert desk.book.people[1].ends == TODAY
    assert len(desk.heads) == 1
    assert isinstance(desk.undo(), Done)
    assert desk.book.people.all() == book.people.all()
    assert desk.book.holders.all() == book.holders.all()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"since": TODAY - timedelta(days=1)}, "has passed"),
        ({"draft": draft_of(PlanLine(model="nonsense"))}, "the model “nonsense”"),
        ({"draft": draft_of(PlanLine(model="pooled"))}, "names none"),
        ({"draft": draft_of(PlanLine(model="generalist", scope="seg:("))}, "Plan line 1"),
        ({"draft": draft_of(PlanLine(model="generalist"), leavers=(9,))}, "P9, who is not on the roster"),
    ],
)
def test_what_cannot_be_adopted_is_refused_and_nothing_is_written(fields: dict[str, object], says: str) -> None:
    request = replace(Adopt(draft_of(PlanLine(model="split")), KNOWN), **fields)  # type: ignore[arg-type]
    refused = adopts(team().book(), request)
    assert isinstance(refused, Refusal)
    assert says in str(refused)


def test_what_is_in_force_already_has_nothing_to_adopt() -> None:
    refused = adopts(team().book(), Adopt(draft_of(PlanLine(model="generalist")), KNOWN))
    assert isinstance(refused, Refusal)
    assert refused.kind is RefusalKind.NOTHING


def test_compare_tells_what_becomes_of_relationships_with_their_hours() -> None:
    draft = team(2)
    draft.sits(draft.account("B"), 2)
    draft.pool("scaled", 1)
    pooled = draft_of(PlanLine(model="pooled", pool="scaled"))
    row = compared(draft.book(), MOMENT, [Standing("p", "P", pooled, ())], KNOWN)[0]
    assert (row.kept.accounts, row.loosened.accounts, row.broken.accounts) == (0, 2, 1)
    assert (row.loosened.hours, row.broken.hours) == (800, 400)
    assert row.moves == 3
    assert row.handover_hours == 3 * (200 + 300)


def test_a_draft_that_cannot_be_read_is_a_row_with_its_problem() -> None:
    rows = compared(team().book(), MOMENT, [Standing("x", "X", draft_of(PlanLine(model="nonsense")), ())], KNOWN)
    assert all("nonsense" in row.problem for row in rows)


def crowded() -> Draft:
    """Somebody with 120 of 100 hours, the first of whose customers has a child that follows it."""
    draft = Draft()
    full = draft.person("Full")
    draft.person("Free")
    for number in range(30):
        draft.sits(
            draft.account(f"A{number}", arr=100, locked_until=None if number in (0, 1, 2, 3, 29) else date(2027, 1, 1)),
            full,
        )
    draft.accounts[29] = revise(draft.accounts[29], parent=1)
    del draft.tenures[29]
    draft.more["eras"] = [Era(id=1, plan=1, title="Now", since=TODAY - timedelta(days=300))]
    return draft


def test_overloads_are_mended_only_where_the_draft_says_so_and_what_is_chosen_is_counted_apart() -> None:
    book = crowded().book()
    named = PlanLine(title="All", model="generalist")
    must, mends = (draft_of(named, mend_overloads=mend) for mend in (False, True))
    (plain, _), (mended, _) = (compared(book, MOMENT, [Standing("a", "A", one, ())], KNOWN) for one in (must, mends))
    assert (plain.forced, plain.chosen, plain.over_hours) == (0, 0, 2_000)
    assert (mended.forced, mended.chosen) == (0, 5)  # two of them are the family's
    assert mended.kept.accounts == 25
    assert mended.over_hours < plain.over_hours

    desk = desk_of(book)
    done = adopt_on(desk, mends, KNOWN)
    assert "5 seats change hands" in done.change.says
    assert {one.kind for one in desk.book.handoffs.all()} == {HandoffKind.HOLDER}
    assert len(desk.book.handoffs) == 5
    ended = [tenure for tenure in desk.book.holders.all() if tenure.until == TODAY]
    begun = [tenure for tenure in desk.book.holders.all() if tenure.since == TODAY]
    assert {tenure.holder.person for tenure in ended} == {1}
    assert {tenure.holder.person for tenure in begun} == {2}
    assert len(ended) == len(begun) == 4
    desk.undo()
    assert desk.book.holders.all() == book.holders.all()
