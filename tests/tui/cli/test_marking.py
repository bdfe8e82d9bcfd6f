from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.book.book import Book
from core.words import PersonStatus, TenureKind
from data.store.store import open_store

Cli = Callable[..., Any]
Read = Callable[[], Book]


@pytest.fixture
def book(demo: Path) -> Read:
    """The book as the disk has it."""
    return lambda: open_store(demo, read_only=True).book


def test_the_owner_of_what_a_filter_keeps_is_locked_and_let_go(cli: Cli, book: Read) -> None:
    assert cli("lock", "id:A3", "or", "id:A4", "--until", "+30d", "--reason", "sponsor").code == 0
    assert [book().accounts[number].locked_until for number in (3, 4)] == [date(2026, 12, 22)] * 2
    locked = cli("list", "is:locked", "--json").json["accounts"]
    assert {(one["id"], one["locked_until"]) for one in locked} == {("A3", "2026-12-22"), ("A4", "2026-12-22")}
    assert cli("history", "--json").json["changes"][0]["why"] == "sponsor"
    done = cli("unlock", "is:locked or id:A9", "--json")
    assert done.json["change"]["edits"] == 2
    assert cli("list", "is:locked", "--json").json["count"] == 0


@pytest.mark.usefixtures("demo")
def test_a_lock_that_cannot_be_is_refused_in_a_sentence(cli: Cli) -> None:
    past = cli("lock", "id:A3", "--until", "2026-11-01")
    assert (past.code, "which is not after today" in past.err) == (2, True)
    assert cli("unlock", "id:A3").code == 1
    none = cli("lock", "zzzz", "--until", "+3d")
    assert (none.code, none.err) == (1, "No customer fits this filter; nothing was changed.\n")


def test_an_account_is_escalated_and_its_escalation_closed(cli: Cli, book: Read) -> None:
    assert cli("escalate", "A5", "--by", "P2").code == 2
    assert cli("escalate", "A5", "--reason", "Outage", "--by", "P2", "--since", "yesterday").code == 0
    opened = book().accounts[5].escalation
    assert opened is not None
    assert (opened.reason, opened.raised_by, opened.since) == ("Outage", 2, date(2026, 11, 21))
    assert "Escalated        since 21 Nov 2026: Outage" in cli("show", "A5").out
    assert cli("list", "is:escalated id:A5", "--json").json["accounts"][0]["escalated_since"] == "2026-11-21"
    assert cli("escalate", "A5", "--close", "--reason", "x").code == 2
    assert cli("escalate", "A5", "--on", "today").code == 2
    assert cli("escalate", "A5", "--close").code == 0
    assert not book().accounts[5].is_escalated


def test_key_accounts_are_marked_and_unmarked(cli: Cli, book: Read) -> None:
    number = next(account.id for account in book().accounts.all() if account.is_active and not account.key_account)
    assert cli("key", f"id:A{number}").code == 0
    assert book().accounts[number].key_account
    assert cli("key", f"id:A{number}", "--off").code == 0
    assert not book().accounts[number].key_account


def test_an_absence_is_entered_moved_and_called_off(cli: Cli, book: Read) -> None:
    assert cli("away", "P2").code == 1
    assert cli("away", "P2", "--on", "2026-12-01", "--until", "2027-01-15", "--reason", "private").code == 0
    listed = cli("away", "P2", "--json")
    assert listed.json["leaves"] == [{"number": 1, "from": "2026-12-01", "until": "2027-01-15", "covers": 0}]
    assert "private" not in listed.out
    assert cli("away", "P2", "1", "--until", "2027-02-01").code == 0
    leave = book().people[2].leaves[0]
    assert (leave.since, leave.until, leave.reason) == (date(2026, 12, 1), date(2027, 2, 1), "private")
    assert cli("away", "P2", "1").code == 2
    assert cli("away", "P2", "7", "--until", "2027-02-01").code == 2
    assert cli("away", "P2", "--until", "2027-02-01").code == 2
    assert cli("away", "P2", "1", "--call-off").code == 0
    assert book().people[2].leaves == ()


def test_moving_an_absence_moves_its_covers(cli: Cli, book: Read) -> None:
    assert cli("leave", "P2", "--on", "2026-12-01", "--until", "2026-12-20", "--apply").code == 0
    assert cli("away", "P2", "1", "--until", "2027-01-10").code == 0
    covers = [one for one in book().holders.all() if one.kind is TenureKind.COVER and one.leave_of == 2]
    assert covers
    assert {cover.until for cover in covers} == {date(2027, 1, 10)}


def test_an_open_position_is_filled_with_who_was_hired(cli: Cli, book: Read) -> None:
    position = next(person for person in book().people.all() if person.status is PersonStatus.VACANCY)
    assert cli("hire", "P2", "--name", "New One").code == 2
    assert cli("hire", f"P{position.id}", "--name", "Nia Osei", "--email", "nia@example.com").code == 0
    hired = book().people[position.id]
    assert (hired.name, hired.email, hired.status) == ("Nia Osei", "nia@example.com", PersonStatus.ACTIVE)
    assert hired.starts == position.starts
    assert book().tenures_of_person(position.id)


def test_a_conversation_is_corrected_and_taken_out(cli: Cli, book: Read) -> None:
    talk = book().conversations_of(5)[-1]
    assert f"no. {talk.id}" in cli("show", "A5").out
    mate = book().people[2]
    done = cli(
        "set", "conversation", str(talk.id), "summary=Other words", "sentiment=negative", f"with={mate.name}, Zed"
    )
    assert done.code == 0, done.err
    after = book().conversations[talk.id]
    assert (after.summary, after.sentiment, after.people, after.names) == ("Other words", "negative", (2,), ("Zed",))
    assert cli("set", "conversation", str(talk.id), "deleted=yes", "summary=x").code == 2
    assert cli("set", "conversation", "999999", "summary=x").code == 2
    assert cli("set", "conversation", "new", "summary=x").code == 2
    assert cli("set", "conversation", str(talk.id), "deleted=yes").code == 0
    assert talk.id not in book().conversations
    assert cli("undo").code == 0
    assert book().conversations[talk.id] == after


def test_a_customer_who_left_comes_back(cli: Cli, book: Read) -> None:
    number = next(a.id for a in book().accounts.all() if a.is_active and not book().contracts_of(a.id) and not a.parent)
    assert cli("churn", f"A{number}", "--reason", "price").code == 0
    assert cli("reactivate", f"A{number}", "--until", "+12 months", "--arr", "90k").code == 0
    back = book().accounts[number]
    assert (back.is_active, back.arr, back.renews) == (True, 9_000_000, date(2027, 11, 22))
    assert cli("reactivate", f"A{number}").code == 2


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


@pytest.mark.parametrize(
    "words", [("fill_to=999",), ("nothing",), ("nothing=1",), ("fill_to", "hours=90"), ("hours=x",)]
)
def test_a_figure_that_cannot_be_is_refused(cli: Cli, book: Read, words: tuple[str, ...]) -> None:
    answer = cli("policy", *words)
    assert (answer.code, book().seq) == (2, 0)
    assert answer.err.strip().endswith(".")
