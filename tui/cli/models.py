"""`model`: the organisational models, and which of them is in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from core.models.written import alignment_text, model_text
from core.organisation import Alignment, Model, Plan
from core.outlook import Outlook
from core.usecases.own_model import held
from core.usecases.use_model import UseModel, coverage, missing_text, use_model
from core.wording import counted, listed
from core.words import Severity
from tui.cli.asking import outlook_of
from tui.cli.beside import beside_command
from tui.cli.compare import adopt_command, compare_command
from tui.cli.evidence import model_evidence, model_heard
from tui.cli.exits import no, wrong
from tui.cli.jsonable import record_fields
from tui.cli.known import known_models
from tui.cli.opened import agreed, carry_out, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, put, say, shown, table
from tui.cli.plans import line_text, overlay_text
from tui.cli.reviewing import model_answer, model_review, model_threshold
from tui.compose import own_models, plan_in, pools_in
from tui.model_portrait import limits_text, seat_words

_COLUMNS = (Column("Key"), Column("Title"), Column(""), Column("In one sentence", flex=True))


@click.group("model")
def model_command() -> None:
    """List, show, compare, choose or adopt an organisational model."""


model_command.add_command(compare_command)
model_command.add_command(beside_command)
model_command.add_command(adopt_command)


@model_command.command("list")
@common_options(past=True)
def model_list(common: Common) -> None:
    """List the models and alignments there are, and which are in force."""
    with reading(common) as house:
        outlook = outlook_of(house)
    book = outlook.book
    used = _in_force(book.plan)
    known = known_models(book)
    if common.json:
        document(
            {
                "models": [_listed_fields(one, used) for one in known.models],
                "alignments": [_listed_fields(one, used) for one in known.alignments],
                "plan": record_fields(book.plan),
            }
        )
        return
    table(_COLUMNS, [[one.key, one.title, _mark(one.key, used), one.summary] for one in known.models])
    put()
    table(_COLUMNS, [[one.key, one.title, _mark(one.key, used), one.summary] for one in known.alignments])
    put()
    for line in plan_lines(outlook):
        put(shown(line))


def _in_force(plan: Plan | None) -> frozenset[str]:
    lines = plan.lines if plan is not None else ()
    return frozenset(key for line in lines for key in (line.model, line.alignment) if key)


def _mark(key: str, used: frozenset[str]) -> str:
    return "in force" if key in used else ""


def _listed_fields(one: Model | Alignment, used: frozenset[str]) -> dict[str, object]:
    return {"key": one.key, "title": one.title, "summary": one.summary, "in_force": one.key in used}


def plan_lines(outlook: Outlook) -> Iterator[str]:
    """The plan in force as sentences, with the number of accounts of each line."""
    plan = outlook.book.plan
    if plan is None:
        yield "No model is in force. `bookshift model use MODEL` chooses one; it moves nobody."
        return
    found = coverage(outlook.book, plan, outlook.moment.today)
    for number, (line, count) in enumerate(zip(plan.lines, found.lines, strict=True), 1):
        yield f"{number}. {line_text(line)}: {counted(count, 'account')}"
    for overlay in plan.overlays:
        yield f"+  {overlay_text(overlay)}"
    missing = missing_text(plan, found)
    if missing:
        yield missing


@model_command.command("show")
@click.argument("key", metavar="MODEL")
@click.option("--file", "as_file", is_flag=True, help="Print it as the text of a file, to begin one of your own with.")
@common_options(past=True)
def model_show(common: Common, key: str, as_file: bool) -> None:
    """Show what a model or alignment asks for, its strengths and risks."""
    with reading(common) as house:
        known = known_models(house.desk.book)
    every: list[Model | Alignment] = [*known.models, *known.alignments]
    found = next((one for one in every if one.key == key), None)
    if found is None:
        raise wrong(f"There is no model or alignment “{key}”. There are {listed(one.key for one in every)}.")
    if as_file:
        put((model_text(found) if isinstance(found, Model) else alignment_text(found)).rstrip("\n"))
        return
    if common.json:
        kind = "model" if isinstance(found, Model) else "alignment"
        document({kind: record_fields(found)})
        return
    put(shown(f"{found.title} ({found.key})"))
    told = (("", found.summary), ("Good at", found.strengths), ("Risk", found.risks), ("Fits", found.fits))
    for label, text in (*told, ("Source", found.source)):
        if text:
            put(shown(f"{label}: {text}" if label else text))
    put()
    for line in _seats(found) if isinstance(found, Model) else _duties(found):
        put(shown(line))


def _seats(model: Model) -> Iterator[str]:
    for seat in model.seats:
        yield f"{seat.title} ({seat.key}): {seat_words(seat)}"
    for stage, key in model.leads:
        yield f"in {stage.value} the seat {key} leads"
    for role, limits in model.limits_by_role:
        yield f"who is {role.replace('_', ' ')} has {limits_text(limits) or 'no limit'}"


def _duties(alignment: Alignment) -> Iterator[str]:
    yield f"CSMs report: {alignment.reporting}"
    for duty, who in alignment.duties:
        yield f"{duty.value}: {who}"


@model_command.command("check")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@common_options()
def model_check(common: Common, file: Path) -> None:
    """Read a model of your own from its file: what is wrong with its line, or what it comes to on this book.

    Nothing is changed. The answer is no (1) where somebody should look at it: a role nobody has, a seat on no account.
    """
    with reading(common) as house:
        book, moment = house.desk.book, house.desk.moment
    files = own_models(book)
    found = files.model(file)
    told = held(book, moment, files.catalogue()[0], found)
    where = "every account" if told.whole else "the lines of the plan in force that name it"
    if common.json:
        seats = [{"seat": seat.key, "accounts": count} for seat, count in zip(found.seats, told.seats, strict=False)]
        document({"model": record_fields(found), "whole": told.whole, "seats": seats, "notes": list(told.notes)})
    else:
        put(shown(f"{found.title} ({found.key}) is well-formed. On {where}:"))
        for seat, count in zip(found.seats, told.seats, strict=False):
            put(shown(f"  {seat.title} ({seat.key}): {counted(count, 'account')}"))
        for note in told.notes:
            put(shown(f"  {note}"))
    if told.notes:
        raise no()


@model_command.command("use")
@click.argument("key", metavar="MODEL", required=False)
@click.option("--alignment", default="", metavar="KEY", help="Where CSMs report and which duties the team carries.")
@click.option("--pool", default="", metavar="KEY", help="The pool that holds pooled seats.")
@click.option(
    "--plan",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A plan of lines, overlays and pools (TOML).",
)
@common_options(asks=True)
def model_use(common: Common, key: str | None, alignment: str, pool: str, file: Path | None) -> None:
    """Put a model in force; it moves nobody, and what no longer fits shows as findings."""
    if (key is None) is (file is None):
        raise wrong("Name one model, or a plan with --plan FILE.")
    plan = plan_in(file) if file is not None else None
    with writing(common) as house:
        known = known_models(house.desk.book)
        request = UseModel(
            models=tuple(known.models),
            alignments=tuple(known.alignments),
            key=key or "",
            alignment=alignment,
            pool=pool,
            lines=plan.lines if plan is not None else (),
            overlays=plan.overlays if plan is not None else (),
            title=plan.title if plan is not None else "",
            pools=pools_in(file, house.desk.book.people.all()) if file is not None else (),
        )
        before = outlook_of(house)
        change, after = granted(house.desk.preview(use_model, request))
        following = Outlook(after, before.moment)
        missing = missing_text(after.plan, coverage(after, after.plan, before.moment.today)) if after.plan else ""
        if missing:
            say(shown(missing))
        say(shown(change.says))
        say(f"Findings: {_counted(before)} now, {_counted(following)} then.")
        agreed("Use it? Nobody moves.", common)
        carry_out(house, common, use_model, request)


def _counted(outlook: Outlook) -> str:
    found = outlook.findings.all()
    errors = sum(one.severity is Severity.ERROR for one in found)
    warnings = sum(one.severity is Severity.WARNING for one in found)
    return f"{counted(errors, 'error')} and {counted(warnings, 'warning')}"


for _command in (model_evidence, model_heard, model_review, model_answer, model_threshold):
    model_command.add_command(_command)
