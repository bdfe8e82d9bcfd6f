"""What can be done with files from any room that shows a list: import, export, snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from core.exchange.sheet import Sheet
from tui.compose import exporter
from tui.dialogs.files import ExportDialog, SnapshotDialog
from tui.dialogs.importing import ImportDialog

if TYPE_CHECKING:
    from tui.screens.base import Room as _Room
else:
    _Room = object


class FileDeeds(_Room):
    """Mixed into a room that can say what it shows as a sheet."""

    def shown_sheet(self) -> Sheet | None:
        """What is on screen, in its order; None where there is nothing to write."""
        return None

    @work(exclusive=True, group="dialog")
    async def command_import(self) -> None:
        """Bring a file in, after a look at what it comes to."""
        await self.app.push_screen_wait(ImportDialog())

    @work(exclusive=True, group="dialog")
    async def command_export(self) -> None:
        """Write what is shown to a file."""
        sheet = self.shown_sheet()
        if sheet is None or not sheet.rows:
            self.notify("There is nothing here to write to a file.", markup=False)
            return
        await self.app.push_screen_wait(ExportDialog(sheet, exporter()))

    @work(exclusive=True, group="dialog")
    async def command_snapshot(self) -> None:
        """Write the whole book to one file, or restore one."""
        house = self.bookshift.house
        await self.app.push_screen_wait(SnapshotDialog(house.desk.book, house.snapshots))
