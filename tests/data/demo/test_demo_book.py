from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from core.book.book import Book
from core.book.change import change_of, inserted
from core.book.integrity import check
from core.journey import arr_on, quiet_days, renews_on, rule_segment, touch_of
from core.schema import TABLES, admit, encode
from core.words import AccountStatus, HolderKind, PersonStatus, TenureKind, Touch
from data.demo.generate import demo_book
from data.demo.shape import Size

TODAY = date(2026, 3, 16)
SIZES: tuple[Size, ...] = ("small", "team")


@cache
def book_of(size: Size) -> Book:
    return demo_book(size, today=TODAY)


def lines(book: Book) -> list[bytes]:
    return [encode(record) for spec in TABLES for record in book.tables[spec.name].all()]


def active(book: Book) -> list[int]:
    return [account.id for account in book.accounts.values() if account.is_active]


@pytest.mark.parametrize(
    ("size", "people", "accounts", "talks"), [("small", 8, 200, 5_000), ("team", 20, 2_000, 50_000)]
)
def test_a_demo_book_has_the_size_it_says(size: Size, people: int, accounts: int, talks: int) -> None:
    book = book_of(size)
    hired = [person for person in book.people.values() if person.status is not PersonStatus.VACANCY]
    assert (len(hired), len(book.accounts), len(book.conversations)) == (people, accounts, talks)
    assert len(book.people) == people + 1  # the open position


def test_the_large_demo_has_its_size_and_forty_percent_of_it_is_served_by_nobody() -> None:
    book = demo_book("large", today=TODAY)
    assert (len(book.people), len(book.accounts), len(book.conversations)) == (51, 10_000, 100_000)
    free = [account for account in book.accounts.values() if "free" in account.tags]
    assert len(free) == 4_000
    assert not any(book.tenures_of(account.id) for account in free)
    served = Counter(touch_of(book, account) for account in book.accounts.values() if "free" not in account.tags)
    assert served[Touch.TECH] == pytest.approx(5_400, abs=30)
    assert served[Touch.HIGH] == pytest.approx(100, abs=10)


@pytest.mark.parametrize("size", SIZES)
def test_every_record_is_as_the_book_admits_it(size: Size) -> None:
    book = book_of(size)
    for spec in TABLES:
        for record in book.tables[spec.name].all()[:3_000]:
            assert admit(record) == record


@pytest.mark.parametrize("size", SIZES)
def test_the_book_holds_together(size: Size) -> None:
    book = book_of(size)
    empty = Book.of({})
    edits = [inserted(r) for spec in TABLES if spec.name != "policy" for r in book.tables[spec.name].all()]
    change = change_of("demo", "The demo book", edits)
    after, _ = empty.apply(change)
    check(empty, change, after)


def test_the_same_size_seed_and_day_give_the_same_bytes() -> None:
    assert lines(demo_book("small", today=TODAY)) == lines(book_of("small"))


def test_another_seed_gives_other_customers() -> None:
    other = demo_book("small", seed=8, today=TODAY)
    assert {a.name for a in other.accounts.values()} != {a.name for a in book_of("small").accounts.values()}


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1)])
def test_any_day_gives_a_book_without_dates_after_it(today: date) -> None:
    book = demo_book("small", today=today)
    assert all(talk.at.date() <= today for talk in book.conversations.values())
    assert all(reading.on <= today for reading in book.readings.values())
    assert all(account.started is not None and account.started < today for account in book.accounts.values())
    assert all(tenure.until is None or tenure.since < tenure.until for tenure in book.holders.values())


def test_the_mix_of_the_small_demo_is_forty_forty_twenty() -> None:
    segments = Counter(account.segment for account in book_of("small").accounts.values())
    assert segments == {"ent": 80, "mid": 80, "small": 40}


@pytest.mark.parametrize("size", SIZES)
def test_names_addresses_and_first_customer_are_what_screens_need(size: Size) -> None:
    book = book_of(size)
    names = [account.name for account in book.accounts.all()]
    assert names[0] == "Acme Robotics"
    assert len(set(names)) == len(names)
    assert len({account.website for account in book.accounts.values()}) == len(names)
    assert any("\u4e00" <= char <= "\u9fff" for name in names for char in name)
    assert any("\u0600" <= char <= "\u06ff" for name in names for char in name)
    assert any("[" in name for name in names)
    given = [person.name.split()[0] for person in book.people.values()]
    assert len(set(given)) == len(given)


