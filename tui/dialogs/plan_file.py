"""A draft's plan written to a file that others can read and change, or taken from one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core.errors import BookshiftError
from core.models.written import plan_text
from core.organisation import Draft
from tui.compose import write_text
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.dialogs.files import PathDialog
from tui.typed_paths import completed, free_name, name_from, newest, typed_path
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.plain_input import PlainInput
from widgets.text import plain

_DEEDS = (("write", "write the plan"), ("load", "take a plan from a file"))


class PlanFileDialog(Dialog[Path]):
    """Answers with the file to take a plan from; writing is done here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "Complete", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = PathDialog.HINTS

    def __init__(self, draft: Draft) -> None:
        """Write the plan of a draft, or name one to take."""
        super().__init__(f"The plan of {draft.title} as a file")
        self._draft = draft
        self._proposed = {"write": "", "load": ""}

    def body(self) -> ComposeResult:
        """What goes into the file, and its name."""
        says = f"Lines, overlays and pools, as `bookshift draft new --file` reads them. Files go to {Path.cwd()}."
        name = str(free_name(Path(f"{name_from(self._draft.title)}.toml")))
        self._proposed = {"write": name, "load": newest("*.toml")}
        yield Static(Content(plain(says)), classes="dialog--note")
        yield Form(
            [Line("deed", "Do", "write", _DEEDS), Line("file", "File", name, hint="path of the file")], focus="file"
        )

    def on_mount(self) -> None:
        """Start in the line of the file."""
        self.query_one(Form).focus()

    def action_complete(self) -> None:
        """Complete the name in the file's line; in another line go on to the next."""
        form = self.query_one(Form)
        text = form.values["file"]
        longer = completed(text)
        if self.focused is not form.query_one(PlainInput) or longer == text:
            form.action_step(1)
        else:
            form.set_value("file", longer)

    def on_form_changed(self, event: Form.Changed) -> None:
        """Propose a file for what is to be done, unless another was named."""
        if event.key == "deed" and event.form.values["file"] in self._proposed.values():
            event.form.set_value("file", self._proposed[event.value])

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Write the plan, or answer with the file to take one from."""
        if not event.values["file"].strip():
            event.form.complain("Name the file.", "file")
        elif event.values["deed"] == "load":
            self.dismiss(typed_path(event.values["file"]))
        else:
            self._write(typed_path(event.values["file"]))

    @work(exclusive=True, group="write")
    async def _write(self, path: Path) -> None:
        overwrite = path.exists()
        if overwrite:
            says = f"{path.name} is there already. Replace it?"
            if not await self.app.push_screen_wait(Confirm("Replace the file", says)):
                return
        draft, people = self._draft, self.bookshift.desk.book.people
        text, notes = plan_text(draft.plan, draft.pools, {person.id: person for person in people.values()})
        try:
            await asyncio.to_thread(write_text, path, text, overwrite=overwrite)
        except BookshiftError as error:
            self.query_one(Form).complain(str(error), "file")
            return
        self.notify(plain("\n".join((f"The plan is in {path}.", *notes))), markup=False)
        self.dismiss(None)
