"""Where a book is kept: what kind of file system, and whether something else meddles with the folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs"}
)
"""File systems where a lock or a flush may not mean what it means on a local disk."""

_SYNCED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mobile documents": "iCloud Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box sync": "Box",
    "pcloud": "pCloud",
}
_CONFLICT = re.compile(r"conflicted copy|sync-conflict|\(\d+\)\.jsonl?$| - copy|-conflict-", re.IGNORECASE)
_PRINTED = re.compile(r".+ on (/.*) \((\w+)[,)].*")
_ESCAPED = re.compile(r"\\(\d{3})")


def kind_of(path: Path, mounts: str) -> str:
    """The kind of file system a folder is on; empty where that cannot be told.

    ``mounts`` is the text of ``/proc/self/mountinfo`` or what ``mount`` prints on macOS. On Windows a folder of another
    machine is known by the two strokes its path begins with.
    """
    if str(path).startswith(("\\\\", "//")):
        return "smbfs"
    best, kind = "", ""
    for line in mounts.splitlines():
        mount, what = _mounted(line)
        inside = str(path) == mount or str(path).startswith(mount.rstrip("/") + "/")
        if mount and inside and len(mount) >= len(best):
            best, kind = mount, what
    return kind


def _mounted(line: str) -> tuple[str, str]:
    """Folder and kind of one line; empty where it is none."""
    parts = line.split(" ")
    if "-" in parts and len(parts) >= 7 and parts[0].isdigit():
        return _ESCAPED.sub(lambda found: chr(int(found.group(1), 8)), parts[4]), parts[parts.index("-") + 1]
    found = _PRINTED.fullmatch(line)
    return (found.group(1), found.group(2)) if found else ("", "")


def synced_by(path: Path) -> str:
    """The service that copies a folder elsewhere while it is written, by the names on its path; empty for none."""
    for part in path.parts:
        for word, service in _SYNCED.items():
            if part.lower() == word or part.lower().startswith((word + " -", word + "-")):
                return service
    return ""


def conflicts(names: Sequence[str]) -> list[str]:
    """The names that such a service gives to a second version of a file."""
    return [name for name in names if _CONFLICT.search(name)]


def warnings(path: Path, kind: str) -> list[str]:
    """What to tell somebody who keeps a book here, one sentence each."""
    said = []
    if kind in NETWORK:
        said.append(
            f"The book is on a network drive ({kind}): two machines could write to it at once, and what is saved may "
            "not be on a disk yet. Keep it on a local disk."
        )
    service = synced_by(path)
    if service:
        said.append(
            f"The book is in a folder of {service}, which may put an older file in its place. Keep the book elsewhere, "
            "and let snapshots go there."
        )
    return said
