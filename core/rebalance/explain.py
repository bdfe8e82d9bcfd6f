"""What keeps everybody from a seat that needs a holder, and what would change it."""

from __future__ import annotations

from collections import Counter

from core.load.capacity import is_client
from core.models.eligibility import NoCode
from core.models.seating import Seating
from core.rebalance.books import stays_for
from core.rebalance.extraction import EMPTY, Extract
from core.rebalance.seated import Seated
from core.rebalance.takers import Takers
from core.wording import counted, listed
from core.words import HolderKind

WORDS = {
    NoCode.ROLE: "the role",
    NoCode.PEOPLE: "the people of the plan line",
    NoCode.SEGMENT: "the segment",
    NoCode.REGION: "the region",
    NoCode.LANGUAGE: "the language",
    NoCode.SKILL: "the skills",
    NoCode.INDUSTRY: "the industry",
    NoCode.NOT_FOR: "a mark not to assign",
    NoCode.AWAY: "absence",
    NoCode.NOT_STARTED: "absence",
    NoCode.GONE: "absence",
}
"""What keeps people from a seat, in a word."""


def _lack(extract: Extract, seated: Seated, need: str) -> str:
    """What a seat without a home needs."""
    if seated.key in extract.wish.spread:
        return "cannot be spread"
    if extract.wish.until is not None:
        return f"needs somebody to stand in ({need})"
    return f"needs another holder ({need})" if need and need != EMPTY else "needs a holder"


def blocked_because(extract: Extract, seated: Seated) -> str:
    """Why a seat that needs a holder can have none, counted over everybody who might, and what would change it."""
    book = extract.book
    takers = Takers(book, Seating.of(book), extract.day)
    counts: Counter[str] = Counter()
    full: list[str] = []
    for person in book.people.all():
        if person.archived or not is_client(book, person):
            continue
        if seated.holder is not None and seated.holder.kind is HolderKind.PERSON and person.id == seated.holder.person:
            continue
        if extract.wish.among and person.id not in extract.wish.among:
            counts["not being named"] += 1
            continue
        if not person.present_on(extract.day) or not stays_for(book, person, extract.day, extract.wish.until):
            counts["absence"] += 1
            continue
        codes = {no.code for pair in seated.members for no in takers.nos(*pair, person)}
        if not codes:
            full.append(person.name)
        for code in codes:
            counts[WORDS.get(code, code.value)] += 1
    name = f"{seated.account.name}, {seated.seat.title}"
    need = extract.forced.get(seated.key, "")
    head = f"{name} {_lack(extract, seated, need)}"
    if full:
        return f"{head}; {listed(full)} may take it, but {'has' if len(full) == 1 else 'have'} too much or a limit."
    told = listed(f"{what} against {counted(number, 'person')}" for what, number in counts.most_common())
    return f"{head}, and nobody may take it: {told or 'nobody is there'}. Change roles or the plan, or hire."
