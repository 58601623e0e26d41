"""Damaged envelopes: exactly these findings (code, line), this status; nothing passes as checked that lost a record."""

import json

import pytest

from tests.build.filings.envelopes import (
    CATAIR,
    EDIFACT,
    ISA,
    WIRE,
    X12,
    Records,
    at,
    behind,
    changed,
    doubled,
    swapped,
    without,
)
from tests.read.damaged import read, told

SHIPMENT = X12[at(X12, "LX") : at(X12, "SE")]
FILE_102, COUNT, NUMBER, UNKNOWN, ORDER, TWICE, NOTE = (
    "EDI102", "EDI103", "EDI104", "EDI105", "EDI106", "EDI108", "EDI110",
)  # fmt: skip
INCOMPLETE, CHECKED = "incomplete", "checked"

Case = tuple[Records, str, list[tuple[str, int]]]

X12_CASES: dict[str, Case] = {
    "nothing wrong": (X12, CHECKED, []),
    "no GS": (without(X12, "GS*"), INCOMPLETE, [(FILE_102, 2), (COUNT, 13)]),
    "no SE": (without(X12, "SE*"), INCOMPLETE, [(FILE_102, 12)]),
    "no GE": (without(X12, "GE*"), INCOMPLETE, [(FILE_102, 13)]),
    "no IEA": (without(X12, "IEA"), INCOMPLETE, [(FILE_102, 13)]),
    "no GE and no IEA": (without(X12, "GE*", "IEA"), INCOMPLETE, [(FILE_102, 12)]),
    "SE twice": (doubled(X12, "SE*"), INCOMPLETE, [(FILE_102, 13)]),
    "GE twice": (doubled(X12, "GE*"), INCOMPLETE, [(FILE_102, 14)]),
    "IEA twice": (doubled(X12, "IEA"), INCOMPLETE, [(FILE_102, 15)]),
    "an ISA inside": (behind(X12, "GS", ISA), INCOMPLETE, [(FILE_102, 3), (TWICE, 3), (FILE_102, 4), (COUNT, 15)]),
    "SE and GE swapped": (
        swapped(X12, "SE", "GE"), INCOMPLETE, [(FILE_102, 12), (FILE_102, 13), (COUNT, 13), (FILE_102, 14)],
    ),
    "GE and IEA swapped": (swapped(X12, "GE", "IEA"), INCOMPLETE, [(FILE_102, 13), (FILE_102, 14), (FILE_102, 14)]),
    "SE01 wrong": (changed(X12, "SE*10", "SE*11"), INCOMPLETE, [(COUNT, 12)]),
    "GE01 wrong": (changed(X12, "GE*1", "GE*2"), INCOMPLETE, [(COUNT, 13)]),
    "IEA01 wrong": (changed(X12, "IEA*1", "IEA*0"), INCOMPLETE, [(COUNT, 14)]),
    "SE02 wrong": (changed(X12, "SE*10*0001", "SE*10*0002"), INCOMPLETE, [(NUMBER, 12)]),
    "GE02 wrong": (changed(X12, "GE*1*101", "GE*1*102"), INCOMPLETE, [(NUMBER, 13)]),
    "IEA02 wrong": (changed(X12, "IEA*1*000000101", "IEA*1*000000102"), INCOMPLETE, [(NUMBER, 14)]),
    "two interchanges": ([*X12, *(r.replace("000000101", "000000102") for r in X12)], CHECKED, []),
    "the same interchange twice": (X12 + X12, CHECKED, [(TWICE, 15)]),
    "an unknown segment": (behind(X12, "P4", "QQ*1"), INCOMPLETE, [(UNKNOWN, 6), (COUNT, 13)]),
    "a segment of the standard that is not used": (
        changed(behind(X12, "M11", "L11*1"), "SE*10", "SE*11"), CHECKED, [(NOTE, 8)],
    ),
    "a set that ends early": (
        [*X12[:3], "SE*2*0001", *X12[-2:]], CHECKED, [(ORDER, 4)],
    ),
    "a segment too early": (swapped(X12, "P4", "LX"), CHECKED, [(ORDER, 5), (ORDER, 7)]),
}  # fmt: skip

