"""DM107 to DM109: what a later filing, or CBP's copy, makes of a bill on file."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import COPIES
from deminimis.edi.frames.findings import NOTE, WARNING
from deminimis.rules.base.filed import ADDRESS
from deminimis.rules.on_file.facts import address_of
from deminimis.rules.rulebook.evidence import Evidence
from deminimis.rules.rulebook.rule import Among, declare, rule

_COPY: Final = ("action", "bill", "format", "claim", "eda", "value_cents", "unread", *ADDRESS)


@rule(
    "DM107",
    "claim-withdrawn",
    NOTE,
    "the claim on {bill} is withdrawn by an entry of type {kind}",
    source="CBP-077: link to entry type 01 or 11",
    where=Among("notes", pl.col("code") == "DM107"),
    shows={"kind": "entry_type"},
)
def WITHDRAWN(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """A live entry of type 01 or 11 covers a bill for which de minimis was asked.

    Every claim on the bill leaves the sum, that of a type 86 entry too. An entry of any other type than 86 claims
    nothing either, and what it says goes before the manifest's claim; it does not withdraw a type 86 entry.

    Example: a manifest claim, and later a type 11 entry for the same bill.
    What to do: nothing.
    Certainty: whether CBP takes such a shipment out of the sum is unpublished.
    """
    return evidence.as_filed(evidence.named(found, at="related"), "entry_type")


NO_BASE = declare(
    "DM108",
    "delete-without-base",
    NOTE,
    "{bill} is deleted here, but what is deleted is not on file",
    """A delete names a bill or entry that is not among these filings.

    It changes nothing here.

    Example: a delete of a bill that was filed last week, without last week's file.
    What to do: check the files together, or with a ledger.
    Certainty: our choice.
    """,
    source="our choice",
    where=Among("notes", pl.col("code") == "DM108"),
)


def _copied() -> pl.Expr:
    """Whether it is CBP's copy of a manifest's bill."""
    return pl.col("format").is_in(COPIES) & (pl.col("filing") == "manifest") & pl.col("bill").is_not_null()


@rule(
    "DM109",
    "copy-differs",
    WARNING,
    "CBP's copy of {bill} differs from {base} in {what}; the latter counts",
    scope="bill",
    source="our choice; a broker download is what CBP has on file after all amendments",
    where=Among("whole", _copied() & (pl.col("action") == "add"), _COPY),
)
def COPY_DIFFERS(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """A broker download has a bill that is known here otherwise: an amendment may be missing here.

    The download is CBP's copy and never a second bill: where the manifest is given too, that counts, else the copy read
    first. Compared are claim, value (more than a dollar apart), day and consignee, where both state them. A bill that
    another filing here changes is not compared.

    Example: the manifest states $100.00 and no claim, CBP's copy $900.00 and a claim.
    What to do: look which is newer. Give the file of the amendment too, or leave out the old manifest.
    Certainty: which of two states CBP counts is its newest; that the copy is newer cannot be seen from it.
    """
    named = (pl.col("filing") == "manifest") & pl.col("bill").is_not_null()
    rows = evidence.filed.select("row", *_COPY, where=named)
    copy = pl.col("format").is_in(COPIES).fill_null(False)
    changed = rows.filter((pl.col("action") != "add") & pl.col("format").is_not_null())["bill"].unique().implode()
    own = rows.filter(~copy & (pl.col("action") == "add") & pl.col("format").is_not_null())
    first = found.filter(~pl.col("bill").is_in(own["bill"].implode())).unique("bill", maintain_order=True)
    bases = pl.concat([own.unique("bill", keep="last", maintain_order=True), first])
    bases = bases.filter(~pl.col("bill").is_in(changed))
    keys = evidence.people.addresses.keys.select("address", "key")
    facts = [
        "row", "bill", "claim", "eda", "format",
        pl.when(pl.col("unread").list.contains("value_cents").not_()).then("value_cents").alias("value"),
        address_of().alias("address"),
    ]  # fmt: skip
    sides = [side.select(facts).join(keys, on="address", how="left", maintain_order="left") for side in (found, bases)]
    pairs = sides[0].join(sides[1], on="bill", suffix="_own", maintain_order="left")
    pairs = pairs.filter(pl.col("row") != pl.col("row_own"))
    tests = {
        "claim": pl.col("claim") != pl.col("claim_own"),
        "value": (pl.col("value") - pl.col("value_own")).abs() > evidence.settings.tolerance_cents,
        "day": pl.col("eda") != pl.col("eda_own"),
        "consignee": pl.col("key") != pl.col("key_own"),
    }
    what = pl.concat_list(pl.when(test).then(pl.lit(name)) for name, test in tests.items()).list.drop_nulls()
    found = pairs.with_columns(what=what).filter(pl.col("what").list.len() > 0)
    again = pl.col("format_own").is_in(COPIES).fill_null(False)
    base = pl.when(again).then(pl.lit("the copy given before")).otherwise(pl.lit("the manifest given here"))
    return found.select("row", "bill", pl.col("what").list.join(", "), base=base, related=pl.concat_list("row_own"))
