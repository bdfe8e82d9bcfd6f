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
_ESCAPED = re.compile(r"\\(\d{3})")


def kind_of(path: Path, mounts: str) -> str:
    """The kind of file system a folder is on, by the text of ``/proc/self/mountinfo``; empty when that says nothing."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if "-" not in parts or len(parts) < 7:
            continue
        mount = _ESCAPED.sub(lambda found: chr(int(found.group(1), 8)), parts[4])
        inside = str(path) == mount or str(path).startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, parts[parts.index("-") + 1]
    return kind


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
