"""Keys by which the ledger finds candidates: 64-bit numbers that are the same on every machine and in every version.

They only choose what is read back; who is the same person or bill is decided by the rules on the texts themselves. Two
texts that share a number cost a little reading and change nothing.
"""

from datetime import date
from functools import cache
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


def stable(column: pl.Series, width: int) -> pl.Series:
    """A number of the first `width` bytes of each text; null where it is null or empty.

    Polars' own hash may change with its version, and this number is kept for years.
    """
    if column.null_count() == column.len():  # as most columns of a small file are
        return pl.repeat(None, column.len(), dtype=pl.Int64, eager=True).alias(column.name)
    width += -width % 8
    cut, total = _mixing(width)
    padded = column.to_frame("text").select("text", bytes=pl.col("text").str.pad_end(width).cast(pl.Binary))
    return padded.select("text", *cut).select(total).to_series().alias(column.name)


@cache
def _mixing(width: int) -> tuple[list[pl.Expr], pl.Expr]:
    """Each eight of `bytes` as a column, and the number of all of them.

    They are columns, since an expression that uses its own result twice doubles with every use.
    """
    cut, total = [], pl.lit(_START, pl.UInt64)
    for number, start in enumerate(range(0, width, 8)):
        piece = pl.col("bytes").bin.slice(start, 8).bin.reinterpret(dtype=pl.UInt64, endianness="little")
        cut.append((piece * _odd(2 * number)).alias(f"piece{number}"))
        spread = pl.col(f"piece{number}")
        total = total + (spread ^ (spread // (1 << 32))) * _odd(2 * number + 1)
    return cut, pl.when(pl.col("text") != "").then(total.reinterpret(signed=True))


def _odd(number: int) -> int:
    """An odd 64-bit number, another one for each `number` (SplitMix64)."""
    z = (_START * (number + 1)) & _WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _WORD
    return (z ^ (z >> 31)) | 1


def of_group(key: pl.Series) -> list[pl.Series]:
    """k_who, k_name and k_id of a `consignee_key` (name|street|..., or ID|identifier), as the filings have them."""
    parts = key.str.splitn("|", 4).struct.unnest()
    name, street, city = (pl.col(f"field_{n}") for n in range(3))
    alone = name == "ID"
    told = parts.select(
        # `--match name` has keys of a name alone: they are found by that.
        k_who=pl.when(~alone & (street != "")).then(pl.concat_str(name, street, city, separator="|")),
        k_name=pl.when(~alone).then(name),
        k_id=pl.when(alone).then(street),
    )
    widths = (WHO_WIDTH, text.NAME_WIDTH, BILL_WIDTH)
    return [stable(column, width) for column, width in zip(told.iter_columns(), widths, strict=True)]


def with_keys(shipments: pl.DataFrame, settings: Settings = _NORMAL) -> pl.DataFrame:
    """`shipments` (columns of edi.frames.shipments) with `day` and the columns of `schema.KEYS`.

    settings: with `match` exact, k_who and k_name are of texts as written; a ledger has those of their one form.
    """
    people = _people(shipments, settings if settings.match == "exact" else _NORMAL)
    arrived = pl.col("arrival").dt.date()
    eda = pl.when(~pl.col("unread").list.contains("eda").fill_null(False)).then("eda")
    rows = shipments.with_columns(at=_address())
    rows = rows.join(people, on="at", how="left", nulls_equal=True, maintain_order="left")
    identifier = stable(rows.select(text.identifier(pl.col("consignee_id"))).to_series(), BILL_WIDTH)
    return rows.with_columns(
        day=pl.when(arrived.is_null() | eda.is_null() | (arrived == eda)).then(pl.coalesce(eda, arrived)),
        k_bill=stable(rows["bill"], BILL_WIDTH),
        k_entry=stable(rows["entry_number"], BILL_WIDTH),
        k_master=stable(rows["master_bill"], BILL_WIDTH),
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
    who = pl.when("complete").then(pl.concat_str("name", "street", "city", separator="|"))
    keys = parts.select(
        k_who=stable(parts.select(who).to_series(), WHO_WIDTH),
        k_name=stable(parts["name"], text.NAME_WIDTH),
        delicate=lacking & pl.col("name").is_not_null(),
    )
    return distinct.select("at").hstack(keys)
