from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.table.viewport import Viewport, follow

VIEW = Viewport(count=100, height=10, cursor=50, first=45)


def test_a_move_inside_the_window_does_not_scroll() -> None:
    assert VIEW.by(1) == Viewport(100, 10, 51, 45)


def test_leaving_the_window_scrolls_just_far_enough() -> None:
    assert VIEW.by(5) == Viewport(100, 10, 55, 46)
    assert VIEW.by(-6) == Viewport(100, 10, 44, 44)


def test_the_cursor_stops_at_both_ends() -> None:
    assert VIEW.to(1_000) == Viewport(100, 10, 99, 90)
    assert VIEW.to(-1) == Viewport(100, 10, 0, 0)


def test_a_page_keeps_one_row_in_view_and_the_cursor_on_its_line() -> None:
    assert VIEW.by_pages(1) == Viewport(100, 10, 59, 54)
    assert VIEW.by_pages(-1) == Viewport(100, 10, 41, 36)


def test_half_a_page_moves_half_as_far() -> None:
    assert VIEW.by_pages(0.5) == Viewport(100, 10, 54, 49)
    assert VIEW.by_pages(-0.5) == Viewport(100, 10, 46, 41)


def test_a_page_moves_even_in_a_window_of_one_line() -> None:
    assert Viewport(5, 1, 0, 0).by_pages(1).cursor == 1


def test_an_empty_list_keeps_the_cursor_at_its_start() -> None:
    assert Viewport(0, 10).by(3) == Viewport(0, 10)


def test_only_rows_in_the_window_are_shown() -> None:
    assert [row for row in range(100) if VIEW.shows(row)] == list(range(45, 55))
    assert not Viewport(3, 10).shows(3)


@given(st.integers(0, 50), st.integers(0, 20), st.integers(0, 60), st.integers(0, 60), st.integers(-70, 70))
def test_after_any_move_the_cursor_is_a_row_and_in_the_window(
    count: int, height: int, cursor: int, first: int, rows: int
) -> None:
    view = Viewport(count, height, cursor, first).by(rows)
    assert 0 <= view.cursor < max(1, count)
    assert 0 <= view.first <= max(0, count - 1)
    if count and height:
        assert view.shows(view.cursor)


def cursor_id(rows: list[int], wanted: int | None, former: list[int], former_cursor: int) -> int:
    return rows[follow(rows, lambda row: row, wanted, former, former_cursor)]


def test_the_cursor_stays_on_its_row_when_others_go() -> None:
    assert cursor_id([20, 40], 40, [10, 20, 30, 40], 3) == 40


def test_the_cursor_stays_on_its_row_in_another_order() -> None:
    assert cursor_id([40, 30, 20, 10], 40, [10, 20, 30, 40], 3) == 40


def test_a_cursor_whose_row_is_gone_goes_to_the_nearest_that_followed() -> None:
    assert cursor_id([10, 30, 40], 20, [10, 20, 30, 40], 1) == 30
    assert cursor_id([10, 40], 20, [10, 20, 30, 40], 1) == 40


def test_without_a_following_row_the_cursor_goes_to_the_nearest_before() -> None:
    assert cursor_id([10, 20], 40, [10, 20, 30, 40], 3) == 20


def test_the_cursor_comes_back_when_its_row_does() -> None:
    assert cursor_id([10, 20, 30], 20, [10, 30], 1) == 20


def test_a_row_that_stood_in_keeps_the_cursor_while_the_wanted_row_is_away() -> None:
    assert cursor_id([5, 30], 20, [10, 30], 1) == 30


def test_quite_other_rows_start_at_the_top() -> None:
    assert cursor_id([7, 8], 20, [10, 20], 1) == 7
    assert cursor_id([7, 8], None, [], 0) == 7


def test_an_empty_list_has_the_cursor_at_its_start() -> None:
    assert follow([], lambda row: row, 20, [10, 20], 1) == 0
