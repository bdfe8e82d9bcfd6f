"""Plans and models in sentences: which accounts are served how and by whom, and what a model asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.book.book import Book
from core.organisation import Alignment, Limits, Model, Plan, PlanLine, SeatLine
from core.outlook import Outlook
from core.usecases.use_model import Coverage, coverage
from core.wording import counted, hours_short, listed, money_short, percent
from core.words import OUTSIDE_PREFIX, TEAM, Duty, MatchOn, Need, SeatHolding
from tui.portrait import Said


def plan_lines(outlook: Outlook) -> tuple[Said, ...]:
    """The plan in force, a line for each of its lines, with the accounts it reaches."""
    book, plan = outlook.book, outlook.book.plan
    if plan is None:
        return (Said("No plan", "No model is in force yet. Choose one below and press a.", "warn"),)
    covered = coverage(book, plan, outlook.moment.today)
    said = [*sentences(book, plan, covered)]
    said += [Said("Problem", problem, "bad") for problem in outlook.seating.problems]
    return tuple(said)


def sentences(book: Book, plan: Plan, covered: Coverage) -> Iterator[Said]:
    """The lines of a plan with the number of accounts each is for, then what no line is for."""
    for line, count in zip(plan.lines, covered.lines, strict=True):
        yield Said(counted(count, "account"), line_sentence(book, line), "plain" if count else "muted")
    if covered.unmatched:
        yield Said(counted(covered.unmatched, "account"), "no line of the plan is for them", "bad")
    for overlay in plan.overlays:
        where = f" on {overlay.scope}" if overlay.scope else ""
        yield Said("Overlay", f"{overlay.title}{where}, assisting with {_duties(overlay.assists)}")


def line_sentence(book: Book, line: PlanLine) -> str:
    """A plan line: which accounts, served how and by whom."""
    models = {model.key: model.title for model in book.models.all()}
    alignments = {alignment.key: alignment for alignment in book.alignments.all()}
    scope = line.scope or "all accounts"
    where = f"{line.title} ({line.scope})" if line.title and line.scope else line.title or scope
    if line.unmanaged:
        return f"{where}: nobody, on purpose: {line.unmanaged}"
    alignment = alignments.get(line.alignment)
    key = line.model or (alignment.model if alignment is not None else "")
    parts = [f"{where}: {models.get(key, key)}"]
    if line.alignment:
        parts.append(f"aligned {alignment.title.lower() if alignment is not None else line.alignment}")
    if line.people:
        parts.append(f"by people {line.people}")
    if line.pool:
        titles = {pool.key: pool.title for pool in book.pools.all()}
        parts.append(f"by the pool {titles.get(line.pool, line.pool)}")
    parts += [f"{own.value} touch served as {served.value}" for own, served in line.serve]
    parts += [f"{duty.value} by {_carrier(carrier)}" for duty, carrier in line.duties]
    return ", ".join(parts)


def _carrier(text: str) -> str:
    return "the team" if text == TEAM else f"{text.removeprefix(OUTSIDE_PREFIX)} outside the team"


@dataclass(frozen=True, slots=True)
class Card:
    """A model or an alignment that can be put in force."""

    id: int
    """Place in the catalogue, from 1."""
    key: str
    """Its key."""
    title: str
    """Its title."""
    what: str
    """``model`` or ``alignment``."""
    model: Model | None
    """The model; for an alignment the one it uses alone."""
    alignment: Alignment | None
    """The alignment; None for a model."""
    lines: int
    """Lines of the plan in force that use it."""

    @property
    def record(self) -> Model | Alignment:
        """Whose texts the card shows."""
        found = self.alignment or self.model
        assert found is not None
        return found


def cards(book: Book, models: Sequence[Model], alignments: Sequence[Alignment]) -> tuple[Card, ...]:
    """Everything that can be put in force, models first; how many lines of the plan in force use it."""
    plan = book.plan
    lines = plan.lines if plan is not None else ()
    by_key = {model.key: model for model in models}
    made = [
        Card(0, model.key, model.title, "model", model, None, sum(line.model == model.key for line in lines))
        for model in models
    ]
    made += [
        Card(
            0,
            one.key,
            one.title,
            "alignment",
            by_key.get(one.model),
            one,
            sum(line.alignment == one.key for line in lines),
        )
        for one in alignments
    ]
    return tuple(
        Card(place, one.key, one.title, one.what, one.model, one.alignment, one.lines)
        for place, one in enumerate(made, start=1)
    )


def card_lines(card: Card) -> tuple[Said, ...]:
    """What a card says: how accounts meet people, what is good and bad about it, when it fits, its seats."""
    record = card.record
    told = [
        ("How", record.summary),
        ("Reports", record.reporting if isinstance(record, Alignment) else ""),
        ("Good at", record.strengths),
        ("Risk", record.risks),
        ("Fits", record.fits),
    ]
    said = [Said(label, text) for label, text in told if text]
    if isinstance(record, Alignment):
        said += [Said("Duties" if place == 0 else "", text) for place, text in enumerate(_duty_texts(record))]
        if card.model is not None:
            said.append(Said("Alone", f"with the model {card.model.title}"))
    elif card.model is not None:
        for place, seat in enumerate(card.model.seats):
            said.append(Said("Seats" if place == 0 else "", seat_text(seat)))
    if record.source:
        said.append(Said("Source", record.source, "muted"))
    return tuple(said)


def _duty_texts(alignment: Alignment) -> Iterator[str]:
    by_carrier: dict[str, list[Duty]] = {}
    for duty, carrier in alignment.duties:
        by_carrier.setdefault(carrier, []).append(duty)
    for carrier, duties in by_carrier.items():
        yield f"{_duties(duties)} by {_carrier(carrier)}"


def seat_text(seat: SeatLine) -> str:
    """A seat line in words, with its name."""
    return f"{seat.title}: {seat_words(seat)}"


def seat_words(seat: SeatLine) -> str:
    """A seat line in words: every setting of it that says something."""
    roles = listed(map(_role, seat.roles), "or")
    held = {
        SeatHolding.NAMED: f"one person in the role {roles}" if roles else "one person",
        SeatHolding.POOL: f"a pool of {roles}" if roles else "a pool",
        SeatHolding.LEAD: "the lead of whoever leads the account",
        SeatHolding.OUTSIDE: f"{seat.function} outside the team",
    }[seat.holder]
    parts = [held]
    if seat.scope:
        parts.append(f"on {seat.scope}")
    if seat.carries:
        parts.append(f"carries {'every duty' if len(seat.carries) == len(Duty) else _duties(seat.carries)}")
    if seat.assists:
        parts.append(f"assists with {_duties(seat.assists)}")
    if seat.match:
        parts.append(f"must share {_matches(seat.match)} with the account")
    if seat.limits is not None:
        parts.append(limits_text(seat.limits))
    if seat.hours is not None:
        own = (seat.hours.high, seat.hours.mid, seat.hours.tech)
        parts.append(f"{' / '.join(map(hours_short, own))} h a month at high / mid / tech touch")
    parts += [f"takes {percent(part)} of {duty.value} off" for duty, part in seat.relieves]
    if seat.fill_ahead:
        parts.append(f"filled {counted(seat.fill_ahead, 'day')} ahead")
    if seat.learn:
        parts.append(f"{listed(map(_role, seat.learn), 'or')} may learn it")
    if seat.inherits:
        parts.append(f"keeps who holds {listed(map(_role, seat.inherits), 'or')}")
    if seat.need is Need.OPTIONAL:
        parts.append("may stay empty")
    return ", ".join(part for part in parts if part)


def limits_text(limits: Limits) -> str:
    """Limits in words; empty where there are none."""
    parts = []
    if limits.accounts is not None:
        parts.append(counted(limits.accounts, "account"))
    if limits.hours is not None:
        parts.append(f"{hours_short(limits.hours)} h")
    if limits.arr is not None:
        parts.append(f"ARR {money_short(limits.arr)}")
    if limits.families is not None:
        parts.append(f"{limits.families} families" if limits.families != 1 else "1 family")
    if not parts:
        return ""
    return f"at most {listed(parts)}{', more is refused' if limits.hard else ''}"


def _role(key: str) -> str:
    return key.replace("_", " ")


def _duties(duties: Sequence[Duty]) -> str:
    return listed(duty.value for duty in duties)


def _matches(match: Sequence[MatchOn]) -> str:
    return listed(f"a {one.value}" if one is MatchOn.SKILL else one.value for one in match)
