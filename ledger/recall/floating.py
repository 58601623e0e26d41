"""Claims that float: the consignee or the day is unread, so that they could belong to the units of others (clause 19).

Each stands in a group of its own, and what is said of it depends on every unit that it could join. Few claims float;
they are looked at one by one, where all others are found by keys.
"""

from dataclasses import replace
from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.recall.wanted import Wanted
from deminimis.ledger.store.keys import of_group
from deminimis.ledger.store.schema import EVENTS
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.judge import Judgement
from deminimis.rules.on_file.facts import WHO

IN: Final = ("ref", "consignee_key", "day")  # a shipment in a group
_HELD: Final = (*IN, "recorded", "verdict", "adrift", "k_bill", "k_entry", "of_recorded", "of_seq")
_AT: Final = ["file", "seq"]
_OF_CLAIM: Final = ("group", *_AT, "manifest", "entry", "bill", "entry_number", "verdict", "reasons")


def held(rows: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
    """The last verdict of every shipment in every group, of rows of kind verdict; none of those that left."""
    last = rows.lazy().sort("recorded", maintain_order=True).unique(IN, keep="last", maintain_order=True)
    return last.filter(pl.col("verdict").is_not_null())


def floats() -> pl.Expr:
    """Whether a group is the own one of a claim without consignee or day."""
    return pl.col("consignee_key").is_null() | pl.col("day").is_null()  # a file without nulls is passed over


def known(snapshot: Snapshot) -> pl.DataFrame:
    """The claims in the ledger that float; not changes without their base, which touch nobody else (clause 5)."""
    if not snapshot.files.height:
        return pl.DataFrame(schema={name: EVENTS[name] for name in _HELD})
    rows = held(snapshot.scan("verdict").filter(floats()).select(_HELD))
    return rows.filter(~pl.col("adrift").fill_null(False)).collect()


def adrift() -> pl.Expr:
    """Of a judgement's shipments with their groups: a change without its base that names no consignee or no day."""
    return floats() & pl.col("reasons").list.contains("base").fill_null(False)


def judged(whole: Judgement, together: Filings, names: pl.DataFrame) -> pl.DataFrame:
    """The claims of a judgement that float, one row a claim and name to which it is limited; `nobody`: to none.

    names: file, seq, k_name of every filing of `together`. A claim is limited to a name only if no filing of its bill
    speaks of its consignee without one.
    """
    alone = pl.col("group").is_in(whole.shown.floating.implode())
    own = whole.shown.days("group", "consignee_key", "day", where=alone)
    members = whole.claims(*_OF_CLAIM, where=alone).join(own, on="group").filter(~adrift())
    columns = ["group", "consignee_key", "day", "verdict", "file", "seq"]
    if not members.height:
        return members.select(columns).with_columns(
            *of_group(members["consignee_key"]), nobody=pl.lit(False), name=pl.lit(None, pl.Int64)
        )
    rows = together.scan("shipments").select(*_AT, "bill", "entry_number", "action", *WHO, "unread").collect()
    of_bill = pl.any_horizontal(
        pl.col(name).is_in(members[name].drop_nulls().unique().implode()) for name in ("bill", "entry_number")
    )
    sides = [members.select("group", pl.col(side).struct.unnest()) for side in ("manifest", "entry")]
    at = pl.concat(sides).filter(pl.col("file").is_not_null())
    # An add that carries nobody may stand for itself: where it was added twice, or its pair was deleted.
    speaks = pl.any_horizontal(
        pl.col("action").is_in(["add", "replace"]),
        *(pl.col(name).is_not_null() | pl.col("unread").list.contains(name) for name in WHO),
    )
    rows = pl.concat([rows.filter(of_bill.fill_null(False)), rows.join(at, on=_AT, how="semi")]).filter(
        speaks.fill_null(False)
    )
    rows = rows.join(names, on=_AT, how="left")
    links = [
        members.select("group", name).join(rows.filter(pl.col(name).is_not_null()), on=name).select("group", "k_name")
        for name in ("bill", "entry_number")
    ]
    links.append(at.join(rows, on=_AT).select("group", "k_name"))
    told = pl.concat(links).unique().rename({"k_name": "name"})
    found = members.select(columns).join(told, on="group", how="left")
    return found.with_columns(
        *of_group(found["consignee_key"]),
        nobody=pl.col("consignee_key").is_null() & pl.col("name").is_null(),
    )


def needing(more: Wanted, claims: pl.DataFrame, *, by_name: bool) -> Wanted:
    """`more` and all that the claims (rows of `judged`) could belong to."""
    dayless, keyed = pl.col("day").is_null(), pl.col("consignee_key").is_not_null()
    days = claims.filter("nobody", ~dayless)["day"].to_list()
    names = claims.filter(~keyed)["name"]
    grown = more.plus(
        namesakes=pl.concat([names, claims.filter(keyed)["k_name"]]) if by_name else names,
        always=claims.filter(keyed)["k_who"],
        identifiers=claims.filter(keyed)["k_id"],
    )
    return replace(
        grown,
        whole_days=more.whole_days | frozenset(days),
        floating=more.floating or bool(claims["day"].null_count()),
        everything=more.everything or bool(claims.filter("nobody", dayless).height),
    )
