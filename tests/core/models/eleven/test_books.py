"""Each of the eleven alone on the team demo and on two public data sets: recorded figures, and recounted ones.

The recorded figures say that nothing changed; the recount, which reads neither seats nor hours of the engine, that they
are right. ``BOOKSHIFT_RECORD=1`` writes them anew; ``BOOKSHIFT_LONG=1`` recounts the large book under all eleven.
"""

from __future__ import annotations

import json
import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.book.book import Book
from data.demo.generate import demo_book
from data.importing import Importer
from tests.core.exchange.files import accept, desk_of
from tests.core.models.eleven.figures import ELEVEN, counted, pool_in, used
from tests.core.models.eleven.recount import Counted, Recount

ROOT = Path(__file__).parents[5] / "shared" / "real"
RECORDED = Path(__file__).parent / "recorded"
LONG = bool(os.environ.get("BOOKSHIFT_LONG"))
RECORD = bool(os.environ.get("BOOKSHIFT_RECORD"))
DAY = date(2026, 3, 16)
LAST_DAY = date(2024, 12, 31)
SALES = ("crm-sales/opportunities", "crm-sales/accounts", "crm-sales/sales_teams")
RAVEN = tuple(
    f"ravenstack/ravenstack_{name}" for name in ("accounts", "subscriptions", "churn_events", "support_tickets")
)
REAL = {"crm-sales": SALES, "ravenstack": RAVEN}
DAYS = {"small": DAY, "team": DAY, "crm-sales": LAST_DAY, "ravenstack": LAST_DAY}


@cache
def book_of(name: str) -> Book:
    if name in REAL:
        if not ROOT.is_dir():
            pytest.skip("the public data sets are not beside the repository")
        desk = desk_of(day=LAST_DAY)
        made = Importer().preview([ROOT / f"{path}.csv" for path in REAL[name]], book=desk.book, moment=desk.moment)
        accept(desk, made)
        return desk.book
    return demo_book("team" if name == "team" else "small", today=DAY)


@cache
def engine(name: str, key: str) -> tuple[Book, Recount, dict[str, Any]]:
    book = used(book_of(name), key, DAYS[name])
    return (book, *counted(book, DAYS[name]))


def recorded(name: str, key: str, figures: dict[str, Any]) -> dict[str, Any]:
    """What was recorded; written first where that is asked for."""
    path = RECORDED / f"{name}.json"
    every: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if RECORD:
        every[key] = figures
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(every, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return dict(every[key])


@pytest.mark.parametrize("key", ELEVEN)
@pytest.mark.parametrize("name", ["team", "crm-sales", "ravenstack"])
def test_a_model_on_a_book_comes_to_the_recorded_figures(name: str, key: str) -> None:
    _, _, figures = engine(name, key)
    assert figures == recorded(name, key, figures)


def some(name: str) -> list[Any]:
    """Which of the eleven are recounted: on large books the ones that differ most, the others when there is time."""
    few = {"team": ("specialist", "player-coach"), "ravenstack": ("generalist", "integrated", "pooled")}
    quick = few.get(name, ELEVEN)
    late = pytest.mark.skipif(not LONG, reason="takes long")
    return [pytest.param(name, key, marks=() if key in quick else late) for key in ELEVEN]


@pytest.mark.parametrize(("name", "key"), [one for name in DAYS for one in some(name)])
def test_seats_hours_and_empty_seats_are_those_of_the_recount(name: str, key: str) -> None:
    book, told, _ = engine(name, key)
    found = Counted(book, key, DAYS[name], pool_in(book)).count()
    assert +told.seats == +found.seats
    assert +told.hours == +found.hours
    assert told.empty == sorted(found.empty)
