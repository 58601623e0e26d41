"""Parties: SE30, SE35, SE36 and SE50, SE55, SE56 of a cargo release entry; what they share with other chapters."""

from typing import Final

import polars as pl

from deminimis.edi.frames.runs import alone, beside
from deminimis.edi.layout.match import LOST
from deminimis.edi.reading.format import Tables

_LEVELS: Final = (("SE30", "SE35", "SE36"), ("SE50", "SE55", "SE56"))  # of the whole entry, of one line
WORDS: Final = ("name", "address", "city", "state", "postal", "country", "id")


def parties(tables: Tables, ship: pl.DataFrame, roles: dict[str, str]) -> list[pl.DataFrame]:
    """For each of `roles` (entity code -> prefix) one row a shipment: the columns of `single`.

    The header's party stands for all lines; without one, the lines' own if they agree. Several that differ make the
    party unread: a consignee stands exactly once on a type 86 entry (Cargo Release guide v40, p. SE-57, note 1).
    ship: seq, shipment.
    """
    found = [_level(tables, level, tags) for level, tags in enumerate(_LEVELS) if tags[0] in tables or not level]
    out = []
    for code, prefix in roles.items():
        ranked = pl.concat([part.filter(pl.col("entity_code") == code) for part in found])
        ranked = beside(ranked, ship, "shipment").filter(pl.col("seq").is_not_null())
        out.append(single(ranked, "level", prefix))
    return out


def scattered(tables: Tables, roles: dict[str, str]) -> pl.DataFrame:
    """shipment, tag: entries with parties that no one party of the whole stands for, by the records they stand in.

    Those of other codes than `roles`, several of one code that differ, one that some lines have and others have not.
    """
    found = pl.concat([_level(tables, level, tags, "item") for level, tags in enumerate(_LEVELS)])
    code, key = pl.col("entity_code"), ["shipment", "entity_code"]
    items = tables["SE40"].group_by("shipment").agg(items=pl.len())
    each = found.join(items, on="shipment", how="left", maintain_order="left").with_columns(
        differ=pl.struct(WORDS).n_unique().over(key) > 1,
        some=(pl.col("level").min().over(key) > 0) & (pl.col("item").n_unique().over(key) < pl.col("items")),
    )
    tag = pl.lit(pl.Series([tags[0] for tags in _LEVELS])).gather(pl.col("level"))
    odd = each.filter(~code.is_in(list(roles)).fill_null(False) | pl.col("differ") | pl.col("some").fill_null(False))
    return odd.select("shipment", tag=tag)


def _level(tables: Tables, level: int, tags: tuple[str, str, str], *more: str) -> pl.DataFrame:
    name, street, city = tags
    heads = tables[name].select(
        "shipment", "party", "entity_code", *more, name="entity_name", id="entity_identifier", level=pl.lit(level)
    )
    return placed(heads, tables[street], tables[city])


def placed(heads: pl.DataFrame, streets: pl.DataFrame, cities: pl.DataFrame) -> pl.DataFrame:
    """`heads` with address (address_1 and address_2 of all streets), city, state, postal and country, by `party`.

    streets, cities: in file order, so that the records of one party stand together.
    """
    streets = streets.select("party", "address_1", "address_2")
    parts = pl.concat_str("address_1", "address_2", separator=" ", ignore_nulls=True)
    if not alone(streets, "party"):
        # a line that stands twice makes no other address
        again = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in streets.columns)
        streets = streets.filter(~again)
        streets = streets.group_by("party", maintain_order=True).agg(address=parts.str.join(" "))
    else:
        streets = streets.select("party", address=parts)
    cities = cities.select("party", "city", "state", "country", postal="postal_code")
    if not alone(cities, "party"):
        cities = cities.filter(pl.col("party").ne_missing(pl.col("party").shift()))
    return beside(beside(heads, streets, "party"), cities, "party")


def single(found: pl.DataFrame, rank: str, prefix: str) -> pl.DataFrame:
    """One row a seq, its columns WORDS under `prefix`: the first party of the lowest `rank`.

    `<prefix>_unread`: there are several of that rank, and they differ. Which of them it is is not known: then no text
    is given, as where one has bytes that are no letters.
    """
    if found["seq"].is_unique().all():
        first, several = found, found["seq"].clear()
    else:
        found = found.filter(pl.col(rank) == pl.col(rank).min().over("seq"))
        first = found.unique("seq", keep="first", maintain_order=True)
        several = found.unique(["seq", *WORDS]).filter(pl.col("seq").is_duplicated())["seq"].unique()
    lost = first.filter(pl.any_horizontal(pl.col(WORDS).str.contains(LOST, literal=True)))
    several = several.append(lost["seq"]) if lost.height else several
    unread = pl.lit(False) if several.is_empty() else pl.col("seq").is_in(several.to_list())
    texts = (pl.col(word) if several.is_empty() else pl.when(~unread).then(word) for word in WORDS)
    return first.select(
        "seq",
        *(text.alias(f"{prefix}_{word}") for word, text in zip(WORDS, texts, strict=True)),
        unread.alias(f"{prefix}_unread"),
    )
