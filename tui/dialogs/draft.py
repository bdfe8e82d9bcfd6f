"""Beginning a draft, and the forms over its parts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.errors import BookshiftError, Refusal, StoreError
from core.organisation import Draft, Plan
from core.ports import Catalogue
from core.schema import revise
from core.text import fold
from core.usecases.draft import NewDraft, new_draft
from core.when import read_day
from tui.compose import plan_in, pools_in
from tui.dialogs.base import Dialog
from tui.part_sheet import Sheet
from tui.typed_paths import newest, typed_path
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.text import plain

if TYPE_CHECKING:
    from tui.app import Bookshift

T = TypeVar("T")


class PartDialog(Dialog[T], Generic[T]):
    """A form over one part of something drawn up; it stays open until the part can be as it says."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Save"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("esc", "Cancel"),
    )

    def __init__(self, sheet: Sheet[T]) -> None:
        """Show a form."""
        super().__init__(sheet.title)
        self._sheet = sheet

    def body(self) -> ComposeResult:
        """What is wrong, or what the lines come to, stands below them and never scrolls away."""
        yield Static("", classes="dialog--error -docked")
        yield Form(self._sheet.lines)

    def on_mount(self) -> None:
        """Start in the first line."""
        self.query_one(".dialog--box").add_class("-full")
        self.query_one(Form).focus()
        self._note()

    def on_form_changed(self, event: Form.Changed) -> None:
        """Say what the lines come to now."""
        self._note()

    @work(exclusive=True, group="note")
    async def _note(self) -> None:
        """Beside the screen: counting the accounts of a filter takes a moment on a large book."""
        note = self._sheet.note
        says = await asyncio.to_thread(note, self.query_one(Form).values) if note is not None else ""
        self._tell(Content.styled(plain(says), "$foreground-muted"))

    def _tell(self, content: Content) -> None:
        self.query_one(".dialog--error", Static).update(content)

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Save it."""
        self._save(dict(event.values))

    @work(exclusive=True, group="save")
    async def _save(self, values: dict[str, str]) -> None:
        made = await asyncio.to_thread(self._sheet.make, values)
        if isinstance(made, Refusal):
            self._tell(Content(plain("\n".join((made.says, *made.details[:3])))))
        else:
            self.dismiss(made)


# Beginning ------------------------------------------------------------------------------------------------------

_BEGINNINGS = (("plan", "the plan in force"), ("model", "a model"), ("file", "a file"), ("nothing", "nothing"))


class NewDraftDialog(Dialog[Draft]):
    """What a new draft is called and what it starts from."""

    HINTS: ClassVar[tuple[Hint, ...]] = PartDialog.HINTS

    def __init__(self, known: Catalogue, taken: tuple[str, ...]) -> None:
        """Offer models and alignments; ``taken`` are the names of the drafts there are."""
        super().__init__("New draft")
        self._known = known
        self._taken = taken

    def body(self) -> ComposeResult:
        """The form."""
        known = self._known
        keyed = {one.key: one.title.lower() for one in known.models}
        alone = {one.key: f"{one.title.lower()} alone" for one in known.alignments}
        alignments = tuple((one.key, one.title.lower()) for one in known.alignments)
        yield Form(
            [
                Line("title", "Name", hint="Next year", required=True),
                Line("start", "Start from", "plan", _BEGINNINGS),
                Line("model", "Model", "generalist", (*keyed.items(), *alone.items())),
                Line("alignment", "Aligned", "", (("", "none"), *alignments)),
                Line("file", "File", hint="a plan with its pools, such as plan.toml"),
                Line("day", "In force from", hint="the day it is adopted; or 1 Jan, +60d"),
            ]
        )
        says = "Model and alignment count where it starts from a model, the file where it starts from a file."
        yield Static(Content.styled(says, "$foreground-muted"), classes="dialog--note")

    def on_mount(self) -> None:
        """Start with the name."""
        self.query_one(Form).focus()

    def on_form_changed(self, event: Form.Changed) -> None:
        """Choosing a model or naming a file says what to start from."""
        if event.key in ("model", "alignment"):
            event.form.set_value("start", "model")
        elif event.key == "file" and event.value:
            event.form.set_value("start", "file")
        elif event.key == "start" and event.value == "file" and not event.form.values["file"]:
            event.form.set_value("file", newest("*.toml"))

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Begin it."""
        self._save(dict(event.values))

    @work(exclusive=True, group="save")
    async def _save(self, values: dict[str, str]) -> None:
        desk = self.bookshift.desk
        book, moment = desk.book, desk.moment
        try:
            request = self._request(values)
            made = await asyncio.to_thread(new_draft, book, moment, self._known, request)
        except (BookshiftError, OSError) as error:
            made = Refusal(str(error))
        if isinstance(made, Refusal):
            self.query_one(Form).complain("\n".join((made.says, *made.details[:4])))
        else:
            self.dismiss(made)

    def _request(self, values: dict[str, str]) -> NewDraft:
        desk, start = self.bookshift.desk, values["start"]
        by_model = start == "model"
        path = typed_path(values["file"])
        nothing = Plan(id=0, title=values["title"]) if start == "nothing" else None
        return NewDraft(
            title=values["title"],
            taken=self._taken,
            model=values["model"] if by_model else "",
            alignment=values["alignment"] if by_model else "",
            plan=plan_in(path) if start == "file" else nothing,
            pools=pools_in(path, desk.book.people.all()) if start == "file" else (),
            effective=read_day(values["day"], desk.moment, past=False) if values["day"].strip() else None,
        )


async def keep_as_draft(app: Bookshift, draft: Draft) -> Draft | None:
    """Keep a draft that the program made as one of the manager's own, under a free name; None where that failed."""
    try:
        drafts = app.house.drafts
        titles = {fold(one.title) for one in await asyncio.to_thread(drafts.all)}
        title = _free(draft.title, titles)
        own = revise(draft, id=0, title=title, plan=revise(draft.plan, id=0, title=title), base=app.desk.book.seq)
        kept = await asyncio.to_thread(drafts.write, own)
    except StoreError as error:
        app.notify(plain(str(error)), severity="warning", markup=False)
        return None
    app.notify(plain(f"Kept as the draft {kept.title}."), markup=False)
    return kept


def _free(title: str, taken: set[str]) -> str:
    number, free = 1, title
    while fold(free) in taken:
        number += 1
        free = f"{title} {number}"
    return free
