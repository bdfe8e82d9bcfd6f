"""Mending findings: each kind of mend as the change that the other use cases make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of
from core.errors import Refusal
from core.models.mend import Mend, MendKind
from core.moment import Moment
from core.usecases import mend_pools, mend_seats, mend_steps, mend_team, relieve
from core.usecases.mending import Case, Mended
from core.usecases.refusing import Refused, refuse, use_case
from core.wording import counted

MENDERS: Mapping[MendKind, Callable[[Case, Mend], Mended]] = {
    MendKind.ASSIGN: mend_seats.assigned,
    MendKind.REPLACE: mend_seats.replaced,
    MendKind.END_OLDER: mend_seats.older_ended,
    MendKind.COVER: mend_seats.covered,
    MendKind.TRANSITION: mend_seats.passed_over,
    MendKind.GIVE_TO_POOL: mend_seats.given_to_pool,
    MendKind.REDISTRIBUTE: relieve.redistributed,
    MendKind.RELIEVE: relieve.relieved,
    MendKind.OPEN_HANDOFF: mend_steps.handoff_opened,
    MendKind.CLOSE_HANDOFF: mend_steps.handoff_closed,
    MendKind.FOLLOW_UP: mend_steps.followed_up,
    MendKind.FOLLOW_UPS: mend_steps.all_followed_up,
    MendKind.LOCK: mend_steps.locked,
    MendKind.HAND_ON: mend_steps.handed_on,
    MendKind.SET_LEAD: mend_team.led,
    MendKind.OPEN_VACANCY: mend_team.vacancy_opened,
    MendKind.POOL_LINE: mend_team.pool_line_added,
    MendKind.LAST_LINE: mend_team.last_line_added,
    MendKind.DISPATCH: mend_pools.dispatched,
    MendKind.REOPEN: mend_pools.reopened,
    MendKind.ADD_MEMBER: mend_pools.member_added,
}
"""What makes each kind of mend."""


@use_case
def mend(book: Book, moment: Moment, ids: IdSource, request: Mend) -> Change:
    """The change that mends one finding; refused, with the reason, where nobody or nothing fits."""
    done = MENDERS[request.kind](Case(book, moment, ids), request)
    return change_of("mend", done.says, done.edits, why=done.why, base=book.seq)


@dataclass(frozen=True, slots=True)
class MendAll:
    """Several mends as one change, such as a whole group's."""

    mends: tuple[Mend, ...]
    """The mends in order; each sees what the ones before it did."""


@use_case
def mend_all(book: Book, moment: Moment, ids: IdSource, request: MendAll) -> Change:
    """The change that mends several findings; those that cannot be mended are left and counted in the sentence."""
    if not request.mends:
        refuse("Choose the findings to mend first.")
    case = Case(book, moment, ids)
    edits: list[Edit] = []
    done: list[Mended] = []
    left: list[str] = []
    for one in dict.fromkeys(request.mends):
        try:
            mended = MENDERS[one.kind](case, one)
        except Refused as refused:
            left.append(refused.refusal.says)
            continue
        edits += mended.edits
        done.append(mended)
        case = case.after(mended.edits)
    if not done:
        raise Refused(Refusal(f"None of {counted(len(left), 'finding')} can be mended.", details=tuple(left)))
    if len(done) == 1 and not left:
        return change_of("mend", done[0].says, edits, why=done[0].why, base=book.seq)
    better = sum(mended.partly for mended in done)
    parts = [f"Mend {counted(len(done) - better, 'finding')}"]
    parts += [f"make {counted(better, 'other')} better"] if better else []
    parts += [f"{counted(len(left), 'other')} cannot be mended"] if left else []
    return change_of("mend", "; ".join(parts), edits, base=book.seq)
