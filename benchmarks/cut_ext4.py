"""Power cuts on a real ext4 file system: its image is copied in the middle of commits, mounted again and opened.

Run as root: python benchmarks/cut_ext4.py [CUTS]. Without root, or without loop devices, it says so and does nothing.
A copy of the block device is what a disk holds when the power goes: all that was flushed, and whatever else got there.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.desk import MemoryStore
from data.store.store import create_store, open_store
from tests.data.store.assigning import begun, one_more
from tests.data.store.books import desk_over, same
from tests.data.store.processes import started

SIZE = 48 << 20


def run(*command: str) -> None:
    """Run a system command; its complaint is the error."""
    subprocess.run(command, check=True, capture_output=True)


def cut(place: Path, rng: random.Random) -> tuple[int, int]:
    """One cut: the last number acknowledged before it, and the one found after it."""
    image, copy, mount = place / "disk.img", place / "copy.img", place / "mount"
    mount.mkdir(exist_ok=True)
    with image.open("wb") as file:
        file.truncate(SIZE)
    run("mkfs.ext4", "-q", "-F", str(image))
    run("mount", "-o", "loop", str(image), str(mount))
    try:
        folder = mount / "book"
        create_store(folder, begun()).store.close()
        process = started("tests.data.store.assigning", str(folder))
        assert process.stdout is not None
        last = 0
        for _ in range(rng.randrange(20, 120)):
            last = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        # What the process wrote and did not flush is in the system's memory only, and not in this copy.
        shutil.copyfile(image, copy)
        said = process.stdout.read().split("\n")[:-1]
        process.wait()
        last = int(said[-1]) if said else last
    finally:
        run("umount", str(mount))
    run("mount", "-o", "loop", str(copy), str(mount))
    try:
        opened = open_store(mount / "book")
        found = opened.book
        expected = desk_over(begun(), MemoryStore())
        while expected.book.seq < found.seq:
            one_more(expected)
        assert same(found, expected.book), "the book is not what its number says"
        opened.store.close()
    finally:
        run("umount", str(mount))
    return last, found.seq


def main() -> int:
    """Cut as often as asked; the answer is how many cuts lost something."""
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        print("Skipped: this needs root and mkfs.ext4.")
        return 0
    cuts = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rng, bad = random.Random(1), 0
    with tempfile.TemporaryDirectory() as place:
        for number in range(cuts):
            try:
                last, found = cut(Path(place), rng)
            except subprocess.CalledProcessError as error:
                print(f"Skipped: {error.cmd[0]} does not work here ({error.stderr.decode().strip()}).")
                return 0
            if found < last:
                bad += 1
                print(f"cut {number}: {last} was acknowledged, {found} was there")
    print(f"{cuts - bad} of {cuts} cuts exact")
    return bad


if __name__ == "__main__":
    sys.exit(min(main(), 1))
