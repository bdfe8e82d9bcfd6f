from __future__ import annotations

from datetime import date

import pytest

from core.accounts import Contact, Crossed, StageOverride
from core.errors import RefusalKind
from core.organisation import ByTouch
from core.people import PoolMember, RoleShare
from core.policy import Rate
from core.schema import field_names
from core.usecases.fields import by_word
from core.usecases.set_fields import KINDS, SetFields, set_fields
from core.words import Complexity, Stage, Touch
from tests.core.usecases.world import TODAY, ask, done, refused, world

BOOK = world()


def texts(*pairs: str) -> tuple[tuple[str, str], ...]:
    """(field, text) pairs as the command line splits them."""
    return tuple((name, value) for name, _, value in (pair.partition("=") for pair in pairs))


def account(*pairs: str, records: tuple[int, ...] = (1,)) -> SetFields:
    return SetFields("account", records, texts(*pairs))


# Accounts ------------------------------------------------------------------------------------------------------


def test_fields_of_an_account_are_read_from_text() -> None:
    request = account(
        "arr=260k", "renewal=2027-06-30", "seg=Enterprise", "touch=high", "complexity=complex", "tags=+beta +#emea",
        "key=yes", "skills=api, sso", "ids=crm:0015g", "notes=one", "website=Borealis.Example", "parent=A5",
    )  # fmt: skip
    change, after = done(set_fields, BOOK, request)
    one = after.accounts[1]
    assert (one.arr, one.renews, one.segment) == (26_000_000, date(2027, 6, 30), "ent")
    assert (one.touch, one.complexity, one.tags, one.key_account) == (
        Touch.HIGH,
        Complexity.COMPLEX,
        ("beta", "emea"),
        True,
    )
    assert (one.needs_skills, one.external_ids) == (("api", "sso"), (("crm", "0015g"),))
    assert (one.website, one.parent) == ("borealis.example", 5)
    assert change.says.startswith("Set ARR, renewal date, segment, touch")
    assert change.says.endswith("of Borealis Health")


def test_several_accounts_are_set_in_one_change() -> None:
    change, after = done(set_fields, BOOK, account("region=EMEA", "tags=+q4", records=(1, 2, 3, 5)))
    assert change.says == "Set region and tags of Borealis Health and 3 others"
    assert {after.accounts[number].region for number in (1, 2, 3, 5)} == {"EMEA"}


@pytest.mark.parametrize("text", ["", "none", "-", " None "])
def test_an_empty_text_clears_a_field(text: str) -> None:
    _, after = done(set_fields, BOOK, account(f"renews={text}", f"segment={text}"))
    assert (after.accounts[1].renews, after.accounts[1].segment) == (None, "")


def test_days_count_from_today() -> None:
    assert done(set_fields, BOOK, account("lock=+30d"))[1].accounts[1].locked_until == date(2026, 12, 22)


def test_a_stage_set_by_hand_has_a_reason_and_auto_takes_it_back() -> None:
    _, after = done(set_fields, BOOK, account("stage=renewal: early talks"))
    by_hand = StageOverride(stage=Stage.RENEWAL, reason="early talks", since=TODAY)
    assert after.accounts[1].stage_override == by_hand
    assert done(set_fields, after, account("stage=auto"))[1].accounts[1].stage_override is None
    with_reason = SetFields("account", (1,), (("stage", "adoption"),), reason="pilot")
    assert done(set_fields, BOOK, with_reason)[0].why == "pilot"
    assert refused(set_fields, BOOK, account("stage=adoption")).says.startswith("Stage: a stage set by hand needs a")


def test_an_amount_is_read_in_the_currency_that_is_given_with_it() -> None:
    _, after = done(set_fields, BOOK, account("arr=240000", "currency=jpy"))
    assert (after.accounts[1].arr, after.accounts[1].currency) == (240_000, "JPY")


