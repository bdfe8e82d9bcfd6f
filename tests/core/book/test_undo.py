from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounts import Account
from core.book.book import Book, IdSource
from core.book.change import Change, Edit, Head, change_of, deleted, inserted, patch_of, updated
from core.book.undo import edit_of, inverse_edits, redoable, undoable
from core.conversations import FollowUp
from core.desk import Desk, Done, MemoryStore, UseCase
from core.errors import IntegrityError, Refusal, RefusalKind
from core.moment import Moment
from core.people import Person
from core.schema import revise
from core.seats import Tenure, person_holder
from core.words import Actor

NOW = Moment(now=datetime(2026, 11, 22, 9, 30, tzinfo=UTC), today=date(2026, 11, 22))
ACME = Account(id=1, name="Acme", industry="Steel", region="EMEA")

Do = Callable[..., Done]


@pytest.fixture
def desk() -> Desk:
    return Desk(Book.of({"accounts": [ACME]}), MemoryStore(), lambda: NOW)


def setting(says: str = "", **fields: object) -> UseCase[None]:
    """A use case that sets fields of account 1."""

    def use_case(book: Book, *_: object) -> Change:
        account = book.accounts[1]
        return change_of("edit", says or f"Set {', '.join(fields)}", [updated(account, revise(account, **fields))])

    return use_case


def writing(*edits: Edit, says: str = "Write") -> UseCase[None]:
    return lambda book, moment, ids, _: change_of("edit", says, edits)


def done(outcome: Done | Refusal) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def refused(outcome: Done | Refusal) -> Refusal:
    assert isinstance(outcome, Refusal)
    return outcome


def account(desk: Desk) -> Account:
    return desk.book.accounts[1]


# Field by field ------------------------------------------------------------------------------------------------


def test_undo_appends_a_change_that_says_what_it_takes_back(desk: Desk) -> None:
    done(desk.do(setting("Set the industry of Acme", industry="Glass"), None))
    back = done(desk.undo()).change
    assert (back.kind, back.undoes, back.says) == ("undo", 1, "Undo: Set the industry of Acme")
    assert account(desk) == ACME
    assert [head.seq for head in desk.heads] == [1, 2]


def test_undo_of_an_older_change_keeps_what_was_set_since_in_other_fields(desk: Desk) -> None:
    done(desk.do(setting(industry="Glass"), None))
    done(desk.do(setting(region="APAC"), None))
    done(desk.take_back(1))
    assert (account(desk).industry, account(desk).region) == ("Steel", "APAC")


def test_a_field_that_is_back_already_is_left_alone(desk: Desk) -> None:
    done(desk.do(setting(industry="Glass", region="APAC"), None))
    done(desk.do(setting(industry="Steel"), None))
    assert [patch.fields[0].name for patch in done(desk.take_back(1)).change.patches] == ["region"]


def test_a_field_that_was_set_again_refuses_the_whole_undo_with_its_name(desk: Desk) -> None:
    done(desk.do(setting(industry="Glass", region="APAC"), None))
    done(desk.do(setting(industry="Wood"), None))
    refusal = refused(desk.take_back(1))
    assert refusal.kind is RefusalKind.CONFLICT
    assert refusal.details == (
        "industry of account 1 (Acme) was changed again, by change 2 (Sun 22 Nov 2026 09:30: Set industry)",
    )
    assert account(desk).region == "APAC"


def test_undoing_what_can_be_undone_leaves_the_field_that_was_set_again(desk: Desk) -> None:
    done(desk.do(setting(industry="Glass", region="APAC"), None))
    done(desk.do(setting(industry="Wood"), None))
    done(desk.take_back(1, partly=True))
    assert (account(desk).industry, account(desk).region) == ("Wood", "EMEA")


def test_a_change_whose_every_field_is_back_has_nothing_left_to_undo(desk: Desk) -> None:
    done(desk.do(setting(industry="Glass"), None))
    done(desk.do(setting(industry="Steel"), None))
    assert refused(desk.take_back(1)).kind is RefusalKind.NOTHING


def test_a_number_outside_the_history_is_refused(desk: Desk) -> None:
    assert refused(desk.take_back(9)).kind is RefusalKind.UNKNOWN


# Whole records -------------------------------------------------------------------------------------------------


