"""Period, day and eligibility of every standing (clauses 12 to 15)."""

from datetime import datetime, time, timedelta

import polars as pl

from deminimis.rules.base.contract import checked
from deminimis.rules.base.frames import BASIS, Dated, Stands
from deminimis.rules.base.settings import Settings
from deminimis.rules.people.identity import People
from deminimis.rules.policy.table import Policy


@checked
def dated(stands: Stands, people: People, settings: Settings) -> Dated:
    """Adds person, period_index, day, basis, eligible, provisional (clauses 12 to 15; clauses 6 and 7 too).

    What they were found from goes.
    """
    policy = settings.policy
    if settings.policy_date is None:
        noon = pl.col("eda").cast(pl.Datetime("us")) + pl.duration(hours=12)
        instant = stands.select(pl.coalesce("arrival", noon)).to_series()
    else:
        instant = pl.Series([datetime.combine(settings.policy_date, time(12))], dtype=pl.Datetime("us"))
        instant = instant.new_from_index(0, stands.height)
    listed, others = policy.at(instant, listed=True), policy.at(instant, listed=False)
    flags = stands.select("listed", "unlisted", "origin_unread")
    # The rule must hold for every line (clause 15): one line of a listed country puts the shipment into that track.
    period = flags.select(pl.when("listed").then(listed).otherwise(others)).to_series()
    listed_ok = policy.column("eligible", pl.Boolean, listed)
    others_ok = policy.column("eligible", pl.Boolean, others)
    holds = flags.select(
        eligible=pl.when(pl.col("listed") & ~listed_ok)
        .then(False)
        .when((pl.col("unlisted") | pl.col("origin_unread")) & ~others_ok)
        .then(False)
        # An unread line is settled where both tracks say the same, open where a country rule is in force.
        .when(pl.col("origin_unread") & (listed_ok != others_ok))
        .then(None)
        .otherwise(pl.when(period.is_not_null()).then(True))
    ).to_series()
    rule = policy.column("day", pl.String, period)
    known = stands["arrival"].is_not_null()
    use_arrival = ((rule != "eda") & known).fill_null(False)
    return stands.with_columns(
        _person(stands, people),
        period_index=period,
        eligible=holds,
        basis=pl.when(use_arrival)
        .then(pl.lit("arrival"))
        .when(pl.col("eda").is_not_null())
        .then(pl.lit("eda"))
        .cast(BASIS),
        day=pl.when(use_arrival).then(pl.col("arrival").dt.date()).otherwise("eda"),
        provisional=pl.col("provisional") | _provisional(policy, settings, instant, rule, period),
    ).drop("eda", "arrival", "listed", "unlisted", "origin_unread")


def _provisional(policy: Policy, settings: Settings, instant: pl.Series, rule: pl.Series, period: pl.Series) -> pl.Expr:
    """Clause 14. Never where every claim is rejected."""
    unknown = pl.col("arrival").is_null()
    without_arrival = (rule == "arrival").fill_null(False) & unknown
    suspended = pl.lit(period).is_in([i for i, p in enumerate(policy.periods) if p.suspended])

    def near(track_listed: bool) -> pl.Expr:
        days = policy.boundaries(listed=track_listed)
        around = [day + timedelta(days=step) for day in days for step in (-1, 0, 1)]
        return pl.col("eda").is_in(pl.lit(pl.Series([around], dtype=pl.List(pl.Date))))

    touched = (pl.col("listed") | pl.col("origin_unread")) & near(True)
    touched = touched | ((pl.col("unlisted") | pl.col("origin_unread")) & ~pl.col("listed") & near(False))
    close = touched & unknown & pl.lit(settings.policy_date is None)
    # The hour in which the first ban ended is unknown: its countries are provisional on that day, even by arrival.
    doubtful = pl.Series([p.doubtful_day for p in policy.periods if p.doubtful_day], dtype=pl.Date).unique()
    doubt = pl.col("listed") & instant.dt.date().is_in(doubtful.implode())
    provisional = (close & ~suspended) | without_arrival | doubt
    return provisional.fill_null(False)


def _person(stands: pl.DataFrame, people: People) -> pl.Series:
    """The person of each standing."""
    known = people.known.select("address", "identifier", "person")
    on = ["address", "identifier"]
    if known["identifier"].null_count() == known.height:
        on, known = on[:1], known.drop("identifier")
    return stands.select(on).join(known, on=on, how="left", nulls_equal=True, maintain_order="left")["person"]
