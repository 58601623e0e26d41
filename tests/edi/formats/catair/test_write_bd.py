"""Manifests written as a broker download come back as they were, in all modes and actions; what does not fit fails."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from deminimis.edi.codes import load
from deminimis.edi.formats.catair import write_bd as writer
from deminimis.edi.formats.catair.write_bd import BrokerDownloadEnvelope, download
from deminimis.edi.formats.shared import records_in_order as interleave
from deminimis.edi.frames.shipments import BILLS, LINES, SHIPMENTS, Filings
from deminimis.edi.invented.shipments import Order, shipments
from deminimis.edi.layout.write import WriteError
from tests.read.back import count_records, read_back

ENVELOPE = BrokerDownloadEnvelope(
    "2704", "ZZZ", "2704", date(2025, 3, 2), "ZZZ", "EXAMPLE", "80107", "WINDSOR", count=True
)
ORDER = Order(6, 3, filing="manifest", mode="truck")
NOT_READ = {"line", "byte", "message", "format", "eda_source"}
NONE = pl.lit(None)
TEXT = st.text("ABCXYZ019&'#/.-+ ", min_size=3, max_size=33).map(lambda t: " ".join(t.split())).filter(bool)


@st.composite
def bill(draw: st.DrawFn) -> dict[str, Any]:
    """Where, what and by which action."""
    mode = draw(st.sampled_from(["truck", "ocean", "rail"]))
    number = st.text("AZ09", min_size=1, max_size=12)
    return {
        "mode": mode,
        "action": draw(st.sampled_from(["add", "delete", "replace" if mode == "truck" else "change"])),
        "claim": draw(st.booleans()) and mode != "rail",
        "bill": draw(st.sampled_from(["ZZZZ", "XYZT"])) + draw(number),
        "master_bill": draw(st.one_of(st.none(), number.map("QQQQ".__add__))) if mode != "rail" else None,
        "consignee_name": draw(TEXT),
        "consignee_address": draw(st.one_of(st.none(), TEXT.filter(lambda t: t not in load("country")))),
        "consignee_city": draw(st.one_of(st.none(), st.just("LOS ANGELES"))),
    }


def described() -> pl.Expr:
    return pl.col("action").is_in(["add", "replace"])


def as_filed(drawn: list[dict[str, Any]], seed: int) -> Filings:
    """Invented shipments with what was drawn; amendments alone keep the little that they carry."""
    made = shipments(replace(ORDER, count=len(drawn), seed=seed))
    same = {name: pl.Series([d[name] for d in drawn], dtype=made.shipments.schema[name]) for name in drawn[0]}
    frame = made.shipments.with_columns(**same)
    # whole kilograms outside truck: what was invented is halves
    twice = pl.when(pl.col("mode") == "truck").then(1).otherwise(2) * pl.col("weight_kg")
    lines = made.lines.join(frame.select("seq", "mode", "action"), on="seq", maintain_order="left")
    lines = lines.filter(described()).with_columns(weight_kg=twice).select(list(LINES))
    beside = [name for name in frame.columns if name.startswith(("consignee_", "shipper_"))]
    frame = frame.with_columns(weight_kg=twice).with_columns(
        pl.when(described()).then(name).alias(name) for name in (*beside, "claim", "value_cents", "weight_kg")
    )
    frame = frame.with_columns(quantity=pl.when(pl.col("action") != "delete").then("quantity"))
    return Filings(frame, frame.select(list(BILLS)), lines)


def compare(got: Filings, wanted: Filings) -> None:
    columns = [name for name in SHIPMENTS if name not in NOT_READ]
    assert_frame_equal(got.shipments.select(columns), wanted.shipments.select(columns))
    assert_frame_equal(got.bills, wanted.bills)
    assert_frame_equal(got.lines, wanted.lines)


def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("written")
    seen: set[tuple[str, str, bool, bool]] = set()

    @settings(max_examples=12, deadline=None, derandomize=True, database=None)
    @given(st.lists(bill(), min_size=1, max_size=8), st.integers(0, 50))
    def round_trip(drawn: list[dict[str, Any]], seed: int) -> None:
        wanted = as_filed(drawn, seed)
        data = b"".join(download(wanted, ENVELOPE))
        got = read_back(data, folder)
        assert not got.findings.counts and got.complete
        assert got.files[0].records == got.files[0].records_read == count_records(data)
        compare(got.filings, wanted)
        seen.update((d["mode"], d["action"], d["claim"], d["master_bill"] is not None) for d in drawn)

    round_trip()
    assert {("truck", "replace"), ("ocean", "change"), ("rail", "delete")} <= {key[:2] for key in seen}
    assert any(key[2] and key[3] for key in seen)


@pytest.mark.parametrize("order", [Order(1, 1), Order(2000, 3, over_percent=1, incomplete_percent=2)])
def test_a_truck_manifest_comes_back(order: Order, tmp_path: Path) -> None:
    wanted = shipments(replace(order, filing="manifest", mode="truck"))
    got = read_back(b"".join(download(wanted, replace(ENVELOPE, newline=b""))), tmp_path)
    assert not got.findings.counts and got.files[0].messages == -(-order.count // 999)
    compare(got.filings, wanted)


def test_slices_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made, cut = shipments(replace(ORDER, count=120)), interleave.slices
    few = replace(ENVELOPE, block_most=20)
    whole = b"".join(download(made, few))
    monkeypatch.setattr(writer, "slices", lambda frame, opens: cut(frame, opens, 50))
    assert b"".join(download(made, few)) == whole


def test_bill_types(tmp_path: Path) -> None:
    kinds = {("truck", True): "3", ("truck", False): "0", ("ocean", True): "3", ("rail", False): "0"}
    houses = {("ocean", True): "7", ("ocean", False): "N", ("truck", True): "3"}
    drawn = [
        {"mode": mode, "claim": claim, "action": "add", "bill": f"ZZZZ{n}", "master_bill": master}
        for master, cases in ((None, kinds), ("ZZZZM", houses))
        for n, (mode, claim) in enumerate(cases)
    ]
    records = b"".join(download(as_filed(drawn, 1), ENVELOPE)).decode().splitlines()
    types = [record[46] for record in records if record.startswith("1B")]
    assert types == [*kinds.values(), *houses.values()]
    # each bill stands under its own 1M, 1P and 1J (p. BD-7)
    assert [b[:2] for a, b in pairwise(records) if a.startswith("1J")] == ["1B"] * len(drawn)


REFUSED: list[tuple[str, dict[str, pl.Expr]]] = [
    ("unread", {"unread": pl.lit(["eda"], pl.List(pl.String))}),
    ("in dollars", {"currency": pl.lit("EUR")}),
    ("truck, rail or ocean", {"mode": pl.lit("air")}),
    ("part letters", {"part": pl.lit("A")}),
    ("SCAC and a number", {"bill": pl.lit("ZZZZ")}),
    ("bill_number", {"bill": pl.lit("ZZZZ1234567890123")}),
    ("of truck and ocean", {"master_bill": pl.lit("ZZZZM1"), "mode": pl.lit("rail"), "claim": pl.lit(False)}),
    ("claims this in rail", {"mode": pl.lit("rail")}),
    ("no identifier", {"consignee_id": pl.lit("12-3456789")}),
    ("a truck's bill is replaced", {"action": pl.lit("change")}),
    ("a truck's bill is replaced", {"action": pl.lit("replace"), "mode": pl.lit("ocean")}),
    ("a code of its bill", {"claim": NONE}),
    ("names the bill", {"action": pl.lit("delete")}),
    ("country's code", {"consignee_address": pl.lit("GB")}),
    ("add up to its value", {"value_cents": pl.lit(99_900)}),
    ("add up to its quantity", {"quantity": pl.lit(99)}),
    ("add up to its weight", {"weight_kg": pl.lit(99.5)}),
    ("weight", {"weight_kg": pl.lit(0.5), "mode": pl.lit("ocean")}),
    ("entity_name", {"consignee_name": pl.lit("A" * 36)}),
    ("does not fit into", {"consignee_address": pl.lit("A" * 36)}),
    ("date", {"eda": NONE}),
]  # fmt: skip
REFUSED_LINES: list[tuple[str, dict[str, pl.Expr]]] = [
    ("greater than zero", {"value_cents": pl.lit(0)}),
    ("value and origin", {"origin": NONE}),
    ("value and origin", {"value_cents": NONE}),
    ("pieces or an origin", {"quantity": NONE, "origin": NONE}),
    ("value", {"value_cents": pl.col("value_cents") + 1}),
    ("unread", {"unread": pl.lit(["origin"], pl.List(pl.String))}),
    ("description", {"description": pl.lit("A" * 46)}),
]


@pytest.mark.parametrize("where", ["shipments", "lines"])
def test_what_does_not_fit_is_refused(where: str) -> None:
    made = shipments(ORDER)
    plain: pl.DataFrame = getattr(made, where)
    here = pl.col("seq") == 1
    for reason, values in REFUSED if where == "shipments" else REFUSED_LINES:
        other = {
            name: pl.when(here).then(value.cast(plain.schema[name])).otherwise(name) for name, value in values.items()
        }
        with pytest.raises(WriteError, match=rf"{reason}.*\(shipment 2\)"):
            b"".join(download(replace(made, **{where: plain.with_columns(**other)}), ENVELOPE))


def test_an_amendment_alone_has_no_goods() -> None:
    wanted = as_filed([{"mode": "ocean", "action": "change", "claim": True}], 1)
    goods = shipments(replace(ORDER, count=1, seed=1)).lines
    with pytest.raises(WriteError, match="has no lines"):
        b"".join(download(replace(wanted, lines=goods), ENVELOPE))
    gone = wanted.shipments.with_columns(action=pl.lit("delete").cast(wanted.shipments.schema["action"]))
    with pytest.raises(WriteError, match="no quantity"):
        b"".join(download(replace(wanted, shipments=gone), ENVELOPE))
