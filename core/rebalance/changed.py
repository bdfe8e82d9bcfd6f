"""What a new proposal does otherwise than the one before, and why: a sentence for each move that is gone or other."""

from __future__ import annotations

from dataclasses import dataclass

from core.models.seating import Seating
from core.rebalance.draft import DraftMove, RebalanceDraft
from core.rebalance.held import lasting_holder
from core.rebalance.placement import Placement
from core.rebalance.problem import NOBODY
from core.rebalance.proposal import Proposal, ProposedMove
from core.rebalance.takers import Takers
from core.seats import Holder
from core.wording import hours, shortened


@dataclass(frozen=True, slots=True)
class MoveChange:
    """A move of the former proposal that is not in the new one, or goes to somebody else there."""

    account: int
    """Account id; of a family its head."""
    seat: str
    """Seat key."""
    was: int
    """Person id of who was to get it."""
    now: int | None
    """Person id of who is to get it; None where it stays."""
    says: str
    """Why, in a sentence or two."""


def changes_since(before: RebalanceDraft, proposal: Proposal) -> tuple[MoveChange, ...]:
    """Every move of a draft that its next proposal does not make as it was, with the reason.

    Each reason is worked out anew from the book the proposal was made for.
    """
    now = {(move.account, move.seat): move for move in proposal.moves}
    changer = _Changes(before, proposal)
    found = []
    for move in before.moves:
        after = now.get(move.key)
        if after is None or after.to != move.to:
            found.append(
                MoveChange(move.account, move.seat, move.to, after.to if after else None, changer.says(move, after))
            )
    return tuple(found)


class _Changes:
    """A proposal with what its sentences look up."""

    def __init__(self, before: RebalanceDraft, proposal: Proposal) -> None:
        self.before = before
        self.proposal = proposal
        self.extract = proposal.extract
        self.book = proposal.extract.book
        self.plan = Placement(self.extract.problem, proposal.solution.homes)
        units = self.extract.problem.units
        self.places = {(unit.account, unit.seat): place for place, unit in enumerate(units)}
        self.owners = {owner.id: place for place, owner in enumerate(self.extract.problem.owners)}
        self.known = {move.pair for move in before.moves}

    def says(self, move: DraftMove, after: ProposedMove | None) -> str:
        """Why a move is not made as it was."""
        gone = self._gone(move)
        if gone:
            return gone
        head = (
            f"{self._account(move)} goes to {self._name(after.to)} instead"
            if after
            else (f"{self._account(move)} stays{self._with(move.origin)}")
        )
        return f"{head}: {self._because(move, after)}"

    def _gone(self, move: DraftMove) -> str:
        """Why the move cannot be made at all any more, whoever would get the seat; empty when it could."""
        account = self.book.accounts.get(move.account)
        if account is None or not account.is_active:
            return f"{self._account(move)} is no customer any more."
        seating = Seating.of(self.book)
        seat = seating.seat(account, move.seat, self.extract.day)
        if seat is None:
            return f"{account.name} has no seat {move.seat} any more."
        holder = lasting_holder(seating, account, seat, self.extract.day)
        if holder != move.origin:
            return f"{account.name} has changed hands since{self._with(holder)}."
        return ""

    def _because(self, move: DraftMove, after: ProposedMove | None) -> str:
        wish, name = self.extract.wish, self._name(move.to)
        if move.pair in wish.refused:
            return f"it was refused for {name}."
        if after is not None and after.fixed:
            return f"it is fixed to {self._name(after.to)}."
        still = self.extract.still.get(move.key)
        if still:
            return f"it {still}."
        against = self._against(move)
        if against:
            return against
        place = self.places.get(move.key)
        if place is None:
            return self._not_needed(move)
        home = self.owners.get(move.to)
        if home is None or home not in self.extract.problem.fits[self.extract.problem.units[place].homes]:
            return f"{name} has no room any more, with {self._load(move.to)}."
        return self._weighed(move, place, home)

    def _against(self, move: DraftMove) -> str:
        """The rule that keeps somebody from the seat now."""
        person = self.book.people.get(move.to)
        if person is None or person.archived:
            return f"{self._name(move.to)} is gone."
        seated = [one for one in self.extract.seated if one.key == move.key]
        takers = Takers(self.book, Seating.of(self.book), self.extract.day)
        return next(
            (no.says for one in seated for pair in one.members for no in takers.nos(*pair, person)),
            "" if person.present_on(self.extract.day) else f"{person.name} is not there on the day.",
        )

    def _not_needed(self, move: DraftMove) -> str:
        """The seat is not among those that may move: its holder need not give any more."""
        holder = move.origin.person if move.origin is not None else None
        if holder is not None and holder in self.extract.before:
            return f"{self._name(holder)} is not over any more, with {self._load(holder)}."
        return "nothing needs it any more."

    def _weighed(self, move: DraftMove, place: int, home: int) -> str:
        """The move is still possible: what took its room, or what it would cost more."""
        more = self.plan.change(place, home)
        taken = self._news(to=move.to)
        unit = self.extract.problem.units[place]
        owner = self.extract.problem.owners[home]
        full = owner.penalty(self.plan.loads[home] + unit.weight) > owner.penalty(self.plan.loads[home])
        if full or not self.plan.has_quota(place, home):
            if taken:
                return f"the room of {self._name(move.to)} is taken by {taken}."
            return f"{self._name(move.to)} is full, with {hours(self.plan.loads[home])} after all moves."
        if self.plan.homes[place] in (NOBODY, unit.holder):
            giver = self._name(self.extract.problem.owners[unit.holder].id) if unit.holder != NOBODY else ""
            instead = self._news(origin=move.origin)
            goes = f"{instead} now frees enough hours of {giver}" if instead else f"{giver} is not over without it"
            return f"{goes}; moving it too would cost {more / 1000:.1f} points more."
        cost, now = self.extract.problem.cost(place, home), self.extract.problem.cost(place, self.plan.homes[place])
        if now < cost:
            return f"that is {(cost - now) / 1000:.1f} points cheaper now than {self._name(move.to)}."
        return f"with {self._name(move.to)} the whole plan would cost {more / 1000:.1f} points more."

    def _news(self, to: int | None = None, origin: Holder | None = None) -> str:
        """The accounts of moves that were not there before, to somebody or from somebody."""
        names = [
            self.book.accounts[one.account].name
            for one in self.proposal.moves
            if (one.account, one.seat, one.to) not in self.known
            and (to is None or one.to == to)
            and (origin is None or one.origin == origin)
        ]
        return shortened(names)

    def _account(self, move: DraftMove) -> str:
        account = self.book.accounts.get(move.account)
        return account.name if account is not None else f"A{move.account}"

    def _with(self, holder: Holder | None) -> str:
        return f" with {self._name(holder.person)}" if holder is not None and holder.person is not None else ""

    def _name(self, person: int) -> str:
        found = self.book.people.get(person)
        return found.name if found is not None else f"P{person}"

    def _load(self, person: int) -> str:
        had, room = self.extract.before.get(person, 0), self.extract.capacities.get(person, 0)
        return f"{hours(had)} of {hours(room)}"
