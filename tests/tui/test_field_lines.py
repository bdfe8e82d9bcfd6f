from __future__ import annotations

from typing import Any

import pytest

from core.errors import Refusal
from core.usecases.account_fields import ACCOUNT_FIELDS
from core.usecases.fields import FieldText, Reading, read_fields
from core.usecases.team_fields import PERSON_FIELDS
from core.words import Record
from tests.tui.driving import MOMENT, demo
from tui.field_lines import line_of, mistake, text_of

EDITABLE: list[tuple[str, tuple[FieldText, ...], list[Any]]] = [
    ("accounts", ACCOUNT_FIELDS, [demo().accounts[number] for number in (1, 7, 20, 69, 120)]),
    ("people", PERSON_FIELDS, list(demo().people.all())),
]


def ordered(value: object) -> object:
    """Lists are kept sorted once they are edited; the demo's are in the order of its story."""
    return sorted(value, key=str) if isinstance(value, tuple) else value


@pytest.mark.parametrize(("table", "fields", "records"), EDITABLE, ids=["accounts", "people"])
def test_the_text_of_every_field_reads_back_as_its_value(
    table: str, fields: tuple[FieldText, ...], records: list[Record]
) -> None:
    for record in records:
        texts = tuple((field.name, text_of(demo(), record, field.name)) for field in fields)
        read = read_fields(fields, texts, Reading(demo(), MOMENT, record))

        assert not isinstance(read, Refusal), str(read)
        assert {name: value for name, value in read if ordered(value) != ordered(getattr(record, name))} == {}


def test_a_field_with_few_words_is_a_choice_and_a_list_is_not() -> None:
    by_name = {field.name: field for field in ACCOUNT_FIELDS}
    account = demo().accounts[1]

    assert [value for value, _ in line_of(by_name["touch"], demo(), account).options] == ["", "high", "mid", "tech"]
    assert [value for value, _ in line_of(by_name["key_account"], demo(), account).options] == ["yes", "no"]
    assert line_of(by_name["tags"], demo(), account).options == ()


def test_the_first_mistake_is_told_with_its_field() -> None:
    reading = Reading(demo(), MOMENT, demo().accounts[1])

    assert mistake(ACCOUNT_FIELDS, {"industry": "Shipping"}, reading) is None
    wrong = mistake(ACCOUNT_FIELDS, {"industry": "Shipping", "renews": "someday"}, reading)
    assert wrong is not None
    assert wrong[0] == "renews"
    assert wrong[1].startswith("Renewal date: ")


def test_an_amount_is_read_in_the_currency_given_with_it() -> None:
    reading = Reading(demo(), MOMENT, demo().accounts[1])

    assert mistake(ACCOUNT_FIELDS, {"arr": "100.50", "currency": "EUR"}, reading) is None
    assert mistake(ACCOUNT_FIELDS, {"arr": "100.50", "currency": "JPY"}, reading) is not None
