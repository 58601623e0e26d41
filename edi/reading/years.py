"""Dates without a year, as CAMIR air writes them: read into one fixed year, and given their own when all is read.

The year is the one that brings the date nearest to the reference date (rule, clause 3), which only the whole call
knows: an envelope of another file may carry it.
"""

from calendar import isleap
from collections.abc import Callable
from datetime import MAXYEAR, date, timedelta
from functools import cache, partial
from typing import Final

import polars as pl

from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import UNREAD, Filings

YEARLESS: Final = 4  # the year of a date that has none: a leap year, so that 29FEB is a day of it
HALF_A_YEAR: Final = timedelta(183)
Reference = Callable[[date | None], date | None]  # the latest date that the call carries -> the reference date


def dated(column: pl.Expr) -> pl.Expr:
    """`column`, null where its year is not known."""
    return pl.when(column.dt.year() != YEARLESS).then(column)


def latest(filings: Filings, notices: pl.DataFrame) -> date | None:
    """The latest date, year and all, that envelopes and notices of a call carry; None if none does."""
    days = [
        filings.scan("shipments").select(dated(pl.col("filed_on")).max()).collect().item(),
        notices.select(dated(pl.col("posted_at").dt.date()).max()).item(),
    ]
    return max((day for day in days if isinstance(day, date)), default=None)


def with_years(filings: Filings, notices: pl.DataFrame, near: date | None) -> tuple[Filings, pl.DataFrame]:
    """Both with every EDA and posting date in its year: the one nearest to `near`.

    Without `near`, and for 29FEB where the nearest February has none, an EDA becomes unread and a posting date null.
    """
    filings = filings.changed(pl.col("eda").dt.year() == YEARLESS, partial(_dated_shipments, near=near))
    if notices.select((pl.col("posted_at").dt.year() == YEARLESS).any()).item():
        posted = pl.col("posted_at")
        notices = notices.with_columns(posted_at=_replaced(posted.dt.date(), near).dt.combine(posted.dt.time()))
        notices = notices.cast(pl.Schema(NOTICES))
    return filings, notices


def has_leap_day(near: date | None) -> bool:
    """Whether 29FEB without a year is a day of the year nearest to `near`."""
    return _nearest(near)[date(YEARLESS, 2, 29)] is not None


def _dated_shipments(ships: pl.DataFrame, near: date | None) -> pl.DataFrame:
    eda = _replaced(pl.col("eda"), near)
    lost = (pl.col("eda").dt.year() == YEARLESS).fill_null(False) & eda.is_null()
    mark = pl.when(lost).then(pl.lit(["eda"], UNREAD)).otherwise(pl.lit([], UNREAD))
    return ships.with_columns(eda=eda, unread=pl.col("unread").list.concat(mark))


def _replaced(day: pl.Expr, near: date | None) -> pl.Expr:
    years = _nearest(near)
    return day.replace_strict(list(years), list(years.values()), default=day, return_dtype=pl.Date)


@cache
def _nearest(near: date | None) -> dict[date, date | None]:
    """For each of the 366 days without a year, the day nearest to `near` (clause 3); the later of two as near.

    No day is further away than half a year: a 29FEB that is would be one of another year than was meant.
    """
    first = date(YEARLESS, 1, 1)
    days = [first + timedelta(n) for n in range(366)]
    if near is None:
        return dict.fromkeys(days)
    return {day: min(_in_years(day, near), key=lambda d: (abs(d - near), near - d), default=None) for day in days}


def _in_years(day: date, near: date) -> list[date]:
    years = range(max(near.year - 1, YEARLESS + 1), min(near.year + 1, MAXYEAR) + 1)
    days = [day.replace(year=year) for year in years if isleap(year) or (day.month, day.day) != (2, 29)]
    return [each for each in days if abs(each - near) <= HALF_A_YEAR]
