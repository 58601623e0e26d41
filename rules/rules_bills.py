"""DM104, DM105, DM107, DM108: what is on file for one bill."""

import polars as pl

from deminimis.edi.findings import NOTE, WARNING
from deminimis.rules.judged import Judged
from deminimis.rules.registry import rule
from deminimis.rules.report import dollars


def _noted(judged: Judged, code: str) -> pl.DataFrame:
    """The notes of one code, with the bill."""
    notes = judged.notes.filter(pl.col("code") == code)
    bill = judged.filed["bill"].gather(notes["row"])
    number = judged.filed["entry_number"].gather(notes["row"])
    named = pl.select(pl.coalesce(bill, number, pl.lit("a bill without number"))).to_series()
    return notes.select("row", bill=named, related=pl.concat_list("related").list.drop_nulls()).sort("row")


@rule(
    "DM104",
    "manifest-and-entry-differ",
    WARNING,
    "manifest and entry of {bill} differ in {what}; the entry's is used",
    source="our choice; the entry is the later and fuller statement",
)
def DIFFER(judged: Judged) -> pl.DataFrame:
    """The manifest bill and the type 86 entry of one shipment say different things.

    Compared are value (more than a dollar a line apart), day, consignee and origins, and only where both sides state
    them. The entry decides. A claim that only the entry makes is no difference.

    Example: the manifest says $300.00, the entry $500.00.
    What to do: correct the side that is wrong; CBP sees both.
    Certainty: which side CBP counts is unpublished; taking the entry is our choice.
    """
    pairs = judged.pairs
    if not pairs.height:
        return pl.DataFrame()
    known = judged.people.known.select("address", "identifier", "person")
    for side in ("m", "e"):
        on = [f"address_{side}", f"identifier_{side}"]
        pairs = pairs.join(
            known.rename({"address": on[0], "identifier": on[1], "person": f"person_{side}"}),
            on=on,
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
    apart = (pl.col("value_m") - pl.col("value_e")).abs()
    allowed = judged.settings.tolerance_cents * pl.max_horizontal("lines", pl.lit(1)).cast(pl.Int64)
    tests = {
        "value": apart > allowed,
        "day": pl.col("eda_m") != pl.col("eda_e"),
        "consignee": pl.col("person_m") != pl.col("person_e"),
        "origin": pl.col("origins_m") != pl.col("origins_e"),
    }
    differing = pl.concat_list(
        pl.when(test.fill_null(False)).then(pl.lit(what)) for what, test in tests.items()
    ).list.drop_nulls()
    found = pairs.with_columns(what=differing).filter(pl.col("what").list.len() > 0)
    bill = judged.filed["bill"].gather(found["row_m"])
    return found.select(
        row="row_e",
        related=pl.concat_list("row_m"),
        bill=bill,
        what=pl.col("what").list.join(", "),
        manifest_value=dollars(pl.col("value_m")),
        entry_value=dollars(pl.col("value_e")),
    ).sort("row")


@rule(
    "DM105",
    "repeated-bill",
    WARNING,
    "{bill} was filed before; it counts once, at the greater value",
    source="our choice",
)
def REPEATED(judged: Judged) -> pl.DataFrame:
    """One bill was added twice, or has two live type 86 entries.

    It counts once, at the greater value. If the two differ in consignee, day or claim, it counts in each of the groups
    and the result is provisional. Parts of a split shipment (with part letters) are not repeats.

    Example: the same bill with $300.00, and again with $500.00.
    What to do: delete the wrong one, or file the second as a change.
    Certainty: how CBP treats a repeat is unpublished.
    """
    return _noted(judged, "DM105")


@rule(
    "DM107",
    "claim-withdrawn",
    NOTE,
    "the claim on {bill} is withdrawn by an entry of type 01 or 11",
    source="CBP-077: link to entry type 01 or 11",
)
def WITHDRAWN(judged: Judged) -> pl.DataFrame:
    """A live entry of type 01 or 11 covers a bill for which de minimis was asked.

    Every claim on the bill leaves the sum, that of a type 86 entry too.

    Example: a manifest claim, and later a type 11 entry for the same bill.
    What to do: nothing.
    Certainty: whether CBP takes such a shipment out of the sum is unpublished.
    """
    return _noted(judged, "DM107")


@rule(
    "DM108",
    "delete-without-base",
    NOTE,
    "{bill} is deleted here, but what is deleted is not on file",
    source="our choice",
)
def NO_BASE(judged: Judged) -> pl.DataFrame:
    """A delete names a bill or entry that is not among these filings.

    It changes nothing here.

    Example: a delete of a bill that was filed last week, without last week's file.
    What to do: check the files together, or with a ledger.
    Certainty: our choice.
    """
    return _noted(judged, "DM108")
