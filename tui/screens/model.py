"""The plan in force in sentences, the models there are to choose from, and what the plan finds broken."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from core.errors import BookshiftError
from core.exchange.sheet import Sheet
from core.models.fit.due import review_due
from core.organisation import Alignment, Model
from core.outlook import Outlook
from core.ports import Catalogue
from core.schema import revise
from core.usecases.own_model import copy_of, keys_of, kind_of
from core.wording import counted, money_short, short_date
from core.words import Severity
from tui.alignment_parts import alignment_sheet
from tui.card import said_content
from tui.commands import Place, bindings, by_id
from tui.compose import catalogue
from tui.dialogs.draft import PartDialog
from tui.dialogs.review import ReviewDialog
from tui.dialogs.use_model import UseModelDialog
from tui.editing import edit_file
from tui.file_deeds import FileDeeds
from tui.finding_rows import GROUP_COLUMNS, GroupRow, group_rows
from tui.line_card import LineCard
from tui.mend_deeds import mend_findings, why_not_mend
from tui.model_portrait import Card, card_lines, cards, plan_lines
from tui.own_model_deeds import files_of, models_changed, throw_away, why_needed
from tui.portrait import Said
from tui.screens.compare import CompareScreen
from tui.screens.drafts import DraftsScreen
from tui.screens.evidence import EvidenceScreen
from tui.screens.findings import FindingsScreen
from tui.screens.own_model import OwnModelScreen
from tui.screens.resting import RestingRoom
from tui.sheets import findings_sheet
from widgets.table.columns import Cell, Column
from widgets.table.table import RowTable
from widgets.text import plain

_MODELS_TITLE = Content.assemble(
    (" Models and alignments", "bold"), ("  n begins one of your own, e edits it", "$foreground-muted")
)


def _in_force(card: Card) -> Cell:
    if card.lines:
        return Cell("in force", "good")
    return Cell(card.what if card.record.builtin else "yours", "muted")


def _counts(groups: Sequence[GroupRow]) -> str:
    """How many kinds of findings there are, those that only inform apart."""
    notes = sum(row.group.severity is Severity.INFORMATION for row in groups)
    whole = sum(row.group.count for row in groups)
    also = f" and {counted(notes, 'note')}" if notes else ""
    return f"Findings of the plan: {counted(len(groups) - notes, 'kind')}{also}, {whole:,} in all"


MODEL_COLUMNS: tuple[Column[Card], ...] = (
    Column("title", "Model", lambda card: Cell(card.title, "good" if card.lines else "plain"), width=16, flex=1),
    Column("state", "", _in_force, width=9),
)
"""The columns of the catalogue."""


class ModelScreen(FileDeeds, RestingRoom):
    """The model."""

    PLACE = Place.MODEL
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.MODEL)]
    MODE = "go.model"
    AUTO_FOCUS = "#findings"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self) -> None:
        """Make the screen; it shows the plan as soon as the book is read."""
        super().__init__()
        self._catalogue: Catalogue | None = None

    def body(self) -> ComposeResult:
        """The plan over two panes: findings and models."""
        yield Static("", classes="model--plan")
        with Horizontal(classes="model--main"):
            with Vertical(classes="model--findings"):
                yield Static("", classes="model--title", id="findings-title")
                yield RowTable[GroupRow](GROUP_COLUMNS, lambda row: row.id, empty="Reading the book.", id="findings")
                yield LineCard(label_width=6, classes="model--rule")
            with Vertical(classes="model--models"):
                yield Static(_MODELS_TITLE, classes="model--title")
                with Horizontal(classes="model--catalogue"):
                    yield RowTable[Card](MODEL_COLUMNS, lambda card: card.id, id="models")
                    yield LineCard(label_width=8, classes="model--card")

    @property
    def findings(self) -> RowTable[GroupRow]:
        """The groups of findings."""
        return self.query_one("#findings", RowTable)

    @property
    def models(self) -> RowTable[Card]:
        """The catalogue."""
        return self.query_one("#models", RowTable)

    # Showing ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """Write plan, findings and catalogue again."""
        self._write_plan(outlook)
        groups = group_rows(outlook)
        self.query_one("#findings-title", Static).update(Content.styled(f" {_counts(groups)}", "bold"))
        none = "No model is in force, so nothing is checked. Press tab, choose one and press a."
        self.findings.empty = none if outlook.book.plan is None else "The book breaks no rule of the plan. Well done."
        self.findings.show(groups)
        known = self._known()
        self.models.show(cards(outlook.book, known.models, known.alignments))

    def _known(self) -> Catalogue:
        """The models there are, read once; a file of the manager's own that is wrong is told."""
        if self._catalogue is None:
            self._catalogue, notes = catalogue(self.bookshift.desk.book)
            for note in notes:
                self.notify(plain(note), severity="warning", timeout=10, markup=False)
        return self._catalogue

    def _write_plan(self, outlook: Outlook) -> None:
        plan = outlook.book.plan
        since = next((era.since for era in reversed(outlook.book.eras.all()) if era.until is None), None)
        title = "No plan in force" if plan is None else f"Plan in force: {plan.title}"
        head = Content.assemble(
            (plain(title), "bold $primary"), (f"  since {short_date(since)}" if since else "", "$foreground-muted")
        )
        width = max(40, self.size.width - 2)
        due = review_due(outlook.book, outlook.moment.today)
        review = (Said("Review", f"due since {short_date(due.since)}; V writes it down", "warn"),) if due else ()
        self.query_one(".model--plan", Static).update(
            Content("\n").join([head, said_content((*review, *plan_lines(outlook)), 14, width)])
        )

    def on_resize(self) -> None:
        """Wrap the plan anew."""
        if self.outlook is not None:
            self.call_after_refresh(self.show_outlook, self.outlook)

    def on_row_table_highlighted(self, event: RowTable.Highlighted[GroupRow] | RowTable.Highlighted[Card]) -> None:
        """Say more of the group or model under the cursor."""
        row = event.row
        if isinstance(row, GroupRow):
            arr = f"; ARR {money_short(row.group.arr)}" if row.group.arr else ""
            says = (Said("Worst", row.group.says), Said("Rule", row.rule, "muted"))
            heading = f"{row.group.code}: {counted(row.group.count, 'finding')}{arr}"
            self.query_one(".model--rule", LineCard).show_lines(heading, says)
        elif isinstance(row, Card):
            self.query_one(".model--card", LineCard).show_lines(row.title, card_lines(row))
        elif event.table is self.findings:
            self.query_one(".model--rule", LineCard).clear_lines()

    def on_row_table_opened(self, event: RowTable.Opened[GroupRow] | RowTable.Opened[Card]) -> None:
        """Open the findings of a group; a model is looked at as if it were in force."""
        if isinstance(event.row, GroupRow):
            self.app.push_screen(FindingsScreen(event.row.group.code))
        else:
            self.command_use()

    # Commands -----------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """Mending needs a group of findings, using a model needs one."""
        if command == "mend":
            row = self.findings.current
            return why_not_mend(row.group.findings if row is not None else ())
        if command == "use" and self.models.current is None:
            return "There is no model to choose."
        if command in ("use", "model.edit", "model.new", "model.drop") and not self.models.has_focus:
            return f"Press tab to go to the models, choose one there, then press {by_id(command).shown_key}."
        if command == "model.drop" and self.models.current is not None and self.models.current.record.builtin:
            return f"{self.models.current.title} ships with the program and stays. Only your own can be thrown away."
        return super().why_not(command)

    def command_pane(self) -> None:
        """Turn between findings and models."""
        to_models = not self.models.has_focus
        self.set_class(to_models, "-models")
        (self.models if to_models else self.findings).focus()

    def command_back(self) -> None:
        """One step back: from the models to the findings."""
        if self.models.has_focus:
            self.command_pane()

    @work(exclusive=True, group="dialog")
    async def command_use(self) -> None:
        """Put the model under the cursor in force, after showing whom it reaches and what it would find."""
        card, outlook = self.models.current, self.outlook
        if card is None or outlook is None:
            return
        if await UseModelDialog.ask(self.bookshift, outlook, card, self._known()):
            self.command_pane()

    def command_compare(self) -> None:
        """Compare every model and draft on this book."""
        self.app.push_screen(CompareScreen())

    def command_draft_list(self) -> None:
        """Go to the drafts."""
        self.app.push_screen(DraftsScreen())

    def command_model_edit(self) -> None:
        """Edit a model or alignment of the manager's own, or a copy of one that ships."""
        card = self.models.current
        if card is not None and not card.record.builtin:
            self._edit(card.record)
        else:
            self.command_model_new()

    def command_model_new(self) -> None:
        """Begin a model or alignment of the manager's own as a copy."""
        card = self.models.current
        if card is None:
            return
        if isinstance(card.record, Alignment):
            self._align(card.record, copied=True)
        else:
            self._open(OwnModelScreen(copy_of(card.record, keys_of(self._known())), None))

    def _edit(self, record: Model | Alignment) -> None:
        if isinstance(record, Alignment):
            self._align(record, copied=False)
        else:
            self._open(OwnModelScreen(record, record))

    def _open(self, screen: OwnModelScreen) -> None:
        self.app.push_screen(screen, lambda _: self._read_models(screen.model.key))

    @work(exclusive=True, group="dialog")
    async def _align(self, alignment: Alignment, *, copied: bool) -> None:
        """An alignment is one form."""
        known, files = self._known(), files_of(self.bookshift)
        taken = [key for key in keys_of(known) if copied or key != alignment.key]
        before = "" if copied else files.text(alignment.key, "alignments")
        shown = revise(alignment, builtin=copied)
        made = await self.app.push_screen_wait(
            PartDialog(alignment_sheet(shown, self.bookshift.desk.book, known.models, taken))
        )
        if made is None:
            return
        renamed = not copied and made.key != alignment.key
        if renamed and (needed := await why_needed(self.bookshift, alignment)):
            self.notify(plain(f"It keeps the key {alignment.key}. {needed}"), severity="warning", markup=False)
            return
        try:
            path = await asyncio.to_thread(files.keep, made, "" if renamed else before)
            if renamed:
                await asyncio.to_thread(files.drop, alignment.key, "alignments")
        except BookshiftError as error:
            self.notify(plain(str(error)), severity="warning", markup=False)
            return
        self._read_models(made.key)
        self.notify(plain(f"{made.title} is kept in {path}. Press a on it to put it in force."), markup=False)

    @work(exclusive=True, group="dialog")
    async def command_model_drop(self) -> None:
        """Throw a model or alignment of the manager's own away, after asking."""
        card = self.models.current
        if card is not None and await throw_away(self.bookshift, card.record):
            self._read_models()

    @work(exclusive=True, group="dialog")
    async def command_model_file(self) -> None:
        """Edit a model or alignment of the manager's own as a file, and read the models anew."""
        card, files = self.models.current, files_of(self.bookshift)
        record = card.record if card is not None else None
        if record is None or not files.text(record.key, kind_of(record)):
            self._read_models(record.key if record is not None else "")
            folder = files.path("x").parent
            says = f"Your own models are files in {folder}; they were read anew. Press n to begin one with a copy."
            self.notify(plain(says), timeout=10, markup=False)
            return
        path = files.path(record.key, kind_of(record))
        edited = edit_file(self.app, path)
        self._read_models(record.key)
        try:
            read: Model | Alignment
            if isinstance(record, Model):
                read = await asyncio.to_thread(files.model, path)
            else:
                read = await asyncio.to_thread(files.alignment, path)
        except BookshiftError as error:
            says = f"{error} The file is {path}; press f to read it again."
            self.notify(plain(says), severity="warning", timeout=20, markup=False)
            return
        said = f"{read.title} is well-formed, in {path}."
        more = "Press a on it to put it in force." if edited else "Edit it with any editor, then press f here again."
        self.notify(plain(f"{said} {more}"), timeout=10, markup=False)

    def _read_models(self, key: str = "") -> None:
        """Read the models there are anew and show them, with the cursor on one if it is there."""
        self._catalogue = None
        models_changed(self.bookshift)
        if self.outlook is not None:
            self.draw(self.outlook)
        card = next((card for card in self.models.rows if card.key == key), None)
        if card is not None:
            self.models.move_to(card.id)

    def command_evidence(self) -> None:
        """Show the evidence on the model under the cursor; from the findings, on every model."""
        card = self.models.current if self.models.has_focus else None
        self.app.push_screen(EvidenceScreen(card.key if card is not None else ""))

    @work(exclusive=True, group="dialog")
    async def command_review(self) -> None:
        """Write a review of the model down."""
        await ReviewDialog.ask(self.bookshift)

    @work(exclusive=True, group="dialog")
    async def command_mend(self) -> None:
        """Mend the findings of the group under the cursor, after showing what would change."""
        row = self.findings.current
        if row is not None:
            await mend_findings(self.bookshift, row.group.findings)

    def shown_sheet(self) -> Sheet | None:
        """Every finding of the plan in force, worst first."""
        outlook = self.outlook
        return None if outlook is None else findings_sheet(outlook)

    def command_copy(self) -> None:
        """Copy the model under the cursor, or the group of findings, as text."""
        if self.models.has_focus and self.models.current is not None:
            card = self.models.current
            text = "\n".join((card.title, *(f"{said.label}\t{said.text}" for said in card_lines(card))))
            name = card.title
        elif self.findings.current is not None:
            group = self.findings.current.group
            text = "\n".join(f"{item.id}\t{item.message}" for item in group.findings)
            name = group.code
        else:
            return
        self.app.copy_to_clipboard(text)
        self.notify(plain(f"Copied {name}."), markup=False)
