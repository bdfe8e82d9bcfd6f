from __future__ import annotations

import pytest

from core.models.spec.alignment import alignment_from
from core.models.spec.model import model_from
from core.models.spec.plan import plan_from
from core.models.spec.reading import ModelError
from core.words import Duty, SeatHolding, Stage
from data.catalogue import catalogue, standard_records

SIX = ["generalist", "specialist", "player-coach", "dedicated", "pooled", "growth"]
FIVE = ["firefighter", "sales-oriented", "service-oriented", "integrated", "partnership"]


def test_the_six_models_and_five_alignments_ship() -> None:
    shipped = catalogue()

    assert [model.key for model in shipped.models][:6] == SIX
    assert [alignment.key for alignment in shipped.alignments] == FIVE


def test_a_key_names_either_a_model_or_an_alignment_and_every_alignment_has_its_model() -> None:
    shipped = catalogue()
    keys = [*(one.key for one in shipped.models), *(one.key for one in shipped.alignments)]

    assert len(keys) == len(set(keys))
    assert all(shipped.model(alignment.model) is not None for alignment in shipped.alignments)


@pytest.mark.parametrize("key", [*SIX, "integrated-seats", "sales-seat"])
def test_every_model_says_what_it_is_good_at_and_what_goes_wrong(key: str) -> None:
    model = catalogue().model(key)

    assert model is not None
    assert all((model.summary, model.strengths, model.risks, model.fits, model.source))


@pytest.mark.parametrize("key", [*SIX, "integrated-seats", "sales-seat"])
def test_every_model_carries_every_duty_once(key: str) -> None:
    model = catalogue().model(key)

    assert model is not None
    carried = {duty: {seat.key for seat in model.seats if duty in seat.carries} for duty in Duty}
    assert all(len(seats) == 1 for seats in carried.values())


def test_player_coach_is_the_generalist_with_leads_allowed_on_key_accounts() -> None:
    model = catalogue().model("player-coach")

    assert model is not None
    assert [seat.roles for seat in model.seats if seat.key == "csm"] == [("csm", "team_lead"), ("csm",)]
    assert next(seat for seat in model.seats if seat.key == "escalation").holder is SeatHolding.LEAD
    assert dict(model.leads)[Stage.RENEWAL] == "csm"


def test_the_sales_oriented_seat_is_open_to_all_three_roles() -> None:
    model = catalogue().model("sales-seat")

    assert model is not None
    assert model.seats[0].roles == ("csm", "account_manager", "renewal_manager")


def test_a_new_book_starts_with_roles_segments_and_words() -> None:
    records = standard_records()

    assert set(records) == {"roles", "segments", "vocab"}
    assert all(records.values())


def seat(**changes: object) -> dict[str, object]:
    return {"key": "csm", "carries": [duty.value for duty in Duty], "roles": ["csm"], **changes}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"title": "X", "seat": [seat()]}, "key: this is missing"),
        ({"key": "x", "title": "X", "seat": []}, "no seat carries a duty"),
        ({"key": "x", "title": "X", "seat": [seat(colour="red")]}, "seat 1 (csm), colour: there is no such setting"),
        ({"key": "x", "title": "X", "seat": [seat(carries=["juggling"])]}, "seat 1 (csm), carries 1"),
        (
            {"key": "x", "title": "X", "seat": [seat(), seat(key="b")]},
            "seat 2 (b): onboarding is carried by the seat csm",
        ),
        ({"key": "x", "title": "X", "seat": [seat(scope="arr>50k")]}, "seat 1 (csm), scope"),
        ({"key": "x", "title": "X", "seat": [seat(limits={"accounts": -1})]}, "limits, accounts"),
        ({"key": "x", "title": "X", "based_on": "nothing", "seat": [seat()]}, "there is no such model"),
        (
            {"key": "x", "title": "X", "leads": {"renewal": "y"}, "seat": [seat()]},
            "leads.renewal: it names the seat “y”",
        ),
        ({"key": "x", "title": "X", "seat": [seat(assists=["support"])]}, "either carried or assisted"),
    ],
)
def test_an_error_names_file_place_and_fault(data: dict[str, object], says: str) -> None:
    with pytest.raises(ModelError) as error:
        model_from(data, "x.toml", roles={"csm"})

    assert str(error.value).startswith("x.toml")
    assert says in str(error.value)


def test_an_alignment_must_say_who_carries_every_duty() -> None:
    with pytest.raises(ModelError, match="says nothing of adoption"):
        alignment_from({"key": "a", "title": "A", "model": "x", "duties": {"onboarding": "team"}}, "a.toml")


def test_a_plan_line_is_either_served_or_unmanaged() -> None:
    with pytest.raises(ModelError, match=r"line 1.*either how it is served"):
        plan_from({"line": [{"scope": "seg:small"}]}, "p.toml")


def test_a_plan_file_gives_its_lines_in_order() -> None:
    plan = plan_from(
        {"line": [{"scope": "seg:small", "unmanaged": "free tier"}, {"model": "growth", "serve": {"mid": "tech"}}]}, "p"
    )

    assert [line.model for line in plan.lines] == ["", "growth"]
    assert [(a.value, b.value) for a, b in plan.lines[1].serve] == [("mid", "tech")]
