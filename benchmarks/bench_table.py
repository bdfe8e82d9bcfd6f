"""Painting: show and filter rows in our table and in Textual's own, at 2,000, 10,000 and 50,000 accounts.

Run: python benchmarks/bench_table.py. Times are from the call to the settled screen, medians; ratios within this run.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import DataTable  # noqa: TID251 - the peer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from widgets.table.columns import Cell, Column
from widgets.table.table import RowTable

Row = tuple[int, tuple[str, ...]]
SIZES = (2_000, 10_000, 50_000)
COLUMNS = 10
RUNS = 7


def rows_of(count: int) -> list[Row]:
    """Rows of ten texts with a wide character now and then."""
    return [
        (
            number,
            tuple(f"Account {number} 漢{column}" if column == 0 else f"{number * column}" for column in range(COLUMNS)),
        )
        for number in range(count)
    ]


def cell(place: int, row: Row) -> Cell:
    """What a row shows in a column."""
    return Cell(row[1][place])


class Ours(App[None]):
    """Our table alone."""

    def compose(self) -> ComposeResult:
        """The table."""
        columns: list[Column[Row]] = [
            Column(f"c{place}", f"Column {place}", partial(cell, place), width=12) for place in range(COLUMNS)
        ]
        yield RowTable[Row](columns, lambda row: row[0])


class Stock(App[None]):
    """Textual's table alone."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield DataTable[str]()

    def on_mount(self) -> None:
        """Its columns."""
        self.query_one(DataTable).add_columns(*(f"Column {place}" for place in range(COLUMNS)))


async def settled(app: App[None], show: Callable[[Sequence[Row]], None], rows: list[Row]) -> tuple[float, float]:
    """Median seconds to show all rows and to show a third of them, each to the settled screen."""
    async with app.run_test(size=(160, 48)) as pilot:
        await pilot.pause()
        third = rows[::3]
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(RUNS):
            for place, batch in enumerate((rows, third)):
                began = time.perf_counter()
                show(batch)
                await pilot.pause()
                times[place].append(time.perf_counter() - began)
        return statistics.median(times[0]), statistics.median(times[1])


async def main() -> None:
    """Print a line per size."""
    stock = Stock()

    def fill(batch: Sequence[Row]) -> None:
        table = stock.query_one(DataTable)
        table.clear()
        table.add_rows(row[1] for row in batch)

    _, peer = await settled(stock, fill, rows_of(SIZES[0]))
    print(f"stock DataTable, filter at 2,000 rows: {peer * 1000:.0f} ms")
    at_ten = 0.0
    for size in SIZES:
        ours = Ours()

        def show(batch: Sequence[Row], app: App[None] = ours) -> None:
            app.query_one(RowTable).show(batch)

        whole, part = await settled(ours, show, rows_of(size))
        at_ten = part if size == SIZES[1] else at_ten
        note = f", {part / at_ten:.2f} x 10,000 rows (budget 3 x)" if size > SIZES[1] else ""
        print(
            f"RowTable {size:6,} rows: show {whole * 1000:4.0f} ms, filter {part * 1000:4.0f} ms"
            f" = {part / peer:.3f} x stock at 2,000{note}"
        )


if __name__ == "__main__":
    asyncio.run(main())
