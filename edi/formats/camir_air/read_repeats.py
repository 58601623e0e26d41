"""Lines that stand more often than a message takes them: the order of records says which may follow which, not how
often."""

from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air.layouts.messages import MOST
from deminimis.edi.frames.finding_codes import RECORD_ORDER
from deminimis.edi.frames.findings import FINDINGS, NO_FINDINGS
from deminimis.edi.frames.runs import place
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

_OF: Final = {"CSD-2": "goods", "ERR": "message"}  # the scope that they are counted in, if not the shipment


def repeats(tables: Tables) -> pl.DataFrame:
    """An EDI106 for the first line of each kind (`MOST`) that is one too many."""
    return pl.concat([NO_FINDINGS, *(_of(tables[tag], tag, most) for tag, most in MOST.items() if tag in tables)])


def _of(rows: pl.DataFrame, tag: str, most: int) -> pl.DataFrame:
    scope = _OF.get(tag, "shipment")
    rows = rows.filter(pl.col(scope).is_not_null()).filter(place(scope) == most)
    said = {"tag": tag, "before": tag, "expected": f"at most {most} of them"}
    found = rows.with_columns(
        code=pl.lit(RECORD_ORDER.code),
        severity=pl.lit(RECORD_ORDER.severity),
        record=pl.lit(tag),
        width=pl.lit(1),
        params=pl.struct(pl.lit(text).alias(name) for name, text in said.items()).struct.json_encode(),
    )
    return conform(found, FINDINGS)
