"""An import that was looked at and accepted, as one change."""

from __future__ import annotations

from dataclasses import dataclass

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.errors import RefusalKind
from core.exchange.kinds.owning import change_owner
from core.exchange.plan import Conflict, FilePlan, ImportPlan
from core.moment import Moment
from core.organisation import Profile
from core.schema import revise
from core.usecases.closing import seats_ended, work_dropped
from core.usecases.crossing import with_crossings
from core.usecases.refusing import refuse, use_case
from core.words import Actor


@dataclass(frozen=True, slots=True)
class AcceptImport:
    """A plan the user accepts, with what they decided about conflicts."""

    plan: ImportPlan
    """The plan as it was shown."""
    take: frozenset[tuple[str, int, str]] = frozenset()
    """Keys of the conflicts whose value in the file is taken; ours stays in all others."""


@use_case
def accept_import(book: Book, moment: Moment, ids: IdSource, request: AcceptImport) -> Change:
    """Write what a plan says: new and changed records, owners, what ends with customers who left, the mapping.

    The plan's records have their ids already: they were taken from the same counter, as the book has not changed.
    """
    plan = request.plan
    if plan.base != book.seq:
        refuse("The book changed since the import was looked at. Look at it again.", RefusalKind.CONFLICT)
    if plan.blocking:
        refuse(
            "The import leaves a question open. Answer it first.",
            RefusalKind.INVALID,
            tuple(question.says for question in plan.blocking),
        )
    steps = _Steps(book, plan.edits)
    for conflict in plan.conflicts:
        if conflict.key in request.take:
            steps.add(_taken(steps.book, moment, conflict))
    for left in plan.churned:
        steps.add(seats_ended(steps.book, left.account, left.on))
        steps.add(work_dropped(steps.book, left.account, left.on))
    touched = {*plan.touched, *(conflict.id for conflict in plan.conflicts if conflict.table == "accounts")}
    steps.add(with_crossings(steps.book, [], sorted(touched), moment.today))
    for file in plan.files:
        steps.add([_profile(steps.book, file, moment)])
    return change_of("import", plan.says, steps.edits, actor=Actor.IMPORT, base=plan.base)


class _Steps:
    """Edits that follow on each other, with the book after them."""

    def __init__(self, book: Book, edits: tuple[Edit, ...]) -> None:
        self.edits = list(edits)
        self.book, _ = book.apply(change_of("import", "", self.edits)) if edits else (book, None)

    def add(self, edits: list[Edit]) -> None:
        """Follow the edits so far by others."""
        if edits:
            self.edits += edits
            self.book, _ = self.book.apply(change_of("import", "", edits))


def _taken(book: Book, moment: Moment, conflict: Conflict) -> list[Edit]:
    """The edits that take the file's value of a conflict."""
    if conflict.field == "owner":
        return change_owner(book, moment.today, conflict.id, conflict.value)
    before = book.tables[conflict.table][conflict.id]
    return [updated(before, revise(before, **{conflict.field: conflict.value}))]


def _profile(book: Book, file: FilePlan, moment: Moment) -> Edit:
    """How the columns were used, remembered for the next import of the source."""
    mapping = tuple(sorted((use.column, use.field) for use in file.uses))
    for profile in book.profiles.values():
        if profile.source == file.source and profile.kind == file.kind:
            both = tuple(sorted({**dict(profile.mapping), **dict(mapping)}.items()))
            return updated(profile, revise(profile, mapping=both, imported_on=moment.today))
    number = book.next_ids().take("profiles")
    return inserted(
        Profile(id=number, source=file.source, kind=str(file.kind), mapping=mapping, imported_on=moment.today)
    )
