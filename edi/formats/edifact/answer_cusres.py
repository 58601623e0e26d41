"""CUSRES: status of truck shipments (SN517), and acceptance or rejection of a manifest (000, 470).

Only ERC SN517 and the two levels of errors are CBP's own words (CSMS 62931096; accept/reject guide v1.6, April 2009);
the rest of the shape is what third-party messages have: unconfirmed.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.edifact.layouts.cuscar import DOC
from deminimis.edi.formats.edifact.layouts.cusres import ERC, ERP
from deminimis.edi.formats.edifact.layouts.goods import PAC
from deminimis.edi.formats.edifact.layouts.shared import BGM, DTM, FTX, LOC, RFF
from deminimis.edi.formats.edifact.write_interchange import Interchange, Messages, interchange
from deminimis.edi.formats.shared.message import Desk, Message, recipients
from deminimis.edi.formats.shared.quote import Filed, before, of_their_ships, sorted_by, table
from deminimis.edi.formats.shared.records_in_order import as_categories, in_order, placed, slices

# Of a plan, all that is looked at.
COLUMNS: Final = ("file", "seq", "byte", "code", "text", "bill", "posted_at", "quantity", "type", "recipient")
MOST: Final = 9_999  # shipments a message: CSMS 19-000156
_US: Final = "CBP-ACE"
_STATUS, _ANSWER = "34", "132"  # BGM 1001
_TRIP, _SHIPMENT = "1", "2"  # ERP 1049
_MOMENT: Final = "%Y%m%d%H%M"

_HEADS: Final = {
    "UNB": ("sender", "sender_qualifier", "receiver", "receiver_qualifier"),
    "UNH": (),
    "BGM": ("trip_number",),
    "DTM132": ("raw",),
    "LOC60": ("place",),
    "RFF": ("qualifier", "reference"),
}
_TRIP_COLUMNS: Final = {
    **dict.fromkeys(("sender", "sender_qualifier", "receiver", "receiver_qualifier"), pl.Categorical()),
    **dict.fromkeys(("trip", "arrival", "port60", "reference", "release_type"), pl.Categorical()),
    "set_at": pl.UInt64(),
}

# Ranks inside a row; UNH has 0.
(_BGM, _EDA, _SENT, _REF, _PORT, _TRIP_ERP, _TRIP_ERC, _TRIP_FTX, _DOC, _PAC, _RFF, _EVENT, _ERP, _ERC, _FTX) = range(
    1, 16
)


def messages(notices: pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """The interchanges of `notices` (rows of a plan, format cusres): a recipient's statuses, then its answers.

    One message for each message of the filing, and a new one after 9,999 shipments.
    """
    frame = _with_trip(notices, desk)
    status = pl.col("code").cast(pl.String).str.starts_with("SN")
    for name, part in recipients(frame.with_columns(status=status)):
        for kind in (True, False):
            rows = part.filter(pl.col("status") == kind)
            if rows.height:
                yield Message(name, "cusres", rows.height, _interchange(rows, name, desk, kind))


def _interchange(part: pl.DataFrame, name: str, desk: Desk, status: bool) -> Iterator[bytes]:
    first = part.row(0, named=True)
    one = desk.answered(part)
    around = Interchange(
        first["receiver"] or _US,
        first["receiver_qualifier"] or "ZZ",
        first["sender"] or name,
        first["sender_qualifier"] or "ZZ",
        desk.now,
        str(desk.number()),
        "CUSRES",
        newline=one is not None and one.syntax.by_line,
    )
    frame = part.with_row_index("ship")
    run = pl.struct("file", "set_at").rle_id()
    frame = frame.with_columns(opens=pl.int_range(pl.len()).over(run) % MOST == 0)
    frame = frame.with_columns(set=pl.col("opens").cum_sum(), closes=pl.col("opens").shift(-1, fill_value=True))
    refused = (pl.col("code") == "470").any().over("set")
    frame = frame.with_columns(refused=refused)
    return interchange((Messages(_slice(each, status), each) for each in slices(frame, "opens")), around)


def _slice(part: pl.DataFrame, status: bool) -> pl.DataFrame:
    heads = part.filter("opens")
    there = pl.col("type").is_null()
    of_bill, of_trip = part.filter(there), part.filter(~there)
    sent = pl.col("posted_at").dt.strftime(_MOMENT)
    function = pl.lit(None, pl.String) if status else pl.when("refused").then(pl.lit("22")).otherwise(pl.lit("20"))
    place = ("24", "77") if status else ("60", None)
    parts = [
        placed(
            BGM,
            _at(heads, _BGM, document=pl.lit(_STATUS if status else _ANSWER), trip_number="trip", function=function),
        ),
        placed(
            DTM,
            _at(
                heads.filter(pl.col("arrival").is_not_null()),
                _EDA,
                qualifier=pl.lit("132"),
                value="arrival",
                form=pl.lit("203"),
            ),
        ),
        placed(DTM, _at(heads, _SENT, qualifier=pl.lit("163"), value=sent, form=pl.lit("203"))),
        placed(
            FTX, _at(heads.filter(pl.col("reference").is_not_null()), _REF, qualifier=pl.lit("AIQ"), text_1="reference")
        ),
        placed(
            LOC,
            _at(
                heads.filter(pl.col("port60").is_not_null()),
                _PORT,
                qualifier=pl.lit(place[0]),
                place="port60",
                place_list=pl.lit(place[1], pl.String),
            ),
        ),
        *_errors(of_trip, _TRIP, (_TRIP_ERP, _TRIP_ERC, _TRIP_FTX)),
        placed(DOC, _at(of_bill, _DOC, document=pl.lit("929"), release_type="release_type")),
        placed(PAC, _at(of_bill.filter(pl.col("quantity").is_not_null()), _PAC, quantity="quantity")),
        placed(RFF, _at(of_bill, _RFF, qualifier=pl.lit("AAM"), reference="bill")),
        placed(DTM, _at(of_bill, _EVENT, qualifier=pl.lit("163"), value=sent, form=pl.lit("203"))),
        *_errors(of_bill, _SHIPMENT, (_ERP, _ERC, _FTX)),
    ]
    return in_order(parts)


def _errors(rows: pl.DataFrame, level: str, ranks: tuple[int, int, int]) -> list[pl.DataFrame]:
    erp, erc, ftx = ranks
    return [
        placed(ERP, _at(rows, erp, level=pl.lit(level))),
        placed(ERC, _at(rows, erc, code="code")),
        placed(FTX, _at(rows, ftx, qualifier=pl.lit("AAO"), text_1="text")),
    ]


def _at(rows: pl.DataFrame, rank: int, **columns: pl.Expr | str) -> pl.DataFrame:
    return rows.select("ship", rank=pl.lit(rank), **columns)


def _with_trip(notices: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    parts = []
    for one, part in desk.by_file(notices):
        parts.append(_of_file(part, one, desk) if one is not None else part)
    return pl.concat(parts, how="diagonal")


def _of_file(part: pl.DataFrame, one: Filed, desk: Desk) -> pl.DataFrame:
    found = table(one, _HEADS)
    sets = found["UNH"].select("byte", set_at="byte")
    # DTM 132 as it was sent: its reader keeps the day alone
    days = found["DTM132"].select(
        "byte", arrival=pl.col("raw").str.extract("\x1f([0-9]{8,12})", 1).str.pad_end(12, "0")
    )
    own = found["RFF"].filter(pl.col("qualifier") == "ABO").select("byte", "reference")
    rows = sorted_by(part.with_row_index("order"), "byte")
    rows = before(before(rows, as_categories(found["UNB"])), sets)
    for each in (
        found["BGM"].select("byte", trip="trip_number"),
        days,
        found["LOC60"].select("byte", port60="place"),
        own,
    ):
        rows = before(rows, as_categories(each), sets["byte"])
    every = desk.beginnings(part)["byte"]
    ships = part.select("byte", "seq").unique()
    types = as_categories(of_their_ships(one, {"RELEASE929": ("release_type",)}, ships, every)["RELEASE929"])
    types = types.unique("seq", keep="first", maintain_order=True)
    rows = rows.join(types, on="seq", how="left", maintain_order="left")
    return sorted_by(rows, "order").drop("order").with_columns(pl.col(n).cast(t) for n, t in _TRIP_COLUMNS.items())
