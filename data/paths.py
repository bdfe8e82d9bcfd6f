"""Where this user's files are kept when nobody says otherwise."""

from __future__ import annotations

from pathlib import Path

NAME = "bookshift"
"""Name of the folders."""


def book_folder() -> Path:
    """The folder of the default book."""
    from platformdirs import user_data_path  # here: it costs 20 ms that `--help` does not need

    return user_data_path(NAME, appauthor=False) / "book"


def config_folder() -> Path:
    """The folder of settings, own models and keys; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False)


def settings_file() -> Path:
    """The settings; the file need not exist."""
    return config_folder() / "settings.toml"


def state_folder() -> Path:
    """The folder of logs and of what the screens remember; it need not exist."""
    from platformdirs import user_state_path

    return user_state_path(NAME, appauthor=False)
