"""DM201, DM202, DM203: who the consignee is."""

import polars as pl

from deminimis.edi.findings import ERROR, NOTE, WARNING
from deminimis.rules.judged import Judged
from deminimis.rules.registry import rule
from deminimis.rules.rules_sum import lead_row


def _claims(judged: Judged, wanted: pl.Expr) -> pl.DataFrame:
    """The claims whose consignee's key is `wanted`, with what is known of it."""
    known = judged.people.known.filter(wanted).drop("person")
    if not known.height:
        return judged.members.clear().join(known, on=["address", "identifier"])
    found = judged.members.join(known, on=["address", "identifier"], nulls_equal=True, maintain_order="left")
    return found.unique("ship", keep="first", maintain_order=True)


@rule(
    "DM201",
    "consignee-incomplete",
    ERROR,
    "the consignee {what}",
    source="rule of the key: name, street and city are needed",
)
def INCOMPLETE(judged: Judged) -> pl.DataFrame:
    """The consignee has no usable name, street or city, or its name begins with C/O.

    Without these the shipment has no key: it stands in a group of its own and could belong to every person that it
    does not contradict. A name that begins with C/O names nobody before it; the name after it is taken.

    Example: IRIS ALDER, RENO NV 89501, without a street.
    What to do: complete the address and file again.
    Certainty: CBP's own key is unpublished.
    """
    care_of = pl.col("care_of").fill_null(False)
    # A change need not carry its consignee.
    found = _claims(judged, pl.col("incomplete") | care_of).filter(~pl.col("alone"))
    what = (
        pl.when(care_of)
        .then(pl.lit("is named only after C/O; the name after it is taken"))
        .otherwise(pl.lit("has no readable name, street or city"))
    )
    return found.filter(~pl.col("id_alone") | care_of).select(row=lead_row(), what=what).sort("row")


@rule(
    "DM202",
    "identifier-alone",
    WARNING,
    "the consignee is known by its identifier {identifier} only",
    source="our choice",
)
def IDENTIFIER_ALONE(judged: Judged) -> pl.DataFrame:
    """The consignee is given by an identifier that no filing here joins to a name and address.

    It is a key of its own: its shipments are added up, but not with those of the same person under a name.

    Example: an entry with an importer number as consignee and no name.
    What to do: file name and address too.
    Certainty: whether CBP joins identifiers and names is unpublished.
    """
    found = _claims(judged, pl.col("id_alone").fill_null(False))
    names = judged.people.persons.select("person", identifier="consignee_name")
    return found.join(names, on="person", maintain_order="left").select("identifier", row=lead_row()).sort("row")


@rule(
    "DM203",
    "possible-same-consignee",
    NOTE,
    "{consignee} and {other} may be the same person: same street and ZIP, nearly the same name",
    source="our choice",
)
def POSSIBLY_SAME(judged: Judged) -> pl.DataFrame:
    """Two consignees at one address have nearly the same name, and shipments on the same day.

    They count as two people. If they are one, their sums belong together: `--match fuzzy` shows it.

    Example: JOHN Q CONSIGNEE and JOHN CONSIGNEE, both at 100 MAIN ST, 90001.
    What to do: look whether they are one person.
    Certainty: a guess, never part of a verdict.
    """
    near = judged.people.near
    if not near.height:
        return pl.DataFrame()
    people = judged.people.aliases.select("key", "person").unique("key")
    names = judged.people.persons.select("person", "consignee")
    first = judged.members.group_by("person", "day").agg(row=lead_row().first())
    both = (
        near.join(people, on="key")
        .join(people.rename({"key": "other", "person": "other_person"}), on="other")
        .filter(pl.col("person") != pl.col("other_person"))
        .join(first, on="person")
        .join(first.rename({"person": "other_person", "row": "other_row"}), on=["other_person", "day"])
        .join(names, on="person")
        .join(names.rename({"person": "other_person", "consignee": "other_name"}), on="other_person")
    )
    swap = pl.col("row") > pl.col("other_row")
    return (
        both.select(
            row=pl.max_horizontal("row", "other_row"),
            related=pl.concat_list(pl.min_horizontal("row", "other_row")),
            consignee=pl.when(swap).then("consignee").otherwise("other_name"),
            other=pl.when(swap).then("other_name").otherwise("consignee"),
        )
        .sort("row", "related")
        .unique(["consignee", "other"], keep="first", maintain_order=True)
    )
