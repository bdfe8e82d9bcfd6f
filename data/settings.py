"""The user's settings file: theme and keys. A broken file never stops the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

THEME = "bookshift-dark"
"""Theme of a user who chose none."""

_MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user set, and what could not be understood."""

    theme: str = THEME
    """Name of the theme."""
    keys: tuple[tuple[str, str], ...] = ()
    """(command id, keys separated by commas) pairs."""
    notes: tuple[str, ...] = field(default=())
    """Sentences about parts of the file that were left aside."""


def read_settings(path: Path) -> Settings:
    """The settings in a TOML file; a missing file gives the standard ones, a broken one says why."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Settings(notes=(f"{path.name} is too large to be a settings file; the standard settings are used.",))
        import tomllib  # here: most users have no such file

        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        return Settings(notes=(f"The settings in {path} cannot be read ({error}); the standard ones are used.",))
    notes: list[str] = [f"{path.name}: there is no setting “{name}”." for name in data if name not in ("theme", "keys")]
    theme = data.get("theme", THEME)
    if not isinstance(theme, str):
        notes.append(f"{path.name}: theme must be a name in quotes.")
        theme = THEME
    keys = data.get("keys", {})
    pairs: list[tuple[str, str]] = []
    if not isinstance(keys, dict):
        notes.append(f"{path.name}: keys must be a table of command = key.")
        keys = {}
    for command, key in keys.items():
        if isinstance(key, str) and key.strip():
            pairs.append((command, key))
        else:
            notes.append(f"{path.name}: the key of {command} must be a key name in quotes.")
    return Settings(theme=theme, keys=tuple(pairs), notes=tuple(notes))
