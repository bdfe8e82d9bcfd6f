"""Set fields of records from text, as the command line and forms give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, updated
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.schema import BY_NAME, revise
from core.text import clean
from core.usecases.account_fields import ACCOUNT_FIELDS, CONTACT_FIELDS
from core.usecases.contacts import contact_edits
from core.usecases.crossing import with_crossings
from core.usecases.edit import Fields, account_edits
from core.usecases.fields import FieldText, Reading, read_fields
from core.usecases.policy import POLICY_FIELDS, check_policy
from core.usecases.refusing import Refused, refuse, use_case
from core.usecases.roster import person_edits
from core.usecases.team import pool_edits, role_edits, segment_edits
from core.usecases.team_fields import PERSON_FIELDS, POOL_FIELDS, ROLE_FIELDS, SEGMENT_FIELDS
from core.wording import counted, listed, shortened

KINDS: Mapping[str, tuple[str, tuple[FieldText, ...]]] = {
    "account": ("accounts", ACCOUNT_FIELDS),
    "person": ("people", PERSON_FIELDS),
    "contact": ("contacts", CONTACT_FIELDS),
    "role": ("roles", ROLE_FIELDS),
    "segment": ("segments", SEGMENT_FIELDS),
    "pool": ("pools", POOL_FIELDS),
    "policy": ("policy", POLICY_FIELDS),
}
"""(table, fields) by the word a manager uses."""


@dataclass(frozen=True, slots=True)
class SetFields:
    """Fields of one or several records of a kind, as text."""

    kind: str
    """A word of ``KINDS``."""
    records: tuple[int, ...]
    """Record ids; 1 for the policy."""
    texts: tuple[tuple[str, str], ...]
    """(field, text) pairs; an empty text clears a field, ``+x -y`` edits a list."""
    reason: str = ""
    """Why; needed for a stage set by hand."""


@use_case
def set_fields(book: Book, moment: Moment, ids: IdSource, request: SetFields) -> Change:
    """Read the texts and set the fields, of all records or of none."""
    if request.kind not in KINDS:
        refuse(f"There is nothing called {clean(request.kind)} to set.", RefusalKind.UNKNOWN, tuple(KINDS))
    if not request.records:
        refuse(f"Choose the {request.kind} first.")
    if not request.texts:
        refuse("Say what to set, as in FIELD=VALUE.")
    table, fields = KINDS[request.kind]
    names: list[str] = []
    edits: list[Edit] = []
    labels = {field.name: field.label for field in fields}
    set_names: list[str] = []
    for number in dict.fromkeys(request.records):
        record = book.tables[table].get(number)
        if record is None:
            refuse(f"There is no {BY_NAME[table].one} {number}.", RefusalKind.UNKNOWN)
        pairs = read_fields(fields, request.texts, Reading(book, moment, record, request.reason))
        if isinstance(pairs, Refusal):
            raise Refused(pairs)
        edits += _edits(book, moment, request.kind, number, pairs)
        names.append(getattr(record, "name", "") or record.title)
        set_names = [labels[name] for name, _ in pairs]
    edits = _with_what_follows(book, moment, request.kind, edits)
    who = shortened(names) if len(names) < 50 else counted(len(names), request.kind)
    says = f"Set {listed(set_names)} of {who}"
    return change_of("edit", says, edits, why=clean(request.reason), base=book.seq)


def _edits(book: Book, moment: Moment, kind: str, number: int, pairs: Fields) -> list[Edit]:
    if kind == "account":
        return account_edits(book, moment, [number], pairs)
    if kind == "policy":
        after = revise(book.policy, **dict(pairs))
        for name, _ in pairs:
            check_policy(after, name)
        return [updated(book.policy, after)]
    if kind == "person":
        return person_edits(book, number, pairs)
    if kind == "contact":
        return contact_edits(book, number, pairs)
    if kind == "role":
        return role_edits(book, number, pairs)
    return segment_edits(book, number, pairs) if kind == "segment" else pool_edits(book, number, pairs)


def _with_what_follows(book: Book, moment: Moment, kind: str, edits: list[Edit]) -> list[Edit]:
    """Segment lines and rates move every account's figures against the lines."""
    if kind not in ("segment", "policy"):
        return edits
    active = [account.id for account in book.accounts.all() if account.is_active]
    return with_crossings(book, edits, active, moment.today)
