"""What is asked of a proposal: profile, target, limits, locks, day and pace, over what each of them would cost."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from core.errors import BookshiftError
from core.outlook import Outlook
from core.query.errors import QueryError
from core.query.grammar import parse
from core.rebalance.choices import TARGETS, Choice, curve, profiles
from core.rebalance.draft import RebalanceDraft
from core.rebalance.proposal import Proposal
from core.rebalance.wish import Profile
from core.schema import revise
from core.text import clean
from core.when import WhenError, read_day
from core.wording import hours_whole, money_short
from core.words import FollowUpPolicy
from tui.dialogs.base import Dialog
from tui.rebalance_words import FOLLOW_UPS, PROFILES
from widgets.form import Form, Line
from widgets.key_hints import Hint

_LEAST_TARGET = 50


class Wrong(ValueError):
    """A line of the form that cannot be used: the sentence, and the key of the line."""

    def __init__(self, says: str, key: str) -> None:
        """Say what is wrong with a line."""
        super().__init__(says)
        self.key = key


class ChoicesDialog(Dialog[RebalanceDraft]):
    """One form; under it the three profiles side by side with what levelling costs, as they come."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Solve with these"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("esc", "Cancel"),
    )

    @dataclass
    class Come(Message):
        """One more way to solve it is worked out."""

        choice: Choice
        """The way."""
        of_profiles: bool
        """Whether it is one of the profiles; else it is a point of the curve."""

    def __init__(self, outlook: Outlook, draft: RebalanceDraft, proposal: Proposal | None) -> None:
        """Start from the choices of a draft; what others would cost is compared with its proposal."""
        super().__init__("Choices")
        self._outlook = outlook
        self._draft = draft
        self._proposal = proposal
        self._profiles: list[Choice] = []
        self._curve: list[Choice] = []
        self._stopped = threading.Event()

    def body(self) -> ComposeResult:
        """The form over both comparisons."""
        draft = self._draft
        day = "today" if draft.effective is None else draft.effective.isoformat()
        # What is staged with the moves, such as an end, has its day already.
        days = [Line("effective", "From", day, hint="today, mon, +14d, 1 Dec")] if draft.stage is None else []
        yield Form(
            [
                Line("profile", "Profile", draft.profile.value, tuple((one.value, PROFILES[one]) for one in Profile)),
                Line("target", "Full at, percent", str(draft.target), hint="50 to 100; under 100 levels more"),
                Line("max_moves", "Most moves", _number(draft.max_moves), hint="empty is no limit"),
                Line("per_person", "Most a person", _number(draft.max_per_person), hint="that one person may get"),
                Line("locked", "Locked", draft.locked, hint="a filter, such as is:key or renews<60d"),
                Line(
                    "chains",
                    "Who gives",
                    "yes" if draft.chains else "no",
                    (("no", "who is over"), ("yes", "everybody, in chains")),
                ),
                Line("freeze", "Renewals stay", str(draft.freeze), hint="days before a renewal; 0 lets them move"),
                *days,
                Line("pace", "A week, each", _number(draft.pace or None), hint="most handoffs of one person"),
                Line(
                    "follow_ups",
                    "Follow-ups",
                    draft.follow_ups.value,
                    tuple((policy.value, words) for policy, words in FOLLOW_UPS.items()),
                ),
            ]
        )
        with Horizontal(classes="choices--ways"):
            yield Static("", classes="choices--profiles")
            yield Static("", classes="choices--curve")

    def on_mount(self) -> None:
        """Start with the profile, and begin to compare."""
        self.query_one(".dialog--box").add_class("-full")
        self.query_one(Form).focus()
        self._write()
        if self._proposal is not None:
            self._compare(self._proposal)

    # Comparing ----------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="ways")
    def _compare(self, proposal: Proposal) -> None:
        for choice in profiles(proposal, self._stopped.is_set):
            self.post_message(self.Come(choice, of_profiles=True))
        for choice in curve(proposal, stop=self._stopped.is_set):
            self.post_message(self.Come(choice, of_profiles=False))

    def on_choices_dialog_come(self, event: Come) -> None:
        """Show it beside the others."""
        (self._profiles if event.of_profiles else self._curve).append(event.choice)
        self._write()

    def _write(self) -> None:
        known = {choice.profile: choice for choice in self._profiles}
        rows = [Content.styled(" Profile         Moves    ARR   Over", "bold")]
        rows += [_line(PROFILES[one], known.get(one), one is self._draft.profile) for one in Profile]
        self.query_one(".choices--profiles", Static).update(Content("\n").join(rows))
        targets = sorted({self._draft.target, *TARGETS}, reverse=True)
        found = {choice.target: choice for choice in self._curve}
        rows = [Content.styled(" Levelling       Moves    ARR   Over", "bold")]
        rows += [_line(f"full at {one} %", found.get(one), one == self._draft.target) for one in targets]
        self.query_one(".choices--curve", Static).update(Content("\n").join(rows))

    def on_unmount(self) -> None:
        """Nobody looks at the comparison any more."""
        self._stopped.set()

    # Answering ----------------------------------------------------------------------------------------------

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Answer with the draft as it is asked for now, or say which line is wrong."""
        try:
            self.dismiss(self._asked(event.values["profile"]))
        except Wrong as wrong:
            event.form.complain(str(wrong), wrong.key)

    def _asked(self, profile: str) -> RebalanceDraft:
        values = self.query_one(Form).values
        target = self._count("target", "Full at: 50 to 100 percent")
        if target is None or not _LEAST_TARGET <= target <= 100:
            raise Wrong("Full at: 50 to 100 percent.", "target")
        locked = clean(values["locked"])
        if locked:
            try:
                parse(locked)
            except QueryError as error:
                raise Wrong(f"Locked: {error.says}", "locked") from error
        return revise(
            self._draft,
            profile=Profile(profile),
            target=target,
            max_moves=self._count("max_moves", "Most moves: a number; empty is no limit"),
            max_per_person=self._count("per_person", "Most a person: a number; empty is no limit"),
            locked=locked,
            chains=values["chains"] == "yes",
            freeze=self._count("freeze", "Renewals stay: a number of days; 0 lets them move") or 0,
            effective=self._day(values["effective"].strip()) if "effective" in values else self._draft.effective,
            pace=self._count("pace", "A week, each: a number; empty is no limit") or 0,
            follow_ups=FollowUpPolicy(values["follow_ups"]),
        )

    def _count(self, key: str, says: str) -> int | None:
        text = self.query_one(Form).values[key].strip().removesuffix("%").strip()
        if not text:
            return None
        if not text.isdecimal() or len(text) > 5:
            raise Wrong(f"{says}.", key)
        return int(text)

    def _day(self, text: str) -> date | None:
        if not text or text.casefold() == "today":
            return None
        try:
            day = read_day(text, self._outlook.moment)
        except (WhenError, BookshiftError) as error:
            raise Wrong(str(error), "effective") from error
        if day < self._outlook.moment.today:
            raise Wrong("Moves are made today or later; that day has passed.", "effective")
        return day


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _line(name: str, choice: Choice | None, chosen: bool) -> Content:
    """One way to solve it: its name, moves, ARR moved and hours left over."""
    mark = "▸" if chosen else " "
    if choice is None:
        return Content.styled(f"{mark}{name:<15}  …", "$foreground-muted")
    moves = f"{choice.moves:,}"
    text = f"{mark}{name:<15}{moves:>6} {money_short(choice.arr_moved):>6} {hours_whole(choice.over_hours):>6}"
    return Content.styled(text, "bold" if chosen else "")
