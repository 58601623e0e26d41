"""DM301, DM302: claims that CBP rejects whatever the sum."""

from typing import Final

import polars as pl

from deminimis.edi.findings import ERROR
from deminimis.rules import daily_limit
from deminimis.rules.judged import Judged
from deminimis.rules.registry import Among, rule
from deminimis.rules.report import dollars
from deminimis.rules.rules_sum import lead_row

_REJECTED: Final = Among("members", lambda _settings: pl.col("verdict") == daily_limit.REJECT)


def _told(judged: Judged, members: pl.DataFrame) -> pl.DataFrame:
    """Each shipment once, with the file and the name of the filing, and what its period says."""
    periods = judged.settings.policy.periods
    members = members.unique("ship", maintain_order=True)
    row = members.select(lead_row()).to_series()
    bill = pl.coalesce(judged.filed["bill"].gather(row), judged.filed["entry_number"].gather(row))
    tables = {
        "name": pl.Series([p.name for p in periods]),
        "since": pl.Series([f"{p.starts:%Y-%m-%d}" for p in periods]),
        "instrument": pl.Series([p.instrument for p in periods]),
        "suspended": pl.Series([p.suspended for p in periods]),
        "countries": pl.Series([" and ".join(sorted(p.countries)) for p in periods]),
    }
    return members.with_columns(
        row.alias("row"),
        judged.filed["file"].gather(row).alias("file"),
        bill=bill,
        **{name: table.gather(members["period"]) for name, table in tables.items()},
    ).sort("row")


@rule(
    "DM301",
    "suspended",
    ERROR,
    "{count} claims, {total} in all, are rejected: no de minimis since {since} ({instrument}); for instance {samples}",
    source="CSMS 66065494; CSMS 67845486; 19 CFR 10.151 as amended; see `explain policy`",
    hideable=False,
    among=_REJECTED,
)
def SUSPENDED(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """On these days no claim is eligible, of whatever origin: CBP rejects all of them.

    One finding per file and period, at the first claim. The sums per consignee and day are not judged, for none of the
    claims counts.

    Example: any de minimis claim that arrives on 29 August 2025 or later.
    What to do: file the bills as type 11 or 01.
    Certainty: certain since 29 August 2025; the hour is 00:01 Eastern.
    """
    found = _told(judged, found).filter("suspended")
    certain = pl.col("claim").fill_null(False)
    return (
        found.filter(certain)
        .group_by("file", "period", maintain_order=True)
        .agg(
            pl.col("row", "since", "instrument", "name").first(),
            pl.len().alias("count"),
            dollars(pl.col("value").sum()).alias("total"),
            pl.col("bill").drop_nulls().head(judged.settings.samples).alias("samples"),
        )
        .select("row", "count", "total", "since", "instrument", pl.col("samples").list.join(", "), period="name")
    )


@rule(
    "DM302",
    "origin-ineligible",
    ERROR,
    "{bill} is rejected: goods of {countries} have no de minimis in this period, since {since} ({instrument})",
    source="CSMS 63992482; CSMS 64825584",
    hideable=False,
    among=_REJECTED,
)
def ORIGIN(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A line is of a country whose goods are not eligible on that day.

    One line suffices: the rule must hold for every line. The claim is rejected and leaves the sum of its consignee.

    Example: a shipment with a line of origin CN that arrives on 2 May 2025 or later.
    What to do: file the bill as type 11 or 01.
    Certainty: dates certain; the hour at which the first ban ended, on 7 February 2025, is unknown.
    """
    found = _told(judged, found).filter(~pl.col("suspended"))
    return found.select("row", "bill", "countries", "since", "instrument", period="name")
