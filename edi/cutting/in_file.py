"""Findings as the file has it: with its own separators, and places in lines that were broken at one width."""

import json
from typing import Final

import polars as pl

from deminimis.edi.cutting.syntax import Syntax
from deminimis.edi.layout.declare import COMPONENT, END, FIELD, REPETITION

_OURS: Final = (FIELD, COMPONENT, REPETITION, END)


def as_filed(found: pl.DataFrame, syntax: Syntax) -> pl.DataFrame:
    """`found` with the separators and the places of the file."""
    if not found.height:
        return found
    if syntax.wrap:
        over = (pl.col("column") - 1) // syntax.wrap  # lines that a place further on in its record lies behind it
        found = found.with_columns(
            line=pl.col("line") + over,
            column=pl.col("column") - over * syntax.wrap,
            byte=pl.col("byte") + over.cast(pl.UInt64) * len(syntax.newline),
        )
    own = (syntax.field, syntax.component, syntax.repetition, syntax.terminator)
    pairs = [(ours, its.decode("latin-1")) for ours, its in zip(_OURS, own, strict=True) if its]
    written = [(json.dumps(ours)[1:-1], json.dumps(its)[1:-1]) for ours, its in pairs]
    return found.with_columns(
        pl.col("value").str.replace_many([ours for ours, _ in pairs], [its for _, its in pairs]),
        pl.col("params").str.replace_many([ours for ours, _ in written], [its for _, its in written]),
    ) if pairs else found  # fmt: skip
