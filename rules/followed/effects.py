"""What an answer of CBP does to the entry or the claim that it answers: accepted, refused, undone, unknown, or nothing.

A refusal is what the tables of `rules.cbp_answers` call rejected. What accepts and what undoes are the rows of
data/answer_effects.csv, by code list. Everything else that some table has changes nothing; a code that no table has is
unknown, and never taken for an acceptance.
"""

from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.codes.answer_codes import answer_codes
from deminimis.rules import data as packaged
from deminimis.rules.base.contract import checked
from deminimis.rules.cbp_answers import outcomes
from deminimis.rules.followed.frames import EFFECT, Answers, Standing

_NONE: Final = "none"


@cache
def _table() -> pl.DataFrame:
    """path, format, code, by_list: the effect of each code that has one of its own, or `none`."""
    rows = pl.DataFrame(packaged.rows("answer_effects")).select("list", "code", by_list="effect")
    return answer_codes().join(rows, on=["list", "code"]).select("path", "format", "code", "by_list")


@checked
def effects(notices: pl.DataFrame) -> Answers:
    """The notices that were read (edi.frames.notices), in their order, and what each does (ANSWERS).

    `number` is the entry's in one spelling: letters and digits, upper case.
    """
    read = outcomes(notices.filter(pl.col("direction") == "read"))
    read = read.join(_table(), on=["path", "format", "code"], how="left", maintain_order="left")
    plain = pl.when((pl.col("kind") == "acceptance") & pl.col("code").is_null()).then(pl.lit("accepted"))
    effect = (
        pl.when(pl.col("by_list").is_not_null())
        .then(pl.col("by_list").replace(_NONE, None))
        .when(pl.col("outcome") == "rejected")
        .then(pl.lit("refused"))
        .when(~pl.col("known"))
        .then(pl.lit("unknown"))
        .otherwise(plain)
    )
    return read.select(
        *("file", "line", "byte", "format", "code", "text", "bill", "entry_type", "posted_at", "outcome", "next_step"),
        number=pl.col("entry").str.to_uppercase().str.replace_all("[^A-Z0-9]", ""),
        effect=effect.cast(EFFECT),
    )


@checked
def standing(answers: Answers, key: str) -> Standing:
    """The answer that stands for each value of the column `key`: the last that does anything, by CBP's own time.

    Answers in one file follow one another. Which of two files came first is told by the time that CBP states; where
    that is the same (no SX has more than the day), the graver stands. So it does not matter in which order they are
    read. An acceptance without a time is older than any answer that has one, anything else newer.
    """
    told = answers.filter(pl.col(key).is_not_null(), pl.col("effect").is_not_null()).rename({key: "key"})
    undated = pl.when(pl.col("effect") == "accepted").then(pl.date(1, 1, 1)).otherwise(pl.date(9999, 1, 1))
    told = told.with_columns(at=pl.coalesce("posted_at", undated.cast(pl.Datetime("us"))))
    told = told.filter(pl.col("at") == pl.col("at").max().over("key"))
    last = told.sort("file", "line", "byte").unique(["key", "file"], keep="last", maintain_order=True)
    disputed = (pl.col("effect").n_unique() > 1).over("key")
    ranked = last.with_columns(disputed=disputed).sort("effect", descending=True, maintain_order=True)
    return ranked.unique("key", keep="first", maintain_order=True).select(
        *("key", "effect", "code", "text", "posted_at", "next_step", "disputed"),
    )
