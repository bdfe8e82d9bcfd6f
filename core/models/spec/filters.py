"""The filters and carriers in files, checked as far as that goes without a book."""

from __future__ import annotations

from collections.abc import Mapping

from core.models.scope import fault_in_people, fault_in_scope
from core.models.spec.reading import ModelError
from core.words import OUTSIDE_PREFIX, TEAM, Duty, Function


def carriers(name: str, where: str, duties: Mapping[Duty, str]) -> tuple[tuple[Duty, str], ...]:
    """Who carries which duty: the team, or a function outside of it."""
    functions = {function.value for function in Function}
    for duty, carrier in duties.items():
        outside = carrier.removeprefix(OUTSIDE_PREFIX)
        if carrier != TEAM and not (carrier.startswith(OUTSIDE_PREFIX) and outside in functions):
            raise ModelError(
                f"{name}, {where}: {duty.value} is carried by “{carrier}”; write “{TEAM}” or “{OUTSIDE_PREFIX}” "
                f"and one of {', '.join(sorted(functions))}."
            )
    return tuple(duties.items())


def checked_scope(name: str, where: str, text: str) -> str:
    """The scope, after its grammar and its fields were checked; names are looked up in a book later."""
    fault = fault_in_scope(text)
    if fault:
        raise ModelError(f"{name}, {where}: {fault}")
    return text


def checked_people(name: str, where: str, text: str) -> str:
    """The filter over people, checked in the same way."""
    fault = fault_in_people(text)
    if fault:
        raise ModelError(f"{name}, {where}: {fault}")
    return text
