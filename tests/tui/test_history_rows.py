from __future__ import annotations

from core.desk import Desk
from core.seats import person_holder
from core.usecases.assign import Assign, assign
from core.usecases.edit import EditAccount, edit_account
from tests.tui.driving import house
from tui.change_words import change_lines
from tui.history_rows import field_rows, history_rows, taken_back


def rename(desk: Desk, *names: str) -> None:
    for name in names:
        desk.do(edit_account, EditAccount(1, (("name", name),)))


def test_an_undo_marks_what_it_took_back_and_a_redo_unmarks_it() -> None:
    desk = house().desk
    rename(desk, "First", "Second")
    desk.undo()
    assert taken_back(desk.heads) == {2: 3}

    desk.redo()
    assert taken_back(desk.heads) == {}


def test_an_undo_to_a_point_marks_everything_since() -> None:
    desk = house().desk
    rename(desk, "First", "Second", "Third")
    desk.undo_back_to(1)

    assert taken_back(desk.heads) == {2: 4, 3: 4}
    assert [row.undone_by for row in history_rows(desk.heads)] == [None, 4, 4, None]


def test_fields_are_told_in_words_with_names_for_ids() -> None:
    desk = house().desk
    desk.do(edit_account, EditAccount(2, (("parent", 1), ("arr", 1_234_500), ("renews", None))))
    book = desk.book
    told = {row.field: row.after for row in field_rows(book, desk.patches(1))}

    assert told["parent"] == book.accounts[1].name
    assert told["arr"] == "12,345 USD"
    assert told["renews"] == "–"


def test_a_passage_of_a_seat_is_told_as_one_line() -> None:
    desk = house().desk
    ana = next(person.id for person in desk.book.people.all() if person.name == "Ana Ruiz")
    ben = next(person.id for person in desk.book.people.all() if person.name == "Ben Okafor")
    account = next(
        tenure.account
        for tenure in desk.book.tenures_of_person(ana)
        if not desk.book.children_of(tenure.account) and desk.book.accounts[tenure.account].parent is None
    )
    outcome = desk.preview(assign, Assign(accounts=(account,), to=person_holder(ben), reason="told"))
    assert isinstance(outcome, tuple)
    change, after = outcome
    name = after.accounts[account].name

    lines = change_lines(after, change)

    assert lines[0] == f"{name}: the seat CSM passes from Ana Ruiz to Ben Okafor on 22 Nov 2026"
    assert lines[1].startswith(f"{name}: a handoff is opened, due ")
