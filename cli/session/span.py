"""The refused claims of a span of a ledger, with the names of files, filers and importers: for digests and nights."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import click
import polars as pl

from deminimis.cli.options.request import Request
from deminimis.cli.session.mask import mask
from deminimis.ledger.stood import Span, stood
from deminimis.ledger.store import table
from deminimis.ledger.store.table import LedgerError, Snapshot

_AT = ["file", "seq"]


class OfLedger(NamedTuple):
    """rows: FOLLOWED (rules.followed.frames) with `path` and `recorded` of its file, `filer` and `importer`.

    Names are masked where that is asked.
    """

    rows: pl.DataFrame
    as_of: date


def of_ledger(request: Request, span: Span) -> OfLedger:
    """Late is what arrived before --as-of, else before today. Raises click.ClickException for a ledger of no use."""
    assert request.ledger is not None
    settings = replace(request.settings(None), as_of=request.as_of or date.today())

    def work(snapshot: Snapshot) -> pl.DataFrame:
        rows, memory, names = stood(snapshot, span, settings)
        filed = memory.filings.shipments.select(*_AT, "filer").unique(_AT)
        said = memory.filings.forms.select(*_AT, "importer").unique(_AT)
        rows = rows.join(names.rename({"name": "path"}), on="file", how="left", maintain_order="left")
        rows = rows.join(filed, on=_AT, how="left", maintain_order="left")
        return rows.join(said, on=_AT, how="left", maintain_order="left")

    try:
        rows = table.read(request.ledger.path, work)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error
    return OfLedger(masked(rows) if request.mask else rows, settings.as_of)


def masked(rows: pl.DataFrame) -> pl.DataFrame:
    """With masks in place of consignees and importers."""
    hidden = {name: [mask(text) if text else text for text in rows[name]] for name in ("consignee", "importer")}
    return rows.with_columns(pl.Series(name, texts, dtype=pl.String) for name, texts in hidden.items())
