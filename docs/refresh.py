"""Renew the tables in the README that are generated from the program: filters, keys, commands."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def refreshed(readme: str) -> str:
    """The README with every generated part as the program says it now."""
    from core.query.help import filter_table
    from tui.cli.reference import command_table
    from tui.commands import key_table

    parts = {"filters": filter_table(), "keys": key_table(), "commands": command_table()}
    for name, text in parts.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.S)
        readme = pattern.sub(lambda match, text=text: match[1] + text.rstrip() + "\n" + match[2], readme)  # type: ignore[misc]
    return readme


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8")
