"""What routes are made from: a narrow row of numbers and flags for each filing, and arrivals that notices tell of."""

from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.store.keys import BILL_WIDTH, stable, with_keys
from deminimis.rules.base.filed import ADDRESS
from deminimis.rules.base.settings import Settings
from deminimis.rules.on_file.facts import WHO, address_of

AT: Final = ["file", "seq"]
_SALT: Final = 0x5851F42D4C957F2D  # tells apart the number of an entry and of a bill, of an identifier and an address
_FILE: Final = 1 << 32
_NUMBERS: Final = ("k_bill", "entry", "k_master", "k_who", "k_name", "identifier")
_FLAGS: Final = (
    "doubtful", "request", "id_only", "formal", "of_entry", "of_manifest", "silent", "is_entry", "mail", "undated",
    "dim",
)  # fmt: skip
# Of a filing: `place` is its file and place in it; keys as the ledger has them (k_who: what can make two filings one
# person), of entry numbers and identifiers mixed, so that none is that of a bill or an address; `doubtful`: it may be a
# claim of nobody; `request`: it changes what was filed; `id_only`: it names somebody by a number alone; `formal`: an
# entry of type 01 or 11. Told whole, it is `of_entry` or `of_manifest`, and `silent` if it claims nothing. bills: all
# it names. address: of the consignee as filed; eda, arrived: its days, since 1970; `undated`: it has no readable one,
# `dim`: one is unread.
KEYS: Final = pl.Schema(
    {
        "place": pl.Int64(),
        **dict.fromkeys(_NUMBERS, pl.Int64()),
        **dict.fromkeys(_FLAGS, pl.Boolean()),
        "bills": pl.List(pl.Int64()),
        "address": pl.Int64(),
        **dict.fromkeys(("eda", "arrived"), pl.Int32()),
    }
)
# Arrivals of CBP's notices: `posted` and `arrival` in microseconds, `day` since 1970. Of each bill the last one counts,
# in order of posting, then of files.
ARRIVALS: Final = pl.Schema(
    {**dict.fromkeys(("place", "k_bill", "posted", "arrival"), pl.Int64()), "day": pl.Int32(), "arrived": pl.Boolean()}
)


def place_of(file: str = "file", seq: str = "seq") -> pl.Expr:
    """File and place in it as one number."""
    return (pl.col(file).cast(pl.Int64) * _FILE + pl.col(seq).cast(pl.Int64)).alias("place")


def file_and_seq(place: str = "place") -> list[pl.Expr]:
    """Of `place_of` the file and the place in it (UInt32)."""
    at = pl.col(place)
    return [(at // _FILE).cast(pl.UInt32).alias("file"), (at % _FILE).cast(pl.UInt32).alias("seq")]


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
    flags = {
        "doubtful": (told | ((pl.col("action") == "change") & carried)) & nobody,
        "request": pl.col("action") != "add",
        "id_only": pl.col("k_id").is_not_null() & pl.all_horizontal(pl.col(name).is_null() for name in ADDRESS),
        "formal": pl.col("entry_type").is_in(["01", "11"]) & ~manifest,
        "of_entry": read & ~manifest,
        "of_manifest": read & manifest,
        "silent": read & manifest & pl.col("claim").eq(False),
        "is_entry": ~manifest,
        "mail": pl.col("mode") == "mail",
        "undated": (dim | pl.col("eda").is_null()) & (pl.col("action") != "delete"),
        "dim": dim,
    }
    rows = ships.select(
        *AT,
        *("k_bill", "k_master", "k_who", "k_name"),
        place_of(),
        *(flag.fill_null(False).alias(name) for name, flag in flags.items()),
        entry=_mixed("k_entry"),
        identifier=_mixed("k_id"),
        address=address_of().reinterpret(signed=True),
        eda=pl.when(~dim).then("eda"),
        arrived=pl.col("arrival").dt.date(),
    )
    own = pl.concat_list(pl.when(pl.col("k_bill").is_not_null()).then("k_bill")).list.drop_nulls()
    rows = rows.join(named, on=AT, how="left", maintain_order="left")
    bills = own.list.concat(pl.col("bills").fill_null([])).list.unique()
    return rows.with_columns(bills=bills).select(pl.col(name).cast(dtype) for name, dtype in KEYS.items())


def _mixed(column: str) -> pl.Expr:
    """A key as one of another kind."""
    return (pl.col(column).reinterpret(signed=False) ^ pl.lit(_SALT, pl.UInt64)).reinterpret(signed=True)
