"""The comparison of the small demo book, measured once for all tests of a run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from core.models.compare import Compared
from core.models.standing import Standing
from core.organisation import Alignment, Model
from core.outlook import Outlook
from tests.tui.driving import MOMENT, demo
from tui.comparison import Comparison
from tui.compose import catalogue


@dataclass(frozen=True, slots=True)
class Choice:
    """Some models and alignments."""

    models: tuple[Model, ...]
    """Models."""
    alignments: tuple[Alignment, ...]
    """Alignments."""


def begun(models: int | None = None) -> Comparison:
    """A comparison of which nothing is measured: of everything, or only of some models and no alignment."""
    known = catalogue()[0]
    chosen = known if models is None else Choice(known.models[:models], ())
    return Comparison(Outlook(demo(), MOMENT), chosen)


def compared() -> Comparison:
    """A comparison of which every model is measured."""
    made = begun()
    for one, pair in _measured():
        made.put(one, pair)
    return made


@cache
def _measured() -> tuple[tuple[Standing, tuple[Compared, Compared]], ...]:
    comparison = begun()
    found = []
    while (one := comparison.following(None)) is not None:
        pair = comparison.measure(one)
        comparison.put(one, pair)
        found.append((one, pair))
    return tuple(found)
