"""More data for a judgement: actual arrivals, rates of exchange, and totals known from elsewhere.

Each is a CSV file of the user's; each changes the filings before they are judged, and nothing else.
"""

import re
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from deminimis.edi.codes import load
from deminimis.edi.formats.shared.normal import normal
from deminimis.edi.frames.shipments import LINES, SHIPMENTS, Filings, conform
from deminimis.rules.policy.csv_input import TableError, read

EASTERN: Final = ZoneInfo("America/New_York")
_ZONES: Final = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_CONSIGNEE: Final = ("name", "address", "city", "state", "zip", "country")
_NOON: Final = time(12)
_MOMENT: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RATES: Final = (Decimal("0.000001"), Decimal(10_000))  # beyond every currency's: a mistake would empty a sum
_TOTAL: Final = re.compile(r"\$?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{2})?")  # 1.200 is no sum in dollars
_EXACT: Final = 6  # decimals of a cent
_NO_COUNTRY: Final = "XX"  # of no country list: a total known from elsewhere is one of eligible shipments


def arrivals(text: str) -> pl.DataFrame:
    """bill and arrival (Eastern wall time) from `bill,arrival[,tz]`: local to the port, Eastern without a zone.

    A zone is an IANA name, or ET, CT, MT, PT. A bare date is noon. Raises TableError, also where a bill arrives twice.
    """
    out: list[tuple[str, datetime]] = []
    for number, row in read(text, ("bill", "arrival"), ("tz",)):
        zone = row.get("tz") or "ET"
        try:
            moment = datetime.fromisoformat(row["arrival"])
            if moment.tzinfo is None:
                noon = moment.replace(hour=12) if len(row["arrival"]) <= len("2025-03-01") else moment
                moment = noon.replace(tzinfo=ZoneInfo(_ZONES.get(zone.upper(), zone)))
            out.append((row["bill"], moment.astimezone(EASTERN).replace(tzinfo=None)))
        except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError) as error:  # OSError: a folder, `US`
            said = f"an arrival is as 2025-03-01 or 2025-03-01T14:05, not {row['arrival']}"
            if row.get("tz") and (isinstance(error, ZoneInfoNotFoundError | OSError) or _MOMENT.match(row["arrival"])):
                said += f", and a zone as ET or America/New_York, not {zone}"
            raise TableError(f"line {number}: {said}") from error
    frame = pl.DataFrame(out, schema={"bill": pl.String, "arrival": pl.Datetime("us")}, orient="row")
    frame = frame.with_columns(normal(pl.col("bill"))).unique(maintain_order=True)
    several = frame.filter(pl.col("bill").is_duplicated())
    if several.height:  # which of them is right decides the day, and the sum of that day
        raise TableError(f"two arrivals of {several['bill'][0]}: {several['arrival'][0]} and {several['arrival'][1]}")
    return frame


def with_arrivals(filings: Filings, known: pl.DataFrame) -> tuple[Filings, int]:
    """The actual arrival of each bill, of the master's where only that is listed; and how many of the list were met.

    The list wins over an arrival that was filed.
    """
    bills = pl.concat([filings.shipments["bill"], filings.shipments["master_bill"]]).unique()
    met = known["bill"].is_in(bills.implode()).sum()
    ships = filings.shipments.with_columns(by_bill=pl.col("bill"), by_master=pl.col("master_bill"))
    for key in ("by_bill", "by_master"):
        named = known.rename({"bill": key, "arrival": f"arrival_{key}"})
        ships = ships.join(named, on=key, how="left", maintain_order="left")
    told = pl.coalesce("arrival_by_bill", "arrival_by_master")
    ships = ships.with_columns(arrival=pl.coalesce(told, pl.col("arrival")))
    return replace(filings, shipments=ships.select(list(SHIPMENTS))), int(met)


def rates(text: str) -> pl.DataFrame:
    """currency, starts, ends, rate (US dollars for one unit) from `currency,from,to,rate`, as CBP publishes them."""
    rows = []
    for number, row in read(text, ("currency", "from", "to", "rate")):
        try:
            starts, ends = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        except ValueError as error:
            raise TableError(
                f"line {number}: from and to are as 2025-03-01, not {row['from']} and {row['to']}"
            ) from error
        try:
            rate = Decimal(row["rate"])
        except InvalidOperation as error:
            raise TableError(f"line {number}: a rate is a number as 1.0834, not {row['rate']}") from error
        if not (rate.is_finite() and _RATES[0] <= rate <= _RATES[1]):
            raise TableError(f"line {number}: a rate is above zero, US dollars for one unit, not {row['rate']}")
        currency = row["currency"].upper()
        if currency not in load("currency") or currency == "USD":
            raise TableError(f"line {number}: a currency is a code as GBP, and not USD, whose rate is 1: {currency}")
        if ends < starts:
            raise TableError(f"line {number}: it ends before it begins")
        rows.append({"currency": currency, "starts": starts, "ends": ends, "rate": float(rate)})
    schema = {"currency": pl.String, "starts": pl.Date, "ends": pl.Date, "rate": pl.Float64}
    frame = pl.DataFrame(rows, schema=schema).sort("currency", "starts")
    overlap = frame.filter(pl.col("starts") <= pl.col("ends").shift(1).over("currency"))
    if overlap.height:
        raise TableError(f"two rates of {overlap['currency'][0]} hold on {overlap['starts'][0]}")
    return frame


