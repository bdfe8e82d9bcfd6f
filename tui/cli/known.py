"""The models and alignments there are for a book, with what of the manager's own files had to be left aside."""

from __future__ import annotations

from core.book.book import Book
from core.ports import Catalogue
from tui.cli.output import say
from tui.compose import catalogue


def known_models(book: Book) -> Catalogue:
    """Those that ship, the manager's own, and those that only the book keeps; files that are wrong are told."""
    known, notes = catalogue(book)
    for note in notes:
        say(note)
    return known
