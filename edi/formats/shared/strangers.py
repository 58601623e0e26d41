"""Messages of a kind that this program does not read, inside an interchange that it does."""

import polars as pl

from deminimis.edi.frames.finding_codes import UNKNOWN_RECORD
from deminimis.edi.frames.findings import finding, frame


def strangers(heads: pl.DataFrame, kind: str, known: tuple[str, ...], title: str) -> pl.DataFrame:
    """An EDI105 for each header whose field `kind` is none of `known`: what its message holds was not used.

    heads: the parsed headers (UNH, ST). A header whose kind is blank or cannot be read is one of them.
    """
    new = heads.filter(~pl.col("carried") & ~pl.col(kind).is_in(known).fill_null(False))
    places = new.select("line", "column", "byte", "tag", kind)
    return frame(
        finding(UNKNOWN_RECORD, line=line, column=column, byte=byte, record=tag, tag=f"{tag} {named or ''}".strip(),
                format=title)
        for line, column, byte, tag, named in places.iter_rows()
    )  # fmt: skip