def test_undo_of_an_insert_takes_the_record_out_and_its_id_is_not_used_again(desk: Desk) -> None:
    done(desk.do(writing(inserted(Account(id=2, name="Borealis"))), None))
    done(desk.undo())
    assert 2 not in desk.book.accounts
    assert desk.book.next_ids().take("accounts") == 3


def test_undo_of_an_insert_that_was_edited_since_is_refused(desk: Desk) -> None:
    new = Account(id=2, name="Borealis")
    done(desk.do(writing(inserted(new)), None))
    done(desk.do(writing(updated(new, revise(new, region="EMEA"))), None))
    assert refused(desk.take_back(1)).details[0].startswith("account 2 (Borealis) was edited since, by change 2")


def test_undo_of_an_insert_that_something_refers_to_is_refused(desk: Desk) -> None:
    done(desk.do(writing(inserted(Account(id=2, name="Borealis"))), None))
    step = FollowUp(id=1, account=2, text="Call", created_on=NOW.today)
    done(desk.do(writing(inserted(step)), None))
    assert "cannot be removed: follow-up 1 refers to it" in refused(desk.take_back(1)).says


def test_undo_of_a_delete_puts_the_record_back(desk: Desk) -> None:
    done(desk.do(writing(deleted(ACME)), None))
    done(desk.undo())
    assert account(desk) == ACME


def test_undo_of_a_delete_whose_record_is_there_again_in_another_form_is_refused(desk: Desk) -> None:
    done(desk.do(writing(deleted(ACME)), None))
    done(desk.do(writing(inserted(revise(ACME, name="Acme 2"))), None))
    assert refused(desk.take_back(1)).details[0].startswith("account 1 (Acme 2) is there again")


def test_undo_of_an_edit_whose_record_is_gone_is_refused(desk: Desk) -> None:
    done(desk.do(setting(industry="Glass"), None))
    done(desk.do(writing(deleted(account(desk))), None))
    assert refused(desk.take_back(1)).details[0].startswith("account 1 is no longer there, by change 2")


def test_nothing_to_invert_where_the_record_was_never_there_again() -> None:
    book = Book.of({})
    assert inverse_edits(book, [patch_of(inserted(ACME))]) == ([], [])


# Stacks --------------------------------------------------------------------------------------------------------


def test_undo_goes_back_one_by_one_and_redo_comes_forward_in_order(desk: Desk) -> None:
    for place in ("A", "B", "C"):
        done(desk.do(setting(industry=place), None))
    seen = []
    for step in (desk.undo, desk.undo, desk.undo, desk.redo, desk.redo, desk.redo):
        done(step())
        seen.append(account(desk).industry)
    assert seen == ["B", "A", "Steel", "A", "B", "C"]
    assert refused(desk.redo()).kind is RefusalKind.NOTHING


def test_nothing_was_done_so_nothing_can_be_undone_or_redone(desk: Desk) -> None:
    assert refused(desk.undo()).says == "There is nothing to undo."
    assert refused(desk.redo()).says == "There is nothing to redo."


def test_a_new_change_empties_the_redo_stack(desk: Desk) -> None:
    done(desk.do(setting(industry="A"), None))
    done(desk.undo())
    done(desk.do(setting(region="APAC"), None))
    assert refused(desk.redo()).kind is RefusalKind.NOTHING


def test_what_was_redone_can_be_undone_again(desk: Desk) -> None:
    done(desk.do(setting("Set A", industry="A"), None))
    for step, industry in ((desk.undo, "Steel"), (desk.redo, "A"), (desk.undo, "Steel"), (desk.redo, "A")):
        assert done(step()).change.says.removeprefix("Undo: ").removeprefix("Redo: ") == "Set A"
        assert account(desk).industry == industry


def test_undo_stacks_are_read_from_the_history_alone(desk: Desk) -> None:
    done(desk.do(setting(industry="A"), None))
    done(desk.do(setting(industry="B"), None))
    done(desk.undo())
    reopened = Desk(desk.book, desk._store, lambda: NOW)
    done(reopened.redo())
    assert reopened.book.accounts[1].industry == "B"


def test_a_migration_is_history_but_not_on_the_stack() -> None:
    migration = Head(seq=1, at=NOW.now, by="", actor=Actor.MIGRATION, kind="migrate", says="Move to format 2")
    assert undoable([migration]) is None
    assert redoable([migration]) is None


