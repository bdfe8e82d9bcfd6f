from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.conversations import FollowUp
from core.errors import RefusalKind
from core.people import Person, RoleShare
from core.schema import revise
from core.usecases.roster import (
    ArchivePerson,
    EditPerson,
    EndEmployment,
    FillVacancy,
    NewPerson,
    NewVacancy,
    archive_person,
    edit_person,
    end_employment,
    fill_vacancy,
    new_person,
    new_vacancy,
)
from core.words import PersonStatus
from tests.core.usecases.world import ANA, CSM, MIA, TODAY, done, held, refused, world

BOOK = world()


# Join ----------------------------------------------------------------------------------------------------------


def test_somebody_joins_with_what_is_known_of_them() -> None:
    fields = (("email", "cid@example.com"), ("roles", CSM), ("fte", 60), ("lead", 1), ("segments", ("ent",)))
    change, after = done(new_person, BOOK, NewPerson(" Cid  Moe ", fields))
    assert change.says == "Add Cid Moe to the roster"
    person = after.people[6]
    assert (person.name, person.fte, person.lead, person.segments) == ("Cid Moe", 60, 1, ("ent",))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"email": "no mail"}, "“no mail” is not a mail address."),
        ({"email": "Ana@Example.com"}, "Ana Ruiz (P2) has the mail address Ana@Example.com already."),
        ({"roles": (RoleShare(role="wizard"),)}, "There is no role wizard."),
        ({"roles": (RoleShare(role="csm", share=0),)}, "Cid would have 0 % of the role csm."),
        ({"roles": (*CSM, *CSM)}, "Cid would have the same role twice."),
        (
            {"roles": (RoleShare(role="csm", share=70), RoleShare(role="team_lead", share=40))},
            "The roles of Cid come to 110 %.",
        ),
        ({"fte": 0}, "Cid would work 0 % of a full-time position."),
        ({"fte": 101}, "Cid would work 101 %"),
        ({"hours": -1}, "Cid would have -0.01 client hours a month."),
        ({"hours": 100_000}, "Cid would have 1000 client hours a month. Give 0 to 400."),
        ({"lead": 99}, "There is no person P99 to lead Cid."),
        ({"lead": 6}, "Cid cannot lead themselves."),
        ({"segments": ("huge",)}, "Cid would serve the segment huge, which is not in the book."),
        ({"not_for": (99,)}, "There is no account A99 to keep from Cid."),
        ({"leaves": ()}, "The field leaves is not set by hand. Use leave"),
        ({"colour": "red"}, "A person has no field colour to set."),
    ],
)
def test_a_person_who_cannot_be_is_refused(fields: dict[str, Any], says: str) -> None:
    assert refused(new_person, BOOK, NewPerson("Cid", tuple(fields.items()))).says.startswith(says)


def test_a_person_has_a_name() -> None:
    assert refused(new_person, BOOK, NewPerson(" \u200b ")).says.startswith("A person needs a name")


# Edit ----------------------------------------------------------------------------------------------------------


def test_fields_of_a_person_are_set_and_named() -> None:
    change, after = done(edit_person, BOOK, EditPerson(2, (("team", "North"), ("skills", ("api",)))))
    assert change.says == "Set team and skills of Ana Ruiz"
    assert after.people[2].team == "North"


def test_a_lead_may_not_be_led_by_somebody_below() -> None:
    refusal = refused(edit_person, BOOK, EditPerson(1, (("lead", 2),)))
    assert refusal.says.startswith("Mia Lead reports to Ana Ruiz reports to Mia Lead: somebody has to be at the top.")


def test_an_archived_person_neither_leads_nor_changes() -> None:
    book = world(people=[MIA, revise(ANA, archived=True)], pools=[])
    assert refused(edit_person, book, EditPerson(1, (("lead", 2),))).says.startswith("Ana Ruiz is archived and cannot")
    assert refused(edit_person, book, EditPerson(2, (("team", "x"),))).says.startswith("Ana Ruiz is archived.")
    assert refused(edit_person, book, EditPerson(9, ())).kind is RefusalKind.UNKNOWN


def test_a_mail_address_may_be_kept_and_taken_from_the_archive() -> None:
    book = world(people=[MIA, revise(ANA, archived=True)], pools=[])
    assert done(edit_person, book, EditPerson(1, (("email", "ana@example.com"),)))[1].people[1].email == ANA.email
    assert done(edit_person, BOOK, EditPerson(2, (("email", "ana@example.com"), ("team", "x"))))[1].people[2].team


# Vacancies -----------------------------------------------------------------------------------------------------


