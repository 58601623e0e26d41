"""Names and addresses in one form, and what joins them."""

import json
import random
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.edi.frames.packed import Table
from deminimis.rules.base.filed import ADDRESS
from deminimis.rules.base.settings import Match, Settings
from deminimis.rules.judge import judge
from deminimis.rules.people import near_misses as near
from deminimis.rules.people import spelling as text
from deminimis.rules.people.addresses import Addresses, keys_of, normalise
from tests.build.scenario import IRIS, filings


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("Alder, Iris", "IRIS ALDER"),
        ("ALDER, IRIS, JR.", "IRIS ALDER JR"),
        ("Acme, Inc.", "ACME INC"),
        ("ACME CO., LTD.", "ACME CO LTD"),
        ("Acme, L.L.C.", "ACME LLC"),
        ("ACME LIMITED LIABILITY COMPANY", "ACME LLC"),
        ("Iris Alder c/o Big Warehouse, LLC", "IRIS ALDER"),
        ("ALDER, IRIS C/O BIG WAREHOUSE", "IRIS ALDER"),
        ("C/O BIG WAREHOUSE, INC", "BIG WAREHOUSE INC"),
        ("O'Neill-Núñez", "ONEILL NUNEZ"),
        ("Łukasz Straße", "LUKASZ STRASSE"),
        ("  a   b  ", "A B"),
        ("王 小明", "王 小明"),
        ("Acme Corp. ATTN: Iris Alder", "ACME CORP"),
        ("Attn Iris Alder", "IRIS ALDER"),
        ("Iris Alder d/b/a Alder's Toys", "IRIS ALDER"),
        ("IRIS ALDER DBA ALDER TOYS", "IRIS ALDER"),
        ("MATTNER, ILSE", "ILSE MATTNER"),
        ("...", None),
        (",", None),
        ("ALDER,", "ALDER"),
        ("A" * 35 + "B", "A" * 35),
        ("A" * 29 + " CORPORATION", "A" * 29 + " CORP"),
    ],
)
def test_names(raw: str, form: str | None) -> None:
    assert text.names(pl.Series([raw]), exact=False)["name"].to_list() == [form]


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("12 Oak Street, Apt. 5", "12 OAK ST UNIT 5"),
        ("12 OAK ST #5", "12 OAK ST UNIT 5"),
        ("12 OAK ST APT #5", "12 OAK ST UNIT 5"),
        ("12 OAK ST SUITE # 5", "12 OAK ST STE 5"),
        ("12 North Oak Avenue", "12 N OAK AVE"),
        ("12 NORTH NORTH STREET STREET", "12 N N ST ST"),
        ("C/O BIG WAREHOUSE, 12 OAK ST", "12 OAK ST"),
        ("C/O BIG WAREHOUSE 12 OAK ST", "12 OAK ST"),
        ("12 OAK ST C/O BIG WAREHOUSE", "12 OAK ST"),
        ("12 OAK ST ATTN RECEIVING", "12 OAK ST"),
        ("P.O. Box 12", "PO BOX 12"),
        ("P O BOX 12", "PO BOX 12"),
        ("POB 12", "PO BOX 12"),
        ("POST OFFICE BOX 12", "PO BOX 12"),
        ("1200 NORTH MOUNTAIN VIEW BOULEVARD APARTMENT 7", "1200 N MTN VW BLVD UNIT 7"),
    ],
)
def test_streets(raw: str, form: str) -> None:
    assert text.streets(pl.Series([raw]), exact=False)["street"].to_list() == [form]


def add(number: int, consignee: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "kind": "manifest",
        "action": "add",
        "bill": f"ABCDB{number}",
        "consignee": consignee,
        "eda": "2025-03-03",
        "origin": "GB",
        "value_cents": 50000,
        "claim": True,
    } | more


def groups(shipments: list[dict[str, Any]], match: Match = "normalised") -> list[tuple[str | None, int]]:
    judged = judge(filings(shipments), Settings(as_of=date(2025, 3, 1), match=match))
    return sorted(judged.groups.select("consignee_name", "total_cents").rows(), key=str)


