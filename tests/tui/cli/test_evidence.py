from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.book.book import Book
from core.models.fit.evidence import evidence
from core.models.fit.unasked import not_asked
from core.moment import Moment
from core.outlook import Outlook
from core.words import Expectation
from data.store.store import open_store

Cli = Callable[..., Any]
Read = Callable[[], Book]

MOMENT = Moment.at(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))

LATER = ("--today", "2028-06-01")
"""A day on which nobody has answered for half a year."""


@pytest.fixture
def book(demo: Path) -> Read:
    """The book as the disk has it."""
    return lambda: open_store(demo, read_only=True).book


# evidence ---------------------------------------------------------------------------------------------------


def test_every_line_has_its_number_what_it_rests_on_its_rule_source_and_date(cli: Cli, book: Read) -> None:
    outlook = Outlook(book(), MOMENT)
    expected = [line for line in evidence(outlook.book, MOMENT, outlook.seating, outlook.ledger) if not line.private]

    document = cli("model", "evidence", "--json").json

    told = [(line["signal"], line["side"], line["n"], line["text"]) for line in document["evidence"]]
    assert told == [(line.signal, line.side.value, line.n, line.says) for line in expected]
    assert document["count"] == len(expected) > 10
    assert all(line["rule"] and line["sources"] and line["date"] == "2026-11-22" for line in document["evidence"])
    team = next(line for line in document["evidence"] if line["name"] == "team size")
    assert (team["value"], team["unit"], team["of"], team["threshold"]) == (7.8, "FTE", "person", 3.0)
    assert set(document) == {"as_of", "models", "evidence", "count", "private_left_out"}


def test_a_model_is_shown_with_the_lines_about_it_in_full(cli: Cli, demo: Path) -> None:
    lines = cli("model", "evidence", "pooled", "--json").json["evidence"]
    assert lines
    assert all("pooled" in line["speaks_of"] for line in lines)

    answer = cli("model", "evidence", "pooled")
    assert [line for line in answer.lines if line.startswith("Against Pooled")]
    assert len([line for line in answer.lines if line.startswith("    Rule: ")]) == len(lines)
    assert "make no score" in answer.err


def test_too_few_answers_are_lines_of_their_own_for_any_model(cli: Cli, demo: Path) -> None:
    for words in ((), ("partnership",)):
        document = cli("model", "evidence", *words, "--json", *LATER).json
        silent = [line for line in document["evidence"] if line["side"] == "not heard enough"]
        assert silent
        assert all(not line["speaks_of"] and line["text"].startswith("Not heard enough") for line in silent)


def test_what_interviews_say_is_shown_only_when_asked_for(cli: Cli, demo: Path) -> None:
    shut = cli("model", "evidence")
    assert "too many hats" not in shut.out
    assert "--private" in shut.err
    assert cli("model", "evidence", "--json").json["private_left_out"] == 2
    document = cli("model", "evidence", "--private", "--json").json
    assert [line["name"] for line in document["evidence"] if line["private"]] == ["too many hats", "too many hats"]
    assert document["private_left_out"] == 0


def test_an_unknown_model_is_refused_with_those_there_are(cli: Cli, demo: Path) -> None:
    answer = cli("model", "evidence", "matrix")
    assert (answer.code, answer.out) == (2, "")
    assert "no model or alignment “matrix”" in answer.err
    assert "player-coach" in answer.err


# heard ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["segment", "stage", "person", "era"])
def test_answers_are_counted_by_a_grouping(cli: Cli, demo: Path, by: str) -> None:
    document = cli("model", "heard", "--by", by, "--json").json
    groups = document["groups"]
    assert len(groups) > 1
    for group in groups:
        assert group["answers"] == group["yes"] + group["no"]
        assert group["customers"] == group["answers"] + group["not_said"]
        assert group["few"] is (group["answers"] < 10)
        assert group["yes_share"] is None or group["yes_share"] == pytest.approx(
            group["yes"] / group["answers"], abs=0.0001
        )
    printed = cli("model", "heard", "--by", by).lines
    assert [line for line in printed[1:] if line] == printed[1:]
    assert len(printed) == 1 + len(groups)


def test_a_share_of_few_answers_says_so(cli: Cli, demo: Path) -> None:
    groups = cli("model", "heard", "--by", "person", "--json").json["groups"]
    lines = cli("model", "heard", "--by", "person").lines[1:]
    few = [group["few"] for group in groups]
    assert any(few)
    assert not all(few)
    assert ["of few" in line for line in lines] == few


def test_interviews_stay_out_unless_asked_for(cli: Cli, demo: Path) -> None:
    assert cli("model", "heard", "--json").json["interviews"] is None
    assert "missing playbook" not in cli("model", "heard").out
    assert cli("model", "heard", "--private", "--json").json["interviews"]["people"] == 3
    assert "missing playbook (CSM) 1" in cli("model", "heard", "--private").out


def test_those_nobody_asked_are_listed_with_the_worst_arr_first(cli: Cli, book: Read) -> None:
    outlook = Outlook(book(), MOMENT)
    expected = not_asked(outlook.book, MOMENT, outlook.seating)

    document = cli("model", "heard", "--unasked", "--json").json

    assert [one["account"] for one in document["unasked"]] == [f"A{one.account}" for one in expected]
    assert document["count"] == cli("model", "heard", "--json").json["unasked"] == len(expected)
    assert document["unasked"][0]["answer"] == Expectation.NO.value
    assert cli("model", "heard", "--unasked").lines[1].endswith("no, 8 Mar 2026")


