"""Adding and editing accounts, people, contacts, roles, segments and pools in one form, from the registry of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.book.book import Book
from core.desk import UseCase
from core.errors import Refusal, RefusalKind
from core.organisation import Segment
from core.people import Pool, Role
from core.usecases.contacts import NewContact, new_contact
from core.usecases.edit import NewAccount, new_account
from core.usecases.fields import FieldText, Reading, read_fields
from core.usecases.roster import NewPerson, NewVacancy, new_person, new_vacancy
from core.usecases.set_fields import KINDS, SetFields, set_fields
from core.usecases.team import NewPool, NewRole, NewSegment, new_pool, new_role, new_segment
from core.words import Record
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.field_lines import line_of, mistake, text_of
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.text import plain

if TYPE_CHECKING:
    from tui.app import Bookshift

Pairs = tuple[tuple[str, Any], ...]
"""(field, value) pairs."""

_DEFAULTS: Mapping[str, str] = {
    "fte": "100",
    "stage_override": "auto",
    "family": "follow",
    "key_account": "no",
    "ramped": "no",
    "champion": "no",
}
"""What some fields of a new record hold at first."""
_KEY = "key"
_KEYED: Mapping[str, Record] = {
    "role": Role(id=0, key="", title=""),
    "segment": Segment(id=0, key="", title=""),
    "pool": Pool(id=0, key="", title=""),
}
"""Kinds that have a key, each with a new record of it."""
_POSITION = "position"
_POSITIONS = (("person", "somebody"), ("vacancy", "an open position"))


class RecordDialog(Dialog[bool]):
    """A form over the fields of one record; it stays open until the change is made or given up."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter ctrl+s", "Save"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("esc", "Cancel"),
    )

    def __init__(self, kind: str, book: Book, record: Record | None, account: int = 0) -> None:
        """Edit a record of a kind of ``KINDS``, or add one; a new contact is one of an account."""
        name = getattr(record, "name", "") or getattr(record, "title", "")
        super().__init__(f"Edit {name}" if record is not None else f"New {kind}")
        self._kind = kind
        self._book = book
        self._record = record
        self._account = account
        self._fields: Sequence[FieldText] = KINDS[kind][1]
        self._first: Mapping[str, str] = {}

    # The ways in ------------------------------------------------------------------------------------------

    @classmethod
    async def edit_account(cls, app: Bookshift, account: int) -> bool:
        """Edit an account's own facts; whether anything was changed."""
        return await cls._ask(app, "account", app.desk.book.accounts.get(account))

    @classmethod
    async def add_account(cls, app: Bookshift) -> bool:
        """Add an account."""
        return await cls._shown(app, cls("account", app.desk.book, None))

    @classmethod
    async def edit_person(cls, app: Bookshift, person: int) -> bool:
        """Edit a person or an open position."""
        return await cls._ask(app, "person", app.desk.book.people.get(person))

    @classmethod
    async def add_person(cls, app: Bookshift) -> bool:
        """Add a person or an open position."""
        return await cls._shown(app, cls("person", app.desk.book, None))

    @classmethod
    async def add_contact(cls, app: Bookshift, account: int) -> bool:
        """Add a contact of an account."""
        return await cls._shown(app, cls("contact", app.desk.book, None, account))

    @classmethod
    async def add(cls, app: Bookshift, kind: str) -> bool:
        """Add a role, a segment or a pool."""
        return await cls._shown(app, cls(kind, app.desk.book, None))

    @classmethod
    async def edit(cls, app: Bookshift, kind: str, number: int) -> bool:
        """Edit a record of a kind by its id."""
        return await cls._ask(app, kind, app.desk.book.tables[KINDS[kind][0]].get(number))

    @classmethod
    async def _ask(cls, app: Bookshift, kind: str, record: Record | None) -> bool:
        return record is not None and await cls._shown(app, cls(kind, app.desk.book, record))

    @staticmethod
    async def _shown(app: Bookshift, dialog: RecordDialog) -> bool:
        done = await app.push_screen_wait(dialog)
        return bool(done)

    # The form -----------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """A line for each field; what is wrong stands below them and never scrolls away."""
        yield Static("", classes="dialog--error -docked")
        yield Form(self._lines())

    def _lines(self) -> list[Line]:
        lines = [line_of(field, self._book, self._record, self._default(field)) for field in self._fields]
        if self._kind == "person" and self._record is None:
            lines.insert(1, Line(_POSITION, "This is", "person", _POSITIONS))
        if self._kind in _KEYED and self._record is None:
            lines.insert(0, Line(_KEY, "Key", hint="short name for filters, plans and files; it never changes"))
        return lines

    def _default(self, field: FieldText) -> str | None:
        """What a field of a new record holds: the defaults that have a word."""
        if self._record is not None:
            return None
        if self._kind in _KEYED:
            return "" if field.name == "order" else text_of(self._book, _KEYED[self._kind], field.name)
        return _DEFAULTS.get(field.name, "")

    def on_mount(self) -> None:
        """Start in the first line, and remember what the lines held."""
        self.query_one(".dialog--box").add_class("-full")
        form = self.query_one(Form)
        self._first = dict(form.values)
        form.focus()

    def on_form_changed(self, event: Form.Changed) -> None:
        """A line that is being corrected is no longer complained of."""
        self._complain("")

    def _complain(self, says: str, key: str = "") -> None:
        self.query_one(".dialog--error", Static).update(Content(plain(says)))
        if key:
            self.query_one(Form).focus_line(key)

    # Saving -------------------------------------------------------------------------------------------------

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Save what differs from what the form held at first."""
        self._save(dict(event.values))

    @work(exclusive=True, group="save")
    async def _save(self, values: dict[str, str]) -> None:
        changed = {key: text for key, text in values.items() if text != self._first.get(key) and key != _POSITION}
        if self._record is not None and not changed:
            self.dismiss(False)
            return
        reading = Reading(self.bookshift.desk.book, self.bookshift.desk.moment, self._record)
        missing = next((key for key in (_KEY, "name", "title") if key in values and not values[key].strip()), "")
        if self._record is None and missing and (missing != "title" or self._kind in _KEYED):
            self._complain(f"A {missing} is needed.", missing)
            return
        wrong = mistake(self._fields, changed, reading)
        if wrong is not None:
            self._complain(wrong[1], wrong[0])
            return
        if self._record is not None:
            number: int = self._record.id  # type: ignore[attr-defined]  # every stored record has one
            await self._change(set_fields, SetFields(self._kind, (number,), tuple(changed.items())))
        else:
            texts = tuple((key, text) for key, text in changed.items() if key != _KEY)
            pairs = read_fields(KINDS[self._kind][1], texts, reading)
            assert not isinstance(pairs, Refusal)  # every text was read just now
            if self._kind in _KEYED:
                await self._add_keyed(values[_KEY], dict(pairs))
            else:
                await self._add(pairs, vacancy=values.get(_POSITION) == "vacancy")

    async def _add_keyed(self, key: str, given: dict[str, Any]) -> None:
        title = given.pop("title")
        if self._kind == "pool":
            members = given.pop("members", ())
            await self._change(new_pool, NewPool(key, title, members, tuple(given.items())))
        elif self._kind == "role":
            await self._change(new_role, NewRole(key, title, tuple(given.items())))
        else:
            await self._change(new_segment, NewSegment(key, title, tuple(given.items())))

    async def _add(self, pairs: Pairs, *, vacancy: bool) -> None:
        given = dict(pairs)
        name = given.pop("name")
        if self._kind == "contact":
            await self._change(new_contact, NewContact(self._account, name, tuple(given.items())))
            return
        if self._kind == "account":
            await self._add_account(NewAccount(name, tuple(given.items())))
        elif vacancy:
            roles, starts = given.pop("roles", ()), given.pop("starts", None)
            await self._change(new_vacancy, NewVacancy(name, roles, starts, tuple(given.items())))
        else:
            await self._change(new_person, NewPerson(name, tuple(given.items())))

    async def _add_account(self, request: NewAccount) -> None:
        outcome = await self.bookshift.change(new_account, request, tell=False)
        if isinstance(outcome, Refusal) and outcome.kind is RefusalKind.REASON:
            question = f"There is an account {request.name} already. Is this another customer of the same name?"
            if await self.app.push_screen_wait(Confirm("The same name", question)):
                await self._change(new_account, NewAccount(request.name, request.fields, namesake=True))
            return
        self._ended(outcome)

    async def _change(self, use_case: UseCase[Any], request: object) -> None:
        self._ended(await self.bookshift.change(use_case, request, tell=False))

    def _ended(self, outcome: object) -> None:
        """Close on a change, stay on a refusal."""
        if isinstance(outcome, Refusal):
            self._complain("\n".join((outcome.says, *outcome.details[:3])))
            return
        says = getattr(getattr(outcome, "change", None), "says", "")
        self.notify(plain(says), markup=False)
        self.dismiss(True)
