from __future__ import annotations

import pytest

from core.exchange.grid import without_footer
from tests.core.exchange.files import grid

REPORT = """Account Name,ARR,Owner
Acme,1200,Ana
Total Energies,900,Ben
"""


@pytest.mark.parametrize(
    "footer",
    [
        "Grand Totals (2 records),,\n",
        "Total,2100,\n",
        "Confidential Information - Do Not Distribute,,\n",
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.",,\n',
        "Grand Totals (2 records),,\nConfidential Information - Do Not Distribute,,\n",
    ],
)
def test_footers_of_reports_are_left_out_and_said(footer: str) -> None:
    trimmed = without_footer(grid(REPORT + footer))
    assert [row.cells[0] for row in trimmed.rows] == ["Acme", "Total Energies"]
    assert "left out" in trimmed.notes[0]


def test_a_customer_whose_name_begins_like_a_footer_stays() -> None:
    rows = REPORT + "Total,Ltd,Ana\n"
    assert len(without_footer(grid(rows)).rows) == 3


def test_a_footer_in_the_middle_stays_a_row() -> None:
    rows = "Account Name,ARR\nGrand Totals,\nAcme,1\n"
    assert len(without_footer(grid(rows)).rows) == 2


def test_a_system_may_name_further_footers() -> None:
    rows = REPORT + "Filtered By: Type equals Customer,,\n"
    assert len(without_footer(grid(rows)).rows) == 3
    assert len(without_footer(grid(rows), ("Filtered By:",)).rows) == 2