BLOCK = CATAIR[1:-1]
CATAIR_CASES: dict[str, Case] = {
    "nothing wrong": (CATAIR, CHECKED, []),
    "no A": (without(CATAIR, "A2"), INCOMPLETE, [(FILE_102, 1)]),
    "no B": (without(CATAIR, "B "), INCOMPLETE, [(FILE_102, 2), (FILE_102, 12)]),
    "no Y": (without(CATAIR, "Y "), INCOMPLETE, [(FILE_102, 13)]),
    "no Z": (without(CATAIR, "Z2"), INCOMPLETE, [(FILE_102, 13)]),
    "A twice": (doubled(CATAIR, "A2"), INCOMPLETE, [(FILE_102, 2)]),
    "Y twice": (doubled(CATAIR, "Y "), INCOMPLETE, [(FILE_102, 14)]),
    "Z twice": (doubled(CATAIR, "Z2"), INCOMPLETE, [(FILE_102, 15)]),
    "blocks without a batch": (BLOCK, CHECKED, [(ORDER, 1)]),
    "several blocks": (CATAIR[:-1] + CATAIR[1:], CHECKED, []),
    "several batches": (CATAIR + CATAIR, CHECKED, []),
    "a block behind a batch": (CATAIR + BLOCK, INCOMPLETE, [(FILE_102, 15), (FILE_102, 26)]),
    "a wrong count": (changed(CATAIR, "Y  2720ZZZSE00010", "Y  2720ZZZSE00011"), CHECKED, [(COUNT, 13)]),
    "a blank count": (changed(CATAIR, "Y  2720ZZZSE00010", "Y  2720ZZZSE     "), CHECKED, []),
    "another port in Y": (changed(CATAIR, "Y  2720", "Y  2721"), INCOMPLETE, [(NUMBER, 13)]),
    "another site in Z": (changed(CATAIR, "Z2720", "Z2721"), INCOMPLETE, [(NUMBER, 14)]),
    "an unknown record": (behind(CATAIR, "SE13", "XX99"), INCOMPLETE, [(UNKNOWN, 5), (COUNT, 14)]),
    "a record of another agency": (behind(CATAIR, "SE60", "PG01001"), CHECKED, [(NOTE, 13), (COUNT, 14)]),
    "two records swapped": (swapped(CATAIR, "SE35", "SE36"), CHECKED, [(ORDER, 10)]),
    "a block without transactions": ([*CATAIR[:2], "Y  2720ZZZSE00000", CATAIR[-1]], CHECKED, [(ORDER, 3)]),
}  # fmt: skip

EDIFACT_CASES: dict[str, Case] = {
    "nothing wrong": (EDIFACT, CHECKED, []),
    "no groups": (without(EDIFACT, "UNG", "UNE"), CHECKED, []),
    "no UNG": (without(EDIFACT, "UNG"), INCOMPLETE, [(FILE_102, 2), (COUNT, 13)]),
    "no UNT": (without(EDIFACT, "UNT"), INCOMPLETE, [(FILE_102, 12)]),
    "no UNE": (without(EDIFACT, "UNE"), INCOMPLETE, [(FILE_102, 13)]),
    "no UNZ": (without(EDIFACT, "UNZ"), INCOMPLETE, [(FILE_102, 13)]),
    "UNT twice": (doubled(EDIFACT, "UNT"), INCOMPLETE, [(FILE_102, 13)]),
    "UNZ twice": (doubled(EDIFACT, "UNZ"), INCOMPLETE, [(FILE_102, 15)]),
    "a wrong segment count": (changed(EDIFACT, "UNT+10", "UNT+9"), INCOMPLETE, [(COUNT, 12)]),
    "another reference in UNT": (changed(EDIFACT, "UNT+10+CUSRES1", "UNT+10+CUSRES2"), INCOMPLETE, [(NUMBER, 12)]),
    "another reference and count in UNZ": (
        changed(EDIFACT, "UNZ+1+91", "UNZ+2+92"), INCOMPLETE, [(COUNT, 14), (NUMBER, 14)],
    ),
}  # fmt: skip

CASES = {
    f"{wire}: {name}": (wire, *case)
    for wire, cases in (("x12", X12_CASES), ("catair", CATAIR_CASES), ("edifact", EDIFACT_CASES))
    for name, case in cases.items()
}


@pytest.mark.parametrize(("wire", "records", "status", "wanted"), CASES.values(), ids=CASES)
def test_an_envelope_gives_exactly_these_findings(
    wire: str, records: Records, status: str, wanted: list[tuple[str, int]]
) -> None:
    intake = read(WIRE[wire][1](records))
    report = intake.files[0]
    assert sorted((line, code) for code, _, line in told(intake)) == sorted((line, code) for code, line in wanted)
    assert report.status == status
    assert report.records == len(records)
    assert report.records_reported == sum(code == UNKNOWN for code, _ in wanted)


def test_what_is_a_warning_in_catair_is_an_error_in_x12() -> None:
    severities = {
        wire: {(code, severity) for code, severity, _ in told(read(WIRE[wire][1](records)))}
        for wire, records in (
            ("x12", changed(X12, "SE*10", "SE*11")),
            ("catair", changed(CATAIR, "Y  2720ZZZSE00010", "Y  2720ZZZSE00011")),
        )
    }
    assert severities == {"x12": {(COUNT, "error")}, "catair": {(COUNT, "warning")}}


@pytest.mark.parametrize(
    ("wire", "records"),
    [("x12", behind(X12, "SE*", *SHIPMENT)), ("edifact", behind(EDIFACT, "UNT", "ERP+1", "ERC+000"))],
)
def test_what_stands_behind_a_trailer_is_counted_or_makes_the_file_incomplete(wire: str, records: Records) -> None:
    intake = read(WIRE[wire][1](records))
    ((code, severity, line),) = told(intake)
    assert (severity, line) == ("error", 13)
    if intake.complete:
        assert code == ORDER
        assert intake.filings.shipments.height == (2 if wire == "x12" else 0)
    else:
        assert code == FILE_102


def test_nothing_stands_outside_a_block_without_being_told_of() -> None:
    intake = read(WIRE["catair"][1](without(CATAIR, "B ")))
    reasons = [json.loads(params)["reason"] for params in intake.findings.frame()["params"]]
    assert reasons[0] == "SE10 stands outside B ... Y"
