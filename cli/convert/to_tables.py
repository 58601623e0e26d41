"""The frames of a call as tables: shipments, lines, bills, notices, and the forms in which they are written.

Money is exact: cents (`value_cents`) in parquet, json and jsonl, an amount (`value`) in csv and xlsx. Days and times
are real ones where the form has them, else ISO 8601. `file` and `seq` join lines and bills to their shipment.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import click
import polars as pl

from deminimis.cli.atomic import write_together, write_whole
from deminimis.cli.reporters.parts import cells
from deminimis.cli.reporters.parts.workbook import MOST, WIDEST, Book, dollars
from deminimis.cli.session.mask import mask
from deminimis.cli.session.report import Report
from deminimis.edi.catalogue import LIST
from deminimis.edi.formats import FORMATS
from deminimis.edi.layout.kinds import AMOUNT

Tables = Mapping[str, pl.DataFrame]

_FILINGS: Final = ("shipments", "lines", "bills")
NAMES: Final = (*_FILINGS, "notices")
_SHOWN: Final = {"String": 22, "Date": 12, "Datetime": 17, "Int64": 12}  # widths of a workbook's columns
_PEOPLE: Final = tuple(f"{who}_{what}" for who in ("consignee", "shipper") for what in ("name", "address", "id"))
_PLACES: Final = ("consignee_city", "consignee_postal")


def tables(report: Report, masked: bool = False) -> dict[str, pl.DataFrame]:
    """Each table of the call's files by its name: those of filings, and notices where a file is an answer of CBP.

    `file` is the file's path. masked: initials and a short number instead of people, no city and no postal code.
    """
    filed = {each.format == LIST or FORMATS[each.format].filing for each in report.intake.files if each.format}
    wanted = [name for name in NAMES if (name in _FILINGS) in filed]
    filings = report.intake.filings
    frames = {"notices": report.intake.notices, **{name: getattr(filings, name) for name in _FILINGS}}
    own = [number for number, each in enumerate(report.intake.files) if each.format]  # --external has no format
    out = {name: _named(frames[name].filter(pl.col("file").is_in(own)), report.paths) for name in wanted}
    return {name: _masked(frame) for name, frame in out.items()} if masked else out


def _named(frame: pl.DataFrame, paths: list[str]) -> pl.DataFrame:
    path = pl.lit(pl.Series(paths, dtype=pl.String)).gather(pl.col("file")).alias("file")
    return frame.with_columns(path, pl.col(pl.Enum).cast(pl.String))


def _masked(frame: pl.DataFrame) -> pl.DataFrame:
    hidden = []
    for name in set(_PEOPLE) & set(frame.columns):
        texts = frame[name].drop_nulls().unique().to_list()
        known = {text: mask(text) for text in texts}
        hidden.append(pl.col(name).replace_strict(known, default=None, return_dtype=pl.String))
    return frame.with_columns(*hidden, *(pl.lit(None, pl.String).alias(n) for n in _PLACES if n in frame.columns))


def _csv(frame: pl.DataFrame) -> bytes:
    money = [name for name in frame.columns if name.endswith("_cents")]
    shown = frame.with_columns(AMOUNT.show(pl.col(name)) for name in money)
    return cells.frame(shown.rename({name: name.removesuffix("_cents") for name in money}))


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def _xlsx(named: Tables) -> bytes:
    book = Book("Filings as tables")
    for name, frame in named.items():
        _refuse_lost(name, frame)
        columns = [(c.removesuffix("_cents"), _SHOWN.get(str(t.base_type()), 12)) for c, t in frame.schema.items()]
        money = {at for at, column in enumerate(frame.columns) if column.endswith("_cents")}
        lists = [column for column, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
        rows = frame.with_columns(pl.col(column).list.join(" ") for column in lists).iter_rows()
        shown = ([dollars(cell) if at in money else cell for at, cell in enumerate(row)] for row in rows)
        book.table(name, columns, shown, frame.height)
    return book.content()


def _refuse_lost(name: str, frame: pl.DataFrame) -> None:
    """A workbook would cut what it cannot hold."""
    widest = frame.select(pl.max_horizontal(pl.col(pl.String).str.len_chars().max())).item() or 0
    if frame.height >= MOST:
        raise click.UsageError(f"{frame.height:,} {name} are more than a sheet holds: --to csv or --to parquet")
    if widest > WIDEST:
        raise click.UsageError(f"a text in {name} is wider than a cell holds: --to csv or --to parquet")


def _json(named: Tables) -> bytes:
    parts = (f"{json.dumps(name)}: {frame.write_json()}" for name, frame in named.items())
    return f'{{"version": 1, {", ".join(parts)}}}\n'.encode()


def _jsonl(named: Tables) -> bytes:
    lines = (frame.select(pl.lit(name).alias("table"), pl.all()).write_ndjson() for name, frame in named.items())
    return "".join(lines).encode()


def _first(one: Callable[[pl.DataFrame], bytes]) -> Callable[[Tables], bytes]:
    return lambda named: one(next(iter(named.values())))


# How a form writes tables into one file; csv and parquet hold one table, so they are given one.
FORMS: Final[dict[str, Callable[[Tables], bytes]]] = {
    "parquet": _first(_parquet),
    "csv": _first(_csv),
    "json": _json,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
}
_SINGLE: Final = ("parquet", "csv")
_BINARY: Final = ("parquet", "xlsx")


def chosen(named: Tables, name: str | None) -> Tables:
    """The table `name` alone, if one is asked for. Raises click.UsageError where the files have no such table."""
    if name is None:
        return named
    if name not in named:
        raise click.UsageError(f"these files have no {name}; they have {', '.join(named)}")
    return {name: named[name]}


def written(form: str, named: Tables, out: Path | None, output: Path | None) -> str:
    """Writes the tables into the folder `out`, to the file `output` or to standard output; where they went.

    Raises click.UsageError where the form cannot hold them, OSError.
    """
    if out is not None:
        write_together(out, _files(form, named))
        return str(out)
    if form in _SINGLE and len(named) > 1:
        raise click.UsageError(f"a {form} file holds one table: --out DIR, or --table {next(iter(named))}")
    if output is not None:
        write_whole(output, FORMS[form](named))
        return str(output)
    if form in _BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{form} is no text: --output FILE")
    sys.stdout.buffer.write(FORMS[form](named))
    sys.stdout.buffer.flush()
    return "standard output"


def _files(form: str, named: Tables) -> Iterator[tuple[str, tuple[bytes]]]:
    """A file a table; a workbook has a sheet for each."""
    if form == "xlsx":
        yield "tables.xlsx", (FORMS[form](named),)
        return
    for name, frame in named.items():
        yield f"{name}.{form}", (FORMS[form]({name: frame}),)
