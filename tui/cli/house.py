"""`where`, `checkpoint`: the files behind the book."""

from __future__ import annotations

import click

from tui.cli.options import Common, common_options
from tui.cli.output import document, put, say, shown


@click.command("where")
@common_options()
def where_command(common: Common) -> None:
    """Say where the book, settings and logs are."""
    from core.wording import keeping_text
    from tui.compose import backup_files, book_exists, places

    found = places(common.book)
    there = book_exists(found.book)
    keeping = backup_files(found.book).keeping() if there else None
    if common.json:
        paths = {"book": found.book, "settings": found.settings, "state": found.state, "logs": found.logs}
        kept = None
        if keeping is not None:
            kept = {
                "book_bytes": keeping.book,
                "history_bytes": keeping.changes,
                "backups": keeping.backups,
                "backup_bytes": keeping.backup_bytes,
            }
        document({**{name: str(path) for name, path in paths.items()}, "exists": there, "keeps": kept})
        return
    put(shown(f"book      {found.book}{'' if there else '  (not begun)'}"))
    if keeping is not None:
        put(f"          {keeping_text(keeping.changes, keeping.backups, keeping.backup_bytes)}")
    put(shown(f"settings  {found.settings}"))
    put(shown(f"state     {found.state}"))
    put(shown(f"logs      {found.logs}"))


@click.command("checkpoint")
@common_options()
def checkpoint_command(common: Common) -> None:
    """Write all changes into book.json.

    Plain TinyDB then reads there what Bookshift shows. The changes are safe without it.
    """
    from tui.cli.opened import writing

    with writing(common) as house:
        done = house.checkpoint()
        seq = house.desk.book.seq
    if common.json:
        document({"written": done, "seq": seq})
    else:
        say(f"book.json holds everything up to change {seq}." if done else "book.json held everything already.")
