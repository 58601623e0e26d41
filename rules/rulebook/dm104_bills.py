"""DM104, DM105, DM107 to DM109: what is on file for one bill."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import COPIES
from deminimis.edi.frames.findings import NOTE, WARNING
from deminimis.rules.on_file.facts import ADDRESS, address_of
from deminimis.rules.rulebook.evidence import Judged
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, rule

_COPY: Final = ("action", "bill", "format", "claim", "eda", "value_cents", "unread", *ADDRESS)


def _of_code(code: str) -> Among:
    return Among("notes", lambda _settings: pl.col("code") == code)


def _named(judged: Judged, notes: pl.DataFrame, whose: str = "row") -> pl.DataFrame:
    """Notes with the bill of the filing they stand at, or of the `related` one."""
    names = judged.filed.take(notes[whose], "bill", "entry_number")
    named = names.select(pl.coalesce("bill", "entry_number", pl.lit("a bill without number"))).to_series()
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
    bill = judged.filed.column(found["row_m"], "bill")
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
    among=_of_code("DM105"),
)
def REPEATED(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """One bill was added twice, or has two live type 86 entries.

    It counts once, at the greater value. If the two differ in consignee, day or claim, it counts in each of the groups
    and the result is provisional. Parts of a split shipment (with part letters) are not repeats.

    Example: the same bill with $300.00, and again with $500.00.
    What to do: delete the wrong one, or file the second as a change.
    Certainty: how CBP treats a repeat is unpublished.
    """
    return _named(judged, found)


@rule(
    "DM107",
    "claim-withdrawn",
    NOTE,
    "the claim on {bill} is withdrawn by an entry of type {kind}",
    source="CBP-077: link to entry type 01 or 11",
    among=_of_code("DM107"),
)
def WITHDRAWN(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A live entry of type 01 or 11 covers a bill for which de minimis was asked.

    Every claim on the bill leaves the sum, that of a type 86 entry too. An entry of any other type than 86 claims
    nothing either, and what it says goes before the manifest's claim; it does not withdraw a type 86 entry.

    Example: a manifest claim, and later a type 11 entry for the same bill.
    What to do: nothing.
    Certainty: whether CBP takes such a shipment out of the sum is unpublished.
    """
    found = _named(judged, found, whose="related")
    return found.with_columns(judged.filed.column(found["row"], "entry_type").alias("kind"))


@rule(
    "DM108",
    "delete-without-base",
    NOTE,
    "{bill} is deleted here, but what is deleted is not on file",
    source="our choice",
    among=_of_code("DM108"),
)
def NO_BASE(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A delete names a bill or entry that is not among these filings.

    It changes nothing here.

    Example: a delete of a bill that was filed last week, without last week's file.
    What to do: check the files together, or with a ledger.
    Certainty: our choice.
    """
    return _named(judged, found)


def _copied() -> pl.Expr:
    """Whether it is CBP's copy of a manifest's bill."""
    return pl.col("format").is_in(COPIES) & (pl.col("filing") == "manifest") & pl.col("bill").is_not_null()


@rule(
    "DM109",
    "copy-differs",
    WARNING,
    "CBP's copy of {bill} differs from {base} in {what}; the latter counts",
    source="our choice; a broker download is what CBP has on file after all amendments",
    among=Among("whole", lambda _settings: _copied() & (pl.col("action") == "add"), _COPY),
)
def COPY_DIFFERS(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A broker download has a bill that is known here otherwise: an amendment may be missing here.

    The download is CBP's copy and never a second bill: where the manifest is given too, that counts, else the copy read
    first. Compared are claim, value (more than a dollar apart), day and consignee, where both state them. A bill that
    another filing here changes is not compared.

    Example: the manifest states $100.00 and no claim, CBP's copy $900.00 and a claim.
    What to do: look which is newer. Give the file of the amendment too, or leave out the old manifest.
    Certainty: which of two states CBP counts is its newest; that the copy is newer cannot be seen from it.
    """
    named = (pl.col("filing") == "manifest") & pl.col("bill").is_not_null()
    rows = judged.filed.select("row", *_COPY, where=named)
    copy = pl.col("format").is_in(COPIES).fill_null(False)
    changed = rows.filter((pl.col("action") != "add") & pl.col("format").is_not_null())["bill"].unique().implode()
    own = rows.filter(~copy & (pl.col("action") == "add") & pl.col("format").is_not_null())
    first = found.filter(~pl.col("bill").is_in(own["bill"].implode())).unique("bill", maintain_order=True)
    bases = pl.concat([own.unique("bill", keep="last", maintain_order=True), first])
    bases = bases.filter(~pl.col("bill").is_in(changed))
    keys = judged.people.addresses.keys.select("address", "key")
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
        "value": (pl.col("value") - pl.col("value_own")).abs() > judged.settings.tolerance_cents,
        "day": pl.col("eda") != pl.col("eda_own"),
        "consignee": pl.col("key") != pl.col("key_own"),
    }
    what = pl.concat_list(pl.when(test).then(pl.lit(name)) for name, test in tests.items()).list.drop_nulls()
    found = pairs.with_columns(what=what).filter(pl.col("what").list.len() > 0)
    again = pl.col("format_own").is_in(COPIES).fill_null(False)
    base = pl.when(again).then(pl.lit("the copy given before")).otherwise(pl.lit("the manifest given here"))
    return found.select("row", "bill", pl.col("what").list.join(", "), base=base, related=pl.concat_list("row_own"))
