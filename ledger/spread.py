"""What a recorded file changes bears on claims that float (`ledger.recall.floating`), beyond those of its own bills."""

from dataclasses import replace

import polars as pl

from deminimis.ledger import verdicts
from deminimis.ledger.judge import Answer
from deminimis.ledger.recall import floating
from deminimis.ledger.recall.wanted import Wanted
from deminimis.ledger.verdicts import Changes
from deminimis.rules.base.settings import Settings


def spread(answer: Answer, changes: Changes, recorded: int, settings: Settings) -> Wanted:
    """What was read, and what the verdicts of the floating claims that the changes touch need besides.

    A claim that floats is at worst in the gravest unit that it could join: judged with some of them it may come out too
    mildly, never too severely. So one that is unknown is told at once, and more is read only for one that is not, and
    that the ledger either holds as unknown or that others which float may have joined.
    """
    more, wanted = answer.more, answer.recalled.wanted
    units = changes.units
    if wanted.everything or not answer.claims.height or not units.height:
        return more
    days, dayless = units["day"].unique(), bool(units["day"].null_count())
    anybody = bool(units["consignee_key"].null_count())
    here = pl.col("day").is_in(days.drop_nulls().implode()) | pl.lit(dayless)
    whose = pl.any_horizontal(
        pl.col(name).is_in(pl.concat([units[name], kin]).drop_nulls().implode()).fill_null(False)
        for name, kin in (("k_who", wanted.always), ("k_id", wanted.identifiers), ("k_name", units["k_name"].clear()))
    )
    named = pl.col("name").is_in(answer.names["k_name"].drop_nulls().implode()) | pl.lit(anybody)
    touched = (
        pl.when(pl.col("consignee_key").is_not_null())
        .then(whose | pl.lit(anybody))
        .when("nobody")
        .then(here | pl.col("day").is_null())
        .otherwise((here | pl.col("day").is_null()) & named)
    )
    claims = answer.claims.filter(touched.fill_null(False)).join(answer.concerned, on="group", how="anti")
    if not claims.height:
        return more
    refs = verdicts.said(answer, settings.policy, recorded).select("group", "ref").unique()
    before = answer.loose.select(*floating.IN, held="verdict")
    claims = claims.join(refs, on="group").join(before, on=floating.IN, how="left", nulls_equal=True)
    claims = claims.filter(~pl.col("ref").is_in(more.refs.implode()))
    floats = bool(units.filter(floating.floats()).height)
    settled = (pl.col("verdict").cast(pl.String) == "unknown") | (
        (pl.col("verdict").cast(pl.String) == pl.col("held")).fill_null(False) & pl.lit(not floats)
    )
    more = floating.needing(more, claims.filter(~settled), by_name=more.by_name)
    # Those without a day may be anywhere: they must be on the table where others join them.
    return replace(more.plus(refs=claims["ref"]), floating=more.floating or dayless)
