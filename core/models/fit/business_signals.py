"""Signals from the business: product complexity (21), expansion (22), a head over all post-sale (23)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.journey import arr_on
from core.models.fit.ground import YEAR, Ground, arr_of
from core.models.fit.line import Evidence, Source, Unit, hundredths_of, percent_text
from core.models.fit.signal import Measured, Signal
from core.money import to_book
from core.wording import counted
from core.words import Duty

COMPLEXITIES: Mapping[str, str] = {
    "low": "low",
    "medium": "medium",
    "moderate": "moderate, with room to expand",
}
"""The answers on product complexity in words."""

_MADE_FOR = {"low": "sales-oriented", "medium": "service-oriented", "moderate": "integrated"}


def _answer(says: str, on: date | None, sources: tuple[Source, ...] = ()) -> Measured:
    """An answer of the manager's: nothing was counted but that one answer."""
    return Measured(says=says, value=None, unit=Unit.COUNT, n=1, of="answer", on=on, sources=sources)


def _product(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    policy = ground.book.policy
    if policy.product_complexity is None:
        return
    fits = _MADE_FOR[policy.product_complexity]
    says = f"You answered that the complexity of your product is {COMPLEXITIES[policy.product_complexity]}."
    others = tuple(key for key in _MADE_FOR.values() if key != fits)
    yield from signal.lines(ground, _answer(says, policy.product_complexity_on), favours=(fits,), burdens=others)


def _head(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    policy = ground.book.policy
    if policy.post_sale_head is None:
        return
    on = policy.post_sale_head_on
    if policy.post_sale_head:
        yield from signal.lines(
            ground, _answer("You answered that one head owns everything after the sale.", on), favours=("integrated",)
        )
    else:
        yield from signal.lines(
            ground,
            _answer("You answered that no one head owns everything after the sale.", on),
            burdens=("integrated",),
        )


# Expansion -----------------------------------------------------------------------------------------------------


def _expansion(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    policy = ground.book.policy
    burdens = () if _expansion_is_carried(ground) else ("service-oriented",)
    favours = ("sales-oriented", "integrated")
    if policy.expansion_room:
        says = "You answered that there is room to expand with existing customers."
        yield from signal.lines(ground, _answer(says, policy.expansion_room_on), favours=favours, burdens=burdens)
    measured = _grown(ground)
    if measured is not None:
        yield from signal.lines(ground, measured, favours=favours, burdens=burdens)


def _grown(ground: Ground) -> Measured | None:
    """What customers of a year ago added since, where their ARR of that day is known for enough of them."""
    then = ground.day - timedelta(days=YEAR)
    known = [(one, before) for one in ground.customers if (before := _arr_before(ground, one.account, then))]
    opening = sum(before for _, before in known)
    added = sum(max(0, (arr_on(ground.book, one.account, ground.day) or 0) - before) for one, before in known)
    whole, limits = arr_of(ground.customers), ground.limits
    enough = len(known) >= limits["answers"] or (
        whole > 0 and arr_of(one for one, _ in known) * 100 >= whole * limits["answers_arr"]
    )
    if not opening or not enough or added * 100 < opening * limits["expansion"]:
        return None
    return Measured(
        says=f"{counted(len(known), 'customer')} of a year ago added {percent_text(added, opening)} to the ARR they "
        "had.",
        value=hundredths_of(added, opening),
        unit=Unit.PERCENT,
        n=len(known),
        of="customer",
        threshold=limits["expansion"] * 100,
    )


def _arr_before(ground: Ground, account: Account, day: date) -> int | None:
    """ARR on a past day at today's rates: from contract lines, else from the last renewal recorded up to that day."""
    if account.started is not None and account.started > day:
        return None
    lines = ground.book.contracts_of(account.id)
    if lines:
        return _lines_on(ground.book, account, day, ground.day)
    settled = [outcome for outcome in account.outcomes if outcome.on <= day and outcome.arr is not None]
    if not settled:
        return None
    last = max(settled, key=lambda outcome: outcome.on)
    return to_book(ground.book.policy, last.arr, account.currency, ground.day)


def _lines_on(book: Book, account: Account, day: date, rates_of: date) -> int | None:
    total = 0
    for line in book.contracts_of(account.id):
        if line.trial or not line.runs_on(day):
            continue
        amount = to_book(book.policy, line.arr, line.currency or account.currency, rates_of)
        if amount is None:
            return None
        total += amount
    return total


def _expansion_is_carried(ground: Ground) -> bool:
    """Whether service-oriented lines are in force and on all of them somebody carries the expansion."""
    lines = [
        line
        for line in ground.seating.lines
        if line.alignment is not None and line.alignment.key == "service-oriented" and not line.unmanaged
    ]
    return bool(lines) and all(
        any(Duty.EXPANSION in seat.carries for group in line.groups for _, seat in group.choices) for line in lines
    )


SIGNALS = (
    Signal(
        number=21,
        name="product complexity",
        rule="The manager's answer: low speaks for sales-oriented, medium for service-oriented, moderate with room to "
        "expand for integrated, each against the other two.",
        sources=(Source.SLIDES,),
        find=_product,
    ),
    Signal(
        number=22,
        name="expansion",
        rule="Customers of a year ago added at least {expansion} % to the ARR they had, or the manager says there is "
        "room to expand; it speaks against service-oriented where nobody is known to carry expansion.",
        sources=(Source.SLIDES,),
        find=_expansion,
    ),
    Signal(
        number=23,
        name="a head over all post-sale",
        rule="The manager's answer: is there one head over everything after the sale?",
        sources=(Source.SLIDES,),
        find=_head,
    ),
)
"""The signals of this part."""
