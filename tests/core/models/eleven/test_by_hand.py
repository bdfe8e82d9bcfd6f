"""Each of the eleven alone on a book worked out by hand: seats, hours to the hundredth, findings.

The hours of an account in the 30 days from today, whoever has them (models.md 2.2 and 2.3; adoption + support +
expansion, then what its stage adds). Every duty is rounded once to 0.01 h.

    Atlas       high                                         2.60 + 1.00 + 0.40                              =  4.00
    Bolt        high, watch x1.2, renews in 60 days          3.12 + 1.20 + 0.48 + 10 x 30/90 x 1.2 = 4.00    =  8.80
    Crew        high, onboarding 3.00 + 2.60 for adoption    5.60 + 1.00 + 0.40                              =  7.00
    Dune        mid, at risk x1.5 and complex x1.3 = 1.95    1.95 + 0.78 + 0.15 (expansion knows health only) = 2.88
    Echo        mid, key account, escalated                  1.00 + 0.40 + 0.10                              =  1.50
    Flux        mid, with a quarter of Flux South's          1.25 + 0.50 + 0.125 -> 0.13                     =  1.88
    Flux North  mid, follows Flux in its seats               1.00 + 0.40 + 0.10                              =  1.50
    Flux South  rolled into Flux                             none of its own                                 =  0.00
    Gala, Halo  tech, each                                   0.20 + 0.15 + 0.05                              =  0.40
    Iris        tech, renews in 15 days                      0.40 + 1 x 15/90 = 0.1667 -> 0.17               =  0.57
    Jade        mid, simple x0.8                             0.80 + 0.32 + 0.10                              =  1.22
                                                                                                        sum = 30.15

Ana covers Dune for Ben's leave, 10 of the 30 days, so she has a third of it: 0.65 + 0.26 + 0.05 = 0.96, Ben 1.92.
Iris is handed over: Ana has 30 % for 20 more days, so of adoption 0.3 x 0.20 x 20/30 = 0.04, support 0.03, expansion
0.01, and of the renewal's 15 days, all within those 20, 0.3 x 0.1667 = 0.05 against Cid's 0.1167 -> 0.12.

Capacity: 100 h each; Ben is away for 10 of 30 days: 66.67 h.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.book.book import Book
from core.book.change import change_of, inserted
from core.load.ledger import Ledger
from core.models.findings import Findings
from core.models.seating import Seating
from core.organisation import ByTouch, Overlay, PlanLine
from core.seats import Tenure, person_holder
from core.words import TEAM, Duty, Touch
from tests.core.models.eleven.small import MOMENT, days, seats, used

# Without it every model would say so: Dune is at risk and nothing is planned; Ben is away for 15 days in all and only
# Dune is covered; 9 of 12 accounts have no renewal date, 10 no start.
EVERYWHERE = ("DATA-GAP:field:renews", "DATA-GAP:field:started", "HOLDER-AWAY:P3", "RISK-NO-STEP:A4")


@dataclass(frozen=True)
class Golden:
    """What a model comes to, by hand."""

    hours: dict[str, float]
    """Hours by person, pool, ``outside:FUNCTION`` and nobody."""
    findings: tuple[str, ...]
    """Ids of what is found beside ``EVERYWHERE``."""
    everywhere: tuple[str, ...] = EVERYWHERE
    """What of ``EVERYWHERE`` is found."""


def hours_of(book: Book) -> dict[str, float]:
    """Who has how many hours; whoever has none is left out."""
    ledger = Ledger.of(book, MOMENT)
    found = {person.name: ledger.person(person.id).named_hours for person in book.people.all()}
    found |= {f"pool:{pool.key}": ledger.pool(pool.id).hours for pool in book.pools.all()}
    found |= dict(ledger.outside())
    found["nobody"] = ledger.totals().nobody
    return {name: hours / 100 for name, hours in found.items() if hours}


def findings_of(book: Book) -> list[str]:
    found = Findings.of(book, MOMENT, Seating.of(book), Ledger.of(book, MOMENT))
    return sorted(finding.id for finding in found.all())


def check(book: Book, golden: Golden) -> None:
    assert hours_of(book) == golden.hours
    assert findings_of(book) == sorted((*golden.findings, *golden.everywhere))
    totals = Ledger.of(book, MOMENT).totals()
    assert totals.held == totals.asked


# One CSM ------------------------------------------------------------------------------------------------------

ONE_SEAT = [
    "Atlas      * {csm:16} Ana",
    "Bolt       * {csm:16} Ana",
    "Crew       * {csm:16} Ana",
    "Dune       * {csm:16} Ana",  # as Ben's cover
    "Echo       * {csm:16} Lena",
    "Flux       * {csm:16} Ben",
    "Flux North * {csm:16} Ben",  # by Flux; Flux South has no seat
    "Gala       * {csm:16} Cid",
    "Halo       * {csm:16} Cid",
    "Iris       * {csm:16} Cid",
    "Jade       * {csm:16} nobody",
]
ONE_CSM = [line.format(csm="csm") for line in ONE_SEAT]

CSM_HOURS = {
    "Ana": 20.89,  # Atlas 4.00 + Bolt 8.80 + Crew 7.00 + Dune 0.96 + Iris 0.04 + 0.03 + 0.01 + 0.05
    "Ben": 5.30,  # Dune 1.92 + Flux 1.88 + Flux North 1.50
    "Cid": 1.24,  # Gala 0.40 + Halo 0.40 + Iris 0.16 + 0.12 + 0.04 + 0.12
    "Lena": 1.50,  # Echo
    "nobody": 1.22,  # Jade
}


def test_generalist() -> None:
    # Jade's seat is empty. Lena is no CSM. Dune is complex and nobody assists. Segments mean nothing here.
    book = used("generalist")
    assert seats(book) == ONE_CSM
    check(book, Golden(CSM_HOURS, ("SEAT-EMPTY:A12/csm", "SEAT-INELIGIBLE:A5/csm", "OVERLAY-MISSING:A4")))


def test_firefighter() -> None:
    # The generalist's seats, with every duty the team's; nobody said of a conversation that it was reactive.
    book = used("firefighter")
    assert seats(book) == ONE_CSM
    check(book, Golden(CSM_HOURS, ("SEAT-EMPTY:A12/csm", "SEAT-INELIGIBLE:A5/csm", "OVERLAY-MISSING:A4")))


DEDICATED = (
    "SEAT-EMPTY:A12/csm",
    "SEAT-INELIGIBLE:A5/csm",
    "DED-LOWTOUCH:A9",
    "DED-LOWTOUCH:A10",
    "DED-LOWTOUCH:A11",
    "OVERLAY-MISSING:A4",
    "SEG-CROSSED:A10",  # Halo has asked for mid-market for 70 days, and its CSM is to serve its segment
    "SENTIMENT-SILENT:A10",  # a customer for 800 days, never heard; the others have no start, Crew 30 days of 42
)


def test_dedicated() -> None:
    book = used("dedicated")
    assert seats(book) == ONE_CSM
    check(book, Golden(CSM_HOURS, DEDICATED))


def test_growth() -> None:
    book = used("growth")
    assert seats(book) == ONE_CSM
    check(book, Golden(CSM_HOURS, ("SEAT-EMPTY:A12/csm", "SEAT-INELIGIBLE:A5/csm", "SEG-CROSSED:A10")))


def test_player_coach() -> None:
    # Lena may hold Echo, which is key. It is escalated: whoever leads Lena takes 2.00 h of it, and nobody does.
    # Four reports (Ana, Ben, Cid, Olga) take 3 x 15 % + 10 % = 55 % of her time.
    book = used("player-coach")
    expected = [*ONE_CSM]
    expected.insert(5, "Echo         escalation       nobody")
    assert seats(book) == expected
    hours = CSM_HOURS | {"nobody": 3.22}  # Jade 1.22 + escalation 2.00
    check(book, Golden(hours, ("SEAT-EMPTY:A12/csm", "LEAD-NONE:P1", "OVERLAY-MISSING:A4")))
    assert Ledger.of(book, MOMENT).person(1).capacity == 4_500


# Several seats ------------------------------------------------------------------------------------------------


def test_specialist() -> None:
    # The account managers are the CSMs, as inherited. Olga has Crew's onboarding and Bolt's renewal; Iris' renewal
    # has nobody. Bolt came into its renewal 30 days ago, and nothing says that the lead passed.
    book = used("specialist")
    leaders = {"Atlas": "Ana", "Dune": "Ana", "Echo": "Lena", "Flux": "Ben", "Flux North": "Ben", "Gala": "Cid"}
    leaders |= {"Halo": "Cid", "Jade": "nobody"}
    expected = []
    for name in ("Atlas", "Bolt", "Crew", "Dune", "Echo", "Flux", "Flux North", "Gala", "Halo", "Iris", "Jade"):
        expected += {
            "Bolt": [
                "Bolt        -onboarding       nobody",
                "Bolt         account_manager  Ana",
                "Bolt       * renewal_manager  Olga",
            ],
            "Crew": [
                "Crew       * onboarding       Olga",
                "Crew         account_manager  Ana",
                "Crew        -renewal_manager  nobody",
            ],
            "Iris": [  # in its renewal too, but the lead falls back to the account manager
                "Iris        -onboarding       nobody",
                "Iris       * account_manager  Cid",
                "Iris         renewal_manager  nobody",
            ],
        }.get(
            name,
            [
                f"{name:10}  -onboarding       nobody",
                f"{name:10} * account_manager  {leaders.get(name)}",
                f"{name:10}  -renewal_manager  nobody",
            ],
        )
    assert seats(book) == expected
    hours = {
        "Ana": 11.24,  # Atlas 4.00 + Bolt 4.80 + Crew 1.00 + 0.40 + Dune 0.96 + Iris 0.04 + 0.03 + 0.01
        "Ben": 5.30,
        "Cid": 1.12,  # Gala 0.40 + Halo 0.40 + Iris 0.16 + 0.12 + 0.04
        "Lena": 1.50,
        "Olga": 9.60,  # Crew's onboarding 5.60 + Bolt's renewal 4.00
        "nobody": 1.39,  # Jade 1.22 + Iris' renewal 0.17
    }
    found = (
        "SEAT-EMPTY:A11/renewal_manager",
        "SEAT-EMPTY:A12/account_manager",
        "SEAT-INELIGIBLE:A5/account_manager",
        "SEG-CROSSED:A10",
        "HANDOFF-MISSING:A2/renewal_manager",
    )
    check(book, Golden(hours, found))


def test_integrated() -> None:
    # Adoption stays with the CSMs; support has a seat of its own, which no support engineer is there for; expansion
    # and renewal share one, which Olga inherits on Bolt. Training and professional services need not be filled.
    book = used("integrated")
    crew = [line for line in seats(book) if line.startswith("Crew")]
    assert crew == [
        "Crew       * onboarding       Olga",
        "Crew        -csm              Ana",
        "Crew         support          nobody",
        "Crew         renewals         nobody",
        "Crew         training         nobody",
    ]
    assert "Dune         professional_services nobody" in seats(book)
    assert "Bolt       * renewals         Olga" in seats(book)
    assert len(seats(book)) == 11 * 4 + 2
    hours = {
        "Ana": 6.41,  # adoption of Atlas 2.60 + Bolt 3.12 + a third of Dune's 0.65 + Iris 0.04
        "Ben": 3.55,  # adoption of Dune 1.30 + Flux 1.25 + Flux North 1.00
        "Cid": 0.56,  # adoption of Gala 0.20 + Halo 0.20 + Iris 0.16
        "Lena": 1.00,
        "Olga": 10.08,  # Crew's onboarding 5.60 + Bolt's renewal 4.00 and expansion 0.48
        # Support of everybody: 1.00 + 1.20 + 1.00 + 0.78 + 0.40 + 0.50 + 0.40 + 0.15 + 0.15 + 0.15 + 0.32 = 6.05.
        # Expansion of all but Bolt: 0.40 + 0.40 + 0.15 + 0.10 + 0.13 + 0.10 + 0.05 + 0.05 + 0.05 + 0.10 = 1.53.
        # Iris' renewal 0.17, Jade's adoption 0.80.
        "nobody": 8.55,
    }
    accounts = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)
    found = [f"SEAT-EMPTY:A{number}/support" for number in accounts]
    found += [f"SEAT-EMPTY:A{number}/renewals" for number in accounts if number != 2]
    found += ["SEAT-EMPTY:A12/csm", "SEAT-INELIGIBLE:A5/csm", "ROLE-NONE:role:support_engineer"]
    found.append("HANDOFF-MISSING:A2/renewals")
    check(book, Golden(hours, tuple(found)))


# Outside --------------------------------------------------------------------------------------------------------

SERVICES = 11.65
"""Crew's onboarding 5.60 + everybody's support 6.05."""


def outside(*functions: str) -> list[str]:
    """The one CSM on each account with an outside seat for each function."""
    return [
        line
        for csm in ONE_CSM
        for line in (csm, *(f"{csm[:10]}   {'outside:' + function:16} outside:{function}" for function in functions))
    ]


SALES_HOURS = {
    "Ana": 11.80,  # Atlas 3.00 + Bolt 7.60 + Crew 0.40 + Dune 0.65 + 0.05 + Iris 0.04 + 0.01 + 0.05
    "Ben": 3.88,  # Dune 1.30 + 0.10 + Flux 1.25 + 0.13 + Flux North 1.10
    "Cid": 0.82,  # Gala 0.25 + Halo 0.25 + Iris 0.16 + 0.04 + 0.12
    "Lena": 1.10,
    "outside:services": SERVICES,
    "nobody": 0.90,  # Jade's adoption and expansion
}


def test_sales_oriented() -> None:
    book = used("sales-oriented")
    assert seats(book) == outside("services")
    check(book, Golden(SALES_HOURS, ("SEAT-EMPTY:A12/csm", "SEAT-INELIGIBLE:A5/csm", "OVERLAY-MISSING:A4")))


def test_service_oriented() -> None:
    book = used("service-oriented")
    expected = outside("services", "sales")
    expected[expected.index("Crew       * csm              Ana")] = "Crew       *-csm              Ana"  # adoption only
    assert seats(book) == expected
    hours = {
        "Ana": 6.41,  # as in the integrated organisation: adoption
        "Ben": 3.55,
        "Cid": 0.56,
        "Lena": 1.00,
        "outside:services": SERVICES,
        "outside:sales": 6.18,  # expansion 1.53 + 0.48, renewal 4.00 + 0.17
        "nobody": 0.80,
    }
    check(book, Golden(hours, ("SEAT-EMPTY:A12/csm", "SEAT-INELIGIBLE:A5/csm", "OVERLAY-MISSING:A4")))


def test_partnership() -> None:
    # Alone it is for established customers. Halo is the only one: a customer for 800 days who renewed 400 days ago.
    # The other ten, and Flux South within Flux, are in no line: nobody has to serve them, which is said of each, and
    # their hours are nobody's: 30.15 - Halo's 0.40 = 29.75. Of Halo's the dedicated CSM has adoption and expansion,
    # Services support; as in the dedicated model Halo costs much for its touch, has asked for mid-market for 70 days,
    # and nobody heard how it feels. Nobody of ours went ahead and called. Nothing is asked of accounts in no line:
    # neither a next step for Dune nor a cover for Ben, who holds no seat of the plan.
    book = used("partnership")
    assert seats(book) == ["Halo       * csm              Cid", "Halo         outside:services outside:services"]
    found = [f"PLAN-GAP:A{number}" for number in range(1, 13) if number != 10]
    found += ["DED-LOWTOUCH:A10", "SEG-CROSSED:A10", "SENTIMENT-SILENT:A10", "REACTIVE:line:is:established/unasked"]
    hours = {"Cid": 0.25, "outside:services": 0.15, "nobody": 29.75}
    check(book, Golden(hours, tuple(found), tuple(one for one in EVERYWHERE if one.startswith("DATA-GAP"))))


# Pooled ---------------------------------------------------------------------------------------------------------

POOL_SEATS = [f"{line[:10]} * pool             pool:desk" for line in ONE_CSM]


def test_pooled_as_served_today() -> None:
    # All 30.15 h are the pool's. Ben gives it half of his 66.67 h, Cid the rest, and neither has anything named:
    # weights 33.33 and 100.00, so 30.15 x 33.33 / 133.33 = 7.5369 and 22.6131; floors leave 0.01, which goes to the
    # larger remainder. Nobody holds a named seat, so nobody's leave needs cover.
    book = used("pooled")
    assert seats(book) == POOL_SEATS
    check(book, Golden({"pool:desk": 30.15}, (), tuple(one for one in EVERYWHERE if not one.startswith("HOLDER"))))
    ledger = Ledger.of(book, MOMENT)
    assert [(ledger.person(one).pool_hours, ledger.person(one).capacity) for one in (3, 4)] == [
        (754, 6_667),
        (2_261, 10_000),
    ]


def test_pooled_served_at_tech_touch() -> None:
    # Tech touch for everybody: adoption 0.20, support 0.15, expansion 0.05, onboarding 0.30 + 0.20, renewal 1 a cycle.
    #   Atlas 0.40 · Bolt 0.24 + 0.18 + 0.06 + 0.3333 x 1.2 = 0.40 -> 0.88 · Crew 0.50 + 0.20 = 0.70
    #   Dune 0.39 + 0.2925 -> 0.29 + 0.075 -> 0.08 = 0.76 · Echo 0.40 · Flux 0.25 + 0.1875 -> 0.19 + 0.0625 -> 0.06
    #   Flux North 0.40 · Gala, Halo 0.40 · Iris 0.57 · Jade 0.16 + 0.12 + 0.05 = 0.33          sum = 5.74
    line = PlanLine(model="pooled", pool="desk", serve=((Touch.HIGH, Touch.TECH), (Touch.MID, Touch.TECH)))
    book = used("", line)
    assert seats(book) == POOL_SEATS
    assert hours_of(book) == {"pool:desk": 5.74}


# Plans ----------------------------------------------------------------------------------------------------------


def test_an_overlay_assists_takes_half_of_the_support_and_costs_its_own_hours() -> None:
    # Dune's support 0.78: while Olga assists, half of it, 0.39, is taken off; Ana has a third of what is left, 0.13,
    # Ben 0.26. Olga has the overlay's 0.60 h at mid touch.
    overlay = Overlay(
        key="technical_support",
        title="Technical support",
        scope="complexity:complex",
        assists=(Duty.SUPPORT,),
        hours=ByTouch(high=150, mid=60, tech=20),
        relieves=((Duty.SUPPORT, 50),),
    )
    book = used("", PlanLine(model="generalist"), overlays=(overlay,))
    hours = hours_of(book)
    assert hours == CSM_HOURS | {"nobody": 1.82}  # Jade 1.22 + the empty overlay 0.60; nobody takes anything off
    olga = revised(book, 4, 5, "technical_support")
    assert hours_of(olga) == CSM_HOURS | {"Ana": 20.76, "Ben": 5.04, "Olga": 0.60}
    totals = Ledger.of(olga, MOMENT).totals()
    assert (totals.duties, totals.assists, totals.relieved) == (3_015, 60, 39)
    assert "OVERLAY-MISSING:A4" not in findings_of(olga)


def revised(book: Book, account: int, person: int, seat: str) -> Book:
    """The book with one more tenure."""
    tenure = Tenure(
        id=book.high["holders"] + 1, account=account, seat=seat, holder=person_holder(person), since=days(-30)
    )
    return book.apply(change_of("test", "", [inserted(tenure)]))[0]


def test_the_parallel_plan() -> None:
    # The plan of models.md 1.6, with its free tier marked by key account instead of a tag, and no Firefighters.
    #   1 unmanaged: Echo, nothing asked
    #   2 small, pooled: Gala 0.40, Halo 0.40, Iris 0.57                                    pool 1.37
    #   3 onboarding, firefighter: Crew 7.00, whose csm is the seat of line 4 too           Ana 7.00
    #   4 the others, growth, service-oriented, renewal with the team:
    #       adoption and renewal with the CSM: Ana Atlas 2.60 + Bolt 3.12 + 4.00 + Dune 0.65 = 10.37, Ben 1.30 + 1.25
    #       + 1.00 = 3.55, nobody Jade 0.80; support Services: 1.00 + 1.20 + 0.78 + 0.50 + 0.40 + 0.32 = 4.20;
    #       expansion Sales: 0.40 + 0.48 + 0.15 + 0.13 + 0.10 + 0.10 = 1.36
    book = used(
        "",
        PlanLine(scope="is:key", unmanaged="in-product only"),
        PlanLine(scope="seg:small", model="pooled", pool="desk", serve=((Touch.MID, Touch.TECH),)),
        PlanLine(scope="stage:onboarding", model="generalist", alignment="firefighter", people="role:csm"),
        PlanLine(
            scope="seg:mid or seg:ent", model="growth", alignment="service-oriented", duties=((Duty.RENEWAL, TEAM),)
        ),
    )
    assert hours_of(book) == {
        "Ana": 17.37,
        "Ben": 3.55,
        "nobody": 0.80,
        "outside:sales": 1.36,
        "outside:services": 4.20,
        "pool:desk": 1.37,
    }
    assert [line for line in seats(book) if line.startswith(("Echo", "Crew", "Gala"))] == [
        "Crew       * csm              Ana",
        "Gala       * pool             pool:desk",
    ]
    # Echo is on nobody's list any more, though Lena is still written on it; Halo's figures ask for mid-market.
    assert findings_of(book) == sorted((*EVERYWHERE, "SEAT-EMPTY:A12/csm", "SEG-CROSSED:A10"))
