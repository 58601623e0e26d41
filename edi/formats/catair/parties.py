"""Parties: SE30, SE35, SE36 and SE50, SE55, SE56 of a cargo release entry; what they share with other chapters."""

from typing import Final

import polars as pl

from deminimis.edi.format import Tables

WORDS: Final = ("name", "address", "city", "state", "postal", "country", "id")


def party(tables: Tables, ship: pl.DataFrame, code: str, prefix: str) -> pl.DataFrame:
    """One row a shipment: name, address (its parts joined by one space), city, state, postal, country, id.

    The header's party stands for all lines; without one, the lines' own if they agree. Several that differ make the
    party unread (`<prefix>_unread`): a consignee stands exactly once on a type 86 entry (Cargo Release guide v40,
    p. SE-56).
    """
    levels = [("SE30", "SE35", "SE36")]
    if "SE50" in tables:
        levels.append(("SE50", "SE55", "SE56"))
    found = pl.concat([_level(tables, ship, code, n, tags) for n, tags in enumerate(levels)])
    return single(found, "level", prefix)


def _level(tables: Tables, ship: pl.DataFrame, code: str, level: int, tags: tuple[str, str, str]) -> pl.DataFrame:
    name, street, city = tags
    heads = tables[name].filter(pl.col("entity_code") == code).join(ship, on="shipment", maintain_order="left")
    heads = heads.select("seq", "party", name="entity_name", id="entity_identifier", level=pl.lit(level))
    return placed(heads, tables[street], tables[city])


def placed(heads: pl.DataFrame, streets: pl.DataFrame, cities: pl.DataFrame) -> pl.DataFrame:
    """`heads` with address (address_1 and address_2 of all streets), city, state, postal and country, by `party`.

    streets, cities: in file order, so that the records of one party stand together.
    """
    parts = pl.concat_str("address_1", "address_2", separator=" ", ignore_nulls=True)
    # a line that stands twice makes no other address
    again = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(name).shift()) for name in ("party", "address_1", "address_2")
    )
    streets = streets.filter(~again)
    if streets.select((pl.col("party") == pl.col("party").shift()).any()).item():
        streets = streets.group_by("party").agg(address=parts.str.join(" "))
    else:  # one each
        streets = streets.select("party", address=parts)
    cities = cities.filter(pl.col("party").ne_missing(pl.col("party").shift()) & pl.col("party").is_not_null())
    cities = cities.select("party", "city", "state", "country", postal="postal_code")
    rows = heads.join(streets, on="party", how="left", maintain_order="left")
    return rows.join(cities, on="party", how="left", maintain_order="left")


def single(found: pl.DataFrame, rank: str, prefix: str) -> pl.DataFrame:
    """One row a seq, its columns WORDS under `prefix`: the first party of the lowest `rank`.

    `<prefix>_unread`: there are several of that rank, and they differ. Which of them it is is not known: then no text
    is given.
    """
    if found["seq"].is_unique().all():
        first, several = found, found["seq"].clear()
    else:
        found = found.filter(pl.col(rank) == pl.col(rank).min().over("seq"))
        first = found.unique("seq", keep="first", maintain_order=True)
        several = found.unique(["seq", *WORDS]).filter(pl.col("seq").is_duplicated())["seq"].unique()
    unread = pl.col("seq").is_in(several.to_list())
    texts = (pl.col(word) if several.is_empty() else pl.when(~unread).then(word) for word in WORDS)
    return first.select(
        "seq",
        *(text.alias(f"{prefix}_{word}") for word, text in zip(WORDS, texts, strict=True)),
        unread.alias(f"{prefix}_unread"),
    )
