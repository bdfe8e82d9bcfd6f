from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from core.exchange.sheet import Sheet, SheetColumn
from data.exporting import Exporter
from data.writers.files import Unwritable

SHEET = Sheet("accounts", date(2026, 3, 16), "USD", (SheetColumn("name", "Account"),), (("Acme",), ("=1",)))


def test_the_ending_of_the_file_says_how_it_is_written(tmp_path: Path) -> None:
    assert Exporter().write(SHEET, tmp_path / "out.CSV") == 2
    assert (tmp_path / "out.CSV").read_bytes() == b'"Account"\n"Acme"\n"\'=1"\n'
    Exporter().write(SHEET, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text())["accounts"] == [{"name": "Acme"}, {"name": "=1"}]


@pytest.mark.parametrize("name", ["out.xlsx", "out", ".csv"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unwritable, match=r"should end in \.csv or \.json"):
        Exporter().write(SHEET, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("keep")
    with pytest.raises(Unwritable, match="is there already"):
        Exporter().write(SHEET, tmp_path / "out.csv")
    assert Exporter().write(SHEET, tmp_path / "out.csv", overwrite=True) == 2
