from __future__ import annotations

from datetime import date

import pytest

from core.people import Leave, Person, RoleShare
from core.schema import revise
from core.words import PersonStatus

DAY = date(2026, 11, 22)
ANA = Person(id=1, name="Ana")
AWAY = revise(ANA, leaves=(Leave(number=1, since=DAY, until=date(2026, 11, 25)),))


def test_somebody_without_dates_was_always_here() -> None:
    assert ANA.works_on(date(1999, 1, 1))


@pytest.mark.parametrize(("day", "works"), [(21, False), (22, True), (24, True), (25, False)])
def test_somebody_works_from_the_first_day_up_to_the_last(day: int, works: bool) -> None:
    person = revise(ANA, starts=DAY, ends=date(2026, 11, 25))
    assert person.works_on(date(2026, 11, day)) is works


def test_an_archived_person_and_a_vacancy_without_a_day_do_not_work() -> None:
    assert not revise(ANA, archived=True).works_on(DAY)
    vacancy = revise(ANA, status=PersonStatus.VACANCY)
    assert not vacancy.works_on(DAY)
    assert revise(vacancy, starts=DAY).works_on(DAY)


@pytest.mark.parametrize(("day", "present"), [(21, True), (22, False), (24, False), (25, True)])
def test_a_leave_ends_with_the_first_day_back(day: int, present: bool) -> None:
    on = date(2026, 11, day)
    assert AWAY.present_on(on) is present
    assert (AWAY.leave_on(on) is None) is present


def test_somebody_who_has_left_is_not_present() -> None:
    assert not revise(ANA, ends=DAY).present_on(DAY)


def test_a_role_without_a_share_is_none() -> None:
    person = revise(ANA, roles=(RoleShare(role="csm"), RoleShare(role="lead", share=0)))
    assert person.role_keys == ("csm",)
