"""A proposal in words: its head, how far the search is, how good it is, and the card of a move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.book.book import Book
from core.outlook import Outlook
from core.rebalance.draft import Purpose, RebalanceDraft, Stage, Verdict, to_make
from core.rebalance.engine import Progress
from core.rebalance.proposal import Proposal, ProposedMove, Status
from core.rebalance.signing import lists_of, signed_off, unsigned
from core.rebalance.wish import Profile
from core.wording import counted, hours, hours_whole, listed, money_short, near_date, shortened
from core.words import Band, FollowUpPolicy
from tui.portrait import Said
from tui.rebalance_rows import Kind, MoveRow
from tui.signing_words import missing_text
from widgets.load_bar import LEAST_CAPACITY
from widgets.text import cell_width, fit, plain
from widgets.tones import Tone

PROFILES: dict[Profile, str] = {
    Profile.FEWEST: "fewest moves",
    Profile.BALANCED: "balanced",
    Profile.PROTECT: "protect revenue",
}
"""Each profile in two words at most."""

FOLLOW_UPS: dict[FollowUpPolicy, str] = {
    FollowUpPolicy.LEAVE: "stay with their owner",
    FollowUpPolicy.AUTO: "move but manual ones",
    FollowUpPolicy.ALL: "move all",
}
"""What happens to open follow-ups, in a few words."""

NOTHING_YET = "Nothing found yet: enter solves."
"""What stands where a search was stopped before it had anything."""

_LONGEST_NAME, _LONGEST_HOLDER = 32, 20
"""Cells of an account's and a person's name that a heading has room for in a narrow window."""

_WIDE = 0.05
"""A distance from the best possible from which on the screen says why it cannot tell better."""


# The head ---------------------------------------------------------------------------------------------------


def title_of(outlook: Outlook, draft: RebalanceDraft) -> str:
    """What a draft is for, in a few words."""
    names = listed(_about(outlook, draft, number) for number in draft.about)
    stage = draft.stage or Stage()
    among = shortened(_about(outlook, draft, number) for number in stage.among) or names
    what = counted(len(stage.accounts or ()), "account")
    return {
        Purpose.REBALANCE: f"Rebalance the book of {names}" if names else "Rebalance",
        Purpose.LEAVE: f"{names} leaves",
        Purpose.AWAY: f"{names} is away",
        Purpose.JOINS: f"{names} joins",
        Purpose.FILL: "Accounts that nobody holds",
        Purpose.SPREAD: f"Spread {what} over {among}" if among else f"Spread {what}",
    }[draft.purpose]


def _about(outlook: Outlook, draft: RebalanceDraft, number: int) -> str:
    """The name of somebody a draft is about, who may not be on the roster yet."""
    coming = draft.stage.newcomer if draft.stage is not None else None
    person = outlook.book.people.get(number) or (coming if coming is not None and coming.id == number else None)
    return person.name if person is not None else f"P{number}"


def choices_text(outlook: Outlook, draft: RebalanceDraft) -> str:
    """The choices that are not as they are at first, after the profile."""
    today = outlook.moment.today
    parts = [PROFILES[draft.profile]]
    if draft.target != 100:
        parts.append(f"full at {draft.target} %")
    if draft.max_moves is not None:
        parts.append(f"at most {counted(draft.max_moves, 'move')}")
    if draft.max_per_person is not None:
        parts.append(f"{draft.max_per_person} a person")
    if draft.chains:
        parts.append("everybody may give")
    if draft.locked:
        parts.append(f"locked {draft.locked}")
    if draft.effective is not None and draft.effective > today:
        parts.append(f"from {near_date(draft.effective, today)}")
    if draft.until is not None:
        parts.append(f"until {near_date(draft.until, today)}")
    if draft.freeze != RebalanceDraft().freeze:
        parts.append(f"renewals within {draft.freeze} d stay" if draft.freeze else "renewals may move")
    if draft.pace:
        parts.append(f"{draft.pace} a week each")
    return " · ".join(parts)


def figures_text(proposal: Proposal, width: int) -> str:
    """What the plan does: ``72 h over → 17 h · 8 moves (7 chosen, 1 needed) · ARR 1.9M``.

    Who stays over is named where that fits the width in cells.
    """
    before, after = proposal.before, proposal.after
    if not proposal.moves:
        return f"{hours_whole(before.over_hours)} over{_named(proposal)}; no moves"
    needed = len(proposal.moves) - proposal.chosen
    moves = f"{counted(after.moves, 'move')} ({proposal.chosen} chosen, {needed} needed)"
    head = f"{hours_whole(before.over_hours)} over → {hours_whole(after.over_hours)}"
    tail = f" · {moves} · ARR {money_short(after.arr_moved)}"
    full = f"{head}{_named(proposal)}{tail}"
    return full if cell_width(plain(full)) <= width else f"{head}{tail}"


def _named(proposal: Proposal) -> str:
    names = [name for name, _ in _still_over(proposal)]
    return f" with {shortened(names, 1)}" if names else ""


def _still_over(proposal: Proposal) -> list[tuple[str, bool]]:
    """Who has more than their time after all moves, most first, by name, and whether they have any time at all."""
    book = proposal.extract.book
    found = []
    for person, amount in proposal.hours_after.items():
        room = proposal.extract.capacities.get(person, 0)
        if amount > room and book.policy.band_of_load(amount, room) not in (Band.ROOM, Band.FULL):
            found.append((amount - room, book.people[person].name, room >= LEAST_CAPACITY))
    return [(name, here) for _, name, here in sorted(found, key=lambda one: (-one[0], one[1]))]


def decided_text(draft: RebalanceDraft, moves: Sequence[ProposedMove]) -> str:
    """What was decided, counted; empty where nothing was."""
    words = {Verdict.ACCEPTED: "accepted", Verdict.PINNED: "pinned", Verdict.REFUSED: "refused"}
    counts = {verdict: len(draft.pairs(verdict)) for verdict in words}
    parts = [f"{counts[verdict]} {word}" for verdict, word in words.items() if counts[verdict]]
    if not parts:
        return ""
    making = len(to_make(draft, moves))
    return f"{', '.join(parts)}; a puts {counted(making, 'move')} in force"


def signed_said(book: Book, draft: RebalanceDraft, moves: Sequence[ProposedMove]) -> tuple[str, Tone]:
    """Who has yet to sign off, once anybody has; empty before."""
    making = to_make(draft, moves)
    if not signed_off(draft, making):
        return "", "plain"
    missing = unsigned(draft, making)
    if not missing:
        return f"{missing_text(book, draft, making)}.", "good"
    names = shortened(sorted(book.people[person].name for person in missing))
    count = f"{len(missing)} of {len(lists_of(making))}"
    return f"Not signed off yet ({count}): {names}. P shows the sheets.", "accent"


def hours_after(proposal: Proposal, moves: Sequence[ProposedMove]) -> dict[int, int]:
    """Everybody's hours, hundredths, by person id, once some of the moves are made."""
    after = dict(proposal.hours_before)
    for move in moves:
        after[move.to] = after.get(move.to, 0) + move.hours
        if move.origin is not None and move.origin.person in after:
            after[move.origin.person] -= move.hours
    return after


