"""The parts of a model of the manager's own as rows: name, seat lines, leads, leadership, limits of roles, checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.models.faults import Fault, uncarried
from core.organisation import Leadership, Model
from core.usecases.own_model import Held
from core.wording import listed, percent
from tui.model_portrait import limits_text, seat_text
from tui.portrait import Said
from tui.seat_parts import fault_text
from widgets.table.columns import Cell, Column
from widgets.tones import Tone


class Part(StrEnum):
    """What a row of a model is."""

    ABOUT = "Name"
    SEAT = "Seat"
    LEADS = "Leads"
    LEADERSHIP = "Leadership"
    LIMIT = "Limit"
    CHECKS = "Checked"


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One part of a model."""

    id: int
    """Number that is the same for the same part while the editor is open."""
    part: Part
    """What it is."""
    place: int
    """Its place among its kind, from 1."""
    label: str
    """What it is, on screen."""
    text: str
    """The part in words."""
    accounts: int | None = None
    """Accounts that get a seat line; None for anything else, and while they are being counted."""
    tone: Tone = "plain"
    """A shade of meaning."""


MODEL_PART_COLUMNS: tuple[Column[ModelRow], ...] = (
    Column("label", "Part", lambda row: Cell(row.label, "accent"), 10),
    Column("text", "What", lambda row: Cell(row.text, row.tone), 30, flex=1),
    Column(
        "accounts",
        "Accounts",
        lambda row: Cell("" if row.accounts is None else f"{row.accounts:,}", "plain" if row.accounts else "bad"),
        8,
        align="right",
    ),
)
"""The columns of a model's parts."""

_EACH = 10_000


def model_rows(model: Model, held: Held, wrong: Sequence[Fault]) -> list[ModelRow]:
    """The parts of a model in order; a part with a fault is marked."""
    seats = {one.seat for one in wrong}
    fields = {one.field.split(".")[0] for one in wrong if not one.seat}
    return [
        _row(Part.ABOUT, 1, f"{model.title} ({model.key}){f': {model.summary}' if model.summary else ''}"),
        *_seats(model, held, seats),
        _row(Part.LEADS, 1, leads_text(model), tone="bad" if "leads" in fields else "plain"),
        _row(Part.LEADERSHIP, 1, leadership_text(model.leadership)),
        *_limits(model, "limits_by_role" in fields),
        _row(Part.CHECKS, 1, checks_text(model), tone="bad" if fields & {"checks", "thresholds"} else "plain"),
    ]


def _row(
    part: Part, place: int, text: str, label: str = "", accounts: int | None = None, tone: Tone = "plain"
) -> ModelRow:
    return ModelRow(list(Part).index(part) * _EACH + place, part, place, label or part.value, text, accounts, tone)


def _seats(model: Model, held: Held, wrong: set[int]) -> Iterator[ModelRow]:
    for place, seat in enumerate(model.seats, 1):
        count = held.seats[place - 1] if len(held.seats) == len(model.seats) else None
        tone: Tone = "bad" if place in wrong else "plain"
        yield _row(Part.SEAT, place, seat_text(seat), f"Seat {place}", count, tone)


def _limits(model: Model, wrong: bool) -> Iterator[ModelRow]:
    for place, (role, limits) in enumerate(model.limits_by_role, 1):
        text = f"who is {role.replace('_', ' ')} has {limits_text(limits) or 'no limit'}"
        yield _row(Part.LIMIT, place, text, tone="bad" if wrong else "plain")


# Words ----------------------------------------------------------------------------------------------------------


def leads_text(model: Model) -> str:
    """Which seat leads when, and what a move weighs."""
    titles = {seat.key: seat.title for seat in model.seats}
    by_seat: dict[str, list[str]] = {}
    for stage, key in model.leads:
        by_seat.setdefault(key, []).append(stage.value)
    parts = [f"{titles.get(key, key)} in {listed(stages)}" for key, stages in by_seat.items()]
    weight = f"; a move weighs {model.continuity / 100:g} times" if model.continuity != 100 else ""
    return f"{', '.join(parts) or 'whoever carries adoption'}{weight}"


def leadership_text(leadership: Leadership | None) -> str:
    """What reports take of a lead's time."""
    if leadership is None:
        return "leads keep no accounts"
    one, few = leadership, leadership.span
    return (
        f"leads keep some: {percent(one.per_report)} of their time a report up to {one.above}, then "
        f"{percent(one.per_report_above)}, at most {percent(one.most)}; {few[0]} to {few[1]} reports"
    )


def checks_text(model: Model) -> str:
    """The findings it asks for and the numbers they go by."""
    numbers = (f"{name.replace('_', ' ')} {value}" for name, value in model.thresholds)
    return ", ".join((*model.checks, *numbers)) or "nothing that other models do not check as well"


def fault_lines(model: Model, held: Held | None, wrong: Sequence[Fault]) -> tuple[Said, ...]:
    """What is wrong with a model, else what it comes to on this book."""
    seats = model.seats
    said = [Said("Wrong", fault_text(one, seats[one.seat - 1] if one.seat else None), "bad") for one in wrong]
    gone = uncarried(model)
    if gone and not wrong:
        text = f"nobody carries {listed(duty.value for duty in gone)}: an alignment has to give it to somebody"
        said.append(Said("Look at", text, "warn"))
    if wrong:
        return tuple(said)
    if held is None:
        return (*said, Said("Check", "counting on this book", "muted"))
    said += [Said("Look at", note, "warn") for note in held.notes]
    if not said:
        said.append(Said("Check", "every account, duty, role and person of this book has its place", "good"))
    return tuple(said)
