"""Models, alignments and plans as the text of the files that ``spec`` reads: it reads back as the same record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.organisation import Alignment, ByTouch, Leadership, Limits, Model, Overlay, Plan, PlanLine, SeatLine
from core.people import Person, Pool
from core.words import Need, SeatHolding

_Pairs = Iterable[tuple[str, Any]]


def plan_text(plan: Plan, pools: Sequence[Pool], people: Mapping[int, Person]) -> tuple[str, tuple[str, ...]]:
    """A plan and its pools as a file, and a sentence for each member it cannot name: without a mail address.

    Open positions have no mail address, and are left out likewise.
    """
    notes: list[str] = []
    parts = [list(_entries([("title", plan.title)]))]
    parts += [["[[line]]", *_entries(_line(line))] for line in plan.lines]
    parts += [["[[overlay]]", *_entries(_overlay(overlay))] for overlay in plan.overlays]
    parts += [["[[pool]]", *_entries(_pool(pool, people, notes))] for pool in pools]
    return _file(parts), tuple(notes)


def model_text(model: Model) -> str:
    """A model as a file that stands alone: what it was based on is written out."""
    head: _Pairs = (
        ("key", model.key),
        ("title", model.title),
        ("summary", model.summary),
        ("strengths", model.strengths),
        ("risks", model.risks),
        ("fits", model.fits),
        ("source", model.source),
        ("checks", list(model.checks)),
        ("leads", {stage.value: key for stage, key in model.leads}),
        ("continuity", model.continuity / 100 if model.continuity != 100 else None),
        ("thresholds", dict(model.thresholds)),
        ("leadership", _leadership(model.leadership)),
        ("limits_by_role", {role: _limits(limits) for role, limits in model.limits_by_role}),
    )
    parts = [list(_entries(head))]
    parts += [["[[seat]]", *_entries(_seat(seat))] for seat in model.seats]
    return _file(parts)


def alignment_text(alignment: Alignment) -> str:
    """An alignment as a file."""
    head: _Pairs = (
        ("key", alignment.key),
        ("title", alignment.title),
        ("reporting", alignment.reporting),
        ("summary", alignment.summary),
        ("strengths", alignment.strengths),
        ("risks", alignment.risks),
        ("fits", alignment.fits),
        ("source", alignment.source),
        ("model", alignment.model),
        ("scope", alignment.scope),
        ("checks", list(alignment.checks)),
        ("thresholds", dict(alignment.thresholds)),
        ("duties", {duty.value: who for duty, who in alignment.duties}),
    )
    return _file([list(_entries(head))])


def _file(parts: Iterable[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


# Records --------------------------------------------------------------------------------------------------------


def _line(line: PlanLine) -> _Pairs:
    return (
        ("title", line.title),
        ("scope", line.scope),
        ("model", line.model),
        ("alignment", line.alignment),
        ("people", line.people),
        ("pool", line.pool),
        ("serve", {own.value: served.value for own, served in line.serve}),
        ("duties", {duty.value: who for duty, who in line.duties}),
        ("unmanaged", line.unmanaged),
    )


def _overlay(overlay: Overlay) -> _Pairs:
    return (
        ("key", overlay.key),
        ("title", overlay.title),
        ("scope", overlay.scope),
        ("assists", [duty.value for duty in overlay.assists]),
        ("roles", list(overlay.roles)),
        ("match", [one.value for one in overlay.match]),
        ("people", overlay.people),
        ("need", overlay.need.value if overlay.need is not Need.REQUIRED else None),
        ("hours", _hours(overlay.hours)),
        ("relieves", {duty.value: part / 100 for duty, part in overlay.relieves}),
    )


def _pool(pool: Pool, people: Mapping[int, Person], notes: list[str]) -> _Pairs:
    members = {}
    for member in pool.members:
        person = people.get(member.person)
        if person is not None and person.email:
            members[person.email] = member.share / 100
        else:
            name = person.name if person is not None else "an open position"
            notes.append(f"The pool {pool.title} is written without {name}, who has no mail address.")
    return (
        ("key", pool.key),
        ("title", pool.title),
        ("members", _Kept(members)),
        ("skills", list(pool.skills)),
        ("languages", list(pool.languages)),
        ("open_limit", pool.open_limit),
    )


def _seat(seat: SeatLine) -> _Pairs:
    return (
        ("key", seat.key),
        ("title", seat.title),
        ("carries", [duty.value for duty in seat.carries]),
        ("assists", [duty.value for duty in seat.assists]),
        ("scope", seat.scope),
        ("holder", seat.holder.value if seat.holder is not SeatHolding.NAMED else None),
        ("function", seat.function),
        ("roles", list(seat.roles)),
        ("learn", list(seat.learn)),
        ("match", [one.value for one in seat.match]),
        ("fill_ahead", seat.fill_ahead or None),
        ("inherits", list(seat.inherits)),
        ("limits", _limits(seat.limits)),
        ("need", seat.need.value if seat.need is not Need.REQUIRED else None),
        ("hours", _hours(seat.hours)),
        ("relieves", {duty.value: part / 100 for duty, part in seat.relieves}),
    )


def _hours(hours: ByTouch | None) -> Mapping[str, Any] | None:
    if hours is None:
        return None
    return _Kept({"high": hours.high / 100, "mid": hours.mid / 100, "tech": hours.tech / 100})


def _limits(limits: Limits | None) -> Mapping[str, Any] | None:
    if limits is None:
        return None
    figures = {
        "accounts": limits.accounts,
        "hours": None if limits.hours is None else limits.hours / 100,
        "arr": None if limits.arr is None else limits.arr // 100,
        "families": limits.families,
        "hard": limits.hard or None,
    }
    return _Kept({name: figure for name, figure in figures.items() if figure is not None})


def _leadership(one: Leadership | None) -> Mapping[str, Any] | None:
    if one is None:
        return None
    return {
        "per_report": one.per_report / 100,
        "above": one.above,
        "per_report_above": one.per_report_above / 100,
        "most": one.most / 100,
        "span": list(one.span),
    }


# TOML -----------------------------------------------------------------------------------------------------------


class _Kept(dict[str, Any]):
    """A table that is written even when it is empty."""


def _entries(pairs: _Pairs) -> Iterator[str]:
    """A line for each value that says something."""
    for name, value in pairs:
        if value is None or (value in ("", [], {}) and not isinstance(value, _Kept)):
            continue
        yield f"{_name(name)} = {_value(value)}"


def _value(value: Any) -> str:  # noqa: ANN401 - any value a file may hold
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_name(key)} = {_value(one)}" for key, one in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e5 else str(value)


def _name(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else _string(name)


def _string(text: str) -> str:
    """A basic string; JSON escapes what TOML does, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
