"""DM317 to DM321, DM326, EDI207: quantity, goods lines, totals and number of an entry."""

from collections.abc import Callable
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.check_digits import entry_check_digit, waybill_check_digit
from deminimis.edi.frames.finding_codes import CHECK_DIGIT
from deminimis.edi.frames.findings import ERROR, WARNING
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.dm311_entry import GUIDE, INFORMAL, SECTION_321, names, of_type
from deminimis.rules.rulebook.evidence import Judged
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, Rule, rule

_WAYBILL: Final = r"^\d{11}$"  # airline prefix (3), serial (7), check digit


@rule(
    "DM317",
    "quantity-missing",
    ERROR,
    "entry {entry} gives no quantity for its bill (SE15 60-67)",
    source=f"{GUIDE}, p. SE-45, note 11",
    among=of_type(SECTION_321, pl.col("unquantified") > 0),
)
def QUANTITY_MISSING(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry whose lowest-level bill has no quantity.

    Nothing is said where SE16 follows: there the guide forbids the quantity that type 86 must give, and does not say
    which of the two holds.

    Example: an entry with SE15 60-67 blank.
    What to do: give the number of smallest outer packages.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return found.select(*names())


@rule(
    "DM318",
    "hts-digits",
    ERROR,
    "entry {entry} has {count:tariff number that is|tariff numbers that are} not ten digits",
    source=f"{GUIDE}, p. SE-67",
    among=of_type(SECTION_321, pl.col("short_hts") > 0),
)
def HTS_DIGITS(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A tariff number (SE60 5-14) of a type 86 entry is not ten digits.

    Example: SE60 with 610910.
    What to do: give the ten-digit number of the tariff schedule.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return found.select(*names(), count="short_hts")


@rule(
    "DM319",
    "line-value-missing",
    ERROR,
    "entry {entry} {what}",
    source=f"{GUIDE}, p. SE-67",
    among=of_type(SECTION_321, (pl.col("without_value") > 0) | (pl.col("lines") == 0)),
)
def LINE_VALUE(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A goods line of a type 86 entry has no value (SE60 15-24), or the entry has no goods line at all.

    A chapter 99 number has no value of its own; the value stands on the number that it modifies.

    Example: SE60 with 15-24 blank.
    What to do: give each line's value in whole US dollars.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    what = pl.format("gives no value for {} of its tariff numbers", "without_value")
    none = pl.col("lines") == 0
    return found.select(*names(), what=pl.when(none).then(pl.lit("has no goods line")).otherwise(what))


def _stated(test: Callable[[Settings], pl.Expr]) -> Among:
    """Entries whose header and lines were read whole. Type 86, and type 11, whose value is a claim's way out."""
    kinds = pl.col("entry_type").is_in([SECTION_321, INFORMAL])
    return Among("entries", lambda settings: kinds & test(settings))


def _totals(found: pl.DataFrame) -> pl.DataFrame:
    return found.select(*names(), header=dollars(pl.col("header_cents")), lines=dollars(pl.col("lines_cents")))


def _short(settings: Settings) -> pl.Expr:
    """Whether the lines come to less than the header says, by more than a dollar a line (or what is configured)."""
    spare = pl.col("header_cents") - pl.col("lines_cents")
    stated = pl.col("without_value") == 0  # DM319 otherwise
    return stated & (spare > settings.tolerance_cents * pl.col("lines").cast(pl.Int64))


@rule(
    "DM320",
    "header-below-lines",
    ERROR,
    "entry {entry} states {header} at its header and {lines} at its lines; CBP's condition 119",
    source="CBP's condition 119 VALUE LESS THAN ALL LINE-ITEM VALUES",
    among=_stated(lambda _settings: pl.col("header_cents") < pl.col("lines_cents")),
)
def BELOW_LINES(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """The value at the header (SE10 40-49) is less than the sum of the lines (SE60 15-24).

    The sum of the lines counts here, being the greater.

    Example: $400 at the header, one line of $500.
    What to do: correct the header or the lines.
    Certainty: the condition is CBP's.
    """
    return _totals(found)


@rule(
    "DM321",
    "totals-differ",
    WARNING,
    "entry {entry} states {header} at its header and only {lines} at its lines",
    source="our choice; rule 10: the greater value counts",
    among=_stated(_short),
)
def TOTALS_DIFFER(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """The value at the header is more than the sum of the lines.

    CBP has no condition for it. The value at the header counts here, being the greater. A dollar a line is allowed
    for rounding.

    Example: $500 at the header, one line of $400.
    What to do: look whether a line is missing.
    Certainty: our choice.
    """
    return _totals(found)


@rule(
    "DM326",
    "chapter-99-order",
    ERROR,
    "entry {entry} has {count:chapter 99 number} behind the tariff number to modify",
    source=f"{GUIDE}, p. SE-67",
    among=of_type(SECTION_321, pl.col("late_chapter_99") > 0),
)
def CHAPTER_99(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """Chapter 99 numbers stand before the number of chapters 1 to 97 in a line.

    Example: SE60 6109100012, then SE60 9903880300.
    What to do: put the chapter 99 number first; the value stays on the other.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return found.select(*names(), count="late_chapter_99")


def _entry_digits(judged: Judged, entries: pl.DataFrame) -> pl.DataFrame:
    """Entry numbers with another check digit than theirs; a filer's offset comes from the settings."""
    rows = entries.filter(pl.col("entry_number").is_not_null()).select(
        "row",
        "entry_number",
        filer=pl.col("entry_number").str.slice(0, 3),
        number=pl.col("entry_number").str.slice(3, 7),
        own=pl.col("entry_number").str.slice(10),
    )
    rows = rows.with_columns(right=entry_check_digit(pl.col("filer"), pl.col("number")))
    for code, offset in judged.settings.check_digit_offsets.items():
        moved = entry_check_digit(pl.col("filer"), pl.col("number"), offset)
        rows = rows.with_columns(right=pl.when(pl.col("filer") == code).then(moved).otherwise("right"))
    wrong = rows.filter(pl.col("right") != pl.col("own"))
    return wrong.select(
        "row", field=pl.lit("entry_number"), value="entry_number", place=pl.lit("6-8, 11-18"), expected="right"
    )


def _waybill_digits(entries: pl.DataFrame) -> pl.DataFrame:
    """Air entries whose air waybill (SE15: the master, or the one bill) has another check digit than its serial's."""
    air = entries.filter(pl.col("mode") == "air")
    rows = air.select("row", waybill=pl.coalesce("master_bill", "bill"))
    rows = rows.filter(pl.col("waybill").str.contains(_WAYBILL))
    rows = rows.with_columns(right=waybill_check_digit(pl.col("waybill").str.slice(3, 7)))
    wrong = rows.filter(pl.col("right") != pl.col("waybill").str.slice(10))
    return wrong.select(
        "row", field=pl.lit("bill_number"), value="waybill", place=pl.lit("SE15 10-59"), expected="right"
    )


def _digits(judged: Judged, entries: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([_entry_digits(judged, entries), _waybill_digits(entries)])


_NUMBERS: Final = ("entry_number", "mode", "bill", "master_bill")
_ENTRIES: Final = Among("whole", lambda _settings: pl.col("filing") == "entry", _NUMBERS)
DIGITS: Final = Rule(CHECK_DIGIT, "CATAIR Appendix E; IATA Resolution 600a", _digits, _ENTRIES)
