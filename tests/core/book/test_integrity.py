from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import get_type_hints

import pytest

from core.accounts import Account, Escalation
from core.book.book import Book
from core.book.change import Edit, change_of, deleted, inserted, updated
from core.book.integrity import check, dangling, named, values_at
from core.conversations import Conversation, FollowUp, Playbook, Run, StepDone
from core.errors import IntegrityError
from core.organisation import Era, Plan
from core.people import Person, Pool, PoolMember
from core.policy import Policy
from core.schema import BY_NAME, TABLES, revise
from core.seats import Handoff, Holder, Tenure, outside_holder, person_holder, pool_holder
from core.words import ConversationType, HandoffKind, Record, TenureKind

DAY = date(2026, 3, 1)
LATER = date(2026, 6, 1)
ANA, BEN = Person(id=1, name="Ana"), Person(id=2, name="Ben", lead=1)
ACME, CHILD = Account(id=1, name="Acme"), Account(id=2, name="Acme Glass", parent=1)
SEAT = Tenure(id=1, account=1, seat="csm", holder=person_holder(1), since=DAY)


def book_of(**tables: Sequence[Record]) -> Book:
    people: Mapping[str, Sequence[Record]] = {"people": [ANA, BEN], "accounts": [ACME, CHILD]}
    return Book.of({**people, **tables})


def apply(book: Book, *edits: Edit) -> Book:
    change = change_of("edit", "Edit", edits)
    after, _ = book.apply(change)
    check(book, change, after)
    return after


def refused(book: Book, *edits: Edit) -> str:
    with pytest.raises(IntegrityError) as caught:
        apply(book, *edits)
    return str(caught.value)


# What the change was made on -----------------------------------------------------------------------------------


def test_an_edit_of_what_the_book_no_longer_holds_is_refused_by_name() -> None:
    stale = revise(ACME, name="Acme before")
    says = refused(book_of(), updated(stale, revise(stale, region="EMEA")))
    assert says == "account 1 (Acme) is not what this change was made on. Try again."


def test_an_insert_over_a_record_and_a_delete_of_nothing_are_refused() -> None:
    assert "account 1" in refused(book_of(), inserted(ACME))
    assert "account 9" in refused(book_of(), deleted(Account(id=9, name="Gone")))


# References ----------------------------------------------------------------------------------------------------


def test_a_reference_to_nothing_is_refused_with_both_ends() -> None:
    says = refused(book_of(), inserted(Tenure(id=1, account=9, seat="csm", holder=person_holder(1), since=DAY)))
    assert says == "tenure 1 refers to account 9 in account, and there is no such account."


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (Tenure(id=1, account=1, seat="csm", holder=person_holder(9), since=DAY), "person 9 in holder.person"),
        (Tenure(id=1, account=1, seat="csm", holder=pool_holder(9), since=DAY), "pool 9 in holder.pool"),
        (Pool(id=1, key="scaled", title="Scaled", members=(PoolMember(person=9),)), "person 9 in members.person"),
        (Person(id=3, name="Cid", not_for=(1, 9)), "account 9 in not_for"),
        (
            Account(id=3, name="New", escalation=Escalation(since=DAY, reason="x", raised_by=9)),
            "person 9 in escalation.raised_by",
        ),
        (FollowUp(id=1, text="x", conversation=9, created_on=DAY), "conversation 9 in conversation"),
        (Era(id=1, plan=9, title="x", since=DAY), "plan 9 in plan"),
        (
            Handoff(
                id=1, account=1, kind=HandoffKind.HOLDER, seat="csm", incoming=person_holder(9), opened_on=DAY, due=DAY
            ),
            "person 9 in incoming.person",
        ),
    ],
)
def test_references_inside_nested_values_are_checked(record: Record, place: str) -> None:
    assert place in refused(book_of(), inserted(record))


def test_a_reference_may_be_to_a_record_of_the_same_change() -> None:
    new = Account(id=3, name="New")
    step = FollowUp(id=1, account=3, text="Call", created_on=DAY)
    assert 1 in apply(book_of(), inserted(step), inserted(new)).followups


def test_a_record_that_is_referred_to_cannot_be_removed() -> None:
    parent = refused(book_of(), deleted(ACME))
    assert "account 1 (Acme) cannot be removed: account 2 (Acme Glass) refers to it" in parent
    assert "person 1 (Ana) cannot be removed: person 2 (Ben) refers to it" in refused(book_of(), deleted(ANA))
    held = book_of(holders=[SEAT], people=[ANA])
    assert "person 1 (Ana) cannot be removed: tenure 1 refers to it" in refused(held, deleted(ANA))


def test_references_without_a_look_up_are_found_as_well() -> None:
    pool = Pool(id=1, key="scaled", title="Scaled", members=(PoolMember(person=2),))
    assert "pool 1 (Scaled) refers to it" in refused(book_of(pools=[pool]), deleted(BEN))
    run = Run(id=1, playbook=1, account=1, started_on=DAY, done=(StepDone(step=0, on=DAY, by=2),))
    played = book_of(playbooks=[Playbook(id=1, key="start", title="Start")], runs=[run])
    assert "run 1 refers to it" in refused(played, deleted(BEN))
    plan = book_of(plans=[Plan(id=1)], policy=[Policy(plan=1)])
    assert "policy 1 (My team) refers to it" in refused(plan, deleted(Plan(id=1)))


