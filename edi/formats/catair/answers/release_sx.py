"""SX, the answer to a cargo release batch: the filer's own records come back with SE90 behind those that are concerned.

As the usage map has it (guide v40, p. SE-26): SE10 and each SE15 always, other records only if something is said about
them, one final SE90 a transaction; blocks and their order are those of the batch. Which record a condition stands
behind is not published: 284 stands behind the consignee, 318 behind the line of the country, 288 behind the second
SE20, 282 behind SE10, whose SE20 is missing.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.catair.answers.blocks import ENVELOPE, Enveloped
from deminimis.edi.formats.catair.layouts.cargo_release_lines import SE90
from deminimis.edi.formats.shared.message import Desk, Message
from deminimis.edi.formats.shared.quote import Filed, records, sorted_by
from deminimis.edi.formats.shared.records_in_order import as_texts
from deminimis.edi.layout.write import write

COLUMNS: Final = ("file", "seq", "code", "text", "type", "recipient")  # of a plan, all that is looked at
_APPLICATION: Final = "SX"
_WIDTH: Final = 80
_ALWAYS: Final = ("SE10", "SE15")
# Behind which record each condition stands; the first one of its kind, or SE10 where it has none.
_BEHIND: Final = {"284": "SE30", "318": "SE40", "288": "SE20EDA", "282": "SE10"}
_TAGS: Final = (*ENVELOPE, *_ALWAYS, "SE20EDA", "SE30", "SE40")


def messages(notices: pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """One file for each batch file that is answered (rows of a plan, format catair-sx).

    A transaction that has no final row is not answered; a block, or a file, of which none is answered is left out.
    """
    for one, part in desk.by_file(notices.sort("file", maintain_order=True)):
        if one is not None:
            yield Message(
                part["recipient"][0], "catair-sx", part.height, _answer(part, desk.beginnings(part), one, desk)
            )


def _answer(part: pl.DataFrame, every: pl.DataFrame, one: Filed, desk: Desk) -> Iterator[bytes]:
    """The batch, a stretch of the input at a time."""
    conditions = part.filter(pl.col("type") != "final").select("seq", "code", "text", "type")
    finals = part.filter(pl.col("type") == "final").select("seq", final="code", final_text="text")
    ships = sorted_by(every.join(finals, on="seq", how="left", maintain_order="left"), "byte")
    end = "\n" if one.syntax.by_line else ""
    around = Enveloped(_APPLICATION)
    for rows in records(one, _TAGS):
        padded = rows.with_columns(pl.col("raw").str.pad_end(_WIDTH, " "))
        owned = as_texts(padded.join_asof(ships, on="byte", strategy="backward", check_sortedness=False))
        raw = around.take(owned.filter(pl.col("tag").is_in(ENVELOPE)), _with_answers(owned, conditions, desk))
        if len(raw):
            yield str(raw.str.join(end)[0] + end).encode("latin-1")
    raw = around.close()
    if len(raw):
        yield str(raw.str.join(end)[0] + end).encode("latin-1")


def _with_answers(owned: pl.DataFrame, conditions: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """The records inside the blocks, columns raw, at, rank, seq: echoes, and every SE90 in its place."""
    inner = owned.filter(~pl.col("tag").is_in(ENVELOPE) & pl.col("final").is_not_null())
    told = _concerned(inner, conditions, desk)
    concerned = told.select("ordinal").unique()
    echoed = pl.concat(
        [
            inner.filter(pl.col("tag").is_in(_ALWAYS)),
            inner.filter(~pl.col("tag").is_in(_ALWAYS)).join(
                concerned, on="ordinal", how="semi", maintain_order="left"
            ),
        ]
    ).select("raw", "seq", at=pl.col("ordinal").cast(pl.Int64), rank=pl.lit(0, pl.Int64))
    last = inner.group_by("seq", maintain_order=True).agg(
        pl.col("ordinal").max(), pl.col("final").first(), pl.col("final_text").first()
    )
    answers = pl.concat(
        [
            told.select(
                "seq", "ordinal", message_type="type", condition_code="code", narrative="text", rank=pl.lit(1, pl.Int64)
            ),
            last.select(
                "seq",
                "ordinal",
                message_type="final",
                condition_code=pl.lit(None, pl.String),
                narrative="final_text",
                rank=pl.lit(2, pl.Int64),
            ),
        ]
    )
    raw = write(SE90, answers.select("message_type", "condition_code", "narrative"))
    answers = answers.select("seq", "rank", at=pl.col("ordinal").cast(pl.Int64)).with_columns(raw)
    columns = ["raw", "at", "rank", "seq"]
    return pl.concat([echoed.select(columns), answers.select(columns)]).sort("at", "rank", maintain_order=True)


def _concerned(inner: pl.DataFrame, conditions: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Each condition with the ordinal of the record that it stands behind."""
    wanted = inner.select("seq", "ordinal", "tag", "raw").join(conditions, on="seq", how="inner", maintain_order="left")
    wanted = as_texts(wanted)
    if not wanted.height:
        return wanted.select("seq", "ordinal", "code", "text", "type")
    place = pl.col("code").replace_strict(_BEHIND, default="SE10", return_dtype=pl.String)
    consignee = pl.col("raw").str.slice(4, 3) == "CN "
    listed = pl.col("raw").str.slice(7, 2).is_in(list(desk.countries))
    own = (pl.col("tag") == place) & ((pl.col("tag") != "SE30") | consignee)
    key = ["seq", "code"]
    again = pl.int_range(pl.len()).over([*key, "tag"])
    # best first: a line of a listed country, the second EDA; SE10 stands in where the record is missing
    better = pl.when(pl.col("tag") == "SE40").then(~listed).when(pl.col("tag") == "SE20EDA").then(again != 1)
    score = (
        pl.when(own).then(better.fill_null(False).cast(pl.Int8)).when(pl.col("tag") == "SE10").then(pl.lit(2, pl.Int8))
    )
    ranked = wanted.with_columns(score=score).filter(pl.col("score").is_not_null())
    best = ranked.sort(*key, "score", "ordinal", maintain_order=True).unique(key, keep="first", maintain_order=True)
    return best.sort("ordinal", maintain_order=True).select("seq", "ordinal", "code", "text", "type")
