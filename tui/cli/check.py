"""`check`, `mend`, `accept`: what the book breaks, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from core.book.book import Book
from core.models.finding import Finding
from core.models.fit.due import ReviewDue, review_due
from core.outlook import Outlook
from core.usecases.accept import AcceptFinding, Withdraw, accept, withdraw
from core.wording import counted, money, money_short
from core.words import Severity
from tui.cli.asking import outlook_of
from tui.cli.exits import no, wrong
from tui.cli.ids import account_id, person_id, pool_id
from tui.cli.opened import agreed, carry_out, day_of, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, money_number, say, shown, table

_GROUPS = (
    Column("Severity"),
    Column("Code"),
    Column("Count", "right"),
    Column("ARR", "right"),
    Column("Worst of them"),
)
_FINDINGS = (Column("Severity"), Column("Id"), Column("ARR", "right"), Column("Says"))


@click.command("check")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all", "every", is_flag=True, help="Every finding on a line of its own, with its id.")
@click.option("--accepted", is_flag=True, help="Those that were accepted.")
@common_options(past=True)
def check_command(common: Common, codes: tuple[str, ...], every: bool, accepted: bool) -> None:
    """List what the book breaks of the plan in force.

    Grouped by rule; with a CODE such as TOUCH-LATE the findings of that rule. Exit code 1 when there are errors or
    warnings.
    """
    with reading(common) as house:
        outlook = outlook_of(house)
        book = outlook.book
        found = tuple(one for one, _ in outlook.findings.accepted()) if accepted else outlook.findings.all()
        wanted = {code.upper() for code in codes}
        _known(wanted)
        found = tuple(one for one in found if not wanted or one.code in wanted)
        if common.json:
            document(check_document(outlook, found))
        elif every or wanted or accepted:
            table(_FINDINGS, [_finding_line(one) for one in found])
        else:
            table(_GROUPS, [_group_line(outlook, code) for code in dict.fromkeys(one.code for one in found)])
        due = review_due(book, outlook.moment.today)
    bad = [one for one in found if one.severity is not Severity.INFORMATION]
    if not common.json:
        at_stake = {one.account: one.arr for one in bad if one.account is not None}
        worth = money(sum(at_stake.values()), book.policy.currency)
        errors = sum(one.severity is Severity.ERROR for one in bad)
        kinds = f"{counted(errors, 'error')} and {counted(len(bad) - errors, 'warning')}"
        say(f"{kinds}, {worth} at stake. `bookshift mend ID` mends one.")
        if due is not None:
            say(f"{due.says} `bookshift model review` shows it.")
    if bad and not accepted:
        raise no()


def _known(codes: set[str]) -> None:
    from core.models.rules.registry import RULES

    unknown = sorted(codes - set(RULES))
    if unknown:
        raise wrong(f"There is no rule {unknown[0]}. Rules are {', '.join(RULES)}.")


def check_document(outlook: Outlook, found: tuple[Finding, ...]) -> dict[str, Any]:
    """Findings as a JSON document, every one of them and the groups they make."""
    return {
        "as_of": outlook.moment.today.isoformat(),
        "currency": outlook.book.policy.currency,
        "findings": [finding_fields(outlook.book, one) for one in found],
        "groups": [
            {
                "code": group.code,
                "severity": group.severity.value,
                "count": group.count,
                "arr": money_number(group.arr, outlook.book.policy.currency),
            }
            for group in outlook.findings.groups()
        ],
        "count": len(found),
        "review_due": due_fields(review_due(outlook.book, outlook.moment.today)),
    }


def due_fields(due: ReviewDue | None) -> dict[str, object] | None:
    """A review that is due as JSON fields; None while there is none."""
    if due is None:
        return None
    last = due.last.on.isoformat() if due.last is not None else None
    return {"since": due.since.isoformat(), "last": last, "message": due.says}


def finding_fields(book: Book, finding: Finding) -> dict[str, Any]:
    """A finding as JSON fields."""
    return {
        "id": finding.id,
        "code": finding.code,
        "group": finding.code,
        "severity": finding.severity.value,
        "account": account_id(finding.account),
        "person": person_id(finding.person),
        "pool": pool_id(book, finding.pool),
        "seat": finding.seat or None,
        "segment": finding.segment or None,
        "arr": money_number(finding.arr, book.policy.currency),
        "message": finding.message,
        "mend": finding.mend.says if finding.mend is not None else None,
        "where": finding.where or None,
    }


def _group_line(outlook: Outlook, code: str) -> list[str]:
    group = next(group for group in outlook.findings.groups() if group.code == code)
    return [group.severity.value, group.code, f"{group.count:,}", money_short(group.arr), group.findings[0].message]


def _finding_line(finding: Finding) -> list[str]:
    return [finding.severity.value, finding.id, money_short(finding.arr), finding.message]


def _the_finding(outlook: Outlook, number: str) -> Finding:
    finding = outlook.findings.get(number)
    if finding is None:
        raise wrong(f"There is no finding {shown(number)}. `bookshift check --all` lists them with their ids.")
    return finding


@click.command("mend")
@click.argument("findings", nargs=-1, required=True, metavar="FINDING-ID...")
@common_options(asks=True)
def mend_command(common: Common, findings: tuple[str, ...]) -> None:
    """Mend a finding.

    The id is the one that `bookshift check --all` prints; a code such as SEAT-EMPTY mends every finding of that rule.
    What will be done is said first.
    """
    from core.usecases.mend import MendAll, mend_all

    with writing(common) as house:
        outlook = outlook_of(house)
        chosen = [one for number in findings for one in _chosen(outlook, number)]
        able = [one for one in chosen if one.mend is not None]
        for line in _left([one for one in chosen if one.mend is None]):
            say(line)
        if not able:
            raise no()
        request = MendAll(tuple(one.mend for one in able if one.mend is not None))
        change, _ = granted(house.desk.preview(mend_all, request))
        say(f"{change.says}: {counted(len(change.edits), 'record')} change.")
        agreed("Do it?", common)
        carry_out(house, common, mend_all, request)


def _left(findings: list[Finding]) -> Iterator[str]:
    """What cannot be mended by a change, one line for those of one rule that are mended in one place."""
    places: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        places.setdefault((one.code, one.where), []).append(one)
    for (code, where), found in places.items():
        what = found[0].id if len(found) == 1 else f"{counted(len(found), 'finding')} of {code}"
        yield f"{what}: only you can mend this{f': {where}' if where else ''}."


def _chosen(outlook: Outlook, number: str) -> list[Finding]:
    """The finding of an id, or every finding of a code."""
    group = [one for one in outlook.findings.all() if one.code == number.upper()]
    return group or [_the_finding(outlook, number)]


@click.command("accept")
@click.argument("finding", metavar="FINDING-ID")
@click.option("--until", metavar="DAY", help="First day it counts again.")
@click.option("--reason", metavar="TEXT", help="Why you live with it; shown when it returns.")
@click.option("--withdraw", "back", is_flag=True, help="Let it count again from now on.")
@common_options()
def accept_command(common: Common, finding: str, until: str | None, reason: str | None, back: bool) -> None:
    """Live with a finding until a date.

    The id is the one that `bookshift check --all` prints.
    """
    with writing(common) as house:
        one = _the_finding(outlook_of(house), finding)
        if back:
            carry_out(house, common, withdraw, Withdraw(code=one.code, subject=one.subject))
            return
        day = day_of(until, house)
        if day is None or reason is None:
            raise wrong("Say until when and why: --until DAY --reason TEXT.")
        request = AcceptFinding(code=one.code, subject=one.subject, reason=reason, until=day)
        carry_out(house, common, accept, request)