# Back to a point -----------------------------------------------------------------------------------------------


def test_undo_to_a_point_is_one_change_and_never_clashes(desk: Desk) -> None:
    done(desk.do(setting("Set the industry", industry="A"), None))
    done(desk.do(setting(industry="B"), None))
    done(desk.do(setting(industry="C", region="APAC"), None))
    change = done(desk.undo_back_to(0)).change
    assert account(desk) == ACME
    assert len(change.edits) == 1
    assert change.says == "Undo everything back to before “Set the industry”"


def test_undo_to_a_point_can_be_redone_and_undone_as_one(desk: Desk) -> None:
    done(desk.do(setting(industry="A"), None))
    done(desk.do(setting(industry="B"), None))
    done(desk.undo_back_to(0))
    done(desk.redo())
    assert account(desk).industry == "B"
    done(desk.undo())
    assert account(desk) == ACME


def test_after_undo_to_a_point_the_changes_before_it_can_still_be_undone(desk: Desk) -> None:
    for place in ("A", "B", "C"):
        done(desk.do(setting(industry=place), None))
    done(desk.undo_back_to(1))
    done(desk.undo())
    assert account(desk) == ACME
    assert refused(desk.undo()).kind is RefusalKind.NOTHING


def test_a_change_that_undo_to_a_point_brought_back_can_be_undone_again(desk: Desk) -> None:
    done(desk.do(setting(industry="A"), None))
    done(desk.do(setting(industry="B"), None))
    done(desk.undo())
    done(desk.undo_back_to(2))
    assert account(desk).industry == "B"
    done(desk.undo())
    assert account(desk).industry == "A"


def test_redo_after_undo_to_a_point_goes_on_to_what_could_be_redone_before(desk: Desk) -> None:
    done(desk.do(setting(industry="A"), None))
    done(desk.do(setting(region="APAC"), None))
    done(desk.do(setting(industry="B"), None))
    done(desk.undo())
    done(desk.undo_back_to(1))
    seen = []
    for step in (desk.redo, desk.redo, desk.undo, desk.undo, desk.undo):
        done(step())
        seen.append((account(desk).industry, account(desk).region))
    assert seen == [("A", "APAC"), ("B", "APAC"), ("A", "APAC"), ("A", "EMEA"), ("Steel", "EMEA")]


def test_a_redone_change_taken_back_from_the_history_leaves_the_stack(desk: Desk) -> None:
    done(desk.do(setting(region="APAC"), None))
    done(desk.do(setting(industry="A"), None))
    done(desk.undo())
    done(desk.redo())
    done(desk.take_back(2))
    done(desk.undo())
    assert account(desk) == ACME


def test_nothing_after_the_point_is_nothing_to_undo(desk: Desk) -> None:
    assert refused(desk.undo_back_to(0)).kind is RefusalKind.NOTHING


# Patches forward -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "current", "says"),
    [
        (inserted(ACME), ACME, "is already there"),
        (deleted(ACME), None, "is not there"),
        (deleted(ACME), revise(ACME, name="Other"), "is not the record that was removed"),
        (updated(ACME, revise(ACME, name="Other")), None, "is not there"),
        (updated(ACME, revise(ACME, name="Other")), revise(ACME, name="Third"), "is not what the change found"),
    ],
)
def test_a_patch_that_does_not_fit_the_record_is_an_integrity_error(
    edit: Edit, current: Account | None, says: str
) -> None:
    with pytest.raises(IntegrityError, match=says):
        edit_of(patch_of(edit), current)


STEPS = st.lists(st.sampled_from(["edit", "edit", "undo", "redo", "back"]), max_size=14)


