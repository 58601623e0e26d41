"""Who is the same person (clauses 21 to 25): one key per person, from the distinct consignees of the call.

A *person* is a small number: persons are numbered in the order of their keys' texts. Until they are, a person is a
64-bit hash: of the parts of the key, or of the identifier where that stands alone.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Final

import polars as pl

from deminimis.rules import near, text
from deminimis.rules.events import ADDRESS, Events
from deminimis.rules.filed import Filed
from deminimis.rules.settings import Settings

PARTS: Final = ("name", "street", "city", "state", "zip", "country")
_PAIR: Final = {"address": pl.UInt64, "identifier": pl.UInt64, "row": pl.UInt32}


@dataclass(frozen=True)
class People:
    """`known`: (address, identifier) -> person, or null where the key is unread. `persons`: person -> key and texts.

    `aliases`: person -> the parts of every address that was joined into it; `own` marks the one that names it.
    """

    known: pl.DataFrame
    persons: pl.DataFrame
    aliases: pl.DataFrame
    addresses: pl.DataFrame
    near: pl.DataFrame  # pairs of keys that may be one person (DM203), with their evidence


def part_hash(name: str, column: pl.Expr | None = None) -> pl.Expr:
    """A hash of one part, so that hashes of several parts can be mixed with xor; 0 where the part is unread."""
    column = pl.col(name) if column is None else column
    return pl.when(column.is_not_null()).then(column.hash(seed=PARTS.index(name) + 11)).otherwise(pl.lit(0, pl.UInt64))


def _key_hash() -> pl.Expr:
    return reduce(lambda a, b: a ^ b, (part_hash(name) for name in PARTS))


def identify(events: Events, stands: pl.DataFrame, settings: Settings) -> People:
    """Keys for every (address, identifier) of the filings, and of the stands: a pair may join those of its sides.

    Filings that claim nothing are read too: a ZIP or an identifier is known from wherever it stands.
    """
    filed = events.filed
    parts = normalise(_texts(events.addresses, filed), settings)
    if settings.match != "name":
        parts = _adopted(_adopted(parts, "state"), "zip")
    parts = parts.with_columns(key=pl.when("complete").then(_key_hash()))
    both = ("address", "identifier")
    if events.identifiers.height:
        used = pl.concat([events.rows.select(*both, "row"), stands.select(*both, row="ship")]).lazy()
        pairs = used.group_by(both).agg(pl.col("row").min()).collect()
    else:
        nobody = pl.DataFrame({"address": [None], "identifier": [None], "row": [0]}, schema=_PAIR)
        pairs = pl.concat(
            [events.addresses.select("address", pl.lit(None, pl.UInt64).alias("identifier"), "row"), nobody]
        )
    known = pairs.join(parts.select("address", "key", "care_of"), on="address", how="left")
    likely = near.misses(parts)
    merged = _merge(known, likely if settings.match == "fuzzy" else likely.clear())
    known = known.join(merged.rename({"node": "key", "person": "by_key"}), on="key", how="left").join(
        merged.rename({"node": "identifier", "person": "by_id"}), on="identifier", how="left"
    )
    known = known.with_columns(person=pl.coalesce("by_key", "key", "by_id", "identifier"))
    # An identifier that met no address at all stands alone (24).
    known = known.with_columns(id_alone=pl.col("person").is_not_null() & (pl.col("person") == pl.col("identifier")))
    aliases = (
        known.filter(pl.col("key").is_not_null())
        .select("person", "key")
        .unique()
        .join(parts.unique("key", maintain_order=True), on="key")
    )
    persons = _persons(known, aliases, events).sort("consignee_key", "consignee")
    persons = persons.with_row_index("number")
    number = persons.select("person", "number")

    def numbered(frame: pl.DataFrame) -> pl.DataFrame:
        joined = frame.join(number, on="person", how="left", maintain_order="left")
        return joined.with_columns(person="number").drop("number")

    aliases = aliases.select("person", "key", *PARTS, own=pl.col("key") == pl.col("person"))
    known = known.select("address", "identifier", "person", "id_alone", "care_of", incomplete=pl.col("key").is_null())
    return People(
        numbered(known),
        persons.with_columns(person="number").drop("number"),
        numbered(aliases),
        parts,
        likely,
    )


def _texts(addresses: pl.DataFrame, filed: Filed) -> pl.DataFrame:
    """The raw texts of the distinct addresses, read from the row each of them first stands in."""
    addresses = addresses.sort("row")
    return addresses.hstack(filed.take(addresses["row"], *ADDRESS))


def normalise(raw: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The parts of the key of each address (clauses 21 and 22)."""
    exact = settings.match == "exact"
    frame = raw.rename(dict(zip(ADDRESS, (f"raw_{part}" for part in PARTS), strict=True)))
    names = text.names(frame["raw_name"].drop_nulls().unique(maintain_order=True), exact=exact)
    streets = text.streets(frame["raw_street"].drop_nulls().unique(maintain_order=True), exact=exact)
    cities = pl.DataFrame({"raw": frame["raw_city"].drop_nulls().unique(maintain_order=True)})
    cities = cities.with_columns(city=text.city(pl.col("raw"), exact=exact))
    frame = frame.join(names, left_on="raw_name", right_on="raw", how="left", maintain_order="left")
    frame = frame.join(streets, left_on="raw_street", right_on="raw", how="left", maintain_order="left")
    frame = frame.join(cities, left_on="raw_city", right_on="raw", how="left", maintain_order="left")
    us_zip = text.us_zip(pl.col("raw_zip"))
    frame = frame.with_columns(state=text.state(pl.col("raw_state")), country=text.country(pl.col("raw_country")))
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


