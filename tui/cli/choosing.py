"""What a manager chooses by: profiles side by side, the price of levelling, what if not, and what hours are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.outlook import Outlook
from core.rebalance.choices import Choice, curve, profiles, told
from core.rebalance.contrast import Contrast, what_if_not, why_not
from core.rebalance.proposal import Proposal
from core.rebalance.solving import Stop
from core.rebalance.wish import Pair
from core.rebalance.worth import MORE, HourPrice, Shortage, hiring_signal, hour_prices, shortages
from core.wording import hours_short, money_short
from tui.cli.ids import account_id, person_id
from tui.cli.output import Column, hours_number, money_number, put, say, shown, table

_PROFILES = (
    Column("Profile"),
    Column("Moves", "right"),
    Column("ARR moved", "right"),
    Column("Hours over", "right"),
    Column("Score", "right"),
)

MOST = 5
"""Lines on the worth of hours that are printed."""


def compared(outlook: Outlook, proposal: Proposal, stop: Stop, *, json: bool) -> list[dict[str, Any]]:
    """The three profiles, printed as a table unless ``json``; the answer is their JSON."""
    found = list(profiles(proposal, stop))
    if not json:
        rows = [
            [
                one.profile.value,
                str(one.moves),
                money_short(one.arr_moved),
                hours_short(one.over_hours),
                f"{one.score / 1000:,.1f}",
            ]
            for one in found
        ]
        put()
        table(_PROFILES, rows)
        say("Each profile counts disruption in its own way, so that their scores are not comparable.")
    return [{"profile": one.profile.value, **_choice(one, outlook.book.policy.currency)} for one in found]


def levelled(outlook: Outlook, proposal: Proposal, stop: Stop, *, json: bool) -> list[dict[str, Any]]:
    """What levelling costs, a line for each target unless ``json``; the answer is their JSON."""
    currency = outlook.book.policy.currency
    found: list[tuple[Choice, dict[str, Any]]] = []
    if not json:
        put()
    for one in curve(proposal, stop=stop):
        base = found[0][0] if found else one
        if not json:
            put(told(one, base))
        found.append((one, {"target": one.target, **_choice(one, currency), "says": told(one, base)}))
    return [fields for _, fields in found]


def _choice(one: Choice, currency: str) -> dict[str, Any]:
    return {
        "moves": one.moves,
        "arr_moved": money_number(one.arr_moved, currency),
        "over_hours": hours_number(one.over_hours),
        "disruption": one.disruption / 1000,
        "score": one.score / 1000,
    }


def contrasted(proposal: Proposal, pairs: Sequence[Pair], stop: Stop, *, json: bool) -> list[dict[str, Any]]:
    """What if not, or why not, for some pairs: a line for each unless ``json``; the answer is their JSON."""
    made = {(move.account, move.seat, move.to) for move in proposal.moves}
    found = []
    if not json and pairs:
        put()
    for pair in pairs:
        contrast = (what_if_not if pair in made else why_not)(proposal, pair, stop)
        if stop():
            break  # the other plan is not what it would be
        if not json:
            put(shown(contrast.says))
        found.append(_contrast(pair, contrast))
    return found


def _contrast(pair: Pair, contrast: Contrast) -> dict[str, Any]:
    account, seat, person = pair
    return {
        "account": account_id(account),
        "seat": seat,
        "person": person_id(person),
        "says": contrast.says,
        "possible": contrast.proposal is not None,
        "points": contrast.points / 1000,
        "moves": contrast.moves,
        "over_hours": hours_number(contrast.over_hours),
    }


def worth(proposal: Proposal, stop: Stop, *, json: bool) -> dict[str, Any]:
    """What more hours would save, for everybody and for whom to hire; the lines that save most unless ``json``."""
    people = sorted(hour_prices(proposal, stop), key=lambda one: (-one.saved, one.person))
    hires = sorted(shortages(proposal, stop), key=lambda one: (-one.saved, one.quality, one.value))
    signal = hiring_signal(hires)
    if not json:
        put()
        for line in _worth_lines(people, hires) or ([] if stop() else ["More hours would save nothing."]):
            put(shown(line))
        if signal:
            say(signal)
    return {
        "hours": hours_number(MORE),
        "hiring": signal or None,
        "people": [{"person": person_id(one.person), "saved": one.saved / 1000, "says": one.says} for one in people],
        "hire": [
            {"quality": one.quality or None, "value": one.value or None, "saved": one.saved / 1000, "says": one.says}
            for one in hires
        ],
    }


def _worth_lines(people: Sequence[HourPrice], hires: Sequence[Shortage]) -> list[str]:
    return [one.says for one in people if one.saved][:MOST] + [one.says for one in hires if one.saved][:MOST]
