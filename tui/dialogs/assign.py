"""Assigning accounts: who could take them, what it does to both loads, and what goes with it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from core.desk import Desk
from core.errors import BookshiftError, Refusal, RefusalKind
from core.outlook import Outlook
from core.seats import Holder
from core.usecases.assign import Assign, assign
from core.when import WhenError, read_day
from core.wording import counted, hours_short, money_short, shortened
from core.words import FollowUpPolicy
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Warnings
from tui.foresight import Foresight, foresee, ledger_on
from tui.offers import Asked, Offer, asked_seats, choices, givers, offers, seat_options
from widgets.before_after import BeforeAfter
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.picker import Choice, Picker
from widgets.table.table import RowTable
from widgets.text import plain

_BARS = 4
"""Loads drawn: the receiver's and those of the three who give most."""
_MOST_GUARDS = 2
_PENDING = "(a reason will be asked for)"

_FOLLOW_UPS = (
    (FollowUpPolicy.LEAVE.value, "stay with their owner"),
    (FollowUpPolicy.AUTO.value, "move but manual ones"),
    (FollowUpPolicy.ALL.value, "move all"),
)


@dataclass(frozen=True, slots=True)
class Several:
    """The accounts are to be spread over several people."""

    request: Assign
    """What the form says, with nobody named."""


class CandidatePicker(Picker):
    """A picker that tells which candidate the cursor is on."""

    @dataclass
    class Moved(Message):
        """The cursor is on another candidate, or on none."""

        place: int | None
        """Place among the candidates."""

    def on_row_table_highlighted(self, event: RowTable.Highlighted[Choice]) -> None:
        """Tell it, beside what every picker does."""
        choice = self.current
        self.post_message(self.Moved(choice.id if choice is not None else None))


