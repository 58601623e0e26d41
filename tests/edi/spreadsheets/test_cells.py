"""Each bad cell is one finding, at its row and column; good ones are none, however people write them."""

import io
import json

import polars as pl
import pytest

from deminimis.edi.cells.grid import SheetError, letter
from deminimis.edi.frames.finding_codes import EDI_CODES
from deminimis.edi.spreadsheets.reading import read
from deminimis.edi.spreadsheets.sheets import SHEETS
from tests.build.tables import Row, example, text
from tests.read.tables import checked, found

SE, TRUCK = "catair-se", "x12-309"
LONG = "A" * 300

BAD: list[tuple[str, str, str, str]] = [
    (SE, "entry_number", "", "EDI201"),
    (SE, "entry_number", "ZZZ100020", "EDI203"),
    (SE, "entry_number", "ZZZ10002014", "EDI207"),
    (SE, "mode", "plane", "EDI204"),
    (SE, "port_of_entry", "272", "EDI203"),
    (SE, "estimated_arrival", "", "EDI201"),
    (SE, "estimated_arrival", "03/03/2025", "EDI203"),
    (SE, "estimated_arrival", "2025-02-30", "EDI203"),
    (SE, "estimated_arrival", "1925-03-03", "EDI203"),
    (SE, "master_bill", "0005550203", "EDI203"),
    (SE, "master_bill", "00055502032", "EDI207"),
    (SE, "bill", "", "EDI201"),
    (SE, "bill", "A" * 51, "EDI203"),
    (SE, "quantity", "0", "EDI203"),
    (SE, "quantity", "1.5", "EDI203"),
    (SE, "quantity", "123456789", "EDI203"),
    (SE, "contact_name", "", "EDI201"),
    (SE, "contact_name", "GRETA & CO", "EDI202"),
    (SE, "contact_phone", "555", "EDI203"),
    (SE, "consignee_name", "Zoë", "EDI202"),
    (SE, "consignee_name", "A" * 36, "EDI205"),
    (SE, "consignee_name", "", "EDI201"),
    (SE, "consignee_address", LONG, "EDI205"),
    (SE, "consignee_address", "", "EDI201"),
    (SE, "consignee_state", "XX", "EDI204"),
    (SE, "consignee_state", "", "EDI201"),
    (SE, "consignee_postal", "2139", "EDI203"),
    (SE, "consignee_country", "USA", "EDI204"),
    (SE, "consignee_id", "12-3456789", "EDI203"),
    (SE, "seller_name", "", "EDI201"),
    (SE, "seller_country", "UK", "EDI204"),
    (SE, "bond_type", "7", "EDI204"),
    (SE, "bond_amount", "500", "EDI203"),
    (SE, "more_hts", "9903.01.25", "EDI203"),
    (SE, "references", "EDA 120126", "EDI203"),
    (SE, "importer_id", "123456789", "EDI203"),
    (SE, "origin", "", "EDI201"),
    (SE, "origin", "England", "EDI204"),
    (SE, "hts", "6109.10", "EDI203"),
    (SE, "description", "A" * 71, "EDI205"),
    (SE, "value", "", "EDI201"),
    (SE, "value", "0.00", "EDI203"),
    (SE, "value", "-5", "EDI203"),
    (SE, "value", "$5", "EDI203"),
    (SE, "value", "1,000", "EDI203"),
    (SE, "value", "1.005", "EDI203"),
    (SE, "value", "1e3", "EDI203"),
    (SE, "value", "12345678901", "EDI203"),
    (TRUCK, "bill", "ZZZZ1234567890123", "EDI203"),
    (TRUCK, "bill", "ZZ1", "EDI203"),
    (TRUCK, "scac", "Z", "EDI203"),
    (TRUCK, "trip_number", "A*B", "EDI202"),
    (TRUCK, "consignee_state", "ON", "EDI204"),
    (TRUCK, "consignee_name", "IRIS~ALDER", "EDI202"),
    (TRUCK, "section_321", "maybe", "EDI204"),
    (TRUCK, "shipper_country", "XX", "EDI204"),
    (TRUCK, "weight_kg", "heavy", "EDI203"),
    (TRUCK, "description", "", "EDI201"),
    (TRUCK, "value", "123456789", "EDI203"),
]  # fmt: skip

GOOD: list[tuple[str, str, str]] = [
    (SE, "entry_number", "zzz-1000201-5"),
    (SE, "mode", "AIR"),
    (SE, "estimated_arrival", "2025-03-03T00:00:00"),
    (SE, "bill", "00055502031ZH71001"),
    (SE, "consignee_name", "iris  o'alder"),
    (SE, "consignee_postal", "89501-1234"),
    (SE, "contact_phone", "202 555-0123"),
    (SE, "quantity", "1.0"),
    (SE, "hts", "6109.10.0012"),
    (SE, "value", "7.5"),
    (TRUCK, "bill", "ZZZZ D00071001"),
    (TRUCK, "shipper_name", "TOYS & MORE"),
]


@pytest.mark.parametrize(("form", "column", "value", "code"), BAD)
def test_a_bad_cell_is_one_finding(form: str, column: str, value: str, code: str) -> None:
    rows = [example(form), example(form) | {column: value}]
    key = SHEETS[form].key
    if column != key:
        rows[1][key] = rows[0][key][:-1] + "2"
    else:
        rows = rows[1:]
    assert found(form, rows) == [(len(rows) + 1, column, code)]


@pytest.mark.parametrize(("form", "column", "value"), GOOD)
def test_a_good_cell_is_none(form: str, column: str, value: str) -> None:
    assert found(form, [example(form) | {column: value}]) == []