def _adopted(parts: pl.DataFrame, part: str) -> pl.DataFrame:
    """A row without ZIP takes the only ZIP known for the same name, street, city and state (clause 23).

    And a row without state the only state known for the same name, street, city and ZIP. Without a ZIP it could be a
    city of that name anywhere.
    """
    lacking = parts.filter(pl.col("complete") & pl.col(part).is_null())
    if not lacking.height:
        return parts
    same = [name for name in ("name", "street", "city", "state", "zip") if name != part]
    having = parts.filter(pl.col(part).is_not_null()).select(*same, part, "country")
    found = (
        lacking.select("address", *same, "country")
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
    )
    return (
        parts.join(found, on="address", how="left", maintain_order="left")
        .with_columns(pl.coalesce(part, "part_known"), pl.coalesce("country", "country_known"))
        .drop("part_known", "country_known")
    )


def _merge(known: pl.DataFrame, likely: pl.DataFrame) -> pl.DataFrame:
    """node (key or identifier) -> person, where identifiers join keys: transitive, by the least place (clause 24)."""
    both = known.filter(pl.col("key").is_not_null() & pl.col("identifier").is_not_null())
    edges = pl.concat(
        [both.select(a="key", b="identifier"), likely.select(a="key", b="other")],
    ).unique()
    if not edges.height:
        return pl.DataFrame(schema={"node": pl.UInt64, "person": pl.UInt64})
    # The first key filed names the person; of several that one shipment brings, always the same one.
    order = known.filter(pl.col("key").is_not_null()).group_by("key").agg(label=pl.col("row").min())
    order = order.sort("label", "key")
    edges = pl.concat([edges, edges.select(a="b", b="a")])
    labels = (
        edges.select(node="a")
        .unique()
        .join(order.rename({"key": "node"}), on="node", how="left")
        .with_columns(pl.col("label").fill_null(2**32 - 1).cast(pl.UInt32))
    )
    while True:
        spread = edges.join(labels, left_on="b", right_on="node").group_by("a").agg(pl.col("label").min())
        after = labels.join(spread, left_on="node", right_on="a", how="left", suffix="_new").select(
            "node", label=pl.min_horizontal("label", "label_new")
        )
        if after["label"].equals(labels["label"]):
            break
        labels = after
    return labels.join(
        order.unique("label", keep="first", maintain_order=True).select(person="key", label="label"), on="label"
    ).select("node", "person")


def _persons(known: pl.DataFrame, aliases: pl.DataFrame, events: Events) -> pl.DataFrame:
    """The texts of each person: its key, the name in it, and how to show it."""
    own = aliases.filter(pl.col("key") == pl.col("person"))
    text_key = pl.concat_str([pl.col(part).fill_null("") for part in PARTS], separator="|")
    place = pl.concat_str([pl.col(part) for part in ("state", "zip")], separator=" ", ignore_nulls=True)
    town = pl.concat_str([pl.col("city"), pl.when(place != "").then(place)], separator=" ", ignore_nulls=True)
    country = pl.when(pl.col("country") != "US").then("country")
    shown = pl.concat_str(
        [pl.col("name"), pl.col("shown"), pl.when(town != "").then(town), country], separator=", ", ignore_nulls=True
    )
    named = own.select("person", consignee_key=text_key, consignee_name=pl.col("name"), consignee=shown)
    ids = events.identifiers.select(person="identifier", row="row")
    alone = ids.join(known.filter("id_alone"), on="person", how="semi").sort("row")
    raw = events.filed.column(alone["row"], "consignee_id")
    alone = alone.with_columns(raw.alias("raw")).with_columns(consignee_name=text.identifier(pl.col("raw")))
    return pl.concat(
        [
            named,
            alone.select(
                "person",
                consignee_key=pl.lit("ID|") + pl.col("consignee_name"),
                consignee_name="consignee_name",
                consignee=pl.lit("identifier ") + pl.col("consignee_name"),
            ),
        ]
    )
