"""Numbers of bills and entries: which bill a record names, and check digits.

Of entry numbers: CATAIR Appendix E, Valid Entry Numbers, May 2012; of air waybills: modulo 7.
"""

import json
from functools import partial
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.normal import bill_number
from deminimis.edi.frames.finding_codes import MISSING
from deminimis.edi.frames.findings import FINDINGS
from deminimis.edi.frames.shipments import conform
from deminimis.edi.layout.declare import Cols, Layout

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Appendix E, p. 2: A to I are 1 to 9, J to R again 1 to 9, S to Z 2 to 9.
_VALUES: Final = "12345678912345678923456789"
_FILER: Final = "^[A-Z0-9]{3}$"
_NUMBER: Final = "^[0-9]{7}$"
_UNNAMED: Final = "the record names the issuer of a house bill, and so a house bill."


def entry_check_digit(filer_code: pl.Expr, number: pl.Expr, offset: int = 0) -> pl.Expr:
    """The check digit, one character of text, of entry numbers; null where an argument is no such number.

    filer_code: three letters or digits. number: the seven digits before the check digit, as text.
    offset: 1 to 9 for a filer that CBP has authorised to add it because its numbers have run out (Appendix E, step 6).
    """
    both = pl.struct(filer_code.alias("filer"), number.alias("number"))
    return both.map_batches(partial(_entry_check_digits, offset), return_dtype=pl.String)


def _entry_check_digits(offset: int, numbers: pl.Series) -> pl.Series:
    """Of whole columns: the ten digits are read once, where an expression would read them once a place."""
    digits = pl.col("filer").str.replace_many(list(_LETTERS), list(_VALUES)) + pl.col("number")
    right = pl.col("filer").str.contains(_FILER) & pl.col("number").str.contains(_NUMBER)
    whole = numbers.struct.unnest().select(pl.when(right).then(digits).cast(pl.Int64, strict=False).alias("whole"))
    each = whole.select((pl.col("whole") // 10**place % 10).cast(pl.Int64).alias(str(place)) for place in range(10))
    # from the right; the last digit is doubled, then every second one; a product above 9 becomes its units digit
    # plus 1, which is the product less 9
    doubled = (pl.col(str(p)) * 2 - pl.when(pl.col(str(p)) > 4).then(9).otherwise(0) for p in range(0, 10, 2))
    parts = each.select(*doubled, *(str(place) for place in range(1, 10, 2)))
    total = parts.select(pl.sum_horizontal(pl.all(), ignore_nulls=False) - offset)
    return total.select(((10 - pl.all() % 10) % 10).cast(pl.String)).to_series()


def waybill_check_digit(serial: pl.Expr) -> pl.Expr:
    """The check digit of an air waybill: its seven-digit serial number modulo 7, as text; null for other text.

    IATA Resolution 600a; the waybill is airline prefix (3), serial (7), check digit.
    """
    return pl.when(serial.str.contains(_NUMBER)).then((serial.cast(pl.Int64, strict=False) % 7).cast(pl.String))


def bill_and_master() -> dict[str, pl.Expr]:
    """`bill` and `master_bill` of the columns issuer_code, number, house_issuer and house (clause 2).

    The issuer of a house bill is conditional: blank, it is read as the master's. A bill without any issuer is known by
    no number that others could have; nor is a house whose issuer alone is named (`unnamed_houses`).
    """
    issuer, housed = pl.col("issuer_code"), pl.col("house").is_not_null()
    master = pl.when(issuer.is_not_null()).then(bill_number(issuer, pl.col("number")))
    house_issuer = pl.coalesce("house_issuer", issuer)
    house = pl.when(house_issuer.is_not_null()).then(bill_number(house_issuer, pl.col("house")))
    meant = housed | pl.col("house_issuer").is_not_null()
    return {"bill": pl.when(housed).then(house).when(~meant).then(master), "master_bill": pl.when(meant).then(master)}


def unnamed_houses(bills: pl.DataFrame, layout: Layout, issuer: str) -> pl.DataFrame:
    """An EDI201 for each bill record that has the issuer of a house bill (field `issuer`) and not its number.

    Which house it is cannot be told then; for the master's own it must not be taken.
    """
    number = layout["house_bill_number"]
    assert isinstance(number.place, Cols)
    start = number.place.first - 1
    unread = pl.col("unread").list.contains(number.name)  # which has its own finding
    rows = bills.filter(~pl.col("carried"), pl.col(issuer).is_not_null(), pl.col(number.name).is_null(), ~unread)
    named = rows.with_columns(
        pl.col("column") + start,
        pl.col("byte") + start,
        width=number.place.width,
        code=pl.lit(MISSING.code),
        severity=pl.lit(MISSING.severity),
        record=pl.lit(layout.tag),
        field=pl.lit(number.name),
        params=pl.lit(json.dumps({"field": number.name, "place": str(number.place), "doc": _UNNAMED})),
    )
    return conform(named, FINDINGS)
