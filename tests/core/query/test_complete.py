"""What is offered at the cursor of a filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.query.complete import Completion, complete, known_values
from core.query.errors import QueryError
from core.query.fields import ACCOUNT, PERSON
from core.query.grammar import parse
from tests.core.drafts import Draft

KNOWN = {
    "owner": ["Ana Ruíz", "Ben", "pool:scaled"],
    "segment": ["ent", "mid", "small"],
    "tag": ["pilot", "two words", "none"],
    "region": ["EMEA", 'say "hi"'],
}


def at(text: str) -> Completion:
    """The completion where ``|`` stands."""
    cursor = text.index("|")
    return complete(text.replace("|", ""), cursor, KNOWN)


def offered(text: str) -> list[str]:
    return [candidate.text for candidate in at(text).candidates]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("ow|", ["owner:"]),
        ("acme -seg|", ["segment:"]),
        ("(ren|)", ["renews<"]),
        ("arr|", ["arr>"]),
        ("acme hea| or x", ["health<"]),
        ("owner:|", ["Ana Ruíz", "Ben", "pool:scaled", "none", "any"]),
        ("owner:ru|", ['"Ana Ruíz"']),
        ("owner:scal|", ["pool:scaled"]),
        ("owner:ben,a|", ['"Ana Ruíz"', "any"]),
        ("seg:|", ["ent", "mid", "small", "none", "any"]),
        ("stage:o|", ["onboarding"]),
        ("is:e|", ["escalated", "established"]),
        ("health:w|", ["watch"]),
        ("#p|", ["pilot"]),
        ("#tw|", ['"two words"']),
        ("tag:non|", ['"none"', "none"]),
        ("region:say|", ['"say ""hi"""']),
        ("nonsense:x|", []),
        ('"own|', []),
        ("zzz|", []),
    ],
)
def test_what_begins_so_is_offered(text: str, texts: list[str]) -> None:
    expected = ['"Ana Ruíz"' if one == "Ana Ruíz" else one for one in texts]
    assert offered(text) == expected


def test_a_flag_says_what_it_means() -> None:
    assert [one.meaning for one in at("is:key|").candidates] == ["marked as a key account"]


def test_a_candidate_replaces_what_was_begun() -> None:
    completion = at("acme -owner:ru| seg:ent")
    assert completion.applied("acme -owner:ru seg:ent", completion.candidates[0]) == 'acme -owner:"Ana Ruíz" seg:ent'


def test_an_empty_place_offers_the_fields_up_to_a_number() -> None:
    assert len(offered("|")) == 12
    assert len(complete("", 0, {}, PERSON, most=99).candidates) == len(PERSON.all)


def test_people_have_other_fields() -> None:
    assert [one.text for one in complete("uti", 3, {}, PERSON).candidates] == ["utilisation>"]
    assert complete("#p", 2, {"tag": ["pilot"]}, PERSON).candidates == ()


def test_the_values_of_a_book_are_known_common_ones_first() -> None:
    draft = Draft()
    lea = draft.person("Lea", team="North")
    ana = draft.person("Ana", lead=lea, team="North", skills=("api",))
    draft.person("Old", archived=True)
    draft.pool("scaled", ana)
    draft.account("A", region="EMEA", tags=("x",))
    draft.account("B", region="APAC", tags=("x", "y"))
    draft.account("C", region="APAC", archived=True)
    draft.account("D", region="APAC")
    known = known_values(draft.book())
    assert known["owner"] == ["Lea", "Ana", "pool:scaled"]
    assert (known["lead"], known["team"], known["skill"]) == (["Lea"], ["North"], ["api"])
    assert (known["region"], known["tag"]) == (["APAC", "EMEA"], ["x", "y"])
    assert known["segment"] == ["ent", "mid", "small"]


PIECES = st.sampled_from(["owner:", "seg:e", "#", '"', ",", "-", "(", " ", "is:", "ren", "<", "region:s"])


@given(st.one_of(st.text(max_size=12), st.lists(PIECES, max_size=6).map("".join)), st.integers(0, 40))
def test_any_text_and_cursor_is_answered_and_values_parse(text: str, place: int) -> None:
    cursor = min(place, len(text))
    completion = complete(text, cursor, KNOWN, ACCOUNT)
    assert 0 <= completion.start <= completion.end == cursor
    for candidate in completion.candidates:
        if text[: completion.start] == "region:":
            after = completion.applied(text[:cursor], candidate)
            try:
                parse(after)
            except QueryError as error:
                pytest.fail(f"{after}: {error.says}")
