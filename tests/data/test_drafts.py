from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.errors import StoreError
from core.organisation import Draft, Plan, PlanLine, RoleChange
from core.people import Person, Pool, PoolMember, RoleShare
from core.rebalance.draft import Decision, DraftMove, Purpose, RebalanceDraft, Verdict
from core.rebalance.wish import Profile
from core.schema import revise
from core.seats import person_holder
from core.words import Duty, PersonStatus, Touch
from data.drafts import DraftFiles, MemoryDrafts, MemoryProposals, ProposalFiles

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
    mend_overloads=True,
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


def test_a_draft_of_before_overloads_could_be_mended_leaves_them(tmp_path: Path) -> None:
    drafts = DraftFiles(tmp_path / "drafts")
    drafts.write(FULL)
    path = tmp_path / "drafts" / "1.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"mend_overloads":true,', ""), encoding="utf-8")
    assert "mend_overloads" not in path.read_text(encoding="utf-8")
    assert drafts.all()[0] == revise(FULL, id=1, mend_overloads=False)


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


# Proposals --------------------------------------------------------------------------------------------------

PROPOSAL = RebalanceDraft(
    title="Nov [all] \u202e",
    purpose=Purpose.LEAVE,
    about=(3,),
    profile=Profile.PROTECT,
    locked="#strategic",
    effective=date(2026, 12, 1),
    decisions=(Decision(account=1, seat="csm", to=2, verdict=Verdict.REFUSED),),
    moves=(DraftMove(account=1, seat="csm", origin=person_holder(3), to=4, hours=400, points=2_500),),
    base=12,
    solved_on=date(2026, 11, 22),
)


def test_a_proposal_is_read_as_it_was_written_and_is_for_its_owner_only(tmp_path: Path) -> None:
    kept = ProposalFiles(tmp_path / "drafts").write(PROPOSAL)
    assert kept.id == 1
    assert ProposalFiles(tmp_path / "drafts").all() == (kept,)
    assert (kept.moves, kept.decisions) == (PROPOSAL.moves, PROPOSAL.decisions)
    assert [path.name for path in (tmp_path / "drafts").iterdir()] == ["rebalance-1.json"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "drafts" / "rebalance-1.json").stat().st_mode) == 0o600


def test_both_kinds_of_drafts_live_in_one_folder_and_do_not_see_each_other(tmp_path: Path) -> None:
    drafts, proposals = DraftFiles(tmp_path), ProposalFiles(tmp_path)
    drafts.write(plain("Plan"))
    proposals.write(PROPOSAL)
    assert [draft.title for draft in drafts.all()] == ["Plan"]
    assert [draft.base for draft in proposals.all()] == [12]
    assert (drafts.notes, proposals.notes) == ((), ())
    proposals.drop(1)
    assert proposals.all() == ()
    assert len(drafts.all()) == 1


@pytest.mark.parametrize("make", [lambda path: ProposalFiles(path / "drafts"), lambda _: MemoryProposals()])
def test_proposals_are_replaced_dropped_and_numbered_anew(
    make: Callable[[Path], ProposalFiles | MemoryProposals], tmp_path: Path
) -> None:
    proposals = make(tmp_path)
    first, second = proposals.write(RebalanceDraft(title="One")), proposals.write(RebalanceDraft(title="Two"))
    assert (first.id, second.id) == (1, 2)
    if isinstance(proposals, ProposalFiles):
        os.utime(tmp_path / "drafts" / "rebalance-2.json", (1, 1))
    proposals.write(first)
    assert [draft.title for draft in proposals.all()] == ["Two", "One"]
    proposals.drop(1)
    proposals.drop(1)
    assert proposals.write(RebalanceDraft(title="Three")).id == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "rebalance-1.json cannot be read"),
        ('{"bookshift":"draft","format":1,"draft":{}}', "is no draft"),
        ('{"bookshift":"rebalance","format":2,"draft":{}}', "newer Bookshift"),
        ('{"bookshift":"rebalance","format":1,"draft":{"id":1,"pace":"fast"}}', "pace"),
    ],
)
def test_a_proposal_that_cannot_be_read_is_told_and_not_lost(tmp_path: Path, text: str, says: str) -> None:
    proposals = ProposalFiles(tmp_path)
    proposals.write(RebalanceDraft(title="First"))
    proposals.write(RebalanceDraft(title="Second"))
    (tmp_path / "rebalance-1.json").write_text(text, encoding="utf-8")
    assert [draft.title for draft in proposals.all()] == ["Second"]
    assert says in " ".join(proposals.notes)
    assert proposals.write(RebalanceDraft(title="Third")).id == 3
    assert (tmp_path / "rebalance-1.json").read_text(encoding="utf-8") == text
