"""The rows of two drafts side by side: people with roles and load, accounts with who leads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.book.book import Book
from core.models.beside import AccountBeside, AccountThen, PersonBeside, PersonThen
from core.models.compare import Fate
from core.wording import UNKNOWN, hours, hours_short, money_short, percent, rounded
from core.words import Touch
from tui.compare_rows import roles_text
from tui.portrait import Said
from widgets.table.columns import Cell, Column
from widgets.tones import Tone

LETTERS = ("A", "B")
"""How the drafts are named in narrow columns."""

_FATES: dict[Fate, Tone] = {Fate.KEPT: "good", Fate.LOOSENED: "warn", Fate.BROKEN: "bad"}
_OVER = 10_200
"""Utilisation from which somebody is over capacity, in hundredths of a percent."""

PersonCell = Callable[[PersonThen], Cell]


def _fullness(one: PersonThen) -> Cell:
    if one.utilisation is None:
        return Cell(UNKNOWN, "muted")
    return Cell(percent(rounded(one.utilisation, 100)), "warn" if one.utilisation > _OVER else "plain")


def _hours(one: PersonThen) -> Cell:
    return Cell(hours_short(one.hours))


def _accounts(one: PersonThen) -> Cell:
    return Cell(f"{one.accounts:,}", "plain" if one.accounts else "muted")


def people_columns(book: Book, drafts: int) -> tuple[Column[PersonBeside], ...]:
    """Columns of people for one draft or two: full, accounts and hours, each now and under every draft."""
    made: list[Column[PersonBeside]] = [Column("name", "Person", lambda row: Cell(row.name), 18, flex=1)]
    kinds: tuple[tuple[str, str, int, int, PersonCell], ...] = (
        ("full", "full", 6, 0, _fullness),
        ("accounts", "acc.", 6, 0, _accounts),
        ("hours", "h", 6, 5, _hours),
    )
    for key, word, width, priority, read in kinds:
        for place, when in enumerate(("Now", *LETTERS[:drafts])):
            made.append(
                Column(
                    f"{key}{place}",
                    f"{when} {word}",
                    _person_cell(place - 1, read),
                    max(width, len(when) + len(word) + 1),
                    align="right",
                    priority=priority and priority + (place == 0),
                )
            )
    made.append(Column("roles", "Roles", lambda row: Cell(_roles_in_short(book, row), "muted"), 24, flex=1, priority=4))
    return tuple(made)


def _person_cell(place: int, read: PersonCell) -> Callable[[PersonBeside], Cell]:
    def cell(row: PersonBeside) -> Cell:
        one = row.now if place < 0 else row.then[place]
        return Cell("", "muted") if one is None else read(one)

    return cell


def _roles_in_short(book: Book, row: PersonBeside) -> str:
    now = roles_text(book, row.now.roles) if row.now is not None else "to hire"
    parts = [now]
    for letter, one in zip(LETTERS, row.then, strict=False):
        if one is None and row.now is not None:
            parts.append(f"{letter} gone")
        elif one is not None and (row.now is None or one.roles != row.now.roles):
            parts.append(f"{letter} {roles_text(book, one.roles)}")
    return "; ".join(parts)


def person_card(book: Book, row: PersonBeside) -> tuple[Said, ...]:
    """A person now and under each draft, in words."""
    said = [Said("Now", _person_text(book, row.now) if row.now is not None else "not here; a position to hire")]
    for letter, one in zip(LETTERS, row.then, strict=False):
        text = _person_text(book, one) if one is not None else "not in it"
        over = one is not None and one.utilisation is not None and one.utilisation > _OVER
        said.append(Said(letter, text, "warn" if over else "plain"))
    return tuple(said)


def _person_text(book: Book, one: PersonThen) -> str:
    full = "" if one.utilisation is None else f", {percent(rounded(one.utilisation, 100))}"
    return (
        f"{roles_text(book, one.roles)}; {hours(one.hours)} of {hours(one.capacity)}{full}; "
        f"{one.accounts:,} accounts of their own"
    )


# Accounts -------------------------------------------------------------------------------------------------------


def account_columns(currency: str, drafts: int) -> tuple[Column[AccountBeside], ...]:
    """Columns of accounts for one draft or two: who leads now and then, and what becomes of the relationship."""
    made: list[Column[AccountBeside]] = [
        Column("name", "Account", lambda row: Cell(row.name), 17, flex=2),
        Column("now", "Now", lambda row: Cell(row.now.leader or "nobody", "plain" if row.now.leader else "bad"), 12, 1),
    ]
    for place, letter in enumerate(LETTERS[:drafts]):
        made.append(Column(f"lead{place}", letter, _leader_cell(place), 12, flex=1))
        made.append(Column(f"fate{place}", f"{letter} is", _fate_cell(place), 8))
        made.append(Column(f"served{place}", f"{letter} served", _served_cell(place), 11, priority=2))
    arr = lambda row: Cell(UNKNOWN if row.arr is None else money_short(row.arr, currency))  # noqa: E731 - a column's cell
    made.append(Column("arr", "ARR", arr, 6, align="right", priority=1))
    return tuple(made)


def _leader_cell(place: int) -> Callable[[AccountBeside], Cell]:
    def cell(row: AccountBeside) -> Cell:
        leader = row.then[place].leader
        if leader == row.now.leader:
            return Cell("the same" if leader else "nobody", "muted" if leader else "bad")
        return Cell(leader or "nobody", "plain" if leader else "bad")

    return cell


def _fate_cell(place: int) -> Callable[[AccountBeside], Cell]:
    def cell(row: AccountBeside) -> Cell:
        fate = row.then[place].fate
        return Cell("") if fate is None else Cell(fate.value, _FATES[fate])

    return cell


def _served_cell(place: int) -> Callable[[AccountBeside], Cell]:
    return lambda row: Cell(_served_text(row.now.served, row.then[place].served), "muted")


def _served_text(now: Touch, then: Touch) -> str:
    return now.value if now is then else f"{now.value} → {then.value}"


def account_card(row: AccountBeside) -> tuple[Said, ...]:
    """An account now and under each draft, in words."""
    return tuple(_account_lines(row))


def _account_lines(row: AccountBeside) -> Iterator[Said]:
    yield Said("Now", f"{row.now.leader or 'nobody'} leads; served at {row.now.served.value} touch")
    for letter, one in zip(LETTERS, row.then, strict=False):
        fate = f"; the relationship is {one.fate.value}" if one.fate is not None else ""
        text = f"{one.leader or 'nobody'} leads; served at {one.served.value} touch{fate}"
        yield Said(letter, text, _account_tone(one))


def _account_tone(one: AccountThen) -> Tone:
    if not one.leader:
        return "bad"
    return "plain" if one.fate is None or one.fate is Fate.KEPT else _FATES[one.fate]
