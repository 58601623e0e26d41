"""Who is the same person (clauses 21 to 25): one key per person, from the distinct consignees of the call.

A *person* is a small number: persons are numbered in the order of their keys' texts. Until they are, a person is a
64-bit hash: of the parts of the key, or of the identifier where that stands alone.
"""

from typing import NamedTuple

import polars as pl

from deminimis.rules.base import frames
from deminimis.rules.base.contract import checked
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.frames import NEAR
from deminimis.rules.base.keys import LAST
from deminimis.rules.base.settings import Settings
from deminimis.rules.people import addresses
from deminimis.rules.people import near_misses as near
from deminimis.rules.people import spelling as text
from deminimis.rules.people.addresses import PARTS, Addresses
from deminimis.rules.people.consignees import Consignees


class People(NamedTuple):
    """`known`: (address, identifier) -> person, or null where the key is unread.

    `aliases`: person -> the key of every address that was joined into it, and `at`, its first row in `addresses`;
    `own` marks the one that names the person.
    """

    known: frames.Known
    aliases: frames.Aliases
    addresses: Addresses
    near: frames.Near  # pairs of keys that may be one person (DM203), with their evidence
    named: frames.Persons  # of each person, in their order: `at` in `addresses`, or `id` in `identifiers`
    identifiers: pl.Series  # those that stand alone

    def texts(self, persons: pl.Series) -> pl.DataFrame:
        """consignee_key, consignee_name and consignee (how to show it) of each, one for one; null for nobody."""
        at, alone = (self.named[name].gather(persons) for name in ("at", "id"))
        parts = self.addresses.texts.take(at, *PARTS, "shown")
        place = pl.concat_str([pl.col(part) for part in ("state", "zip")], separator=" ", ignore_nulls=True)
        town = pl.concat_str([pl.col("city"), pl.when(place != "").then(place)], separator=" ", ignore_nulls=True)
        country = pl.when(pl.col("country") != "US").then("country")
        shown = pl.concat_str(
            ["name", "shown", pl.when(town != "").then(town), country], separator=", ", ignore_nulls=True
        )
        by_id = pl.lit(self.identifiers.gather(alone)) if self.identifiers.len() else pl.lit(None, pl.String)
        some = pl.lit(at.is_not_null())
        return parts.select(
            consignee_key=pl.when(some).then(_key_text()).otherwise(pl.lit("ID|") + by_id),
            consignee_name=pl.coalesce("name", by_id),
            consignee=pl.when(some).then(shown).otherwise(pl.lit("identifier ") + by_id),
        )

    def parts(self) -> pl.DataFrame:
        """The aliases with the parts of their keys."""
        return self.aliases.hstack(self.addresses.texts.take(self.aliases["at"], *PARTS))


def _key_text() -> pl.Expr:
    return pl.concat_str([pl.col(part).fill_null("") for part in PARTS], separator="|")


@checked
def identify(consignees: Consignees, filed: Filed, settings: Settings, *, alike: bool = True) -> People:
    """Keys for every (address, identifier) of the consignees (clauses 21 to 25).

    alike: whether near misses are looked for; in a part of a call they are not all there.
    """
    distinct = consignees.distinct or addresses.read(consignees.addresses, filed, settings)
    known = consignees.pairs.join(distinct.keys.select("address", "key", "care_of"), on="address", how="left")
    likely = near.misses(distinct) if alike else pl.DataFrame(schema=NEAR)
    distinct = Addresses(distinct.keys.drop(near.BLOCKS), distinct.texts)
    merged = _merge(known, likely if settings.match == "fuzzy" else likely.clear())
    known = known.join(merged.rename({"node": "key", "person": "by_key"}), on="key", how="left").join(
        merged.rename({"node": "identifier", "person": "by_id"}), on="identifier", how="left"
    )
    known = known.with_columns(person=pl.coalesce("by_key", "key", "by_id", "identifier"))
    # An identifier that met no address at all stands alone (clause 24).
    known = known.with_columns(id_alone=pl.col("person").is_not_null() & (pl.col("person") == pl.col("identifier")))
    first = distinct.keys.with_row_index("at").filter(pl.col("key").is_not_null()).select("key", "at", "mask")
    aliases = (
        known.filter(pl.col("key").is_not_null())
        .select("person", "key")
        .unique()
        .join(first.unique("key", keep="first", maintain_order=True), on="key")
        .with_columns(own=pl.col("key") == pl.col("person"))
    )
    named, identifiers = _named(known, aliases, distinct, consignees, filed)
    number = named.select("person").with_row_index("number")

    def numbered(frame: pl.DataFrame) -> pl.DataFrame:
        joined = frame.join(number, on="person", how="left", maintain_order="left")
        return joined.with_columns(person="number").drop("number")

    known = known.select("address", "identifier", "person", "id_alone", "care_of", incomplete=pl.col("key").is_null())
    return People(numbered(known), numbered(aliases), distinct, likely, named.drop("person"), identifiers)


def same(facts: frames.Facts, distinct: Addresses, settings: Settings) -> pl.DataFrame:
    """address, identifier, same: a number for whom a filing names, however it spells him; null where that is no one.

    What `identify` says, before it is known which filings stand together.
    """
    pairs = facts.select("address", "identifier", "row").group_by("address", "identifier").agg(pl.col("row").min())
    known = pairs.join(distinct.keys.select("address", "key"), on="address", how="left")
    likely = pl.DataFrame(schema=NEAR)
    if settings.match == "fuzzy":
        likely = near.misses(distinct)
    merged = _merge(known, likely)
    known = known.join(merged.rename({"node": "key", "person": "by_key"}), on="key", how="left").join(
        merged.rename({"node": "identifier", "person": "by_id"}), on="identifier", how="left"
    )
    return known.select("address", "identifier", same=pl.coalesce("by_key", "key", "by_id"))


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
    # Numbered in that order: one shipment may bring two people, whose least row is the same.
    order = order.sort("label", "key").with_columns(label=pl.int_range(pl.len(), dtype=pl.UInt32))
    edges = pl.concat([edges, edges.select(a="b", b="a")])
    labels = (
        edges.select(node="a")
        .unique()
        .join(order.rename({"key": "node"}), on="node", how="left")
        .with_columns(pl.col("label").fill_null(LAST).cast(pl.UInt32))
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


def _named(
    known: pl.DataFrame, aliases: pl.DataFrame, distinct: Addresses, consignees: Consignees, filed: Filed
) -> tuple[pl.DataFrame, pl.Series]:
    """The persons in the order of their keys' texts, with where each is named; and identifiers that stand alone."""
    own = aliases.filter("own").select("person", "at")
    keys = distinct.texts.scan().select(key=_key_text()).collect(engine=distinct.texts.engine)["key"].gather(own["at"])
    alone = consignees.identifiers.select(person="identifier", row="row")
    alone = alone.join(known.filter("id_alone"), on="person", how="semi").sort("row")
    identifiers = filed.column(alone["row"], "consignee_id").to_frame("raw").select(text.identifier(pl.col("raw")))
    by_id = alone.select("person", pl.lit(None, pl.UInt32).alias("at")).with_row_index("id")
    both = [
        own.select("person", "at", pl.lit(None, pl.UInt32).alias("id"), keys.alias("text")),
        by_id.select("person", "at", "id", (pl.lit("ID|") + identifiers.to_series()).alias("text")),
    ]
    return pl.concat(both).sort("text").drop("text"), identifiers.to_series()
