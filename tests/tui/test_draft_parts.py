from __future__ import annotations

import pytest

from core.errors import Refusal
from core.models.suggest import Suggestion
from core.organisation import Draft, Plan, PlanLine
from core.people import Person, Pool, PoolMember
from core.schema import revise
from core.usecases import draft as drawing
from tests.tui.driving import MOMENT, demo
from tui.compose import catalogue
from tui.draft_parts import Sheets
from tui.part_sheet import Sheet

DRAFT = Draft(id=1, title="Next", plan=Plan(id=0, title="Next", lines=(PlanLine(model="generalist"),)))


def sheets(draft: Draft = DRAFT) -> Sheets:
    """The forms over a draft on the demo book."""
    return Sheets(demo(), MOMENT, catalogue()[0], draft)


def values(sheet: Sheet[Draft], **given: str) -> dict[str, str]:
    """What the lines of a form hold, with some of them typed anew."""
    return {line.key: line.value for line in sheet.lines} | {
        key.replace("__", "-"): text for key, text in given.items()
    }


def made(sheet: Sheet[Draft], **given: str) -> Draft:
    """The draft that a form makes."""
    found = sheet.make(values(sheet, **given))
    assert not isinstance(found, Refusal), found.says
    return found


WRONG: tuple[tuple[str, dict[str, str], str], ...] = (
    ("new_line", {"scope": "health<50", "model": "pooled"}, "Health cannot stand in a scope"),
    ("new_line", {"scope": "seg:small"}, "Say how the line's accounts are served"),
    ("overlay", {"title": "Help", "assists": "dancing"}, "“dancing” is none of"),
    ("overlay", {"title": "Help", "assists": "support", "relieves": "support"}, "has no percent"),
    ("overlay", {"title": "Help", "assists": "support", "hours__high": "much"}, "not a number of hours"),
    ("role", {"person": "Nobody Here", "roles": "csm"}, "There is no person “Nobody Here”"),
    ("role", {"person": "Ben Okafor", "roles": "csm 80, team_lead 40"}, "make up to 100 %"),
    ("role", {"person": "Ben Okafor", "roles": "wizard"}, "“wizard” is none of"),
    ("hire", {"starts": "1 Jan 2020"}, "has passed"),
    ("pool", {"members": "hire 3", "title": "Scaled"}, "no hire 3"),
    ("pool", {"members": "Nobody Here", "title": "Scaled"}, "There is no person"),
    ("override", {"scope": "seg:small"}, "Choose the segment or the touch"),
)


@pytest.mark.parametrize(("form", "given", "says"), WRONG)
def test_what_cannot_be_is_refused_in_a_sentence(form: str, given: dict[str, str], says: str) -> None:
    sheet = getattr(sheets(), form)(None)
    found = sheet.make(values(sheet, **given))

    assert isinstance(found, Refusal)
    assert says in found.says
    assert found.says.endswith(".")


def test_a_pooled_line_without_a_pool_takes_the_only_one_or_asks_which() -> None:
    one = revise(DRAFT, pools=(Pool(id=0, key="a", title="A", members=(PoolMember(person=1),)),))
    assert made(sheets(one).new_line(None), model="pooled").plan.lines[1].pool == "a"

    two = revise(one, pools=(*one.pools, Pool(id=0, key="b", title="B", members=(PoolMember(person=1),))))
    refused = sheets(two).new_line(None)
    found = refused.make(values(refused, model="pooled"))
    assert isinstance(found, Refusal)
    assert "Choose which of 2 pools" in found.says


def test_saving_a_form_as_it_is_changes_nothing() -> None:
    draft = made(sheets().pool(None), members="Ben Okafor 50, Ana Ruiz", title="Scaled", limit="12")
    draft = made(sheets(draft).hire(None), role="csm", starts="+60d", title="New CSM", fte="80", segments="ent")
    draft = made(sheets(draft).new_line(1), scope="seg:small", model="pooled", serve__mid="tech", duty__renewal="team")
    helping = {"title": "Help", "assists": "support", "match": "region", "hours__mid": "0.6", "relieves": "support 50"}
    draft = made(sheets(draft).overlay(None), **helping)
    draft = made(sheets(draft).override(None), scope="industry:retail", segment="ent")
    draft = made(sheets(draft).role(3), roles="csm 50")

    again = sheets(draft)
    forms = (again.line(1), again.line(2), again.overlay(1), again.hire(1), again.pool(1), again.override(1))
    for sheet in (*forms, again.role(3), again.day(), again.name(())):
        assert made(sheet) == draft, sheet.title


def test_a_position_in_a_pool_keeps_its_place_when_it_is_described_anew() -> None:
    draft = made(sheets().hire(None), title="First")
    draft = made(sheets(draft).pool(None), members="hire 1 20, Ben Okafor", title="Scaled")
    after = made(sheets(draft).hire(1), fte="50")

    assert after.pools == draft.pools
    assert after.vacancies[0].fte == 50
    assert values(sheets(after).pool(1))["members"] == "hire 1 20, Ben Okafor"


def test_a_line_says_how_many_accounts_and_people_its_filters_fit() -> None:
    sheet = sheets().new_line(None)
    assert sheet.note is not None

    assert sheet.note(values(sheet)) == "196 accounts fit, before earlier lines take theirs."
    assert "38 accounts fit" in sheet.note(values(sheet, scope="seg:small", people="role:csm"))
    assert "may sit there by this filter" in sheet.note(values(sheet, people="role:csm"))
    assert "quiet" in sheet.note(values(sheet, scope="quiet>30d"))


def test_a_part_of_a_suggestion_is_taken_with_its_pool() -> None:
    positions = tuple(Person(id=-number, name=f"Open {number}") for number in (1, 2))
    pool = Pool(id=0, key="a", title="A", members=tuple(PoolMember(person=one) for one in (1, -1, -2)))
    found = Suggestion((), (), positions, (pool,), ())
    known = catalogue()[0]

    after = drawing.take_suggested(demo(), MOMENT, known, DRAFT, found, -2)
    assert isinstance(after, Draft)
    assert [one.name for one in after.vacancies] == ["Open 2"]
    assert {member.person for member in after.pools[0].members} == {1, after.vacancies[0].id}

    gone = drawing.take_suggested(demo(), MOMENT, known, DRAFT, found, 7)
    assert isinstance(gone, Refusal)
