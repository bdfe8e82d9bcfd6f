from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from data.writers import files
from data.writers.files import Unwritable, write_new


def test_a_file_is_written_for_its_owner_only(tmp_path: Path) -> None:
    write_new(tmp_path / "out.csv", b"x")
    assert (tmp_path / "out.csv").read_bytes() == b"x"
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_bytes(b"old")
    with pytest.raises(Unwritable, match=r"is there already\. Choose another name, or allow it to be replaced"):
        write_new(tmp_path / "out.csv", b"new")
    assert (tmp_path / "out.csv").read_bytes() == b"old"
    write_new(tmp_path / "out.csv", b"new", overwrite=True)
    assert (tmp_path / "out.csv").read_bytes() == b"new"


def test_a_file_that_appears_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.csv"
    real = files._write

    def racing(part: Path, data: bytes) -> None:
        real(part, data)
        target.write_bytes(b"theirs")

    monkeypatch.setattr(files, "_write", racing)
    with pytest.raises(Unwritable, match="is there already"):
        write_new(target, b"ours")
    assert target.read_bytes() == b"theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"keep")
    (tmp_path / "out.csv").symlink_to(secret)
    with pytest.raises(Unwritable, match="is there already"):
        write_new(tmp_path / "out.csv", b"new")
    write_new(tmp_path / "out.csv", b"new", overwrite=True)
    assert secret.read_bytes() == b"keep"
    assert not (tmp_path / "out.csv").is_symlink()


def test_a_dangling_link_counts_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "out.csv").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Unwritable, match="is there already"):
        write_new(tmp_path / "out.csv", b"new")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_and_a_missing_folder_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match=r"is a folder\. Name a file in it"):
        write_new(tmp_path, b"x")
    with pytest.raises(Unwritable, match="There is no folder"):
        write_new(tmp_path / "no" / "out.csv", b"x")


@pytest.mark.parametrize("name", ["a\x00b.csv", "x" * 300])
def test_a_name_no_system_takes_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unwritable, match="cannot be written"):
        write_new(tmp_path / name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_nothing_and_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.csv").write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritable, match="cannot be written: no space left on device"):
        write_new(tmp_path / "out.csv", b"new", overwrite=True)
    assert (tmp_path / "out.csv").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
