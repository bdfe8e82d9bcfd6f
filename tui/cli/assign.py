"""`assign`: accounts to a person, a pool or nobody, with both loads before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import click

from core.book.book import Book
from core.book.change import Change, head_of
from core.desk import Done
from core.errors import Refusal, RefusalKind
from core.load.ledger import Ledger
from core.outlook import Outlook
from core.rows import AccountRow, Totals
from core.seats import Holder, Tenure
from core.usecases.assign import Assign, assign
from core.usecases.names import find_holder
from core.wording import counted, hours_short, hours_whole, money_short, rounded
from core.words import Band, FollowUpPolicy, TenureKind
from tui.cli.asking import account_rows, joined, outlook_of
from tui.cli.exits import no, refused
from tui.cli.ids import account_id, person_id, pool_id
from tui.cli.load import percent_text
from tui.cli.opened import agreed, change_fields, day_of, granted, writing
from tui.cli.options import Common, common_options
from tui.cli.output import answers, bar, document, hours_number, put, say, shown
from tui.compose import House
from widgets.text import cell_width, fit, plain

NOBODY = "nobody"
"""What --to says to leave a seat vacant."""

BEST = "best"
"""What --to says to spread accounts over everybody who may have them."""

MOST = 10
"""Loads that are shown before and after."""


@click.command("assign")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option("--to", required=True, metavar="WHO", help="A person, pool:KEY, outside:FUNCTION, nobody; A,B,C or best.")
@click.option("--seat", metavar="SEAT", help="Which seat; the one that leads unless said.")
@click.option("--reason", default="", metavar="TEXT", help="Why; a guard such as a near renewal asks for it.")
@click.option("--note", default="", metavar="TEXT", help="What the next holder must know.")
@click.option("--from", "since", metavar="DAY", help="First day; today unless said.")
@click.option("--until", metavar="DAY", help="First day no longer: then it is a cover.")
@click.option("--cover", is_flag=True, help="Stand in for the next leave of the holder.")
@click.option(
    "--follow-ups",
    type=click.Choice([policy.value for policy in FollowUpPolicy]),
    default=FollowUpPolicy.LEAVE.value,
    help="Open follow-ups: leave them, move those of rules (auto), or move all.",
)
@click.option("--overrule", is_flag=True, help="Pass a hard limit, with a reason.")
@common_options(asks=True)
def assign_command(
    common: Common,
    query: tuple[str, ...],
    to: str,
    seat: str | None,
    reason: str,
    note: str,
    since: str | None,
    until: str | None,
    cover: bool,
    follow_ups: str,
    overrule: bool,
) -> None:
    """Give accounts to a person, a pool or nobody, or spread them over several people.

    QUERY is a filter such as `owner:ana seg:small`, or `id:A12` for one account. How many accounts it touches and both
    loads before and after are said first, and asked for on a terminal. `--to A,B,C` spreads them over these people,
    `--to best` over everybody who may have them, by the engine of `rebalance`.
    """
    with writing(common) as house:
        outlook = outlook_of(house)
        rows = account_rows(outlook, joined(query), active=True)
        if not rows:
            raise no("No customer fits this filter; nothing was changed.")
        say(_touched(rows))
        accounts = tuple(row.id for row in rows)
        if _means_several(outlook.book, to):
            if cover:
                raise click.UsageError("Say with --until when the cover of several people ends.")
            from core.usecases.wizards import Spread
            from tui.cli.wizards import spread_accounts

            begun, end = day_of(since, house), day_of(until, house)
            policy = FollowUpPolicy(follow_ups)
            asked = Spread(accounts, (), seat or "", begun, end, reason, note, policy, overrule=overrule)
            spread_accounts(house, common, asked, "" if to.strip().lower() == BEST else to)
            return
        request = Assign(
            accounts=accounts,
            to=_holder(outlook.book, to),
            seat=seat,
            since=day_of(since, house),
            until=day_of(until, house),
            reason=reason,
            note=note,
            follow_ups=FollowUpPolicy(follow_ups),
            overrule=overrule,
            cover=cover,
        )
        request, change = _previewed(house, common, request)
        moving = passing(change)
        if moving != tuple(sorted(row.id for row in rows)):
            say(
                f"{counted(len(moving), 'account')} change hands: families move as one, and who is there already stays."
            )
        covered = _covered(outlook.book, change, request.since or outlook.moment.today)
        if covered:
            says = "stays with its cover" if covered == 1 else "stay with their cover"
            say(f"{counted(covered, 'account')} {says} until that ends.")
        loads = moved_loads(outlook, change, request)
        for line in _bars(loads):
            say(line)
        agreed(f"{shown(change.says)}?", common)
        done = granted(house.desk.do(assign, request))
    _tell(common, done, moving, loads)


def _touched(rows: list[AccountRow]) -> str:
    """How many accounts the command will touch, said before anything else."""
    totals = Totals.of(rows)
    names = ", ".join(row.name for row in rows[:3]) + (", ..." if len(rows) > 3 else "")
    return (
        f"{counted(totals.count, 'account')} ({names}): {money_short(totals.arr)}, {hours_whole(totals.hours)} a month"
    )


def passing(change: Change) -> tuple[int, ...]:
    """The accounts of which a change moves a seat, by id."""
    tenures = (record for edit in change.edits for record in (edit.before, edit.after) if isinstance(record, Tenure))
    return tuple(sorted({tenure.account for tenure in tenures}))


def _covered(book: Book, change: Change, day: date) -> int:
    """How many of the accounts that pass for good are covered on the day, and come to their new holder later."""
    if change.kind != "assign":
        return 0
    made = [edit.after for edit in change.edits if edit.before is None and isinstance(edit.after, Tenure)]
    after, _ = book.apply(change)
    covers = (
        new.account
        for new in made
        for tenure in after.tenures_of(new.account)
        if tenure.kind is TenureKind.COVER and tenure.seat == new.seat and tenure.holds_on(day)
    )
    return len(set(covers))


def _means_several(book: Book, text: str) -> bool:
    """Whether --to asks for several people: everybody who may, or a list of names."""
    if text.strip().lower() == BEST:
        return True
    return "," in text and isinstance(find_holder(book, text), Refusal)


def _holder(book: Book, text: str) -> Holder | None:
    if text.strip().lower() == NOBODY:
        return None
    found = find_holder(book, text)
    if isinstance(found, Refusal):
        raise refused(found)
    return found


def _previewed(house: House, common: Common, request: Assign) -> tuple[Assign, Change]:
    """The change that would be made; where a guard warns, the reason is asked for on a terminal."""
    outcome = house.desk.preview(assign, request)
    if isinstance(outcome, Refusal) and outcome.kind is RefusalKind.REASON and answers() and not common.yes:
        say(str(outcome))
        reason = click.prompt("Reason", default="", show_default=False, err=True)
        if not reason.strip():
            raise no("Nothing was changed.")
        request = replace(request, reason=reason)
        outcome = house.desk.preview(assign, request)
    change, _ = granted(outcome)
    return request, change


# Loads ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MovedLoad:
    """The load of a person or pool before and after a change; hours in hundredths."""

    id: str
    """``P7`` or ``pool:scaled``."""
    name: str
    """Name on screen."""
    before: int
    """Hours before."""
    after: int
    """Hours after."""
    part_before: int | None
    """Utilisation before, in hundredths of a percent."""
    part_after: int | None
    """Utilisation after."""
    band_before: Band
    """The load before in a word."""
    band_after: Band
    """The load after in a word."""


def moved_loads(outlook: Outlook, change: Change, request: Assign) -> tuple[MovedLoad, ...]:
    """The loads that a change moves, over the 30 days from the day it takes effect; the largest shift first."""
    day = max(request.since or outlook.moment.today, outlook.moment.today)
    there = outlook.at(outlook.moment.on(day))
    book, delta = outlook.book.apply(change)
    before, after = there.ledger, there.ledger.after(book, delta)
    moved = [load for load in _loads(book, before, after) if load.before != load.after]
    return tuple(sorted(moved, key=lambda load: -abs(load.after - load.before)))


def _loads(book: Book, before: Ledger, after: Ledger) -> Iterator[MovedLoad]:
    for person in book.people.all():
        old, new = before.person(person.id), after.person(person.id)
        parts = (old.utilisation, new.utilisation, old.band, new.band)
        yield MovedLoad(person_id(person.id) or "", person.name, old.hours, new.hours, *parts)
    for pool in book.pools.all():
        was, now = before.pool(pool.id), after.pool(pool.id)
        figures = (was.utilisation, now.utilisation, was.band, now.band)
        yield MovedLoad(pool_id(book, pool.id) or "", pool.title, was.hours, now.hours, *figures)


def _bars(loads: tuple[MovedLoad, ...]) -> Iterator[str]:
    width = max((cell_width(plain(load.name)) for load in loads[:MOST]), default=0)
    for load in loads[:MOST]:
        before = _bar(load.part_before, load.before, load.band_before)
        after = _bar(load.part_after, load.after, load.band_after).rstrip()
        yield f"  {fit(plain(load.name), width)}  {before}  ->  {after}"
    if len(loads) > MOST:
        yield f"  and {len(loads) - MOST:,} more"


def _bar(part: int | None, hours: int, band: Band) -> str:
    drawn = fit(bar(None if part is None else rounded(part, 100), 10), 15)
    return f"{drawn} {percent_text(part):>6} {hours_short(hours):>6} h {band.value:<8}"


def _tell(common: Common, done: Done, moving: tuple[int, ...], loads: tuple[MovedLoad, ...]) -> None:
    if not common.json:
        put(shown(f"{done.change.says} (change {done.change.seq})"))
        return
    document(
        {
            "change": change_fields(head_of(done.change)),
            "accounts": [account_id(number) for number in moving],
            "count": len(moving),
            "loads": [_load_fields(load) for load in loads],
        }
    )


def _load_fields(load: MovedLoad) -> dict[str, Any]:
    return {
        "id": load.id,
        "name": load.name,
        "before": {
            "hours": hours_number(load.before),
            "utilisation": None if load.part_before is None else load.part_before / 10_000,
            "band": load.band_before.value,
        },
        "after": {
            "hours": hours_number(load.after),
            "utilisation": None if load.part_after is None else load.part_after / 10_000,
            "band": load.band_after.value,
        },
    }
