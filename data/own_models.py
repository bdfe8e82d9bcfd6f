"""The manager's own models and alignments: one readable file each beside the settings, offered like those that ship."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from core.book.book import Book
from core.errors import BookshiftError
from core.models.spec.alignment import alignment_from
from core.models.spec.model import model_from
from core.models.spec.reading import ModelError
from core.models.written import alignment_text, model_text
from core.organisation import Alignment, Model
from core.schema import revise
from core.usecases.own_model import kind_of
from data.catalogue import Catalogue, table
from data.writers.files import write_new

R = TypeVar("R", Model, Alignment)

DROPPED = ".dropped"
"""What the name of a file that was thrown away ends with: it is not read, and can be named back."""


class OwnModels:
    """The files of a folder with ``models`` and ``alignments`` in it, which need not exist."""

    def __init__(self, folder: Path, shipped: Catalogue, book: Book | None = None) -> None:
        """Beside what ships; a book adds the roles that its manager made and the models that it keeps."""
        self._folder = folder
        self._shipped = shipped
        self._roles = {role.key for role in shipped.roles} | {role.key for role in (book.roles.all() if book else ())}
        self._kept = tuple(revise(one, id=0) for one in book.models.all()) if book else ()
        self._aligned = tuple(revise(one, id=0) for one in book.alignments.all()) if book else ()

    # Reading ------------------------------------------------------------------------------------------------

    def catalogue(self) -> tuple[Catalogue, tuple[str, ...]]:
        """Everything there is to choose from, and a sentence for each file left aside.

        An own file may carry the key of a shipped model; it then takes its place. What the book keeps and no file has
        any more is still offered.
        """
        notes: list[str] = []
        models = _offered(self._shipped.models, self._all("models", self.model, notes), self._kept)
        alignments = _offered(self._shipped.alignments, self._all("alignments", self.alignment, notes), self._aligned)
        keys = {one.key for one in alignments}
        for one in models:
            if one.key in keys:
                notes.append(f"The model {one.key} is left aside: an alignment has this key.")
        models = tuple(one for one in models if one.key not in keys)
        shipped = self._shipped
        return Catalogue(models, alignments, shipped.roles, shipped.segments, shipped.words), tuple(notes)

    def model(self, path: Path) -> Model:
        """The model in a file; ``ModelError`` names the file, its line, the place in it and what is wrong."""
        known = {model.key: model for model in self._shipped.models}
        return _read(path, lambda data: model_from(data, path.name, known=known, roles=self._roles))

    def alignment(self, path: Path) -> Alignment:
        """The alignment in a file, likewise."""
        return _read(path, lambda data: alignment_from(data, path.name))

    def path(self, key: str, kind: str = "models") -> Path:
        """The file that says a key, there or not; a file that cannot be read is known by its name."""
        folder = self._folder / kind
        return next((path for path in _tomls(folder) if _key(path) == key), folder / f"{key}.toml")

    def text(self, key: str, kind: str = "models") -> str:
        """What the file of a key says; empty where there is none, or none that is text."""
        try:
            return self.path(key, kind).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _all(self, kind: str, read: Callable[[Path], R], notes: list[str]) -> tuple[R, ...]:
        found: dict[str, R] = {}
        for path in _tomls(self._folder / kind):
            try:
                one = read(path)
            except ModelError as error:
                notes.append(str(error))
                continue
            if one.key in found:
                notes.append(f"{path.name} is left aside: another file has the key {one.key} already.")
            else:
                found[one.key] = one
        return tuple(found.values())

    # Writing ------------------------------------------------------------------------------------------------

    def keep(self, record: Model | Alignment, before: str) -> Path:
        """Write it into its file, whole or not at all; ``before`` is what the file said when it was read.

        ``BookshiftError`` for what no file may hold, for a file that somebody else changed since, or that cannot be
        written.
        """
        kind = kind_of(record)
        path = self.path(record.key, kind)
        text = model_text(record) if isinstance(record, Model) else alignment_text(record)
        self._check(record, text)
        if self.text(record.key, kind) != before:
            says = f"{path.name} was changed by another program since it was opened here."
            raise BookshiftError(f"{says} Copy what you need, leave without saving, and open it again.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BookshiftError(
                f"The folder {path.parent} cannot be made: {error.strerror}. Make it first."
            ) from error
        write_new(path, text.encode("utf-8"), overwrite=True)
        return path

    def drop(self, key: str, kind: str = "models") -> Path:
        """Put a file aside under another name, and give that; ``BookshiftError`` where that fails."""
        path = self.path(key, kind)
        aside = path.with_name(path.name + DROPPED)
        try:
            os.replace(path, aside)
        except OSError as error:
            raise BookshiftError(f"{path} cannot be put aside: {error.strerror}.") from error
        return aside

    def _check(self, record: Model | Alignment, text: str) -> None:
        """Read a text back before it is written: what it says must be the record."""
        data, name = tomllib.loads(text), record.title
        if isinstance(record, Model):
            model_from(data, name, roles=self._roles)
        else:
            alignment_from(data, name)

    @property
    def shipped(self) -> Catalogue:
        """What ships with the program."""
        return self._shipped

    @property
    def roles(self) -> frozenset[str]:
        """The keys of the roles that a model may name."""
        return frozenset(self._roles)


def _offered(shipped: tuple[R, ...], own: tuple[R, ...], kept: tuple[R, ...]) -> tuple[R, ...]:
    """Own ones in the place of shipped ones with their key, then the other own ones, then what only the book has."""
    found = {one.key: one for one in shipped}
    found.update((one.key, one) for one in own)
    for one in kept:
        if not one.builtin:
            found.setdefault(one.key, one)
    return tuple(found.values())


def _read(path: Path, read: Callable[[Mapping[str, Any]], R]) -> R:
    """What a file holds; what is wrong with it is said with its line."""
    data = table(path)
    try:
        return read(data)
    except ModelError as error:
        line = line_of(path.read_text(encoding="utf-8"), str(error))
        raise ModelError(f"{path.name}, line {line}{str(error).removeprefix(path.name)}") from error


def _tomls(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def _key(path: Path) -> str:
    try:
        key = table(path).get("key")
    except ModelError:
        key = None
    return key if isinstance(key, str) else path.stem


def line_of(text: str, says: str) -> int:
    """The line of a file that an error speaks of: of the setting it names, of its seat, or the first."""
    seat = re.search(r"\bseat (\d+)", says)
    lines = _of_seat(text, int(seat[1]) if seat is not None else 0)
    wrong = re.search(r"“([^”]+)”", says)
    quoted = [number for number, line in lines if wrong is not None and f'"{wrong[1]}"' in line]
    if quoted:
        return quoted[0]
    before = says.split(": ", 1)[0]
    for number, line in lines:
        name = re.match(r"\s*(?:([\w-]+)\s*=|\[([\w.-]+)\])", line)
        if name is not None and re.search(rf"\b{re.escape(name[1] or name[2])}(?![\w-])", before):
            return number
    return lines[0][0] if lines else 1


def _of_seat(text: str, seat: int) -> list[tuple[int, str]]:
    """The numbered lines of a seat by its place in the file; with 0 those that belong to no seat."""
    found, place, inside = [], 0, False
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().startswith("[[seat]]"):
            place, inside = place + 1, True
        elif line.strip().startswith("[") and not line.strip().startswith("[seat"):
            inside = False
        if (inside and place == seat) or (not inside and not seat):
            found.append((number, line))
    return found
