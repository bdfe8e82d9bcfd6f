from __future__ import annotations

from datetime import date

import pytest

from core.accounts import ContractLine, Outcome
from core.models.fit.line import Side, Source
from core.organisation import Alignment, PlanLine
from core.policy import Rate
from core.words import Duty, OutcomeKind
from tests.core.drafts import TODAY, Draft
from tests.core.models.fit.hearing import burdened, customers, days, favoured, figures, of


def _answered(**policy: object) -> Draft:
    draft = Draft(policy=dict(policy))
    customers(draft, 1)
    return draft


# 21 product complexity -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "fits", "words"),
    [
        ("low", "sales-oriented", "low"),
        ("medium", "service-oriented", "medium"),
        ("moderate", "integrated", "moderate, with room to expand"),
    ],
)
def test_the_product_speaks_for_one_alignment_and_against_the_other_two(answer: str, fits: str, words: str) -> None:
    lines = of(_answered(product_complexity=answer, product_complexity_on=date(2026, 1, 5)), 21)
    assert favoured(lines) == {fits}
    assert burdened(lines) == {"sales-oriented", "service-oriented", "integrated"} - {fits}
    assert {(line.on, line.value, line.threshold, line.n) for line in lines} == {(date(2026, 1, 5), None, None, 1)}
    assert lines[0].says == f"You answered that the complexity of your product is {words}."
    assert lines[0].source_text == "Gainsight slides 2013"


def test_without_an_answer_the_product_keeps_silent() -> None:
    assert of(_answered(), 21) == []


# 22 expansion --------------------------------------------------------------------------------------------------


def _grown(added: int, number: int = 10) -> Draft:
    """Customers with 1,000 a year ago; the first has so much more since a line of half a year ago."""
    draft = Draft()
    lines = draft.more.setdefault("contracts", [])
    for account in customers(draft, number, started=date(2020, 1, 1)):
        lines.append(ContractLine(id=account, account=account, since=date(2020, 1, 1), arr=1_000))
    lines.append(ContractLine(id=99, account=1, since=days(-180), arr=added))
    return draft


def test_expansion_of_a_tenth_speaks_for_those_who_sell() -> None:
    lines = of(_grown(1_000), 22)
    # 10 customers had 10,000 a year ago and added 1,000.
    assert favoured(lines) == {"sales-oriented", "integrated"}
    assert burdened(lines) == {"service-oriented"}
    assert {figures(line) for line in lines} == {("10 %", "10 %", 10, None)}


def test_less_expansion_keeps_silent() -> None:
    assert of(_grown(999), 22) == []


def test_what_others_lost_takes_nothing_off_and_what_came_new_adds_nothing() -> None:
    draft = _grown(1_000)
    shrunk = draft.account("Shrunk")
    new = draft.account("New", started=days(-90))
    draft.more["contracts"] += [
        ContractLine(id=100, account=shrunk, since=date(2020, 1, 1), until=days(-9), arr=1_000),
        ContractLine(id=101, account=new, since=days(-90), arr=50_000),
    ]
    # 1,000 of the 11,000 that 11 customers had are 9.1 %: shrinking by 1,000 does not count against it.
    assert of(draft, 22) == []
    draft.more["contracts"].append(ContractLine(id=102, account=2, since=days(-9), arr=100))
    assert figures(of(draft, 22)[0]) == ("10 %", "10 %", 11, None)


def test_rates_that_moved_are_no_expansion() -> None:
    draft = _grown(900)
    draft.policy["rates"] = (
        Rate(currency="EUR", on=date(2020, 1, 1), millionths=1_000_000),
        Rate(currency="EUR", on=days(-30), millionths=2_000_000),
    )
    account = draft.account("Euro", currency="EUR", started=date(2020, 1, 1))
    draft.more["contracts"].append(
        ContractLine(id=100, account=account, since=date(2020, 1, 1), arr=1_000, currency="EUR")
    )
    assert of(draft, 22) == []


def test_renewals_recorded_tell_the_arr_of_a_year_ago() -> None:
    draft = Draft()
    renewed = Outcome(kind=OutcomeKind.RENEWED, on=date(2024, 6, 1), arr=1_000)
    later = Outcome(kind=OutcomeKind.RENEWED, on=date(2025, 6, 1), arr=1_100)
    customers(draft, 10, arr=1_100, started=date(2020, 1, 1), outcomes=(renewed, later))
    assert {figures(line) for line in of(draft, 22)} == {("10 %", "10 %", 10, None)}


def test_too_few_known_beginnings_keep_silent() -> None:
    draft = _grown(9_000, number=9)
    assert of(draft, 22) != []  # 9 customers have all of the ARR
    customers(draft, 20, arr=10_000)
    # Nine have 18,000 of 218,000 today: 8.3 %.
    assert of(draft, 22) == []


def test_the_manager_can_answer_that_there_is_room() -> None:
    lines = of(_answered(expansion_room=True, expansion_room_on=TODAY), 22)
    assert favoured(lines) == {"sales-oriented", "integrated"}
    assert burdened(lines) == {"service-oriented"}
    assert {(line.value, line.sources) for line in lines} == {(None, (Source.SLIDES,))}
    assert of(_answered(expansion_room=False, expansion_room_on=TODAY), 22) == []


def test_service_oriented_lines_whose_expansion_is_carried_are_not_spoken_against() -> None:
    service = Alignment(
        id=1,
        key="service-oriented",
        title="Service-oriented",
        model="generalist",
        duties=((Duty.EXPANSION, "outside:sales"),),
    )
    draft = _answered(expansion_room=True)
    draft.alignments, draft.lines = [service], [PlanLine(alignment="service-oriented")]
    assert burdened(of(draft, 22)) == set()


# 23 a head over all post-sale ----------------------------------------------------------------------------------


def test_one_head_speaks_for_integrated_and_none_against_it() -> None:
    lines = of(_answered(post_sale_head=True, post_sale_head_on=TODAY), 23)
    assert (favoured(lines), burdened(lines)) == ({"integrated"}, set())
    lines = of(_answered(post_sale_head=False, post_sale_head_on=TODAY), 23)
    assert (favoured(lines), burdened(lines)) == (set(), {"integrated"})
    assert [line.side for line in lines] == [Side.AGAINST]
    assert of(_answered(), 23) == []
