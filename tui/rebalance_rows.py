"""The rows of a proposal: what cannot be placed first, then the moves under whom they leave or reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.book.book import Book
from core.rebalance.changed import MoveChange
from core.rebalance.draft import Decision, Purpose, RebalanceDraft, SignOff, Verdict, to_make
from core.rebalance.leftovers import Leftover
from core.rebalance.proposal import Proposal, ProposedMove
from core.rebalance.signing import signed_off
from core.rebalance.wish import Pair
from core.seats import Holder
from core.usecases.proposals import Solved
from core.wording import counted, hours, hours_short, money_short, percent_of, shortened
from widgets.table.columns import Cell, Column, SortedBy
from widgets.tones import Tone


class By(StrEnum):
    """How moves are put together; the value is said on the screen."""

    GIVER = "by giver"
    """Under whom they leave."""
    RECEIVER = "by receiver"
    """Under whom they reach."""
    ORDER = "in order"
    """In the order in which they are best made."""


class Kind(StrEnum):
    """What a line is."""

    HEADING = "heading"
    """A person with the moves under them, or what a group is about."""
    MOVE = "move"
    """A proposed move."""
    CHANGED = "changed"
    """A move of the former proposal that is not made any more, or goes to somebody else."""
    DECIDED = "decided"
    """A decision on something that is not proposed: a refused move, an account that stays."""
    BLOCKER = "blocker"
    """A seat that nobody may hold."""
    NOTE = "note"
    """What a rebalance cannot mend."""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One line of the table."""

    id: int
    """The same for the same line while the screen is open."""
    kind: Kind
    """What it is."""
    name: str
    """Account, or what the heading says."""
    origin: str = ""
    """Who has the account."""
    to: str = ""
    """Who gets it."""
    moves: tuple[ProposedMove, ...] = ()
    """The move, or those under a heading."""
    pair: Pair | None = None
    """Account, seat and person of a move, also of a refused one."""
    verdict: Verdict | None = None
    """What was decided; of a heading only what was decided on all its moves."""
    stays: bool = False
    """Whether it was decided that the account stays with who has it."""
    signed: bool | None = None
    """Of a person who gets moves, whether they have signed off; None before anybody has."""
    about: int | None = None
    """Account id of a line that is neither a move nor a decision."""
    says: str = ""
    """What is said of a line that is no move."""

    @property
    def hours(self) -> int:
        """Hundredths of an hour that change hands."""
        return sum(move.hours for move in self.moves)

    @property
    def arr(self) -> int:
        """ARR that changes hands, minor units of the book's currency."""
        return sum(move.arr for move in self.moves)

    @property
    def points(self) -> int:
        """What it costs, thousandths of a point."""
        return sum(move.points for move in self.moves)

    @property
    def account(self) -> int | None:
        """Id of the account a line is about."""
        if self.kind is Kind.MOVE:
            return self.moves[0].account
        return self.pair[0] if self.pair is not None else self.about

    @property
    def move(self) -> ProposedMove | None:
        """The move of a line that is one."""
        return self.moves[0] if self.kind is Kind.MOVE else None


def pair_of(move: ProposedMove) -> Pair:
    """Account, seat and person of a move."""
    return move.account, move.seat, move.to


def holder_name(book: Book, holder: Holder | None) -> str:
    """Who holds a seat, by name."""
    if holder is None:
        return "nobody"
    if holder.person is not None:
        person = book.people.get(holder.person)
        return person.name if person is not None else "somebody gone"
    if holder.pool is not None:
        pool = book.pools.get(holder.pool)
        return f"Pool {pool.title}" if pool is not None else "a pool"
    return holder.function or "open position"


