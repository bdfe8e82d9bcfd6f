from __future__ import annotations

from datetime import date

import pytest

from core.exchange.fields import Kind
from core.exchange.plan import ImportPlan
from core.people import Leave
from core.words import PersonStatus
from tests.core.exchange.files import accept, bring, desk_of, fresh_book, person, plan


def issues(made: ImportPlan) -> list[str]:
    return [str(issue) for issue in made.files[0].issues]


ROSTER = """Name,Email,Role,Team Lead,FTE,Hours,Regions,Segments,Languages,Skills,Start Date,Team
Hana Novak,hana@x.example,Team Lead,,100%,60,EMEA,,,,,North
Ana Ruiz,ANA@x.example,CSM,Hana Novak,0.8,,EMEA; AMER,Enterprise|mid,en/de,training,2024-02-01,North
Ben Okafor,ben@x.example,Renewal Manager,hana@x.example,1,100,,small,,,,North
"""


def test_a_roster_becomes_people_with_their_lead() -> None:
    desk = desk_of()
    made = bring(desk, ROSTER)
    assert (made.kind, made.created, made.rejected) == ("people", 3, 0)
    ana, ben, hana = (person(desk, name) for name in ("Ana Ruiz", "Ben Okafor", "Hana Novak"))
    assert (ana.email, ana.fte, ana.lead, ana.starts) == ("ana@x.example", 80, hana.id, date(2024, 2, 1))
    assert (ana.regions, ana.segments, ana.languages) == (("AMER", "EMEA"), ("ent", "mid"), ("de", "en"))
    assert (ana.skills, ana.team, ana.role_keys) == (("training",), "North", ("csm",))
    assert (ben.lead, ben.role_keys, ben.hours) == (hana.id, ("renewal_manager",), 10_000)
    assert (hana.role_keys, hana.hours, hana.lead) == (("team_lead",), 6_000, None)


def test_managers_whom_only_a_column_names_become_leads_who_hold_no_accounts() -> None:
    desk = desk_of()
    made = bring(desk, "sales_agent,manager,regional_office\nAna Ruiz,Hana Novak,EMEA\nBen Okafor,Hana Novak,AMER\n")
    hana = person(desk, "Hana Novak")
    assert hana.role_keys == ("cs_director",)
    assert [person(desk, name).lead for name in ("Ana Ruiz", "Ben Okafor")] == [hana.id, hana.id]
    assert person(desk, "Ana Ruiz").regions == ("EMEA",)
    assert made.created == 3
    assert made.notes[0] == (
        "Named only in “manager”: Hana Novak. Added to the roster as leads, with the role “Head of Customer Success”, "
        "who hold no accounts."
    )


def test_a_role_that_is_not_given_is_assumed_and_said() -> None:
    desk = desk_of()
    made = bring(desk, "Name,Manager\nAna Ruiz,\nBen Okafor,\n")
    assert person(desk, "Ana Ruiz").role_keys == ("csm",)
    assert made.files[0].inferred == (("role", 2),)
    assert "2 people without a role: assumed to be CSM." in made.notes


def test_a_book_without_roles_gets_those_the_file_needs() -> None:
    desk = desk_of(fresh_book(roles=()))
    bring(desk, "Name,Manager\nAna Ruiz,Hana Novak\n")
    assert {role.key: role.client for role in desk.book.roles.values()} == {"csm": True, "manager": False}


def test_a_role_the_book_does_not_have_is_left_out_with_a_sentence() -> None:
    desk = desk_of()
    made = bring(desk, "Name,Email,Role\nAna Ruiz,,Juggler\n")
    assert person(desk, "Ana Ruiz").roles == ()
    assert "row 2, column “Role”: The role “Juggler” is not in the book (csm, team_lead" in issues(made)[0]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Senior Customer Success Manager", "csm"),
        ("Enterprise CSM", "csm"),
        ("Onboarding Manager", "onboarding_specialist"),
        ("Head of CS", "cs_director"),
        ("Team Leader", "team_lead"),
        ("Account Manager EMEA", "account_manager"),
    ],
)
def test_job_titles_are_understood(title: str, key: str) -> None:
    desk = desk_of()
    bring(desk, f"Name,Email,Job Title\nAna Ruiz,,{title}\n")
    assert person(desk, "Ana Ruiz").role_keys == (key,)


def test_several_roles_share_the_time() -> None:
    desk = desk_of()
    bring(desk, 'Name,Email,Roles\nAna Ruiz,,"csm, renewal_manager"\n')
    assert [(share.role, share.share) for share in person(desk, "Ana Ruiz").roles] == [
        ("csm", 50),
        ("renewal_manager", 50),
    ]


