"""Actual arrivals that CBP's notices give (clause 12)."""

from typing import Final

import polars as pl

from deminimis.edi.codes.answer_codes import arrival_codes
from deminimis.edi.frames.shipments import Filings

_MIDNIGHT: Final = pl.time(0)


def arrivals_of(notices: pl.DataFrame) -> pl.DataFrame:
    """bill and arrival (Eastern wall time), one row a bill: what CBP said last, none where it took that back.

    notices: columns of `edi.frames.notices`. A notice that gives the day alone is one of noon.
    """
    codes = arrival_codes().with_columns(pl.col("format").cast(notices.schema["format"]))
    told = notices.filter(pl.col("bill").is_not_null() & pl.col("posted_at").is_not_null())
    # Whatever else is posted of a bill later (a release, a hold) leaves its arrival as it was.
    told = told.join(codes, on=["format", "path", "code"], how="inner", maintain_order="left")
    last = told.sort("posted_at", maintain_order=True).unique("bill", keep="last", maintain_order=True)
    moment = pl.col("posted_at")
    arrival = pl.when(moment.dt.time() == _MIDNIGHT).then(moment + pl.duration(hours=12)).otherwise(moment)
    return last.filter("arrived").select("bill", arrival=arrival)


def with_notices(filings: Filings, notices: pl.DataFrame) -> Filings:
    """The filings with the arrival that a notice gives their bill, else their master's (clause 12).

    An arrival that is known already stays, as the user's own list does.
    """
    known = arrivals_of(notices) if notices.height else notices
    if not known.height:
        return filings
    told = [pl.col(name).replace_strict(known["bill"], known["arrival"], default=None, return_dtype=pl.Datetime("us"))
            for name in ("bill", "master_bill")]  # fmt: skip
    arrival = pl.coalesce("arrival", *told)
    met = pl.col("arrival").is_null() & pl.any_horizontal(
        pl.col(name).is_in(known["bill"].implode()).fill_null(False) for name in ("bill", "master_bill")
    )
    return filings.changed(met, lambda ships: ships.with_columns(arrival=arrival))
