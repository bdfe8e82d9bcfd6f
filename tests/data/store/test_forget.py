from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from core.accounts import Account, Contact
from core.book.book import Book
from core.book.change import change_of, inserted, updated
from core.conversations import Conversation, FollowUp
from core.desk import Desk
from core.errors import Refusal, RefusalKind, StoreError
from core.people import Leave, Person
from core.schema import revise
from core.seats import Tenure, person_holder
from core.usecases.forget import FORGOTTEN, Forget
from core.words import ConversationType
from data.store import anew
from data.store.doctor import examine
from data.store.forget import Forgotten, erase
from data.store.store import OpenedStore, create_store, open_store
from data.store.system import SYSTEM, Mode, System
from tests.data.store.books import DAY, NOW, contents, desk_over, done
from tests.data.store.disk import Frozen, states
from tests.data.store.life import FOLDER, new_disk

SECRETS = ("Zoë Quill", "zoe@acme.example", "+49 170", "Acme Steel", "acme.example", "burnout")


def book() -> Book:
    return Book.of(
        {
            "people": [
                Person(
                    id=1,
                    name="Ana Ruíz",
                    email="ana@us.example",
                    leaves=(Leave(number=1, since=DAY, until=date(2026, 4, 1), reason="burnout"),),
                )
            ],
            "accounts": [Account(id=1, name="Acme Steel", website="acme.example"), Account(id=2, name="Bolt")],
            "contacts": [Contact(id=1, account=1, name="Zoë Quill", email="zoe@acme.example", phone="+49 170")],
            "holders": [Tenure(id=1, account=1, seat="csm", holder=person_holder(1), since=DAY, note="Ask Zoë Quill")],
            "conversations": [
                Conversation(id=1, account=1, type=ConversationType.CALL, at=NOW, summary="Zoë Quill was happy"),
                Conversation(
                    id=2, account=2, type=ConversationType.CALL, at=NOW, summary="Knows zoë quill of Acme Steel"
                ),
            ],
        }
    )


def lived(system: System = SYSTEM, folder: Path = FOLDER, notes: int = 890) -> OpenedStore:
    """A book in which the contact was renamed, spoken of, and in which a change was packed; with backups."""
    opened = create_store(folder, book(), system=system)
    desk = desk_over(opened.book, opened.store)
    contact = desk.book.contacts[1]
    do(desk, "Rename", updated(contact, revise(contact, name="Zoë Quill-Smith")))
    do(desk, "Log with Zoë Quill", inserted(FollowUp(id=1, account=1, text="Call Zoë Quill", created_on=DAY)))
    opened.store.checkpoint()
    many = [
        inserted(Conversation(id=n, account=1, type=ConversationType.NOTE, at=NOW, summary=f"Acme Steel note {n} " * 9))
        for n in range(10, 10 + notes)
    ]
    do(desk, "Notes", *many)
    done(desk.undo())
    opened.store.checkpoint()
    do(desk, "Last word on Acme Steel", inserted(FollowUp(id=2, account=2, text="As Acme Steel", created_on=DAY)))
    opened.store.close()
    return OpenedStore(desk.book, opened.store)


def do(desk: Desk, says: str, *edits: object) -> None:
    done(desk.do(lambda *_: change_of("edit", says, edits), None))  # type: ignore[arg-type]


def everything(folder: Path) -> str:
    """All bytes of a book's folder, packed edits unpacked."""
    from data.store import codec, lines

    text = []
    for name, data in contents(folder).items():
        text.append(data.decode())
        if name.startswith("journal"):
            at = 0
            while (line := lines.read(data, at)) is not None:
                text.append(codec.unpacked(line.edits).decode())
                at = line.end
    return "\n".join(text)


def test_a_contact_is_nowhere_in_the_folder_afterwards(folder: Path) -> None:
    lived(folder=folder)
    assert "Zoë Quill-Smith" in everything(folder)

    outcome = erase(folder, Forget(table="contacts", id=1, why="Request 17"), user="Mia")

    assert isinstance(outcome, Forgotten)
    assert outcome.change == 6
    left = everything(folder)
    assert all(word not in left.lower() for word in ("zoë quill", "zoe@acme.example", "+49 170"))
    assert "Acme Steel" in left
    opened = open_store(folder)
    assert opened.book.contacts[1].name == FORGOTTEN
    assert opened.book.holders[1].note == f"Ask {FORGOTTEN}"
    assert opened.book.conversations[2].summary == f"Knows {FORGOTTEN} of Acme Steel"
    heads = opened.store.heads()
    assert [head.says for head in heads][1] == f"Log with {FORGOTTEN}"
    assert (heads[-1].says, heads[-1].why, heads[-1].by) == ("Forget contact 1 on request", "Request 17", "Mia")


