"""What is wrong with a model in itself, before any book: every fault with its seat, its setting and a sentence.

The file and the screen are held to the same faults; a file tells the first one with its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from core.models.scope import fault_in_scope
from core.models.thresholds import LINE_THRESHOLDS
from core.organisation import Model, SeatLine
from core.wording import listed
from core.words import Duty, SeatHolding


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    seat: int
    """Place of the seat line from 1; 0 where it is the model's own."""
    field: str
    """The setting as a file spells it; empty where several do not fit together."""
    says: str
    """What is wrong and what to do, as a sentence."""


def faults(model: Model, roles: Collection[str] | None) -> tuple[Fault, ...]:
    """Everything that is wrong with a model, in the order of its file; ``roles`` are those there are, None checks none.

    Of one fault that follows from another both are told.
    """
    return tuple(_faults(model, roles))


def _faults(model: Model, roles: Collection[str] | None) -> Iterator[Fault]:
    if not any(seat.carries for seat in model.seats):
        yield Fault(0, "", "no seat carries a duty; add one that does.")
    for place, seat in enumerate(model.seats, 1):
        yield from _seat(place, seat, model.seats[: place - 1], roles)
    yield from _leads(model)
    for role, _ in model.limits_by_role:
        yield from _roles(0, f"limits_by_role.{role}", (role,), roles)
    yield from rule_faults(model.thresholds, model.checks)


# Seats ----------------------------------------------------------------------------------------------------------


def _seat(place: int, seat: SeatLine, before: tuple[SeatLine, ...], roles: Collection[str] | None) -> Iterator[Fault]:
    wrong = fault_in_scope(seat.scope)
    if wrong:
        yield Fault(place, "scope", wrong)
    yield from _roles(place, "", (*seat.roles, *seat.learn), roles)
    yield from (Fault(place, "", says) for says in _work(seat))
    scope = seat.scope.strip()
    if any(one.key == seat.key and one.scope.strip() in ("", scope) for one in before):
        yield Fault(place, "", "an earlier line with this key takes all of its accounts.")
    for duty in seat.carries:
        rival = next((one for one in before if one.scope.strip() == scope and duty in one.carries), None)
        if rival is not None and rival.key != seat.key:
            says = f"{duty.value} is carried by the seat {rival.key} in the same scope already; one duty has one seat."
            yield Fault(place, "", says)


def _work(seat: SeatLine) -> Iterator[str]:
    """What a seat does must fit together: it carries or assists, and only assisting seats have hours of their own."""
    if set(seat.carries) & set(seat.assists):
        yield "a duty is either carried or assisted, not both."
    if not seat.carries and not seat.assists:
        yield "it does nothing; say which duties it carries or assists."
    if seat.carries and (seat.hours is not None or seat.relieves):
        yield "hours and relieves are for seats that only assist; it carries a duty."
    if seat.holder is SeatHolding.OUTSIDE and not seat.function:
        yield "a seat held outside needs its function."


def _roles(place: int, where: str, asked: Collection[str], roles: Collection[str] | None) -> Iterator[Fault]:
    for role in asked:
        if roles is not None and role not in roles:
            near = get_close_matches(role, sorted(roles), n=1, cutoff=0.6)
            hint = f"Did you mean {near[0]}?" if near else f"Roles are {', '.join(sorted(roles))}."
            yield Fault(place, where, f"there is no role “{role}”. {hint}")


# The model ------------------------------------------------------------------------------------------------------


def _leads(model: Model) -> Iterator[Fault]:
    keys = {seat.key for seat in model.seats}
    led = {seat.key for seat in model.seats if seat.holder is SeatHolding.LEAD}
    for stage, key in model.leads:
        where = f"leads.{stage.value}"
        if key not in keys:
            yield Fault(0, where, f"it names the seat “{key}”, and the model has no such seat.")
        elif key in led:
            says = f"it names the seat “{key}”, which is held by the lead of whoever leads; name another seat."
            yield Fault(0, where, says)


def rule_faults(thresholds: Iterable[tuple[str, int]], checks: Collection[str]) -> Iterator[Fault]:
    """A rule or number that nobody reads would be believed to be in force; alignments are held to it too."""
    for name, value in thresholds:
        known = LINE_THRESHOLDS.get(name)
        if known is None:
            yield Fault(0, "thresholds", f"there is no threshold “{name}”. There are {listed(LINE_THRESHOLDS)}.")
        elif not known.low <= value <= known.high:
            span = f"from {known.low} to {known.high:,}" if known.low < known.high else f"{known.low}"
            yield Fault(0, "thresholds", f"{name} must be {span}: {known.says}.")
    if not checks:
        return
    from core.models.rules.registry import RULES  # every rule there is, which a model without checks does not need

    for code in checks:
        if code not in RULES:
            near = get_close_matches(code, list(RULES), n=1, cutoff=0.6)
            hint = f" Did you mean {near[0]}?" if near else ""
            yield Fault(0, "checks", f"there is no finding “{code}”.{hint}")


def uncarried(model: Model) -> tuple[Duty, ...]:
    """The duties no seat carries: an alignment has to give them to somebody else."""
    carried = {duty for seat in model.seats for duty in seat.carries}
    return tuple(duty for duty in Duty if duty not in carried)
