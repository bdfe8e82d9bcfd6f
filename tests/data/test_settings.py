from __future__ import annotations

from pathlib import Path

import pytest

from data.settings import THEME, Settings, read_settings


def test_without_a_file_everything_is_standard(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.toml") == Settings(theme=THEME)


def test_theme_and_keys_are_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "nord"\n[keys]\nassign = "A"\n', encoding="utf-8")
    assert read_settings(path) == Settings(theme="nord", keys=(("assign", "A"),))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"theme = ", "cannot be read"),
        (b"theme = '\xff'", "cannot be read"),
        (b"#" * 100_001, "too large"),
        (b"theme = 5", "theme must be a name in quotes"),
        (b"colour = 'red'", "there is no setting"),
        (b"keys = 'a'", "keys must be a table"),
        (b"[keys]\nassign = 5", "the key of assign must be"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_and_never_stops_the_program(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    found = read_settings(path)
    assert (found.theme, found.keys) == (THEME, ())
    assert [note for note in found.notes if says in note]


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    assert "cannot be read" in read_settings(tmp_path).notes[0]
