"""Mends that give a seat to somebody: the best candidate, the newest holder, a stand-in, the pool."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from core.accounts import Account
from core.book.change import Edit, inserted
from core.models.eligibility import Candidate, candidates, why_not
from core.models.mend import Mend
from core.models.plan import AskedSeat
from core.models.rules.ownership import uncovered
from core.models.rules.subjects import AccountFacts, SeatFacts
from core.schema import revise
from core.seats import Handoff, Holder, Tenure
from core.usecases.assign import Assign, assign
from core.usecases.closing import tenure_ended
from core.usecases.edit import account_edits
from core.usecases.look import the_person
from core.usecases.mending import Case, Mended
from core.usecases.refusing import Refused, refuse
from core.usecases.wording import holder_text
from core.wording import counted, listed
from core.words import SeatHolding, TenureKind


def ranked(case: Case, account: Account, seat: AskedSeat) -> tuple[Candidate, ...]:
    """Everybody who might take a seat today, best first, but not who has it."""
    holder = case.seating.holder(account, seat, case.day)
    every = candidates(case.book, case.seating, case.outlook.ledger, account, seat, case.day)
    return tuple(one for one in every if one.holder != holder)


def best_for(case: Case, account: Account, seat: AskedSeat) -> Holder | None:
    """The best eligible candidate for a seat; None when nobody may sit there."""
    return next((one.holder for one in ranked(case, account, seat) if one.eligible), None)


def _best(case: Case, account: Account, seat: AskedSeat) -> Holder:
    """The same, refused with what speaks against who comes nearest."""
    every = ranked(case, account, seat)
    best = next((one.holder for one in every if one.eligible), None)
    if best is None:
        details = tuple(f"{one.name}: {one.nos[0].says}" for one in every[:5] if one.nos)
        refuse(f"Nobody may take {seat.title} of {account.name}. Change a person, or the plan.", details=details)
    return best


def assigned(case: Case, request: Mend) -> Mended:
    """Give an empty seat to its best candidate."""
    account = case.account(request.account)
    seat = case.seat(account, request.seat)
    holder = _best(case, account, seat)
    edits = case.edits_of(assign, Assign((account.id,), holder, seat=seat.key))
    return Mended(f"Give {seat.title} of {account.name} to {holder_text(case.book, holder)}", tuple(edits))


def replaced(case: Case, request: Mend) -> Mended:
    """Give a seat whose holder may not sit there to its best candidate; a handoff is opened."""
    account = case.account(request.account)
    seat = case.seat(account, request.seat)
    holder = case.seating.holder(account, seat, case.day)
    nos = why_not(case.book, case.seating, account, seat, holder, case.day) if holder is not None else ()
    why = nos[0].says if nos else ""
    to = _best(case, account, seat)
    edits = case.edits_of(assign, Assign((account.id,), to, seat=seat.key, reason=why))
    return Mended(f"Give {seat.title} of {account.name} to {holder_text(case.book, to)}", tuple(edits), why)


def older_ended(case: Case, request: Mend) -> Mended:
    """Of several permanent holders of one seat keep the newest; the others end where it began."""
    account = case.account(request.account)
    held = [
        tenure
        for tenure in case.book.tenures_of(account.id)
        if tenure.kind is TenureKind.PERMANENT and tenure.seat == request.seat and tenure.holds_on(case.day)
    ]
    if len(held) < 2:
        refuse(f"{account.name} has one holder in this seat by now. Look at the findings again.")
    held.sort(key=lambda tenure: (tenure.since, tenure.id))
    edits = [edit for tenure in held[:-1] for edit in tenure_ended(tenure, held[-1].since)]
    return Mended(f"Keep {holder_text(case.book, held[-1].holder)} as the only holder at {account.name}", tuple(edits))


def covered(case: Case, request: Mend) -> Mended:
    """Let the best candidates stand in for somebody on leave, each seat by itself so that the load is spread."""
    person = the_person(case.book, request.person or 0)
    leave = person.leave_on(case.day)
    if leave is None:
        refuse(f"{person.name} is not away today. Look at the findings again.")
    edits: list[Edit] = []
    done: set[int] = set()
    left: list[str] = []
    tried: set[tuple[int, str]] = set()
    while (following := _next_seat(uncovered(case.facts, person, leave), tried)) is not None:
        it, seat = following
        tried.add((it.id, seat.key))
        holder = best_for(case, it.account, seat.seat)
        try:
            if holder is None:
                refuse(f"Nobody may stand in at {it.name}.")
            step = case.edits_of(assign, Assign((it.id,), holder, seat=seat.key, cover=True))
        except Refused as refused:
            left.append(refused.refusal.says)
            continue
        edits += step
        done.add(it.id)
        case = case.after(step)
    if not done:
        refuse(f"Nobody can stand in for {person.name}.", details=tuple(left))
    rest = f"; nobody may stand in on {counted(len(left), 'other')}" if left else ""
    says = f"Cover {counted(len(done), 'account')} of {person.name}{rest}"
    return Mended(says, tuple(edits), partly=bool(left))


def _next_seat(
    seats: list[tuple[AccountFacts, SeatFacts]], tried: Collection[tuple[int, str]]
) -> tuple[AccountFacts, SeatFacts] | None:
    """The seat with the most at stake that was not tried yet."""
    rest = [pair for pair in seats if (pair[0].id, pair[1].key) not in tried]
    return min(rest, key=lambda pair: (-(pair[0].arr or 0), pair[0].id, pair[1].key), default=None)


def passed_over(case: Case, request: Mend) -> Mended:
    """Put an account into the segment its figures ask for; a holder who may not follow stays for an overlap."""
    account = case.account(request.account)
    edits = account_edits(case.book, case.moment, [account.id], (("segment", request.word),))
    moved = case.after(edits)
    passed: list[str] = []
    for seat in moved.facts.accounts[account.id].seats:
        step = _passed_on(moved, moved.book.accounts[account.id], seat)
        if step:
            edits += step
            passed.append(seat.seat.title)
            moved = moved.after(step)
    segment = next((one.title for one in case.book.segments.all() if one.key == request.word), request.word)
    over = f" and hand {listed(passed)} over" if passed else ""
    return Mended(f"Move {account.name} to {segment}{over}", tuple(edits))


def _passed_on(case: Case, account: Account, seat: SeatFacts) -> list[Edit]:
    """The edits that give a seat whose holder may not follow to the best candidate, with an overlap; or none."""
    tenure, day, policy = seat.tenure, case.day, case.book.policy
    if tenure is None or tenure.account != account.id or tenure.kind is not TenureKind.PERMANENT:
        return []
    if seat.seat.holder is not SeatHolding.NAMED or tenure.holder.person is None:
        return []
    nos = why_not(case.book, case.seating, account, seat.seat, tenure.holder, day)
    to = best_for(case, account, seat.seat) if nos else None
    if to is None:
        return []
    until = day + timedelta(days=policy.overlap_days)
    edits = [
        inserted(revise(edit.after, due=until)) if edit.before is None and isinstance(edit.after, Handoff) else edit
        for edit in case.edits_of(assign, Assign((account.id,), to, seat=seat.key, reason=nos[0].says))
    ]
    overlap = Tenure(
        id=case.ids.take("holders"),
        account=account.id,
        seat=seat.key,
        holder=tenure.holder,
        since=day,
        until=until,
        kind=TenureKind.OVERLAP,
        share=policy.overlap_outgoing,
        reason=nos[0].says,
    )
    return [*edits, inserted(overlap)]


def given_to_pool(case: Case, request: Mend) -> Mended:
    """Give a pooled seat that one person holds to the pool of its plan line."""
    account = case.account(request.account)
    seat = case.seat(account, request.seat)
    pool = case.seating.pool_of(seat) or best_for(case, account, seat)
    if pool is None:
        refuse(f"The plan line of {account.name} names no pool, and there is none. Form one in Load: 3.")
    edits = case.edits_of(assign, Assign((account.id,), pool, seat=seat.key, reason="the seat belongs to the pool"))
    return Mended(f"Give {seat.title} of {account.name} to {holder_text(case.book, pool)}", tuple(edits))
