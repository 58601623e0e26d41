"""Cells put right where that is certain: what each would be, and why. What is not certain stays as it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.numbers import waybill_check_digit
from deminimis.edi.lists import dates, money, places
from deminimis.edi.lists.columns import CURRENCY, ITEMS, UNIT_VALUE, plainly
from deminimis.edi.lists.ways import Question, Ways
from deminimis.edi.spreadsheets.columns import plain
from deminimis.edi.spreadsheets.reading import ROW

CHANGES: Final = {
    ROW: pl.UInt32(),
    "field": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
    "why": pl.String(),
}
_DAY: Final = "estimated_arrival"
DOLLARS: Final = "USD"
_TEXTS: Final = ("_name", "_address", "_city", "description", "conveyance")
# Letters that are one with their stroke or ligature, and marks of typesetting (ICAO 9303-3, 6 A, but for umlauts).
_LETTERS: Final = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
    "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i", "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-",
    "—": "-", "‐": "-", "…": "...", "\u00a0": " ", "，": ",", "（": "(", "）": ")", "№": "No",
}  # fmt: skip
_OF_SPREADSHEETS: Final = ("hts", "bill", "master_bill", "entry_number", "contact_phone", "port_of_entry", "port")


@dataclass(frozen=True)
class Righted:
    """rows: as they would be with every certain change; changes: CHANGES, a row a cell; questions: what is asked."""

    rows: pl.DataFrame
    changes: pl.DataFrame
    questions: tuple[Question, ...]


def put_right(rows: pl.DataFrame, ways: Ways, currencies: Mapping[str, str], *, ours: bool) -> Righted:
    """rows: `row` and columns of ours, all text. currencies: of a column, where header or cells' format name one.

    ours: the list is our own template, whose values are in dollars.
    """
    asked: list[Question] = []
    rows = rows.with_columns(
        pl.col("estimated_arrival").str.replace(r"[T ]00:00:00(?:\.0+)?$", "")
        if name == "estimated_arrival"
        else pl.col(name)
        for name in rows.columns
    )
    now = rows
    for name in rows.columns:
        if name.endswith("_country") or name == "origin":
            now = _named(now, name, places.countries)
    for name in rows.columns:
        if name.endswith("_state"):
            now = _states(now, name)
    for name in rows.columns:
        change = _change(name, now, ways, asked)
        if change is not None:
            now = now.with_columns(pl.coalesce(change, name).alias(name))
    now = _values(now, ways, currencies, asked, ours=ours)
    found = [_changes(rows, now, name) for name in rows.columns if name not in (ROW, CURRENCY, UNIT_VALUE, ITEMS)]
    return Righted(now, pl.concat(found) if found else pl.DataFrame(schema=CHANGES), tuple(asked))


def _change(name: str, now: pl.DataFrame, ways: Ways, asked: list[Question]) -> pl.Expr | None:
    """What the cells of a column become; null where nothing certain is known."""
    cell, change = pl.col(name), None
    if name == _DAY:
        change = _day(now[name], ways, asked)
    elif name == "mode":
        change = _looked_up(now[name], lambda names: _known(names, places.own("mode")))
    elif name.endswith("_postal"):
        change = _postal(name, now)
    elif name == "contact_phone":
        change = pl.when(cell.str.contains(r"^[\d\s().+/\-]+$")).then(cell.str.replace_all(r"[()+/]", ""))
    elif name == "master_bill":
        change = _waybill(name, now)
    elif name in _OF_SPREADSHEETS:
        change = cell.str.replace(r"^(\d+)\.0+$", "$1")
    elif name.endswith(_TEXTS):
        change = plain(cell.str.replace_many(list(_LETTERS), list(_LETTERS.values())))
    return change


def _day(cells: pl.Series, ways: Ways, asked: list[Question]) -> pl.Expr:
    question = None if ways.dates else dates.question(cells.name, cells)
    asked += [question] if question else []
    told = cells.drop_nulls()
    serials = bool(told.len()) and bool(told.str.contains(r"^\d{5}(?:\.\d+)?$").all())
    return dates.iso(pl.col(cells.name), ways.dates or dates.order(cells), serials=serials)


def _known(names: list[str], known: Mapping[str, str]) -> dict[str, str]:
    return {name: known[text] for name in names if (text := plainly(name)) in known}


def _looked_up(cells: pl.Series, by: Callable[[list[str]], dict[str, str]]) -> pl.Expr | None:
    found = by(cells.drop_nulls().unique().to_list())
    return pl.col(cells.name).replace_strict(found, default=None, return_dtype=pl.String) if found else None


def _named(now: pl.DataFrame, name: str, by: Callable[[list[str]], dict[str, str]]) -> pl.DataFrame:
    change = _looked_up(now[name], by)
    return now if change is None else now.with_columns(pl.coalesce(change, name).alias(name))


def _country(name: str, now: pl.DataFrame) -> pl.Expr:
    """The country of the party that a column is of; where none is told, an address of a consignee is American."""
    who = name.rpartition("_")[0]
    own = pl.col(f"{who}_country").str.to_uppercase() if f"{who}_country" in now.columns else pl.lit(None, pl.String)
    return own.fill_null("US") if who == "consignee" else own


def _states(now: pl.DataFrame, name: str) -> pl.DataFrame:
    country = _country(name, now)
    for each in ("US", "CA", "MX"):
        change = _looked_up(now[name], lambda names, each=each: places.states(names, each))  # type: ignore[misc]
        if change is not None:
            now = now.with_columns(pl.when(country == each).then(pl.coalesce(change, name)).otherwise(name).alias(name))
    return now


def _postal(name: str, now: pl.DataFrame) -> pl.Expr:
    cell = pl.col(name).str.replace(r"^(\d+)\.0+$", "$1")
    state = f"{name.rpartition('_')[0]}_state"
    if state not in now.columns:
        return cell
    here = _country(name, now) == "US"
    return pl.coalesce(pl.when(here).then(places.zip_code(cell, pl.col(state).str.to_uppercase())), cell)


def _waybill(name: str, now: pl.DataFrame) -> pl.Expr:
    """A master air waybill whose zeros a spreadsheet has dropped, where its check digit holds."""
    cell = pl.col(name).str.replace(r"^(\d+)\.0+$", "$1")
    bare = cell.str.replace_all(r"[\s-]", "")
    whole = bare.str.zfill(11)
    air = pl.col("mode").str.to_lowercase() == "air" if "mode" in now.columns else pl.lit(True)
    proven = (
        bare.str.contains(r"^\d{9,10}$") & air & (waybill_check_digit(whole.str.slice(3, 7)) == whole.str.slice(10))
    )
    return pl.when(proven).then(whole).otherwise(cell)


def _values(
    now: pl.DataFrame, ways: Ways, currencies: Mapping[str, str], asked: list[Question], *, ours: bool
) -> pl.DataFrame:
    """Amounts in dollars as 1299.00; those in other currencies stay as they are, with their currency behind them."""
    source = "value" if "value" in now.columns else UNIT_VALUE if UNIT_VALUE in now.columns else ""
    if not source:
        return now
    cells = now[source]
    question = None if ways.decimals else money.question(source, cells)
    asked += [question] if question else []
    decimal = ways.decimals or money.mark(cells)
    cell = pl.col(source)
    own = pl.coalesce(
        money.currency(pl.col(CURRENCY)).fill_null(pl.col(CURRENCY).str.to_uppercase()) if CURRENCY in now.columns
        else pl.lit(None, pl.String),
        money.currency(cell), pl.lit(currencies.get(source) or ways.currency or (DOLLARS if ours else None), pl.String),
    )  # fmt: skip
    now = now.with_columns(own.alias("currency_"))
    silent = now.filter(cell.is_not_null() & pl.col("currency_").is_null())
    if silent.height:
        where = "" if silent.height == now.height else f", and {silent.height - 1:,} more" if silent.height > 1 else ""
        which = f"{source}: in which currency is {silent[source][0]} (row {silent[ROW][0]}{where})?"
        asked.append(Question(f"{which} Nothing in the list says.", "--currency USD"))
    dollars = pl.col("currency_").is_null() | (pl.col("currency_") == DOLLARS)
    amount = money.amount(cell, decimal) if decimal != "both" else pl.when(cell.str.contains(r"^\d+$")).then(cell)
    if not ways.decimals:
        amount = pl.when(~money.doubtful(cell, decimal)).then(amount)
    other = money.currency(cell).fill_null("") != pl.col("currency_")  # €850 in a column of USD is neither
    foreign = pl.when(other).then(pl.concat_str(cell, pl.lit(" "), "currency_")).otherwise(cell)
    sound = dollars & ~(other & money.sign(cell).is_not_null())
    told = pl.when(sound).then(pl.coalesce(amount, cell)).otherwise(foreign)
    if source == UNIT_VALUE:
        now = now.with_columns(told.alias(UNIT_VALUE)).with_columns(_product(now).alias("value"))
    else:
        now = now.with_columns(told.alias("value"))
    return now.drop("currency_")


def _product(now: pl.DataFrame) -> pl.Expr:
    """Price of one times how many; the two as they stand where they are no such numbers."""
    price = pl.col(UNIT_VALUE)
    if ITEMS not in now.columns:
        return pl.concat_str(price, pl.lit(" each, of an unknown number"))
    count = pl.col(ITEMS).str.replace(r"\.0+$", "")
    sound = price.str.contains(r"^\d{1,10}(?:\.\d{1,2})?$") & count.str.contains(r"^\d{1,7}$")
    parts = price.str.extract_groups(r"^(\d+)(?:\.(\d{1,2}))?$")
    cents = parts.struct.field("1").cast(pl.Int64, strict=False) * 100
    cents = cents + parts.struct.field("2").fill_null("0").str.pad_end(2, "0").cast(pl.Int64, strict=False)
    whole = cents * count.cast(pl.Int64, strict=False)
    text = pl.format("{}.{}", whole // 100, (whole % 100).cast(pl.String).str.zfill(2))
    return pl.when(sound).then(text).otherwise(pl.concat_str(price, pl.lit(" x "), pl.col(ITEMS).fill_null("?")))


_WHY: Final = {
    "estimated_arrival": "a date of the column's form", "value": "an amount in dollars", "mode": "a word for it",
    "contact_phone": "without brackets and signs", "master_bill": "zeros in front, by the check digit",
    "origin": "the code of that country",
}  # fmt: skip
_WHY_ENDS: Final = {
    "_country": "the code of that country", "_state": "the code of that state",
    "_postal": "zeros in front, by the state",
}  # fmt: skip


def _changes(rows: pl.DataFrame, now: pl.DataFrame, name: str) -> pl.DataFrame:
    both = rows.select(ROW, pl.lit(name).alias("field"), before=name, after=now[name])
    why = _WHY.get(name) or next((text for end, text in _WHY_ENDS.items() if name.endswith(end)), "")
    other = "letters without accents" if name.endswith(_TEXTS) else "a number as text"
    found = both.filter(pl.col("before").ne_missing(pl.col("after")))
    if name == "value":  # what stays in another currency is not put right
        found = found.filter(pl.col("after").str.contains(r"^[\d.]+$"))
    return found.with_columns(why=pl.lit(why or other)).select(pl.col(n).cast(t) for n, t in CHANGES.items())
