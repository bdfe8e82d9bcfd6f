"""The terms behind the keys that keep or leave out the value under the cursor."""

from __future__ import annotations

import pytest

from core.query.evaluate import keep
from core.query.expressions import Not
from core.query.grammar import parse
from core.query.narrow import same_value
from core.rows import AccountRow
from tests.core.query.sample import CONTEXT, ROWS

COLUMNS = ("owner", "segment", "touch", "stage", "health", "arr", "renews", "findings")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@pytest.mark.parametrize("column", COLUMNS)
def test_the_term_of_a_value_keeps_its_row_and_survives_being_text(row: AccountRow, column: str) -> None:
    term = same_value(row, column)
    assert term is not None
    assert parse(str(term)) == term
    assert keep(term, [row], CONTEXT) == [row]
    assert keep(Not(term), [row], CONTEXT) == []


def test_values_are_written_as_a_manager_would() -> None:
    by_id = {row.id: row for row in ROWS}
    terms = [str(same_value(by_id[number], column)) for number in (1, 3) for column in COLUMNS]
    assert terms == [
        "owner:P2", 'segment="ent"', "touch:high", "stage:renewal", "health:watch", "arr=240000", "renews:2026-04",
        "finding:TOUCH-LATE",
        "owner:pool:scaled", 'segment="small"', "touch:tech", "stage:renewal", "health:good", "arr:none",
        "renews:2026-05", "finding:none",
    ]  # fmt: skip


def test_cents_are_kept() -> None:
    row = next(row for row in ROWS if row.id == 2)
    assert str(same_value(row, "arr")) == "arr=64000.50"
    assert str(same_value(row, "arr", "JPY")) == "arr=6400050"


def test_a_column_whose_values_hardly_repeat_has_no_term() -> None:
    assert same_value(ROWS[0], "name") is None
    assert same_value(ROWS[0], "load") is None
