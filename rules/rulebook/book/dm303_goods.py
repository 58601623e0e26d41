"""DM303 to DM307: what the goods, and the filings beside each other, say about a claim."""

from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.frames.findings import NOTE, WARNING
from deminimis.edi.frames.shipments import Filings
from deminimis.rules import data as packaged
from deminimis.rules.base.filed import at
from deminimis.rules.base.keys import hashed
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.evidence import Evidence, lead_row
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Fold, few, listed, rule

EXCLUDED: Final = {"2203": "beer", "2204": "wine", "2205": "vermouth", "2206": "fermented beverages",
                   "2207": "alcohol", "2208": "spirits", "24": "tobacco"}  # fmt: skip


@cache
def agencies() -> dict[str, tuple[str, str]]:
    """Chapter or heading -> agency and what the goods are, from agency_goods.csv."""
    return {row["hts"]: (row["agency"], row["what"]) for row in packaged.rows("agency_goods")}


def _of(filings: Filings, table: dict[str, str], name: str) -> pl.DataFrame:
    """The lines whose tariff number the table knows, with its word as `name`: of the heading, else of the chapter.

    Looked up once a number: there are few different ones.
    """
    lines = filings.scan("lines").select("file", "seq", "line_no", "hts")
    numbers = lines.select(pl.col("hts").drop_nulls().unique(maintain_order=True)).collect()
    by_head = pl.col("hts").str.slice(0, 4).replace_strict(table, default=None, return_dtype=pl.String)
    by_chapter = pl.col("hts").str.slice(0, 2).replace_strict(table, default=None, return_dtype=pl.String)
    known = numbers.with_columns(pl.coalesce(by_head, by_chapter).alias(name)).filter(pl.col(name).is_not_null())
    wanted = lines.filter(pl.col("hts").is_in(known["hts"].implode())) if known.height else lines.head(0)
    return wanted.collect().join(known, on="hts")


@rule(
    "DM303",
    "excluded-goods",
    WARNING,
    "{bill} claims de minimis for {goods} (HTS {hts}); alcohol and tobacco are excluded",
    scope="shipment",
    source="19 CFR 10.153(e) and (h); 89 FR 2630",
)
def EXCLUDED_GOODS(evidence: Evidence) -> pl.DataFrame | None:
    """A claim has a goods line of alcohol (HTS 2203 to 2208) or tobacco (chapter 24).

    Goods taxed under the Internal Revenue Code have no de minimis. The claim still counts in the sum, as filed.

    Example: a claim with HTS 2204214060.
    What to do: file the shipment as type 01 or 11.
    Certainty: the exclusion is law; the tariff number is only as right as it was filed.
    """
    lines = _of(evidence.filings, EXCLUDED, "goods")
    if not lines.height:
        return None
    found = evidence.claimed(lines).unique("row", keep="first", maintain_order=True)
    return found.select("row", "bill", "goods", "hts")


def _by_agency(settings: Settings, tally: pl.DataFrame) -> pl.DataFrame:
    return tally.select(
        "row", "agency", listed("what").alias("what"), "kind", "count", listed("samples").alias("samples")
    )


@rule(
    "DM304",
    "agency-goods",
    NOTE,
    "{count:claim has|claims have} goods that usually need {agency} data ({what}) and so an entry of {kind}: {samples}",
    scope="file",
    source="89 FR 2630: goods of other agencies are cleared by type 86, not off the manifest",
    fold=Fold("shipment", _by_agency, by=("agency", "kind"), distinct=("what",)),
)
def AGENCY_GOODS(evidence: Evidence) -> pl.DataFrame | None:
    """A claim off the manifest has a tariff number whose goods usually need data of another agency.

    A manifest has no room for that data; an entry does: type 86 while it is taken, since 29 August 2025, and before
    that for goods of countries without de minimis, type 11 or 01. One note a file, agency and type.

    Example: a truck claim with HTS 3304995000 (skin care).
    What to do: the broker files the entry with the agency's records, or the disclaimer where none is needed.
    Certainty: a guess from the tariff number; which goods need what is the agency's to say.
    """
    if not evidence.filed.select((pl.col("filing") == "manifest").any()).item():
        return None
    words = {key: f"{agency}|{what}" for key, (agency, what) in agencies().items()}
    lines = _of(evidence.filings, words, "both")
    if not lines.height:
        return None
    found = evidence.claimed(lines).filter(pl.col("filing") == "manifest")
    agency = pl.col("both").str.split("|")
    found = found.with_columns(agency=agency.list.first(), what=agency.list.last())
    refused = evidence.members.filter(~pl.col("eligible").fill_null(True)).select(row=lead_row())["row"]
    taken = ~pl.col("row").is_in(refused.implode())
    found = found.with_columns(kind=pl.when(taken).then(pl.lit("type 86")).otherwise(pl.lit("type 11 or 01")))
    return (
        found.unique(["row", "agency"], keep="first", maintain_order=True)
        .group_by("file", "agency", "kind", maintain_order=True)
        .agg(
            pl.col("row").first(),
            what=few("what").filter(pl.col("what").is_first_distinct()).head(evidence.settings.samples),
            count=pl.len(),
            samples=few("bill").head(evidence.settings.samples),
        )
    )


