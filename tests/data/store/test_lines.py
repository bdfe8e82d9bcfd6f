from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from data.store import lines

FIRST, SUM = lines.made(b'{"seq":1}', b'[["accounts",1,"~",{"name":["a","b"]}]]', 0)
SECOND, _ = lines.made(b'{"seq":2,"says":"x"}', b"[]", SUM)


def test_a_line_reads_back_with_its_parts_and_its_place_in_the_chain() -> None:
    line = lines.read(FIRST + SECOND, len(FIRST))

    assert line is not None
    assert line.head == b'{"seq":2,"says":"x"}'
    assert line.edits == b"[]"
    assert line.before == SUM
    assert line.end == len(FIRST) + len(SECOND)


def test_a_line_is_json_of_its_own() -> None:
    assert json.loads(FIRST)[4:] == [{"seq": 1}, [["accounts", 1, "~", {"name": ["a", "b"]}]]]


def test_no_flipped_bit_of_a_line_goes_unnoticed() -> None:
    for place in range(len(FIRST) * 8):
        damaged = bytearray(FIRST)
        damaged[place // 8] ^= 1 << place % 8

        assert lines.read(bytes(damaged), 0) is None, place


def test_a_line_cut_short_anywhere_is_no_line() -> None:
    assert all(lines.read(FIRST[:length], 0) is None for length in range(len(FIRST)))


def test_a_whole_line_is_found_behind_damage_even_when_the_line_end_before_it_is_gone() -> None:
    damaged = FIRST[:-1] + b"?" + SECOND

    assert lines.next_intact(damaged, 0) == len(FIRST)
    assert lines.next_intact(FIRST, 0) is None


def test_the_length_of_a_line_is_known_from_its_prefix() -> None:
    assert lines.length_of(FIRST[: lines.PREFIX]) == len(FIRST)
    assert lines.length_of(b"nothing of the kind") == 0


@given(st.binary(max_size=300), st.integers(0, 300))
def test_bytes_that_are_no_line_are_never_taken_for_one(data: bytes, at: int) -> None:
    assert lines.read(data, at) is None
    assert lines.next_intact(data, 0) is None
