"""SO, the status notification of an entry: SO10 to SO50 say which, SO60 what became of it (30, 33, 34).

The columns are those of the status query chapter, whose WO records mimic SO10 to SO72. Which optional records CBP sends
with a de minimis disposition is not published; here are those that the filing has data for.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.catair.layouts.entry_status import SO10, SO20, SO30, SO40, SO50, SO60
from deminimis.edi.formats.catair.layouts.envelope import A_RECORD, B_RECORD, Y_RECORD, Z_RECORD
from deminimis.edi.formats.shared.message import Desk, Message, recipients
from deminimis.edi.formats.shared.quote import Filed, before, of_their_ships, sorted_by, table
from deminimis.edi.formats.shared.records_in_order import (
    LAST,
    as_categories,
    as_texts,
    counted,
    in_order,
    placed,
    slices,
)
from deminimis.edi.layout.write import write

# Of a plan, all that is looked at.
COLUMNS: Final = ("file", "seq", "byte", "code", "text", "posted_at", "entry", "entry_type", "port", "recipient")
_APPLICATION: Final = "SO"
MOST: Final = 999  # entries a block, as in the cargo release chapter
MOST_RECORDS: Final = 90_000  # Y counts to 99,999
_BILL_STATUS: Final = "93"
_REFERENCES: Final = ("CR", "RRN")  # come back in SO20 (guide v40, p. SE-54)
_HEADS: Final = {
    "A": ("site_code", "sender_code", "office_code"),
    "B": ("processing_port", "processing_filer_code"),
}
_FIELDS: Final = tuple(name for names in _HEADS.values() for name in names)
_KEY: Final = ["file", "seq"]
_SLICE: Final = 20_000  # entries that are written at a time: most have eight records and more
_WAYBILL: Final = 11  # prefix and serial of an air waybill; the house number follows
_NARROW: Final = "^[0-9]{4}$"

# Ranks inside an entry; B has 0. Bills leave room for the SO50 behind them.
_B, _SO10, _SO20, _SO30, _SO40, _SO60 = 0, 1, 2, 200, 2_000, 10_000


def messages(notices: pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """One batch a recipient of `notices` (rows of a plan, format catair-so), blocks of up to 999 entries.

    Code 93 is the SO50 of the entry's bill; every other row is an SO60.
    """
    frame, inner = _with_entries(notices, desk)
    for name, part in recipients(frame):
        yield Message(name, "catair-so", part.height, _batch(part, inner, desk))


def _batch(part: pl.DataFrame, inner: dict[str, pl.DataFrame], desk: Desk) -> Iterator[bytes]:
    part = part.with_columns(ship=pl.struct("file", "seq").rle_id())
    ships = part.filter(pl.col("ship").is_first_distinct())
    ships = _blocked(ships, part, inner)
    end = "\n" if _by_line(ships, desk) else ""
    first = ships.row(0, named=True)
    batch = {
        "site_code": first["site_code"] or first["processing_port"],
        "sender_code": first["sender_code"] or first["recipient"],
        "office_code": first["office_code"],
        "transmission_date": desk.now.date(),
    }
    frame = pl.DataFrame({name: [value] for name, value in batch.items()}, schema_overrides={"office_code": pl.String})
    yield _bytes(write(A_RECORD, frame.with_columns(application=pl.lit(_APPLICATION))), end)
    for each in slices(ships, "opens", _SLICE):
        yield _bytes(_slice(each, part, _of_these(each, inner)), end)
    yield _bytes(write(Z_RECORD, frame), end)


def _of_these(ships: pl.DataFrame, inner: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The records of some entries, which follow each other."""
    near = [pl.col(name).is_between(ships[name].min(), ships[name].max()) for name in _KEY]
    ship = ships.select("ship", *_KEY)
    return {
        name: as_texts(rows.filter(near).join(ship, on=_KEY, maintain_order="left")) for name, rows in inner.items()
    }


def _bytes(raw: pl.Series, end: str) -> bytes:
    return str(raw.str.join(end)[0] + end).encode("latin-1")


def _by_line(ships: pl.DataFrame, desk: Desk) -> bool:
    one = desk.answered(ships)
    return one is None or one.syntax.by_line


