"""One draft, part by part: every step is kept at once, checked against the book, and can be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Concatenate, ParamSpec

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.book.book import Book
from core.errors import BookshiftError, Refusal, StoreError
from core.models.adopt import start_of
from core.models.compare import suggested
from core.models.drafting import DraftError, effective_day
from core.moment import Moment
from core.organisation import Draft
from core.outlook import Outlook
from core.ports import Catalogue
from core.usecases import draft as drawing
from tui.commands import Place, bindings
from tui.compose import catalogue
from tui.dialogs.adopt import AdoptDialog
from tui.dialogs.draft import PartDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.plan_file import PlanFileDialog
from tui.draft_parts import Sheets
from tui.draft_rows import PART_COLUMNS, Checked, Part, PartRow, check_lines, checked, part_rows
from tui.line_card import LineCard
from tui.part_sheet import Sheet
from tui.portrait import Said
from tui.screens.resting import RestingRoom
from widgets.table.table import RowTable
from widgets.text import plain

P = ParamSpec("P")
_ADDED = (
    ("l", "line", "a line of the plan: which accounts are served how, and by whom"),
    ("o", "overlay", "an assisting seat laid over some accounts, such as technical support"),
    ("r", "role", "other roles for somebody"),
    ("h", "hire", "a position to hire, with the day it starts"),
    ("p", "pool", "a pool of people, or other members for one"),
    ("g", "gone", "somebody who will be gone"),
    ("s", "set", "another segment or touch for some accounts"),
    ("m", "mend", "overloads mended too: books that are over give to those with room"),
)
_MOVED = "Only lines of the plan have an order. Put the cursor on one."


class DraftScreen(RestingRoom):
    """The editor of a draft; nothing of it is in force until it is adopted."""

    PLACE = Place.DRAFT
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DRAFT)]
    MODE = "go.model"
    AUTO_FOCUS = "RowTable"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self, draft: Draft) -> None:
        """Edit a draft that is kept already."""
        super().__init__()
        self._draft = draft
        self._past: list[Draft] = []
        self._future: list[Draft] = []
        self._found = Checked()
        self._suggesting = False
        self._known: Catalogue | None = None

    def body(self) -> ComposeResult:
        """Which draft, its parts, and what stands against it."""
        yield Static("", classes="draft--head")
        yield RowTable[PartRow](PART_COLUMNS, lambda row: row.id, empty="Reading the draft.")
        yield LineCard(label_width=9, classes="draft--card")

    @property
    def table(self) -> RowTable[PartRow]:
        """The parts."""
        return self.query_one(RowTable)

    @property
    def known(self) -> Catalogue:
        """The models and alignments there are, read once."""
        if self._known is None:
            self._known = catalogue(self.bookshift.desk.book)[0]
        return self._known

    @property
    def draft(self) -> Draft:
        """The draft as it is kept."""
        return self._draft

    # Showing ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """Show the parts on the book as it is now, and check them against it."""
        self._show()
        self._check()

    def _show(self) -> None:
        outlook = self.outlook
        if outlook is None:
            return
        self.table.show(part_rows(outlook.book, self._draft, self.known, self._found))
        against = len(self._found.problems)
        says = "Not in force. Each step is kept at once; u takes it back."
        if against:
            says = f"{against} {'thing stands' if against == 1 else 'things stand'} against putting it in force."
        self.query_one(".draft--head", Static).update(
            Content.assemble((plain(self._draft.title), "bold $primary"), (f"  {says}", "$foreground-muted"))
        )
        self._show_card(self.table.current)

    def _show_card(self, row: PartRow | None) -> None:
        card = self.query_one(LineCard)
        said = (Said("", row.text),) if row is not None else ()
        card.show_lines(
            row.label if row is not None else "", (*said, *check_lines(self._found, self.bookshift.desk.book))
        )

    def on_row_table_highlighted(self, event: RowTable.Highlighted[PartRow]) -> None:
        """Show the part under the cursor in full, over what stands against the draft."""
        self._show_card(event.row)

    @work(exclusive=True, group="check")
    async def _check(self) -> None:
        """Check the draft beside the screen, then work out the roles again where they are shown."""
        desk, draft, known = self.bookshift.desk, self._draft, self.known
        day = effective_day(draft, desk.moment.today)
        found = await asyncio.to_thread(checked, desk.book, draft, day, known)
        self._found = replace(found, suggestion=self._found.suggestion if self._suggesting else None)
        self._show()
        if not self._suggesting:
            return
        self._found = await asyncio.to_thread(_with_roles, self._found, desk.book, desk.moment, draft, known)
        self._show()

    # Steps --------------------------------------------------------------------------------------------------

    @property
    def _sheets(self) -> Sheets:
        desk = self.bookshift.desk
        return Sheets(desk.book, desk.moment, self.known, self._draft)

    async def _fill_in(self, sheet: Sheet[Draft]) -> None:
        """Ask by a form and keep what it makes of the draft."""
        made = await self.app.push_screen_wait(PartDialog(sheet))
        if made is not None:
            await self._keep(made)

    async def _take(
        self,
        step: Callable[Concatenate[Book, Moment, Catalogue, P], Draft | Refusal],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Take a step that needs no form."""
        desk = self.bookshift.desk
        made = await asyncio.to_thread(step, desk.book, desk.moment, self.known, *args, **kwargs)
        if isinstance(made, Refusal):
            self.bookshift.tell(made)
            return False
        await self._keep(made)
        return True

    async def _keep(self, draft: Draft) -> None:
        if draft == self._draft:
            return
        before, shown = self._draft, {(row.part, row.text) for row in self.table.rows}
        if await self._written(draft):
            self._past.append(before)
            self._future.clear()
            added = next((row.id for row in self.table.rows if (row.part, row.text) not in shown), None)
            if added is not None:
                self.table.move_to(added)

    async def _written(self, draft: Draft) -> bool:
        """Write the draft; what cannot be written is not shown either."""
        try:
            self._draft = await asyncio.to_thread(self.bookshift.house.drafts.write, draft)
        except StoreError as error:
            self.notify(plain(str(error)), severity="warning", markup=False)
            return False
        self._show()
        self._check()
        return True

    # Commands -----------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """Each command has its kind of part."""
        row = self.table.current
        if command in ("part.remove", "copy", "part.edit") and row is None:
            return "There is no part here."
        if command == "part.remove" and row is not None and row.part in (Part.TITLE, Part.DAY):
            return "A draft always has a name and a day; change them with enter."
        if command in ("line.up", "line.down") and (row is None or row.part is not Part.LINE):
            return _MOVED
        if command in ("role.take", "role.pin") and (row is None or row.part is not Part.SUGGESTED):
            return "Press r to see which roles its seats ask for, and put the cursor on a row that is suggested."
        if command == "role.pin" and row is not None and row.place < 0:
            return "A position to hire is left out by not taking it."
        if command == "role.all" and not self._has_suggestions:
            return "Press r to see which roles its seats ask for."
        if command == "undo" and not self._past:
            return "No step of this draft was taken since it was opened."
        if command == "redo" and not self._future:
            return "No step of this draft was taken back."
        return super().why_not(command)

    @property
    def _has_suggestions(self) -> bool:
        return any(row.part is Part.SUGGESTED for row in self.table.rows)

    @work(exclusive=True, group="dialog")
    async def command_part_add(self) -> None:
        """Add a part."""
        what = await self.app.push_screen_wait(PickDialog("Add to the draft", _ADDED))
        sheets = self._sheets
        forms: dict[str, Callable[[], Sheet[Draft]]] = {
            "line": lambda: sheets.new_line(self._place_for_line),
            "overlay": lambda: sheets.overlay(None),
            "role": lambda: sheets.role(None),
            "hire": lambda: sheets.hire(None),
            "pool": lambda: sheets.pool(None),
            "gone": sheets.gone,
            "set": lambda: sheets.override(None),
        }
        if what == "mend":
            await self._take(drawing.set_mending, self._draft, True)
        elif what is not None:
            await self._fill_in(forms[what]())

    @property
    def _place_for_line(self) -> int | None:
        """Where a new line goes: behind the one under the cursor or at the end, but before one for every account."""
        row, lines = self.table.current, self._draft.plan.lines
        place = row.place + 1 if row is not None and row.part is Part.LINE else len(lines) + 1
        rest = next((number for number, line in enumerate(lines, 1) if not line.scope.strip()), place)
        place = min(place, rest)
        return place if place <= len(lines) else None

    def on_row_table_opened(self, event: RowTable.Opened[PartRow]) -> None:
        """Change the part under the cursor."""
        self.call_later(self.action_command, "part.edit")

    @work(exclusive=True, group="dialog")
    async def command_part_edit(self) -> None:
        """Change the part under the cursor."""
        row = self.table.current
        if row is None:
            return
        if row.part is Part.GONE:
            self.notify("Press d if they stay after all.", markup=False)
        elif row.part is Part.MEND:
            self.notify("Press d to move only what must move.", markup=False)
        elif row.part is Part.SUGGESTED and row.place < 0:
            self.notify("Press a to take this position, then change it with enter.", markup=False)
        else:
            await self._fill_in(await self._form_of(row))

    async def _form_of(self, row: PartRow) -> Sheet[Draft]:
        sheets = self._sheets
        if row.part is Part.TITLE:
            drafts = await asyncio.to_thread(self.bookshift.house.drafts.all)
            return sheets.name(tuple(one.title for one in drafts if one.id != self._draft.id))
        if row.part is Part.SUGGESTED:
            found = self._found.suggestion
            changes = found.changes if found is not None else ()
            return sheets.role(row.place, next((one.roles for one in changes if one.person == row.place), None))
        forms: dict[Part, Callable[[int], Sheet[Draft]]] = {
            Part.DAY: lambda _: sheets.day(),
            Part.LINE: sheets.line,
            Part.OVERLAY: sheets.overlay,
            Part.ROLE: sheets.role,
            Part.HIRE: sheets.hire,
            Part.POOL: sheets.pool,
            Part.SET: sheets.override,
        }
        return forms[row.part](row.place)

    @work(exclusive=True, group="dialog")
    async def command_part_remove(self) -> None:
        """Take the part under the cursor out of the draft; u brings it back."""
        row = self.table.current
        if row is not None and row.part is not Part.SUGGESTED:
            await self._take(_without, self._draft, row)
        elif row is not None:
            self.notify("It is only suggested. Leave it, or press p to keep this person as they are.", markup=False)

    def command_line_up(self) -> None:
        """Move the line before the one above it."""
        self._move(-1)

    def command_line_down(self) -> None:
        """Move the line behind the one below it."""
        self._move(1)

    @work(exclusive=True, group="dialog")
    async def _move(self, by: int) -> None:
        row = self.table.current
        lines = len(self._draft.plan.lines)
        if row is None or not 1 <= row.place + by <= lines:
            self.notify("It is at the end already.", markup=False)
            return
        if await self._take(drawing.move_line, self._draft, row.place, row.place + by):
            self.table.move_to(row.id + by)

    # Roles --------------------------------------------------------------------------------------------------

    def command_role_suggest(self) -> None:
        """Show which roles and hires the seats ask for, or no longer; they follow every step."""
        self._suggesting = not self._suggesting
        if self._suggesting:
            self.notify("Working out which roles its seats ask for.", timeout=3, markup=False)
        self._check()

    @work(exclusive=True, group="dialog")
    async def command_role_take(self) -> None:
        """Take the suggested role change or hire under the cursor."""
        row, found = self.table.current, self._found.suggestion
        if row is not None and found is not None:
            await self._take(drawing.take_suggested, self._draft, found, row.place)

    @work(exclusive=True, group="dialog")
    async def command_role_all(self) -> None:
        """Take every role change and hire that is suggested."""
        found = self._found.suggestion
        if found is not None:
            await self._keep(found.on(self._draft))

    @work(exclusive=True, group="dialog")
    async def command_role_pin(self) -> None:
        """Keep the person under the cursor in the roles of today, whatever is suggested."""
        row, book = self.table.current, self.bookshift.desk.book
        person = book.people.get(row.place) if row is not None else None
        if person is not None:
            await self._take(drawing.set_roles, self._draft, person.id, person.roles)

    # The whole draft ----------------------------------------------------------------------------------------

    @work(exclusive=True, group="dialog")
    async def command_adopt(self) -> None:
        """Put the draft in force, after showing what changes."""
        await AdoptDialog.ask(self.bookshift, self._draft, self.known)

    def command_compare(self) -> None:
        """Compare it with models and other drafts."""
        from tui.screens.compare import CompareScreen  # the two screens lead to each other

        self.app.push_screen(CompareScreen(self._draft.id))

    @work(exclusive=True, group="dialog")
    async def command_plan_file(self) -> None:
        """Write the plan and its pools to a file, or take those of a file."""
        made = await self.app.push_screen_wait(PlanFileDialog(self._draft))
        if made is not None:
            await self._take(_loaded, self._draft, made)

    @work(exclusive=True, group="undo")
    async def command_undo(self) -> None:
        """Take the last step of the draft back."""
        before, draft = self._past[-1], self._draft
        if await self._written(before):
            self._past.pop()
            self._future.append(draft)
            self.notify("Took the last step of the draft back.", markup=False)

    @work(exclusive=True, group="undo")
    async def command_redo(self) -> None:
        """Take the step again that was taken back."""
        after, draft = self._future[-1], self._draft
        if await self._written(after):
            self._future.pop()
            self._past.append(draft)
            self.notify("Took the step of the draft again.", markup=False)

    def command_copy(self) -> None:
        """Copy the draft as text."""
        rows = (f"{row.label}\t{row.text}" for row in self.table.rows)
        self.app.copy_to_clipboard("\n".join(rows))
        self.notify(plain(f"Copied {self._draft.title}."), markup=False)

    def command_back(self) -> None:
        """One step back: end the marks, leave the page."""
        if self.table.marks or self.table.is_ranging:
            self.table.clear_marks()
        else:
            self.app.pop_screen()


