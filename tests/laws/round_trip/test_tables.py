"""What is written from a table is read back with the verdicts of the table's own cents, or nothing is written."""

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deminimis.cli.main import run
from deminimis.edi.frames.shipments import BILLS, Filings, empty
from deminimis.edi.spreadsheets.sheet import whole_dollars
from deminimis.edi.spreadsheets.sheets import SHEETS
from tests.build.tables import Row, example, text

NOW = ("--now", "2025-03-02T09:30")
PEOPLE = (
    ("Iris Alder", "12 Mill St", "Reno", "NV", "89501"),
    ("IRIS ALDER", "12 MILL STREET", "RENO", "NV", "89501"),  # the same person, written in another way
    ("Hugo T Fernley", "9 Copper Ct", "Boise", "ID", "83702"),
)
PARTS = ("name", "address", "city", "state", "postal")

cents = st.one_of(st.integers(1, 90_000), st.integers(39_900, 40_100), st.integers(79_900, 80_100))
lines = st.lists(cents, min_size=1, max_size=3)
shipments = st.lists(st.tuples(st.integers(0, 2), st.integers(3, 4), lines), min_size=1, max_size=8)


def rows(form: str, drawn: list[tuple[int, int, list[int]]]) -> list[Row]:
    """A table of shipments: the person, the day of March 2025, the values of the lines."""
    sheet, out = SHEETS[form], []
    goods = {column.name for column in sheet.columns if column.line}
    for number, (person, day, values) in enumerate(drawn):
        who = {f"consignee_{part}": cell for part, cell in zip(PARTS, PEOPLE[person], strict=True)}
        key = f"ZZZ{2000 + number:07d}" if form == "catair-se" else f"ZZZZ{number:05d}"
        own = {sheet.key: key, "bill": f"H{number}" if form == "catair-se" else key}
        head = example(form) | who | own | {"estimated_arrival": f"2025-03-{day:02d}"}
        for at, value in enumerate(values):
            cells = head if at == 0 else {name: cell if name in goods else "" for name, cell in head.items()}
            out.append(cells | {"value": f"{value // 100}.{value % 100:02d}"})
    return out


def sums(drawn: list[tuple[int, int, list[int]]]) -> dict[tuple[int, int], int]:
    """Cents by person and day, added up here and not by the program."""
    return {key: totals[-1] for key, totals in running(drawn).items()}


def running(drawn: list[tuple[int, int, list[int]]]) -> dict[tuple[int, int], list[int]]:
    """The same, up to and with each shipment."""
    out: dict[tuple[int, int], list[int]] = {}
    for person, day, values in drawn:
        so_far = out.setdefault((max(person, 1), day), [])  # the first two are one person
        so_far.append(sum(values) + (so_far[-1] if so_far else 0))
    return out


@pytest.mark.parametrize("form", list(SHEETS))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=shipments)
def test_what_is_written_says_what_the_table_says(
    form: str, tmp_path: Path, drawn: list[tuple[int, int, list[int]]]
) -> None:
    table, made, report = tmp_path / "table.csv", tmp_path / "made.edi", tmp_path / "report.json"
    made.unlink(missing_ok=True)
    table.write_text(text(rows(form, drawn)))
    code = run(["convert", str(table), "--to", form, *NOW, "--output", str(made), "--quiet"])
    over = {key for key, total in sums(drawn).items() if total > 80_000}
    if code == 2:  # in whole dollars another shipment would be the one above the limit: the sum up to it is near
        assert not made.exists()
        assert any(abs(total - 80_000) < 1500 for totals in running(drawn).values() for total in totals)
        return
    run(["check", str(made), "--format", "json", "--output", str(report), "--quiet"])
    told = json.loads(report.read_text())
    assert told["complete"] and told["summary"]["shipments"] == len(drawn)
    assert {(1 if "ALDER" in each["consignee"] else 2, int(each["day"][-2:])) for each in told["groups"]} == over
    assert all(not found["code"].startswith("EDI") for found in told["findings"])
    errors = any(found["severity"] != "note" for found in told["findings"])
    assert code == (1 if over or errors else 0)


@given(st.lists(lines, min_size=1, max_size=4))
def test_whole_dollars_add_up_to_the_rounded_total(drawn: list[list[int]]) -> None:
    flat = [(seq, at, value) for seq, values in enumerate(drawn) for at, value in enumerate(values, 1)]
    goods = pl.DataFrame(flat, schema=["seq", "line_no", "value_cents"], orient="row")
    goods = goods.cast({"seq": pl.UInt32, "line_no": pl.UInt32})
    ships = pl.DataFrame({"seq": range(len(drawn))}, schema={"seq": pl.UInt32}).with_columns(value_cents=pl.lit(0))
    got = whole_dollars(Filings(ships, empty(BILLS), goods)).lines["value_cents"].to_list()
    assert all(value % 100 == 0 and value >= 100 for value in got)
    at = 0
    for values in drawn:
        mine = got[at : at + len(values)]
        at += len(values)
        lifted = sum(1 for value in values if value < 100)  # of which each may have been made a dollar
        assert (sum(values) + 50) // 100 <= sum(mine) // 100 <= (sum(values) + 50) // 100 + lifted
        assert all(abs(a - b) <= 100 for a, b in zip(values, mine, strict=True))
