"""What the screens remember between two starts: theme, filter, sort, cursor, marks, unfinished conversations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class ModeMemory:
    """Where the user left a mode."""

    filter: str = ""
    """Text of the filter."""
    sort: str = ""
    """Key of the column sorted by."""
    reverse: bool = False
    """Whether the order is turned around."""
    cursor: int = 0
    """Id of the row under the cursor; 0 for none."""
    marks: tuple[int, ...] = ()
    """Ids of the marked rows."""
    turn: str = ""
    """What the rows are, where a table can be turned; empty is the usual."""


@dataclass(slots=True)
class Session:
    """The remembered state; ``save`` hands it to whoever keeps it."""

    theme: str = "bookshift-dark"
    """Name of the theme."""
    modes: dict[str, ModeMemory] = field(default_factory=dict)
    """Memory of each mode by name."""
    last_assignee: int = 0
    """Person id of the last assignment, for repeating it."""
    drafts: dict[int, dict[str, str]] = field(default_factory=dict)
    """Unfinished conversations by account id: what was typed, so that a crash or esc loses nothing."""
    keep: Callable[[Session], None] | None = None
    """Writes the session down; None for a throw-away one."""

    def mode(self, name: str) -> ModeMemory:
        """The memory of a mode, empty the first time."""
        return self.modes.setdefault(name, ModeMemory())

    def save(self) -> None:
        """Write it down, where somebody keeps it."""
        if self.keep is not None:
            self.keep(self)

    def as_data(self) -> dict[str, Any]:
        """The session as plain values, for a file."""
        return {
            "theme": self.theme,
            "modes": {name: asdict(memory) for name, memory in self.modes.items()},
            "last_assignee": self.last_assignee,
            "drafts": {str(account): dict(texts) for account, texts in self.drafts.items()},
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any], *, theme: str) -> Session:
        """A session from a file's plain values; whatever does not fit is left aside."""
        session = cls(theme=_text(data.get("theme")) or theme, last_assignee=_number(data.get("last_assignee")))
        for name, memory in _table(data.get("modes")).items():
            held = _table(memory)
            marks = held.get("marks")
            session.modes[name] = ModeMemory(
                filter=_text(held.get("filter")),
                sort=_text(held.get("sort")),
                reverse=held.get("reverse") is True,
                cursor=_number(held.get("cursor")),
                marks=tuple(_number(mark) for mark in marks) if isinstance(marks, list) else (),
            )
        for account, texts in _table(data.get("drafts")).items():
            if account.isdecimal():
                session.drafts[int(account)] = {key: _text(text) for key, text in _table(texts).items()}
        return session


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _table(value: object) -> dict[str, Any]:
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else {}
