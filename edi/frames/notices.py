"""The notices frame: what CBP says of one bill or entry, one row a disposition, read or to be written."""

from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import FORMAT

NOTICES: Final[dict[str, pl.DataType]] = {
    "file": pl.UInt32(),
    "line": pl.UInt32(),
    "byte": pl.UInt64(),
    "format": FORMAT,
    "path": pl.String(),  # truck | air | ocean | rail | entry: whose code list applies
    "kind": pl.String(),  # status | acceptance | error: what it is for; fault: of syntax, its verdict stands beside it
    "code": pl.String(),
    "text": pl.String(),  # as CBP printed it
    "bill": pl.String(),  # normal form
    "entry": pl.String(),
    "scac": pl.String(),
    "posted_at": pl.Datetime("us"),  # Eastern wall time; midnight where only the date is given
    "quantity": pl.Int64(),
    "entry_type": pl.String(),
    "direction": pl.String(),  # read | write
    "status": pl.String(),  # of the code's text: cbp | schema | standard | unconfirmed | assumed
}
NO_NOTICES: Final = pl.DataFrame(schema=NOTICES)
