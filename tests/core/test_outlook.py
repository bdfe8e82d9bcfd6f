"""An outlook that follows changes is the outlook of the changed book, and works only on what they touched."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.book.change import change_of, updated
from core.book.integrity import check
from core.errors import IntegrityError
from core.outlook import Outlook
from core.schema import revise
from tests.core.drafts import Draft
from tests.core.models.rules.looking import MOMENT
from tests.core.models.rules.test_following import Wider


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1).map(Random))
def test_an_outlook_that_follows_changes_equals_one_from_scratch(chance: Random) -> None:
    world = Wider(chance)
    book = world.book(accounts=chance.randint(2, 9))
    outlook = Outlook(book, MOMENT)
    _ = outlook.rows.listed(), outlook.people
    for _ in range(chance.randint(1, 6)):
        try:
            change = change_of("random", "Random.", [world.edit(book) for _ in range(chance.randint(1, 2))])
            after, delta = book.apply(change)
            check(book, change, after)
        except (IntegrityError, ValueError):
            continue
        book, outlook = after, outlook.after(after, delta)
        fresh = Outlook(book, MOMENT)
        assert outlook.rows.all() == fresh.rows.all()
        assert outlook.rows.listed() == fresh.rows.listed()
        assert {row.id: outlook.rows.get(row.id) for row in fresh.rows.all()} == {r.id: r for r in fresh.rows.all()}
        assert outlook.people == fresh.people


def test_a_changed_account_moves_to_its_place_and_the_others_stay_the_same_rows() -> None:
    draft = Draft()
    for number in range(300):
        draft.account(f"Account {number:03}")
    book = draft.book()
    outlook = Outlook(book, MOMENT)
    before = {row.id: row for row in outlook.rows.listed()}
    edit = updated(book.accounts[7], revise(book.accounts[7], name="Account 250 and a half"))
    after, delta = book.apply(change_of("edit", "Rename.", [edit]))
    rows = outlook.after(after, delta).rows
    assert [row.id for row in rows.all()] == [*range(1, 7), *range(8, 252), 7, *range(252, 301)]
    assert rows.listed() == rows.all()
    assert [row.id for row in rows.all() if row is not before[row.id]] == [7]
