"""The dated table of what CBP does about de minimis claims, and the lookup of the period of a shipment.

The table is data (policy.csv): a change in the law is a row, not a branch. It has two tracks, one for the origins that
a country rule names and one for all others; each track must cover all of time, once.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.codes import load
from deminimis.rules import data as packaged

ACTIONS: Final = ("none", "manual", "warn", "withhold", "reject")
ACTION: Final = pl.Enum(ACTIONS)
SCOPES: Final = ("any", "only", "except")
DAYS: Final = ("eda", "arrival", "arrival_else_eda")
BEGINNING: Final = datetime(1, 1, 1)
_CENTS: Final = re.compile("[0-9]{1,12}")
END: Final = datetime(9999, 12, 31, 23, 59)


class PolicyError(ValueError):
    """The policy table contradicts itself; the text says where, in one sentence."""


class Period(NamedTuple):
    """One row: from `starts` until just before `ends`, Eastern wall time, for the origins in its scope."""

    name: str
    starts: datetime
    ends: datetime
    scope: str  # any | only | except (the listed countries)
    countries: frozenset[str]
    eligible: bool
    limit_cents: int
    action: str
    day: str  # eda | arrival | arrival_else_eda: what the day is, clause 13
    doubtful_day: date | None  # a day on which the hour of the change is unknown, clause 14
    codes: tuple[str, ...]
    certainty: str
    sources: tuple[str, ...]
    instrument: str

    @property
    def suspended(self) -> bool:
        """No claim of any origin is eligible."""
        return not self.eligible and self.scope == "any"


def _moment(row: Mapping[str, str], column: str, blank: datetime) -> datetime:
    """A moment of Eastern wall time."""
    text = row[column]
    try:
        found = datetime.fromisoformat(text) if text else blank
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        form = "2026-12-01" if column == "doubtful_day" else "2026-12-01T00:01, Eastern time and without a zone"
        raise PolicyError(f"period {row['period']}: {column} is as {form}, not {text}")
    return found


def _period(row: Mapping[str, str]) -> Period:
    name = row["period"]
    for column, allowed in (("scope", SCOPES), ("action", ACTIONS), ("day", DAYS), ("eligible", ("yes", "no"))):
        if row[column] not in allowed:
            raise PolicyError(f"period {name}: {column} is {row[column]!r}, not one of {', '.join(allowed)}")
    starts, ends = _moment(row, "starts", BEGINNING), _moment(row, "ends", END)
    doubtful = _moment(row, "doubtful_day", BEGINNING).date() if row["doubtful_day"] else None
    if not _CENTS.fullmatch(row["limit_cents"]):
        raise PolicyError(f"period {name}: limit_cents is a whole number of cents as 80000, not {row['limit_cents']}")
    limit = int(row["limit_cents"])
    countries = frozenset(row["countries"].split())
    unknown = sorted(countries - load("country").keys())
    if unknown:
        raise PolicyError(f"period {name}: countries are codes as CN HK, and {unknown[0]} is none")
    if (row["scope"] == "any") != (not countries):
        raise PolicyError(f"period {name}: a scope of 'any' names no countries, any other scope names some")
    if not row["eligible"] == "yes" and row["action"] != "reject":
        raise PolicyError(f"period {name}: what is not eligible must be rejected")
    return Period(
        name,
        starts,
        ends,
        row["scope"],
        countries,
        row["eligible"] == "yes",
        limit,
        row["action"],
        row["day"],
        doubtful,
        tuple(row["codes"].split()),
        row["certainty"],
        tuple(row["sources"].split()),
        row["instrument"],
    )


def _track(periods: tuple[Period, ...], without: str, who: str) -> tuple[int, ...]:
    """The indices of the periods of one track in order of time; refuses gaps and overlaps."""
    track = [index for index, period in enumerate(periods) if period.scope != without]
    track.sort(key=lambda index: periods[index].starts)
    reached, before = BEGINNING, "the beginning of time"
    for period in (periods[index] for index in track):
        if period.ends <= period.starts:
            raise PolicyError(f"period {period.name} ends before it begins")
        if period.starts > reached:
            raise PolicyError(f"no period covers {reached:%Y-%m-%d %H:%M} to {period.starts:%Y-%m-%d %H:%M} for {who}")
        if period.starts < reached:
            raise PolicyError(f"periods {before} and {period.name} overlap for {who}")
        reached, before = period.ends, period.name
    if reached != END:
        raise PolicyError(f"no period covers the time from {reached:%Y-%m-%d %H:%M} on for {who}")
    return tuple(track)


class Policy(NamedTuple):
    """The checked table. `listed` and `others` are its two tracks, as indices into `periods` in order of time."""

    periods: tuple[Period, ...]
    countries: frozenset[str]
    listed: tuple[int, ...]
    others: tuple[int, ...]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> "Policy":
        """Checks and builds. Raises PolicyError with a sentence about the first thing that is wrong."""
        periods = tuple(_period(row) for row in rows)
        names = [period.name for period in periods]
        if len(set(names)) != len(names):
            raise PolicyError(f"period {max(names, key=names.count)} stands twice")
        lists = {period.countries for period in periods if period.countries}
        if len(lists) > 1:
            raise PolicyError("the table knows one list of countries, and these differ: " + ", ".join(map(str, lists)))
        listed = _track(periods, "except", "the listed countries")
        others = _track(periods, "only", "all other countries")
        return cls(periods, next(iter(lists), frozenset()), listed, others)

    def at(self, instants: pl.Series, *, listed: bool) -> pl.Series:
        """Index of the period of each instant (Eastern wall time) on one track; null where the instant is."""
        track = self.listed if listed else self.others
        starts = pl.Series([self.periods[index].starts for index in track], dtype=pl.Datetime("us"))
        place = starts.search_sorted(instants.fill_null(BEGINNING), side="right").cast(pl.Int64) - 1
        found = pl.Series(track, dtype=pl.UInt8).gather(place)
        return pl.select(pl.when(instants.is_not_null()).then(found)).to_series()

    def column(self, name: str, dtype: pl.DataType | type[pl.DataType], index: pl.Series) -> pl.Series:
        """The attribute `name` of the periods at `index`."""
        values = pl.Series([getattr(period, name) for period in self.periods], dtype=dtype)
        return values.gather(index)

    def boundaries(self, *, listed: bool) -> list[date]:
        """The days on which a track changes its period."""
        track = self.listed if listed else self.others
        return [self.periods[index].starts.date() for index in track[1:]]

    @property
    def actions(self) -> frozenset[str]:
        """Every action that the table knows."""
        return frozenset(period.action for period in self.periods)


@cache
def source_texts() -> dict[str, str]:
    """What each source of policy.csv is, from policy_sources.csv; one not read at first hand says so."""
    return {
        row["source"]: row["what"] + ("" if row["first_hand"] == "yes" else " (second hand)")
        for row in packaged.rows("policy_sources")
    }


class Beside(NamedTuple):
    """What holds beside the table, of which no verdict hangs: from the day `since`, before the day `until`."""

    since: date | None
    until: date | None
    what: str
    source: str


@cache
def beside() -> tuple[Beside, ...]:
    """The rows of policy_beside.csv by their day; what has none stands last."""

    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    rows = [
        Beside(day(row["since"]), day(row["until"]), row["what"],
               row["source"] + ("" if row["first_hand"] == "yes" else " (second hand)"))
        for row in packaged.rows("policy_beside")
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.since or row.until or date.max))


@cache
def default() -> Policy:
    """The table that comes with this package."""
    return Policy.of(packaged.rows("policy"))
