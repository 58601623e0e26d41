"""What routes are made from: a narrow row a filing. And filings as blobs, into which no engine looks."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.store.keys import BILL_WIDTH, stable, with_keys
from deminimis.rules.base.filed import ADDRESS
from deminimis.rules.base.settings import Settings
from deminimis.rules.on_file.facts import WHO, address_of

AT: Final = ["file", "seq"]
TABLES: Final = ("shipments", "bills", "lines", "forms")
_NUMBERS: Final = ("k_bill", "k_entry", "k_master", "k_who", "k_name", "k_id")
_FLAGS: Final = (
    "doubtful", "request", "id_only", "formal", "of_entry", "of_manifest", "silent", "is_entry", "mail", "undated",
    "dim",
)  # fmt: skip
# Of a filing: keys as the ledger has them (k_who: what can make two filings one person); `doubtful`: it may be a claim
# of nobody; `request`: it changes what was filed; `id_only`: it names somebody by a number alone; `formal`: an entry of
# type 01 or 11. Told whole, it is `of_entry` or `of_manifest`, and `silent` if it claims nothing. bills: all it names.
# address: of the consignee as filed; eda, arrived: its days; `undated`: it has no readable one, `dim`: one is unread.
KEYS: Final = pl.Schema(
    {
        **dict.fromkeys(AT, pl.Int64()),
        **dict.fromkeys(_NUMBERS, pl.Int64()),
        **dict.fromkeys(_FLAGS, pl.Boolean()),
        "bills": pl.List(pl.Int64()),
        "address": pl.UInt64(),
        **dict.fromkeys(("eda", "arrived"), pl.Date()),
    }
)
_HEAD: Final = 8  # bytes of a length


def keyed(filings: Filings, settings: Settings) -> pl.DataFrame:
    """KEYS of each filing, in order. settings: of them only how people are matched."""
    ships = with_keys(filings.shipments, settings)
    if settings.match == "name":  # a person is a name
        ships = ships.with_columns(k_who="k_name")
    unread = pl.col("unread").list.set_intersection(list(WHO)).list.len() > 0
    carried = pl.any_horizontal(*(pl.col(name).is_not_null() for name in WHO), unread)
    told = pl.col("action").is_in(["add", "replace"])
    read = told & pl.col("format").is_not_null()
    manifest = pl.col("filing") == "manifest"
    dim = pl.col("unread").list.contains("eda").fill_null(False)
    nobody = pl.col("k_who").is_null() & pl.col("k_id").is_null()
    named = filings.bills.select(*AT, k_bill=stable(filings.bills["bill"], BILL_WIDTH)).drop_nulls()
    named = named.unique(maintain_order=True).group_by(AT, maintain_order=True).agg(bills="k_bill")
    rows = ships.select(
        *AT,
        *_NUMBERS,
        doubtful=(told | ((pl.col("action") == "change") & carried)) & nobody,
        request=pl.col("action") != "add",
        id_only=pl.col("k_id").is_not_null() & pl.all_horizontal(pl.col(name).is_null() for name in ADDRESS),
        formal=pl.col("entry_type").is_in(["01", "11"]).fill_null(False) & ~manifest,
        of_entry=read & ~manifest,
        of_manifest=read & manifest,
        silent=read & manifest & pl.col("claim").eq(False).fill_null(False),
        is_entry=~manifest,
        mail=(pl.col("mode") == "mail").fill_null(False),
        undated=(dim | pl.col("eda").is_null()) & (pl.col("action") != "delete"),
        dim=dim,
        address=address_of(),
        eda=pl.when(~dim).then("eda"),
        arrived=pl.col("arrival").dt.date(),
    )  # fmt: skip
    own = pl.concat_list(pl.when(pl.col("k_bill").is_not_null()).then("k_bill")).list.drop_nulls()
    rows = rows.join(named, on=AT, how="left", maintain_order="left")
    bills = own.list.concat(pl.col("bills").fill_null([])).list.unique()
    return rows.with_columns(bills=bills).select(pl.col(name).cast(dtype) for name, dtype in KEYS.items())


def only(filings: Filings, at: pl.DataFrame) -> Filings:
    """The filings at these places (file, seq), with all that belongs to them."""
    keys = at.select(pl.col(AT).cast(pl.UInt32)).unique()
    return filings.map(lambda frame: frame.join(keys, on=AT, how="semi", maintain_order="left"))


def frame_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as one blob."""
    out = BytesIO()
    frame.write_ipc(out, compression="zstd")
    return out.getvalue()


def frame_of(blob: bytes) -> pl.DataFrame:
    """The frame of `frame_bytes`."""
    return pl.read_ipc(BytesIO(blob))


def blob(filings: Filings) -> bytes:
    """Filings as one blob: the length of each table, then the tables."""
    tables = [frame_bytes(getattr(filings, name)) for name in TABLES]
    return b"".join(len(each).to_bytes(_HEAD, "little") for each in tables) + b"".join(tables)


def unblobbed(blobs: Iterable[bytes]) -> Filings:
    """The filings of several blobs, in order of file and place."""
    parts = [_tables(each) for each in blobs]
    filings = Filings.concat(parts)
    return filings.map(lambda frame: frame.sort(AT, maintain_order=True))


def _tables(packed: bytes) -> Filings:
    at, frames = _HEAD * len(TABLES), []
    for number in range(len(TABLES)):
        size = int.from_bytes(packed[_HEAD * number : _HEAD * (number + 1)], "little")
        frames.append(frame_of(packed[at : at + size]))
        at += size
    return Filings(*frames)
