from __future__ import annotations

from datetime import date

from core.accounts import Crossed, Outcome
from core.models.fit.line import Side
from core.models.seating import Seating
from core.organisation import Overlay, PlanLine
from core.seats import Handoff
from core.words import Complexity, Duty, Family, HandoffKind, OutcomeKind, Touch
from tests.core.drafts import Draft, generalist
from tests.core.models.fit.hearing import burdened, customers, days, favoured, figures, of

# 5 low-touch mass ----------------------------------------------------------------------------------------------


def _mass(tech: int, other: int, tech_arr: int, other_arr: int) -> Draft:
    draft = Draft()
    customers(draft, tech, touch=Touch.TECH, arr=tech_arr)
    customers(draft, other, arr=other_arr)
    return draft


def test_many_small_accounts_with_little_arr_speak_for_a_pool() -> None:
    lines = of(_mass(5, 5, 600, 1_400), 5)
    # 5 of 10 accounts, with 3,000 of 10,000 of the ARR.
    assert (favoured(lines), burdened(lines)) == ({"pooled"}, {"dedicated"})
    assert {figures(line) for line in lines} == {("50 %", "50 %", 10, 5)}
    assert {line.place.key for line in lines} == {"touch:tech"}
    assert lines[0].says == "5 of 10 accounts (50 %) are at tech touch, with 30 % of the ARR."


def test_fewer_or_richer_small_accounts_keep_silent() -> None:
    assert of(_mass(4, 5, 600, 1_400), 5) == []
    # 3,050 of 10,050 are 30.3 %.
    assert of(_mass(5, 5, 610, 1_400), 5) == []


def test_without_arr_nothing_is_said_on_low_touch() -> None:
    draft = Draft()
    customers(draft, 9, touch=Touch.TECH)
    assert of(draft, 5) == []


# 6 diversity of books ------------------------------------------------------------------------------------------


def _books(*books: tuple[str, ...]) -> Draft:
    """A person for each book, with an account in each segment named; a capital is a complex one."""
    draft = Draft()
    for place, segments in enumerate(books):
        person = draft.person(f"Person {place}")
        for segment in segments:
            hardness = Complexity.COMPLEX if segment.isupper() else None
            account = draft.account(f"Of {place}", segment=segment.lower(), complexity=hardness)
            draft.sits(account, person)
    return draft


def test_a_middle_book_of_three_segments_speaks_against_generalists() -> None:
    lines = of(_books(("ent", "mid", "small"), ("ent", "mid", "small"), ("ent",)), 6)
    # Segments by book 3, 3, 1: the middle one has 3, more than 2.
    assert favoured(lines) == {"specialist", "growth", "overlay"}
    assert burdened(lines) == {"generalist"}
    assert {figures(line) for line in lines} == {("3", "2", 3, None)}


def test_a_middle_book_of_two_segments_keeps_silent() -> None:
    # 3 and 1 segments: 2 in the middle.
    assert of(_books(("ent", "mid", "small"), ("ent",)), 6) == []


def test_a_middle_book_with_many_complex_accounts_speaks_likewise() -> None:
    lines = of(_books(("ENT", "ent", "ent")), 6)
    # 1 of 3 is complex: 33.3 %, more than 25 %.
    assert (favoured(lines), burdened(lines)) == ({"specialist", "growth", "overlay"}, {"generalist"})
    assert {figures(line) for line in lines} == {("33.3 %", "25 %", 1, None)}
    assert of(_books(("ENT", "ent", "ent", "ent")), 6) == []


def test_children_that_follow_and_books_that_are_over_do_not_count() -> None:
    draft = _books(("ent", "mid"))
    draft.sits(draft.account("Child", segment="small", parent=1, family=Family.FOLLOW), 1)
    draft.sits(draft.account("Former", segment="small"), 1, until=days(0))
    assert of(draft, 6) == []
    draft.sits(draft.account("Own", segment="small", parent=1, family=Family.INDEPENDENT), 1)
    assert burdened(of(draft, 6)) == {"generalist"}


# 7 complex accounts --------------------------------------------------------------------------------------------

SUPPORT = Overlay(
    key="technical_support",
    title="Technical support",
    scope="complexity:complex",
    assists=(Duty.SUPPORT,),
    roles=("support_engineer",),
)


def _complex(arr: int, *overlays: Overlay) -> Draft:
    draft = Draft(overlays=list(overlays))
    customers(draft, 2, complexity=Complexity.COMPLEX, arr=arr)
    customers(draft, 8, arr=1_000)
    return draft


def test_complex_accounts_without_an_overlay_speak_for_one() -> None:
    lines = of(_complex(1_000), 7)
    # 2,000 of 10,000.
    assert favoured(lines) == {"overlay", "specialist"}
    assert burdened(lines) == {"dedicated", "generalist"}
    assert {figures(line) for line in lines} == {("20 %", "20 %", 2, None)}


