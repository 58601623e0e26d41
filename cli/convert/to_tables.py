"""The frames of a call as tables: shipments, lines, bills, notices, and the forms in which they are written.

Money is exact: cents (`value_cents`) in parquet, json and jsonl, an amount (`value`) in csv and xlsx. Days and times
are real ones where the form has them, else ISO 8601. `file` and `seq` join lines and bills to their shipment.
"""

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
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
from deminimis.edi.frames.packed import packed
from deminimis.edi.layout.kinds import AMOUNT


@dataclass(frozen=True)
class Rows:
    """A table as it is written. height: its rows; pieces: all of them in order, some thousand shipments at a time."""

    height: int
    pieces: Callable[[], Iterator[pl.DataFrame]]

    def whole(self) -> pl.DataFrame:
        """All rows as one frame."""
        return pl.concat(self.pieces())


Tables = Mapping[str, Rows]

_FILINGS: Final = ("shipments", "lines", "bills")
NAMES: Final = (*_FILINGS, "notices")
_GROUP: Final = 1 << 16  # rows that stand together in a parquet file
_SHOWN: Final = {"String": 22, "Date": 12, "Datetime": 17, "Int64": 12}  # widths of a workbook's columns
_PEOPLE: Final = tuple(f"{who}_{what}" for who in ("consignee", "shipper") for what in ("name", "address", "id"))
_PLACES: Final = ("consignee_city", "consignee_postal")


def tables(report: Report, masked: bool = False) -> dict[str, Rows]:
    """Each table of the call's files by its name: those of filings, and notices where a file is an answer of CBP.

    `file` is the file's path. masked: initials and a short number instead of people, no city and no postal code.
    """
    filed = {each.format == LIST or FORMATS[each.format].filing for each in report.intake.files if each.format}
    own = [number for number, each in enumerate(report.intake.files) if each.format]  # --external has no format
    here, filings = pl.col("file").is_in(own), report.intake.filings

    def shown(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for frame in frames:
            named = _named(frame.filter(here), report.paths)
            yield _masked(named) if masked else named

    out: dict[str, Rows] = {}
    for name in _FILINGS if True in filed else ():
        height = filings.scan(name).filter(here).select(pl.len()).collect().item()
        out[name] = Rows(height, partial(lambda table: shown(filings.frames(table)), name))
    if False in filed:
        notices = report.intake.notices
        out["notices"] = Rows(notices.filter(here).height, lambda: shown([notices]))
    return out


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


def _csv(rows: Rows) -> Iterator[bytes]:
    for number, frame in enumerate(rows.pieces()):
        money = [name for name in frame.columns if name.endswith("_cents")]
        shown = frame.with_columns(AMOUNT.show(pl.col(name)) for name in money)
        shown = shown.rename({name: name.removesuffix("_cents") for name in money})
        yield cells.frame(shown, header=number == 0)


def _parquet(rows: Rows) -> Iterator[bytes]:
    """The file is made as one: its groups of rows are larger than a piece. Compressed, it is small beside frames."""
    out = io.BytesIO()
    pl.concat(pl.scan_parquet(io.BytesIO(packed(frame))) for frame in rows.pieces()).sink_parquet(
        out, row_group_size=_GROUP
    )
    yield out.getvalue()


def _xlsx(named: Tables) -> Iterator[bytes]:
    book = Book("Filings as tables")
    for name, table in named.items():
        if table.height >= MOST:
            raise click.UsageError(f"{table.height:,} {name} are more than a sheet holds: --to csv or --to parquet")
        frame = table.whole()
        _refuse_lost(name, frame)
        columns = [(c.removesuffix("_cents"), _SHOWN.get(str(t.base_type()), 12)) for c, t in frame.schema.items()]
        money = {at for at, column in enumerate(frame.columns) if column.endswith("_cents")}
        lists = [column for column, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
        rows = frame.with_columns(pl.col(column).list.join(" ") for column in lists).iter_rows()
        shown = ([dollars(cell) if at in money else cell for at, cell in enumerate(row)] for row in rows)
        book.table(name, columns, shown, frame.height)
    yield book.content()


def _refuse_lost(name: str, frame: pl.DataFrame) -> None:
    """A workbook would cut what it cannot hold."""
    widest = frame.select(pl.max_horizontal(pl.col(pl.String).str.len_chars().max())).item() or 0
    if widest > WIDEST:
        raise click.UsageError(f"a text in {name} is wider than a cell holds: --to csv or --to parquet")


def _json(named: Tables) -> Iterator[bytes]:
    yield b'{"version": 1'
    for name, rows in named.items():
        yield f", {json.dumps(name)}: [".encode()
        filled = (frame for frame in rows.pieces() if frame.height)
        for number, frame in enumerate(filled):
            yield b"," * (number > 0) + frame.write_json().encode()[1:-1]  # without its brackets
        yield b"]"
    yield b"}\n"


def _jsonl(named: Tables) -> Iterator[bytes]:
    for name, rows in named.items():
        for frame in rows.pieces():
            yield frame.select(pl.lit(name).alias("table"), pl.all()).write_ndjson().encode()


def _first(one: Callable[[Rows], Iterator[bytes]]) -> Callable[[Tables], Iterator[bytes]]:
    return lambda named: one(next(iter(named.values())))


# How a form writes tables into one file, part by part; csv and parquet hold one table, so they are given one.
FORMS: Final[dict[str, Callable[[Tables], Iterator[bytes]]]] = {
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
    sys.stdout.buffer.writelines(FORMS[form](named))
    sys.stdout.buffer.flush()
    return "standard output"


def _files(form: str, named: Tables) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A file a table; a workbook has a sheet for each."""
    if form == "xlsx":
        yield "tables.xlsx", FORMS[form](named)
        return
    for name, rows in named.items():
        yield f"{name}.{form}", FORMS[form]({name: rows})
