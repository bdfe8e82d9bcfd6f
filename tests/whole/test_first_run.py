"""The first minutes: no book yet, an empty one, the reader's own file, and settings that are not right."""

from __future__ import annotations

from pathlib import Path

from tests.whole.manager import TODAY
from tests.whole.terminal import Terminal

PEOPLE = "Name,Email,Role,Hours per month\nAna Ruiz,ana@company.example,csm,100\nBo Berg,bo@company.example,csm,80\n"
ACCOUNTS = """Account name,ARR,Segment,Renewal date,Owner,Health
Acme [/EMEA],120000,ent,2027-03-01,Ana Ruiz,80
"=cmd|' /C calc'!A0",5k,small,2027-01-05,Bo Berg,55
Ørsted & Søn,soon,mid,2027-04-03,Ana Ruiz,
"""


def test_a_first_run_leads_to_the_readers_own_accounts(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    with Terminal(["--today", TODAY], folder=tmp_path) as terminal:
        terminal.wait_for("There is no book", "look at a demo book", "start an empty book", "What would you like")
        terminal.write("x\r")
        terminal.wait_for("is not one of")
        terminal.write("e\r")
        terminal.wait_for("Name of your team")
        terminal.write("Team [/North]\r")
        text = terminal.wait_for(
            "Team [/North]", "This book is empty", "i   import", "n   add", "bookshift demo", "? Help"
        )
        assert "…" not in text, "the welcome is not cut off"

        terminal.press("i")
        terminal.wait_for("Import from CSV files", "enter Look at the file")
        terminal.write("nowhere.csv\r")
        terminal.wait_for("There is no file nowhere.csv")
        terminal.write("\x7f" * 20)
        terminal.wait_until_gone("File             nowhere.csv")
        terminal.write("people.csv; acc")
        terminal.wait_for("people.csv; acc")
        terminal.press("tab")
        terminal.wait_for("people.csv; accounts.csv")
        terminal.press("enter")
        terminal.wait_for("2 rows: 2 taken", "3 rows: 2 taken, 1 rejected", "row 4, column “ARR”", "y Import this")
        terminal.press("y")
        terminal.wait_for("2 of 2", "Acme [/EMEA]", "=cmd|' /C calc'!A0", "Bo Berg", "Ana Ruiz")
        terminal.press("u")
        terminal.wait_for("This book is empty")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_leaving_at_once_leaves_nothing_behind(tmp_path: Path) -> None:
    with Terminal([], folder=tmp_path) as terminal:
        terminal.wait_for("What would you like")
        terminal.write("q\r")
        assert terminal.wait_for_end() == 1
        assert "Traceback" not in terminal.text
    assert not (tmp_path / "data" / "bookshift" / "book").exists()


def test_settings_that_cannot_be_read_are_told_and_the_standard_ones_used(tmp_path: Path) -> None:
    settings = tmp_path / "config" / "bookshift" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("theme = bookshift-light ]]", encoding="utf-8")
    with Terminal(["demo", "--today", TODAY], folder=tmp_path) as terminal:
        terminal.wait_for("196 of 196", "The settings in")
        assert terminal.toast.endswith("the standard ones are used.")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