def test_asking_a_customer_takes_it_off_the_list(cli: Cli, demo: Path) -> None:
    before = cli("model", "heard", "--unasked", "--json").json
    first = before["unasked"][0]["account"]
    assert cli("log", first, "--type", "call", "--summary", "Fine", "--expectation", "yes").code == 0

    after = cli("model", "heard", "--unasked", "--json").json
    assert after["count"] == before["count"] - 1
    assert first not in {one["account"] for one in after["unasked"]}


# review -----------------------------------------------------------------------------------------------------


def test_a_review_is_recorded_with_the_measures_of_the_day_and_is_then_no_longer_due(cli: Cli, book: Read) -> None:
    assert cli("model", "review", "--json").json["review_due"]["since"] == "2025-10-28"

    done = cli("model", "review", "--record", "--heard", "Mostly fine", "--decision", "Keep it", "--next", "+60d")

    assert done.code == 0, done.err
    review = book().reviews[1]
    assert (review.heard, review.decision) == ("Mostly fine", "Keep it")
    assert review.measures.startswith("Leading, as read on 22 Nov 2026:\nExpectations: 78 plain yes of 94")
    document = cli("model", "review", "--json").json
    assert (document["review_due"], document["next_on"]) == (None, "2027-01-21")
    assert [one["decision"] for one in document["reviews"]] == ["Keep it"]
    answer = cli("model", "review")
    assert answer.lines[:3] == [
        "Review of 22 Nov 2026, the next on 21 Jan 2027",
        "  Heard: Mostly fine",
        "  Decided: Keep it",
    ]
    assert "due on 21 Jan 2027" in answer.err


def test_a_review_begins_with_the_tally_unless_something_else_was_heard(cli: Cli, book: Read) -> None:
    assert cli("model", "review", "--record", "--decision", "Keep it").code == 0
    assert book().reviews[1].heard.startswith("94 customers answered in 180 days: 78 plain yes, 16 no.")
    assert "hats" not in book().reviews[1].heard


def test_a_review_without_a_decision_is_refused(cli: Cli, book: Read) -> None:
    answer = cli("model", "review", "--record", "--heard", "x")
    assert answer.code == 2
    assert "--decision" in answer.err
    assert cli("model", "review", "--record", "--decision", "x", "--next", "yesterday").code == 2
    assert book().seq == 0


def test_a_decision_without_record_is_told_how_to_write_it(cli: Cli, book: Read) -> None:
    answer = cli("model", "review", "--decision", "Keep it")
    assert (answer.code, answer.out) == (2, "")
    assert "--record" in answer.err
    assert book().seq == 0


def test_the_measures_of_today_are_those_a_review_keeps(cli: Cli, book: Read) -> None:
    measures = cli("model", "review", "--measures", "--json").json["measures"]
    assert cli("model", "review", "--record", "--decision", "Keep it").code == 0
    assert book().reviews[1].measures == measures


def test_check_says_since_when_a_review_is_due_and_only_then(cli: Cli, demo: Path) -> None:
    assert "A review of the model has been due since 28 Oct 2025" in cli("check").err
    assert cli("check", "--json").json["review_due"]["since"] == "2025-10-28"
    cli("model", "review", "--record", "--decision", "Keep it", "--next", "2027-03-01")

    assert "review" not in cli("check").err
    assert cli("check", "--json").json["review_due"] is None
    again = cli("check", "--json", "--today", "2027-03-01").json["review_due"]
    assert (again["since"], again["last"]) == ("2027-03-01", "2026-11-22")


# answer and threshold ---------------------------------------------------------------------------------------


def test_an_answer_becomes_evidence_and_can_be_taken_back(cli: Cli, demo: Path) -> None:
    def about_complexity() -> list[str]:
        found = cli("model", "evidence", "--json").json["evidence"]
        return [line["side"] for line in found if line["name"] == "product complexity"]

    assert about_complexity() == []
    assert cli("model", "answer", "product-complexity", "low").code == 0
    assert about_complexity() == ["for", "against"]
    questions = cli("model", "answer", "--json").json["questions"]
    assert [(one["answer"], one["answered_on"]) for one in questions] == [
        ("low", "2026-11-22"),
        (None, None),
        (None, None),
    ]
    assert cli("model", "answer", "product_complexity", "--clear").code == 0
    assert about_complexity() == []


def test_a_question_or_answer_that_is_none_is_refused_with_the_choices(cli: Cli, book: Read) -> None:
    for words, told in (
        (("mood", "good"), "product_complexity"),
        (("post_sale_head", "perhaps"), "yes"),
        (("post_sale_head",), "--clear"),
        (("post_sale_head", "yes", "--clear"), "--clear"),
    ):
        answer = cli("model", "answer", *words)
        assert (answer.code, answer.out) == (2, "")
        assert told in answer.err
    assert book().seq == 0


def test_a_threshold_moves_the_side_of_a_line(cli: Cli, demo: Path) -> None:
    def side() -> str:
        found = cli("model", "evidence", "--json").json["evidence"]
        return str(next(line["side"] for line in found if line["name"] == "expectation met"))

    assert side() == "for"
    assert cli("model", "threshold", "expectation", "90").code == 0
    assert side() == "against"
    changed = [one for one in cli("model", "threshold", "--json").json["thresholds"] if one["value"] != one["standard"]]
    assert [(one["name"], one["value"], one["standard"]) for one in changed] == [("expectation", 90, 80)]
    assert "1 of 37" in cli("model", "threshold").err
    assert cli("model", "threshold", "expectation", "--standard").code == 0
    assert side() == "for"


def test_a_threshold_out_of_range_is_refused(cli: Cli, book: Read) -> None:
    assert cli("model", "threshold", "expectation", "400").code == 2
    assert cli("model", "threshold", "expectation").code == 2
    assert "answers_arr" in cli("model", "threshold", "mood", "3").err
    assert book().seq == 0
