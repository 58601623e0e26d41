"""Air waybill numbers: their normal form, their check digit, and what stands behind them that must not."""

from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air.layouts.header import AWB
from deminimis.edi.formats.shared.numbers import waybill_check_digit
from deminimis.edi.frames.finding_codes import CHECK_DIGIT, TOO_MANY
from deminimis.edi.frames.findings import FINDINGS
from deminimis.edi.frames.shipments import conform

_DIGIT: Final = 11  # characters in front of the check digit: 999-1234567


def number_of() -> dict[str, pl.Expr]:
    """The columns bill, master_bill and bill_unread of parsed waybill lines, whose parts are in normal form as read.

    A house is prefix, serial and house number, as an entry names it; a master or simple waybill its own number.
    """
    master = pl.col("air_waybill_prefix") + pl.col("air_waybill_serial")
    house = pl.col("house_number")
    readable = pl.col("air_waybill_prefix").is_not_null() & pl.col("air_waybill_serial").is_not_null()
    return {
        "bill": pl.when(readable).then(master + house.fill_null("")),
        "master_bill": pl.when(readable & house.is_not_null()).then(master),
        "bill_unread": ~readable,
    }


def check_digits(waybills: pl.DataFrame) -> pl.DataFrame:
    """An EDI207 for each waybill line whose serial number has another check digit (modulo 7) than its last."""
    serial = pl.col("air_waybill_serial")
    rows = waybills.with_columns(expected=waybill_check_digit(serial.str.slice(0, 7)), value=serial)
    rows = rows.filter(pl.col("expected") != serial.str.slice(7))
    named = rows.with_columns(
        pl.col("column") + _DIGIT,
        pl.col("byte") + _DIGIT,
        width=1,
        code=pl.lit(CHECK_DIGIT.code),
        severity=pl.lit(CHECK_DIGIT.severity),
        record=pl.col("tag").cast(pl.String),
        field=pl.lit("air_waybill_serial"),
        params=pl.struct("value", "expected").struct.json_encode(),
    )
    return conform(named, FINDINGS)


def packages_of_no_house(waybills: pl.DataFrame) -> pl.DataFrame:
    """An EDI208 for each waybill line that has the number of a package and no house number."""
    package, master = pl.col("package_tracking_identifier"), pl.col("consolidation_identifier").is_not_null()
    rows = waybills.filter(package.is_not_null(), pl.col("house_number").is_null())
    own, serial = AWB["consolidation_identifier"], AWB["air_waybill_serial"]
    start = pl.when(master).then(_DIGIT + 3).otherwise(_DIGIT + 1)
    named = rows.with_columns(
        pl.col("column") + start,
        pl.col("byte") + start,
        width=package.str.len_chars() + 1,
        code=pl.lit(TOO_MANY.code),
        severity=pl.lit(TOO_MANY.severity),
        record=pl.col("tag").cast(pl.String),
        field=pl.lit("package_tracking_identifier"),
        value="/" + package,
    ).with_columns(
        params=pl.struct(
            "record",
            "value",
            field=pl.when(master).then(pl.lit(own.name)).otherwise(pl.lit(serial.name)),
            place=pl.when(master).then(pl.lit(str(own.place))).otherwise(pl.lit(str(serial.place))),
        ).struct.json_encode()
    )
    return conform(named, FINDINGS)