def test_a_vacancy_is_opened_and_filled_by_somebody_who_keeps_its_seats() -> None:
    change, after = done(new_vacancy, BOOK, NewVacancy("CSM Nordics", CSM, date(2027, 1, 1), (("fte", 80),)))
    assert change.says == "Open the vacancy CSM Nordics from 1 Jan 2027"
    assert after.people[6].status is PersonStatus.VACANCY
    request = FillVacancy(6, "Dag Lie", date(2027, 1, 15), "Dag@Example.com")
    change, filled = done(fill_vacancy, after, request)
    assert change.says == "Fill the vacancy CSM Nordics with Dag Lie from 15 Jan 2027"
    person = filled.people[6]
    assert (person.status, person.email, person.fte) == (PersonStatus.ACTIVE, "dag@example.com", 80)


def test_a_vacancy_says_for_which_role() -> None:
    assert refused(new_vacancy, BOOK, NewVacancy("Somebody", ())).says == "Say which role the vacancy is for."
    assert refused(new_vacancy, BOOK, NewVacancy("", CSM)).says.startswith("A person needs a name, and a vacancy a")


def test_only_a_vacancy_is_filled_and_with_somebody() -> None:
    assert refused(fill_vacancy, BOOK, FillVacancy(2, "Dag", TODAY)).says == "Ana Ruiz is no vacancy."
    assert refused(fill_vacancy, BOOK, FillVacancy(5, " ", TODAY)).says.startswith("A person needs a name")


# Leave for good ------------------------------------------------------------------------------------------------


def test_an_employment_ends_on_a_day_and_the_seats_are_counted() -> None:
    book = world(holders=[held(1, 1, 2), held(2, 5, 2), held(3, 2, 2, until=date(2026, 12, 1))])
    change, after = done(end_employment, book, EndEmployment(2, date(2027, 1, 1)))
    assert change.says == "End the employment of Ana Ruiz on 1 Jan 2027, who then still holds seats on 2 accounts"
    assert (after.people[2].status, after.people[2].ends) == (PersonStatus.LEAVER, date(2027, 1, 1))
    change, back = done(end_employment, after, EndEmployment(2, None))
    assert change.says == "Keep Ana Ruiz on the roster"
    assert back.people[2] == ANA


def test_an_end_that_cannot_be_is_refused() -> None:
    starts = world(people=[MIA, revise(ANA, starts=TODAY)], pools=[])
    assert refused(end_employment, starts, EndEmployment(2, TODAY)).says.startswith("Ana Ruiz would leave on 22 Nov")
    assert refused(end_employment, BOOK, EndEmployment(5, TODAY)).says == "CSM EMEA is a vacancy. Archive it instead."
    assert refused(end_employment, BOOK, EndEmployment(2, None)).kind is RefusalKind.NOTHING


# Archive -------------------------------------------------------------------------------------------------------


def test_whoever_holds_seats_is_not_archived() -> None:
    book = world(holders=[held(1, 1, 2), held(2, 5, 2, date(2027, 1, 1)), held(3, 2, 2, until=TODAY)])
    refusal = refused(archive_person, book, ArchivePerson(2))
    assert refusal.says == "Ana Ruiz still holds 2 seats on 2 accounts. Give them to others first."
    assert refusal.details == ("A1 Borealis Health", "A5 Delta Air")


def test_whoever_leads_people_is_not_archived() -> None:
    refusal = refused(archive_person, BOOK, ArchivePerson(1))
    assert refusal.says == "Mia Lead still leads 3 people. Give them another lead first."
    assert refusal.details == ("P2 Ana Ruiz", "P3 Ben Ode", "P4 Ann Ruiz")


def test_archiving_takes_out_of_pools_and_passes_follow_ups_to_whoever_leads() -> None:
    steps = [
        FollowUp(id=1, account=1, text="x", owner=4, created_on=TODAY),
        FollowUp(id=2, account=1, text="y", owner=4, done_on=TODAY, created_on=TODAY),
        FollowUp(id=3, text="z", owner=4, created_on=TODAY),
    ]
    change, after = done(archive_person, world(followups=steps), ArchivePerson(4))
    assert change.says == "Archive Ann Ruiz"
    assert after.people[4].archived
    assert after.pools[1].members == ()
    assert [step.owner for step in after.followups.all()] == [None, 4, 4]
    assert refused(archive_person, after, ArchivePerson(4)).kind is RefusalKind.NOTHING


def test_reports_who_are_archived_hold_nobody_back() -> None:
    book = world(people=[MIA, Person(id=2, name="Ana", lead=1, archived=True)], pools=[])
    assert done(archive_person, book, ArchivePerson(1))[1].people[1].archived
