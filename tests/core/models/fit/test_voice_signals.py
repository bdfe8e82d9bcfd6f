from __future__ import annotations

from datetime import date

import pytest

from core.conversations import Playbook, Run, Step
from core.models.fit.line import Reach, Side, Source
from core.organisation import Alignment, PlanLine
from core.seats import Handoff
from core.words import AccountStatus, ConversationType, Family, HandoffKind
from tests.core.drafts import Draft, generalist
from tests.core.models.fit.hearing import (
    HATS,
    NO,
    YES,
    answers,
    burdened,
    customers,
    days,
    every,
    favoured,
    figures,
    interview,
    named,
    of,
    talk,
)

# 1 expectation met ---------------------------------------------------------------------------------------------


def test_expectation_met_speaks_for_the_model_in_force_from_80_percent() -> None:
    draft = Draft()
    answers(draft, customers(draft, 10), yes=8)
    (line,) = of(draft, 1)
    # 8 plain yes of 10 answers are 80 %, which is at least 80 %.
    assert (line.side, line.speaks) == (Side.FOR, ("generalist",))
    assert figures(line) == ("80 %", "80 %", 10, 8)
    assert line.says == "8 of 10 customers on “all accounts” who answered in 180 days give a plain yes (80 %)."
    assert line.source_text == "Gainsight article; threshold ours"


def test_expectation_missed_speaks_against_the_model_in_force_and_for_no_other() -> None:
    draft = Draft()
    answers(draft, customers(draft, 10), yes=7)
    (line,) = of(draft, 1)
    # 7 of 10 are 70 %.
    assert (line.side, line.speaks) == (Side.AGAINST, ("generalist",))
    assert figures(line) == ("70 %", "80 %", 10, 7)


def test_the_latest_answer_of_a_customer_counts_once() -> None:
    draft = Draft()
    accounts = customers(draft, 10)
    answers(draft, accounts, yes=10)
    for account in accounts[:3]:
        talk(draft, account, 5, expectation=NO)
        talk(draft, account, 60, expectation=YES)
    (line,) = of(draft, 1)
    # 10 customers answered; 3 of them said no last: 7 of 10.
    assert figures(line) == ("70 %", "80 %", 10, 7)


def test_notes_interviews_and_old_answers_are_no_answers() -> None:
    draft = Draft()
    accounts = customers(draft, 10)
    answers(draft, accounts[:9], yes=9)
    ann = draft.person("Ann")
    talk(draft, accounts[9], type=ConversationType.NOTE, expectation=NO)
    talk(draft, accounts[9], type=ConversationType.INTERVIEW, about=ann, expectation=NO)
    talk(draft, accounts[9], 180, expectation=NO)
    (line,) = of(draft, 1)
    # 9 answers are under 10, and no ARR is known: the half-year of answers ends with day 179.
    assert (line.side, line.n) == (Side.UNHEARD, 9)
    talk(draft, accounts[9], 179, expectation=NO)
    assert figures(of(draft, 1)[0]) == ("90 %", "80 %", 10, 9)


def test_too_few_answers_are_a_line_of_their_own() -> None:
    draft = Draft()
    accounts = customers(draft, 100, arr=1_000_000)
    answers(draft, accounts[:9], yes=0)
    (line,) = of(draft, 1)
    # 9 answers with 9 of 100 equal parts of the ARR: under 10 answers and under 20 %.
    assert (line.side, line.speaks) == (Side.UNHEARD, ())
    assert (line.value_text, line.threshold_text, line.n) == ("9", "10", 9)
    assert line.says == (
        "Not heard enough on “all accounts”: 9 customers of 100 answered in 180 days, with 9 % of the ARR; 10 are "
        "needed, or 20 % of the ARR."
    )


def test_few_answers_are_enough_with_a_fifth_of_the_arr() -> None:
    draft = Draft()
    answers(draft, customers(draft, 1, arr=2_000_000), yes=1)
    customers(draft, 8, arr=1_000_000)
    (line,) = of(draft, 1)
    # One answer has 2 of 10 parts of the ARR: 20 %.
    assert (line.side, line.n) == (Side.FOR, 1)


def test_each_plan_line_is_judged_by_its_own_customers() -> None:
    firefighter = Alignment(id=1, key="firefighter", title="Firefighter", model="generalist")
    pooled = generalist(id=2, key="pooled", title="Pooled")
    draft = Draft(models=[generalist(), pooled], alignments=[firefighter])
    draft.lines = [
        PlanLine(title="Free", scope="#free", unmanaged="free tier"),
        PlanLine(title="Small", scope="seg:small", model="pooled", alignment="firefighter"),
        PlanLine(title="Rest", alignment="firefighter"),
    ]
    customers(draft, 3, tags=("free",))
    answers(draft, customers(draft, 10, segment="small"), yes=10)
    answers(draft, customers(draft, 10), yes=0)
    small, rest = of(draft, 1)
    assert (small.side, small.speaks, small.place.key) == (Side.FOR, ("pooled", "firefighter"), "seg:small")
    assert (rest.side, rest.speaks, rest.place.title) == (Side.AGAINST, ("firefighter",), "Rest")


