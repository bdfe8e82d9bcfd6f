from __future__ import annotations

from datetime import UTC, datetime

from core.book.book import Book
from core.moment import Moment
from core.organisation import PlanLine
from core.outlook import Outlook
from core.seats import pool_holder
from core.words import SeatHolding, Touch
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tui.offers import asked_seats, choices, givers, offers, seat_options


def outlook(book: Book) -> Outlook:
    return Outlook(book, Moment.at(datetime(2026, 3, 2, 9, tzinfo=UTC)))


def two_people() -> tuple[Draft, int, int]:
    draft = Draft()
    return draft, draft.person("Ana Ruiz"), draft.person("Ben Okafor")


def test_whoever_has_every_account_already_stands_last_and_cannot_be_chosen() -> None:
    draft, ana, ben = two_people()
    accounts = [draft.account(name) for name in ("Acme", "Borealis")]
    for account in accounts:
        draft.sits(account, ana)
    book = outlook(draft.book())
    asked = asked_seats(book, accounts, "", TODAY)

    offered = offers(book, asked, TODAY)

    assert [offer.holder.person for offer in offered] == [ben, ana]
    assert [choice.disabled_reason for choice in choices(book, offered, 2)] == [None, "Has all of them already."]


def test_hours_of_several_accounts_are_added_with_what_taking_over_costs() -> None:
    draft, ana, ben = two_people()
    accounts = [draft.account(name) for name in ("Acme", "Borealis")]
    for account in accounts:
        draft.sits(account, ana)
    book = outlook(draft.book())
    asked = asked_seats(book, accounts, "", TODAY)

    offer = next(one for one in offers(book, asked, TODAY) if one.holder.person == ben)

    takeover = book.book.policy.handover_in.of(Touch.HIGH)
    assert offer.after - offer.before == sum(one.hours for one in asked) + 2 * takeover


def test_filling_an_empty_seat_takes_nothing_over() -> None:
    draft, _, ben = two_people()
    account = draft.account("Acme")
    book = outlook(draft.book())
    asked = asked_seats(book, [account], "", TODAY)

    offer = next(one for one in offers(book, asked, TODAY) if one.holder.person == ben)

    assert offer.after - offer.before == asked[0].hours
    assert givers(book, asked, TODAY) == "nobody"


def test_whoever_may_not_have_some_of_the_accounts_is_listed_with_how_many_and_why() -> None:
    draft, ana, _ = two_people()
    cleo = draft.person("Cleo Diaz", "renewal_manager")
    accounts = [draft.account(name) for name in ("Acme", "Borealis")]
    for account in accounts:
        draft.sits(account, ana)
    book = outlook(draft.book())
    asked = asked_seats(book, accounts, "", TODAY)

    offered = offers(book, asked, TODAY)
    place = next(place for place, offer in enumerate(offered) if offer.holder.person == cleo)
    reason = choices(book, offered, 2)[place].disabled_reason

    assert reason is not None
    assert reason.startswith("May not have 2 of 2: Cleo Diaz")


def test_a_pooled_seat_is_offered_to_pools_only() -> None:
    draft, ana, ben = two_people()
    pool = draft.pool("scaled", ana, ben)
    draft.models = [generalist(seats=(csm_line(holder=SeatHolding.POOL),))]
    draft.lines = [PlanLine(model="generalist", pool="scaled")]
    accounts = [draft.account(name) for name in ("Acme", "Borealis")]
    book = outlook(draft.book())

    one = offers(book, asked_seats(book, accounts[:1], "", TODAY), TODAY)
    both = offers(book, asked_seats(book, accounts, "", TODAY), TODAY)

    assert [offer.holder for offer in one] == [pool_holder(pool)]
    assert [offer.holder for offer in both] == [pool_holder(pool)]


def test_the_seats_to_choose_from_are_those_somebody_can_be_given() -> None:
    draft, ana, _ = two_people()
    outside = csm_line(key="services", title="Services", holder=SeatHolding.OUTSIDE, function="services", carries=())
    draft.models = [generalist(seats=(csm_line(), outside))]
    account = draft.account("Acme")
    draft.sits(account, ana)
    book = outlook(draft.book())

    assert seat_options(book, [account], TODAY) == (("", "the one that leads"), ("csm", "CSM"))
