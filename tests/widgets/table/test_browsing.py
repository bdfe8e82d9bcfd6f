from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.table.browsing import Browsing

ROWS = [10, 20, 30, 40, 50]


def browsing(rows: list[int], cursor: int = 0) -> Browsing[int]:
    made: Browsing[int] = Browsing(lambda row: row)
    made.show(rows)
    made.put_cursor(cursor)
    return made


def test_without_rows_there_is_no_current_one() -> None:
    empty: Browsing[int] = Browsing(lambda row: row)
    empty.show([])
    assert (empty.current, empty.current_id, empty.marked_rows()) == (None, None, [])


def test_an_empty_result_does_not_make_the_cursor_forget_where_it_stood() -> None:
    seen = browsing(ROWS, 2)
    seen.show([10, 40, 50])
    assert seen.current == 40
    seen.show([])
    seen.show([10, 40, 50])
    assert seen.current == 40
    seen.show(ROWS)
    assert seen.current == 30


def test_what_a_filter_shows_while_it_is_typed_does_not_lead_the_cursor_astray() -> None:
    seen = browsing(ROWS)
    seen.show([50])
    seen.show([20, 30, 50])
    assert seen.current == 20


def test_a_move_makes_another_row_the_one_to_come_back_to() -> None:
    seen = browsing(ROWS, 2)
    seen.show([10, 40, 50])
    seen.put_cursor(0)
    seen.show(ROWS)
    assert seen.current == 10


def test_a_wanted_row_is_found_or_waited_for() -> None:
    seen = browsing(ROWS)
    assert seen.want(40) == 3
    assert seen.want(60) is None
    seen.show([*ROWS, 60])
    assert seen.current == 60


def test_a_row_is_marked_by_itself_or_by_the_range() -> None:
    seen = browsing(ROWS, 1)
    seen.marks = seen.marks.toggled(50).started(1)
    seen.put_cursor(2)
    assert [seen.is_marked(place) for place in range(5)] == [False, True, True, False, True]


def test_other_rows_settle_a_range() -> None:
    seen = browsing(ROWS, 1)
    seen.marks = seen.marks.started(1)
    seen.put_cursor(3)
    seen.show([10, 30])
    assert seen.marks.ids == {20, 30, 40}
    assert seen.marks.start is None
    assert seen.marked_rows() == [30]


SHOWN = st.lists(st.integers(0, 12), unique=True)


@given(st.lists(st.tuples(SHOWN, st.integers(0, 12)), max_size=8))
def test_the_cursor_is_always_on_a_row_and_on_the_wanted_one_when_that_is_shown(
    steps: list[tuple[list[int], int]],
) -> None:
    seen: Browsing[int] = Browsing(lambda row: row)
    wanted: int | None = None
    for rows, place in steps:
        seen.show(rows)
        assert (seen.current is None) == (rows == [])
        if wanted in rows:
            assert seen.current == wanted
        if place < len(rows):
            seen.put_cursor(place)
            wanted = rows[place]
        elif wanted is None and rows:
            wanted = rows[0]
