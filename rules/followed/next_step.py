"""Whose turn it is with a refused claim, and what to do: the broker files, the carrier amends."""

from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.entries.which_type import which_type

_KEY: Final = ["file", "seq"]
_BROKER: Final = "broker"
_BOTH: Final = "broker and carrier"


def with_next_step(rows: pl.DataFrame, filings: Filings) -> pl.DataFrame:
    """`rows` of the worklist with file_as, why, who and next."""
    rows = rows.with_row_index("entry")
    rows = rows.join(_types(rows, filings), on="entry", how="left", maintain_order="left")
    todo = (pl.col("state") == "open") & pl.col("refiled_by").is_null() & (pl.col("verdict") == "reject")
    rows = rows.with_columns(pl.when(todo).then(name).alias(name) for name in ("file_as", "why"))
    manifest = pl.col("filing") == "manifest"
    who, text = pl.when(manifest).then(pl.lit("carrier")).otherwise(pl.lit(_BROKER)), _refused_by_cbp()
    for test, whose, said in reversed(_cases(manifest)):
        holds = test.fill_null(False)
        who, text = pl.when(holds).then(whose).otherwise(who), pl.when(holds).then(said).otherwise(text)
    return rows.with_columns(who=who, next=text)


def _cases(manifest: pl.Expr) -> list[tuple[pl.Expr, pl.Expr, pl.Expr]]:
    """What holds for a row, whose turn it is then, and what to do; the first that holds counts."""
    state, replaced = pl.col("state"), pl.col("refiled_by").is_not_null()
    kind = pl.coalesce("file_as", pl.lit("11 or 01"))
    broker = pl.format(
        "The broker files an entry of type {}; the carrier takes the de minimis claim off the bill.", kind
    )
    file = pl.when(manifest).then(broker).otherwise(pl.format("File an entry of type {} for the bill.", kind))
    nobody, doubt = pl.lit(None, pl.String), _doubt()
    refuses, effect = pl.col("verdict") == "reject", pl.col("effect")
    turn = pl.when(manifest).then(pl.lit(_BOTH)).otherwise(pl.lit(_BROKER))
    again = pl.lit("CBP refused the entry: correct what its answer names and file it again.")
    unknown = pl.lit("Look up what CBP says of the entry: its answer is in none of the tables.")
    undone = pl.lit("The entry no longer stands with CBP: see its answer, and file again.")
    unread = pl.lit("Correct what could not be read, then check again.")
    strange = pl.lit("CBP refused what is not on file here: give the filing too, and correct what the answer names.")
    passed = pl.lit("CBP accepted the claim, which the rule of its day refuses: do not rely on it. ")
    return [
        (state == "accepted", nobody, nobody),
        (state == "refiled", pl.lit("CBP"), pl.lit("Wait for CBP's answer to the entry.")),
        (state == "refused again", pl.lit(_BROKER), again + doubt),
        (replaced & (effect == "unknown"), pl.lit(_BROKER), unknown + doubt),
        (replaced, pl.lit(_BROKER), undone + doubt),
        (pl.col("verdict").is_null(), pl.lit("filer"), strange),
        (pl.col("verdict") == "unknown", pl.lit("filer"), unread),
        (refuses & (effect == "accepted"), turn, passed + file),
        (refuses, turn, file),
    ]


def _doubt() -> pl.Expr:
    """What is added where two answers contradict each other."""
    text = pl.lit(" Another answer of the same time says otherwise: look which is CBP's last.")
    return pl.when(pl.col("disputed").fill_null(False)).then(text).otherwise(pl.lit(""))


def _refused_by_cbp() -> pl.Expr:
    """Where only CBP refuses."""
    advice = pl.coalesce(pl.lit(" ") + pl.col("next_step"), pl.lit(""))
    return pl.lit("CBP refused it: correct what its answer names.") + advice + _doubt()


def _types(rows: pl.DataFrame, filings: Filings) -> pl.DataFrame:
    """entry, file_as and why of each row: one entry a bill, as the claim states it."""
    planned = rows.select(
        "entry", value_cents=pl.col("value_cents"), value_unread=pl.col("value_unread").fill_null(True), day="day"
    )
    lines = filings.scan("lines").select(*_KEY, "line_no", "hts", "value_cents")
    lines = lines.join(rows.lazy().select("entry", *_KEY), on=_KEY)
    types = which_type(planned, lines.select("entry", "line_no", "hts", "value_cents").collect())
    return types.select("entry", file_as="entry_type", why="reason")
