"""The forms over a model hold every setting of its file: unchanged they make the same model, wrong texts are told."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from core.errors import Refusal
from core.models.spec.model import model_from
from core.models.written import model_text
from core.organisation import Alignment, Leadership, Limits, Model, SeatLine
from core.schema import revise
from core.words import Duty, MatchOn, Need, SeatHolding, Stage, Touch
from tests.tui.driving import MOMENT, demo
from tui.alignment_parts import alignment_sheet
from tui.compose import catalogue, own_models
from tui.model_parts import ModelSheets
from tui.part_sheet import Sheet
from tui.seat_parts import SeatSheets

KNOWN = catalogue()[0]
ROLES = own_models().roles
SHIPPED = {model.key: model for model in KNOWN.models}
OWN = revise(SHIPPED["specialist"], builtin=False)
FULL = SeatLine(
    key="expert",
    title="Expert",
    assists=(Duty.SUPPORT, Duty.ADOPTION),
    scope="complexity:complex",
    holder=SeatHolding.OUTSIDE,
    function="services",
    roles=("support_engineer",),
    learn=("csm",),
    match=(MatchOn.SKILL, MatchOn.REGION),
    fill_ahead=21,
    inherits=("csm", "account_manager"),
    limits=Limits(accounts=18, hours=7_050, arr=500_000_00, families=4, hard=True),
    need=Need.OPTIONAL,
    relieves=((Duty.SUPPORT, 33),),
)


def forms(model: Model) -> Iterator[Sheet[Model]]:
    """Every form over a model."""
    sheets = ModelSheets(ROLES, model)
    yield from (sheets.about(()), sheets.leads(), sheets.leadership(), sheets.rules())
    yield from (sheets.limit(role) for role, _ in model.limits_by_role)
    seats = SeatSheets(demo(), MOMENT, ROLES, model)
    yield from (seats.sheet(place) for place in range(1, len(model.seats) + 1))


def values(sheet: Sheet[Model], **given: str) -> dict[str, str]:
    return {line.key: line.value for line in sheet.lines} | {
        key.replace("__", "-"): text for key, text in given.items()
    }


def made(sheet: Sheet[Model], **given: str) -> Model:
    found = sheet.make(values(sheet, **given))
    assert not isinstance(found, Refusal), found.says
    return found


def seat_form(place: int | None = None, model: Model = OWN) -> Sheet[Model]:
    return SeatSheets(demo(), MOMENT, ROLES, model).sheet(place)


@pytest.mark.parametrize("key", SHIPPED)
def test_every_form_over_a_shipped_model_left_as_it_is_makes_the_same_model(key: str) -> None:
    own = revise(SHIPPED[key], builtin=False)
    assert [made(sheet) for sheet in forms(own)] == [own] * sum(1 for _ in forms(own))
    assert model_from(tomllib.loads(model_text(own)), "x.toml", roles=ROLES) == own


def test_every_setting_of_a_seat_is_in_its_form() -> None:
    model = revise(OWN, seats=(*OWN.seats, FULL, revise(FULL, key="help", holder=SeatHolding.LEAD, function="")))
    assert [made(sheet) for sheet in forms(model)] == [model] * sum(1 for _ in forms(model))


def test_every_setting_of_a_seat_can_be_set() -> None:
    found = made(
        seat_form(),
        title="Expert",
        **{f"duty__{duty.value}": "assists" for duty in (Duty.ADOPTION, Duty.SUPPORT)},
        scope="complexity:complex",
        holder="outside",
        function="services",
        roles="Support engineer",
        learn="csm",
        match="skill, region",
        fill_ahead="21",
        inherits="csm, account_manager",
        accounts="18",
        hours="70.5",
        arr="500k",
        families="4",
        hard="hard",
        need="optional",
        relieves="support 33",
    )
    assert found.seats[-1] == revise(FULL, assists=(Duty.ADOPTION, Duty.SUPPORT))
    helped = made(seat_form(4, found), holder="lead", function="", hours__high="4", hours__tech="0.25").seats[-1]
    assert (helped.holder, helped.function) == (SeatHolding.LEAD, "")
    assert helped.hours is not None
    assert [helped.hours.of(touch) for touch in Touch] == [400, 0, 25]


def test_everything_else_of_a_model_can_be_set() -> None:
    sheets = ModelSheets(ROLES, OWN)
    named = made(sheets.about(()), title="Ours", key="ours", fits="us")
    assert (named.title, named.key, named.fits) == ("Ours", "ours", "us")
    led = made(sheets.leads(), adoption="onboarding", renewal="", continuity="1.5")
    assert led.leads == ((Stage.ONBOARDING, "onboarding"), (Stage.ADOPTION, "onboarding"))
    assert led.continuity == 150
    kept = made(sheets.leadership(), kept="yes", per_report="20", above="2", span="4")
    assert kept.leadership == Leadership(per_report=20, above=2, span=(3, 4))
    assert made(ModelSheets(ROLES, kept).leadership(), kept="").leadership is None
    limited = made(sheets.limit(None), role="team_lead", accounts="5")
    assert limited.limits_by_role == (("team_lead", Limits(accounts=5)),)
    checked = made(sheets.rules(), complex_percent="25", **{"ALIGN-MISMATCH": "yes", "CONTACTS-MANY": ""})
    assert checked.checks == ("HANDOFF-MISSING", "ROLE-BOTTLENECK", "ALIGN-MISMATCH")
    assert checked.thresholds == (("complex_percent", 25),)


WRONG_SEATS: tuple[tuple[dict[str, str], str], ...] = (
    ({"roles": "csn"}, "Closer: There is no role “csn”. Did you mean csm?"),
    ({"learn": "wizardry"}, "Closer: There is no role “wizardry”. There are "),
    ({"scope": "health<50"}, "Closer, Accounts: health cannot stand in a scope"),
    ({"scope": "arr>5000"}, "Closer, Accounts: arr cannot stand in a scope: ARR reaches"),
    ({"scope": 'seg:"'}, "Closer, Accounts: "),
    ({"accounts": "-3"}, "Closer: Most accounts: “-3” is below zero."),
    ({"hours": "0"}, "Closer: Most hours: “0” leaves nobody anything."),
    ({"arr": "much"}, "Closer: Most ARR: “much” is not an amount"),
    ({"hard": "hard"}, "Closer: More than that is refused, but of what?"),
    ({"fill_ahead": "-1"}, "Closer: Days ahead: “-1” is no number of days"),
    ({"match": "height"}, "Closer: Must share: “height” is none of segment"),
    ({"relieves": "support"}, "Closer: Takes off: “support” has no percent"),
    ({"relieves": "support 50"}, "Closer: hours and relieves are for seats that only assist"),
    ({"relieves": "support 150"}, "Closer: Takes off: “150” is no part of a whole"),
    ({"duty__renewal": ""}, "Closer: it does nothing"),
    ({"duty__renewal": "assists", "holder": "outside"}, "Closer: a seat held outside needs its function"),
    ({"duty__renewal": "assists", "hours__mid": "much"}, "Closer: Hours mid: “much” is not a number of hours"),
    ({"key": "The closer"}, "“The closer” is no key"),
)


@pytest.mark.parametrize(("given", "says"), WRONG_SEATS, ids=lambda one: str(one)[:30])
def test_what_is_wrong_with_a_seat_is_told_live_with_seat_and_line(given: dict[str, str], says: str) -> None:
    sheet = seat_form()
    typed = values(sheet, **{"title": "Closer", "duty__renewal": "carries", **given})
    found = sheet.make(typed)

    assert isinstance(found, Refusal)
    assert found.says.startswith(says)
    assert sheet.note is not None
    assert sheet.note(typed) == found.says


def note(sheet: Sheet[Model], **given: str) -> str:
    assert sheet.note is not None
    return sheet.note(values(sheet, **given))


def test_a_form_says_which_accounts_a_seat_is_for_and_what_the_other_seats_say_to_it() -> None:
    carried = {"title": "Closer", "duty__renewal": "carries"}
    assert note(seat_form()).startswith("Say what it is called")
    assert note(seat_form(3)) == "For every account."
    assert "accounts fit that today." in note(seat_form(3), scope="seg:ent")
    assert note(seat_form(3), scope="#nobody-has-this") == "No account of the book fits that today."
    said = note(seat_form(), **carried)
    assert said == (
        "For every account. Closer: renewal is carried by the seat renewal_manager in the same scope already; "
        "one duty has one seat."
    )
    assert made(seat_form(), **carried).seats[-1].key == "closer"  # it may be mended at the other seat
    assert "stays only if it keeps from seat renewal_manager." in note(seat_form(3), key="closer")
    assert "stays only" not in note(seat_form(3), key="closer", inherits="renewal_manager")


WRONG: tuple[tuple[str, dict[str, str], str], ...] = (
    ("leads", {"continuity": "heavy"}, "Weight on moves: “heavy” is no weight"),
    ("leadership", {"kept": "yes", "per_report": "120"}, "Percent a report: “120” is no part of a whole"),
    ("leadership", {"kept": "yes", "fewest": "7"}, "The fewest reports are 7 and the most 5."),
    ("leadership", {"kept": "yes", "above": "-1"}, "Up to: “-1” is no number of reports"),
    ("rules", {"complex_percent": "101"}, "Complex_percent must be from 0 to 100"),
    ("rules", {"established": "yes"}, "Established: “yes” is not a whole number"),
    ("rules", {"others": "book-caps"}, "There is no finding “BOOK-CAPS”. Did you mean BOOK-CAP?"),
)


@pytest.mark.parametrize(("form", "given", "says"), WRONG)
def test_what_is_wrong_with_a_model_is_told(form: str, given: dict[str, str], says: str) -> None:
    sheet = getattr(ModelSheets(ROLES, OWN), form)()
    found = sheet.make(values(sheet, **given))

    assert isinstance(found, Refusal)
    assert found.says.startswith(says)
    assert note(sheet, **given) == found.says


def test_a_key_that_is_taken_or_none_is_refused_and_a_limit_must_limit() -> None:
    about = ModelSheets(ROLES, OWN).about(["pooled"])
    limit = ModelSheets(ROLES, OWN).limit(None)
    for sheet, given, says in (
        (about, {"key": "pooled"}, "There is a model or alignment pooled already."),
        (about, {"key": "Ours!"}, "“Ours!” is no key"),
        (limit, {}, "Say how much one holder may have"),
    ):
        found = sheet.make(values(sheet, **given))
        assert isinstance(found, Refusal)
        assert found.says.startswith(says)


# Alignments -----------------------------------------------------------------------------------------------------


def aligned(alignment: Alignment, **given: str) -> Alignment | Refusal:
    sheet = alignment_sheet(alignment, demo(), KNOWN.models, ["pooled"])
    texts = {line.key: line.value for line in sheet.lines} | {k.replace("__", "-"): v for k, v in given.items()}
    return sheet.make(texts)


@pytest.mark.parametrize("key", [one.key for one in KNOWN.alignments])
def test_the_form_over_an_alignment_left_as_it_is_makes_the_same_one(key: str) -> None:
    shipped = next(one for one in KNOWN.alignments if one.key == key)
    own = revise(shipped, builtin=False)
    assert aligned(own) == own
    copy = aligned(shipped)
    assert isinstance(copy, Alignment)
    assert (copy.key, copy.builtin, copy.duties) == (f"own-{key}", False, shipped.duties)


def test_an_alignment_is_edited_and_what_is_wrong_is_told() -> None:
    own = revise(KNOWN.alignments[-1], builtin=False)
    made = aligned(own, duty__support="team", scope="is:established #gold", established="", reporting="to us")
    assert isinstance(made, Alignment)
    assert dict(made.duties)[Duty.SUPPORT] == "team"
    assert (made.scope, made.reporting) == ("is:established #gold", "to us")
    assert dict(made.thresholds) == {"proactive": 1}
    for given, says in (
        ({"key": "pooled"}, "There is a model or alignment pooled already."),
        ({"scope": "quiet>30"}, "Alone, on: "),
        ({"neglected_days": "0"}, "Neglected_days must be from 1"),
    ):
        found = aligned(own, **given)
        assert isinstance(found, Refusal)
        assert found.says.startswith(says)
