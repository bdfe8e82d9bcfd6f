"""Taking back one change out of the middle of the history: what stands in the way, and the two ways around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from core.book.book import Book, IdSource
from core.book.change import Change, Head
from core.book.undo import undo_back_to, undo_change
from core.desk import UseCase
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.wording import counted
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm, lines_content
from widgets.key_hints import Hint, KeyHints
from widgets.text import plain

if TYPE_CHECKING:
    from tui.app import Bookshift

Way = Literal["partly", "back"]
"""How a change that was built upon is taken back: what can be, or everything since."""


class Conflict(Dialog[Way]):
    """What was changed again since, and the two ways to go on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "answer('partly')", "What can be", show=False),
        Binding("b", "answer('back')", "Everything since", show=False),
    ]

    def __init__(self, refusal: Refusal, *, partly: int, later: int) -> None:
        """Offer to take back ``partly`` records only, or this change with the ``later`` ones."""
        super().__init__("This was built upon since")
        self._refusal = refusal
        self._partly = partly
        self._later = later

    def on_mount(self) -> None:
        """Name the two ways with their numbers."""
        hints = [Hint("b", f"Undo this and {counted(self._later, 'later change')}"), Hint("esc", "Leave it")]
        if self._partly:
            hints.insert(0, Hint("p", f"Undo what can be: {counted(self._partly, 'record')}"))
        self.query_one(KeyHints).hints = tuple(hints)

    def body(self) -> ComposeResult:
        """The sentence and what stands in the way."""
        yield Static(lines_content(self._refusal.says, self._refusal.details))

    def action_answer(self, way: Way) -> None:
        """Answer."""
        if way == "back" or self._partly:
            self.dismiss(way)


async def take_back(app: Bookshift, head: Head) -> None:
    """Take a change back; where it was built upon, say by what and offer both ways. To be awaited in a worker."""
    outcome = await app.change(_undo_of(app, head, partly=False), None, tell=False)
    if not isinstance(outcome, Refusal):
        app.notify(plain(outcome.change.says), markup=False)
        return
    if outcome.kind is not RefusalKind.CONFLICT:
        app.tell(outcome)
        return
    previewed = app.desk.preview(_undo_of(app, head, partly=True), None)
    partly = 0 if isinstance(previewed, Refusal) else len(previewed[0].edits)
    later = sum(item.seq > head.seq for item in app.desk.heads)
    way = await app.push_screen_wait(Conflict(outcome, partly=partly, later=later))
    if way == "partly":
        await app.change(_undo_of(app, head, partly=True), None)
    elif way == "back":
        await app.change(_undo_to(app, head.seq - 1), None)


async def go_back_to(app: Bookshift, head: Head) -> None:
    """Take back everything done after a change, once the number of changes is confirmed. To be awaited in a worker."""
    later = [item for item in app.desk.heads if item.seq > head.seq]
    if not later:
        app.notify("Nothing was changed after this.", markup=False)
        return
    says = f"Take back {counted(len(later), 'change')} made after “{head.says}”? It is one step and can be undone."
    if await app.push_screen_wait(Confirm("Back to here", says, [item.says for item in reversed(later)])):
        await app.change(_undo_to(app, head.seq), None)


def _undo_of(app: Bookshift, head: Head, *, partly: bool) -> UseCase[None]:
    desk = app.desk

    def undo(book: Book, moment: Moment, ids: IdSource, request: None) -> Change | Refusal:
        return undo_change(book, head, desk.patches(head.seq), partly=partly, later=desk.since(head.seq))

    return undo


def _undo_to(app: Bookshift, seq: int) -> UseCase[None]:
    desk = app.desk
    later: Sequence[Head] = [item for item in reversed(desk.heads) if item.seq > seq]

    def undo(book: Book, moment: Moment, ids: IdSource, request: None) -> Change | Refusal:
        return undo_back_to(book, seq, [(head, desk.patches(head.seq)) for head in later])

    return undo
