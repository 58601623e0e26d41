"""CAMIR air: FER with its errors and warnings (098; 181 and 110), FSN with a disposition (2M, 4M).

One message an air waybill, each with the header of its own transmission: receiver, originator and time, then the text.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air.layouts import ENVELOPE, RECORDS
from deminimis.edi.formats.shared.message import Desk, Message, recipients
from deminimis.edi.formats.shared.quote import Filed, before, sorted_by, table
from deminimis.edi.formats.shared.records_in_order import RANKS, as_texts, in_order, placed

# Of a plan, all that is looked at.
COLUMNS: Final = ("file", "seq", "byte", "code", "text", "bill", "posted_at", "quantity", "recipient")
NEWLINE: Final = "\r\n"
ADDRESS: Final = "WASUCCR"  # CBP's own, as third-party messages have it
_LONGEST, _SHORTEST = 8, 7  # of an address that CBP writes, and of one that stands in ORIGIN's own place for it
FATAL: Final = ("001", "011")  # CBP's air error dictionary names them as fatal: 000 heads the report
REJECTED: Final = "000"
_SLICE: Final = 50_000
_DISPOSITIONS: Final = ("2M", "4M")
_HEADS: Final = {
    "ADDRESS": ("receiver",),
    "PRIORITY": ("receiver",),
    "ORIGIN": ("originator",),
    "SMI": (),
    "CCL": ("raw",),
    "AWB": ("air_waybill_prefix", "air_waybill_serial", "consolidation_identifier", "house_number"),
    "ARR": ("carrier", "flight_number", "arrival_date", "part_arrival_reference"),
}
_REPEATED: Final = ("receiver", "originator", "ccl", "consolidation_identifier", *_HEADS["ARR"])
_CONTEXT: Final = {
    **dict.fromkeys(_HEADS["AWB"], pl.String()),
    **dict.fromkeys(_REPEATED, pl.Categorical()),
    "arrival_date": pl.Date(),
}

# Ranks inside a message.
(_TO, _FROM, _SMI, _PLACE, _AWB, _ARR, _LINE) = range(7)


def messages(
    notices: pl.DataFrame, desk: Desk, *, rejected_text: str = "COMPLETE TRANSACTION REJECTED"
) -> Iterator[Message]:
    """The messages of `notices` (rows of a plan, format camir-air), a file a recipient.

    rejected_text: of ERR 000, which heads a report with a fatal code.
    """
    frame = _with_context(notices, desk).with_columns(sent_at=pl.lit(f"{desk.now:%d%H%M}"))
    status = pl.col("code").is_in(_DISPOSITIONS)
    for name, part in recipients(frame.with_columns(status=status)):
        # errors first, as they answer the filing itself; each bill's codes make one message
        rows = part.sort("status", "file", "seq", maintain_order=True)
        rows = rows.with_columns(ship=pl.struct("status", "file", "seq").rle_id())
        yield Message(name, "camir-air", part.height, _parts(rows, rejected_text))


def _parts(rows: pl.DataFrame, rejected_text: str) -> Iterator[bytes]:
    last = int(rows["ship"][-1])
    for first in range(0, last + 1, _SLICE):
        part = as_texts(rows.filter(pl.col("ship").is_between(first, first + _SLICE - 1)))
        raw = _slice(part, rejected_text)["raw"]
        yield str(raw.str.join(NEWLINE)[0] + NEWLINE).encode("ascii")


def _slice(part: pl.DataFrame, rejected_text: str) -> pl.DataFrame:
    heads = part.unique("ship", keep="first", maintain_order=True)
    networked = heads.filter(pl.col("originator").is_not_null())
    identifier = pl.when("status").then(pl.lit("FSN")).otherwise(pl.lit("FER"))
    errors, statuses = heads.filter(~pl.col("status")), heads.filter("status")
    flown = errors.filter(pl.col("carrier").is_not_null() & pl.col("flight_number").is_not_null())
    fatal = part.group_by("ship", maintain_order=True).agg(pl.col("code").is_in(FATAL).any().alias("fatal"))
    fatal = fatal.filter("fatal").select(
        "ship", rank=pl.lit(_LINE), error_code=pl.lit(REJECTED), error_text=pl.lit(rejected_text)
    )
    line = pl.int_range(pl.len()).over("ship") + _LINE + 1
    lines = part.with_columns(rank=line)
    return in_order(
        [
            placed(ENVELOPE["ADDRESS"], networked.select("ship", rank=pl.lit(_TO), receiver="originator")),
            placed(ENVELOPE["ORIGIN"], networked.select("ship", *_sender(), rank=pl.lit(_FROM))),
            placed(RECORDS["SMI"], heads.select("ship", rank=pl.lit(_SMI), message_identifier=identifier)),
            _echo(statuses, "ccl", _PLACE),
            placed(
                RECORDS["ERF"], flown.select("ship", "carrier", "flight_number", "arrival_date", rank=pl.lit(_PLACE))
            ),
            placed(RECORDS["AWB"], heads.select("ship", *_HEADS["AWB"], rank=pl.lit(_AWB))),
            # without the pieces and weight aboard, which the filing may have: the grammar has none in a status
            placed(
                RECORDS["ARR"],
                statuses.filter(pl.col("arrival_date").is_not_null()).select("ship", *_HEADS["ARR"], rank=pl.lit(_ARR)),
            ),
            placed(
                RECORDS["ERR"],
                lines.filter(~pl.col("status")).select("ship", "rank", error_code="code", error_text="text"),
            ),
            placed(
                RECORDS["CSN"],
                lines.filter("status").select("ship", "rank", "posted_at", disposition="code", pieces="quantity"),
            ),
        ]
    )


def _sender() -> list[pl.Expr]:
    """ORIGIN's fields: the address that was written to, or CBP's own for one that is longer than CBP writes any."""
    address = pl.col("receiver").fill_null(ADDRESS)
    address = pl.when(address.str.len_chars() <= _LONGEST).then(address).otherwise(pl.lit(ADDRESS))
    short = address.str.len_chars() < _SHORTEST
    return [
        pl.when(~short).then(address).alias("originator"),
        pl.when(~short).then("sent_at").alias("sent_at"),
        pl.when(short).then(address).alias("short_originator"),
        pl.when(short).then("sent_at").alias("answered_at"),
    ]


def _echo(rows: pl.DataFrame, column: str, rank: int) -> pl.DataFrame:
    rows = rows.filter(pl.col(column).is_not_null())
    return rows.select(at=pl.col("ship").cast(pl.Int64) * RANKS + rank, raw=column)


def _with_context(notices: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    parts = []
    for one, part in desk.by_file(notices):
        own = one is not None and one.form.name == "camir-air"
        parts.append(_of_file(part, one) if own and one else _by_number(part))
    return pl.concat(parts, how="diagonal")


def _by_number(part: pl.DataFrame) -> pl.DataFrame:
    """A bill that no air filing here names: its waybill by its number alone."""
    bill = pl.col("bill")
    made = part.with_columns(
        air_waybill_prefix=bill.str.slice(0, 3),
        air_waybill_serial=bill.str.slice(3, 8),
        house_number=pl.when(bill.str.len_chars() > 11).then(bill.str.slice(11)),
    )
    have = set(made.columns)
    return made.with_columns(pl.lit(None, dtype).alias(n) for n, dtype in _CONTEXT.items() if n not in have)


def _of_file(part: pl.DataFrame, one: Filed) -> pl.DataFrame:
    found = table(one, _HEADS)
    opens = found["SMI"]["byte"]
    found = {tag: rows.cast(_repeated(rows)) for tag, rows in found.items()}
    rows = sorted_by(part.with_row_index("order"), "byte")
    to = pl.concat([found["ADDRESS"], found["PRIORITY"]]).sort("byte")
    # a header line holds until the next one; a transmission without one follows another only in a file of many
    rows = before(before(rows, to), found["ORIGIN"])
    rows = before(rows, found["CCL"].select("byte", ccl=pl.col("raw").cast(_CONTEXT["ccl"])), opens)
    rows = before(rows, found["AWB"], opens)
    rows = _behind(rows, found["ARR"], opens)
    return sorted_by(rows, "order").drop("order").with_columns(pl.col(n).cast(t) for n, t in _CONTEXT.items())


def _repeated(rows: pl.DataFrame) -> pl.Schema:
    return pl.Schema({name: _CONTEXT[name] for name in rows.columns if name in _REPEATED})


def _behind(rows: pl.DataFrame, arrivals: pl.DataFrame, opens: pl.Series) -> pl.DataFrame:
    """The ARR line of the message of each waybill: the first one behind it, in front of the next message."""
    own = [name for name in arrivals.columns if name != "byte"]
    rows = rows.join_asof(
        arrivals.with_columns(at=pl.col("byte")), on="byte", strategy="forward", check_sortedness=False
    )
    ends = pl.DataFrame({"byte": opens, "ends": opens})
    rows = rows.join_asof(ends, on="byte", strategy="forward", check_sortedness=False)
    same = pl.col("ends").is_null() | (pl.col("at") < pl.col("ends"))
    return rows.with_columns(pl.when(same).then(pl.col(name)).alias(name) for name in own).drop("at", "ends")
