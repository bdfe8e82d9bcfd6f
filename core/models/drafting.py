"""A draft on a book: what would have to be edited for it to be in force, the book as if it were, and what is wrong.

Tenures stay where they are; who would sit where is another question (``placing``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from core.book.book import Book, IdSource
from core.book.change import Edit, inserted, updated
from core.errors import BookshiftError
from core.journey import stage_of
from core.models.plan import compiled
from core.models.scope import account_scope
from core.organisation import Alignment, Draft, Model, Plan
from core.people import Person, Pool
from core.ports import Catalogue
from core.query.errors import QueryError
from core.schema import revise
from core.wording import near_date
from core.words import PersonStatus, SeatHolding

K = TypeVar("K", Model, Alignment)


class DraftError(BookshiftError):
    """A draft cannot be put on the book as it is: the text says what is missing and what to do."""


def draft_book(book: Book, draft: Draft, day: date, known: Catalogue) -> Book:
    """The book as if a draft were in force: plan, roles, pools, vacancies, leavers, overrides; no tenure moved.

    ``known`` are the models and alignments to choose from. Raises ``DraftError`` for a name that is not there.
    """
    return book.edited(draft_edits(book, draft, day, known, book.next_ids()))


def draft_edits(book: Book, draft: Draft, day: date, known: Catalogue, ids: IdSource) -> list[Edit]:
    """The edits that put a draft in force from a day on, moving nobody; none for what is so already.

    People whom the draft names and who are gone by then are left as they are. Open positions have numbers below zero
    in a draft and get their own here.
    """
    hired = {position.id: ids.take("people") for position in draft.vacancies}
    edits = list(_people_edits(book, draft, day, hired))
    edits += _pool_edits(book, draft, day, hired, ids)
    edits += _override_edits(book, draft, day)
    edits += _plan_edits(book, draft, known, ids)
    return edits


def draft_problems(book: Book, draft: Draft, day: date, known: Catalogue) -> tuple[str, ...]:
    """What stands against putting a draft in force, as sentences; none when nothing does."""
    try:
        following = draft_book(book, draft, day, known)
    except DraftError as error:
        return (str(error),)
    said = list(compiled(following, following.plan).problems) if following.plan is not None else []
    said += _pool_problems(draft, following)
    said += _people_problems(book, draft, day)
    return tuple(dict.fromkeys(said))


def effective_day(draft: Draft, today: date) -> date:
    """The day a draft would come into force: its own, but not in the past."""
    return today if draft.effective is None else max(draft.effective, today)


def model_of_line(key: str, alignment: str, known: Catalogue) -> str:
    """The model key of a plan line: its own, else its alignment's."""
    if key:
        return key
    found = next((one for one in known.alignments if one.key == alignment), None)
    return found.model if found is not None else ""


def is_gone(person: Person | None, day: date) -> bool:
    """Whether somebody is not on the roster on a day."""
    return person is None or person.archived or (person.ends is not None and person.ends <= day)


# People ---------------------------------------------------------------------------------------------------------


def _people_edits(book: Book, draft: Draft, day: date, hired: Mapping[int, int]) -> Iterator[Edit]:
    for position in draft.vacancies:
        starts = position.starts or day
        yield inserted(revise(position, id=hired[position.id], status=PersonStatus.VACANCY, starts=starts))
    roles = {change.person: change.roles for change in draft.role_changes}
    for number in sorted({*roles, *draft.leavers}):
        person = book.people.get(number)
        if person is None or is_gone(person, day):
            continue
        after = revise(person, roles=roles[number]) if number in roles else person
        if number in draft.leavers:
            after = revise(after, status=PersonStatus.LEAVER, ends=day)
        if after != person:
            yield updated(person, after)


def _people_problems(book: Book, draft: Draft, day: date) -> Iterator[str]:
    titles = {role.key for role in book.roles.values()}
    named = [*(change.person for change in draft.role_changes), *draft.leavers]
    named += [member.person for pool in draft.pools for member in pool.members if member.person > 0]
    for number in dict.fromkeys(named):
        person = book.people.get(number)
        if person is None:
            yield f"The draft names P{number}, who is not on the roster any more. Take them out of it."
        elif is_gone(person, day):
            gone = "is archived" if person.ends is None else f"leaves on {near_date(person.ends, day)}"
            yield f"The draft counts on {person.name}, who {gone}. Take them out of it."
    positions = {position.id for position in draft.vacancies}
    for pool in draft.pools:
        if any(member.person < 0 and member.person not in positions for member in pool.members):
            yield f"The pool {pool.title} counts on an open position that the draft does not hold any more."
    asked = [held.role for change in draft.role_changes for held in change.roles]
    asked += [held.role for position in draft.vacancies for held in position.roles]
    for role in dict.fromkeys(asked):
        if titles and role not in titles:
            yield f"The draft gives the role {role}, and there is no such role. Add it first, or choose another."


