"""The owners that a file names, and the tenures that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.book.book import Book, IdSource
from core.book.change import Edit, deleted, inserted, updated
from core.exchange.cells import RowValues
from core.exchange.match import Match
from core.exchange.merge import Verdict, merged
from core.exchange.plan import Conflict
from core.exchange.work import Report, Work
from core.models.seating import Seating, permanent
from core.schema import revise
from core.seats import Tenure, person_holder
from core.wording import counted
from core.words import HolderKind, SeatHolding, TenureKind

OWNER_KEYS = ("owner", "owner_email", "owner_id")
"""Fields that name an owner, the one that is shown first."""
OWNER_SEAT = "csm"
"""The seat an owner holds while no plan is in force."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An owner that a row names."""

    row: RowValues
    """The row."""
    account: int
    """Account id."""
    last: str | None
    """The owner this source named last time; None for never."""
    since: date | None
    """First day of the ownership, as far as the file tells."""


class Owning:
    """Collects the owners a file names and turns them into tenures of the lead seat."""

    def __init__(self, work: Work, report: Report) -> None:
        self._work = work
        self._report = report
        self._wanted: list[Wanted] = []
        self.given = 0
        """Accounts that got their first owner."""
        self.changed = 0
        """Accounts that changed hands."""

    def want(self, wanted: Wanted) -> None:
        """Note that a row names an owner, or that its cell is empty."""
        self._wanted.append(wanted)

    def settle(self) -> None:
        """Plan the tenures; people whom the roster does not have are reported."""
        register = self._work.people()
        seating = Seating.of(self._work.book)
        edits: list[Edit] = []
        pooled = kept = 0
        for wanted in self._wanted:
            text = owner_text(wanted.row)
            if not text:
                continue
            match = self._person(register.find, wanted.row)
            if match.one is None:
                self._unknown(wanted.row, text, match)
                continue
            account = self._work.book.accounts[wanted.account]
            if not account.is_active:
                continue
            seat = lead_seat_key(seating, account, self._work.moment.today)
            if seat is None:
                pooled += 1
                continue
            made, stays = self._tenure(wanted, account, seat, match.one, text)
            edits += made
            kept += stays
        self._work.put(edits)
        self._tell(pooled, kept)

    def _person(self, find: object, row: RowValues) -> Match:
        assert callable(find)
        found: Match = find(name=row.text("owner"), email=row.get("owner_email") or "", external=row.text("owner_id"))
        return found

    def _unknown(self, row: RowValues, text: str, match: Match) -> None:
        names = tuple(f"P{n} {self._work.book.people[n].name}" for n in match.ids)
        self._report.unknown_person(text, names)
        what = f"could be {len(names)} people ({', '.join(names)})" if names else "is not on the roster"
        field = next(key for key in OWNER_KEYS if row.text(key))
        says = f"“{text}” {what}. The account gets no owner; add the person, or correct the cell."
        self._report.warn(row, field, says)

    def _tenure(self, wanted: Wanted, account: Account, seat: str, person: int, text: str) -> tuple[list[Edit], bool]:
        """The edits that give an account its owner, and whether ours stays against the file's."""
        today = self._work.moment.today
        held = [t for t in self._work.book.tenures_of(account.id) if t.seat == seat and t.kind is TenureKind.PERMANENT]
        now = next((t for t in held if t.holds_on(today)), None)
        if now is None:
            self.given += 1
            return [inserted(self._opened(account, seat, person, held, wanted.since))], False
        if now.holder.kind is HolderKind.PERSON and now.holder.person == person:
            return [], False
        verdict = merged(wanted.last, self._ours(now, wanted.last), text)
        if verdict is not Verdict.TAKE:
            if verdict is Verdict.CONFLICT:
                ours = self._holder_name(now)
                conflict = Conflict(
                    "accounts",
                    account.id,
                    account.name,
                    "owner",
                    ours,
                    text,
                    wanted.last or "",
                    person,
                    wanted.row.number,
                )
                self._report.conflicts.append(conflict)
            return [], True
        self.changed += 1
        return passed(self._work.ids, now, person, today), False

    def _ours(self, now: Tenure, last: str | None) -> str:
        """The present holder as text: as the source wrote them last time, if it is still the same person."""
        if last and now.holder.kind is HolderKind.PERSON:
            match = self._work.people().find(name=last, email=last if "@" in last else "")
            if match.one == now.holder.person:
                return last
        return self._holder_name(now)

    def _holder_name(self, tenure: Tenure) -> str:
        person = self._work.book.people.get(tenure.holder.person or 0)
        return person.name if person is not None else str(tenure.holder.kind)

    def _opened(self, account: Account, seat: str, person: int, held: Iterable[Tenure], since: date | None) -> Tenure:
        """A first tenure, between those that were and those that are to come."""
        today = self._work.moment.today
        before = [t.until for t in held if t.until is not None and t.until <= today]
        after = [t.since for t in held if t.since > today]
        first = max([min(since or today, today), *before])
        return Tenure(
            id=self._work.ids.take("holders"),
            account=account.id,
            seat=seat,
            holder=person_holder(person),
            since=first,
            until=min(after) if after else None,
            reason="Imported",
        )

    def _tell(self, pooled: int, kept: int) -> None:
        notes = self._report.notes
        if self.given:
            notes.append(f"Owner taken from the file: {counted(self.given, 'account')}.")
        if self.changed:
            notes.append(f"Owner changed in the file since the last import: {counted(self.changed, 'account')}.")
        if kept:
            notes.append(f"Our owner kept, which the file does not know yet: {counted(kept, 'account')}.")
        if pooled:
            notes.append(
                f"Held by a pool or by nobody under the plan in force: {counted(pooled, 'account')}. The file's owner "
                "is kept as a note and gets no seat."
            )


def owner_text(row: RowValues) -> str:
    """The owner as the row writes them."""
    return next((row.text(key) for key in OWNER_KEYS if row.text(key)), "")


def lead_seat_key(seating: Seating, account: Account, day: date) -> str | None:
    """The seat an owner holds: the lead seat of the plan in force; None where no person is to hold one."""
    if seating.plan is None or seating.line_of(account, day) is None:
        return OWNER_SEAT
    seat = seating.lead_seat(account, day)
    return seat.key if seat is not None and seat.holder is SeatHolding.NAMED else None


def change_owner(book: Book, day: date, number: int, person: int) -> list[Edit]:
    """The edits that give an account's lead seat to somebody from a day on, in place of who holds it."""
    account = book.accounts[number]
    seat = lead_seat_key(Seating.of(book), account, day)
    now = permanent(book, number, seat, day) if seat is not None else None
    return [] if now is None else passed(book.next_ids(), now, person, day)


def passed(ids: IdSource, now: Tenure, person: int, day: date) -> list[Edit]:
    """The edits that pass a seat to somebody from a day on."""
    fresh = Tenure(
        id=ids.take("holders"),
        account=now.account,
        seat=now.seat,
        holder=person_holder(person),
        since=day,
        until=now.until,
        reason="Owner changed in the import",
    )
    ended = deleted(now) if now.since >= day else updated(now, revise(now, until=day))
    return [ended, inserted(fresh)]
