from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.table.columns import GAP, GUTTER, Cell, Column, Layout, lay_out


def column(key: str, width: int, *, flex: int = 0, priority: int = 0) -> Column[object]:
    return Column(key, key.title(), lambda row: Cell(str(row)), width, flex=flex, priority=priority)


BOOK = [
    column("account", 18, flex=2),
    column("owner", 12, flex=1, priority=1),
    column("segment", 4, priority=4),
    column("stage", 10, priority=2),
    column("health", 6, priority=1),
    column("arr", 7, priority=1),
    column("renews", 7, priority=2),
    column("quiet", 6, priority=3),
    column("industry", 16, priority=6),
    column("region", 12, priority=5),
]


def keys(layout: Layout[object]) -> list[str]:
    return [slot.column.key for slot in layout.slots]


def test_a_narrow_screen_drops_the_least_important_columns() -> None:
    assert ",".join(keys(lay_out(BOOK, 78))) == "account,owner,stage,health,arr,renews,quiet"


def test_a_wider_screen_has_room_for_more_columns() -> None:
    assert ",".join(keys(lay_out(BOOK, 98))) == "account,owner,segment,stage,health,arr,renews,quiet,region"
    assert keys(lay_out(BOOK, 158)) == [column.key for column in BOOK]


def test_of_equally_important_columns_the_rightmost_gives_way() -> None:
    columns = [column("a", 10), column("b", 10, priority=1), column("c", 10, priority=1)]
    assert keys(lay_out(columns, 25)) == ["a", "b"]


def test_columns_that_never_give_way_may_be_wider_than_the_screen() -> None:
    layout = lay_out([column("a", 30), column("b", 30)], 20)
    assert keys(layout) == ["a", "b"]
    assert layout.width == GUTTER + 30 + GAP + 30


def test_flexible_columns_share_the_rest_by_weight() -> None:
    layout = lay_out([column("a", 10, flex=2), column("b", 5), column("c", 10, flex=1)], GUTTER + 25 + 2 * GAP + 30)
    assert [slot.width for slot in layout.slots] == [30, 5, 20]


def test_no_columns_leave_only_the_gutter() -> None:
    assert lay_out([], 80).width == GUTTER


def test_a_column_is_found_by_the_cell_it_is_drawn_at() -> None:
    layout = lay_out([column("a", 4), column("b", 4)], 80)
    drawn = "".join("." if (slot := layout.slot_at(x)) is None else slot.column.key for x in range(14))
    assert drawn == "...aaaa.bbbb.."
    assert (layout.index_of("b"), layout.index_of("c")) == (1, None)


COLUMNS = st.lists(
    st.builds(lambda w, f, p: (w, f, p), st.integers(1, 30), st.integers(0, 3), st.integers(0, 5)), max_size=12
)


@given(COLUMNS, st.integers(0, 200))
def test_a_layout_never_overflows_unless_its_columns_may_not_give_way(
    sizes: list[tuple[int, int, int]], width: int
) -> None:
    columns = [column(str(place), w, flex=f, priority=p) for place, (w, f, p) in enumerate(sizes)]
    layout = lay_out(columns, width)
    if layout.width > max(width, GUTTER):
        assert all(slot.column.priority == 0 for slot in layout.slots)
    if layout.slots and any(slot.column.flex for slot in layout.slots) and layout.width <= width:
        assert layout.width == width
    assert all(slot.width >= slot.column.width for slot in layout.slots)
    # Slots stand side by side in the order of the columns.
    ends = [slot.start + slot.width + GAP for slot in layout.slots]
    assert [slot.start for slot in layout.slots] == [GUTTER, *ends][: len(layout.slots)]
