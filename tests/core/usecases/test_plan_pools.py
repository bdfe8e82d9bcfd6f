"""Pools that come with a plan: formed with it, brought to its members, and refused with a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from core.book.book import Book
from core.models.seating import Seating
from core.organisation import Model, PlanLine
from core.people import Pool, PoolMember
from core.schema import revise
from core.usecases.use_model import UseModel, use_model
from tests.core.usecases.models import GENERALIST, POOLED
from tests.core.usecases.world import ANA, ANN, BEN, NOW, TODAY, done, refused, world

MODELS: tuple[Model, ...] = tuple(revise(model, id=0) for model in (GENERALIST, POOLED))
LINES = (PlanLine(scope="seg:small", model="pooled", pool="desk"), PlanLine(model="generalist"))


def pool(key: str, *members: tuple[int, int], **fields: object) -> Pool:
    joined = tuple(PoolMember(person=person, share=share) for person, share in members)
    return revise(Pool(id=1, key=key, title=key.capitalize(), members=joined), **fields)


def use(*pools: Pool, lines: tuple[PlanLine, ...] = LINES) -> UseModel:
    return UseModel(MODELS, lines=lines, pools=pools)


def pools_of(book: Book) -> dict[str, Pool]:
    return {one.key: one for one in book.pools.all()}


def test_a_plan_forms_its_pools_in_the_same_change() -> None:
    change, after = done(use_model, world(), use(pool("desk", (2, 50), (3, 100))))
    assert change.says == "Use Pooled for seg:small, Generalist for 5 accounts with the pool Desk"
    formed = pools_of(after)["desk"]
    assert (formed.id, formed.members) == (2, (PoolMember(person=2, share=50), PoolMember(person=3)))
    assert Seating.of(after).owner(after.accounts[3], TODAY).text == "pool:desk"


def test_a_pool_that_is_there_gets_the_members_of_the_plan_and_keeps_its_number() -> None:
    lines = (PlanLine(model="pooled", pool="scaled"),)
    change, after = done(use_model, world(), use(pool("scaled", (2, 100)), lines=lines))
    assert change.says.endswith("with the pool Scaled")
    assert pools_of(after)["scaled"] == Pool(id=1, key="scaled", title="Scaled", members=(PoolMember(person=2),))


def test_a_pool_that_is_there_as_it_should_be_is_left_alone() -> None:
    lines = (PlanLine(model="pooled", pool="scaled"),)
    change, after = done(use_model, world(), use(pool("scaled", (4, 100)), lines=lines))
    assert "pools" not in {edit.table for edit in change.edits}
    again = refused(use_model, after, use(pool("scaled", (4, 100)), lines=lines))
    assert again.says == "Pooled is in force already."


def test_new_members_alone_are_a_change_although_the_plan_is_in_force() -> None:
    lines = (PlanLine(model="pooled", pool="scaled"),)
    _, first = done(use_model, world(), use(lines=lines))
    change, after = done(use_model, first, use(pool("scaled", (4, 100), (3, 30)), lines=lines))
    assert change.says == "Pooled stays in force with the pool Scaled"
    assert {edit.table for edit in change.edits} == {"pools"}
    assert pools_of(after)["scaled"].members == (PoolMember(person=3, share=30), PoolMember(person=4))


def test_an_archived_pool_of_that_name_comes_back() -> None:
    gone = world(pools=[pool("desk", (4, 100), archived=True)])
    _, after = done(use_model, gone, use(pool("desk", (2, 100))))
    assert [(one.id, one.archived) for one in after.pools.all()] == [(1, False)]


def test_the_only_pool_of_the_plan_serves_lines_that_name_none() -> None:
    _, after = done(use_model, world(pools=[]), use(pool("desk", (2, 100)), lines=(PlanLine(model="pooled"),)))
    assert after.plan is not None
    assert after.plan.lines[0].pool == "desk"


LEFT = world(people=[ANA, revise(BEN, ends=date(2026, 11, 1)), revise(ANN, archived=True)], pools=[])


@pytest.mark.parametrize(
    ("book", "pools", "says"),
    [
        (world(), (pool("desk", (3, 100)), pool("help", (3, 100))), "The pool Desk takes whatever is left of Ben Ode"),
        (world(), (pool("desk", (4, 100)),), "The pool Scaled takes whatever is left of Ann Ruiz's time already."),
        (LEFT, (pool("desk", (3, 100)),), "Ben Ode has left. Take them out of the pool Desk."),
        (LEFT, (pool("desk", (4, 100)),), "Ann Ruiz is archived."),
        (world(), (pool("desk", (2, 50), (2, 20)),), "Somebody would be in the pool Desk twice."),
        (world(), (pool("desk", (77, 50)),), "There is no person P77"),
        (world(), (pool("help", (2, 50)),), "There is no pool desk. Choose one of these, or form it first."),
    ],
)
def test_a_pool_that_cannot_be_formed_is_refused(book: Book, pools: tuple[Pool, ...], says: str) -> None:
    assert refused(use_model, book, use(*pools), NOW).says.startswith(says)
