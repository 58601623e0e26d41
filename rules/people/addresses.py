"""The distinct names and addresses of a call in their one written form (clauses 21 to 23), slice by slice.

A million shipments have half a million of them, and their texts are 150 bytes each: they are packed as soon as they
are made, and hashes stand for them.
"""

from functools import partial
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.cutting.threads import side_by_side
from deminimis.edi.frames.packed import Table, packed
from deminimis.rules.base import keys as numbers
from deminimis.rules.base.filed import ADDRESS, Filed
from deminimis.rules.base.frames import ADDRESS_TEXTS, AddressKeys
from deminimis.rules.base.settings import Settings
from deminimis.rules.people import spelling as text

PARTS: Final = ("name", "street", "city", "state", "zip", "country")
_TEXTS: Final = tuple(ADDRESS_TEXTS)
_Piece = tuple[pl.DataFrame, pl.DataFrame | bytes]  # keys, texts


class Addresses(NamedTuple):
    """Of the same rows, in filing order: `texts` has the parts of the key and `shown`, `keys` what stands for them.

    keys: address (hash as filed), row (where it stands first), key (hash of the parts; null where they are too few),
    complete, care_of, mask (a bit for each part that is known), and hashes of some parts (`keys_of`).
    """

    keys: AddressKeys
    texts: Table  # columns of ADDRESS_TEXTS

    @property
    def height(self) -> int:
        """How many there are."""
        return self.keys.height

    def lazy(self) -> pl.LazyFrame:
        """Keys and texts side by side."""
        return pl.concat([self.keys.lazy(), self.texts.scan()], how="horizontal")


def read(addresses: pl.DataFrame, filed: Filed, settings: Settings) -> Addresses:
    """The distinct ones (address, row); their texts are read from the row each of them first stands in."""
    addresses = addresses.sort("row")
    work: list[tuple[pl.DataFrame, pl.LazyFrame]] = []
    begin = 0
    for part in filed.slices():
        end = int(addresses["row"].search_sorted(part.stop))
        if end > begin:
            some = addresses.slice(begin, end - begin).with_columns(at=pl.col("row") - part.start)
            work.append((some, part.scan))
        begin = end
    one = len(work) < 2  # few are not packed

    def piece(some: pl.DataFrame, part: pl.LazyFrame) -> _Piece:
        raw = part.select(ADDRESS).collect().select(pl.all().gather(some["at"]))  # lazily it is planned for long
        return _piece(normalise(some.drop("at").hstack(raw), settings), pack=not one)

    if one:
        pieces = [piece(*each) for each in work or [(addresses.with_columns(at="row"), filed.scan())]]
    else:
        pieces = side_by_side(lambda each: piece(*each), work)
    if settings.match != "name":
        pieces = _adopted(_adopted(pieces, "state"), "zip")
    return _together(pieces)


def _together(pieces: list[_Piece]) -> Addresses:
    keys = pl.concat([keys for keys, _ in pieces])
    return Addresses(keys, Table([texts for _, texts in pieces], keys.height))


def _piece(parts: pl.DataFrame, *, pack: bool) -> _Piece:
    texts = parts.select(_TEXTS)
    return keys_of(parts), packed(texts) if pack else texts


def part_hash(name: str, column: pl.Expr | None = None) -> pl.Expr:
    """A hash of one part, so that hashes of several parts can be mixed with xor; 0 where the part is unread."""
    return numbers.part(pl.col(name) if column is None else column, PARTS.index(name) + 11)


def _mixed(*names: str) -> pl.Expr:
    return numbers.mixed(f"h_{name}" for name in names)


def keys_of(parts: pl.DataFrame) -> pl.DataFrame:
    """What stands for the texts: `Addresses.keys`.

    site: street, city and ZIP. block, place, named, homes: where near misses meet (`near`). Without a ZIP, the city is
    the block.
    """
    where = pl.coalesce("zip", pl.concat_str("city", "state", ignore_nulls=True))
    hashed = parts.select(
        "address", "row", "complete", "care_of", where.hash(10).alias("h_where"),
        numbers.known(PARTS).cast(pl.UInt8).alias("mask"),
        *(part_hash(part).alias(f"h_{part}") for part in PARTS),
    )  # fmt: skip
    return hashed.select(
        "address", "row", "complete", "care_of", "mask",
        key=pl.when("complete").then(_mixed(*PARTS)),
        site=_mixed("street", "city", "zip"),
        block=_mixed("where", "street"),
        place=_mixed("where", "street", "name"),
        named=_mixed("where", "name"),
        homes=_mixed("name", "street", "city", "state"),
    )  # fmt: skip


