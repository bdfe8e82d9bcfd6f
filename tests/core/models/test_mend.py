"""Mending: refusals in words, several at once, and what a mend leaves alone."""

from __future__ import annotations

from core.book.change import Change
from core.desk import Desk, Done, MemoryStore
from core.errors import Refusal, RefusalKind
from core.models.findings import Findings
from core.models.mend import Mend, MendKind
from core.organisation import Limits, PlanLine
from core.people import Leave
from core.schema import revise
from core.usecases.mend import MendAll, mend, mend_all
from core.words import PersonStatus, SeatHolding, TenureKind, Touch
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.models.rules.looking import MOMENT, codes, days, look, mended, of, one, touched


def refused(found: Findings, request: Mend) -> Refusal:
    answer = mend(found.facts.book, MOMENT, found.facts.book.next_ids(), request)
    assert isinstance(answer, Refusal)
    assert answer.says.endswith(".")
    return answer


def the_mend(found: Findings, code: str) -> Mend:
    request = one(found, code).mend
    assert request is not None
    return request


def all_mended(found: Findings, code: str) -> tuple[Findings, Change]:
    desk = Desk(found.facts.book, MemoryStore(), lambda: MOMENT)
    requests = tuple(finding.mend for finding in of(found, code) if finding.mend is not None)
    done = desk.do(mend_all, MendAll(requests))
    assert isinstance(done, Done), done
    return look(desk.book), done.change


# Several at once --------------------------------------------------------------------------------------------


def empty(number: int, people: int = 2) -> Draft:
    """So many empty seats, and people of 20 h each."""
    draft = Draft(policy={"hours": 2_000})
    for place in range(people):
        draft.person(f"CSM {place}")
    for place in range(number):
        touched(draft, draft.account(f"Account {place}", arr=place))
    return draft


def test_a_whole_group_is_mended_as_one_change_that_spreads_the_load() -> None:
    after, change = all_mended(look(empty(8)), "SEAT-EMPTY")
    assert "SEAT-EMPTY" not in codes(after)
    assert change.says == "Mend 8 findings"
    assert [len(after.facts.book.tenures_of_person(person)) for person in (1, 2)] == [4, 4]


def test_one_mend_of_a_group_says_what_it_does() -> None:
    _, change = all_mended(look(empty(1)), "SEAT-EMPTY")
    assert change.says == "Give CSM of Account 0 to CSM 0"


def test_what_cannot_be_mended_is_left_and_counted() -> None:
    draft = empty(2, people=1)
    draft.models = [generalist(seats=(csm_line(limits=Limits(accounts=1, hard=True)),))]
    after, change = all_mended(look(draft), "SEAT-EMPTY")
    assert len(of(after, "SEAT-EMPTY")) == 1
    assert change.says == "Mend 1 finding; 1 other cannot be mended"


def test_when_nothing_can_be_mended_every_reason_is_told() -> None:
    found = look(empty(2, people=0))
    requests = tuple(finding.mend for finding in of(found, "SEAT-EMPTY") if finding.mend is not None)
    book = found.facts.book
    answer = mend_all(book, MOMENT, book.next_ids(), MendAll(requests))
    assert isinstance(answer, Refusal)
    assert answer.says == "None of 2 findings can be mended."
    assert len(answer.details) == 2
    nothing = mend_all(book, MOMENT, book.next_ids(), MendAll(()))
    assert isinstance(nothing, Refusal)


def test_the_same_mend_twice_is_done_once() -> None:
    found = look(empty(1))
    request = the_mend(found, "SEAT-EMPTY")
    book = found.facts.book
    change = mend_all(book, MOMENT, book.next_ids(), MendAll((request, request)))
    assert isinstance(change, Change)
    assert len(change.edits) == 1


# Nobody fits ------------------------------------------------------------------------------------------------


def test_an_empty_seat_that_nobody_may_take_is_refused_with_what_speaks_against_each() -> None:
    draft = empty(1)
    draft.people = [revise(person, not_for=(1,)) for person in draft.people]
    answer = refused(look(draft), the_mend(look(draft), "SEAT-EMPTY"))
    assert answer.says == "Nobody may take CSM of Account 0. Change a person, or the plan."
    assert answer.details == (
        "CSM 0: CSM 0 is marked as not for Account 0.",
        "CSM 1: CSM 1 is marked as not for Account 0.",
    )