def _by_file(_settings: Settings, tally: pl.DataFrame) -> pl.DataFrame:
    return tally.select("row", "count", listed("samples").alias("samples"))


def _sampled(evidence: Evidence, lost: pl.DataFrame) -> pl.DataFrame:
    """The tally of a file: its first row, how many, and the first bills.

    lost: row, file and bill (hash), in filing order. In a part of a call only what is at home there.
    """
    if evidence.home is not None:
        lost = lost.filter(evidence.home.gather(lost["row"]))
    first = pl.struct("row", "bill").head(evidence.settings.samples)
    found = lost.group_by("file", maintain_order=True).agg(pl.col("row").first(), pl.len().alias("count"), some=first)
    some = found.select("file", "some").explode("some", empty_as_null=False).unnest("some")
    keys = evidence.filed.take(some["row"], "file", "seq", "bill")
    more = evidence.filings.scan("bills").filter(at().is_in(keys.select(at()).to_series().implode()))
    both = pl.concat([keys, more.select("file", "seq", "bill").collect()]).with_columns(hash=hashed(pl.col("bill")))
    names = both.select("file", "seq", "hash", name="bill").unique(["file", "seq", "hash"])
    some = some.with_columns(keys["seq"]).join(
        names, left_on=["file", "seq", "bill"], right_on=["file", "seq", "hash"], how="left", maintain_order="left"
    )
    samples = some.group_by("file", maintain_order=True).agg(samples=few("name"))
    return found.drop("some").join(samples, on="file", how="left", maintain_order="left")


_READ: Final = pl.col("format").is_not_null()  # and not a total known from elsewhere
_OF_MANIFEST: Final = _READ & (pl.col("filing") == "manifest")
_NAMED: Final = {"bill": hashed(pl.col("bill")), "master": hashed(pl.col("master_bill"))}


def _both_kinds(evidence: Evidence) -> bool:
    """Whether there are manifests and entries."""
    if evidence.call is not None:
        return evidence.call.both_kinds
    return {"manifest", "entry"} <= set(evidence.whole(pl.col("filing").unique(), where=_READ).to_series())


def _named_by_entries(evidence: Evidence) -> pl.DataFrame:
    """The bills that entries name, as hashes: row, file, master, bill."""
    columns = [name.alias(column) for column, name in _NAMED.items()]
    entry = evidence.whole("row", "file", at(), *columns, where=_READ & (pl.col("filing") == "entry"))
    own = evidence.filings.scan("bills").filter(pl.col("bill").is_not_null())
    more = own.select(at(), named=hashed(pl.col("bill"))).collect()
    named = entry.join(more, on="at", how="left", maintain_order="left_right")
    named = named.select("row", "file", "at", "master", bill=pl.coalesce("named", "bill"))
    return named.filter(pl.col("bill").is_not_null())


def _of_manifests(evidence: Evidence, of: pl.Series, *names: str) -> pl.Series:
    """Which of the hashes `of` are those of a bill, or master bill, on a manifest."""
    found = evidence.whole(*(_NAMED[name].alias(name) for name in names), where=_OF_MANIFEST)
    every = pl.concat(found.get_columns())
    return every.filter(every.is_in(of.implode())).unique()


@rule(
    "DM305",
    "entry-without-manifest",
    NOTE,
    "{count:entry names|entries name} bills on no manifest given here; for instance {samples}",
    scope="file",
    source="our choice; CBP releases an entry against its manifest bill",
    fold=Fold("row", _by_file),
)
def NO_MANIFEST(evidence: Evidence) -> pl.DataFrame | None:
    """Entries whose bill no manifest of this call has, though manifests were given.

    Only where there are manifests and entries; a bill of a master or of a house of it counts as found.

    Example: a manifest with ABCD1, and entries for ABCD1 and ABCD2.
    What to do: look for a mistyped bill number, or give the missing manifest too.
    Certainty: a note of ours.
    """
    if not _both_kinds(evidence):
        return None
    entry = _named_by_entries(evidence)
    if evidence.call is not None:
        lost = entry.join(evidence.call.lost, on=["at", "bill"], how="semi", maintain_order="left")
    else:
        named = pl.concat([entry["bill"], entry["master"]]).drop_nulls()
        known = _of_manifests(evidence, named, "bill", "master").implode()
        lost = entry.filter(~pl.col("bill").is_in(known) & ~pl.col("master").is_in(known).fill_null(False))
    return _sampled(evidence, lost.unique("row", keep="first", maintain_order=True))


