"""`where`, `doctor`, `checkpoint`: the files behind the book."""

from __future__ import annotations

import click

from tui.cli.options import Common, common_options
from tui.cli.output import document, put, say, shown


@click.command("where")
@common_options()
def where_command(common: Common) -> None:
    """Say where the book, settings and logs are."""
    from tui.compose import book_exists, places

    found = places(common.book)
    there = book_exists(found.book)
    if common.json:
        paths = {"book": found.book, "settings": found.settings, "state": found.state, "logs": found.logs}
        document({**{name: str(path) for name, path in paths.items()}, "exists": there})
        return
    put(shown(f"book      {found.book}{'' if there else '  (not begun)'}"))
    put(shown(f"settings  {found.settings}"))
    put(shown(f"state     {found.state}"))
    put(shown(f"logs      {found.logs}"))


@click.command("doctor")
@common_options()
def doctor_command(common: Common) -> None:
    """Check the files of the book.

    Nothing is changed. Exit code 1 when something is not as it should be, 3 when the book does not open.
    """
    from tui.cli.exits import Ended, Exit
    from tui.compose import book_folder, doctor

    found = doctor()(book_folder(common.book))
    if common.json:
        checks = [{"name": one.name, "well": one.well, "says": one.says} for one in found]
        document({"healthy": all(one.well for one in found), "checks": checks})
    else:
        for one in found:
            put(shown(f"{'well ' if one.well else 'WRONG'}  {one.name:<10} {one.says}"))
    if len(found) == 1:
        raise Ended(Exit.STORE)
    if not all(one.well for one in found):
        raise Ended(Exit.NO)


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
