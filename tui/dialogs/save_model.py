"""Saving a model of the manager's own: where it goes, and what it would do to this book, said before it is written."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core.models.written import model_text
from core.organisation import Model
from core.outlook import Outlook
from core.ports import Catalogue
from core.usecases.own_model import Held, held, in_force
from core.wording import counted
from tui.card import said_content
from tui.dialogs.base import Dialog
from tui.dialogs.use_model import findings_then
from tui.portrait import Said
from widgets.form import Form, Line
from widgets.key_hints import Hint

_PLAN = (("take", "takes it now"), ("keep", "keeps the one it has"))


@dataclass(frozen=True, slots=True)
class Saving:
    """A model that is about to be saved."""

    model: Model
    """As it is to be written."""
    original: Model | None
    """As its file said it; None for a new one."""
    before: str
    """The text of its file; empty where there is none."""
    file: str
    """Where it goes."""


class SaveModelDialog(Dialog[bool]):
    """Answers whether the plan in force takes the model at once; None leaves everything as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "keep", "Save", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("enter", "Save"), Hint("esc", "Back to the model"))

    def __init__(self, outlook: Outlook, known: Catalogue, saving: Saving) -> None:
        """Foresee a model that has no fault."""
        super().__init__(f"Save {saving.model.title}")
        self._outlook = outlook
        self._known = known
        self._saving = saving
        self._used = in_force(outlook.book, saving.model.key, known.alignments)

    def body(self) -> ComposeResult:
        """The choice for a model in force, over the preview."""
        if self._used:
            yield Form([Line("plan", "Plan in force", "take", _PLAN)])
        yield Static("", classes="use--preview")

    def on_mount(self) -> None:
        """Work out what it would do."""
        if self._used:
            self.query_one(Form).focus()
        self._preview()

    @work(exclusive=True, group="preview")
    async def _preview(self) -> None:
        """Beside the screen: the findings of a large book take a moment."""
        self._say(Content.styled("Working out what it would do to this book.", "$foreground-muted"))
        said = await asyncio.to_thread(_foreseen, self._outlook, self._known, self._saving)
        self._say(said_content(said, 16, max(40, self.query_one(".use--preview").size.width)))

    def _say(self, content: Content) -> None:
        self.query_one(".use--preview", Static).update(content)

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Save it."""
        self.action_keep()

    def action_keep(self) -> None:
        """Save it."""
        form = self.query_one_optional(Form)
        self.dismiss(form is not None and form.values["plan"] == "take")


def _foreseen(outlook: Outlook, known: Catalogue, saving: Saving) -> tuple[Said, ...]:
    found = held(outlook.book, outlook.moment, known, saving.model)
    said = [Said("File", saving.file)]
    original = saving.original
    if original is not None and saving.before and model_text(original) != saving.before:
        lost = "it was written by hand: comments go, and what it takes from another model is written out"
        said.append(Said("", lost, "warn"))
    if original is not None and original.key != saving.model.key:
        said.append(Said("", f"the file of {original.key} is put aside", "warn"))
    where = "as if it were in force for every account" if found.whole else "in the plan in force, which names it"
    said.append(Said("On this book", where))
    said += [Said("Look at", note, "warn") for note in found.notes]
    said += _seats(saving.model, found)
    if found.after is not None:
        said += findings_then(outlook, Outlook(found.after, outlook.moment))
        said.append(Said("Moves", "nobody: everybody keeps their seats"))
    return tuple(said)


def _seats(model: Model, found: Held) -> list[Said]:
    counts = zip(model.seats, found.seats, strict=False)
    text = ", ".join(f"{seat.title} on {counted(count, 'account')}" for seat, count in counts if count)
    return [Said("Seats", text)] if text else []
