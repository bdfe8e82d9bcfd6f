"""A line of evidence as a value: for or against what, the number and what it rests on. Never a score, never a rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.wording import rounded

OVERLAY = "overlay"
"""Overlays: assisting seats over a scope."""
PLAYBOOKS = "playbooks"
"""Standard workflows with checklists."""
TODAY = "today"
"""The way the team works while no model is in force."""
DECIDING_NOW = "deciding-now"
"""Choosing a model before enough customers were asked."""
ANOTHER_CHANGE = "another-change"
"""Changing hands or models once more."""

WORDS: Mapping[str, str] = {
    OVERLAY: "overlays",
    PLAYBOOKS: "playbooks",
    TODAY: "the way you work today",
    DECIDING_NOW: "deciding now",
    ANOTHER_CHANGE: "another change now",
}
"""What evidence speaks of besides models and alignments, in words."""

TITLES: Mapping[str, str] = {
    "generalist": "Generalist",
    "specialist": "Specialist",
    "player-coach": "Player/coach",
    "dedicated": "Dedicated",
    "pooled": "Pooled",
    "growth": "Growth segment",
    "firefighter": "Firefighter",
    "sales-oriented": "Sales-oriented",
    "service-oriented": "Service-oriented",
    "integrated": "Integrated",
    "partnership": "Partnership",
}
"""The models and alignments that signals name, by the articles' own names."""


class Side(StrEnum):
    """Which way a line points."""

    FOR = "for"
    """It speaks for what it names."""
    AGAINST = "against"
    """It speaks against what it names."""
    UNHEARD = "not heard enough"
    """Too few answers to say anything; that is worth knowing too."""


class Source(StrEnum):
    """Where a signal or its threshold comes from."""

    VELARIS = "Velaris article"
    GAINSIGHT = "Gainsight article"
    SLIDES = "Gainsight slides 2013"
    MCKINSEY = "McKinsey span"
    OURS = "ours"


class Unit(StrEnum):
    """What a value is in."""

    PERCENT = "%"
    FTE = "FTE"
    TIMES = "x"
    COUNT = ""


class Reach(StrEnum):
    """Which accounts a line is about."""

    WHOLE = "whole"
    """All of them."""
    LINE = "line"
    """Those of a plan line."""
    SEGMENT = "segment"
    """Those of a segment."""
    SCOPE = "scope"
    """Those of a filter that a plan line could have as its scope."""


@dataclass(frozen=True, slots=True)
class Place:
    """The accounts a line of evidence is about."""

    reach: Reach = Reach.WHOLE
    """What kind of part."""
    key: str = ""
    """Scope of the plan line, segment key or filter; empty for the whole."""
    title: str = "all accounts"
    """As a column names it."""
    within: str = ""
    """What a sentence adds to say it, with a blank before it: `` in Enterprise``; nothing for the whole."""


WHOLE = Place()
"""All accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One line: what was measured on one day, by which rule, and what it speaks for or against."""

    signal: int
    """Number of the signal, 1 to 25."""
    name: str
    """Name of the signal."""
    side: Side
    """For, against, or not heard enough."""
    speaks: tuple[str, ...]
    """Keys of the models and alignments it speaks for or against, or of ``WORDS``; none where not enough was heard."""
    place: Place = WHOLE
    """The accounts for which it speaks."""
    value: int | None
    """What was measured, in hundredths of its unit; None for an answer of the manager's."""
    unit: Unit
    """Unit of value and threshold."""
    part: int | None = None
    """How many of ``n`` a share is made of; None for what is no share of a count."""
    n: int
    """How many things the value rests on."""
    of: str
    """What ``n`` counts, in the singular: customer, account, person, request, ..."""
    threshold: int | None
    """The number it is held against, in hundredths of its unit; None for an answer of the manager's."""
    rule: str
    """The rule in words, with its thresholds."""
    sources: tuple[Source, ...]
    """Where the signal comes from."""
    limit_from: Source
    """Where the threshold comes from."""
    on: date
    """Day it was measured, or answered."""
    says: str
    """One plain sentence with the numbers."""
    private: bool = False
    """Whether it comes from interviews, and stays out of exports and reports unless asked for."""

    @property
    def value_text(self) -> str:
        """The value as a column shows it: ``83.7 %``, ``4.5 FTE``, ``2.3 x``; empty for an answer."""
        return amount_text(self.value, self.unit)

    @property
    def threshold_text(self) -> str:
        """The threshold likewise."""
        return amount_text(self.threshold, self.unit)

    @property
    def source_text(self) -> str:
        """Where it comes from, in words: ``Velaris article; threshold ours``."""
        named = ", ".join(source.value for source in self.sources)
        if self.threshold is None or self.sources == (self.limit_from,):
            return named
        return f"{named}; threshold {self.limit_from.value}"


def amount_text(hundredths: int | None, unit: Unit) -> str:
    """A value in hundredths with at most one decimal and its unit; empty for none."""
    if hundredths is None:
        return ""
    tenths = rounded(hundredths, 10)
    number = f"{tenths // 10:,}" if tenths % 10 == 0 else f"{tenths // 10:,}.{tenths % 10}"
    return f"{number} {unit.value}".rstrip()


def percent_text(part: int, whole: int) -> str:
    """A part of a whole as a sentence says it: ``83.7 %``."""
    return amount_text(hundredths_of(part, whole), Unit.PERCENT)


def hundredths_of(part: int, whole: int) -> int:
    """A part in hundredths of a percent of a whole, to the nearest; 0 of nothing."""
    return rounded(10_000 * part, whole) if whole else 0
