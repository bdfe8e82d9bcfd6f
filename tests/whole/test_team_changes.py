"""A bad Monday by keys alone: somebody joins, every overload is mended, one resigns, one is on parental leave and comes
back, one book is spread over six.

The keys are a recorded list, played in a real terminal. Every sentence on the screen is recomputed from the book by a
checker that knows nothing of the engine, what is in force is recounted, and each change is taken back by one key.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.book.book import Book
from core.moment import Moment
from core.rebalance.draft import Purpose
from core.seats import Tenure
from core.words import PersonStatus, TenureKind
from tests.core.rebalance.checker import Checker, Told, told_in
from tests.core.rebalance.facts import Ask, Facts
from tests.whole.bad_monday import JOINS, OVERLOADS, PARENTAL_LEAVE, RESIGNATION, SPREAD, Part, Point, page
from tests.whole.manager import TODAY, book_in, run
from tests.whole.proposal_page import Page
from tests.whole.terminal import ROOT, Terminal

MONDAY = date.fromisoformat(TODAY)
NOW = Moment(now=datetime(2026, 11, 22, 9, 30, tzinfo=UTC), today=MONDAY)
COLUMNS, LINES = 160, 48
"""A window in which every reason is shown whole."""


@pytest.fixture
def day(demo: Path, tmp_path: Path) -> Iterator[Day]:
    """The demo in a terminal, with its conversations read."""
    shutil.copytree(demo, tmp_path / "book")
    with Terminal(["--book", "book", "--today", TODAY], columns=COLUMNS, lines=LINES, folder=tmp_path) as terminal:
        terminal.wait_for("1,972 of 1,972", "saved")
        yield Day(terminal, tmp_path)


@dataclass(frozen=True)
class Case:
    """What one proposal on the way is asked, and the command that asks the same."""

    ask: Ask
    command: tuple[str, ...]


class Day:
    """The manager at the keyboard, and the book recounted."""

    def __init__(self, terminal: Terminal, folder: Path) -> None:
        self.terminal = terminal
        self.page = Page(terminal)
        self.folder = folder
        self.before = self.after = self.book()
        self.moves: list[Told] = []

    def play(self, part: Part, *cases: Case) -> None:
        """Press the keys of a part; each point on the way is checked."""
        left = iter(cases)
        case = Case(Ask(day=MONDAY), ())
        for step in part.steps:
            self.terminal.press_all(step.keys)
            self.terminal.wait_for(*step.shows)
            if step.point is Point.PROPOSED:
                case = next(left)
                self.proposed(case)
            elif step.point is Point.IN_FORCE:
                self.in_force(case.ask)
            elif step.point is Point.UNDONE:
                assert is_same(self.saved(), self.before)
            elif step.point is Point.REDONE:
                assert is_same(self.saved(), self.after)
        assert next(left, None) is None

    def hurry(self, part: Part) -> None:
        """Press the keys of a part up to where it is in force, and check nothing: that is done elsewhere."""
        for step in part.steps:
            self.terminal.press_all(step.keys)
            self.terminal.wait_for(*step.shows)
            if step.point is Point.IN_FORCE:
                self.after = self.saved()
                return

    # What is checked ----------------------------------------------------------------------------------------

    def proposed(self, case: Case) -> None:
        """The command proposes the same, word for word as each move is explained on the screen."""
        self.before = self.after
        self.moves = self.told(case)
        names = self.before.accounts
        said = [(account, why) for account, _, why in self.page.moves(len(self.moves))]
        assert sorted(said) == sorted((names[move.account].name, move.why) for move in self.moves)

    def in_force(self, ask: Ask) -> None:
        """Each sentence is that of the book, and just these moves are made."""
        self.after = self.saved()
        self.check(ask)
        before, made = held(self.before, ask.day), held(self.after, ask.day)
        moved = {(one, move.seat): move.to for move in self.moves for one in move.accounts}
        assert made == before | {seat: to for seat, to in moved.items() if seat in before or seat in made}
        assert {(move.account, move.seat) for move in self.moves} <= made.keys()
        yesterday = ask.day - timedelta(days=1)
        assert held(self.after, yesterday) == held(self.before, yesterday)
        if ask.until is not None:
            assert held(self.after, ask.until) == held(self.before, ask.until)
            assert lasting(self.after) == lasting(self.before)

    def check(self, ask: Ask) -> None:
        """Hold the moves against the book before, with who joins, leaves or is away."""
        people = {one.id: one for one in self.after.people.all()}
        changed = {number for number, one in people.items() if self.before.people.get(number) != one}
        assert changed <= {ask.person}
        staged = Book.of({**contents(self.before), "people": tuple(people.values())})
        Checker(Facts(staged, NOW, ask), self.moves).check()

    # The book -----------------------------------------------------------------------------------------------

    def saved(self) -> Book:
        """The book once the last change is on the disk."""
        self.terminal.wait_for("saved")
        return self.book()

    def book(self) -> Book:
        return book_in(self.folder / "book")

    def owned_by(self, name: str, today: str, book: Path | None = None) -> set[str]:
        """The accounts that somebody leads on a day, as the program lists them then."""
        folder = str(book or self.folder / "book")
        answer = run(["list", f"owner:{name}", "--json", "--today", today, "--book", folder], self.folder)
        assert answer.stdout, answer.stderr
        return {row["id"] for row in json.loads(answer.stdout)["accounts"]}

    def told(self, case: Case) -> list[Told]:
        """The moves that the command proposes."""
        book = "book"
        if case.ask.purpose is Purpose.SPREAD:
            book = "copy"
            shutil.copytree(self.folder / "book", self.folder / book, ignore=shutil.ignore_patterns("book.lock"))
        answer = run([*case.command, "--json", "--today", TODAY, "--book", book], self.folder)
        assert answer.stdout, answer.stderr
        return told_in(json.loads(answer.stdout))


def contents(book: Book) -> dict[str, tuple[Any, ...]]:
    """Every record of a book, without its history."""
    return {name: tuple(table.all()) for name, table in book.tables.items()}


def is_same(one: Book, other: Book) -> bool:
    """Whether two books are equal but for their history."""
    return contents(one) == contents(other) and one.digests == other.digests


def held(book: Book, day: date) -> dict[tuple[int, str], int | None]:
    """Who acts in each seat on a day: whoever stands in, else who has it for good."""
    found: dict[tuple[int, str], Tenure] = {}
    for tenure in sorted(book.holders.all(), key=lambda one: (one.kind is TenureKind.COVER, one.since)):
        if tenure.holds_on(day):
            found[tenure.account, tenure.seat] = tenure
    return {seat: tenure.holder.person for seat, tenure in found.items()}


def lasting(book: Book) -> list[Tenure]:
    """Who has what for good, whenever."""
    return [tenure for tenure in book.holders.all() if tenure.kind is TenureKind.PERMANENT]


def test_somebody_joins_and_every_overload_is_mended(day: Day) -> None:
    words = {
        "--segment": ("mid", "ent", "small"),
        "--region": ("EMEA", "AMER", "APAC"),
        "--language": ("en", "it", "pt", "fr", "es", "hi", "zh"),
    }
    fields = [part for option, values in words.items() for value in values for part in (option, value)]
    new = frozenset({22})
    joins = Ask(day=MONDAY, purpose=Purpose.JOINS, person=22, among=new, target=95)
    day.play(JOINS, Case(joins, ("join", "Leo Kim", "--role", "csm", "--on", TODAY, "--ramped", *fields)))
    assert {move.to for move in day.moves} == new
    until = date(2026, 12, 25)
    short = Ask(day=date(2026, 12, 4), purpose=Purpose.AWAY, person=4, until=until)
    day.play(
        OVERLOADS,
        Case(Ask(day=MONDAY), ("rebalance",)),
        Case(short, ("leave", "emeka", "--on", "2026-12-04", "--until", "2026-12-25")),
    )
    facts = Facts(day.after, NOW, Ask(day=MONDAY))
    loads = {one.name: facts.before[one.id] / facts.room(one.id) for one in facts.team if facts.room(one.id) >= 100}
    assert len(loads) == 21
    assert max(loads.values()) <= 1.02, loads
    assert " over" not in day.terminal.text.splitlines()[2]


def test_somebody_resigns(day: Day) -> None:
    ask = Ask(day=date(2026, 12, 1), purpose=Purpose.LEAVE, person=3)
    day.play(RESIGNATION, Case(ask, ("leave", "ben", "--on", "2026-11-30")))
    ben = day.after.people[3]
    assert (ben.status, ben.ends) == (PersonStatus.LEAVER, ask.day)
    kept = [seat for seat, person in held(day.after, ask.day).items() if person == 3]
    assert len(kept) == 1, "only the account that nobody may take is left"


def test_somebody_is_on_parental_leave_and_comes_back(day: Day, demo: Path) -> None:
    ask = Ask(day=date(2026, 12, 2), purpose=Purpose.AWAY, person=11, until=date(2027, 6, 1))
    day.play(PARENTAL_LEAVE, Case(ask, ("leave", "karin", "--on", "2026-12-02", "--until", "2027-06-01")))
    assert len(day.moves) > 30
    usual = day.owned_by("karin", "2027-06-01", demo)
    assert len(usual) > 30
    assert day.owned_by("karin", "2027-05-31") == set()
    assert day.owned_by("karin", "2027-06-01") == usual


def test_a_book_is_spread_over_six(day: Day) -> None:
    day.hurry(JOINS)
    six = frozenset({5, 6, 7, 8, 9, 22})
    accounts = frozenset(account for (account, _), person in held(day.after, MONDAY).items() if person == 11)
    ask = Ask(day=date(2026, 12, 3), purpose=Purpose.SPREAD, among=six, accounts=accounts)
    names = ",".join(day.after.people[one].name for one in sorted(six))
    command = (
        "assign",
        "owner:karin",
        "--to",
        names,
        "--from",
        "2026-12-03",
        "--reason",
        "Karin leads projects",
        "--yes",
    )
    day.play(SPREAD, Case(ask, command))
    assert {move.to for move in day.moves} == six


def test_the_page_to_read_is_the_list_that_was_played() -> None:
    written = (ROOT / "docs" / "bad-monday.md").read_text(encoding="utf-8")
    assert written == page(), "run python -m tests.whole.bad_monday"
