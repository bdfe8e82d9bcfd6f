"""`backups`: the whole books that are kept without being asked for."""

from __future__ import annotations

import click

from core.wording import BACKUP_RULE, counted, size_text
from tui.cli.exits import wrong
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, say, table
from tui.compose import backup_files, book_exists, book_folder, open_house

_COLUMNS = (
    Column("No", "right"),
    Column("Written"),
    Column("Size", "right"),
    Column("Changes since", "right"),
)


@click.command("backups")
@common_options()
def backups_command(common: Common) -> None:
    """List the backups of the book.

    Newest first, with how many changes were made since. `bookshift restore --backup NO` brings one back.
    """
    folder = book_folder(common.book)
    if not book_exists(folder):
        raise wrong(f"There is no book in {folder}.")
    found = backup_files(folder).all()
    newest = _newest(common)
    if common.json:
        document(
            {
                "backups": [
                    {
                        "no": one.seq,
                        "at": one.at.isoformat(timespec="seconds"),
                        "bytes": one.size,
                        "changes_since": None if newest is None else newest - one.seq,
                        "file": str(one.path),
                    }
                    for one in found
                ],
                "count": len(found),
            }
        )
        return
    rows = [
        [
            str(one.seq),
            f"{one.at:%Y-%m-%d %H:%M}",
            size_text(one.size),
            "?" if newest is None else f"{newest - one.seq:,}",
        ]
        for one in found
    ]
    table(_COLUMNS, rows)
    say(f"{counted(len(found), 'backup')}. {BACKUP_RULE}")


def _newest(common: Common) -> int | None:
    """The number of the book's last change; None for one that does not open, when backups are needed most."""
    from core.errors import StoreError

    try:
        house = open_house(book_folder(common.book), today=common.today, read_only=True)
    except StoreError as error:
        say(str(error))
        return None
    try:
        return house.desk.book.seq
    finally:
        house.close()
