from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.book.book import Book
from core.errors import RefusalKind
from core.models.seating import Seating
from core.organisation import Era, Model, Overlay, Plan, PlanLine
from core.people import Pool
from core.schema import revise
from core.usecases.use_model import Coverage, UseModel, coverage, missing_text, use_model
from core.words import AccountStatus, Duty, Touch
from tests.core.usecases.models import COACH, GENERALIST, POOLED, SALES, SPECIALIST, STRICT, planned
from tests.core.usecases.world import ACME, BOREALIS, COBALT, DELTA, GLASS, NOW, TODAY, done, held, refused, world

MODELS: tuple[Model, ...] = tuple(revise(model, id=0) for model in (GENERALIST, STRICT, SPECIALIST, POOLED, COACH))
ALIGNMENTS = (revise(SALES, id=0),)
BOOK = world()


def use(key: str = "", *lines: PlanLine, **fields: Any) -> UseModel:  # noqa: ANN401
    return UseModel(MODELS, ALIGNMENTS, key=key, lines=lines, **fields)


def in_force(book: Book) -> Plan:
    assert book.plan is not None
    return book.plan


# One model -----------------------------------------------------------------------------------------------------


def test_a_model_is_put_in_force_and_kept_by_value_and_moves_nobody() -> None:
    book = world(holders=[held(1, 1, 2)])
    change, after = done(use_model, book, use("generalist"))
    assert (change.kind, change.says) == ("model", "Use Generalist for 5 accounts")
    assert in_force(after) == Plan(id=1, title="Generalist", lines=(PlanLine(model="generalist"),))
    assert after.models[1] == GENERALIST
    assert after.eras[1] == Era(id=1, plan=1, title="Generalist", since=TODAY)
    assert after.holders.all() == book.holders.all()
    assert Seating.of(after).owner(after.accounts[1], TODAY).text == "Ana Ruiz"


def test_the_next_model_closes_the_era_at_the_books_number() -> None:
    _, first = done(use_model, BOOK, use("generalist"))
    later = NOW.on(date(2027, 3, 1))
    _, after = done(use_model, first, use("specialist"), later)
    assert after.eras.all() == (
        Era(id=1, plan=1, title="Generalist", since=TODAY, until=later.today, ended_seq=1),
        Era(id=2, plan=2, title="Specialist", since=later.today),
    )
    assert [plan.title for plan in after.plans.all()] == ["Generalist", "Specialist"]


def test_another_choice_on_the_same_day_takes_the_place_of_the_first() -> None:
    _, first = done(use_model, BOOK, use("generalist"))
    _, after = done(use_model, first, use("specialist"))
    assert after.eras.all() == (Era(id=1, plan=2, title="Specialist", since=TODAY),)


def test_the_model_in_force_is_not_chosen_again() -> None:
    _, after = done(use_model, BOOK, use("generalist"))
    refusal = refused(use_model, after, use("generalist"))
    assert (refusal.kind, refusal.says) == (RefusalKind.NOTHING, "Generalist is in force already.")


def test_a_newer_text_of_a_model_takes_the_place_of_the_one_in_the_book() -> None:
    _, after = done(use_model, BOOK, use("generalist"))
    newer = revise(MODELS[0], summary="One CSM for everything.")
    _, again = done(use_model, after, UseModel((newer,), key="generalist"))
    assert again.models.all() == (revise(newer, id=1),)


def test_a_model_that_is_in_the_book_is_not_kept_twice() -> None:
    book = world(models=[revise(GENERALIST, id=7)])
    change, after = done(use_model, book, use("generalist"))
    assert [model.id for model in after.models.all()] == [7]
    assert "models" not in {edit.table for edit in change.edits}


def test_an_alignment_alone_brings_its_own_model() -> None:
    change, after = done(use_model, BOOK, use("sales-oriented"))
    assert change.says == "Use Sales-oriented for 5 accounts"
    assert after.models[1].key == "generalist"
    assert after.alignments[1] == SALES
    seats = Seating.of(after).seats(after.accounts[1], TODAY)
    assert {seat.key: seat.carries for seat in seats}["outside:services"] == (Duty.SUPPORT,)


def test_a_model_and_an_alignment_combine() -> None:
    change, after = done(use_model, BOOK, use("specialist", alignment="sales-oriented"))
    assert change.says == "Use Specialist, sales-oriented for 5 accounts"
    assert in_force(after).lines == (PlanLine(model="specialist", alignment="sales-oriented"),)


# Pools ---------------------------------------------------------------------------------------------------------


def test_the_only_pool_there_is_takes_the_pooled_seats() -> None:
    _, after = done(use_model, BOOK, use("pooled"))
    assert in_force(after).lines[0].pool == "scaled"
    assert Seating.of(after).owner(after.accounts[1], TODAY).text == "pool:scaled"


def test_without_a_pool_or_with_several_the_pooled_model_asks_for_one() -> None:
    refusal = refused(use_model, world(pools=[]), use("pooled"))
    assert refusal.says == "Pooled gives its seats to a pool, and there is none. Form a pool of people first."
    two = world(pools=[Pool(id=1, key="scaled", title="Scaled"), Pool(id=2, key="fire", title="Fire")])
    refusal = refused(use_model, two, use("pooled"))
    assert refusal.says == "Pooled gives its seats to a pool. Say which of 2 pools."
    assert refusal.details == ("scaled: Scaled", "fire: Fire")
    assert in_force(done(use_model, two, use("pooled", pool="fire"))[1]).lines[0].pool == "fire"


