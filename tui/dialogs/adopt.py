"""Adopting a draft: who changes role, what moves, what is handed over and what is left empty, before it is written."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.book.book import Book
from core.errors import BookshiftError, Refusal
from core.models.adopt import Adoption
from core.models.compare import role_moves
from core.models.drafting import effective_day
from core.models.placing import How
from core.organisation import Draft
from core.ports import Catalogue
from core.seats import Handoff
from core.usecases.adopt import Adopt, adopt, foresee, left_empty, proof_of
from core.usecases.use_model import coverage
from core.when import read_day
from core.wording import counted, listed, short_date
from tui.card import said_content
from tui.compare_rows import roles_text, without_line
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import lines_content
from tui.model_portrait import sentences
from tui.portrait import Said
from widgets.form import Form, Line
from widgets.key_hints import Hint

if TYPE_CHECKING:
    from tui.app import Bookshift

_MOST_NAMES = 5
_MOST_BATCHES = 4
_SCROLLBAR = 2
"""Cells that a scrollbar takes once the lines are longer than the screen."""


class AdoptDialog(Dialog[Adopt]):
    """What adopting a draft changes; enter writes it as one change."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Adopt"),
        Hint("up down", "Line"),
        Hint("page down", "More"),
        Hint("esc", "Leave all as it is"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_body(1)", "More", show=False),
        Binding("pageup", "scroll_body(-1)", "Back", show=False),
    ]

    def __init__(self, draft: Draft, known: Catalogue) -> None:
        """Look at a draft as if it were in force."""
        super().__init__(f"Adopt {draft.title}")
        self._draft = draft
        self._known = known
        self._found: Adoption | Refusal | None = None
        self._for = ""

    @classmethod
    async def ask(cls, app: Bookshift, draft: Draft, known: Catalogue) -> bool:
        """Show what changes and adopt the draft when the user wants it; whether it was done. Await it in a worker."""
        request = await app.push_screen_wait(cls(draft, known))
        return request is not None and not isinstance(await app.change(adopt, request), Refusal)

    def body(self) -> ComposeResult:
        """The day and the seats left empty, over what changes."""
        day = effective_day(self._draft, self.bookshift.desk.moment.today)
        yield Form(
            [
                Line("since", "From", short_date(day), hint="today, 1 Jan, +2w"),
                Line("confirm", "Leave empty", hint="number of seats, where some would have nobody"),
            ]
        )
        yield Static("", classes="adopt--preview")

    def on_mount(self) -> None:
        """Start on the day, and work out what changes."""
        self.query_one(".dialog--box").add_class("-full")
        self.query_one(Form).focus()
        self._preview()

    def on_form_changed(self, event: Form.Changed) -> None:
        """Another day gives another adoption."""
        if event.key == "since":
            self._preview()

    def _request(self) -> Adopt | Refusal:
        values = self.query_one(Form).values
        since = None
        if values["since"].strip():
            try:
                since = read_day(values["since"], self.bookshift.desk.moment, past=False)
            except BookshiftError as error:
                return Refusal(str(error))
        text = values["confirm"].strip()
        if text and not text.isdecimal():
            return Refusal("Write the number of seats that may be left without anybody.")
        return Adopt(self._draft, self._known, since, int(text) if text else None)

    # The preview --------------------------------------------------------------------------------------------

    @work(exclusive=True, group="preview")
    async def _preview(self) -> None:
        """Work it out beside the screen: a large book takes a moment."""
        request = self._request()
        if isinstance(request, Refusal):
            self._found = request
            self._say(lines_content(request.says, request.details))
            return
        self._found = None
        self._say(Content.styled("Working out who sits where and what is handed over.", "$foreground-muted"))
        desk = self.bookshift.desk
        book = desk.book
        self._found = found = await asyncio.to_thread(foresee, book, desk.moment, request)
        if isinstance(found, Refusal):
            self._say(Content("\n").join([lines_content(found.says, found.details), Content(), self._way_on]))
            return
        said = await asyncio.to_thread(lambda: tuple(_told(book, self._draft, found)))
        width = max(40, self.query_one(".adopt--preview").size.width - _SCROLLBAR)
        self._say(said_content(said, 9, width))
        form = self.query_one(Form)
        if found.empty and not form.values["confirm"]:
            form.focus_line("confirm")

    @property
    def _way_on(self) -> Content:
        """Where what stands against it is mended."""
        kept = "Press esc and change the draft."
        way = kept if self._draft.id else "Press esc, then n: as a draft of yours it can be changed."
        return Content.styled(way, "$foreground-muted")

    def action_scroll_body(self, pages: int) -> None:
        """Show more of what changes."""
        page = self.query_one(".dialog--body", VerticalScroll)
        page.scroll_relative(y=pages * max(1, page.size.height - 1), animate=False)

    def _say(self, content: Content) -> None:
        self.query_one(".adopt--preview", Static).update(content)

    # Answering ----------------------------------------------------------------------------------------------

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Adopt it, once nothing stands against it and the seats left empty are confirmed by their number."""
        request, found = self._request(), self._found
        if isinstance(request, Refusal):
            event.form.complain(request.says)
        elif found is None:
            event.form.complain("It is still being worked out; this takes a moment.")
        elif isinstance(found, Refusal):
            event.form.complain("It cannot be adopted as it is; what is wrong stands below.")
        elif found.empty and request.confirm != found.empty:
            event.form.complain(f"Type {found.empty} to leave that many seats without anybody.", "confirm")
        else:
            self.dismiss(request)


def _told(book: Book, draft: Draft, found: Adoption) -> Iterator[Said]:
    """What adopting changes, the most telling first."""
    if found.empty:
        verb = "has" if found.empty == 1 else "have"
        seats = f"{counted(found.empty, 'seat')} that {verb} work would be left without anybody"
        yield Said("Empty", f"{seats}: {'; '.join(left_empty(found))}. Type {found.empty} above to accept that.", "bad")
    plan = found.book.plan
    covered = coverage(found.book, plan, found.day) if plan is not None else None
    if covered is not None and covered.unmatched:
        yield without_line(covered.unmatched)
    yield from _people(book, draft, found)
    yield _moves(found)
    proof = proof_of(found)
    if proof:
        yield Said("Proof", proof, "muted")
    yield _handoffs(found)
    if plan is not None and covered is not None:
        for place, line in enumerate(sentences(found.book, plan, covered)):
            yield Said("Plan" if place == 0 else "", f"{line.label}: {line.text}", line.tone)
    running = next((era for era in reversed(book.eras.all()) if era.until is None), None)
    if running is not None and any(edit.table == "plans" for edit in found.edits):
        yield Said(
            "Era", f"{running.title}, since {short_date(running.since)}, ends on {short_date(found.day)}", "muted"
        )
    yield Said("Undo", "one undo takes all of it back", "muted")


def _people(book: Book, draft: Draft, found: Adoption) -> Iterator[Said]:
    names = [
        f"{book.people[move.person].name} from {roles_text(book, move.before)} to {roles_text(book, move.after)}"
        for move in role_moves(book, found.book)
    ]
    verb = "changes" if len(names) == 1 else "change"
    text = f"{counted(len(names), 'person')} {verb} role: {_first(names)}" if names else "nobody changes role"
    yield Said("Roles", text)
    hires = [
        f"{position.name.removeprefix('Open position: ')} from {short_date(position.starts or found.day)}"
        for position in draft.vacancies
    ]
    if hires:
        yield Said(
            "Hires", f"{counted(len(hires), 'position')} {'opens' if len(hires) == 1 else 'open'}: {_first(hires)}"
        )
    leavers = [book.people[number].name for number in draft.leavers if number in book.people]
    if leavers:
        yield Said("Gone", _first(leavers))


def _moves(found: Adoption) -> Said:
    forced = sum(one.how is How.FORCED for one in found.passes)
    first = sum(one.how is How.FIRST and one.ask.active for one in found.placements.placed)
    also = f"; {counted(first, 'seat')} with work get somebody for the first time" if first else ""
    if not found.passes:
        return Said("Moves", f"nothing changes hands{also}")
    verb = "changes" if len(found.passes) == 1 else "change"
    how = f"{forced:,} because they must, {len(found.passes) - forced or 'none'} by choice"
    return Said("Moves", f"{counted(len(found.passes), 'seat')} {verb} hands, {how}{also}")


def _handoffs(found: Adoption) -> Said:
    opened = [edit.after for edit in found.edits if edit.before is None and isinstance(edit.after, Handoff)]
    if not opened:
        return Said("Handoffs", "none is opened")
    due = Counter(handoff.due for handoff in opened)
    batches = [f"{number:,} due {short_date(day)}" for day, number in sorted(due.items())]
    rest = len(batches) - _MOST_BATCHES
    said = listed(batches) if rest <= 0 else f"{', '.join(batches[:_MOST_BATCHES])} and {counted(rest, 'later batch')}"
    return Said("Handoffs", f"{counted(len(opened), 'handoff')} opened, in weekly batches for each giver: {said}")


def _first(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else shown