def test_the_history_and_the_backups_stay_whole(folder: Path) -> None:
    before = lived(folder=folder).book

    erase(folder, Forget(table="contacts", id=1))

    report = examine(folder, mounts="")
    assert report.troubles == ()
    assert report.faults == ()
    store = open_store(folder).store
    assert [head.seq for head in store.heads()] == [1, 2, 3, 4, 5, 6]
    assert len(store.patches(3)) == 890
    assert store.past(0).accounts[1].name == "Acme Steel"
    assert store.past(0).contacts[1].name == FORGOTTEN
    assert store.book.conversations.keys() == before.conversations.keys()
    desk = desk_over(store.book, store)
    done(desk.undo())
    assert desk.book.contacts[1].name == FORGOTTEN


def test_an_account_is_forgotten_with_all_that_is_about_it(folder: Path) -> None:
    lived(folder=folder)

    erase(folder, Forget(table="accounts", id=1))

    left = everything(folder).lower()
    assert all(word.lower() not in left for word in SECRETS if word != "burnout")
    kept = open_store(folder).book
    assert kept.accounts[1].name == FORGOTTEN
    assert kept.followups[1].text == FORGOTTEN
    assert kept.followups[2].text == f"As {FORGOTTEN}"
    assert kept.accounts[2].name == "Bolt"


def test_a_person_is_forgotten_with_the_reasons_of_leave(folder: Path) -> None:
    lived(folder=folder)

    erase(folder, Forget(table="people", id=1))

    left = everything(folder)
    assert all(word not in left for word in ("Ana Ruíz", "ana@us.example", "burnout"))
    person = open_store(folder).book.people[1]
    assert person.leaves[0].until == date(2026, 4, 1)


def test_doing_it_again_writes_the_files_anew_and_nothing_else(folder: Path) -> None:
    lived(folder=folder)
    first = erase(folder, Forget(table="contacts", id=1))

    again = erase(folder, Forget(table="contacts", id=1))

    assert isinstance(first, Forgotten)
    assert isinstance(again, Forgotten)
    assert again.change == first.change
    assert len(open_store(folder).store.heads()) == 6


def test_whom_nobody_knows_cannot_be_forgotten(folder: Path) -> None:
    lived(folder=folder)
    before = contents(folder)

    unknown = erase(folder, Forget(table="contacts", id=9))
    wrong = erase(folder, Forget(table="reviews", id=1))

    assert isinstance(unknown, Refusal)
    assert unknown.kind is RefusalKind.UNKNOWN
    assert isinstance(wrong, Refusal)
    assert {name: data for name, data in contents(folder).items() if "journal" not in name} == {
        name: data for name, data in before.items() if "journal" not in name
    }


def test_a_book_that_somebody_has_open_is_not_touched(folder: Path) -> None:
    lived(folder=folder)
    opened = open_store(folder)
    before = contents(folder)

    with pytest.raises(StoreError, match="has it since"):
        erase(folder, Forget(table="contacts", id=1))

    assert contents(folder) == before
    opened.store.close()


def test_a_power_cut_at_any_moment_leaves_the_book_whole_before_or_after() -> None:
    disk = new_disk()
    lived(disk, notes=3)
    moments: list[Frozen] = []
    disk.on_call = lambda _: moments.append(disk.frozen())
    outcome = erase(FOLDER, Forget(table="contacts", id=1), system=disk)
    assert isinstance(outcome, Forgotten)
    disk.on_call = lambda _: None
    rng = random.Random(4)
    checked = finished = 0

    for frozen in moments:
        for state in states(frozen, rng, 4):
            opened = open_store(FOLDER, system=state)
            assert opened.store.read_only == ""
            assert len(opened.store.heads()) == opened.book.seq
            assert opened.book.seq in (5, 6)
            finished += FORGOTTEN in opened.book.holders[1].note
            assert not any(name.endswith(anew.NEW) for name in state.names(FOLDER))
            assert opened.store.past(0).accounts[1].name == "Acme Steel"
            checked += 1
    assert checked > 100
    assert 0 < finished < checked


def test_a_reader_is_asked_to_wait_while_files_change_places() -> None:
    disk = new_disk()
    lived(disk)
    handle = disk.open(FOLDER / anew.MARK, Mode.FRESH)
    disk.close(handle)

    with pytest.raises(StoreError, match="being written anew"):
        open_store(FOLDER, read_only=True, system=disk)

    assert open_store(FOLDER, system=disk).store.read_only == ""
    assert anew.MARK not in disk.names(FOLDER)
