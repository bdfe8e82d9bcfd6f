"""A small book in which everything that a filter can ask for occurs, with its rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from core.accounts import Escalation, Reading
from core.book.book import Book
from core.conversations import Conversation, FollowUp
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import PlanLine
from core.query.context import Context
from core.rows import Rows
from core.words import (
    AccountStatus,
    Complexity,
    ConversationType,
    Expectation,
    PersonStatus,
    ReadingKind,
    Sentiment,
    Touch,
)
from tests.core.drafts import TODAY, Draft
from tests.core.figures import FixedFindings, FixedLedger, Found

NOW = Moment.at(datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1))))


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def heard(number: int, account: int, days: int) -> Conversation:
    return Conversation(
        id=number, account=account, type=ConversationType.CALL, at=NOW.start_of(in_days(-days)),
        sentiment=Sentiment.NEGATIVE, expectation=Expectation.NO,
    )  # fmt: skip


def made() -> Book:
    draft = Draft()
    lea = draft.person("Lea Lind", "team_lead", team="North")
    ana = draft.person("Ana Ruíz", lead=lea, team="North", email="ana@example.com", segments=("ent",), skills=("API",))
    susanna = draft.person("Susanna Ek", team="South")
    opening = draft.person("CSM EMEA", status=PersonStatus.VACANCY)
    pool = draft.pool("scaled", susanna)
    draft.lines = [
        PlanLine(scope="#free", unmanaged="free tier"),
        PlanLine(model="generalist", serve=((Touch.MID, Touch.TECH),)),
    ]
    borealis = draft.account(
        "Borealis Health", arr=24_000_000, renews=in_days(53), started=in_days(-400), tags=("Pilot", "two words"),
        industry="Public Health", region="North America", language="de", products=("Analytics Pro",),
        complexity=Complexity.COMPLEX, key_account=True, established=True, external_ids=(("crm", "0012x"),),
        escalation=Escalation(since=TODAY, reason="x"), locked_until=in_days(9),
    )  # fmt: skip
    acme = draft.account("Acme Robotics", segment="mid", touch=Touch.MID, arr=6_400_050, renews=in_days(-1),
                         parent=borealis, started=in_days(-30))  # fmt: skip
    cobalt = draft.account(
        "Cóbalt Foods (UK)", segment="small", touch=None, arr=None, renews=in_days(89), region="EMEA"
    )
    dune = draft.account("Dune", segment="", arr=0, renews=in_days(90), tags=("free",))
    gone = draft.account("Gone", status=AccountStatus.CHURNED, renews=date(2026, 6, 30))
    draft.account("Put away", archived=True)
    draft.sits(borealis, ana)
    draft.sits(acme, susanna)
    draft.pooled(cobalt, pool)
    draft.sits(gone, opening)
    draft.more = {
        "conversations": [heard(1, borealis, 41), heard(2, acme, 30)],
        "readings": [
            Reading(id=1, account=borealis, kind=ReadingKind.HEALTH, on=TODAY, value=62),
            Reading(id=2, account=acme, kind=ReadingKind.HEALTH, on=TODAY, value=48),
            Reading(id=3, account=cobalt, kind=ReadingKind.HEALTH, on=TODAY, value=81),
        ],
        "followups": [
            FollowUp(id=1, account=borealis, text="x", due=in_days(-1), created_on=TODAY),
            FollowUp(id=2, account=acme, text="x", due=in_days(0), created_on=TODAY),
        ],
    }
    assert dune == 4
    return draft.book()


BOOK = made()
FINDINGS = FixedFindings((Found("TOUCH-LATE", account=1), Found("RENEWAL-PAST", account=2)))
ROWS = Rows.of(BOOK, NOW, Seating.of(BOOK), FixedLedger({1: 880, 2: 800, 3: 40}), FINDINGS).all()
CONTEXT = Context.of(BOOK, marked=(2, 4))

BOREALIS, ACME, COBALT, DUNE, GONE, AWAY = 1, 2, 3, 4, 5, 6
