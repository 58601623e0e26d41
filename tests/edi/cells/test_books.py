"""Workbooks and texts of any kind give the same cells; what no list can be is a sentence with what to do."""

import io
import zipfile
from typing import Any

import pytest

from deminimis.edi.cells.book import OLD, opened
from deminimis.edi.cells.grid import SheetError, letter, number_of
from deminimis.edi.cells.text import rows as lines
from tests.build.workbooks import ods, ods_of, xls_of, xlsx, xlsx_of

TABLE = [
    ["A list", None, None],
    [None, None, None],
    [None, "name", "worth"],
    [None, "Zoë 中", 149.5],
    [None, "x", 8950],
]
FIRST = [tuple(None if cell is None else str(cell) for cell in row) for row in TABLE]


@pytest.mark.parametrize("made", [xlsx_of, xls_of, ods_of])
def test_every_kind_of_workbook_gives_the_same_cells(made: Any) -> None:
    book = opened(made(TABLE))
    assert book.names == ("List",)
    assert book.sheet("List").cells.rows() == FIRST


@pytest.mark.parametrize("made", [xlsx_of, xls_of, ods_of])
def test_a_list_that_begins_further_right_says_where(made: Any) -> None:
    grid = opened(made([row[1:] for row in [[None, None, None], *TABLE[2:]]])).sheet("List")
    assert (grid.column, grid.cells.rows()[1]) == (1, ("name", "worth"))
    grid = opened(made([[None, *row] for row in TABLE[1:]])).sheet("List")
    assert (grid.column, grid.cells.rows()[1]) == (3, ("name", "worth"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_kind_of_text_gives_the_same_cells(end: str, separator: str, encoding: str) -> None:
    text = [["A list"], [], ["name", "worth", "note"], ["Zoë", f"1{separator}5", 'say "so"\nagain'], ["x", "8950"]]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in text]
    for head in ("", f"sep={separator}{end}"):
        data = (head + end.join(row.replace("\n", end) for row in quoted) + end).encode(encoding)
        assert lines(data).cells.rows() == [
            ("A list", None, None), (None, None, None), ("name", "worth", "note"),
            ("Zoë", f"1{separator}5", 'say "so"\nagain'), ("x", "8950", None),
        ]  # fmt: skip


def test_chinese_of_its_own_code_page_is_no_windows_1252() -> None:
    assert lines("收件人,申报价值\n王小明,12\n".encode("gb18030")).cells.rows() == [
        ("收件人", "申报价值"),
        ("王小明", "12"),
    ]
    assert lines("Empfänger;Straße;größe\n".encode("cp1252")).cells.rows() == [("Empfänger", "Straße", "größe")]


def test_what_a_reader_passes_over_is_seen() -> None:
    def fill(book: Any, sheet: Any) -> None:
        euro = book.add_format({"num_format": "#,##0.00 [$€-407]"})
        sheet.write_row(0, 1, ["name", "worth", "sum"])
        sheet.write(1, 2, 12.5, euro)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.merge_range(4, 1, 6, 1, "one")

    grid = opened(xlsx(fill)).sheet("List")
    assert grid.cells.rows()[1] == (None, "12.5", "#DIV/0!")
    assert (grid.merged, dict(grid.currencies)) == (("B5:B7",), {3: "EUR"})


def test_sheets_are_named_and_hidden_ones_and_charts_are_not() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "a")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=List!$A$1:$A$1"})
        book.add_chartsheet("Chart").set_chart(chart)
        book.add_worksheet("Old").hide()

    book = opened(xlsx(fill, "Notes & more"))
    assert (book.names, book.hidden) == (("List", "Notes & more"), ("Old",))
    assert book.sheet("Notes & more").cells.height == 0


_BLANK = b"0" * (1 << 22)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return out.getvalue()


def lying() -> bytes:
    """A bomb that says it is small."""
    data = zipped(xl__workbook_xml=b"0" * 3_000_000)
    return data.replace((3_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))


BAD: list[tuple[Any, str]] = [
    (lambda: b"PK\x03\x04...", "damaged"),
    (lambda: xlsx_of(TABLE)[:-60], "damaged"),
    (lambda: OLD + b"x" * 5000, "damaged"),
    (lambda: OLD + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), "has a password"),
    (lambda: OLD + b"x" * 600 + "_VBA_PROJECT".encode("utf-16-le"), "has macros"),
    (lambda: zipped(xl__workbook_xml=b"", xl__vbaProject_bin=b"x"), "has macros"),
    (lambda: zipped(xl__workbook_bin=b""), "binary workbook"),
    (lambda: zipped(word__document_xml=b""), "holds no workbook"),
    (lambda: zipped(xl__workbook_xml=b"", **{f"xl__{n}": _BLANK for n in range(65)}), "260 MB unpacked, and up to 256"),
    (lying, "damaged"),
    (lambda: xlsx(lambda _, sheet: sheet.write_formula(4, 2, "=A1", None, "")), "without values, C5"),
    (lambda: xlsx(lambda _, sheet: (sheet.write(0, 0, 1), sheet.write(1_000_000, 90, 1))), "from A1 to CM1,000,001"),
    (lambda: ods('<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
                 'office:value="1"/></table:table-row>'), "more than 8,000,000 cells"),
    (lambda: ods('<table:table-row><table:table-cell table:formula="of:=1"/></table:table-row>'), "without values"),
    (lambda: ods('<table:table-row><table:table-cell table:number-rows-spanned="3" office:value-type="string">'
                 "<text:p>x</text:p></table:table-cell></table:table-row>"), "merged"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "why"), BAD)
def test_what_is_no_list_is_a_sentence(made: Any, why: str) -> None:
    with pytest.raises(SheetError, match=why):
        book = opened(made())
        book.sheet(book.names[0])


def test_a_million_blank_rows_are_none() -> None:
    one = '<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    assert opened(ods(f"{one}</table:table-row>{blank}")).sheet("List").cells.rows() == [("a",)]
    made = xlsx_of([["a"]])
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(2, 400_000))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"</sheetData>", rows + b"</sheetData>") if "sheet1" in name else part)
    assert opened(out.getvalue()).sheet("List").cells.rows() == [("a",)]


def test_columns_have_numbers() -> None:
    assert [number_of(letter(n)) for n in (1, 26, 27, 703, 16384)] == [1, 26, 27, 703, 16384]


def test_what_stands_in_quotes_does_not_tell_the_separator() -> None:
    assert lines(b'a;b;c\n1;"|\n|0";3\n').cells.rows() == [("a", "b", "c"), ("1", "|\n|0", "3")]
    assert lines(b'size;b,b\n5" disc;2\n7" disc;3\n').cells.rows()[1] == ('5" disc', "2")
