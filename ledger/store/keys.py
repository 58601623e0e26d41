"""Keys by which the ledger finds candidates: 64-bit numbers that are the same on every machine and in every version.

They only choose what is read back; who is the same person or bill is decided by the rules on the texts themselves. Two
texts that share a number cost a little reading and change nothing.
"""

from datetime import date
from typing import Final

import polars as pl

from deminimis.rules.base.filed import ADDRESS
from deminimis.rules.base.settings import Settings
from deminimis.rules.people import spelling as text
from deminimis.rules.people.addresses import normalise

_START: Final = 0x9E3779B97F4A7C15
_WORD: Final = (1 << 64) - 1
BILL_WIDTH: Final = 32
WHO_WIDTH: Final = text.NAME_WIDTH + text.STREET_WIDTH + text.CITY_WIDTH + 2
_NORMAL: Final = Settings(
    as_of=date(2025, 1, 1)
)  # of its dates nothing is used: only the texts are brought to one form


def stable(column: pl.Expr, width: int) -> pl.Expr:
    """A number of the first `width` bytes of a text; null where it is null or empty.

    Polars' own hash may change with its version, and this number is kept for years.
    """
    width += -width % 8
    padded = column.str.pad_end(width).cast(pl.Binary)
    total = pl.lit(_START, pl.UInt64)
    # Each piece is mixed by itself: an expression that used its own result twice would double with every piece.
    for number, start in enumerate(range(0, width, 8)):
        piece = padded.bin.slice(start, 8).bin.reinterpret(dtype=pl.UInt64, endianness="little")
        spread = piece * pl.lit(_odd(2 * number), pl.UInt64)
        total = total + (spread ^ (spread // (1 << 32))) * pl.lit(_odd(2 * number + 1), pl.UInt64)
    return pl.when(column != "").then(total.reinterpret(signed=True))


def _odd(number: int) -> int:
    """An odd 64-bit number, another one for each `number` (SplitMix64)."""
    z = (_START * (number + 1)) & _WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _WORD
    return (z ^ (z >> 31)) | 1


def of_group(key: pl.Expr) -> list[pl.Expr]:
    """k_who and k_id of a `consignee_key` (name|street|city|..., or ID|identifier), as the filings have them."""
    parts = key.str.splitn("|", 4)
    name, street, city = (parts.struct.field(f"field_{n}") for n in range(3))
    alone = name == "ID"
    who = pl.concat_str(name, street, city, separator="|")
    return [
        # `--match name` has keys of a name alone: they are found by that.
        pl.when(~alone & (street != "")).then(stable(who, WHO_WIDTH)).alias("k_who"),
        pl.when(~alone).then(stable(name, text.NAME_WIDTH)).alias("k_name"),
        pl.when(alone).then(stable(street, BILL_WIDTH)).alias("k_id"),
    ]


def with_keys(shipments: pl.DataFrame, settings: Settings = _NORMAL) -> pl.DataFrame:
    """`shipments` (columns of edi.frames.shipments) with `day` and the columns of `schema.KEYS`.

    settings: with `match` exact, k_who and k_name are of texts as written; a ledger has those of their one form.
    """
    people = _people(shipments, settings if settings.match == "exact" else _NORMAL)
    arrived = pl.col("arrival").dt.date()
    eda = pl.when(~pl.col("unread").list.contains("eda").fill_null(False)).then("eda")
    rows = shipments.with_columns(at=_address())
    rows = rows.join(people, on="at", how="left", nulls_equal=True, maintain_order="left")
    identifier = stable(text.identifier(pl.col("consignee_id")), BILL_WIDTH)
    return rows.with_columns(
        day=pl.when(arrived.is_null() | eda.is_null() | (arrived == eda)).then(pl.coalesce(eda, arrived)),
        k_bill=stable(pl.col("bill"), BILL_WIDTH),
        k_entry=stable(pl.col("entry_number"), BILL_WIDTH),
        k_master=stable(pl.col("master_bill"), BILL_WIDTH),
        k_id=identifier,
        delicate=pl.col("delicate").fill_null(False) | identifier.is_not_null(),
    ).drop("at")


def _address() -> pl.Expr:
    return pl.concat_str([pl.col(name).fill_null("\x00") for name in ADDRESS], separator="\x01")


def _people(shipments: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """For every distinct address as filed: k_who (null if it is too little for a key), k_name, and `delicate`."""
    distinct = shipments.select(*ADDRESS, at=_address()).unique("at", maintain_order=True)
    numbers = pl.int_range(distinct.height, dtype=pl.UInt32, eager=True)
    raw = distinct.drop("at").with_columns(address=numbers.cast(pl.UInt64), row=numbers)
    parts = normalise(raw, settings).sort("row")
    lacking = pl.any_horizontal(pl.col(part).is_null() for part in ("state", "zip", "country"))
    who = pl.concat_str("name", "street", "city", separator="|")
    keys = parts.select(
        k_who=pl.when("complete").then(stable(who, WHO_WIDTH)),
        k_name=stable(pl.col("name"), text.NAME_WIDTH),
        delicate=lacking & pl.col("name").is_not_null(),
    )
    return distinct.select("at").hstack(keys)
