"""What is emitted is read back into the notices that were planned, by our readers; pyx12 and pydifact take it too."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from pydifact.segmentcollection import Interchange

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.shared.quote import filed
from deminimis.edi.frames.findings import FINDINGS
from deminimis.edi.second_opinion.pyx12 import second_opinion
from tests.build.filings import x12
from tests.build.filings.edifact import cuscar
from tests.build.shipments import IRIS, Shipment
from tests.read.answered import NOW, Answered, answered, same
from tests.rules.answers.rows import ROWS, TWO, WARN


@cache  # each of them is looked at in two or three ways
def answers(name: str) -> Answered:
    row = ROWS[name]
    with TemporaryDirectory() as folder:
        return answered(Path(folder), *row.files(), on=row.on)


@pytest.mark.parametrize("name", ROWS)
def test_read_back_into_the_same_notices(name: str) -> None:
    same(answers(name))


@pytest.mark.parametrize("name", ROWS)
def test_x12_is_accepted_by_pyx12_with_the_generated_maps(name: str, tmp_path: Path) -> None:
    for n, (_, form, content) in enumerate(answers(name).messages):
        if form.startswith("x12"):
            path = tmp_path / f"{n}.x12"
            path.write_bytes(content)
            (one,) = filed([Source(path.name, path)], FORMATS)
            assert one is not None
            assert second_opinion(one, pl.DataFrame(schema=FINDINGS)).rows() == []


@pytest.mark.parametrize("name", [name for name in ROWS if "EDIFACT" in name])
@pytest.mark.filterwarnings("ignore")
def test_edifact_is_read_by_pydifact_without_its_group(name: str) -> None:
    """pydifact knows no groups and no dates of eight digits: both are taken off a copy."""
    found = answers(name)
    for _, _, content in found.messages:
        text = re.sub(r"(?:^|\n)UN[GE]\+[^']*'", "", content.decode()).replace("+2025", "+25", 1)
        messages = list(Interchange.from_str(text.replace("\n", "")).get_messages())
        told = [segment.elements for message in messages for segment in message.segments if segment.tag == "FTX"]
        own = found.plan.notices.filter(pl.col("text").is_not_null())["text"].to_list()
        assert {elements[3] for elements in told if elements[0] == "AAO"} <= set(own)
        assert ["AIQ", "", "", "REF'1"] in told  # RFF ABO, its apostrophe released and meant again


def test_edifact_texts_stay_in_character_set_a(tmp_path: Path) -> None:
    found = answered(tmp_path, cuscar(*TWO), on=WARN)
    for _, _, content in found.messages:
        assert re.fullmatch(rb"[A-Z0-9 .,\-()/=!\"%&*;<>'+:?\n]*", content)


def test_parties_are_swapped_and_numbers_count_up(tmp_path: Path) -> None:
    found = answered(
        tmp_path, x12.manifest(*TWO), cuscar(Shipment("A00000003", 500), Shipment("A00000004", 400)), on=WARN
    )
    texts = {form: [c.decode() for _, f, c in found.messages if f == form] for _, form, _ in found.messages}
    isa = texts["x12-355"][0].split("~")[0].split("*")
    assert (isa[6].strip(), isa[8].strip(), isa[9], isa[10]) == ("CBP", "ZZZZ", "250314", "1405")
    assert texts["cusres"][0].startswith("UNB+UNOA:4+CBP-ACE-TEST:ZZ+ZZZZ:02+20250314:1405+")
    numbers = [int(isa[13]), *(int(re.findall(r"IEA\*1\*(\d+)", t)[0]) for t in texts["x12-350"])]
    numbers += [int(re.findall(r"UNZ\+1\+(\d+)", t)[0]) for t in texts["cusres"]]
    assert numbers == [7, 8, 9, 10]


def test_the_same_filings_give_the_same_bytes(tmp_path: Path) -> None:
    files = [each for row in ROWS.values() for each in row.files()][:4]
    first = answered(tmp_path / "a", *files, on=WARN)
    again = answered(tmp_path / "b", *files, on=WARN)
    assert first.messages == again.messages
    assert NOW.strftime("%H%M") == "1405"


def test_a_set_holds_9999_bills_at_most(tmp_path: Path) -> None:
    many = [Shipment(f"A{n:08d}", 900, consignee=IRIS._replace(name=f"PERSON {n}")) for n in range(10_005)]
    found = answered(tmp_path, x12.manifest(*many), on=WARN)
    (status,) = [content for _, form, content in found.messages if form == "x12-350"]
    assert status.count(b"ST*350*") == 2
    assert b"GE*2*" in status
    same(found)
    (response,) = [
        content
        for _, form, content in answered(tmp_path / "e", cuscar(*many), on=WARN).messages
        if form == "cusres" and b"SN517" in content
    ]
    assert response.count(b"UNH+") == 2
    assert b"UNE+2+" in response
