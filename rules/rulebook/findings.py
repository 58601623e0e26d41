"""From what a rule found to the findings frame: exact places, and parameters as JSON."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.frames.findings import FINDINGS, NO_FINDINGS, SEVERITY, Code
from deminimis.rules.base.filed import Filed
from deminimis.rules.rulebook.evidence import Evidence

# the record a shipment begins with, where one record is sure to be it
RECORDS: Final = {name: traits.head for name, traits in CATALOGUE.items() if traits.head}
PERIODICAL: Final = ("DM1", "DM3")  # codes whose findings name the row of the policy table
_NO_ROW: Final = "no period"  # its day is not known, or it claims nothing
_PLACE: Final = pl.Struct({"file": pl.UInt32, "line": pl.UInt32, "byte": pl.UInt64})


def dollars(cents: pl.Expr) -> pl.Expr:
    """An amount as a person writes it."""
    return pl.format("${}.{}", cents // 100, (cents % 100).cast(pl.String).str.pad_start(2, "0"))


def findings_at(code: Code, found: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """One finding per row of `found`: `row` and `related` are indices into the filings, other columns parameters."""
    if not found.height:
        return NO_FINDINGS
    found = first(code, found, evidence)
    if code.code.startswith(PERIODICAL):
        if "period" not in found.columns:
            found = found.with_columns(evidence.periods(found["row"]).alias("period"))
        found = found.with_columns(pl.col("period").fill_null(_NO_ROW))
    return placed(code, found, evidence.filed)


def placed(code: Code, found: pl.DataFrame, filed: Filed) -> pl.DataFrame:
    """One finding per row of `found`, with its place in `filed`."""
    where = filed.take(found["row"], "file", "line", "byte", "format")
    names = [name for name in found.columns if name not in ("row", "related")]
    params = found.select(pl.struct(names).struct.json_encode()).to_series() if names else pl.lit("{}")
    frame = found.select(
        code=pl.lit(code.code),
        severity=pl.lit(code.severity).cast(SEVERITY),
        file=where["file"],
        line=where["line"],
        column=pl.lit(1, pl.UInt32),
        byte=where["byte"],
        record="record"
        if "record" in found.columns
        else where["format"].cast(pl.String).replace_strict(RECORDS, default=None),
        field="field" if "field" in found.columns else pl.lit(None, pl.String),
        value="value" if "value" in found.columns else pl.lit(None, pl.String),
        params=params,
        related=_related(found, filed),
    )
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in FINDINGS.items()
    )


def first(code: Code, found: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """The rows that will be shown: of each file the first in filing order. All are counted.

    found: `row` at least. A rule whose findings take long to tell calls it before; what is left is not cut again.
    """
    most = evidence.most
    if most is None or found.height <= most:
        return found
    files = pl.DataFrame([evidence.filed.column(found["row"], "file"), found["row"]])
    shown = files.select(pl.col("row").rank("min").over("file") <= most).to_series().fill_null(True)
    for file, count in files.filter(~shown)["file"].value_counts().iter_rows():
        evidence.more[file, code.code, code.severity] += count
    return found.filter(shown)


def _related(found: pl.DataFrame, filed: Filed) -> pl.Series:
    """The places of the rows in `related`, a list per finding."""
    if "related" not in found.columns:
        return pl.Series([None] * found.height, dtype=pl.List(_PLACE))
    flat = found.select("related").with_row_index("at").explode("related", empty_as_null=False, keep_nulls=False)
    rows = flat["related"].cast(pl.UInt32)
    where = filed.take(rows, "file", "line", "byte").to_struct("related")
    lists = flat.select("at", where).group_by("at").agg("related")
    every = pl.DataFrame({"at": pl.int_range(found.height, dtype=pl.UInt32, eager=True)})
    return every.join(lists, on="at", how="left", maintain_order="left")["related"]
