"""How a plan meets a book: what is served, shadowed, left out or carried by nobody."""

from __future__ import annotations

from core.models.reach import Reach, reach
from core.organisation import PlanLine
from core.words import Duty, PersonStatus, SeatHolding
from tests.core.drafts import EVERY_DUTY, TODAY, Draft, csm_line, generalist


def of(draft: Draft) -> tuple[Reach, tuple[str, ...]]:
    book = draft.book()
    found = reach(book, TODAY)
    return found, found.notes(book)


def test_a_plan_that_fits_everything_has_nothing_to_note() -> None:
    draft = Draft()
    draft.person("Ana")
    draft.account("Acme")
    found, notes = of(draft)
    assert notes == ()
    assert (found.lines[0].accounts, found.lines[0].fits) == (1, 1)


def test_lines_are_counted_and_those_that_serve_nobody_say_why() -> None:
    draft = Draft()
    draft.person("Ana")
    draft.lines = [
        PlanLine(scope="seg:ent", model="generalist"),
        PlanLine(scope="seg:ent is:key", model="generalist"),
        PlanLine(scope="#gone", model="generalist"),
    ]
    draft.account("Acme", key_account=True)
    draft.account("Beta", segment="mid")
    draft.account("Old", segment="mid", archived=True)
    found, notes = of(draft)
    assert [(line.accounts, line.fits) for line in found.lines] == [(1, 1), (0, 1), (0, 0)]
    assert found.unmatched == (2,)
    assert notes == (
        "1 account falls under no line of the plan.",
        "Line 2 (seg:ent is:key) serves no account: earlier lines take the 1 account it fits.",
        "Line 3 (#gone) fits no account.",
    )


def test_duties_carried_by_nobody_or_by_two_are_counted() -> None:
    seats = (csm_line(carries=EVERY_DUTY[:4]), csm_line(key="two", scope="is:key", carries=(Duty.SUPPORT,)))
    draft = Draft(models=[generalist(seats=seats)])
    draft.person("Ana")
    draft.account("Acme", key_account=True)
    draft.account("Beta")
    _, notes = of(draft)
    assert notes == (
        "Line 1 (all accounts): nobody carries renewal on 2 accounts.",
        "Line 1 (all accounts): two seats carry support on 1 account.",
    )


def test_an_unmanaged_line_carries_nothing_and_that_is_meant() -> None:
    draft = Draft(lines=[PlanLine(unmanaged="free tier")])
    draft.account("Acme")
    assert of(draft)[1] == ()


def test_a_role_that_nobody_has_is_named_once() -> None:
    seat = csm_line(key="renewals", carries=(Duty.RENEWAL,), roles=("renewal_manager",))
    draft = Draft(models=[generalist(seats=(csm_line(carries=EVERY_DUTY[:4]), seat))])
    draft.person("Ana")
    draft.person("Hire", "renewal_manager", status=PersonStatus.VACANCY, starts=TODAY)
    found, notes = of(draft)
    assert found.roles_missing == ("renewal_manager",)
    assert notes == ("Line 1 (all accounts) fits no account.", "Nobody has the role Renewal manager.")


def test_people_whom_no_seat_and_no_pool_takes_are_named() -> None:
    pool_seat = csm_line(key="pool", holder=SeatHolding.POOL)
    draft = Draft(models=[generalist(), generalist(id=2, key="pooled", seats=(pool_seat,))])
    draft.lines = [
        PlanLine(scope="seg:small", model="pooled", pool="scaled"),
        PlanLine(model="generalist", people="team:one"),
    ]
    draft.person("Ana", team="one")
    member = draft.person("Pia", team="two")
    draft.person("Ina", team="two")
    draft.person("Dora", "cs_director")
    draft.person("Gone", team="two", archived=True)
    draft.pool("scaled", member)
    draft.account("Acme")
    draft.account("Small", segment="small")
    found, notes = of(draft)
    assert found.idle == (3,)
    assert notes == ("No seat of the plan takes Ina.",)


def test_without_a_plan_every_account_is_unmatched() -> None:
    draft = Draft(policy={"plan": None})
    draft.account("Acme")
    found, notes = of(draft)
    assert (found.lines, found.unmatched) == ((), (1,))
    assert notes == ("1 account falls under no line of the plan.",)
