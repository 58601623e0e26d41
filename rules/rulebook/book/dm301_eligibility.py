"""DM301, DM302: claims that CBP rejects whatever the sum."""

from typing import Final

import polars as pl

from deminimis.edi.frames.findings import ERROR
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.evidence import Evidence, lead_row
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, Fold, listed, rule

_REJECTED: Final = Among(
    "members",
    pl.col("verdict") == "reject",
    ("ship", "period_index", "claim", "value", "manifest_row", "entry_row"),
)


def _once(evidence: Evidence, members: pl.DataFrame, *, suspended: bool) -> pl.DataFrame:
    """Each shipment once, in filing order: row, period_index, claim, value. suspended: of periods without any claim."""
    periods = [n for n, period in enumerate(evidence.settings.policy.periods) if period.suspended is suspended]
    rows = members.select("ship", "period_index", "claim", "value", row=lead_row()).unique("ship", maintain_order=True)
    return rows.filter(pl.col("period_index").is_in(periods)).drop("ship").sort("row")


def _told(settings: Settings, found: pl.DataFrame) -> pl.DataFrame:
    """What the policy says of each `period_index`."""
    periods = settings.policy.periods
    tables = {
        "period": [p.name for p in periods],
        "since": [f"{p.starts:%Y-%m-%d}" for p in periods],
        "instrument": [p.instrument for p in periods],
        "countries": [" and ".join(sorted(p.countries)) for p in periods],
    }
    return found.with_columns(
        **{name: pl.Series(table).gather(found["period_index"]) for name, table in tables.items()}
    )


def _suspended(settings: Settings, tally: pl.DataFrame) -> pl.DataFrame:
    sums = _told(settings, tally)
    return sums.select(
        "row", "count", dollars(pl.col("cents")).alias("total"), "since", "instrument",
        listed("samples").fill_null("").alias("samples"), "period",
    )  # fmt: skip


@rule(
    "DM301",
    "suspended",
    ERROR,
    "{count:claim}, {total} in all, rejected: no de minimis since {since} ({instrument}); for instance {samples}",
    scope="file",
    source="CSMS 66065494; CSMS 67845486; 19 CFR 10.151 as amended; see `explain policy`",
    hideable=False,
    where=_REJECTED,
    fold=Fold("shipment", _suspended, by=("period_index",)),
)
def SUSPENDED(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame | None:
    """On these days no claim is eligible, of whatever origin: CBP rejects all of them.

    One finding per file and period, at the first claim. The sums per consignee and day are not judged, for none of the
    claims counts.

    Example: any de minimis claim that arrives on 29 August 2025 or later.
    What to do: the broker files an entry of type 11 or 01 for each bill (above $2,500: 01); the carrier amends its
    bills, so that they claim no de minimis. A foreign importer of record, and an importer number without an entry for
    366 days, may be refused: DM335.
    Certainty: certain since 29 August 2025; the hour is 00:01 Eastern.
    """
    found = _once(evidence, found, suspended=True).filter(pl.col("claim").fill_null(False))
    if not found.height:
        return None
    named = evidence.filed.select(pl.coalesce("bill", "entry_number").is_not_null()).to_series()
    found = found.with_columns(evidence.filed.column(found["row"], "file"), named=named.gather(found["row"]))
    sums = found.group_by("file", "period_index", maintain_order=True).agg(
        pl.col("row").first(),
        pl.len().alias("count"),
        pl.col("value").sum().alias("cents"),
        pl.col("row").filter("named").head(evidence.settings.samples).alias("samples"),
    )
    some = sums.select("row", "samples").explode("samples", empty_as_null=False)
    some = evidence.named(some, at="samples", nameless=None)
    samples = some.group_by("row", maintain_order=True).agg(samples=pl.struct(row="samples", text="bill"))
    return sums.drop("samples").join(samples, on="row", how="left", maintain_order="left")


@rule(
    "DM302",
    "origin-ineligible",
    ERROR,
    "{bill} is rejected: goods of {countries} have no de minimis in this period, since {since} ({instrument})",
    scope="shipment",
    source="CSMS 63992482; CSMS 64825584",
    hideable=False,
    where=_REJECTED,
)
def ORIGIN(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """A line is of a country whose goods are not eligible on that day.

    One line suffices: the rule must hold for every line. The claim is rejected and leaves the sum of its consignee.

    Example: a shipment with a line of origin CN that arrives on 2 May 2025 or later.
    What to do: the broker files an entry of type 11 or 01; the carrier amends its bill, so that it claims nothing.
    Certainty: dates certain; the hour at which the first ban ended, on 7 February 2025, is unknown.
    """
    found = evidence.named(_told(evidence.settings, _once(evidence, found, suspended=False)))
    return found.select("row", "bill", "countries", "since", "instrument", "period")