def test_an_archived_pool_is_none() -> None:
    gone = world(pools=[Pool(id=1, key="scaled", title="Scaled", archived=True)])
    assert "there is none" in refused(use_model, gone, use("pooled")).says
    assert refused(use_model, gone, use("pooled", pool="scaled")).kind is RefusalKind.UNKNOWN


# Lines ---------------------------------------------------------------------------------------------------------

LINES = (
    PlanLine(scope="seg:small #free", unmanaged="free tier"),
    PlanLine(title="small", scope="seg:small", model="pooled", serve=((Touch.MID, Touch.TECH),)),
    PlanLine(scope="seg:mid", model="generalist", people="role:csm", duties=((Duty.SUPPORT, "outside:services"),)),
)


def test_a_plan_of_several_lines_says_what_it_covers() -> None:
    change, after = done(use_model, BOOK, use("", *LINES, title="Split"))
    assert change.says == "Use Split for 4 of 5 accounts"
    assert coverage(after, in_force(after), TODAY) == Coverage(lines=(0, 2, 2), unmatched=1)
    assert {model.key for model in after.models.values()} == {"pooled", "generalist"}


def test_a_plan_without_a_title_takes_those_of_its_models() -> None:
    _, after = done(use_model, BOOK, use("", *LINES))
    assert in_force(after).title == "Pooled for small, Generalist for seg:mid"


def test_a_plan_may_leave_everybody_unmanaged() -> None:
    _, after = done(use_model, BOOK, use("", PlanLine(unmanaged="wound down")))
    assert in_force(after).title == "Unmanaged"


def test_overlays_are_laid_over_the_lines() -> None:
    overlay = Overlay(key="tech", title="Technical support", assists=(Duty.SUPPORT,), scope="seg:ent")
    _, after = done(use_model, BOOK, use("generalist", overlays=(overlay,)))
    assert [seat.key for seat in Seating.of(after).seats(after.accounts[1], TODAY)] == ["csm", "tech"]


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (use(""), "Name the model to use, or give the lines of a plan."),
        (use("generalist", PlanLine(model="generalist")), "Name the model to use, or give the lines of a plan."),
        (use("generalst"), "The plan names the model generalst, and there is no such model. Did you mean generalist?"),
        (use("generalist", alignment="north"), "The plan names the alignment north, and there is no such alignment."),
        (use("generalist", pool="north"), "There is no pool north."),
        (use("", PlanLine()), "The plan names neither a model nor an alignment."),
        (use("", PlanLine(unmanaged="x", model="generalist")), "The plan leaves its accounts without people and names"),
        (use("", PlanLine(model="generalist"), PlanLine(model="x")), "Line 2 names the model x, and there is no such"),
        (use("", PlanLine(scope="renews<90d", model="generalist")), "Plan line 1: "),
        (use("", PlanLine(scope='"open', model="generalist")), "Plan line 1: "),
        (use("", PlanLine(people="colour:red", model="generalist")), "Plan line 1: "),
        (use("", PlanLine(scope="x" * 2_001, model="generalist")), "The plan has a filter of 2,001 characters."),
        (
            use("", PlanLine(model="generalist", duties=((Duty.RENEWAL, "sales"),))),
            "The plan gives renewal to “sales”. Write team, or outside:",
        ),
        (use("", PlanLine(model="generalist", duties=((Duty.RENEWAL, "outside: "),))), "The plan does not say who"),
    ],
)
def test_a_plan_that_cannot_be_used_is_refused(request_: UseModel, says: str) -> None:
    assert refused(use_model, BOOK, request_).says.startswith(says)


def test_an_alignment_without_a_model_needs_one_beside_it() -> None:
    bare = revise(ALIGNMENTS[0], model="")
    refusal = refused(use_model, BOOK, UseModel(MODELS, (bare,), key="sales-oriented"))
    assert refusal.says.startswith("The plan: the alignment Sales-oriented has no model of its own.")
    lost = revise(ALIGNMENTS[0], model="nowhere")
    refusal = refused(use_model, BOOK, UseModel(MODELS, (lost,), key="sales-oriented"))
    assert refusal.says.startswith("The plan needs the model nowhere, and there is no such model.")


def test_every_fault_of_a_plan_is_told() -> None:
    lines = (PlanLine(scope="renews<90d", model="generalist"), PlanLine(people="colour:red", model="generalist"))
    refusal = refused(use_model, BOOK, use("", *lines))
    assert refusal.says == "The plan cannot be used as it is."
    assert [line[:12] for line in refusal.details] == ["Plan line 1:", "Plan line 2:"]


# Coverage ------------------------------------------------------------------------------------------------------


def test_coverage_counts_active_accounts_by_the_first_line_that_fits() -> None:
    gone = revise(DELTA, status=AccountStatus.CHURNED)
    book = planned(accounts=[BOREALIS, ACME, COBALT, GLASS, gone])
    plan = Plan(id=9, lines=(PlanLine(scope="seg:mid", model="x"), PlanLine(scope="seg:mid or seg:ent", model="y")))
    covered = coverage(book, plan, TODAY)
    assert covered == Coverage(lines=(2, 1), unmatched=1)
    assert covered.total == 4
    assert book.plan is not None
    assert 9 not in book.plans


def test_coverage_of_the_plan_in_force_is_that_plans() -> None:
    book = planned()
    assert coverage(book, in_force(book), TODAY) == Coverage(lines=(5,), unmatched=0)


def test_what_a_plan_leaves_open_is_said() -> None:
    plan = Plan(id=1, lines=(PlanLine(title="Small"), PlanLine(scope="seg:mid")))
    assert missing_text(plan, Coverage((0, 5), 1)) == "1 account in no line; no accounts for Small."
    assert missing_text(plan, Coverage((1, 5), 0)) == ""
