"""DM104, DM105: one shipment that is told twice."""

import polars as pl

from deminimis.edi.frames.findings import WARNING
from deminimis.rules.rulebook.evidence import Evidence
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, declare, rule


@rule(
    "DM104",
    "manifest-and-entry-differ",
    WARNING,
    "manifest and entry of {bill} differ in {what}; the entry's is used",
    source="our choice; the entry is the later and fuller statement",
    where=Among("pairs", pl.lit(True)),
)
def DIFFER(evidence: Evidence, pairs: pl.DataFrame) -> pl.DataFrame:
    """The manifest bill and the type 86 entry of one shipment say different things.

    Compared are value (more than a dollar a line apart), day, consignee and origins, and only where both sides state
    them. The entry decides. A claim that only the entry makes is no difference.

    Example: the manifest says $300.00, the entry $500.00.
    What to do: correct the side that is wrong; CBP sees both.
    Certainty: which side CBP counts is unpublished; taking the entry is our choice.
    """
    known = evidence.people.known.select("address", "identifier", "person")
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
    allowed = evidence.settings.tolerance_cents * pl.max_horizontal("lines", pl.lit(1)).cast(pl.Int64)
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
    return (
        evidence.as_filed(found, "bill", at="row_m")
        .select(
            "bill",
            row="row_e",
            related=pl.concat_list("row_m"),
            what=pl.col("what").list.join(", "),
            manifest_value=dollars(pl.col("value_m")),
            entry_value=dollars(pl.col("value_e")),
        )
        .sort("row")
    )


REPEATED = declare(
    "DM105",
    "repeated-bill",
    WARNING,
    "{bill} was filed before; it counts once, at the greater value",
    """One bill was added twice, or has two live type 86 entries.

    It counts once, at the greater value. If the two differ in consignee, day or claim, it counts in each of the groups
    and the result is provisional. Parts of a split shipment (with part letters) are not repeats.

    Example: the same bill with $300.00, and again with $500.00.
    What to do: delete the wrong one, or file the second as a change.
    Certainty: how CBP treats a repeat is unpublished.
    """,
    source="our choice",
    where=Among("notes", pl.col("code") == "DM105"),
)
