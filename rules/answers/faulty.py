"""Which filings are faulty: they get no positive answer, since CBP's codes for the faults are not public."""

from typing import Final

import polars as pl

# A fault of the file as a whole: nobody knows how far CBP reads it.
_ENVELOPE: Final = ("A", "B", "Y", "Z", "ISA", "GS", "ST", "SE", "GE", "IEA", "UNB", "UNG", "UNH", "UNT", "UNE", "UNZ")
# Segments in front of a set's shipments; those of EDIFACT stand inside shipments too.
_X12_HEADS: Final = ("M10", "P4", "P5", "VEH", "N7", "NM1")
_HEADS: Final = (*_X12_HEADS, "BGM", "DTM", "FTX", "LOC", "RFF", "NAD", "TDT", "EQD", "SEL")
_CODES: Final = "^(?:EDI|DM2|DM31)"

EDA_REQUIRED: Final = "282"
EDA_ONCE: Final = "288"


def faulty(ships: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The filings (file, seq) that have an error of form.

    ships: file, seq, message, byte, sorted. findings: columns of edi.frames.findings. A finding belongs to the last
    filing that begins at or before its byte; one about the envelope, or without a place, to all of its file. One that
    stands in front of all shipments of a set, or may stand there, belongs to all of that set. Where findings were
    capped, every filing behind the last one that was kept counts as faulty: what is not known to be clean is not
    accepted.
    """
    wrong = findings.filter((pl.col("severity") == "error") & pl.col("code").str.contains(_CODES))
    if not wrong.height or not ships.height:
        return ships.select("file", "seq").clear()
    capped = wrong.filter(pl.col("params").str.starts_with('{"more"'))
    placed = wrong.join(capped, on=["file", "code", "byte", "params"], how="anti", nulls_equal=True)
    whole = placed.filter(pl.col("record").is_in(_ENVELOPE) | pl.col("byte").is_null())["file"].drop_nulls().unique()
    inside = _placed(ships, placed.filter(pl.col("byte").is_not_null()))
    first, another = pl.col("before").is_null(), pl.col("before") != pl.col("after")
    ahead = pl.col("after").is_not_null() & (first | (another & pl.col("record").is_in(_HEADS).fill_null(True)))
    behind = ~(first | (another & pl.col("record").is_in(_X12_HEADS)).fill_null(False))
    sets = inside.filter(ahead).select("file", message="after").unique()
    out = [
        inside.filter(behind).select("file", "seq"),
        ships.join(sets, on=["file", "message"], how="semi").select("file", "seq"),
        ships.filter(pl.col("file").is_in(whole.implode())).select("file", "seq"),
    ]
    if capped.height:
        last = placed.join(capped.select("file", "code"), on=["file", "code"], how="semi")
        last = last.group_by("file", "code").agg(pl.col("byte").max()).group_by("file").agg(last=pl.col("byte").min())
        unseen = ships.join(last, on="file").filter(pl.col("last").is_null() | (pl.col("byte") >= pl.col("last")))
        out.append(unseen.select("file", "seq"))
    return pl.concat(out).unique()


def _placed(ships: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """file, record; seq and message (`before`) of the filing that each begins in, message of the next one (`after`)."""
    rows = found.select("file", "byte", "record").sort("byte")
    own = ships.select("file", "byte", "seq", before="message").sort("byte")
    rows = rows.join_asof(own, on="byte", by="file", strategy="backward", check_sortedness=False)
    following = ships.select("file", "byte", after="message").sort("byte")
    return rows.join_asof(
        following, on="byte", by="file", strategy="forward", allow_exact_matches=False, check_sortedness=False
    )  # fmt: skip
