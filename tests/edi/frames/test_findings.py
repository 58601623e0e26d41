"""Findings: a cap that hides no count, one order, and messages without a hole."""

import json
from string import Formatter

import polars as pl
import pytest

from deminimis.edi.frames.finding_codes import EDI_CODES
from deminimis.edi.frames.findings import ERROR, FINDINGS, NOTE, SEVERITY, WARNING, Code, concat, finding, frame
from deminimis.edi.reading.intake import Findings
from tests.build.filings.envelopes import CATAIR, WIRE, X12, Records, behind, catair, changed, swapped, without, x12
from tests.places import SAMPLES
from tests.read.damaged import read

LISTED = {"EDI111", "EDI112", "EDI113", "EDI210"}  # of lists, which tests/edi/lists reads
INCOMPLETE = {"EDI101", "EDI102", "EDI103", "EDI104", "EDI105", "EDI111", "EDI112"}
VALUE, CODE = EDI_CODES["EDI203"], EDI_CODES["EDI204"]


def some(code: str, *places: int) -> pl.DataFrame:
    rows = [finding(EDI_CODES[code], line=n, column=1, byte=n, field="f", value=str(n)) for n in places]
    return frame(rows)


def test_a_cap_keeps_the_first_of_each_code_and_file_and_all_counts() -> None:
    findings = Findings(most=3)
    findings.add(some("EDI203", *range(5)), 0)
    findings.add(some("EDI204", 1, 2), 0)
    findings.add(some("EDI203", *range(7)), 1)
    findings.add(some("EDI203", 100, 101), 0)
    kept = findings.frame().with_columns(more=pl.col("params").str.json_path_match("$.more"))
    assert kept.filter(pl.col("more").is_null()).select("file", "code", "line").rows() == [
        (0, "EDI203", 0), (0, "EDI203", 1), (0, "EDI204", 1), (0, "EDI203", 2), (0, "EDI204", 2),
        (1, "EDI203", 0), (1, "EDI203", 1), (1, "EDI203", 2),
    ]  # fmt: skip
    assert kept.filter(pl.col("more").is_not_null()).select("file", "code", "more").rows() == [
        (0, "EDI203", "4"), (1, "EDI203", "4"),
    ]  # fmt: skip
    assert dict(findings.counts) == {(0, "EDI203", ERROR): 7, (0, "EDI204", ERROR): 2, (1, "EDI203", ERROR): 7}


@pytest.mark.parametrize("block_size", [150, 1000])
@pytest.mark.parametrize("wire", ["x12", "catair"])
def test_what_a_cap_keeps_does_not_hang_on_the_blocks(wire: str, block_size: int) -> None:
    records, join = WIRE[wire]
    bad = [r.replace("DETROIT", "détroit").replace("RENO", "reno").replace("KESTREL", "\x07") for r in records]
    bad = [r.replace("2*PCS", "x*PCS").replace("GRETA", "greta") for r in bad]
    head, body, tail = (bad[:3], bad[3:-3], bad[-3:]) if wire == "x12" else (bad[:2], bad[2:-2], bad[-2:])
    data = join([*head, *body * 6, *tail])
    whole, blocks = read(data, most=2), read(data, block_size, most=2)
    assert whole.findings.counts == blocks.findings.counts
    assert max(whole.findings.counts.values()) > 2
    assert whole.findings.frame().equals(blocks.findings.frame())


def test_a_capped_error_still_makes_its_file_incomplete() -> None:
    intake = read(x12(behind(X12, "P4", *["QQ*1"] * 9)), most=0)
    assert intake.files[0].status == "incomplete"
    assert intake.files[0].records_reported == 9
    assert intake.findings.counts[0, "EDI105", ERROR] == 9


def test_the_order_is_file_byte_column_code_whatever_came_first() -> None:
    rows = [(1, 5), (0, 9), (0, 5), (None, 1), (0, 5)]
    parts = [some(code, byte).with_columns(file=pl.lit(file, pl.UInt32)) for file, byte in rows
             for code in ("EDI204", "EDI203")]  # fmt: skip
    wanted = concat(parts).select("file", "byte", "code").rows()
    assert wanted[:4] == [(0, 5, "EDI203"), (0, 5, "EDI203"), (0, 5, "EDI204"), (0, 5, "EDI204")]
    assert [file for file, _, _ in wanted] == [0] * 6 + [1, 1, None, None]
    assert concat(parts[::-1]).select("file", "byte", "code").rows() == wanted
    assert concat([]).schema == pl.Schema(FINDINGS)