@settings(deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_undo_leads_to_the_beginning_from_wherever_undo_and_redo_have_been(steps: list[str], random: Random) -> None:
    desk = Desk(Book.of({"accounts": [ACME]}), MemoryStore(), lambda: NOW)
    for place, step in enumerate(steps):
        if step == "edit":
            done(desk.do(setting(**{random.choice(["industry", "region", "notes"]): f"value {place}"}), None))
        elif step == "back" and desk.heads:
            desk.undo_back_to(random.randrange(len(desk.heads)))
        elif desk.heads:
            outcome = desk.undo() if step == "undo" else desk.redo()
            assert isinstance(outcome, Done) or outcome.kind is RefusalKind.NOTHING
    for _ in range(len(desk.heads) + 1):
        outcome = desk.undo()
        if isinstance(outcome, Refusal):
            break
    assert refused(desk.undo()).says == "There is nothing to undo."
    assert account(desk) == ACME


# A bulk move that was built upon ----------------------------------------------------------------------------


def team() -> Desk:
    """Three accounts of Ana's, who has two colleagues."""
    people = [Person(id=n, name=name) for n, name in enumerate(("Ana", "Ben", "Cleo"), 1)]
    accounts = [Account(id=n, name=f"Customer {n}") for n in (1, 2, 3)]
    held = [Tenure(id=n, account=n, seat="csm", holder=person_holder(1), since=date(2026, 1, 1)) for n in (1, 2, 3)]
    book = Book.of({"people": people, "accounts": accounts, "holders": held})
    return Desk(book, MemoryStore(), lambda: NOW, user="Lea")


def passing(person: int, day: date, *accounts: int) -> UseCase[None]:
    """Pass the seat of accounts on, with a step for each."""

    def use_case(book: Book, moment: Moment, ids: IdSource, request: None) -> Change:
        edits: list[Edit] = []
        for number in accounts:
            last = book.tenures_of(number)[-1]
            new = Tenure(id=ids.take("holders"), account=number, seat="csm", holder=person_holder(person), since=day)
            step = FollowUp(id=ids.take("followups"), account=number, text="Say hello", created_on=day)
            edits += [updated(last, revise(last, until=day)), inserted(new), inserted(step)]
        return change_of("assign", f"Give {len(accounts)} accounts to person {person}", edits)

    return use_case


def holder_of(desk: Desk, number: int) -> int | None:
    return next(one.holder.person for one in desk.book.tenures_of(number) if one.until is None)


@pytest.fixture
def moved() -> Desk:
    """All of Ana's accounts went to Ben; since then one went on to Cleo and another got a note."""
    desk = team()
    done(desk.do(passing(2, date(2026, 11, 21), 1, 2, 3), None))
    done(desk.do(passing(3, date(2026, 11, 22), 2), None))
    done(desk.do(setting(notes="Called"), None))
    return desk


def test_a_bulk_move_that_was_built_upon_says_which_account_was_changed_by_what_and_when(moved: Desk) -> None:
    refusal = refused(moved.take_back(1))

    assert refusal.kind is RefusalKind.CONFLICT
    assert "1 of its 3 accounts was changed since" in refusal.says
    assert "undo what can be undone, which is 2 accounts" in refusal.says
    (detail,) = refusal.details
    assert detail == (
        "the seat csm of Ben at Customer 2 was edited since, "
        "by change 2 (Sun 22 Nov 2026 09:30, Lea: Give 1 accounts to person 3)"
    )
    assert [holder_of(moved, n) for n in (1, 2, 3)] == [2, 3, 2]


def test_what_can_be_taken_back_of_it_leaves_the_account_that_was_passed_on_as_it_is(moved: Desk) -> None:
    change = done(moved.take_back(1, partly=True)).change

    assert [holder_of(moved, n) for n in (1, 2, 3)] == [1, 3, 1]
    assert moved.book.accounts[1].notes == "Called"
    assert [step.account for step in moved.book.followups.all()] == [2, 2]
    assert change.says == "Undo: Give 3 accounts to person 2, except what was changed since of Customer 2"

    done(moved.redo())
    assert [holder_of(moved, n) for n in (1, 2, 3)] == [2, 3, 2]


def test_everything_since_can_be_taken_back_with_it(moved: Desk) -> None:
    done(moved.undo_back_to(0))

    assert [holder_of(moved, n) for n in (1, 2, 3)] == [1, 1, 1]
    assert moved.book.accounts[1].notes == ""


def test_a_step_that_was_edited_since_does_not_keep_the_seat_from_going_back() -> None:
    desk = team()
    done(desk.do(passing(2, date(2026, 11, 21), 1), None))
    step = desk.book.followups[1]
    done(desk.do(writing(updated(step, revise(step, text="Say more"))), None))

    done(desk.take_back(1, partly=True))

    assert holder_of(desk, 1) == 1
    assert desk.book.followups[1].text == "Say more"
