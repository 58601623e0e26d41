"""The list of `--bills-to-move`: the fewest bills to file as type 11 or 01, as CSV, ordered by file, manifest, line.

So a truck's bills stand together, trip by trip: what is refused cannot leave a moving truck.
"""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.parts.cells import amount, table
from deminimis.cli.reporters.parts.document import shipments_of
from deminimis.cli.session.report import Report

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
    return table(COLUMNS, _rows(rows.sort("file", "message", "line", "ship")))


def _rows(rows: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    for row in rows.iter_rows(named=True):
        yield (
            row["path"], row["message"], row["line"], row["mode"], row["bill"], row["entry_number"], row["consignee"],
            row["day"], amount(row["value_cents"]), row["period"], row["verdict"], row["move_to"],
            _WHY["reject" if row["verdict"] == "reject" else "over"],
        )  # fmt: skip


def trips(report: Report) -> list[str]:
    """A sentence for each truck manifest with bills to move: what is refused at the border cannot leave the truck."""
    trucks = shipments_of(report).filter((pl.col("mode") == "truck") & (pl.col("filing") == "manifest"))
    each = trucks.unique("ship", keep="first", maintain_order=True).group_by("file", "path", "message")
    counts = each.agg(claims=pl.len(), moved=pl.col("move_to").is_not_null().sum())
    out = []
    for row in counts.filter(pl.col("moved") > 0).sort("file", "message").iter_rows(named=True):
        claims = words.many(row["claims"], "claim")
        where = f"{words.clean(row['path'])}, manifest {row['message']}"
        out.append(f"deminimis: before departure: {where}: file {row['moved']} of {claims} otherwise, or take them off")
    return out