def test_severities_can_be_compared() -> None:
    assert pl.Series([ERROR, NOTE, WARNING], dtype=SEVERITY).sort().to_list() == [NOTE, WARNING, ERROR]


def every_fault() -> list[bytes]:
    """Files that together have a finding of every code."""
    broken: list[Records] = [
        without(X12, "IEA"), changed(X12, "SE*10", "SE*11"), changed(X12, "GE*1*101", "GE*1*102"), X12 + X12,
        behind(X12, "P4", "QQ*1"), swapped(X12, "M11", "N3"), behind(X12, "M11", "L11*\x07"), [*X12[:3], "SE*2*0001"],
        changed(X12, "N4*DETROIT", "N4**MI*48226*US*1*2*3*4*5*6*7"), changed(X12, "P4*3801*20250304", "P4**20250230"),
        changed(X12, "N1*CN*EMIL", f"N1*CN*{'X' * 70}"), changed(X12, "N3*15", "N3*\xe9"), behind(X12, "SE*", "LX*2"),
        changed(X12, "M11*D00070001", "M11*D0>7"),
    ]  # fmt: skip
    blocks = [
        without(CATAIR, "B "), CATAIR[1:-1], changed(CATAIR, "SE10A", "SE10Q"),
        changed(CATAIR, "SE20EDA03", "SE20EDA13"),
        changed(CATAIR, "Y  2720ZZZSE00010", "Y  2720ZZZSE00011"), [*CATAIR[:2], f"{CATAIR[2]:80}XX", *CATAIR[3:]],
    ]  # fmt: skip
    trimmed = "\n".join(CATAIR).encode()
    samples = [path.read_bytes() for path in sorted(SAMPLES.rglob("malformed.edi"))]
    nameless = (SAMPLES / "cuscar" / "over_limit.edi").read_bytes().replace(b"DOC+929:::13'", b"")
    return [b"", nameless, *map(x12, broken), *map(catair, blocks), trimmed, *samples]


def test_every_message_can_be_filled_from_what_its_producer_says() -> None:
    seen: set[str] = set()
    for data in every_fault():
        for row in read(data).findings.frame().iter_rows(named=True):
            if row["code"] not in EDI_CODES:
                continue
            code, params = EDI_CODES[row["code"]], json.loads(row["params"])
            params = {"record": row["record"], **params}  # as the reports fill it
            wanted = {name for _, name, _, _ in Formatter().parse(code.template) if name}
            assert wanted <= set(params), (row["code"], row["record"])
            assert "None" not in code.message(params), code.message(params)
            seen.add(row["code"])
    elsewhere = {"EDI206", "EDI209", *LISTED}  # EDI209 is of --deep alone
    assert set(EDI_CODES) - seen <= elsewhere, "no case for these codes"


def test_every_code_has_a_name_a_page_and_its_place_in_the_register() -> None:
    assert len({code.name for code in EDI_CODES.values()}) == len(EDI_CODES)
    for number, code in EDI_CODES.items():
        assert code.code == number
        assert "What to do:" in code.page, number
        assert (code.exit_code == 2) == (number in INCOMPLETE)
        assert not (code.exit_code == 2 and code.hideable), "what makes a check incomplete cannot be hidden"


@pytest.mark.parametrize(
    ("template", "one", "two"),
    [
        ("{n:claim} late", "1 claim late", "2 claims late"),
        ("{n:entry is|entries are} late", "1 entry is late", "2 entries are late"),
        ("{n} of {m:day}", "1 of ?", "2 of ?"),
    ],
)
def test_a_number_goes_with_its_noun(template: str, one: str, two: str) -> None:
    code = Code("EDI999", "x", "note", template, "page")
    assert [code.message({"n": n}) for n in (1, 2)] == [one, two]