class AssignDialog(Dialog["Assign | Several"]):
    """Candidates, best first; bars of those who take and give follow the cursor; enter assigns."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual reads a plain list
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Assign"),
        Hint("up down", "Choose"),
        Hint("tab", "Reason, date"),
        Hint("ctrl+o", "Spread"),
        Hint("esc", "Cancel"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "spread", "Spread over several", show=False),
        Binding("ctrl+g", "warnings", "Every warning", show=False),
    ]

    def __init__(self, outlook: Outlook, desk: Desk, account_ids: Sequence[int]) -> None:
        """Ask who gets some accounts."""
        rows = [outlook.rows[number] for number in account_ids]
        what = rows[0].name if len(rows) == 1 else counted(len(rows), "account")
        super().__init__(f"Assign {what}")
        self._outlook = outlook
        self._desk = desk
        self._rows = rows
        self._asked: list[Asked] = []
        self._offers: list[Offer] = []
        self._place: int | None = None
        self._foresight = Foresight()
        self._guards: tuple[str, ...] = ()

    def body(self) -> ComposeResult:
        """What is given, whom it can go to, what it does to the loads, and what goes with it."""
        yield Static("", classes="assign--what")
        yield Static("", classes="assign--guards")
        yield CandidatePicker(placeholder="type a part of a name", empty="Nobody could take this.", title_width=18)
        with Vertical(classes="assign--bars"):
            for _ in range(_BARS):
                yield BeforeAfter(name_width=18)
            yield Static("", classes="assign--rest")
        yield Form(self._lines(), id="assign-form")

    def _lines(self) -> list[Line]:
        day = self._outlook.moment.today
        seats = seat_options(self._outlook, [row.id for row in self._rows], day)
        return [
            Line("reason", "Reason", hint="why, kept in the history; needed where a warning stands above"),
            Line("since", "From", "today", hint="today, mon, +14d, 1 Dec"),
            Line("until", "Cover until", hint="empty is for good; a day, or leave for as long as the holder is away"),
            Line("seat", "Seat", "", seats),
            Line("follow_ups", "Follow-ups", FollowUpPolicy.LEAVE.value, _FOLLOW_UPS),
            Line("note", "Handoff note", hint="what the next holder must know"),
            Line("overrule", "Hard limits", "no", (("no", "are kept"), ("yes", "are overruled, with a reason"))),
        ]

    def on_mount(self) -> None:
        """Use the whole screen, start with the candidates."""
        self.query_one(".dialog--box").add_class("-full")
        self.query_one(CandidatePicker).focus()
        self._offer()

    # The request --------------------------------------------------------------------------------------------

    @property
    def _values(self) -> dict[str, str]:
        return self.query_one(Form).values

    def _request(self, to: Holder | None) -> Assign:
        """What is asked for as the form stands; raises ``BookshiftError`` for a day that is not understood."""
        values = self._values
        until = values["until"].strip()
        away = until.casefold() in ("leave", "away")
        return Assign(
            accounts=tuple(row.id for row in self._rows),
            to=to,
            seat=values["seat"] or None,
            since=self._day(values["since"], today=None),
            until=None if away else self._day(until, today=None),
            reason=values["reason"].strip(),
            note=values["note"].strip(),
            follow_ups=FollowUpPolicy(values["follow_ups"]),
            overrule=values["overrule"] == "yes",
            cover=away,
        )

    def _day(self, text: str, *, today: date | None) -> date | None:
        """The day a line means; empty and today are nothing to write down."""
        if text.strip().casefold() in ("", "today"):
            return today
        return read_day(text, self._outlook.moment)

    def action_spread(self) -> None:
        """Spread the accounts over several people, with what the form says of them."""
        form = self.query_one(Form)
        if len(self._rows) < 2:
            self.notify("Mark several accounts first: one account goes to one person.", markup=False)
            return
        try:
            asked = self._request(None)
        except (WhenError, BookshiftError) as error:
            form.complain(str(error), "since" if not self._readable("since") else "until")
            return
        if asked.cover:
            form.complain(
                "Say until which day others stand in: several holders may be away for different times.", "until"
            )
            return
        self.dismiss(Several(asked))

    # Candidates ---------------------------------------------------------------------------------------------

    @work(exclusive=True, group="offers")
    async def _offer(self) -> None:
        """List who could take the seats; beside the screen, as it looks at everybody."""
        values = self._values
        try:
            day = self._day(values["since"], today=None) or self._outlook.moment.today
        except BookshiftError:
            day = self._outlook.moment.today
        overrule = values["overrule"] == "yes"
        numbers = [row.id for row in self._rows]

        def looked_at() -> tuple[list[Asked], list[Offer]]:
            asked = asked_seats(self._outlook, numbers, values["seat"], day)
            return asked, offers(self._outlook, asked, day, overrule=overrule)

        try:
            found = await asyncio.to_thread(looked_at)
            if not self._is_there:
                return
            self._asked, self._offers = found
        except BookshiftError as error:
            self._asked, self._offers = [], []
            self.query_one(CandidatePicker).show(())
            self._show(Foresight(refusal=Refusal(str(error))), ())
            return
        self._say_what(day)
        self.query_one(CandidatePicker).show(choices(self._outlook, self._offers, len(self._asked)))
        self._foresee()

    def _say_what(self, day: date) -> None:
        hours = sum(one.hours for one in self._asked)
        arr = sum(self._outlook.rows[one.account.id].arr or 0 for one in self._asked)
        more = len(self._asked) - len(self._rows)
        family = f" ({more} of the same families)" if more > 0 else ""
        names = f"{shortened(one.account.name for one in self._asked)}{family}: " if len(self._asked) > 1 else ""
        holders = givers(self._outlook, self._asked, day)
        told = f"{names}{hours_short(hours)} h a month, ARR {money_short(arr)}, now with {holders}"
        self.query_one(".assign--what", Static).update(Content(plain(told)))

    @property
    def _is_there(self) -> bool:
        """Whether the dialog still is, after something was worked out beside it."""
        return self.is_attached and self.is_running

    @property
    def _offer_here(self) -> Offer | None:
        place = self._place
        return self._offers[place] if place is not None and place < len(self._offers) else None

    def on_candidate_picker_moved(self, event: CandidatePicker.Moved) -> None:
        """Work out what this candidate would mean."""
        self._place = event.place
        self._foresee()

    # What it would do ---------------------------------------------------------------------------------------

    @work(exclusive=True, group="foresight")
    async def _foresee(self) -> None:
        """Run the use case without writing and compare the loads; beside the screen, the last cursor wins."""
        offer = self._offer_here
        try:
            request = self._request(offer.holder) if offer is not None else None
        except BookshiftError:
            request = None
        if offer is None or request is None:
            self._show(Foresight(), ())
            return
        foresight, guards = await asyncio.to_thread(self._foreseen, request)
        if not self._is_there:
            return
        self._show(foresight, guards)

    def _foreseen(self, request: Assign) -> tuple[Foresight, tuple[str, ...]]:
        outcome = self._desk.preview(assign, request)
        guards: tuple[str, ...] = ()
        if isinstance(outcome, Refusal) and outcome.kind is RefusalKind.REASON:
            guards = outcome.details or (outcome.says,)
            outcome = self._desk.preview(assign, replace(request, reason=_PENDING))
        before = ledger_on(self._outlook, request.since)
        held = [one.holder for one in self._asked if one.holder is not None]
        return foresee(self._outlook, before, outcome, request.to, held), guards

    def _show(self, foresight: Foresight, guards: tuple[str, ...]) -> None:
        self._foresight, self._guards = foresight, guards
        for bar, shift in zip(self.query(BeforeAfter), (*foresight.shifts, *[None] * _BARS), strict=False):
            bar.shift = shift
            bar.display = shift is not None
        rest = len(foresight.shifts) - _BARS
        more = self.query_one(".assign--rest", Static)
        more.display = rest > 0
        more.update(Content.styled(f"and {counted(rest, 'other')} who give some", "$foreground-muted"))
        self.query_one(".assign--guards", Static).update(_warned(foresight.refusal, guards))

    def action_warnings(self) -> None:
        """Show every warning: in the dialog itself there is room for two."""
        if self._guards:
            self.app.push_screen(Warnings(counted(len(self._guards), "warning"), self._guards))

    # Answering ----------------------------------------------------------------------------------------------

    def on_form_changed(self, event: Form.Changed) -> None:
        """Seat, day and limits change who may; the rest changes what would happen."""
        if event.key in ("seat", "since", "overrule"):
            self._offer()
        elif event.key in ("until", "reason", "follow_ups"):
            self._foresee()

    def on_picker_picked(self, event: Picker.Picked) -> None:
        """Assign to the candidate."""
        self._finish(self._offers[event.choice.id])

    def on_picker_dismissed(self, event: Picker.Dismissed) -> None:
        """Leave."""
        self.dismiss(None)

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Assign to the candidate the cursor is on."""
        if self._offer_here is None:
            event.form.complain("Choose who gets it first: shift+tab leads back to the names.")
        else:
            self._finish(self._offer_here)

    def _finish(self, offer: Offer) -> None:
        form = self.query_one(Form)
        try:
            request = self._request(offer.holder)
        except (WhenError, BookshiftError) as error:
            form.complain(str(error), "since" if not self._readable("since") else "until")
            return
        refusal = self._foresight.refusal
        if offer is self._offer_here and refusal is not None:
            self.notify(plain("\n".join((refusal.says, *refusal.details[:3]))), severity="warning", markup=False)
            return
        self.dismiss(request)

    def _readable(self, key: str) -> bool:
        try:
            self._day(self._values[key], today=None)
        except BookshiftError:
            return False
        return True


def _warned(refusal: Refusal | None, guards: Sequence[str]) -> Content:
    """Why it would be refused, or what a guard warns of: a reason then goes with it."""
    if refusal is not None:
        return Content.styled(plain(" ".join((refusal.says, *refusal.details[:1]))), "bold $text-error")
    if not guards:
        return Content("")
    lines = [Content.styled(f"! {plain(line)}", "$text-warning") for line in guards[:_MOST_GUARDS]]
    if len(guards) > _MOST_GUARDS:
        rest = f" (and {len(guards) - _MOST_GUARDS} more: ctrl+g)"
        lines[-1] = Content.assemble(lines[-1], (rest, "$foreground-muted"))
    return Content("\n").join(lines)
