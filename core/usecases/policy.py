"""The book's own figures: every one can be changed, within the range in which the sums still mean something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.book.book import Book, IdSource
from core.book.change import Change, change_of, updated
from core.errors import RefusalKind
from core.moment import Moment
from core.organisation import ByTouch
from core.policy import Policy, Rate
from core.schema import field_names, revise
from core.text import clean
from core.usecases import fields, values
from core.usecases.crossing import with_crossings
from core.usecases.edit import Fields
from core.usecases.fields import FieldText, Reading
from core.usecases.refusing import refuse, use_case
from core.usecases.values import Unreadable
from core.wording import listed

_HOURS = frozenset({"hours"})
_DAYS = {
    "onboarding_days": (1, 730),
    "renewal_days": (1, 365),
    "handover_days": (1, 90),
    "guard_renewal_days": (0, 365),
    "guard_changed_days": (0, 730),
    "dwell_days": (0, 730),
    "overlap_days": (0, 365),
    "cold_days": (1, 365),
    "cold_error_days": (0, 365),
    "away_days": (0, 365),
    "handoff_days": (1, 365),
}
_PERCENTS = {
    "at_risk_percent": (100, 300),
    "watch_percent": (100, 300),
    "simple_percent": (10, 100),
    "complex_percent": (100, 300),
    "most_percent": (100, 500),
    "rolled_percent": (0, 100),
    "room_below": (1, 200),
    "over_above": (1, 300),
    "critical_above": (1, 500),
    "fill_to": (1, 150),
    "overlap_outgoing": (0, 100),
    "diverse_complex_percent": (0, 100),
    "pool_tied_percent": (1, 100),
}
_COUNTS = {
    "at_risk_below": (0, 100),
    "watch_below": (0, 100),
    "sentiment_touches": (1, 100),
    "turnover_changes": (1, 20),
    "lead_accounts": (0, 100),
    "diverse_segments": (1, 50),
    "diverse_industries": (1, 200),
    "diverse_accounts": (1, 200),
    "pool_tied_requests": (1, 1_000),
    "handoffs_a_week": (1, 1_000),
}
_TOUCHES = {
    "onboarding": (0, 20_000),
    "adoption": (0, 20_000),
    "support": (0, 20_000),
    "expansion": (0, 20_000),
    "renewal": (0, 50_000),
    "handover_out": (0, 20_000),
    "handover_in": (0, 20_000),
    "touch_days": (1, 730),
}
RANGES: Mapping[str, tuple[int, int]] = {"hours": (100, 40_000), **_DAYS, **_PERCENTS, **_COUNTS, **_TOUCHES}
"""Smallest and largest value by field; hours in hundredths."""

_IN_ORDER = (
    ("room_below", "over_above", "critical_above"),
    ("at_risk_below", "watch_below"),
)


_ANSWERS = ("product_complexity", "expansion_room", "post_sale_head")
_ANSWER = "That is an answer to a question about the company. Give it with `bookshift model answer`."
_ELSEWHERE = {
    "thresholds": "The thresholds of the evidence are set one by one, with `bookshift model threshold NAME VALUE`.",
    **dict.fromkeys((f"{name}{tail}" for name in _ANSWERS for tail in ("", "_on")), _ANSWER),
}
"""Figures that have their own use case, which checks more than a range."""


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Other values for some of the book's figures."""

    figures: Fields
    """(name, value) pairs; a value is an int, a ByTouch, a tuple of percents, rates, or a text."""
    reason: str = ""
    """Why; kept in the history."""


@use_case
def set_policy(book: Book, moment: Moment, ids: IdSource, request: SetPolicy) -> Change:
    """Change some of the book's figures; what follows from them follows at once."""
    if not request.figures:
        refuse("Say which figure is to be set.")
    before = after = book.policy
    for name, value in request.figures:
        _check_name(name)
        after = revise(after, **{name: value})
    names = list(dict(request.figures))
    for name in names:
        check_policy(after, name)
    edits = [updated(before, after)]
    if not {"currency", "rates"}.isdisjoint(names):
        accounts = [account.id for account in book.accounts.all() if account.is_active]
        edits = with_crossings(book, edits, accounts, moment.today)
    parts = (f"{name.replace('_', ' ')} to {shown_figure(after, name)}" for name in names)
    says = f"Set the policy's {listed(parts)}"
    return change_of("policy", says, edits, why=clean(request.reason), base=book.seq)


def _check_name(name: str) -> None:
    if name in ("id", "plan"):
        refuse("The plan in force is set by choosing a model." if name == "plan" else "The policy has one id.")
    if name in _ELSEWHERE:
        refuse(_ELSEWHERE[name])
    if name not in field_names(Policy):
        refuse(f"There is no figure {clean(name)}.", RefusalKind.UNKNOWN, tuple(RANGES))


def check_policy(policy: Policy, field: str) -> None:
    """Refuse a figure outside its range, and thresholds that stand the wrong way round."""
    if field in RANGES:
        _check_range(policy, field)
    for names in _IN_ORDER:
        figures = [getattr(policy, name) for name in names]
        if field in names and figures != sorted(figures):
            order = ", ".join(f"{name} {getattr(policy, name)}" for name in names)
            refuse(f"These figures must not fall from one to the next: {order}. Change the others first.")
    if field == "name" and not policy.name:
        refuse("The book needs a name.")
    if field == "currency":
        _check_currency(policy.currency)
    if field == "rates":
        _check_rates(policy.rates)
    if field == "ramp_percent" and not (policy.ramp_percent and all(0 <= part <= 100 for part in policy.ramp_percent)):
        refuse("The ramp needs a percent from 0 to 100 for each month, such as 25/50/75/100.")


