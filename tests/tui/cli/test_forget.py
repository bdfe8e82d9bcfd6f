from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.accounts import Account, Contact
from core.book.book import Book
from core.conversations import Conversation
from core.people import Person
from core.words import ConversationType
from data.store.store import create_store, open_store
from tui.compose import fresh_book

Cli = Callable[..., Any]

SAID = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of three accounts with a contact and a call each: what is written anew is written often here."""
    fresh = fresh_book("Team", today=SAID.date())
    assert isinstance(fresh, Book)
    records: dict[str, list[Any]] = {name: list(table.all()) for name, table in fresh.tables.items()}
    records["accounts"] = [Account(id=n, name=f"Customer {n}") for n in (1, 2, 3)]
    records["contacts"] = [Contact(id=n, account=n, name=f"Contact {n}") for n in (1, 2, 3)]
    records["conversations"] = [
        Conversation(id=n, account=n, type=ConversationType.CALL, at=SAID, summary=f"Said {n}") for n in (1, 2, 3)
    ]
    folder = tmp_path / "demo"
    create_store(folder, Book.of(records)).store.close()
    monkeypatch.setenv("BOOKSHIFT_BOOK", str(folder))
    return folder


def folder_bytes(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).lower()


@pytest.fixture
def spoken_of(cli: Cli, demo: Path) -> Path:
    """A book in whose history, backups, session and drafts stands a contact with an uncommon name."""
    cli("set", "contact", "1", "name=Zoë Quillfeather", "email=zoe@quill.example", "phone=+49 170 5")
    cli("set", "account", "A2", "notes=Ask zoë quillfeather of the other one")
    cli("checkpoint")
    cli("set", "account", "A3", "notes=Zoë Quillfeather, once more", "industry=Shipping")
    cli("checkpoint")
    (demo / "session.json").write_text(json.dumps({"modes": {"book": {"filter": "zoë quillfeather"}}, "drafts": {}}))
    (demo / "drafts").mkdir()
    (demo / "drafts" / "1.json").write_text(json.dumps({"bookshift": "draft", "title": "Without Zoë Quillfeather"}))
    (demo / "book.json.tmp").write_text("Zoë Quillfeather, of a checkpoint that was cut short")
    assert b"quillfeather" in folder_bytes(demo)
    return demo


def test_after_forgetting_nothing_is_found_in_any_file(cli: Cli, spoken_of: Path) -> None:
    done = cli("forget", "contact", "zoe@quill.example", "--reason", "Request 17", "--yes")

    assert done.code == 0, done.err
    left = folder_bytes(spoken_of)
    assert b"quillfeather" not in left
    assert b"zoe@quill" not in left
    assert b"+49 170" not in left
    assert len(list((spoken_of / "backups").iterdir())) >= 2
    assert all(one["well"] for one in cli("doctor", "--json").json["checks"] if one["name"] != "rights")
    assert cli("history", "--json").json["changes"][0]["why"] == "Request 17"
    with_name = open_store(spoken_of, read_only=True).book.accounts[2].notes
    assert with_name == "Ask (forgotten) of the other one"


def test_what_goes_and_what_stays_is_said_before_and_nothing_is_done_without_a_yes(cli: Cli, spoken_of: Path) -> None:
    before = folder_bytes(spoken_of)
    asked = cli("forget", "contact", "1")

    assert asked.code == 1
    assert "To be forgotten for good: contact 1 Zoë Quillfeather." in asked.err
    assert "reasons in\n        1 contact," in asked.err
    assert "3 changes of the history and 2 backups" in asked.err
    assert "the name in texts of 2 other records" in asked.err
    assert "Neither undo nor a backup brings it back." in asked.err
    assert "With --yes it is done." in asked.err
    assert folder_bytes(spoken_of) == before


def test_no_undo_brings_it_back(cli: Cli, spoken_of: Path) -> None:
    cli("forget", "contact", "1", "--yes")
    while cli("undo", "--yes").code == 0:
        pass
    backups = cli("backups", "--json").json["backups"]
    assert cli("restore", "--backup", backups[-1]["no"]).code in (0, 1)

    assert b"quillfeather" not in folder_bytes(spoken_of)


def test_another_name_is_taken_out_of_texts_too(cli: Cli, demo: Path) -> None:
    cli("set", "contact", "1", "name=Zoë Quillfeather")
    cli("set", "account", "A2", "notes=Quilly likes mail")
    assert cli("forget", "contact", "1", "--also", "Quilly", "--yes").code == 0

    assert b"quilly" not in folder_bytes(demo)


def test_a_customer_goes_with_all_that_is_about_it_and_says_who_is_named_alike(cli: Cli, demo: Path) -> None:
    cli("set", "account", "A1", "name=Quillworks", "website=quillworks.example")
    cli("set", "account", "A2", "name=Quillworks Canada")
    asked = cli("forget", "account", "A1")
    assert "Quillworks Canada keeps its own name" in asked.err
    assert cli("forget", "account", "A1", "--yes").code == 0

    book = open_store(demo, read_only=True).book
    assert book.accounts[1].name == "(forgotten)"
    assert book.accounts[2].name == "Quillworks Canada"
    assert all(talk.summary == "" for talk in book.conversations_of(1))
    assert b"quillworks.example" not in folder_bytes(demo)


def test_a_person_goes_with_the_interviews_about_them_and_from_what_the_crm_called_the_owner(
    cli: Cli, tmp_path: Path
) -> None:
    folder = tmp_path / "small"
    interview = Conversation(id=1, account=None, about=1, type=ConversationType.CALL, at=SAID, summary="Wants more pay")
    book = Book.of(
        {
            "people": [Person(id=1, name="Ana Quill", email="ana@us.example")],
            "accounts": [Account(id=1, name="Acme", crm_people=(("Owner", "Ana Quill"), ("Sales", "Bo Ek")))],
            "conversations": [interview],
        }
    )
    create_store(folder, book).store.close()

    asked = cli("forget", "person", "P1", "--book", folder)
    assert "        1 person and 1 conversation," in asked.err
    assert cli("forget", "person", "P1", "--yes", "--book", folder).code == 0

    left = folder_bytes(folder)
    assert all(word not in left for word in (b"quill", b"ana@us", b"more pay"))
    assert open_store(folder, read_only=True).book.accounts[1].crm_people == (
        ("Owner", "(forgotten)"),
        ("Sales", "Bo Ek"),
    )


def test_files_of_others_in_the_folder_are_named_and_stay(cli: Cli, demo: Path) -> None:
    (demo / "book (conflicted copy).json").write_text("{}")
    done = cli("forget", "contact", "1", "--yes")

    assert "Not written by Bookshift and not looked into: book (conflicted copy).json." in done.err


def test_two_contacts_of_one_name_must_be_told_apart(cli: Cli, demo: Path) -> None:
    for number in ("1", "2"):
        cli("set", "contact", number, "name=Jo Doe")
    answer = cli("forget", "contact", "Jo Doe", "--yes")

    assert answer.code == 2
    assert "2 contacts are called" in answer.err


def test_a_book_that_is_open_elsewhere_is_not_touched(cli: Cli, demo: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom data.store.store import open_store\n"
        f"opened = open_store(Path({str(demo)!r}))\nprint('open', flush=True)\nsys.stdin.read()"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        before = folder_bytes(demo)
        answer = cli("forget", "contact", "1", "--yes")
        assert answer.code == 3
        assert f"process {holder.pid}" in answer.err
        assert folder_bytes(demo) == before
    finally:
        holder.communicate()


def test_somebody_unknown_is_a_wrong_request(cli: Cli, demo: Path) -> None:
    assert cli("forget", "contact", "9999", "--yes").code == 2
    assert cli("forget", "account", "A9999", "--yes").code == 2
    assert cli("forget", "pool", "1", "--yes").code == 2
