"""`step` and `handoff`: what is owed, by whom, until when."""

from __future__ import annotations

from datetime import date

import click

from core.book.book import Book
from core.conversations import FollowUp
from core.seats import Handoff
from core.usecases.follow_up import (
    AddFollowUp,
    DropFollowUps,
    FinishFollowUps,
    PostponeFollowUps,
    ReassignFollowUps,
    add_follow_up,
    drop_follow_ups,
    finish_follow_ups,
    postpone_follow_ups,
    reassign_follow_ups,
)
from core.usecases.hand_over import (
    CloseHandoff,
    ExtendHandoff,
    OpenHandoff,
    TickStep,
    close_handoff,
    extend_handoff,
    open_handoff,
    tick_step,
)
from core.usecases.names import find_account, find_holder, find_person
from core.usecases.wording import holder_text
from core.wording import UNKNOWN
from tui.cli.ids import account_id, person_id
from tui.cli.opened import carry_out, day_of, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, put, shown, table

# Follow-ups -------------------------------------------------------------------------------------------------


@click.group("step", invoke_without_command=True)
@click.option("--account", metavar="ACCOUNT", help="Only of this account.")
@click.option("--owner", metavar="PERSON", help="Only of this person.")
@click.option("--all", "closed", is_flag=True, help="With those that are done or dropped.")
@common_options()
@click.pass_context
def step_command(ctx: click.Context, common: Common, account: str | None, owner: str | None, closed: bool) -> None:
    """List, add, finish or drop follow-ups.

    Without a further command: the open ones, what is due first.
    """
    if ctx.invoked_subcommand is not None:
        ctx.obj = common
        return
    with reading(common) as house:
        book, today = house.desk.book, house.desk.moment.today
    only = granted(find_account(book, account)).id if account is not None else None
    whose = granted(find_person(book, owner)).id if owner is not None else None
    steps = [
        step
        for step in book.followups.all()
        if (closed or step.is_open) and only in (None, step.account) and whose in (None, step.owner)
    ]
    steps.sort(key=lambda step: (step.due is None, step.due or today, step.id))
    if common.json:
        document({"steps": [_step_fields(step) for step in steps], "count": len(steps)})
        return
    columns = (Column("No", "right"), Column("Due"), Column("Account", flex=True), Column("Step", flex=True))
    table((*columns, Column("Owner"), Column("State")), [_step_line(book, step, today) for step in steps])


def _step_line(book: Book, step: FollowUp, today: date) -> list[str]:
    due = step.due
    state = "done" if step.done_on else "dropped" if step.dropped else "late" if due and due < today else "open"
    account = book.accounts[step.account].name if step.account is not None else UNKNOWN
    owner = book.people[step.owner].name if step.owner is not None else "who leads"
    return [str(step.id), due.isoformat() if due else UNKNOWN, account, step.text, owner, state]


def _step_fields(step: FollowUp) -> dict[str, object]:
    return {
        "id": step.id,
        "account": account_id(step.account),
        "text": step.text,
        "owner": person_id(step.owner),
        "due": step.due.isoformat() if step.due else None,
        "done_on": step.done_on.isoformat() if step.done_on else None,
        "dropped": step.dropped,
        "origin": step.origin.value,
        "routine": step.routine,
    }


_STEPS = click.argument("steps", nargs=-1, type=int, required=True, metavar="NO...")


@step_command.command("add")
@click.argument("account")
@click.argument("text")
@click.option("--due", metavar="DAY", help="Day it is due.")
@click.option("--owner", metavar="PERSON", help="Who owes it; whoever leads the account unless said.")
@common_options()
def step_add(common: Common, account: str, text: str, due: str | None, owner: str | None) -> None:
    """Add a next step."""
    with writing(common) as house:
        book = house.desk.book
        number = granted(find_account(book, account)).id
        whose = granted(find_person(book, owner)).id if owner is not None else None
        carry_out(house, common, add_follow_up, AddFollowUp(number, text, day_of(due, house), whose))


@step_command.command("done")
@_STEPS
@click.option("--on", metavar="DAY", help="Day it was done; today unless said.")
@common_options()
def step_done(common: Common, steps: tuple[int, ...], on: str | None) -> None:
    """Mark steps as done."""
    with writing(common) as house:
        carry_out(house, common, finish_follow_ups, FinishFollowUps(steps, day_of(on, house, past=True)))


@step_command.command("drop")
@_STEPS
@common_options()
def step_drop(common: Common, steps: tuple[int, ...]) -> None:
    """Give steps up."""
    with writing(common) as house:
        carry_out(house, common, drop_follow_ups, DropFollowUps(steps))


@step_command.command("give")
@_STEPS
@click.option("--to", required=True, metavar="PERSON", help="Who owes them from now on; “nobody” for who leads.")
@common_options()
def step_give(common: Common, steps: tuple[int, ...], to: str) -> None:
    """Hand steps to somebody else."""
    with writing(common) as house:
        whose = None if to == "nobody" else granted(find_person(house.desk.book, to)).id
        carry_out(house, common, reassign_follow_ups, ReassignFollowUps(steps, whose))


