"""Pools and their requests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.book.change import inserted, updated
from core.conversations import Playbook, Request, Run, Step, StepDone
from core.organisation import PlanLine
from core.schema import revise
from core.words import MatchOn, SeatHolding, Severity
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.models.rules.looking import MOMENT, changed, codes, days, look, mended, of, one, touched


def scaled(**fields: Any) -> Draft:  # noqa: ANN401
    """Ana, Ben and Caro in a pool that holds Acme."""
    draft = Draft(models=[generalist(seats=(csm_line(holder=SeatHolding.POOL, **fields),))])
    draft.lines = [PlanLine(model="generalist", pool="scaled")]
    for name in ("Ana Ruiz", "Ben Okafor", "Caro Diaz"):
        draft.person(name)
    draft.pool("scaled", 1, 2, 3)
    touched(draft, draft.account("Acme"))
    return draft


def asked(draft: Draft, age: float = 1, **fields: Any) -> Request:  # noqa: ANN401
    """A request that came so many days ago, to the pool."""
    requests = draft.more.setdefault("requests", [])
    given = {"pool": 1, "topic": "Login", "opened_at": ago(age), **fields}
    request = Request(id=len(requests) + 1, account=1, **given)
    requests.append(request)
    return request


def ago(age: float) -> datetime:
    return MOMENT.now - timedelta(days=age)


def test_a_person_who_holds_a_pooled_seat_ties_the_account_to_them() -> None:
    draft = scaled()
    assert "POOL-TIED" not in codes(look(draft))
    draft.sits(1, 1)
    found = look(draft)
    finding = one(found, "POOL-TIED")
    assert (finding.subject, finding.severity) == ("A1/csm", Severity.WARNING)
    assert finding.message == "Acme is tied to one person: Ana Ruiz holds its pooled seat CSM."
    assert "SEAT-INELIGIBLE" not in codes(found)


def test_a_tied_account_is_given_to_the_pool() -> None:
    draft = scaled()
    draft.sits(1, 1)
    found = look(draft)
    after = mended(found, one(found, "POOL-TIED"))
    assert {"POOL-TIED", "SEAT-EMPTY"}.isdisjoint(codes(after))
    lead = after.facts.accounts[1].lead
    assert lead is not None
    assert lead.holder is not None
    assert lead.holder.pool == 1


def test_one_handler_for_four_of_five_requests_ties_the_account_too() -> None:
    draft = scaled()
    for handler in (1, 1, 1, 2):
        asked(draft, handler=handler)
    assert "POOL-TIED" not in codes(look(draft))
    asked(draft, handler=1)
    finding = one(look(draft), "POOL-TIED")
    assert finding.message == "Acme is tied to one person: one person handled 4 of its 5 requests in 90 days."
    assert finding.mend is None


def test_another_handler_or_old_requests_untie_it() -> None:
    draft = scaled()
    for handler in (1, 1, 1, 1, 2):
        asked(draft, handler=handler)
    found = look(draft)
    draft.more["requests"].clear()
    other = revise(asked(draft, handler=2), id=6)
    assert "POOL-TIED" not in codes(changed(found, [inserted(other)]))
    old = scaled()
    for _ in range(5):
        asked(old, 91, handler=1)
    assert "POOL-TIED" not in codes(look(old))


def test_four_handlers_in_90_days_are_too_many() -> None:
    draft = scaled()
    draft.person("Dan Cole")
    for handler in (1, 2, 3):
        asked(draft, handler=handler)
    assert "POOL-HANDLERS" not in codes(look(draft))
    last = asked(draft, handler=4)
    found = look(draft)
    message = "Acme: 4 different people handled its requests in 90 days."
    assert one(found, "POOL-HANDLERS").message == message
    after = changed(found, [updated(last, revise(last, handler=3))])
    assert "POOL-HANDLERS" not in codes(after)


def test_a_request_that_waits_while_a_member_is_free_is_told_and_dispatched() -> None:
    draft = scaled()
    asked(draft)
    found = look(draft)
    finding = one(found, "POOL-WAIT")
    assert (finding.severity, finding.subject) == (Severity.WARNING, "A1/R1")
    assert finding.message == "Acme: the request “Login” waits although 3 members are free."
    after = mended(found, finding)
    assert "POOL-WAIT" not in codes(after)
    request = after.facts.book.requests[1]
    assert (request.handler, request.handlers, request.claimed_at) == (1, (1,), MOMENT.now)


def test_the_next_handler_is_who_had_the_last_request_then_who_has_the_fewest() -> None:
    draft = scaled()
    asked(draft, handler=2, closed_at=ago(0))
    asked(draft)
    found = look(draft)
    assert mended(found, one(found, "POOL-WAIT")).facts.book.requests[2].handler == 2
    busy = scaled()
    asked(busy, handler=1)
    busy.more["requests"][0] = revise(busy.more["requests"][0], account=1)
    busy.account("Other")
    asked(busy)
    busy.more["requests"][1] = revise(busy.more["requests"][1], account=2)
    found = look(busy)
    assert mended(found, one(found, "POOL-WAIT")).facts.book.requests[2].handler == 2


def test_a_request_may_wait_while_nobody_is_free_for_it() -> None:
    draft = scaled()
    draft.pools[0] = revise(draft.pools[0], open_limit=1)
    for handler in (1, 2, 3):
        asked(draft, handler=handler)
    asked(draft)
    assert "POOL-WAIT" not in codes(look(draft))
    skilled = scaled()
    asked(skilled, skill="sso")
    assert "POOL-WAIT" not in codes(look(skilled))


def test_a_request_over_its_due_time_is_an_error_until_it_is_closed() -> None:
    draft = scaled()
    late = asked(draft, 3, due_at=ago(2), handler=1)
    found = look(draft)
    finding = one(found, "POOL-WAIT")
    assert (finding.severity, finding.where) == (Severity.ERROR, "Resolve it in Work: 4")
    assert finding.message == "Acme: the request “Login” is 2 days over its due time."
    after = changed(found, [updated(late, revise(late, closed_at=MOMENT.now))])
    assert "POOL-WAIT" not in codes(after)


def test_a_request_that_nobody_has_is_told_once_even_when_it_is_late() -> None:
    draft = scaled()
    asked(draft, due_at=ago(0.1))
    finding = one(look(draft), "POOL-WAIT")
    assert finding.severity is Severity.ERROR
    assert finding.message == "Acme: the request “Login” is over its due time and nobody has it."


@pytest.mark.parametrize(("what", "field"), [("skill", "skills"), ("language", "languages")])
def test_what_a_request_needs_some_present_member_must_have(what: str, field: str) -> None:
    draft = scaled()
    asked(draft, 1, **{what: "Finnish"})
    draft.person("Aino", **{field: ("finnish",)})
    found = look(draft)
    finding = one(found, "POOL-SKILL")
    assert (finding.severity, finding.subject) == (Severity.ERROR, f"pool:1/{what}:finnish")
    assert finding.message == f"No present member of Scaled has the {what} Finnish that 1 open request needs."
    after = mended(found, finding)
    assert "POOL-SKILL" not in codes(after)
    assert [member.person for member in after.facts.book.pools[1].members] == [1, 2, 3, 4]


def test_accounts_need_skills_and_languages_only_of_pools_whose_seat_matches_on_them() -> None:
    draft = scaled()
    draft.accounts[0] = revise(draft.accounts[0], language="fi")
    assert "POOL-SKILL" not in codes(look(draft))
    draft.models = scaled(match=(MatchOn.LANGUAGE,)).models
    finding = one(look(draft), "POOL-SKILL")
    assert finding.message == "No present member of Scaled has the language fi that 1 account needs."


def test_a_member_on_leave_is_not_present() -> None:
    from core.people import Leave

    draft = scaled()
    asked(draft, skill="sso", handler=1)
    draft.people[0] = revise(draft.people[0], skills=("sso",))
    assert "POOL-SKILL" not in codes(look(draft))
    draft.people[0] = revise(draft.people[0], leaves=(Leave(number=1, since=TODAY, until=days(5)),))
    assert "POOL-SKILL" in codes(look(draft))


def unfinished(done: tuple[StepDone, ...] = ()) -> Draft:
    """A closed request whose playbook has one required step."""
    draft = scaled()
    steps = (Step(text="Look", required=False), Step(text="Answer"))
    draft.more["playbooks"] = [Playbook(id=1, key="help", title="Help", steps=steps)]
    draft.more["runs"] = [Run(id=1, playbook=1, account=1, started_on=days(-2), done=done, finished_on=days(-1))]
    asked(draft, 2, handler=1, closed_at=ago(1), run=1)
    return draft


def test_a_request_closed_with_required_steps_open_is_told_and_opened_again() -> None:
    found = look(unfinished())
    finding = one(found, "POOL-PLAYBOOK")
    assert finding.message == "Acme: the request “Login” was closed with 1 required step of its playbook open."
    after = mended(found, finding)
    assert "POOL-PLAYBOOK" not in codes(after)
    book = after.facts.book
    assert (book.requests[1].closed_at, book.runs[1].finished_on) == (None, None)


def test_steps_that_are_not_required_may_stay_open() -> None:
    assert "POOL-PLAYBOOK" not in codes(look(unfinished((StepDone(step=1, on=days(-1)),))))


def test_a_week_with_twice_the_usual_requests_is_a_spike() -> None:
    draft = scaled()
    for week in range(1, 13):
        for _ in range(2):
            asked(draft, week * 7 + 1, handler=1, closed_at=ago(1))
    for _ in range(3):
        asked(draft, 2, handler=1, closed_at=ago(1))
    found = look(draft)
    assert "POOL-SPIKE" not in codes(found)
    fourth = revise(asked(draft, 2, handler=1, closed_at=ago(1)))
    after = changed(found, [inserted(fourth)])
    assert one(after, "POOL-SPIKE").message == "Scaled: 4 requests came in the last 7 days; 2 is usual in a week."


def test_two_months_with_more_hours_than_expected_are_a_spike() -> None:
    # Acme is expected to ask for 4.0 h a month; 1.25 times that is 5.0 h.
    draft = scaled()
    asked(draft, 5, handler=1, closed_at=ago(1), hours=501)
    before = asked(draft, 35, handler=1, closed_at=ago(1), hours=500)
    found = look(draft)
    assert "POOL-SPIKE" not in codes(found)
    after = changed(found, [updated(before, revise(before, hours=501))])
    assert one(after, "POOL-SPIKE").message == (
        "Scaled: 4.0 h a month are expected, 5.0 h came in the last 30 days and 5.0 h in the 30 before."
    )
    policy = after.facts.book.policy
    calmer = changed(after, [updated(policy, revise(policy, pool_tied_requests=6))])
    assert of(calmer, "POOL-SPIKE")
    account = after.facts.book.accounts[1]
    assert "POOL-SPIKE" not in codes(changed(after, [updated(account, revise(account, renews=days(10)))]))
