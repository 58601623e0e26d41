"""For every claim that can be refiled, of whatever format: the entry, read back, says what the claim says."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.catair import write_se
from deminimis.edi.formats.catair.write_se import CargoReleaseEnvelope
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import CONTACT, WRITERS
from deminimis.edi.reading.intake import take
from tests.cli.process import called

DAY = date(2026, 12, 1)
WHOLE = ("--importer", "12-3456789", "--bond", "8", "--same", "buyer=consignee", "--same", "manufacturer=seller",
         "--contact", "OTTO LINDEN", "--phone", "2025550199", "--port-of-entry", "4701", "--now", "2026-11-30T08:00",
         "--as-of", "2026-12-01", "--entry-numbers", "ZZZ2000000-2000999")  # fmt: skip
FORMS = ("catair-se", "x12-309", "cuscar", "camir-air", "camir-ocean", "catair-bd")
PARTY = ("name", "address", "city", "state", "postal", "country")
# What a format does not carry, so that it is given by the options or by cells.
LACKS: dict[str, dict[str, str]] = {
    "x12-309": {},
    "catair-bd": {},
    "cuscar": {"hts": "6109100012"},
    "camir-air": {},
    "camir-ocean": {"seller_city": "HANOI", "seller_country": "VN"},
}
SAME = ("quantity", "eda", "mode", *(f"consignee_{part}" for part in PARTY), "shipper_name", "shipper_address",
        "shipper_postal", "value_cents")  # fmt: skip
BOUNDED = settings(
    max_examples=2, phases=[Phase.generate], deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

words = st.from_regex("[A-Z0-9][A-Z0-9&'.,/#-]{1,11}", fullmatch=True)
texts = st.lists(words, min_size=1, max_size=2).map(" ".join)
references = st.lists(
    st.tuples(st.sampled_from(["CR", "EXP", "WHS", "6C"]), st.from_regex("[A-Z0-9]{1,12}", fullmatch=True)),
    max_size=3, unique_by=lambda each: each[0],
)  # fmt: skip
details = st.fixed_dictionaries({
    "conveyance": st.one_of(st.none(), words),
    "voyage": st.one_of(st.none(), st.from_regex("[A-Z0-9]{1,5}", fullmatch=True)),
    "location": st.one_of(st.none(), st.from_regex("[A-Z0-9]{4}", fullmatch=True)),
    "references": references.map(lambda found: " | ".join(" ".join(each) for each in found) or None),
    "contact_name": st.from_regex("[A-Z][A-Z0-9]{1,12}( [A-Z]{2,9})?", fullmatch=True),
    "shipper_name": texts, "consignee_name": texts,
    "quantity": st.integers(1, 99_999_999),
    "more_hts": st.sampled_from([None, "9903010100", "9903010100 9903012500"]),
    "ship_to": st.booleans(),
})  # fmt: skip


def read(path: Path) -> Filings:
    formats = {name: FORMATS[name].in_detail() for name in FORMATS}
    intake = take([Source(str(path), path)], formats, reference=lambda latest: latest or DAY)
    assert intake.complete, path
    return intake.filings


def detailed(at: Path, drawn: list[dict[str, Any]]) -> Path:
    """The entries of `at` with what was drawn for each."""
    found = read(at)
    given = pl.DataFrame(drawn).with_columns(seq=pl.int_range(pl.len(), dtype=pl.UInt32))
    plain = given.select("seq", pl.exclude("seq", "more_hts", "ship_to", "quantity").cast(pl.String))
    ships = found.shipments.drop(name for name in plain.columns if name != "seq").join(plain, on="seq")
    numbers = given.select("seq", drawn=pl.col("quantity").cast(pl.Int64))
    to = given.select("seq", to="ship_to")
    ships = ships.join(to, on="seq").with_columns(
        pl.when("to").then(f"consignee_{part}").alias(f"ship_to_{part}") for part in PARTY
    )
    counted = [frame.join(numbers, on="seq").with_columns(quantity="drawn") for frame in (ships, found.bills)]
    lines = found.lines.drop("more_hts").join(given.select("seq", pl.col("more_hts").cast(pl.String)), on="seq")
    ships, bills = (frame.drop("drawn") for frame in counted)
    envelope = CargoReleaseEnvelope("2720", "ZZZ", "2720", date(2026, 11, 30), *CONTACT)
    at.write_bytes(b"".join(write_se.entries(Filings(ships, bills, lines), envelope)))
    return at


def cells(at: Path, form: str, claims: Filings) -> tuple[object, ...]:
    """--with, where the format lacks what no option tells."""
    lacks = LACKS.get(form, {})
    if not lacks:
        return ()
    names, values = ",".join(lacks), ",".join(lacks.values())
    bills = claims.shipments.select("seq", "bill")
    rows = claims.lines.join(bills, on="seq").select("bill", "line_no").rows() if "hts" in lacks else [
        (bill, "") for bill in bills["bill"]]  # fmt: skip
    at.write_text(f"bill,line,{names}\n" + "".join(f"{bill},{line},{values}\n" for bill, line in rows))
    return ("--with", at)


@pytest.mark.parametrize("form", FORMS)
@BOUNDED
@given(data=st.data())
def test_the_entry_says_what_the_claim_says(form: str, tmp_path: Path, data: st.DataObject) -> None:
    seed, count = data.draw(st.integers(1, 9999)), data.draw(st.integers(4, 12))
    order = Order(count, seed, over_percent=data.draw(st.sampled_from([0, 30])), day=DAY)
    claims, out = tmp_path / "claims.edi", tmp_path / f"out{seed}"
    claims.write_bytes(b"".join(WRITERS[form].sample(order)))
    if form == "catair-se":
        detailed(claims, data.draw(st.lists(details, min_size=count, max_size=count)))
    before = read(claims)
    done = called("refile", claims, *WHOLE, *cells(tmp_path / "cells.csv", form, before), "--out", out,
                  "--ledger", tmp_path / f"ledger{seed}")  # fmt: skip
    several = set(before.lines.group_by("seq").len().filter(pl.col("len") > 1)["seq"]) if form == "camir-air" else set()
    assert done.returncode == (1 if several else 0), done.stderr
    if several:  # an air waybill has one value; what each of its tariff numbers is worth is asked, and nothing invented
        before = replace(before, shipments=before.shipments.filter(~pl.col("seq").is_in(several)))
    if before.shipments.is_empty():
        return
    after = read(out / "entries.edi")
    assert called("check", out / "entries.edi").returncode == 0
    kept = [
        *SAME,
        *(["port"] if form != "camir-air" else []),
        *([] if form == "camir-ocean" else ["shipper_city", "shipper_country"]),
    ]
    if form == "catair-se":
        kept += ["contact_name", "contact_phone", "references", "conveyance", "voyage", "location", "master_bill",
                 *(f"ship_to_{part}" for part in PARTY)]  # fmt: skip
    mine, theirs = (each.shipments.sort("bill").select("bill", *kept) for each in (before, after))
    assert theirs.rows() == mine.rows()
    goods = ["origin", "description", "value_cents", *([] if form == "cuscar" else ["hts", "more_hts"])]
    for one in mine["bill"]:
        found = [
            each.lines.join(each.shipments.filter(bill=one).select("file", "seq"), on=["file", "seq"])
            .sort("line_no").select(goods).rows() for each in (before, after)
        ]  # fmt: skip
        assert found[0] == found[1]
    assert set(after.shipments["entry_type"]) <= {"11"} and not after.shipments["claim"].any()
    told = after.bills.select("bill", "quantity").sort("bill").rows()
    assert told == before.shipments.select("bill", "quantity").sort("bill").rows()
