from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.accounts import Account, ContractLine, Crossed
from core.book.book import Book
from core.book.change import Change
from core.conversations import FollowUp
from core.errors import RefusalKind
from core.schema import revise
from core.seats import Handoff
from core.usecases.edit import (
    ArchiveAccounts,
    EditAccount,
    NewAccount,
    UnarchiveAccount,
    archive_accounts,
    edit_account,
    new_account,
    unarchive_account,
)
from core.words import Family, HandoffKind, Touch
from tests.core.usecases.world import ACME, BOREALIS, DELTA, GLASS, TODAY, ask, done, held, refused, world

BOOK = world()


def edit(account: int, **fields: Any) -> EditAccount:  # noqa: ANN401 - fields of any type
    return EditAccount(account, tuple(fields.items()))


# Edit ----------------------------------------------------------------------------------------------------------


def test_fields_are_set_and_named_in_the_sentence() -> None:
    change, after = done(edit_account, BOOK, edit(1, region="EMEA", key_account=True, tags=("beta",)))
    assert change.says == "Set region, key account and tags of Borealis Health"
    account = after.accounts[1]
    assert (account.region, account.key_account, account.tags) == ("EMEA", True, ("beta",))


def test_a_field_that_is_set_is_no_longer_inferred() -> None:
    book = world(accounts=[revise(BOREALIS, inferred=("region", "touch")), ACME])
    assert done(edit_account, book, edit(1, region="EMEA"))[1].accounts[1].inferred == ("touch",)


def test_moving_the_arr_over_a_line_is_remembered_with_the_day() -> None:
    _, after = done(edit_account, BOOK, edit(1, arr=1_000_000))
    assert after.accounts[1].crossed == Crossed(to="small", on=TODAY)
    _, followed = done(edit_account, after, edit(1, segment="small"))
    assert followed.accounts[1].crossed is None


def test_crossing_on_to_a_third_segment_starts_the_clock_again() -> None:
    book = world(accounts=[revise(BOREALIS, arr=5_000_000, crossed=Crossed(to="mid", on=date(2026, 9, 1))), ACME])
    _, after = done(edit_account, book, edit(1, arr=1_000_000))
    assert after.accounts[1].crossed == Crossed(to="small", on=TODAY)


def test_an_arr_that_is_not_known_crosses_nothing() -> None:
    assert done(edit_account, BOOK, edit(1, arr=None))[1].accounts[1].crossed is None


@pytest.mark.parametrize(
    ("account", "fields", "says"),
    [
        (99, {"region": "x"}, "There is no account A99."),
        (1, {"colour": "red"}, "An account has no field colour to set."),
        (1, {"outcomes": ()}, "The field outcomes is not set by hand. Use renew or churn"),
        (1, {"status": "churned"}, "The field status is not set by hand. Use churn or reactivate"),
        (1, {"name": " "}, "An account needs a name."),
        (1, {"arr": -1}, "The ARR of Borealis Health is below zero."),
        (1, {"potential": -5}, "The potential of Borealis Health is below zero."),
        (1, {"arr": "much"}, "Arr: input should be a valid integer."),
        (1, {"segment": "huge"}, "There is no segment huge."),
        (1, {"renews": date(2024, 3, 1)}, "The renewal date of Borealis Health, 1 Mar 2024, does not come after"),
        (1, {"onboarded_on": date(2024, 2, 1)}, "The end of onboarding of Borealis Health, 1 Feb 2024"),
        (1, {"started": date(2028, 1, 1)}, "The renewal date of Borealis Health, 1 Mar 2027, does not come after"),
        (1, {"parent": 99}, "There is no account A99."),
        (2, {"parent": 2}, "Acme Robotics would be its own parent"),
        (2, {"parent": 4}, "Acme Robotics would be its own parent"),
        (1, {"currency": "JPY"}, "With another currency give the ARR of Borealis Health anew."),
    ],
)
def test_what_no_customer_can_be_is_refused(account: int, fields: dict[str, Any], says: str) -> None:
    assert refused(edit_account, BOOK, EditAccount(account, tuple(fields.items()))).says.startswith(says)


def test_onboarding_may_end_on_the_first_day() -> None:
    assert done(edit_account, BOOK, edit(1, onboarded_on=BOREALIS.started))[1].accounts[1].onboarded_on is not None


def test_an_archived_account_is_nobodys_parent() -> None:
    book = world(accounts=[BOREALIS, revise(DELTA, archived=True)], contacts=[])
    assert refused(edit_account, book, edit(1, parent=5)).says == "Delta Air is archived and cannot be a parent."