def test_a_person_as_their_own_lead_gets_a_sentence_with_row_and_column() -> None:
    desk = desk_of()
    made = bring(desk, "Name,Manager\nAna Ruiz,Ana Ruiz\n")
    assert person(desk, "Ana Ruiz").lead is None
    assert issues(made) == [
        "row 2, column “Manager”: Ana Ruiz would lead themselves. The lead is left out; name who leads them."
    ]


def test_a_circle_of_leads_is_broken_with_a_sentence() -> None:
    desk = desk_of()
    made = bring(desk, "Name,Manager\nAna Ruiz,Ben Okafor\nBen Okafor,Cem Kaya\nCem Kaya,Ana Ruiz\n")
    assert person(desk, "Cem Kaya").lead is None
    assert "row 4, column “Manager”: Ana Ruiz reports to Cem Kaya already" in issues(made)[0]
    assert made.rejected == 0


def test_leave_is_read_with_its_last_day_or_the_day_back() -> None:
    desk = desk_of()
    bring(desk, "Name,Email,Leave From,Leave Until\nAna Ruiz,,2026-04-01,2026-04-10\n")
    bring(desk, "Name,Email,Leave From,Back On\nBen Okafor,,2026-04-01,2026-04-10\n")
    assert person(desk, "Ana Ruiz").leaves == (Leave(number=1, since=date(2026, 4, 1), until=date(2026, 4, 11)),)
    assert person(desk, "Ben Okafor").leaves == (Leave(number=1, since=date(2026, 4, 1), until=date(2026, 4, 10)),)


def test_leave_that_ends_before_it_starts_is_left_out_with_a_sentence() -> None:
    desk = desk_of()
    made = bring(desk, "Name,Email,Leave From,Leave Until\nAna Ruiz,,2026-04-10,2026-04-01\n")
    assert person(desk, "Ana Ruiz").leaves == ()
    assert issues(made) == [
        "row 2, column “Leave Until”: The leave ends on 1 Apr 2026, before it begins on 10 Apr 2026. It is left out."
    ]


def test_somebody_who_leaves_is_a_leaver_from_the_day_after_the_last() -> None:
    desk = desk_of()
    bring(desk, "Name,Email,End Date\nBen Okafor,,2026-06-30\n", kind=Kind.PEOPLE)
    assert (person(desk, "Ben Okafor").status, person(desk, "Ben Okafor").ends) == (
        PersonStatus.LEAVER,
        date(2026, 7, 1),
    )


def test_a_repeated_mail_address_or_name_is_rejected() -> None:
    made = plan(desk_of(), "Name,Email,FTE\nAna Ruiz,a@x.example,1\nAnna R.,A@x.example,1\nBen,,1\nben,,1\n")
    assert (made.created, made.rejected) == (2, 2)
    assert "repeats “a@x.example” of row 2" in issues(made)[0]
    assert "repeats “ben” of row 4" in issues(made)[1]


def test_namesakes_with_mail_addresses_are_two_people() -> None:
    desk = desk_of()
    bring(desk, "Name,Email,FTE\nJo Lee,jo@x.example,1\nJo Lee,lee@x.example,1\n")
    assert len(desk.book.people) == 2


def test_the_same_roster_again_changes_nothing() -> None:
    desk = desk_of()
    bring(desk, ROSTER)
    again = plan(desk, ROSTER)
    assert (again.created, again.updated, again.files[0].unchanged, again.conflicts) == (0, 0, 3, ())


def test_what_the_roster_knows_differently_stays_unless_the_files_value_is_taken() -> None:
    desk = desk_of()
    bring(desk, ROSTER)
    changed = ROSTER.replace("0.8", "0.5").replace(
        "ben@x.example,Renewal Manager,hana@x.example", "ben@x.example,Renewal Manager,Ana Ruiz"
    )
    made = plan(desk, changed)
    assert {conflict.field for conflict in made.conflicts} == {"fte", "lead"}
    accept(desk, made, *(conflict.key for conflict in made.conflicts))
    assert person(desk, "Ana Ruiz").fte == 50
    assert person(desk, "Ben Okafor").lead == person(desk, "Ana Ruiz").id


def test_empty_fields_of_the_roster_are_filled() -> None:
    desk = desk_of()
    bring(desk, "Name,Email,FTE\nAna Ruiz,,1\n")
    bring(desk, "Name,Email,Team\nAna Ruiz,ana@x.example,North\n")
    assert (person(desk, "Ana Ruiz").email, person(desk, "Ana Ruiz").team) == ("ana@x.example", "North")


def test_names_in_two_columns_and_columns_of_their_own_are_kept() -> None:
    desk = desk_of()
    bring(desk, "First Name,Last Name,Email,Shoe Size\nAna,Ruiz,a@x.example,38\n")
    assert person(desk, "Ana Ruiz").custom == (("Shoe Size", "38"),)
