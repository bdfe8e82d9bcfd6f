"""Looking for findings in a drafted book, and mending them as the application does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from core.book.book import Book
from core.book.change import Edit, change_of
from core.book.integrity import check
from core.conversations import Conversation, FollowUp
from core.desk import Desk, Done, MemoryStore
from core.load.ledger import Ledger
from core.models.findings import Finding, Findings
from core.models.seating import Seating
from core.moment import Moment
from core.usecases.mend import mend
from core.words import ConversationType
from tests.core.drafts import TODAY, Draft

MOMENT = Moment.at(datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1))))


def days(number: int) -> date:
    """A day so many days after today, or before it."""
    return TODAY + timedelta(days=number)


def look(book: Book | Draft) -> Findings:
    """The findings of a book from scratch."""
    one = book.book() if isinstance(book, Draft) else book
    return Findings.of(one, MOMENT, Seating.of(one), Ledger.of(one, MOMENT))


def codes(found: Findings) -> list[str]:
    """The codes of all findings, each once, in order."""
    return sorted({finding.code for finding in found.all()})


def of(found: Findings, code: str) -> list[Finding]:
    """The findings of one code, worst first."""
    return [finding for finding in found.all() if finding.code == code]


def one(found: Findings, code: str) -> Finding:
    """The only finding of a code."""
    (only,) = of(found, code)
    return only


def changed(found: Findings, edits: Sequence[Edit]) -> Findings:
    """The findings after some edits, which must be sound and the same as those from scratch."""
    before = found.facts.book
    change = change_of("test", "Test.", edits)
    after, delta = before.apply(change)
    check(before, change, after)
    followed = found.after(after, delta, found.facts.ledger.after(after, delta))
    assert followed.all() == look(after).all()
    return followed


def mended(found: Findings, finding: Finding) -> Findings:
    """The findings after a finding's own mend, done at a desk."""
    assert finding.mend is not None
    desk = Desk(found.facts.book, MemoryStore(), lambda: MOMENT)
    done = desk.do(mend, finding.mend)
    assert isinstance(done, Done), done
    assert done.change.says
    followed = found.after(desk.book, done.delta, found.facts.ledger.after(desk.book, done.delta))
    assert followed.all() == look(desk.book).all()
    return followed


def touched(draft: Draft, account: int, day: date = TODAY, **fields: Any) -> int:  # noqa: ANN401
    """A call with a customer on a day; gives its id."""
    talks = draft.more.setdefault("conversations", [])
    at = datetime(day.year, day.month, day.day, 10, 0, tzinfo=MOMENT.now.tzinfo)
    given: dict[str, Any] = {
        "id": len(talks) + 1,
        "account": account,
        "type": ConversationType.CALL,
        "at": at,
        **fields,
    }
    talks.append(Conversation(**given))
    return len(talks)


def follow_up(draft: Draft, account: int | None, due: date | None, **fields: Any) -> int:  # noqa: ANN401
    """An open follow-up; gives its id."""
    steps = draft.more.setdefault("followups", [])
    given: dict[str, Any] = {"text": "Call", "created_on": days(-40), **fields}
    steps.append(FollowUp(id=len(steps) + 1, account=account, due=due, **given))
    return len(steps)