def test_without_a_model_the_answers_judge_the_way_things_are() -> None:
    draft = Draft(policy={"plan": None})
    answers(draft, customers(draft, 10), yes=10)
    (line,) = of(draft, 1)
    assert (line.side, line.speaks, line.place.reach) == (Side.FOR, ("today",), Reach.WHOLE)


def test_a_book_without_customers_says_nothing() -> None:
    assert every(Draft()) == ()


# 2 nobody asked ------------------------------------------------------------------------------------------------


def test_deciding_before_half_of_the_accounts_were_asked_is_spoken_against() -> None:
    draft = Draft()
    answers(draft, customers(draft, 10)[:4], yes=4)
    (line,) = of(draft, 2)
    # 6 of 10 without an answer: 60 %, more than 50 %.
    assert (line.side, line.speaks) == (Side.AGAINST, ("deciding-now",))
    assert figures(line) == ("60 %", "50 %", 10, 6)


def test_half_of_the_accounts_asked_is_enough_to_keep_silent() -> None:
    draft = Draft()
    accounts = customers(draft, 10)
    answers(draft, accounts[:5], yes=5)
    talk(draft, accounts[9])
    # 5 of 10: not more than 50 %. A call in which nothing was said on it is no answer.
    assert of(draft, 2) == []


# Challenges ----------------------------------------------------------------------------------------------------

CHALLENGES = [
    (9, "told-again", {"generalist", "dedicated"}, {"specialist", "service-oriented", "pooled"}, Source.VELARIS),
    (10, "no-one-person", {"dedicated", "generalist"}, {"pooled"}, Source.VELARIS),
    (11, "lacks-depth", {"specialist", "overlay"}, {"generalist", "dedicated"}, Source.VELARIS),
    (12, "answers-differ", {"dedicated", "playbooks"}, {"pooled"}, Source.VELARIS),
    (20, "feels-like-sales", {"service-oriented"}, {"sales-oriented"}, Source.SLIDES),
]


@pytest.mark.parametrize(("signal", "challenge", "favours", "burdens", "source"), CHALLENGES)
def test_a_challenge_that_enough_customers_name_speaks(
    signal: int, challenge: str, favours: set[str], burdens: set[str], source: Source
) -> None:
    draft = Draft()
    named(draft, customers(draft, 20, segment=""), challenge, 3)
    lines = of(draft, signal)
    # 3 of 20 customers heard: 15 %.
    assert (favoured(lines), burdened(lines)) == (favours, burdens)
    assert {line.sources for line in lines} == {(source,)}
    assert {figures(line) for line in lines} == {("15 %", "10 %" if signal == 20 else "15 %", 20, 3)}


@pytest.mark.parametrize(("signal", "challenge"), [(case[0], case[1]) for case in CHALLENGES])
def test_a_challenge_that_few_name_keeps_silent(signal: int, challenge: str) -> None:
    draft = Draft()
    # 2 of 20 are 10 %, under 15 %; 1 of 20 is 5 %, under the 10 % of "feels like sales".
    named(draft, customers(draft, 20, segment=""), challenge, 1 if signal == 20 else 2)
    assert of(draft, signal) == []


@pytest.mark.parametrize(("signal", "challenge"), [(case[0], case[1]) for case in CHALLENGES])
def test_a_challenge_among_few_voices_is_not_heard_enough(signal: int, challenge: str) -> None:
    draft = Draft()
    named(draft, customers(draft, 9, segment=""), challenge, 9)
    (line,) = of(draft, signal)
    assert (line.side, line.n, line.speaks) == (Side.UNHEARD, 9, ())


def test_a_customer_who_names_a_challenge_again_counts_once() -> None:
    draft = Draft()
    accounts = customers(draft, 20)
    named(draft, accounts, "lacks-depth", 2)
    talk(draft, accounts[0], challenges=("lacks-depth",))
    assert of(draft, 11) == []
    talk(draft, accounts[19], challenges=("lacks-depth", "slow-start"))
    assert figures(of(draft, 11)[0]) == ("15 %", "15 %", 20, 3)


def test_contact_wanted_is_looked_for_in_each_segment() -> None:
    draft = Draft()
    named(draft, customers(draft, 10, segment="ent"), "no-one-person", 2)
    named(draft, customers(draft, 30, segment="mid"), "no-one-person", 0)
    named(draft, customers(draft, 9, segment="small"), "no-one-person", 1)
    lines = of(draft, 10)
    # 3 of 49 on the whole are 6 %; in Enterprise 2 of 10 are 20 %; 9 small ones are not heard enough.
    assert [(line.side, line.place.key, line.n) for line in lines] == [
        (Side.FOR, "ent", 10),
        (Side.AGAINST, "ent", 10),
        (Side.UNHEARD, "small", 9),
    ]
    assert lines[0].says == "2 of 10 customers heard in Enterprise (20 %) say: no-one-person."


