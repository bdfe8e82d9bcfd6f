"""How good a plan is at least: what it scores, and what none under the same rules scores less than."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """A score with its bound, thousandths of a point; both leave out what no plan can help."""

    score: int
    """What the plan costs."""
    bound: int
    """No plan under the same rules costs less."""

    @property
    def gap(self) -> float | None:
        """How far the score is above the bound, as a part of it; 0 when they meet, None over a bound of 0."""
        if self.score <= self.bound:
            return 0.0
        return (self.score - self.bound) / self.bound if self.bound else None

    def text(self, plan: str = "plan under these rules") -> str:
        """The proof in one sentence; ``plan`` names what is compared."""
        score, floor = f"{self.score / 1000:,.1f}", f"{self.bound / 1000:,.1f}"
        if self.score <= self.bound:
            return f"No {plan} scores below {floor} points; this one does not score more."
        above = "" if self.gap is None else f", {100 * self.gap:.1f} % above"
        return f"No {plan} scores below {floor} points; this one scores {score}{above}."
