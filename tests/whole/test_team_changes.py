"""A team in one sitting, by keys alone: somebody joins, every overload is mended, one resigns, one is on parental leave
and comes back, one book is spread over six.

Each is one change and undone by one key; what was put in force is recounted from what the commands print beside it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.whole.manager import TODAY, Manager, run
from tests.whole.terminal import Terminal

CTRL_O, CTRL_R, CTRL_U = "\x0f", "\x12", "\x15"
SIX = ("Chloé Martin", "David Stein", "Ivo Petrov", "Grace Lindqvist", "Leo Kim", "Farah Aziz")
TOLERANCE = 1.02
"""Load above which somebody is over."""

Owners = dict[str, str]


def test_a_team_is_kept_in_balance_by_keys_alone(tmp_path: Path) -> None:
    arguments = ["demo", "--size", "team", "--keep", "book", "--today", TODAY]
    with Terminal(arguments, columns=120, lines=36, folder=tmp_path) as terminal:
        terminal.wait_for("1,972 of 1,972")
        sitting = Sitting(terminal, tmp_path)
        sitting.somebody_joins()
        sitting.overloads_are_mended()
        sitting.one_resigns()
        sitting.one_is_on_parental_leave()
        sitting.one_book_is_spread_over_six()
        terminal.press("q")
        assert terminal.wait_for_end() == 0


class Sitting:
    """The manager at the keyboard, and the commands that recount."""

    def __init__(self, terminal: Terminal, folder: Path) -> None:
        self.terminal = terminal
        self.manager = Manager(terminal)
        self.folder = folder
        self.balanced: Owners = {}
        """Who has what once nobody is over."""

    # The five changes ---------------------------------------------------------------------------------------

    def somebody_joins(self) -> None:
        terminal = self.terminal
        before = self.owners()
        terminal.press("3")
        terminal.wait_for("critical", "b Rebalance")
        terminal.press("J")
        terminal.wait_for("Somebody joins", "Show the proposal")
        terminal.press("Leo Kim", "down", "today", "down", "csm", "down", "down", "mid, ent, small", "down")
        terminal.press("EMEA, AMER, APAC", "down", "en, it, pt, fr, es, hi, zh")
        terminal.press("down", "down", "down", "down", "down", "left", "enter")
        terminal.wait_for("Leo Kim joins", " moves (")
        self.force("In force: Add Leo Kim to the roster")
        after = self.owners()
        moved = {account for account, owner in after.items() if owner != before[account]}
        assert moved
        assert {after[account] for account in moved} == {"P22"}
        self.undone_and_done_again(before, after)

    def overloads_are_mended(self) -> None:
        terminal = self.terminal
        terminal.press("b")
        terminal.wait_for("Rebalance", " moves (", "over →")
        told = self.told("rebalance")
        self.force("In force: Rebalance")
        check_sentences(told, self.rooms(TODAY))
        assert self.owners().items() >= {move["account"]: move["to"] for move in told["moves"]}.items()
        terminal.press("esc")
        self.on("emeka")
        terminal.press("W")
        terminal.wait_for("Emeka Eze is on leave", "2026-12-04")
        terminal.press("enter")
        terminal.wait_for("Emeka Eze", " moves (")
        self.force("In force: ")
        self.leave_the_page()
        self.balanced = self.owners()
        over = {name: part for name, part in self.loads(TODAY).items() if part > TOLERANCE}
        assert over == {}

    def one_resigns(self) -> None:
        terminal, before = self.terminal, self.balanced
        told = self.told("leave", "ben", "--on", "2026-11-30")
        self.on("ben okafor")
        terminal.press("L")
        terminal.wait_for("Ben Okafor leaves, with", "Last day")
        terminal.press("30 nov", "enter")
        terminal.wait_for("Ben Okafor leaves", " moves (")
        self.force("In force: End the employment of Ben Okafor")
        check_sentences(told, self.rooms("2026-12-01"))
        later = self.owners("2026-12-01")
        moved = {account for move in told["moves"] for account in move["accounts"]}
        assert moved == {account for account, owner in before.items() if owner == "P3"}
        assert later.items() >= {move["account"]: move["to"] for move in told["moves"]}.items()
        self.leave_the_page()
        self.undone(before)

    def one_is_on_parental_leave(self) -> None:
        terminal, usual = self.terminal, self.owners("2027-06-01")
        self.on("karin")
        terminal.press("W")
        terminal.wait_for("Karin Wolff is on leave", "First day away")
        terminal.press("1 dec", "down", "1 jun", "enter")
        terminal.wait_for("Karin Wolff", " moves (")
        self.force("In force: Plan leave of Karin Wolff")
        hers = {account for account, owner in usual.items() if owner == "P11"}
        away = self.owners("2027-02-01")
        assert len(hers) > 30
        assert "P11" not in {away[account] for account in hers}
        assert self.owners("2027-06-01") == usual
        self.leave_the_page()
        self.undone(self.balanced)

    def one_book_is_spread_over_six(self) -> None:
        terminal = self.terminal
        usual = self.owners("2026-12-03")
        shown = sum(owner == "P11" for owner in self.balanced.values())
        terminal.press("2", "/", "owner:karin", "enter")
        terminal.wait_for(f"{shown} of 1,972")
        terminal.press("*", "a")
        terminal.wait_for(f"Assign {shown} accounts", "type a part of a name")
        terminal.press("tab", "Karin leads projects", "down")
        terminal.write(CTRL_U)
        terminal.wait_for("today, mon, +14d")  # the hint of an empty line
        terminal.press("3 dec")
        terminal.wait_for("3 dec")
        terminal.write(CTRL_O)
        terminal.wait_for("over several people", "of whoever fits best")
        self.mark_the_six()
        text = terminal.wait_for("to 6 people of those marked")
        assert text.count("●") == 6
        terminal.press("enter")
        terminal.wait_for("Spread ", "over 6 people")
        after = self.owners("2026-12-03")
        names = {row["id"]: row["name"] for row in self.json("people", "--json")["people"]}
        assert {names[after[account]] for account, owner in usual.items() if owner == "P11"} == set(SIX)
        self.undone(self.balanced)

    def mark_the_six(self) -> None:
        """Go down the people and mark those six; the cursor is told by its sign."""
        terminal, marked = self.terminal, set()
        for _ in range(40):
            terminal.read(0.1)
            line = next(line for line in terminal.text.splitlines() if "▸" in line)
            here = next((name for name in SIX if name in line and name not in marked), None)
            if here is None:
                terminal.press("down")
            else:
                terminal.press("space")
                marked.add(here)
                terminal.wait_for(f"● {here}")
            if len(marked) == len(SIX):
                return
        raise AssertionError(f"only {marked} are listed:\n{terminal.text}")

    # Keys ---------------------------------------------------------------------------------------------------

    def on(self, name: str) -> None:
        """Put the cursor on somebody in Load."""
        self.terminal.press("3", "/")
        self.terminal.write(CTRL_U)
        self.terminal.wait_for("type a filter")
        self.terminal.press(name, "enter")
        self.terminal.wait_for("1 person")

    def force(self, says: str) -> None:
        self.manager.use("a")
        self.terminal.wait_for("Leave all as it is", "enter Put in force")
        self.terminal.press("enter")
        self.terminal.wait_for(says)

    def leave_the_page(self) -> None:
        self.terminal.press("esc")
        self.terminal.wait_for("1 person")

    def undone(self, before: Owners) -> None:
        self.terminal.press("u")
        self.terminal.wait_for("Undo: ")
        assert self.owners() == before

    def undone_and_done_again(self, before: Owners, after: Owners) -> None:
        self.terminal.press("esc")
        self.terminal.wait_for("b Rebalance")
        self.undone(before)
        self.terminal.write(CTRL_R)
        self.terminal.wait_for("Redo: ")
        assert self.owners() == after

    # Commands beside it -------------------------------------------------------------------------------------

    def json(self, *words: str) -> Any:  # noqa: ANN401
        answer = run([*words, "--book", "book"], self.folder)
        assert answer.stdout, answer.stderr
        return json.loads(answer.stdout)

    def told(self, *words: str) -> Any:  # noqa: ANN401
        return self.json(*words, "--json", "--today", TODAY)

    def owners(self, day: str = TODAY) -> Owners:
        rows = self.json("list", "--json", "--today", day)["accounts"]
        return {row["id"]: row["owner_id"] for row in rows}

    def rooms(self, day: str) -> dict[str, float]:
        """Capacity of everybody over 30 days from a day, by id."""
        return {row["id"]: row["capacity_hours"] for row in self.json("load", "--json", "--today", day)["people"]}

    def loads(self, day: str) -> dict[str, float]:
        """What everybody who is here has of their time, without handing over, by name."""
        found = {}
        for row in self.json("load", "--json", "--today", day)["people"]:
            hours = sum(line["hours"] for line in row["lines"] if line["duty"] != "handover")
            if row["capacity_hours"] >= 1:
                found[row["name"]] = hours / row["capacity_hours"]
        return found


def check_sentences(told: dict[str, Any], rooms: dict[str, float]) -> None:
    """Recompute what each move says from the moves, the hours before and the capacities."""
    people = {one["id"]: one for one in told["people"]}
    after = {number: one["hours_before"] for number, one in people.items()}
    for move in told["moves"]:
        after[move["to"]] += move["hours"]
        if move["from"] in after:
            after[move["from"]] -= move["hours"]
    assert told["moves"]
    for move in told["moves"]:
        taker, room = people[move["to"]], rooms[move["to"]]
        begins, ends = percent(taker["hours_before"], room), percent(after[move["to"]], room)
        assert f"{taker['name']} goes from {begins} % to {ends} %" in move["why"], move
        giver = people.get(move["from"])
        said = re.search(r"(\S.*) has ([\d.,]+) h for ([\d.,]+) h, and ([\d.,]+) h after all moves", move["why"])
        if giver is not None and said is not None:
            assert said[1] == giver["name"]
            told_hours = [float(said[place].replace(",", "")) for place in (2, 3, 4)]
            counted = [giver["hours_before"], rooms[move["from"]], after[move["from"]]]
            assert all(abs(one - other) < 0.0501 for one, other in zip(told_hours, counted, strict=True)), move
        if move["forced"]:
            assert "needed: " in move["why"]


def percent(hours: float, room: float) -> int:
    """Half a percent counts as one."""
    return int((2 * round(hours * 100) * 100 + round(room * 100)) // (2 * round(room * 100)))
