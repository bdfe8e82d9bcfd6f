from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounts import Account
from core.book.change import Edit, change_of, deleted, head_of, inserted, patch_of, updated
from core.schema import SPEC_OF, encode, revise
from core.words import Actor, Record
from data.store import codec
from tests.data.store.anything import any_record, record_of
from tests.data.store.books import NOW

ACCOUNT = Account(id=3, name="Acme [/EMEA]", arr=12_000_00)


@settings(max_examples=150, deadline=None)
@given(any_record)
def test_a_record_of_any_table_survives_being_written_as_an_insert_and_as_a_delete(record: Record) -> None:
    for edit in (inserted(record), deleted(record)):
        (patch,) = codec.patches_from(codec.edits_bytes([edit]))

        assert patch == patch_of(edit)
        kept = patch.inserted or patch.deleted
        assert kept is not None
        assert encode(kept) == encode(record)


@settings(max_examples=150, deadline=None)
@given(any_record.flatmap(lambda record: st.tuples(st.just(record), record_of(type(record)))))
def test_an_update_survives_with_exactly_the_fields_that_changed(pair: tuple[Record, Record]) -> None:
    before, other = pair
    after = replace(other, id=before.id)  # type: ignore[type-var, attr-defined]
    edit = Edit(SPEC_OF[type(before)].name, before.id, before, after)  # type: ignore[attr-defined]

    (patch,) = codec.patches_from(codec.edits_bytes([edit]))

    assert patch == patch_of(edit)


def test_a_number_too_long_for_64_bits_stays_exact() -> None:
    edit = updated(ACCOUNT, revise(ACCOUNT, arr=2**64 + 1))

    (patch,) = codec.patches_from(codec.edits_bytes([edit]))

    assert patch.fields[0].after == 2**64 + 1


def test_long_edits_are_packed_and_read_back_equal() -> None:
    edits = [inserted(replace(ACCOUNT, id=number)) for number in range(1, 2_000)]

    packed = codec.edits_bytes(edits)

    assert packed[:1] == b'"'
    assert len(packed) < codec.PACK_ABOVE
    assert codec.patches_from(packed) == tuple(map(patch_of, edits))


def test_a_head_says_all_that_history_lists() -> None:
    change = change_of("edit", "Rename “Acme”", [updated(ACCOUNT, revise(ACCOUNT, name="New"))], why="asked")
    change = replace(change.stamped(seq=8, base=7, at=NOW, by="Mia"), undoes=5, actor=Actor.IMPORT)
    import json

    head = codec.head_from(json.loads(codec.head_bytes(change)))

    assert head == head_of(change)


def test_a_change_without_a_time_is_not_written() -> None:
    with pytest.raises(ValueError, match="UTC offset"):
        codec.head_bytes(change_of("edit", "x", []))


@pytest.mark.parametrize(
    "edits",
    [
        b"{}",
        b"[1]",
        b'[["accounts",1,"?",{}]]',
        b'[["nowhere",1,"+",{}]]',
        b'[["accounts",1,"~",{"colour":["a","b"]}]]',
        b'[["accounts",1,"~",{"arr":["much","more"]}]]',
        b'[["accounts",1,"+",{"id":1}]]',
        b'"!!"',
        b'"AAAA"',
    ],
)
def test_edits_that_do_not_fit_the_schema_are_refused(edits: bytes) -> None:
    with pytest.raises(codec.Unreadable):
        codec.patches_from(edits)
