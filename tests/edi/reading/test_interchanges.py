"""Laws of a file of several interchanges: each is what it is alone, wherever it stands and however its lines end."""

import itertools
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.edi.cutting.sniff import sniff
from deminimis.edi.cutting.source import Source, blocks
from tests.places import SAMPLES
from tests.read.cut import in_one_block
from tests.read.whole import codes, taken

TABLES = {"shipments": ("seq", "message", "line", "byte"), "lines": ("seq",), "bills": ("seq",)}
DELIMITED = ("x12_309/malformed.edi", "x12_309/over_limit.edi", "cuscar/malformed.edi", "cuscar/over_limit.edi")
PADDING = (b" ", b"   ", b"\0", b"\x1a", b"\r\n\r\n", b"\t")
STRANGER = (b"A2704YYY      031225     XX", b"B  2704YYYXX", b"XX10", b"Y  2704YYYXX00001", b"Z2704YYY      031225")
WIDTHS = (*range(40, 121, 8), 76, 79)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def in_one_line(data: bytes) -> bytes:
    return data.replace(b"\r", b"").replace(b"\n", b"")


def in_lines(data: bytes) -> bytes:
    """The same with a segment a line: only then lines are counted."""
    mark = sniff(data).syntax.terminator  # type: ignore[union-attr]
    return data if b"\n" in data.strip() else in_one_line(data).replace(mark, mark + b"\n")


def with_delimiters(data: bytes) -> bytes:
    """The same filing of a sender who separates otherwise."""
    if data.startswith(b"ISA"):
        return data.translate(bytes.maketrans(b"*~", b"|!"))
    body = data[9:] if data.startswith(b"UNA") else data
    assert not set(body) & set(b"|!")
    return b"UNA:|.? !" + (b"\n" if data[9:10] != b"\n" else b"") + body.translate(bytes.maketrans(b"+'", b"|!"))


def facts(data: bytes, **moved: int) -> dict[str, Any]:
    """All that was read, each place moved."""
    intake = in_one_block(data)
    out: dict[str, Any] = {}
    for name, own in TABLES.items():
        frame = getattr(intake.filings, name).drop("file")
        out[name] = [{k: v + moved.get(k, 0) if k in own else v for k, v in row.items()} for row in frame.to_dicts()]
    found = intake.findings.frame().select("code", "line", "column", "byte", "record", "field", "value").to_dicts()
    out["findings"] = [
        row | {k: row[k] + moved.get(k, 0) for k in ("line", "byte") if row[k] is not None} for row in found
    ]
    return out


def joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: one[name] + other[name] for name in one}


def in_order(found: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row.values())) for row in found)


@pytest.mark.parametrize("second", DELIMITED)
@pytest.mark.parametrize("first", DELIMITED)
def test_two_filings_in_one_file_are_both_of_them(first: str, second: str) -> None:
    one, other = in_lines(sample(first)), with_delimiters(in_lines(sample(second)))
    alone = facts(one)
    moved = {"line": one.count(b"\n"), "byte": len(one), "seq": len(alone["shipments"])}
    moved["message"] = in_one_block(one).files[0].messages
    wanted, got = joined(alone, facts(other, **moved)), facts(one + other)
    for name in TABLES:
        assert got[name] == wanted[name], name
    # one file has one note of segments that are passed through, and an interchange that stands twice is told of
    once = {"EDI110", "EDI108"}
    assert in_order([f for f in got["findings"] if f["code"] not in once]) == in_order(
        [f for f in wanted["findings"] if f["code"] not in once]
    )


@pytest.mark.parametrize("size", [200, 1000])
@pytest.mark.parametrize("name", DELIMITED)
def test_blocks_of_any_size_find_the_same_interchanges(name: str, size: int, tmp_path: Path) -> None:
    data = b"".join((sample(name), with_delimiters(sample(name)), sample(DELIMITED[0])))
    whole, parts = in_one_block(data), taken(tmp_path, data, block_size=size)
    assert parts.filings.shipments.equals(whole.filings.shipments)
    assert parts.findings.frame().equals(whole.findings.frame())