class RowMaker:
    """Makes the rows of one proposal after the other; the same line keeps its id, so cursor and marks stay on it."""

    def __init__(self) -> None:
        """No line is known yet."""
        self._numbers: dict[object, int] = {}

    def rows(
        self,
        solved: Solved,
        draft: RebalanceDraft,
        by: By,
        sorted_by: SortedBy | None = None,
        fresh: frozenset[Pair] = frozenset(),
    ) -> list[MoveRow]:
        """Blockers, what has changed, the moves in groups, then notes and decisions on what is not proposed.

        ``draft`` has the newest decisions, which may have been made after the proposal; ``fresh`` are the moves that
        the proposal before did not make.
        """
        proposal = solved.proposal
        book = proposal.extract.book
        moves = [self._move(book, move, draft) for move in proposal.moves]
        return [
            *self._blocked(book, proposal),
            *self._changed(book, solved.changes, [row.name for row in moves if row.pair in fresh]),
            *self._grouped(proposal, moves, by, sorted_by, signed_off(draft, to_make(draft, proposal.moves))),
            *self._over(proposal, solved.left, draft),
            *self._noted(proposal),
            *self._decided(book, proposal, draft.decisions),
        ]

    @property
    def changed_heading(self) -> int:
        """Id of the heading over what has changed."""
        return self._number("changed")

    def _number(self, key: object) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def _move(self, book: Book, move: ProposedMove, draft: RebalanceDraft) -> MoveRow:
        pair = pair_of(move)
        holder = move.origin.person if move.origin is not None else None
        return MoveRow(
            id=self._number((move.account, move.seat)),
            kind=Kind.MOVE,
            name=_account_name(book, move.account, len(move.accounts)),
            origin=holder_name(book, move.origin),
            to=_person_name(book, move.to),
            moves=(move,),
            pair=pair,
            verdict=draft.verdict(pair),
            stays=holder is not None and draft.verdict((move.account, move.seat, holder)) is Verdict.PINNED,
        )

    # Groups -------------------------------------------------------------------------------------------------

    def _grouped(
        self,
        proposal: Proposal,
        rows: list[MoveRow],
        by: By,
        sorted_by: SortedBy | None,
        signed: Mapping[int, SignOff],
    ) -> list[MoveRow]:
        if by is By.ORDER:
            return _sorted(rows, sorted_by)
        groups: dict[int | None, list[MoveRow]] = {}
        for row in rows:
            groups.setdefault(_person_of(row.moves[0], by), []).append(row)
        headed = [
            (self._heading(proposal, person, group, by, signed), _sorted(group, sorted_by))
            for person, group in groups.items()
        ]
        headed.sort(key=lambda pair: (-pair[0].hours, pair[0].id))
        return [row for heading, group in headed for row in (heading, *group)]

    def _heading(
        self, proposal: Proposal, person: int | None, group: Sequence[MoveRow], by: By, signed: Mapping[int, SignOff]
    ) -> MoveRow:
        first, gives = group[0], by is By.GIVER
        name = "Nobody" if person is None else first.origin if gives else first.to
        covers = proposal.extract.wish.until is not None
        giving = "holds" if person is None else "is covered on" if covers else "gives"
        name = f"{name} {giving if gives else 'covers' if covers else 'gets'} {len(group)}"
        room = proposal.extract.capacities.get(person or 0, 0)
        load = ""
        if person in proposal.hours_before and room:
            before, after = proposal.hours_before[person or 0], proposal.hours_after[person or 0]
            load = f"{percent_of(before, room)[:-2]} → {percent_of(after, room)}"
        verdicts = {row.verdict for row in group}
        return MoveRow(
            id=self._number((by, person)),
            kind=Kind.HEADING,
            name=name,
            origin="" if gives else load,
            to=load if gives else "",
            moves=tuple(row.moves[0] for row in group),
            verdict=next(iter(verdicts)) if len(verdicts) == 1 else None,
            signed=person in signed if signed and not gives else None,
        )

    # What is no move ----------------------------------------------------------------------------------------

    def _blocked(self, book: Book, proposal: Proposal) -> list[MoveRow]:
        found = []
        if proposal.blockers:
            says = "Nobody may hold these seats. Each line says what would change that."
            found.append(self._plain(Kind.HEADING, f"{counted(len(proposal.blockers), 'seat')} without a home", says))
        for blocker in proposal.blockers:
            number = self._number((blocker.account, blocker.seat))
            name = _account_name(book, blocker.account)
            found.append(MoveRow(number, Kind.BLOCKER, name, about=blocker.account, says=blocker.says))
        return found

    def _over(self, proposal: Proposal, left: Sequence[Leftover], draft: RebalanceDraft) -> list[MoveRow]:
        """Who is over after all moves; a plan for one book or some accounts tells of those who get any."""
        book, whole = proposal.extract.book, draft.purpose is Purpose.REBALANCE
        takers = {move.to for move in proposal.moves}
        left = [one for one in left if whole or one.person in takers]
        if not left:
            return []
        next_key = (
            "Each line says what is in the way. t allows more, such as chains; H says whom to hire."
            if whole
            else "This plan looks at no other accounts. Put it in force, then b on Load mends what is left."
        )
        heading = self._plain(Kind.HEADING, f"Still over: {counted(len(left), 'person')}", next_key)
        told = [
            one.says if whole else f"{_person_name(book, one.person)} would be {hours(one.over)} over." for one in left
        ]
        return [heading, *(self._plain(Kind.NOTE, says, says) for says in told)]

    def _noted(self, proposal: Proposal) -> list[MoveRow]:
        if not proposal.notes:
            return []
        heading = self._plain(Kind.HEADING, "Not mended by moves", "What needs something else than moves.")
        return [heading, *(self._plain(Kind.NOTE, note, note) for note in proposal.notes)]

    def _changed(self, book: Book, changes: Sequence[MoveChange], fresh: Sequence[str]) -> list[MoveRow]:
        """The moves that solving again gave up, with the names of those that it makes anew."""
        if not changes:
            return []
        new = f"New or other: {shortened(fresh)}. " if fresh else ""
        says = f"Solving again gave these moves up; each line says why. {new}All others are as they were."
        name = f"Changed: {counted(len(changes), 'move')}"
        heading = MoveRow(self.changed_heading, Kind.HEADING, name, says=says)
        rows = [
            MoveRow(
                id=self._number((one.account, one.seat, one.was, "changed")),
                kind=Kind.CHANGED,
                name=_account_name(book, one.account),
                origin=_person_name(book, one.was),
                to=_person_name(book, one.now) if one.now is not None else "stays",
                about=one.account,
                says=one.says,
            )
            for one in changes
        ]
        return [heading, *rows]

    def _decided(self, book: Book, proposal: Proposal, decisions: Iterable[Decision]) -> list[MoveRow]:
        """Refused moves that are not proposed any more, and accounts that stay: here that can be taken back."""
        proposed = {pair_of(move) for move in proposal.moves}
        seats = {(move.account, move.seat) for move in proposal.moves}
        rows = []
        for one in decisions:
            refused = one.verdict is Verdict.REFUSED
            if one.pair in proposed or (not refused and (one.account, one.seat) in seats):
                continue
            key = "-" if refused else "p"
            said = "You refused this move" if refused else "You said that this account stays or goes here"
            rows.append(
                MoveRow(
                    id=self._number((*one.pair, "decided")),
                    kind=Kind.DECIDED,
                    name=_account_name(book, one.account),
                    to=_person_name(book, one.to),
                    pair=one.pair,
                    verdict=one.verdict,
                    says=f"{said}. {key} takes that back; then R solves again.",
                )
            )
        heading = self._plain(Kind.HEADING, f"Not proposed: {counted(len(rows), 'decision')}", "What you decided.")
        return [heading, *rows] if rows else []

    def _plain(self, kind: Kind, name: str, says: str) -> MoveRow:
        return MoveRow(self._number(name), kind, name, says=says)