def test_an_arr_set_over_a_line_is_remembered() -> None:
    assert done(set_fields, BOOK, account("arr=1"))[1].accounts[1].crossed == Crossed(to="small", on=TODAY)


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ("colour=red", "There is no field “colour”. There are name, arr,"),
        ("regoin=EMEA", "There is no field “regoin”. Did you mean region?"),
        ("name=", "Name: this must have a value."),
        ("arr=much", "ARR: “much” is not an amount."),
        ("arr=-5", "ARR: “-5” is below zero. Write 0 or more."),
        ("renews=03-04-2025", "Renewal date: “03-04-2025” can be 3 Apr 2025 or 4 Mar 2025."),
        ("touch=low", "Touch: “low” is none of high, mid, tech."),
        ("segment=huge", "Segment: “huge” is none of ent, mid, small."),
        ("key=perhaps", "Key account: “perhaps” is neither yes nor no."),
        ("parent=nobody", "Parent: There is no account “nobody”."),
        ("ids=0015g", "External ids: “0015g” is not a system and an id."),
        ("currency=euro", "Currency: “euro” is not a currency."),
        ("renews=2024-01-01", "The renewal date of Borealis Health, 1 Jan 2024, does not come after"),
    ],
)
def test_a_text_that_cannot_be_set_is_refused_with_its_field(pair: str, says: str) -> None:
    assert refused(set_fields, BOOK, account(pair)).says.startswith(says)


def test_several_faults_are_told_together() -> None:
    refusal = refused(set_fields, BOOK, account("arr=much", "touch=low", "region=EMEA"))
    assert refusal.says == "2 of the fields cannot be set."
    assert [line.split(":")[0] for line in refusal.details] == ["ARR", "Touch"]


def test_one_account_that_cannot_be_set_keeps_all_from_being_set() -> None:
    assert refused(set_fields, BOOK, account("parent=A4", records=(1, 2))).says.startswith("Acme Robotics would be")


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (SetFields("planet", (1,), texts("a=b")), "There is nothing called planet to set."),
        (SetFields("account", (), texts("a=b")), "Choose the account first."),
        (SetFields("account", (1,), ()), "Say what to set, as in FIELD=VALUE."),
        (SetFields("account", (99,), texts("region=x")), "There is no account 99."),
        (SetFields("person", (99,), texts("team=x")), "There is no person 99."),
    ],
)
def test_a_request_must_name_records_and_fields(request_: SetFields, says: str) -> None:
    assert refused(set_fields, BOOK, request_).says.startswith(says)


def test_setting_what_is_so_already_makes_no_edit() -> None:
    change = ask(set_fields, BOOK, account("segment=ent"))
    assert getattr(change, "edits", None) == ()


# The others ----------------------------------------------------------------------------------------------------


def test_fields_of_a_person_are_read_from_text() -> None:
    request = SetFields(
        "person",
        (2,),
        texts(
            "roles=csm 60, Team lead 40", "fte=80%", "hours=90.5", "lead=ben", "segments=+ent +midmarket",
            "languages=de, fr", "not_for=acme robotics, A5", "ramped=yes", "start=2026-01-01",
        ),
    )  # fmt: skip
    _, after = done(set_fields, BOOK, request)
    one = after.people[2]
    assert one.roles == (RoleShare(role="csm", share=60), RoleShare(role="team_lead", share=40))
    assert (one.fte, one.hours, one.lead, one.segments) == (80, 9_050, 3, ("ent", "mid"))
    assert (one.languages, one.not_for, one.ramped) == (("de", "fr"), (2, 5), True)


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ("roles=wizard", "Roles: “wizard” is none of csm, team_lead, manager."),
        ("roles=csm 60, team_lead 60", "The roles of Ana Ruiz come to 120 %."),
        ("lead=ruiz", "Lead: 2 people fit “ruiz”."),
        ("lead=P2", "Ana Ruiz cannot lead themselves."),
        ("not_for=nobody", "Not for: There is no account “nobody”."),
        ("leaves=1", "There is no field “leaves”."),
    ],
)
def test_a_text_that_no_person_can_have_is_refused(pair: str, says: str) -> None:
    assert refused(set_fields, BOOK, SetFields("person", (2,), texts(pair))).says.startswith(says)


