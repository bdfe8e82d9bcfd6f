"""Hypothesis strategies for records of any table, with any text that the book may hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any, cast

from hypothesis import strategies as st

from core.schema import TABLES, admit
from core.text import clean
from core.words import Record

texts = st.text(max_size=40).map(lambda text: clean(text, lines=True))
_offsets = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
_moments = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=_offsets)  # noqa: DTZ001
_numbers = st.one_of(st.integers(-(10**6), 10**6), st.integers(-(10**30), 10**30))

st.register_type_strategy(str, texts)
st.register_type_strategy(datetime, _moments)
st.register_type_strategy(date, st.dates(date(1970, 1, 1), date(2200, 1, 1)))


def record_of(entity: type[Record]) -> st.SearchStrategy[Record]:
    """Any record of a class, as the book may hold it."""
    made = st.builds(cast("Any", entity), id=st.integers(1, 2**40))
    return made.map(admit)


any_record = st.sampled_from([spec.entity for spec in TABLES]).flatmap(record_of)
