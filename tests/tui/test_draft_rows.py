from __future__ import annotations

from core.models.role_demand import RoleDemand
from core.models.suggest import Suggestion
from tests.tui.driving import demo
from tui.draft_rows import demand_text


def test_the_positions_a_plan_asks_for_are_named_by_the_titles_of_their_roles() -> None:
    asked = RoleDemand("renewal_manager", ("renewal_manager",), (), hours=6_000, fte=6, supply=0)
    found = Suggestion((asked,), (), (), (), ("support_engineer",))

    assert demand_text(found, demo()) == ("full-time positions: Renewal manager 0.6; nobody may learn Support engineer")


def test_where_people_have_the_roles_it_is_said_that_none_needs_to_change() -> None:
    assert demand_text(Suggestion((), (), (), (), ()), demo()) == (
        "full-time positions: none; no role needs to change for it"
    )
