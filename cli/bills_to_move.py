"""The list of `--bills-to-move`: the fewest bills to file as type 11 or 01, as CSV, ordered by file, manifest, line.

So a truck's bills stand together, trip by trip: what is refused cannot leave a moving truck.
"""

import csv
import io
from typing import Final

import polars as pl

from deminimis.cli.document import shipments_of
from deminimis.cli.report import Report
from deminimis.cli.reporters.csv import safe

COLUMNS: Final = (
    "file", "manifest", "line", "mode", "bill", "entry_number", "consignee", "day", "value", "period", "verdict",
    "file_as", "why",
)  # fmt: skip
_WHY: Final = {
    "reject": "the claim is rejected in this period",
    "over": "without it the consignee's day is at or below the limit, as far as these filings tell",
}


def render(report: Report) -> str:
    """The table with its header, also where there is nothing to move."""
    rows = shipments_of(report).filter(pl.col("move_to").is_not_null())
    groups = report.judgement.groups.select("group", "consignee", "day")
    rows = rows.join(groups, on="group", how="left", maintain_order="left").unique("ship", keep="first")
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows.sort("file", "message", "line", "ship").iter_rows(named=True):
        cents = row["value_cents"]
        cells = (
            row["path"], row["message"], row["line"], row["mode"], row["bill"], row["entry_number"], row["consignee"],
            row["day"], f"{cents // 100}.{cents % 100:02d}", row["period"], row["verdict"], row["move_to"],
            _WHY["reject" if row["verdict"] == "reject" else "over"],
        )  # fmt: skip
        table.writerow([safe(cell) for cell in cells])
    return out.getvalue()
