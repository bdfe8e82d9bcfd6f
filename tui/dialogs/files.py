"""Writing what is shown to a file, and writing or restoring a snapshot of the whole book."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core.book.book import Book
from core.book.difference import Difference, counts, difference
from core.errors import BookshiftError, Refusal
from core.exchange.sheet import Sheet
from core.ports import Exporter, Snapshots
from core.schema import BY_NAME
from core.usecases.restore import Restore, restore, taken_back
from core.wording import counted, plural
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.typed_paths import completed, free_name, name_from, newest, typed_path
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.plain_input import PlainInput
from widgets.text import plain


class PathDialog(Dialog[bool]):
    """A form with a line for a file: tab completes the name, the folder it counts from is said."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "Complete", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Do it"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("tab", "Complete"),
        Hint("esc", "Cancel"),
    )

    def action_complete(self) -> None:
        """Complete the name in the file's line; in another line go on to the next."""
        form = self.query_one(Form)
        if self.focused is not form.query(PlainInput).first():
            form.action_step(1)
            return
        text = form.values["file"]
        longer = completed(text)
        if longer == text:
            form.action_step(1)
        else:
            form.set_value("file", longer)

    def on_mount(self) -> None:
        """Start in the first line."""
        self.query_one(Form).focus()

    async def replaces(self, path: Path) -> bool | None:
        """Whether a file that is there may be replaced: None when the user would rather not."""
        if not path.exists():
            return False
        if await self.app.push_screen_wait(Confirm("Replace the file", f"{path.name} is there already. Replace it?")):
            return True
        return None


class ExportDialog(PathDialog):
    """The rows on screen into a CSV or JSON file."""

    def __init__(self, sheet: Sheet, exporter: Exporter) -> None:
        """Write a sheet."""
        super().__init__(f"Export {len(sheet.rows):,} {sheet.title}")
        self._sheet = sheet
        self._exporter = exporter

    def body(self) -> ComposeResult:
        """Form and where it goes."""
        name = free_name(Path(f"{name_from(self._sheet.title)}-{self._sheet.as_of.isoformat()}.csv"))
        yield Static(
            Content(plain(f"As they are shown, in this order. Files go to {Path.cwd()}.")), classes="dialog--note"
        )
        yield Form([Line("file", "File", str(name)), Line("form", "Form", "csv", (("csv", "CSV"), ("json", "JSON")))])

    def on_form_changed(self, event: Form.Changed) -> None:
        """The form is what the file's ending says."""
        if event.key == "form":
            path = typed_path(event.form.values["file"])
            event.form.set_value("file", str(path.with_suffix(f".{event.value}")))

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Write the file."""
        self._write(typed_path(event.values["file"]))

    @work(exclusive=True, group="write")
    async def _write(self, path: Path) -> None:
        form = self.query_one(Form)
        overwrite = await self.replaces(path)
        if overwrite is None:
            return
        try:
            await asyncio.to_thread(self._exporter.write, self._sheet, path, overwrite=overwrite)
        except BookshiftError as error:
            form.complain(str(error), "file")
            return
        self.notify(plain(f"{len(self._sheet.rows):,} {self._sheet.title} are in {path}."), markup=False)
        self.dismiss(True)


_DEEDS = (("write", "write one"), ("restore", "restore one"))
_PRIVATE = (("in", "in it"), ("out", "left out"))


class SnapshotDialog(PathDialog):
    """The whole book into one file, or out of one."""

    def __init__(self, book: Book, files: Snapshots) -> None:
        """Write a book, or put the contents of a file in its place."""
        super().__init__("Snapshot of the whole book")
        self._book = book
        self._files = files
        self._proposed = {"write": "", "restore": ""}

    def body(self) -> ComposeResult:
        """Form and what it means."""
        today = self.bookshift.desk.moment.today
        name = free_name(Path(f"{name_from(self._book.policy.name)}-{today.isoformat()}.bookshift"))
        self._proposed = {"write": str(name), "restore": newest("*.bookshift")}
        says = f"One file that loads again elsewhere, equal to this book. Files go to {Path.cwd()}."
        yield Static(Content(plain(says)), classes="dialog--note")
        yield Form(
            [
                Line("deed", "Do", "write", _DEEDS),
                Line("file", "File", str(name), hint="path of the file"),
                Line("private", "Private things", "in", _PRIVATE),
            ],
            focus="file",
        )
        says = "Private are reasons of leave, planned leavers and interviews. Without them a snapshot is not complete."
        yield Static(Content.styled(says, "$foreground-muted"), classes="dialog--note")

    def on_form_changed(self, event: Form.Changed) -> None:
        """Propose a file for what is to be done, unless another was named."""
        if event.key == "deed" and event.form.values["file"] in self._proposed.values():
            event.form.set_value("file", self._proposed[event.value])

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Write or restore."""
        if not event.values["file"].strip():
            event.form.complain("Name the file.", "file")
            return
        path = typed_path(event.values["file"])
        if event.values["deed"] == "write":
            self._write(path, private=event.values["private"] == "in")
        else:
            self._restore(path)

    @work(exclusive=True, group="write")
    async def _write(self, path: Path, *, private: bool) -> None:
        overwrite = await self.replaces(path)
        if overwrite is None:
            return
        today = self.bookshift.desk.moment.today

        def write() -> int:
            return self._files.write(self._book, path, overwrite=overwrite, private=private, today=today)

        try:
            size = await asyncio.to_thread(write)
        except BookshiftError as error:
            self.query_one(Form).complain(str(error), "file")
            return
        people, accounts = counted(len(self._book.people), "person"), counted(len(self._book.accounts), "account")
        self.notify(plain(f"{people} and {accounts} are in {path} ({size:,} bytes)."), markup=False)
        self.dismiss(True)

    @work(exclusive=True, group="write")
    async def _restore(self, path: Path) -> None:
        form, app = self.query_one(Form), self.bookshift
        if app.desk.read_only:
            form.complain(app.desk.read_only, "file")
            return
        try:
            other = await asyncio.to_thread(self._files.read, path)
        except BookshiftError as error:
            form.complain(str(error), "file")
            return
        found = await asyncio.to_thread(difference, app.desk.book, other)
        if found.equal:
            form.complain("The book holds exactly what this snapshot holds; there is nothing to restore.", "file")
            return
        people, accounts = counted(len(other.people), "person"), counted(len(other.accounts), "account")
        what = f"Put what {path.name} holds ({people}, {accounts}) in the place of what this book holds?"
        says = f"{what} It is one change, and u takes it back."
        lines = [*taken_back(found, ()), *difference_lines(found)]
        if await self.app.push_screen_wait(Confirm("Restore", says, lines)):
            outcome = await app.change(restore, Restore(other=other, source=path.name))
            if not isinstance(outcome, Refusal):
                self.dismiss(True)


_TOLD_FIRST = ("accounts", "people", "conversations", "holders")


def difference_lines(found: Difference) -> list[str]:
    """How many records of each table would come, go and change; what a manager knows by name first."""
    told = sorted(counts(found), key=lambda row: row[0] not in _TOLD_FIRST)
    return [
        f"{plural(BY_NAME[table].one)}: {added:,} added, {removed:,} removed, {changed:,} changed"
        for table, added, removed, changed in told
    ]
