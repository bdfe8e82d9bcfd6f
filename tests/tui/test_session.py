from __future__ import annotations

import json
from pathlib import Path

from data.session import NAME, read_session, write_session
from tui.session import ModeMemory, Session


def a_session() -> Session:
    session = Session(theme="bookshift-light", last_assignee=7)
    session.modes["book"] = ModeMemory(filter="owner:ana", sort="arr", reverse=True, cursor=12, marks=(3, 5))
    session.drafts[12] = {"summary": "They asked for a discount"}
    return session


def test_a_session_comes_back_from_its_file(tmp_path: Path) -> None:
    write_session(tmp_path, a_session().as_data())

    assert Session.of_data(read_session(tmp_path), theme="bookshift-dark") == a_session()


def test_the_file_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    write_session(tmp_path, a_session().as_data())

    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_nothing(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{", encoding="utf-8")

    assert read_session(tmp_path) == {}


def test_values_of_the_wrong_kind_are_left_aside() -> None:
    data = json.loads('{"theme": 3, "modes": {"book": {"filter": 1, "cursor": true, "marks": "x"}}, "drafts": [1]}')

    session = Session.of_data(data, theme="bookshift-dark")

    assert session.theme == "bookshift-dark"
    assert session.mode("book") == ModeMemory()
    assert session.drafts == {}


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    write_session(tmp_path / "nowhere", a_session().as_data())

    assert not (tmp_path / "nowhere").exists()
