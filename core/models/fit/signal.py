"""A signal: its number, its rule in words, where it comes from, and the function that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.models.fit.ground import Ground, Part, arr_of
from core.models.fit.line import WHOLE, Evidence, Place, Side, Source, Unit, hundredths_of
from core.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A number that was measured."""

    says: str
    """One plain sentence with the numbers."""
    value: int | None
    """In hundredths of the unit; None for an answer."""
    unit: Unit
    """What it is in."""
    n: int
    """How many things it rests on."""
    of: str
    """What those are, in the singular."""
    part: int | None = None
    """How many of them, for a share of a count."""
    threshold: int | None = None
    """What it is held against, in hundredths of the unit."""
    place: Place = WHOLE
    """The accounts for which it speaks."""
    on: date | None = None
    """Day it was answered; None for today."""
    sources: tuple[Source, ...] = ()
    """Where it comes from, when that is not where the signal comes from."""
    private: bool = False
    """Whether it comes from interviews."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One of the 25 things that speak for or against a way to organise the team."""

    number: int
    """Its number, 1 to 25."""
    name: str
    """Its name."""
    rule: str
    """The rule in words; ``{name}`` stands for a threshold."""
    find: Callable[[Signal, Ground], Iterable[Evidence]]
    """The lines it yields on some ground."""
    sources: tuple[Source, ...] = (Source.OURS,)
    """Where it comes from."""
    limit_from: Source = Source.OURS
    """Where its threshold comes from."""

    def line(self, ground: Ground, side: Side, speaks: Iterable[str], measured: Measured) -> Evidence:
        """One line of this signal."""
        return Evidence(
            signal=self.number,
            name=self.name,
            side=side,
            speaks=tuple(speaks),
            place=measured.place,
            value=measured.value,
            unit=measured.unit,
            part=measured.part,
            n=measured.n,
            of=measured.of,
            threshold=measured.threshold,
            rule=self.rule.format_map(figures_of(ground)),
            sources=measured.sources or self.sources,
            limit_from=self.limit_from,
            on=measured.on or ground.day,
            says=measured.says,
            private=measured.private,
        )

    def lines(
        self, ground: Ground, measured: Measured, *, favours: Iterable[str] = (), burdens: Iterable[str] = ()
    ) -> Iterator[Evidence]:
        """What one number says for some models and against others."""
        if favours:
            yield self.line(ground, Side.FOR, favours, measured)
        if burdens:
            yield self.line(ground, Side.AGAINST, burdens, measured)

    def unheard(self, ground: Ground, part: Part, answered: Iterable[int], did: str) -> Evidence:
        """The line that says too few customers answered for this signal to say anything."""
        ids = set(answered)
        enough, percent = ground.limits["answers"], ground.limits["answers_arr"]
        share = hundredths_of(_arr_among(part, ids), arr_of(part.customers))
        measured = Measured(
            says=f"Not heard enough{part.place.within}: {counted(len(ids), 'customer')} of {len(part.customers):,} "
            f"{did} in {ground.limits['heard_days']} days, with {share // 100} % of the ARR; {enough:,} are "
            f"needed, or {percent} % of the ARR.",
            value=len(ids) * 100,
            unit=Unit.COUNT,
            n=len(ids),
            of="customer",
            threshold=enough * 100,
            place=part.place,
            sources=(Source.GAINSIGHT,),
        )
        return self.line(ground, Side.UNHEARD, (), measured)


def figures_of(ground: Ground) -> dict[str, int]:
    """The numbers that rules name: thresholds, those figures of the policy that findings share, the sound span."""
    policy = ground.book.policy
    fewest, most = span_of(ground)
    return {
        **ground.limits,
        "diverse_segments": policy.diverse_segments,
        "diverse_complex_percent": policy.diverse_complex_percent,
        "turnover_changes": policy.turnover_changes,
        "span_least": fewest,
        "span_most": most,
    }


def span_of(ground: Ground) -> tuple[int, int]:
    """The sound number of direct reports: as the model in force says, else McKinsey's 3 to 5."""
    leadership = ground.seating.leadership
    return leadership.span if leadership is not None else SPAN


SPAN = (3, 5)
"""Sound number of direct reports. McKinsey's player/coach archetype: 3 to 5."""


def heard_enough(ground: Ground, part: Part, answered: Iterable[int]) -> bool:
    """Whether enough customers of a part said something: 10 of them, or those with 20 % of its ARR."""
    ids = set(answered)
    if len(ids) >= ground.limits["answers"]:
        return True
    whole = arr_of(part.customers)
    return whole > 0 and _arr_among(part, ids) * 100 >= whole * ground.limits["answers_arr"]


def _arr_among(part: Part, ids: set[int]) -> int:
    return arr_of(customer for customer in part.customers if customer.id in ids)
