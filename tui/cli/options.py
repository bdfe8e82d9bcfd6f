"""The options every command shares, and the values they become."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import click

BOOK_VARIABLE = "BOOKSHIFT_BOOK"
"""Environment variable that names the folder of the book."""

TODAY_VARIABLE = "BOOKSHIFT_TODAY"
"""Environment variable that fixes the clock."""


class Day(click.ParamType[date]):
    """A date such as 2026-11-22."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that an ISO date names; anything else is refused with an example."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"“{value}” is not a date. Write it as 2026-11-22.", param, ctx)


DAY = Day()
"""The type of an option that takes a date."""


@dataclass(frozen=True, slots=True)
class Common:
    """What the shared options said."""

    book: str | None = None
    """Folder of the book; None is the usual place."""
    today: date | None = None
    """The day to take for today; None reads the clock."""
    as_of: date | None = None
    """The day whose end the book is looked at; None is now."""
    json: bool = False
    """Whether stdout is one JSON document."""
    yes: bool = False
    """Whether questions answer themselves with yes."""

    def under(self, outer: Common) -> Common:
        """These options, with the outer command's where they say nothing."""
        return replace(
            self,
            book=self.book if self.book is not None else outer.book,
            today=self.today or outer.today,
            as_of=self.as_of or outer.as_of,
            json=self.json or outer.json,
            yes=self.yes or outer.yes,
        )


Decorator = Callable[[Callable[..., None]], Callable[..., None]]
"""Adds something to the function of a command."""


def common_options(*, asks: bool = False, book: bool = True, past: bool = False) -> Decorator:
    """Give a command the shared options; its function receives them as one ``Common`` in first place.

    ``--book``, ``--today`` and ``--as-of`` can also stand before the command's name. ``asks`` lists ``--yes``,
    ``past`` lists ``--as-of``, ``book=False`` takes ``--book`` and ``--as-of`` away from a command that opens none.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def run(**given: Any) -> None:  # noqa: ANN401 - whatever options the command declares
            own = Common(
                book=given.pop("book", None),
                today=given.pop("today"),
                as_of=given.pop("as_of", None),
                json=given.pop("as_json"),
                yes=given.pop("yes"),
            )
            outer = click.get_current_context().find_object(Common) or Common()
            function(own.under(outer), **given)

        wrapped: Callable[..., None] = run
        # Taken everywhere, so that a script may always give it; listed where there are questions.
        wrapped = click.option("--yes", is_flag=True, hidden=not asks, help="Answer every question with yes.")(wrapped)
        wrapped = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(wrapped)
        wrapped = today_option()(wrapped)
        return book_option()(as_of_option(hidden=not past)(wrapped)) if book else wrapped

    return decorate


def book_option(envvar: str | None = None) -> Decorator:
    """The option that names the book; only the program itself reads the variable, so that a named folder wins."""
    text = f"Folder of the book (or {BOOK_VARIABLE})."
    return click.option("--book", envvar=envvar, metavar="DIR", type=click.Path(), help=text)


def today_option(envvar: str | None = None) -> Decorator:
    """The option that fixes the clock."""
    text = f"Take this day for today (or {TODAY_VARIABLE})."
    return click.option("--today", envvar=envvar, type=DAY, metavar="DATE", help=text)


def as_of_option(*, hidden: bool = False) -> Decorator:
    """The option that looks at the past; a command that would change the book refuses it."""
    text = "Read the book as it was at the end of this day."
    return click.option("--as-of", type=DAY, metavar="DATE", hidden=hidden, help=text)
