"""What if not: the same book solved with one move forbidden, or one that was not proposed made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.models.seating import Seating
from core.rebalance.extraction import Extract, extract
from core.rebalance.proposal import Proposal, proposal_of
from core.rebalance.solving import Stop, solved
from core.rebalance.takers import Takers
from core.rebalance.wish import Pair, Wish
from core.wording import counted, hours


@dataclass(frozen=True, slots=True)
class Contrast:
    """The other plan against the proposal."""

    says: str
    """The difference, in a sentence or two; or the rule that forbids it."""
    points: int
    """Thousandths of a point that the other plan costs more; below zero less."""
    moves: int
    """Moves that it has more."""
    over_hours: int
    """Hundredths of an hour beyond capacity that it leaves more."""
    proposal: Proposal | None
    """The other plan; None where a rule forbids it."""


def what_if_not(proposal: Proposal, pair: Pair, stop: Stop = lambda: False) -> Contrast:
    """The proposal without one of its moves: solved again with that pair forbidden."""
    basis = proposal.extract
    wish = replace(basis.wish, refused=basis.wish.refused | {pair}, fixed=basis.wish.fixed - {pair})
    found = _again(basis, wish, stop)
    account, _, person = pair
    head = f"Without the move of {_account(basis, account)} to {_person(basis, person)}"
    return _contrast(proposal, found, head)


def why_not(proposal: Proposal, pair: Pair, stop: Stop = lambda: False) -> Contrast:
    """A move that is not proposed: the rule against it, or what the plan would cost with it."""
    basis = proposal.extract
    account, seat, person = pair
    head = f"With {_account(basis, account)} going to {_person(basis, person)}"
    against = _against(basis, pair)
    if against:
        return Contrast(against, 0, 0, 0, None)
    others = {one for one in basis.wish.fixed if one[:2] != (account, seat)}
    wish = replace(basis.wish, fixed=frozenset(others | {pair}), refused=basis.wish.refused - {pair})
    return _contrast(proposal, _again(basis, wish, stop), head)


def _again(basis: Extract, wish: Wish, stop: Stop) -> Proposal:
    found = extract(basis.book, basis.ledger, basis.day, wish)
    return proposal_of(found, solved(found, stop=stop))


def _against(basis: Extract, pair: Pair) -> str:
    """The rule that forbids a pair; empty when none does."""
    number, key, person = pair
    account = basis.book.accounts.get(number)
    seating = Seating.of(basis.book)
    seat = seating.seat(account, key, basis.day) if account is not None else None
    if account is None or seat is None:
        return f"{_account(basis, number)} has no seat {key}."
    somebody = basis.book.people.get(person)
    if somebody is None:
        return f"{_person(basis, person)} is not there."
    nos = Takers(basis.book, seating, basis.day).nos(account, seat, somebody)
    if nos:
        return nos[0].says
    return "" if somebody.present_on(basis.day) else f"{somebody.name} is not there on the day."


def _contrast(proposal: Proposal, other: Proposal, head: str) -> Contrast:
    points = other.score + other.stranded - proposal.score - proposal.stranded
    moves = other.after.moves - proposal.after.moves
    over = other.after.over_hours - proposal.after.over_hours
    cost = f"{abs(points) / 1000:.1f} points {'more' if points > 0 else 'less'}" if points else "the same"
    parts = [f"{head} the plan costs {cost}"]
    if moves:
        parts.append(f"{counted(abs(moves), 'move')} {'more' if moves > 0 else 'fewer'}")
    if over:
        parts.append(f"{hours(abs(over))} {'more' if over > 0 else 'less'} over")
    better = " The search had not found that plan: pin it to have it." if points < 0 else ""
    return Contrast(f"{', '.join(parts)}.{better}", points, moves, over, other)


def _account(basis: Extract, number: int) -> str:
    account = basis.book.accounts.get(number)
    return account.name if account is not None else f"A{number}"


def _person(basis: Extract, number: int) -> str:
    person = basis.book.people.get(number)
    return person.name if person is not None else f"P{number}"
