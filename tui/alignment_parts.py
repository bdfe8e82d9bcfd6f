"""The form over an alignment of the manager's own: where CSMs report, who carries which duty, what is checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from core.book.book import Book
from core.errors import Refusal
from core.models.faults import rule_faults
from core.models.scope import fault_in_scope
from core.organisation import Alignment, Model
from core.schema import revise
from core.usecases.own_model import OURS, OWN
from core.words import OUTSIDE_PREFIX, TEAM, Duty, Function
from tui.check_lines import check_form, checks_of, thresholds_of
from tui.model_parts import TEXTS
from tui.model_texts import as_sentence, key_of
from tui.part_sheet import Sheet, Values, reading
from widgets.form import Line

Made = Alignment | Refusal

_CARRIERS = (
    (TEAM, "the team"),
    *((f"{OUTSIDE_PREFIX}{one.value}", one.value) for one in Function if one is not Function.CS),
)


def alignment_sheet(
    alignment: Alignment, book: Book, models: Sequence[Model], taken: Collection[str]
) -> Sheet[Alignment]:
    """The form over an alignment, or over a copy of one that ships; ``taken`` are the keys of all others."""
    copied = alignment.builtin
    duties = dict(alignment.duties)
    lines = (
        Line("title", "Called", f"{alignment.title}, ours" if copied else alignment.title, required=True),
        Line("key", "Key", OWN + alignment.key if copied else alignment.key, hint="short name in plans", required=True),
        Line("reporting", "CSMs report", alignment.reporting, hint="to whom"),
        *(Line(f"duty-{one.value}", f"{one.value.capitalize()} by", duties.get(one, TEAM), _CARRIERS) for one in Duty),
        Line("model", "Alone with", alignment.model, tuple((one.key, one.title.lower()) for one in models)),
        Line("scope", "Alone, on", alignment.scope, hint="all accounts; or is:established"),
        *(Line(name, label, getattr(alignment, name)) for name, label in TEXTS),
        *check_form(alignment.checks, alignment.thresholds),
    )

    def make(given: Values) -> Made:
        key, scope = key_of(given["key"]), given["scope"].strip()
        if key in taken:
            return Refusal(f"There is a model or alignment {key} already. Choose another key.")
        wrong = fault_in_scope(scope, book)
        if wrong:
            return Refusal(f"Alone, on: {wrong}")
        checks, thresholds = checks_of(given, alignment.checks), thresholds_of(given)
        fault = next(rule_faults(thresholds, checks), None)
        if fault is not None:
            return Refusal(as_sentence(fault.says))
        return revise(
            alignment,
            id=0,
            key=key,
            builtin=False,
            source=OURS if copied else alignment.source,
            duties=tuple((duty, given[f"duty-{duty.value}"]) for duty in Duty),
            model=given["model"],
            scope=scope,
            checks=checks,
            thresholds=thresholds,
            **{name: given[name].strip() for name in ("title", "reporting", *(name for name, _ in TEXTS))},
        )

    title = f"A copy of {alignment.title}" if copied else f"Your alignment {alignment.title}"
    return Sheet(title, lines, reading(make), _noted(reading(make)))


def _noted(make: Callable[[Values], Made]) -> Callable[[Values], str]:
    says = "A duty that somebody outside the team carries becomes a seat of theirs. Plan lines may say otherwise."

    def note(given: Values) -> str:
        made = make(given)
        return made.says if isinstance(made, Refusal) else says

    return note
