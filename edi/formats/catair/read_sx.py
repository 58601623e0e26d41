"""Cargo release answers (SX) into notices: the echoed records with their SE90, and refusals of a whole batch (X1)."""

from typing import Final

import polars as pl

from deminimis.edi.codes import status_of
from deminimis.edi.formats.catair.read_entry_bills import AIR, bills_of, numbered
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

# SE90 5-6, Cargo Release guide v40, p. SE-83; a type that cannot be read is no acceptance
_KINDS: Final = {**dict.fromkeys(("01", "02", "03", "04"), "acceptance"), "11": "error", "13": "status"}
_FINAL: Final = ("01", "02", "03", "04")

READS: Final[dict[str, tuple[str, ...]]] = {
    "A": ("transmission_date",),
    "SE10": ("entry_filer_code", "entry_number", "entry_type", "mode_of_transport"),
    "SE15": ("bill_type", "issuer_code", "bill_number", "quantity"),
    "SE90": ("message_type", "condition_code", "narrative"),
    "X1": ("condition_code", "narrative"),
}


def notices(tables: Tables) -> pl.DataFrame:
    """One row an SE90 and one an X1, path `entry`.

    code is the condition code; of the final SE90 its type 01 to 04, kind `acceptance`. A record's SE90 behind an SE15
    is about that bill, any other about the entry, whose bill is given where it has only one. posted_at is the day of
    the batch (A 15-20), which CBP repeats from the filing: no answer carries a time. The conditions' own document was
    not at hand: status is that of where each was read; the types and the refusals (X1) are CBP's.
    """
    found = pl.concat([_answers(tables), _refusals(tables)], how="diagonal_relaxed")
    if not found.height:
        return NO_NOTICES
    days = tables["A"].select("batch", posted_at=pl.col("transmission_date").cast(pl.Datetime("us")))
    found = found.join(days, on="batch", how="left", maintain_order="left")
    fixed = {"format": pl.lit("catair-sx"), "path": pl.lit("entry"), "direction": pl.lit("read")}
    return conform(found.with_columns(**fixed), NOTICES)


def _answers(tables: Tables) -> pl.DataFrame:
    heads = tables["SE10"].with_row_index("seq")
    rows = tables["SE15"].join(heads.select("seq", "shipment"), on="shipment", how="left", maintain_order="left")
    air = heads.select("seq", air=pl.col("mode_of_transport").is_in(AIR))
    named = rows.select("ordinal", own_scac="issuer_code")
    own = numbered(rows, air).select("ordinal", own_bill="bill").join(named, on="ordinal", how="left")
    only = bills_of(rows.filter(pl.col("seq").is_not_null()), air)[1].select("seq", only_bill="bill")
    entries = heads.select("seq", "shipment", "entry_type", entry=pl.col("entry_filer_code") + pl.col("entry_number"))
    found = tables["SE90"].join(entries, on="shipment", how="left", maintain_order="left")
    found = found.join(only, on="seq", how="left", maintain_order="left")
    found = found.join(own, left_on=pl.col("bill").cast(pl.UInt32), right_on="ordinal", how="left")
    kind = pl.col("message_type")
    final = kind.is_in(_FINAL).fill_null(False)
    return found.select(
        "line", "byte", "batch", "entry", "entry_type",
        kind=kind.replace_strict(_KINDS, default="error", return_dtype=pl.String),
        code=pl.when(final).then(kind).otherwise(pl.coalesce("condition_code", kind)),
        text="narrative",
        bill=pl.when(final).then("only_bill").otherwise(pl.coalesce("own_bill", "only_bill")),
        scac=pl.when(~final).then("own_scac"),
        status=pl.when(final).then(pl.lit("cbp")).otherwise(status_of(pl.col("condition_code"), "release_condition")),
    )  # fmt: skip


def _refusals(tables: Tables) -> pl.DataFrame:
    """A refused batch: nothing of it was filed (ABI Batch and Block Control rev. 23, p. B&B-31 to B&B-36)."""
    return tables["X1"].select(
        "line", "byte", "batch",
        kind=pl.lit("error"),
        code="condition_code",
        text="narrative",
        status=status_of(pl.col("condition_code"), "abi_batch_condition"),
    )  # fmt: skip
