"""The application: opens the book beside the first frame, holds the outlook that all screens show, runs changes.

What the first frame does not need (the domain, the screens) is imported in the thread that opens the book.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import Callable, Sequence
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, work
from textual._path import CSSPathType
from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.notifications import SeverityLevel
from textual.reactive import reactive, var
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker, WorkerError, get_current_worker

from core.errors import BookshiftError, Refusal, RefusalKind
from tui.commands import Command, Place, bindings, by_id, opener_keys
from tui.hangup import hung_up
from tui.header import HeaderText
from tui.opening import Opening
from tui.palette import CommandPalette
from tui.screens.base import Room
from tui.session import Session
from tui.theme import DARK, HIDDEN, LIGHT
from tui.turns import after_key
from widgets.text import plain

if TYPE_CHECKING:
    from core.book.book import Book, Delta
    from core.desk import Desk, Done, Looked, UseCase
    from core.moment import Moment
    from core.outlook import Outlook
    from core.rebalance.draft import RebalanceDraft
    from tui.comparison import Comparison
    from tui.compose import House
    from tui.finding import Found

Q = TypeVar("Q")
Opener = Callable[["Callable[[Book, Moment], None]"], "House"]
"""Opens the book; may hand it over early, before its conversations are read."""
_SAVING_AFTER = 0.016
"""Seconds after which a commit that still runs is told to the user."""
_LOOK_EVERY = 0.5
"""Seconds between two looks at what another terminal wrote; one look costs a file's length."""
_TIDY_EVERY = 60.0
"""Seconds between two thoughts of a checkpoint."""
_MANY = 1_000
"""Accounts from which on the garbage collector is kept off an outlook."""
_HELD_AT_MOST = 3.0
"""Seconds that keys wait for a dialog at the most."""
_NEEDING_ALL = frozenset({"export", "snapshot", "rebalance", "compare", "draft.list"})
"""Commands that change nothing and still need the whole book."""
_TABS = frozenset({"tab", "shift+tab"})
"""Keys that lead from one pane or line to another."""
_LEAVING = frozenset({"up", "down", "enter", "escape"})
"""Further keys that may lead out of a line of text; letters that follow belong where they lead."""
_HELD_IN_INPUT = 0.5
"""Seconds that keys wait for one of those at the most."""


def _book() -> Screen[None]:
    from tui.screens.book import BookScreen

    return BookScreen()


def _load() -> Screen[None]:
    from tui.screens.load import LoadScreen

    return LoadScreen()


def _model() -> Screen[None]:
    from tui.screens.model import ModelScreen

    return ModelScreen()


def _history() -> Screen[None]:
    from tui.screens.history import HistoryScreen

    return HistoryScreen()


def _looked_at(book: Book, moment: Moment) -> Outlook:
    """The outlook with all that screens show of it.

    What is made here by the ten thousand lives as long as the book; the collector would walk all of it time and again,
    in the middle of a key, so it is told to leave it alone.
    """
    from core.outlook import Outlook

    outlook = Outlook(book, moment)
    collecting = gc.isenabled()
    gc.disable()
    try:
        _ = outlook.rows.listed(), outlook.people, outlook.findings.header_count
    finally:
        if collecting:
            gc.enable()
    if len(outlook.rows) > _MANY:
        gc.freeze()
    return outlook


