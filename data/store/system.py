"""Every call to the operating system that the store makes, in one thin layer, so that tests can fail each of them."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import FrameType

_BINARY = getattr(os, "O_BINARY", 0)
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
_FULL = 0o600
_TRIES = 12
"""Repeated renames where Windows refuses one while a scanner has the file open; 50 ms to a second apart."""


class Mode(Enum):
    """How a file is opened."""

    READ = os.O_RDONLY
    """For reading; it must exist."""
    WRITE = os.O_RDWR
    """For reading and writing; it must exist."""
    NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL
    """For writing; it must not exist."""
    FRESH = os.O_RDWR | os.O_CREAT | os.O_TRUNC
    """For writing from the first byte, whether it exists or not."""
    KEEP = os.O_RDWR | os.O_CREAT
    """For writing; its bytes stay, and it is made where it does not exist."""


class System:
    """The operating system as the store uses it. Every method may raise ``OSError``; handles are file descriptors."""

    # Files --------------------------------------------------------------------------------------------------

    def open(self, path: Path, mode: Mode) -> int:
        """A handle of a file; a new one is readable by its owner only."""
        return os.open(path, mode.value | _BINARY | _CLOSE_ON_EXEC, _FULL)

    def close(self, handle: int) -> None:
        """Give a handle back."""
        os.close(handle)

    def read(self, handle: int, size: int, at: int) -> bytes:
        """Up to ``size`` bytes from an offset; fewer at the end of the file."""
        os.lseek(handle, at, os.SEEK_SET)
        return os.read(handle, size)

    def write(self, handle: int, data: bytes | memoryview, at: int) -> int:
        """Write at an offset; the answer is how many bytes were taken, which may be fewer."""
        os.lseek(handle, at, os.SEEK_SET)
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        """Return only when the file's bytes and length are on the disk itself."""
        if sys.platform == "darwin":
            import fcntl

            # On macOS fsync leaves the bytes in the drive's own cache; a file system without F_FULLFSYNC says so.
            try:
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            except OSError as error:
                if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                    raise
            else:
                return
        if hasattr(os, "fdatasync"):
            os.fdatasync(handle)
        else:
            os.fsync(handle)

    def truncate(self, handle: int, size: int) -> None:
        """Cut a file to a length."""
        os.ftruncate(handle, size)

    def size(self, path: Path) -> int:
        """Length of a file in bytes; ``FileNotFoundError`` where there is none."""
        return os.stat(path).st_size

    # Folders ------------------------------------------------------------------------------------------------

    def make_folder(self, path: Path) -> None:
        """Make a folder that only its owner may enter, and those above it; one that exists stays as it is."""
        if not path.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir(mode=0o700)
            self.sync_folder(path.parent)

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, sorted; ``FileNotFoundError`` where there is none."""
        return sorted(os.listdir(folder))

    def replace(self, source: Path, target: Path) -> None:
        """Rename a file over another one in the same folder: the old or the new one is there at any moment."""
        for attempt in range(_TRIES if sys.platform == "win32" else 0):
            with contextlib.suppress(PermissionError):
                os.replace(source, target)
                return
            time.sleep(min(0.05 * 2**attempt, 1.0))
        os.replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name; ``FileExistsError`` where the name is taken."""
        os.link(source, target)

    def unlink(self, path: Path) -> None:
        """Take a name away."""
        os.unlink(path)

    def sync_folder(self, folder: Path) -> None:
        """Return only when the folder's names are on the disk itself. Windows does that on its own."""
        if sys.platform == "win32":
            return
        handle = os.open(folder, os.O_RDONLY | _CLOSE_ON_EXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    # One writer ---------------------------------------------------------------------------------------------

    def lock(self, handle: int) -> bool:
        """Take a file for this process alone; False when another process has it. Freed when the process ends."""
        if sys.platform == "win32":
            import msvcrt

            # A byte far behind the text: a locked byte cannot be read, and the text says who holds the lock.
            os.lseek(handle, 1 << 30, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except PermissionError:
                return False
            except OSError as error:
                if error.errno == errno.EDEADLK:
                    return False
                raise
            return True
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def process(self) -> int:
        """Number of this process."""
        return os.getpid()

    def host(self) -> str:
        """Name of this machine."""
        import socket  # here: only the one who takes the lock needs it

        return socket.gethostname()

    # Other --------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Local time with its offset, for what people read; nothing is ordered by it."""
        return datetime.now().astimezone()

    def mounts(self) -> str:
        """The text that says which folders are on which kind of file system; empty where the system has none."""
        with contextlib.suppress(OSError):
            if sys.platform == "darwin":
                import subprocess

                return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
            return Path("/proc/self/mountinfo").read_text()
        return ""

    def token(self) -> str:
        """Sixteen hexadecimal digits that no other book has."""
        return os.urandom(8).hex()


SYSTEM = System()
"""The real one."""


def write_all(system: System, handle: int, data: bytes, at: int) -> None:
    """Write every byte at an offset, in as many calls as the system needs."""
    done = system.write(handle, data, at)
    view = memoryview(data)
    while done < len(data):
        taken = system.write(handle, view[done:], at + done)
        if taken <= 0:
            raise OSError(errno.EIO, "the system took no bytes")
        done += taken


def read_file(system: System, path: Path) -> bytes:
    """The whole of a file."""
    handle = system.open(path, Mode.READ)
    try:
        return b"".join(pieces(system, handle))
    finally:
        system.close(handle)


def pieces(
    system: System, handle: int, *, at: int = 0, until: int | None = None, size: int = 1 << 20
) -> Iterator[bytes]:
    """The bytes of a file from an offset to another, or to its end, in pieces of up to ``size``."""
    while until is None or at < until:
        piece = system.read(handle, size if until is None else min(size, until - at), at)
        if not piece:
            return
        yield piece
        at += len(piece)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold ctrl-C back until the block is left: a write must not be parted from its flush."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []

    def hold(number: int, frame: FrameType | None) -> None:
        held.append(number)

    before = signal.signal(signal.SIGINT, hold)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if held:
            signal.raise_signal(signal.SIGINT)


def why(error: OSError) -> str:
    """What the system complained of, in words that fit after "because"."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full"
        case errno.EROFS:
            return "the disk is read-only"
        case errno.EACCES | errno.EPERM:
            return "permission was denied"
        case errno.EIO:
            return "the disk reported an error"
        case errno.ENOENT:
            return "the file is gone"
        case _:
            return (error.strerror or str(error) or type(error).__name__).lower()
