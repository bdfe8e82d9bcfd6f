"""The lines of a form over what a model or alignment has checked: the findings it asks for, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.models.rules.registry import RULES
from core.models.thresholds import LINE_THRESHOLDS
from core.usecases import values
from tui.model_texts import figure_text, read_line
from tui.part_sheet import Values, words_in
from widgets.form import Line

_YES = (("yes", "checked"), ("", "not"))
ASKED = tuple(code for code, rule in RULES.items() if rule.asked)
"""Findings that only models and alignments raise which ask for them."""

SAYS = "All other findings are raised everywhere. The numbers are ours; without its number a side is not looked at."
"""What the lines are about."""


def check_form(checks: Sequence[str], thresholds: Sequence[tuple[str, int]]) -> Iterator[Line]:
    """The lines over some findings and numbers."""
    numbers = dict(thresholds)
    yield from (Line(code, code, "yes" if code in checks else "", _YES) for code in ASKED)
    for name, one in LINE_THRESHOLDS.items():
        yield Line(name, spoken(name), figure_text(numbers.get(name)), hint=f"{one.says} ({one.code})")
    others = ", ".join(code for code in checks if code not in ASKED)
    yield Line("others", "Also said of it", others, hint="findings that are raised everywhere")


def checks_of(given: Values, before: Sequence[str]) -> tuple[str, ...]:
    """The findings that the lines say, in the order they had."""
    wanted = dict.fromkeys((*(code for code in ASKED if given[code]), *words_in(given["others"].upper())))
    return tuple(dict.fromkeys((*(code for code in before if code in wanted), *wanted)))


def thresholds_of(given: Values) -> tuple[tuple[str, int], ...]:
    """The numbers that the lines say; ``Unreadable`` for one that is none."""
    typed = {name: given[name] for name in LINE_THRESHOLDS if given[name].strip()}
    return tuple(sorted((name, read_line(spoken(name), values.whole, text)) for name, text in typed.items()))


def spoken(name: str) -> str:
    """A name of a file as words."""
    return name.replace("_", " ").capitalize()
