"""Noticing that the terminal was closed: Textual goes on reading from what is no longer there, without end."""

from __future__ import annotations

import select
import sys


def hung_up() -> bool:
    """Whether the terminal behind standard input is gone; never so where the system cannot tell."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    try:
        poll.register(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0, select.POLLHUP)
        return any(what & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, what in poll.poll(0))
    except (OSError, ValueError):
        return False