# Pools ----------------------------------------------------------------------------------------------------------


def _pool_edits(book: Book, draft: Draft, day: date, hired: Mapping[int, int], ids: IdSource) -> Iterator[Edit]:
    stored = {pool.key: pool for pool in book.pools.all() if not pool.archived}
    for pool in draft.pools:
        members = tuple(
            sorted(
                (revise(member, person=hired.get(member.person, member.person)) for member in pool.members),
                key=lambda member: member.person,
            )
        )
        present = tuple(m for m in members if m.person in hired.values() or not is_gone(book.people.get(m.person), day))
        before = stored.get(pool.key)
        if before is None:
            yield inserted(revise(pool, id=ids.take("pools"), members=present))
        elif (after := revise(pool, id=before.id, members=present)) != before:
            yield updated(before, after)


def _pool_problems(draft: Draft, following: Book) -> Iterator[str]:
    pools: dict[str, Pool] = {pool.key: pool for pool in following.pools.all() if not pool.archived}
    models = {model.key: model for model in following.models.all()}
    alignments = {one.key: one for one in following.alignments.all()}
    for place, line in enumerate(draft.plan.lines, 1):
        if line.unmanaged:
            continue
        alignment = alignments.get(line.alignment)
        model = models.get(line.model or (alignment.model if alignment is not None else ""))
        pooled = model is not None and any(seat.holder is SeatHolding.POOL for seat in model.seats)
        if pooled and model is not None and not line.pool:
            yield f"Line {place} gives its seats to a pool and names none: form a pool and name it on the line."
        elif pooled and line.pool in pools and not pools[line.pool].members:
            title = pools[line.pool].title
            yield f"The pool {title} has no members: give it some."


# Accounts -------------------------------------------------------------------------------------------------------


def _override_edits(book: Book, draft: Draft, day: date) -> Iterator[Edit]:
    scopes = []
    for place, override in enumerate(draft.overrides, 1):
        try:
            scopes.append((account_scope(override.scope, book), override))
        except QueryError as error:
            raise DraftError(f"Override {place} cannot be read: {error.says}") from error
    for account in book.accounts.all() if scopes else ():
        if not account.is_active:
            continue
        for scope, override in scopes:  # the first that fits counts, as in a plan
            if scope is not None and not scope.fits(account, stage_of(book, account, day), None, day):
                continue
            after = revise(account, segment=override.segment or account.segment, touch=override.touch or account.touch)
            if after != account:
                yield updated(account, after)
            break


# The plan -------------------------------------------------------------------------------------------------------


def _plan_edits(book: Book, draft: Draft, known: Catalogue, ids: IdSource) -> Iterator[Edit]:
    """Models and alignments kept in the book by value, and the plan put in force."""
    keys = [model_of_line(one.model, one.alignment, known) for one in draft.plan.lines if not one.unmanaged]
    for key in dict.fromkeys(keys):
        yield from _pinned(book.models.all(), known.models, key, "model", ids, "models")
    for key in dict.fromkeys(line.alignment for line in draft.plan.lines if line.alignment):
        yield from _pinned(book.alignments.all(), known.alignments, key, "alignment", ids, "alignments")
    if book.plan is not None and revise(draft.plan, id=book.plan.id, title=book.plan.title) == book.plan:
        return
    plan: Plan = revise(draft.plan, id=ids.take("plans"), title=draft.plan.title or draft.title)
    yield inserted(plan)
    yield updated(book.policy, revise(book.policy, plan=plan.id))


def _pinned(
    stored: tuple[K, ...], offered: tuple[K, ...], key: str, what: str, ids: IdSource, table: str
) -> Iterator[Edit]:
    """Add what is chosen, or bring what is there to the chosen text under its own id; a pinned one needs no file."""
    chosen = next((one for one in offered if one.key == key), None)
    kept = next((one for one in stored if one.key == key), None)
    if chosen is None and kept is None:
        says = f"The draft asks for the {what} “{key}”" if key else f"A line of the draft names no {what}"
        raise DraftError(f"{says}, and there is none. `bookshift model list` shows what there is.")
    if chosen is None:
        return
    if kept is None:
        yield inserted(revise(chosen, id=ids.take(table)))
    elif (fresh := revise(chosen, id=kept.id)) != kept:
        yield updated(kept, fresh)
