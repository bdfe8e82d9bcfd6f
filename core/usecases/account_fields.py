"""The fields of an account and of a contact as text."""

from __future__ import annotations

from core.accounts import StageOverride
from core.book.book import Book
from core.errors import Refusal
from core.usecases import fields, values
from core.usecases.fields import FieldText, Reading
from core.usecases.names import find_account
from core.usecases.values import Unreadable
from core.words import Complexity, Family, Stage, Touch


def _money(reading: Reading, text: str) -> int:
    return values.money(text, reading.old("currency", "") or reading.book.policy.currency)


def _account(reading: Reading, text: str) -> int:
    found = find_account(reading.book, text)
    if isinstance(found, Refusal):
        raise Unreadable("; ".join((found.says.rstrip("."), *found.details)))
    return found.id


def _stage(reading: Reading, text: str) -> StageOverride | None:
    word, _, because = text.partition(":")
    if word.strip().lower() == "auto":
        return None
    reason = because.strip() or reading.reason.strip()
    stage = values.choice(Stage, word)
    if not reason:
        raise Unreadable("a stage set by hand needs a reason, as in “adoption: pilot ended early”")
    return StageOverride(stage=stage, reason=fields.line(reading, reason), since=reading.moment.today)


def _members(options: type[Touch] | type[Complexity] | type[Family]) -> tuple[str, ...]:
    return tuple(option.value for option in options)


def _stages(book: Book) -> tuple[str, ...]:
    return ("auto", *(stage.value for stage in Stage))


ACCOUNT_FIELDS: tuple[FieldText, ...] = (
    FieldText("name", "name", fields.line, empty=...),
    FieldText("arr", "ARR", _money),
    FieldText("currency", "currency", fields.currency, empty=""),
    FieldText("potential", "potential", _money),
    FieldText("segment", "segment", fields.segment_key, empty="", aliases=("seg",), choices=fields.segment_keys),
    FieldText("touch", "touch", fields.one_of(Touch), choices=lambda book: _members(Touch)),
    FieldText("complexity", "complexity", fields.one_of(Complexity), choices=lambda book: _members(Complexity)),
    FieldText("industry", "industry", fields.line, empty=""),
    FieldText("region", "region", fields.line, empty=""),
    FieldText("language", "language", fields.line, empty=""),
    FieldText("products", "products", fields.words_of("products"), empty=(), aliases=("product",)),
    FieldText("needs_skills", "skills needed", fields.words_of("needs_skills"), empty=(), aliases=("skills", "needs")),
    FieldText("started", "contract start", fields.day, aliases=("start",)),
    FieldText("renews", "renewal date", fields.day, aliases=("renewal",)),
    FieldText("onboarded_on", "onboarded on", fields.day, aliases=("onboarded",)),
    FieldText("stage_override", "stage", _stage, choices=_stages),
    FieldText("parent", "parent", _account),
    FieldText("family", "family", fields.one_of(Family), empty=..., choices=lambda book: _members(Family)),
    FieldText("key_account", "key account", fields.flag, empty=False, aliases=("key",)),
    FieldText("established", "established", fields.flag),
    FieldText("tags", "tags", fields.words_of("tags"), empty=(), aliases=("tag",)),
    FieldText("locked_until", "locked until", fields.day, aliases=("lock", "locked")),
    FieldText("website", "website", fields.lower, empty="", aliases=("domain",)),
    FieldText("external_ids", "external ids", fields.external_ids, empty=(), aliases=("ids",)),
    FieldText("notes", "notes", fields.lines, empty="", aliases=("note",)),
)
"""What of an account can be set by hand; churn, renewal and seats have their own requests."""

CONTACT_FIELDS: tuple[FieldText, ...] = (
    FieldText("name", "name", fields.line, empty=...),
    FieldText("title", "title", fields.line, empty=""),
    FieldText("email", "e-mail", fields.lower, empty="", aliases=("mail",)),
    FieldText("phone", "phone", fields.line, empty=""),
    FieldText("champion", "champion", fields.flag, empty=False),
)
"""What of a contact can be set."""
