"""Findings that followed changes are the findings of the changed book made from scratch."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounts import Crossed, Escalation
from core.book.book import Book
from core.book.change import Edit, change_of, deleted, inserted, updated
from core.book.integrity import check
from core.conversations import Conversation, FollowUp, Playbook, Request, Run, Step, StepDone
from core.errors import IntegrityError
from core.load.ledger import Ledger
from core.models.findings import Findings
from core.models.rules.registry import RULES
from core.models.seating import Seating, permanent
from core.organisation import Acceptance, Limits, Model, PlanLine, Profile
from core.people import Leave
from core.schema import revise
from core.seats import Handoff, Tenure, person_holder
from core.words import ConversationType, Expectation, HandoffKind, MatchOn, SeatHolding, Sentiment
from tests.core.drafts import TODAY
from tests.core.models.rules.looking import MOMENT
from tests.core.worlds import LINES, MODELS, World

EVERY_CHECK = tuple(code for code, rule in RULES.items() if rule.asked)
THRESHOLDS = (
    ("reactive_percent", 50),
    ("neglected_days", 20),
    ("proactive", 1),
    ("complex_percent", 20),
    ("established", 1),
    ("outside_duties", 0),
)
EAGER = {
    "turnover_changes": 1,
    "lead_accounts": 0,
    "diverse_segments": 1,
    "diverse_industries": 0,
    "diverse_accounts": 1,
    "pool_tied_requests": 2,
    "hours": 3_000,
}
"""Figures of the policy under which small books break rules too."""
RARE = {"DUTY-TWICE", "DUTY-NONE", "LEAD-ROUTINE", "OVERLAY-MISSING", "POOL-HANDLERS", "SEG-OFF", "DATA-STALE"}
"""Rules that the random books hardly ever break; their own tests follow a change too."""
PLAN_LINES = (*LINES, PlanLine(scope="seg:none -is:key", model="generalist", alignment="service"))
"""Nearly every account, so that some fall under no line."""
ALONE = ((400, 0),)
"""Days ago on which each of some tenures began and ended; 0 for one that lasts."""
AFTER_OTHERS = ((300, 200), (200, 60), (60, 0))
AT_ONCE = ((300, 0), (20, 0))
MATCHED = (MatchOn.SEGMENT, MatchOn.LANGUAGE)


class Wider(World):
    """A world with everything that findings read beside load."""

    def moment(self, spread: int = 100) -> datetime:
        day = self.day(spread)
        return datetime(day.year, day.month, day.day, self.chance.randint(0, 23), tzinfo=MOMENT.now.tzinfo)

    def person_fields(self, number: int) -> dict[str, Any]:
        return {
            **super().person_fields(number),
            "segments": self.some((), ("ent",), ("ent", "mid", "small")),
            "languages": self.some((), ("en",), ("en", "de")),
            "skills": self.some((), ("sso",)),
            "ends": self.some(None, None, None, self.day(30)),
            "not_for": self.some((), (), (1,)),
            "name": self.some("Ana", "Ben", "Caro"),
            "team": self.some("", "fire"),
        }

    def account_fields(self, number: int) -> dict[str, Any]:
        escalation = Escalation(since=TODAY, reason="down")
        return {
            **super().account_fields(number),
            "name": self.some("Acme", "Borealis", "Cobalt"),
            "language": self.some("", "en", "de"),
            "industry": self.some("", "food", "steel"),
            "needs_skills": self.some((), ("sso",)),
            "escalation": self.some(None, None, escalation),
            "crossed": self.some(None, Crossed(to=self.some("ent", "mid"), on=self.day(100))),
            "last_touch_imported": self.some(None, None, self.day(60)),
            "locked_until": self.some(None, None, self.day(60)),
            "inferred": self.some((), ("segment",)),
        }

    def conversation(self, number: int, accounts: int) -> Conversation:
        interview = self.some(False, False, False, True)
        return Conversation(
            id=number,
            account=None if interview else self.chance.randint(1, accounts),
            type=ConversationType.INTERVIEW if interview else self.some(*ConversationType),
            at=self.moment(),
            by=self.some(None, 1, 2, 3, 4),
            people=self.some((), (3, 4, 5)),
            about=self.some(1, 2) if interview else None,
            challenges=self.some((), ("too-many-hats",)),
            sentiment=self.some(None, *Sentiment),
            expectation=self.some(None, *Expectation),
            reactive=self.some(None, True, False),
        )

    def follow_up_fields(self, accounts: int) -> dict[str, Any]:
        return {
            "account": self.chance.randint(1, accounts),
            "owner": self.some(None, 1, 2, 3),
            "due": self.some(None, self.day(20)),
            "done_on": self.some(None, None, self.day(20)),
            "dropped": self.some(False, False, True),
            "routine": self.some(True, False),
        }

    def handoff_fields(self, accounts: int) -> dict[str, Any]:
        return {
            "account": self.chance.randint(1, accounts),
            "kind": self.some(*HandoffKind),
            "seat": self.some("csm", "account_manager", "renewal_manager"),
            "incoming": self.some(None, person_holder(1)),
            "opened_on": self.day(30),
            "due": self.day(30),
            "closed_on": self.some(None, None, self.day(30)),
        }

    def request_fields(self, accounts: int) -> dict[str, Any]:
        return {
            "account": self.chance.randint(1, accounts),
            "pool": self.some(None, 1, 1, 2),
            "skill": self.some("", "", "sso"),
            "language": self.some("", "", "fi"),
            "opened_at": self.moment(),
            "due_at": self.some(None, self.moment(10)),
            "handler": self.some(None, 1, 2),
            "closed_at": self.some(None, self.moment(20)),
            "hours": self.some(None, 500),
            "run": self.some(None, 1),
        }

    def book(self, accounts: int, models: tuple[Model, ...] = MODELS, lines: tuple[PlanLine, ...] = PLAN_LINES) -> Book:
        """Every model, with every check, limit and match; and some of each record."""
        book = super().book(accounts, tuple(strict(model) for model in models), lines)
        alignment = revise(book.alignments[1], checks=EVERY_CHECK, thresholds=THRESHOLDS)
        playbook = Playbook(id=1, key="help", title="Help", steps=(Step(text="Look"), Step(text="Answer")))
        edits: list[Edit] = [
            updated(book.alignments[1], alignment),
            inserted(playbook),
            inserted(Run(id=1, playbook=1, account=1, started_on=TODAY, done=(StepDone(step=0, on=TODAY),))),
            updated(book.policy, revise(book.policy, **EAGER)),
            *(inserted(self.conversation(number, accounts)) for number in range(1, 26)),
            *(inserted(self.made(FollowUp, number, accounts)) for number in range(1, 16)),
            *(inserted(self.made(Handoff, number, accounts)) for number in range(1, 6)),
            *(inserted(self.made(Request, number, accounts)) for number in range(1, 16)),
        ]
        book = book.apply(change_of("more", "More.", edits))[0]
        return book.apply(change_of("seats", "Seats.", self.seated(book)))[0]

    def leaves(self) -> tuple[Leave, ...]:
        begin = TODAY - timedelta(days=self.chance.randint(0, 10))
        leave = Leave(number=1, since=begin, until=begin + timedelta(days=self.chance.randint(5, 40)))
        leaves: tuple[Leave, ...] = self.some(super().leaves(), (leave,))
        return leaves

    def seated(self, book: Book) -> list[Edit]:
        """Holders for most seats that are empty, some after others, and now and then two at once."""
        made: list[Edit] = []
        number = book.high["holders"]
        for account in book.accounts.values():
            for seat in Seating.of(book).seats(account, TODAY):
                if self.some(True, False, False) or permanent(book, account.id, seat.key, TODAY) is not None:
                    continue
                for since, until in self.some(ALONE, ALONE, AFTER_OTHERS, AT_ONCE):
                    number += 1
                    holder = person_holder(self.chance.randint(1, 6))
                    begin, end = TODAY - timedelta(days=since), TODAY - timedelta(days=until) if until else None
                    tenure = Tenure(id=number, account=account.id, seat=seat.key, holder=holder, since=begin, until=end)
                    made.append(inserted(tenure))
        return made

    def made(self, kind: Any, number: int, accounts: int) -> Any:  # noqa: ANN401
        if kind is FollowUp:
            return FollowUp(id=number, text="Call", created_on=TODAY, **self.follow_up_fields(accounts))
        if kind is Handoff:
            return Handoff(id=number, **self.handoff_fields(accounts))
        return Request(id=number, topic="Login", **self.request_fields(accounts))

    def edit(self, book: Book) -> Edit:
        accounts = len(book.accounts)
        kind = self.some("load", "load", "talk", "step", "handoff", "request", "accept", "run", "import", "gone")
        table = {"step": "followups", "handoff": "handoffs", "request": "requests"}.get(kind, "conversations")
        if kind == "talk":
            return inserted(self.conversation(book.high["conversations"] + 1, accounts))
        if kind in ("step", "handoff", "request") and self.some(True, False):
            entity = {"step": FollowUp, "handoff": Handoff, "request": Request}[kind]
            return inserted(self.made(entity, book.high[table] + 1, accounts))
        if kind in ("step", "handoff", "request", "gone") and len(book.tables[table]):
            before: Any = self.some(*book.tables[table].all())
            if kind == "gone" or self.some(True, False):
                return deleted(before)
            fields = getattr(self, {"step": "follow_up", "handoff": "handoff", "request": "request"}[kind] + "_fields")
            return updated(before, revise(before, **fields(accounts)))
        if kind == "accept":
            code, subject = self.some("TOUCH-LATE", "SEAT-EMPTY"), self.some("A1", "A1/csm")
            number = book.high["acceptances"] + 1
            return inserted(
                Acceptance(id=number, code=code, subject=subject, reason="ok", accepted_on=TODAY, until=self.day(5))
            )
        if kind == "import":
            number = book.high["profiles"] + 1
            return inserted(Profile(id=number, source="crm", kind="accounts", imported_on=self.day(10)))
        if kind == "run":
            run = book.runs[1]
            return updated(run, revise(run, done=self.some((), (StepDone(step=1, on=TODAY),))))
        return super().edit(book)


def strict(model: Model) -> Model:
    """A model with every check, and with limits and matches on its seats."""
    limits = Limits(accounts=1, families=1, hours=400, arr=2_000_000)
    seats = tuple(
        revise(seat, limits=limits, match=MATCHED, fill_ahead=20) if seat.holder is not SeatHolding.LEAD else seat
        for seat in model.seats
    )
    return revise(model, seats=seats, checks=EVERY_CHECK, limits_by_role=(("csm", limits),))


def scratch(book: Book) -> Findings:
    return Findings.of(book, MOMENT, Seating.of(book), Ledger.of(book, MOMENT))


def seen(found: Findings) -> dict[str, object]:
    """Everything findings say."""
    book = found.facts.book
    return {
        "all": found.all(),
        "groups": found.groups(),
        "accepted": found.accepted(),
        "accounts": {number: (found.codes_of(number), found.of_account(number)) for number in book.accounts},
        "people": {number: found.of_person(number) for number in book.people},
        "pools": {number: found.of_pool(number) for number in book.pools},
        "sums": dict(found.facts.sums),
    }


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1).map(Random))
def test_findings_that_followed_changes_equal_those_made_from_scratch(chance: Random) -> None:
    world = Wider(chance)
    book = world.book(accounts=chance.randint(2, 9))
    ledger = Ledger.of(book, MOMENT)
    found = Findings.of(book, MOMENT, Seating.of(book), ledger)
    for _ in range(chance.randint(1, 6)):
        edits = [world.edit(book) for _ in range(chance.randint(1, 2))]
        try:
            change = change_of("random", "Random.", edits)
            after, delta = book.apply(change)
            check(book, change, after)
        except (IntegrityError, ValueError):
            continue
        ledger = ledger.after(after, delta)
        book, found = after, found.after(after, delta, ledger)
        assert seen(found) == seen(scratch(book))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1).map(Random))
def test_the_seat_that_leads_is_the_one_that_seating_names(chance: Random) -> None:
    book = Wider(chance).book(accounts=chance.randint(2, 9))
    facts = scratch(book).facts
    for number, it in facts.accounts.items():
        if not it.seats:
            continue
        lead = facts.seating.lead_seat(book.accounts[number], TODAY)
        assert (it.lead.key if it.lead else None) == (lead.key if lead else None)
        for seat in it.seats:
            assert seat.holder == facts.seating.holder(it.account, seat.seat, TODAY)
            assert seat.wanted == facts.seating.wanted(it.account, seat.seat, TODAY)


@pytest.mark.parametrize("seed", range(3))
def test_a_change_of_the_plan_is_followed_too(seed: int) -> None:
    book = Wider(Random(seed)).book(accounts=8)
    plan = book.plan
    assert plan is not None
    change = change_of("use", "Use.", [updated(plan, revise(plan, lines=(PlanLine(model="generalist"),)))])
    after, delta = book.apply(change)
    before = scratch(book)
    followed = before.after(after, delta, before.facts.ledger.after(after, delta))
    assert seen(followed) == seen(scratch(after))
    assert followed.all() != before.all()


def test_the_random_books_break_most_rules() -> None:
    """A property that holds on books without findings would say nothing."""
    found: set[str] = set()
    for seed in range(60):
        found |= {finding.code for finding in scratch(Wider(Random(seed)).book(accounts=9)).all()}
    assert set(RULES) - found <= RARE
