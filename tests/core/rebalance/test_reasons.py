"""Every figure and every sentence of moves of every kind, held against the book by a checker of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.book.book import Book
from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.draft import Purpose, RebalanceDraft, Verdict, with_decision
from core.rebalance.wish import Profile
from core.usecases.proposals import Solved, solve_draft
from core.usecases.wizards import Away, Fill, Joins, Leaves, Spread, away, fill, joins, leaves, spread
from core.words import TenureKind
from tests.core.rebalance.checker import Checker, Told, told_by
from tests.core.rebalance.drawn_books import drawn
from tests.core.rebalance.facts import Ask, Facts
from tests.core.rebalance.teams import outlook
from tests.core.usecases.world import CSM, NOW, TODAY

SOON = TODAY + timedelta(days=20)
LATER = TODAY + timedelta(days=120)
AS_DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
"""A seed has no simpler one: looking for it would only take long."""
Asked = tuple[RebalanceDraft | Refusal, Ask]


def rebalanced(view: Outlook) -> Asked:
    return RebalanceDraft(), Ask(day=TODAY)


def left(view: Outlook) -> Asked:
    day = SOON + timedelta(days=1)
    return leaves(view, Leaves(1, SOON)), Ask(day=day, purpose=Purpose.LEAVE, person=1)


def covered(view: Outlook) -> Asked:
    return away(view, Away(2, SOON, LATER)), Ask(day=SOON, purpose=Purpose.AWAY, person=2, until=LATER)


def joined(view: Outlook) -> Asked:
    fields = (("roles", CSM), ("regions", ("emea", "amer")), ("skills", ("voice",)))
    draft = joins(view, Joins("Ivy", SOON, fields))
    assert isinstance(draft, RebalanceDraft)
    new = max(one.id for one in view.book.people.all()) + 1
    among = frozenset({new})
    return draft, Ask(day=SOON, purpose=Purpose.JOINS, person=new, among=among, month=3, target=draft.target)


def filled(view: Outlook) -> Asked:
    return fill(view, Fill()), Ask(day=TODAY, purpose=Purpose.FILL)


def spread_over(view: Outlook) -> Asked:
    accounts, among = book_of(view.book, 1)[:12], (1, 3, 4, 5)
    ask = Ask(day=TODAY, purpose=Purpose.SPREAD, accounts=frozenset(accounts), among=frozenset(among))
    return spread(view, Spread(accounts, among, reason="Ana has too many")), ask


def spread_best(view: Outlook) -> Asked:
    accounts = book_of(view.book, 2)[:12]
    ask = Ask(day=SOON, purpose=Purpose.SPREAD, accounts=frozenset(accounts))
    return spread(view, Spread(accounts, since=SOON)), ask


def spread_for_a_while(view: Outlook) -> Asked:
    accounts = book_of(view.book, 1)[:8]
    ask = Ask(day=TODAY, purpose=Purpose.SPREAD, accounts=frozenset(accounts), until=LATER)
    return spread(view, Spread(accounts, until=LATER)), ask


KINDS: Mapping[str, Callable[[Outlook], Asked]] = {
    "rebalance": rebalanced,
    "leave": left,
    "cover": covered,
    "join": joined,
    "fill": filled,
    "spread": spread_over,
    "spread, best": spread_best,
    "spread, for a while": spread_for_a_while,
}


def book_of(book: Book, holder: int) -> tuple[int, ...]:
    """Heads of families, of which somebody has the seat for good."""
    return tuple(
        tenure.account
        for tenure in book.tenures_of_person(holder)
        if tenure.kind is TenureKind.PERMANENT and tenure.holds_on(TODAY) and not book.accounts[tenure.account].parent
    )


def checked(view: Outlook, asked: Asked) -> tuple[Solved, list[Told]]:
    draft, ask = asked
    assert isinstance(draft, RebalanceDraft), draft
    found = solve_draft(view, draft)
    assert isinstance(found, Solved), found
    moves = told_by(found.proposal)
    Checker(Facts(found.proposal.extract.book, NOW, ask), moves).check()
    return found, moves


# Tests ------------------------------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None, phases=AS_DRAWN)
@given(st.integers(0, 100_000), st.sampled_from(sorted(KINDS)))
def test_every_number_in_a_sentence_is_that_of_the_book(seed: int, kind: str) -> None:
    view = outlook(drawn(seed))
    checked(view, KINDS[kind](view))


@settings(max_examples=4, deadline=None, phases=AS_DRAWN)
@given(st.integers(0, 100_000), st.sampled_from(Profile), st.sampled_from((100, 96, 90)))
def test_sentences_follow_the_choices_of_a_rebalance(seed: int, profile: Profile, target: int) -> None:
    view = outlook(drawn(seed))
    locked = frozenset(range(1, 20))
    draft = RebalanceDraft(profile=profile, target=target, freeze=60, locked=" or ".join(f"id:A{n}" for n in locked))
    checked(view, (draft, Ask(day=TODAY, profile=profile, target=target, freeze=60, locked=locked)))


def test_the_books_that_are_drawn_make_moves_of_every_kind_of_sentence() -> None:
    view = outlook(drawn(7))
    text = " ".join(move.why for make in KINDS.values() for move in checked(view, make(view))[1])
    for part in (
        "Another holder is needed",
        "Somebody has to stand in",
        "nobody holds it",
        "leaves it",
        "is away",
        "It is one of the accounts to spread",
        "the book is made for Ivy",
        "the cheapest account that stays costs",
        "Of the others, ",
        "renewing soon",
        "moved lately",
        "changing hands already",
        "it would also fit",
        "nobody else who may take it has room",
        "Of the rest, ",
        "no room",
        "by the region",
        "by the skills",
        "by absence",
        "by the role",
        "by leaving",
        "by not being named",
        "If it stays, ",
    ):
        assert part in text, part


def test_sentences_of_what_was_accepted_refused_or_told_to_stay_hold_as_well() -> None:
    view = outlook(drawn(7))
    first, moves = checked(view, rebalanced(view))
    chosen = [move for move in moves if not move.forced]
    assert len(chosen) > 5, len(chosen)
    draft = first.draft
    for move in chosen[:2]:
        draft = with_decision(draft, (move.account, move.seat, move.to), Verdict.ACCEPTED)
    for move in chosen[2:4]:
        draft = with_decision(draft, (move.account, move.seat, move.to), Verdict.REFUSED)
    stays = chosen[4]
    assert stays.origin is not None
    draft = with_decision(draft, (stays.account, stays.seat, stays.origin), Verdict.PINNED)
    ask = Ask(day=TODAY, refused=draft.refused, fixed=draft.fixed)
    _, again = checked(view, (draft, ask))
    pairs = {(move.account, move.seat, move.to) for move in again}
    assert {(move.account, move.seat, move.to) for move in chosen[:2]} <= pairs
    assert not {(move.account, move.seat, move.to) for move in chosen[2:4]} & pairs
    text = " ".join(move.why for move in again)
    assert "It is accepted or pinned" in text
    assert "told to stay" in text or not any(move.origin == stays.origin and not move.forced for move in again)


def test_a_checker_that_is_told_something_else_objects() -> None:
    view = outlook(drawn(7))
    _, moves = checked(view, rebalanced(view))
    facts = Facts(view.book, NOW, Ask(day=TODAY))
    move = next(move for move in moves if not move.forced)
    place = moves.index(move)
    wrong = [
        replace(move, why=move.why.replace(part, other, 1))
        for part, other in (
            ("points an hour", "points a day"),
            (" h free", "1 h free"),
            ("% to ", "% to 1"),
            ("by absence", "by the role"),
            ("If it stays, ", "If it stays, 9"),
        )
    ]
    for other in (*wrong, replace(move, points=move.points + 1), replace(move, to=7), replace(move, caution="x")):
        assert other != move
        told = [*moves[:place], other, *moves[place + 1 :]]
        try:
            Checker(facts, told).check()
        except AssertionError:
            continue
        raise AssertionError(f"nobody objected to {other}")
