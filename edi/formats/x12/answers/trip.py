"""What the X12 answers repeat of a manifest: the parties of its envelope, and M10 and P4 of its trip."""

from typing import Any, Final

import polars as pl

from deminimis.edi.formats.shared.message import US_CUSTOMS, Desk
from deminimis.edi.formats.shared.quote import Filed, before, sorted_by, table
from deminimis.edi.formats.shared.records_in_order import as_categories
from deminimis.edi.formats.x12.write_interchange import X12Envelope

_FIELDS: Final = {
    "ISA": ("sender_qualifier", "sender", "receiver_qualifier", "receiver", "usage", "version"),
    "GS": ("sender", "receiver", "version"),
    "ST": (),
    "M10": ("scac", "transport_method", "country", "trip_number", "raw"),
    "P4": ("port", "date", "raw"),
}
_PATHS: Final = {"truck": "J", "rail": "R", "ocean": "O"}  # M1002: X12 DE 91
TRIP: Final = {
    **dict.fromkeys(
        ("isa_sender", "isa_receiver", "sender_qualifier", "receiver_qualifier", "usage"), pl.Categorical()
    ),
    **dict.fromkeys(("scac10", "mode10", "country10", "trip10", "m10", "p4", "port4"), pl.Categorical()),
    "date4": pl.Date(),
    "set_at": pl.UInt64(),
}


def with_trip(notices: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """`notices` with the columns TRIP of the set that each answers.

    A notice about a bill that was not filed in X12 (rail, from an entry) has them from its shipment.
    """
    notices = desk.with_facts(notices, "eda")
    parts = []
    for one, part in desk.by_file(notices):
        x12 = one is not None and one.syntax.in_sets
        parts.append(_of_file(part, one) if x12 and one else _made(part))
    return pl.concat(parts, how="diagonal").drop("port", "eda")


def _of_file(part: pl.DataFrame, one: Filed) -> pl.DataFrame:
    found = table(one, _FIELDS)
    sets = found["ST"].select("byte", set_at="byte")
    isa = found["ISA"].select(
        "byte",
        "sender_qualifier",
        "receiver_qualifier",
        "usage",
        isa_sender=pl.col("sender").str.strip_chars(" "),
        isa_receiver=pl.col("receiver").str.strip_chars(" "),
    )
    m10 = found["M10"].select(
        "byte", scac10="scac", mode10="transport_method", country10="country", trip10="trip_number", m10="raw"
    )
    p4 = found["P4"].select("byte", port4="port", date4="date", p4="raw")
    rows = sorted_by(part.with_row_index("order"), "byte")
    rows = before(before(rows, as_categories(isa)), sets)
    rows = before(before(rows, as_categories(m10), sets["byte"]), as_categories(p4), sets["byte"])
    rows = (
        sorted_by(rows, "order")
        .drop("order")
        .with_columns(
            # a set without M10 or P4 (EDI106) is answered from what its shipments are known by
            scac10=pl.coalesce("scac10", "recipient"),
            mode10=pl.coalesce("mode10", _mode()),
            port4=pl.coalesce("port4", "port"),
            date4=pl.coalesce("date4", "eda"),
        )
    )
    return rows.with_columns(pl.col(name).cast(dtype) for name, dtype in TRIP.items())


def _mode() -> pl.Expr:
    path = pl.col("path").cast(pl.String).replace_strict(_PATHS, default=None, return_dtype=pl.String)
    return path.cast(TRIP["mode10"])


def _made(part: pl.DataFrame) -> pl.DataFrame:
    return part.with_columns(
        scac10=pl.col("recipient"),
        mode10=_mode(),
        port4="port",
        date4="eda",
    ).with_columns(pl.lit(None, dtype).alias(name) for name, dtype in TRIP.items() if name not in _MADE)


_MADE: Final = ("scac10", "mode10", "port4", "date4")


def envelope(
    part: pl.DataFrame, recipient: str, desk: Desk, versions: tuple[str, str], echoed: pl.Series | None = None
) -> X12Envelope:
    """The envelope of the answer to the first row of `part` (columns TRIP): parties swapped, the filing's delimiters.

    versions: ISA12 and GS08. echoed: segments of the filing that the answer repeats; what ISA11 and ISA16 name must
    stand in none of its texts.
    """
    first = part.row(0, named=True)
    one = desk.answered(part)
    delimiters: dict[str, Any] = {}
    if one is not None and one.syntax.in_sets:
        end = one.syntax.terminator
        newline = b"\n" if one.syntax.by_line and end not in (b"\n", b"\r") else b""
        delimiters = {"element": one.syntax.field, "terminator": end + newline}
    taken = b"".join(delimiters.values())
    spare = [mark for mark in (b">", b"^", b":", b"|", b"<", b"!") if mark not in taken]
    told = part.select("m10", "p4", "text").unique().cast(pl.String)
    texts = told.select(pl.concat_str(pl.all(), ignore_nulls=True)).to_series()
    if echoed is not None:
        texts = pl.concat([texts, echoed.rename(texts.name)])
    spare = [mark for mark in spare if not texts.str.contains(mark.decode(), literal=True).any()]
    return X12Envelope(
        first["isa_receiver"] or US_CUSTOMS,
        first["isa_sender"] or recipient,
        desk.now.date(),
        f"{desk.now:%H%M}",
        desk.number(),
        usage=first["usage"] or "P",
        sender_qualifier=first["receiver_qualifier"] or "ZZ",
        receiver_qualifier=first["sender_qualifier"] or "ZZ",
        isa_version=versions[0],
        version=versions[1],
        component=spare[0],
        repetition=spare[1],
        **delimiters,
    )