def test_an_arr_that_follows_from_contract_lines_is_not_set() -> None:
    book = world(contracts=[ContractLine(id=1, account=1, arr=5)])
    assert refused(edit_account, book, edit(1, arr=7)).says.startswith("The ARR of Borealis Health follows from")
    assert done(edit_account, book, edit(1, region="EMEA"))[1].accounts[1].region == "EMEA"


def test_a_currency_with_cents_takes_the_amounts_along() -> None:
    assert done(edit_account, BOOK, edit(1, currency="EUR"))[1].accounts[1].currency == "EUR"
    assert done(edit_account, BOOK, edit(1, currency="JPY", arr=240_000))[1].accounts[1].arr == 240_000


def test_setting_what_is_so_already_changes_nothing() -> None:
    change = ask(edit_account, BOOK, edit(1, segment="ent"))
    assert isinstance(change, Change)
    assert change.edits == ()


# New -----------------------------------------------------------------------------------------------------------


def test_a_new_account_gets_the_next_number() -> None:
    request = NewAccount(" Echo\tLabs ", (("arr", 2_600_000), ("segment", "small"), ("touch", Touch.HIGH)))
    change, after = done(new_account, BOOK, request)
    assert change.says == "Add the account Echo Labs"
    assert after.accounts[6] == Account(
        id=6, name="Echo Labs", arr=2_600_000, segment="small", touch=Touch.HIGH, crossed=Crossed(to="mid", on=TODAY)
    )


def test_a_namesake_is_asked_about() -> None:
    refusal = refused(new_account, BOOK, NewAccount("acme ROBOTICS"))
    assert refusal.kind is RefusalKind.REASON
    assert refusal.says == "There is an account Acme Robotics already (A2). Use it, or say that this is another one."
    assert done(new_account, BOOK, NewAccount("Acme Robotics", namesake=True))[1].accounts[6].name == "Acme Robotics"


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (NewAccount(""), "An account needs a name."),
        (NewAccount("\u200b"), "An account needs a name."),
        (NewAccount("Echo", (("archived", True),)), "The field archived is not set by hand."),
        (NewAccount("Echo", (("segment", "huge"),)), "There is no segment huge."),
        (NewAccount("Echo", (("parent", 6),)), "There is no account A6."),
    ],
)
def test_a_new_account_must_be_possible(request_: NewAccount, says: str) -> None:
    assert refused(new_account, BOOK, request_).says.startswith(says)


# Archive -------------------------------------------------------------------------------------------------------


def test_archiving_ends_seats_follow_ups_and_handoffs() -> None:
    book = world(
        holders=[held(1, 5, 2)],
        followups=[FollowUp(id=1, account=5, text="x", created_on=TODAY)],
        handoffs=[Handoff(id=1, account=5, kind=HandoffKind.HOLDER, seat="csm", opened_on=TODAY, due=TODAY)],
    )
    change, after = done(archive_accounts, book, ArchiveAccounts((5,)))
    assert change.says == "Archive Delta Air"
    assert after.accounts[5].archived
    assert after.holders[1].until == TODAY
    assert after.followups[1].dropped
    assert after.handoffs[1].closed_on == TODAY


def test_a_parent_goes_only_with_its_children() -> None:
    refusal = refused(archive_accounts, BOOK, ArchiveAccounts((2,)))
    assert refusal.says.startswith("Acme Robotics is the parent of 1 account.")
    assert refusal.details == ("A4 Acme Glass",)
    change, after = done(archive_accounts, BOOK, ArchiveAccounts((2, 4)))
    assert change.says == "Archive Acme Robotics and Acme Glass"
    assert after.accounts[4].archived


def test_nothing_and_what_is_archived_already_is_refused() -> None:
    assert refused(archive_accounts, BOOK, ArchiveAccounts(())).says == "Choose the accounts first."
    _, after = done(archive_accounts, BOOK, ArchiveAccounts((5,)))
    assert refused(archive_accounts, after, ArchiveAccounts((5,))).kind is RefusalKind.NOTHING


def test_an_archived_account_is_brought_back_without_its_seats() -> None:
    book: Book = world(holders=[held(1, 5, 2)])
    _, archived = done(archive_accounts, book, ArchiveAccounts((5,)))
    change, after = done(unarchive_account, archived, UnarchiveAccount(5))
    assert change.says == "Bring Delta Air back"
    assert not after.accounts[5].archived
    assert after.holders[1].until == TODAY
    assert refused(unarchive_account, after, UnarchiveAccount(5)).kind is RefusalKind.NOTHING


def test_a_child_may_be_held_apart_from_its_parent() -> None:
    _, after = done(edit_account, BOOK, edit(GLASS.id, family=Family.INDEPENDENT))
    assert after.accounts[4].family is Family.INDEPENDENT
