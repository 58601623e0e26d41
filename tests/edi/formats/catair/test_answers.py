"""Answers and notifications as notices: SX, SO, NS, and refused batches."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.edi.frames.notices import NOTICES
from deminimis.rules.cbp_answers import findings_of
from tests.build.records.catair import batch, image, text
from tests.build.shipments import DAY, FILED
from tests.laws.round_trip.quoted import QUOTED
from tests.read.whole import codes, taken
from tests.samples import catair as story

MASTER = "ZZZZ000000000777"
FIRST, SECOND = ("00012345675HAWB0001", "ZZZ00000110"), ("00012345675HAWB0002", "ZZZ00000128")


def told(intake: Any, *names: str) -> list[tuple[Any, ...]]:
    assert intake.notices.schema == pl.Schema(NOTICES)
    return list(intake.notices.select(names or ("kind", "code", "bill", "entry", "status")).rows())


def sample(folder: Path, name: str) -> Any:
    return taken(folder, story.files()[name])


def test_warned_answer(tmp_path: Path) -> None:
    intake = sample(tmp_path, "catair_sx/warned.edi")
    assert told(intake) == [
        ("acceptance", "02", *FIRST, "cbp"),
        ("status", "284", *SECOND, "cbp"),
        ("acceptance", "03", *SECOND, "cbp"),
    ]
    row = intake.notices.row(1, named=True)
    assert row["text"] == "DE MINIMIS VALUE EXCEEDED"
    assert (row["path"], row["entry_type"], row["line"], str(row["format"])) == ("entry", "86", 11, "catair-sx")
    assert row["posted_at"].isoformat() == "2025-03-12T00:00:00"
    assert intake.filings.shipments.height == 0
    assert findings_of(intake.notices)["code"].to_list() == ["CBP104", "CBP101", "CBP104"]


def test_other_answers(tmp_path: Path) -> None:
    assert told(sample(tmp_path, "catair_sx/accepted.edi"), "kind", "code") == [("acceptance", "02")]
    rejected = sample(tmp_path, "catair_sx/rejected.edi")
    assert told(rejected, "kind", "code") == [("error", "282"), ("acceptance", "01")]
    assert findings_of(rejected.notices)["code"].to_list() == ["CBP103", "CBP103"]


def test_a_refused_batch(tmp_path: Path) -> None:
    intake = sample(tmp_path, "catair_sx/refused_batch.edi")
    assert codes(intake) == []
    assert told(intake) == [("error", "X20", None, None, "cbp"), ("error", "999", None, None, "cbp")]
    assert findings_of(intake.notices)["code"].to_list() == ["CBP103", "CBP103"]


def test_malformed_answer(tmp_path: Path) -> None:
    """An unknown code is kept; a type that cannot be read is no acceptance; a bill of no kind names nobody's bill."""
    intake = sample(tmp_path, "catair_sx/malformed.edi")
    assert told(intake, "kind", "code", "bill", "entry") == [
        ("error", "ZZZ", None, SECOND[1]),
        ("acceptance", "03", None, SECOND[1]),
    ]
    assert codes(intake) == ["EDI204", "EDI204"]


def test_an_answer_behind_a_bill_is_about_that_bill(tmp_path: Path) -> None:
    """Fragments of real traffic (without their SE10, padded, in an envelope)."""
    fragments = QUOTED["sx_fragment"][1].splitlines()[1:-1]
    plain = batch("SX", FILED, [line.ljust(80) for line in fragments])
    assert told(taken(tmp_path, text(plain)), "kind", "code", "text", "bill", "entry") == [
        ("error", "178", "LOCATION OF GOODS IS REQUIRED", "BBB00215454SHB", None),
        ("acceptance", "02", "SE DATA ACCEPTED", None, None),
    ]
    head = image("SE10", action="A", entry_filer_code="SV9", entry_number="71001323", entry_type="11",
                 mode_of_transport="11", bond_type="8", estimated_entry_value=100)  # fmt: skip
    house = image("SE15", bill_type="R", issuer_code="ZZZZ", bill_number="1", quantity=1, non_ams="N")
    warning = image("SE90", message_type="13", condition_code="PH6", narrative="MISSING DIS DOCUMENTATION")
    entity = image("SE30", entity_code="CN", entity_name="JOHN Q CONSIGNEE")
    final = image("SE90", message_type="03", narrative="SE DATA ACCEPTED")
    second = house.replace("ZZZZ1", "ZZZZ2")
    many = batch("SX", FILED, [head, house, warning, second, warning, entity, warning, final])
    assert told(taken(tmp_path, text(many)), "code", "bill", "scac") == [
        ("PH6", "ZZZZ1", "ZZZZ"),
        ("PH6", "ZZZZ2", "ZZZZ"),
        ("PH6", None, None),
        ("03", None, None),
    ]


