"""Arrivals, rates, totals from elsewhere, and the user's own policy rows."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.judge import Judgement, judge
from deminimis.rules.policy.csv_input import TableError
from deminimis.rules.policy.overrides import assuming, from_csv, with_rows
from deminimis.rules.policy.table import PolicyError, default
from deminimis.rules.policy.what_if import arrivals, external, rates, with_arrivals, with_rates
from tests.build.scenario import filings
from tests.rules.added import SETTINGS, add

HEAD = "name,address,city,state,zip,day,total\n"


def test_arrivals_are_local_to_the_port() -> None:
    told = arrivals("bill,arrival,tz\nabcd-1,2025-08-12T22:30,PT\nABCD2,2025-08-13,\nABCD3,2025-08-13T00:10:00Z,\n")
    assert told.rows() == [
        ("ABCD1", datetime(2025, 8, 13, 1, 30)),
        ("ABCD2", datetime(2025, 8, 13, 12)),
        ("ABCD3", datetime(2025, 8, 12, 20, 10)),
    ]


def test_an_arrival_of_the_master_is_that_of_its_houses() -> None:
    read = filings([add(1, 50000, eda="2025-08-20"), add(2, 40000, eda="2025-08-20")])
    ships = read.shipments.with_columns(master_bill=pl.lit("ABCDM"))
    known = arrivals("bill,arrival\nABCDM,2025-08-21\nABCDB2,2025-08-22\n")
    arrived, met = with_arrivals(replace(read, shipments=ships), known)
    assert met == known.height
    judged = judge(arrived, SETTINGS)
    assert judged.groups.select("day", "provisional").rows() == [
        (date(2025, 8, 21), False),
        (date(2025, 8, 22), False),
    ]


def in_euros(rows: list[dict[str, Any]]) -> Filings:
    """The filings with the last line's value in euros, unread as a reader leaves it."""
    read = filings([row | {"lines": [{"origin": "GB", "value_cents": row["value_cents"]}]} for row in rows])
    last = pl.col("seq") == len(rows) - 1
    lines = read.lines.with_columns(
        currency=pl.when(last).then(pl.lit("EUR")),
        unread=pl.when(last).then(pl.lit(["value_cents"])).otherwise(pl.lit([], pl.List(pl.String))),
    )
    ships = read.shipments.with_columns(
        value_cents=pl.when(~last).then("value_cents"),
        unread=pl.when(last).then(pl.lit(["value_cents"])).otherwise("unread"),
    )
    return replace(read, shipments=ships, lines=lines)


def euros(table: str) -> Judgement:
    return judge(with_rates(in_euros([add(1, 40000), add(2, 40000)]), rates(table))[0], SETTINGS)


def test_rates_make_foreign_values_readable() -> None:
    judged = euros("currency,from,to,rate\nEUR,2025-01-01,2025-03-31,1.10\n")
    assert judged.groups.select("total_cents", "verdict", "lower_bound").rows() == [(84000, "warn", False)]


def test_without_a_rate_of_the_day_a_value_stays_unread() -> None:
    for table in ("EUR,2025-01-01,2025-03-02,1.10", "EUR,2025-03-04,2025-06-30,1.10", "CAD,2025-01-01,2025-12-31,0.7"):
        assert euros(f"currency,from,to,rate\n{table}\n").groups["verdict"].to_list() == ["unknown"]


def with_total(total: str, eda: str = "2025-03-03") -> Judgement:
    more = external(f"{HEAD}Iris Alder,12 Oak Street,Reno,NV,89501,{eda},{total}\n", 1)
    return judge(Filings.concat([filings([add(1, 40000, eda=eda)]), more]), SETTINGS)


def test_totals_from_elsewhere_come_first() -> None:
    assert with_total("400.00").groups["verdict"].to_list() == ["clear"]
    judged = with_total("400.01")
    assert judged.groups["verdict"].to_list() == ["warn"]
    assert judged.shipments.select("file", "role", "move_to").rows() == [(1, "earlier", None), (0, "exceeding", "11")]
    assert with_total("700", "2025-08-20").shipments["verdict"].to_list() == ["clear", "withhold"]


