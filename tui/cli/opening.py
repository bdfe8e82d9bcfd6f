"""Opening the application, and the demo book; without a terminal the overview takes the screens' place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.exits import Ended, Exit, no
from tui.cli.options import Common, common_options
from tui.cli.output import is_terminal, say
from tui.compose import (
    book_exists,
    book_folder,
    clock,
    create_house,
    demo_book,
    fresh_book,
    house_in_memory,
    open_house,
    session,
    settings,
)

if TYPE_CHECKING:
    from core.book.book import Book
    from core.ports import DemoSize
    from tui.app import Opener
    from tui.compose import House

SEED = 7
"""Seed of the demo book unless said."""


def has_screen() -> bool:
    """Whether the screens can be shown: keyboard and screen are a terminal."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def open_book(common: Common) -> None:
    """Open the book on screen; without a terminal print its overview."""
    folder = book_folder(common.book)
    if not has_screen():
        _tell(open_house(folder, today=common.today, read_only=True, as_of=common.as_of), common)
        return
    if not book_exists(folder):
        _begin(folder, common)
    else:
        _show(lambda early: open_house(folder, today=common.today, as_of=common.as_of, early=early), folder)


def _begin(folder: Path, common: Common) -> None:
    """The first run: look at the demo, or start with an empty book."""
    say(f"There is no book in {folder} yet.")
    say("  d  look at a demo book; nothing is kept")
    say("  e  start an empty book there")
    say("  i  import your own accounts: leave, and type `bookshift import FILE...`")
    say("  q  leave")
    answer = click.prompt("What would you like", type=click.Choice(list("deiq")), default="d", err=True)
    if answer == "d":
        _show_demo(_demo("small", SEED, common), common)
    elif answer == "e":
        from tui.cli.opened import granted

        name = click.prompt("Name of your team", default="My team", err=True)
        house = create_house(folder, granted(fresh_book(name, today=common.today)), today=common.today)
        house.close()
        _show(lambda early: open_house(folder, today=common.today, early=early), folder)
    else:
        raise no()


@click.command("demo")
@click.option("--size", type=click.Choice(["small", "team", "large"]), default="small", help="8, 20 or 50 people.")
@click.option("--seed", type=int, default=SEED, metavar="N", help="Another number gives another book.")
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR", help="Keep the book in this folder.")
@common_options(book=False)
def demo_command(common: Common, size: DemoSize, seed: int, keep: Path | None) -> None:
    """Open a throw-away demo book, or keep one in a folder.

    Without a terminal its overview is printed.
    """
    book = _demo(size, seed, common)
    if keep is None:
        _show_demo(book, common)
        return
    house = create_house(keep, book, today=common.today)
    say(f"The demo book is kept in {keep}. Open it with `bookshift --book {keep}`.")
    if has_screen():
        house.close()
        _show(lambda early: open_house(keep, today=common.today, early=early), keep)
    else:
        _tell(house, common)


def _demo(size: DemoSize, seed: int, common: Common) -> Book:
    return demo_book(size, seed, clock(common.today)().today)


def _show_demo(book: Book, common: Common) -> None:
    if has_screen():
        _show(lambda _: house_in_memory(book, today=common.today), None)
    else:
        _tell(house_in_memory(book, today=common.today), common)


def _tell(house: House, common: Common) -> None:
    from tui.cli.asking import outlook_of
    from tui.cli.overview import tell

    try:
        tell(outlook_of(house), json=common.json)
    finally:
        house.close()


def _show(opener: Opener, folder: Path | None) -> None:
    """Run the application; it opens the book itself, beside its first frame."""
    from tui.app import Bookshift

    known = settings()
    app = Bookshift(opener, session(folder, known.theme), known.notes)
    app.run()
    if app.broken is not None:
        raise app.broken
    if app.return_code:
        raise Ended(Exit(app.return_code) if app.return_code in set(Exit) else Exit.CRASH)
