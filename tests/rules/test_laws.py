"""What must hold whatever the filings are, and the registry."""

import json
from itertools import permutations
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deminimis.edi.frames.findings import ERROR, FINDINGS
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.judge import GROUPS, MEMBERS, judge
from deminimis.rules.rulebook.book import RULES
from deminimis.rules.rulebook.evidence import Evidence
from deminimis.rules.rulebook.rule import rule, rulebook
from tests.build.scenario import filings
from tests.rules.added import SETTINGS, add, run


def test_no_filings_at_all() -> None:
    judged = judge(Filings.none(), SETTINGS)
    assert judged.groups.height == judged.shipments.height == judged.findings.height == 0
    assert list(judged.groups.columns) == list(GROUPS)
    assert list(judged.shipments.columns) == list(MEMBERS)
    assert dict(judged.findings.schema) == FINDINGS


@pytest.mark.parametrize(("cents", "verdict"), [(80000, "clear"), (80001, "warn")])
def test_strictly_above(cents: int, verdict: str) -> None:
    assert run([add(1, cents)]).groups["verdict"].to_list() == [verdict]


ROWS = st.lists(
    st.tuples(
        st.integers(0, 90000),
        st.sampled_from(["IRIS ALDER", "HUGO BIRCH"]),
        st.sampled_from(["2025-03-03", "2025-03-04"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_order_changes_roles_only(rows: list[tuple[int, str, str]], random: Any) -> None:
    shipments = [add(number, *row) for number, row in enumerate(rows)]
    shuffled = random.sample(shipments, len(shipments))
    columns = ["consignee_key", "day", "total_cents", "counted_cents", "verdict", "over", "provisional"]
    assert run(shipments).groups.select(columns).equals(run(shuffled).groups.select(columns))


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_sums_and_roles_by_hand(rows: list[tuple[int, str, str]]) -> None:
    judged = run([add(number, *row) for number, row in enumerate(rows)])
    for group in judged.groups.iter_rows(named=True):
        values = [v for v, name, day in rows if name == group["consignee_name"] and day == str(group["day"])]
        members = judged.shipments.filter(pl.col("group") == group["group"])
        assert group["counted_cents"] == sum(values)
        assert group["over"] == (sum(values) > 80000)
        running = [sum(values[: i + 1]) > 80000 for i in range(len(values))]
        roles = ["exceeding" if tipped else "earlier" for tipped in running] if group["over"] else [None] * len(values)
        assert members["role"].to_list() == roles
        assert members["place"].to_list() == list(range(len(values)))


PARTS = st.lists(
    st.tuples(
        st.sampled_from([10000, 40000, 40000, 80000]),
        st.sampled_from(["IRIS ALDER", "IRIS ALDER", "HUGO BIRCH"]),
        st.sampled_from(["2025-03-03", "2025-03-03", "2025-03-04"]),
    ),
    min_size=2,
    max_size=4,
)


@settings(max_examples=30, deadline=None)
@given(PARTS, st.lists(st.sampled_from([10000, 40000, 50000]), max_size=2))
def test_parts_by_hand(parts: list[tuple[int, str, str]], others: list[int]) -> None:
    """Clause 8: one shipment, on the day of its earliest part, in the group of each consignee."""
    split = [add(1, *part) | {"part": letter} for letter, part in zip("ABCD", parts, strict=False)]
    judged = run([*split, *(add(number, value) for number, value in enumerate(others, 2))])
    values = [value for value, _, _ in parts]
    whole = values[0] if len(set(values)) == 1 else sum(values)
    day = min(day for _, _, day in parts)
    sums = dict.fromkeys(((name, day) for _, name, _ in parts), whole)
    if others:
        sums["IRIS ALDER", "2025-03-03"] = sums.get(("IRIS ALDER", "2025-03-03"), 0) + sum(others)
    told = {(row["consignee_name"], str(row["day"])): row for row in judged.groups.iter_rows(named=True)}
    assert {key: row["counted_cents"] for key, row in told.items()} == sums
    assert {key: row["verdict"] for key, row in told.items()} == {
        key: "warn" if total > 80000 else "clear" for key, total in sums.items()
    }


def test_two_requests_in_opposite_directions_do_not_cancel() -> None:
    up = {"kind": "manifest", "action": "change", "bill": "ABCDB1", "value_cents": 60000, "filed_on": "2025-03-03"}
    down = {"kind": "manifest", "action": "change", "bill": "ABCDB2", "value_cents": 10000, "filed_on": "2025-03-03"}
    judged = run([add(1, 10000), add(2, 60000), up, down])
    assert judged.groups["verdict"].to_list() == ["warn"]
    assert judged.groups["provisional"].to_list() == [True]


def test_an_unread_origin_is_near_the_changes_of_both_tracks() -> None:
    rows = [
        add(1, 100, eda="2025-08-11") | {"origin": None},
        add(2, 100, "HUGO BIRCH", "2025-08-10") | {"origin": None},
    ]
    assert run(rows).groups.sort("day")["provisional"].to_list() == [False, True]


def test_a_pair_keeps_the_place_of_its_entry_filed_first() -> None:
    entry = add(1, 60000) | {"kind": "entry", "entry": "E1", "entry_type": "86"}
    change = {"kind": "manifest", "action": "change", "bill": "ABCDB1", "eda": "2025-03-04", "filed_on": "2025-01-01"}
    judged = run([entry, add(2, 30000), add(1, 60000), change])
    assert judged.shipments["bill"].to_list() == ["ABCDB1", "ABCDB2"]
    assert judged.shipments["role"].to_list() == ["earlier", "exceeding"]


def test_strangers_with_incomplete_addresses_are_no_wall() -> None:
    strangers = [add(n, 50000, name=f"STRANGER{n} SMITH") for n in range(100)]
    for shipment in strangers:
        shipment["consignee"] = shipment["consignee"] | {"street": None}
    judged = run([*strangers, add(200, 50000)])
    assert set(judged.groups["verdict"]) == {"clear"}


def test_the_master_counts_while_no_house_is_known() -> None:
    rows = [add(1, 90000), add(2, 50000)]
    both = filings(rows)
    house = both.shipments.with_columns(master_bill=pl.when(pl.col("seq") == 1).then(pl.lit("ABCDB1")))
    with_house = judge(Filings(house, both.bills, both.lines), SETTINGS)
    assert with_house.groups["total_cents"].to_list() == [50000]
    assert run(rows[:1]).groups["total_cents"].to_list() == [90000]


def test_a_broker_download_is_no_second_add() -> None:
    rows = filings([add(1, 50000), add(1, 60000)])
    copy = rows.shipments.with_columns(format=pl.when(pl.col("seq") == 1).then(pl.lit("catair-bd")).otherwise("format"))
    judged = judge(Filings(copy.cast(rows.shipments.schema), rows.bills, rows.lines), SETTINGS)
    assert judged.groups["total_cents"].to_list() == [50000]
    assert "DM105" not in judged.findings["code"]


def test_another_currency_is_unread() -> None:
    rows = filings([add(1, 50000)])
    euros = Filings(rows.shipments.with_columns(currency=pl.lit("EUR")), rows.bills, rows.lines)
    judged = judge(euros, SETTINGS)
    assert judged.groups["verdict"].to_list() == ["unknown"]
    assert judged.shipments["reasons"].to_list() == [["value"]]


def test_every_order_of_files_gives_the_same_bytes() -> None:
    rows = [add(n, 30000 + n, name) for n, name in enumerate(["IRIS ALDER", "HUGO BIRCH", "IRIS ALDER"])]
    first = run(rows)
    again = run(rows)
    assert first.findings.equals(again.findings)
    assert first.shipments.equals(again.shipments)
    totals = {tuple(run(list(order)).groups["total_cents"]) for order in permutations(rows)}
    assert len(totals) == 1


def test_messages_fill_their_templates() -> None:
    rows = [add(1, 50000), add(2, None), add(3, 60000, eda="2025-09-01"), add(4, 79950, "HUGO BIRCH"), add(1, 60000)]
    judged = run(rows)
    by_code = {each.code.code: each.code for each in RULES}
    for row in judged.findings.iter_rows(named=True):
        message = by_code[row["code"]].message(json.loads(row["params"]))
        assert "?" not in message
        assert "exceeded" not in message
        assert "clear" not in message


def test_a_rule_needs_a_page() -> None:
    with pytest.raises(ValueError, match="no manual page"):

        @rule("DM999", "nothing", ERROR, "", source="")
        def _bare(evidence: Evidence) -> pl.DataFrame:
            return pl.DataFrame()

    with pytest.raises(ValueError, match="lacks"):

        @rule("DM999", "nothing", ERROR, "", source="")
        def _short(evidence: Evidence) -> pl.DataFrame:
            """A page without its sections."""
            return pl.DataFrame()


def test_two_rules_of_one_code_are_refused() -> None:
    with pytest.raises(ValueError, match="two rules"):
        rulebook([*RULES, RULES[0]])


def test_what_cannot_be_hidden() -> None:
    assert {each.code.code for each in RULES if not each.code.hideable} == {"DM101", "DM103", "DM301", "DM302"}
