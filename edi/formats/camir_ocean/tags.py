"""Which layout an 80-byte record has: its first three columns, and for N03 and R02 the records in front of it."""

from typing import Final

import polars as pl

# In front of these a block may be cut: what a tag depends on ends here.
BOUNDARIES: Final = ("ACR", "M01", "P01", "J01", "A01", "K01", "B01", "R02", "ZCR")
PARTIES: Final = ("S01", "U01", "N01", "N00")
_CONTINUES: Final = 67  # column 68 of R02: whether a second R02 follows


def tag_of(raw: pl.Expr) -> pl.Expr:
    """Columns 1-3; N03-NOTIFY for an N03 behind N01, R02-CONTINUED for the second R02 of a notice.

    The second R02 has text where the first says that another follows, so it never announces a third.
    """
    return raw.map_batches(_tags, return_dtype=pl.String)


def _tags(records: pl.Series) -> pl.Series:
    """What is rare is looked for only where the record that it hangs on occurs."""
    tags = records.str.slice(0, 3)
    if not ((tags == "N01") | (tags == "R02")).any():
        return tags
    raw, tag = pl.col("raw"), pl.col("tag")
    party = pl.when(tag.is_in(PARTIES)).then(tag).when(tag.is_in(BOUNDARIES)).then(pl.lit("")).forward_fill()
    announced = (tag == "R02") & (tag.shift() == "R02") & (raw.shift().str.slice(_CONTINUES, 1) == "1")
    announced = announced.fill_null(False)
    at = pl.int_range(pl.len())
    since = at - pl.when(~announced).then(at).forward_fill()  # in a run of announced records every second one is first
    frame = pl.DataFrame({"raw": records, "tag": tags})
    return frame.select(
        pl.when((tag == "N03") & (party == "N01").fill_null(False)).then(pl.lit("N03-NOTIFY"))
        .when(since % 2 == 1).then(pl.lit("R02-CONTINUED"))
        .otherwise(tag)
    ).to_series()  # fmt: skip
