from __future__ import annotations

from typing import Any

import pytest

from core.accounts import Crossed
from core.errors import RefusalKind
from core.organisation import Plan, PlanLine
from core.people import Pool, PoolMember
from core.policy import Policy
from core.schema import revise
from core.seats import Tenure, pool_holder
from core.usecases.set_fields import SetFields, set_fields
from core.usecases.team import (
    ArchivePool,
    EditPool,
    NewPool,
    NewRole,
    NewSegment,
    archive_pool,
    edit_pool,
    new_pool,
    new_role,
    new_segment,
)
from core.words import Function, Touch
from tests.core.usecases.world import TODAY, done, refused, world

BOOK = world()


# Roles ---------------------------------------------------------------------------------------------------------


def test_a_role_is_added_and_edited() -> None:
    change, after = done(new_role, BOOK, NewRole(" Trainer ", "Trainer", (("function", Function.SERVICES),)))
    assert change.says == "Add the role Trainer"
    assert (after.roles[4].key, after.roles[4].function) == ("trainer", Function.SERVICES)
    change, edited = done(set_fields, after, SetFields("role", (4,), (("client", "no"),)))
    assert change.says == "Set may hold seats of Trainer"
    assert not edited.roles[4].client


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (NewRole("csm", "Again"), "There is a role csm already."),
        (NewRole("two words", "x"), "“two words” cannot be the key of a role."),
        (NewRole("", "x"), "“” cannot be the key of a role."),
        (NewRole("new", " "), "A role needs a title."),
        (NewRole("new", "New", (("colour", 1),)), "A role has no field colour to set."),
    ],
)
def test_a_role_that_cannot_be_is_refused(request_: NewRole, says: str) -> None:
    assert refused(new_role, BOOK, request_).says.startswith(says)


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (SetFields("role", (99,), (("title", "x"),)), "There is no role 99."),
        (SetFields("role", (1,), (("key", "x"),)), "There is no field “key”."),
        (SetFields("role", (1,), (("title", "\u200b"),)), "A role needs a title."),
    ],
)
def test_an_edit_of_a_role_must_be_possible(request_: SetFields, says: str) -> None:
    assert refused(set_fields, BOOK, request_).says.startswith(says)


# Segments ------------------------------------------------------------------------------------------------------


def test_a_segment_is_added_last() -> None:
    change, after = done(new_segment, BOOK, NewSegment("tail", "Long tail", (("touch", Touch.TECH),)))
    assert change.says == "Add the segment Long tail"
    assert (after.segments[4].order, after.segments[4].touch) == (4, Touch.TECH)


def test_moving_a_line_is_remembered_by_every_account_it_passes() -> None:
    change, after = done(set_fields, BOOK, SetFields("segment", (1,), (("from_amount", "300k"),)))
    assert change.says == "Set from of Enterprise"
    assert after.accounts[1].crossed == Crossed(to="mid", on=TODAY)
    assert [edit.table for edit in change.edits] == ["segments", "accounts"]


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (SetFields("segment", (99,), (("title", "x"),)), "There is no segment 99."),
        (SetFields("segment", (1,), (("from_amount", "-1"),)), "From: “-1” is below zero."),
        (SetFields("segment", (1,), (("by", "industry"),)), "The segment Enterprise is drawn by industry and names"),
        (SetFields("segment", (1,), (("key", "x"),)), "There is no field “key”."),
        (SetFields("segment", (1,), (("title", "\u200b"),)), "A segment needs a title."),
    ],
)
def test_an_edit_of_a_segment_must_be_possible(request_: SetFields, says: str) -> None:
    assert refused(set_fields, BOOK, request_).says.startswith(says)


def test_a_segment_key_is_free_and_well_formed() -> None:
    assert refused(new_segment, BOOK, NewSegment("ent", "x")).says.startswith("There is a segment ent already.")
    assert refused(new_segment, BOOK, NewSegment("x y", "x")).kind is RefusalKind.INVALID


# Pools ---------------------------------------------------------------------------------------------------------


def test_a_pool_is_formed_with_its_members_in_order() -> None:
    request = NewPool("fire", "Fire", (PoolMember(person=3, share=50), PoolMember(person=2)), (("open_limit", 12),))
    change, after = done(new_pool, BOOK, request)
    assert change.says == "Form the pool Fire of 2 members"
    assert [member.person for member in after.pools[2].members] == [2, 3]
    assert after.pools[2].open_limit == 12


def test_members_of_a_pool_change() -> None:
    change, after = done(edit_pool, BOOK, EditPool(1, (("members", (PoolMember(person=3, share=20),)),)))
    assert change.says == "Edit the pool Scaled"
    assert after.pools[1].members == (PoolMember(person=3, share=20),)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"members": (PoolMember(person=99),)}, "There is no person P99."),
        ({"members": (PoolMember(person=2), PoolMember(person=2, share=5))}, "Somebody would be in the pool Fire"),
        ({"members": (PoolMember(person=2, share=0),)}, "Ana Ruiz would give 0 % to the pool Fire."),
        ({"members": (PoolMember(person=4),)}, "The pool Scaled takes whatever is left of Ann Ruiz's time already."),
        ({"open_limit": 0}, "Members of the pool Fire could have no open request."),
        ({"title": " "}, "A pool needs a title."),
    ],
)
def test_a_pool_that_cannot_be_is_refused(fields: dict[str, Any], says: str) -> None:
    request = NewPool("fire", "Fire", fields=tuple(fields.items()))
    assert refused(new_pool, BOOK, request).says.startswith(says)


def test_a_second_pool_may_take_a_fixed_share() -> None:
    request = NewPool("fire", "Fire", (PoolMember(person=4, share=30),))
    assert done(new_pool, BOOK, request)[1].pools[2].members[0].share == 30


def test_a_pool_is_archived_once_nothing_needs_it() -> None:
    change, after = done(archive_pool, BOOK, ArchivePool(1))
    assert change.says == "Archive the pool Scaled"
    assert refused(archive_pool, after, ArchivePool(1)).kind is RefusalKind.NOTHING
    assert refused(archive_pool, BOOK, ArchivePool(9)).kind is RefusalKind.UNKNOWN


def test_a_pool_that_holds_seats_or_stands_in_the_plan_is_kept() -> None:
    tenure = Tenure(id=1, account=1, seat="pool", holder=pool_holder(1), since=TODAY)
    assert refused(archive_pool, world(holders=[tenure]), ArchivePool(1)).says == (
        "The pool Scaled still holds 1 seat. Give them to others first."
    )
    over = world(holders=[revise(tenure, until=TODAY)])
    assert done(archive_pool, over, ArchivePool(1))[1].pools[1].archived
    plan = Plan(id=1, lines=(PlanLine(model="pooled", pool="scaled"),))
    planned = world(plans=[plan], policy=[Policy(plan=1)], pools=[Pool(id=1, key="scaled", title="Scaled")])
    assert refused(archive_pool, planned, ArchivePool(1)).says.startswith("The plan in force gives seats to the pool")
