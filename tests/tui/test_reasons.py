from __future__ import annotations

from datetime import UTC, date, datetime

from core.moment import Moment
from core.outlook import Outlook
from core.people import Leave
from tests.core.drafts import Draft
from tui.load_rows import in_order, kept, load_rows
from tui.reasons import Reasons, shortages, weights

DAY = date(2026, 3, 2)


def outlook(draft: Draft) -> Outlook:
    return Outlook(draft.book(), Moment.at(datetime(2026, 3, 2, 9, tzinfo=UTC)))


def test_renewals_and_leave_are_named_with_their_size() -> None:
    draft = Draft()
    away = Leave(number=1, since=date(2026, 3, 9), until=date(2026, 3, 19))
    ana = draft.person("Ana Ruiz", leaves=(away,))
    draft.sits(draft.account("Acme", renews=date(2026, 4, 1)), ana)
    book = outlook(draft)

    assert weights(book, ana) == {"renewals": 333}
    assert Reasons(book).of(ana) == "renewals 3 h, away 10 of 30 days"


def test_somebody_with_quiet_accounts_only_has_no_reason() -> None:
    draft = Draft()
    ana = draft.person("Ana Ruiz")
    draft.sits(draft.account("Acme"), ana)

    assert Reasons(outlook(draft)).of(ana) == ""


def test_leave_outside_the_next_thirty_days_is_no_shortage() -> None:
    draft = Draft()
    later = Leave(number=1, since=date(2026, 6, 1), until=date(2026, 6, 10))
    ana = draft.person("Ana Ruiz", leaves=(later,))
    book = outlook(draft)

    assert shortages(book.book.people[ana], book.ledger, DAY) == []


def test_somebody_with_work_and_no_time_stands_before_everybody_else() -> None:
    draft = Draft()
    away = Leave(number=1, since=date(2026, 3, 1), until=date(2026, 6, 1))
    ana, ben = draft.person("Ana Ruiz"), draft.person("Ben Okafor", leaves=(away,))
    for name in ("Acme", "Borealis"):
        draft.sits(draft.account(name), ana)
    draft.sits(draft.account("Cobalt"), ben)

    rows = in_order(load_rows(outlook(draft)), "utilisation", True)

    assert [row.id for row in rows] == [ben, ana]
    assert rows[0].is_over


def test_pools_are_rows_beside_people_and_stay_while_the_filter_is_words_of_their_name() -> None:
    draft = Draft()
    ana = draft.person("Ana Ruiz")
    pool = draft.pool("scaled", ana)
    book = outlook(draft)
    rows = load_rows(book)

    assert [row.id for row in rows] == [ana, -pool]
    assert [row.id for row in kept(rows, "pool scal", book)] == [-pool]
    assert [row.id for row in kept(rows, "ana", book)] == [ana]
    assert [row.id for row in kept(rows, "role:csm", book)] == [ana]
