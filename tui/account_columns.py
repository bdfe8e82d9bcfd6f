"""The columns of the account table."""

from __future__ import annotations

from functools import partial

from core.rows import AccountRow
from core.wording import hours_short, money_short, short_date
from core.words import HealthBand, HolderKind
from widgets.table.columns import Cell, Column
from widgets.tones import Tone

UNKNOWN = Cell("–", "muted")
"""What stands where nothing is known."""

_HEALTH_TONES: dict[HealthBand | None, Tone] = {
    HealthBand.GOOD: "plain",
    HealthBand.WATCH: "warn",
    HealthBand.AT_RISK: "bad",
    None: "muted",
}
_HEALTH_WORDS = {HealthBand.GOOD: "good", HealthBand.WATCH: "watch", HealthBand.AT_RISK: "risk"}


def _name(row: AccountRow) -> Cell:
    marks = (("★", row.account.key_account), ("!", row.escalated), ("=", row.locked))
    shown = "".join(mark for mark, has in marks if has)
    name = f"{shown} {row.name}" if shown else row.name
    return Cell(name, "muted" if not row.account.is_active else "bad" if row.escalated else "plain")


def _owner(row: AccountRow) -> Cell:
    return (
        Cell(row.owner, "accent" if row.owner_kind is HolderKind.POOL else "plain")
        if row.owner
        else Cell("nobody", "bad")
    )


def _stage(row: AccountRow) -> Cell:
    if row.stage is None:
        return Cell("churned" if not row.account.archived else "archived", "muted")
    return Cell(row.stage.value)


def _health(row: AccountRow) -> Cell:
    if row.health is None and row.band is None:
        return UNKNOWN
    trend = ""
    if row.health is not None and row.health_before is not None and row.health != row.health_before:
        trend = " ▲" if row.health > row.health_before else " ▼"
    word = f"{row.health}" if row.health is not None else _HEALTH_WORDS.get(row.band, "") if row.band else ""
    return Cell(f"{word}{trend or '  '}", _HEALTH_TONES[row.band])


def _arr(currency: str, row: AccountRow) -> Cell:
    return UNKNOWN if row.arr is None else Cell(money_short(row.arr, currency))


def _renews(row: AccountRow) -> Cell:
    if row.renews_in is None:
        return UNKNOWN
    if row.renews_in < 0:
        return Cell(f"{-row.renews_in} d past", "bad")
    return Cell(f"{row.renews_in} d", "warn" if row.renews_in <= 90 else "plain")


def _quiet(row: AccountRow) -> Cell:
    return Cell("never", "muted") if row.quiet is None else Cell(f"{row.quiet} d")


def _hours(row: AccountRow) -> Cell:
    return Cell(hours_short(row.load))


def _findings(row: AccountRow) -> Cell:
    if not row.codes:
        return Cell("")
    more = f" +{len(row.codes) - 1}" if len(row.codes) > 1 else ""
    return Cell(row.codes[0] + more, "warn")


def _marks(row: AccountRow) -> Cell:
    until = row.account.locked_until
    words = (
        "escalated" if row.escalated else "",
        f"locked to {short_date(until)}" if row.locked and until is not None else "",
    )
    return Cell(", ".join(filter(None, words)), "bad" if row.escalated else "warn")


def _until(row: AccountRow) -> Cell:
    return UNKNOWN if row.renews is None else Cell(short_date(row.renews))


def account_columns(currency: str) -> tuple[Column[AccountRow], ...]:
    """All columns, with amounts in the book's currency; the highest priority number gives way first."""
    return (
        Column("name", "Account", _name, width=16, flex=3, sort_key="name"),
        Column("owner", "Owner", _owner, width=11, flex=1, sort_key="owner", priority=1),
        Column("segment", "Seg", lambda row: Cell(row.segment or "–"), width=6, sort_key="segment", priority=7),
        Column("stage", "Stage", _stage, width=10, sort_key="stage", priority=3),
        Column("health", "Health", _health, width=7, align="right", sort_key="health", priority=2),
        Column("arr", "ARR", partial(_arr, currency), width=7, align="right", sort_key="arr", priority=1),
        Column("renews", "Renews", _renews, width=9, align="right", sort_key="renews", priority=1),
        Column("quiet", "Quiet", _quiet, width=6, align="right", sort_key="quiet", priority=4),
        Column(
            "load",
            "Hours",
            _hours,
            width=6,
            align="right",
            sort_key="load",
            priority=5,
        ),
        Column("touch", "Touch", lambda row: Cell(row.touch.value), width=5, sort_key="touch", priority=8),
        Column("until", "Renewal", _until, width=11, sort_key="renews", priority=9),
        Column("findings", "Findings", _findings, width=18, sort_key="findings", priority=6),
        Column("marks", "Marks", _marks, width=21, priority=10),
    )
