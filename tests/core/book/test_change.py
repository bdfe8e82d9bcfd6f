from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import Account
from core.book.book import Book
from core.book.change import (
    Edit,
    change_of,
    deleted,
    differences,
    head_of,
    inserted,
    normalised,
    patch_of,
    updated,
)
from core.book.undo import edit_of
from core.people import Person
from core.words import Actor, Record
from tests.core.book.strategies import records

ACME = Account(id=1, name="Acme")
NAMED = Account(id=1, name="Acme Robotics")
GROWN = Account(id=1, name="Acme Robotics", arr=5)


def test_edits_stand_by_table_then_id_whatever_order_they_came_in() -> None:
    ana, ben = Person(id=1, name="Ana"), Person(id=2, name="Ben")
    edits = [inserted(ACME), inserted(ben), inserted(ana)]
    assert [(edit.table, edit.id) for edit in normalised(edits)] == [("people", 1), ("people", 2), ("accounts", 1)]


def test_equal_edits_in_another_order_make_equal_changes() -> None:
    edits = [inserted(ACME), inserted(Person(id=1, name="Ana"))]
    assert change_of("new", "x", edits) == change_of("new", "x", reversed(edits))


def test_edits_of_one_record_are_composed() -> None:
    assert normalised([updated(ACME, NAMED), updated(NAMED, GROWN)]) == (updated(ACME, GROWN),)
    assert normalised([inserted(ACME), updated(ACME, GROWN)]) == (inserted(GROWN),)
    assert normalised([updated(ACME, GROWN), deleted(GROWN)]) == (deleted(ACME),)


def test_edits_that_come_to_nothing_are_dropped() -> None:
    assert normalised([updated(ACME, ACME)]) == ()
    assert normalised([updated(ACME, GROWN), updated(GROWN, ACME)]) == ()
    assert normalised([inserted(ACME), deleted(ACME)]) == ()


def test_a_record_taken_out_and_put_in_again_is_an_update() -> None:
    assert normalised([deleted(ACME), inserted(GROWN)]) == (updated(ACME, GROWN),)


def test_edits_of_one_record_that_do_not_follow_on_each_other_are_a_bug() -> None:
    with pytest.raises(ValueError, match="accounts 1 do not follow"):
        normalised([updated(ACME, NAMED), updated(ACME, GROWN)])


def test_an_update_is_written_as_its_changed_fields_only() -> None:
    patch = patch_of(updated(ACME, GROWN))
    assert [(field.name, field.before, field.after) for field in patch.fields] == [
        ("name", "Acme", "Acme Robotics"),
        ("arr", None, 5),
    ]
    assert patch.inserted is None
    assert patch.deleted is None


def test_inserts_and_deletes_are_written_whole() -> None:
    assert patch_of(inserted(ACME)).inserted == ACME
    assert patch_of(deleted(ACME)).deleted == ACME


@given(st.lists(records(), max_size=12))
def test_normalising_twice_changes_nothing(pairs: list[tuple[str, Record]]) -> None:
    current: dict[tuple[str, int], Record] = {}
    edits = []
    for table, record in pairs:
        key = (table, record.id)  # type: ignore[attr-defined]
        edits.append(Edit(table, key[1], current.get(key), record))
        current[key] = record
    once = normalised(edits)
    assert normalised(once) == once
    assert {(edit.table, edit.id): edit.after for edit in once} == current


@given(records(), records())
def test_a_patch_makes_the_edit_it_was_made_of(one: tuple[str, Record], other: tuple[str, Record]) -> None:
    (table, before), (_, after) = one, other
    if type(after) is not type(before) or after.id != before.id:  # type: ignore[attr-defined]
        after = before
    for edit in (inserted(before), updated(before, after), deleted(before)):
        assert edit_of(patch_of(edit), edit.before) == edit
        backwards = Edit(table, edit.id, edit.after, edit.before)
        assert edit_of(patch_of(backwards), edit.after) == backwards


def test_differences_name_every_field_that_differs() -> None:
    assert [field.name for field in differences(ACME, GROWN)] == ["name", "arr"]


def test_applying_a_change_numbers_the_book_one_further() -> None:
    book = Book.of({}, seq=7)
    after, delta = book.apply(change_of("new", "x", [inserted(ACME)]))
    assert (after.seq, delta.seq) == (8, 8)
    assert after.accounts[1] == ACME
    assert 1 not in book.accounts


def test_a_head_tells_what_history_lists() -> None:
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    change = change_of("new", "Add Acme", [inserted(ACME)], why="won", actor=Actor.IMPORT)
    head = head_of(change.stamped(seq=3, base=2, at=at, by="Mia"))
    assert (head.seq, head.at, head.by, head.actor, head.kind) == (3, at, "Mia", Actor.IMPORT, "new")
    assert (head.says, head.why, head.edits) == ("Add Acme", "won", 1)


def test_a_change_without_a_time_has_no_head() -> None:
    with pytest.raises(ValueError, match="stamped"):
        head_of(change_of("new", "x", [inserted(ACME)]))
