from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounts import Account
from core.book.digest import Digest
from core.conversations import Conversation
from core.parsed import Unfit, field_from, record_from
from core.schema import InvalidRecord, decode, decode_field, encode, field_adapter, field_names
from core.words import ConversationType, Record, Touch
from tests.data.store.anything import any_record

ACME = json.loads(encode(Account(id=1, name="Acme", touch=Touch.HIGH, renews=date(2026, 3, 1), tags=("a",))))


@settings(max_examples=200, deadline=None)
@given(any_record)
def test_a_record_of_any_table_is_read_as_pydantic_reads_it(record: Record) -> None:
    line = encode(record)

    read = record_from(type(record), json.loads(line))

    assert read == record == decode(type(record), line)
    assert encode(read) == line
    for name in field_names(type(record)):
        text = field_adapter(type(record), name).dump_json(getattr(record, name))
        assert field_from(type(record), name, json.loads(text)) == decode_field(type(record), name, text)


STRANGE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "x", "high", "call", "20260301", "2026-W09-7", "2026-03-01", "2026-03-01T00:00:00"])
    | st.sampled_from(["2026-03-01T09:00:00Z", "2026-03-01T09:00:00+01:00:30", "2026-03-01 09:00", "2026-02-30"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "kind", "on"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([Account, Conversation, Digest]), STRANGE, st.data())
def test_whatever_is_read_without_pydantic_is_read_alike_with_it(
    entity: type[Record], value: object, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(field_names(entity)))
    try:
        read = field_from(entity, name, value)
    except Unfit:
        return
    assert read == decode_field(entity, name, json.dumps(value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", 5),
        ("name", None),
        ("arr", 5.0),
        ("arr", True),
        ("arr", "5"),
        ("key_account", 1),
        ("touch", "loud"),
        ("touch", ["high"]),
        ("renews", "20260301"),
        ("renews", "2026-02-30"),
        ("tags", "a"),
        ("tags", ["a", 5]),
        ("crm_people", [["a"]]),
        ("crossed", {"to": "ent"}),
        ("crossed", []),
    ],
)
def test_a_value_that_does_not_fit_is_left_to_pydantic_which_refuses_it(name: str, value: object) -> None:
    assert name in ACME
    with pytest.raises(Unfit):
        record_from(Account, {**ACME, name: value})
    with pytest.raises(InvalidRecord):
        decode(Account, json.dumps({**ACME, name: value}))


@pytest.mark.parametrize(
    "document",
    [{**ACME, "more": 1}, {name: ACME[name] for name in ACME if name != "name"}, {**ACME, "nam": 1}, [], None, "Acme"],
)
def test_an_object_with_other_fields_is_left_to_pydantic(document: Any) -> None:  # noqa: ANN401 - any JSON
    with pytest.raises(Unfit):
        record_from(Account, document)


def test_a_field_nobody_knows_is_left_to_pydantic() -> None:
    with pytest.raises(Unfit):
        field_from(Account, "nam", "x")


def test_a_time_keeps_its_offset_and_only_one_way_of_writing_it_is_read() -> None:
    assert field_from(Conversation, "at", "2026-03-01T09:00:00+05:30").isoformat() == "2026-03-01T09:00:00+05:30"
    assert field_from(Conversation, "type", "call") is ConversationType.CALL
    for text in ("2026-03-01T09:00", "20260301T090000Z", "2026-03-01 09:00:00Z", "2026-03-01T09:00:00+01:00:30", ""):
        with pytest.raises(Unfit):
            field_from(Conversation, "at", text)
