"""Ocean filings through the whole rule."""

from datetime import date
from pathlib import Path

import pytest

from deminimis.cli.main import run
from deminimis.cli.options.config_file import Config
from deminimis.cli.options.request import Request
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.build.records import catair
from tests.build.records.camir_ocean import SHIRT, bill, group, text, voyage
from tests.build.shipments import DAY, JOHN
from tests.read.whole import taken
from tests.samples.camir_ocean import files

FILES = files()
AS_OF = date(2025, 3, 1)


def verdicts(folder: Path, *texts: str | bytes) -> Judgement:
    return judge(taken(folder, *texts).filings, Settings(as_of=AS_OF))


def test_two_bills_of_one_consignee_are_over_the_limit(tmp_path: Path) -> None:
    judgement = verdicts(tmp_path, FILES["camir_ocean/over_limit.edi"])
    over = judgement.groups.filter("over")
    assert over.select("consignee_name", "day", "counted_cents", "verdict", "action").rows() == [
        ("JOHN Q CONSIGNEE", DAY, 85000, "warn", "warn")
    ]
    members = judgement.shipments.join(over.select("group"), on="group", how="semi")
    assert members.select("bill", "value_cents", "role").rows() == [
        ("ZZZYHB0001", 45000, "earlier"),
        ("ZZZYHB0002", 40000, "exceeding"),
    ]
    assert judgement.counts.groups_over == 1


def test_a_deleted_bill_counts_no_more_and_an_added_one_does(tmp_path: Path) -> None:
    judgement = verdicts(tmp_path, FILES["camir_ocean/amended.edi"])
    john = judgement.groups.filter(consignee_name="JOHN Q CONSIGNEE")
    assert john["counted_cents"].to_list() == [85000]
    assert not judgement.counts.shipments_unknown


def test_claims_without_values_are_never_clear(tmp_path: Path) -> None:
    judgement = verdicts(tmp_path, FILES["camir_ocean/without_values.edi"])
    assert set(judgement.groups["verdict"]) == {"unknown"}
    assert set(judgement.findings["code"]) == {"DM103"}
    assert set(judgement.shipments["bill"]) == {"ZZZZTST000000001", "ZZZZTST000000002"}


def entry(*bills: tuple[str, str | None, str]) -> bytes:
    """A type 86 entry of 350 dollars for JOHN that names `bills`: type, issuer, number."""
    image = catair.image
    records = [
        image("SE10", action="A", entry_filer_code="B76", entry_number="03245278", entry_type="86",
              mode_of_transport="11", bond_type="0", estimated_entry_value=35000, planned_port_of_entry="2704"),
        *(image("SE15", bill_type=kind, issuer_code=issuer, bill_number=number, quantity=1, non_ams="N")
          for kind, issuer, number in bills),
        "SE20EDA" + DAY.strftime("%m%d%y").ljust(73),
        image("SE30", entity_code="CN", entity_name=JOHN.name),
        image("SE35", address_qualifier_1="15", address_1=JOHN.street),
        image("SE36", city=JOHN.city, state=JOHN.state, postal_code=JOHN.postal, country="US"),
        image("SE40", line_number=1, country_of_origin="GB", description="SHIRT"),
        image("SE60", hts_number="6109100012", line_value=35000),
    ]  # fmt: skip
    return catair.text(catair.batch("SE", date(2025, 3, 3), records))


@pytest.mark.parametrize(
    ("house", "bills"),
    [
        (None, [("R", "ZZZZ", "TST000000001")]),
        ("HB0001", [("M", "ZZZZ", "TST000000001"), ("H", "ZZZY", "HB0001")]),
    ],
)
def test_a_manifest_and_an_entry_meet(
    house: str | None, bills: list[tuple[str, str | None, str]], tmp_path: Path
) -> None:
    manifest = text(voyage(*bill("TST000000001", "7", group(JOHN), [(None, "GB")], house)))
    judgement = verdicts(tmp_path, manifest, entry(*bills))
    (row,) = judgement.shipments.select("manifest", "entry", "value_cents", "verdict").rows()
    assert row == ({"file": 0, "seq": 0}, {"file": 1, "seq": 0}, 35000, "clear")


def test_a_corrected_layout_gives_another_consignee(tmp_path: Path) -> None:
    path = tmp_path / "swapped.edi"
    swapped = "U01" + "100 MAIN ST".ljust(35) + "JOHN Q CONSIGNEE".ljust(42)
    path.write_text(text(voyage(*bill("T1", "7", [swapped], SHIRT))), "ascii")
    corrected = Config({"U01": {"name": "39-73", "address": "4-38"}})

    def names(configuration: Config) -> set[str]:
        report = judged([Source("swapped.edi", path)], Request(as_of=AS_OF, configuration=configuration))
        return set(report.intake.filings.shipments["consignee_name"])

    assert names(Config()) == {"100 MAIN ST"}
    assert names(corrected) == {"JOHN Q CONSIGNEE"}


def test_check_reads_the_configuration_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    party = ["U01" + "100 MAIN ST".ljust(35) + "JOHN Q CONSIGNEE".ljust(42), "U02LOS ANGELES CA 90001".ljust(80)]
    filing = text(voyage(*bill("T1", "7", group(JOHN), SHIRT), *bill("T2", "7", party, SHIRT)))
    Path("filing.edi").write_text(filing, "ascii")
    call = ["check", "filing.edi", "--as-of", "2025-03-01", "--format", "text", "--select", "DM101"]
    assert run(call) == 0
    Path("deminimis.toml").write_text('[layouts.U01]\nname = "39-73"\naddress = "4-38"\n', "utf-8")
    assert run(call) == 1
    assert "JOHN Q CONSIGNEE, 100 MAIN ST, LOS ANGELES CA 90001 may exceed" in capsys.readouterr().out