def test_pools_roles_segments_and_contacts_are_set_from_text() -> None:
    _, after = done(set_fields, BOOK, SetFields("pool", (1,), texts("members=Ana Ruiz 50%, P3", "open_limit=12")))
    assert after.pools[1].members == (PoolMember(person=2, share=50), PoolMember(person=3))
    _, after = done(set_fields, BOOK, SetFields("role", (3,), texts("client=yes", "function=sales")))
    assert after.roles[3].client
    _, after = done(set_fields, BOOK, SetFields("contact", (1,), texts("email=Lund@Example.com", "champion=yes")))
    assert after.contacts[1] == Contact(id=1, account=1, name="Dr. Lund", email="lund@example.com", champion=True)
    _, after = done(set_fields, BOOK, SetFields("segment", (1,), texts("from_amount=300k", "aliases=key, top")))
    assert after.segments[1].aliases == ("key", "top")
    assert after.accounts[1].crossed == Crossed(to="mid", on=TODAY)


def test_figures_of_the_policy_are_set_from_text() -> None:
    request = SetFields(
        "policy",
        (1,),
        texts("hours=110", "adoption=3/1.2/0.25", "touch_days=7/14/30", "ramp=50/100", "fill_to=90%", "name=North"),
    )
    change, after = done(set_fields, BOOK, request)
    policy = after.policy
    assert (policy.hours, policy.fill_to, policy.ramp_percent) == (11_000, 90, (50, 100))
    assert policy.adoption == ByTouch(high=300, mid=120, tech=25)
    assert policy.touch_days == ByTouch(high=7, mid=14, tech=30)
    assert change.says.startswith("Set hours, adoption, touch days, ramp, fill to and name of Northwind CS")


def test_rates_join_those_that_are_there() -> None:
    _, after = done(set_fields, BOOK, SetFields("policy", (1,), texts("rate=EUR 1.08")))
    _, after = done(set_fields, after, SetFields("policy", (1,), texts("rate=eur 1.1 from 2026-12-01")))
    _, after = done(set_fields, after, SetFields("policy", (1,), texts("rate=EUR 1.2")))
    assert after.policy.rates == (
        Rate(currency="EUR", on=TODAY, millionths=1_200_000),
        Rate(currency="EUR", on=date(2026, 12, 1), millionths=1_100_000),
    )


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ("adoption=3", "Adoption: “3” needs three figures"),
        ("rate=EUR", "Rates: “EUR” is not a rate."),
        ("rate=EUR nan", "Rates: “nan” is not a rate."),
        ("rate=EUR inf", "Rates: “inf” is not a rate."),
        ("rate=EUR -1", "The rate of EUR must be above zero."),
        ("hours=0", "The figure hours must be 1 to 400 hours."),
        ("plan=1", "There is no field “plan”."),
    ],
)
def test_a_text_that_no_figure_can_be_is_refused(pair: str, says: str) -> None:
    assert refused(set_fields, BOOK, SetFields("policy", (1,), texts(pair))).says.startswith(says)


def test_accounts_are_added_to_and_taken_from_those_a_person_must_not_get() -> None:
    _, after = done(set_fields, BOOK, SetFields("person", (2,), texts("not_for=A1, A5")))
    _, after = done(set_fields, after, SetFields("person", (2,), texts("not_for=+acme robotics -A5")))
    assert after.people[2].not_for == (1, 2)
    mixed = refused(set_fields, after, SetFields("person", (2,), texts("not_for=+A5, A3")))
    assert mixed.says == "Not for: “A3” says neither + nor -. Write +A3 to add it."


# The registries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_a_registry_is_one_of_its_record(kind: str) -> None:
    table, fields = KINDS[kind]
    names = field_names(type(BOOK.tables[table].all()[0]))
    assert {field.name for field in fields} <= set(names)
    words = [word for field in fields for word in {field.name, field.label, *field.aliases}]
    assert len(words) == len(set(words))
    assert set(by_word(fields)) == {word.lower() for word in words}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_choices_are_read_as_what_they_say(kind: str) -> None:
    table, fields = KINDS[kind]
    record = BOOK.tables[table].all()[0]
    for field in fields:
        for word in field.choices(BOOK):
            text = f"{word}: because" if field.name == "stage_override" and word != "auto" else word
            outcome = ask(set_fields, BOOK, SetFields(kind, (record.id,), ((field.name, text),)))
            assert getattr(outcome, "kind", None) is not RefusalKind.UNKNOWN, (field.name, outcome)
