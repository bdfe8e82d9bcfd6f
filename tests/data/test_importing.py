from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.book.book import Book
from core.errors import BookshiftError, Refusal
from core.exchange.plan import ImportPlan
from core.exchange.planning import plan_import
from core.exchange.recognise import ImportFault
from core.usecases.accept_import import AcceptImport, accept_import
from data.importing import REASON, Importer
from data.readers.delimited import read_file, read_table
from data.readers.sniff import UnreadableFile
from data.writers.files import Unwritable
from tests.core.exchange.files import NOW, accept, account, desk_of, fresh_book


def preview(folder: Path, text: str | bytes, book: Book | None = None, **wishes: str) -> ImportPlan:
    path = folder / "file.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    mapping = {key[4:]: value for key, value in wishes.items() if key.startswith("map_")}
    given_ = {key: value for key, value in wishes.items() if not key.startswith("map_")}
    return Importer().preview([path], book=book or fresh_book(), moment=NOW, mapping=mapping, **given_)


# Every kind of bad input gets a sentence with row and column and what to do ---------------------------------------

PEOPLE = "Name,Email,Manager,Leave From,Leave Until\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Account Name,CSM\nAcme,Nobody Here\n", "row 2, column “CSM”: “Nobody Here” is not on the roster."),
        ("Account ID,Account Name\n1,Acme\n1,Beta\n", "row 3, column “Account ID”: It repeats the id “1” of row 2."),
        ("Account Name,ARR\nAcme,1\nacme,2\n", "row 3, column “Account Name”: It repeats the name “acme” of row 2."),
        ("Account Name,ARR\nAcme,-500\n", "row 2, column “ARR”: “-500” is below zero"),
        ("Account Name,ARR\nAcme,a lot\n", "row 2, column “ARR”: “a lot” is not an amount. Write figures"),
        (f"{PEOPLE}Ana,,Ana,,\n", "row 2, column “Manager”: Ana would lead themselves."),
        (f"{PEOPLE}Ana,,Ben,,\nBen,,Ana,,\n", "row 3, column “Manager”: Ana reports to Ben already"),
        (f"{PEOPLE}Ana,,,2026-04-09,2026-04-01\n", "row 2, column “Leave Until”: The leave ends on 1 Apr 2026, before"),
        (f"Account Name,Notes\nAcme,{'x' * 40_000}\n", "row 2, column “Notes”: The cell has 40,000 characters"),
        ("Account Name,ARR\nAcme,1,000\n", "row 2: The row has 3 cells and the header 2: a comma inside a cell"),
    ],
)
def test_bad_rows_are_said_with_row_and_column_and_what_to_do(tmp_path: Path, text: str, says: str) -> None:
    issues = preview(tmp_path, text).issues
    assert len(issues) == 1
    assert issues[0].startswith(f"file.csv, {says}")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "file.csv is empty"),
        ("Account Name\nMüller\n".encode("cp1252"), "--encoding cp1252: Müller"),
        (b'Account Name,ARR\n"Acme,1\nBeta,2\n', "row 2 (line 2), column “Account Name”: the quote that opens there"),
        (f"Account Name,ARR\nAcme,{'1' * 1_000_000}\n".encode(), "row 2 (line 2), column “ARR”: the cell is longer"),
        (b"Foo,Bar\n1,2\n", "It cannot be told what the rows of file.csv are"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_what_to_do(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(BookshiftError) as caught:
        preview(tmp_path, data)
    assert says in str(caught.value)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a folder"):
        Importer().preview([tmp_path], book=fresh_book(), moment=NOW)


def test_a_byte_order_mark_and_a_given_encoding_are_read(tmp_path: Path) -> None:
    text = "Account Name,ARR\nMüller,1\n"
    assert preview(tmp_path, text.encode("utf-8-sig")).created == 1
    made = preview(tmp_path, text.encode("cp1252"), encoding="cp1252")
    assert made.files[0].plans[0].name == "Müller"


def test_dates_that_fit_two_orders_are_asked_about_and_the_answer_is_taken(tmp_path: Path) -> None:
    text = "Account Name,Renewal Date\nAcme,03-04-2025\n"
    assert preview(tmp_path, text).blocking
    assert not preview(tmp_path, text, dates="DMY").blocking


def test_wrong_words_for_kind_and_dates_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match=r"There is no kind “shoes” of import. Write one of people, accounts"):
        preview(tmp_path, "Account Name\nAcme\n", kind="shoes")
    with pytest.raises(ImportFault, match="Write DMY, MDY or YMD"):
        preview(tmp_path, "Account Name\nAcme\n", dates="sideways")


def test_columns_of_several_files_are_mapped_where_they_are_and_a_column_of_none_is_refused(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Account Name,Land\nAcme,EMEA\n")
    second.write_text("Name,Email,Boss\nAna,,Ben\n")
    book, importer = fresh_book(), Importer()
    made = importer.preview([first, second], book=book, moment=NOW, mapping={"land": "region", "Boss": "lead"})
    assert [use.field for file in made.files for use in file.uses] == ["name", "email", "lead", "name", "region"]
    with pytest.raises(ImportFault, match="no column “Nothing” to map in any of the 2 files"):
        importer.preview([first, second], book=book, moment=NOW, mapping={"Nothing": "region"})


def test_what_is_refused_leaves_the_book_as_it_was(tmp_path: Path) -> None:
    desk = desk_of()
    before = desk.book
    made = preview(tmp_path, "Account Name,Renewal Date\nAcme,03-04-2025\n", before)
    assert isinstance(desk.do(accept_import, AcceptImport(made)), Refusal)
    assert desk.book is before


def test_a_report_of_a_system_is_taken_as_it_is(tmp_path: Path) -> None:
    text = (
        '"Last Activity","Account Owner","Account Name","Type","Account ID","Annual Revenue","Website"\r\n'
        '"1/12/2026","Ana Ruiz","United Oil & Gas, UK","Customer - Direct","001A","5600000000","http://uos.example"\r\n'
        '"1/31/2026","Ana Ruiz","Edge","Prospect","001B","139000000",""\r\n'
        '"","","","","","",""\r\n'
        '"Grand Totals (2 records)","","","","","",""\r\n'
        '"Confidential Information - Do Not Distribute","","","","","",""\r\n'
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.","","","","","",""\r\n'
    )
    made = preview(tmp_path, text)
    file = made.files[0]
    assert (file.source, file.rows, file.created, dict(file.left_out)) == (
        "salesforce", 2, 1, {"no customers: status Prospect": 1},
    )  # fmt: skip
    assert "taken as accounts of Salesforce" in file.why
    desk = desk_of()
    accept(desk, preview(tmp_path, text, desk.book))
    assert account(desk, "United Oil & Gas, UK").arr is None
    assert account(desk, "United Oil & Gas, UK").external_ids == (("salesforce", "001A"),)


# Rejected rows ----------------------------------------------------------------------------------------------------


def test_rejected_rows_are_written_with_their_reason_and_can_be_imported_once_corrected(tmp_path: Path) -> None:
    desk = desk_of()
    rows = "\"=cmd|' /C calc'!A0\",-5\nAcme,lots\nBeta,7\n"
    made = preview(tmp_path, f"Account Name,ARR\n{rows}", desk.book)
    out = tmp_path / "rejects.csv"
    assert Importer().write_rejects(made, out) == 2
    grid = read_file(out)
    assert grid.columns == ("Account Name", "ARR", REASON)
    assert grid.rows[0].cells[0] == "'=cmd|' /C calc'!A0"
    assert grid.rows[1].cells == (
        "Acme",
        "lots",
        "row 3, column “ARR”: “lots” is not an amount. Write figures such as 12000, or leave the cell empty.",
    )
    again = preview(tmp_path, out.read_text().replace("lots", "12").replace("-5", "5"), desk.book)
    assert (again.created, again.rejected) == (2, 0)


def test_rejected_rows_never_replace_a_file_unasked(tmp_path: Path) -> None:
    made = preview(tmp_path, "Account Name,ARR\nAcme,lots\n")
    (tmp_path / "rejects.csv").write_text("keep")
    with pytest.raises(Unwritable, match="is there already"):
        Importer().write_rejects(made, tmp_path / "rejects.csv")
    assert Importer().write_rejects(made, tmp_path / "rejects.csv", overwrite=True) == 1


def test_without_rejected_rows_no_file_is_written(tmp_path: Path) -> None:
    made = preview(tmp_path, "Account Name,ARR\nAcme,1\n")
    assert Importer().write_rejects(made, tmp_path / "rejects.csv") == 0
    assert not (tmp_path / "rejects.csv").exists()


# Anything at all --------------------------------------------------------------------------------------------------

HEADERS = (
    "Account Name,ARR,Renewal Date,CSM,Status,Health,Parent,Segment",
    "Name,Email,Role,Manager,FTE,Leave From,Leave Until,Segments",
    "Contract ID,Account,Start Date,End Date,ARR,Currency,Seats,Trial",
    "opportunity_id,account,sales_agent,deal_stage,type,close_date,a,b",
    "churn_event_id,account_id,churn_date,reason_code,c,d,e,f",
    "ticket_id,account_id,submitted_at,closed_at,g,h,i,j",
)
CELL = st.sampled_from(
    ["", "Acme", "Beta", "acme", "1", "-1", "0.5", "€ 1.200", "03-04-2025", "2025-02-30", "2025-01-31", "31.12.2025",
     "won", "TRUE", "Ana Ruiz", "ana@x.example", "churned", "prospect", "=1+1", "\x1b[2J", "[/]", "شركة", "ent"]
)  # fmt: skip


@cache
def seeded() -> Book:
    """A book with an account and its owner."""
    desk = desk_of()
    texts = ("Name,Email,FTE\nAna Ruiz,ana@x.example,1\n", "Account ID,Account Name,Owner\n1,Acme,Ana Ruiz\n")
    accept(desk, plan_import(desk.book, desk.moment, [read_table(text.encode(), "seed.csv") for text in texts]))
    return desk.book


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(HEADERS), st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=6))
def test_any_rows_under_known_headers_give_a_plan_that_can_be_accepted_or_a_sentence(
    header: str, rows: list[list[str]]
) -> None:
    text = header + "\n" + "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    desk = desk_of(seeded())
    made = plan_import(desk.book, desk.moment, [read_table(text.encode(), "x.csv")])
    assert made.rows == made.accepted + made.rejected + sum(count for _, count in made.files[0].left_out)
    outcome = desk.do(accept_import, AcceptImport(made, frozenset(conflict.key for conflict in made.conflicts)))
    if isinstance(outcome, Refusal):
        assert made.blocking or not made.edits
    else:
        again = plan_import(desk.book, desk.moment, [read_table(text.encode(), "x.csv")])
        assert again.created == 0, "importing the same file again creates nothing"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_plan_or_a_sentence(tmp_path: Path, data: bytes) -> None:
    try:
        made = preview(tmp_path, data)
    except BookshiftError as error:
        assert str(error)[:1].isupper() or str(error).startswith("file.csv")  # noqa: PT017 - either outcome is right
    else:
        assert made.rows >= 0
