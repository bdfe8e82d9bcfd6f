from __future__ import annotations

import pytest

from core.rebalance.proof import Proof


@pytest.mark.parametrize(
    ("score", "bound", "gap", "says"),
    [
        (2_000, 2_000, 0.0, "scores below 2.0 points; this one does not score more."),
        (0, 0, 0.0, "scores below 0.0 points; this one does not score more."),
        (2_500, 2_000, 0.25, "scores below 2.0 points; this one scores 2.5, 25.0 % above."),
        (2_500, 0, None, "scores below 0.0 points; this one scores 2.5."),
    ],
)
def test_a_proof_says_how_far_a_plan_may_be_from_the_best(score: int, bound: int, gap: float | None, says: str) -> None:
    proof = Proof(score, bound)
    assert proof.gap == gap
    assert proof.text() == f"No plan under these rules {says}"
    assert proof.text("assignment") == f"No assignment {says}"
