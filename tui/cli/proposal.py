"""A proposal as a command prints it: one JSON document, or a table with the reasons, the loads and the proof."""

from __future__ import annotations

from typing import Any

from core.outlook import Outlook
from core.rebalance.proposal import Figures, Proposal, ProposedMove, Status
from core.wording import counted, hours_short, hours_whole, money_short, rounded
from tui.cli.ids import account_id, holder_id, person_id
from tui.cli.load import percent_text
from tui.cli.output import Column, bar, hours_number, money_number, put, say, shown, table

_COLUMNS = (
    Column("Account", flex=True),
    Column("Seat", spare=1),
    Column("From", flex=True),
    Column("To", flex=True),
    Column("Hours", "right"),
    Column("ARR", "right", spare=2),
    Column("Kind", spare=3),
)


# JSON -------------------------------------------------------------------------------------------------------


def proposal_document(outlook: Outlook, proposal: Proposal, seconds: float) -> dict[str, Any]:
    """A proposal as a JSON document."""
    currency = outlook.book.policy.currency
    return {
        "as_of": outlook.moment.today.isoformat(),
        "status": proposal.status.value,
        "moves": [_move_fields(outlook, move, currency) for move in proposal.moves],
        "blockers": [{"account": account_id(b.account), "seat": b.seat, "why": b.says} for b in proposal.blockers],
        "notes": list(proposal.notes),
        "people": [
            {
                "id": person_id(person),
                "name": outlook.book.people[person].name,
                "hours_before": hours_number(before),
                "hours_after": hours_number(proposal.hours_after[person]),
            }
            for person, before in proposal.hours_before.items()
        ],
        "before": _figure_fields(proposal.before, currency),
        "after": _figure_fields(proposal.after, currency),
        "score": proposal.score / 1000,
        "bound": proposal.bound / 1000,
        "gap": proposal.gap,
        "proof": proposal.proof,
        "seconds": round(seconds, 3),
    }


def _move_fields(outlook: Outlook, move: ProposedMove, currency: str) -> dict[str, Any]:
    return {
        "account": account_id(move.account),
        "accounts": [account_id(number) for number in move.accounts],
        "seat": move.seat,
        "from": holder_id(outlook.book, move.origin),
        "to": person_id(move.to),
        "hours": hours_number(move.hours),
        "arr": money_number(move.arr, currency),
        "points": move.points / 1000,
        "forced": bool(move.forced),
        "caution": move.caution or None,
        "why": move.why,
    }


def _figure_fields(figures: Figures, currency: str) -> dict[str, Any]:
    most = figures.max_utilisation
    return {
        "over_hours": hours_number(figures.over_hours),
        "max_utilisation": None if most is None else most / 10_000,
        "moves": figures.moves,
        "arr_moved": money_number(figures.arr_moved, currency),
    }


# Text -------------------------------------------------------------------------------------------------------


def print_proposal(
    outlook: Outlook,
    proposal: Proposal,
    nothing: str = "Nobody is over: nothing is to be moved.",
    stuck: str = "Nothing can move: nobody who may take an account has room.",
) -> None:
    """What cannot be mended first, then the moves with their reasons, the loads and the proof.

    The outlook is on the book that was solved; the two sentences are said where nothing moves.
    """
    for blocker in proposal.blockers:
        put(shown(blocker.says))
    for note in proposal.notes:
        say(note)
    if not proposal.moves:
        say(stuck if proposal.status is Status.STUCK else nothing)
        return
    table(_COLUMNS, [_line(outlook, move) for move in proposal.moves])
    put()
    for move in proposal.moves:
        caution = f" Take care: {move.caution}." if move.caution else ""
        put(shown(f"{account_id(move.account)} {outlook.book.accounts[move.account].name}: {move.why}{caution}"))
    put()
    for line in _loads(outlook, proposal):
        put(line)
    before, after = proposal.before, proposal.after
    say(
        f"{counted(after.moves, 'move')}, {money_short(after.arr_moved)} of ARR: from {hours_whole(before.over_hours)} "
        f"over to {hours_whole(after.over_hours)}, at most {percent_text(after.max_utilisation)}."
    )
    say(proposal.proof)


def _line(outlook: Outlook, move: ProposedMove) -> list[str]:
    book = outlook.book
    more = f" +{len(move.accounts) - 1}" if len(move.accounts) > 1 else ""
    origin = book.people[move.origin.person].name if move.origin and move.origin.person else "nobody"
    return [
        f"A{move.account} {book.accounts[move.account].name}{more}",
        move.seat,
        origin,
        book.people[move.to].name,
        hours_short(move.hours),
        money_short(move.arr),
        "needed" if move.forced else "chosen",
    ]


def _loads(outlook: Outlook, proposal: Proposal) -> list[str]:
    """A bar before and after for everybody whose load changes."""
    changed = [p for p, before in proposal.hours_before.items() if proposal.hours_after[p] != before]
    lines = []
    for person in sorted(changed, key=lambda one: proposal.hours_after[one] - proposal.hours_before[one]):
        room = proposal.extract.capacities[person]
        before, after = (_bar(hours[person], room) for hours in (proposal.hours_before, proposal.hours_after))
        lines.append(shown(f"  {outlook.book.people[person].name}: {before} -> {after}"))
    return lines


def _bar(hours: int, room: int) -> str:
    part = None if room < 100 else rounded(hours * 100, room)
    return f"{bar(part, 10)} {hours_short(hours)} h{'' if part is None else f' {part} %'}"
