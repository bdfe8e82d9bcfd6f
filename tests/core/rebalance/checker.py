"""Holds every sentence and every figure of proposed moves against the book alone: shares no code with the engine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.rebalance.draft import Purpose
from core.rebalance.proposal import Proposal
from tests.core.rebalance.facts import Facts, Piece

NUMBER = r"-?[\d,]+\.\d"
FIXED = "It is accepted or pinned, and so it is made whatever it costs."
SPREAD = "It is one of the accounts to spread."
NEEDED = re.compile(r"(?P<head>Another holder is needed|Somebody has to stand in): (?P<why>.+?)\. (?=\S.* goes from )")
GIVER = re.compile(
    rf"(?P<name>\S.*?) has (?P<before>{NUMBER}) h for (?P<room>{NUMBER}) h, "
    rf"and (?P<after>{NUMBER}) h after all moves\. Those who may take any of it have (?P<free>{NUMBER}) h free\. "
)
ACCOUNT = re.compile(
    rf"It frees (?P<hours>{NUMBER}) h at (?P<each>[\d,.]+) points an hour"
    r"(; the cheapest account that stays costs (?P<stays>[\d,.]+))?\.( Of the others, (?P<held>.+?)\.)? "
)
TAKER = re.compile(
    r"(?P<name>\S.*?) goes from (?P<before>[\d,]+) % to (?P<after>[\d,]+) %"
    r"(; it would also fit (?P<other>.+?) (at the same cost|at (?P<more>[+-][\d.]+) points) "
    rf"\((?P<left>{NUMBER}) h left\)(, and (?P<rest>\d+) more)?|(?P<full>; nobody else who may take it has room)"
    r"|; nobody else takes: the book is made for (?P<alone>.+?))?\.( Of the rest, (?P<out>[^.]+)\.)?"
)
OTHERWISE = re.compile(r" If it stays, (?P<name>.+) has (?P<load>[\d,]+) %\.")
LISTED = re.compile(r", | and ")


@dataclass(frozen=True)
class Told:
    """A move as somebody is told of it."""

    account: int
    accounts: tuple[int, ...]
    seat: str
    origin: int | None
    to: int
    hours: int
    """Hundredths of an hour."""
    arr: int
    """Minor units."""
    points: int
    """Thousandths of a point."""
    forced: bool
    caution: str
    why: str


def told_by(proposal: Proposal) -> list[Told]:
    """The moves of a proposal."""
    return [
        Told(
            account=move.account,
            accounts=move.accounts,
            seat=move.seat,
            origin=move.origin.person if move.origin is not None else None,
            to=move.to,
            hours=move.hours,
            arr=move.arr,
            points=move.points,
            forced=bool(move.forced),
            caution=move.caution,
            why=move.why,
        )
        for move in proposal.moves
    ]


def told_in(document: Mapping[str, Any]) -> list[Told]:
    """The moves of what a command prints with ``--json``."""
    return [
        Told(
            account=int(move["account"][1:]),
            accounts=tuple(int(one[1:]) for one in move["accounts"]),
            seat=move["seat"],
            origin=int(move["from"][1:]) if move["from"] else None,
            to=int(move["to"][1:]),
            hours=round(100 * move["hours"]),
            arr=round(100 * move["arr"]),
            points=round(1000 * move["points"]),
            forced=move["forced"],
            caution=move["caution"] or "",
            why=move["why"],
        )
        for move in document["moves"]
    ]


class Checker:
    """The moves told of one book."""

    def __init__(self, facts: Facts, moves: Iterable[Told]) -> None:
        self.facts = facts
        self.moves = list(moves)

    def check(self) -> None:
        """Every figure and every sentence of every move."""
        assert len({(move.account, move.seat) for move in self.moves}) == len(self.moves)
        for move in self.moves:
            piece = self.facts.pieces[move.account, move.seat]
            self._figures(move, piece)
            self._sentences(move, piece)

    @cached_property
    def after(self) -> dict[int, int]:
        return self._after()

    def _after(self, stays: Told | None = None) -> dict[int, int]:
        moved = [one for one in self.moves if one is not stays]
        return self.facts.after([(self.facts.pieces[one.account, one.seat], one.to) for one in moved])

    def _figures(self, move: Told, piece: Piece) -> None:
        facts = self.facts
        assert move.origin == piece.person
        assert set(move.accounts) == {one.id for one, _ in piece.members}
        assert move.hours == facts.hours(piece)
        assert move.arr == facts.arr(piece)
        assert move.forced == facts.needs(piece), move
        assert move.points == facts.cost(piece, move.to), move
        near = [one.name for one, _ in piece.members if facts.renewal_near(one)]
        assert move.caution == (f"the renewal of {near[0]} is near" if near and not move.forced else "")

    def _sentences(self, move: Told, piece: Piece) -> None:
        text = move.why
        fixed = (move.account, move.seat, move.to) in self.facts.ask.fixed
        if not fixed:
            assert move.to in self.facts.eligible(piece), move
        if fixed:
            text = text.removeprefix(FIXED + " ")
            assert text != move.why, move
        elif move.forced:
            text = self._need(text, move, piece)
        else:
            text = self._giver(text, move)
            text = self._account(text, move, piece)
        text = self._taker(text, move, piece)
        if not fixed and not move.forced:
            text = self._otherwise(text, move)
        assert text == "", move

    # Who gives ----------------------------------------------------------------------------------------------

    def _need(self, text: str, move: Told, piece: Piece) -> str:
        facts, ask = self.facts, self.facts.ask
        if ask.purpose is Purpose.SPREAD:
            assert text.startswith(SPREAD + " "), move
            return text.removeprefix(SPREAD + " ")
        told = NEEDED.match(text)
        assert told, move
        assert told["head"] == ("Another holder is needed" if ask.until is None else "Somebody has to stand in")
        giver = facts.book.people.get(move.origin or 0)
        if ask.purpose is Purpose.LEAVE:
            assert giver is not None
            assert told["why"] == f"{giver.name} leaves it"
        elif ask.purpose is Purpose.AWAY:
            assert giver is not None
            assert told["why"] == f"{giver.name} is away"
        elif ask.purpose is Purpose.FILL:
            assert (move.origin, told["why"]) == (None, "nobody holds it")
        else:
            self._not_allowed(told["why"], move, piece)
        return text[told.end() :]

    def _not_allowed(self, why: str, move: Told, piece: Piece) -> None:
        """The sentence names somebody, and the rule that keeps them from the seat."""
        assert move.origin is not None
        giver = self.facts.book.people[move.origin]
        rules = self.facts.against(piece, move.origin)
        assert why.startswith(giver.name), move
        signs = {
            "the role": " asks for ",
            "the segment": " serves ",
            "the region": " serves ",
            "the language": " speaks ",
            "the skills": " lacks what ",
            "the industry": " serves ",
            "the people of the plan line": " is not among them",
            "a mark not to assign": " is marked as not for ",
            "absence": " is gone",
        }
        assert signs[rules[0]] in why, (rules, why)
        names = [one.name for one, _ in piece.members]
        assert rules[0] in ("the role", "the people of the plan line", "absence") or any(one in why for one in names)

    def _giver(self, text: str, move: Told) -> str:
        facts = self.facts
        told = GIVER.match(text)
        assert told, move
        assert move.origin is not None
        assert told["name"] == facts.book.people[move.origin].name
        assert facts.gives(move.origin)
        assert tenths_in(told["before"]) == tenths(facts.before[move.origin])
        assert tenths_in(told["room"]) == tenths(facts.room(move.origin))
        assert tenths_in(told["after"]) == tenths(self.after[move.origin])
        takers = {one for piece in facts.choices(move.origin) for one in facts.eligible(piece)}
        assert tenths_in(told["free"]) == tenths(sum(max(0, facts.line(one) - facts.before[one]) for one in takers))
        return text[told.end() :]

    def _account(self, text: str, move: Told, piece: Piece) -> str:
        facts = self.facts
        told = ACCOUNT.match(text)
        assert told, move
        assert move.origin is not None
        choices = facts.choices(move.origin)
        assert piece in choices
        weight = facts.hours(piece)
        assert tenths_in(told["hours"]) == tenths(weight)
        assert told["each"] == f"{facts.cost(piece, move.to) * 100 / weight / 1000:.2f}"
        gone = {(one.account, one.seat) for one in self.moves}
        rates = [
            min(facts.cost(one, to) for to in takers) * 100 / facts.hours(one) / 1000
            for one in choices
            if one.key not in gone and (takers := facts.eligible(one))
        ]
        assert told["stays"] == (f"{min(rates):.2f}" if rates else None), move
        assert counted(told["held"], r"(\d+) (?:is|are) (.+)") == facts.kept(move.origin), move
        return text[told.end() :]

    def _otherwise(self, text: str, move: Told) -> str:
        told = OTHERWISE.match(text)
        assert told, move
        assert move.origin is not None
        assert told["name"] == self.facts.book.people[move.origin].name
        load = self._after(stays=move)[move.origin]
        assert whole(told["load"]) == percent(load, self.facts.room(move.origin)), move
        return text[told.end() :]

    # Who takes ----------------------------------------------------------------------------------------------

    def _taker(self, text: str, move: Told, piece: Piece) -> str:
        facts = self.facts
        told = TAKER.match(text)
        assert told, move
        room = facts.room(move.to)
        assert told["name"] == facts.book.people[move.to].name
        assert whole(told["before"]) == percent(facts.before[move.to], room)
        assert whole(told["after"]) == percent(self.after[move.to], room)
        if (move.account, move.seat, move.to) in facts.ask.fixed:
            assert not any(told[part] for part in ("other", "full", "alone", "out")), move
            return text[told.end() :]
        if facts.ask.purpose is Purpose.JOINS:
            assert (told["alone"], told["out"]) == (told["name"], None), move
            return text[told.end() :]
        weight, own = facts.hours(piece), facts.cost(piece, move.to)
        others = sorted(
            (facts.cost(piece, one) - own, one)
            for one in facts.eligible(piece)
            if one != move.to and facts.line(one) - self.after[one] >= weight
        )
        assert bool(told["other"]) == bool(others), (move, others)
        assert bool(told["full"]) == (not others)
        if others:
            more, best = others[0]
            assert told["other"] == facts.book.people[best].name, move
            assert float(told["more"] or 0) == round(more / 1000, 2)
            assert tenths_in(told["left"]) == tenths(facts.line(best) - self.after[best])
            assert int(told["rest"] or 0) == len(others) - 1
        self._rest(told["out"], move, piece, {move.origin, move.to, *(one for _, one in others)})
        return text[told.end() :]

    def _rest(self, told: str | None, move: Told, piece: Piece, known: set[int | None]) -> None:
        rest = [one.id for one in self.facts.team if one.id not in known]
        words = Counter(self.facts.kept_out_by(piece, one) for one in rest)
        full = words.pop("", 0)
        room = re.match(r"(\d+) ha(?:s|ve) no room", told or "")
        assert int(room[1] if room else 0) == full, (move, words, full)
        out = re.search(r"\d+ (?:is|are) kept out by .+$", told or "")
        assert counted(out[0] if out else None, r"(\d+) (?:(?:is|are) kept out )?by (.+)") == words, (move, words)


def counted(told: str | None, each: str) -> Counter[str]:
    """The numbers in a list such as ``3 by the region and 1 by absence``."""
    found: Counter[str] = Counter()
    for part in LISTED.split(told) if told else ():
        match = re.fullmatch(each, part)
        assert match, told
        found[match[2]] += int(match[1])
    return found


def tenths_in(text: str) -> int:
    """Tenths of an hour."""
    return round(float(text.replace(",", "")) * 10)


def tenths(hundredths: int) -> int:
    """Hundredths of an hour as tenths, halves away from zero."""
    return (abs(hundredths) + 5) // 10 * (1 if hundredths >= 0 else -1)


def whole(text: str) -> int:
    return int(text.replace(",", ""))


def percent(part: int, of: int) -> int:
    return (200 * part + of) // (2 * of)