def test_a_seat_the_plan_no_longer_asks_for_is_refused() -> None:
    found = look(empty(1))
    request = Mend(kind=MendKind.ASSIGN, says="", account=1, seat="gone")
    assert "no longer asks for the seat gone" in refused(found, request).says
    unknown = Mend(kind=MendKind.ASSIGN, says="", account=77, seat="csm")
    assert refused(found, unknown).kind is RefusalKind.UNKNOWN


def test_an_overload_that_nobody_can_take_is_refused() -> None:
    draft = Draft(policy={"hours": 2_000})
    draft.person("Ana Ruiz")
    for place in range(8):
        number = draft.account(f"Account {place}")
        draft.sits(number, 1)
        touched(draft, number)
    answer = refused(look(draft), the_mend(look(draft), "LOAD-OVER"))
    assert answer.says.startswith("No account of Ana Ruiz can move now")


def over(**fields: object) -> Draft:
    """Ana with 24 h of 20, all on accounts like these; Ben with nothing."""
    draft = Draft(policy={"hours": 2_000})
    draft.person("Ana Ruiz")
    draft.person("Ben Okafor")
    for place in range(6):
        number = draft.account(f"Account {place}", **fields)
        draft.sits(number, 1)
        touched(draft, number)
    return draft


def test_an_account_that_a_guard_protects_does_not_move() -> None:
    found = look(over(locked_until=days(30)))
    assert refused(found, the_mend(found, "LOAD-OVER"))
    draft = over(locked_until=days(30))
    draft.accounts[3] = revise(draft.accounts[3], locked_until=None)
    after = mended(look(draft), one(look(draft), "LOAD-OVER"))
    assert [tenure.account for tenure in after.facts.book.tenures_of_person(2)] == [4]


def test_the_smallest_account_that_is_enough_moves_and_an_ordinary_one_before_a_key_one() -> None:
    draft = over()
    draft.accounts[0] = revise(draft.accounts[0], key_account=True)
    draft.sits(draft.account("Large", renews=days(300)), 1)
    found = look(draft)
    after = mended(found, one(found, "LOAD-OVER"))
    moved = {tenure.account for tenure in after.facts.book.tenures_of_person(2)}
    assert len(moved) == 2
    assert 1 not in moved


def test_a_move_that_helps_but_is_not_enough_says_so() -> None:
    draft = over(locked_until=days(30))
    for _ in range(3):
        draft.sits(draft.account("More", locked_until=days(30)), 1)
    draft.accounts[0] = revise(draft.accounts[0], locked_until=None)
    found = look(draft)
    change = mend(found.facts.book, MOMENT, found.facts.book.next_ids(), the_mend(found, "LOAD-OVER"))
    assert isinstance(change, Change)
    assert change.says == "Move 1 account out of the book of Ana Ruiz; it is better, but not gone"


def test_nobody_is_filled_above_the_line_of_the_policy() -> None:
    draft = over()
    draft.people[1] = revise(draft.people[1], hours=700)
    found = look(draft)
    after = mended(found, one(found, "LOAD-OVER"))
    assert len(after.facts.book.tenures_of_person(2)) == 1
    draft.people[1] = revise(draft.people[1], hours=420)
    assert refused(look(draft), the_mend(look(draft), "LOAD-OVER"))


def test_a_book_made_alike_makes_no_other_book_diverse() -> None:
    draft = Draft(models=[generalist(checks=("BOOK-DIVERSE",))])
    for name in ("Ana Ruiz", "Ben Okafor", "Caro Diaz"):
        draft.person(name)
    for person, segments in ((1, ("ent", "ent", "mid", "mid", "small")), (2, ("ent", "mid")), (3, ("small",))):
        for segment in segments:
            number = draft.account("Account", segment=segment)
            draft.sits(number, person)
            touched(draft, number)
    found = look(draft)
    after = mended(found, one(found, "BOOK-DIVERSE"))
    assert "BOOK-DIVERSE" not in codes(after)
    assert [tenure.account for tenure in after.facts.book.tenures_of_person(3) if tenure.since == TODAY] == [5]


