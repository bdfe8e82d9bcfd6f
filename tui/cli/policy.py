"""`policy`: the book's own figures, each with its range and source."""

from __future__ import annotations

import click

from core.errors import Refusal
from core.usecases.fields import Reading, field_of, read_fields
from core.usecases.figures import Figure, figures
from core.usecases.policy import POLICY_FIELDS, SetPolicy, set_policy
from tui.cli.edits import parted
from tui.cli.exits import refused, wrong
from tui.cli.opened import carry_out, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, put, shown, table

_COLUMNS = (Column("Figure"), Column("Value"), Column("Standard", spare=1), Column("What it is", flex=True))


@click.command("policy")
@click.argument("pairs", nargs=-1, metavar="[FIGURE[=VALUE]...]")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the history.")
@common_options(past=True)
def policy_command(common: Common, pairs: tuple[str, ...], reason: str) -> None:
    """Show the book's own figures, or set some.

    Without a word: all of them. With FIGURE its range and source; with FIGURE=VALUE it is set, several as one change.
    Three values by touch are written high/mid/tech, such as `handover_in=3/1/0.25`; an empty VALUE is the standard
    again.
    """
    if pairs and all("=" not in pair for pair in pairs):
        _show(common, pairs)
    elif not pairs:
        _show(common, ())
    elif any("=" not in pair for pair in pairs):
        raise wrong("Either show figures, as in `policy fill_to`, or set them, as in `policy fill_to=95`.")
    else:
        with writing(common) as house:
            desk = house.desk
            known = figures(desk.book)
            texts = tuple(
                (word, text if text.strip() else _standard(known, word)) for word, text in parted(pairs).items()
            )
            figures_set = granted(read_fields(POLICY_FIELDS, texts, Reading(desk.book, desk.moment, desk.book.policy)))
            carry_out(house, common, set_policy, SetPolicy(figures_set, reason))


def _standard(known: tuple[Figure, ...], word: str) -> str:
    """The text of a figure's standard value; empty where it has none."""
    field = field_of(POLICY_FIELDS, word)
    return next((one.standard for one in known if field is not None and one.name == field.name), "")


def _show(common: Common, words: tuple[str, ...]) -> None:
    with reading(common) as house:
        known = figures(house.desk.book)
    if words:
        fields = [field_of(POLICY_FIELDS, word) for word in words]
        missing = [word for word, field in zip(words, fields, strict=True) if field is None]
        if missing:
            names = ", ".join(one.name for one in known)
            raise refused(Refusal(f"There is no figure {shown(missing[0])}. There are {names}."))
        names_wanted = {field.name for field in fields if field is not None}
        known = tuple(one for one in known if one.name in names_wanted)
    if common.json:
        document({"figures": [_fields(one) for one in known], "count": len(known)})
    elif words:
        for one in known:
            for line in _told(one):
                put(shown(line))
    else:
        table(_COLUMNS, [[one.name, one.value, one.standard if one.differs else "", one.says] for one in known])


def _told(one: Figure) -> tuple[str, ...]:
    lines = (f"{one.name}: {one.value}", f"  {one.says}", f"  Source: {one.source}.")
    standard = (f"  Standard: {one.standard}.",) if one.standard else ()
    return (*lines, *standard, *((f"  From {one.least} to {one.most}.",) if one.least else ()))


def _fields(one: Figure) -> dict[str, object]:
    return {
        "name": one.name,
        "value": one.value,
        "standard": one.standard or None,
        "differs": one.differs,
        "from": one.least or None,
        "to": one.most or None,
        "says": one.says,
        "source": one.source,
    }
