from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book.book import Book
from core.load.ledger import Ledger
from core.models.fit.evidence import about, evidence, title_of
from core.models.fit.line import TITLES, WORDS, Evidence, Reach, Side, Source, Unit, amount_text, hundredths_of
from core.models.fit.signals import SIGNALS
from core.models.fit.thresholds import THRESHOLDS, thresholds_of
from core.models.seating import Seating
from core.moment import Moment
from core.policy import Policy
from core.words import Complexity, ConversationType, Expectation, Touch
from data.demo.generate import demo_book
from data.demo.shape import Size
from tests.core.drafts import Draft
from tests.core.models.fit.hearing import MOMENT, customers, every, interview, named, of, request, talk

MODELS = {"generalist", "specialist", "player-coach", "dedicated", "pooled", "growth"}
ALIGNMENTS = {"firefighter", "sales-oriented", "service-oriented", "integrated", "partnership"}
FORBIDDEN = re.compile(r"churn|\bltv\b|lifetime|\bnps\b|promoter|\bnrr\b|\bgrr\b|retention|score|winner|rank", re.I)


def check(line: Evidence) -> None:
    """What must be true of every line on any book."""
    for text in (line.says, line.rule, line.name, line.place.title, *line.speaks):
        assert not FORBIDDEN.search(text), text
        assert "{" not in text, text
        assert "None" not in text, text
    assert line.says[0].isupper() or line.says[0].isdigit()
    assert line.says.endswith(".")
    assert line.n >= 0
    assert line.of
    assert line.sources
    assert all(isinstance(source, Source) for source in line.sources)
    if line.side is Side.UNHEARD:
        assert line.speaks == ()
        assert line.value == line.n * 100
        return
    assert line.speaks
    assert set(line.speaks) <= MODELS | ALIGNMENTS | set(WORDS)
    if line.value is None:
        assert line.threshold is None
        assert line.n == 1
        assert line.of == "answer"
        return
    assert line.threshold is not None
    assert line.value_text
    if line.part is not None:
        assert line.part >= 0
        expected = line.part * 100 if line.unit is Unit.COUNT else hundredths_of(line.part, line.n)
        assert line.value == expected
        if line.signal != 4:  # growth is no part of the accounts there were
            assert line.part <= line.n
        assert f"{line.part:,}" in line.says


SIZES: tuple[Size, ...] = ("small", "team", "large")


@pytest.fixture(scope="module", params=SIZES)
def demo(request: pytest.FixtureRequest) -> Book:
    """A demo book of each size."""
    size: Size = request.param
    return demo_book(size, today=MOMENT.today)


def test_every_demo_book_gives_sound_lines_in_the_order_of_the_signals(demo: Book) -> None:
    lines = every(demo)
    for line in lines:
        check(line)
    assert [line.signal for line in lines] == sorted(line.signal for line in lines)
    assert {1, 3, 18} <= {line.signal for line in lines}
    assert every(demo) == lines


def test_there_are_25_signals_each_with_a_rule_and_a_source() -> None:
    assert [signal.number for signal in SIGNALS] == list(range(1, 26))
    assert len({signal.name for signal in SIGNALS}) == 25
    for signal in SIGNALS:
        assert not FORBIDDEN.search(signal.rule + signal.name)
        assert signal.sources


# Any book ------------------------------------------------------------------------------------------------------


