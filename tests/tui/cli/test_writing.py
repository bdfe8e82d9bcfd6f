from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.book.book import Book
from core.words import AccountStatus, ConversationType, Expectation, OutcomeKind, Sentiment
from data.store.store import open_store

Cli = Callable[..., Any]


@pytest.fixture
def book(demo: Path) -> Callable[[], Book]:
    """The book as the disk has it."""
    return lambda: open_store(demo, read_only=True).book


Read = Callable[[], Book]


def an_account(book: Book, *, contracts: bool = False) -> int:
    return next(a.id for a in book.accounts.all() if a.is_active and bool(book.contracts_of(a.id)) is contracts)


def test_a_conversation_is_logged_with_its_next_step(cli: Cli, book: Read) -> None:
    before = book()
    account = before.accounts[an_account(before)]
    mate = before.people[2]
    done = cli(
        "log",
        account.name,
        *("--type", "call", "--summary", "Happy with the roll-out", "--when", "yesterday 14:00"),
        *("--with", mate.name, "--with", "Their new CFO", "--sentiment", "positive", "--expectation", "yes"),
        *("--next", "Send the deck", "--due", "+3d", "--proactive"),
    )
    assert done.code == 0, done.err
    talk = book().conversations_of(account.id)[-1]
    assert (talk.type, talk.summary) == (ConversationType.CALL, "Happy with the roll-out")
    assert talk.at.isoformat()[:16] == "2026-11-21T14:00"
    assert (talk.people, talk.names) == ((mate.id,), ("Their new CFO",))
    assert (talk.sentiment, talk.expectation, talk.reactive) == (Sentiment.POSITIVE, Expectation.YES, False)
    step = book().followups_of(account.id)[-1]
    assert (step.text, step.due and step.due.isoformat(), step.conversation) == (
        "Send the deck",
        "2026-11-25",
        talk.id,
    )


def test_a_conversation_still_to_come_is_refused_and_nothing_is_written(cli: Cli, book: Read) -> None:
    answer = cli("log", "A1", "--type", "call", "--summary", "x", "--when", "tomorrow 9:00")
    assert answer.code == 2
    assert "still to come" in answer.err
    assert book().seq == 0


def test_a_renewal_sets_the_next_date_and_amount(cli: Cli, book: Read) -> None:
    number = an_account(book())
    answer = cli("renew", f"A{number}", "--on", "today", "--until", "2028-01-31", "--arr", "150k")
    assert answer.code == 0, answer.err
    account = book().accounts[number]
    assert account.renews is not None
    assert (account.renews.isoformat(), account.arr) == ("2028-01-31", 15_000_000)
    assert account.outcomes[-1].kind is OutcomeKind.RENEWED


def test_a_customer_that_left_is_recorded_with_its_reason(cli: Cli, book: Read) -> None:
    number = an_account(book())
    assert cli("churn", f"A{number}", "--on", "2026-11-20", "--reason", "price").code == 0
    account = book().accounts[number]
    assert (account.status, account.churn_reason) == (AccountStatus.CHURNED, "price")


def test_fields_are_set_together_or_not_at_all(cli: Cli, book: Read) -> None:
    good = cli("set", "account", "A1", "tags=+pilot", "touch=high", "renews=2027-06-30")
    assert good.code == 0, good.err
    assert "pilot" in book().accounts[1].tags
    bad = cli("set", "account", "A1", "industry=Steel", "touch=sky")
    assert bad.code == 2
    assert "sky" in bad.err
    assert book().accounts[1].industry != "Steel"


def test_an_account_and_a_person_are_added_and_archived(cli: Cli, book: Read) -> None:
    assert cli("set", "account", "new", "name=Zeta GmbH", "arr=12k", "segment=small").code == 0
    assert cli("set", "account", "Zeta GmbH", "archived=yes").code == 0
    assert cli("set", "person", "new", "name=Ida Holm", "roles=csm", "fte=80").code == 0
    after = book()
    zeta = after.accounts.all()[-1]
    assert (zeta.name, zeta.arr, zeta.archived) == ("Zeta GmbH", 1_200_000, True)
    ida = after.people.all()[-1]
    assert (ida.name, ida.fte, ida.role_keys) == ("Ida Holm", 80, ("csm",))


def test_a_figure_of_the_policy_is_set(cli: Cli, book: Read) -> None:
    assert cli("set", "policy", "1", "cold_days=45").code == 0
    assert book().policy.cold_days == 45


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("account", "A1", "notes"), "sets nothing"),
        (("account", "A1", "notes=a", "notes=b"), "set twice"),
        (("account", "A9999", "notes=a"), "no account"),
        (("segment", "nowhere", "title=x"), "no segment"),
        (("account", "A1", "ar=5"), "Did you mean"),
        (("account", "A1", "renews=03-04-2027"), "3 Apr 2027"),
        (("account", "A1", "arr=-5"), "ARR"),
    ],
)
def test_a_wrong_field_is_told_with_what_to_write(cli: Cli, demo: Path, words: tuple[str, ...], says: str) -> None:
    answer = cli("set", *words)
    assert answer.code == 2
    assert says in answer.err
    assert answer.out == ""


def test_steps_are_added_moved_given_done_and_dropped(cli: Cli, book: Read) -> None:
    assert cli("step", "add", "A1", "Call the CFO", "--due", "+2d").code == 0
    number = book().followups.all()[-1].id
    assert cli("step", "move", number, "--due", "+9d").code == 0
    assert cli("step", "give", number, "--to", "P2").code == 0
    listed = cli("step", "--account", "A1", "--json").json["steps"]
    assert [(one["due"], one["owner"]) for one in listed if one["id"] == number] == [("2026-12-01", "P2")]
    assert cli("step", "done", number).code == 0
    assert not book().followups[number].is_open
    assert cli("step", "drop", number).code == 2


def test_a_handoff_is_opened_ticked_extended_and_closed(cli: Cli, book: Read) -> None:
    assert cli("handoff", "open", "A1", "--seat", "csm", "--to", "P2", "--reason", "new region").code == 0
    opened = book().handoffs.all()[-1]
    number = opened.id
    assert opened.outgoing in [tenure.holder for tenure in book().tenures_of(1)]
    assert cli("handoff", "tick", number, "1").code == 0
    assert cli("handoff", "extend", number, "--due", "+30d", "--reason", "holidays").code == 0
    shown = cli("handoff")
    assert "  1. [x] " in shown.out
    assert "due 2026-12-22" in shown.out
    assert cli("handoff", "close", number, "--reason", "done by phone").code == 0
    assert cli("handoff", "--json").json["count"] == 0
