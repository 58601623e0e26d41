"""DM311 to DM314, DM322 to DM325: the form of a cargo release entry as a whole. Facts: edi.shipments.FORMS."""

from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.findings import ERROR
from deminimis.rules.judged import Judged
from deminimis.rules.registry import rule
from deminimis.rules.report import dollars

GUIDE: Final = "CATAIR Cargo Release implementation guide v40"
SECTION_321: Final = "86"
INFORMAL: Final = "11"


def names() -> list[pl.Expr]:
    """Where a finding about an entry stands, and what the entry is called."""
    return [pl.col("row"), pl.coalesce("entry_number", pl.lit("an entry without number")).alias("entry")]


def of_type(judged: Judged, kind: str) -> pl.DataFrame:
    """The entries of one type. Mail is out of scope but for DM325."""
    return judged.entries.filter((pl.col("entry_type") == kind) & (pl.col("mode") != "mail").fill_null(True))


def _required(judged: Judged, code: str, test: pl.Expr) -> pl.DataFrame:
    """Type 86 entries that fail `test` and were filed since CBP has answered it with `code`."""
    starts = [period.starts for period in judged.settings.policy.periods if code in period.codes]
    if not starts:
        return pl.DataFrame()
    since: date = min(starts).date()
    filed = pl.coalesce("filed_on", pl.lit(judged.settings.as_of, pl.Date))
    found = of_type(judged, SECTION_321).filter(test & (filed >= since))
    return found.select(*names(), count="edas", condition=pl.lit(code))


@rule(
    "DM311",
    "eda-missing",
    ERROR,
    "entry {entry} gives no estimated date of arrival (SE20 EDA); CBP's condition {condition}",
    source=f"{GUIDE}, p. SE-54; CSMS 61421135: 282 EDA REQUIRED FOR ENTRY TYPE 86",
)
def EDA_MISSING(judged: Judged) -> pl.DataFrame:
    """A type 86 entry without an estimated date of arrival.

    The daily sum goes by that date. CBP rejects such an entry since 25 July 2024. Its day is unread here.

    Example: an entry without a record SE20EDA.
    What to do: add one SE20 with qualifier EDA and file again.
    Certainty: certain.
    """
    return _required(judged, "282", pl.col("edas") == 0)


@rule(
    "DM312",
    "eda-repeated",
    ERROR,
    "entry {entry} gives the estimated date of arrival {count} times; CBP's condition {condition}",
    source=f"{GUIDE}, p. SE-54; CSMS 61421135: 288 ONLY ONE SE20 FOR EDA ALLOWED",
)
def EDA_REPEATED(judged: Judged) -> pl.DataFrame:
    """A type 86 entry with more than one estimated date of arrival, the same date twice included.

    CBP rejects it since 25 July 2024. Two different dates make the day unread here.

    Example: an entry with two records SE20EDA.
    What to do: leave one SE20 with qualifier EDA.
    Certainty: certain.
    """
    return _required(judged, "288", pl.col("edas") > 1)


@rule(
    "DM313",
    "one-bill",
    ERROR,
    "entry {entry} names {count} bills; type 86 takes exactly one",
    source=f"{GUIDE}, p. SE-45, note 12",
)
def ONE_BILL(judged: Judged) -> pl.DataFrame:
    """A type 86 entry names no bill, or several. A master with one house is one bill.

    With several bills it cannot be told which shipment the entry is; it counts under its first.

    Example: an entry with two records SE15 of type R.
    What to do: file one entry a bill.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return of_type(judged, SECTION_321).filter(pl.col("bills") != 1).select(*names(), count="bills")


@rule(
    "DM314",
    "tracking-number",
    ERROR,
    "entry {entry} names an express tracking number (bill type T); type 86 does not take it",
    source=f"{GUIDE}, p. SE-45, note 12",
)
def TRACKING(judged: Judged) -> pl.DataFrame:
    """A type 86 entry with a bill of type T.

    Example: an entry with one SE15 of type T.
    What to do: name the house air waybill (M and H, or R).
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return of_type(judged, SECTION_321).filter(pl.col("tracking") > 0).select(*names(), count="tracking")


@rule(
    "DM322",
    "value-above-limit",
    ERROR,
    "entry {entry} of type 86 states {total}, above {limit}",
    source=f"{GUIDE}, p. SE-35, note 13",
)
def ABOVE_LIMIT(judged: Judged) -> pl.DataFrame:
    """A type 86 entry whose own value is above the limit of its day.

    One entry alone exceeds what a person may import free of duty in a day; exactly the limit is allowed.

    Example: an entry of $801.
    What to do: file it as type 11 or 01.
    Certainty: certain. The guide says in another note (p. SE-56) that the lines must be less than the limit.
    """
    policy = judged.settings.policy
    lowest = min(period.limit_cents for period in policy.periods)
    rows = of_type(judged, SECTION_321).filter(pl.col("value_cents") > lowest)
    settings = judged.settings
    day = pl.lit(settings.policy_date) if settings.policy_date else pl.coalesce("eda", pl.lit(settings.as_of, pl.Date))
    rows = rows.with_columns(noon=day.cast(pl.Datetime("us")) + pl.duration(hours=12))
    period = policy.at(rows["noon"], listed=False)
    rows = rows.with_columns(limit=policy.column("limit_cents", pl.Int64, period))
    found = rows.filter(pl.col("value_cents") > pl.col("limit"))
    return found.select(*names(), total=dollars(pl.col("value_cents")), limit=dollars(pl.col("limit")))


@rule(
    "DM323",
    "informal-value",
    ERROR,
    "entry {entry} of type 11 states {total}, above {limit}",
    source=f"{GUIDE}, p. SE-35, note 13; 19 CFR 143.21",
)
def INFORMAL_VALUE(judged: Judged) -> pl.DataFrame:
    """A type 11 (informal) entry above $2,500.

    It matters here because a type 11 entry takes its bill out of the daily sum.

    Example: a type 11 entry of $2,501.
    What to do: file it as type 01.
    Certainty: certain.
    """
    limit = judged.settings.informal_limit_cents
    found = of_type(judged, INFORMAL).filter(pl.col("header_cents") > limit)
    return found.select(*names(), total=dollars(pl.col("header_cents")), limit=dollars(pl.lit(limit)))


@rule(
    "DM324",
    "port-missing",
    ERROR,
    "entry {entry} gives no planned port of entry (SE10 50-54)",
    source=f"{GUIDE}, p. SE-36",
)
def PORT_MISSING(judged: Judged) -> pl.DataFrame:
    """A type 86 entry without the port where it is to be entered.

    Example: an entry with SE10 50-54 blank.
    What to do: give the Schedule D code of the port.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return of_type(judged, SECTION_321).filter("no_port").select(*names())


@rule(
    "DM325",
    "mail-entry",
    ERROR,
    "entry {entry} is of type 86 and comes by mail; mail is not filed as type 86",
    source=f"{GUIDE}, p. SE-34; 89 FR 2630",
)
def MAIL(judged: Judged) -> pl.DataFrame:
    """A type 86 entry with mode of transport 50.

    International mail is outside type 86 and outside the daily sum; the entry is not counted here.

    Example: an entry with SE10 37-38 = 50.
    What to do: correct the mode, or leave the shipment to the postal procedure.
    Certainty: certain that mail is excluded; the condition code is not published.
    """
    mail = (pl.col("entry_type") == SECTION_321) & (pl.col("mode") == "mail").fill_null(False)
    return judged.entries.filter(mail).select(*names())
