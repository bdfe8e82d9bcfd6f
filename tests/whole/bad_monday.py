"""The keys of a bad Monday on the team demo, one after the other, with what is seen after each.

Played by ``test_team_changes``; ``docs/bad-monday.md`` is the same list to read, written by
``python -m tests.whole.bad_monday``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby
from textwrap import fill

from tests.whole.terminal import KEYS, ROOT


class Point(Enum):
    """What is held against the book once a step is done."""

    PROPOSED = auto()
    """Every move on the page says why."""
    IN_FORCE = auto()
    """The moves are made, and nothing else."""
    UNDONE = auto()
    """The book is the one before."""
    REDONE = auto()
    """The book is the one that was in force."""


@dataclass(frozen=True)
class Step:
    """Keys pressed together, and what they lead to."""

    keys: tuple[str, ...]
    """Names of keys; any other text is typed."""
    see: str
    """What one sees then, in words."""
    shows: tuple[str, ...]
    """What the screen says then, word for word."""
    point: Point | None = None
    """What is checked then."""


@dataclass(frozen=True)
class Part:
    """One thing that happens, from the keys that begin it to those that take it back."""

    title: str
    """What happens, in a few words."""
    story: str
    """Who and when, and on which book, as sentences."""
    steps: tuple[Step, ...]
    """The keys in order."""


def step(keys: tuple[str, ...], see: str, *shows: str, point: Point | None = None) -> Step:
    """A step."""
    return Step(keys, see, shows, point)


def made(says: str) -> tuple[Step, ...]:
    """What is proposed is put in force and taken back; ``says`` begins the sentence of the change."""
    return (
        step(("a",), "How many moves, from when, with or without the open follow-ups", "enter Put in force"),
        step(("enter",), "In force, as one change", f"In force: {says}", point=Point.IN_FORCE),
        step(("u",), "One key takes all of it back", f"Undo: {says}", point=Point.UNDONE),
    )


def made_for_good(says: str) -> tuple[Step, ...]:
    """The same, and made again after all."""
    return *made(says), step(("ctrl+r",), "And another makes it again", f"Redo: {says}", point=Point.REDONE)


def on(name: str, whole: str) -> tuple[Step, ...]:
    """The cursor is put on somebody in Load."""
    return (
        step(("3",), "Load: who has how much of their time", "b Rebalance"),
        step(("/", name, "enter"), f"Nobody but {whole}", "1 person", whole),
    )


LEO_KIM = (
    *("Leo Kim", "down", "today", "down", "csm", "down", "down", "mid, ent, small", "down"),
    *("EMEA, AMER, APAC", "down", "en, it, pt, fr, es, hi, zh"),
)
"""What is typed of who joins, from line to line."""

JOINS = Part(
    "Somebody joins",
    "Leo Kim starts today, needs no ramp, and may have any account of three regions and seven languages.",
    (
        step(("3",), "Load: five people are over, one of them by almost half", "b Rebalance", "5 over"),
        step(("J",), "The form for somebody who joins", "Somebody joins", "Show the proposal"),
        step(
            LEO_KIM,
            "The name, the first day, the role, then segments, regions and languages",
            "en, it, pt, fr, es, hi, zh",
        ),
        step(
            ("down", "down", "down", "down", "down", "left", "enter"),
            "Leo Kim needs no ramp; a book made of what those above 95 % have too much",
            "Leo Kim joins",
            " moves (",
            point=Point.PROPOSED,
        ),
        *made_for_good("Add Leo Kim to the roster"),
    ),
)

OVERLOADS = Part(
    "All overloads are mended",
    (
        "On the book that the first part leaves. A rebalance does what moves for good can do; who is over because"
        " a leave is near is covered until it ends. After it nobody has more than 102 % of their time."
    ),
    (
        step(
            ("esc", "b"),
            "The fewest moves after which nobody is over",
            "Rebalance  balanced",
            " moves (",
            point=Point.PROPOSED,
        ),
        *made_for_good("Rebalance"),
        step(("esc",), "Load again: one person is over, for he is on leave soon", "1 over"),
        *on("emeka", "Emeka Eze"),
        step(("W",), "The form for somebody on leave, with the leave that is planned", "2026-12-04"),
        step(("enter",), "Who stands in on which account until the leave ends", " moves (", point=Point.PROPOSED),
        *made_for_good("Plan leave of Emeka Eze"),
    ),
)

RESIGNATION = Part(
    "Somebody resigns",
    "On the demo as it is. Ben Okafor goes on 30 November.",
    (
        *on("ben okafor", "Ben Okafor"),
        step(("L",), "The form for somebody who leaves", "Ben Okafor leaves, with", "Last day"),
        step(
            ("30 nov", "enter"),
            "A home for each account from 1 December on, and the one that nobody may take",
            "Ben Okafor leaves",
            " moves (",
            point=Point.PROPOSED,
        ),
        *made("End the employment of Ben Okafor"),
    ),
)

PARENTAL_LEAVE = Part(
    "Somebody is on parental leave",
    (
        "On the demo as it is. Karin Wolff is away from 2 December and back on 1 June: on 31 May she leads no "
        "account, a day later the same as ever, and nobody had to do anything."
    ),
    (
        *on("karin", "Karin Wolff"),
        step(("W",), "The form for somebody on leave", "Karin Wolff is on leave", "First day away"),
        step(
            ("2 dec", "down", "1 jun", "enter"),
            "Who stands in for half a year; every account stays hers",
            "Karin Wolff is away",
            " moves (",
            point=Point.PROPOSED,
        ),
        *made_for_good("Plan leave of Karin Wolff"),
    ),
)

SPREAD = Part(
    "A book is spread over six",
    ("On the demo with Leo Kim in it. What Karin Wolff leads today goes to six people of the manager's choice."),
    (
        step(("2", "/"), "The book, with an empty filter", "1,972 of 1,972", "type a filter"),
        step(("owner:karin", "enter"), "The accounts that Karin Wolff has today", "42 of 1,972"),
        step(("*", "a"), "All of them are marked, and ask for a holder", "Assign 42 accounts", "type a part of a name"),
        step(("tab", "Karin leads projects", "down", "ctrl+u"), "A reason, and an empty day", "today, mon, +14d"),
        step(("3 dec",), "The first day of the new holders", "3 dec"),
        step(("ctrl+o",), "Whom they could be spread over", "over several people", "whoever fits best"),
        step(("down", *("space",) * 5), "The first five of six are marked", "to 5 ", " marked"),
        step(("G", "up", "up", "space"), "The sixth too", "to 6 ", " marked"),
        step(("p",), "Each move", "Spread", "from 3 Dec", " moves (", point=Point.PROPOSED),
        *made("Spread"),
    ),
)

PARTS = (JOINS, OVERLOADS, RESIGNATION, PARENTAL_LEAVE, SPREAD)
"""The whole day."""

HEAD = """# A bad Monday, key by key

