from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.book.book import Book
from core.conversations import Conversation
from core.people import Leave
from core.schema import revise
from core.words import AccountStatus, ConversationType, PersonStatus, TenureKind
from data.store.store import create_store, open_store
from tests.core.usecases.world import ANA, ANN, BEN, COBALT, MIA, OPEN, held, world

Cli = Callable[..., Any]
Read = Callable[[], Book]

LEAVE = Leave(number=1, since=date(2026, 12, 1), until=date(2026, 12, 20), reason="private")
TALK = Conversation(
    id=1, account=1, type=ConversationType.CALL, at=datetime(2026, 10, 1, 14, tzinfo=UTC), summary="First words"
)
COVER = held(2, 1, BEN.id, LEAVE.since, until=LEAVE.until, kind=TenureKind.COVER, leave_of=ANA.id, leave=LEAVE.number)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """A small book that every command takes for its own, as the disk has it."""
    churned = revise(COBALT, status=AccountStatus.CHURNED, churned_on=date(2026, 11, 1), churn_reason="price")
    people = [MIA, revise(ANA, leaves=(LEAVE,)), BEN, ANN, OPEN]
    standard = world().accounts
    begun = world(
        people=people,
        accounts=[churned if account.id == churned.id else account for account in standard.all()],
        conversations=[TALK],
        holders=[held(1, 1, ANA.id), COVER, held(3, 2, OPEN.id)],
    )
    folder = tmp_path / "book"
    create_store(folder, begun).store.close()
    monkeypatch.setenv("BOOKSHIFT_BOOK", str(folder))
    return lambda: open_store(folder, read_only=True).book


def test_the_owner_of_what_a_filter_keeps_is_locked_and_let_go(cli: Cli, book: Read) -> None:
    assert cli("lock", "id:A1", "or", "id:A2", "--until", "+30d", "--reason", "sponsor").code == 0
    locked = cli("list", "is:locked", "--json").json["accounts"]
    assert {(one["id"], one["locked_until"]) for one in locked} == {("A1", "2026-12-22"), ("A2", "2026-12-22")}
    assert cli("history", "--json").json["changes"][0]["why"] == "sponsor"
    assert cli("unlock", "is:locked or id:A5", "--json").json["change"]["edits"] == 2
    assert not any(account.locked_until for account in book().accounts.all())


@pytest.mark.usefixtures("book")
def test_a_lock_that_cannot_be_is_refused_in_a_sentence(cli: Cli) -> None:
    past = cli("lock", "id:A1", "--until", "2026-11-01")
    assert (past.code, "which is not after today" in past.err) == (2, True)
    assert cli("unlock", "id:A1").code == 1
    none = cli("lock", "zzzz", "--until", "+3d")
    assert (none.code, none.err) == (1, "No customer fits this filter; nothing was changed.\n")


def test_an_account_is_escalated_and_its_escalation_closed(cli: Cli, book: Read) -> None:
    assert cli("escalate", "A5", "--by", "P2").code == 2
    assert cli("escalate", "A5", "--reason", "Outage", "--by", "P2", "--since", "yesterday").code == 0
    opened = book().accounts[5].escalation
    assert opened is not None
    assert (opened.reason, opened.raised_by, opened.since) == ("Outage", 2, date(2026, 11, 21))
    assert "Escalated        since 21 Nov 2026: Outage" in cli("show", "A5").out
    assert cli("list", "is:escalated", "--json").json["accounts"][0]["escalated_since"] == "2026-11-21"
    assert cli("escalate", "A5", "--close", "--reason", "x").code == 2
    assert cli("escalate", "A5", "--on", "today").code == 2
    assert cli("escalate", "A5", "--close").code == 0
    assert not book().accounts[5].is_escalated


def test_key_accounts_are_marked_and_unmarked(cli: Cli, book: Read) -> None:
    assert cli("key", "id:A5").code == 0
    assert book().accounts[5].key_account
    assert cli("key", "id:A5", "--off").code == 0
    assert not book().accounts[5].key_account