def test_matches() -> None:
    pair = [add(1, IRIS), add(2, IRIS | {"street": "12 OAK STREET"})]
    assert len(groups(pair, "exact")) == 2
    assert len(groups(pair)) == 1
    moved = [add(1, IRIS), add(2, IRIS | {"street": "9 ELM RD", "city": "SPARKS", "zip": "89431"})]
    assert len(groups(moved)) == 2
    assert len(groups(moved, "name")) == 1
    nearly = [add(1, IRIS), add(2, IRIS | {"name": "IRIS Q ALDER"})]
    assert len(groups(nearly)) == 2
    assert len(groups(nearly, "fuzzy")) == 1


def test_near_miss_is_a_note() -> None:
    pair = [add(1, IRIS), add(2, IRIS | {"name": "IRIS Q ALDER"})]
    codes = judge(filings(pair), Settings(as_of=date(2025, 3, 1))).findings["code"].to_list()
    assert "DM203" in codes


def test_a_claim_without_any_consignee_is_told_of() -> None:
    judged = judge(filings([add(1, IRIS), add(2, {})]), Settings(as_of=date(2025, 3, 1)))
    assert judged.findings.filter(code="DM201").height == 1
    assert set(judged.groups["verdict"]) == {"unknown"}  # it may be the other one's


def test_identifiers_join_transitively() -> None:
    oak, elm, fir = IRIS, IRIS | {"street": "9 ELM RD"}, IRIS | {"street": "3 FIR LN"}
    chain = [
        add(1, oak, identifier="1"),
        add(2, elm, identifier="1"),
        add(3, elm, identifier="2"),
        add(4, fir, identifier="2"),
        add(5, fir),
    ]
    assert groups(chain) == [("IRIS ALDER", 250000)]


def test_a_foreign_zip_is_kept_whole() -> None:
    canada = IRIS | {"state": "ON", "country": "CA"}
    pair = [add(1, canada | {"zip": "K1A 0B1"}), add(2, canada | {"zip": "K1A0B2"})]
    assert len(groups(pair)) == 2


@pytest.mark.parametrize(
    ("one", "two", "what"),
    [
        ({"name": "IRIS ALDER"}, {"name": "IRIS Q ALDER"}, "name"),
        ({"name": "IRIS ALDER"}, {"name": "I ALDER"}, "name"),
        ({"name": "IRIS ALDER"}, {"name": "IRIS ALDERR"}, "name"),
        ({"name": "IRIS ALDER"}, {"name": "ALDER IRIS"}, "name"),
        ({"name": "IRIS ALDER"}, {"name": "IRIS BIRCH"}, None),
        ({"name": "IRIS ALDER JR"}, {"name": "IRIS ALDER SR"}, None),
        ({"name": "SHOP 12 LLC"}, {"name": "SHOP 13 LLC"}, None),
        ({"street": "12 MAGNOLIA ST"}, {"street": "12 MAGNOLLIA ST"}, "street"),
        ({"street": "12 MAGNOLIA ST"}, {"street": "14 MAGNOLIA ST"}, None),
        ({"street": "12 OAK ST APT 5"}, {"street": "12 OAK ST APT 6"}, None),
        ({"zip": "89501-1234"}, {"zip": "89501"}, None),  # the same person
        ({"zip": "89501"}, {"zip": "89502", "name": "IRIS Q ALDER"}, None),  # other ZIPs never meet
    ],
)
def test_near_misses_and_their_evidence(one: dict[str, Any], two: dict[str, Any], what: str | None) -> None:
    pair = filings([add(1, IRIS | one), add(2, IRIS | two)])
    judged = judge(pair, Settings(as_of=date(2025, 3, 1)))
    found = judged.findings.filter(pl.col("code") == "DM203")["params"].to_list()
    assert [json.loads(params)["what"] for params in found] == ([what] if what else [])
    merged = judge(pair, Settings(as_of=date(2025, 3, 1), match="fuzzy"))
    if what:
        assert merged.groups.height == 1
        told = [json.loads(p) for p in merged.findings.filter(pl.col("code") == "DM203")["params"]]
        assert [(each["counted"], each["score"] > 0) for each in told] == [("one", True)]