@rule(
    "DM306",
    "manifest-without-entry",
    NOTE,
    "no entry given here names {count:manifest bill} without a claim; for instance {samples}",
    scope="file",
    source="our choice",
    fold=Fold("row", _by_file),
)
def NO_ENTRY(evidence: Evidence) -> pl.DataFrame | None:
    """Manifest bills without a claim of their own that no entry of this call names, though entries were given.

    A claim off the manifest needs no entry, so it is not meant here.

    Example: a manifest with ABCD1 and ABCD2, neither claiming, and an entry for ABCD1.
    What to do: file the missing entry, or give its file too.
    Certainty: a note of ours.
    """
    if not _both_kinds(evidence):
        return None
    without = _OF_MANIFEST & pl.col("claim").eq(False).fill_null(False) & pl.col("bill").is_not_null()
    silent = evidence.whole(
        "row", "file", at(), *(name.alias(column) for column, name in _NAMED.items()), where=without
    )
    if not silent.height:
        return None
    if evidence.call is not None:
        lost = silent.join(evidence.call.lost, on=["at", "bill"], how="semi", maintain_order="left")
    else:
        entry = _named_by_entries(evidence)
        named = pl.concat([entry["bill"], entry["master"]]).drop_nulls().implode()
        masters = _of_manifests(evidence, silent["bill"], "master").implode()
        known = pl.col("bill").is_in(named) | pl.col("master").is_in(named).fill_null(False)
        lost = silent.filter(~known & ~pl.col("bill").is_in(masters))
    return _sampled(evidence, lost.unique("bill", keep="first", maintain_order=True))


@rule(
    "DM307",
    "possible-splitting",
    NOTE,
    "{consignee} has {count} shipments near the limit from {shipper}, {first} to {last}, {total} in all",
    scope="person",
    source="19 CFR 10.151: one order sent in lots to stay within the limit is not eligible",
)
def SPLITTING(evidence: Evidence) -> pl.DataFrame | None:
    """Several shipments near the limit go from one shipper to one consignee on neighbouring days.

    One order that is split over days to stay within the limit has no de minimis. Which days are one order cannot be
    seen here.

    Example: $700.00 from one seller to one buyer on each of three days.
    What to do: look whether they were one order.
    Certainty: a note of ours.
    """
    rows = near_limit(evidence)
    if rows is None or rows.height < evidence.settings.splitting_least:
        return None
    found = in_lots(rows, evidence.settings)
    return lots(found.with_columns(evidence.people.texts(found["person"])["consignee"]))


def near_limit(evidence: Evidence) -> pl.DataFrame | None:
    """The claims near the limit: person, day, mild, row, shipper; None where there are none."""
    near = pl.col("mild") * 100 >= pl.col("limit_cents") * evidence.settings.splitting_percent
    rows = evidence.members.filter(near & pl.col("person").is_not_null() & pl.col("day").is_not_null())
    if not rows.height:
        return None
    rows = evidence.as_filed(rows.select("person", "day", "mild", row=lead_row()), "shipper_name")
    shipper = pl.col("shipper_name").str.to_uppercase().str.strip_chars()
    rows = rows.select("person", "day", "mild", "row", shipper=shipper)
    return rows.filter(pl.col("shipper").is_not_null())


def in_lots(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Those of one person and shipper on days that follow each other. rows: of `near_limit`."""
    rows = rows.sort("person", "shipper", "day", "row")
    gap = pl.col("day").diff().over("person", "shipper").dt.total_days() > settings.splitting_days
    rows = rows.with_columns(run=gap.fill_null(True).cum_sum())
    return (
        rows.group_by("person", "shipper", "run", maintain_order=True)
        .agg(
            pl.col("row").last(),
            related=pl.col("row").slice(0, pl.len() - 1),
            count=pl.len(),
            days=pl.col("day").n_unique(),
            first=pl.col("day").first().cast(pl.String),
            last=pl.col("day").last().cast(pl.String),
            cents=pl.col("mild").sum(),
        )
        .filter((pl.col("count") >= settings.splitting_least) & (pl.col("days") > 1))
    )


def lots(found: pl.DataFrame) -> pl.DataFrame:
    """What is told of those that `in_lots` found, with the text of each `consignee`."""
    return found.sort("row").select(
        "row", "related", "consignee", "shipper", "count", "first", "last", total=dollars(pl.col("cents"))
    )
