"""`model evidence` and `model heard`: what speaks for and against each model, what was heard, whom nobody asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from core.book.book import Book
from core.models.fit.evidence import about, evidence, title_of
from core.models.fit.heard import has_few_answers
from core.models.fit.line import WORDS, Evidence, Side
from core.models.fit.tally import By, Heard, Interviews, challenge_title, interviews, tally
from core.models.fit.thresholds import thresholds_of
from core.models.fit.unasked import Unasked, not_asked
from core.outlook import Outlook
from core.wording import UNKNOWN, counted, listed, money, money_short, short_date
from tui.cli.asking import outlook_of
from tui.cli.exits import wrong
from tui.cli.ids import account_id
from tui.cli.opened import reading
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, money_number, put, say, shown, table
from tui.compose import catalogue
from tui.evidence_words import (
    answer_text,
    challenges_text,
    interviews_text,
    number_text,
    sides_text,
    speaks_text,
    yes_text,
)

_PRIVATE = "What was said in interviews is left out; `--private` takes it in."

# What speaks for and against ----------------------------------------------------------------------------------

_LINES = (
    Column("No", "right"),
    Column(""),
    Column("Speaks of", flex=True),
    Column("Signal", flex=True),
    Column("Number", "right"),
    Column("Rests on", "right"),
    Column("Held against", "right", spare=2),
    Column("Rule", flex=True, spare=4),
    Column("Source", flex=True, spare=3),
    Column("Date", spare=1),
)


@click.command("evidence")
@click.argument("models", nargs=-1, metavar="[MODEL]...")
@click.option("--private", is_flag=True, help="Also what CSMs said in interviews.")
@common_options(past=True)
def model_evidence(common: Common, models: tuple[str, ...], private: bool) -> None:
    """Show what speaks for and against each model on this book.

    With MODEL, a model or alignment, each line about it in full. There is no score: fewer than 10 answers, with less
    than 20 % of the ARR, are a line of their own, “not heard enough”.
    """
    with reading(common) as house:
        outlook = outlook_of(house)
    book = outlook.book
    _known(book, models)
    found = evidence(book, outlook.moment, outlook.seating, outlook.ledger)
    if models:
        chosen = frozenset(map(id, about(found, *models)))
        found = tuple(line for line in found if id(line) in chosen or line.side is Side.UNHEARD)
    lines = [line for line in found if private or not line.private]
    if common.json:
        document(
            {
                "as_of": outlook.moment.today.isoformat(),
                "models": list(models),
                "evidence": [evidence_fields(book, line) for line in lines],
                "count": len(lines),
                "private_left_out": len(found) - len(lines),
            }
        )
        return
    if models:
        for text in _in_full(book, lines):
            put(shown(text))
    else:
        table(_LINES, [_line(book, line) for line in lines])
    say(f"Lines: {sides_text(lines)}. They make no score; the decision is yours.")
    if len(lines) < len(found):
        say(_PRIVATE)


def _known(book: Book, models: Sequence[str]) -> None:
    """Refuse a word that no evidence can speak of."""
    if not models:
        return
    known, _ = catalogue(book)
    every = [*(one.key for one in known.models), *(one.key for one in known.alignments), *WORDS]
    unknown = next((key for key in models if key not in every), None)
    if unknown is not None:
        raise wrong(f"There is no model or alignment “{unknown}”. There are {listed(every)}.")


def evidence_fields(book: Book, line: Evidence) -> dict[str, object]:
    """A line of evidence as JSON fields; value and threshold are numbers in the unit."""
    return {
        "signal": line.signal,
        "name": line.name,
        "side": line.side.value,
        "speaks_of": list(line.speaks),
        "titles": [title_of(book, key) for key in line.speaks],
        "where": {"kind": line.place.reach.value, "key": line.place.key or None, "title": line.place.title},
        "value": _number(line.value),
        "unit": line.unit.value or None,
        "part": line.part,
        "n": line.n,
        "of": line.of,
        "threshold": _number(line.threshold),
        "rule": line.rule,
        "sources": [source.value for source in line.sources],
        "threshold_from": None if line.threshold is None else line.limit_from.value,
        "date": line.on.isoformat(),
        "text": line.says,
        "private": line.private,
    }


def _number(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def _line(book: Book, line: Evidence) -> list[str]:
    return [
        str(line.signal),
        line.side.value,
        speaks_text(book, line),
        line.name,
        line.value_text or UNKNOWN,
        counted(line.n, line.of),
        line.threshold_text or UNKNOWN,
        line.rule,
        line.source_text,
        line.on.isoformat(),
    ]


def _in_full(book: Book, lines: Iterable[Evidence]) -> Iterator[str]:
    """Every line with all that it rests on, what speaks for it first."""
    every = list(lines)
    for side in Side:
        for line in (one for one in every if one.side is side):
            of = f" {speaks_text(book, line)}" if line.speaks else ""
            yield f"{side.value.capitalize()}{of}: {line.says}"
            yield f"    {line.signal} {line.name}: {number_text(line)}; {short_date(line.on)}"
            yield f"    Rule: {line.rule}"
            yield f"    Source: {line.source_text}"


# What was heard -----------------------------------------------------------------------------------------------

_TALLY = (
    Column("", flex=True),
    Column("Yes", "right"),
    Column("No", "right"),
    Column("Not said", "right", spare=1),
    Column("Plain yes"),
    Column("Challenges named", flex=True, spare=2),
)
_UNASKED = (Column("Id"), Column("Account", flex=True), Column("ARR", "right"), Column("Last answer"))


@click.command("heard")
@click.option("--by", type=click.Choice([by.value for by in By]), default=By.WHOLE.value, help="What to group by.")
@click.option("--days", type=click.IntRange(1, 36_500), metavar="N", help="Look back so far; 180 days unless said.")
@click.option("--unasked", is_flag=True, help="List the customers nobody asked.")
@click.option("--private", is_flag=True, help="Also what CSMs named in interviews.")
@common_options(past=True)
def model_heard(common: Common, by: str, days: int | None, unasked: bool, private: bool) -> None:
    """Count whether you live up to expectations, and which challenges are named.

    A customer has one voice: the latest answer counts. By model era everything ever said is counted.
    """
    with reading(common) as house:
        outlook = outlook_of(house)
    if unasked:
        _show_unasked(outlook, common, days)
        return
    book = outlook.book
    rows = tally(book, outlook.moment, By(by), days)
    asked = interviews(book, outlook.moment, days)
    silent = len(not_asked(book, outlook.moment, outlook.seating, days))
    if common.json:
        document(
            {
                "as_of": outlook.moment.today.isoformat(),
                "by": by,
                "days": _days(outlook, days) if days is not None or by != By.ERA.value else None,
                "groups": [_heard_fields(book, row) for row in rows],
                "interviews": _interview_fields(book, asked) if private else None,
                "unasked": silent,
            }
        )
        return
    table(_TALLY, [_heard_line(book, row) for row in rows])
    if private and asked.people:
        put()
        put(shown(interviews_text(book, asked)))
    say(f"{counted(silent, 'customer')} gave no answer in {_days(outlook, days)} days. `--unasked` lists them.")
    if asked.people and not private:
        say(_PRIVATE)


def _days(outlook: Outlook, days: int | None) -> int:
    return thresholds_of(outlook.book.policy)["heard_days"] if days is None else days


def _heard_fields(book: Book, row: Heard) -> dict[str, object]:
    return {
        "key": row.key or None,
        "title": row.title,
        "yes": row.yes,
        "no": row.no,
        "not_said": row.not_said,
        "answers": row.answers,
        "customers": row.customers,
        "yes_share": None if row.share is None else row.share / 10_000,
        "few": has_few_answers(book, row),
        "challenges": _challenge_fields(book, row.challenges),
    }


def _challenge_fields(book: Book, named: Iterable[tuple[str, int]]) -> list[dict[str, object]]:
    return [{"key": key, "title": challenge_title(book, key), "count": count} for key, count in named]


def _interview_fields(book: Book, asked: Interviews) -> dict[str, object]:
    return {"people": asked.people, "challenges": _challenge_fields(book, asked.challenges)}


def _heard_line(book: Book, row: Heard) -> list[str]:
    return [
        row.title,
        f"{row.yes:,}",
        f"{row.no:,}",
        f"{row.not_said:,}",
        yes_text(book, row),
        challenges_text(book, row.challenges),
    ]


def _show_unasked(outlook: Outlook, common: Common, days: int | None) -> None:
    """The customers nobody asked, the worst ARR first."""
    book, currency = outlook.book, outlook.book.policy.currency
    found = not_asked(book, outlook.moment, outlook.seating, days)
    if common.json:
        document(
            {
                "as_of": outlook.moment.today.isoformat(),
                "days": _days(outlook, days),
                "unasked": [_unasked_fields(one, currency) for one in found],
                "count": len(found),
            }
        )
        return
    table(_UNASKED, [_unasked_line(one) for one in found])
    worth = money(sum(one.arr or 0 for one in found), currency)
    say(f"{counted(len(found), 'customer')} without an answer in {_days(outlook, days)} days, {worth}.")


def _unasked_fields(one: Unasked, currency: str) -> dict[str, object]:
    return {
        "account": account_id(one.account),
        "name": one.name,
        "arr": money_number(one.arr, currency),
        "answer": one.answer.value if one.answer is not None else None,
        "answered_on": one.answered_on.isoformat() if one.answered_on is not None else None,
    }


def _unasked_line(one: Unasked) -> list[str]:
    return [
        account_id(one.account) or "",
        one.name,
        UNKNOWN if one.arr is None else money_short(one.arr),
        answer_text(one),
    ]
