"""Recording how a renewal ended: renewed, extended, or churned with its reason."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.errors import BookshiftError
from core.moment import Moment
from core.money import minor_units
from core.usecases.renew import Churn, Renew
from core.usecases.values import Unreadable, money
from core.when import WhenError, read_day
from core.wording import short_date
from core.words import OutcomeKind
from tui.dialogs.base import Dialog
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.text import plain


class OutcomeDialog(Dialog["Renew | Churn"]):
    """One form for the three ends of a renewal; lines that do not apply to a churn are ignored."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Save"),
        Hint("left right", "Choose"),
        Hint("up down", "Line"),
        Hint("esc", "Cancel"),
    )

    def __init__(
        self,
        account: int,
        name: str,
        moment: Moment,
        *,
        due: date | None,
        arr: int | None,
        currency: str,
        reasons: tuple[str, ...],
    ) -> None:
        """Record for one account; `arr` in minor units of `currency`."""
        super().__init__(f"Renewal of {name}")
        self._account = account
        self._moment = moment
        self._due = due
        self._arr = arr
        self._currency = currency
        self._reasons = reasons

    def body(self) -> ComposeResult:
        """What is due, then the form."""
        due = f"due {short_date(self._due)}" if self._due else "without a renewal date"
        yield Static(Content.styled(plain(f"This contract is {due}."), "$foreground-muted"))
        year = _year_on(self._due or self._moment.today)
        units = minor_units(self._currency)
        arr = "" if self._arr is None else f"{self._arr // units}"
        yield Form(
            [
                Line(
                    "kind",
                    "Outcome",
                    "renewed",
                    (("renewed", "renewed"), ("extended", "extended"), ("churned", "churned")),
                ),
                Line("on", "Decided on", "today", hint="today, yesterday, 12 Oct"),
                Line("until", "Runs until", year.isoformat(), hint="the new renewal date"),
                Line("arr", f"New ARR ({self._currency})", arr, hint="120k; empty leaves it"),
                Line("reason", "Reason", hint=", ".join(self._reasons[:4]) or "why, for a churn"),
            ]
        )

    def on_mount(self) -> None:
        """Start with the outcome."""
        self.query_one(Form).focus()

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Answer with the request, or say which line is not understood."""
        form, values = event.form, event.values
        on = self._date(form, "on", values["on"] or "today")
        if on is None:
            return
        if values["kind"] == "churned":
            if not values["reason"].strip():
                form.complain("A churn needs its reason.", "reason")
                return
            self.dismiss(Churn(account=self._account, on=on, reason=values["reason"].strip()))
            return
        until = self._date(form, "until", values["until"])
        if until is None:
            return
        arr = None
        if values["arr"].strip():
            try:
                arr = money(values["arr"], self._currency)
            except Unreadable as error:
                form.complain(f"New ARR: {error}.", "arr")
                return
        kind = OutcomeKind(values["kind"])
        self.dismiss(Renew(account=self._account, on=on, until=until, arr=arr, kind=kind))

    def _date(self, form: Form, key: str, text: str) -> date | None:
        try:
            return read_day(text, self._moment)
        except (WhenError, BookshiftError) as error:
            form.complain(str(error), key)
            return None


def _year_on(day: date) -> date:
    """The same day a year later; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
