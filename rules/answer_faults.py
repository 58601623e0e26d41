"""Which filings are faulty: they get no positive answer, since CBP's codes for the faults are not public."""

from typing import Final

import polars as pl

# A fault of the file as a whole: nobody knows how far CBP reads it.
_ENVELOPE: Final = ("A", "B", "Y", "Z", "ISA", "GS", "ST", "SE", "GE", "IEA", "UNB", "UNG", "UNH", "UNT", "UNE", "UNZ")
_CODES: Final = "^(?:EDI|DM2|DM31)"

EDA_REQUIRED: Final = "282"
EDA_ONCE: Final = "288"


def faulty(ships: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The filings (file, seq) that have an error of form.

    ships: file, seq, byte, sorted. findings: columns of edi.findings. A finding belongs to the last filing that begins
    at or before its byte; one about the envelope, or without a place, to all of its file. Where findings were capped,
    every filing behind the last one that was kept counts as faulty: what is not known to be clean is not accepted.
    """
    wrong = findings.filter((pl.col("severity") == "error") & pl.col("code").str.contains(_CODES))
    if not wrong.height or not ships.height:
        return ships.select("file", "seq").clear()
    capped = wrong.filter(pl.col("params").str.starts_with('{"more"'))
    placed = wrong.join(capped, on=["file", "code", "byte", "params"], how="anti", nulls_equal=True)
    whole = placed.filter(pl.col("record").is_in(_ENVELOPE) | pl.col("byte").is_null())["file"].drop_nulls().unique()
    inside = placed.filter(pl.col("byte").is_not_null()).select("file", "byte").sort("file", "byte")
    own = inside.join_asof(
        ships.select("file", "seq", "byte"), on="byte", by="file", strategy="backward", check_sortedness=False
    )
    out = [
        own.select("file", "seq").drop_nulls(),
        ships.filter(pl.col("file").is_in(whole.implode())).select("file", "seq"),
    ]
    if capped.height:
        last = placed.join(capped.select("file", "code"), on=["file", "code"], how="semi")
        last = last.group_by("file", "code").agg(pl.col("byte").max()).group_by("file").agg(last=pl.col("byte").min())
        behind = ships.join(last, on="file").filter(pl.col("last").is_null() | (pl.col("byte") >= pl.col("last")))
        out.append(behind.select("file", "seq"))
    return pl.concat(out).unique()
