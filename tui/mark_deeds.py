"""What marks accounts from any room that shows some: key account, locked owner, escalation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import work

from core.usecases.marks import (
    CloseEscalation,
    Escalate,
    LockOwner,
    MarkKey,
    close_escalation,
    escalate,
    lock_owner,
    mark_key,
)
from core.wording import counted, short_date
from tui.dialogs.confirm import Confirm
from tui.dialogs.deed import Deed, DeedDialog, a_day_in, day_in, person_in
from widgets.form import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.rows import AccountRow
    from tui.screens.base import Room as _Room
else:
    _Room = object

MARK_COMMANDS = ("mark.key", "mark.lock", "mark.escalate")
"""Ids of the commands; each needs an account."""


class MarkDeeds(_Room):
    """Mixed into a room that says which accounts are chosen."""

    def chosen_rows(self) -> Sequence[AccountRow]:
        """The accounts a command acts on."""
        raise NotImplementedError

    @work(exclusive=True, group="dialog")
    async def command_mark_key(self) -> None:
        """Mark the chosen accounts as key; where all are already, take the mark off."""
        rows = self.chosen_rows()
        if not rows:
            return
        key = not all(row.account.key_account for row in rows)
        if len(rows) > 1:
            says = f"Mark {counted(len(rows), 'account')} {'as key' if key else 'as not key'}?"
            if not await self.app.push_screen_wait(Confirm("Key accounts", says, [row.name for row in rows])):
                return
        await self.bookshift.change(mark_key, MarkKey(tuple(row.id for row in rows), key=key))

    @work(exclusive=True, group="dialog")
    async def command_mark_lock(self) -> None:
        """Ask until when the chosen accounts stay with their owner, or unlock them."""
        rows = self.chosen_rows()
        if not rows:
            return
        accounts, moment = tuple(row.id for row in rows), self.bookshift.desk.moment
        locked = {row.account.locked_until for row in rows if row.locked}

        def make(values: Mapping[str, str]) -> Deed:
            if values.get("what") == "unlock":
                return lock_owner, LockOwner(accounts, None, values["reason"])
            until = a_day_in(values, "until", "the first day the owner may change again", moment)
            return lock_owner, LockOwner(accounts, until, values["reason"])

        until = next(iter(locked)) if len(locked) == 1 else None
        lines = [
            Line(
                "until", "Locked until", until.isoformat() if until else "", hint="+90d, 1 Mar: first day it may change"
            ),
            Line("reason", "Reason", hint="kept in the history"),
        ]
        says = (
            "A rebalance moves no locked account, and assigning one asks for a reason. The filter is:locked shows them."
        )
        if locked:
            lines.insert(0, Line("what", "Do", "lock", (("lock", "lock"), ("unlock", "unlock"))))
        await self.app.push_screen_wait(DeedDialog(f"Lock the owner of {_named(rows)}", lines, make, says))

    @work(exclusive=True, group="dialog")
    async def command_mark_escalate(self) -> None:
        """Escalate the account to the lead, or close its escalation."""
        rows, outlook = self.chosen_rows(), self.outlook
        if not rows or outlook is None:
            return
        row, book, moment = rows[0], outlook.book, self.bookshift.desk.moment
        opened = row.account.escalation if row.account.is_escalated else None
        if opened is not None:

            def close(values: Mapping[str, str]) -> Deed:
                return close_escalation, CloseEscalation(row.id, day_in(values, "on", moment, past=True))

            says = f"Escalated since {short_date(opened.since)}: {opened.reason}"
            lines = [Line("on", "Closed on", "today", hint="today, yesterday, 12 Oct")]
            await self.app.push_screen_wait(DeedDialog(f"Close the escalation of {row.name}", lines, close, says))
            return

        def raise_it(values: Mapping[str, str]) -> Deed:
            since = day_in(values, "since", moment, past=True)
            return escalate, Escalate(row.id, values["reason"], person_in(values, "by", book), since)

        owner = book.people.get(row.owner_ids[0]) if row.owner_ids else None
        lines = [
            Line("reason", "What it is about", required=True),
            Line("by", "Raised by", owner.name if owner is not None else "", hint="name of a colleague"),
            Line("since", "Since", "today", hint="today, yesterday, 12 Oct"),
        ]
        says = "Models such as player/coach seat a lead on an escalated account. The filter is:escalated shows them."
        await self.app.push_screen_wait(DeedDialog(f"Escalate {row.name}", lines, raise_it, says))


def _named(rows: Sequence[AccountRow]) -> str:
    return rows[0].name if len(rows) == 1 else counted(len(rows), "account")
