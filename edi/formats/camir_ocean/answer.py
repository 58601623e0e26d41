"""CAMIR ocean status notification: J01 and R02 for each bill (2M, 4M), continued where a house bill has a master.

M01 and P01 come back from the manifest ("always returned", in-bond chapter). The columns of R02 rest on a third party's
tables, ACR on its name alone.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.camir_ocean.layouts import RECORDS
from deminimis.edi.formats.shared.message import Desk, Message, recipients
from deminimis.edi.formats.shared.quote import Filed, before, sorted_by, table
from deminimis.edi.formats.shared.records_in_order import RANKS, as_categories, as_texts, in_order, placed
from deminimis.edi.layout.write import write

# Of a plan, all that is looked at.
COLUMNS: Final = ("file", "seq", "byte", "code", "text", "bill", "scac", "posted_at", "quantity", "recipient")
MOST: Final = 16_000  # bills a file: up to six records each, and ZCR counts to 99,999
_CONTINUED: Final = "1"
_OCEAN_BILL: Final = "OB"
_WIDTH: Final = 80
_HEADS: Final = {"M01": ("raw",), "P01": ("port", "raw")}

_ACR: Final = pl.DataFrame({"record_id": ["ACR"]})  # none of its fields is known

# Ranks inside a bill.
_M01, _P01, _J01, _R02, _MORE, _R03 = range(6)


def messages(notices: pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """The files of `notices` (rows of a plan, format camir-ocean): one a recipient, one more after 16,000 bills."""
    frame = _with_voyage(desk.with_facts(notices, "master_bill"), desk)
    for name, part in recipients(frame):
        for first in range(0, part.height, MOST):
            some = as_texts(part[first : first + MOST])
            yield Message(name, "camir-ocean", some.height, _file(some, desk))


def _file(part: pl.DataFrame, desk: Desk) -> Iterator[bytes]:
    end = "\n" if _by_line(part, desk) else ""
    inside = _records(part.with_row_index("ship"))["raw"]
    zcr = pl.DataFrame({"record_count": [len(inside)]})  # detail records: ACR and ZCR are not counted
    raw = pl.concat([write(RECORDS["ACR"], _ACR), inside, write(RECORDS["ZCR"], zcr)])
    yield str(raw.str.join(end)[0] + end).encode("ascii")


def _by_line(part: pl.DataFrame, desk: Desk) -> bool:
    one = desk.answered(part)
    return one is None or not one.syntax.in_columns or one.syntax.by_line


def _records(part: pl.DataFrame) -> pl.DataFrame:
    def changes(*names: str) -> pl.Expr:
        run = pl.struct(*names).rle_id()
        return (run != run.shift()).fill_null(True)

    voyage, port = part.filter(changes("m01")), part.filter(changes("m01", "p01"))
    issuers = part.filter(changes("m01", "p01", "scac"))
    house = pl.col("master_bill").is_not_null() & (pl.col("master_bill") != pl.col("bill"))
    posted = pl.col("posted_at")
    r02 = part.select(
        "ship",
        "quantity",
        rank=pl.lit(_R02),
        bill_number=pl.col("bill").str.slice(4),
        disposition="code",
        action_date=posted.dt.date(),
        action_time=posted.dt.strftime("%H%M"),
        continued=pl.when(house).then(pl.lit(_CONTINUED)),
    )
    more = part.filter(house).select(
        "ship",
        rank=pl.lit(_MORE),
        port=pl.col("port01"),
        reference_qualifier=pl.lit(_OCEAN_BILL),
        reference_number="master_bill",
    )
    r03 = part.filter(pl.col("text").is_not_null()).select("ship", rank=pl.lit(_R03), remarks="text")
    return in_order(
        [
            _echo(voyage, "m01", _M01),
            _echo(port, "p01", _P01),
            placed(RECORDS["J01"], issuers.select("ship", rank=pl.lit(_J01), issuer_code="scac")),
            placed(RECORDS["R02"], r02),
            placed(RECORDS["R02-CONTINUED"], more),
            placed(RECORDS["R03"], r03),
        ]
    )


def _echo(rows: pl.DataFrame, column: str, rank: int) -> pl.DataFrame:
    rows = rows.filter(pl.col(column).is_not_null())
    return rows.select(at=pl.col("ship").cast(pl.Int64) * RANKS + rank, raw=pl.col(column).str.pad_end(_WIDTH, " "))


def _with_voyage(notices: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    parts = []
    for one, part in desk.by_file(notices):
        own = one is not None and one.form.name == "camir-ocean"
        parts.append(_of_file(part, one) if own and one else part.with_columns(_NOTHING))
    return pl.concat(parts, how="diagonal")


_NOTHING: Final = [pl.lit(None, pl.Categorical()).alias(name) for name in ("m01", "p01", "port01")]


def _of_file(part: pl.DataFrame, one: Filed) -> pl.DataFrame:
    found = table(one, _HEADS)
    rows = sorted_by(part.with_row_index("order"), "byte")
    rows = before(rows, as_categories(found["M01"].select("byte", m01="raw")))
    ports = found["P01"].select("byte", p01="raw", port01="port")
    rows = before(rows, as_categories(ports), found["M01"]["byte"])
    return sorted_by(rows, "order").drop("order")