def test_status_notifications(tmp_path: Path) -> None:
    warned = sample(tmp_path, "catair_so/warned.edi")
    assert told(warned) == [("status", "93", *FIRST, "cbp"), ("status", "30", *FIRST, "cbp")]
    assert told(warned, "quantity", "scac", "entry_type") == [(1, "ZZ", "86"), (None, "ZZ", "86")]
    assert [row[0].isoformat() for row in told(warned, "posted_at")] == ["2025-03-14T09:30:00"] * 2
    assert findings_of(warned.notices)["code"].to_list() == ["CBP104", "CBP101"]
    withheld = sample(tmp_path, "catair_so/withheld.edi")
    assert findings_of(withheld.notices)["code"].to_list() == ["CBP104", "CBP102"]


def test_other_agencies_have_codes_of_their_own(tmp_path: Path) -> None:
    accepted = sample(tmp_path, "catair_so/accepted.edi")
    assert told(accepted, "code", "text") == [
        ("93", "BILL ON FILE"),
        ("98", "RELEASED"),
        ("FDA 07", "MAY PROCEED NO FURTHER ACTION"),
    ]
    agency = image("SO70", agency="FDA", status_date=DAY, entry_status="30", narrative="X")
    records = batch("SO", FILED, [*story.status(*story.EARLIER, DAY), agency])
    assert findings_of(taken(tmp_path, text(records)).notices)["code"].to_list() == ["CBP104", "CBP104"]


def test_malformed_notification(tmp_path: Path) -> None:
    intake = sample(tmp_path, "catair_so/malformed.edi")
    assert told(intake, "code", "posted_at", "status")[1] == ("Z9", None, "unconfirmed")
    assert sorted(codes(intake)) == ["EDI103", "EDI203"]


def test_real_looking_notification(tmp_path: Path) -> None:
    """Two house bills by sea: each SO50 is about its own, the SO60 about neither alone."""
    intake = taken(tmp_path, QUOTED["so_messages"][1])
    assert told(intake, "code", "bill", "entry", "quantity") == [
        ("94", "SV9FVN20016297", "SV903435705", 5),
        ("94", "SV9FSV90152722", "SV903435705", 51),
        ("98", None, "SV903435705", None),
    ]
    assert "EDI103" in codes(intake)
    assert all(severity == "warning" for severity in intake.findings.frame()["severity"])


def test_posts_to_bills(tmp_path: Path) -> None:
    warned = sample(tmp_path, "catair_ns/warned.edi")
    assert told(warned, "path", "code", "bill", "scac", "status") == [
        ("ocean", "2M", "ZZZZTST000000001", "ZZZZ", "cbp")
    ]
    assert told(warned, "text") == [("VALUE MAY EXCEED CONSIGNE DAILY MAX ET86",)]
    assert findings_of(warned.notices)["code"].to_list() == ["CBP101"]
    withheld = sample(tmp_path, "catair_ns/withheld.edi")
    assert told(withheld, "path", "code", "bill", "scac") == [
        ("ocean", "4M", "ZZZZTST000000002", "ZZZZ"),
        ("air", "4M", SECOND[0], None),
    ]
    assert findings_of(withheld.notices)["code"].to_list() == ["CBP102", "CBP102"]
    accepted = sample(tmp_path, "catair_ns/accepted.edi")
    assert told(accepted, "code", "text") == [("69", None)]
    malformed = sample(tmp_path, "catair_ns/malformed.edi")
    assert told(malformed, "code", "posted_at") == [("Z9", None)]


@pytest.mark.parametrize(
    ("number", "entry"),
    [("ZZZ00000110", "ZZZ00000110"), ("ZZZ-0000011-0", "ZZZ00000110"), ("CF7512", None), ("", None)],
)
def test_only_an_entry_number_is_an_entry(tmp_path: Path, number: str, entry: str | None) -> None:
    records = story.posted("95", DAY, "ZZZZ", "TST1")
    records[1] = records[1][:62] + "N" + records[1][63:]
    records[2] = records[2][:2] + "86" + number.ljust(15) + records[2][19:]
    intake = taken(tmp_path, text(batch("NS", DAY, records, named=False)))
    assert told(intake, "entry_type", "quantity", "entry") == [("86", -1, entry)]
    # 95 is a deleted in-bond here, not the truck's warning
    assert findings_of(intake.notices)["code"].to_list() == ["CBP104"]