PAIRS = json.loads(Path(__file__).with_name("same_person.json").read_text("utf-8"))["pairs"]


def consignee(texts: list[str | None]) -> dict[str, str]:
    """A consignee of same_person.json."""
    usual = ("RENO", "NV", "89501")
    whole = [*texts, *usual[len(texts) - 2 :]] if len(texts) < 5 else texts
    named = zip(("name", "street", "city", "state", "zip", "country"), whole, strict=False)
    return {part: value for part, value in named if value is not None}


@pytest.mark.parametrize(("one", "two", "what"), PAIRS, ids=[str(number) for number in range(len(PAIRS))])
def test_who_is_the_same_person(one: list[str | None], two: list[str | None], what: str) -> None:
    judged = judge(filings([add(1, consignee(one)), add(2, consignee(two))]), Settings(as_of=date(2025, 3, 1)))
    near = [json.loads(row)["what"] for row in judged.findings.filter(pl.col("code") == "DM203")["params"]]
    assert (judged.groups.height == 1) == (what == "one")
    assert what != "unknown" or "DM103" in judged.findings["code"]
    assert near == ([] if what in ("one", "two", "unknown") else [what])


def test_ten_thousand_names_at_one_address_do_not_explode() -> None:
    rng = random.Random(1)
    words = ["".join(rng.choices("ABCDEFGHIKLMNOPRSTUVWYZ", k=7)) for _ in range(2000)]
    names = [f"{rng.choice(words)} {rng.choice(words)}" for _ in range(10_000)]
    shipments = [add(number, IRIS | {"name": name}, value_cents=100) for number, name in enumerate(names)]
    started = time.process_time()
    judged = judge(filings(shipments), Settings(as_of=date(2025, 3, 1)))
    assert time.process_time() - started < 20
    many = judged.findings.filter(pl.col("code") == "DM204")
    assert json.loads(many["params"][0])["count"] == len(set(names))


@pytest.mark.parametrize(("count", "codes"), [(9, 0), (10, 1)])
def test_many_names_at_one_address(count: int, codes: int) -> None:
    trees = ["ASH", "ELM", "FIR", "OAK", "YEW", "LIME", "PINE", "PALM", "TEAK", "BIRCH"]
    shipments = [add(n, IRIS | {"name": f"ZOE {tree}"}, value_cents=100) for n, tree in enumerate(trees[:count])]
    judged = judge(filings(shipments), Settings(as_of=date(2025, 3, 1)))
    assert judged.findings.filter(pl.col("code") == "DM204").height == codes


def test_near_misses_are_the_same_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["JOHN Q CONSIGNEE", "JOHN CONSIGNEE", "JOHN CONSIGNE", "CONSIGNEE JOHN", "IRIS ALDER", "I ALDER"]
    streets = ["12 OAK ST", "12 OAK ST APT 5", "12 OAKE ST", "PO BOX 7"]
    raw = [(name, street, "RENO", "NV", zip_, "US") for name in names for street in streets for zip_ in ("", "89501")]
    given = pl.DataFrame(raw, schema=list(ADDRESS), orient="row").with_row_index("row")
    parts = normalise(given.with_columns(address=pl.col("row").cast(pl.UInt64)), Settings(as_of=date(2025, 3, 3)))
    distinct = Addresses(keys_of(parts), Table([parts], parts.height))
    whole = near.misses(distinct)
    assert whole.height > len(names) * len(streets)
    monkeypatch.setattr(near, "SLICE", 1)
    columns = ["key", "other"]
    assert near.misses(distinct).sort(columns).equals(whole.sort(columns))
