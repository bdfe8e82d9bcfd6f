"""How a pool's hours are divided: named hours first, by what is left, without losing a hundredth."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.load.ledger import Ledger
from core.load.pools import divided
from core.organisation import PlanLine
from core.people import Leave, Pool, PoolMember
from core.words import Band, SeatHolding
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.worlds import MOMENT


def pool(*members: tuple[int, int], number: int = 1) -> Pool:
    joined = tuple(PoolMember(person=person, share=share) for person, share in members)
    return Pool(id=number, key=f"pool{number}", title="Pool", members=joined)


def split(pools: list[tuple[Pool, int]], capacity: dict[int, int], named: dict[int, int]) -> dict[int, dict[int, int]]:
    found = divided(pools, capacity, named)
    return {number: {member.person: member.hours for member in shares.members} for number, shares in found.items()}


def test_members_take_by_what_their_named_accounts_leave_free() -> None:
    assert split([(pool((1, 100), (2, 100)), 3_000)], {1: 10_000, 2: 10_000}, {1: 8_000, 2: 6_000}) == {
        1: {1: 1_000, 2: 2_000}
    }


def test_a_share_is_the_most_a_pool_may_take() -> None:
    assert split([(pool((1, 100), (2, 25)), 1_250)], {1: 10_000, 2: 10_000}, {}) == {1: {1: 1_000, 2: 250}}


def test_when_all_are_full_it_is_divided_by_share_of_capacity() -> None:
    assert split([(pool((1, 100), (2, 50)), 300)], {1: 10_000, 2: 10_000}, {1: 12_000, 2: 12_000}) == {
        1: {1: 200, 2: 100}
    }


def test_ties_of_the_largest_remainder_go_to_the_lower_id() -> None:
    assert split([(pool((2, 100), (1, 100), (3, 100)), 100)], dict.fromkeys((1, 2, 3), 10_000), {}) == {
        1: {1: 34, 2: 33, 3: 33}
    }


def test_a_fixed_share_is_served_before_the_rest() -> None:
    pools = [(pool((1, 100), (2, 100)), 1_500), (pool((1, 50), number=2), 5_000)]
    assert split(pools, {1: 10_000, 2: 10_000}, {}) == {1: {1: 500, 2: 1_000}, 2: {1: 5_000}}


def test_nobody_is_there_and_nothing_is_divided_by_zero() -> None:
    found = divided([(pool((1, 100)), 500), (pool(number=2), 300)], {1: 0}, {})
    assert [shares.left_over for shares in found.values()] == [500, 300]


@given(
    st.integers(0, 100_000),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 20_000), st.integers(0, 100)), min_size=1, max_size=8),
)
def test_shares_always_add_up(hours: int, members: list[tuple[int, int, int]]) -> None:
    capacity = {number: one[0] for number, one in enumerate(members, start=1)}
    named = {number: one[1] for number, one in enumerate(members, start=1)}
    joined = pool(*((number, one[2]) for number, one in enumerate(members, start=1)))
    shares = divided([(joined, hours)], capacity, named)[1]
    assert sum(member.hours for member in shares.members) + shares.left_over == hours
    assert shares.left_over in (0, hours)
    assert all(member.hours >= 0 for member in shares.members)


def test_a_persons_load_is_named_hours_and_pool_hours_with_a_line_for_the_pool() -> None:
    named = generalist()
    scaled = generalist(id=2, key="pooled", seats=(csm_line(key="pool", holder=SeatHolding.POOL),))
    draft = Draft(models=[named, scaled])
    draft.lines = [PlanLine(scope="seg:small", model="pooled", pool="scaled"), PlanLine(model="generalist")]
    ana = draft.person("Ana", hours=1_000)
    away = Leave(number=1, since=TODAY, until=TODAY.replace(month=5))
    draft.person("Away", leaves=(away,))
    draft.pool("scaled", 1, 2)
    acme = draft.account("Acme")
    small = draft.account("Small", segment="small", arr=700)
    draft.sits(acme, ana)
    ledger = Ledger.of(draft.book(), MOMENT)
    load = ledger.person(ana)
    assert (load.named_hours, load.pool_hours, load.hours, load.utilisation, load.band) == (
        400,
        400,
        800,
        8_000,
        Band.ROOM,
    )
    assert [(line.account, line.pool, line.hours, line.why) for line in ledger.lines(ana)] == [
        (None, 1, 400, "share of 4.0 h in the pool Scaled"),
        (acme, None, 260, "2.6 adoption"),
        (acme, None, 100, "1.0 support"),
        (acme, None, 40, "0.4 expansion"),
    ]
    held = ledger.pool(1)
    assert (held.hours, held.free, held.accounts, held.arr, held.utilisation) == (400, 600, 1, 700, 6_667)
    assert ledger.accounts_of(ana) == (acme,)
    assert ledger.account(small).hours == 400
    assert ledger.person(2).utilisation is None
    assert ledger.person(2).band is Band.ABSENT
