"""Code lists: one CSV a list. Its first lines say where it comes from; a row says more where it differs.

Lists of what is filed have code, meaning and note. Lists of what CBP answers (`ANSWERS`) also have severity, status,
the days from which and until which a code was used, and a source. `answer_codes` says which list an answer's codes are
of.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

ANSWERS: Final[dict[str, pl.DataType]] = {
    "code": pl.String(),
    "meaning": pl.String(),  # CBP's own words where they are in capitals or were read so; else what it says of it
    "severity": pl.String(),  # error: something is refused | hold: release waits | warning | note
    "status": pl.String(),  # cbp | schema | standard | unconfirmed | assumed
    "since": pl.Date(),  # first and last day of use; null where not known
    "until": pl.Date(),
    "source": pl.String(),
    "note": pl.String(),
}
_DAYS: Final = ("since", "until")


@cache
def load(name: str) -> dict[str, str]:
    """The list `name` as code -> meaning, in the file's order. Shared by all callers: not to be changed."""
    return {row["code"]: row["meaning"] for row in _rows(name)}


@cache
def listed(name: str) -> pl.DataFrame:
    """A list of answers, columns ANSWERS; what a row leaves blank is what the head of the file says."""
    head = _head(name)
    head.setdefault("severity", "note")
    rows = [{column: row[column] or head.get(column) for column in ANSWERS} for row in _rows(name)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(ANSWERS, pl.String))
    return frame.with_columns(pl.col(_DAYS).str.to_date("%Y-%m-%d", strict=True))


def status_of(code: pl.Expr, *names: str) -> pl.Expr:
    """How sure the text of each code is, by the lists `names`; `unconfirmed` for a code that none of them has."""
    known = {code: status for name in names for code, status in listed(name).select("code", "status").iter_rows()}
    return code.replace_strict(known, default="unconfirmed", return_dtype=pl.String)


def _text(name: str) -> list[str]:
    return Path(__file__).with_name("lists").joinpath(f"{name}.csv").read_text("utf-8").splitlines()


def _head(name: str) -> dict[str, str]:
    lines = (line[2:].partition(": ") for line in _text(name) if line.startswith("# "))
    return {key: value for key, colon, value in lines if colon}


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(line for line in _text(name) if not line.startswith("#"))