def _check_range(policy: Policy, field: str) -> None:
    low, high = RANGES[field]
    value = getattr(policy, field)
    figures = (value.high, value.mid, value.tech) if isinstance(value, ByTouch) else (value,)
    if not all(low <= figure <= high for figure in figures):
        hours = field in _HOURS or (field in _TOUCHES and field != "touch_days")
        shown = f"{low / 100:g} to {high / 100:g} hours" if hours else f"{low} to {high}"
        refuse(f"The figure {field} must be {shown}.")


def _check_currency(code: str) -> None:
    try:
        values.currency(code)
    except Unreadable as error:
        refuse(f"{error}.")


def _check_rates(rates: tuple[Rate, ...]) -> None:
    for rate in rates:
        _check_currency(rate.currency)
        if rate.millionths <= 0:
            refuse(f"The rate of {rate.currency} must be above zero.")
    if len({(rate.currency, rate.on) for rate in rates}) < len(rates):
        refuse("A currency has two rates from the same day. Keep one of them.")


def shown_figure(policy: Policy, field: str) -> str:
    """A figure with its unit, as it is read on screen."""
    value = getattr(policy, field)
    if isinstance(value, ByTouch):
        figures = (value.high, value.mid, value.tech)
        return " / ".join(f"{part} d" if field == "touch_days" else f"{part / 100:g} h" for part in figures)
    if field == "ramp_percent":
        return " / ".join(f"{part} %" for part in value)
    if field == "rates":
        return ", ".join(f"{rate.currency} {rate.millionths / 1_000_000:g}" for rate in value) or "none"
    if field in _PERCENTS:
        return f"{value} %"
    if field in _DAYS:
        return f"{value} d"
    return f"{value / 100:g} h" if field in _HOURS else str(value)


# As text -------------------------------------------------------------------------------------------------------


def _by_touch(in_hours: bool) -> fields.Reader:
    def read(reading: Reading, text: str) -> ByTouch:
        parts = text.split("/")
        if len(parts) != 3:
            raise Unreadable(f"“{text.strip()}” needs three figures for high, mid and tech touch, as in 4/1.5/0.4")
        high, mid, tech = (values.hours(part) if in_hours else values.whole(part) for part in parts)
        return ByTouch(high=high, mid=mid, tech=tech)

    return read


def _ramp(reading: Reading, text: str) -> tuple[int, ...]:
    return tuple(values.percent(part) for part in text.split("/"))


def _rate(reading: Reading, text: str) -> tuple[Rate, ...]:
    """``EUR 1.08``, or ``EUR 1.08 from 2026-01-01``; joins the rates there are."""
    words = text.split()
    if len(words) not in (2, 4) or (len(words) == 4 and words[2].lower() not in ("from", "on")):
        raise Unreadable(f"“{text.strip()}” is not a rate. Write it as EUR 1.08 from 2026-01-01")
    code = values.currency(words[0])
    try:
        millionths = round(float(words[1]) * 1_000_000)
    except (ValueError, OverflowError):
        raise Unreadable(f"“{words[1]}” is not a rate. Write it as 1.08") from None
    since = fields.day(reading, words[3]) if len(words) == 4 else reading.moment.today
    kept = [rate for rate in reading.old("rates", ()) if (rate.currency, rate.on) != (code, since)]
    return tuple(
        sorted((*kept, Rate(currency=code, on=since, millionths=millionths)), key=lambda r: (r.currency, r.on))
    )


def _field(name: str) -> FieldText:
    return FieldText(name, name.replace("_", " "), _reader(name), empty=...)


def _reader(name: str) -> fields.Reader:
    if name in _TOUCHES:
        return _by_touch(name != "touch_days")
    if name in _HOURS:
        return fields.hours
    return fields.percent if name in _PERCENTS else fields.whole


POLICY_FIELDS: tuple[FieldText, ...] = (
    FieldText("name", "name", fields.line, empty=...),
    FieldText("currency", "currency", fields.currency, empty=...),
    FieldText("rates", "rates", _rate, empty=(), aliases=("rate",)),
    FieldText("ramp_percent", "ramp", _ramp, empty=...),
    *(_field(name) for name in RANGES),
)
"""What of the policy can be set as text."""


def figure_text(policy: Policy, field: str) -> str:
    """A figure as the text that reads back as the same value; of the rates, all of them, which read one by one."""
    value = getattr(policy, field)
    if isinstance(value, ByTouch):
        figures = (value.high, value.mid, value.tech)
        return "/".join(str(part) if field == "touch_days" else f"{part / 100:g}" for part in figures)
    if field == "ramp_percent":
        return "/".join(str(part) for part in value)
    if field == "rates":
        return ", ".join(f"{rate.currency} {rate.millionths / 1_000_000:g} from {rate.on}" for rate in value)
    return f"{value / 100:g}" if field in _HOURS else str(value)


def range_text(field: str) -> tuple[str, str]:
    """The smallest and largest value of a figure as text; two empty ones where it has no range."""
    if field not in RANGES:
        return "", ""
    low, high = RANGES[field]
    whole = field in _HOURS or (field in _TOUCHES and field != "touch_days")
    return (f"{low / 100:g} h", f"{high / 100:g} h") if whole else (str(low), str(high))