# How good it is ---------------------------------------------------------------------------------------------


def distance(best: int, bound: int) -> str:
    """How far a score is above its bound at most; both in thousandths of a point."""
    if best <= bound:
        return "no better plan is possible"
    if bound <= 0 or best >= 2 * bound:
        return "how good it is is not known yet"
    return f"at most {max(100 * (best - bound) / bound, 0.1):.1f} % above the best possible"


def proof_text(proposal: Proposal) -> tuple[str, Tone]:
    """The proof in a sentence, plain where it is weak."""
    if not proposal.moves and (proposal.stopped or proposal.status is Status.BALANCED or not proposal.score):
        return "", "plain"
    score, bound = proposal.score, proposal.bound
    points, least = f"{score / 1000:,.1f} points", f"{bound / 1000:,.1f}"
    if score <= bound:
        return f"Proven best: {points}; no plan under these rules has fewer.", "good"
    part = (score - bound) / bound if bound > 0 else None
    early = "Stopped early. " if proposal.stopped else ""
    if part is not None and part < _WIDE:
        far = f"At most {100 * part:.1f} %" if part >= 0.001 else "Less than 0.1 %"
        floor = f"; no plan below {least}" if least != f"{score / 1000:,.1f}" else ""
        return f"{early}{far} above the best possible: {points}{floor}.", "plain"
    if early:
        return f"{early}{points}; no plan below {least}. R searches on.", "warn"
    return f"Few may take these, so the proof is weak: {points}; no plan below {least}.", "warn"


