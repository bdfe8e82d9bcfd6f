"""A model of the manager's own, part by part: checked as it grows, saved whole, every step can be taken back."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.errors import BookshiftError, Refusal
from core.models.faults import Fault, faults
from core.models.written import model_text
from core.organisation import Model
from core.outlook import Outlook
from core.ports import Catalogue, OwnModels
from core.usecases import own_model as drawing
from core.usecases.own_model import Held, held
from core.usecases.use_model import UseModel, use_model
from core.wording import counted
from tui.commands import Place, bindings
from tui.compose import catalogue
from tui.dialogs.confirm import Confirm
from tui.dialogs.draft import PartDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.save_model import SaveModelDialog, Saving
from tui.line_card import LineCard
from tui.model_parts import ModelSheets
from tui.model_rows import MODEL_PART_COLUMNS, ModelRow, Part, fault_lines, model_rows
from tui.own_model_deeds import files_of, models_changed, throw_away, why_needed
from tui.part_sheet import Sheet
from tui.portrait import Said
from tui.screens.resting import RestingRoom
from tui.seat_parts import SeatSheets
from widgets.table.table import RowTable
from widgets.text import plain

_ADDED = (
    ("s", "seat", "a seat line: what somebody does on which accounts, and who may sit there"),
    ("l", "limit", "a limit for a role: what one holder of it may have over all seats"),
)


class OwnModelScreen(RestingRoom):
    """The editor of a model; its file changes only when it is saved, and then at once and whole."""

    PLACE = Place.OWN_MODEL
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.OWN_MODEL)]
    MODE = "go.model"
    AUTO_FOCUS = "RowTable"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self, model: Model, original: Model | None) -> None:
        """Edit a model; ``original`` is what its file says, None for a copy that is in no file yet."""
        super().__init__()
        self._model = model
        self._original = original
        self._saved = original
        self._before = ""
        self._past: list[Model] = []
        self._future: list[Model] = []
        self._held: Held | None = None
        self._known: Catalogue | None = None

    def body(self) -> ComposeResult:
        """Which model, its parts, and what is wrong with it or what it comes to."""
        yield Static("", classes="draft--head")
        yield RowTable[ModelRow](MODEL_PART_COLUMNS, lambda row: row.id, empty="Reading the model.")
        yield LineCard(label_width=9, classes="draft--card")

    def on_mount(self) -> None:
        """Keep what its file says, to notice when somebody else writes it."""
        if self._original is not None:
            self._before = self._files.text(self._original.key)
            if not self._before:
                self._saved = None  # the book alone keeps it, since a plan used it
        super().on_mount()

    @property
    def table(self) -> RowTable[ModelRow]:
        """The parts."""
        return self.query_one(RowTable)

    @property
    def model(self) -> Model:
        """The model as it stands, saved or not."""
        return self._model

    @property
    def known(self) -> Catalogue:
        """The models and alignments there are, read once."""
        if self._known is None:
            self._known = catalogue(self.bookshift.desk.book)[0]
        return self._known

    @property
    def _files(self) -> OwnModels:
        return files_of(self.bookshift)

    @property
    def _wrong(self) -> tuple[Fault, ...]:
        return faults(self._model, self._files.roles)

    @property
    def _is_saved(self) -> bool:
        return self._model == self._saved

    # Showing ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """Show the parts, and hold them against the book as it is now."""
        self._show()
        self._hold()

    def _show(self) -> None:
        wrong = self._wrong
        self.table.show(model_rows(self._model, self._held or Held(), wrong))
        says = "Saved." if self._is_saved else "Not saved yet: w saves it, u takes a step back."
        if wrong:
            many = f"{len(wrong)} things are" if len(wrong) > 1 else "One thing is"
            says = f"{many} wrong. Mend that, then w saves it."
        self.query_one(".draft--head", Static).update(
            Content.assemble((plain(self._model.title), "bold $primary"), (f"  {says}", "$foreground-muted"))
        )
        self._show_card(self.table.current)

    def _show_card(self, row: ModelRow | None) -> None:
        said = (Said("", row.text),) if row is not None else ()
        lines = fault_lines(self._model, self._held, self._wrong)
        self.query_one(LineCard).show_lines(row.label if row is not None else "", (*said, *lines))

    def on_row_table_highlighted(self, event: RowTable.Highlighted[ModelRow]) -> None:
        """Show the part under the cursor in full, over what is wrong with the model."""
        self._show_card(event.row)

    @work(exclusive=True, group="check")
    async def _hold(self) -> None:
        """Count on the book beside the screen; a model with a fault comes to nothing."""
        self._held = None
        if not self._wrong:
            desk = self.bookshift.desk
            self._held = await asyncio.to_thread(held, desk.book, desk.moment, self.known, self._model)
        self._show()

    # Steps --------------------------------------------------------------------------------------------------

    def _keep(self, model: Model) -> None:
        if model == self._model:
            return
        shown = {(row.part, row.text) for row in self.table.rows}
        self._past.append(self._model)
        self._future.clear()
        self._put(model)
        added = next((row.id for row in self.table.rows if (row.part, row.text) not in shown), None)
        if added is not None:
            self.table.move_to(added)

    def _put(self, model: Model) -> None:
        if len(model.seats) != len(self._model.seats):
            self._held = None
        self._model = model
        self._show()
        self._hold()

    async def _fill_in(self, sheet: Sheet[Model]) -> None:
        made = await self.app.push_screen_wait(PartDialog(sheet))
        if made is not None:
            self._keep(made)

    def _sheet(self, part: Part, place: int | None) -> Sheet[Model]:
        desk, roles = self.bookshift.desk, self._files.roles
        if part is Part.SEAT:
            return SeatSheets(desk.book, desk.moment, roles, self._model).sheet(place)
        sheets = ModelSheets(roles, self._model)
        if part is Part.LIMIT:
            return sheets.limit(self._model.limits_by_role[place - 1][0] if place is not None else None)
        if part is Part.ABOUT:
            own = self._original.key if self._original is not None else ""
            return sheets.about([key for key in drawing.keys_of(self.known) if key != own])
        return {Part.LEADS: sheets.leads, Part.LEADERSHIP: sheets.leadership, Part.CHECKS: sheets.rules}[part]()

    # Commands -----------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """Each command has its kind of part."""
        row = self.table.current
        part = row.part if row is not None else None
        if command in ("part.remove", "part.edit", "copy") and row is None:
            return "There is no part here."
        if command == "part.remove" and part not in (Part.SEAT, Part.LIMIT):
            return "Only seat lines and limits can be taken out. Change this part with enter."
        if command in ("line.up", "line.down") and part is not Part.SEAT:
            return "Only seat lines have an order. Put the cursor on one."
        if command == "model.save":
            return self._why_not_save()
        if command == "model.drop" and self._original is None:
            return "It is in no file yet. Leave it with esc, without saving."
        if command == "undo" and not self._past:
            return "No step of this model was taken since it was opened."
        if command == "redo" and not self._future:
            return "No step of this model was taken back."
        return super().why_not(command)

    def _why_not_save(self) -> str:
        if self._wrong:
            return "It cannot be saved as it stands: " + fault_lines(self._model, None, self._wrong)[0].text
        return "It is saved as it stands." if self._is_saved else ""

    @work(exclusive=True, group="dialog")
    async def command_part_add(self) -> None:
        """Add a seat line or a limit."""
        what = await self.app.push_screen_wait(PickDialog("Add to the model", _ADDED))
        if what is not None:
            await self._fill_in(self._sheet(Part.SEAT if what == "seat" else Part.LIMIT, None))

    def on_row_table_opened(self, event: RowTable.Opened[ModelRow]) -> None:
        """Change the part under the cursor."""
        self.call_later(self.action_command, "part.edit")

    @work(exclusive=True, group="dialog")
    async def command_part_edit(self) -> None:
        """Change the part under the cursor."""
        row = self.table.current
        if row is not None:
            await self._fill_in(self._sheet(row.part, row.place))

    def command_part_remove(self) -> None:
        """Take the seat line or limit under the cursor out; u brings it back."""
        row = self.table.current
        if row is not None and row.part is Part.SEAT:
            self._keep(drawing.remove_seat(self._model, row.place))
        elif row is not None:
            self._keep(drawing.put_limit(self._model, self._model.limits_by_role[row.place - 1][0], None))

    def command_line_up(self) -> None:
        """Move the seat line before the one above it."""
        self._move(-1)

    def command_line_down(self) -> None:
        """Move the seat line behind the one below it."""
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.table.current
        if row is None or not 1 <= row.place + by <= len(self._model.seats):
            self.notify("It is at the end already.", markup=False)
            return
        self._keep(drawing.move_seat(self._model, row.place, row.place + by))
        self.table.move_to(row.id + by)

    def command_undo(self) -> None:
        """Take the last step back."""
        self._future.append(self._model)
        self._put(self._past.pop())
        self.notify("Took the last step of the model back.", markup=False)

    def command_redo(self) -> None:
        """Take the step again that was taken back."""
        self._past.append(self._model)
        self._put(self._future.pop())
        self.notify("Took the step of the model again.", markup=False)

    # The file -----------------------------------------------------------------------------------------------

    @work(exclusive=True, group="dialog")
    async def command_model_save(self) -> None:
        """Write the model into its file, after saying what it would do to this book."""
        outlook = self.outlook
        if outlook is not None:
            await self._save(outlook)

    async def _save(self, outlook: Outlook) -> bool:
        model, original, files = self._model, self._original, self._files
        renamed = original is not None and original.key != model.key
        if renamed and original is not None and (needed := await why_needed(self.bookshift, original)):
            says = f"{original.title} keeps the key {original.key}: {needed[:1].lower()}{needed[1:]}"
            self.notify(plain(says), severity="warning", timeout=10, markup=False)
            return False
        saving = Saving(model, original, self._before, str(files.path(model.key)))
        takes = await self.app.push_screen_wait(SaveModelDialog(outlook, self.known, saving))
        if takes is None:
            return False
        try:
            path = await asyncio.to_thread(files.keep, model, "" if renamed else self._before)
            if renamed and original is not None:
                await asyncio.to_thread(files.drop, original.key)
        except BookshiftError as error:
            self.notify(plain(str(error)), severity="warning", timeout=10, markup=False)
            return False
        self._original = self._saved = model
        self._before, self._known = model_text(model), None
        models_changed(self.bookshift)
        self._show()
        says = "Press a on it to put it in force." if not takes else ""
        self.notify(plain(f"{model.title} is kept in {path}. {says}".strip()), markup=False)
        if takes:
            await self._use()
        return True

    async def _use(self) -> None:
        """Bring the plan in force to the model as it was saved; one undo takes that back."""
        plan, known = self.bookshift.desk.book.plan, self.known
        if plan is None:
            return
        lines, overlays = plan.lines, plan.overlays
        request = UseModel(known.models, known.alignments, lines=lines, overlays=overlays, title=plan.title)
        outcome = await self.bookshift.change(use_model, request)
        if isinstance(outcome, Refusal):
            return
        self._hold()

    @work(exclusive=True, group="dialog")
    async def command_model_drop(self) -> None:
        """Throw the model away, after asking."""
        if self._original is not None and await throw_away(self.bookshift, self._original):
            self.dismiss(None)

    def command_copy(self) -> None:
        """Copy the model as its file says it."""
        self.app.copy_to_clipboard(model_text(self._model))
        self.notify(plain(f"Copied {self._model.title} as the text of a file."), markup=False)

    @work(exclusive=True, group="dialog")
    async def command_back(self) -> None:
        """One step back: end the marks, leave the page; what is not saved is asked for."""
        if self.table.marks or self.table.is_ranging:
            self.table.clear_marks()
            return
        if self._is_saved or not self._past:
            self.dismiss(None)
            return
        says = f"{self._model.title} has {counted(len(self._past), 'step')} that are not saved. Leave without them?"
        if await self.app.push_screen_wait(Confirm("Leave without saving", says)):
            self.dismiss(None)

    def command_quit(self) -> None:
        """Leave the page as esc does."""
        self.command_back()
