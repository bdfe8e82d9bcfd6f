"""Bringing a file in: which file, what it comes to with every row and column that is in doubt, then yes or no."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from core.errors import BookshiftError, Refusal, RefusalKind
from core.exchange.fields import SKIP, Kind
from core.exchange.plan import FilePlan, ImportPlan
from core.exchange.recognise import ColumnUse
from core.usecases.accept_import import AcceptImport, accept_import
from core.when import DateOrder
from core.wording import counted, listed
from tui.card import said_content
from tui.compose import importer
from tui.dialogs.files import PathDialog
from tui.portrait import Said
from tui.typed_paths import free_name, typed_path
from widgets.form import Form, Line
from widgets.key_hints import Hint, KeyHints
from widgets.text import plain

_MOST_ISSUES = 60
_FORM_HINTS = (
    Hint("enter", "Look at the file"),
    Hint("up down", "Line"),
    Hint("tab", "Complete the name"),
    Hint("esc", "Cancel"),
)
_PLAN_HINTS = (
    Hint("y", "Import this"),
    Hint("e", "Change the lines above"),
    Hint("w", "Write rejected"),
    Hint("j k", "Scroll"),
    Hint("esc", "Leave"),
)


class ImportDialog(PathDialog):
    """A form about the file over what the file comes to; nothing is written before y."""

    SCROLLED: ClassVar[str] = ".import--plan"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "accept", "Import", show=False),
        Binding("e", "again", "Change", show=False),
        Binding("w", "rejects", "Write rejected rows", show=False),
        Binding("j,down", "scroll('down')", "Down", show=False),
        Binding("k,up", "scroll('up')", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "scroll('page_down')", "Page down", show=False),
        Binding("ctrl+u,pageup", "scroll('page_up')", "Page up", show=False),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = _FORM_HINTS

    def __init__(self) -> None:
        """Ask for a file."""
        super().__init__("Import from CSV files")
        self._plan: ImportPlan | None = None

    def body(self) -> ComposeResult:
        """The form, then the plan."""
        kinds = (("", "by its columns"), *((kind.value, kind.value) for kind in Kind))
        orders = (("", "as they tell"), *((order.value.upper(), order.value.upper()) for order in DateOrder))
        yield Form(
            [
                Line("file", "File", hint="path; several with ; between them; ~ is your home folder"),
                Line("kind", "Its rows are", "", kinds),
                Line("dates", "Dates", "", orders),
                Line("map", "Columns", hint="Column=field, Other column=- to leave it out"),
                Line("theirs", "Changed twice", "ours", (("ours", "ours stays"), ("theirs", "take the file's"))),
                Line("encoding", "Encoding", hint="utf-8 unless said, such as cp1252"),
            ]
        )
        with VerticalScroll(classes="import--plan", can_focus=True):
            yield Static("", classes="import--text")

    def on_mount(self) -> None:
        """Use the whole screen."""
        self.query_one(".dialog--box").add_class("-full")

    # Looking ------------------------------------------------------------------------------------------------

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Look at the file."""
        if not event.values["file"].strip():
            event.form.complain("Name the file.", "file")
            return
        self._look(dict(event.values))

    @work(exclusive=True, group="look")
    async def _look(self, values: dict[str, str]) -> None:
        form, desk = self.query_one(Form), self.bookshift.desk
        try:
            mapping = _mapping(values["map"])
        except BookshiftError as error:
            form.complain(str(error), "map")
            return
        paths = [typed_path(part) for part in values["file"].split(";") if part.strip()]
        self._say((Said("", f"Reading {listed(path.name for path in paths)}.", "muted"),))

        def preview() -> ImportPlan:
            return importer().preview(
                paths,
                book=desk.book,
                moment=desk.moment,
                kind=values["kind"] or None,
                mapping=mapping,
                encoding=values["encoding"].strip() or None,
                dates=values["dates"] or None,
            )

        try:
            self._plan = await asyncio.to_thread(preview)
        except BookshiftError as error:
            self._plan = None
            self._say(())
            form.complain(str(error), "file")
            return
        self._say(tuple(plan_said(self._plan)))
        self.query_one(KeyHints).hints = _PLAN_HINTS
        self.add_class("-planned")
        self.query_one(".import--plan").focus()

    def _say(self, said: tuple[Said, ...]) -> None:
        text = self.query_one(".import--text", Static)
        text.update(said_content(said, 11, max(40, text.size.width or self.size.width - 6)))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    # Deciding -----------------------------------------------------------------------------------------------

    def action_again(self) -> None:
        """Go back to the form."""
        self._plan = None
        self.query_one(KeyHints).hints = _FORM_HINTS
        self.remove_class("-planned")
        self.query_one(Form).focus()

    @work(exclusive=True, group="write")
    async def action_accept(self) -> None:
        """Write it into the book, as one change."""
        plan = self._plan
        if plan is None:
            return
        if plan.blocking:
            self.notify(plain(plan.blocking[0].says), severity="warning", timeout=8, markup=False)
            return
        theirs = self.query_one(Form).values["theirs"] == "theirs"
        take = frozenset(conflict.key for conflict in plan.conflicts) if theirs else frozenset()
        outcome = await self.bookshift.change(accept_import, AcceptImport(plan, take))
        if not isinstance(outcome, Refusal) or outcome.kind is RefusalKind.NOTHING:
            self.dismiss(True)

    @work(exclusive=True, group="write")
    async def action_rejects(self) -> None:
        """Write the rejected rows with their reasons beside the file."""
        plan = self._plan
        if plan is None:
            return
        first = typed_path(self.query_one(Form).values["file"].split(";")[0])
        path = free_name(first.with_name(f"{first.stem}-rejected.csv"))
        try:
            count = await asyncio.to_thread(importer().write_rejects, plan, path)
        except BookshiftError as error:
            self.notify(plain(str(error)), severity="warning", markup=False)
            return
        says = f"{counted(count, 'rejected row')} with their reasons in {path}." if count else "No row was rejected."
        self.notify(plain(says), markup=False)


