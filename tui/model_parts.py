"""The forms over a model of the manager's own but for its seats: name, leads, leadership, limits of roles, checks."""

from __future__ import annotations

from collections.abc import Callable, Collection

from core.errors import Refusal
from core.models.faults import rule_faults
from core.organisation import Leadership, Model
from core.schema import revise
from core.usecases import own_model as drawing
from core.words import SeatHolding, Stage
from tui.model_texts import (
    as_sentence,
    count_of_reports,
    key_of,
    limit_lines,
    limits_of,
    part_of_whole,
    read_line,
    weight,
)
from tui.part_sheet import Sheet, Values, reading
from widgets.form import Line

Made = Model | Refusal

TEXTS = (
    ("summary", "In one sentence"),
    ("strengths", "Good at"),
    ("risks", "Risk"),
    ("fits", "Fits"),
)
"""What a model says of itself, with the labels."""


class ModelSheets:
    """The forms over one model."""

    def __init__(self, roles: Collection[str], model: Model) -> None:
        """Edit a model; nothing is kept by this. ``roles`` are the keys a limit may name."""
        self.roles = sorted(roles)
        self.model = model

    # The model ----------------------------------------------------------------------------------------------

    def about(self, taken: Collection[str]) -> Sheet[Model]:
        """What it is called and says of itself; ``taken`` are the keys of the others."""
        model = self.model
        lines = (
            Line("title", "Called", model.title, required=True),
            Line("key", "Key", model.key, hint="short name in commands and plans", required=True),
            *(Line(name, label, getattr(model, name)) for name, label in TEXTS),
            Line("source", "Source", model.source, hint="where it comes from"),
        )

        def make(given: Values) -> Made:
            key = key_of(given["key"])
            if key in taken:
                return Refusal(f"There is a model or alignment {key} already. Choose another key.")
            texts = {name: given[name].strip() for name, _ in (*TEXTS, ("source", ""), ("title", ""))}
            return revise(model, key=key, **texts)

        return Sheet("What the model is called", lines, reading(make))

    def leads(self) -> Sheet[Model]:
        """Which seat leads in which stage, and what a move weighs."""
        model = self.model
        held = dict(model.leads)
        seats = {seat.key: seat.title for seat in model.seats if seat.holder is not SeatHolding.LEAD}
        seats |= {key: key for key in held.values() if key not in seats}
        options = (("", "who carries adoption"), *((key, title.lower()) for key, title in seats.items()))
        lines = (
            *(Line(stage.value, f"In {stage.value}", held.get(stage, ""), options) for stage in Stage),
            Line("continuity", "Weight on moves", f"{model.continuity / 100:g}", hint="1; 2 to keep people longer"),
        )

        def make(given: Values) -> Made:
            chosen = {stage: given[stage.value] for stage in Stage if given[stage.value]}
            order = [stage for stage in held if stage in chosen] + [stage for stage in chosen if stage not in held]
            leads = tuple((stage, chosen[stage]) for stage in order)
            return revise(model, leads=leads, continuity=read_line("Weight on moves", weight, given["continuity"]))

        says = "The lead is the customer's contact: the owner in lists. A move weighs more where people are to stay."
        return Sheet("Who leads an account", lines, reading(make), live_note(make, says))

    def leadership(self) -> Sheet[Model]:
        """What reports take of a lead's time, in a model whose leads keep accounts."""
        model = self.model
        old = model.leadership or Leadership()
        kept = (("", "no"), ("yes", "yes"))
        lines = (
            Line("kept", "Leads keep some", "yes" if model.leadership is not None else "", kept),
            Line("per_report", "Percent a report", str(old.per_report), hint="15, ours"),
            Line("above", "Up to", str(old.above), hint="3 reports, ours"),
            Line("per_report_above", "Percent beyond", str(old.per_report_above), hint="10, ours"),
            Line("most", "At most percent", str(old.most), hint="95, ours"),
            Line("fewest", "Fewest reports", str(old.span[0]), hint="3, sourced"),
            Line("span", "Most reports", str(old.span[1]), hint="5, sourced"),
        )

        def make(given: Values) -> Made:
            if not given["kept"]:
                return revise(model, leadership=None)
            made = Leadership(
                per_report=read_line("Percent a report", part_of_whole, given["per_report"]),
                above=read_line("Up to", count_of_reports, given["above"]),
                per_report_above=read_line("Percent beyond", part_of_whole, given["per_report_above"]),
                most=read_line("At most percent", part_of_whole, given["most"]),
                span=(
                    read_line("Fewest reports", count_of_reports, given["fewest"]),
                    read_line("Most reports", count_of_reports, given["span"]),
                ),
            )
            if made.span[0] > made.span[1]:
                return Refusal(f"The fewest reports are {made.span[0]} and the most {made.span[1]}. Turn them round.")
            return revise(model, leadership=made)

        says = "Leads may keep accounts; their reports take that part of their time. Span 3 to 5: McKinsey; rest ours."
        return Sheet("Leads who keep accounts", lines, reading(make), live_note(make, says))

    def limit(self, role: str | None) -> Sheet[Model]:
        """What one holder of a role may have, over all seats; of a role to be named."""
        model = self.model
        old = dict(model.limits_by_role).get(role or "", None)
        free = tuple((key, key.replace("_", " ")) for key in self.roles if key not in dict(model.limits_by_role))
        named = ((role, role.replace("_", " ")),) if role is not None else free
        lines = (Line("role", "Role", role or "", named), *limit_lines(old))

        def make(given: Values) -> Made:
            made = limits_of(given, old)
            if made is None:
                return Refusal("Say how much one holder may have, or leave with esc; d takes a limit out.")
            return drawing.put_limit(model, given["role"], made)

        says = "Counted over every seat that a holder of this role has with work."
        return Sheet("What one holder of a role may have", lines, reading(make), live_note(make, says))

    def rules(self) -> Sheet[Model]:
        """The findings that only models raise which ask for them, and the numbers they go by."""
        from tui.check_lines import SAYS, check_form, checks_of, thresholds_of  # with every rule, which only this lists

        model = self.model

        def make(given: Values) -> Made:
            checks, thresholds = checks_of(given, model.checks), thresholds_of(given)
            made = revise(model, checks=checks, thresholds=thresholds)
            wrong = next((one for one in rule_faults(thresholds, checks)), None)
            return Refusal(as_sentence(wrong.says)) if wrong is not None else made

        lines = tuple(check_form(model.checks, model.thresholds))
        return Sheet("What is checked", lines, reading(make), live_note(make, SAYS))


def live_note(make: Callable[[Values], Made], says: str) -> Callable[[Values], str]:
    """What is wrong while it is typed, else what the form is about."""
    answering = reading(make)

    def note(given: Values) -> str:
        made = answering(given)
        return made.says if isinstance(made, Refusal) else says

    return note