@step_command.command("move")
@_STEPS
@click.option("--due", required=True, metavar="DAY", help="The new day.")
@common_options()
def step_move(common: Common, steps: tuple[int, ...], due: str) -> None:
    """Give steps another due day."""
    with writing(common) as house:
        carry_out(house, common, postpone_follow_ups, PostponeFollowUps(steps, day_of(due, house)))


# Handoffs ---------------------------------------------------------------------------------------------------


@click.group("handoff", invoke_without_command=True)
@click.option("--all", "closed", is_flag=True, help="With those that are closed.")
@common_options()
@click.pass_context
def handoff_command(ctx: click.Context, common: Common, closed: bool) -> None:
    """List handoffs, tick their steps or close one.

    Without a further command: the open ones with their checklists, what is due first.
    """
    if ctx.invoked_subcommand is not None:
        ctx.obj = common
        return
    with reading(common) as house:
        book = house.desk.book
    handoffs = [item for item in book.handoffs.all() if closed or item.closed_on is None]
    handoffs.sort(key=lambda item: (item.due, item.id))
    if common.json:
        document({"handoffs": [_handoff_fields(book, item) for item in handoffs], "count": len(handoffs)})
        return
    for item in handoffs:
        put(shown(_handoff_line(book, item)))
        for place, step in enumerate(item.checklist, 1):
            mark = "x" if step.done_on else " "
            put(shown(f"  {place}. [{mark}] {step.text} ({step.party.value})"))


def _handoff_line(book: Book, item: Handoff) -> str:
    to = holder_text(book, item.incoming) if item.incoming else "nobody yet"
    state = f"closed {item.closed_on}" if item.closed_on else f"due {item.due}"
    return f"{item.id}  {book.accounts[item.account].name}: {item.seat} to {to}, {state}"


def _handoff_fields(book: Book, item: Handoff) -> dict[str, object]:
    return {
        "id": item.id,
        "account": account_id(item.account),
        "seat": item.seat,
        "kind": item.kind.value,
        "outgoing": holder_text(book, item.outgoing) if item.outgoing else None,
        "incoming": holder_text(book, item.incoming) if item.incoming else None,
        "opened_on": item.opened_on.isoformat(),
        "due": item.due.isoformat(),
        "closed_on": item.closed_on.isoformat() if item.closed_on else None,
        "checklist": [
            {"text": step.text, "party": step.party.value, "done_on": step.done_on and step.done_on.isoformat()}
            for step in item.checklist
        ],
        "reason": item.reason,
        "note": item.note,
    }


@handoff_command.command("open")
@click.argument("account")
@click.option("--seat", required=True, metavar="SEAT", help="The seat that passes.")
@click.option("--to", metavar="WHO", help="Who gets it: a person, pool:KEY or outside:FUNCTION.")
@click.option("--due", metavar="DAY", help="Day it should be closed.")
@click.option("--reason", default="", metavar="TEXT", help="Why it passes.")
@click.option("--note", default="", metavar="TEXT", help="What the next holder must know.")
@common_options()
def handoff_open(
    common: Common, account: str, seat: str, to: str | None, due: str | None, reason: str, note: str
) -> None:
    """Open a handoff with the standard checklist."""
    from core.models.seating import Seating  # listing needs none of it

    with writing(common) as house:
        book, day = house.desk.book, house.desk.moment.today
        found = granted(find_account(book, account))
        seating = Seating.of(book)
        asked = seating.seat(found, seat, day)
        request = OpenHandoff(
            account=found.id,
            seat=seat,
            outgoing=seating.holder(found, asked, day) if asked is not None else None,
            incoming=granted(find_holder(book, to)) if to is not None else None,
            due=day_of(due, house),
            reason=reason,
            note=note,
        )
        carry_out(house, common, open_handoff, request)


@handoff_command.command("tick")
@click.argument("handoff", type=int)
@click.argument("place", type=int)
@click.option("--off", is_flag=True, help="Take the tick off.")
@common_options()
def handoff_tick(common: Common, handoff: int, place: int, off: bool) -> None:
    """Tick step PLACE of a handoff's checklist."""
    with writing(common) as house:
        carry_out(house, common, tick_step, TickStep(handoff, place, done=not off))


@handoff_command.command("extend")
@click.argument("handoff", type=int)
@click.option("--due", required=True, metavar="DAY", help="The new day.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it takes longer.")
@common_options()
def handoff_extend(common: Common, handoff: int, due: str, reason: str) -> None:
    """Give a handoff more time."""
    with writing(common) as house:
        day = day_of(due, house)
        assert day is not None
        carry_out(house, common, extend_handoff, ExtendHandoff(handoff, day, reason))


@handoff_command.command("close")
@click.argument("handoff", type=int)
@click.option("--reason", default="", metavar="TEXT", help="Why, when steps are still open.")
@common_options()
def handoff_close(common: Common, handoff: int, reason: str) -> None:
    """Close a handoff; the outgoing holder's overlap ends."""
    with writing(common) as house:
        carry_out(house, common, close_handoff, CloseHandoff(handoff, reason))
