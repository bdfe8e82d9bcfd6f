"""A change as the two parts of a journal line, and back: a head for the history, patches for the records."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from core.book.change import Change, Edit, FieldChange, Head, Patch, differences
from core.errors import BookshiftError
from core.parsed import Unfit, field_from, record_from
from core.schema import BY_NAME, adapter, decode, decode_field, field_adapter
from core.words import Actor, Record

PACK_ABOVE = 256 * 1024
"""Edits of more bytes than this are packed: an import or an adopted plan repeats itself five to ten times."""

_LONG_NUMBER = re.compile(rb"\d{19}")
_INSERT, _UPDATE, _DELETE = "+", "~", "-"


class Unreadable(BookshiftError):
    """A line that is intact and says something this version does not understand."""


def head_bytes(change: Change) -> bytes:
    """What History lists of a change, as JSON; ``ValueError`` for text that cannot be written down."""
    at = change.at
    if at is None or at.tzinfo is None:
        raise ValueError("a change is written with its time and UTC offset")
    head: dict[str, object] = {
        "seq": change.seq,
        "at": at.isoformat(),
        "by": change.by,
        "actor": change.actor.value,
        "kind": change.kind,
        "says": change.says,
        "edits": len(change.edits),
    }
    optional = {"why": change.why or None, "base": change.base, "undoes": change.undoes, "redoes": change.redoes}
    head.update({name: value for name, value in optional.items() if value is not None})
    return orjson.dumps(head)


def head_from(fields: Mapping[str, Any]) -> Head:
    """The head of a change from its JSON."""
    try:
        return Head(
            seq=fields["seq"],
            at=datetime.fromisoformat(fields["at"]),
            by=fields["by"],
            actor=Actor(fields["actor"]),
            kind=fields["kind"],
            says=fields["says"],
            why=fields.get("why", ""),
            edits=fields["edits"],
            undoes=fields.get("undoes"),
            redoes=fields.get("redoes"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"its head does not read as one of a change ({error})") from error


def edits_bytes(edits: Iterable[Edit]) -> bytes:
    """Edits as JSON: whole records for inserts and deletes, changed fields for updates; packed when they are long."""
    return packed(b"[" + b",".join(map(_edit_bytes, edits)) + b"]")


def packed(plain: bytes) -> bytes:
    """Edits as they stand in a line: as they are, or packed when they are long."""
    if len(plain) <= PACK_ABOVE:
        return plain
    return b'"' + base64.b64encode(zlib.compress(plain, 1)) + b'"'


def _edit_bytes(edit: Edit) -> bytes:
    if edit.before is None:
        assert edit.after is not None
        return b'["%s",%d,"+",%s]' % (edit.table.encode(), edit.id, adapter(type(edit.after)).dump_json(edit.after))
    if edit.after is None:
        return b'["%s",%d,"-",%s]' % (edit.table.encode(), edit.id, adapter(type(edit.before)).dump_json(edit.before))
    entity = type(edit.before)
    fields = []
    for change in differences(edit.before, edit.after):
        dump = field_adapter(entity, change.name).dump_json
        fields.append(b'"%s":[%s,%s]' % (change.name.encode(), dump(change.before), dump(change.after)))
    return b'["%s",%d,"~",{%s}]' % (edit.table.encode(), edit.id, b",".join(fields))


def patches_from(edits: bytes) -> tuple[Patch, ...]:
    """The patches of a line's edits; ``Unreadable`` when they do not fit the schema."""
    try:
        items = _parsed(unpacked(edits))
        if not isinstance(items, list):
            raise Unreadable("they are no list")
        return tuple(_patch(*item) for item in items)
    except (ValueError, TypeError, KeyError, zlib.error, BookshiftError) as error:
        raise Unreadable(f"its edits do not read as edits ({error})") from error


def unpacked(edits: bytes) -> bytes:
    """The edits of a line as JSON; raises ``Unreadable`` or ``zlib.error``."""
    if edits[:1] != b'"':
        return edits
    try:
        return zlib.decompress(base64.b64decode(edits[1:-1], validate=True))
    except binascii.Error as error:
        raise Unreadable(str(error)) from error


def _parsed(text: bytes) -> Any:  # noqa: ANN401 - JSON
    # orjson turns a number that needs more than 64 bits into an inexact one; the standard library does not.
    return json.loads(text) if _LONG_NUMBER.search(text) else orjson.loads(text)


def _text(value: Any) -> bytes:  # noqa: ANN401 - JSON
    try:
        return orjson.dumps(value)
    except TypeError:  # a number of more than 64 bits
        return json.dumps(value).encode()


def _patch(table: str, number: int, what: str, content: dict[str, Any]) -> Patch:
    entity = BY_NAME[table].entity
    if what == _INSERT:
        return Patch(table, number, inserted=_record(entity, content))
    if what == _DELETE:
        return Patch(table, number, deleted=_record(entity, content))
    if what != _UPDATE:
        raise Unreadable(f"an edit of {table} {number} is neither +, ~ nor -")
    fields = [
        FieldChange(name, _value(entity, name, before), _value(entity, name, after))
        for name, (before, after) in content.items()
    ]
    return Patch(table, number, fields=tuple(fields))


# Pydantic is asked only where the short way does not do: importing it takes as long as all the rest of a start.


def _record(entity: type[Record], content: object) -> Record:
    try:
        return record_from(entity, content)
    except Unfit:
        return decode(entity, _text(content))


def _value(entity: type[Record], name: str, content: object) -> Any:  # noqa: ANN401 - the type is the field's
    try:
        return field_from(entity, name, content)
    except Unfit:
        return decode_field(entity, name, _text(content))
