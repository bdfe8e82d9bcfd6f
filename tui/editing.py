"""A file in the manager's own editor, with the application out of the way meanwhile."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

VARIABLES = ("VISUAL", "EDITOR")
"""Where a user says which editor is theirs, the first that is set."""


def edit_file(app: App[Any], path: Path) -> bool:
    """Open a file in the user's editor and wait for its end; False where none is set or the terminal stays here."""
    command = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    if not command:
        return False
    try:
        with app.suspend():
            subprocess.run([*shlex.split(command), str(path)], check=False)
    except (SuspendNotSupported, OSError, ValueError):
        return False
    return True
