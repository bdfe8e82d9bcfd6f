from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange.grid import Grid
from data.readers import delimited
from data.readers.delimited import read_table
from data.readers.sniff import UnreadableFile


def table(text: str) -> Grid:
    return read_table(text.encode(), "x.csv")


def cells(grid: Grid) -> list[tuple[str, ...]]:
    return [row.cells for row in grid.rows]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    grid = table('\nName,Note\nAcme,"two\nlines"\n\nBeta,x\n')
    assert [row.number for row in grid.rows] == [3, 5]
    assert cells(grid) == [("Acme", "two\nlines"), ("Beta", "x")]


def test_a_header_alone_gives_no_rows() -> None:
    assert table("Name,ARR\n").rows == ()


def test_quotes_commas_and_ampersands_stay_in_their_cell() -> None:
    assert cells(table('Name,City\n"United Oil & Gas, UK","a ""b"" c"\n')) == [("United Oil & Gas, UK", 'a "b" c')]


def test_columns_get_names_that_differ() -> None:
    grid = table("Name,Owner,,Owner,Owner,\nAcme,a,b,c,d,\n")
    assert grid.columns == ("Name", "Owner", "Column 3", "Owner (2)", "Owner (3)")
    assert "more than once" in grid.notes[0]


def test_a_control_sequence_in_a_header_is_taken_out() -> None:
    assert table("Na\x1b]0;owned\x07me,B\nx,y\n").columns == ("Name", "B")


def test_short_rows_are_filled_and_counted() -> None:
    grid = table("Name,ARR,City\nAcme,1\nBeta\n")
    assert cells(grid) == [("Acme", "1", ""), ("Beta", "", "")]
    assert "2 rows of x.csv have fewer cells" in grid.notes[0]


def test_a_row_with_too_many_cells_is_a_fault_with_its_row() -> None:
    grid = table("Name,City\nAcme,Paris\nSmith, John,Rome\n")
    assert cells(grid) == [("Acme", "Paris")]
    fault = grid.faults[0]
    assert (fault.row, fault.cells) == (3, ("Smith", " John", "Rome"))
    assert "a comma inside a cell is probably not in quotes" in fault.says


def test_empty_cells_beyond_the_header_do_no_harm() -> None:
    assert cells(table("Name,City\nAcme,Paris,,\n")) == [("Acme", "Paris")]


def test_a_cell_of_40_kilobytes_is_a_fault_with_row_and_column() -> None:
    grid = table(f"Name,Note\nAcme,{'x' * 40_000}\nBeta,y\n")
    fault = grid.faults[0]
    assert (fault.row, fault.column) == (2, "Note")
    assert "40,000 characters" in fault.says
    assert cells(grid) == [("Beta", "y")]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_of_a_megabyte_is_refused_with_row_and_cell(quote: str) -> None:
    with pytest.raises(UnreadableFile, match=r"x.csv, row 3 \(line 3\), column “Note”: the cell is longer than 32,768"):
        table(f"Name,Note\nAcme,x\nBeta,{quote}{'x' * 1_000_000}{quote}\n")


def test_a_quote_that_never_closes_is_named_by_the_line_where_it_opened() -> None:
    rows = "".join(f"Customer {i},fine\n" for i in range(50_000))
    with pytest.raises(
        UnreadableFile, match=r"row 3 \(line 3\), column “Note”: the quote that opens there never closes"
    ):
        table(f'Name,Note\nAcme,x\nBeta,"oops\n{rows}')


def test_an_unclosed_quote_in_a_row_of_several_lines_is_named_by_its_own_line() -> None:
    with pytest.raises(
        UnreadableFile, match=r"row 2 \(line 4\), column “Third”: the quote that opens there never closes"
    ):
        table('Name,Note,Third\nAcme,"a\nb\nc","d\ne,f\n')


def test_text_behind_a_closing_quote_is_refused_with_how_to_write_it() -> None:
    with pytest.raises(UnreadableFile, match=r"row 2 \(line 2\), column “Name”: after the quote .*Double the quotes"):
        table('Name,Size\n"5" pipe,x\n')


def test_windows_line_ends_are_line_ends() -> None:
    assert cells(table("Name,City\r\nAcme,Paris\r\n")) == [("Acme", "Paris")]


def test_more_than_200_columns_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="has 201 columns; at most 200"):
        table(",".join(f"c{i}" for i in range(201)) + "\n")


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_ROWS", 3)
    assert len(table("a,b\n1,2\n3,4\n5,6\n").rows) == 3
    with pytest.raises(UnreadableFile, match="more than 3 rows"):
        table("a,b\n1,2\n3,4\n5,6\n7,8\n")


@given(st.binary(max_size=400))
def test_any_bytes_give_a_grid_or_a_sentence(data: bytes) -> None:
    try:
        grid = read_table(data, "x.csv")
    except UnreadableFile:
        return
    assert all(len(row.cells) == len(grid.columns) for row in grid.rows)
    assert len(set(grid.columns)) == len(grid.columns)
    assert all(grid.columns)


@given(st.text(alphabet='a1,;"\t|\n\r é=', max_size=120))
def test_any_text_of_troublesome_signs_gives_a_grid_or_a_sentence(text: str) -> None:
    try:
        grid = read_table(text.encode(), "x.csv")
    except UnreadableFile:
        return
    assert all(len(row.cells) == len(grid.columns) for row in grid.rows)


CELL = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\r"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=8))
def test_what_is_written_with_quotes_is_read_back(rows: list[list[str]]) -> None:
    text = '"H1","H2"\n' + "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    kept = [tuple(row) for row in rows if any(cell and not cell.isspace() for cell in row)]
    assert cells(table(text)) == kept
