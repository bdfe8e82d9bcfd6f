"""How old the data is, and what it lacks."""

from __future__ import annotations

import pytest

from core.book.change import inserted, updated
from core.organisation import PlanLine, Profile
from core.schema import revise
from core.words import Severity, Touch
from tests.core.drafts import TODAY, Draft
from tests.core.models.rules.looking import changed, codes, days, look, of, one, touched


def complete(draft: Draft, number: int = 1) -> None:
    for place in range(number):
        draft.account(f"Account {place}", started=days(-400), renews=days(200))


def imported(on: int, number: int = 1, source: str = "crm") -> Profile:
    return Profile(id=number, source=source, kind="accounts", imported_on=days(on))


def test_a_source_is_stale_after_eight_days() -> None:
    draft = Draft()
    complete(draft)
    touched(draft, 1)
    draft.more["profiles"] = [imported(-8)]
    assert "DATA-STALE" not in codes(look(draft))
    draft.more["profiles"] = [imported(-9)]
    finding = one(look(draft), "DATA-STALE")
    assert (finding.severity, finding.subject) == (Severity.INFORMATION, "source:crm")
    assert finding.message == "crm was last imported on 21 Feb 2026, 9 days ago."


def test_a_fresh_import_without_recent_touches_is_stale_too_until_one_is_known() -> None:
    draft = Draft()
    complete(draft)
    draft.more["profiles"] = [imported(0)]
    found = look(draft)
    assert one(found, "DATA-STALE").message.endswith("but no touch of the last 8 days is known.")
    other = Draft()
    touched(other, 1, days(-7))
    (talk,) = other.more["conversations"]
    assert "DATA-STALE" not in codes(changed(found, [inserted(talk)]))


def test_a_new_import_of_the_source_mends_it() -> None:
    draft = Draft()
    complete(draft)
    touched(draft, 1)
    draft.more["profiles"] = [imported(-30), imported(-20, 2, "tickets")]
    found = look(draft)
    assert [finding.subject for finding in of(found, "DATA-STALE")] == ["source:crm", "source:tickets"]
    before = found.facts.book.profiles[1]
    after = changed(found, [updated(before, revise(before, imported_on=TODAY))])
    assert [finding.subject for finding in of(after, "DATA-STALE")] == ["source:tickets"]


def test_a_book_that_was_never_imported_is_not_stale() -> None:
    draft = Draft()
    complete(draft)
    assert "DATA-STALE" not in codes(look(draft))


def test_stale_data_makes_missing_touches_information() -> None:
    draft = Draft()
    draft.account("Acme", started=days(-400), renews=days(10))
    assert {finding.severity for finding in of(look(draft), "TOUCH-LATE")} == {Severity.WARNING}
    assert {finding.severity for finding in of(look(draft), "RENEWAL-COLD")} == {Severity.ERROR}
    draft.more["profiles"] = [imported(-9)]
    found = look(draft)
    for code in ("TOUCH-LATE", "RENEWAL-COLD"):
        assert one(found, code).severity is Severity.INFORMATION
        assert found.of_account(1)[-1].severity is Severity.INFORMATION
    assert "TOUCH-LATE" in found.codes_of(1)


@pytest.mark.parametrize(
    ("field", "missing"),
    [
        ("renews", {"renews": None}),
        ("started", {"started": None}),
        ("segment", {"segment": ""}),
        ("touch", {"segment": "", "touch": None}),
        ("renews", {"inferred": ("renews",)}),
        ("touch", {"inferred": ("touch",)}),
    ],
)
def test_more_than_one_account_in_twenty_without_a_field_is_a_gap(field: str, missing: dict[str, object]) -> None:
    draft = Draft()
    complete(draft, 20)
    draft.accounts[0] = revise(draft.accounts[0], **missing)
    assert "DATA-GAP" not in codes(look(draft))
    draft.accounts[1] = revise(draft.accounts[1], **missing)
    subjects = [finding.subject for finding in of(look(draft), "DATA-GAP")]
    assert f"field:{field}" in subjects


def test_a_gap_says_how_many_and_filling_it_in_mends_it() -> None:
    draft = Draft()
    complete(draft, 2)
    draft.accounts[0] = revise(draft.accounts[0], renews=None)
    found = look(draft)
    message = "1 account of 2 (50 %) has not been given a renewal date."
    assert one(found, "DATA-GAP").message == message
    account = found.facts.book.accounts[1]
    assert "DATA-GAP" not in codes(changed(found, [updated(account, revise(account, renews=days(90)))]))


def test_a_touch_that_the_segment_gives_and_unmanaged_accounts_are_no_gap() -> None:
    draft = Draft()
    complete(draft)
    draft.accounts[0] = revise(draft.accounts[0], touch=None, segment="small")
    draft.account("Free", segment="mid", touch=Touch.TECH)
    draft.lines = [PlanLine(scope="seg:mid", unmanaged="free tier"), PlanLine(model="generalist")]
    assert "DATA-GAP" not in codes(look(draft))
