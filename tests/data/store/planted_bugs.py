"""Do the store's tests have teeth? Plants one bug after the other in a copy and runs them: each must fail.

    python -m tests.data.store.planted_bugs [NAME]...

A bug is a piece of the source and what stands there instead. ``test_planted.py`` sees to it that each still fits.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
STORE = Path("data/store")


@dataclass(frozen=True, slots=True)
class Bug:
    """A mistake somebody might make."""

    name: str
    """What it is."""
    file: str
    """File under ``data/store``."""
    old: str
    """The right source; it stands there exactly once."""
    new: str
    """The wrong one."""


BUGS: tuple[Bug, ...] = (
    Bug(
        "a change is not flushed",
        "journal.py",
        "            flushed(lambda: self._system.sync(self._handle), failed)\n        except StoreError:",
        "            flushed(lambda: None, failed)\n        except StoreError:",
    ),
    Bug(
        "the checkpoint is renamed before it is flushed",
        "checkpoint.py",
        'flushed(lambda: system.sync(handle), "The checkpoint was not written")',
        "pass",
    ),
    Bug(
        "a new segment's first line is not flushed",
        "journal.py",
        "                flushed(lambda: system.sync(handle), failed)\n            finally:",
        "                pass\n            finally:",
    ),
    Bug(
        "a new segment's name is not flushed",
        "journal.py",
        "            flushed(lambda: system.sync_folder(folder), failed)\n",
        "",
    ),
    Bug(
        "the checksum of a line is not looked at",
        "lines.py",
        "    if crc32(edits, crc32(head, crc32(data[at : at + 35]))) != total:\n        return None\n",
        "",
    ),
    Bug(
        "the chain of the lines is not looked at",
        "journal.py",
        "        if line.before != total:\n",
        "        if False:\n",
    ),
    Bug(
        "memory is changed before the disk",
        "bookstore.py",
        "                at = journal.append(head, edits)\n",
        "                self._pending.append(change)\n                at = journal.append(head, edits)\n"
        "                self._pending.pop()\n",
    ),
    Bug(
        "a flush that failed is tried again",
        "errors.py",
        "    try:\n        flush()\n    except OSError as error:\n",
        "    try:\n        flush()\n    except OSError:\n        pass\n    else:\n        return\n"
        "    try:\n        flush()\n    except OSError as error:\n",
    ),
    Bug(
        "a failed write is not taken back",
        "journal.py",
        "            self._system.truncate(self._handle, self.end)\n        except OSError as worse:",
        "            self._system.size(self._folder / 'book.lock')\n            self.end = self._system.size("
        "segment_path(self._folder, self.first))\n        except OSError as worse:",
    ),
    Bug(
        "an unfinished tail is not cut off",
        "reading.py",
        "            system.truncate(handle, newest.end)\n",
        "",
    ),
    Bug(
        "a tail is dropped without looking for whole lines behind it",
        "lines.py",
        "        if read(data, start.start()) is not None:\n",
        "        if False:\n",
    ),
    Bug(
        "whole lines are looked for only behind a line end",
        "lines.py",
        "        if read(data, start.start()) is not None:\n",
        '        if data[start.start() - 1 : start.start()] == b"\\n" and read(data, start.start()) is not None:\n',
    ),
    Bug(
        "a segment without changes is begun anew",
        "journal.py",
        "        if self.next == self.first:\n            return\n",
        "",
    ),
    Bug(
        "the end of a book that was not closed is not written once more",
        "reading.py",
        "            write_all(system, handle, last, newest.at)\n",
        "",
    ),
    Bug(
        "used ids are not kept in the checkpoint",
        "checkpoint.py",
        "high=self.meta.high, digests",
        "digests",
    ),
    Bug(
        "ids of records that came and went are not counted",
        "reading.py",
        "for (table, number), record in after.items()]",
        "for (table, number), record in after.items() if record]",
    ),
    Bug(
        "the checkpoint is written in its place",
        "backups.py",
        "    temporary, path = folder / _TEMPORARY, folder / checkpoint.FILE\n",
        "    temporary = path = folder / checkpoint.FILE\n",
    ),
    Bug(
        "a segment is sealed before the next one is there",
        "journal.py",
        "        following = Journal.begin(\n",
        '        self._put(lines.made(orjson.dumps({"sealed": self.next}), b"[]", self._sum)[0], "")\n'
        "        following = Journal.begin(\n",
    ),
    Bug(
        "segments that never came into use are taken for damage",
        "journal.py",
        "            if segment.entries or segment.sealed is not None or kept[-1].sealed == first:\n",
        "            if True:\n",
    ),
    Bug(
        "the lock lets everybody in",
        "system.py",
        "        except BlockingIOError:\n            return False\n",
        "        except BlockingIOError:\n            return True\n",
    ),
    Bug(
        "a checkpoint is not compared with the journal's line",
        "journal.py",
        "        if last_of(segment, seq) not in (None, last):\n",
        "        if False:\n",
    ),
    Bug(
        "a transaction that failed leaves its edits to be read",
        "tiny.py",
        "        finally:\n            self._draft, self._edits = None, []\n",
        "        except BookshiftError:\n            self._draft, self._edits = None, []\n            raise\n"
        "        else:\n            self._draft, self._edits = None, []\n",
    ),
    Bug(
        "results share what the book holds",
        "tiny.py",
        "    document: Document = json.loads(encode(record))\n    return document\n",
        "    return _SHARED.setdefault(encode(record), json.loads(encode(record)))\n\n\n"
        "_SHARED: dict[bytes, Document] = {}\n",
    ),
    Bug(
        "numbers of more than 64 bits are read inexactly",
        "codec.py",
        "    return json.loads(text) if _LONG_NUMBER.search(text) else orjson.loads(text)\n",
        "    return orjson.loads(text)\n",
    ),
)

TESTS = (
    "test_lines.py",
    "test_codec.py",
    "test_checkpoint.py",
    "test_store.py",
    "test_lock.py",
    "test_tiny.py",
    "test_damage.py",
    "test_power_cuts.py",
    "test_failures.py",
    "test_machine.py",
)
"""Quick ones first; kill -9 is left out, as it finds least."""


def planted(bug: Bug, source: str) -> str:
    """The source with the bug in it; ``ValueError`` when it does not fit any more."""
    if source.count(bug.old) != 1:
        raise ValueError(f"{bug.name}: its place in {bug.file} is there {source.count(bug.old)} times")
    return source.replace(bug.old, bug.new)


def caught_by(bug: Bug) -> list[str]:
    """The test files that fail with the bug."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place)
        for part in ("core", "data", "tests/data/store"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        file = copy / STORE / bug.file
        file.write_text(planted(bug, file.read_text()))
        few = {"BOOKSHIFT_CUTS": "4000", "BOOKSHIFT_EXAMPLES": "100", "PYTHONPATH": str(copy)}
        found = []
        for test in TESTS:
            command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", f"tests/data/store/{test}"]
            run = subprocess.run(command, cwd=copy, env={**os.environ, **few}, capture_output=True, check=False)
            if run.returncode not in (0, 1):
                raise RuntimeError(run.stdout.decode() + run.stderr.decode())
            if run.returncode:
                found.append(test)
                if not os.environ.get("BOOKSHIFT_ALL_TESTS"):
                    break
        return found


def main(names: list[str]) -> int:
    """Plant every bug, or those whose names hold one of the words; the answer is how many nobody noticed."""
    missed = 0
    chosen = [bug for bug in BUGS if not names or any(name in bug.name for name in names)]
    for bug in chosen:
        started = time.monotonic()
        found = caught_by(bug)
        missed += not found
        print(f"{bug.name:64} {', '.join(found) or 'NOT CAUGHT'}  {time.monotonic() - started:.0f} s", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} caught")
    return missed


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
