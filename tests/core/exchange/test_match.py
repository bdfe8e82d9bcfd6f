from __future__ import annotations

from core.accounts import Account
from core.exchange.match import AccountRegister, PersonRegister
from core.people import Person

ACME = Account(id=1, name="Acme", external_ids=(("crm", "001"), ("billing", "77")), website="acme.com")
BETA = Account(id=2, name="Béta Ltd")
TWINS = (Account(id=3, name="Twin"), Account(id=4, name="TWIN"))
OLD = Account(id=5, name="Gone", archived=True)


def accounts() -> AccountRegister:
    return AccountRegister([ACME, BETA, *TWINS, OLD], "crm")


def test_an_id_of_the_same_source_comes_first() -> None:
    assert accounts().find(external="001", name="Béta Ltd").one == 1


def test_a_domain_comes_before_a_name() -> None:
    match = accounts().find(domain="acme.com", name="Something else")
    assert (match.one, match.by) == (1, "domain")


def test_names_are_compared_without_case_accents_and_blanks() -> None:
    assert accounts().find(name=" beta  LTD").one == 2


def test_a_row_with_another_id_is_another_customer_of_the_same_name() -> None:
    assert accounts().find(external="002", name="Acme").ids == ()
    assert accounts().find(external="002", name="Béta Ltd").one == 2


def test_several_that_fit_are_all_listed() -> None:
    match = accounts().find(name="twin")
    assert match.ambiguous
    assert match.ids == (3, 4)


def test_archived_accounts_are_not_found() -> None:
    assert accounts().find(name="Gone").ids == ()


def test_another_file_may_name_an_account_by_any_of_its_keys() -> None:
    register = accounts()
    assert [register.refer(text).one for text in ("001", "77", "acme", "www.acme.com", "nobody")] == [1, 1, 1, 1, None]


def test_an_account_added_later_is_found() -> None:
    register = accounts()
    register.add(Account(id=9, name="New"))
    assert register.find(name="new").one == 9


def people() -> PersonRegister:
    return PersonRegister(
        [
            Person(id=1, name="Ana Ruíz", email="ana@x.example", external_ids=(("crm", "005A"),)),
            Person(id=2, name="Jo Lee"),
            Person(id=3, name="Jo Lee", email="jo@x.example"),
        ]
    )


def test_a_person_is_found_by_id_mail_address_or_name_in_either_order() -> None:
    register = people()
    assert register.find(external="005A").one == 1
    assert register.find(name="005A").one == 1
    assert register.find(email="ANA@x.example").one == 1
    assert register.find(name="ana@x.example").one == 1
    assert register.find(name="ana ruiz").one == 1
    assert register.find(name="Ruíz, Ana").one == 1


def test_namesakes_are_ambiguous_unless_a_mail_address_decides() -> None:
    assert people().find(name="Jo Lee").ids == (2, 3)
    assert people().find(name="Jo Lee", email="jo@x.example").one == 3
