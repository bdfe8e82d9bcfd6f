"""`rebalance`: the fewest, least disruptive moves after which nobody is over, with their reasons and the proof."""

from __future__ import annotations

import time
from typing import Any

import click

from core.outlook import Outlook
from core.rebalance.proposal import Figures, Proposal, ProposedMove, Status
from core.rebalance.wish import Profile, Wish
from core.usecases.rebalance import GivenMove, RebalanceMoves, given, propose, rebalance
from core.wording import counted, hours_short, hours_whole, money_short, rounded
from tui.cli.asking import account_rows, outlook_of
from tui.cli.exits import no
from tui.cli.ids import account_id, holder_id, person_id
from tui.cli.load import percent_text
from tui.cli.opened import agreed, change_fields, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, bar, document, hours_number, money_number, put, say, shown, table
from tui.compose import House

_COLUMNS = (
    Column("Account", flex=True),
    Column("Seat", spare=1),
    Column("From", flex=True),
    Column("To", flex=True),
    Column("Hours", "right"),
    Column("ARR", "right", spare=2),
    Column("Kind", spare=3),
)


@click.command("rebalance")
@click.option("--max-moves", type=click.IntRange(0), metavar="N", help="Most moves; needed ones are not counted.")
@click.option("--lock", metavar="QUERY", help="Accounts that stay where they are.")
@click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    default=Profile.BALANCED.value,
    help="What counts: fewest moves, a balance, or revenue that stays (protect).",
)
@click.option("--chains", is_flag=True, help="Everybody may give and take, not only books over or with room.")
@click.option(
    "--target",
    type=click.IntRange(50, 100),
    default=100,
    metavar="PERCENT",
    help="What counts as full; 100 unless said.",
)
@click.option("--apply", "apply_now", is_flag=True, help="Make the moves, with a handoff each, as one change.")
@common_options(asks=True)
def rebalance_command(
    common: Common,
    max_moves: int | None,
    lock: str | None,
    profile: str,
    chains: bool,
    target: int,
    apply_now: bool,
) -> None:
    """Propose the moves after which nobody is over.

    Each move says why, and how far the plan is from the best possible at most. Nothing is changed without `--apply`.
    Hours are those of the next 30 days without handing over.
    """
    with (writing if apply_now else reading)(common) as house:
        outlook = outlook_of(house)
        locked = account_rows(outlook, lock) if lock is not None else []
        wish = Wish(
            profile=Profile(profile),
            max_moves=max_moves,
            locked=frozenset(row.id for row in locked),
            chains=chains,
            target=target,
        )
        begun = time.perf_counter()
        proposal = propose(outlook, wish)
        seconds = time.perf_counter() - begun
        if not common.json:
            print_proposal(outlook, proposal)
        change = _apply(house, common, proposal) if apply_now and proposal.moves else None
    if common.json:
        document({**proposal_document(outlook, proposal, seconds), **({"change": change} if change else {})})
    if proposal.status is Status.STUCK:
        raise no()


def _apply(house: House, common: Common, proposal: Proposal) -> dict[str, object]:
    """Make the moves; the answer is the change as JSON fields."""
    from core.book.change import head_of

    agreed(f"Make {counted(len(proposal.moves), 'move')}?", common)
    moves: tuple[GivenMove, ...] = tuple(given(move) for move in proposal.moves)
    done = granted(house.desk.do(rebalance, RebalanceMoves(moves)))
    if not common.json:
        put(shown(f"{done.change.says} (change {done.change.seq})"))
    return change_fields(head_of(done.change))


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
