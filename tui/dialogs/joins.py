"""Somebody joins: who they are, what they may have, and for which month the book is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft
from core.usecases.fields import Reading, read_fields
from core.usecases.team_fields import PERSON_FIELDS
from core.usecases.wizards import THIRD_MONTH, Joins, joins
from tui.dialogs.wizard import WizardDialog, Wrong
from tui.field_lines import line_of, mistake
from widgets.form import Line

_FIELDS = ("roles", "fte", "segments", "regions", "languages", "skills", "lead", "team", "email", "ramped")
_LONGEST_HINT = 50
"""Characters of a hint that a narrow window shows whole."""
_BEGUN = {"fte": "100", "ramped": "no"}


class JoinsDialog(WizardDialog):
    """Answers with the draft of somebody new and their book."""

    SAYS: ClassVar[str] = (
        "The book is taken from those who have most, and fills 95 % of what the new colleague can do in a month of "
        "the ramp: the third, unless you say otherwise."
    )

    def __init__(self, outlook: Outlook) -> None:
        """Ask about somebody new."""
        super().__init__("Somebody joins", outlook)

    def lines(self) -> list[Line]:
        """Name and day, the fields that decide what they may have, and how the book is made."""
        book = self.outlook.book
        by_name = {field.name: field for field in PERSON_FIELDS}
        return [
            Line("name", "Name"),
            Line("starts", "First day", hint="1 Dec, next mon, +30d"),
            *(_short(line_of(by_name[name], book, None, _BEGUN.get(name, ""))) for name in _FIELDS),
            Line("month", "Book for month", hint=f"empty is the {_th(THIRD_MONTH)}; 1 is the first"),
            Line("pace", "Accounts a week", hint="empty gives all on the first day"),
        ]

    def on_mount(self) -> None:
        """Use the whole screen: there are many lines."""
        super().on_mount()
        self.query_one(".dialog--box").add_class("-full")

    def draft(self, values: Mapping[str, str]) -> RebalanceDraft | Refusal:
        """The draft that the form means."""
        if not values["name"].strip():
            raise Wrong("A name is needed.", "name")
        starts = self.a_day(values, "starts", "the first day")
        if not values["roles"].strip():
            raise Wrong("Say which role the new colleague has.", "roles")
        texts = {name: values[name] for name in _FIELDS if values[name].strip()}
        reading = Reading(self.outlook.book, self.outlook.moment)
        wrong = mistake([field for field in PERSON_FIELDS if field.name in texts], texts, reading)
        if wrong is not None:
            raise Wrong(wrong[1], wrong[0])
        fields = read_fields(PERSON_FIELDS, tuple(texts.items()), reading)
        if isinstance(fields, Refusal):
            return fields
        month, pace = self._number(values, "month"), self._number(values, "pace")
        return joins(self.outlook, Joins(values["name"], starts, fields, month, pace or 0))

    def _number(self, values: Mapping[str, str], key: str) -> int | None:
        text = values[key].strip()
        if not text:
            return None
        if not (text.isdecimal() and text.isascii() and len(text) < 4):
            raise Wrong(f"“{text}” is not a number. Write 1, 2, 3.", key)
        return int(text)


def _short(line: Line) -> Line:
    """The line with a hint that fits: of a long list the first words, then that there are more."""
    words = line.hint.split(", ")
    while len(words) > 1 and len(", ".join(words)) > _LONGEST_HINT:
        words = words[:-1]
    return line if len(", ".join(words)) == len(line.hint) else replace(line, hint=f"{', '.join(words)}, …")


def _th(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")