def with_rates(filings: Filings, table: pl.DataFrame) -> tuple[Filings, int]:
    """Values in other currencies in US dollars, by the rate of the EDA (else of the filing date); and how many.

    A value whose currency or day has no rate stays unread, and so does one of which a part in front of the lines was
    unread: no line says what that is. The greater of both counts. What was converted is added up unrounded, and a
    shipment's sum is rounded up to the cent: it is over a limit of whole cents where it is over unrounded (clause 10).
    """
    keys = ["file", "seq"]
    days = filings.shipments.select(*keys, on=pl.coalesce("eda", "filed_on"))
    foreign = pl.col("currency").is_not_null() & (pl.col("currency") != "USD") & pl.col("value_cents").is_not_null()
    rows = filings.lines.with_row_index("at").filter(foreign)
    rows = _rated(rows.join(days, on=keys, how="left", maintain_order="left"), table)
    ships = filings.shipments.with_row_index("at").filter(foreign)
    ships = _rated(ships.with_columns(on=pl.coalesce("eda", "filed_on")), table)
    if not rows.height and not ships.height:
        return filings, 0
    listed = pl.col("unread").list
    lines = _set(filings.lines, rows)
    whole = lines.with_row_index("at").join(rows.select("at", "exact"), on="at", how="left", maintain_order="left")
    whole = whole.join(rows.select(keys).unique(), on=keys, how="semi", maintain_order="left")
    usable = pl.col("currency").is_null() | (pl.col("currency") == "USD")
    sums = whole.group_by(keys).agg(
        sum=_up(pl.coalesce("exact", "value_cents").filter(usable).sum()),
        open=pl.col("unread").list.contains("value_cents").any(),
    )
    after = _set(filings.shipments, ships).join(sums, on=keys, how="left", maintain_order="left")
    still_open = pl.col("open").fill_null(True) | listed.contains("header_cents")
    own = pl.when(usable | pl.col("sum").is_null()).then("value_cents")
    after = after.with_columns(
        value_cents=pl.max_horizontal("sum", own),
        unread=pl.when(still_open).then("unread").otherwise(listed.set_difference(["value_cents"])),
    )
    done = Filings(after.select(list(SHIPMENTS)), filings.bills, lines, filings.forms)
    return done, rows.height + ships.height


def _rated(rows: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """`rows` that have a rate on their day `on`, with `cents`, rounded up, and `exact`, not rounded."""
    rows = rows.filter(pl.col("on").is_not_null()).with_columns(pl.col("currency").str.to_uppercase()).sort("on")
    found = rows.join_asof(
        table.sort("starts"), left_on="on", right_on="starts", by="currency", check_sortedness=False
    ).filter(pl.col("on") <= pl.col("ends"))
    exact = pl.col("value_cents") * pl.col("rate")
    return found.with_columns(cents=_up(exact), exact=exact)


def _up(cents: pl.Expr) -> pl.Expr:
    """Whole cents, rounded up; what a product of binary numbers has too much of them is no part of a cent."""
    return cents.round(_EXACT).ceil().cast(pl.Int64)


def _set(frame: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`frame` with the values of `rows` (by row number `at`) in dollars and read."""
    names = frame.columns
    marked = frame.with_row_index("at").join(rows.select("at", "cents"), on="at", how="left", maintain_order="left")
    done = pl.col("cents").is_not_null()
    return marked.with_columns(
        value_cents=pl.coalesce("cents", "value_cents"),
        currency=pl.when(done).then(pl.lit("USD")).otherwise("currency"),
        unread=pl.when(done).then(pl.col("unread").list.set_difference(["value_cents"])).otherwise("unread"),
    ).select(names)


def external(text: str, file: int) -> Filings:
    """Totals known from elsewhere as filings that come before all others.

    Columns: name, day, total; address, city, state, zip, country as far as known. These filings have no format, which
    is what tells them from filings of the call.
    """
    rows: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for number, row in read(text, ("name", "day", "total"), ("address", "city", "state", "zip", "country")):
        try:
            day = date.fromisoformat(row["day"])
        except ValueError as error:
            raise TableError(f"line {number}: day is as 2025-03-01, not {row['day']}") from error
        if not _TOTAL.fullmatch(row["total"]):
            raise TableError(f"line {number}: total is dollars as 350, 350.00 or 1,350.00, not {row['total']}")
        cents = int(Decimal(row["total"].replace(",", "").removeprefix("$")) * 100)
        if cents >= 10**12:
            raise TableError(f"line {number}: a total of {row['total']} is beyond any shipment's")
        seq = len(rows)
        who = {f"consignee_{'postal' if part == 'zip' else part}": row.get(part) or None for part in _CONSIGNEE}
        told: dict[str, Any] = {
            "claim": True,
            "value_cents": cents,
            "eda": day,
            "arrival": datetime.combine(day, _NOON),
            **who,
        }
        place = {"file": file, "message": 1, "seq": seq, "line": number, "byte": 0}
        rows.append(place | {"mode": "other", "filing": "manifest", "action": "add"} | told)
        lines.append({"file": file, "seq": seq, "line_no": 1, "origin": _NO_COUNTRY, "value_cents": cents})
    blank = Filings.none()
    if not rows:
        return blank
    return replace(
        blank,
        shipments=conform(pl.DataFrame(rows, infer_schema_length=None), SHIPMENTS),
        lines=conform(pl.DataFrame(lines), LINES),
    )
