"""Who may sit in a seat, a sentence for every "no", and who would be best."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.conversations import Conversation
from core.load.ledger import Ledger
from core.models.eligibility import Candidate, NoCode, candidates, count_in_seat, why_not
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Limits, PlanLine, SeatLine
from core.people import Leave
from core.seats import Holder, outside_holder, person_holder, pool_holder
from core.words import Band, ConversationType, Duty, Family, MatchOn, PersonStatus, SeatHolding, TenureKind, Touch
from tests.core.drafts import TODAY, Draft, csm_line, generalist

MOMENT = Moment.at(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
EVERYTHING = tuple(MatchOn)


def refusals(draft: Draft, account: int, holder: Holder | int, day: date = TODAY) -> list[str]:
    book = draft.book()
    seating, record = Seating.of(book), book.accounts[account]
    asked = holder if isinstance(holder, Holder) else person_holder(holder)
    return [no.says for no in why_not(book, seating, record, seating.seats(record, TODAY)[0], asked, day)]


def matching(**fields: Any) -> Draft:  # noqa: ANN401
    return Draft(models=[generalist(seats=(csm_line(match=EVERYTHING, **fields),))])


def test_somebody_with_the_role_may_sit_where_nothing_else_is_asked() -> None:
    draft = Draft()
    ana, acme = draft.person("Ana"), draft.account("Acme")
    assert refusals(draft, acme, ana) == []


def test_a_role_that_is_not_asked_for_is_named() -> None:
    draft = Draft(models=[generalist(seats=(csm_line(roles=("renewal_manager", "account_manager")),))])
    ana, nobody, acme = draft.person("Ana"), draft.person("Noa", roles=()), draft.account("Acme")
    asked = "the seat CSM asks for Renewal manager or Account manager."
    assert refusals(draft, acme, ana) == [f"Ana is CSM; {asked}"]
    assert refusals(draft, acme, nobody) == [f"Noa has no role; {asked}"]


def test_a_role_that_never_holds_seats_is_refused_even_where_any_role_may_sit() -> None:
    draft = Draft(models=[generalist(seats=(csm_line(roles=()),))])
    dora, ana, acme = draft.person("Dora", "cs_director"), draft.person("Ana"), draft.account("Acme")
    assert refusals(draft, acme, dora) == ["Dora is Director; the seat CSM asks for a role that meets customers."]
    assert refusals(draft, acme, ana) == []


def test_every_quality_the_account_states_and_the_person_lacks_has_its_sentence() -> None:
    draft = matching()
    ana = draft.person("Ana", segments=("mid",), regions=("EMEA",), languages=("German", "English"))
    needs = {"region": "APAC", "language": "Japanese", "needs_skills": ("SSO",), "industry": "Retail"}
    acme = draft.account("Acme", segment="ent", **needs)
    assert refusals(draft, acme, ana) == [
        "Ana serves Mid-market, and Acme is Enterprise.",
        "Ana serves EMEA, and Acme asks for APAC.",
        "Ana speaks German and English, and Acme asks for Japanese.",
        "Ana lacks what Acme needs: SSO.",
        "Ana serves no industry yet, and Acme asks for Retail.",
    ]


def test_an_account_that_states_nothing_matches_everybody() -> None:
    draft = matching()
    ana, acme = draft.person("Ana"), draft.account("Acme", segment="")
    assert refusals(draft, acme, ana) == []


def test_somebody_who_names_no_segment_serves_none() -> None:
    draft = matching()
    ana, acme = draft.person("Ana"), draft.account("Acme", segment="ent")
    assert refusals(draft, acme, ana) == ["Ana serves no segment yet, and Acme is Enterprise."]


def test_matching_ignores_case_and_accents() -> None:
    draft = matching()
    ana = draft.person("Ana", segments=("ent",), regions=("são paulo",), languages=("ES",), skills=("sso",))
    acme = draft.account("Acme", region="Sao Paulo", language="es", needs_skills=("SSO",))
    assert refusals(draft, acme, ana) == []


def test_a_child_that_follows_is_matched_in_its_parents_segment() -> None:
    draft = matching()
    ana = draft.person("Ana", segments=("ent",))
    group = draft.account("Group", segment="ent")
    child = draft.account("Child", segment="small", parent=group)
    apart = draft.account("Apart", segment="small", parent=group, family=Family.INDEPENDENT)
    assert refusals(draft, child, ana) == []
    assert refusals(draft, apart, ana) == ["Ana serves Enterprise, and Apart is Small."]


def test_the_people_of_the_plan_line_are_named_as_written() -> None:
    draft = Draft(lines=[PlanLine(model="generalist", people="team:fire")])
    ana, ben = draft.person("Ana", team="Fire"), draft.person("Ben", team="Steady")
    acme = draft.account("Acme")
    assert refusals(draft, acme, ana) == []
    assert refusals(draft, acme, ben) == ["The plan line's people are “team:fire”, and Ben is not among them."]


def test_a_person_marked_as_not_for_the_account_is_refused() -> None:
    draft = Draft()
    acme = draft.account("Acme")
    ana = draft.person("Ana", not_for=(acme,))
    assert refusals(draft, acme, ana) == ["Ana is marked as not for Acme."]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"archived": True}, "Ana is archived."),
        ({"ends": date(2026, 3, 1)}, "Ana left on 1 Mar."),
        ({"starts": date(2026, 4, 1)}, "Ana starts on 1 Apr."),
        ({"status": PersonStatus.VACANCY, "starts": date(2026, 4, 1)}, "Ana is an open position until 1 Apr."),
        ({"status": PersonStatus.VACANCY}, "Ana is an open position without a start date."),
        ({"leaves": (Leave(number=1, since=TODAY, until=date(2026, 3, 20)),)}, "Ana is on leave until 20 Mar."),
    ],
)
def test_somebody_who_is_not_here_is_refused_with_the_day(fields: dict[str, Any], says: str) -> None:
    draft = Draft()
    ana, acme = draft.person("Ana", **fields), draft.account("Acme")
    assert refusals(draft, acme, ana) == [says]


def test_presence_is_asked_on_the_day_of_the_move() -> None:
    draft = Draft()
    ana, acme = draft.person("Ana", starts=date(2026, 4, 1)), draft.account("Acme")
    assert refusals(draft, acme, ana, date(2026, 4, 1)) == []


def test_whoever_sits_there_already_is_not_refused_for_being_on_leave() -> None:
    draft = Draft()
    ana = draft.person("Ana", leaves=(Leave(number=1, since=TODAY, until=date(2026, 3, 20)),))
    acme = draft.account("Acme")
    draft.sits(acme, ana)
    assert refusals(draft, acme, ana) == []


def pooled() -> Draft:
    draft = Draft(models=[generalist(key="pooled", seats=(csm_line(holder=SeatHolding.POOL),))])
    draft.lines = [PlanLine(model="pooled", pool="scaled")]
    return draft


def test_a_person_on_a_pool_seat_is_told_to_claim_the_request() -> None:
    draft = pooled()
    ana = draft.person("Ana")
    scaled = draft.pool("scaled", ana)
    acme = draft.account("Acme", segment="small")
    says = "Small accounts belong to the pool Scaled. To give Ana this request, claim it (4)."
    assert refusals(draft, acme, ana) == [says]
    assert refusals(draft, acme, pool_holder(scaled)) == []


def test_a_pool_may_not_sit_on_a_named_seat() -> None:
    draft = Draft()
    scaled, acme = draft.pool("scaled"), draft.account("Acme")
    assert refusals(draft, acme, pool_holder(scaled)) == [
        "The seat CSM is for one named person, not for the pool Scaled."
    ]


def test_nobody_is_assigned_to_a_seat_whose_holder_is_derived() -> None:
    lead = SeatLine(key="lead", title="Lead", carries=(Duty.SUPPORT,), holder=SeatHolding.LEAD)
    outside = SeatLine(key="x", title="Sales", carries=(Duty.RENEWAL,), holder=SeatHolding.OUTSIDE, function="sales")
    draft = Draft(models=[generalist(seats=(lead, outside))])
    ana, acme = draft.person("Ana"), draft.account("Acme")
    book = draft.book()
    seating, record = Seating.of(book), book.accounts[acme]
    codes = [
        why_not(book, seating, record, seat, person_holder(ana), TODAY)[0].code for seat in seating.seats(record, TODAY)
    ]
    assert codes == [NoCode.DERIVED, NoCode.DERIVED]


def test_an_outside_function_may_hold_a_named_seat() -> None:
    draft = Draft()
    acme = draft.account("Acme")
    assert refusals(draft, acme, outside_holder("partner")) == []


def test_a_hard_limit_refuses_and_a_soft_one_only_cautions() -> None:
    draft = Draft(models=[generalist(seats=(csm_line(limits=Limits(accounts=1, hard=True)),))])
    ana = draft.person("Ana")
    first, second = draft.account("First"), draft.account("Second")
    draft.sits(first, ana)
    says = "Ana would have 2 accounts in the seat CSM; the limit is 1."
    assert refusals(draft, second, ana) == [says]
    assert refusals(draft, first, ana) == []
    draft.models = [generalist(seats=(csm_line(limits=Limits(accounts=1)),))]
    assert refusals(draft, second, ana) == []
    assert ranked(draft, second)[0].cautions == (says,)


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(hours=700, hard=True), "Ana would have 8.0 h in the seat CSM; the limit is 7.0 h."),
        (
            Limits(arr=150_000, hard=True),
            "Ana would have 2,000 USD of ARR in the seat CSM; the limit is 1,500 USD.",
        ),
        (Limits(families=1, hard=True), "Ana would have 2 families in the seat CSM; the limit is 1."),
    ],
)
def test_hours_arr_and_families_are_limited_too(limits: Limits, says: str) -> None:
    draft = Draft(models=[generalist(seats=(csm_line(limits=limits),))])
    ana = draft.person("Ana")
    first, second = draft.account("First", arr=100_000), draft.account("Second", arr=100_000)
    draft.sits(first, ana)
    assert refusals(draft, second, ana) == [says]


def test_a_limit_by_role_counts_for_those_who_have_the_role() -> None:
    model = generalist(
        seats=(csm_line(roles=("csm", "team_lead")),), limits_by_role=(("team_lead", Limits(accounts=1, hard=True)),)
    )
    draft = Draft(models=[model])
    lena, ana = draft.person("Lena", "team_lead"), draft.person("Ana")
    first, second, third = draft.account("First"), draft.account("Second"), draft.account("Third")
    draft.sits(first, lena)
    draft.sits(second, ana)
    assert refusals(draft, third, lena) == ["Lena would have 2 accounts as team lead; the limit is 1."]
    assert refusals(draft, third, ana) == []


def test_dormant_seats_do_not_count_in_limits() -> None:
    renewal = csm_line(carries=(Duty.RENEWAL,), limits=Limits(accounts=1, hard=True))
    draft = Draft(models=[generalist(seats=(renewal,))])
    ana = draft.person("Ana")
    dormant = draft.account("Dormant", renews=TODAY + timedelta(days=200))
    near = draft.account("Near", renews=TODAY + timedelta(days=20))
    draft.sits(dormant, ana)
    assert refusals(draft, near, ana) == []
    book = draft.book()
    assert count_in_seat(book, Seating.of(book), ana, "csm", TODAY).accounts == 0


def test_a_family_counts_as_a_whole() -> None:
    draft = Draft()
    ana = draft.person("Ana")
    group = draft.account("Group")
    draft.account("Child", parent=group)
    draft.sits(group, ana)
    book = draft.book()
    has = count_in_seat(book, Seating.of(book), ana, "csm", TODAY)
    assert (has.accounts, has.families, has.hours) == (2, 1, 800)


def ranked(draft: Draft, account: int) -> tuple[Candidate, ...]:
    book = draft.book()
    seating, record = Seating.of(book), book.accounts[account]
    return candidates(book, seating, Ledger.of(book, MOMENT), record, seating.seats(record, TODAY)[0], TODAY)


def names(draft: Draft, account: int) -> list[str]:
    return [candidate.name for candidate in ranked(draft, account)]


def test_candidates_come_eligible_first_then_by_fit_then_by_room_then_by_who_knows_the_account() -> None:
    draft = Draft()
    acme = draft.account("Acme", region="EMEA", language="German")
    busy = [draft.account(f"Busy {number}") for number in range(26)]
    draft.person("Wrong role", "renewal_manager", regions=("EMEA",), languages=("German",))
    full = draft.person("Full", regions=("EMEA",))
    draft.person("Stranger", regions=("EMEA",))
    known = draft.person("Known", regions=("EMEA",))
    draft.person("Best", regions=("EMEA",), languages=("German",))
    draft.person("No fit")
    draft.person("Gone", archived=True)
    draft.person("Director", "cs_director")
    for account in busy:
        draft.sits(account, full)
    draft.sits(acme, known, until=date(2025, 1, 1))
    assert names(draft, acme) == ["Best", "Known", "Stranger", "Full", "No fit", "Wrong role"]


def test_a_candidate_shows_the_load_before_and_after_with_the_whole_family() -> None:
    draft = Draft()
    ana, ben = draft.person("Ana", hours=1_000), draft.person("Ben", skills=("SSO",))
    group = draft.account("Group")
    draft.account("Child", parent=group, touch=Touch.MID)
    own = draft.account("Own", parent=group)
    draft.sits(group, ben)
    draft.sits(own, ben)
    by_name = {candidate.name: candidate for candidate in ranked(draft, group)}
    ana_after, ben_after = by_name["Ana"], by_name["Ben"]
    assert (ana_after.before, ana_after.after, ana_after.capacity) == (0, 550, 1_000)
    assert (ana_after.band_before, ana_after.band_after) == (Band.ROOM, Band.ROOM)
    assert (ben_after.before, ben_after.after) == (950, 950)
    assert ben_after.skills == ("SSO",)
    assert ana == 1


def test_somebody_is_known_since_the_first_conversation_or_seat() -> None:
    draft = Draft()
    ana, ben = draft.person("Ana"), draft.person("Ben")
    acme = draft.account("Acme")
    draft.sits(acme, ben, since=date(2025, 6, 1), until=date(2025, 7, 1), kind=TenureKind.COVER)
    at = datetime(2025, 3, 4, 12, tzinfo=UTC)
    draft.more["conversations"] = [
        Conversation(id=1, account=acme, type=ConversationType.CALL, at=at, people=(ana,)),
        Conversation(id=2, account=acme, type=ConversationType.NOTE, at=at, by=ben),
    ]
    known = {candidate.name: candidate.known_since for candidate in ranked(draft, acme)}
    assert known == {"Ana": date(2025, 3, 4), "Ben": date(2025, 6, 1)}


def test_the_candidates_of_a_pool_seat_are_pools() -> None:
    draft = pooled()
    ana = draft.person("Ana")
    draft.pool("other", languages=("German",))
    draft.pool("scaled", ana)
    acme = draft.account("Acme", language="German")
    found = ranked(draft, acme)
    assert [(one.name, one.eligible, one.before, one.after) for one in found] == [
        ("Other", True, 0, 400),
        ("Scaled", True, 400, 400),
    ]
