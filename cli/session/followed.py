"""Every refused claim and what became of it: of the files of a call, of a whole ledger, and of a span of one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import click
import polars as pl

from deminimis.cli.options.request import Request
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from deminimis.edi.reading.intake import Progress

if TYPE_CHECKING:
    from deminimis.ledger.stood import Span
    from deminimis.ledger.store.table import Snapshot

_AT = ["file", "seq"]


class FollowedUp(NamedTuple):
    """rows: FOLLOWED (rules.followed.frames) with `path`. complete: whether all of every file could be read."""

    rows: pl.DataFrame
    as_of: date
    complete: bool


def followed(inputs: Sequence[Source], request: Request, progress: Progress | None = None) -> FollowedUp:
    """The worklist. Raises click.ClickException with a sentence where the ledger cannot be used."""
    if request.ledger is None:
        report = judged(inputs, request, progress)
        found = FollowedUp(with_paths(report.worklist, report.paths), report.settings.as_of, report.complete)
    else:
        from deminimis.cli.session import with_ledger  # noqa: PLC0415 - only a ledger needs it

        whole = with_ledger.followed(request.ledger, inputs, request, progress)
        found = FollowedUp(with_paths(whole.rows, whole.paths), whole.as_of, whole.complete)
    return found._replace(rows=_shown(found.rows, request))


class OfLedger(NamedTuple):
    """rows: FOLLOWED (rules.followed.frames) with `path` and `recorded` of its file, `filer` and `importer`.

    Names are masked where that is asked.
    """

    rows: pl.DataFrame
    as_of: date


def of_ledger(request: Request, span: "Span") -> OfLedger:
    """Late is what arrived before --as-of, else before today. Raises click.ClickException for a ledger of no use."""
    from deminimis.ledger.stood import stood  # noqa: PLC0415
    from deminimis.ledger.store import table  # noqa: PLC0415 - only a ledger needs it

    assert request.ledger is not None
    settings = replace(request.settings(None), as_of=request.as_of or date.today())

    def work(snapshot: "Snapshot") -> pl.DataFrame:
        rows, memory, names = stood(snapshot, span, settings)
        filed = memory.filings.shipments.select(*_AT, "filer").unique(_AT)
        said = memory.filings.forms.select(*_AT, "importer").unique(_AT)
        rows = rows.join(names.rename({"name": "path"}), on="file", how="left", maintain_order="left")
        rows = rows.join(filed, on=_AT, how="left", maintain_order="left")
        return rows.join(said, on=_AT, how="left", maintain_order="left")

    try:
        rows = table.read(request.ledger.path, work)
    except table.LedgerError as error:
        raise click.ClickException(str(error)) from error
    return OfLedger(_shown(rows, request), settings.as_of)


def with_paths(rows: pl.DataFrame, paths: Sequence[str]) -> pl.DataFrame:
    """The rows with `path`, the name of the file of each claim, by its ordinal."""
    return rows.with_columns(path=pl.Series(paths, dtype=pl.String).gather(rows["file"]))


def _shown(rows: pl.DataFrame, request: Request) -> pl.DataFrame:
    if not request.mask:
        return rows
    from deminimis.cli.session.mask import masked_rows  # noqa: PLC0415 - only this option needs it

    return masked_rows(rows)
