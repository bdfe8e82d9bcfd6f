from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.readers import sniff
from data.readers.sniff import UnknownEncoding, UnreadableFile, decoded, delimiter_of, read_bytes

CAFE = "Kunde;Müller & Söhne;Café\n"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"There is no file .*nothing.csv"):
        read_bytes(tmp_path / "nothing.csv")


def test_a_folder_is_refused_with_what_to_name_instead(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"is a folder\. Name the CSV file in it"):
        read_bytes(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UnreadableFile, match="not an ordinary file"):
        read_bytes(tmp_path / "pipe.csv")


def test_a_path_with_a_zero_byte_is_a_sentence() -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_bytes(Path("a\x00b.csv"))


def test_a_file_above_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniff, "MOST_BYTES", 10)
    (tmp_path / "large.csv").write_bytes(b"x" * 11)
    with pytest.raises(UnreadableFile, match="Split it"):
        read_bytes(tmp_path / "large.csv")


@pytest.mark.parametrize("data", [b"", b"\n\r\n ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"x.csv is empty"):
        decoded(data, "x.csv")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_the_encoding(codec: str) -> None:
    assert decoded(CAFE.encode(codec), "x.csv") == CAFE


def test_text_that_is_not_utf8_is_asked_about_with_samples() -> None:
    with pytest.raises(UnknownEncoding, match=r"x.csv is not UTF-8 \(line 2\).*--encoding cp1252") as caught:
        decoded(("Id;Name\n" + CAFE).encode("cp1252"), "x.csv")
    assert dict(caught.value.samples)["cp1252"] == CAFE.strip()


def test_a_given_encoding_is_used() -> None:
    assert decoded(CAFE.encode("cp1252"), "x.csv", "cp1252") == CAFE


def test_a_given_encoding_that_does_not_fit_names_the_line() -> None:
    with pytest.raises(UnreadableFile, match=r"line 2, is not ascii"):
        decoded(f"Id\n{CAFE}".encode(), "x.csv", "ascii")


@pytest.mark.parametrize("codec", ["klingon", "zip", "rot13", "idna", "undefined"])
def test_a_word_that_is_no_encoding_is_refused(codec: str) -> None:
    with pytest.raises(UnreadableFile, match="is no encoding"):
        decoded(b"a;b\n", "x.csv", codec)


def test_a_workbook_is_recognised_by_its_first_bytes() -> None:
    with pytest.raises(UnreadableFile, match=r"Excel or OpenDocument workbook\. Save it as CSV"):
        decoded(b"PK\x03\x04rest", "x.xlsx")


def test_a_zero_byte_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match="line 2, holds a zero byte"):
        decoded(b"a,b\nc\x00,d\n", "x.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_what_parts_rows_evenly(delimiter: str) -> None:
    rows = [["Name", "ARR", "Note"], ["Acme", "1.234,50", "a, b; c"], ["Beta", "2.000,00", "d"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert delimiter_of(text) == delimiter


def test_a_single_column_counts_as_comma_separated() -> None:
    assert delimiter_of("Name\nAcme\nBeta\n") == ","
