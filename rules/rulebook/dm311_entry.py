"""DM311 to DM314, DM322 to DM325: the form of a cargo release entry as a whole. Facts: edi.shipments.FORMS."""

from collections.abc import Callable
from typing import Final

import polars as pl

from deminimis.edi.frames.findings import ERROR
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.evidence import Judged
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, rule

GUIDE: Final = "CATAIR Cargo Release implementation guide v40"
SECTION_321: Final = "86"
INFORMAL: Final = "11"


def names() -> list[pl.Expr]:
    """Where a finding about an entry stands, and what the entry is called."""
    return [pl.col("row"), pl.coalesce("entry_number", pl.lit("an entry without number")).alias("entry")]


def of_type(kind: str, test: pl.Expr | Callable[[Settings], pl.Expr]) -> Among:
    """The entries of one type for which `test` is true. Mail is out of scope but for DM325."""
    inside = (pl.col("entry_type") == kind) & (pl.col("mode") != "mail").fill_null(True)
    return Among("entries", lambda settings: inside & (test if isinstance(test, pl.Expr) else test(settings)))


def _required(code: str, test: pl.Expr) -> Among:
    """Type 86 entries for which `test` is true and that were filed since CBP has answered it with `code`."""

    def answered(settings: Settings) -> pl.Expr:
        starts = [period.starts for period in settings.policy.periods if code in period.codes]
        filed = pl.coalesce("filed_on", pl.lit(settings.as_of, pl.Date))
        return test & (filed >= min(starts).date()) if starts else pl.lit(False)

    return of_type(SECTION_321, answered)


@rule(
    "DM311",
    "eda-missing",
    ERROR,
    "entry {entry} gives no estimated date of arrival (SE20 EDA); CBP's condition {condition}",
    source=f"{GUIDE}, p. SE-54; CSMS 61421135: 282 EDA REQUIRED FOR ENTRY TYPE 86",
    among=_required("282", pl.col("edas") == 0),
)
def EDA_MISSING(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry without an estimated date of arrival.

    The daily sum goes by that date. CBP rejects such an entry since 25 July 2024. Its day is unread here.

    Example: an entry without a record SE20EDA.
    What to do: add one SE20 with qualifier EDA and file again.
    Certainty: certain.
    """
    return found.select(*names(), count="edas", condition=pl.lit("282"))


@rule(
    "DM312",
    "eda-repeated",
    ERROR,
    "entry {entry} gives the estimated date of arrival {count} times; CBP's condition {condition}",
    source=f"{GUIDE}, p. SE-54; CSMS 61421135: 288 ONLY ONE SE20 FOR EDA ALLOWED",
    among=_required("288", pl.col("edas") > 1),
)
def EDA_REPEATED(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry with more than one estimated date of arrival, the same date twice included.

    CBP rejects it since 25 July 2024. Two different dates make the day unread here.

    Example: an entry with two records SE20EDA.
    What to do: leave one SE20 with qualifier EDA.
    Certainty: certain.
    """
    return found.select(*names(), count="edas", condition=pl.lit("288"))


@rule(
    "DM313",
    "one-bill",
    ERROR,
    "entry {entry} names {count} bills; type 86 takes exactly one",
    source=f"{GUIDE}, p. SE-45, note 12",
    among=of_type(SECTION_321, pl.col("bills") != 1),
)
def ONE_BILL(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry names no bill, or several. A master with one house is one bill.

    With several bills it cannot be told which shipment the entry is; it counts under its first.

    Example: an entry with two records SE15 of type R.
    What to do: file one entry a bill.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return found.select(*names(), count="bills")


@rule(
    "DM314",
    "tracking-number",
    ERROR,
    "entry {entry} names an express tracking number (bill type T); type 86 does not take it",
    source=f"{GUIDE}, p. SE-45, note 12",
    among=of_type(SECTION_321, pl.col("tracking") > 0),
)
def TRACKING(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry with a bill of type T.

    Example: an entry with one SE15 of type T.
    What to do: name the house air waybill (M and H, or R).
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return found.select(*names(), count="tracking")


@rule(
    "DM322",
    "value-above-limit",
    ERROR,
    "entry {entry} of type 86 states {total}, above {limit}",
    source=f"{GUIDE}, p. SE-35, note 13",
    among=of_type(
        SECTION_321, lambda settings: pl.col("value_cents") > min(p.limit_cents for p in settings.policy.periods)
    ),
)
def ABOVE_LIMIT(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry whose own value is above the limit of its day.

    One entry alone exceeds what a person may import free of duty in a day; exactly the limit is allowed.

    Example: an entry of $801.
    What to do: file it as type 11 or 01.
    Certainty: certain. The guide says in another note (p. SE-56) that the lines must be less than the limit.
    """
    settings, policy = judged.settings, judged.settings.policy
    day = pl.lit(settings.policy_date) if settings.policy_date else pl.coalesce("eda", pl.lit(settings.as_of, pl.Date))
    rows = found.with_columns(noon=day.cast(pl.Datetime("us")) + pl.duration(hours=12))
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
    among=of_type(INFORMAL, lambda settings: pl.col("header_cents") > settings.informal_limit_cents),
)
def INFORMAL_VALUE(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 11 (informal) entry above $2,500.

    It matters here because a type 11 entry takes its bill out of the daily sum.

    Example: a type 11 entry of $2,501.
    What to do: file it as type 01.
    Certainty: certain.
    """
    limit = judged.settings.informal_limit_cents
    return found.select(*names(), total=dollars(pl.col("header_cents")), limit=dollars(pl.lit(limit)))


@rule(
    "DM324",
    "port-missing",
    ERROR,
    "entry {entry} gives no planned port of entry (SE10 50-54)",
    source=f"{GUIDE}, p. SE-36",
    among=of_type(SECTION_321, pl.col("no_port")),
)
def PORT_MISSING(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry without the port where it is to be entered.

    Example: an entry with SE10 50-54 blank.
    What to do: give the Schedule D code of the port.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return found.select(*names())


@rule(
    "DM325",
    "mail-entry",
    ERROR,
    "entry {entry} is of type 86 and comes by mail; mail is not filed as type 86",
    source=f"{GUIDE}, p. SE-34; 89 FR 2630",
    among=Among("entries", lambda _settings: (pl.col("entry_type") == SECTION_321) & (pl.col("mode") == "mail")),
)
def MAIL(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry with mode of transport 50.

    International mail is outside type 86 and outside the daily sum; the entry is not counted here.

    Example: an entry with SE10 37-38 = 50.
    What to do: correct the mode, or leave the shipment to the postal procedure.
    Certainty: certain that mail is excluded; the condition code is not published.
    """
    return found.select(*names())
