"""Cells of a spreadsheet or CSV file: text that would run as a formula is made text again; exact amounts."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import polars as pl

from deminimis.cli.words import clean

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula
_BEHIND: Final = r"([;\t|]\s*)([=+@-])"
_MARK: Final = "'"
_TIME: Final = "%Y-%m-%dT%H:%M:%S%.f"


def safe(cell: Any) -> Any:
    """A spreadsheet would run text that begins like a formula: an apostrophe in front makes it text again.

    So it would behind a semicolon or a tab, where it separates cells at those; quotes do not keep it from that.
    """
    if not isinstance(cell, str):
        return cell
    cell = re.sub(_BEHIND, rf"\1{_MARK}\2", cell)
    return _MARK + cell if cell.startswith(_RUNS) else cell


def amount(cents: int | None) -> str:
    """Cents as an exact decimal, 1234.50; blank where there is none."""
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV file with its header, every cell safe and on one line: `csv` does not quote a bare CR."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(clean(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def frame(rows: pl.DataFrame, *, header: bool = True) -> bytes:
    """A frame as a CSV file with its header, every cell safe: lists joined by spaces, days and times as ISO 8601.

    header: without it the rows go on behind those of an earlier frame.
    """
    text = [name for name, dtype in rows.schema.items() if dtype == pl.String]
    lists = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.List)]
    rows = rows.with_columns(pl.col(name).list.join(" ").replace("", None) for name in lists)
    shown = rows.with_columns(_safe(name) for name in (*text, *lists))
    return shown.write_csv(include_header=header, datetime_format=_TIME).encode()


def _safe(name: str) -> pl.Expr:
    cell = pl.col(name).str.replace_all(_BEHIND, f"${{1}}{_MARK}${{2}}")
    begins = pl.any_horizontal(cell.str.starts_with(mark) for mark in _RUNS)
    return pl.when(begins).then(pl.lit(_MARK) + cell).otherwise(cell).alias(name)