def test_an_absence_is_entered_and_listed_without_its_reason(cli: Cli, book: Read) -> None:
    assert cli("away", "P3").code == 1
    assert cli("away", "P3", "--on", "2026-12-01", "--until", "2027-01-15", "--reason", "secret").code == 0
    assert book().people[3].leaves[0].reason == "secret"
    listed = cli("away", "P3", "--json")
    assert listed.json["leaves"] == [{"number": 1, "from": "2026-12-01", "until": "2027-01-15", "covers": 0}]
    assert "secret" not in listed.out


def test_an_absence_is_moved_with_its_covers_and_called_off(cli: Cli, book: Read) -> None:
    assert "1 seat" in cli("away", "Ana Ruiz").out
    assert cli("away", "P2", "1", "--until", "2027-01-10").code == 0
    after = book()
    leave = after.people[2].leaves[0]
    assert (leave.since, leave.until, leave.reason) == (LEAVE.since, date(2027, 1, 10), "private")
    assert after.holders[COVER.id].until == date(2027, 1, 10)
    for wrong in (("1",), ("7", "--until", "2027-02-01"), ("--until", "2027-02-01"), ("--call-off",)):
        assert cli("away", "P2", *wrong).code == 2
    assert cli("away", "P2", "1", "--call-off").code == 0
    assert book().people[2].leaves == ()


def test_an_open_position_is_filled_with_who_was_hired(cli: Cli, book: Read) -> None:
    assert cli("hire", "P2", "--name", "New One").code == 2
    assert cli("hire", f"P{OPEN.id}", "--name", "Nia Osei", "--email", "nia@example.com").code == 0
    hired = book().people[OPEN.id]
    assert (hired.name, hired.email, hired.status) == ("Nia Osei", "nia@example.com", PersonStatus.ACTIVE)
    assert (hired.starts, len(book().tenures_of_person(OPEN.id))) == (OPEN.starts, 1)


def test_a_conversation_is_corrected_and_taken_out(cli: Cli, book: Read) -> None:
    assert "call no. 1" in cli("show", "A1").out
    fields = ("summary=Other words", "sentiment=negative", "with=Ben Ode, dr. lund, Zed")
    done = cli("set", "conversation", "1", *fields)
    assert done.code == 0, done.err
    after = book().conversations[1]
    assert (after.summary, after.sentiment) == ("Other words", "negative")
    assert (after.people, after.contacts, after.names) == ((3,), (1,), ("Zed",))
    for wrong in (("1", "deleted=yes", "summary=x"), ("99", "summary=x"), ("new", "summary=x"), ("1", "colour=x")):
        assert cli("set", "conversation", *wrong).code == 2
    assert cli("set", "conversation", "1", "deleted=yes").code == 0
    assert 1 not in book().conversations
    assert cli("undo").code == 0
    assert book().conversations[1] == after


def test_a_customer_who_left_comes_back(cli: Cli, book: Read) -> None:
    assert cli("reactivate", f"A{COBALT.id}", "--until", "+12 months", "--arr", "90k").code == 0
    back = book().accounts[COBALT.id]
    assert (back.is_active, back.arr, back.renews) == (True, 9_000_000, date(2027, 11, 22))
    assert cli("reactivate", f"A{COBALT.id}").code == 2


def test_the_books_own_figures_are_shown_and_set_as_one_change(cli: Cli, book: Read) -> None:
    told = cli("policy", "fill_to")
    assert told.lines[:2] == ["fill_to: 95 %", "  Utilisation up to which a rebalance fills who takes accounts."]
    assert cli("policy", "fill_to=90", "handover_in=3/1.5/0.25", "--reason", "slow season").code == 0
    assert (book().seq, book().policy.fill_to, book().policy.handover_in.mid) == (1, 90, 150)
    shown = {one["name"]: one for one in cli("policy", "--json").json["figures"]}
    assert (shown["fill_to"]["value"], shown["fill_to"]["standard"], shown["fill_to"]["differs"]) == (
        "90 %",
        "95",
        True,
    )
    assert cli("policy", "fill_to=").code == 0
    assert book().policy.fill_to == 95


def test_a_figure_that_cannot_be_is_refused(cli: Cli, book: Read) -> None:
    for words in (("fill_to=999",), ("nothing",), ("nothing=1",), ("fill_to", "hours=90"), ("hours=x",), ("name=",)):
        answer = cli("policy", *words)
        assert answer.code == 2
        assert answer.err.strip().endswith(".")
    assert book().seq == 0
