"""A process whose files may not grow: the system itself cuts a write short in the middle of a line."""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

from core.desk import Done
from data.store.store import open_store
from tests.data.store.books import desk_over, log, rename

ROOM = 700
"""Bytes that still fit: more than a small change, less than a long one."""

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    opened = open_store(folder)
    desk = desk_over(opened.book, opened.store)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = (folder / "journal-1.jsonl").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + ROOM, resource.RLIM_INFINITY))
    refused = desk.do(log, (1, "too long " * 500))
    print(getattr(refused, "says", "saved"))
    print("saved" if isinstance(desk.do(rename, (1, "Small")), Done) else "refused")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print("saved" if isinstance(desk.do(log, (1, "long " * 500)), Done) else "refused")
    print(desk.read_only or "writable")
    opened.store.close()
