"""Lines that stand more often than a message takes them, or not at all: the order of records says which may follow
which, not how often, nor what a message must have somewhere."""

from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air.layouts import RECORDS
from deminimis.edi.formats.camir_air.layouts.messages import MOST
from deminimis.edi.frames.finding_codes import RECORD_ORDER
from deminimis.edi.frames.findings import FINDINGS, NO_FINDINGS
from deminimis.edi.frames.runs import place
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

_CHANGES: Final = ("FRC", "FXC")  # which must say why, anywhere behind ARR
_OF: Final = {"CSD-2": "goods", "ERR": "message"}  # the scope that they are counted in, if not the shipment


def repeats(tables: Tables) -> pl.DataFrame:
    """An EDI106 for the first line of each kind (`MOST`) that is one too many."""
    return pl.concat([NO_FINDINGS, *(_of(tables[tag], tag, most) for tag, most in MOST.items() if tag in tables)])


def _of(rows: pl.DataFrame, tag: str, most: int) -> pl.DataFrame:
    scope = _OF.get(tag, "shipment")
    rows = rows.filter(pl.col(scope).is_not_null()).filter(place(scope) == most)
    return _order(rows.with_columns(record=pl.lit(tag)), tag, f"at most {most} of them")


def unexplained(tables: Tables) -> pl.DataFrame:
    """An EDI106 at the last line of each change without RFA, as at that of a cancellation."""
    changes = tables["SMI"].filter(pl.col("message_identifier").is_in(list(_CHANGES)))
    changes = changes.join(tables["RFA"], on="message", how="anti").select("message")
    if not changes.height:
        return NO_FINDINGS
    own = pl.col("message", "ordinal", "line", "column", "byte"), pl.col("tag").cast(pl.String).alias("record")
    lines = pl.concat(
        tables[tag].join(changes, on="message", how="semi").select(*own) for tag in RECORDS if tag in tables
    )
    last = lines.sort("ordinal").unique("message", keep="last", maintain_order=True)
    return _order(last, "the end", "RFA")


def _order(rows: pl.DataFrame, tag: str, expected: str) -> pl.DataFrame:
    """An EDI106 for each row: `tag` cannot stand behind a line of its `record`."""
    found = rows.with_columns(
        code=pl.lit(RECORD_ORDER.code),
        severity=pl.lit(RECORD_ORDER.severity),
        width=pl.lit(1),
        params=pl.struct(
            pl.lit(tag).alias("tag"), pl.col("record").alias("before"), expected=pl.lit(expected)
        ).struct.json_encode(),
    )
    return conform(found, FINDINGS)
