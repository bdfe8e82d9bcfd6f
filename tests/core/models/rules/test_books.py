"""What one book may hold."""

from __future__ import annotations

import pytest

from core.organisation import Limits
from core.schema import revise
from core.words import Complexity, Family, TenureKind
from tests.core.drafts import Draft, csm_line, generalist
from tests.core.models.rules.looking import codes, days, look, mended, one, touched


def held(accounts: int, limits: Limits, **fields: object) -> Draft:
    """Ana with some accounts, Ben with none, under limits."""
    draft = Draft(models=[generalist(seats=(csm_line(limits=limits),))])
    draft.person("Ana Ruiz")
    draft.person("Ben Okafor")
    for place in range(accounts):
        number = draft.account(f"Account {place}", arr=(place + 1) * 100_000, **fields)
        draft.sits(number, 1)
        touched(draft, number)
    return draft


def test_more_accounts_than_the_limit_are_told() -> None:
    assert "BOOK-CAP" not in codes(look(held(2, Limits(accounts=2))))
    finding = one(look(held(3, Limits(accounts=2))), "BOOK-CAP")
    assert (finding.subject, finding.message) == ("P1/csm", "Ana Ruiz has in the seat CSM 3 accounts of at most 2.")


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(arr=500_000), "6,000 USD of at most 5,000 USD"),
        (Limits(hours=1_000), "12.0 h of at most 10.0 h"),
        (Limits(families=2), "3 families of at most 2"),
        (Limits(accounts=1, families=1), "3 accounts of at most 1 and 3 families of at most 1"),
    ],
)
def test_arr_hours_and_families_are_limits_too(limits: Limits, says: str) -> None:
    assert one(look(held(3, limits)), "BOOK-CAP").message == f"Ana Ruiz has in the seat CSM {says}."


def test_a_family_counts_once_and_covers_not_at_all() -> None:
    draft = held(3, Limits(families=2))
    draft.accounts[1] = revise(draft.accounts[1], parent=1, family=Family.INDEPENDENT)
    assert "BOOK-CAP" not in codes(look(draft))
    covering = held(2, Limits(accounts=2))
    other = covering.account("Other")
    covering.sits(other, 2)
    covering.sits(other, 1, kind=TenureKind.COVER)
    assert "BOOK-CAP" not in codes(look(covering))


def test_limits_of_a_role_count_over_all_seats() -> None:
    draft = held(3, Limits(accounts=9))
    draft.models = [generalist(limits_by_role=(("csm", Limits(accounts=2)),))]
    finding = one(look(draft), "BOOK-CAP")
    assert (finding.subject, finding.message) == ("P1/role:csm", "Ana Ruiz has as csm 3 accounts of at most 2.")


def test_a_book_over_its_cap_is_mended_by_moving_the_least_disruptive_account() -> None:
    draft = held(3, Limits(accounts=2))
    draft.accounts[0] = revise(draft.accounts[0], renews=days(30))
    found = look(draft)
    after = mended(found, one(found, "BOOK-CAP"))
    assert "BOOK-CAP" not in codes(after)
    moved = [tenure.account for tenure in after.facts.book.tenures_of_person(2)]
    assert moved == [2]


def diverse(*segments: str, **fields: object) -> Draft:
    """A book with one account in each of these segments, under a model that asks for one kind of book."""
    draft = Draft(models=[generalist(checks=("BOOK-DIVERSE",))])
    draft.person("Ana Ruiz")
    draft.person("Ben Okafor")
    for place, segment in enumerate(segments):
        number = draft.account(f"Account {place}", segment=segment, **fields)
        draft.sits(number, 1)
        touched(draft, number)
    return draft


def test_a_book_with_three_segments_is_too_diverse() -> None:
    assert "BOOK-DIVERSE" not in codes(look(diverse("ent", "mid", "mid")))
    finding = one(look(diverse("ent", "mid", "small", "mid")), "BOOK-DIVERSE")
    assert finding.message == "The book of Ana Ruiz holds 3 segments of at most 2."
    draft = diverse("ent", "mid", "small")
    draft.models = [generalist()]
    assert "BOOK-DIVERSE" not in codes(look(draft))


def test_children_that_follow_their_parent_do_not_make_a_book_diverse() -> None:
    draft = diverse("ent", "mid", "small")
    draft.accounts[2] = revise(draft.accounts[2], parent=1)
    assert "BOOK-DIVERSE" not in codes(look(draft))


def test_industries_count_from_three_accounts_each_and_complex_accounts_by_their_share() -> None:
    draft = diverse(*["ent"] * 18)
    draft.accounts = [
        revise(account, industry=f"industry {place // 3}") for place, account in enumerate(draft.accounts)
    ]
    message = "The book of Ana Ruiz holds 6 industries with 3 or more accounts each."
    assert one(look(draft), "BOOK-DIVERSE").message == message
    few = diverse(*["ent"] * 12)
    few.accounts[:3] = [revise(account, complexity=Complexity.COMPLEX) for account in few.accounts[:3]]
    assert "BOOK-DIVERSE" not in codes(look(few))
    few.accounts[3] = revise(few.accounts[3], complexity=Complexity.COMPLEX)
    assert one(look(few), "BOOK-DIVERSE").message.endswith("holds 33 % complex accounts, of at most 25 %.")


def test_a_diverse_book_is_mended_by_moving_what_is_least_at_home() -> None:
    found = look(diverse("ent", "ent", "mid", "mid", "small"))
    after = mended(found, one(found, "BOOK-DIVERSE"))
    assert "BOOK-DIVERSE" not in codes(after)
    assert [tenure.account for tenure in after.facts.book.tenures_of_person(2)] == [5]