def test_a_record_goes_together_with_what_refers_to_it() -> None:
    after = apply(book_of(), deleted(ACME), deleted(CHILD))
    assert len(after.accounts) == 0


# Seats ---------------------------------------------------------------------------------------------------------


def tenure(number: int, since: date, until: date | None = None, **fields: object) -> Tenure:
    return revise(Tenure(id=number, account=1, seat="csm", holder=person_holder(2), since=since, until=until), **fields)


def test_a_seat_has_one_permanent_holder_a_day() -> None:
    says = refused(book_of(holders=[SEAT]), inserted(tenure(2, LATER)))
    assert says == "the seat csm of account 1 (Acme) would have two permanent holders from 2026-06-01."


def test_the_next_holder_may_begin_on_the_day_the_last_one_ends() -> None:
    book = book_of(holders=[SEAT])
    assert len(apply(book, updated(SEAT, revise(SEAT, until=LATER)), inserted(tenure(2, LATER))).holders) == 2


@pytest.mark.parametrize("kind", [TenureKind.COVER, TenureKind.OVERLAP])
def test_cover_and_overlap_stand_beside_the_permanent_holder(kind: TenureKind) -> None:
    assert len(apply(book_of(holders=[SEAT]), inserted(tenure(2, LATER, kind=kind))).holders) == 2


def test_another_seat_and_another_account_are_apart() -> None:
    book = book_of(holders=[SEAT])
    assert len(apply(book, inserted(tenure(2, DAY, seat="renewal")), inserted(tenure(3, DAY, account=2))).holders) == 3


def test_making_a_cover_permanent_beside_the_holder_is_refused() -> None:
    cover = tenure(2, LATER, kind=TenureKind.COVER)
    book = book_of(holders=[SEAT, cover])
    assert "two permanent holders" in refused(book, updated(cover, revise(cover, kind=TenureKind.PERMANENT)))


def test_a_tenure_between_the_ends_of_a_longer_one_is_refused_although_a_third_lies_between() -> None:
    book = book_of(holders=[tenure(1, DAY, LATER)])
    short, late = tenure(2, date(2026, 3, 5), date(2026, 3, 9)), tenure(3, date(2026, 5, 1))
    assert "two permanent holders" in refused(book, inserted(short))
    assert "two permanent holders" in refused(book, inserted(late))


def test_a_tenure_of_no_length_holds_nothing_and_is_in_nobodys_way() -> None:
    book = book_of(holders=[SEAT])
    assert len(apply(book, inserted(tenure(2, LATER, LATER))).holders) == 2


def test_a_tenure_that_ends_before_it_begins_is_refused() -> None:
    assert "would end before it begins" in refused(book_of(), inserted(tenure(1, LATER, DAY)))


def test_a_holder_is_exactly_what_its_kind_says() -> None:
    both = Holder(kind=person_holder(1).kind, person=1, function="services")
    for holder in (both, revise(person_holder(1), person=None), revise(outside_holder("x"), function="")):
        assert "names its holder wrongly" in refused(book_of(), inserted(tenure(1, DAY, holder=holder)))


# Circles -------------------------------------------------------------------------------------------------------


def test_nobody_leads_themselves_directly_or_in_a_circle() -> None:
    assert "person 1 (Ana) would lead themselves" in refused(book_of(), updated(ANA, revise(ANA, lead=1)))
    assert "would lead themselves" in refused(book_of(), updated(ANA, revise(ANA, lead=2)))


def test_no_account_is_its_own_ancestor() -> None:
    assert "account 1 (Acme) would be its own parent" in refused(book_of(), updated(ACME, revise(ACME, parent=2)))


def test_a_chain_that_leads_to_the_top_is_sound() -> None:
    cid = Person(id=3, name="Cid", lead=2)
    assert 3 in apply(book_of(), inserted(cid)).people


# Parts ---------------------------------------------------------------------------------------------------------


def test_every_reference_of_every_table_names_a_field_and_a_table() -> None:
    for spec in TABLES:
        for reference in spec.references:
            assert reference.table in BY_NAME
            assert reference.field.split(".")[0] in get_type_hints(spec.entity)


def test_values_at_enters_tuples_and_passes_over_nothing() -> None:
    pool = Pool(id=1, key="s", title="S", members=(PoolMember(person=4), PoolMember(person=7)))
    assert list(values_at(pool, "members.person")) == [4, 7]
    assert list(values_at(ACME, "escalation.raised_by")) == []


def test_dangling_lists_each_broken_reference() -> None:
    talk = Conversation(id=1, account=9, type=ConversationType.CALL, at=datetime(2026, 1, 1, tzinfo=UTC), people=(1, 8))
    found = [(reference.field, number) for reference, number in dangling(book_of(), BY_NAME["conversations"], talk)]
    assert found == [("account", 9), ("people", 8)]


def test_records_are_named_by_what_they_are() -> None:
    assert named("people", 1, ANA) == "person 1 (Ana)"
    assert named("followups", 4) == "follow-up 4"
