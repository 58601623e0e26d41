"""Parties of a cargo release entry: SE30, SE35 and SE36 in the header, SE50, SE55 and SE56 in a line."""

import polars as pl

from deminimis.edi.format import Tables


def party(tables: Tables, ship: pl.DataFrame, code: str, prefix: str) -> pl.DataFrame:
    """One row a shipment: name, address (its parts joined by one space), city, state, postal, country, id.

    The header's party stands for all lines; without one, the lines' own if they agree. Several that differ make the
    party unread (`<prefix>_unread`): a consignee stands exactly once on a type 86 entry (Cargo Release guide v40,
    p. SE-56).
    """
    levels = (("SE30", "SE35", "SE36"), ("SE50", "SE55", "SE56"))
    found = pl.concat([_level(tables, ship, code, n, tags) for n, tags in enumerate(levels)])
    found = found.filter(pl.col("level") == pl.col("level").min().over("seq"))
    words = ["name", "address", "city", "state", "postal", "country", "id"]
    first = found.unique("seq", keep="first", maintain_order=True)
    several = found.unique(["seq", *words]).filter(pl.col("seq").is_duplicated())["seq"].unique()
    return first.select(
        "seq",
        *(pl.col(word).alias(f"{prefix}_{word}") for word in words),
        pl.col("seq").is_in(several.to_list()).alias(f"{prefix}_unread"),
    )


def _level(tables: Tables, ship: pl.DataFrame, code: str, level: int, tags: tuple[str, str, str]) -> pl.DataFrame:
    name, street, city = tags
    heads = tables[name].filter(pl.col("entity_code") == code).join(ship, on="shipment", maintain_order="left")
    keys = heads.select("party")
    parts = pl.concat_str("address_1", "address_2", separator=" ", ignore_nulls=True)
    streets = tables[street].join(keys, on="party", how="semi", maintain_order="left")
    streets = streets.group_by("party").agg(address=parts.str.join(" "))
    cities = tables[city].join(keys, on="party", how="semi").unique("party", keep="first", maintain_order=True)
    cities = cities.select("party", "city", "state", "country", postal="postal_code")
    rows = heads.join(streets, on="party", how="left", maintain_order="left")
    rows = rows.join(cities, on="party", how="left", maintain_order="left")
    return rows.select(
        "seq", "address", "city", "state", "postal", "country",
        name="entity_name", id="entity_identifier", level=pl.lit(level),
    )  # fmt: skip
