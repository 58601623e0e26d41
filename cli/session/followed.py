"""Every refused claim and what became of it: of the files of a call, and of a whole ledger where there is one."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from deminimis.cli.options.request import Request
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from deminimis.edi.reading.intake import Progress


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
    return found._replace(rows=_masked(found.rows)) if request.mask else found


def with_paths(rows: pl.DataFrame, paths: Sequence[str]) -> pl.DataFrame:
    """The rows with `path`, the name of the file of each claim, by its ordinal."""
    return rows.with_columns(path=pl.Series(paths, dtype=pl.String).gather(rows["file"]))


def _masked(rows: pl.DataFrame) -> pl.DataFrame:
    from deminimis.cli.session.mask import mask  # noqa: PLC0415 - only this option needs it

    names = [mask(name) if name else name for name in rows["consignee"]]
    return rows.with_columns(pl.Series("consignee", names, dtype=pl.String))
