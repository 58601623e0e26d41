"""EDI207 on entries: the check digits of an entry number and of an air waybill."""

from typing import Final

import polars as pl

from deminimis.edi.formats.shared.numbers import entry_check_digit, waybill_check_digit
from deminimis.edi.frames.finding_codes import CHECK_DIGIT
from deminimis.rules.rulebook.evidence import Evidence
from deminimis.rules.rulebook.rule import Among, Rule

_WAYBILL: Final = r"^\d{11}$"  # airline prefix (3), serial (7), check digit


def _entry_digits(evidence: Evidence, entries: pl.DataFrame) -> pl.DataFrame:
    """Entry numbers with another check digit than theirs; a filer's offset comes from the settings."""
    rows = entries.filter(pl.col("entry_number").is_not_null()).select(
        "row",
        "entry_number",
        filer=pl.col("entry_number").str.slice(0, 3),
        number=pl.col("entry_number").str.slice(3, 7),
        own=pl.col("entry_number").str.slice(10),
    )
    rows = rows.with_columns(right=entry_check_digit(pl.col("filer"), pl.col("number")))
    for code, offset in evidence.settings.check_digit_offsets.items():
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


def _digits(evidence: Evidence, entries: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([_entry_digits(evidence, entries), _waybill_digits(entries)])


_NUMBERS: Final = ("entry_number", "mode", "bill", "master_bill")
_ENTRIES: Final = Among("whole", pl.col("filing") == "entry", _NUMBERS)
DIGITS: Final = Rule(CHECK_DIGIT, "CATAIR Appendix E; IATA Resolution 600a", _digits, "row", _ENTRIES)
