"""Living with a finding until a date."""

from __future__ import annotations

from datetime import date

import pytest

from core.desk import Desk, Done, MemoryStore
from core.errors import Refusal, RefusalKind
from core.usecases.accept import AcceptFinding, Withdraw, accept, withdraw
from tests.core.drafts import TODAY, Draft
from tests.core.models.rules.looking import MOMENT, codes, days, look

LATER = days(30)


def desk() -> Desk:
    """A desk over a book with one account that nobody touched."""
    draft = Draft()
    draft.person("Ana Ruiz")
    draft.sits(draft.account("Acme", started=days(-400), renews=days(300)), 1)
    return Desk(draft.book(), MemoryStore(), lambda: MOMENT)


def asked(until: date = LATER, reason: str = "on holiday", subject: str = "A1") -> AcceptFinding:
    return AcceptFinding(code="TOUCH-LATE", subject=subject, reason=reason, until=until)


def test_a_finding_is_accepted_with_a_reason_until_a_date() -> None:
    house = desk()
    assert codes(look(house.book)) == ["TOUCH-LATE"]
    done = house.do(accept, asked())
    assert isinstance(done, Done)
    assert (done.change.says, done.change.why) == ("Accepted TOUCH-LATE:A1 until 1 Apr 2026", "on holiday")
    (acceptance,) = house.book.acceptances.all()
    assert (acceptance.reason, acceptance.accepted_on, acceptance.until) == ("on holiday", TODAY, days(30))
    assert codes(look(house.book)) == []


def test_accepting_again_moves_the_date_of_the_same_acceptance() -> None:
    house = desk()
    house.do(accept, asked())
    house.do(accept, asked(days(60), "still"))
    (acceptance,) = house.book.acceptances.all()
    assert (acceptance.reason, acceptance.until) == ("still", days(60))


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (asked(reason=" "), "Say why this finding is accepted"),
        (asked(until=TODAY), "2 Mar 2026 is not in the future."),
        (asked(subject=""), "Say which finding"),
        (AcceptFinding(code="NO-RULE", subject="A1", reason="x", until=days(9)), "There is no rule NO-RULE."),
    ],
)
def test_an_acceptance_without_reason_date_or_rule_is_refused(request_: AcceptFinding, says: str) -> None:
    house = desk()
    answer = house.do(accept, request_)
    assert isinstance(answer, Refusal)
    assert answer.says.startswith(says)
    assert not house.book.acceptances


def test_an_acceptance_is_taken_back_and_the_finding_counts_again() -> None:
    house = desk()
    house.do(accept, asked())
    done = house.do(withdraw, Withdraw(code="TOUCH-LATE", subject="A1"))
    assert isinstance(done, Done)
    assert done.change.says == "TOUCH-LATE:A1 counts again"
    assert codes(look(house.book)) == ["TOUCH-LATE"]
    again = house.do(withdraw, Withdraw(code="TOUCH-LATE", subject="A1"))
    assert isinstance(again, Refusal)
    assert again.kind is RefusalKind.NOTHING


def test_an_acceptance_can_be_undone() -> None:
    house = desk()
    house.do(accept, asked())
    assert isinstance(house.undo(), Done)
    assert codes(look(house.book)) == ["TOUCH-LATE"]
