"""What writers do beyond plain adds: all actions, blocks and sets, slices, and refusing what does not fit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.edi.formats.catair import write_se as cargo_release_writer
from deminimis.edi.formats.catair.write_se import CargoReleaseEnvelope, entries
from deminimis.edi.formats.shared import records_in_order as interleave
from deminimis.edi.formats.x12 import write_309 as manifest_writer
from deminimis.edi.formats.x12 import write_350 as status_writer
from deminimis.edi.formats.x12.write_309 import manifest
from deminimis.edi.formats.x12.write_350 import statuses
from deminimis.edi.formats.x12.write_interchange import X12Envelope
from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.invented.shipments import Order, shipments
from deminimis.edi.layout.write import WriteError
from tests.read.back import read_back

SE = CargoReleaseEnvelope("2720", "ZZZ", "2720", date(2025, 3, 2), "IRIS ALDER", "2025550123")
TRUCK = X12Envelope("ZZZZ", "CBP", date(2025, 3, 2), "0930", 1, trip_number="ZZZZ1", port_of_lading="WINDSOR ON")
STATUS = replace(TRUCK, scac="ZZZZ", port="3801", arrival=date(2025, 3, 3))
PARTY = pl.col("^(consignee|shipper)_.*$")
NONE = pl.lit(None)


def made(form: str, count: int = 6, seed: int = 1) -> Filings:
    order = Order(count, seed) if form == "se" else Order(count, seed, filing="manifest", mode="truck")
    return shipments(order)


def written(form: str, filings: Filings, **envelope: Any) -> bytes:
    if form == "se":
        return b"".join(entries(filings, replace(SE, **envelope)))
    return b"".join(manifest(filings, replace(TRUCK, **envelope)))


def changed(filings: Filings, row: int, **values: pl.Expr) -> Filings:
    """`filings` with other values in one shipment."""
    here = pl.col("seq") == row
    names = {
        name: pl.when(here).then(value.cast(filings.shipments.schema[name])).otherwise(name)
        for name, value in values.items()
    }
    return replace(filings, shipments=filings.shipments.with_columns(**names))


def reduced(filings: Filings, row: int, action: str, *, bills: bool, lines: bool = False, **values: pl.Expr) -> Filings:
    """One shipment with the little that an update or a delete carries."""
    parties = [name for name in filings.shipments.columns if name.startswith(("consignee_", "shipper_"))]
    blank = {} if lines else dict.fromkeys(parties, NONE)
    out = changed(filings, row, action=pl.lit(action), **blank, **values)
    keep = pl.col("seq") != row
    return replace(
        out,
        bills=out.bills if bills else out.bills.filter(keep),
        lines=out.lines if lines else out.lines.filter(keep),
    )


def compare(got: Filings, wanted: Filings, left_out: set[str]) -> None:
    columns = [name for name in got.shipments.columns if name not in left_out | {"line", "byte", "message"}]
    assert_frame_equal(got.shipments.select(columns), wanted.shipments.select(columns))
    assert_frame_equal(got.bills, wanted.bills)
    columns = [name for name in got.lines.columns if name not in left_out]
    assert_frame_equal(got.lines.select(columns), wanted.lines.select(columns))


def test_all_actions_of_an_entry(tmp_path: Path) -> None:
    wanted = changed(made("se"), 1, action=pl.lit("replace"))
    wanted = reduced(wanted, 2, "change", bills=True)
    nothing = dict.fromkeys(("bill", "master_bill", "quantity", "eda", "eda_source", "claim", "value_cents"), NONE)
    wanted = reduced(wanted, 4, "delete", bills=False, **nothing)
    got = read_back(written("se", wanted), tmp_path)
    assert not got.findings.frame().height
    compare(got.filings, wanted, {"weight_kg", "quantity"})
    assert got.filings.shipments["quantity"].equals(wanted.shipments["quantity"])


def test_all_actions_of_a_manifest(tmp_path: Path) -> None:
    wanted = changed(made("309"), 1, action=pl.lit("change"))
    nothing = dict.fromkeys(("claim", "value_cents", "weight_kg", "quantity"), NONE)
    wanted = reduced(wanted, 2, "change", bills=True, **nothing)
    wanted = reduced(wanted, 4, "delete", bills=True, **nothing)
    wanted = replace(wanted, bills=wanted.shipments.select(wanted.bills.columns))
    got = read_back(written("309", wanted), tmp_path)
    assert not got.findings.frame().height
    compare(got.filings, wanted, set())


def test_many_bills_of_one_entry(tmp_path: Path) -> None:
    wanted = changed(made("se", 2), 0, bill=NONE, master_bill=NONE, entry_type=pl.lit("11"), claim=pl.lit(False))
    one = wanted.bills.head(1)
    more = [one, one.with_columns(bill=pl.col("master_bill") + "X2"), one.with_columns(bill=pl.lit("00099999990"),
            master_bill=pl.lit(None, pl.String)), wanted.bills.tail(1)]  # fmt: skip
    wanted = replace(wanted, bills=pl.concat(more))
    got = read_back(written("se", wanted), tmp_path)
    assert not got.findings.frame().height
    assert got.filings.bills.equals(wanted.bills)


def test_ocean_entries_name_issuers(tmp_path: Path) -> None:
    wanted = changed(made("se", 1), 0, mode=pl.lit("ocean"), bill=pl.lit("ZZZZHOUSE1"), master_bill=pl.lit("XYZTM1"))
    wanted = replace(wanted, bills=wanted.shipments.select(wanted.bills.columns))
    data = written("se", wanted)
    assert b"SE15MXYZTM1 " in data and b"SE15HZZZZHOUSE1 " in data
    compare(read_back(data, tmp_path).filings, wanted, {"weight_kg", "quantity"})


@pytest.mark.parametrize("most", [1, 4, 999])
def test_blocks(most: int, tmp_path: Path) -> None:
    got = read_back(written("se", made("se", 10), block_most=most, count=True, newline=b""), tmp_path)
    assert got.files[0].messages == -(-10 // most)
    assert not got.findings.frame().height


def test_a_filer_has_its_own_block(tmp_path: Path) -> None:
    other = changed(made("se", 4), 2, filer=pl.lit("XJ5"), entry_number=pl.lit("XJ500000014"))
    got = read_back(written("se", other), tmp_path)
    assert got.filings.shipments["message"].to_list() == [1, 1, 2, 3]
    assert not got.findings.frame().height


def test_sets_and_ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest_writer, "MOST_LX", 5)
    monkeypatch.setattr(manifest_writer, "MOST_P4", 2)
    wanted = made("309", 30)
    port = pl.when(pl.col("seq") < 12).then(pl.lit("3801")).otherwise((pl.col("seq") + 1000).cast(pl.String))
    wanted = replace(wanted, shipments=wanted.shipments.with_columns(port=port))
    got = read_back(written("309", wanted), tmp_path)
    compare(got.filings, wanted, set())
    assert not got.findings.frame().height
    # 12 of one port and one of the next: 5, 5, 3; then pairs of ports
    assert got.files[0].messages == 3 + 9


@pytest.mark.parametrize("form", ["se", "309"])
def test_slices_change_nothing(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest_writer, "MOST_LX", 700)
    whole, cut = written(form, made(form, 2100)), interleave.slices
    writer = cargo_release_writer if form == "se" else manifest_writer
    monkeypatch.setattr(writer, "slices", lambda frame, opens: cut(frame, opens, 1000))
    assert written(form, made(form, 2100)) == whole


@pytest.mark.parametrize("form", ["se", "309"])
def test_what_does_not_fit_is_named_by_its_place_in_the_whole(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    writer, cut = (cargo_release_writer if form == "se" else manifest_writer), interleave.slices
    monkeypatch.setattr(writer, "slices", lambda frame, opens: cut(frame, opens, 1000))
    monkeypatch.setattr(manifest_writer, "MOST_LX", 700)
    for values, reason in (
        ({"consignee_name": pl.lit("A" * 61)}, "name"),  # a field
        ({"consignee_address": pl.lit("A" * 300)}, "does not fit into"),  # a text over several fields
        ({"part": pl.lit("A")}, "part letters"),  # what no field has a place for
    ):
        with pytest.raises(WriteError, match=rf"{reason}.*\(shipment 1801\)"):
            written(form, changed(made(form, 2100), 1800, **values))


@pytest.mark.parametrize("form", ["se", "309"])
def test_nothing_to_write_is_an_empty_envelope(form: str, tmp_path: Path) -> None:
    got = read_back(written(form, made(form, 0)), tmp_path)
    assert not got.filings.shipments.height


def test_other_separators(tmp_path: Path) -> None:
    marks = {"element": b"|", "terminator": b"\x15", "component": b":", "repetition": b"U"}
    wanted = made("309", 3)
    with pytest.raises(WriteError, match="separators"):
        written("309", wanted, **marks)  # U stands in names
    got = read_back(written("309", wanted, **{**marks, "repetition": b"^"}), tmp_path)
    compare(got.filings, wanted, set())


def test_an_address_is_cut_at_spaces(tmp_path: Path) -> None:
    street = "CARE OF THE WAREHOUSE AT 1200 OLD FORGE BOULEVARD SOUTH BUILDING 7 UNIT 12"
    for form in ("se", "309"):
        wanted = changed(made(form, 2), 1, consignee_address=pl.lit(street))
        got = read_back(written(form, wanted), tmp_path)
        assert got.filings.shipments["consignee_address"][1] == street


Change = Callable[[Filings], Filings]
REFUSED: list[tuple[str, str, dict[str, pl.Expr]]] = [
    ("se", "entity_name", {"consignee_name": pl.lit("A" * 36)}),
    ("se", "does not fit into", {"consignee_address": pl.lit("A" * 36)}),
    ("se", "estimated_entry_value", {"value_cents": pl.lit(1050)}),
    ("se", "unread", {"unread": pl.lit(["eda"], pl.List(pl.String))}),
    ("se", "part letters", {"part": pl.lit("A")}),
    ("se", "never both", {"consignee_id": pl.lit("12-3456789")}),
    ("se", "no EI, ANI or 34", {"consignee_id": pl.lit("X"), "consignee_name": NONE}),
    ("se", "US dollars", {"currency": pl.lit("EUR")}),
    ("se", "not of its filer", {"filer": pl.lit("B76")}),
    ("se", "names no party", {"action": pl.lit("change")}),
    ("se", "names no party", {"action": pl.lit("delete")}),
    ("se", "country", {"consignee_country": pl.lit("ZZ")}),
    ("se", "type 86", {"entry_type": pl.lit("11")}),
    ("se", "type 86", {"claim": pl.lit(False)}),
    ("309", "no master", {"master_bill": pl.lit("ZZZZM1")}),
    ("309", "no replacement", {"action": pl.lit("replace")}),
    ("309", "the bill alone", {"action": pl.lit("delete")}),
    ("309", "truck, rail and ocean", {"mode": pl.lit("air")}),
    ("309", "bill_number", {"bill": pl.lit("ZZZZ1234567890123")}),
    ("309", "SCAC and a number", {"bill": pl.lit("ZZZZ")}),
    ("309", "add up", {"value_cents": pl.lit(99_900)}),
    ("309", "date", {"eda": NONE}),
    ("309", "separators", {"consignee_name": pl.lit("IRIS*ALDER")}),
    ("309", "part letters", {"part": pl.lit("A")}),
    ("309", "unread", {"unread": pl.lit(["eda"], pl.List(pl.String))}),
]


@pytest.mark.parametrize(("form", "reason", "values"), REFUSED)
def test_what_does_not_fit_is_refused(form: str, reason: str, values: dict[str, pl.Expr]) -> None:
    with pytest.raises(WriteError, match=reason):
        written(form, changed(made(form, 3), 1, **values))


def notice(**values: Any) -> pl.DataFrame:
    row = {"path": "truck", "bill": "ZZZZ1", "scac": "ZZZZ", "code": "95", "posted_at": datetime(2025, 3, 3, 14, 5)}
    return pl.DataFrame([row | values], schema=NOTICES)


def test_a_long_remark_takes_several_k1(tmp_path: Path) -> None:
    text = " ".join(["DE MINIMIS DAILY MAX MAY BE EXCEEDED BY CONSIGNEE"] * 4)
    data = b"".join(statuses(notice(text=text, quantity=3, entry="ZZZ10001011", entry_type="86"), STATUS))
    assert data.count(b"K1*") == 4
    got = read_back(data, tmp_path).notices
    assert got.select("text", "entry", "entry_type", "quantity").row(0) == (text, "ZZZ10001011", "86", 3)


def test_sets_of_statuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_writer, "MOST_X4", 2)
    many = pl.concat([notice(bill=f"ZZZZ{n}", path="rail" if n == 4 else "truck") for n in range(7)])
    got = read_back(b"".join(statuses(many, STATUS)), tmp_path)
    assert got.files[0].messages == 4
    assert got.notices.select("bill", "path").equals(many.select("bill", "path"))


@pytest.mark.parametrize(("values", "reason"), [
    ({"path": "air"}, "truck, rail and ocean"),
    ({"bill": "XYZT1"}, "issuer's SCAC"),
    ({"posted_at": datetime(2025, 3, 3, 14, 5, 9)}, "hours and minutes"),
    ({"text": "A" * 61}, "does not fit into"),
    ({"code": "ABCD"}, "disposition"),
])  # fmt: skip
def test_notices_that_do_not_fit(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(WriteError, match=reason):
        b"".join(statuses(notice(**values), STATUS))
