"""DM311 to DM319: the form of an entry, of type 86 above all. Facts: edi.frames.shipments.FORMS."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from deminimis.edi.frames.findings import ERROR
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.rule import Among, Test, declare, under

GUIDE: Final = "CATAIR Cargo Release implementation guide v40"
SECTION_321: Final = "86"
INFORMAL: Final = "11"
FORMAL: Final = "01"
INSTEAD: Final = (INFORMAL, FORMAL)  # what a claim that is refused is filed as
_RULED: Final = (SECTION_321, *INSTEAD)


def of_types(kinds: Sequence[str], test: Test) -> Among:
    """The entries of these types for which `test` is true. Mail is out of scope but for DM325."""
    inside = pl.col("entry_type").is_in(kinds) & (pl.col("mode") != "mail").fill_null(True)
    return Among("entries", lambda settings: inside & under(test, settings))


def of_type(kind: str, test: Test) -> Among:
    """The same of one type."""
    return of_types((kind,), test)


def _required(code: str, test: pl.Expr) -> Among:
    """Type 86 entries for which `test` is true and that were filed since CBP has answered it with `code`."""

    def answered(settings: Settings) -> pl.Expr:
        starts = [period.starts for period in settings.policy.periods if code in period.codes]
        filed = pl.coalesce("filed_on", pl.lit(settings.as_of, pl.Date))
        return test & (filed >= min(starts).date()) if starts else pl.lit(False)

    return of_type(SECTION_321, answered)


EDA_MISSING = declare(
    "DM311",
    "eda-missing",
    ERROR,
    "entry {entry} gives no estimated date of arrival (SE20 EDA); CBP's condition {condition}",
    """A type 86 entry without an estimated date of arrival.

    The daily sum goes by that date. CBP rejects such an entry since 25 July 2024. Its day is unread here.

    Example: an entry without a record SE20EDA.
    What to do: add one SE20 with qualifier EDA and file again; since 29 August 2025 type 86 is refused, and the entry
    is of type 11 or 01, which needs none.
    Certainty: certain.
    """,
    source=f"{GUIDE}, p. SE-55; CSMS 61421135: 282 EDA REQUIRED FOR ENTRY TYPE 86",
    where=_required("282", pl.col("edas") == 0),
    shows={"count": "edas", "condition": pl.lit("282")},
)

EDA_REPEATED = declare(
    "DM312",
    "eda-repeated",
    ERROR,
    "entry {entry} gives the estimated date of arrival {count} times; CBP's condition {condition}",
    """A type 86 entry with more than one estimated date of arrival, the same date twice included.

    CBP rejects it since 25 July 2024. Two different dates make the day unread here.

    Example: an entry with two records SE20EDA.
    What to do: leave one SE20 with qualifier EDA; since 29 August 2025 type 86 is refused, and the entry is of type 11
    or 01.
    Certainty: certain.
    """,
    source=f"{GUIDE}, p. SE-55; CSMS 61421135: 288 ONLY ONE SE20 FOR EDA ALLOWED",
    where=_required("288", pl.col("edas") > 1),
    shows={"count": "edas", "condition": pl.lit("288")},
)

ONE_BILL = declare(
    "DM313",
    "one-bill",
    ERROR,
    "entry {entry} names {count} bills; type 86 takes exactly one",
    """A type 86 entry names no bill, or several. A master with one house is one bill.

    With several bills it cannot be told which shipment the entry is; it counts under its first.

    Example: an entry with two records SE15 of type R.
    What to do: file one entry a bill.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-50, note 12",
    where=of_type(SECTION_321, pl.col("bills") != 1),
    shows={"count": "bills"},
)

TRACKING = declare(
    "DM314",
    "tracking-number",
    ERROR,
    "entry {entry} names an express tracking number (bill type T); type 86 does not take it",
    """A type 86 entry with a bill of type T.

    Example: an entry with one SE15 of type T.
    What to do: name the house air waybill (M and H, or R).
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-50, note 12",
    where=of_type(SECTION_321, pl.col("tracking") > 0),
    shows={"count": "tracking"},
)

CONSIGNEE_ONCE = declare(
    "DM315",
    "consignee-once",
    ERROR,
    "entry {entry} names {count} consignees at its header and {lines} at its lines; type 86 takes one, at the header",
    """A type 86 entry names its consignee not at all, more than once, or at a line.

    The consignee is the person whose day is added up, so there is one, at the header (SE30 CN), for all lines.

    Example: an entry whose CN stands in SE50.
    What to do: name the consignee once, in SE30, with SE35 and SE36.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-57, note 1",
    where=of_type(SECTION_321, (pl.col("consignees") != 1) | (pl.col("line_consignees") > 0)),
    shows={"count": "consignees", "lines": "line_consignees"},
)

SELLER_MISSING = declare(
    "DM316",
    "seller-missing",
    ERROR,
    "entry {entry} names no seller for {lines} of its lines",
    """An entry of type 86, 11 or 01 names its seller (SE) neither at the header nor at every line.

    Example: an entry without SE30 SE and without SE50 SE.
    What to do: name the seller once at the header, or at every line.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-19; p. SE-57, note 1",
    where=of_types(
        _RULED,
        # Without any line there is none to name a seller for; DM319 says so.
        (pl.col("sellers") == 0) & (pl.col("unsold") > 0),
    ),
    shows={"lines": "unsold"},
)

QUANTITY_MISSING = declare(
    "DM317",
    "quantity-missing",
    ERROR,
    "entry {entry} gives no quantity for its bill (SE15 60-67)",
    """A type 86 entry whose lowest-level bill has no quantity.

    Nothing is said where SE16 follows: there the guide forbids the quantity that type 86 must give, and does not say
    which of the two holds. Nor is anything said of types 11 and 01: without a quantity the manifested one is entered
    (p. SE-47, note 2).

    Example: an entry with SE15 60-67 blank.
    What to do: give the number of smallest outer packages.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-50, note 11",
    where=of_type(SECTION_321, pl.col("unquantified") > 0),
)

HTS_DIGITS = declare(
    "DM318",
    "hts-digits",
    ERROR,
    "entry {entry} has {count:tariff number that is|tariff numbers that are} not ten digits",
    """A tariff number (SE60 5-14) of an entry of type 86, 11 or 01 is not ten digits.

    Example: SE60 with 610910.
    What to do: give the ten-digit number of the tariff schedule.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-19; p. SE-71",
    where=of_types(_RULED, pl.col("short_hts") > 0),
    shows={"count": "short_hts"},
)

_VALUED: Final = (pl.col("entry_type") == SECTION_321) | pl.col("named") | pl.col("named_cents").is_not_null()

LINE_VALUE = declare(
    "DM319",
    "line-value-missing",
    ERROR,
    "entry {entry} {what}",
    """A goods line has no value (SE60 15-24) where it must, or the entry has no goods line at all.

    Type 86 values every line; types 11 and 01 those of a consignee given by name and address. All three have lines,
    since tariff number and country of origin are mandatory. A chapter 99 number has no value of its own; the value
    stands on the number that it modifies.

    Example: SE60 with 15-24 blank.
    What to do: give each line's value in whole US dollars.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-19; p. SE-71, note 3",
    where=of_types(_RULED, (_VALUED & (pl.col("without_value") > 0)) | (pl.col("lines") == 0)),
    shows={
        "what": pl.when(pl.col("lines") == 0)
        .then(pl.lit("has no goods line"))
        .otherwise(pl.format("gives no value for {} of its tariff numbers", "without_value"))
    },
)