def test_a_finding_says_where_what_and_what_to_do() -> None:
    row = checked(SE, [example(SE) | {"consignee_name": "Zoë Alder"}]).findings.row(0, named=True)
    assert (row["line"], row["column"], row["value"]) == (2, 10, "Zoë Alder")
    said = EDI_CODES[row["code"]].message(json.loads(row["params"]))
    assert "consignee_name (row 2, column J)" in said and "write ZOE ALDER" in said


def test_type_11_needs_what_type_86_does_not() -> None:
    rows = [example(SE) | {"estimated_arrival": ""}]
    missing = {column for _, column, code in found(SE, rows, entry_type="11") if code == "EDI201"}
    assert missing == {"importer_id", *(f"manufacturer_{what}" for what in ("name", "address", "city", "country"))}
    maker = {f"manufacturer_{what}": rows[0][f"seller_{what}"] for what in ("name", "address", "city", "country")}
    assert found(SE, [rows[0] | maker | {"importer_id": "12-3456789"}], entry_type="11") == []


def test_an_offset_of_a_filer_moves_its_check_digits() -> None:
    given = [example(SE) | {"entry_number": "ZZZ10002016"}]
    assert found(SE, given, offsets={"ZZZ": 1}) == []
    computed = checked(SE, [example(SE)], offsets={"ZZZ": 1}).rows["entry_number"]
    assert computed.to_list() == ["ZZZ10002016"]


@pytest.mark.parametrize("form", [SE, TRUCK])
def test_the_template_is_a_table_without_findings(form: str) -> None:
    assert found(form, [example(form)]) == []


def test_lines_of_one_shipment_leave_blank_what_they_share() -> None:
    goods = {column.name for column in SHEETS[SE].columns if column.line}
    line: Row = {name: value if name in goods else "" for name, value in example(SE).items()}
    rows = [example(SE), line, example(SE) | {"entry_number": "ZZZ1000202", "bill": "ZH2"}, line]
    assert checked(SE, rows).rows["ship"].to_list() == [0, 0, 1, 1]
    assert found(SE, rows) == []
    assert found(SE, [*rows[:1], line | {"consignee_city": "Sparks"}]) == [(3, "consignee_city", "EDI203")]
    assert found(SE, [*rows[:1], line | {"consignee_city": "Reno"}]) == []
    assert found(SE, [rows[0], rows[2], rows[0]]) == [(4, "entry_number", "EDI203")]


def test_a_missing_column_is_told_once_and_an_unknown_one_is_refused() -> None:
    short = {name: value for name, value in example(SE).items() if name != "origin"}
    assert found(SE, [short, short]) == [(1, "origin", "EDI201")]
    with pytest.raises(SheetError, match=r"row 1, column BE: .* no column orgin; did you mean origin\?"):
        found(SE, [example(SE) | {"orgin": "GB"}])


@pytest.mark.parametrize(("data", "why"), [
    (b"", "empty"),
    (b"PK\x03\x04...", "workbook"),
    (b"name\nZo\x81\n", r"line 2: byte 0x81"),
    (b"a,b\n1,2\n1,2,3\n", "column C has no name in the header; a cell with the separator"),
    (b'a,b\n1,2\n"x,2\n', "row 3"),
    (b"a,,b\n1,2,3\n", "column B has no name"),
    (b"a,b,\n1,2,3\n", "column C has no name"),
    (b"a,A \n1,2\n", "twice: columns A and B"),
    (b'[{"a": [1]}]', "row 1: a is a list"),
    (b'[{"a": 1}, 2]', "row 2 is no object"),
    (b'{"a": 1}\n{"a"', "no JSON"),
    (b'[{"a": 1, "a": 2}]', "a stands twice"),
    (b"[" * 100_000, "no JSON"),
    (b"PAR1 and no more", "Parquet"),
])  # fmt: skip
def test_what_is_no_table_is_said(data: bytes, why: str) -> None:
    with pytest.raises(SheetError, match=why):
        read(data)


def test_a_blank_column_on_the_right_is_none() -> None:
    assert read(b"a,b,\n1,2,\n3,4, \n").rows.rows() == [(2, "1", "2"), (3, "3", "4")]
    assert read(b"a,b,,\n1,2,,\n").header == ("a", "b")


def test_every_kind_of_table_reads_alike() -> None:
    rows = [{"entry_number": "ZZZ1000201", "value": "450.10", "city": "RENO"}, {"entry_number": "ZZZ1000202"}]
    wanted = [("ZZZ1000201", "450.10", "RENO"), ("ZZZ1000202", None, None)]
    whole = json.dumps(rows).replace('"450.10"', "450.10").encode()  # a number of JSON keeps its digits
    lines = b"\n".join(json.dumps(row).encode() for row in rows)
    parquet = pl.DataFrame(rows)
    buffer = io.BytesIO()
    parquet.write_parquet(buffer)
    comma = b"\xef\xbb\xbfEntry Number,value, City \r\nZZZ1000201,450.10,RENO\r\n\r\nZZZ1000202,,\r\n"
    for data in (whole, lines, buffer.getvalue(), comma, comma.replace(b",", b";"), comma.replace(b",", b"\t")):
        table = read(data)
        assert table.header == ("entry_number", "value", "city")
        assert table.rows.drop("row").rows() == wanted
    assert read(comma).rows["row"].to_list() == [2, 4] and read(lines).rows["row"].to_list() == [1, 2]


def test_columns_are_named_as_a_spreadsheet_does() -> None:
    assert [letter(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def test_the_text_of_a_table_is_what_the_checks_saw() -> None:
    assert read(text([example(TRUCK)]).encode()).rows.height == 1
