"""Signing off sheets by command: noted in a draft, for what its sheets said when they were last shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.book.book import Book
from core.people import Person
from core.rebalance.draft import DraftMove, RebalanceDraft, to_make
from core.rebalance.proposal import ProposedMove
from core.rebalance.signing import lists_of, sign, take_back
from core.usecases.names import find_person
from core.usecases.proposals import Solved
from tui.cli.exits import wrong
from tui.cli.opened import granted
from tui.compose import House
from tui.signing_words import missing_text

EVERYBODY = "all"
"""What stands for everybody who gets something."""


class Signing:
    """The sign-offs of a draft that is solved anew by a command."""

    def __init__(self, house: House, before: RebalanceDraft | None) -> None:
        """``before`` is the draft as it was kept; None for one that was never shown."""
        self._house = house
        self._before = before

    def signed(self, solved: Solved, people: Iterable[str], back: Iterable[str]) -> Solved:
        """The draft with some people signed off, and others no longer."""
        desk, moves = self._house.desk, to_make(solved.draft, solved.proposal.moves)
        book = solved.proposal.extract.book
        draft = take_back(solved.draft, _named(book, back, {one.person for one in solved.draft.signed}))
        named = _named(book, people, set(lists_of(moves)))
        for person in named:
            self._check(book.people[person], moves)
        return replace(solved, draft=sign(draft, moves, named, desk.user, desk.moment.now))

    def missing(self, solved: Solved) -> str:
        """How many have not signed off; empty where nobody gets anything."""
        return missing_text(solved.proposal.extract.book, solved.draft, to_make(solved.draft, solved.proposal.moves))

    def _check(self, person: Person, moves: tuple[ProposedMove, ...]) -> None:
        """Only what was shown before can be signed off."""
        now = lists_of(moves).get(person.id)
        if now is None:
            raise wrong(f"{person.name} gets nothing in this draft, so there is nothing to sign off.")
        if self._before is None:
            raise wrong("Nobody has seen these sheets yet. Read them with --draft and --sheets, then sign them off.")
        if not now <= _seen(self._before.moves, person.id):
            raise wrong(f"The sheet of {person.name} is another now. Read it with --sheets, then sign it off.")


def _named(book: Book, texts: Iterable[str], everybody: set[int]) -> list[int]:
    found: dict[int, None] = {}
    for text in texts:
        if text.strip().casefold() == EVERYBODY:
            found.update(dict.fromkeys(sorted(everybody)))
        else:
            found[granted(find_person(book, text)).id] = None
    return list(found)


def _seen(moves: Iterable[DraftMove], person: int) -> set[tuple[int, str]]:
    return {move.key for move in moves if move.to == person}
