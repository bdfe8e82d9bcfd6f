from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.accounts import Account, Crossed, Escalation, ImportedSource, Outcome, StageOverride
from core.conversations import Conversation
from core.organisation import Draft, Plan, PlanLine
from core.people import Leave, Person, RoleShare
from core.policy import Policy
from core.schema import (
    BY_NAME,
    DRAFT_TABLE,
    ORDER,
    SPEC_OF,
    TABLES,
    InvalidRecord,
    admit,
    admit_value,
    decode,
    encode,
    field_names,
    revise,
)
from core.seats import Tenure, person_holder
from core.text import FILTER_LIMIT, NAME_LIMIT, NOTE_LIMIT, clean
from core.words import ConversationType, OutcomeKind, Record, Stage, TenureKind, Touch
from tests.core.book.strategies import records

DAY = date(2026, 3, 1)
ACME = Account(id=1, name="Acme")
FULL = Account(
    id=7,
    name="Borealis Health",
    arr=24_000_000,
    touch=Touch.HIGH,
    started=DAY,
    stage_override=StageOverride(stage=Stage.ADOPTION, reason="pilot", since=DAY),
    outcomes=(Outcome(kind=OutcomeKind.RENEWED, on=DAY, until=DAY, arr=1),),
    tags=("beta", "emea"),
    escalation=Escalation(since=DAY, reason="outage"),
    crossed=Crossed(to="ent", on=DAY),
    crm_people=(("Owner", "A. Ruiz"),),
    imported=(ImportedSource(source="crm", on=DAY, values=(("arr", "1"),)),),
    notes="one\ntwo",
)


def invalid(record: Record, **fields: object) -> str:
    with pytest.raises(InvalidRecord) as caught:
        revise(record, **fields)
    return str(caught.value)


# Encoding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", [ACME, FULL, Policy(), Person(id=1, name="Ana", roles=(RoleShare(role="csm"),))])
def test_a_record_comes_back_from_its_line_as_it_was(record: Record) -> None:
    assert decode(type(record), encode(record)) == record


@given(records())
def test_any_record_comes_back_from_its_line(pair: tuple[str, Record]) -> None:
    record = pair[1]
    assert decode(type(record), encode(record)) == record


@given(records(), records())
def test_equal_records_have_equal_bytes_and_others_do_not(one: tuple[str, Record], other: tuple[str, Record]) -> None:
    assert (encode(one[1]) == encode(other[1])) is (one[1] == other[1]) or type(one[1]) is not type(other[1])


def test_the_offset_of_a_time_is_kept() -> None:
    at = datetime.fromisoformat("2026-03-01T09:00:00+05:30")
    talk = Conversation(id=1, account=1, type=ConversationType.CALL, at=at)
    assert decode(Conversation, encode(talk)).at.utcoffset() == at.utcoffset()


def test_a_line_is_one_line_whatever_the_text_holds() -> None:
    assert b"\n" not in encode(FULL)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (b'{"id": 1, "name": "Acme", "colour": "red"}', "colour"),
        (b'{"id": "1", "name": "Acme"}', "id"),
        (b'{"id": 1, "name": "Acme", "started": "soon"}', "started"),
        (b'{"id": 1, "name": "Acme", "touch": "low"}', "touch"),
        (b'{"id": 1}', "name"),
        (b'{"id": 1, "name": "Acme", "arr": 1.5}', "arr"),
        (b"not json", "the record"),
    ],
)
def test_a_line_that_does_not_fit_says_which_field(line: bytes, place: str) -> None:
    with pytest.raises(InvalidRecord, match=f"^{place}: "):
        decode(Account, line)


# Revising ------------------------------------------------------------------------------------------------------


def test_revising_checks_the_field_and_nothing_else() -> None:
    assert revise(ACME, arr=5).arr == 5
    assert "arr" in invalid(ACME, arr="5")
    assert "arr" in invalid(ACME, arr=1.5)
    assert "touch" in invalid(ACME, touch="low")
    assert "there is no field colour" in invalid(ACME, colour="red")


def test_an_enum_is_its_member_and_not_its_word() -> None:
    assert revise(ACME, touch=Touch.HIGH).touch is Touch.HIGH
    assert "touch" in invalid(ACME, touch="high")


def test_a_revision_that_changes_nothing_is_the_same_record() -> None:
    assert revise(FULL, arr=24_000_000, tags=("beta", "emea")) is FULL


def test_nested_records_and_tuples_are_checked() -> None:
    assert "leaves" in invalid(Person(id=1, name="Ana"), leaves=((1, DAY, DAY),))
    assert "tags" in invalid(ACME, tags=("a", 1))
    assert "tags" in invalid(ACME, tags=["a"])


