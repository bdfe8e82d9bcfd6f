"""Drawing up an own model: copies, steps on its seat lines, what it comes to on a book, and what needs it."""

from __future__ import annotations

from core.book.book import Book
from core.organisation import Draft as Proposal
from core.organisation import Limits, Model, Plan, PlanLine, SeatLine
from core.schema import revise
from core.usecases.own_model import (
    copy_of,
    held,
    in_force,
    keys_of,
    move_seat,
    needed_by,
    put_limit,
    put_seat,
    remove_seat,
)
from core.usecases.use_model import UseModel, use_model
from core.words import Duty, SeatHolding, Stage
from data.catalogue import Catalogue, catalogue
from tests.core.drafts import Draft
from tests.core.usecases.world import NOW, done

KNOWN = catalogue()
SPECIALIST = next(model for model in KNOWN.models if model.key == "specialist")


def known(*own: Model) -> Catalogue:
    return Catalogue((*KNOWN.models, *own), KNOWN.alignments, KNOWN.roles, KNOWN.segments, KNOWN.words)


def world() -> Book:
    draft = Draft(lines=[PlanLine(unmanaged="nothing chosen yet")], models=[])
    ana = draft.person("Ana")
    draft.person("Ren", "renewal_manager")
    for name in ("Acme", "Bolt"):
        draft.sits(draft.account(name), ana)
    draft.account("Crew", segment="small")
    return draft.book()


def test_a_copy_is_like_its_original_in_all_but_its_name() -> None:
    copy = copy_of(SPECIALIST, keys_of(KNOWN))
    assert (copy.key, copy.title, copy.builtin) == ("own-specialist", "Specialist, ours", False)
    assert revise(copy, key="specialist", title="Specialist", source=SPECIALIST.source, builtin=True) == SPECIALIST
    again = copy_of(copy, (*keys_of(KNOWN), copy.key))
    assert (again.key, again.title) == ("own-specialist-2", "Specialist, ours, copied")
    assert copy_of(SPECIALIST, (*keys_of(KNOWN), copy.key)).title == "Specialist, ours 2"


def test_seat_lines_are_put_moved_and_removed_and_the_leads_follow() -> None:
    closer = revise(SPECIALIST.seats[2], key="closer")
    renamed = put_seat(SPECIALIST, closer, 3)
    assert dict(renamed.leads)[Stage.RENEWAL] == "closer"
    assert dict(remove_seat(renamed, 3).leads).keys() == {Stage.ONBOARDING, Stage.ADOPTION}
    assert [seat.key for seat in move_seat(SPECIALIST, 3, 1).seats] == [
        "renewal_manager",
        "onboarding",
        "account_manager",
    ]
    more = put_seat(SPECIALIST, revise(SPECIALIST.seats[0], scope="is:key"))
    assert len(more.seats) == 4
    assert dict(put_seat(more, closer, 4).leads) == dict(SPECIALIST.leads)  # another line has the old key still
    assert dict(remove_seat(more, 4).leads) == dict(SPECIALIST.leads)


def test_a_limit_of_a_role_is_put_and_lifted() -> None:
    limited = put_limit(SPECIALIST, "team_lead", Limits(accounts=5))
    assert limited.limits_by_role == (("team_lead", Limits(accounts=5)),)
    assert put_limit(limited, "team_lead", None) == SPECIALIST
    assert put_limit(SPECIALIST, "team_lead", None) == SPECIALIST


def test_a_model_is_held_against_the_book_without_changing_it() -> None:
    book = world()
    key_only = SeatLine(key="key", title="Key help", scope="is:key", assists=(Duty.SUPPORT,))
    own = put_seat(copy_of(SPECIALIST, keys_of(KNOWN)), key_only)

    found = held(book, NOW, KNOWN, own)

    assert found.whole
    assert found.seats == (3, 3, 3, 0)
    assert "Seat 4 (Key help) for is:key is on no account." in found.notes
    assert any("Nobody has the role Onboarding specialist." in note for note in found.notes)
    assert book.plan is not None
    assert book.plan.lines[0].unmanaged
    assert found.after is not None


def test_a_pooled_model_is_held_with_a_pool_of_everybody_who_may_sit_in_it() -> None:
    pooled = copy_of(next(model for model in KNOWN.models if model.key == "pooled"), ())
    found = held(world(), NOW, KNOWN, pooled)
    assert found.seats == (3,)
    assert found.after is not None
    assert [len(pool.members) for pool in found.after.pools.all()] == [1]


def test_a_model_in_force_is_held_in_the_lines_that_name_it() -> None:
    own = copy_of(SPECIALIST, ())
    lines = (PlanLine(scope="seg:small", unmanaged="free tier"), PlanLine(model=own.key))
    request = UseModel(known(own).models, KNOWN.alignments, lines=lines)
    _, book = done(use_model, world(), request)

    found = held(book, NOW, known(own), remove_seat(own, 3))

    assert not found.whole
    assert found.seats == (2, 2)
    assert any("nobody carries renewal on 2 accounts" in note for note in found.notes)
    same = held(book, NOW, known(own), own)
    assert same.seats == (2, 2, 2)


def test_what_cannot_be_used_is_told_instead_of_counted() -> None:
    own = copy_of(SPECIALIST, ())
    lines = (PlanLine(model=own.key),)
    _, book = done(use_model, world(), UseModel(known(own).models, KNOWN.alignments, lines=lines))
    pooled = revise(own, seats=(revise(own.seats[0], carries=tuple(Duty), holder=SeatHolding.POOL),), leads=())

    found = held(book, NOW, known(own), pooled)

    assert (found.seats, found.after) == ((), None)
    assert "gives its seats to a pool, and there is none" in found.notes[0]


def test_what_needs_a_model_is_named() -> None:
    own = copy_of(SPECIALIST, ())
    book, everything = world(), known(own)
    plan = Plan(id=0, title="x", lines=(PlanLine(model=own.key),))
    drafts = (Proposal(id=1, title="Next year", plan=plan), Proposal(id=2, title="Later", plan=plan))
    assert needed_by(book, (), everything, own.key) == ""
    assert needed_by(book, drafts[:1], everything, own.key).startswith("The draft Next year names it.")
    assert needed_by(book, drafts, everything, own.key).startswith("2 drafts name it: Next year and Later.")
    other = (Proposal(id=3, title="Other", plan=revise(plan, lines=(PlanLine(model="pooled"),))),)
    assert needed_by(book, other, everything, own.key) == ""

    _, used = done(use_model, book, UseModel(everything.models, KNOWN.alignments, key=own.key))
    assert in_force(used, own.key, KNOWN.alignments)
    assert needed_by(used, (), everything, own.key).startswith("It is in force.")
    ours = revise(KNOWN.alignments[0], key="ours", model=own.key, builtin=False)
    aligned = Catalogue(everything.models, (ours,), KNOWN.roles, KNOWN.segments, KNOWN.words)
    assert needed_by(book, (), aligned, own.key).startswith(f"The alignment {ours.title} is served by it")
    assert needed_by(book, drafts, aligned, "ours") == ""