class Bookshift(App[None]):
    """The terminal application over one house (desk, importer, exporter, snapshots)."""

    TITLE = "bookshift"
    CSS_PATH: ClassVar[CSSPathType | None] = [
        "styles/bookshift.tcss",
        "styles/load.tcss",
        "styles/rebalance.tcss",
        "styles/model.tcss",
        "styles/evidence.tcss",
        "styles/compare.tcss",
        "styles/dialogs.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ANYWHERE)]
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {CommandPalette}
    MODES: ClassVar[dict[str, str | Callable[[], Screen[None]]]] = {
        "book": _book,
        "load": _load,
        "model": _model,
        "history": _history,
    }

    outlook: reactive[Outlook | None] = reactive(None, init=False, always_update=True)
    """The book on its day; None until it is read."""
    state: var[str] = var("reading the book")
    """What the header says of the book: reading, saving, saved, or why nothing can be written."""

    def __init__(self, opener: Opener, session: Session, notes: Sequence[str] = ()) -> None:
        """An application that opens its book by calling ``opener`` in a thread.

        The opener is given a function that shows a large book before its conversations are read. ``notes`` are
        sentences about the user's settings, shown once the book is there.
        """
        super().__init__()
        self._notes = tuple(notes)
        self._opener = opener
        self.session = session
        self.comparison: Comparison | None = None
        """What was measured of models and drafts, kept while the program runs."""
        self._house: House | None = None
        self._turn = asyncio.Lock()
        self._held: list[events.Key] | None = None
        self._returning: list[events.Key] = []
        self._hold: Timer | None = None
        self._releasing: set[asyncio.Future[None]] = set()
        self.broken: BaseException | None = None
        """The defect that ended the application; whoever started it writes it down and says so."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        for name in HIDDEN:
            self._registered_themes.pop(name, None)
        self.theme = session.theme if session.theme in self.available_themes else DARK.name

    # The book -----------------------------------------------------------------------------------------------

    @property
    def house(self) -> House:
        """The opened house; only commands that were let through may ask for it."""
        assert self._house is not None
        return self._house

    @property
    def opened(self) -> bool:
        """Whether all of the book is there; a large one is shown before its conversations and its history are."""
        return self._house is not None

    @property
    def desk(self) -> Desk:
        """The one way in for changes."""
        return self.house.desk

    def get_default_screen(self) -> Screen[None]:
        """What stands until the book is read."""
        return Opening()

    def on_mount(self) -> None:
        """Start reading the book once the first frame is up."""
        self.call_after_refresh(self._open)
        self.set_interval(30, self._turn_day)
        if not self.is_headless:
            self.set_interval(2, self._leave_lost_terminal)

    @work(thread=True, exclusive=True, exit_on_error=False, group="open")
    def _open(self) -> None:
        worker = get_current_worker()
        try:
            house = self._opener(self._early)
            outlook = _looked_at(house.desk.book, house.desk.moment)
        except BookshiftError as error:
            self.call_from_thread(self._refused, str(error))
            return
        except Exception as error:
            self.call_from_thread(self._handle_exception, error)
            return
        if worker.is_cancelled:
            house.close()
            return
        self.call_from_thread(self._opened, house, outlook)
        from core.schema import warm

        warm()

    def _early(self, book: Book, moment: Moment) -> None:
        """In the opening thread: show the book while its conversations are still being read."""
        self.call_from_thread(self._shown_early, _looked_at(book, moment))

    def _shown_early(self, outlook: Outlook) -> None:
        self.state = "reading conversations"
        self.outlook = outlook
        self.switch_mode("book")

    def _opened(self, house: House, outlook: Outlook) -> None:
        self._house = house
        self.state = "read-only" if house.desk.read_only else "saved"
        first = self.outlook is None
        self.outlook = outlook
        if first:
            self.switch_mode("book")
        self.set_interval(_LOOK_EVERY, self._look)
        self.set_interval(_TIDY_EVERY, self._tidy)
        notes = dict.fromkeys(note for note in (*self._notes, *house.notes, house.desk.read_only) if note)
        if notes:
            self.notify("\n".join(map(plain, notes)), severity="warning", timeout=12, markup=False)

    def _fatal_error(self) -> None:
        """End without Textual's traceback: it shows values of variables, which may be customers' data."""
        self.broken = self._exception
        self.exit(return_code=1)

    def _refused(self, says: str) -> None:
        self.exit(return_code=3, message=plain(says))

    # Another terminal ---------------------------------------------------------------------------------------

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        """While another terminal has the book: follow what it writes, and take over once it is gone."""
        if self._house is None or not self.desk.read_only:
            return
        looked = await asyncio.to_thread(self.desk.look)
        if looked.changes or looked.anew:
            self._show_anew(looked)
        if await asyncio.to_thread(self.desk.take_over):
            self.state = "saved"
            self._show_anew(None)
            self.notify("The other terminal is gone; this one can change the book now.", markup=False)

    def _show_anew(self, looked: Looked | None) -> None:
        from core.outlook import Outlook

        if looked is not None and looked.says:
            self.notify(plain(looked.says), severity="warning", markup=False)
        self.outlook = Outlook(self.desk.book, self.desk.moment)

    @work(thread=True, exclusive=True, exit_on_error=False, group="tidy")
    def _tidy(self) -> None:
        """Write a checkpoint when the user is doing something else, so that the next start is quick."""
        if self._house is not None and not self.desk.read_only:
            self._house.tidy()

    def _turn_day(self) -> None:
        """At midnight everything that depends on the date is looked at again."""
        if self._house is None or self.outlook is None:
            return
        moment = self.desk.moment
        if moment.today != self.outlook.moment.today:
            self.outlook = self.outlook.at(moment)

    def _leave_lost_terminal(self) -> None:
        """Leave when the terminal was closed without a word; the book is free for the next one then."""
        if hung_up():
            self.exit()

    def on_unmount(self) -> None:
        """Close the book; everything is saved already."""
        self.session.save()
        if self._house is not None:
            self._house.close()

    # Changes ------------------------------------------------------------------------------------------------

    async def change(self, use_case: UseCase[Q], request: Q, *, tell: bool = True) -> Done | Refusal:
        """Run a use case beside the screen, one at a time; toast what was done or why not."""
        return await self._run(lambda: self.desk.do(use_case, request), tell=tell)

    async def _run(self, deed: Callable[[], Done | Refusal], *, tell: bool = True) -> Done | Refusal:
        from core.desk import Done

        async with self._turn:
            running = asyncio.ensure_future(asyncio.to_thread(deed))
            done, _ = await asyncio.wait([running], timeout=_SAVING_AFTER)
            if not done:
                self.state = "saving"
            outcome = await running
        self.state = "read-only" if self.desk.read_only else "saved"
        if isinstance(outcome, Done):
            self._advance(self.desk.book, outcome.delta)
            if tell:
                self.notify(plain(outcome.change.says), markup=False)
        elif tell and outcome.kind is not RefusalKind.REASON:
            self.tell(outcome)
        return outcome

    def _advance(self, book: Book, delta: Delta) -> None:
        if self.outlook is not None:
            self.outlook = self.outlook.after(book, delta)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a toast in the place of the one before it: a pile of them, as of a key held down, covers the rows."""
        self.clear_notifications()
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def tell(self, refusal: Refusal) -> None:
        """Toast a refusal: nothing to do is information, everything else a warning."""
        severity = "information" if refusal.kind is RefusalKind.NOTHING else "warning"
        lines = [refusal.says, *refusal.details[:4]]
        if len(refusal.details) > 4:
            lines.append(f"and {len(refusal.details) - 4} more")
        text = "\n".join(plain(line) for line in lines)
        self.notify(text, severity=severity, timeout=8, markup=False)  # type: ignore[arg-type]

    # Commands -----------------------------------------------------------------------------------------------

    async def action_command(self, command: str) -> None:
        """Give a command that can be given anywhere."""
        screen = self.screen
        if isinstance(screen, Room):
            await self.give(by_id(command), screen)

    def why_not(self, command: Command, room: Room) -> str:
        """Why a command cannot be given, as a sentence; empty when it can."""
        if self._house is None and (command.edits or command.id in _NEEDING_ALL):
            return "The conversations are still being read; this takes a moment."
        if command.edits and self.house.desk.read_only:
            return self.desk.read_only
        return room.why_not(command.id)

    async def give(self, command: Command, room: Room) -> None:
        """Give a command in a room, or say why it cannot be given."""
        reason = self.why_not(command, room)
        if reason:
            self.notify(plain(reason), severity="warning", markup=False)
            self.release_keys()
            return
        name = "command_" + command.id.replace(".", "_")
        deed = getattr(room, name, None) or getattr(self, name)
        outcome = deed()
        if isinstance(outcome, Worker):
            self._release_after(outcome)
            return
        if isawaitable(outcome):
            await outcome
        self.call_later(self.release_keys)

    # Typing ahead -------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys typed right after one that moves the keyboard elsewhere are held until that is ready for them."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._is_ahead(event):
            self.post_message(event)
        elif self._held is not None:
            self._held.append(event)
        elif self._opens(event):
            self.hold_keys(_HELD_AT_MOST)
            await super().on_event(event)
        elif (left := self._left_by(event.key)) is not None:
            self.hold_keys(_HELD_IN_INPUT)
            await super().on_event(event)
            after_key(self, left, self.release_keys)
        else:
            await super().on_event(event)

    def _is_ahead(self, event: events.Key) -> bool:
        """Whether a key is in front of some that were pressed before it, were held and are on their way again."""
        if not self._returning:
            return False
        if event in self._returning:
            self._returning.remove(event)
            return False
        return True

    def _left_by(self, key: str) -> Widget | None:
        """What a key may lead out of: the line of a filter or dialog that the cursor is in, and for tab any pane."""
        here = self.focused
        if key in _TABS:
            return here
        line = key in _LEAVING and (isinstance(here, Input) or isinstance(self.screen, ModalScreen))
        return here if line else None

    def _opens(self, event: events.Key) -> bool:
        screen = self.screen
        return (
            isinstance(screen, Room) and not isinstance(self.focused, Input) and event.key in opener_keys(screen.PLACE)
        )

    def _release_after(self, worker: Worker[Any]) -> None:
        async def release() -> None:
            # The dialog releases the keys when it is ready; a command that opens none ends at once.
            with contextlib.suppress(WorkerError):
                await worker.wait()
            self.release_keys()

        task = asyncio.ensure_future(release())
        self._releasing.add(task)
        task.add_done_callback(self._releasing.discard)

    def hold_keys(self, seconds: float = _HELD_AT_MOST) -> None:
        """Keep the keys that arrive from now on, for some seconds at most, until `release_keys`."""
        self._held = []
        self._hold = self.set_timer(seconds, self.release_keys)

    def release_keys(self) -> None:
        """Hand the keys that were held to whatever is on top now."""
        if self._hold is not None:
            self._hold.stop()
        held, self._held = self._held or [], None
        self._returning += held
        for event in held:
            self.post_message(event)

    @work(exclusive=True, group="dialog")
    async def command_find(self) -> None:
        """Find an account or a person by name."""
        from tui.dialogs.find import find

        await find(self)

    def open_record(self, found: Found) -> None:
        """Open the page of an account or a person that a search found."""
        from tui.screens.account import AccountScreen
        from tui.screens.person import PersonScreen

        self.push_screen(AccountScreen(found.id) if found.table == "accounts" else PersonScreen(found.id))

    def show_accounts(self, filter_text: str) -> None:
        """Show the book under a filter."""
        self.session.mode("book").filter = filter_text
        from tui.screens.book import BookScreen

        self.switch_mode("book")
        screen = self.screen
        if isinstance(screen, BookScreen):
            screen.take_filter(filter_text)

    def command_rebalance(self) -> None:
        """Propose the moves after which nobody is over."""
        self.open_proposal()

    def open_proposal(self, draft: RebalanceDraft | None = None) -> None:
        """Open a draft of a proposal; without one, the rebalance that was begun, or a new one."""
        from tui.screens.rebalance import RebalanceScreen

        self.push_screen(RebalanceScreen(draft))

    def command_accepted(self) -> None:
        """Show the findings that are lived with."""
        from tui.screens.findings import FindingsScreen

        self.push_screen(FindingsScreen(accepted=True))

    def command_figures(self) -> None:
        """Show the book's own figures, segments, roles and pools."""
        from tui.screens.figures import FiguresScreen

        if not isinstance(self.screen, FiguresScreen):
            self.push_screen(FiguresScreen())

    def command_help(self) -> None:
        """Show the keys of this place."""
        from tui.screens.help import HelpScreen

        if isinstance(self.screen, Room):
            self.push_screen(HelpScreen(self.screen.PLACE))

    def command_go_book(self) -> None:
        """Show the accounts."""
        self.switch_mode("book")

    def command_go_load(self) -> None:
        """Show the people."""
        self.switch_mode("load")

    def command_go_model(self) -> None:
        """Show the models."""
        self.switch_mode("model")

    def command_go_history(self) -> None:
        """Show the history."""
        self.switch_mode("history")

    def command_palette(self) -> None:
        """Open the command palette."""
        self.action_command_palette()

    @work(exclusive=True, group="undo")
    async def command_undo(self) -> None:
        """Take the last change back."""
        await self._run(self.desk.undo)

    @work(exclusive=True, group="undo")
    async def command_redo(self) -> None:
        """Do again what was undone."""
        await self._run(self.desk.redo)

    def command_back(self) -> None:
        """Leave a page that was opened from a mode; at the root nothing happens."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def command_quit(self) -> None:
        """Leave a page; at the root leave the application."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.exit()

    # The header ---------------------------------------------------------------------------------------------

    def header_text(self, mode: str) -> HeaderText:
        """What the header says in a mode."""
        outlook = self.outlook
        if outlook is None:
            return HeaderText(state=self.state, mode=mode)
        from core.wording import long_day

        plan = outlook.book.plan
        groups = outlook.findings.header_count
        return HeaderText(
            book=outlook.book.policy.name,
            plan=plan.title if plan is not None else "no model yet",
            day=long_day(outlook.moment.today),
            state=self.state,
            mode=mode,
            findings="no findings" if groups == 0 else f"{groups} finding" + ("s" if groups != 1 else ""),
            alarm=self.state != "saved",
        )
