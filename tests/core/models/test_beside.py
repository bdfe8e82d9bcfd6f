from __future__ import annotations

from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.load.ledger import Ledger
from core.models.beside import beside
from core.models.compare import Fate, Measure
from core.models.drafting import draft_problems, effective_day
from core.models.standing import saved_draft
from core.organisation import PlanLine
from core.people import Pool, PoolMember
from core.words import Touch
from tests.core.drafts import Draft
from tests.core.models.proposing import KNOWN, adopt_on, desk_of, draft_of, random_case
from tests.core.worlds import MOMENT


def test_accounts_say_who_leads_now_and_then_and_what_becomes_of_the_relationship() -> None:
    draft = Draft()
    ana, ben = draft.person("Ana"), draft.person("Ben")
    for number, person in enumerate((ana, ben, None), 1):
        account = draft.account(f"A{number}", segment="small", touch=Touch.MID)
        if person is not None:
            draft.sits(account, person)
    pooled = draft_of(
        PlanLine(model="pooled", pool="scaled", serve=((Touch.MID, Touch.TECH),)),
        pools=(Pool(id=0, key="scaled", title="Scaled", members=(PoolMember(person=ana),)),),
    )
    same = draft_of(PlanLine(model="generalist"))
    found = beside(Measure(draft.book(), MOMENT, KNOWN), [pooled, same])

    assert [one.now.leader for one in found.accounts] == ["Ana", "Ben", ""]
    assert [[then.leader for then in one.then] for one in found.accounts][:2] == [
        ["pool:scaled", "Ana"],
        ["pool:scaled", "Ben"],
    ]
    assert [one.then[0].fate for one in found.accounts] == [Fate.LOOSENED, Fate.BROKEN, None]
    assert [one.then[1].fate for one in found.accounts][:2] == [Fate.KEPT, Fate.KEPT]
    assert {(one.now.served, one.then[0].served) for one in found.accounts} == {(Touch.MID, Touch.TECH)}
    assert [one.differs for one in found.accounts] == [True, True, True]


def test_a_position_of_one_draft_is_a_row_that_the_other_does_not_have() -> None:
    book, _ = random_case(1)
    hiring = next(draft for draft in (random_case(seed)[1] for seed in range(50)) if draft.vacancies)
    found = beside(Measure(book, MOMENT, KNOWN), [draft_of(PlanLine(model="generalist")), hiring])
    row = found.people[-1]

    assert row.person < 0
    assert row.name == hiring.vacancies[0].name
    assert row.now is None
    assert row.then[0] is None
    assert row.then[1] is not None


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000))
def test_side_by_side_is_what_adopting_gives(seed: int) -> None:
    book, draft = random_case(seed)
    assume(not draft_problems(book, draft, effective_day(draft, MOMENT.today), KNOWN))
    measure = Measure(book, MOMENT, KNOWN)
    row = measure.rows(saved_draft(draft))[0]
    found = beside(measure, [draft])
    desk = desk_of(book)
    adopt_on(desk, draft)
    ledger = Ledger.of(desk.book, MOMENT)

    fates = Counter(one.then[0].fate for one in found.accounts)
    assert [fates[fate] for fate in Fate] == [row.kept.accounts, row.loosened.accounts, row.broken.accounts]
    for person in found.people:
        then = person.then[0]
        if person.person > 0 and then is not None:
            load = ledger.person(person.person)
            assert (then.hours, then.capacity, then.accounts) == (load.hours, load.capacity, load.accounts)
            assert then.roles == desk.book.people[person.person].roles
