"""Two lines of a plan with one scope: the first has the accounts, and the second says nothing of them."""

from __future__ import annotations

from core.load.ledger import Ledger
from core.models.findings import Findings
from core.models.seating import Seating
from core.organisation import PlanLine
from tests.core.models.eleven.small import MOMENT, used

SALES = PlanLine(scope="complexity:complex", alignment="sales-oriented")
PARTNERS = PlanLine(scope="complexity:complex", alignment="partnership")


def of_complex_lines(*lines: PlanLine) -> list[str]:
    book = used("", *lines, PlanLine(model="generalist"))
    found = Findings.of(book, MOMENT, Seating.of(book), Ledger.of(book, MOMENT)).all()
    return [one.subject for one in found if one.subject.startswith("line:complexity:complex")]


def test_a_line_with_the_scope_of_an_earlier_one_has_no_findings_of_that_ones_accounts() -> None:
    assert of_complex_lines(SALES) == ["line:complexity:complex/complex"]
    assert of_complex_lines(SALES, PARTNERS) == of_complex_lines(SALES)
    assert of_complex_lines(PARTNERS, SALES) == of_complex_lines(PARTNERS)
