"""Routes that an engine makes are those that are made in this process."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.scale.routing.engine import OnEngine
from deminimis.scale.routing.keys import ARRIVALS, keyed
from deminimis.scale.routing.route import Routes, here, packed, routed
from deminimis.scale.routing.sent import TOLD
from deminimis.scale.routing.tables import Here, Tables
from deminimis.scale.session import session
from tests.scale.engine import ENGINE, needs_engine
from tests.scale.in_parts import settled
from tests.scale.test_parts import settings
from tests.scale.worlds import invented

pytestmark = needs_engine

FIRST = int(os.environ.get("SEED", "0"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("ROUTES", "4")))
EVERYTHING = 10**9


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with session(ENGINE) as found:
        yield found


def copied(tables: Here, spark: Any, folder: Path) -> OnEngine:
    """The same tables on an engine."""
    copy = OnEngine(spark, folder)
    for name in ("keys", "bills", "arrivals"):
        copy.put(name, tables.rows(f"SELECT * FROM {name}"))
    return copy


def noticed(keys: pl.DataFrame, chance: random.Random) -> pl.DataFrame:
    """ARRIVALS: of some bills, some of them twice."""
    bills = keys["k_bill"].drop_nulls().unique().sort().to_list()
    days = [chance.randint(20150, 20160) for _ in range(len(bills) // 3)]
    rows = [
        {
            "place": number,
            "k_bill": chance.choice(bills),
            "posted": chance.randint(1, 3),
            "arrival": day * 86_400_000_000,
            "day": day,
            "arrived": chance.random() < 0.7,
        }
        for number, day in enumerate(days)
    ]
    return pl.DataFrame(rows, schema=ARRIVALS)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("few", [0, EVERYTHING])
def test_an_engine_makes_the_routes_that_are_made_here(spark: Any, tmp_path: Path, seed: int, few: int) -> None:
    options, filings = settings(seed), invented(seed, [2, 4, 6, 12][seed % 4], [1, 3, 5][seed % 3], seed % 4 != 0)
    giant, chunk = [(6, 3), (EVERYTHING, 1), (3, 1), (12, 5)][(seed // 2) % 4]
    keys = keyed(filings, options).with_columns(chunk=pl.col("place") // 7)
    mine = here(keys, noticed(keys, random.Random(seed)))
    theirs = copied(mine, spark, tmp_path / "tables")

    def routes(tables: Tables) -> tuple[Routes, pl.DataFrame]:
        found = routed(tables, [2, 3, 5][seed % 3], settled(filings, options), giant, chunk, few)
        return found, packed(tables.rows(TOLD)).with_columns(pl.col("lost").list.sort())

    (expected, rows), (found, told) = routes(mine), routes(theirs)
    assert_frame_equal(told, rows)
    assert_frame_equal(found.chunks, expected.chunks)
    assert told["arrival"].null_count() < told.height
    numbers = [name for name in Routes._fields if name != "chunks"]
    assert [getattr(found, name) for name in numbers] == [getattr(expected, name) for name in numbers]
    left = {each.name for each in (tmp_path / "tables").iterdir()}
    assert left == {"keys", "bills", "arrivals", "routes", "lost"}