def _person_of(move: ProposedMove, by: By) -> int | None:
    if by is By.RECEIVER:
        return move.to
    return move.origin.person if move.origin is not None else None


def _account_name(book: Book, number: int, family: int = 1) -> str:
    account = book.accounts.get(number)
    name = account.name if account is not None else f"A{number}"
    return f"{name} +{family - 1}" if family > 1 else name


def _person_name(book: Book, number: int) -> str:
    person = book.people.get(number)
    return person.name if person is not None else f"P{number}"


# Order ------------------------------------------------------------------------------------------------------

_KEYS: dict[str, Callable[[MoveRow], str | int]] = {
    "name": lambda row: row.name.casefold(),
    "from": lambda row: row.origin.casefold(),
    "to": lambda row: row.to.casefold(),
    "hours": lambda row: row.hours,
    "arr": lambda row: row.arr,
    "points": lambda row: row.points,
    "kind": lambda row: _kind_word(row),
    "verdict": lambda row: str(row.verdict or ""),
}
_WORDS = frozenset(("name", "from", "to"))
"""Columns that begin with the first letter; the others with the largest."""


def first_order(key: str) -> SortedBy:
    """The order a column is sorted in at first."""
    return key, key not in _WORDS


def _sorted(rows: list[MoveRow], sorted_by: SortedBy | None) -> list[MoveRow]:
    if sorted_by is None:
        return rows
    key, reverse = sorted_by
    return sorted(rows, key=_KEYS[key], reverse=reverse)