def _mapping(text: str) -> Mapping[str, str]:
    """Column to field of ``Column=field, Other=-``."""
    found = {}
    for part in (piece.strip() for piece in text.split(",")):
        column, sign, field = part.rpartition("=")
        if part and not (sign and column.strip() and field.strip()):
            raise BookshiftError(f"“{part}” maps nothing. Write it as Column=field, or Column=- to leave it out.")
        if part:
            found[column.strip()] = field.strip()
    return found


# What is said ---------------------------------------------------------------------------------------------------


def plan_said(plan: ImportPlan) -> Iterator[Said]:
    """What an import comes to: the questions first, then the counts, the columns, and what is wrong."""
    for question in plan.blocking:
        yield Said("Question", question.says + _answers(question.choices), "bad")
    for file in plan.files:
        yield Said("File", file.why, "accent")
        yield from _file_said(file)
    issues = plan.issues
    for place, issue in enumerate(issues[:_MOST_ISSUES]):
        yield Said("In doubt" if place == 0 else "", issue, "warn")
    if len(issues) > _MOST_ISSUES:
        yield Said("", f"and {len(issues) - _MOST_ISSUES:,} more; w writes the rejected rows to a file", "muted")


def _answers(choices: tuple[str, ...]) -> str:
    return f" Choose {listed(choices, 'or')} above: press e." if choices else ""


def _file_said(file: FilePlan) -> Iterator[Said]:
    taken = f"{counted(file.rows, 'row')}: {file.accepted:,} taken, {file.rejected:,} rejected"
    yield Said("Rows", taken, "warn" if file.rejected else "plain")
    yield Said("Records", f"{file.created:,} new, {file.updated:,} changed, {file.unchanged:,} as before")
    yield Said("Columns", _uses(file.uses))
    unused = [use.column for use in file.uses if use.field == SKIP]
    if unused:
        yield Said("Not used", listed(unused), "muted")
    for why, count in file.left_out:
        yield Said("Left out", f"{count:,}: {why}", "muted")
    for name, count in file.inferred:
        yield Said("Inferred", f"{name} of {counted(count, 'record')}", "muted")
    for person in file.unmatched:
        meant = f"; it may be {listed(person.candidates, 'or')}" if person.candidates else ""
        says = f"nobody on the roster is “{person.text}” ({counted(person.rows, 'row')}){meant}"
        yield Said("Unknown", says, "warn")
    for conflict in file.conflicts:
        yield Said("Both", str(conflict), "warn")
    for note in file.notes:
        yield Said("Note", note, "muted")
    for question in file.questions:
        if not question.blocks:
            yield Said("Open", question.says, "warn")


def _uses(uses: tuple[ColumnUse, ...]) -> str:
    return ", ".join(f"{use.column} → {use.field}" for use in uses if use.field != SKIP)
