"""Consignee and shipper of a bill: N00 groups, or the classic records U01-U03 and S01-S03."""

from typing import Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.edi.formats.shared.normal import normal
from deminimis.edi.formats.shared.parties import WORDS, placed, single
from deminimis.edi.frames.runs import beside
from deminimis.edi.reading.format import Tables

# Rail names an ultimate consignee, and one of small parcels (Broker Download, August 2024, p. BD-27).
_ROLES: Final = {"consignee": ("CN", "UC", "CD"), "shipper": ("SH",)}
_CLASSIC: Final = {"consignee": ("U01", "U02", "U03"), "shipper": ("S01", "S02", "S03")}
# 2 is a SCAC or FIRMS code, 17 an ABI routing code (p. BD-27): they name a company's role, not a person.
_PERSONAL: Final = ("EI", "34")
_STATES: Final = "|".join(load("us_state"))
# The end of a classic address, whose lines are free text: city, state and ZIP code, the city on a line of its own or
# behind a comma.
_PLACE: Final = (
    r"(?s)^(?:(?<street>.*)[\n,])? *(?<city>[^,\n0-9]+?)[ ,\n]+"
    rf"(?<state>{_STATES})[ ,\n]+(?<postal>[0-9]{{5}}(?:[- ]?[0-9]{{4}})?)"
    r"(?:[ ,\n]+(?:US|USA|U S A|UNITED STATES|UNITED STATES OF AMERICA))?$"
)
_LIKELY: Final = rf"(?:{_STATES})[ ,\n]+[0-9]{{5}}"

READS: Final[dict[str, tuple[str, ...]]] = {
    "N00": ("entity_code", "name", "id_qualifier", "id_code"),
    "N02": ("address", "more_address"),
    "N03": ("city", "state", "postal_code", "country", "subdivision"),
    **dict.fromkeys(("U01", "S01"), ("name", "address")),
    **dict.fromkeys(("U02", "S02"), ("address", "more_address")),
    **dict.fromkeys(("U03", "S03"), ("telephone",)),
}


def parties(tables: Tables, ship: pl.DataFrame) -> list[pl.DataFrame]:
    """Consignee and shipper, one row a shipment: the columns of `catair.parties.single`.

    ship: seq, shipment. An N00 group wins over classic records that say the same. Several consignees that differ are
    unread, in whichever style.
    """
    groups = _groups(tables, ship)
    out = []
    for prefix, codes in _ROLES.items():
        rank = pl.col("entity_code").replace_strict({c: n for n, c in enumerate(codes)}, return_dtype=pl.Int8)
        named = groups.filter(pl.col("entity_code").is_in(codes)).with_columns(rank=rank).drop("entity_code")
        if tables.lack(_CLASSIC[prefix][0]):
            out.append(single(named, "rank", prefix))
            continue
        classic = _classic(tables, ship, *_CLASSIC[prefix]).with_columns(rank=pl.lit(len(codes), pl.Int8))
        found = single(pl.concat([named, classic], how="diagonal"), "rank", prefix)
        out.append(_in_two_styles(found, _said(named), _said(classic), prefix))
    return out


def _said(found: pl.DataFrame) -> pl.DataFrame:
    """What each party says of whom, letters and digits alone; ZIP codes to five, and no country."""
    street = normal(pl.concat_str("address", "city", "state", pl.col("postal").str.slice(0, 5), ignore_nulls=True))
    return found.select("seq", said=normal(pl.col("name")) + pl.lit(" ") + street)


def _in_two_styles(found: pl.DataFrame, named: pl.DataFrame, classic: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """`found` with the party unread where a bill names one in each style and they differ, as two of one style are."""
    both = named.join(classic, on="seq", suffix="_classic")
    apart = both.filter(pl.col("said") != pl.col("said_classic"))["seq"].unique()
    if apart.is_empty():
        return found
    lost = pl.col("seq").is_in(apart.implode())
    texts = (pl.when(~lost).then(f"{prefix}_{word}").alias(f"{prefix}_{word}") for word in WORDS)
    return found.with_columns(*texts, pl.col(f"{prefix}_unread") | lost)


def _groups(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    heads = _under(ship, tables["N00"])
    personal = pl.col("id_qualifier").is_in(_PERSONAL)
    heads = heads.select("seq", "party", "entity_code", "name", id=pl.when(personal).then("id_code"))
    streets = tables["N02"].select("party", address_1="address", address_2="more_address")
    found = placed(heads, streets, tables["N03"].with_columns(state=pl.coalesce("state", "subdivision")))
    # "just entity country if that is the only information available" (p. BD-29) is no address
    only = pl.col("address").is_in(list(load("country"))).fill_null(False)
    country = pl.coalesce("country", pl.when(only).then("address"))
    return found.with_columns(country=country, address=pl.when(~only).then("address"))


def _under(ship: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    return beside(rows, ship.select("seq", "shipment"), "shipment").filter(pl.col("seq").is_not_null())


def _classic(tables: Tables, ship: pl.DataFrame, first: str, second: str, third: str) -> pl.DataFrame:
    """Classic parties: the address lines of all three records, and the place that their end tells."""
    heads = _under(ship, tables[first])
    telephone = pl.col("telephone")
    address = telephone.str.contains("[A-Z]") & ~telephone.str.starts_with("TELEX")
    lines = pl.concat(
        [
            tables[first].select("party", "ordinal", text="address"),
            tables[second].select("party", "ordinal", text=pl.concat_str(
                "address", "more_address", separator="\n", ignore_nulls=True)),
            tables[third].filter(address.fill_null(False)).select("party", "ordinal", text="telephone"),
        ]
    )  # fmt: skip
    lines = lines.filter(pl.col("party").is_not_null() & (pl.col("text") != "")).sort("ordinal")
    if not lines["party"].is_unique().all():
        lines = lines.group_by("party").agg(pl.col("text").str.join("\n"))
    # few foreign addresses look like one with a ZIP code, and to take one apart takes long
    likely = pl.when(pl.col("text").str.contains(_LIKELY)).then("text")
    whole = lines.select("party", "text", end=likely.str.extract_groups(_PLACE))
    end = pl.col("end").struct
    flat = pl.col("text").str.replace_all("\n", " ", literal=True)
    whole = whole.with_columns(end.field("city", "state", "postal"), street=end.field("street"))
    there = pl.col("city").is_not_null()
    whole = whole.select(
        "party", "city", "state", "postal",
        address=pl.when(there).then(pl.col("street").str.replace_all("\n", " ", literal=True)).otherwise(flat),
        country=pl.when(there).then(pl.lit("US")),
    )  # fmt: skip
    return beside(heads.select("seq", "party", "name", id=pl.lit(None, pl.String)), whole, "party")