# Columns ----------------------------------------------------------------------------------------------------

VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.ACCEPTED: "✓ yes",
    Verdict.PINNED: "■ pinned",
    Verdict.REFUSED: "✗ no",
}
"""A decision in a mark and a word."""
STAYS = "■ stays"
"""The mark and word of an account that stays where it is."""
_VERDICT_TONES: dict[Verdict, Tone] = {
    Verdict.ACCEPTED: "good",
    Verdict.PINNED: "accent",
    Verdict.REFUSED: "warn",
}


def _verdict(row: MoveRow) -> Cell:
    if row.stays:
        return Cell(STAYS, "accent")
    if row.signed is not None:
        return Cell("✓ signed", "good") if row.signed else Cell("not yet", "warn")
    if row.verdict is None or row.kind is Kind.HEADING:
        return Cell("")
    return Cell(VERDICT_WORDS[row.verdict], _VERDICT_TONES[row.verdict])


def _name(row: MoveRow) -> Cell:
    if row.kind is Kind.HEADING:
        return Cell(row.name, "accent", runs_on=not row.moves)
    tone: Tone = "bad" if row.kind is Kind.BLOCKER else "warn" if row.kind is Kind.NOTE else "plain"
    # A sentence needs the whole line, and has nothing else to say in it.
    return Cell(f"  {row.name}", "muted" if row.kind in (Kind.DECIDED, Kind.CHANGED) else tone, row.kind is Kind.NOTE)


def _from(row: MoveRow) -> Cell:
    return Cell(row.origin, "accent" if row.kind is Kind.HEADING else "plain")


def _to(row: MoveRow) -> Cell:
    return Cell(row.to, "accent" if row.kind is Kind.HEADING else "plain")


def _kind_word(row: MoveRow) -> str:
    if row.kind is Kind.MOVE:
        return "needed" if row.moves[0].forced else "chosen"
    return "blocked" if row.kind is Kind.BLOCKER else ""


def _caution(row: MoveRow) -> Cell:
    return Cell(row.moves[0].caution if row.kind is Kind.MOVE else "", "warn")


def _number(row: MoveRow, text: str) -> Cell:
    if not row.moves:
        return Cell("")
    return Cell(text, "accent" if row.kind is Kind.HEADING else "plain")


def move_columns(by: By) -> tuple[Column[MoveRow], ...]:
    """The columns: whom a heading names already is left out of its lines."""
    verdict: Column[MoveRow] = Column("verdict", "Yours", _verdict, 8, sort_key="verdict")
    name: Column[MoveRow] = Column("name", "Account", _name, 18, flex=3, sort_key="name")
    origin: Column[MoveRow] = Column("from", "From", _from, 11, flex=1, sort_key="from")
    to: Column[MoveRow] = Column("to", "To", _to, 11, flex=1, sort_key="to")
    people = {By.GIVER: (to,), By.RECEIVER: (origin,), By.ORDER: (origin, to)}[by]
    return (verdict, name, *people, *_FIGURES)


_FIGURES: tuple[Column[MoveRow], ...] = (
    Column("hours", "Hours", lambda row: _number(row, hours_short(row.hours)), 6, 0, "right", "hours"),
    Column("arr", "ARR", lambda row: _number(row, money_short(row.arr)), 5, 0, "right", "arr"),
    Column(
        "points", "Points", lambda row: _number(row, f"{row.points / 1000:,.1f}"), 7, 0, "right", "points", priority=2
    ),
    Column("kind", "Kind", lambda row: Cell(_kind_word(row), _kind_tone(row)), 7, sort_key="kind", priority=1),
    Column("caution", "Take care", _caution, 18, flex=2, priority=3),
)


def _kind_tone(row: MoveRow) -> Tone:
    return "bad" if row.kind is Kind.BLOCKER else "accent" if row.moves and row.moves[0].forced else "muted"
