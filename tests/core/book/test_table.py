from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.book.table import SHARDS, Table

IDS = st.integers(1, 3 * SHARDS)
PUTS = st.lists(st.dictionaries(IDS, st.none() | st.integers(), max_size=8), max_size=12)


@given(st.dictionaries(IDS, st.integers()), PUTS)
def test_a_table_behaves_like_a_dict_that_forgets_nothing_it_was(
    first: dict[int, int], puts: list[dict[int, int | None]]
) -> None:
    table: Table[int] = Table.of(first.items())
    expected = dict(first)
    history = []
    for put in puts:
        history.append((table, dict(expected)))
        table = table.put(put)
        for key, value in put.items():
            if value is None:
                expected.pop(key, None)
            else:
                expected[key] = value
    history.append((table, expected))
    for seen, should in history:
        assert dict(seen) == should
        assert len(seen) == len(should)
        assert seen.all() == tuple(should[key] for key in sorted(should))


@given(st.dictionaries(IDS, st.integers()))
def test_membership_and_absence_are_those_of_a_dict(values: dict[int, int]) -> None:
    table = Table.of(values.items())
    assert all(key in table for key in values)
    assert 0 not in table
    keys: Collection[object] = table
    assert "1" not in keys
    assert table.get(4 * SHARDS) is None


def test_a_missing_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Table.of([(1, "a")])[2]


def test_the_last_of_two_pairs_with_one_id_wins() -> None:
    assert dict(Table.of([(1, "a"), (1, "b")])) == {1: "b"}


def test_putting_nothing_gives_the_same_table() -> None:
    table = Table.of([(1, "a")])
    assert table.put({}) is table


def test_shards_that_were_not_touched_are_shared() -> None:
    table = Table.of([(1, "a"), (2, "b")])
    after = table.put({1: "c"})
    assert after._shards[2] is table._shards[2]
    assert after._shards[1] is not table._shards[1]
