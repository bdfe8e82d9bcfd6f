"""Writing a review of the model down, beside the measures of the day; and reading a past one."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from core.errors import BookshiftError, Refusal
from core.models.fit.heard import heard_text
from core.models.fit.standing import measures_text
from core.models.fit.thresholds import thresholds_of
from core.moment import Moment
from core.organisation import Review
from core.outlook import Outlook
from core.usecases.review import RecordReview, record_review
from core.when import WhenError, read_day
from core.wording import short_date
from tui.card import said_content
from tui.dialogs.base import Dialog
from tui.evidence_rows import review_said
from tui.portrait import Said
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.text import plain

if TYPE_CHECKING:
    from tui.app import Bookshift


def _scrolling(down: str, up: str) -> list[BindingType]:
    return [
        Binding(down, "scroll('page_down')", "Page down", show=False),
        Binding(up, "scroll('page_up')", "Page up", show=False),
    ]


class _Reading(Dialog[bool]):
    """A dialog over the whole screen with lines that scroll."""

    SCROLLED: ClassVar[str] = ".review--page"

    def on_mount(self) -> None:
        """Use the whole screen."""
        self.query_one(".dialog--box").add_class("-full")
        self.call_after_refresh(self._write)

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        self.call_after_refresh(self._write)

    def said(self) -> tuple[Said, ...]:
        """The lines."""
        raise NotImplementedError

    def lines(self) -> ComposeResult:
        """Where the lines stand."""
        with VerticalScroll(classes="review--page", can_focus=False):
            yield Static("", classes="review--text")

    def _write(self) -> None:
        text = self.query_one(".review--text", Static)
        text.update(said_content(self.said(), 9, max(40, text.size.width)))


class ReviewDialog(_Reading):
    """What was heard and decided, and when to look again; the measures of today are kept with it."""

    BINDINGS: ClassVar[list[BindingType]] = _scrolling("pagedown", "pageup")
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Save"),
        Hint("up down", "Line"),
        Hint("page down", "Measures"),
        Hint("esc", "Cancel"),
    )

    def __init__(self, moment: Moment, *, heard: str, measures: str, next_on: date) -> None:
        """Begin with what the answers say, the measures as they were just read, and a day for the next review."""
        super().__init__("Review of the model")
        self._moment = moment
        self._heard = heard
        self._measures = measures
        self._next_on = next_on

    @classmethod
    async def ask(cls, app: Bookshift) -> None:
        """Read the measures beside the screen, ask for the rest and write the review down; await it in a worker."""
        outlook = app.outlook
        if outlook is None:
            return
        heard, measures = await asyncio.to_thread(_read, outlook)
        next_on = outlook.moment.today + timedelta(days=thresholds_of(outlook.book.policy)["review_days"])
        await app.push_screen_wait(cls(app.desk.moment, heard=heard, measures=measures, next_on=next_on))

    def body(self) -> ComposeResult:
        """The form over the measures."""
        yield Form(
            [
                Line("heard", "Heard", self._heard, hint="what customers and CSMs said"),
                Line("decision", "Decided", hint="to leave all as it is, is a decision too"),
                Line("next_on", "Next review", short_date(self._next_on), hint="+90d, 1 Mar"),
                Line("on", "Held on", "today", hint="today, yesterday, 12 Oct"),
            ]
        )
        yield from self.lines()

    def on_mount(self) -> None:
        """Start in what was heard."""
        self.query_one(Form).focus()

    def said(self) -> tuple[Said, ...]:
        """The measures that will be kept."""
        return tuple(Said("" if number else "Measures", line) for number, line in enumerate(self._measures.split("\n")))

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Write it down, or say which line is not understood."""
        form, values = event.form, event.values
        on = self._day(form, "on", values["on"] or "today", past=True)
        if on is None:
            return
        next_on = None
        if values["next_on"].strip():
            next_on = self._day(form, "next_on", values["next_on"], past=False)
            if next_on is None:
                return
        self._save(form, RecordReview(on, values["heard"], values["decision"], next_on, self._measures))

    def _day(self, form: Form, key: str, text: str, *, past: bool) -> date | None:
        try:
            return read_day(text, self._moment, past=past)
        except (WhenError, BookshiftError) as error:
            form.complain(str(error), key)
            return None

    @work(exclusive=True, group="save")
    async def _save(self, form: Form, request: RecordReview) -> None:
        """Write it; a refusal stays on the screen with what was typed."""
        outcome = await self.bookshift.change(record_review, request, tell=False)
        if isinstance(outcome, Refusal):
            form.complain(outcome.says)
            return
        self.notify(plain(outcome.change.says), markup=False)
        self.dismiss(True)


def _read(outlook: Outlook) -> tuple[str, str]:
    """What was heard, and the measures."""
    book, moment = outlook.book, outlook.moment
    groups = outlook.findings.groups()
    return heard_text(book, moment), measures_text(book, moment, outlook.seating, outlook.ledger, groups)


class ReviewPage(_Reading):
    """A review that was held, in full."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *_scrolling("pagedown,ctrl+d", "pageup,ctrl+u"),
        Binding("down,j", "scroll('down')", "Down", show=False),
        Binding("up,k", "scroll('up')", "Up", show=False),
        Binding("q,enter", "leave", "Close", show=False),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("j k", "Scroll"), Hint("esc", "Close"))

    def __init__(self, review: Review) -> None:
        """Show a review."""
        super().__init__(f"Review of {short_date(review.on)}")
        self._review = review

    def body(self) -> ComposeResult:
        """The lines."""
        yield from self.lines()

    def said(self) -> tuple[Said, ...]:
        """All of it."""
        return review_said(self._review)
