"""A consignee of very many filings is cut by days, claims of nobody are sent as sums: what goes where."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from deminimis.scale.routing import sent
from tests.build.scenario import IRIS, filings
from tests.scale.in_parts import in_parts, ordered, routed_here

SETTINGS = Settings(as_of=date(2025, 3, 20))
FIRST = date(2025, 3, 3)
NOBODY = dict.fromkeys(IRIS)


def claim(number: int, **more: Any) -> dict[str, Any]:
    day = str(FIRST + timedelta(days=number % 5))
    row = {"bill": f"ABCD{number:04}", "kind": "manifest", "action": "add", "filed_on": "2025-03-01", "origin": "GB"}
    return row | {"claim": True, "eda": day, "value_cents": 10000, "consignee": IRIS} | more


def routes(rows: Filings, giant: int, chunk: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CHUNKS and ROUTES."""
    found, told = routed_here(rows, SETTINGS, 2, giant, chunk)
    return found.chunks, told


def test_a_giant_is_cut_by_days() -> None:
    rows = filings([claim(number) for number in range(20)])
    chunks, found = routes(rows, 10, 8)
    assert chunks.drop("part").rows() == [
        (0, FIRST, FIRST + timedelta(days=1)),
        (0, FIRST + timedelta(days=2), FIRST + timedelta(days=3)),
        (0, FIRST + timedelta(days=4), FIRST + timedelta(days=4)),
    ]
    sent = found.filter(~pl.col("carrier")).group_by("part").len().sort("part")
    # two days and the one after them, which may make two neighbouring days too much; the last chunk has one day
    assert sent["len"].to_list() == [12, 12, 4]
    # the others need to know whom the first filing names
    assert found.filter("carrier").select("seq", "part").rows() == [(0, 2), (0, 4), (0, 5)]


def test_what_may_have_no_day_is_judged_with_all_days() -> None:
    rows = filings([claim(number) for number in range(20)] + [claim(20, eda=None)])
    _, found = routes(rows, 10, 8)
    assert found.filter(pl.col("seq") == 20)["part"].to_list() == [2, 3, 4, 5]


@pytest.mark.parametrize(("cents", "verdicts"), [(79999, {"unknown", "clear"}), (100, {"clear"})])
def test_sums_of_nobody_reach_all_days(cents: int, verdicts: set[str]) -> None:
    nobody = [claim(50 + number, consignee=NOBODY, value_cents=cents, eda=str(FIRST)) for number in range(3)]
    rows = filings([claim(number, value_cents=200) for number in range(20)] + nobody)
    _, found = routes(rows, 10, 8)
    homes = set(found.filter("crowd").select(pl.col("home")).to_series())
    assert set(found.filter("crowd")["part"]) == {2, *homes}  # not in chunks, nor in every part
    mine = in_parts(rows, SETTINGS, 2, 10, 8)
    assert set(mine.groups.filter(pl.col("consignee_key").is_not_null())["verdict"].to_list()) == verdicts


CENTRE = [IRIS | {"name": f"CENTRE {number}"} for number in range(4)]
HUGO = IRIS | {"name": "HUGO BIRCH", "street": "9 ELM ST"}


def change(bill: str, who: dict[str, Any], filed_on: str = "2025-03-01") -> dict[str, Any]:
    return {"bill": bill, "kind": "manifest", "action": "change", "filed_on": filed_on, "consignee": who}


def add(bill: str, who: dict[str, Any], **more: Any) -> dict[str, Any]:
    return claim(0, bill=bill, consignee=who, value_cents=50000, eda=str(FIRST), **more)


def of_centre() -> list[dict[str, Any]]:
    """A giant of four names and one number."""
    return [claim(number, consignee=CENTRE[number % 4], identifier="12-3456789") for number in range(20)]


def must_be_as_one(rows: Filings) -> None:
    whole, mine = judge(rows, SETTINGS), in_parts(rows, SETTINGS, 2, 10, 8)
    groups, shipments = ordered(whole.groups, whole.shipments)
    assert_frame_equal(mine.groups, groups)
    assert_frame_equal(mine.shipments, shipments)
    assert mine.counts == whole.counts


def test_a_change_without_its_base_that_names_somebody_else_first_is_told() -> None:
    changes = [change("ABCD9001", HUGO, str(FIRST)), change("ABCD9001", CENTRE[1]), change("ABCD9001", CENTRE[2])]
    must_be_as_one(filings([*of_centre(), *changes]))


def test_of_a_giant_of_very_many_those_are_known_who_stand_on_bills_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent, "MANY", 1)
    entry = {"kind": "entry", "entry_type": "86"}
    rows = [
        add("ABCD9000", CENTRE[3], **entry, entry="E0"),
        change("ABCD9001", CENTRE[0]),
        add("ABCD9000", HUGO, **entry, entry="E1", filed_on=str(FIRST)),
        add("ABCD9000", CENTRE[2]),
        add("ABCD9000", CENTRE[3]),
    ]
    frames = filings([*of_centre(), *rows])
    second = pl.DataFrame([{"file": 0, "seq": 20, "bill": "ABCD9001"}], schema=frames.bills.schema)
    bills = pl.concat([frames.bills, second]).sort("seq", maintain_order=True)
    must_be_as_one(Filings(frames.shipments, bills, frames.lines, frames.forms))