def test_complex_accounts_that_are_few_or_assisted_keep_silent() -> None:
    assert of(_complex(999), 7) == []
    assert of(_complex(1_000, SUPPORT), 7) == []


# 15 segments differ --------------------------------------------------------------------------------------------


def _segments(*parts: tuple[str, int, Touch]) -> Draft:
    draft = Draft()
    for segment, number, touch in parts:
        customers(draft, number, segment=segment, touch=touch)
    return draft


def test_segments_that_ask_for_different_work_speak_for_growth() -> None:
    lines = of(_segments(("ent", 5, Touch.HIGH), ("small", 5, Touch.TECH)), 15)
    # 4.0 h a month against 0.4 h: ten times.
    assert (favoured(lines), burdened(lines)) == ({"growth"}, set())
    assert figures(lines[0]) == ("10 x", "2 x", 10, None)


def test_segments_alike_keep_silent() -> None:
    assert of(_segments(("ent", 5, Touch.HIGH), ("mid", 5, Touch.HIGH)), 15) == []
    # Each counts from 15 % on: 1 of 7 is 14.3 %, and 6 of 7 are 85.7 %, which is one segment alone.
    lines = of(_segments(("ent", 6, Touch.HIGH), ("small", 1, Touch.TECH)), 15)
    assert [(line.side, line.speaks) for line in lines] == [(Side.AGAINST, ("growth",))]


def test_hours_alone_can_tell_segments_apart() -> None:
    draft = Draft()
    customers(draft, 5, segment="ent")
    customers(draft, 5, segment="mid", started=days(-10), renews=days(10))
    # Onboarding 5.6 + support 1.0 + expansion 0.4 = 7.0 h, and 10 of 30 days of renewal at 3.33 h: 8.1 h against 4.0.
    (line,) = of(draft, 15)
    assert (line.side, line.value_text) == (Side.FOR, "2 x")


def test_one_segment_of_85_percent_speaks_against_growth() -> None:
    lines = of(_segments(("ent", 17, Touch.HIGH), ("mid", 3, Touch.HIGH)), 15)
    # 17 of 20; the other has 15 % and asks for the same.
    assert (favoured(lines), burdened(lines)) == (set(), {"growth"})
    assert figures(lines[0]) == ("85 %", "85 %", 20, 17)


# 16 crossing ---------------------------------------------------------------------------------------------------


def _crossed(number: int, ago: int = 100, of_all: int = 10) -> Draft:
    draft = Draft()
    customers(draft, number, segment="mid", crossed=Crossed(to="ent", on=days(-ago)))
    customers(draft, of_all - number, segment="mid")
    return draft


def test_many_accounts_past_a_line_speak_against_growth() -> None:
    lines = of(_crossed(2), 16)
    assert (favoured(lines), burdened(lines)) == (set(), {"growth"})
    assert figures(lines[0]) == ("20 %", "10 %", 10, 2)


def test_few_old_or_handled_crossings_keep_silent() -> None:
    # 1 of 10 is not more than 10 %; a crossing of 365 days ago is over a year old.
    assert of(_crossed(1), 16) == []
    assert of(_crossed(2, ago=365), 16) == []
    draft = _crossed(2)
    draft.more["handoffs"] = [
        Handoff(id=1, account=1, kind=HandoffKind.HOLDER, seat="csm", opened_on=days(-90), due=days(-76))
    ]
    assert of(draft, 16) == []


# 19 established base -------------------------------------------------------------------------------------------

RENEWED = (Outcome(kind=OutcomeKind.RENEWED, on=date(2025, 6, 1)),)


def _established(arr: int) -> Draft:
    draft = Draft()
    customers(draft, 2, arr=arr, started=date(2023, 1, 1), outcomes=RENEWED)
    customers(draft, 1, arr=2_000, started=date(2023, 1, 1))
    customers(draft, 1, arr=2_000, started=days(-200), outcomes=RENEWED)
    return draft


def test_an_established_base_speaks_for_partnership_on_it() -> None:
    lines = of(_established(3_000), 19)
    # 6,000 of 10,000 are on customers of a year with a renewal.
    assert favoured(lines) == {"partnership", "service-oriented"}
    assert burdened(lines) == {"firefighter"}
    assert {figures(line) for line in lines} == {("60 %", "60 %", 2, None)}
    assert {line.place.key for line in lines} == {"is:established"}


def test_a_young_base_keeps_silent() -> None:
    assert of(_established(2_990), 19) == []


def test_scopes_named_by_evidence_can_stand_in_a_plan() -> None:
    model = generalist()
    for scope in ("touch:tech", "is:established"):
        draft = Draft(models=[model], lines=[PlanLine(scope=scope, model=model.key)])
        customers(draft, 1, touch=Touch.TECH, established=True)
        customers(draft, 1, established=False)
        book = draft.book()
        seating = Seating.of(book)
        assert seating.problems == ()
        assert [seating.line_of(account, days(0)) is not None for account in book.accounts.all()] == [True, False]