def test_a_group_says_how_many_are_mended_made_better_and_left() -> None:
    draft = over(locked_until=days(30))
    draft.person("Dan Cole")
    for place in range(8):
        free = None if place == 0 else days(30)
        draft.sits(draft.account(f"Dan's {place}", locked_until=free), 3)
    draft.accounts[0] = revise(draft.accounts[0], locked_until=None)
    _, change = all_mended(look(draft), "LOAD-OVER")
    assert change.says == "Mend 1 finding; make 1 other better"


# Others -----------------------------------------------------------------------------------------------------


def test_the_seats_of_somebody_gone_that_nobody_may_take_are_left_and_counted() -> None:
    draft = over()
    draft.people[0] = revise(draft.people[0], status=PersonStatus.LEAVER, ends=TODAY)
    draft.people[1] = revise(draft.people[1], not_for=(3,))
    found = look(draft)
    change = mend(found.facts.book, MOMENT, found.facts.book.next_ids(), the_mend(found, "HOLDER-GONE"))
    assert isinstance(change, Change)
    assert change.says == "Give 5 seats of Ana Ruiz to 1 person; nobody may take the other 1"


def test_covers_are_spread_over_who_has_room() -> None:
    draft = over()
    draft.person("Caro Diaz")
    draft.people[0] = revise(draft.people[0], leaves=(Leave(number=1, since=TODAY, until=days(30)),))
    found = look(draft)
    after = mended(found, one(found, "HOLDER-AWAY"))
    covers = [tenure for tenure in after.facts.book.holders.all() if tenure.kind is TenureKind.COVER]
    assert len(covers) == 6
    assert {cover.holder.person for cover in covers} == {2, 3}


def test_a_pool_line_keeps_the_scope_of_the_line_before_which_it_stands() -> None:
    draft = Draft(models=[generalist(checks=("DED-LOWTOUCH",))])
    draft.lines = [PlanLine(scope="seg:ent or seg:mid", model="generalist")]
    draft.person("Ana Ruiz")
    draft.sits(draft.account("Acme", touch=Touch.TECH), 1)
    found = look(draft)
    answer = refused(found, the_mend(found, "DED-LOWTOUCH"))
    assert answer.says.startswith("No model of this book gives its seats to a pool.")
    draft.models.append(generalist(id=2, key="pooled", seats=(csm_line(holder=SeatHolding.POOL),)))
    draft.pool("scaled", 1)
    after = mended(look(draft), one(look(draft), "DED-LOWTOUCH"))
    assert after.facts.lines[0].planned.line.scope == "touch:tech (seg:ent or seg:mid)"


def test_a_person_reports_to_a_lead_of_their_own_team_first() -> None:
    draft = over()
    for team in ("north", "south"):
        lead = draft.person(f"Lead {team}", "team_lead", team=team)
        draft.person(f"Report {team}", lead=lead, team=team)
    draft.people[0] = revise(draft.people[0], team="south")
    request = Mend(kind=MendKind.SET_LEAD, says="", person=1)
    found = look(draft)
    change = mend(found.facts.book, MOMENT, found.facts.book.next_ids(), request)
    assert isinstance(change, Change)
    assert change.says == "Let Ana Ruiz report to Lead south"
    alone = look(over())
    assert refused(alone, request).says.startswith("Nobody leads anybody yet")


def test_what_was_mended_by_somebody_else_meanwhile_is_refused() -> None:
    found = look(empty(1))
    gone = Mend(kind=MendKind.DISPATCH, says="", record=5)
    assert refused(found, gone).says == "This request is gone. Look at the findings again."
    one_holder = Mend(kind=MendKind.END_OLDER, says="", account=1, seat="csm")
    assert "one holder in this seat by now" in refused(found, one_holder).says
    back = Mend(kind=MendKind.COVER, says="", person=1)
    assert refused(found, back).says == "CSM 0 is not away today. Look at the findings again."
