"""The catalogue: models, alignments and the words a new book starts with, read from the files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from core.models.spec.alignment import alignment_from
from core.models.spec.model import model_from
from core.models.spec.plan import plan_from, pools_from
from core.models.spec.reading import ModelError
from core.organisation import Alignment, Model, Plan, Segment, Word
from core.people import Person, Pool, Role
from core.usecases.converse import CHALLENGES
from core.words import Function, Record, Touch

CHURN_REASONS = "churn reason"
"""Vocabulary of the reasons for which customers leave."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that ships as data."""

    models: tuple[Model, ...]
    """The models, in the order they are offered."""
    alignments: tuple[Alignment, ...]
    """The alignments, likewise."""
    roles: tuple[Role, ...]
    """Roles a new book starts with, with ids from 1."""
    segments: tuple[Segment, ...]
    """The segment scheme a new book starts with, with ids from 1."""
    words: tuple[Word, ...]
    """Challenges and churn reasons, with ids from 1."""

    def model(self, key: str) -> Model | None:
        """The model with a key."""
        return next((model for model in self.models if model.key == key), None)

    def alignment(self, key: str) -> Alignment | None:
        """The alignment with a key."""
        return next((alignment for alignment in self.alignments if alignment.key == key), None)


_ORDER = ("generalist", "specialist", "player-coach", "dedicated", "pooled", "growth")
_ALIGNED = ("firefighter", "sales-oriented", "service-oriented", "integrated", "partnership")


@cache
def catalogue() -> Catalogue:
    """What ships with the program."""
    root = files("data") / "catalogue"
    roles = tuple(_roles(root / "roles.toml"))
    keys = {role.key for role in roles}
    models: dict[str, Model] = {}
    for path in _based_last(root / "models"):
        model = model_from(table(path), path.name, known=models, roles=keys, builtin=True)
        models[model.key] = model
    alignments = [alignment_from(table(path), path.name, builtin=True) for path in _tomls(root / "alignments")]
    words = [*_words(root / "challenges.toml", CHALLENGES), *_words(root / "churn_reasons.toml", CHURN_REASONS)]
    return Catalogue(
        models=tuple(sorted(models.values(), key=lambda model: _place(_ORDER, model.key))),
        alignments=tuple(sorted(alignments, key=lambda alignment: _place(_ALIGNED, alignment.key))),
        roles=roles,
        segments=tuple(_segments(root / "segments.toml")),
        words=tuple(
            Word(id=number, kind=kind, key=key, title=title) for number, (kind, key, title) in enumerate(words, 1)
        ),
    )


def read_plan(path: Path) -> Plan:
    """The plan in a file; ``ModelError`` says what is wrong."""
    return plan_from(table(path), path.name)


def read_pools(path: Path, people: Collection[Person]) -> tuple[Pool, ...]:
    """The pools in a plan's file; ``ModelError`` names a member who is not among the people."""
    return pools_from(table(path), path.name, people)


def standard_records(shipped: Catalogue | None = None) -> dict[str, tuple[Record, ...]]:
    """The records a new book starts with, by table: roles, segments, vocabulary. Models are pinned when used."""
    made = shipped or catalogue()
    return {"roles": made.roles, "segments": made.segments, "vocab": made.words}


def table(path: Traversable) -> dict[str, Any]:
    """What a TOML file holds; ``ModelError`` for one that cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{path.name} is not valid TOML: {error}.") from error
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read: {(error.strerror or 'no reason is known').lower()}.") from error
    except UnicodeDecodeError as error:
        raise ModelError(f"{path.name} cannot be read: it is not text in UTF-8.") from error


def _tomls(folder: Traversable) -> list[Traversable]:
    return sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)


def _based_last(folder: Traversable) -> list[Traversable]:
    """The model files, those that are based on another one last."""
    return sorted(_tomls(folder), key=lambda path: ("based_on" in table(path), path.name))


def _place(order: tuple[str, ...], key: str) -> tuple[int, str]:
    return (order.index(key) if key in order else len(order), key)


def _roles(path: Traversable) -> Iterator[Role]:
    for number, entry in enumerate(table(path)["role"], start=1):
        function = Function(entry.get("function", Function.CS))
        yield Role(
            id=number, key=entry["key"], title=entry["title"], function=function, client=entry.get("client", True)
        )


def _segments(path: Traversable) -> Iterator[Segment]:
    for number, entry in enumerate(table(path)["segment"], start=1):
        least = entry.get("from")
        yield Segment(
            id=number,
            key=entry["key"],
            title=entry["title"],
            order=number,
            from_amount=None if least is None else least * 100,
            touch=Touch(entry["touch"]),
            aliases=tuple(entry.get("aliases", ())),
        )


def _words(path: Traversable, kind: str) -> Iterator[tuple[str, str, str]]:
    for entry in table(path)["word"]:
        yield kind, entry["key"], entry["title"]
