"""`rebalance`: the fewest, least disruptive moves after which nobody is over, with their reasons and the proof."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import click

from core.book.change import head_of
from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.draft import STAGED, Decision, RebalanceDraft, Verdict, to_make
from core.rebalance.proposal import Proposal, Status
from core.rebalance.signing import signed_off, unsigned
from core.rebalance.solving import Stopped
from core.rebalance.staleness import staleness
from core.rebalance.wish import Pair, Profile
from core.schema import revise
from core.text import clean, fold
from core.usecases.names import find_account, find_person
from core.usecases.proposals import Solved, batches_of, pair_of, request_of, sheets_of, solve_draft
from core.usecases.rebalance import rebalance
from core.wording import counted, long_day
from core.words import FollowUpPolicy
from tui.cli.asking import outlook_of
from tui.cli.choosing import compared, contrasted, levelled, worth
from tui.cli.exits import no, wrong
from tui.cli.ids import account_id, person_id
from tui.cli.opened import agreed, change_fields, day_of, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, hours_number, put, say, shown, table
from tui.cli.proposal import print_proposal, proposal_document
from tui.cli.sheets import batch_fields, print_batches, print_sheets, sheet_fields
from tui.cli.signing import Signing
from tui.cli.working import Working
from tui.compose import House

__all__ = ["print_proposal", "proposal_document", "rebalance_command"]


@click.command("rebalance")
@click.option("--max-moves", type=click.IntRange(0), metavar="N", help="Most moves; needed ones are not counted.")
@click.option("--max-per-person", type=click.IntRange(1), metavar="N", help="Most accounts that one person gets.")
@click.option("--lock", "locked", metavar="QUERY", help="Accounts that stay where they are.")
@click.option("--freeze", type=click.IntRange(0), metavar="DAYS", help="Accounts that renew so soon stay: 30.")
@click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    help="What counts: fewest moves, a balance (unless said), or revenue that stays (protect).",
)
@click.option("--chains", is_flag=True, help="Everybody may give and take, not only books over or with room.")
@click.option("--target", type=click.IntRange(50, 100), metavar="PERCENT", help="What counts as full; 100 unless said.")
@click.option("--from", "since", metavar="DAY", help="First day of the new holders; today unless said.")
@click.option("--pace", type=click.IntRange(0), metavar="N", help="Most handoffs of one person a week.")
@click.option(
    "--follow-ups",
    type=click.Choice([policy.value for policy in FollowUpPolicy]),
    help="Open follow-ups: leave them (unless said), move those of rules (auto), or move all.",
)
@click.option("--refuse", multiple=True, metavar="ACCOUNT:PERSON", help="A move that must not be made.")
@click.option("--pin", multiple=True, metavar="ACCOUNT:PERSON", help="A move that must be made; to its holder: stay.")
@click.option("--draft", "name", metavar="NAME", help="Keep choices and moves under this name, and go on from there.")
@click.option("--drafts", "listing", is_flag=True, help="List the drafts that are kept.")
@click.option("--drop", is_flag=True, help="Throw the draft away.")
@click.option("--compare-profiles", is_flag=True, help="The three profiles side by side.")
@click.option("--curve", is_flag=True, help="What levelling to 98, 95 and 93 % would cost.")
@click.option("--worth", "worths", is_flag=True, help="What more hours would save, and for whom to hire.")
@click.option("--why-not", "asked", multiple=True, metavar="ACCOUNT:PERSON", help="What this move would mean.")
@click.option("--sheets", "sheeted", is_flag=True, help="A sheet for each person who gets something, for sign-off.")
@click.option("--sign", multiple=True, metavar="PERSON|all", help="Note in the draft that this sheet is signed off.")
@click.option("--unsign", multiple=True, metavar="PERSON|all", help="Take that back.")
@click.option("--if-signed", is_flag=True, help="With --apply: only if every sheet is signed off.")
@click.option("--apply", "apply_now", is_flag=True, help="Make the moves, with a handoff each, as one change.")
@common_options(asks=True)
def rebalance_command(
    common: Common,
    name: str | None,
    listing: bool,
    drop: bool,
    compare_profiles: bool,
    curve: bool,
    worths: bool,
    asked: tuple[str, ...],
    sheeted: bool,
    sign: tuple[str, ...],
    unsign: tuple[str, ...],
    if_signed: bool,
    apply_now: bool,
    **choices: Any,  # noqa: ANN401 - the options that a draft keeps
) -> None:
    """Propose the moves after which nobody is over.

    Each move says why, and how far the plan is from the best possible at most. Nothing is changed without `--apply`.
    Hours are those of the next 30 days without handing over. With `--draft` the choices and the moves are kept: the
    next proposal holds on to what it need not change, and says why where it does. Who gets accounts signs off their
    sheet in the draft; where a list changes, its sign-off is gone. ctrl+c keeps the best so far.
    """
    if name is None and (sign or unsign or if_signed):
        raise wrong("Sign-offs are kept in a draft. Say with --draft in which.")
    if if_signed and not apply_now:
        raise wrong("--if-signed goes with --apply.")
    if drop and name is None:
        raise wrong("Say with --draft which draft to throw away.")
    if name is not None and common.as_of is not None:
        raise wrong("A draft is made on the book as it is now. Leave --as-of out.")
    with (writing if apply_now else reading)(common) as house:
        if listing:
            _list(house, common)
            return
        if drop:
            _drop(house, common, name or "")
            return
        outlook = outlook_of(house)
        before = _kept(house, name)
        draft = _chosen(house, outlook, before or RebalanceDraft(title=clean(name or "")), choices)
        _say_stale(house, before)
        working, begun = Working(), time.perf_counter()
        with working.stoppable():
            try:
                solved = granted(solve_draft(outlook, draft, working.tell, working.stop))
            except Stopped:
                raise no("Stopped before anything was found; nothing was changed.") from None
        seconds = time.perf_counter() - begun
        signing = Signing(house, before)
        solved = signing.signed(solved, sign, unsign)
        found = _told(outlook, common, solved, seconds)
        proposal, stop = solved.proposal, working.stop
        if compare_profiles:
            found["profiles"] = compared(outlook, proposal, stop, json=common.json)
        if curve:
            found["curve"] = levelled(outlook, proposal, stop, json=common.json)
        if worths:
            found["worth"] = worth(proposal, stop, json=common.json)
        if asked:
            pairs = [_pair(outlook, text) for text in asked]
            found["why_not"] = contrasted(proposal, pairs, stop, json=common.json)
        if working.stopped and (compare_profiles or curve or worths or asked):
            say("What was asked besides was not worked out to its end.")
        _say_weeks(outlook, common, solved, found, sheeted=sheeted)
        missing = signing.missing(solved) if name is not None or apply_now else ""
        if name is not None and missing:
            say(f"{missing}.")
        if if_signed and unsigned(solved.draft, to_make(solved.draft, proposal.moves)):
            _write(house, common, solved)
            raise no("Nothing was put in force: not every sheet is signed off.")
        if apply_now and (proposal.moves or solved.draft.purpose in STAGED):
            found["change"] = _apply(house, common, solved, missing)
        elif name is not None:
            found["draft"] = _write(house, common, solved)
    if common.json:
        document(found)
    if proposal.status is Status.STUCK:
        raise no()


def _told(outlook: Outlook, common: Common, solved: Solved, seconds: float) -> dict[str, Any]:
    """Print the proposal, and what it does otherwise than before; the answer is its JSON."""
    seen = Outlook(solved.proposal.extract.book, outlook.moment)
    left = solved.left
    if not common.json:
        for change in solved.changes:
            say(change.says)
        _print(seen, solved.proposal, [one.says for one in left])
    found = proposal_document(seen, solved.proposal, seconds)
    found["left"] = [{"person": person_id(one.person), "over": hours_number(one.over), "why": one.says} for one in left]
    found["changes"] = [
        {
            "account": account_id(change.account),
            "seat": change.seat,
            "was": person_id(change.was),
            "now": person_id(change.now),
            "why": change.says,
        }
        for change in solved.changes
    ]
    return found


def _print(seen: Outlook, proposal: Proposal, left: list[str]) -> None:
    """The proposal, and why not more."""
    if left and not proposal.moves:
        print_proposal(seen, proposal, stuck=" ".join(left))
        return
    if proposal.stopped:
        print_proposal(seen, proposal, "Stopped before anything was found.")
    else:
        print_proposal(seen, proposal)
    for line in left:
        say(line)


def _say_weeks(outlook: Outlook, common: Common, solved: Solved, found: dict[str, Any], *, sheeted: bool) -> None:
    today, book = outlook.moment.today, solved.proposal.extract.book
    parts = batches_of(solved, today)
    found["batches"] = batch_fields(parts)
    if not common.json:
        print_batches(parts)
    if sheeted:
        sheets = sheets_of(solved, today)
        signed = signed_off(solved.draft, to_make(solved.draft, solved.proposal.moves))
        found["sheets"] = sheet_fields(book, sheets, signed)
        if not common.json:
            print_sheets(sheets, signed)


def _apply(house: House, common: Common, solved: Solved, missing: str) -> dict[str, object]:
    """Make the moves and throw the draft away; the answer is the change as JSON fields."""
    request = request_of(solved, house.desk.moment.today)
    what = f"Make {counted(len(request.moves), 'move')}" if request.moves else "Put it in force"
    agreed(shown(f"{f'{missing}. ' if missing else ''}{what}?"), common)
    done = granted(house.desk.do(rebalance, request))
    if solved.draft.id:
        house.proposals.drop(solved.draft.id)
    if not common.json:
        put(shown(f"{done.change.says} (change {done.change.seq})"))
    return change_fields(head_of(done.change))


# Choices ----------------------------------------------------------------------------------------------------


def _chosen(house: House, outlook: Outlook, draft: RebalanceDraft, choices: dict[str, Any]) -> RebalanceDraft:
    """The draft with what the command line says; what it does not say stays."""
    given = {
        field: choices[field]
        for field in ("max_moves", "max_per_person", "locked", "freeze", "target", "pace")
        if choices[field] is not None
    }
    if choices["profile"]:
        given["profile"] = Profile(choices["profile"])
    if choices["follow_ups"]:
        given["follow_ups"] = FollowUpPolicy(choices["follow_ups"])
    if choices["chains"]:
        given["chains"] = True
    day = day_of(choices["since"], house)
    if day is not None:
        if day < outlook.moment.today:
            raise wrong(f"{long_day(day)} has passed. Name today or a later day.")
        given["effective"] = day
    return _decided(outlook, revise(draft, **given), choices["refuse"], choices["pin"])


def _decided(outlook: Outlook, draft: RebalanceDraft, refuse: Iterable[str], pin: Iterable[str]) -> RebalanceDraft:
    """The draft with the decisions of the command line; what contradicts itself is left for the solver to refuse."""
    pinned = list(dict.fromkeys(_pair(outlook, text) for text in pin))
    refused = list(dict.fromkeys(_pair(outlook, text) for text in refuse))
    seats = {pair[:2] for pair in pinned}
    said = {*pinned, *refused}
    kept = [
        one
        for one in draft.decisions
        if one.pair not in said and (one.verdict is Verdict.REFUSED or (one.account, one.seat) not in seats)
    ]
    new = [
        Decision(account=account, seat=seat, to=person, verdict=verdict)
        for pairs, verdict in ((refused, Verdict.REFUSED), (pinned, Verdict.PINNED))
        for account, seat, person in pairs
    ]
    return revise(draft, decisions=(*kept, *new))


def _pair(outlook: Outlook, text: str) -> Pair:
    """The account, seat and person of ``ACCOUNT:PERSON``, or of ``ACCOUNT:SEAT:PERSON``."""
    account, colon, person = text.rpartition(":")
    if not colon or not account.strip() or not person.strip():
        raise wrong(f"“{text}” does not name a move. Write it as ACCOUNT:PERSON, such as A12:Ana.")
    somebody = granted(find_person(outlook.book, person))
    found = find_account(outlook.book, account)
    seat = None
    if isinstance(found, Refusal) and ":" in account:
        whole, _, seat = account.rpartition(":")
        found = find_account(outlook.book, whole)
    return granted(pair_of(outlook, granted(found).id, somebody.id, seat))


# Drafts -----------------------------------------------------------------------------------------------------


def _kept(house: House, name: str | None) -> RebalanceDraft | None:
    """The draft of that name; None where there is none yet."""
    if name is None:
        return None
    if not name.strip():
        raise wrong("Give the draft a name.")
    found = [draft for draft in house.proposals.all() if fold(draft.title.strip()) == fold(name.strip())]
    for note in house.proposals.notes:
        say(note)
    return found[-1] if found else None


def _say_stale(house: House, draft: RebalanceDraft | None) -> None:
    stale = staleness(draft, house.desk.book, house.desk.moment.today, house.desk.heads) if draft is not None else None
    if stale is not None:
        say(stale.says.removesuffix(" Solve it again."))


def _write(house: House, common: Common, solved: Solved) -> dict[str, Any]:
    draft = house.proposals.write(solved.draft)
    if not common.json:
        say(f"Kept as the draft {draft.title}.")
    return _fields(house, draft)


def _fields(house: House, draft: RebalanceDraft) -> dict[str, Any]:
    stale = staleness(draft, house.desk.book, house.desk.moment.today, house.desk.heads)
    return {
        "id": draft.id,
        "name": draft.title,
        "purpose": draft.purpose.value,
        "moves": len(draft.moves),
        "from": draft.effective.isoformat() if draft.effective else None,
        "solved_on": draft.solved_on.isoformat() if draft.solved_on else None,
        "stale": stale.says if stale is not None else None,
        "decisions": [
            {
                "account": account_id(one.account),
                "seat": one.seat,
                "to": person_id(one.to),
                "decision": one.verdict.value,
            }
            for one in draft.decisions
        ],
        "signed": [
            {"person": person_id(one.person), "by": one.by, "at": one.at.isoformat(), "accounts": len(one.seats)}
            for one in draft.signed
        ],
    }


def _list(house: House, common: Common) -> None:
    drafts = [_fields(house, draft) for draft in house.proposals.all()]
    for note in house.proposals.notes:
        say(note)
    if common.json:
        document({"drafts": drafts, "count": len(drafts)})
        return
    columns = (Column("Name", flex=True), Column("For"), Column("Moves", "right"), Column("Solved"), Column("Stale"))
    rows = [
        [one["name"], one["purpose"], str(one["moves"]), one["solved_on"] or "", "stale" if one["stale"] else ""]
        for one in drafts
    ]
    table(columns, rows)


def _drop(house: House, common: Common, name: str) -> None:
    draft = _kept(house, name)
    if draft is None:
        raise wrong(f"There is no draft {name.strip()}. `bookshift rebalance --drafts` lists them.")
    house.proposals.drop(draft.id)
    if common.json:
        document({"dropped": _fields(house, draft)})
    else:
        put(shown(f"Threw the draft {draft.title} away"))