def test_handoffs_past_their_day_speak_as_told_again_does() -> None:
    draft = Draft()
    account = draft.account("Acme")
    draft.more["handoffs"] = [
        Handoff(id=number, account=account, kind=HandoffKind.HOLDER, seat="csm", opened_on=days(-20), due=due)
        for number, due in enumerate([days(-1), days(0), days(5), days(5), days(5)], 1)
    ]
    lines = [line for line in of(draft, 9) if line.side is not Side.UNHEARD]
    # 1 of 5 open handoffs is past its day: 20 %. One due today is not.
    assert {figures(line) for line in lines} == {("20 %", "20 %", 5, 1)}
    assert favoured(lines) == {"generalist", "dedicated"}
    assert burdened(lines) == {"specialist", "service-oriented", "pooled"}


def test_one_late_handoff_of_six_keeps_silent() -> None:
    draft = Draft()
    account = draft.account("Acme")
    draft.more["handoffs"] = [
        Handoff(id=number, account=account, kind=HandoffKind.HOLDER, seat="csm", opened_on=days(-20), due=due)
        for number, due in enumerate([days(-1), *[days(5)] * 5], 1)
    ]
    # 1 of 6 is 16.7 %.
    assert [line for line in of(draft, 9) if line.side is not Side.UNHEARD] == []


def _runs(draft: Draft, finished: int, unfinished: int, running: int = 0) -> None:
    steps = (Step(text="Call", day=7), Step(text="Card", day=60, required=False))
    draft.more["playbooks"] = [Playbook(id=1, key="start", title="Start", steps=steps)]
    account = draft.account("Acme")
    starts = [(days(-20), days(-12))] * finished + [(days(-20), None)] * unfinished + [(days(-7), None)] * running
    draft.more["runs"] = [
        Run(id=number, playbook=1, account=account, started_on=since, finished_on=until)
        for number, (since, until) in enumerate(starts, 1)
    ]


def test_playbooks_left_unfinished_speak_as_differing_answers_do() -> None:
    draft = Draft()
    _runs(draft, finished=7, unfinished=3, running=5)
    lines = [line for line in of(draft, 12) if line.side is not Side.UNHEARD]
    # 7 of the 10 runs whose required steps were due: 70 %. The five that began a week ago are due today at the latest.
    assert {figures(line) for line in lines} == {("70 %", "80 %", 10, 7)}
    assert (favoured(lines), burdened(lines)) == ({"dedicated", "playbooks"}, {"pooled"})


def test_playbooks_finished_keep_silent() -> None:
    draft = Draft()
    _runs(draft, finished=8, unfinished=2)
    assert [line for line in of(draft, 12) if line.side is not Side.UNHEARD] == []


# 18 too many hats ----------------------------------------------------------------------------------------------


def test_two_csms_with_too_many_hats_speak() -> None:
    draft = Draft(more={"vocab": [HATS]})
    customers(draft, 1)
    ann, ben, cem = (draft.person(name) for name in ("Ann", "Ben", "Cem"))
    interview(draft, ann, "too-many-hats")
    interview(draft, ben, "too-many-hats", "missing-playbook")
    interview(draft, cem)
    lines = of(draft, 18)
    # 2 people of the 3 interviewed.
    assert {figures(line) for line in lines} == {("2", "2", 3, 2)}
    assert favoured(lines) == {"specialist", "service-oriented"}
    assert burdened(lines) == {"firefighter", "generalist"}
    assert all(line.private for line in lines)
    assert not any(line.private for line in every(draft) if line.signal != 18)


def test_one_csm_who_says_it_twice_keeps_silent() -> None:
    draft = Draft()
    ann, ben = draft.person("Ann"), draft.person("Ben")
    interview(draft, ann, "too-many-hats")
    interview(draft, ann, "too-many-hats", ago=30)
    interview(draft, ben, "too-many-hats", ago=181)
    # A customer who says so is no interview.
    talk(draft, draft.account("Acme"), by=ben, challenges=("too-many-hats",))
    assert of(draft, 18) == []


# Who is asked at all -------------------------------------------------------------------------------------------


def test_the_unmanaged_the_lost_and_the_rolled_up_are_not_counted() -> None:
    draft = Draft(lines=[PlanLine(scope="#free", unmanaged="free"), PlanLine(model="generalist")])
    parent = draft.account("Parent", arr=1_000_000)
    draft.account("Child", parent=parent, family=Family.ROLLED, arr=1_000_000)
    draft.account("Free", tags=("free",))
    draft.account("Lost", status=AccountStatus.CHURNED, churned_on=date(2026, 1, 1))
    (line,) = of(draft, 2)
    assert (line.n, line.part) == (1, 1)
    # The child's ARR is its parent's: one answer has all of it.
    talk(draft, parent, expectation=YES)
    assert of(draft, 1)[0].side is Side.FOR