@pytest.mark.parametrize("name", DELIMITED)
def test_who_asks_for_records_alone_gets_those_of_all_interchanges(name: str, tmp_path: Path) -> None:
    data = sample(name)
    path = tmp_path / "two.edi"
    path.write_bytes(data + with_delimiters(data) + data)
    syntax = sniff(data).syntax
    assert syntax is not None
    raws = [raw for block in blocks(Source("two", path), syntax) for raw in block.rows["raw"]]
    assert raws == raws[: len(raws) // 3] * 3


@pytest.mark.parametrize("padding", PADDING, ids=repr)
@pytest.mark.parametrize("name", DELIMITED)
def test_padding_between_segments_and_behind_the_last_is_nothing(name: str, padding: bytes, tmp_path: Path) -> None:
    data = in_lines(sample(name))
    mark = sniff(data).syntax.terminator  # type: ignore[union-attr]
    plain = in_one_block(data)
    padded = taken(tmp_path, data.replace(mark + b"\n", mark + padding + b"\n") + padding)
    assert padded.filings.shipments.drop("byte", "line").equals(plain.filings.shipments.drop("byte", "line"))
    assert codes(padded) == codes(plain)
    assert padded.files[0].status == plain.files[0].status


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("name", DELIMITED)
def test_lines_broken_at_one_width_are_read_as_one_line_and_keep_their_places(name: str, end: bytes) -> None:
    data = in_one_line(sample(name))
    plain = facts(data)
    for width in WIDTHS:
        wrapped = end.join(data[at : at + width] for at in range(0, len(data), width))
        got = facts(wrapped)
        for row in plain["shipments"]:
            at = row["byte"]
            row |= {"line": at // width + 1}
        assert [row | {"byte": 0} for row in got["shipments"]] == [row | {"byte": 0} for row in plain["shipments"]], (
            width
        )
        assert [r["byte"] for r in got["shipments"]] == [
            r["byte"] + r["byte"] // width * len(end) for r in plain["shipments"]
        ], width
        wanted = [
            (f["code"], f["field"], f["value"], *_place(f["byte"], width, len(end)))
            for f in plain["findings"] if f["byte"] is not None
        ]  # fmt: skip
        found = [
            (f["code"], f["field"], f["value"], f["line"], f["column"], f["byte"])
            for f in got["findings"] if f["byte"] is not None
        ]  # fmt: skip
        assert sorted(map(str, found)) == sorted(map(str, wanted)), width


def _place(at: int, width: int, end: int) -> tuple[int, int, int]:
    return at // width + 1, at % width + 1, at + at // width * end


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("one_line", [False, True])
@pytest.mark.parametrize(
    ("name", "text"), [("x12_309/over_limit.edi", b"N1*CN*"), ("cuscar/over_limit.edi", b"NAD+CN+++")]
)
def test_a_line_break_inside_an_element_is_a_blank_and_told_of_at_its_element(
    name: str, text: bytes, one_line: bool, end: bytes, tmp_path: Path
) -> None:
    data = in_one_line(sample(name)) if one_line else in_lines(sample(name)).replace(b"\n", end)
    at = data.index(text) + len(text)
    blank = data.index(b" ", at)
    broken = data[:blank] + end + data[blank + 1 :]
    plain, got = taken(tmp_path, data), taken(tmp_path, broken)
    names = plain.filings.shipments["consignee_name"].to_list()
    assert [n.replace("  ", " ") for n in got.filings.shipments["consignee_name"]] == names
    told = got.findings.frame().filter(code="EDI107").select("byte", "column").rows()
    column = at - max(data.rfind(end, 0, at) + len(end), 0) + 1 if end in data[:at] else at + 1
    assert told == [(at, column)]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
@pytest.mark.parametrize("name", ["x12_309/over_limit.edi", "cuscar/over_limit.edi"])
def test_a_name_is_the_same_letters_in_every_character_set(name: str, encoding: str, tmp_path: Path) -> None:
    data = sample(name)
    person = taken(tmp_path, data).filings.shipments["consignee_name"][0]
    other = "ÉÑ" + person[2:]
    got = taken(tmp_path, data.replace(person.encode(), other.encode(encoding)))
    assert got.filings.shipments["consignee_name"][0] == other
    assert got.filings.shipments["unread"][0].to_list() == []
    values = got.findings.frame().filter(code="EDI202")["value"].to_list()
    assert other in values


@pytest.mark.parametrize("odd", [b"\x81", b"\xc3\x89\xc9"], ids=["no letter", "of two character sets"])
@pytest.mark.parametrize("name", ["x12_309/over_limit.edi", "cuscar/over_limit.edi"])
def test_bytes_of_no_character_set_leave_the_consignee_unread(name: str, odd: bytes, tmp_path: Path) -> None:
    data = sample(name)
    person = taken(tmp_path, data).filings.shipments["consignee_name"][0].encode()
    got = taken(tmp_path, data.replace(person, person + odd, 1))
    assert "consignee_name" in got.filings.shipments["unread"][0]
    assert "EDI202" in codes(got)


def test_a_stranger_in_front_of_a_long_way_is_told_of_and_what_stands_behind_it_is_read(tmp_path: Path) -> None:
    own = sample("x12_309/over_limit.edi")
    stranger = own.replace(b"ST*309*", b"ST*850*")
    mark = stranger.index(b"LX*1~")
    far = stranger[:mark] + b"NTE*X*TEXT~\n" * 9000 + stranger[mark:]
    got = taken(tmp_path, far + with_delimiters(own))
    assert got.filings.shipments.height == taken(tmp_path, own).filings.shipments.height
    assert "EDI105" in codes(got)
    assert got.files[0].status == "incomplete"


def test_many_line_ends_behind_a_head_are_looked_through_once() -> None:
    isa = sample("x12_309/over_limit.edi")[:106]
    for head in (isa, isa[:105] + b"\n", b"UNB+UNOA:3+A+B+250303:0930+1'"):
        assert sniff(head + b"\n" * (1 << 16)).format is None


@pytest.mark.parametrize("padded", ["by letters", "by bytes", "not at all"])
def test_a_record_of_eighty_columns_has_them_in_letters_or_in_bytes(padded: str, tmp_path: Path) -> None:
    data = sample("catair_se/over_limit.edi")
    records = [data[at : at + 80].decode() for at in range(0, len(data), 80)]
    at = next(n for n, record in enumerate(records) if record.startswith("SE30CN"))
    name = records[at][7:42].rstrip()
    other = records[at].replace(name, "É" + name[1:])
    made = {
        "by letters": other.encode(),
        "by bytes": other.rstrip().encode().ljust(80),
        "not at all": other.rstrip().encode(),
    }
    lines = [record.encode() for record in records]
    wrong = taken(tmp_path, b"\n".join([*lines[:at], made[padded], *lines[at + 1 :]]))
    plain = taken(tmp_path, b"\n".join(lines))
    names = wrong.filings.shipments["consignee_name"].to_list()
    assert "É" + name[1:] in names
    assert names.count(None) == plain.filings.shipments["consignee_name"].null_count()
    told = wrong.findings.frame().filter(code="EDI202").select("line", "column", "byte").rows()
    assert told == [(at + 1, 8, at * 81 + 7)]


@pytest.mark.parametrize("name", ["catair_se", "camir_ocean"])
def test_records_that_run_together_where_line_ends_change_are_not_passed_over(name: str, tmp_path: Path) -> None:
    """The line's first record alone is read: what stands behind it may be what puts a consignee over the limit."""
    data = (SAMPLES / name / "over_limit.edi").read_bytes()
    lines = data.splitlines() if b"\n" in data else [data[at : at + 80] for at in range(0, len(data), 80)]
    half = len(lines) // 2
    intake = taken(tmp_path, b"\r".join(lines[:half]) + b"\r" + b"\n".join(lines[half:]) + b"\n")
    assert "EDI105" in codes(intake)
    assert intake.files[0].status == "incomplete"


BATCHES = ("catair_se/over_limit.edi", "catair_bd/over_limit.edi", "camir_ocean/over_limit.edi")


def in_records(name: str) -> list[bytes]:
    """The 80-byte records of a sample."""
    data = sample(name).replace(b"\r", b"")
    lines = data.splitlines() if b"\n" in data else [data[at : at + 80] for at in range(0, len(data), 80)]
    return [line.ljust(80) for line in lines]


@pytest.mark.parametrize(("end", "stranger"), [(b"\n", False), (b"\r\n", True), (b"", True)])
@pytest.mark.parametrize("names", list(itertools.permutations(BATCHES, 2)), ids=" ".join)
def test_batches_of_several_applications_in_one_file_are_each_read_by_their_own_format(
    names: tuple[str, str], stranger: bool, end: bytes, tmp_path: Path
) -> None:
    """A batch of an application that is none of ours stands in front of them; it is told of."""
    lines = [line + end for name in names for line in in_records(name)]
    if stranger:
        lines = [line.ljust(80) + end for line in STRANGER] + lines
    got = taken(tmp_path, b"".join(lines), block_size=1000 if end == b"\r\n" else 1 << 20)
    wanted = [taken(tmp_path, sample(name)).filings.shipments for name in names]
    columns = ("format", "consignee_name", "value_cents", "eda", "claim")
    assert got.filings.shipments.select(columns).equals(pl.concat(wanted).select(columns))
    assert ("EDI105" in codes(got)) == stranger
    assert got.files[0].status == ("incomplete" if stranger else "checked")


@pytest.mark.parametrize("name", BATCHES)
def test_records_in_one_line_are_read_as_those_in_lines(name: str, tmp_path: Path) -> None:
    lines = in_records(name)
    half = len(lines) // 2
    got = taken(tmp_path, b"".join(lines[:half]) + b"\n" + b"\n".join(lines[half:]) + b"\n")
    plain = taken(tmp_path, b"\n".join(lines))
    assert got.filings.shipments.drop("line", "byte").equals(plain.filings.shipments.drop("line", "byte"))
    assert got.files[0].status == "checked"
    places = got.filings.shipments.select("line", "byte").rows()
    heads = [n for n, line in enumerate(lines) if line.startswith((b"SE10", b"1B", b"B01"))]
    assert places == [(max(n - half + 2, 1), 80 * n + max(n - half + 1, 0)) for n in heads]