@pytest.mark.parametrize(
    ("parse", "text", "says"),
    [
        (arrivals, "bill\nA\n", "arrival is missing"),
        (arrivals, "bill,arrival\nA,yesterday\n", "line 2"),
        (arrivals, "bill,arrival,tz\nA,2025-03-01,Mars/Base\n", "line 2"),
        (arrivals, "bill,arrival\n,2025-03-01\n", "bill is blank"),
        (arrivals, "bill,arrival,port\nA,2025-03-01,X\n", "no use for a column 'port'"),
        (arrivals, "bill,arrival\nab-1,2025-03-01\nB,2025-03-01\nAB1,2025-03-03\n", "two arrivals of AB1"),
        (arrivals, 'bill,arrival\nA,"2025-03-01\nB,2025-03-02\n', "line 3: a quoted cell is not closed"),
        (rates, "currency,from,to,rate\nEUR,2025-01-01,2025-03-31,0\n", "above zero"),
        (rates, "currency,from,to,rate\nEUR,2025-04-01,2025-03-31,1\n", "ends before"),
        (
            rates,
            "currency,from,to,rate\nEUR,2025-01-01,2025-03-31,1\nEUR,2025-03-31,2025-06-30,1\n",
            "two rates of EUR",
        ),
        (lambda text: external(text, 1), f"{HEAD}A,B,C,NV,89501,2025-03-03,many\n", "line 2"),
        (lambda text: external(text, 1), f"total,{HEAD}1,A,B,C,NV,89501,2025-03-03,900\n", "names total twice"),
        (rates, "currency,from,to,rate\nEURO,2025-03-01,2025-03-31,1.08\n", "a currency is a code as GBP"),
        (rates, "currency,from,to,rate\nUSD,2025-03-01,2025-03-31,0.5\n", "a currency is a code as GBP"),
        (lambda text: external(text, 1), f"{HEAD}A,B,C,NV,89501,2025-03-03\n", "6 cells"),
        *(
            (lambda text: external(text, 1), f'{HEAD}A,B,C,NV,89501,2025-03-03,"{total}"\n', f"not {total}")
            for total in ("1.200", "0.79e3", "7_90", "1,20", "12,00.00")
        ),
    ],
)
def test_a_table_that_cannot_be_used_says_where(parse: Any, text: str, says: str) -> None:
    with pytest.raises(TableError, match=says):
        parse(text)


def test_own_rows_override_and_add() -> None:
    policy = with_rows(
        [
            {"period": "P7", "ends": datetime(2026, 12, 1)},
            {"period": "X1", "starts": date(2026, 12, 1), "ends": "2027-07-01T00:00", "limit_cents": 40000,
             "action": "warn", "eligible": True},
        ]
    )  # fmt: skip
    judged = judge(filings([add(1, 40001, eda="2026-12-05")]), replace(SETTINGS, policy=policy))
    assert judged.groups.select("period", "limit_cents", "verdict").rows() == [("X1", 40000, "warn")]
    assert judged.findings["params"].str.contains('"period":"X1"').all()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("period,ends\nP7,2026-12-01T00:00\n", "no period covers 2026-12-01"),
        ("period,starts\nP7,2026-06-01T00:00\n", "P6 and P7 overlap"),
        ("period,starts\nX1,2026-06-01T00:00\n", "X1 is new, so it needs limit_cents and action"),
        ("period,colour\nP7,red\n", "no use for a column 'colour'"),
        ("starts\n2026-06-01\n", "period is missing"),
        ("period,starts\nP7\n", "line 2 has 1 cells, its header 2"),
        ("period,limit_cents\nP3,-1\n", "limit_cents is a whole number of cents as 80000, not -1"),
        ("period,limit_cents\nP3,7e4\n", "limit_cents is a whole number of cents as 80000, not 7e4"),
        ("period,limit_cents,limit_cents\nP3,1,2\n", "its first line names limit_cents twice"),
        (
            "period,starts\nP7,2026-06-24T00:00-04:00\n",
            "starts is as 2026-12-01T00:01, Eastern time",
        ),
        ("period,countries\nP3,CN HK CHINA\n", "countries are codes as CN HK, and CHINA is none"),
    ],
)
def test_own_rows_that_contradict_the_table_are_refused(text: str, says: str) -> None:
    with pytest.raises(PolicyError, match=says):
        from_csv(text)


def test_a_blank_cell_leaves_what_is_there() -> None:
    policy = from_csv("period,limit_cents,codes\nP3,70000,\n")
    changed = next(period for period in policy.periods if period.name == "P3")
    assert (changed.limit_cents, "284" in changed.codes) == (70000, True)


def test_another_day_and_another_limit() -> None:
    read = filings([add(1, 50000) | {"arrival": "2025-03-05"}])
    judged = judge(read, replace(SETTINGS, policy=assuming(default(), day="arrival", limit_cents=49999)))
    assert judged.groups.select("day", "limit_cents", "verdict").rows() == [(date(2025, 3, 5), 49999, "warn")]


def test_an_arrival_that_stands_twice_is_one() -> None:
    assert arrivals("bill,arrival\nab-1,2025-03-01\nAB1,2025-03-01T12:00\n").rows() == [
        ("AB1", datetime(2025, 3, 1, 12))
    ]


def test_a_line_break_in_a_cell_is_a_blank() -> None:
    told = external(f'{HEAD}IRIS ALDER,"12 MILL\r\nST",RENO,NV,89501,2025-03-03,1\n', 1)
    assert told.shipments["consignee_address"].to_list() == ["12 MILL ST"]
