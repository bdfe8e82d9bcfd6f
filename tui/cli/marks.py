"""`lock`, `unlock`, `key`, `escalate`: marks on accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.usecases.marks import (
    CloseEscalation,
    Escalate,
    LockOwner,
    MarkKey,
    close_escalation,
    escalate,
    lock_owner,
    mark_key,
)
from core.usecases.names import find_account, find_person
from core.wording import counted
from tui.cli.asking import account_rows, joined, outlook_of
from tui.cli.exits import no, wrong
from tui.cli.opened import agreed, carry_out, day_of, granted, writing
from tui.cli.options import Common, common_options
from tui.cli.output import say, shown

if TYPE_CHECKING:
    from tui.compose import House

_NAMED = 3


def _chosen(house: House, query: tuple[str, ...]) -> tuple[int, ...]:
    """The customers a filter keeps, said before anything is done to them."""
    rows = account_rows(outlook_of(house), joined(query), active=True)
    if not rows:
        raise no("No customer fits this filter; nothing was changed.")
    names = ", ".join(row.name for row in rows[:_NAMED]) + (", ..." if len(rows) > _NAMED else "")
    say(shown(f"{counted(len(rows), 'account')}: {names}"))
    return tuple(row.id for row in rows)


@click.command("lock")
@click.argument("query", nargs=-1, required=True)
@click.option("--until", required=True, metavar="DAY", help="First day the owner may change again.")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the history.")
@common_options(asks=True)
def lock_command(common: Common, query: tuple[str, ...], until: str, reason: str) -> None:
    """Keep accounts with their owner until a day.

    QUERY is a filter such as `#strategic`, or `id:A12` for one account. A rebalance proposes no move of a locked
    account, and assigning one asks for a reason. `list is:locked` shows them.
    """
    with writing(common) as house:
        accounts = _chosen(house, query)
        _previewed(house, common, LockOwner(accounts, day_of(until, house), reason))


@click.command("unlock")
@click.argument("query", nargs=-1, required=True)
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the history.")
@common_options(asks=True)
def unlock_command(common: Common, query: tuple[str, ...], reason: str) -> None:
    """Let the owner of accounts change again.

    QUERY is a filter such as `is:locked owner:ana`, or `id:A12` for one account; those that are not locked stay as
    they are.
    """
    with writing(common) as house:
        _previewed(house, common, LockOwner(_chosen(house, query), None, reason))


def _previewed(house: House, common: Common, request: LockOwner) -> None:
    change, _ = granted(house.desk.preview(lock_owner, request))
    if len(change.edits) != len(request.accounts):
        say(f"{counted(len(change.edits), 'account')} of them change.")
    agreed(f"{shown(change.says)}?", common)
    carry_out(house, common, lock_owner, request)


@click.command("key")
@click.argument("query", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="Take the mark off.")
@common_options(asks=True)
def key_command(common: Common, query: tuple[str, ...], off: bool) -> None:
    """Mark accounts as key accounts.

    QUERY is a filter such as `arr>500k`, or `id:A12` for one account. `list is:key` shows them.
    """
    with writing(common) as house:
        request = MarkKey(_chosen(house, query), key=not off)
        change, _ = granted(house.desk.preview(mark_key, request))
        agreed(f"{shown(change.says)}?", common)
        carry_out(house, common, mark_key, request)


@click.command("escalate")
@click.argument("account")
@click.option("--reason", default="", metavar="TEXT", help="What it is about.")
@click.option("--by", metavar="PERSON", help="Who raised it.")
@click.option("--since", metavar="DAY", help="Day it was raised; today unless said.")
@click.option("--close", "over", is_flag=True, help="The escalation is over.")
@click.option("--on", metavar="DAY", help="Day it was closed; today unless said.")
@common_options()
def escalate_command(
    common: Common, account: str, reason: str, by: str | None, since: str | None, over: bool, on: str | None
) -> None:
    """Escalate an account to the lead, or close its escalation.

    ACCOUNT is an id such as A12, or a name that fits only one account. Models such as player/coach seat a lead on
    escalated accounts; `list is:escalated` shows them.
    """
    with writing(common) as house:
        number = granted(find_account(house.desk.book, account)).id
        if over:
            if reason or by or since:
                raise wrong("--reason, --by and --since are for a new escalation. With --close only --on goes.")
            carry_out(house, common, close_escalation, CloseEscalation(number, day_of(on, house, past=True)))
            return
        if on is not None:
            raise wrong("--on is the day an escalation was closed. Add --close, or say with --since when it began.")
        who = granted(find_person(house.desk.book, by)).id if by is not None else None
        request = Escalate(number, reason, who, day_of(since, house, past=True))
        carry_out(house, common, escalate, request)
