from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core.book.book import Book
from core.conversations import Conversation
from core.rebalance.draft import RebalanceDraft
from core.rebalance.sheets import last_talk
from core.usecases.proposals import batches_of, sheets_of
from core.words import ConversationType
from tests.core.rebalance.drafting import solved
from tests.core.rebalance.teams import person, team
from tests.core.usecases.world import TODAY

PEOPLE = [person(1, "Zoe"), person(2, "Ben"), person(3, "ana")]


def talk(number: int, account: int, day: date, summary: str, **fields: object) -> Conversation:
    at = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
    kind = fields.pop("type", ConversationType.CALL)
    return Conversation(id=number, account=account, type=kind, at=at, summary=summary, **fields)  # type: ignore[arg-type]


def with_talks(book: Book, *talks: Conversation) -> Book:
    return Book.of({**{name: table.all() for name, table in book.tables.items()}, "conversations": talks})


def test_everybody_who_gets_something_has_a_sheet_that_adds_up() -> None:
    book = team({1: 31, 2: 20, 3: 19}, PEOPLE)
    found = solved(book)
    sheets = sheets_of(found, TODAY)
    assert [sheet.name for sheet in sheets] == ["ana", "Ben"]
    assert sum(len(sheet.rows) for sheet in sheets) == len(found.proposal.moves) == 6
    for sheet in sheets:
        assert sheet.hours_after - sheet.hours_before == sum(row.hours for row in sheet.rows)
        assert sheet.arr_after - sheet.arr_before == sum(row.arr for row in sheet.rows)
        assert sheet.arr_before == 1_000_000 * (20 if sheet.person == 2 else 19)
        assert sheet.capacity == 10_000
        for row in sheet.rows:
            assert (row.giver, row.title, row.day) == ("Zoe", "CSM", TODAY)
            assert row.why.startswith("Zoe has 124.0 h for 100.0 h")


def test_a_row_tells_the_renewal_the_caution_and_the_last_conversation() -> None:
    near = TODAY + timedelta(days=40)
    book = team({1: 26, 2: 10}, PEOPLE, renews=dict.fromkeys(range(1, 27), near))
    move = solved(book).proposal.moves[0]
    book = with_talks(
        book,
        talk(1, move.account, TODAY - timedelta(days=9), "Asked for a review\nand more"),
        talk(2, move.account, TODAY - timedelta(days=30), "Older"),
        talk(3, move.account, TODAY - timedelta(days=1), "For our eyes", type=ConversationType.NOTE),
        talk(4, move.account, TODAY - timedelta(days=1), "Private", private=True),
    )
    (row,) = [row for sheet in sheets_of(solved(book), TODAY) for row in sheet.rows if row.account == move.account]
    assert (row.renews, row.near) == (near, True)
    assert row.caution == f"the renewal of {book.accounts[move.account].name} is near"
    assert row.last is not None
    assert (row.last.on, row.last.kind, row.last.line) == (TODAY - timedelta(days=9), "call", "Asked for a review")


def test_a_customer_nobody_talked_to_has_no_last_conversation() -> None:
    assert last_talk(team({1: 1}), 1) is None


def test_the_day_of_a_row_is_that_of_its_batch() -> None:
    book = team({1: 30, 2: 10}, PEOPLE)
    found = solved(book, RebalanceDraft(pace=2, effective=TODAY + timedelta(days=3)))
    days = [row.day for sheet in sheets_of(found, TODAY) for row in sheet.rows]
    assert days == [TODAY + timedelta(days=3 + 7 * week) for week in (0, 0, 1, 1, 2)]
    assert [batch.day for batch in batches_of(found, TODAY)] == sorted(set(days))
