"""DM401 to DM405: data that CBP's working group asks to be better. Notes; thresholds are settings."""

from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.frames.findings import NOTE
from deminimis.edi.frames.shipments import Filings
from deminimis.rules import data as packaged
from deminimis.rules.base.settings import Settings
from deminimis.rules.people import spelling as text
from deminimis.rules.rulebook.evidence import Evidence, lead_row
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, Fold, few, listed, rule

_GAP: Final = ("bill", "master_bill", "part", "quantity", "value_cents", "claim", "unread")
_NORMAL: Final = 0.6745  # the MAD of a normal distribution, in standard deviations


@cache
def vague() -> tuple[str, ...]:
    """Descriptions that say nothing, from vague_goods.csv."""
    return tuple(row["words"] for row in packaged.rows("vague_goods"))


@cache
def placeholders() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that name nobody, from placeholder_names.csv: beginnings, and whole names."""
    names = packaged.rows("placeholder_names")
    begins, whole = ([row["name"] for row in names if row["how"] == how] for how in ("begins", "whole"))
    return tuple(begins), tuple(whole)


RATE: Final = (pl.col("value_cents") / pl.col("weight_kg")).log()


def weighed(filings: Filings) -> pl.LazyFrame:
    """The goods lines that state dollars, a weight and a tariff chapter."""
    usable = (pl.col("value_cents") > 0) & (pl.col("weight_kg") > 0) & (pl.col("hts").str.len_chars() >= 2)
    return (
        filings.scan("lines")
        .filter(usable & pl.col("currency").is_null())
        .select("file", "seq", "line_no", "value_cents", "weight_kg", chapter=pl.col("hts").str.slice(0, 2))
    )


def middles(lines: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """chapter, median, mad of each chapter with enough lines. lines: chapter and rate."""
    lines = lines.filter(pl.len().over("chapter") >= settings.outlier_least)
    middle = lines.group_by("chapter").agg(median=pl.col("rate").median())
    away = lines.join(middle, on="chapter").with_columns(away=(pl.col("rate") - pl.col("median")).abs())
    return middle.join(away.group_by("chapter").agg(mad=pl.col("away").median()), on="chapter")


@rule(
    "DM401",
    "value-weight-outlier",
    NOTE,
    "{bill}: {value} for {weight} kg of HTS chapter {chapter} is far from the usual {usual} a kilogram",
    scope="call",
    source="robust z-score (Iglewicz and Hoaglin 1993); our choice of the threshold",
)
def OUTLIER(evidence: Evidence) -> pl.DataFrame | None:
    """The value per kilogram of a goods line is far from that of the other lines of its tariff chapter in this call.

    Compared are logarithms with their median and the median of the distances from it, which a few odd lines do not
    move. A chapter with few lines is not judged.

    Example: one line of $790.00 for 1 kg among forty lines of about $10 a kilogram.
    What to do: look for a slipped decimal point or the wrong unit of weight.
    Certainty: statistics, nothing more.
    """
    settings = evidence.settings
    lines = weighed(evidence.filings).collect()
    usual = None if evidence.call is None else evidence.call.chapters
    if usual is None and lines.height < settings.outlier_least:
        return None
    lines = lines.with_columns(rate=RATE)
    lines = lines.join(middles(lines, settings) if usual is None else usual, on="chapter")
    lines = lines.with_columns(away=(pl.col("rate") - pl.col("median")).abs())
    odd = lines.filter(pl.col("away") * _NORMAL > pl.col("mad") * settings.outlier_score, pl.col("mad") > 0)
    if not odd.height:
        return None
    found = evidence.claimed(odd)
    return found.select(
        "row",
        "bill",
        "chapter",
        pl.col("weight_kg").round(3).alias("weight"),
        value=dollars(pl.col("value_cents")),
        usual=dollars(pl.col("median").exp().round().cast(pl.Int64)),
    )


@rule(
    "DM402",
    "vague-description",
    NOTE,
    "{bill} describes its goods as {description}; that does not say what they are",
    scope="shipment",
    source="CBP's examples of unacceptable cargo descriptions; errors 548, SN525 since 27 September 2025",
)
def VAGUE(evidence: Evidence) -> pl.DataFrame | None:
    """A goods line is described by a word that fits anything. One note a shipment.

    CBP rejects weak descriptions automatically since 27 September 2025.

    Example: a line described as GIFT.
    What to do: say what it is, in words anybody would use, and of what material.
    Certainty: CBP's list of words is not published; ours is in vague_goods.csv.
    """
    lines = evidence.filings.scan("lines").select("file", "seq", "line_no", "description")
    known = lines.select(pl.col("description").drop_nulls().unique(maintain_order=True)).collect().to_series()
    words = pl.DataFrame({"description": known}).with_columns(
        plain=text.words(pl.lit(text.upper(known))).str.replace(r"^\d+ (?:X |PCS |PC |CTNS? |PKGS? )?", "")
    )
    vague_ones = words.filter(pl.col("plain").is_in(vague()) | pl.col("plain").is_null())
    if not vague_ones.height:
        return None
    odd = lines.filter(pl.col("description").is_in(vague_ones["description"].implode())).collect()
    found = evidence.claimed(odd).unique("row", keep="first", maintain_order=True)
    return found.select("row", "bill", "description")


def _of_nobody(_settings: Settings) -> pl.Expr:
    begins, whole = placeholders()
    name = pl.col("name")
    return name.str.contains("^(?:" + "|".join(begins) + r")\b") | name.is_in(whole)


@rule(
    "DM403",
    "placeholder-consignee",
    NOTE,
    "{bill} names its consignee as {name}, which names nobody",
    scope="shipment",
    source="CBP's errors 550, SN527 for a weak consignee since 27 September 2025; our list",
    where=Among("addresses", _of_nobody),
)
def PLACEHOLDER(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """The consignee's name stands in for one: TO ORDER, SAME AS, UNKNOWN, TEST.

    All shipments under such a name at one address count as one person here, which they may not be.

    Example: a consignee named TO ORDER OF SHIPPER.
    What to do: name the person who gets the goods.
    Certainty: our list (placeholder_names.csv); CBP's is not published.
    """
    odd = found.select("address", "name")
    found = evidence.members.join(odd, on="address", maintain_order="left").unique(
        "ship", keep="first", maintain_order=True
    )
    return evidence.named(found.select("name", row=lead_row()).sort("row"))


def _late(_settings: Settings, tally: pl.DataFrame) -> pl.DataFrame:
    return tally.select("row", "count", "days", listed("samples").alias("samples"))


@rule(
    "DM404",
    "late-presentation",
    NOTE,
    "{count:claim was|claims were} filed after the day of arrival, by up to {days:day}; for instance {samples}",
    scope="file",
    source="19 CFR 122.48a, 123.92, 4.7: cargo is declared before it arrives",
    fold=Fold("shipment", _late, greatest=("days",)),
)
def LATE(evidence: Evidence) -> pl.DataFrame | None:
    """Claims whose envelope is dated after the day on which they arrive; by sea, on that day or after.

    Late data cannot be screened before arrival, and changes filed so late are requests only. One note a file.

    Example: a truck claim with an estimated arrival on 3 March, filed on 4 March.
    What to do: file before departure; check the dates.
    Certainty: dates only: the hours of an envelope are not compared. A type 86 entry filed at or after arrival is
    rejected since 17 August 2024 (CSMS 61668562, as reported).
    """
    claims = evidence.members.lazy().filter(pl.col("claim").fill_null(False) & pl.col("day").is_not_null())
    rows = claims.select("ship", "day", row=lead_row()).collect()
    if not evidence.once:
        rows = rows.unique("ship", keep="first", maintain_order=True)
    late = (pl.col("filed_on") - pl.col("day")).dt.total_days()
    rows = evidence.as_filed(rows, "filed_on").select("row", late=late).filter(pl.col("late") >= 0)
    if not rows.height:
        return None
    rows = evidence.as_filed(rows, "file", "mode", "action")
    least = pl.when(pl.col("mode") == "ocean").then(0).otherwise(1)
    rows = rows.filter(pl.col("action") == "add", pl.col("late") >= least).select("row", "file", "late").sort("row")
    return (
        evidence.named(rows, nameless=None)
        .group_by("file", maintain_order=True)
        .agg(
            pl.col("row").first(),
            count=pl.len(),
            days=pl.col("late").max(),
            samples=few("bill").filter(pl.col("bill").is_not_null()).head(evidence.settings.samples),
        )
    )


def _below() -> pl.Expr:
    """Whether it is the house of a master."""
    return pl.col("bill").is_not_null() & (pl.col("master_bill") != pl.col("bill"))


@rule(
    "DM405",
    "manifesting-gap",
    NOTE,
    "{bill} states {stated} and its {count} houses on file {houses}: some may not be manifested",
    scope="bill",
    source="our choice; the working group's list of manifesting gaps",
    where=Among("whole", _below(), ("master_bill",)),
)
def MANIFESTING_GAP(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame | None:
    """The houses of a master bill have fewer packages than the master, or less value than it claims.

    A master does not count beside its houses, and what stands on no manifest is in no sum. Compared are the master's
    own packages and, where it claims de minimis itself, its value, with those of its houses in this call, manifest or
    entry, where all of them state one; a house in parts counts with all its parts. Entries whose bill is on no manifest
    are DM305, manifest bills without an entry DM306. That a shipment is on no manifest and under no master cannot be
    seen from filings.

    Example: a master of 10 packages with one house of 4.
    What to do: give the file with the other houses too, or file them.
    Certainty: a note of ours; the two may count different packages.
    """
    above = found["master_bill"].unique()
    own = (pl.col("filing") == "manifest") & pl.col("bill").is_not_null() & ~_below().fill_null(False)
    masters = evidence.whole("row", *_GAP, where=own & pl.col("bill").is_in(above.implode()))
    if not masters.height:
        return None
    found = evidence.whole(*_GAP, where=_below() & pl.col("master_bill").is_in(masters["bill"].unique().implode()))
    read = pl.when(~pl.col("unread").list.contains("value_cents")).then("value_cents")
    each = found.group_by("master_bill", "bill", "part").agg(pl.col("quantity").max(), value=read.max())
    told = {name: pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()) for name in ("quantity", "value")}
    sums = each.group_by(bill="master_bill").agg(
        count=pl.col("bill").n_unique(), **{f"{name}_h": sum_ for name, sum_ in told.items()}
    )
    found = masters.unique("bill", keep="last", maintain_order=True).with_columns(value=read)
    found = found.join(sums, on="bill", maintain_order="left")
    fewer, less = pl.col("quantity_h") < pl.col("quantity"), pl.col("claim") & (pl.col("value_h") < pl.col("value"))
    found = found.filter(fewer.fill_null(False) | less.fill_null(False))
    packages = pl.when(fewer).then(pl.format("{} packages", "quantity"))
    have = pl.when(fewer).then(pl.col("quantity_h").cast(pl.String))
    return found.select(
        "row", "bill", "count",
        stated=pl.coalesce(packages, dollars(pl.col("value"))), houses=pl.coalesce(have, dollars(pl.col("value_h"))),
    )  # fmt: skip