Five things that happen to a team, done in Bookshift with keys alone. The keys are those that a test presses in a real
terminal, 160 columns by 48 lines, on the team demo of a fixed day:

```sh
bookshift demo --size team --keep monday --today 2026-11-22
```

`b` and the forms lead to a proposal that changes nothing yet. `down` goes through its moves; the card below says of
each why somebody must give, why this account, why this person, who else might, which rule keeps out the rest, and what
if it stays. The test reads all of them, holds each figure against a second count that knows nothing of the engine, and
compares them with what the command (`rebalance`, `leave`, `join`, `assign --to`) says. Once it is in force just these
moves are made, and after `u` the book is the one before, but for its history.
"""
"""What the page begins with."""


def page() -> str:
    """The whole day as a page to read."""
    return "\n".join([HEAD, *(line for part in PARTS for line in _section(part))])


def _section(part: Part) -> Iterator[str]:
    yield f"## {part.title}\n"
    yield f"{fill(part.story, 118)}\n"
    yield "| press | you see |"
    yield "|---|---|"
    for one in part.steps:
        yield f"| {' '.join(_pressed(one.keys))} | {one.see} |"
    yield ""


def _pressed(keys: tuple[str, ...]) -> Iterator[str]:
    """Keys as they are written on a page; what is typed stands in quotes."""
    for key, several in groupby(keys):
        count = len(list(several))
        name = f"`{key}`" if key in KEYS or len(key) == 1 else f"“{key}”"
        yield name if count == 1 else f"{name} x{count}"


if __name__ == "__main__":
    (ROOT / "docs" / "bad-monday.md").write_text(page(), encoding="utf-8")