def test_text_is_cleaned_on_its_way_in_also_inside_nested_records() -> None:
    dirty = "\x1b]0;owned\x07  Ana\u202e "
    assert revise(ACME, name=dirty).name == "Ana"
    assert revise(ACME, tags=(dirty,)).tags == ("Ana",)
    assert revise(ACME, custom=((dirty, dirty),)).custom == (("Ana", "Ana"),)
    leave = Leave(number=1, since=DAY, until=date(2026, 4, 1), reason=dirty)
    assert revise(Person(id=1, name="x"), leaves=(leave,)).leaves[0].reason == "Ana"


def test_only_long_texts_keep_their_lines() -> None:
    assert revise(ACME, notes="one\ntwo").notes == "one\ntwo"
    assert revise(ACME, name="one\ntwo").name == "one two"
    assert len(revise(ACME, notes="x" * 20_000).notes) == NOTE_LIMIT
    assert len(revise(ACME, name="x" * 20_000).name) == NAME_LIMIT


def test_filters_of_plans_and_reasons_may_be_longer_than_names() -> None:
    line = PlanLine(scope="s" * 3_000, people="p" * 3_000, unmanaged="u" * 3_000, title="t" * 3_000)
    plan = admit(Plan(id=1, title="t" * 3_000, lines=(line,)))

    (kept,) = plan.lines
    assert [len(text) for text in (kept.scope, kept.people, kept.unmanaged)] == [FILTER_LIMIT] * 3
    assert (len(kept.title), len(plan.title)) == (NAME_LIMIT, NAME_LIMIT)


# Admission -----------------------------------------------------------------------------------------------------

ODD = st.text(alphabet="a \x1b]\u202e\u2028\u00a0\n\t\u200b", max_size=20) | st.text(max_size=20)


@example("a\u2028a")
@example("a\u00a0a")
@example("a \na")
@given(ODD)
def test_an_admitted_text_is_exactly_its_clean_form(text: str) -> None:
    account = admit(Account(id=1, name=text, notes=text, custom=((text, text),)))
    assert account.name == clean(text)
    assert account.notes == clean(text, limit=NOTE_LIMIT, lines=True)
    assert account.custom == ((clean(text), clean(text)),)
    assert admit(account) == account


@given(records())
def test_a_sound_record_is_admitted_as_it_is(pair: tuple[str, Record]) -> None:
    assert admit(pair[1]) == pair[1]


def test_a_record_with_a_wrong_type_anywhere_is_not_admitted() -> None:
    wrong = dataclasses.replace(ACME, arr="5")  # type: ignore[arg-type]
    with pytest.raises(InvalidRecord, match="arr"):
        admit(wrong)
    nested = dataclasses.replace(Tenure(id=1, account=1, seat="csm", holder=person_holder(1), since=DAY), since="soon")  # type: ignore[arg-type]
    with pytest.raises(InvalidRecord, match="since"):
        admit(nested)


def test_the_value_of_one_field_is_admitted_alone() -> None:
    assert admit_value(Account, "name", " Acme\t") == "Acme"
    assert admit_value(Tenure, "kind", TenureKind.COVER) is TenureKind.COVER
    with pytest.raises(InvalidRecord, match="since"):
        admit_value(Tenure, "since", "2026-01-01")


# The table of tables -------------------------------------------------------------------------------------------


def test_tables_are_known_by_name_entity_and_place() -> None:
    assert [spec.name for spec in sorted(TABLES, key=lambda spec: ORDER[spec.name])] == list(BY_NAME)
    assert all(SPEC_OF[spec.entity] is spec for spec in TABLES)
    assert SPEC_OF[Draft] is DRAFT_TABLE
    assert "drafts" not in BY_NAME


def test_records_are_frozen_and_hold_no_lists_or_dicts() -> None:
    for spec in TABLES:
        assert field_names(spec.entity)[0] == "id"
        entity: Any = spec.entity
        for field in dataclasses.fields(entity):
            assert "list[" not in str(field.type)
            assert "dict[" not in str(field.type)
        assert entity.__dataclass_params__.frozen
        assert hasattr(spec.entity, "__slots__")


def test_every_table_and_long_text_is_described() -> None:
    for spec in TABLES:
        assert spec.one
        assert set(spec.long_texts) <= set(field_names(spec.entity))


def test_a_plan_is_kept_whole() -> None:
    plan = Plan(id=1, lines=(PlanLine(scope="seg:ent", model="dedicated", serve=((Touch.HIGH, Touch.MID),)),))
    assert decode(Plan, encode(plan)) == plan
