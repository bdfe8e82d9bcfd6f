"""A process that opens a book, says how, and keeps it until its input ends."""

from __future__ import annotations

import sys
from pathlib import Path

from data.store.store import open_store

if __name__ == "__main__":
    opened = open_store(Path(sys.argv[1]))
    print("read-only" if opened.store.read_only else "writing", flush=True)
    sys.stdin.read()
