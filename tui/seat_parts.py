"""The form over a seat line of a model: what it does, on which accounts, who may sit there, and its limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from core.book.book import Book
from core.errors import Refusal
from core.journey import stage_of
from core.models.faults import Fault, faults
from core.models.scope import account_scope
from core.moment import Moment
from core.organisation import ByTouch, Model, SeatLine
from core.query.errors import QueryError
from core.schema import revise
from core.usecases import own_model as drawing
from core.usecases import values
from core.usecases.values import Unreadable
from core.wording import counted, listed
from core.words import Duty, Function, MatchOn, Need, SeatHolding, Touch
from tui.model_texts import as_sentence, days, key_of, limit_lines, limits_of, made_key, part_of_whole, read_line
from tui.part_sheet import Sheet, Values, reading, words_in
from widgets.form import Line

Made = Model | Refusal

_WORK = (("carries", "carries it"), ("assists", "assists"), ("", "no part in it"))
_HELD = (
    (SeatHolding.NAMED.value, "one person"),
    (SeatHolding.POOL.value, "a pool"),
    (SeatHolding.LEAD.value, "their lead"),
    (SeatHolding.OUTSIDE.value, "outside"),
)
_NEED = ((Need.REQUIRED.value, "a finding"), (Need.OPTIONAL.value, "is fine"))
_FUNCTIONS = (("", "none"), *((one.value, one.value) for one in Function))
_ASSIST = "a month, for a seat that only assists"
_LABELS = {"scope": "Accounts", "checks": "What is checked", "thresholds": "What is checked"}


class SeatSheets:
    """The forms over the seat lines of one model on one book."""

    def __init__(self, book: Book, moment: Moment, roles: Collection[str], model: Model) -> None:
        """Edit a model; nothing is kept by this. ``roles`` are the keys a seat may name."""
        self.book = book
        self.moment = moment
        self.roles = sorted(roles)
        self.model = model

    def sheet(self, place: int | None) -> Sheet[Model]:
        """A seat line by its place from 1, or a new one."""
        old = self.model.seats[place - 1] if place is not None else SeatLine(key="", title="")
        relieves = ", ".join(f"{duty.value} {part}" for duty, part in old.relieves)
        lines = (
            Line("title", "Called", old.title, hint="Closer", required=True),
            *(Line(f"duty-{duty.value}", duty.value.capitalize(), _work_of(old, duty), _WORK) for duty in Duty),
            Line("roles", "Roles", ", ".join(old.roles), hint="anybody who meets customers; or csm, team_lead"),
            Line("scope", "Accounts", old.scope, hint="all; or seg:ent, is:key, complexity:complex"),
            Line("holder", "Held by", old.holder.value, _HELD),
            Line("match", "Must share", ", ".join(old.match), hint="nothing; or segment, region, language, skill"),
            *limit_lines(old.limits),
            Line("need", "Left empty", old.need.value, _NEED),
            Line("fill_ahead", "Days ahead", str(old.fill_ahead or ""), hint="0; filled so long before its work"),
            Line("learn", "May learn it", ", ".join(old.learn), hint="nobody; or roles to propose in drafts"),
            Line("inherits", "Keeps from seat", ", ".join(old.inherits), hint="seats whose holder stays, such as csm"),
            *(Line(f"hours-{one.value}", f"Hours {one.value}", _own(old, one), hint=_ASSIST) for one in Touch),
            Line("relieves", "Takes off", relieves, hint="support 50: percent of whoever carries it"),
            Line("function", "Outside it is", old.function, _FUNCTIONS),
            Line("key", "Key", old.key, hint="made of the name; who sits there hangs on it"),
        )

        def make(given: Values) -> Made:
            seat = self._seat(given, old)
            wrong = next((one for one in self._own_faults(seat)), None)
            if wrong is not None:
                return Refusal(fault_text(wrong, seat))
            return drawing.put_seat(self.model, seat, place)

        title = f"Seat {place}: {old.title}" if place is not None else "A new seat"
        return Sheet(title, lines, reading(make), lambda given: self._seat_note(reading(make), given, place, old))

    def _seat(self, given: Values, old: SeatLine) -> SeatLine:
        title = given["title"].strip()
        work = {duty: given[f"duty-{duty.value}"] for duty in Duty}
        holder = SeatHolding(given["holder"])
        with _at(title):
            return revise(
                old,
                key=key_of(given["key"]) if given["key"].strip() else made_key(title),
                title=title,
                carries=_same(old.carries, (duty for duty, does in work.items() if does == "carries")),
                assists=_same(old.assists, (duty for duty, does in work.items() if does == "assists")),
                scope=given["scope"].strip(),
                holder=holder,
                function=given["function"] if holder in (SeatHolding.OUTSIDE, old.holder) else "",
                roles=tuple(self._role(word) for word in words_in(given["roles"])),
                learn=tuple(self._role(word) for word in words_in(given["learn"])),
                match=tuple(read_line("Must share", _match, word) for word in words_in(given["match"])),
                fill_ahead=read_line("Days ahead", days, given["fill_ahead"]),
                inherits=tuple(key_of(word) for word in words_in(given["inherits"])),
                limits=limits_of(given, old.limits),
                need=Need(given["need"]),
                hours=_hours(given),
                relieves=tuple(_relief(given["relieves"])),
            )

    def _role(self, word: str) -> str:
        key = re.sub(r"[\s-]+", "_", word.strip().lower())
        if key in self.roles:
            return key
        near = get_close_matches(key, self.roles, n=1, cutoff=0.6)
        hint = f"Did you mean {near[0]}?" if near else f"There are {listed(self.roles)}."
        raise Unreadable(f"There is no role “{word}”. {hint}")

    def _own_faults(self, seat: SeatLine) -> tuple[Fault, ...]:
        """What is wrong with a seat whatever the others are."""
        alone = revise(self.model, seats=(seat,), leads=(), limits_by_role=(), thresholds=(), checks=())
        return tuple(one for one in faults(alone, self.roles) if one.seat)

    def _seat_note(self, make: Callable[[Values], Made], given: Values, place: int | None, old: SeatLine) -> str:
        """What is wrong as it stands; else which accounts it is for, and what does not fit the other seats."""
        if not given["title"].strip():
            return "Say what it is called, then what it does: who carries a duty has its hours, who assists takes part."
        made = make(given)
        if isinstance(made, Refusal):
            return made.says
        at = place if place is not None else len(made.seats)
        seat = made.seats[at - 1]
        said = [self._fits(seat.scope)]
        said += [fault_text(one, seat) for one in faults(made, self.roles) if one.seat == at]
        if old.key and seat.key != old.key and old.key not in seat.inherits:
            said.append(f"Who sits in {old.key} today stays only if it keeps from seat {old.key}.")
        return " ".join(said)

    def _fits(self, text: str) -> str:
        if not text.strip():
            return "For every account."
        day = self.moment.today
        try:
            scope = account_scope(text, self.book)
        except QueryError as error:
            return error.says
        active = [account for account in self.book.accounts.all() if account.is_active]
        fits = sum(scope is None or scope.fits(one, stage_of(self.book, one, day), None, day) for one in active)
        if not fits:
            return "No account of the book fits that today."
        return f"{counted(fits, 'account')} {'fits' if fits == 1 else 'fit'} that today."


def fault_text(fault: Fault, seat: SeatLine | None) -> str:
    """A fault as a sentence for the screen: the seat by its name, the setting by its label."""
    field = _LABELS.get(fault.field, fault.field.replace("leads.", "Leads in ").replace("limits_by_role.", "Limit of "))
    where = ", ".join(part for part in (seat.title if seat is not None else "", field) if part)
    return f"{where}: {fault.says}" if where else as_sentence(fault.says)


@contextmanager
def _at(title: str) -> Iterator[None]:
    """Say of which seat a text cannot be read."""
    try:
        yield
    except Unreadable as error:
        raise Unreadable(f"{title}: {error}") from error


def _same(old: tuple[Duty, ...], chosen: Iterable[Duty]) -> tuple[Duty, ...]:
    """The duties chosen, in the order they had where they are the same."""
    found = tuple(chosen)
    return old if set(found) == set(old) else found


def _work_of(seat: SeatLine, duty: Duty) -> str:
    return "carries" if duty in seat.carries else "assists" if duty in seat.assists else ""


def _match(word: str) -> MatchOn:
    return values.choice(MatchOn, word)


def _own(seat: SeatLine, touch: Touch) -> str:
    return f"{seat.hours.of(touch) / 100:g}" if seat.hours is not None else ""


def _hours(given: Values) -> ByTouch | None:
    typed = {one.value: given[f"hours-{one.value}"].strip() for one in Touch}
    if not any(typed.values()):
        return None
    return ByTouch(**{name: read_line(f"Hours {name}", values.hours, text) for name, text in typed.items() if text})


def _relief(text: str) -> Iterator[tuple[Duty, int]]:
    for part in words_in(text):
        word, _, percent = re.sub(r"[:=]", " ", part).rpartition(" ")
        if not word.strip():
            raise Unreadable(f"Takes off: “{part}” has no percent. Write it as support 50")
        yield read_line("Takes off", _duty, word), read_line("Takes off", part_of_whole, percent)


def _duty(word: str) -> Duty:
    return values.choice(Duty, word)
