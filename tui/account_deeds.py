"""What can be done to accounts from any room that shows some: assign, log, renew, edit, archive, copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import work

from core.errors import Refusal, RefusalKind
from core.journey import arr_on, renews_on
from core.rows import AccountRow
from core.seats import person_holder
from core.usecases.assign import Assign, assign
from core.usecases.converse import log_conversation
from core.usecases.edit import ArchiveAccounts, UnarchiveAccount, archive_accounts, unarchive_account
from core.usecases.renew import Churn, churn, renew
from core.wording import counted, money, short_date
from tui.dialogs.assign import AssignDialog, Several
from tui.dialogs.confirm import Confirm, Reason
from tui.dialogs.conversation import ConversationDialog, challenges_of
from tui.dialogs.outcome import OutcomeDialog
from tui.dialogs.record import RecordDialog
from tui.entry_deeds import return_dialog
from tui.mark_deeds import MarkDeeds

CHURN_REASONS = "churn reason"
"""Vocabulary of the reasons for which customers leave."""


class AccountDeeds(MarkDeeds):
    """Mixed into a room that says which accounts are chosen."""

    def chosen_rows(self) -> Sequence[AccountRow]:
        """The accounts a command acts on."""
        raise NotImplementedError

    def one_row(self) -> AccountRow | None:
        """The account a command on one account acts on: the first of the chosen."""
        rows = self.chosen_rows()
        return rows[0] if rows else None

    @work(exclusive=True, group="dialog")
    async def command_assign(self) -> None:
        """Assign the chosen accounts, seeing both loads first."""
        rows = self.chosen_rows()
        outlook = self.outlook
        if not rows or outlook is None:
            return
        request = await self.app.push_screen_wait(AssignDialog(outlook, self.bookshift.desk, [row.id for row in rows]))
        if isinstance(request, Assign):
            await self._assign(request)
        elif isinstance(request, Several):
            await self._spread(request.request)

    async def _spread(self, request: Assign) -> None:
        """Spread the accounts over several people; where a guard warns, ask for a reason and try again."""
        from core.schema import revise
        from core.usecases.proposals import request_of
        from core.usecases.rebalance import rebalance
        from core.usecases.wizards import Spread
        from tui.dialogs.spread import SpreadDialog

        if self.outlook is None:
            return
        asked = Spread(
            accounts=request.accounts,
            seat=request.seat or "",
            since=request.since,
            until=request.until,
            reason=request.reason,
            note=request.note,
            follow_ups=request.follow_ups,
            overrule=request.overrule,
        )
        answer = await self.app.push_screen_wait(SpreadDialog(self.outlook, asked))
        if answer is None:
            return
        solved = answer.solved
        if answer.look:
            self.bookshift.open_proposal(solved.draft)
            return
        today = self.bookshift.desk.moment.today
        outcome = await self.bookshift.change(rebalance, request_of(solved, today))
        while isinstance(outcome, Refusal) and outcome.kind is RefusalKind.REASON and solved.draft.stage is not None:
            reason = await self.app.push_screen_wait(Reason(outcome.says, outcome.details))
            if not reason:
                return
            solved = replace(solved, draft=revise(solved.draft, stage=revise(solved.draft.stage, reason=reason)))
            outcome = await self.bookshift.change(rebalance, request_of(solved, today))

    async def _assign(self, request: Assign) -> None:
        """Assign; where a guard warns, ask for a reason and try again."""
        outcome = await self.bookshift.change(assign, request)
        while isinstance(outcome, Refusal) and outcome.kind is RefusalKind.REASON:
            reason = await self.app.push_screen_wait(Reason(outcome.says, outcome.details))
            if not reason:
                return
            request = replace(request, reason=reason)
            outcome = await self.bookshift.change(assign, request)
        if not isinstance(outcome, Refusal) and request.to is not None and request.to.person is not None:
            self.bookshift.session.last_assignee = request.to.person

    @work(exclusive=True, group="dialog")
    async def command_repeat(self) -> None:
        """Assign the chosen accounts to whom the last ones went."""
        last = self.bookshift.session.last_assignee
        outlook = self.outlook
        if outlook is None or last not in outlook.book.people:
            self.notify("Nothing was assigned yet. Press a to assign.", markup=False)
            return
        await self._assign(Assign(accounts=tuple(row.id for row in self.chosen_rows()), to=person_holder(last)))

    @work(exclusive=True, group="dialog")
    async def command_conversation(self) -> None:
        """Log a conversation with the account."""
        row, outlook = self.one_row(), self.outlook
        if row is None or outlook is None:
            return
        drafts = self.bookshift.session.drafts
        dialog = ConversationDialog(
            row.id,
            row.name,
            self.bookshift.desk.moment,
            by=row.owner_ids[0] if row.owner_ids else None,
            challenges=challenges_of(outlook.book),
            draft=drafts.get(row.id, {}),
        )
        request = await self.app.push_screen_wait(dialog)
        if request is None:
            return
        outcome = await self.bookshift.change(log_conversation, request)
        if not isinstance(outcome, Refusal):
            drafts.pop(row.id, None)
            self.bookshift.session.save()

    def command_records(self) -> None:
        """Go through what is kept of the account."""
        from tui.screens.records import RecordsScreen  # that page logs conversations too

        row = self.one_row()
        if row is not None:
            self.app.push_screen(RecordsScreen(account=row.id))

    @work(exclusive=True, group="dialog")
    async def command_renew(self) -> None:
        """Record how the account's renewal ended."""
        row, outlook = self.one_row(), self.outlook
        if row is None or outlook is None:
            return
        book = outlook.book
        if row.churned:
            await self.app.push_screen_wait(return_dialog(self.bookshift, row.account))
            return
        reasons = tuple(word.title for word in book.vocab.all() if word.kind == CHURN_REASONS)
        dialog = OutcomeDialog(
            row.id,
            row.name,
            self.bookshift.desk.moment,
            due=renews_on(book, row.account),
            arr=row.account.arr if not book.contracts_of(row.id) else arr_on(book, row.account, outlook.moment.today),
            currency=row.account.currency or book.policy.currency,
            reasons=reasons,
        )
        request = await self.app.push_screen_wait(dialog)
        if isinstance(request, Churn):
            await self.bookshift.change(churn, request)
        elif request is not None:
            await self.bookshift.change(renew, request)

    @work(exclusive=True, group="dialog")
    async def command_edit(self) -> None:
        """Edit the account's fields."""
        row = self.one_row()
        if row is not None:
            await RecordDialog.edit_account(self.bookshift, row.id)

    @work(exclusive=True, group="dialog")
    async def command_archive(self) -> None:
        """Take the chosen accounts out of the lists, after asking."""
        rows = self.chosen_rows()
        if not rows:
            return
        if any(row.archived for row in rows):
            if len(rows) > 1:
                self.notify("Bring archived accounts back one at a time. Press esc to clear the marks.", markup=False)
            else:
                await self.bookshift.change(unarchive_account, UnarchiveAccount(rows[0].id))
            return
        says = f"Take {counted(len(rows), 'account')} out of the lists? Their seats end; history and undo keep them."
        if await self.app.push_screen_wait(Confirm("Archive", says, [row.name for row in rows])):
            await self.bookshift.change(archive_accounts, ArchiveAccounts(accounts=tuple(row.id for row in rows)))

    def command_copy(self) -> None:
        """Copy the account as one line of text."""
        row, outlook = self.one_row(), self.outlook
        if row is None or outlook is None:
            return
        parts = [row.name, row.owner or "nobody", row.segment]
        if row.arr is not None:
            parts.append(money(row.arr, outlook.book.policy.currency))
        if row.renews is not None:
            parts.append(f"renews {short_date(row.renews)}")
        self.app.copy_to_clipboard(" · ".join(part for part in parts if part))
        self.notify(f"Copied {row.name}.", markup=False)
