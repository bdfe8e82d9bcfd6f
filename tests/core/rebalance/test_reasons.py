from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounts import Account, Reading
from core.book.book import Book
from core.people import Leave, RoleShare
from core.rebalance.proposal import Proposal
from core.rebalance.wish import Profile, Wish
from core.schema import revise
from core.usecases.rebalance import propose
from core.words import HealthBand, MatchOn, ReadingKind, Touch
from tests.core.drafts import Draft, csm_line, generalist
from tests.core.rebalance.checker import Checker
from tests.core.rebalance.teams import outlook, person
from tests.core.usecases.world import TODAY, held

REGIONS = ("emea", "amer")
SKILLS = ("voice", "chat")


def drawn(seed: int) -> Book:
    """A team of seven with customers of every kind: some over, some with room, one away, one of another role."""
    chance = Random(seed)
    draft = Draft(models=[generalist(seats=(csm_line(match=(MatchOn.REGION, MatchOn.SKILL)),))])
    away = (Leave(number=1, since=TODAY - timedelta(days=9), until=TODAY + timedelta(days=9)),)
    for number, name in enumerate(("Ana", "Ben", "Cleo", "Dan", "Eve", "Flo", "Gus"), 1):
        one = person(
            number,
            name,
            regions=tuple(chance.sample(REGIONS, chance.randint(1, 2))),
            skills=tuple(chance.sample(SKILLS, chance.randint(1, 2))),
            segments=tuple(chance.sample(("ent", "mid"), chance.randint(0, 2))),
            languages=chance.choice(((), ("en",), ("en", "fr"))),
            not_for=tuple(chance.sample(range(1, 100), 6)),
            leaves=away if number == 6 else (),
            fte=chance.choice((100, 100, 80)),
        )
        draft.people.append(revise(one, roles=(RoleShare(role="support_engineer"),)) if number == 7 else one)
    for number in range(1, 131):
        draft.accounts.append(
            Account(
                id=number,
                name=f"Account {number}",
                touch=chance.choice((Touch.HIGH, Touch.HIGH, Touch.MID, Touch.TECH)),
                segment=chance.choice(("ent", "mid", "")),
                region=chance.choice((*REGIONS, "")),
                language=chance.choice(("en", "fr", "", "")),
                needs_skills=chance.choice(((), (), ("voice",))),
                arr=chance.randint(1, 300) * 100_000,
                started=chance.choice((date(2023, 1, 1), TODAY - timedelta(days=30))),
                renews=chance.choice((None, None, TODAY + timedelta(days=chance.randint(-60, 300)))),
                locked_until=chance.choice((None, None, None, None, TODAY + timedelta(days=60))),
            )
        )
        holder = chance.choice((1, 1, 1, 2, 2, 3, 4, 5))
        since = TODAY - timedelta(days=chance.randint(100, 1500))
        draft.tenures.append(held(number, number, holder, since))
        if chance.random() < 0.3:
            band = chance.choice((HealthBand.AT_RISK, HealthBand.WATCH, HealthBand.GOOD))
            reading = Reading(id=number, account=number, kind=ReadingKind.HEALTH, on=TODAY, band=band)
            draft.more.setdefault("readings", []).append(reading)
    return draft.book()


def checked(book: Book, wish: Wish) -> Proposal:
    view = outlook(book)
    found = propose(view, wish)
    Checker(book, view.ledger, TODAY, wish, found).check()
    return found


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from(Profile))
def test_every_number_in_a_sentence_is_that_of_the_book(seed: int, profile: Profile) -> None:
    checked(drawn(seed), Wish(profile=profile))


def test_the_books_that_are_drawn_make_moves_of_every_kind_of_sentence() -> None:
    found = [move for seed in range(3) for move in checked(drawn(seed), Wish()).moves]
    text = " ".join(move.why for move in found)
    for part in (
        "Another holder is needed",
        "the cheapest account that stays costs",
        "Of the others, ",
        "it would also fit",
        "nobody else who may take it has room",
        "Of the rest, ",
        "no room",
        "by the region",
        "by absence",
        "by the role",
        "If it stays, ",
    ):
        assert part in text, part


def test_sentences_of_a_proposal_with_locks_refusals_and_a_target_hold_as_well() -> None:
    book = drawn(3)
    first = checked(book, Wish())
    no = frozenset((move.account, move.seat, move.to) for move in first.moves[:3])
    locked = frozenset(move.account for move in first.moves[3:6])
    again = checked(book, Wish(refused=no, locked=locked, target=93, freeze=0))
    assert not no & {(move.account, move.seat, move.to) for move in again.moves}
