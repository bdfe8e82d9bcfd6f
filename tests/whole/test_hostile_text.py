"""Through a real terminal: whatever a customer file holds, none of it steers the terminal and nothing crashes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from core.accounts import Account
from core.book.book import Book
from core.people import Person, RoleShare
from core.policy import Policy
from core.words import Record
from data.catalogue import standard_records
from tests.whole.terminal import Terminal
from tui.compose import create_house

HOSTILE = (
    "Acme [/EMEA]",
    "[bold]Loud[/bold]",
    "[@click=app.quit]press[/]",
    "[link=file:///etc/passwd]link[/link]",
    "=cmd|' /C calc'!A0",
    "Owned \x1b]0;owned\x07 Ltd",
    "Clip \x1b]52;c;b3duZWQ=\x07 GmbH",
    "Wipe \x1b[2J AG",
    "C1 \x9b31m red",
    "Nul \x00 byte",
    "Bidi \u202egpj.exe",
    "שלום עולם",
    "漢字カナ商事",
    "Zoe\u0301 Café",
    "👨‍👩‍👧‍👦 Family 🇩🇪",
    ":smile: Inc",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book whose records hold these texts as a damaged or foreign file might, past every cleaning."""
    accounts = [Account(id=number, name=name, notes=name) for number, name in enumerate(HOSTILE, start=1)]
    people = [Person(id=1, name=HOSTILE[5], roles=(RoleShare(role="csm"),))]
    records: dict[str, Iterable[Record]] = {
        "policy": [Policy(name=HOSTILE[0])],
        "accounts": accounts,
        "people": people,
        **standard_records(),
    }
    book = Book.of(records)
    create_house(tmp_path / "book", book, today=date(2026, 11, 22)).close()
    return tmp_path


def test_no_name_steers_the_terminal_or_ends_the_program(folder: Path) -> None:
    with Terminal(["--book", str(folder / "book"), "--today", "2026-11-22"], folder=folder) as terminal:
        terminal.wait_for("Acme [/EMEA]", "Ltd")
        for key in ("G", "enter", "esc", "3", "2", "g", "5", "7", "2", "?", "esc"):
            terminal.press(key)
            terminal.read(0.3)
        terminal.press("g", "enter")
        terminal.wait_for("Customer")
        raw = bytes(terminal.raw)

    assert b"]0;owned" not in raw
    assert b"]52;c;b3duZWQ" not in raw
    assert b"\xe2\x80\xae" not in raw
    assert b"file:///etc/passwd]" in raw or b"[link" in raw
    assert terminal.process.returncode != 1
