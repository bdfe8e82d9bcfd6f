"""The book's own figures as a manager reads them: value, standard, range, meaning and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.book.book import Book
from core.policy import Policy, source_of
from core.schema import field_names
from core.usecases.policy import POLICY_FIELDS, figure_text, range_text, shown_figure


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the policy."""

    name: str
    """Name as it is typed."""
    label: str
    """Name on screen."""
    value: str
    """Its value with the unit."""
    text: str
    """Its value as it is typed."""
    standard: str
    """The value it has in a new book, as it is typed; empty for what has none."""
    least: str
    """Smallest value; empty where there is no range."""
    most: str
    """Largest value."""
    says: str
    """What it does, in a sentence."""
    source: str
    """Where the standard comes from."""

    @property
    def differs(self) -> bool:
        """Whether this book has another value than a new one."""
        return bool(self.standard) and self.text != self.standard


_WITHOUT_STANDARD = frozenset({"name", "currency", "rates"})

SAYS: Mapping[str, str] = {
    "name": "Name of the book on screen.",
    "currency": "Currency of the book; ARR in others needs a rate.",
    "rates": "Rates into the book's currency, each from a day on.",
    "ramp_percent": "Capacity of a joiner in month 1, 2, 3 and so on; the last one stays.",
    "hours": "Client hours a month of a full-time CSM.",
    "onboarding": "Extra hours a month while a customer is in onboarding, by touch.",
    "adoption": "Hours a month for adoption, by touch.",
    "support": "Hours a month for support, by touch.",
    "expansion": "Hours a month for expansion, by touch.",
    "renewal": "Hours for one renewal, spread over the days before it, by touch.",
    "handover_out": "Hours of who hands an account over, once, by touch.",
    "handover_in": "Hours of who takes an account over, once, by touch.",
    "onboarding_days": "Length of onboarding where no end is recorded.",
    "renewal_days": "Days before the renewal date that carry its work.",
    "handover_days": "Days before and after a change of holder over which its hours are spread.",
    "at_risk_percent": "Hours of an account at risk, of those of a healthy one.",
    "watch_percent": "Hours of an account to watch, of those of a healthy one.",
    "simple_percent": "Hours of a simple account, of those of a standard one.",
    "complex_percent": "Hours of a complex account, of those of a standard one.",
    "most_percent": "The most that health and complexity together multiply hours by.",
    "rolled_percent": "Part of a rolled-up child's hours that its parent carries.",
    "room_below": "Utilisation under which somebody has room.",
    "over_above": "Utilisation above which somebody is over: the tolerance of a rebalance.",
    "critical_above": "Utilisation above which an overload is critical.",
    "fill_to": "Utilisation up to which a rebalance fills who takes accounts.",
    "at_risk_below": "Health under which an account is at risk.",
    "watch_below": "Health under which an account is to be watched.",
    "guard_renewal_days": "A chosen move this close to the renewal asks for a reason.",
    "guard_changed_days": "A chosen move this soon after the last one asks for a reason, and is not proposed.",
    "dwell_days": "Days past a segment line before a transition is due.",
    "overlap_days": "Longest overlap of two holders in a transition.",
    "overlap_outgoing": "Part of a seat's hours that the outgoing holder keeps in an overlap.",
    "touch_days": "Days between two real touches, by touch.",
    "sentiment_touches": "Number of touches without a word on sentiment after which it counts as silent.",
    "cold_days": "A renewal without a real touch for this long is cold.",
    "cold_error_days": "A cold renewal this close is an error.",
    "away_days": "A leave longer than this needs cover.",
    "handoff_days": "Days a handoff may take.",
    "handoffs_a_week": "Handoffs that may fall due for one giver in a week when a draft is adopted.",
    "turnover_changes": "Changes of the lead holder within a year that are too many.",
    "lead_accounts": "Accounts a lead may keep.",
    "diverse_segments": "Segments a book may span.",
    "diverse_industries": "Industries a book may span.",
    "diverse_accounts": "Accounts of an industry in a book from which on it counts.",
    "diverse_complex_percent": "Part of complex accounts that a generalist's book may hold.",
    "pool_tied_percent": "Part of an account's requests with one handler that ties it to them.",
    "pool_tied_requests": "Requests in 90 days from which on that counts.",
}
"""What each figure does, by name."""


def figures(book: Book) -> tuple[Figure, ...]:
    """Every figure that can be set, in the order of the policy."""
    new = Policy()
    found = []
    places = {name: place for place, name in enumerate(field_names(Policy))}
    for field in sorted(POLICY_FIELDS, key=lambda one: places[one.name]):
        least, most = range_text(field.name)
        found.append(
            Figure(
                name=field.name,
                label=field.label,
                value=shown_figure(book.policy, field.name),
                text=figure_text(book.policy, field.name),
                standard="" if field.name in _WITHOUT_STANDARD else figure_text(new, field.name),
                least=least,
                most=most,
                says=SAYS[field.name],
                source=source_of(field.name),
            )
        )
    return tuple(found)
