from __future__ import annotations

import pytest

from core.accounts import Account
from core.errors import Refusal, RefusalKind
from core.schema import revise
from core.seats import outside_holder, person_holder, pool_holder
from core.usecases.names import find_account, find_holder, find_person, find_pool
from core.words import AccountStatus
from tests.core.usecases.world import ACME, ANA, BEN, BOREALIS, DELTA, GLASS, MIA, world

BOOK = world()


@pytest.mark.parametrize("text", ["P2", "p2", "2", " 2 ", "ana@example.com", "ANA@example.com", "Ana Ruiz", "ána ruíz"])
def test_a_person_is_found_by_number_mail_or_name(text: str) -> None:
    assert find_person(BOOK, text) == ANA


@pytest.mark.parametrize(("text", "person"), [("ben", BEN), ("ode", BEN), ("mi", MIA), ("lead", MIA)])
def test_a_part_of_a_name_is_enough_where_it_fits_one(text: str, person: object) -> None:
    assert find_person(BOOK, text) == person


def test_a_name_that_fits_several_is_refused_with_each_of_them() -> None:
    refusal = find_person(BOOK, "ruiz")
    assert isinstance(refusal, Refusal)
    assert refusal.kind is RefusalKind.UNKNOWN
    assert refusal.says == "2 people fit “ruiz”. Write more of the name, or the number."
    assert refusal.details == ("P2 Ana Ruiz <ana@example.com>", "P4 Ann Ruiz")


def test_a_whole_name_wins_over_longer_ones_that_contain_it() -> None:
    longer = Account(id=9, name="Acme Robotics Japan")
    assert find_account(world(accounts=[ACME, longer]), "acme robotics") == ACME


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    refusal = find_person(BOOK, "Bne Ode")
    assert isinstance(refusal, Refusal)
    assert refusal.details == ("P3 Ben Ode <ben@example.com>",)


def test_a_name_near_to_nothing_says_where_to_look() -> None:
    refusal = find_account(BOOK, "zzzz")
    assert isinstance(refusal, Refusal)
    assert refusal.says == "There is no account “zzzz”. Look it up in the list."


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_name_asks_for_one(text: str) -> None:
    refusal = find_person(BOOK, text)
    assert isinstance(refusal, Refusal)
    assert refusal.says == "Say which person: a number or a name."


def test_an_unknown_mail_address_and_one_that_two_people_have_are_refused() -> None:
    unknown = find_person(BOOK, "x@example.com")
    assert isinstance(unknown, Refusal)
    assert unknown.says.startswith("Nobody has x@example.com")
    twice = world(people=[ANA, revise(BEN, email="ana@example.com", lead=None), MIA])
    both = find_person(twice, "ana@example.com")
    assert isinstance(both, Refusal)
    assert len(both.details) == 2


def test_archived_records_are_found_by_number_only() -> None:
    book = world(people=[revise(ANA, lead=None, archived=True)], accounts=[revise(DELTA, archived=True)], pools=[])
    assert isinstance(find_person(book, "P2"), type(ANA))
    assert isinstance(find_person(book, "Ana Ruiz"), Refusal)
    assert isinstance(find_account(book, "A5"), Account)
    assert isinstance(find_account(book, "Delta Air"), Refusal)


@pytest.mark.parametrize("text", ["A1", "1", "borealis", "Borealis Health"])
def test_an_account_is_found_by_number_or_name(text: str) -> None:
    assert find_account(BOOK, text) == BOREALIS


def test_an_account_is_found_by_website_and_external_id() -> None:
    crm = revise(GLASS, external_ids=(("crm", "0015g"),), parent=None)
    book = world(accounts=[DELTA, crm], contacts=[])
    assert find_account(book, "delta.example") == DELTA
    assert find_account(book, "0015G") == crm
    assert find_account(book, "crm:0015g") == crm


def test_candidates_say_that_an_account_churned() -> None:
    gone = revise(ACME, status=AccountStatus.CHURNED)
    refusal = find_account(world(accounts=[gone, revise(GLASS, parent=None)], contacts=[]), "acme")
    assert isinstance(refusal, Refusal)
    assert refusal.details == ("A2 Acme Robotics, churned", "A4 Acme Glass")


def test_a_long_list_of_candidates_is_cut_and_counted() -> None:
    accounts = [Account(id=number, name=f"Shop {number:03}") for number in range(1, 21)]
    refusal = find_account(world(accounts=accounts, contacts=[]), "shop")
    assert isinstance(refusal, Refusal)
    assert len(refusal.details) == 9
    assert refusal.details[-1] == "and 12 others"


@pytest.mark.parametrize("text", ["scaled", "pool:scaled", "SCALED", "Scaled", "1"])
def test_a_pool_is_found_by_key_title_or_number(text: str) -> None:
    assert find_pool(BOOK, text) == BOOK.pools[1]


def test_a_holder_is_a_person_a_pool_or_a_function_outside() -> None:
    assert find_holder(BOOK, "Ben Ode") == person_holder(3)
    assert find_holder(BOOK, "pool:scaled") == pool_holder(1)
    assert find_holder(BOOK, "outside:services") == outside_holder("services")


@pytest.mark.parametrize("text", ["outside:", "pool:nowhere", "nobody at all"])
def test_a_holder_that_is_not_there_is_refused(text: str) -> None:
    assert isinstance(find_holder(BOOK, text), Refusal)
