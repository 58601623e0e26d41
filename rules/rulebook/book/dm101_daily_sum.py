"""DM101, DM103: the daily sum (clauses 16 and 19)."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import named
from deminimis.edi.frames.findings import ERROR, WARNING
from deminimis.rules.rulebook.evidence import Evidence, lead_row
from deminimis.rules.rulebook.findings import dollars, first
from deminimis.rules.rulebook.rule import Among, rule

_RULE = "19 U.S.C. 1321(a)(2)(C); 19 CFR 10.151; CBP-077"


def texts() -> list[pl.Expr]:
    """Consignee, day and limit of a group, as a person reads them."""
    return [
        pl.coalesce("consignee", pl.lit("a consignee that could not be read")).alias("consignee"),
        pl.coalesce(pl.col("day").cast(pl.String), pl.lit("a day that could not be read")).alias("day"),
        dollars(pl.col("limit_cents")).alias("limit"),
    ]


@rule(
    "DM101",
    "over-daily-limit",
    WARNING,
    "{consignee} may exceed the daily limit of {limit} on {day}: {shipments}, {total} ({action}, {period})",
    scope="group",
    source=_RULE,
    hideable=False,
    where=Among("groups", pl.col("over")),
)
def OVER(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """The eligible shipments of one consignee on one day may exceed the daily limit.

    One person may import up to $800 ($200 until 9 March 2016) a day free of duty. The shipments in these filings add
    up to more. The finding stands at the shipment that tips the sum in filing order; the others are listed with it.
    What CBP does about it depends on the day: nothing, a warning, withholding.

    Example: two shipments of $500.00 and $300.01 for the same name and address on the same day.
    What to do: file the tipping shipments as type 11 or 01, or show that the consignees are different people.
    Certainty: the limit and "more than" are law; how CBP matches names and addresses is unpublished.
    """
    counted = evidence.members.select("group", "ship", "mild", "limit_cents", row=lead_row())
    counted = counted.filter(pl.col("mild") > 0).join(found.select("group"), on="group", how="semi")
    run = pl.col("mild").cum_sum().over("group")
    tips = counted.filter(run > pl.col("limit_cents")).group_by("group", maintain_order=True)
    tipping = tips.agg(pl.col("row").first(), tipping_ship=pl.col("ship").first())
    found = first(OVER.code, found.join(tipping, on="group", how="left", maintain_order="left"), evidence)
    tipping = found.select("group", "row", "tipping_ship")
    names = evidence.told(found)
    over = names.select("group", "judged", "action", "period", "provisional", "lower_bound", *texts())
    others = (
        counted.join(tipping.select("group", "tipping_ship"), on="group")
        .group_by("group", maintain_order=True)
        .agg(
            related=pl.col("row").filter(pl.col("ship") != pl.col("tipping_ship")),
            count=pl.len(),
        )
    )
    return (
        over.join(tipping, on="group", maintain_order="left")
        .join(others, on="group", maintain_order="left")
        .select(
            "row", "related", "consignee", "day", "limit", "count", "action", "period", "provisional", "lower_bound",
            total=dollars(pl.col("judged")),
            shipments=pl.format("{} shipment", "count")
            + pl.when(pl.col("count") > 1).then(pl.lit("s")).otherwise(pl.lit("")),
        )
    )  # fmt: skip


@rule(
    "DM103",
    "cannot-tell",
    ERROR,
    "{subject}: it cannot be told whether {consignee} may exceed the daily limit on {day}: {why}",
    scope="group",
    source="our choice: nothing unread is taken as zero, as absent or as today",
    hideable=False,
    where=Among("members", pl.col("verdict") == "unknown"),
)
def CANNOT_TELL(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """Something could not be read, and the verdict hangs on it.

    Everything unread is judged twice: at its mildest (no value, no claim) and at its worst (any value, any group that
    it does not contradict). Where both give the same verdict, that one stands; where they differ, it is unknown.
    There is one finding per shipment, and one per group of several. A shipment that was read itself is named where
    another one on file could lift its sum. A manifest by sea, and CBP's copy of it, may state no value: its type 86
    entry does.

    Example: $500.00 for a consignee, and for the same person and day a shipment with an unreadable value.
    What to do: what the finding says: correct the field and file again, or check together with the entry, the earlier
    file (or a ledger), or the rate of exchange (`--rates`).
    Certainty: our choice, on the side that never passes over what may exceed the limit.
    """
    named = evidence.groups.join(found.select("group"), on="group", how="semi", maintain_order="left")
    names = evidence.told(named).select("group", *texts())
    row = found.select(lead_row()).to_series()
    members = found.select("group", "reasons", "alone", "entry_row", row.alias("row")).hstack(_stated(evidence, row))
    subject = pl.coalesce(
        pl.format("entry {}", pl.when(pl.col("entry_row").is_not_null()).then("entry_number")),
        pl.format("bill {}", "bill"),
        pl.lit("this shipment"),
    )
    alone = pl.format("a change of {} without its base", subject)
    members = members.with_columns(subject=pl.when("alone").then(alone).otherwise(subject), why=_why())
    open_groups = evidence.groups.filter((pl.col("verdict") == "unknown") & (pl.col("members") > 1)).select("group")
    groups = (
        evidence.members.join(open_groups, on="group", how="semi")
        .group_by("group", maintain_order=True)
        .agg(
            pl.col("reasons").explode(empty_as_null=False).unique(maintain_order=True),
            row=lead_row().first(),
            told=(pl.col("verdict") == "unknown").sum(),
            count=pl.len(),
        )
        .with_columns(
            subject=pl.lit("the sum of this day"),
            why=pl.format("{} of its {} shipments cannot be told", "told", "count"),
        )
    )
    columns = ["group", "row", "subject", "why", "reasons"]
    both = pl.concat([frame.select(columns) for frame in (members, groups)])
    both = both.join(names, on="group", maintain_order="left")
    return both.select("row", "subject", "consignee", "day", "limit", "why", unread=pl.col("reasons").list.join(", "))


_WITHOUT_VALUES: Final = named(lambda traits: not traits.states_values)


def _stated(evidence: Evidence, row: pl.Series) -> pl.DataFrame:
    """Of each deciding filing: how it is called, its foreign currency, and what is blank and not only unreadable."""
    unread = pl.col("unread").list.contains
    lines = (
        evidence.filings.scan("lines").filter(pl.col("currency") != "USD").select("file", "seq", "currency").collect()
    )
    foreign = lines.group_by("file", "seq").agg(foreign=pl.col("currency").first())
    names = ("file", "seq", "bill", "entry_number", "currency", "value_cents", "eda", "arrival", "format", "unread")
    filed = evidence.filed.take(row, *names).join(foreign, on=["file", "seq"], how="left", maintain_order="left")
    return filed.select(
        "bill",
        "entry_number",
        foreign=pl.coalesce(pl.when(pl.col("currency") != "USD").then("currency"), "foreign"),
        no_value=pl.col("value_cents").is_null() & ~unread("value_cents"),
        no_day=pl.col("eda").is_null() & pl.col("arrival").is_null() & ~unread("eda"),
        by_entry=pl.col("format").is_in(_WITHOUT_VALUES).fill_null(False),
    )


def _why() -> pl.Expr:
    """What is unread of a shipment, and what to do about it, in words."""
    stated = pl.when("no_value").then(pl.lit("it states no value")).otherwise(pl.lit("its value cannot be read"))
    value = (
        pl.when(pl.col("foreign").is_not_null())
        .then(pl.format("its value is in {}: give the rate (--rates)", "foreign"))
        .when("by_entry")
        .then(stated + pl.lit(": check it together with the type 86 entry that names it"))
        .otherwise(stated)
    )
    day = pl.when("no_day").then(pl.lit("it states no day of arrival"))
    texts: dict[str, pl.Expr] = {
        "base": pl.lit("what it changes is not on file: give the earlier file too, or a ledger"),
        "value": value,
        "claim": pl.lit("what it asks for cannot be read"),
        "consignee": pl.lit("its consignee cannot be made out"),
        "day": day.otherwise(pl.lit("its day of arrival cannot be read")),
        "origin": pl.lit("a country of origin is missing or cannot be read"),
        "others": pl.lit("it was read, but what could not be read of other shipments may lift its sum"),
    }
    has = pl.col("reasons").list.contains
    said = pl.concat_list(pl.when(has(reason)).then(text) for reason, text in texts.items())
    return said.list.drop_nulls().list.join("; ")