def _people(draw: st.DrawFn, draft: Draft) -> None:
    for place in range(draw(st.integers(0, 9))):
        lead = draw(st.sampled_from([None, *range(1, place + 1)]))
        draft.person(f"Person {place}", draw(st.sampled_from(["csm", "team_lead", "cs_director"])), lead=lead)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A small book with anything in it that evidence reads."""
    draft = Draft(
        policy={
            "product_complexity": draw(st.sampled_from([None, "low", "medium", "moderate"])),
            "expansion_room": draw(st.sampled_from([None, True, False])),
            "post_sale_head": draw(st.sampled_from([None, True, False])),
        }
    )
    _people(draw, draft)
    for _ in range(draw(st.integers(0, 14))):
        number = draft.account(
            "Any",
            segment=draw(st.sampled_from(["ent", "mid", "small", ""])),
            touch=draw(st.sampled_from(list(Touch))),
            arr=draw(st.sampled_from([None, 0, 100, 10_000])),
            complexity=draw(st.sampled_from([None, Complexity.COMPLEX])),
            established=draw(st.booleans()),
        )
        if draft.people:
            draft.sits(number, draw(st.integers(1, len(draft.people))))
        for _ in range(draw(st.integers(0, 3))):
            talk(
                draft,
                number,
                draw(st.integers(0, 400)),
                type=draw(st.sampled_from(list(ConversationType)[:6])),
                expectation=draw(st.sampled_from([None, *Expectation])),
                challenges=draw(st.sampled_from([(), ("no-one-person",), ("feels-like-sales", "told-again")])),
                reactive=draw(st.sampled_from([None, True, False])),
                by=draw(st.integers(1, len(draft.people))) if draft.people else None,
            )
        for ago in draw(st.lists(st.integers(0, 100), max_size=2)):
            request(draft, number, ago)
    for person in draft.people:
        if draw(st.booleans()):
            interview(draft, person.id, "too-many-hats")
    return draft


@settings(max_examples=60, deadline=None)
@given(drafts())
def test_no_book_gives_a_line_that_scores_or_names_what_does_not_choose(draft: Draft) -> None:
    for line in every(draft):
        check(line)


@settings(max_examples=20, deadline=None)
@given(drafts(), st.sampled_from(sorted(THRESHOLDS)), st.booleans())
def test_any_threshold_in_its_range_gives_sound_lines(draft: Draft, name: str, low: bool) -> None:
    threshold = THRESHOLDS[name]
    draft.policy["thresholds"] = ((name, threshold.low if low else threshold.high),)
    for line in every(draft):
        check(line)


# Thresholds ----------------------------------------------------------------------------------------------------


def test_a_threshold_of_the_managers_counts_and_is_told_in_the_rule() -> None:
    draft = Draft(policy={"thresholds": (("challenge", 25), ("no longer used", 1))})
    named(draft, customers(draft, 20), "lacks-depth", 4)
    assert of(draft, 11) == []
    draft.policy["thresholds"] = (("challenge", 20),)
    line = of(draft, 11)[0]
    assert (line.threshold_text, line.rule) == (
        "20 %",
        "At least 20 % of the customers heard miss product or technical depth.",
    )
    assert thresholds_of(Policy(thresholds=(("no longer used", 1),))) == thresholds_of(Policy())


def test_standard_thresholds_lie_in_their_ranges() -> None:
    for threshold in THRESHOLDS.values():
        assert threshold.low <= threshold.value <= threshold.high
        assert threshold.says


# Reading -------------------------------------------------------------------------------------------------------


def _lines() -> Iterator[Evidence]:
    draft = Draft()
    named(draft, customers(draft, 20), "told-again", 4)
    yield from every(draft)


def test_the_lines_about_a_model_keep_their_order() -> None:
    lines = tuple(_lines())
    assert [line.side for line in about(lines, "pooled")] == [Side.AGAINST]
    assert {line.signal for line in about(lines, "generalist", "specialist")} == {1, 9}
    assert about(lines, "partnership") == ()


def test_what_a_line_speaks_of_has_a_title() -> None:
    book = Draft().book()
    assert title_of(book, "generalist") == "Generalist"
    assert title_of(book, "player-coach") == "Player/coach"
    assert set(TITLES) == MODELS | ALIGNMENTS
    assert title_of(book, "deciding-now") == "deciding now"
    assert title_of(book, "own") == "own"


def test_values_are_told_with_at_most_one_decimal() -> None:
    assert amount_text(8_367, Unit.PERCENT) == "83.7 %"
    assert amount_text(450, Unit.FTE) == "4.5 FTE"
    assert amount_text(120_000, Unit.COUNT) == "1,200"
    assert amount_text(None, Unit.PERCENT) == ""


def test_a_line_without_a_public_source_is_ours() -> None:
    (line,) = [line for line in _lines() if line.signal == 1]
    ours = replace(line, sources=(Source.OURS,))
    assert ours.source_text == "ours"
    assert line.place.reach is Reach.LINE


def test_evidence_of_another_day_is_read_from_that_day() -> None:
    draft = Draft()
    (account,) = customers(draft, 1, arr=100)
    talk(draft, account, expectation=Expectation.YES)
    book = draft.book()
    later = Moment.at(MOMENT.now.replace(year=2027))

    lines = evidence(book, later, Seating.of(book), Ledger.of(book, later))
    assert [line.side for line in lines if line.signal == 1] == [Side.UNHEARD]
