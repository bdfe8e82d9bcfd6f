"""Which rows a filter keeps, over a small book in which everything that can be asked for occurs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.seating import Seating
from core.people import Leave
from core.person_rows import person_rows
from core.query.context import Context
from core.query.errors import QueryError
from core.query.evaluate import keep, terms_of_status, visible
from core.query.expressions import And, Expression, Not, Or, Term, Word, either, every, only
from core.query.fields import ACCOUNT, PERSON, ValueKind
from core.query.grammar import parse
from core.query.help import ACCOUNT_EXAMPLES, PERSON_EXAMPLES, filter_table
from core.query.scopes import AccountScope
from core.rows import AccountRow, Rows
from core.text import fold
from core.words import (
    Band,
    Touch,
)
from tests.core.drafts import TODAY, Draft
from tests.core.figures import FixedFindings, FixedLedger, PersonFigures
from tests.core.query.sample import ACME, AWAY, BOOK, BOREALIS, COBALT, CONTEXT, DUNE, GONE, NOW, ROWS, in_days


def found(text: str) -> set[int]:
    return {row.id for row in keep(parse(text), ROWS, CONTEXT)}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", {1, 2, 3, 4, 5, 6}),
        ("borealis", {BOREALIS}),
        ("BOREALIS health", {BOREALIS}),
        ("cobalt", {COBALT}),
        ('"foods (uk)"', {COBALT}),
        ('"two words"', {BOREALIS}),
        ('"health pilot"', set()),
        ("pilot", {BOREALIS}),
        ("name:obo", {ACME}),
        ('name="acme robotics"', {ACME}),
        ("name=acme", set()),
        ("owner:ana", {BOREALIS}),
        ("owner:ruiz", {BOREALIS}),
        ('owner:"ana r"', {BOREALIS}),
        ("owner:ana@ex", {BOREALIS}),
        ("owner:P2", {BOREALIS}),
        ("owner:2", {BOREALIS}),
        ("owner:s", {ACME, COBALT}),
        ('owner="susanna ek"', {ACME}),
        ("owner:pool", {COBALT}),
        ("owner:pool:scaled", {COBALT}),
        ("owner:outside", set()),
        ("owner:vacant", set()),
        ("holder:pool", {COBALT}),
        ("owner:none", {DUNE, GONE, AWAY}),
        ("-owner:any", {DUNE, GONE, AWAY}),
        ("holder:ana,scaled", {BOREALIS, COBALT}),
        ("lead:lea", {BOREALIS}),
        ("team:south", {ACME}),
        ("seg:enterprise", {BOREALIS, GONE, AWAY}),
        ("seg:s,mid", {ACME, COBALT}),
        ("seg:none", {DUNE}),
        ("seg=legacy", set()),
        ("touch:tech", {COBALT}),
        ("served:tech", {ACME, COBALT}),
        ("stage:renewal", {BOREALIS, ACME, COBALT, DUNE}),
        ("stage:ren", {BOREALIS, ACME, COBALT, DUNE}),
        ("stage:none", {GONE, AWAY}),
        ("health<60", {ACME}),
        ("health<=62", {BOREALIS, ACME}),
        ("health>47.5 health<48.5", {ACME}),
        ("health:62", {BOREALIS}),
        ("health:at_risk", {ACME}),
        ("health:at-risk,watch", {BOREALIS, ACME}),
        ("health:none", {DUNE, GONE, AWAY}),
        ("health:any", {BOREALIS, ACME, COBALT}),
        ("arr>64k", {BOREALIS, ACME}),
        ("arr>64000.5", {BOREALIS}),
        ("arr>=64000.5", {BOREALIS, ACME}),
        ("arr>64.0004k", {BOREALIS, ACME}),
        ("arr<=0.24M", {BOREALIS, ACME, DUNE}),
        ("arr<0.24m", {ACME, DUNE}),
        ("arr:0", {DUNE}),
        ("arr=240k,0", {BOREALIS, DUNE}),
        ("arr:0.001", set()),
        ("arr:none", {COBALT, GONE, AWAY}),
        ("renews<90d", {BOREALIS, COBALT}),
        ("renews<=90d", {BOREALIS, COBALT, DUNE}),
        ("renews:90", {BOREALIS, COBALT, DUNE}),
        ("renews=90d", {DUNE}),
        ("renews>90d", {GONE}),
        ("renews>=12w", {COBALT, DUNE, GONE}),
        ("renews<1y", {BOREALIS, COBALT, DUNE, GONE}),
        ("renews:past", {ACME}),
        ("renews<today", {ACME}),
        ("renews:none", {AWAY}),
        ("renews<2026-04-24", {ACME}),
        ("renews<=2026-04-24", {BOREALIS, ACME}),
        ("renews:2026-04-24", {BOREALIS}),
        ("renews:2026-q2", {BOREALIS, COBALT, DUNE, GONE}),
        ("renews:2026-06", {GONE}),
        ("renews>2026-05", {GONE}),
        ("renews>=2026-05", {COBALT, DUNE, GONE}),
        ("renews:2027", set()),
        ("started<90d", {ACME}),
        ("started>90d", {BOREALIS}),
        ("started:past", {BOREALIS, ACME}),
        ("started<today", {BOREALIS, ACME}),
        ("quiet>30d", {BOREALIS}),
        ("quiet>=30", {BOREALIS, ACME}),
        ("quiet:41", {BOREALIS}),
        ("quiet>5w", {BOREALIS}),
        ("quiet:none", {COBALT, DUNE, GONE, AWAY}),
        ("due:past", {BOREALIS}),
        ("due:today", {ACME}),
        ("due<7d", {ACME}),
        ("load>8", {BOREALIS}),
        ("load>=8h", {BOREALIS, ACME}),
        ("load:0.4", {COBALT}),
        ("finding:touch", {BOREALIS}),
        ("finding=touch-late", {BOREALIS}),
        ("finding=touch", set()),
        ("finding:any", {BOREALIS, ACME}),
        ("finding:none", {COBALT, DUNE, GONE, AWAY}),
        ("#pilot", {BOREALIS}),
        ('#"two words"', {BOREALIS}),
        ("#pil", set()),
        ("#pilot,free", {BOREALIS, DUNE}),
        ("tag:none", {ACME, COBALT, GONE, AWAY}),
        ("is:key is:established is:escalated is:locked is:parent", {BOREALIS}),
        ("is:child", {ACME}),
        ("parent:A1", {ACME}),
        ("is:unmanaged", {DUNE}),
        ("is:active", {BOREALIS, ACME, COBALT, DUNE}),
        ("is:churned,archived", {GONE, AWAY}),
        ("is:marked", {ACME, DUNE}),
        ("sentiment:negative expectation:no", {BOREALIS, ACME}),
        ("industry:health", {BOREALIS}),
        ("industry=health", set()),
        ('region:america,"em"', {BOREALIS, COBALT}),
        ("region:merica", set()),
        ("language:DE product:pro complexity:complex", {BOREALIS}),
        ("id:A1,3", {BOREALIS, COBALT}),
        ("external:0012x", {BOREALIS}),
        ("potential:any", set()),
        ("-seg:ent", {ACME, COBALT, DUNE}),
        ("seg!=ent", {ACME, COBALT, DUNE}),
        ("-arr>50k", {COBALT, DUNE, GONE, AWAY}),
        ("-(seg:ent or acme)", {COBALT, DUNE}),
        ("acme or cobalt or seg:none", {ACME, COBALT, DUNE}),
        ("stage:renewal (acme or is:key)", {BOREALIS, ACME}),
        ('owner:ana seg:ent arr>50k health<70 renews<90d quiet>30d #pilot -x "two words" or dune', {BOREALIS, DUNE}),
    ],
)  # fmt: skip
def test_a_filter_finds(text: str, ids: set[int]) -> None:
    assert found(text) == ids


def test_comparisons_never_match_what_is_not_known() -> None:
    unknown = [row for row in ROWS if row.id == AWAY]
    for field in ("arr", "potential", "health", "quiet", "renews", "due", "started"):
        for sign in ("<", "<=", ">", ">="):
            assert keep(parse(f"{field}{sign}50"), unknown, CONTEXT) == []


def test_every_field_can_be_asked_about() -> None:
    # a field whose attribute is misspelt would raise here
    for fields, rows in ((ACCOUNT, ROWS), (PERSON, PEOPLE)):
        for field in fields.all:
            if field.kind is ValueKind.FLAG:
                for flag in field.flags:
                    keep(parse(f"is:{flag.name}", fields), rows, CONTEXT, fields)
                continue
            known = keep(parse(f"{field.key}:any", fields), rows, CONTEXT, fields)
            unknown = keep(parse(f"{field.key}:none", fields), rows, CONTEXT, fields)
            assert len(known) + len(unknown) == len(rows)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("owner:anna", 6, "No person or pool is called anna. Did you mean Ana Ruíz?"),
        ("seg:ent holder:nobody", 15, "Write none for nobody"),
        ("seg:entr", 4, "there are ent, mid, small"),
        ("team:west", 5, "teams are north, south"),
        ("owner=susanna", 6, "Did you mean Susanna Ek?"),
        ("owner:ana,zoe", 10, "zoe"),
    ],
)
def test_a_name_that_the_book_does_not_hold_is_said(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(text)
    assert says in caught.value.says
    assert caught.value.position == position


def test_the_term_of_the_key_under_the_cursor_keeps_that_value() -> None:
    assert keep(only("region", "North America"), ROWS, CONTEXT) == [row for row in ROWS if row.id == BOREALIS]
    assert len(keep(only("segment", ""), ROWS, CONTEXT)) == 1


def test_money_is_in_units_of_the_books_currency() -> None:
    draft = Draft(policy={"currency": "JPY"})
    draft.account("Acme", arr=60_000)
    book = draft.book()
    rows = Rows.of(book, NOW, Seating.of(book), FixedLedger(), FixedFindings()).all()
    assert keep(parse("arr>50k"), rows, Context.of(book))
    assert not keep(parse("arr>60k"), rows, Context.of(book))


def test_rows_keep_their_order() -> None:
    turned = list(reversed(ROWS))
    kept = keep(parse("dune or seg:ent or acme"), turned, CONTEXT)
    assert kept == [row for row in turned if row in kept]
    assert len(kept) == 5


def test_lists_leave_archived_accounts_out_unless_asked() -> None:
    assert terms_of_status(parse("seg:ent (is:archived or acme)")) == {"archived"}
    assert terms_of_status(parse("id:A6")) == {"id"}
    assert terms_of_status(parse("is:churned archived")) == {"churned"}
    assert {row.id for row in keep(visible(parse("seg:ent")), ROWS, CONTEXT)} == {BOREALIS}
    assert {row.id for row in keep(visible(parse("seg:ent is:churned")), ROWS, CONTEXT)} == {GONE}
    assert {row.id for row in keep(visible(parse("seg:ent is:archived")), ROWS, CONTEXT)} == {AWAY}
    assert {row.id for row in keep(visible(parse("")), ROWS, CONTEXT)} == {BOREALIS, ACME, COBALT, DUNE}


# People -------------------------------------------------------------------------------------------------------

PEOPLE_LEDGER = FixedLedger(
    people={
        1: PersonFigures(utilisation=4_000, hours=4_000),
        2: PersonFigures(9_000, 8_000, 1_000, 8_500, 10_588, Band.OVER, 12, 5_000_000),
        4: PersonFigures(capacity=0, utilisation=None, band=Band.ABSENT),
    }
)
PEOPLE = person_rows(BOOK, NOW, PEOPLE_LEDGER, FixedFindings())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("an", {2, 3}),
        ("name:ana", {2}),
        ("team:north", {1, 2}),
        ("role:csm", {2, 3, 4}),
        ('role:"team lead"', {1}),
        ("lead:lea", {2}),
        ("lead:none", {1, 3, 4}),
        ("seg:ent skill:api email:ana@example.com", {2}),
        ("util>105.88", set()),
        ("util>=105.88", {2}),
        ("util:none", {4}),
        ("band:over,abs", {2, 4}),
        ("load>89.9 capacity<=85 accounts:12 arr:50k", {2}),
        ("status:vacancy is:vacant", {4}),
        ("is:lead", {1}),
        ("-is:away id:P1,P2", {1, 2}),
    ],
)
def test_a_filter_finds_people(text: str, ids: set[int]) -> None:
    assert {row.id for row in keep(parse(text, PERSON), PEOPLE, CONTEXT, PERSON)} == ids


def test_somebody_on_leave_is_away() -> None:
    draft = Draft()
    draft.person("Ana", leaves=(Leave(number=1, since=TODAY, until=in_days(1)),))
    rows = person_rows(draft.book(), NOW, FixedLedger(), FixedFindings())
    assert keep(parse("is:away", PERSON), rows, CONTEXT, PERSON) == list(rows)


# The examples of the help ---------------------------------------------------------------------------------------


def test_every_documented_example_runs() -> None:
    draft = Draft()
    for name in ("Ana", "Lea"):
        draft.person(name, team="north", lead=1 if name == "Ana" else None)
    draft.pool("scaled")
    context = Context.of(draft.book())
    for example in ACCOUNT_EXAMPLES:
        keep(parse(example.text), ROWS, context)
    for example in PERSON_EXAMPLES:
        keep(parse(example.text, PERSON), PEOPLE, context, PERSON)


def test_the_table_of_examples_is_markdown() -> None:
    lines = filter_table().splitlines()
    assert len([line for line in lines if line.startswith("| `")]) == len(ACCOUNT_EXAMPLES) + len(PERSON_EXAMPLES)
    assert all(line.count("|") == 3 for line in lines if line)


# Against a naive reading row by row ------------------------------------------------------------------------------

Naive = Callable[[AccountRow], bool]

LEAVES: dict[str, Naive] = {
    "owner:ana": lambda row: row.owner == "Ana Ruíz",
    "owner:none": lambda row: row.owner == "",
    "segment:ent,mid": lambda row: row.account.segment in ("ent", "mid"),
    "arr>50k": lambda row: row.arr is not None and row.arr > 5_000_000,
    "health<60": lambda row: row.health is not None and row.health < 60,
    "renews<90d": lambda row: row.renews is not None and TODAY <= row.renews < in_days(90),
    "quiet>30d": lambda row: row.quiet is not None and row.quiet > 30,
    "#pilot": lambda row: "Pilot" in row.account.tags,
    "acme": lambda row: "acme" in fold(row.name),
    "region:america": lambda row: "America" in row.account.region,
    "finding:touch": lambda row: any(code.startswith("TOUCH") for code in row.codes),
    "is:key": lambda row: row.account.key_account,
    "touch:tech": lambda row: row.touch is Touch.TECH,
    "id:A1,A4,A6": lambda row: row.id in (1, 4, 6),
}
EXPRESSIONS = st.recursive(
    st.sampled_from(sorted(LEAVES)).map(parse),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(every),
        st.lists(inner, min_size=2, max_size=4).map(either),
    ),
    max_leaves=10,
)
NAIVE = {parse(text): naive for text, naive in LEAVES.items()}


def naively(expression: Expression, row: AccountRow) -> bool:
    if isinstance(expression, Term | Word):
        return NAIVE[expression](row)
    if isinstance(expression, Not):
        return not naively(expression.part, row)
    answers = [naively(part, row) for part in expression.parts]
    return all(answers) if isinstance(expression, And) else any(answers)


@given(EXPRESSIONS, st.permutations(ROWS))
def test_a_term_at_a_time_keeps_what_a_row_at_a_time_would(expression: Expression, rows: list[AccountRow]) -> None:
    assert isinstance(expression, And | Or | Not | Term | Word)
    assert keep(expression, rows, CONTEXT) == [row for row in rows if naively(expression, row)]
    assert all(bool(keep(expression, [row], CONTEXT)) == naively(expression, row) for row in rows)


SLOW = ["seg:ent", "seg:none", "touch:tech,mid", "stage:renewal", "#pilot", "industry:health", "region:emea", "lang:de",
        "product:pro", "complexity:complex", "parent:A1", "id:1,3,5", "is:key", "is:escalated", "is:established",
        "is:child", "tag:none", "industry:any"]  # fmt: skip


@given(st.lists(st.sampled_from(SLOW), min_size=1, max_size=4), st.sampled_from([" ", " or ", " -", " or -"]))
def test_a_scope_and_a_filter_of_the_same_words_agree(texts: list[str], joint: str) -> None:
    text = joint.join(texts)
    scope = AccountScope.of(text, BOOK)
    kept = {row.id for row in keep(parse(text), ROWS, CONTEXT)}
    assert kept == {row.id for row in ROWS if scope.fits(row.account, row.stage, row.served, TODAY)}
