from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import StoreError
from core.organisation import Draft, Plan, PlanLine, RoleChange
from core.people import Person, Pool, PoolMember, RoleShare
from core.words import Duty, PersonStatus, Touch
from data.drafts import DraftFiles, MemoryDrafts

FULL = Draft(
    id=0,
    title="Pool [small] \u202e",
    plan=Plan(
        id=0,
        lines=(
            PlanLine(scope="seg:small", model="pooled", pool="scaled", serve=((Touch.MID, Touch.TECH),)),
            PlanLine(model="growth", alignment="service-oriented", duties=((Duty.RENEWAL, "team"),)),
        ),
    ),
    role_changes=(RoleChange(person=3, roles=(RoleShare(role="csm", share=60),)),),
    vacancies=(Person(id=-1, name="Open", status=PersonStatus.VACANCY),),
    pools=(Pool(id=0, key="scaled", title="Scaled", members=(PoolMember(person=-1),)),),
    leavers=(7,),
    base=12,
)


def plain(title: str) -> Draft:
    return Draft(id=0, title=title, plan=Plan(id=0))


def test_a_draft_is_read_as_it_was_written(tmp_path: Path) -> None:
    drafts = DraftFiles(tmp_path / "drafts")
    kept = drafts.write(FULL)
    assert kept.id == 1
    assert DraftFiles(tmp_path / "drafts").all() == (kept,)
    assert kept.plan == FULL.plan
    assert kept.vacancies == FULL.vacancies


@pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX")
def test_drafts_are_for_their_owner_only(tmp_path: Path) -> None:
    drafts = DraftFiles(tmp_path / "drafts")
    drafts.write(FULL)
    assert stat.S_IMODE((tmp_path / "drafts").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "drafts" / "1.json").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "drafts").iterdir()] == ["1.json"]


@pytest.mark.parametrize("make", [lambda path: DraftFiles(path / "drafts"), lambda _: MemoryDrafts()])
def test_writing_again_replaces_and_comes_last_and_numbers_are_new(
    make: Callable[[Path], DraftFiles | MemoryDrafts], tmp_path: Path
) -> None:
    drafts = make(tmp_path)
    first, second = drafts.write(plain("One")), drafts.write(plain("Two"))
    assert (first.id, second.id) == (1, 2)
    if isinstance(drafts, DraftFiles):
        os.utime(tmp_path / "drafts" / "2.json", (1, 1))
    drafts.write(first)
    assert [draft.title for draft in drafts.all()] == ["Two", "One"]
    drafts.drop(1)
    drafts.drop(1)
    assert [draft.title for draft in drafts.all()] == ["Two"]
    assert drafts.write(plain("Three")).id == 3


def test_nothing_is_there_before_the_first_draft(tmp_path: Path) -> None:
    assert DraftFiles(tmp_path / "drafts").all() == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "1.json cannot be read"),
        ("{", "1.json cannot be read"),
        ("[" * 100_000, "1.json cannot be read"),
        ("[]", "is no draft"),
        ('{"bookshift":"draft","format":2,"draft":{}}', "newer Bookshift"),
        ('{"bookshift":"draft","format":1,"draft":{"id":1}}', "title"),
        ('{"bookshift":"draft","format":1,"draft":null}', "1.json cannot be read"),
    ],
)
def test_a_file_that_is_no_draft_is_left_aside_with_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    drafts = DraftFiles(tmp_path)
    drafts.write(plain("First"))
    drafts.write(plain("Second"))
    (tmp_path / "1.json").write_text(text, encoding="utf-8")
    assert [draft.title for draft in drafts.all()] == ["Second"]
    assert says in " ".join(drafts.notes)
    assert (tmp_path / "1.json").read_text(encoding="utf-8") == text


def test_what_is_not_ours_in_the_folder_is_not_read(tmp_path: Path) -> None:
    drafts = DraftFiles(tmp_path)
    drafts.write(plain("First"))
    for name in ("notes.txt", "x.json", "2.json.bak", ".DS_Store"):
        (tmp_path / name).write_text("?", encoding="utf-8")
    assert len(drafts.all()) == 1
    assert drafts.notes == ()


def test_a_disk_that_refuses_is_told_and_leaves_the_draft_as_it_was(tmp_path: Path) -> None:
    blocked = tmp_path / "drafts"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(StoreError, match="not a directory"):
        DraftFiles(blocked).write(plain("One"))
    with pytest.raises(StoreError, match="cannot be read: not a directory"):
        DraftFiles(blocked).all()


def test_a_failed_write_keeps_the_old_text(tmp_path: Path) -> None:
    drafts = DraftFiles(tmp_path)
    kept = drafts.write(plain("One"))
    (tmp_path / "1.tmp").mkdir()
    with pytest.raises(StoreError):
        drafts.write(kept)
    assert drafts.all() == (kept,)
