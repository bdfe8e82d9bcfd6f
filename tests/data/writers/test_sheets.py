from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from core.exchange.sheet import Shape, Sheet, SheetColumn
from data.writers.delimited import csv_bytes, decimal, sheet_csv
from data.writers.json import sheet_json

SHEET = Sheet(
    title="accounts",
    as_of=date(2026, 3, 16),
    currency="USD",
    columns=(
        SheetColumn("id", "Id"),
        SheetColumn("name", "Account"),
        SheetColumn("health", "Health", Shape.NUMBER),
        SheetColumn("arr", "ARR", Shape.MONEY),
        SheetColumn("renewal", "Renewal", Shape.DATE),
        SheetColumn("load_hours", "Hours a month", Shape.HOURS),
        SheetColumn("key", "Key account", Shape.FLAG),
    ),
    rows=(
        ("A1", "Acme [/EMEA]", 62, 12_000_050, date(2026, 11, 22), 885, True),
        ("A2", "=cmd|' /C calc'!A0", -3, -500, None, 0, False),
        ("A3", 'Smith, "Sons" & Co', None, None, None, 5, None),
        ("A4", "株式会社青葉システム\nZwei", 100, 0, date(2026, 1, 2), 100, None),
        ("A5", "\x1b]0;owned\x07Evil", 1, 100, None, 1, True),
    ),
)


def test_the_bytes_of_a_csv_are_pinned() -> None:
    assert sheet_csv(SHEET).decode() == (
        '"Id","Account","Health","ARR","Renewal","Hours a month","Key account"\n'
        '"A1","Acme [/EMEA]","62","120000.50","2026-11-22","8.85","yes"\n'
        """"A2","'=cmd|' /C calc'!A0","-3","-5.00","","0.00","no"\n"""
        '"A3","Smith, ""Sons"" & Co","","","","0.05",""\n'
        '"A4","株式会社青葉システム\nZwei","100","0.00","2026-01-02","1.00",""\n'
        '"A5","Evil","1","1.00","","0.01","yes"\n'
    )


def test_a_csv_is_read_back_by_the_standard_library() -> None:
    rows = list(csv.reader(io.StringIO(sheet_csv(SHEET).decode(), newline="")))
    assert len(rows) == 6
    assert {len(row) for row in rows} == {7}


def test_the_bytes_of_a_json_are_pinned() -> None:
    small = Sheet("accounts", SHEET.as_of, "USD", SHEET.columns, SHEET.rows[:3])
    assert sheet_json(small).decode() == (
        '{\n "as_of": "2026-03-16",\n "currency": "USD",\n "count": 3,\n "accounts": [\n'
        '  {\n   "id": "A1",\n   "name": "Acme [/EMEA]",\n   "health": 62,\n   "arr": 120000.5,\n'
        '   "renewal": "2026-11-22",\n   "load_hours": 8.85,\n   "key": true\n  },\n'
        '  {\n   "id": "A2",\n   "name": "=cmd|\' /C calc\'!A0",\n   "health": -3,\n   "arr": -5,\n'
        '   "renewal": null,\n   "load_hours": 0,\n   "key": false\n  },\n'
        '  {\n   "id": "A3",\n   "name": "Smith, \\"Sons\\" & Co",\n   "health": null,\n   "arr": null,\n'
        '   "renewal": null,\n   "load_hours": 0.05,\n   "key": null\n  }\n ]\n}\n'
    )


def test_a_json_holds_no_control_characters() -> None:
    assert json.loads(sheet_json(SHEET))["accounts"][4]["name"] == "Evil"


def test_money_without_cents_is_written_without_a_point() -> None:
    yen = Sheet("x", SHEET.as_of, "JPY", (SheetColumn("arr", "ARR", Shape.MONEY),), ((1_200,),))
    assert sheet_csv(yen) == b'"ARR"\n"1200"\n'
    assert json.loads(sheet_json(yen))["x"] == [{"arr": 1_200}]


@pytest.mark.parametrize(
    ("number", "text"), [(5, "0.05"), (-5, "-0.05"), (1_205, "12.05"), (-1_205, "-12.05"), (0, "0.00")]
)
def test_hundredths_are_written_exactly(number: int, text: str) -> None:
    assert decimal(number, 2) == text


def test_headers_are_disarmed_too() -> None:
    assert csv_bytes(["=A1"], [["+2"]]) == b'"\'=A1"\n"\'+2"\n'