def progress_text(progress: Progress | None, *, stopping: bool = False) -> str:
    """How far the search is, in plain words."""
    if stopping:
        return "Stopping; the best so far is kept."
    if progress is None:
        return "Looking for the fewest moves. esc stops."
    if progress.best <= progress.bound:
        return "Found the best plan there is; writing the reasons."
    return f"Still looking: {distance(progress.best, progress.bound)}. esc stops and keeps it."


def nothing_text(proposal: Proposal, draft: RebalanceDraft) -> str:
    """Why there are no moves, and the next key."""
    if proposal.extract.book.plan is None:
        return "No plan is in force, so no seat is asked for.\nPress 5, choose a model and press a there."
    if proposal.stopped:
        return NOTHING_YET
    if proposal.status is Status.STUCK:
        return "Nothing can move: nobody who may take an account has room.\nPress t to allow more, or hire."
    if draft.stage is not None and draft.purpose not in (Purpose.FILL, Purpose.SPREAD):
        return "No seat needs to change hands besides. Press a to put it in force."
    if draft.purpose is not Purpose.REBALANCE:
        return "Every seat has a holder: nothing is to be moved."
    waiting = [name for name, here in _still_over(proposal) if not here]
    over = [name for name, here in _still_over(proposal) if here]
    if over:
        return f"Nothing can be taken from {shortened(over)}.\nPress t to allow more, such as chains."
    if waiting:
        return f"Nobody who is here is over; {shortened(waiting)} still holds accounts.\nPress t to level further."
    return "Nobody is over. Press t to level further."


# The card ---------------------------------------------------------------------------------------------------


def move_said(row: MoveRow) -> tuple[Said, ...]:
    """The card of the line under the cursor."""
    if row.kind is Kind.HEADING and row.moves:
        return _group_said(row)
    move = row.move
    if move is None:
        return (Said("Why", row.says, "warn" if row.kind in (Kind.BLOCKER, Kind.NOTE) else "plain"),)
    reasons = move.reasons
    said = [
        Said("Gives", reasons.giver) if reasons.giver else None,
        Said("Account", reasons.account) if reasons.account else None,
        Said("Takes", reasons.taker) if reasons.taker else None,
        Said("If not", reasons.otherwise) if reasons.otherwise else None,
        Said("Caution", f"{move.caution[:1].upper()}{move.caution[1:]}.", "warn") if move.caution else None,
    ]
    return tuple(one for one in said if one is not None)


def move_heading(row: MoveRow) -> str:
    """The heading of the card."""
    if row.kind is Kind.NOTE:
        return "What these moves do not mend"
    if row.move is None:
        return row.name
    return f"{row.name}: {row.origin} → {row.to}"


def short_heading(row: MoveRow) -> str:
    """The same on one line, however long the names are."""
    names = (cut(row.name, _LONGEST_NAME), cut(row.origin, _LONGEST_HOLDER), cut(row.to, _LONGEST_HOLDER))
    return move_heading(replace(row, name=names[0], origin=names[1], to=names[2]))


def cut(text: str, width: int) -> str:
    """A text that takes so many cells at most."""
    shown = plain(text)
    return shown if cell_width(shown) <= width else fit(shown, width).rstrip()


def _group_said(row: MoveRow) -> tuple[Said, ...]:
    needed = sum(bool(move.forced) for move in row.moves)
    moves = counted(len(row.moves), "move")
    kinds = f"{moves}, {needed} of them needed" if needed else moves
    return (
        Said("Together", f"{kinds}: {hours(row.hours)} a month, ARR {money_short(row.arr)}."),
        Said("Keys", "+ accepts them all, - refuses them all, p pins them.", "muted"),
    )
