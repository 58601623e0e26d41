"""DM201 to DM204: who the consignee is."""

from typing import Final

import polars as pl

from deminimis.edi.frames.findings import ERROR, NOTE, WARNING
from deminimis.rules.base.settings import Settings
from deminimis.rules.people.addresses import PARTS
from deminimis.rules.rulebook.evidence import Evidence, lead_row
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, Fold, rule


def _claims(evidence: Evidence, known: pl.DataFrame) -> pl.DataFrame:
    """The claims of these consignees, with what is known of them: one of each shipment and person."""
    found = evidence.members.join(
        known.drop("person"), on=["address", "identifier"], nulls_equal=True, maintain_order="left"
    )
    return found.unique(["ship", "person"], keep="first", maintain_order=True)


@rule(
    "DM201",
    "consignee-incomplete",
    ERROR,
    "the consignee {what}",
    scope="shipment",
    source="rule of the key: name, street and city are needed",
    where=Among("known", pl.col("incomplete") | pl.col("care_of")),
)
def INCOMPLETE(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """The consignee has no usable name, street or city, or its name begins with C/O.

    Without these the shipment has no key: it stands in a group of its own and could belong to every person that it
    does not contradict. A name that begins with C/O names nobody before it; the name after it is taken.

    Example: IRIS ALDER, RENO NV 89501, without a street.
    What to do: complete the address and file again.
    Certainty: CBP's own key is unpublished.
    """
    care_of = pl.col("care_of").fill_null(False)
    # A change need not carry its consignee.
    found = _claims(evidence, found).filter(~pl.col("alone"))
    what = (
        pl.when(care_of)
        .then(pl.lit("is named only after C/O; the name after it is taken"))
        .otherwise(pl.lit("has no readable name, street or city"))
    )
    # One that an identifier joined to a person, or that has one of its own, stands where that person stands.
    found = found.filter(pl.col("person").is_null() | care_of).select(row=lead_row(), what=what)
    return found.unique(maintain_order=True).sort("row", maintain_order=True)


@rule(
    "DM202",
    "identifier-alone",
    WARNING,
    "the consignee is known by its identifier {identifier} only",
    scope="person",
    source="our choice",
    where=Among("known", pl.col("id_alone")),
)
def IDENTIFIER_ALONE(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """The consignee is given by an identifier that no filing here joins to a name and address.

    It is a key of its own: its shipments are added up, but not with those of the same person under a name.

    Example: an entry with an importer number as consignee and no name.
    What to do: file name and address too.
    Certainty: whether CBP joins identifiers and names is unpublished.
    """
    found = _claims(evidence, found).drop("identifier")  # its hash
    names = evidence.people.texts(found["person"])["consignee_name"]
    return found.select(names.alias("identifier"), row=lead_row()).sort("row")


def _keyed(evidence: Evidence, keys: pl.DataFrame) -> pl.DataFrame:
    """The claims of some keys: address, key, person, day, row, value."""
    wanted = evidence.people.addresses.keys.join(keys, on="key", how="semi").select("address", "key")
    found = evidence.members.join(wanted, on="address", maintain_order="left")
    return found.select("address", "key", "person", "day", "limit_cents", row=lead_row(), cents="mild")


@rule(
    "DM203",
    "possible-same-consignee",
    NOTE,
    "{consignee} and {other} may be the same person: their {what}s are {score} % alike; counted as {counted}{together}",
    scope="call",
    source="our choice",
    where=Among("near", pl.lit(True)),
)
def POSSIBLY_SAME(evidence: Evidence, near: pl.DataFrame) -> pl.DataFrame:
    """Two consignees with shipments on the same day have one address and nearly the same name, or nearly one address.

    They count as two people; with `--match fuzzy` as one, and this note is the evidence. Names are near misses with
    one word more, the words in another order or spelt together, a title or a company suffix more, an initial for a
    word, or a letter or two changed. Streets of one name and ZIP are with a letter or two changed (never a number),
    with a unit more, or where one is a PO box. So are two ZIPs of one name, street and city, and two towns of one
    name, street and ZIP. A father (SR) and a son (JR) are two people. The note says where both together are above the
    limit.

    Example: JOHN Q CONSIGNEE and JOHN CONSIGNEE, both at 100 MAIN ST, 90001.
    What to do: look whether they are one person; `deminimis explain consignee NAME ADDRESS` shows both keys. If they
    are, check again with `--match fuzzy`.
    Certainty: a guess. It is part of a verdict only with `--match fuzzy`.
    """
    keys = pl.concat([near.select("key"), near.select(key="other")]).unique()
    return alike_on_a_day(near, keyed_days(evidence, keys), _shown(evidence, keys), evidence.settings)


def keyed_days(evidence: Evidence, keys: pl.DataFrame) -> pl.DataFrame:
    """What these keys have on each day: key, day, row (the first), person, cents, limit."""
    first = _keyed(evidence, keys).filter(pl.col("day").is_not_null())
    return first.group_by("key", "day", maintain_order=True).agg(
        pl.col("row", "person").first(), pl.col("cents").sum(), limit=pl.col("limit_cents").min()
    )


def alike_on_a_day(near: pl.DataFrame, first: pl.DataFrame, names: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The pairs of `near` that both have shipments on a day. first: of `keyed_days`. names: key, shown."""
    other = first.select("day", other="key", other_row="row", other_person="person", other_cents="cents")
    pairs = near.join(first, on="key").join(other, on=["other", "day"])
    same = pl.col("person") == pl.col("other_person")
    if settings.match != "fuzzy":  # else an identifier joined them already
        pairs = pairs.filter(~same.fill_null(False))
    pairs = pairs.join(names, on="key").join(names.rename({"key": "other", "shown": "other_shown"}), on="other")
    swap = pl.col("row") > pl.col("other_row")
    both = pl.col("cents") + pl.col("other_cents")
    above = pl.format("; together they come to {}, above the limit of {}", dollars(both), dollars(pl.col("limit")))
    return (
        pairs.select(
            "what",
            "one",
            "two",
            "score",
            row=pl.max_horizontal("row", "other_row"),
            related=pl.concat_list(pl.min_horizontal("row", "other_row")),
            consignee=pl.when(swap).then("shown").otherwise("other_shown"),
            other=pl.when(swap).then("other_shown").otherwise("shown"),
            counted=pl.when(same).then(pl.lit("one")).otherwise(pl.lit("two people")),
            together=pl.when((both > pl.col("limit")) & ~same.fill_null(False)).then(above).otherwise(pl.lit("")),
        )
        .sort("row", "related", "consignee", "other")
        .unique(["consignee", "other"], keep="first", maintain_order=True)
    )


def _shown(evidence: Evidence, keys: pl.DataFrame) -> pl.DataFrame:
    """Name and address of each key, as its first filing has them."""
    town = pl.concat_str([pl.col(part) for part in ("city", "state", "zip")], separator=" ", ignore_nulls=True)
    addresses = evidence.people.addresses
    first = addresses.keys.with_row_index("at").join(keys, on="key", how="semi", maintain_order="left")
    first = first.unique("key", keep="first", maintain_order=True)
    texts = first.select("key").hstack(addresses.texts.take(first["at"], *PARTS, "shown"))
    return texts.select("key", shown=pl.concat_str(["name", "shown", town], separator=", ", ignore_nulls=True))


_PLACE: Final = ("street", "city", "zip")


def _busy(settings: Settings) -> pl.Expr:
    """Whether many distinct names and addresses are of its place."""
    known = pl.col("complete") & pl.col("street").is_not_null()
    return known & (known.sum().over("site") >= settings.many_names)


def _many(settings: Settings, tally: pl.DataFrame) -> pl.DataFrame:
    where = pl.concat_str(_PLACE, separator=", ", ignore_nulls=True)
    return tally.filter(pl.col("count") >= settings.many_names).select(
        "row", "count", address=where, day=pl.col("day").cast(pl.String), total=dollars(pl.col("cents"))
    )


@rule(
    "DM204",
    "many-names-one-address",
    NOTE,
    "{count} names at {address} have shipments on {day}, {total} in all; each counts as a person of its own",
    scope="call",
    source="HQ H290219 (the person at a warehouse is its owner or purchaser); our choice",
    where=Among("addresses", _busy),
    fold=Fold("person", _many, by=(*_PLACE, "day"), alone={"many_names": 1}),
)
def MANY_NAMES(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """Many people have shipments to one street, city and ZIP on one day.

    A fulfilment centre, an office or a block of flats has many people; so has one buyer who spreads a purchase over
    names. Each name counts as a person here, as CBP's rulings have it for owners at a warehouse.

    Example: ten names at 100 MAIN ST, LOS ANGELES 90001, on one day.
    What to do: nothing, if they are different buyers.
    Certainty: a note of ours. Whether CBP joins people of one address is unpublished.
    """
    found = evidence.members.join(found.select("address", *_PLACE), on="address", maintain_order="left")
    sums = (
        found.filter(pl.col("day").is_not_null())
        .group_by(*_PLACE, "day", maintain_order=True)
        .agg(count=pl.col("person").n_unique(), row=lead_row().min(), cents=pl.col("mild").sum())
    )
    return sums.sort("row")
