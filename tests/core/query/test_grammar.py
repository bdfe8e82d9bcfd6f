"""The filter language as text: what parses, how it binds, and what is said when it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.query.errors import QueryError
from core.query.expressions import EVERYTHING, And, Expression, Not, Op, Or, Term, Value, Word, either, every, only
from core.query.fields import ACCOUNT, PERSON
from core.query.grammar import DEEPEST, parse, terms
from core.query.lexer import LONGEST


def term(field: str, sign: str, *texts: str) -> Term:
    return Term(field, Op(sign), tuple(Value(text) for text in texts))


def error(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(text)
    return caught.value


def test_an_empty_filter_matches_everything() -> None:
    assert parse("") is EVERYTHING
    assert parse(" \t\n ") is EVERYTHING


def test_terms_side_by_side_must_all_fit() -> None:
    expected = And((term("owner", ":", "ana"), term("segment", ":", "ent"), term("arr", ">", "50k"), Word("acme")))
    assert parse("owner:ana seg:ent arr>50k acme") == expected


def test_or_binds_weaker_than_a_blank() -> None:
    assert parse("a b or c") == Or((And((Word("a"), Word("b"))), Word("c")))
    assert parse("a (b or c)") == And((Word("a"), Or((Word("b"), Word("c")))))


@pytest.mark.parametrize("text", ["-a", "!a", "not a", "NOT a", "- a"])
def test_every_way_to_negate_means_the_same(text: str) -> None:
    assert parse(text) == Not(Word("a"))


def test_negation_binds_to_what_directly_follows() -> None:
    assert parse("-a b") == And((Not(Word("a")), Word("b")))
    assert parse("-(a b)") == Not(And((Word("a"), Word("b"))))
    assert parse("stage!=renewal") == Not(term("stage", "=", "renewal"))


def test_and_may_be_written() -> None:
    assert parse("a and b AND c") == parse("a b c")


def test_names_of_fields_have_aliases_and_no_case() -> None:
    assert parse("SEG:ent") == parse("segment:ent") == term("segment", ":", "ent")


def test_a_hash_asks_for_a_tag_even_one_called_none() -> None:
    assert parse("#pilot") == term("tag", ":", "pilot")
    assert parse("#none") == Term("tag", Op.HAS, (Value("none", quoted=True),))
    assert parse("tag:none") == term("tag", ":", "none")


def test_values_parted_by_commas_are_alternatives() -> None:
    assert parse('owner:"Ana Ruiz",ben') == Term("owner", Op.HAS, (Value("Ana Ruiz", quoted=True), Value("ben")))


def test_a_quote_is_doubled_inside_quotes() -> None:
    assert parse('"the ""big"" one"') == Word('the "big" one')


def test_curled_quotes_from_a_chat_are_quotes() -> None:
    assert parse("“two words”") == Word("two words")


@pytest.mark.parametrize(
    "text", ["=cmd|'", "acme,", "10:30", "o'brien", "a-b", "<50k", "*", "Acme[/EMEA]", "株式会社", "c++", "#1"[1:]]
)
def test_names_that_look_odd_are_plain_words(text: str) -> None:
    assert parse(text) == Word(text)


def test_keywords_in_quotes_are_searched_for() -> None:
    assert parse('"or"') == Word("or")
    assert parse('"seg:ent"') == Word("seg:ent")


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("helth<60", 0, "Did you mean health?"),
        ("acme ownr:ana", 5, "Did you mean owner?"),
        ("xyzzy:1", 0, "Fields are owner, "),
        ("http://acme.com", 0, "put it in quotes"),
        ('acme "two words', 5, "never closed"),
        ('""', 0, "nothing to look for"),
        ("acme (a or b", 5, "never closed"),
        ("acme )", 5, "closes nothing"),
        ("a ()", 2, "nothing between"),
        ("a or", 4, "at the end"),
        ("or a", 0, "both sides"),
        ("a or or b", 5, "both sides"),
        ("a and", 5, "at the end"),
        ("(a or)", 5, "before this parenthesis"),
        ("a -", 2, "Nothing follows -"),
        ("a not", 2, "Nothing follows not"),
        ("#", 1, "#pilot"),
        ("owner:", 6, "Write a value directly after owner:"),
        ("owner: ana", 6, "without a blank"),
        ("seg:ent,", 8, "after the comma"),
        ("arr>1,200", 6, "takes one value"),
        ("arr>50 k", -1, ""),
        ("arr>fifty", 4, "50k, 1.2M"),
        ("health<watch", 7, "a number from 0 to 100"),
        ("health:fine", 7, "good, watch, at_risk"),
        ("renews<soon", 7, "2027-01-31"),
        ("renews<2027-02-30", 7, "2027-01-31"),
        ("renews<none", 7, "has no order"),
        ("renews<past", 7, "has no order"),
        ("quiet>long", 6, "30d"),
        ("load>8m", 5, "8.5"),
        ("stage:sleeping", 6, "onboarding, adoption, renewal"),
        ("stage=ren", 6, "onboarding, adoption, renewal"),
        ("stage>onboarding", 0, "has no order"),
        ("is:esclated", 3, "Did you mean escalated?"),
        ("id:acme", 3, "A123"),
        ("id:P7", 3, "A123"),
    ],
)
def test_a_mistake_is_a_sentence_with_its_place(text: str, position: int, says: str) -> None:
    if position < 0:
        assert parse(text) == And((term("arr", ">", "50"), Word("k")))
        return
    found = error(text)
    assert found.position == position
    assert says in found.says
    assert found.text == text


def test_the_caret_stands_under_the_mistake() -> None:
    assert error("acme\tarr>x").pointed().splitlines()[:2] == ["acme arr>x", " " * 9 + "^"]


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == Word("a")
    assert "deep" in error("(" * 5_000 + "a").says
    assert "deep" in error("!" * 5_000 + "a").says


def test_a_filter_has_a_longest_length() -> None:
    assert f"{LONGEST:,}" in error("a" * (LONGEST + 1)).says


def test_fields_of_people_are_others() -> None:
    assert parse("util>100 team:fire ana", PERSON) == And(
        (term("utilisation", ">", "100"), term("team", ":", "fire"), Word("ana"))
    )
    with pytest.raises(QueryError, match="no field renews"):
        parse("renews<90d", PERSON)


def test_every_name_of_a_field_is_its_own() -> None:
    for fields in (ACCOUNT, PERSON):
        names = [name for field in fields.all for name in (field.key, *field.aliases)]
        assert len(names) == len(set(names))
        assert all(fields.find(name) is not None for name in names)


def test_terms_are_listed_from_left_to_right() -> None:
    assert [one.field for one in terms(parse("seg:ent (arr>5 or -touch:high) x"))] == ["segment", "arr", "touch"]


# Whatever the text --------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "owner:",
        "seg:ent",
        "arr>",
        "50k",
        "-",
        "!",
        "(",
        ")",
        '"',
        "“",
        "or",
        "and",
        "not",
        "#",
        ",",
        " ",
        "none",
        "<=",
        "is:key",
        "renews<",
        "2027-01",
        "health:",
        "id:A1",
        "\x1b]0;x\x07",
        "é",
        "\u0301",
        "\u202e",
        "0" * 30,
        "²",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=12).map(" ".join))


@given(TEXTS, st.sampled_from([ACCOUNT, PERSON]), st.booleans())
def test_any_text_parses_or_is_a_query_error(text: str, fields: object, scope: bool) -> None:
    chosen = PERSON if fields is PERSON else ACCOUNT
    found: QueryError | None = None
    try:
        expression = parse(text, chosen, scope=scope)
    except QueryError as error:
        found = error
    if found is None:
        assert parse(str(expression), chosen) == expression
    else:
        assert 0 <= found.position <= len(text)
        assert found.says
        assert found.text == text


VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=8)
WORDS = VISIBLE.filter(str.isalnum).map(Word) | st.sampled_from(
    [Word('a "b" (c)'), Word("or"), Word("-x"), Word("seg:x")]
)
SEGMENTS = st.builds(
    lambda texts: Term("segment", Op.HAS, tuple(texts)),
    st.lists(st.builds(Value, VISIBLE.filter(str.isalnum), st.booleans()), min_size=1, max_size=3),
)
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    WORDS, SEGMENTS, st.sampled_from([term("arr", ">=", "1.2M"), term("renews", "<", "90d"), only("region", "")])
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(every),
        st.lists(inner, min_size=1, max_size=3).map(either),
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_the_text_of_an_expression_parses_to_an_equal_one(expression: Expression) -> None:
    assert parse(str(expression)) == expression
