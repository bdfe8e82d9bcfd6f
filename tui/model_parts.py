"""The form over a model of the manager's own: what it is called, who sits where, limits and thresholds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches

from core.errors import Refusal
from core.organisation import Limits, Model, SeatLine
from core.people import Role
from core.schema import revise
from core.usecases import values
from core.usecases.values import Unreadable
from core.wording import listed
from core.words import MatchOn
from tui.part_sheet import Refusing, Sheet, Values, reading, words_in
from widgets.form import Line

OWN = "own-"
"""What the key of a copy begins with."""

_TEXTS = (
    ("summary", "In one sentence"),
    ("strengths", "Good at"),
    ("risks", "Risk"),
    ("fits", "Fits"),
)
_MOST = 9_999


def model_sheet(
    model: Model, roles: Collection[Role], taken: Collection[str], check: Callable[[Model], Model]
) -> Sheet[Model]:
    """The form over a model, or over a copy of one that ships.

    ``taken`` are the keys of the other models; ``check`` raises ``ModelError`` for one that no file may hold.
    """
    copied = model.builtin
    key = OWN + model.key if copied else model.key
    lines = (
        *((Line("key", "Key", key, hint="short name in commands", required=True),) if copied else ()),
        Line("title", "Title", f"{model.title}, ours" if copied else model.title, required=True),
        *(Line(name, label, getattr(model, name)) for name, label in _TEXTS),
        Line("continuity", "Weight on moves", f"{model.continuity / 100:g}", hint="1; 2 keeps people twice as much"),
        *(line for place, seat in enumerate(model.seats, 1) for line in _seat_lines(place, seat)),
        Line("thresholds", "Thresholds", ", ".join(f"{name} {value}" for name, value in model.thresholds)),
    )
    keys = [role.key for role in roles]

    def make(given: Values) -> Model | Refusal:
        made = _model_of(model, given, keys, given.get("key", key).strip())
        if made.key in taken:
            return Refusal(f"There is a model {made.key} already. Choose another key.")
        return check(made)

    title = f"A copy of {model.title}" if copied else f"Your model {model.title}"
    says = f"Beside a seat stand the roles that may sit there: {', '.join(keys)}. The file (f) has all the rest."
    return Sheet(title, lines, reading(make), lambda given: says)


def _seat_lines(place: int, seat: SeatLine) -> Iterator[Line]:
    """What of a seat is edited on screen; its duties and scope are edited in the file."""
    limit = seat.limits.accounts if seat.limits is not None else None
    yield Line(f"{place}-roles", seat.title[:16], ", ".join(seat.roles), hint="any role; or csm, team_lead")
    yield Line(f"{place}-match", "  must share", ", ".join(seat.match), hint="nothing; or segment, language")
    yield Line(f"{place}-accounts", "  at most", str(limit or ""), hint="accounts for one holder; no limit")


def _model_of(model: Model, given: Values, roles: list[str], key: str) -> Model:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", key):
        raise Refusing(Refusal("A key begins with a small letter and has small letters, digits, - and _."))
    return revise(
        model,
        id=0,
        key=key,
        builtin=False,
        source="the manager's own" if model.builtin else model.source,
        title=given["title"].strip(),
        **{name: given[name].strip() for name, _ in _TEXTS},
        continuity=_hundredths(given["continuity"]),
        seats=tuple(_seat_of(seat, place, given, roles) for place, seat in enumerate(model.seats, 1)),
        thresholds=tuple(sorted(_figures(given["thresholds"]))),
    )


def _seat_of(seat: SeatLine, place: int, given: Values, roles: list[str]) -> SeatLine:
    chosen = tuple(_role(word, roles, seat) for word in words_in(given[f"{place}-roles"]))
    match = tuple(values.choice(MatchOn, word) for word in words_in(given[f"{place}-match"]))
    text = given[f"{place}-accounts"].strip()
    accounts = values.whole(text) if text else None
    if accounts is not None and not 1 <= accounts <= _MOST:
        raise Unreadable(f"“{text}” is no limit that a seat can have: it is from 1 to {_MOST:,} accounts")
    limits = revise(seat.limits or Limits(), accounts=accounts)
    return revise(seat, roles=chosen, match=match, limits=None if limits == Limits() else limits)


def _role(word: str, roles: list[str], seat: SeatLine) -> str:
    if word in roles or word in seat.roles:
        return word
    near = get_close_matches(word, roles, n=1, cutoff=0.6)
    hint = f" Did you mean {near[0]}?" if near else f" There are {listed(roles)}."
    raise Refusing(Refusal(f"{seat.title}: there is no role “{word}”.{hint}"))


def _hundredths(text: str) -> int:
    match = re.fullmatch(r"\s*([0-9]{1,2})(?:[.,]([0-9]{1,2}))?\s*", text)
    if match is None:
        raise Unreadable(f"“{text.strip()}” is no weight. Write 1, or 2 to keep people twice as much")
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def _figures(text: str) -> Iterator[tuple[str, int]]:
    for part in words_in(text):
        name, _, figure = re.sub(r"[:=]", " ", part).rpartition(" ")
        if not name.strip():
            raise Unreadable(f"“{part}” has no figure. Write it as dwell_days 60")
        yield name.strip(), values.whole(figure)
