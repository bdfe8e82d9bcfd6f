from __future__ import annotations

from textual.strip import Strip

from widgets.table.lines import LineCache

LINE = Strip([])
LOOK = (1, False, False)


def test_a_line_is_known_again_for_the_same_row_and_look() -> None:
    lines: LineCache[list[int]] = LineCache()
    row = [1]
    lines.put(row, LOOK, LINE)
    assert lines.get(row, LOOK) is LINE
    assert lines.get(row, (1, True, False)) is None


def test_another_value_of_the_row_is_painted_anew_even_if_it_is_equal() -> None:
    lines: LineCache[list[int]] = LineCache()
    lines.put([1], LOOK, LINE)
    assert lines.get([1], LOOK) is None


def test_no_more_lines_are_kept_than_there_is_room_for() -> None:
    lines: LineCache[int] = LineCache(capacity=2)
    for row_id in range(3):
        lines.put(row_id, (row_id, False, False), LINE)
    assert [lines.get(row_id, (row_id, False, False)) for row_id in range(3)] == [None, None, LINE]


def test_a_cleared_cache_knows_nothing() -> None:
    lines: LineCache[int] = LineCache()
    lines.put(1, LOOK, LINE)
    lines.clear()
    assert lines.get(1, LOOK) is None
