"""`leave`, `join`, `fill`: one book is given to others, covered, or made anew; nothing changes without `--apply`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from core.book.book import Book
from core.book.change import head_of
from core.errors import Refusal, RefusalKind
from core.outlook import Outlook
from core.people import Person
from core.rebalance.draft import STAGED, Purpose, RebalanceDraft
from core.rebalance.proposal import Status
from core.usecases.fields import Reading, read_fields
from core.usecases.names import find_person
from core.usecases.proposals import Solved, request_of, solve_draft
from core.usecases.rebalance import RebalanceMoves, rebalance
from core.usecases.staging import newcomer_of, stage_lines
from core.usecases.team_fields import PERSON_FIELDS
from core.usecases.wizards import Away, Fill, Joins, Leaves, Spread, away, fill, joins, leaves, spread
from core.words import FollowUpPolicy
from tui.cli.asking import account_rows, joined, outlook_of
from tui.cli.exits import no
from tui.cli.ids import account_id, person_id
from tui.cli.opened import agreed, change_fields, day_of, granted, reading, writing
from tui.cli.options import Common, Decorator, common_options
from tui.cli.output import answers, document, put, say, shown
from tui.cli.rebalance import print_proposal, proposal_document
from tui.compose import House


def _follow_ups(policy: FollowUpPolicy) -> Decorator:
    return click.option(
        "--follow-ups",
        type=click.Choice([one.value for one in FollowUpPolicy]),
        default=policy.value,
        show_default=True,
        help="Open follow-ups: leave them, move those of rules (auto), or move all.",
    )


_APPLY = click.option("--apply", "apply_now", is_flag=True, help="Put it in force as one change.")
_TO = click.option("--to", metavar="WHO,WHO", help="Only these people take; everybody who may unless said.")


@click.command("leave")
@click.argument("person")
@click.option("--on", "day", metavar="DAY", help="Last day here; with --until the first day away.")
@click.option("--until", metavar="DAY", help="First day back: then it is a leave, and others stand in.")
@click.option("--open-seat", is_flag=True, help="An open position takes the seats, for who is hired.")
@click.option("--title", default="", metavar="TEXT", help="What the open position is called.")
@click.option("--hire-from", metavar="DAY", help="Day on which somebody is expected in it.")
@click.option("--cover", is_flag=True, help="Others stand in until then.")
@_TO
@click.option("--lead", metavar="PERSON", help="Who leads their reports from now on; their own lead unless said.")
@click.option("--reason", default="", metavar="TEXT", help="Why somebody is on leave; private.")
@click.option("--note", default="", metavar="TEXT", help="What the next holders must know.")
@_follow_ups(FollowUpPolicy.ALL)
@_APPLY
@common_options(asks=True)
def leave_command(
    common: Common,
    person: str,
    day: str | None,
    until: str | None,
    open_seat: bool,
    title: str,
    hire_from: str | None,
    cover: bool,
    to: str | None,
    lead: str | None,
    reason: str,
    note: str,
    follow_ups: str,
    apply_now: bool,
) -> None:
    """Give the book of somebody who leaves to others, or cover somebody on leave.

    With `--until` it is a leave: others stand in, nobody loses an account, and all comes back by itself. Ordinary
    holiday is already outside the hours and is not entered. Without it the employment ends after the day given: every
    seat gets another holder, or an open position takes them.
    """
    policy = FollowUpPolicy(follow_ups)
    if until is not None and (open_seat or cover or hire_from or lead or title):
        raise click.UsageError(
            "A leave ends by itself: leave out --open-seat, --title, --hire-from, --cover and --lead."
        )
    if reason and until is None:
        raise click.UsageError("--reason is for a leave, with --until.")

    def draft(house: House, outlook: Outlook) -> RebalanceDraft | Refusal:
        who = granted(find_person(outlook.book, person))
        among = people_named(outlook.book, to)
        on = day_of(day, house)
        if until is None:
            start = day_of(hire_from, house)
            next_lead = granted(find_person(outlook.book, lead)).id if lead is not None else None
            asked = Leaves(who.id, on, open_seat or bool(title), title, start, cover, among, next_lead, policy, note)
            return leaves(outlook, asked)
        if on is None:
            raise click.UsageError("Say with --on which day is the first day away.")
        back = day_of(until, house)
        assert back is not None
        return away(outlook, Away(who.id, on, back, among, reason, policy, note))

    propose_draft(common, draft, apply_now=apply_now)


@click.command("join")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, metavar="ROLE", help='Role, such as csm or "csm 60".')
@click.option("--on", "day", required=True, metavar="DAY", help="First day.")
@click.option("--fte", metavar="PERCENT", help="Part of a full-time position.")
@click.option("--segment", "segments", multiple=True, metavar="KEY", help="Segment served; may be given several times.")
@click.option("--region", "regions", multiple=True, metavar="TEXT", help="Region served.")
@click.option("--language", "languages", multiple=True, metavar="TEXT", help="Language spoken.")
@click.option("--skill", "skills", multiple=True, metavar="TEXT", help="Skill.")
@click.option("--set", "others", multiple=True, metavar="FIELD=VALUE", help="Any other field, such as email or team.")
@click.option("--lead", metavar="PERSON", help="Who leads them.")
@click.option("--ramped", is_flag=True, help="Needs no ramp.")
@click.option(
    "--month", type=click.IntRange(1, 24), metavar="N", help="Month the book is made for; the third unless said."
)
@click.option(
    "--pace", type=click.IntRange(0), default=0, metavar="N", help="Most accounts a week; all at once unless said."
)
@click.option(
    "--target",
    type=click.IntRange(50, 100),
    metavar="PERCENT",
    help="Above which load others give; what fills the book unless said.",
)
@_follow_ups(FollowUpPolicy.ALL)
@_APPLY
@common_options(asks=True)
def join_command(
    common: Common,
    name: str,
    roles: tuple[str, ...],
    day: str,
    fte: str | None,
    segments: tuple[str, ...],
    regions: tuple[str, ...],
    languages: tuple[str, ...],
    skills: tuple[str, ...],
    others: tuple[str, ...],
    lead: str | None,
    ramped: bool,
    month: int | None,
    pace: int,
    target: int | None,
    follow_ups: str,
    apply_now: bool,
) -> None:
    """Add somebody who joins, with a book taken from those who have most.

    The book fills 95 % of what the new colleague can do in a month of the ramp: the third, unless said otherwise
    (ours). Only accounts they may have are proposed.
    """
    lists = (
        ("roles", roles),
        ("segments", segments),
        ("regions", regions),
        ("languages", languages),
        ("skills", skills),
    )
    texts = [(word, ", ".join(values)) for word, values in lists if values]
    texts += [(word, text) for word, text in (("fte", fte), ("lead", lead)) if text is not None]
    texts += [("ramped", "yes")] if ramped else []
    texts += [_pair(text) for text in others]

    def draft(house: House, outlook: Outlook) -> RebalanceDraft | Refusal:
        fields = granted(read_fields(PERSON_FIELDS, tuple(texts), Reading(outlook.book, outlook.moment)))
        starts = day_of(day, house)
        assert starts is not None
        return joins(outlook, Joins(name, starts, fields, month, pace, target, FollowUpPolicy(follow_ups)))

    propose_draft(common, draft, apply_now=apply_now)


def _pair(text: str) -> tuple[str, str]:
    word, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(f"“{text}” is not a field with its value. Write it as FIELD=VALUE.")
    return word, value


@click.command("fill")
@click.argument("query", nargs=-1)
@_TO
@click.option("--from", "since", metavar="DAY", help="First day; today unless said.")
@_APPLY
@common_options(asks=True)
def fill_command(common: Common, query: tuple[str, ...], to: str | None, since: str | None, apply_now: bool) -> None:
    """Give homes to accounts without a holder.

    QUERY is a filter over accounts; without one it is all whose seats have work, or will soon.
    """

    def draft(house: House, outlook: Outlook) -> RebalanceDraft | Refusal:
        rows = account_rows(outlook, joined(query), active=True) if query else None
        accounts = tuple(row.id for row in rows) if rows is not None else None
        return fill(outlook, Fill(accounts, people_named(outlook.book, to), day_of(since, house)))

    propose_draft(common, draft, apply_now=apply_now)


# Spreading, for `assign` ------------------------------------------------------------------------------------


def spread_accounts(house: House, common: Common, asked: Spread, to: str) -> None:
    """Spread accounts over the people named, or everybody who may; a guard asks for its reason on a terminal."""
    outlook = outlook_of(house)
    asked = replace(asked, among=people_named(outlook.book, to))
    solved = granted(solve_draft(outlook, granted(spread(outlook, asked))))
    preview = house.desk.preview(rebalance, request_of(solved, outlook.moment.today))
    if isinstance(preview, Refusal) and preview.kind is RefusalKind.REASON and answers() and not common.yes:
        say(str(preview))
        reason = click.prompt("Reason", default="", show_default=False, err=True)
        if not reason.strip():
            raise no("Nothing was changed.")
        solved = granted(solve_draft(outlook, granted(spread(outlook, replace(asked, reason=reason)))))
    _answer(house, common, outlook, solved, 0.0, apply_now=True)


def people_named(book: Book, text: str | None) -> tuple[int, ...]:
    """The people of a list of names; none for nothing."""
    parts = [part.strip() for part in (text or "").split(",")]
    return tuple(dict.fromkeys(granted(find_person(book, part)).id for part in parts if part))


# Proposing --------------------------------------------------------------------------------------------------


def propose_draft(
    common: Common, made: Callable[[House, Outlook], RebalanceDraft | Refusal], *, apply_now: bool
) -> None:
    """Solve a draft, print its proposal, and put it in force if that is asked for."""
    with (writing if apply_now else reading)(common) as house:
        outlook = outlook_of(house)
        draft = granted(made(house, outlook))
        begun = time.perf_counter()
        solved = granted(solve_draft(outlook, draft))
        _answer(house, common, outlook, solved, time.perf_counter() - begun, apply_now=apply_now)


def _answer(house: House, common: Common, outlook: Outlook, solved: Solved, seconds: float, *, apply_now: bool) -> None:
    proposal, draft = solved.proposal, solved.draft
    seen = Outlook(proposal.extract.book, outlook.moment)
    if not common.json:
        for line in stage_lines(outlook.book, draft):
            say(line)
        print_proposal(seen, proposal, _nothing(draft), "Nobody who may take them has room: nothing can move.")
    change = None
    if apply_now and (proposal.moves or draft.purpose in STAGED):
        change = _apply(house, common, request_of(solved, outlook.moment.today))
    if common.json:
        found = {**proposal_document(seen, proposal, seconds), **special(proposal.extract.book, draft)}
        document({**found, **({"change": change} if change else {})})
    if proposal.status is Status.STUCK:
        raise no()


def _apply(house: House, common: Common, request: RebalanceMoves) -> dict[str, object]:
    change, _ = granted(house.desk.preview(rebalance, request))
    agreed(f"{shown(change.says)}?", common)
    done = granted(house.desk.do(rebalance, request))
    if not common.json:
        put(shown(f"{done.change.says} (change {done.change.seq})"))
    return change_fields(head_of(done.change))


def _nothing(draft: RebalanceDraft) -> str:
    if draft.purpose is Purpose.FILL:
        return "Every account that needs a holder has one."
    if draft.purpose is Purpose.JOINS:
        return "Nobody has so much that an account the new colleague may have should move."
    if draft.purpose is Purpose.SPREAD:
        return "Every account stays with who has it."
    return "No seat needs anybody else."


# What is special --------------------------------------------------------------------------------------------


def special(book: Book, draft: RebalanceDraft) -> dict[str, Any]:
    """What goes with the moves, as JSON fields; why somebody is away stays private."""
    stage = draft.stage
    found: dict[str, Any] = {
        "purpose": draft.purpose.value,
        "person": person_id(draft.about[0]) if draft.about else None,
        "from": draft.effective.isoformat() if draft.effective else None,
        "until": draft.until.isoformat() if draft.until else None,
    }
    if draft.purpose is Purpose.LEAVE and stage is not None:
        opened = book.people.get(newcomer_of(draft) or 0)
        found["open_seat"] = _vacancy_fields(opened) if opened is not None else None
    if draft.purpose is Purpose.JOINS and stage is not None:
        found |= {"name": book.people[draft.about[0]].name, "month": stage.month, "target": draft.target}
    if draft.purpose is Purpose.SPREAD and stage is not None:
        accounts = [account_id(number) for number in stage.accounts or ()]
        found |= {"accounts": accounts, "count": len(accounts), "among": [person_id(one) for one in stage.among]}
    return found


def _vacancy_fields(opened: Person) -> dict[str, Any]:
    return {
        "id": person_id(opened.id),
        "name": opened.name,
        "starts": opened.starts.isoformat() if opened.starts else None,
        "fte": opened.fte,
        "roles": [held.role for held in opened.roles],
    }
