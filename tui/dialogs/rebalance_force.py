"""Putting moves in force: what it comes to, from when, at what pace, and what goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from core.errors import BookshiftError
from core.outlook import Outlook
from core.rebalance.batches import Batch
from core.rebalance.draft import Purpose, RebalanceDraft
from core.rebalance.signing import signed_off, unsigned
from core.schema import revise
from core.usecases.proposals import Solved, batches_of
from core.when import WhenError, read_day
from core.wording import counted, hours_whole, money_short, near_date, shortened
from core.words import FollowUpPolicy
from tui.card import said_content
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.portrait import Said
from tui.rebalance_words import FOLLOW_UPS, title_of
from tui.signing_words import missing_text
from widgets.form import Form, Line
from widgets.key_hints import Hint

_MOST_BATCHES = 4


class ForceDialog(Dialog[RebalanceDraft]):
    """The last look before moves are made; answers with the draft as it is to be made."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "force", "Put in force", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Put in force"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("esc", "Leave all as it is"),
    )

    def __init__(self, outlook: Outlook, solved: Solved, whole: Solved) -> None:
        """Ask for the moves of a draft; ``solved`` has only those that are to be made, ``whole`` all."""
        self._moves = solved.proposal.moves
        what = f"Put {counted(len(self._moves), 'move') if self._moves else 'it'} in force"
        is_plain = solved.draft.purpose is Purpose.REBALANCE
        super().__init__(what if is_plain else f"{title_of(outlook, solved.draft)}: {what[:1].lower()}{what[1:]}")
        self._outlook = outlook
        self._solved = solved
        self._left = len(whole.proposal.moves) - len(self._moves)

    def body(self) -> ComposeResult:
        """When and how, over what it comes to."""
        draft = self._solved.draft
        day = "today" if draft.effective is None else draft.effective.isoformat()
        policies = tuple((policy.value, words) for policy, words in FOLLOW_UPS.items())
        # What is staged with the moves, such as an end, has its day already.
        days = [Line("effective", "From", day, hint="today, mon, +14d, 1 Dec")] if draft.stage is None else []
        yield Form(
            [
                *days,
                Line(
                    "pace", "A week, each", str(draft.pace or ""), hint="most handoffs of one person; empty is no limit"
                ),
                Line("follow_ups", "Follow-ups", draft.follow_ups.value, policies),
            ]
        )
        yield Static("", classes="use--preview")

    def on_mount(self) -> None:
        """Start in the first line."""
        self.query_one(Form).focus()
        self._preview()

    def on_form_changed(self, event: Form.Changed) -> None:
        """Say what it comes to now."""
        self._preview()

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        self.call_after_refresh(self._preview)

    def _preview(self) -> None:
        draft = self._asked()
        width = max(40, self.query_one(".use--preview").size.width)
        said = self._comes_to(draft) if isinstance(draft, RebalanceDraft) else (Said("", draft[0], "warn"),)
        self.query_one(".use--preview", Static).update(said_content(said, 10, width))

    def _asked(self) -> RebalanceDraft | tuple[str, str]:
        """The draft as the form stands; else what is wrong, and the line it is about."""
        values, moment = self.query_one(Form).values, self._outlook.moment
        text = values.get("effective", "").strip()
        effective: date | None = self._solved.draft.effective if "effective" not in values else None
        if text and text.casefold() != "today":
            try:
                effective = read_day(text, moment)
            except (WhenError, BookshiftError) as error:
                return str(error), "effective"
            if effective < moment.today:
                return "Moves are made today or later; that day has passed.", "effective"
        pace = values["pace"].strip()
        if pace and not (pace.isdecimal() and len(pace) < 5):
            return "Say how many handoffs a week as a number; empty is no limit.", "pace"
        policy = FollowUpPolicy(values["follow_ups"])
        return revise(self._solved.draft, effective=effective, pace=int(pace or 0), follow_ups=policy)

    def _comes_to(self, draft: RebalanceDraft) -> tuple[Said, ...]:
        moves, book = self._moves, self._solved.proposal.extract.book
        needed = sum(bool(move.forced) for move in moves)
        people = {move.to for move in moves}
        names = shortened(sorted(book.people[person].name for person in people), 4)
        parts = batches_of(Solved(draft, self._solved.proposal, ()), self._outlook.moment.today)
        careful = [book.accounts[move.account].name for move in moves if move.caution]
        if not moves:
            return (Said("Moves", "none besides"), Said("Afterwards", "one change: u takes it back", "muted"))
        said = [
            Said("Moves", f"{len(moves)}: {len(moves) - needed} chosen, {needed} needed{self._handoffs(draft)}"),
            Said("To", f"{counted(len(people), 'person')}: {names}"),
            Said(
                "Together", f"{hours_whole(sum(m.hours for m in moves))}, ARR {money_short(sum(m.arr for m in moves))}"
            ),
            *self._days(parts),
        ]
        text = missing_text(book, draft, moves)
        lacks = bool(unsigned(draft, moves))
        shows = "" if signed_off(draft, moves) else f"; esc, then P shows {'them' if len(people) > 1 else 'it'}"
        said.append(Said("Sign-off", f"{text}{shows if lacks else ''}", "warn" if lacks else "good"))
        if draft.until is not None:
            said.append(Said("Until", f"{near_date(draft.until, self._outlook.moment.today)}; then all comes back"))
        if self._left:
            text = f"{counted(self._left, 'other move')} of the proposal, which you did not accept"
            said.append(Said("Not made", text, "warn"))
        if careful:
            text = f"{shortened(careful)}: the renewal is near"
            said.append(Said("Take care", text, "warn"))
        said.append(Said("Afterwards", "one change: u takes all of it back", "muted"))
        return tuple(said)

    def _handoffs(self, draft: RebalanceDraft) -> str:
        """How many passages from one person to the next there are; who stands in gets none."""
        number = sum(move.origin is not None for move in self._moves)
        return "" if draft.covers or not number else f"; {counted(number, 'handoff')}, each with its checklist"

    def _days(self, parts: Sequence[Batch]) -> list[Said]:
        today = self._outlook.moment.today
        if not parts:
            return []
        if len(parts) == 1:
            return [Said("When", "today" if parts[0].day == today else f"on {near_date(parts[0].day, today)}")]
        said = [
            Said(f"Week {part.number}", f"{near_date(part.day, today)}: {counted(len(part.moves), 'move')}")
            for part in parts[:_MOST_BATCHES]
        ]
        if len(parts) > _MOST_BATCHES:
            last = near_date(parts[-1].day, today)
            said.append(Said("", f"and {counted(len(parts) - _MOST_BATCHES, 'week')} more, until {last}", "muted"))
        return said

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Put them in force."""
        self.action_force()

    def action_force(self) -> None:
        """Answer, or say which line is not understood."""
        draft = self._asked()
        if isinstance(draft, RebalanceDraft):
            self._confirm(draft)
        else:
            self.query_one(Form).complain(*draft)

    @work(exclusive=True, group="dialog")
    async def _confirm(self, draft: RebalanceDraft) -> None:
        """Ask once more where some have signed off and others have not; where nobody has, the page says so itself."""
        if signed_off(draft, self._moves) and unsigned(draft, self._moves):
            book = self._solved.proposal.extract.book
            says = f"{missing_text(book, draft, self._moves)}. Put all of it in force all the same?"
            if not await self.app.push_screen_wait(Confirm("Not everybody has signed off", says)):
                return
        self.dismiss(draft)
