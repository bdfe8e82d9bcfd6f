"""Mends that write a step down: follow-ups, handoffs, a lock on the owner, routine work handed on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.accounts import Account
from core.book.change import Edit, updated
from core.conversations import FollowUp
from core.journey import renews_on
from core.models.mend import Mend
from core.models.rules.journey import follow_up_due
from core.models.rules.leadership import is_lead
from core.models.rules.subjects import AccountFacts
from core.models.rules.sums import ROUTINE_DAYS, in_touch, neglected, unasked
from core.schema import revise
from core.usecases.follow_up import AddFollowUp, ReassignFollowUps, add_follow_up, reassign_follow_ups
from core.usecases.hand_over import CloseHandoff, OpenHandoff, close_handoff, open_handoff
from core.usecases.look import the_handoff, the_person
from core.usecases.mend_seats import best_for
from core.usecases.mending import Case, Mended
from core.usecases.refusing import refuse
from core.wording import counted, short_date
from core.words import HandoffKind

LOCK_DAYS = 90
"""Days for which a locked owner stays. Ours."""
LATE = "its due day had passed"
"""Reason kept with a late handoff that is closed with steps open."""


def followed_up(case: Case, request: Mend) -> Mended:
    """Write the finding's follow-up for whoever acts in the lead seat."""
    account = case.account(request.account)
    edits, due = _follow_up(case, account, request.word, request.code)
    return Mended(f"Add “{request.word}”, due {short_date(due)}", tuple(edits))


def all_followed_up(case: Case, request: Mend) -> Mended:
    """Write a follow-up for each account of a segment or line that nobody is in touch with."""
    late = list(_out_of_touch(case, request))
    if not late:
        refuse("Somebody is in touch with all these accounts, or about to be. Look at the findings again.")
    steps = (_follow_up(case, it.account, f"Get in touch with {it.name}", request.code) for it in late)
    edits = [edit for step, _ in steps for edit in step]
    return Mended(f"Add a follow-up for each of {counted(len(late), 'account')}", tuple(edits))


def _out_of_touch(case: Case, request: Mend) -> Iterator[AccountFacts]:
    facts = case.facts
    for it in facts.accounts.all():
        if it.line is None or not it.seats:
            continue
        if request.code == "SEG-UNDERSERVED":
            judged = it.last is not None or it.account.started is not None
            if it.account.segment == request.word and judged and not in_touch(facts, it):
                yield it
        elif it.line.key == request.word:
            if request.seat == "neglected" and neglected(facts, it, it.line.thresholds["neglected_days"]):
                yield it
            if request.seat == "unasked" and unasked(facts, it):
                yield it


def _follow_up(case: Case, account: Account, text: str, code: str) -> tuple[list[Edit], date]:
    """The edits that write a follow-up, and the day it is due."""
    due = follow_up_due(case.day, renews_on(case.book, account))
    routine = code in ("TOUCH-LATE", "SEG-UNDERSERVED", "REACTIVE")
    return case.edits_of(add_follow_up, AddFollowUp(account.id, text, due=due, routine=routine)), due


def handoff_opened(case: Case, request: Mend) -> Mended:
    """Open the handoff of the lead between seats, or of a seat to its best candidate."""
    account = case.account(request.account)
    seat = case.seat(account, request.seat)
    outgoing = incoming = None
    kind = HandoffKind.LEAD if request.word else HandoffKind.HOLDER
    holder = case.seating.holder(account, seat, case.day)
    if kind is HandoffKind.LEAD:
        led = case.seating.seat(account, request.word, case.day)
        outgoing = case.seating.holder(account, led, case.day) if led is not None else None
        incoming = holder
    else:
        outgoing, incoming = holder, best_for(case, account, seat)
    handoff = OpenHandoff(account.id, seat.key, kind=kind, from_seat=request.word, outgoing=outgoing, incoming=incoming)
    return Mended(f"Open the handoff of {seat.title} at {account.name}", tuple(case.edits_of(open_handoff, handoff)))


def handoff_closed(case: Case, request: Mend) -> Mended:
    """Close a late handoff and end what the outgoing holder still has."""
    handoff = the_handoff(case.book, request.record or 0)
    account = case.account(handoff.account)
    edits = case.edits_of(close_handoff, CloseHandoff(handoff.id, LATE))
    return Mended(f"Close the handoff at {account.name}", tuple(edits), LATE)


def locked(case: Case, request: Mend) -> Mended:
    """Keep the owner of an account for a while."""
    account = case.account(request.account)
    until = case.day + timedelta(days=LOCK_DAYS)
    edit = updated(account, revise(account, locked_until=until))
    return Mended(f"Keep the owner of {account.name} until {short_date(until)}", (edit,))


def handed_on(case: Case, request: Mend) -> Mended:
    """Give a lead's open routine follow-ups to those who hold the accounts, else to the report with the most room."""
    lead = the_person(case.book, request.person or 0)
    if not is_lead(case.facts, lead):
        refuse(f"{lead.name} leads nobody any more. Look at the findings again.")
    load = case.outlook.ledger.person
    report = min(case.facts.reports_of(lead.id), key=lambda one: (load(one.id).hours - load(one.id).capacity, one.id))
    by_owner: dict[int, list[int]] = {}
    for step, owner in _routine(case, lead.id):
        by_owner.setdefault(owner if owner is not None and owner != lead.id else report.id, []).append(step.id)
    if not by_owner:
        refuse(f"The routine follow-ups of {lead.name} are done already; only open ones can be given to others.")
    edits: list[Edit] = []
    for owner, steps in sorted(by_owner.items()):
        edits += case.edits_of(reassign_follow_ups, ReassignFollowUps(tuple(steps), owner))
    number = sum(map(len, by_owner.values()))
    return Mended(f"Hand {counted(number, 'routine follow-up')} of {lead.name} on", tuple(edits))


def _routine(case: Case, lead: int) -> Iterator[tuple[FollowUp, int | None]]:
    """The open routine follow-ups that a lead has, with who acts in the account's lead seat."""
    facts = case.facts
    for step in case.book.followups.all():
        it = facts.accounts.get(step.account) if step.account is not None else None
        if it is None or it.at_risk or not step.is_open or not step.routine or step.due is None:
            continue
        owner = step.owner if step.owner is not None else it.owner
        if owner == lead and 0 <= (case.day - step.due).days <= ROUTINE_DAYS:
            yield step, it.owner