def _with_roles(found: Checked, book: Book, moment: Moment, draft: Draft, known: Catalogue) -> Checked:
    """What was checked with the roles that the seats ask for; without them where the plan cannot be read."""
    try:
        return replace(found, suggestion=suggested(start_of(book, moment, draft), draft, known))
    except DraftError:
        return replace(found, suggestion=None)


def _without(book: Book, moment: Moment, known: Catalogue, draft: Draft, row: PartRow) -> Draft | Refusal:
    """The draft without one of its parts."""
    place = row.place
    if row.part is Part.LINE:
        return drawing.remove_line(book, moment, known, draft, place)
    if row.part is Part.OVERLAY:
        return drawing.remove_overlay(book, moment, known, draft, draft.plan.overlays[place - 1].key)
    if row.part is Part.ROLE:
        return drawing.set_roles(book, moment, known, draft, place, ())
    if row.part is Part.HIRE:
        return drawing.unhire(book, moment, known, draft, place)
    if row.part is Part.POOL:
        return drawing.set_pool(book, moment, known, draft, draft.pools[place - 1].key, (), "", None)
    if row.part is Part.GONE:
        return drawing.set_leaver(book, moment, known, draft, place, False)
    if row.part is Part.MEND:
        return drawing.set_mending(book, moment, known, draft, False)
    override = draft.overrides[place - 1]
    return drawing.put_override(book, moment, known, draft, replace(override, segment="", touch=None))


def _loaded(book: Book, moment: Moment, known: Catalogue, draft: Draft, path: Path) -> Draft | Refusal:
    """The draft with the plan and pools of a file in the place of its own."""
    from tui.compose import plan_in, pools_in  # reads files, which only this step does

    try:
        return drawing.put_plan(book, moment, known, draft, plan_in(path), pools_in(path, book.people.all()))
    except BookshiftError as error:
        return Refusal(str(error))
