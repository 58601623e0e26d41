"""Routes: what they take of notices, who is sent with whom, and who is not."""

from datetime import date

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.settings import Settings
from deminimis.scale.routing.keys import ARRIVALS, keyed
from deminimis.scale.routing.route import here, packed, routed
from deminimis.scale.routing.sent import TOLD
from tests.build.scenario import IRIS, filings
from tests.scale.in_parts import settled

SETTINGS = Settings(as_of=date(2025, 3, 20))
PARTS = 97
HUGO = IRIS | {"name": "HUGO BIRCH", "street": "9 ELM ST"}
HOUSE = {"kind": "manifest", "action": "add", "filed_on": "2025-03-01", "origin": "GB", "claim": True}
HOUSE |= {"eda": "2025-03-03", "value_cents": 100, "consignee": IRIS}
ENTRY = HOUSE | {"kind": "entry", "entry": "E1", "entry_type": "11", "claim": False, "consignee": dict.fromkeys(IRIS)}


def routes(rows: Filings) -> pl.DataFrame:
    """ROUTES."""
    tables = here(keyed(rows, SETTINGS).with_columns(chunk=pl.lit(0, pl.Int64)))
    routed(tables, PARTS, settled(rows, SETTINGS))
    return packed(tables.rows(TOLD))


def test_the_last_notice_of_the_bill_else_of_its_master_counts() -> None:
    bills = ["ABCD1", "ABCD2", "ABCD3", "ABCD4"]
    rows = filings([HOUSE | {"bill": bill, "columns": {"master_bill": "ABCDM"}} for bill in bills])
    keys = keyed(rows, SETTINGS).with_columns(chunk=pl.lit(0, pl.Int64))
    one, two, three, _ = keys["k_bill"]
    master = keys["k_master"][0]
    notices = pl.DataFrame(
        [
            (0, one, 2, 100, 20151, True),
            (1, one, 1, 200, 20152, True),  # posted before it
            (2, two, 1, 300, 20153, True),
            (3, two, 1, 400, 20154, False),  # posted with it, and told after it: it is not there
            (4, three, 1, 500, 20155, True),
            (5, three, 1, 600, 20156, True),
            (6, master, 1, 700, 20157, True),
        ],
        schema=ARRIVALS, orient="row",
    ).select(list(ARRIVALS))  # fmt: skip
    tables = here(keys, notices)
    found = routed(tables, 2, settled(rows, SETTINGS))
    told = packed(tables.rows(TOLD))
    assert told["arrival"].dt.timestamp("us").to_list() == [100, 700, 600, 700]
    assert found.spread == 7  # from its own day to that of the notice


def test_a_formal_entry_of_many_bills_goes_after_them_and_joins_nobody() -> None:
    houses = [HOUSE | {"bill": "ABCD1"}, HOUSE | {"bill": "ABCD2", "consignee": HUGO}]
    frames = filings([*houses, ENTRY | {"bill": None}])
    named = pl.DataFrame([{"file": 0, "seq": 2, "bill": f"ABCD{n}"} for n in (1, 2)], schema=frames.bills.schema)
    told = routes(Filings(frames.shipments, named, frames.lines, frames.forms))
    one, two = (told.filter(pl.col("seq") == seq)["part"].to_list() for seq in (0, 1))
    assert len(one) == len(two) == 1
    assert one != two
    assert set(told.filter("wide")["part"]) == {*one, *two, *told.filter("wide")["home"]}


def test_who_has_only_a_bill_in_a_part_is_known_there_by_every_address() -> None:
    other = IRIS | {"name": "IRIS M ALDER"}
    rows = [
        HOUSE | {"bill": "ABCD1", "identifier": "12-3456789"},
        HOUSE | {"bill": "ABCD2", "identifier": "12-3456789", "consignee": other},
        HOUSE | {"bill": "ABCD3"},
        ENTRY | {"bill": "ABCD3", "entry_type": "86", "claim": True, "consignee": HUGO},
    ]
    told = routes(filings(rows))
    away = told.filter(pl.col("seq") == 3)["home"].item(0)
    assert away != told.filter(pl.col("seq") == 0)["home"].item(0)
    here_too = told.filter(pl.col("part") == away)
    assert here_too.filter(~pl.col("carrier"))["seq"].to_list() == [2, 3]
    # of each address and identifier of hers the first filing
    assert here_too.filter("carrier")["seq"].to_list() == [0, 1]
