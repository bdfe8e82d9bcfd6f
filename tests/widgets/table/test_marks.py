from __future__ import annotations

from widgets.table.marks import Marks

ROWS = [10, 20, 30, 40, 50]


def shown(marks: Marks, rows: list[int], cursor: int = 0) -> list[int]:
    return marks.shown(rows, lambda row: row, cursor)


def settled(marks: Marks, cursor: int) -> Marks:
    return marks.settled(ROWS, lambda row: row, cursor)


def test_marking_twice_unmarks() -> None:
    assert Marks().toggled(10).ids == {10}
    assert Marks().toggled(10).toggled(10) == Marks()


def test_marks_that_the_filter_hides_are_kept_but_not_acted_on() -> None:
    marks = Marks(frozenset({10, 40}))
    assert shown(marks, [30, 40]) == [40]
    assert shown(marks, ROWS) == [10, 40]


def test_marked_rows_come_in_the_order_shown() -> None:
    assert shown(Marks(frozenset({10, 20, 30})), [30, 10, 20]) == [30, 10, 20]


def test_all_marks_all_shown_and_leaves_hidden_marks() -> None:
    assert Marks(frozenset({50})).all_or_none([10, 20]).ids == {10, 20, 50}


def test_all_again_unmarks_all_shown_and_leaves_hidden_marks() -> None:
    assert Marks(frozenset({10, 20, 50})).all_or_none([10, 20]).ids == {50}


def test_a_range_covers_the_rows_from_its_start_to_the_cursor_either_way() -> None:
    marks = Marks(frozenset({50})).started(2)
    assert shown(marks, ROWS, cursor=3) == [30, 40, 50]
    assert shown(marks, ROWS, cursor=0) == [10, 20, 30, 50]


def test_a_settled_range_stays_where_it_was_drawn() -> None:
    marks = settled(Marks().started(1), cursor=2)
    assert marks == Marks(frozenset({20, 30}))


def test_settling_without_a_range_changes_nothing() -> None:
    assert settled(Marks(frozenset({10})), cursor=4) == Marks(frozenset({10}))