@pytest.mark.parametrize("size", SIZES)
def test_every_trouble_a_first_book_shows_is_there(size: Size) -> None:
    book = book_of(size)
    held = {tenure.account for tenure in book.holders.values() if tenure.holds_on(TODAY)}
    unheld = [number for number in active(book) if number not in held]
    assert unheld, "an empty seat"
    assert any(
        tenure.account in book.people[tenure.holder.person].not_for
        for tenure in book.holders.values()
        if tenure.holder.person is not None and tenure.until is None
    ), "a holder who must not be there"
    due = {number: renews_on(book, book.accounts[number]) for number in active(book)}
    quiet = {number: quiet_days(book, book.accounts[number], TODAY) for number in active(book)}
    assert any(day is not None and day < TODAY for day in due.values()), "a renewal that passed"
    assert any(
        day is not None and 0 < (day - TODAY).days <= 90 and (quiet[number] or 0) > 30 for number, day in due.items()
    ), "a cold renewal"
    crossed = [book.accounts[number] for number in active(book) if book.accounts[number].crossed is not None]
    assert any(account.crossed is not None and account.crossed.on < TODAY - timedelta(days=60) for account in crossed)
    for account in crossed:
        assert account.crossed is not None
        assert account.crossed.to == rule_segment(book, account, TODAY) != account.segment
    assert any(account.is_escalated for account in book.accounts.values())
    assert any(account.status is AccountStatus.CHURNED for account in book.accounts.values())
    assert any(account.parent for account in book.accounts.values())
    assert any(step.is_open and step.due is not None and step.due < TODAY for step in book.followups.values())
    assert {tenure.kind for tenure in book.holders.values()} >= {TenureKind.PERMANENT, TenureKind.COVER}


@pytest.mark.parametrize("size", SIZES)
def test_only_marked_accounts_differ_from_the_segment_of_their_figures(size: Size) -> None:
    book = book_of(size)
    for account in book.accounts.values():
        if account.segment and account.crossed is None and account.is_active:
            assert rule_segment(book, account, TODAY) == account.segment, account.name


def test_somebody_is_away_with_cover_somebody_joins_and_somebody_leaves() -> None:
    for size in SIZES:
        people = book_of(size).people.values()
        assert any(person.leave_on(TODAY) for person in people)
        assert any(person.status is PersonStatus.LEAVER and person.ends is not None for person in people)
        assert any(person.starts is not None and 0 < (TODAY - person.starts).days < 90 for person in people)
        assert any(person.fte < 100 for person in people)
        assert any(person.status is PersonStatus.VACANCY for person in people)


def test_small_accounts_of_the_team_demo_belong_to_the_pool_but_some_are_tied_to_one_person() -> None:
    book = book_of("team")
    holders = Counter(
        tenure.holder.kind for tenure in book.holders.values() if tenure.seat == "pool" and tenure.holds_on(TODAY)
    )
    assert holders[HolderKind.POOL] > 1_500
    assert 0 < holders[HolderKind.PERSON] < 20


@pytest.mark.parametrize("size", SIZES)
def test_texts_are_varied_and_filled_in(size: Size) -> None:
    texts = [talk.summary for talk in book_of(size).conversations.values()]
    assert not any("{" in text or "}" in text for text in texts)
    assert len(set(texts)) > len(texts) * 0.6
    assert all(2 < len(text.split()) < 60 for text in texts)


def test_contract_lines_sum_to_the_arr_they_stand_for() -> None:
    book = book_of("small")
    with_lines = [a for a in book.accounts.values() if book.contracts_of(a.id)]
    assert with_lines
    for account in with_lines:
        assert arr_on(book, account, TODAY) == account.arr
        assert renews_on(book, account) == account.renews


@pytest.mark.parametrize("size", SIZES)
def test_every_word_a_demo_uses_is_in_its_registries(size: Size) -> None:
    book = book_of(size)
    challenges = {word.key for word in book.vocab.values() if word.kind == "challenge"}
    assert {key for talk in book.conversations.values() for key in talk.challenges} <= challenges
    roles = {role.key for role in book.roles.values()}
    assert {share.role for person in book.people.values() for share in person.roles} <= roles
    segments = {segment.key for segment in book.segments.values()}
    assert {account.segment for account in book.accounts.values()} - {""} == segments
    assert book.plan is not None
    assert {line.model for line in book.plan.lines} - {""} == {model.key for model in book.models.values()}