def _blocked(ships: pl.DataFrame, part: pl.DataFrame, inner: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Adds block, opens and closes: a block holds entries of one port, up to 999 of them and 90,000 records."""
    sizes = pl.concat([rows.select(_KEY) for rows in (part, *inner.values())]).group_by(_KEY).agg(size=pl.len())
    ships = ships.join(sizes, on=_KEY, how="left", maintain_order="left").with_columns(pl.col("size").fill_null(0) + 1)
    port = pl.col("processing_port").rle_id()
    ships = ships.with_columns(run=port)
    place, running = pl.int_range(pl.len()).over("run"), pl.col("size").cum_sum().over("run")
    key = pl.struct("run", place // MOST, running // MOST_RECORDS).rle_id()
    ships = ships.with_columns(block=key)
    opens = (pl.col("block") != pl.col("block").shift()).fill_null(True)
    ships = ships.with_columns(opens=opens)
    return ships.with_columns(closes=pl.col("opens").shift(-1, fill_value=True))


def _slice(ships: pl.DataFrame, part: pl.DataFrame, own: dict[str, pl.DataFrame]) -> pl.Series:
    among = pl.col("ship").is_between(ships["ship"][0], ships["ship"][-1])
    rows, bills = as_texts(part.filter(among)), own["bills"]
    posted = pl.col("posted_at")
    said = {
        "disposition_date": posted.dt.date(),
        "disposition_time": posted.dt.strftime("%H%M"),
        "disposition_code": pl.col("code"),
        "narrative": pl.col("text"),
    }
    status = rows.filter(pl.col("code") != _BILL_STATUS)
    so60 = status.select("ship", rank=pl.int_range(pl.len()).over("ship") + _SO60, **said)
    last = bills.group_by("ship", maintain_order=True).agg(rank=pl.col("rank").max() + 1)
    so50 = rows.filter(pl.col("code") == _BILL_STATUS).join(last, on="ship", maintain_order="left")
    so10 = ships.select(
        "ship",
        "entry_type",
        rank=pl.lit(_SO10),
        port_of_entry=pl.when(pl.col("port").str.contains(_NARROW)).then("port"),
        entry_filer_code=pl.col("entry").str.slice(0, 3),
        entry_number=pl.col("entry").str.slice(3),
        estimated_date_of_arrival="eda",
    )
    references = own["references"].select("ship", "rank", "reference_qualifier", "reference")
    lines = own["lines"].select("ship", "rank", "line_number", "country_of_origin", "hts_number")
    inside = in_order(
        [
            placed(SO10, so10),
            placed(SO20, references),
            placed(SO30, lines),
            placed(SO40, bills.select("ship", "rank", "bill_type", "issuer_code", "bill_number", "quantity")),
            placed(SO50, so50.select("ship", "rank", **said)),
            placed(SO60, so60),
        ]
    )
    block = {
        "processing_port": pl.col("processing_port"),
        "processing_filer_code": pl.col("recipient"),
        "application": pl.lit(_APPLICATION),
    }
    counts = counted(inside, ships, "block").rename({"count": "record_count"})
    closes = ships.filter("closes").join(counts, on="block", how="left", maintain_order="left")
    y = closes.select("ship", "record_count", rank=pl.lit(LAST), **block)
    b = ships.filter("opens").select("ship", rank=pl.lit(_B), **block)
    return in_order([inside, placed(B_RECORD, b), placed(Y_RECORD, y)])["raw"]


def _with_entries(notices: pl.DataFrame, desk: Desk) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """`notices` with batch, block and day of their filing; and by kind the records of each entry (file, seq, rank)."""
    notices = desk.with_facts(notices, "eda")
    parts: list[pl.DataFrame] = []
    kinds: dict[str, list[pl.DataFrame]] = {name: [] for name in _INNER}
    for one, part in desk.by_file(notices):
        if one is None:
            parts.append(part)
            kinds["bills"].append(_known_bills(part, desk))
            continue
        parts.append(_of_file(part, one))
        for name, rows in _records(part, one, desk).items():
            kinds[name].append(rows)
    inner = {name: pl.concat(rows) if rows else pl.DataFrame(schema=_INNER[name]) for name, rows in kinds.items()}
    keys = notices.select("file", "seq").unique()
    lines = [
        rows.drop_nulls().join(keys, on=_KEY, how="semi", maintain_order="left").cast({"origin": pl.Categorical()})
        for rows in desk.filings.columns("lines", *_KEY, "line_no", "origin", "hts")
    ]
    inner["lines"] = pl.concat(lines).select(
        "file",
        "seq",
        rank=pl.int_range(pl.len()).over("file", "seq") + _SO30,
        line_number=pl.col("line_no").cast(pl.Int64),
        country_of_origin="origin",
        hts_number="hts",
    )
    frame = pl.concat(parts, how="diagonal").with_columns(
        *(
            pl.lit(None, pl.Categorical()).alias(name)
            for name in _FIELDS
            if not any(name in part.columns for part in parts)
        )
    )
    narrow = pl.col("port").cast(pl.String).str.contains(_NARROW)
    port = pl.coalesce("processing_port", pl.when(narrow).then("port"))
    return frame.with_columns(processing_port=port), inner


def _known_bills(part: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """SO40 of entries whose own records are not at hand, from the numbers of their bills: a ledger remembers these."""
    keys = part.select("file", "seq").unique(maintain_order=True)
    facts = desk.filings.scan("shipments").select("file", "seq", "mode", "bill", "master_bill", "quantity").collect()
    rows = keys.join(facts, on=["file", "seq"], maintain_order="left").filter(pl.col("bill").is_not_null())
    air = pl.col("mode").cast(pl.String) == "air"
    house = air & (pl.col("bill").str.len_chars() > _WAYBILL)
    issuer = pl.when(~air).then(pl.col("bill").str.slice(0, 4))
    own = rows.select(
        "file", "seq", "quantity",
        rank=pl.lit(_SO40 + 2, pl.Int64),
        bill_type=pl.when(house).then(pl.lit("H")).otherwise(pl.lit("R")),
        issuer_code=issuer,
        bill_number=pl.when(house).then(pl.col("bill").str.slice(_WAYBILL))
        .when(air).then("bill").otherwise(pl.col("bill").str.slice(4)),
    )  # fmt: skip
    masters = rows.filter(house).select(
        "file", "seq",
        quantity=pl.lit(None, pl.Int64),
        rank=pl.lit(_SO40, pl.Int64),
        bill_type=pl.lit("M"),
        issuer_code=pl.lit(None, pl.String),
        bill_number=pl.col("bill").str.slice(0, _WAYBILL),
    )  # fmt: skip
    both = pl.concat([masters, own.select(masters.columns)])
    return both.select(pl.col(name).cast(dtype) for name, dtype in _INNER["bills"].items())


_OWN: Final = {"file": pl.UInt32(), "seq": pl.UInt32(), "rank": pl.Int32()}
_FEW: Final = pl.Categorical()  # of texts that many entries repeat
_INNER: Final = {
    "bills": {**_OWN, "bill_type": _FEW, "issuer_code": _FEW, "bill_number": pl.String(), "quantity": pl.Int64()},
    "references": {**_OWN, "reference_qualifier": _FEW, "reference": pl.String()},
}


_QUOTED: Final = {
    "SE15": ("bill_type", "issuer_code", "bill_number", "quantity"), "SE20": ("reference_qualifier", "reference"),
}  # fmt: skip


def _kept(tag: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Of the records that are read those that come back: no in-bond bills, and the references of the guide."""
    test = pl.col("bill_type") != "I" if tag == "SE15" else pl.col("reference_qualifier").is_in(_REFERENCES)
    few = [name for name in rows.columns if name in {"bill_type", "issuer_code", "reference_qualifier"}]
    return rows.filter(test).with_columns(pl.col(few).cast(_FEW))


def _of_file(part: pl.DataFrame, one: Filed) -> pl.DataFrame:
    found = table(one, _HEADS)
    rows = sorted_by(part.with_row_index("order"), "byte")
    rows = before(before(rows, as_categories(found["A"])), as_categories(found["B"]))
    return sorted_by(rows, "order").drop("order")


def _records(part: pl.DataFrame, one: Filed, desk: Desk) -> dict[str, pl.DataFrame]:
    ships = part.select("byte", "file", "seq").unique()
    found = of_their_ships(one, _QUOTED, ships, desk.beginnings(part)["byte"], _kept)
    bills, references = found["SE15"], found["SE20"]
    place = pl.int_range(pl.len(), dtype=pl.Int64).over("file", "seq")
    own = {
        "bills": bills.with_columns(rank=place * 2 + _SO40),
        "references": references.with_columns(rank=place + _SO20),
    }
    return {name: rows.select(pl.col(n).cast(t) for n, t in _INNER[name].items()) for name, rows in own.items()}
