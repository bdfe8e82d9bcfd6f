"""Which seats an account asks for, who acts in them on a day, and who leads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.accounts import Escalation, StageOverride
from core.book.book import Book
from core.models.seating import Seating, acting, owner_of
from core.organisation import Alignment, ByTouch, Model, Overlay, PlanLine, SeatLine
from core.people import Leave
from core.seats import Holder, outside_holder, person_holder, pool_holder
from core.words import Duty, Family, PersonStatus, SeatHolding, Stage, TenureKind, Touch
from tests.core.drafts import EVERY_DUTY, TODAY, Draft, csm_line, generalist

SPECIALIST = Model(
    id=2,
    key="specialist",
    title="Specialist",
    leads=((Stage.ONBOARDING, "onboarding"), (Stage.ADOPTION, "account_manager"), (Stage.RENEWAL, "renewal_manager")),
    seats=(
        SeatLine(
            key="onboarding",
            title="Onboarding",
            carries=(Duty.ONBOARDING,),
            roles=("onboarding_specialist",),
            fill_ahead=14,
        ),
        SeatLine(
            key="account_manager",
            title="Account manager",
            carries=(Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION),
            roles=("account_manager", "csm"),
            inherits=("csm",),
        ),
        SeatLine(
            key="renewal_manager",
            title="Renewal manager",
            carries=(Duty.RENEWAL,),
            roles=("renewal_manager",),
            fill_ahead=30,
        ),
    ),
)


def keys(book: Book, account: int, day: date = TODAY) -> tuple[str, ...]:
    return tuple(seat.key for seat in Seating.of(book).seats(book.accounts[account], day))


def owner(book: Book, account: int, day: date = TODAY) -> str:
    return owner_of(book, Seating.of(book), book.accounts[account], day).text


def holder_of(book: Book, account: int, seat: str = "csm", day: date = TODAY) -> Holder | None:
    seating, record = Seating.of(book), book.accounts[account]
    asked = seating.seat(record, seat, day)
    assert asked is not None
    return seating.holder(record, asked, day)


def test_a_book_without_a_plan_asks_for_no_seat() -> None:
    draft = Draft(policy={"plan": None})
    acme = draft.account("Acme")
    book = draft.book()
    assert Seating.of(book).plan is None
    assert keys(book, acme) == ()
    assert owner(book, acme) == ""


def test_seating_is_made_once_for_a_book() -> None:
    book = Draft().book()
    assert Seating.of(book) is Seating.of(book)


def test_the_first_line_that_fits_counts() -> None:
    draft = Draft(models=[generalist(), SPECIALIST])
    draft.lines = [PlanLine(scope="seg:mid", model="specialist"), PlanLine(model="generalist")]
    acme, beta = draft.account("Acme", segment="mid"), draft.account("Beta", segment="ent")
    book = draft.book()
    assert keys(book, acme) == ("onboarding", "account_manager", "renewal_manager")
    assert keys(book, beta) == ("csm",)


def test_churned_and_unmanaged_accounts_ask_for_no_seat_and_the_reason_is_kept() -> None:
    draft = Draft(lines=[PlanLine(scope="#free", unmanaged="free tier"), PlanLine(scope="seg:ent", model="generalist")])
    free, stray = draft.account("Free", tags=("free",)), draft.account("Stray", segment="small")
    gone = draft.account("Gone", archived=True)
    book = draft.book()
    seating = Seating.of(book)
    assert [keys(book, account) for account in (free, stray, gone)] == [(), (), ()]
    assert seating.unmanaged(book.accounts[free], TODAY) == "free tier"
    assert seating.unmanaged(book.accounts[stray], TODAY) is None
    assert seating.line_of(book.accounts[stray], TODAY) is None


def test_lines_with_the_same_key_are_alternatives() -> None:
    allowed = csm_line(scope="is:key or is:escalated", roles=("csm", "team_lead"))
    draft = Draft(models=[generalist(seats=(allowed, csm_line()))])
    plain = draft.account("Plain")
    key = draft.account("Key", key_account=True)
    loud = draft.account("Loud", escalation=Escalation(since=TODAY, reason="outage"))
    book = draft.book()
    roles = [Seating.of(book).seats(book.accounts[a], TODAY)[0].line.roles for a in (plain, key, loud)]
    assert roles == [("csm",), ("csm", "team_lead"), ("csm", "team_lead")]


def test_an_alignment_gives_duties_to_one_outside_seat_per_function() -> None:
    service = Alignment(
        id=1,
        key="service-oriented",
        title="Service-oriented",
        duties=(
            (Duty.ONBOARDING, "outside:services"),
            (Duty.ADOPTION, "team"),
            (Duty.SUPPORT, "outside:services"),
            (Duty.EXPANSION, "outside:sales"),
            (Duty.RENEWAL, "outside:sales"),
        ),
    )
    draft = Draft(alignments=[service], lines=[PlanLine(model="generalist", alignment="service-oriented")])
    acme = draft.account("Acme")
    book = draft.book()
    seats = {seat.key: seat.carries for seat in Seating.of(book).seats(book.accounts[acme], TODAY)}
    assert seats == {
        "csm": (Duty.ADOPTION,),
        "outside:services": (Duty.ONBOARDING, Duty.SUPPORT),
        "outside:sales": (Duty.EXPANSION, Duty.RENEWAL),
    }
    assert holder_of(book, acme, "outside:sales") == outside_holder("sales")


def test_a_plan_line_may_take_a_duty_back_into_the_team() -> None:
    sales = Alignment(id=1, key="a", title="A", duties=((Duty.RENEWAL, "outside:sales"),))
    draft = Draft(alignments=[sales])
    draft.lines = [PlanLine(model="generalist", alignment="a", duties=((Duty.RENEWAL, "team"),))]
    acme = draft.account("Acme")
    book = draft.book()
    assert Seating.of(book).seats(book.accounts[acme], TODAY)[0].carries == EVERY_DUTY


def test_an_alignment_alone_brings_its_own_model() -> None:
    draft = Draft(alignments=[Alignment(id=1, key="firefighter", title="F", model="generalist")])
    draft.lines = [PlanLine(alignment="firefighter")]
    acme = draft.account("Acme")
    assert keys(draft.book(), acme) == ("csm",)


def test_an_overlay_adds_a_seat_that_carries_nothing() -> None:
    engineer = Overlay(
        key="engineer",
        title="Engineer",
        scope="seg:ent",
        assists=(Duty.SUPPORT,),
        roles=("support_engineer",),
        hours=ByTouch(high=150),
        relieves=((Duty.SUPPORT, 50),),
    )
    draft = Draft(overlays=[engineer])
    acme, beta = draft.account("Acme"), draft.account("Beta", segment="mid")
    book = draft.book()
    assert keys(book, beta) == ("csm",)
    over = Seating.of(book).seats(book.accounts[acme], TODAY)[1]
    assert (over.key, over.carries, over.assists, over.overlay) == ("engineer", (), (Duty.SUPPORT,), True)


def test_the_permanent_holder_acts_from_the_first_to_the_day_before_the_last() -> None:
    draft = Draft()
    ana = draft.person("Ana")
    acme = draft.account("Acme")
    draft.sits(acme, ana, since=TODAY, until=TODAY + timedelta(days=10))
    book = draft.book()
    assert acting(book, acme, "csm", TODAY - timedelta(days=1)) is None
    assert holder_of(book, acme) == person_holder(ana)
    assert acting(book, acme, "csm", TODAY + timedelta(days=10)) is None


def away(days: int, number: int = 1) -> Leave:
    return Leave(number=number, since=TODAY, until=TODAY + timedelta(days=days))


def test_a_cover_acts_while_its_leave_lasts_and_follows_when_the_leave_moves() -> None:
    draft = Draft()
    ana = draft.person("Ana", leaves=(away(10),))
    ben = draft.person("Ben")
    acme = draft.account("Acme")
    draft.sits(acme, ana)
    draft.sits(acme, ben, kind=TenureKind.COVER, since=TODAY, leave_of=ana, leave=1)
    book = draft.book()
    assert holder_of(book, acme) == person_holder(ben)
    assert holder_of(book, acme, day=TODAY + timedelta(days=10)) == person_holder(ana)
    draft.people[0] = type(draft.people[0])(id=ana, name="Ana", leaves=(away(20),))
    assert holder_of(draft.book(), acme, day=TODAY + timedelta(days=10)) == person_holder(ben)


def test_a_cover_whose_holder_is_away_too_gives_way_to_the_one_before_it() -> None:
    draft = Draft()
    ana = draft.person("Ana", leaves=(away(20),))
    ben = draft.person("Ben", leaves=(away(5),))
    cleo = draft.person("Cleo")
    acme = draft.account("Acme")
    draft.sits(acme, ana)
    draft.sits(acme, cleo, kind=TenureKind.COVER, since=TODAY - timedelta(days=9))
    draft.sits(acme, ben, kind=TenureKind.COVER, since=TODAY)
    book = draft.book()
    assert holder_of(book, acme) == person_holder(cleo)
    assert holder_of(book, acme, day=TODAY + timedelta(days=5)) == person_holder(ben)


def test_an_overlap_shares_the_seat() -> None:
    draft = Draft()
    ana, ben = draft.person("Ana"), draft.person("Ben")
    acme = draft.account("Acme")
    draft.sits(acme, ana, since=date(2020, 1, 1), until=TODAY)
    draft.sits(acme, ben, since=TODAY)
    draft.sits(acme, ana, kind=TenureKind.OVERLAP, since=TODAY, until=TODAY + timedelta(days=30), share=30)
    book = draft.book()
    seating, account = Seating.of(book), book.accounts[acme]
    seat = seating.seats(account, TODAY)[0]
    assert seating.shares(account, seat, TODAY) == ((person_holder(ben), 70), (person_holder(ana), 30))
    assert owner(book, acme) == "Ben"


def test_the_stage_says_which_seat_leads() -> None:
    draft = Draft(models=[SPECIALIST])
    olga, max_, rita = draft.person("Olga"), draft.person("Max"), draft.person("Rita")
    start = TODAY - timedelta(days=30)
    acme = draft.account("Acme", started=start, renews=start + timedelta(days=365))
    draft.sits(acme, olga, "onboarding")
    draft.sits(acme, max_, "account_manager")
    draft.sits(acme, rita, "renewal_manager")
    book = draft.book()
    days = (TODAY, TODAY + timedelta(days=60), start + timedelta(days=365 - 90))
    assert [owner(book, acme, day) for day in days] == ["Olga", "Max", "Rita"]


def test_a_vacant_lead_seat_leaves_the_lead_to_the_seat_that_carries_adoption() -> None:
    draft = Draft(models=[SPECIALIST])
    max_ = draft.person("Max")
    acme = draft.account("Acme", started=TODAY - timedelta(days=10))
    draft.sits(acme, max_, "account_manager")
    book = draft.book()
    found = owner_of(book, Seating.of(book), book.accounts[acme], TODAY)
    assert (found.text, found.lead_seat, found.kind) == ("Max", "account_manager", "person")


def test_a_stage_set_by_hand_moves_the_lead_only() -> None:
    draft = Draft(models=[SPECIALIST])
    max_, rita = draft.person("Max"), draft.person("Rita")
    override = StageOverride(stage=Stage.RENEWAL, reason="talks began", since=TODAY)
    acme = draft.account("Acme", stage_override=override)
    draft.sits(acme, max_, "account_manager")
    draft.sits(acme, rita, "renewal_manager")
    book = draft.book()
    seating, account = Seating.of(book), book.accounts[acme]
    assert owner(book, acme) == "Rita"
    assert not seating.active(account, seating.seats(account, TODAY)[2], TODAY)


def test_a_seat_inherits_the_holder_of_the_model_before() -> None:
    draft = Draft(models=[SPECIALIST])
    ana = draft.person("Ana")
    acme = draft.account("Acme")
    draft.sits(acme, ana, "csm")
    book = draft.book()
    assert holder_of(book, acme, "account_manager") == person_holder(ana)
    assert holder_of(book, acme, "renewal_manager") is None


def test_a_seat_is_wanted_the_days_ahead_that_it_says() -> None:
    draft = Draft(models=[SPECIALIST])
    acme = draft.account("Acme", renews=TODAY + timedelta(days=90 + 31))
    book = draft.book()
    seating, account = Seating.of(book), book.accounts[acme]
    renewal = seating.seats(account, TODAY)[2]
    assert not seating.wanted(account, renewal, TODAY)
    assert seating.wanted(account, renewal, TODAY + timedelta(days=1))
    assert not seating.active(account, renewal, TODAY + timedelta(days=1))
    assert seating.active(account, renewal, TODAY + timedelta(days=31))


def test_a_renewal_seat_stays_active_past_its_date_until_an_outcome_is_recorded() -> None:
    draft = Draft(models=[SPECIALIST])
    acme = draft.account("Acme", renews=TODAY - timedelta(days=40))
    book = draft.book()
    seating, account = Seating.of(book), book.accounts[acme]
    assert seating.active(account, seating.seats(account, TODAY)[2], TODAY)


def pooled_line(**fields: Any) -> Draft:  # noqa: ANN401
    draft = Draft(models=[generalist(key="pooled", seats=(csm_line(holder=SeatHolding.POOL),))])
    draft.lines = [PlanLine(model="pooled", pool="scaled", **fields)]
    return draft


def test_a_pool_seat_belongs_to_the_pool_of_its_line_unless_a_tenure_says_otherwise() -> None:
    draft = pooled_line()
    ana = draft.person("Ana")
    scaled = draft.pool("scaled", ana)
    acme, tied = draft.account("Acme"), draft.account("Tied")
    draft.sits(tied, ana)
    book = draft.book()
    assert holder_of(book, acme) == pool_holder(scaled)
    assert owner(book, acme) == "pool:scaled"
    assert holder_of(book, tied) == person_holder(ana)


def test_serving_at_another_touch_is_the_plan_lines_decision() -> None:
    draft = pooled_line(serve=((Touch.MID, Touch.TECH),))
    draft.pool("scaled")
    mid, high = draft.account("Mid", touch=Touch.MID), draft.account("High")
    book = draft.book()
    seating = Seating.of(book)
    assert seating.served_touch(book.accounts[mid], TODAY) is Touch.TECH
    assert seating.served_touch(book.accounts[high], TODAY) is Touch.HIGH


LEAD_SEAT = SeatLine(key="escalation", title="Escalation", holder=SeatHolding.LEAD, assists=(Duty.SUPPORT,))


def test_a_lead_seat_is_held_by_the_lead_of_whoever_leads_the_account() -> None:
    draft = Draft(models=[generalist(seats=(csm_line(), LEAD_SEAT))])
    boss = draft.person("Boss", "cs_director")
    lena = draft.person("Lena", "team_lead", lead=boss)
    ana = draft.person("Ana", lead=lena)
    theirs, hers, nobodys = draft.account("Theirs"), draft.account("Hers"), draft.account("Nobody's")
    draft.sits(theirs, ana)
    draft.sits(hers, lena)
    draft.sits(nobodys, boss)
    book = draft.book()
    assert holder_of(book, theirs, "escalation") == person_holder(lena)
    assert holder_of(book, hers, "escalation") == person_holder(boss)
    assert holder_of(book, nobodys, "escalation") is None


def test_a_child_follows_its_parent_unless_it_has_a_holder_or_goes_its_own_way() -> None:
    draft = Draft()
    ana, ben = draft.person("Ana"), draft.person("Ben")
    group = draft.account("Group")
    follows = draft.account("Follows", parent=group)
    own = draft.account("Own", parent=group)
    apart = draft.account("Apart", parent=group, family=Family.INDEPENDENT)
    draft.sits(group, ana)
    draft.sits(own, ben)
    book = draft.book()
    assert [owner(book, account) for account in (follows, own, apart)] == ["Ana", "Ben", ""]


def test_a_child_that_follows_is_placed_in_its_parents_segment() -> None:
    draft = Draft(models=[generalist(), SPECIALIST])
    draft.lines = [PlanLine(scope="seg:ent", model="generalist"), PlanLine(model="specialist")]
    group = draft.account("Group", segment="ent")
    follows = draft.account("Follows", segment="small", parent=group)
    apart = draft.account("Apart", segment="small", parent=group, family=Family.INDEPENDENT)
    book = draft.book()
    assert keys(book, follows) == ("csm",)
    assert keys(book, apart) == ("onboarding", "account_manager", "renewal_manager")


def test_a_rolled_up_child_has_no_seat_and_its_parents_owner() -> None:
    draft = Draft()
    ana = draft.person("Ana")
    group = draft.account("Group")
    rolled = draft.account("Rolled", parent=group, family=Family.ROLLED)
    draft.sits(group, ana)
    book = draft.book()
    assert keys(book, rolled) == ()
    assert owner(book, rolled) == "Ana"


def test_a_rolled_up_child_of_a_churned_parent_stands_for_itself() -> None:
    draft = Draft()
    group = draft.account("Group", archived=True)
    rolled = draft.account("Rolled", parent=group, family=Family.ROLLED)
    assert keys(draft.book(), rolled) == ("csm",)


def test_an_open_position_that_holds_a_seat_is_shown_as_vacant() -> None:
    draft = Draft()
    hire = draft.person("CSM EMEA", status=PersonStatus.VACANCY, starts=date(2026, 5, 1))
    acme = draft.account("Acme")
    draft.sits(acme, hire)
    book = draft.book()
    assert owner(book, acme) == "vacant (CSM EMEA, from 1 May)"
    assert owner(book, acme, date(2026, 5, 1)) == "CSM EMEA"


def test_a_line_whose_names_are_not_in_the_book_is_told_and_asks_for_nothing() -> None:
    draft = Draft(lines=[PlanLine(scope="seg:ent", model="matrix"), PlanLine(scope="quiet>30", model="generalist")])
    acme, beta = draft.account("Acme"), draft.account("Beta", segment="mid")
    book = draft.book()
    assert keys(book, acme) == ()
    assert keys(book, beta) == ()
    assert Seating.of(book).problems[0] == "Plan line 1: the model matrix is not in this book; choose it again."
    assert Seating.of(book).problems[1].startswith("Plan line 2: ")