def normalise(raw: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The parts of the key of each address (clauses 21 and 22)."""
    exact = settings.match == "exact"
    frame = raw.rename(dict(zip(ADDRESS, (f"raw_{part}" for part in PARTS), strict=True)))
    cities = partial(text.cities, exact=exact)
    frame = frame.with_columns(
        *text.names(frame["raw_name"], exact=exact).drop("raw").iter_columns(),
        *text.streets(frame["raw_street"], exact=exact).drop("raw").iter_columns(),
        city=text.distinct(frame["raw_city"], cities),
        state=text.distinct(frame["raw_state"], text.states),
        country=text.distinct(frame["raw_country"], text.countries),
        us_zip=text.us_zip(pl.col("raw_zip")),
    )
    us_zip = pl.col("us_zip")
    frame = frame.with_columns(**text.territories(pl.col("state"), pl.col("country")))
    in_state = pl.col("state").is_in(list(text.US_STATES)).fill_null(False)
    frame = frame.with_columns(
        country=pl.coalesce("country", pl.when(in_state | us_zip.is_not_null()).then(pl.lit("US"))),
        american=in_state | us_zip.is_not_null(),
    )
    # A US state beside another country contradicts it: the ZIP is then read as one, else one person would be two.
    foreign = (pl.col("country") != "US").fill_null(False) & ~in_state
    rough = pl.when(pl.col("american") | (pl.col("country") == "US")).then(text.rough_us_zip(pl.col("raw_zip")))
    # A US ZIP that is no ZIP at all says no more than none: kept, it would part a person from himself.
    frame = frame.with_columns(
        zip=pl.when(foreign).then(text.identifier(pl.col("raw_zip"))).otherwise(pl.coalesce(us_zip, rough))
    )
    # So does a state of the US that is none.
    none = (pl.col("country") == "US").fill_null(False) & ~in_state
    frame = frame.with_columns(state=pl.when(~none).then("state"))
    if settings.match == "name":
        frame = frame.with_columns(pl.lit(None, pl.String).alias(part) for part in PARTS[1:])
        complete = pl.col("name").is_not_null()
    else:
        complete = pl.all_horizontal(pl.col(part).is_not_null() for part in ("name", "street", "city"))
    return frame.select(
        "address", "row", *PARTS, pl.coalesce("shown", "street").alias("shown"), "care_of", complete=complete
    )


def _adopted(pieces: list[_Piece], part: str) -> list[_Piece]:
    """A row without ZIP takes the only ZIP known for the same name, street, city and state (clause 23).

    And a row without state the only state known for the same name, street, city and ZIP. Without a ZIP it could be a
    city of that name anywhere.
    """
    lacks = pl.col("complete") & ~numbers.knows(pl.col("mask"), PARTS, part)
    if not any(keys.select(lacks.any()).item() for keys, _ in pieces):
        return pieces
    same = [name for name in ("name", "street", "city", "state", "zip") if name != part]
    every = _together(pieces).lazy()
    lacking = every.filter(lacks).select("address", *same, "country").collect()
    having = every.filter(pl.col(part).is_not_null()).select(*same, part, "country")
    found = (
        lacking.lazy()
        .join(having, on=same, nulls_equal=part == "zip")
        .filter(pl.col("country").eq(pl.col("country_right")).fill_null(True))
        .group_by("address")
        .agg(
            pl.col(part).unique().alias("parts"),
            pl.col("country_right").drop_nulls().unique().alias("countries"),
        )
        .filter(pl.col("parts").list.len() == 1)
        .select(
            "address",
            part_known=pl.col("parts").list.first(),
            country_known=pl.when(pl.col("countries").list.len() == 1).then(pl.col("countries").list.first()),
        )
        .collect()
    )
    adopted = found["address"].implode()

    def changed(piece: _Piece) -> _Piece:
        keys, texts = piece
        if not keys["address"].is_in(adopted).any():
            return piece
        frame = keys.select("address", "row", "complete", "care_of").hstack(
            Table([texts], keys.height).scan().collect()
        )
        frame = frame.join(found, on="address", how="left", maintain_order="left").with_columns(
            pl.coalesce(part, "part_known"), pl.coalesce("country", "country_known")
        )
        return _piece(frame, pack=isinstance(texts, bytes))

    return [changed(each) for each in pieces]
