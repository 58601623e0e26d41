"""Invented shipments: the same seed gives the same shipments everywhere, in every version.

Every choice is a draw from a multiplicative hash of the shipment's ordinal, the seed and the choice's own number, in
whole 64-bit arithmetic: no random number generator, no floats, no hash of another library.
Numbers are reserved or made up: SCAC ZZZZ, filer code ZZZ, air waybill prefix 000 (no airline's), phones 555-01xx.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, auto
from typing import Final, Literal

import polars as pl

from deminimis.edi.catalogue import CATALOGUE, ENTRIES
from deminimis.edi.formats.shared.numbers import entry_check_digit, waybill_check_digit
from deminimis.edi.frames.shipments import BILLS, LINES, SHIPMENTS, Filings, conform
from deminimis.edi.invented import names as invent_parts

FILER: Final = "ZZZ"
SCAC: Final = "ZZZZ"
AIR_PREFIX: Final = "000"
PORTS: Final = {"air": "2720", "truck": "3801", "ocean": "2704", "rail": "3802"}  # Schedule D
_MANIFESTS: Final = {mode: name for name, traits in CATALOGUE.items() for mode in traits.invented_for}
(_ENTRY,) = ENTRIES
DAY: Final = date(2025, 3, 3)  # in the period of warnings
MOST: Final = 10_000_000  # entry numbers of one filer code
PART: Final = 50_000  # shipments described at a time, one interchange or batch in what is written

_LIMIT: Final = 800  # dollars; invented sums stay well below it or above it
_CLEAR: Final = 700
_HOUSES: Final = 40  # house bills under one master
_HEAVY: Final = 2000  # one consignee of very many bills for each so many shipments
STEP: Final = 1_000_003  # between the numbers of two seeds
_WORD: Final = (1 << 64) - 1


class _Draw(IntEnum):
    """What is drawn. The numbers are part of the output: add new ones at the end."""

    PERSON = auto()
    HEAVY = auto()
    OVER = auto()
    VALUE = auto()
    FRACTION = auto()
    TARGET = auto()
    GIVEN = auto()
    FAMILY = auto()
    INITIAL = auto()
    COMPANY = auto()
    TRADE = auto()
    HOUSE_NUMBER = auto()
    STREET = auto()
    STREET_TYPE = auto()
    UNIT = auto()
    TOWN = auto()
    SPELLING = auto()
    INCOMPLETE = auto()
    SELLER = auto()
    LINES = auto()
    GOODS = auto()
    WEIGHT = auto()
    PIECES = auto()
    FAULT = auto()


FAULT: Final = _Draw.FAULT  # `edi.invented.spoil` draws with it


def _constant(seed: int, what: int) -> int:
    z = (seed * 0x9E3779B97F4A7C15 + what * 0xD1B54A32D192ED03 + 0x2545F4914F6CDD1D) & _WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    return z ^ (z >> 27)


def draw(ordinal: pl.Expr, seed: int, what: int, below: int) -> pl.Expr:
    """A number from 0 to `below` - 1 for each ordinal (UInt64): SplitMix64 of ordinal, seed and `what`."""
    word = [pl.lit(k, pl.UInt64) for k in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)]
    z = ordinal.cast(pl.UInt64) * word[0] + pl.lit(_constant(seed, what), pl.UInt64)
    z = (z ^ (z // (1 << 30))) * word[1]
    z = (z ^ (z // (1 << 27))) * word[2]
    return (z // (1 << 33)) % below


@dataclass(frozen=True)
class Order:
    """What to invent. Percentages are of shipments, `over_percent` of consignees; 0.01 is the finest step.

    filing: entry (CATAIR) or manifest; mode: air, truck, ocean or rail. The entry and the manifest of one order name
    the same bills, goods and consignees. day: the estimated date of arrival of all; filed the day before.
    spelling_percent: consignees written in another way that means the same (ST for STREET, UNIT for #).
    incomplete_percent: consignees without street and ZIP code.
    """

    count: int
    seed: int = 0
    over_percent: float = 0.0
    day: date = DAY
    filing: Literal["entry", "manifest"] = "entry"
    mode: Literal["air", "truck", "ocean", "rail"] = "air"
    spelling_percent: float = 5.0
    incomplete_percent: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.count <= MOST:
            raise ValueError(f"count {self.count}: 0 to {MOST} shipments can be invented, entry numbers end there")
        for name in ("over_percent", "spelling_percent", "incomplete_percent"):
            if not 0 <= getattr(self, name) <= 100:
                raise ValueError(f"{name} {getattr(self, name)}: a percentage is 0 to 100")


def shipments(order: Order) -> Filings:
    """The shipments of an order, all adds that claim de minimis, with the columns that a reader would fill.

    Beside those of SHIPMENTS, the frame has shipper_address, shipper_city and shipper_postal, which writers use.
    With over_percent 0 no consignee's day is above $800; else about that share is, and one consignee of very many
    bills with it.
    """
    return _described(_planned(order), order)


def parts(order: Order, size: int = PART) -> Iterator[Filings]:
    """The same shipments, `size` at a time: only who gets what and for how much is held of all of them at once."""
    plan = _planned(order)
    for first in range(0, order.count, size):
        yield _described(plan[first : first + size], order)


def _planned(order: Order) -> pl.DataFrame:
    frame = pl.DataFrame({"seq": pl.int_range(order.count, dtype=pl.UInt32, eager=True)})
    return _valued(_persons(frame, order), order)


def _described(frame: pl.DataFrame, order: Order) -> Filings:
    frame = frame.with_columns(**_numbers(order)).with_columns(**_consignee(order), **_seller(order))
    lines = _lines(frame, order)
    sums = lines.group_by("seq").agg(pl.col("quantity").sum(), pl.col("weight_kg").sum())
    frame = frame.join(sums, on="seq", how="left", maintain_order="left").with_columns(**_header(order))
    extra = frame.select("shipper_address", "shipper_city", "shipper_postal")
    bills = conform(frame.select("file", "seq", "bill", "master_bill", "quantity"), BILLS)
    lines = lines.with_columns(file=pl.lit(0))
    return Filings(conform(frame, SHIPMENTS).hstack(extra), bills, conform(lines, LINES))


def _points(percent: float) -> int:
    return round(percent * 100)


def _persons(frame: pl.DataFrame, order: Order) -> pl.DataFrame:
    """Who receives each shipment: a number; those from `pool` on receive very many. And whether they go over."""
    seq, seed = pl.col("seq"), order.seed
    pool = max(order.count * 6 // 10, 1)
    heavies = -(-order.count // _HEAVY)
    heavy = draw(seq, seed, _Draw.HEAVY, 1000)
    ordinary = draw(seq, seed, _Draw.PERSON, pool)
    # 2% of shipments go to the heavy ones; with an overage, half of those to the first of them
    first = (heavy < 10) if order.over_percent else pl.lit(False)
    which = pl.when(first).then(0).otherwise(draw(seq, seed, _Draw.PERSON, max(heavies, 1)))
    frame = frame.with_columns(person=pl.when(heavy < 20).then(which + pool).otherwise(ordinary))
    over = draw(pl.col("person"), seed, _Draw.OVER, 10_000) < _points(order.over_percent)
    if order.over_percent:
        over = over | (pl.col("person") == pool)
    return frame.with_columns(over=over)


def _valued(frame: pl.DataFrame, order: Order) -> pl.DataFrame:
    """The value of each shipment in whole dollars: log-normal, then scaled so that its consignee is over or is not."""
    seq, seed = pl.col("seq"), order.seed
    cell = draw(seq, seed, _Draw.VALUE, 512).cast(pl.Int64)
    part = draw(seq, seed, _Draw.FRACTION, 1000).cast(pl.Int64)
    bulk, tail = pl.lit(pl.Series(invent_parts.QUANTILES)), pl.lit(pl.Series(invent_parts.TAIL))
    at = cell // 8
    low = pl.when(at < 63).then(bulk.gather(at)).otherwise(tail.gather(cell % 8))
    high = pl.when(at < 63).then(bulk.gather(at + 1)).otherwise(tail.gather(cell % 8 + 1))
    frame = frame.with_columns(dollars=low + (high - low) * part // 1000)
    total = pl.col("dollars").sum().over("person")
    target = _LIMIT + 5 + draw(pl.col("person"), seed, _Draw.TARGET, 400).cast(pl.Int64)
    dollars = pl.col("dollars")
    return frame.with_columns(
        dollars=pl.when(pl.col("over") & (total <= _LIMIT)).then(dollars * target // total + 1)
        # each of up to 80 bills may be rounded up to a dollar: 700 leaves room for them
        .when(~pl.col("over") & (total > _CLEAR)).then(pl.max_horizontal(dollars * _CLEAR // total, 1))
        .otherwise(dollars)
    )  # fmt: skip


def _numbers(order: Order) -> dict[str, pl.Expr]:
    seq = pl.col("seq").cast(pl.Int64)
    number = ((order.seed * STEP + seq) % MOST).cast(pl.String).str.zfill(7)
    entry = pl.lit(FILER) + number + entry_check_digit(pl.lit(FILER), number)
    serial = ((order.seed * STEP + seq // _HOUSES) % MOST).cast(pl.String).str.zfill(7)
    if order.mode == "air":
        master = pl.lit(AIR_PREFIX) + serial + waybill_check_digit(serial)
        bill = master + pl.lit("H") + seq.cast(pl.String).str.zfill(8)
    else:
        master = pl.lit(None, pl.String)
        bill = pl.lit(SCAC + "D") + number
    return {"bill": bill, "master_bill": master, "entry_number": entry if order.filing == "entry" else pl.lit(None)}


def _chosen(values: tuple[str, ...], index: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(values, dtype=pl.String)).gather(index)


def _consignee(order: Order) -> dict[str, pl.Expr]:
    person = pl.col("person")

    def pick(what: _Draw, below: int) -> pl.Expr:
        return draw(person, order.seed, what, below)

    def choose(what: _Draw, values: tuple[str, ...]) -> pl.Expr:
        return _chosen(values, pick(what, len(values)))

    family = choose(_Draw.FAMILY, invent_parts.FAMILY)
    human = choose(_Draw.GIVEN, invent_parts.GIVEN) + " " + choose(_Draw.INITIAL, invent_parts.INITIALS) + " " + family
    company = family + " " + choose(_Draw.TRADE, invent_parts.TRADES) + " LLC"
    other = draw(pl.col("seq"), order.seed, _Draw.SPELLING, 10_000) < _points(order.spelling_percent)
    kind = pick(_Draw.STREET_TYPE, len(invent_parts.STREET_TYPES))
    short, long = (_chosen(tuple(pair[n] for pair in invent_parts.STREET_TYPES), kind) for n in (0, 1))
    unit = pick(_Draw.UNIT, 600)
    door = pl.when(unit >= 99).then(pl.lit("")).otherwise(
        pl.when(other).then(pl.lit(" UNIT ")).otherwise(pl.lit(" APT ")) + (unit + 1).cast(pl.String)
    )  # fmt: skip
    number = (pick(_Draw.HOUSE_NUMBER, 9899) + 100).cast(pl.String)
    street = (
        number + " " + choose(_Draw.STREET, invent_parts.STREETS) + " " + pl.when(other).then(long).otherwise(short)
    )
    town = pick(_Draw.TOWN, len(invent_parts.TOWNS))
    there = draw(pl.col("seq"), order.seed, _Draw.INCOMPLETE, 10_000) >= _points(order.incomplete_percent)
    return {
        "consignee_name": pl.when(pick(_Draw.COMPANY, 100) < 6).then(company).otherwise(human),
        "consignee_address": pl.when(there).then(street + door),
        "consignee_city": _chosen(tuple(t[0] for t in invent_parts.TOWNS), town),
        "consignee_state": _chosen(tuple(t[1] for t in invent_parts.TOWNS), town),
        "consignee_postal": pl.when(there).then(_chosen(tuple(t[2] for t in invent_parts.TOWNS), town)),
        "consignee_country": pl.lit("US"),
    }


def _seller(order: Order) -> dict[str, pl.Expr]:
    seller = draw(pl.col("seq"), order.seed, _Draw.SELLER, len(invent_parts.SELLERS))
    names = ("shipper_name", "shipper_address", "shipper_city", "shipper_postal", "shipper_country")
    return {name: _chosen(tuple(s[n] for s in invent_parts.SELLERS), seller) for n, name in enumerate(names)}


def _header(order: Order) -> dict[str, pl.Expr]:
    entry = order.filing == "entry"
    return {
        "file": pl.lit(0),
        "message": pl.lit(1),
        "line": pl.col("seq") + 1,
        "byte": pl.lit(0),
        "format": pl.lit(_ENTRY if entry else _MANIFESTS[order.mode]),
        "mode": pl.lit(order.mode),
        "filing": pl.lit(order.filing),
        "action": pl.lit("add"),
        "filer": pl.lit(FILER if entry else SCAC),
        "entry_type": pl.lit("86" if entry else None, pl.String),
        "claim": pl.lit(True),
        "eda": pl.lit(order.day),
        "eda_source": pl.lit("SE20 EDA" if entry else "P4"),
        "filed_on": pl.lit(order.day - timedelta(days=1)),
        "value_cents": pl.col("dollars") * 100,
        "port": pl.lit(PORTS[order.mode]),
    }  # fmt: skip


def _lines(frame: pl.DataFrame, order: Order) -> pl.DataFrame:
    """One to three goods lines a shipment, each of a dollar at least; the first takes what the others leave."""
    share = draw(pl.col("seq"), order.seed, _Draw.LINES, 100)
    many = pl.when(share < 70).then(1).when(share < 92).then(2).otherwise(3)
    many = pl.min_horizontal(many, pl.col("dollars"))
    rows = frame.select("seq", "dollars", "shipper_country", many=many)
    rows = rows.with_columns(line_no=pl.int_ranges(1, pl.col("many") + 1)).explode("line_no")
    spot = pl.col("seq").cast(pl.UInt64) * 3 + pl.col("line_no").cast(pl.UInt64)
    goods = draw(spot, order.seed, _Draw.GOODS, len(invent_parts.GOODS))
    even = pl.col("dollars") // pl.col("many")
    rest = pl.col("dollars") - even * (pl.col("many") - 1)
    # half kilograms: sums of them are exact in floating point, whatever their order
    halves = draw(spot, order.seed, _Draw.WEIGHT, 10) + 1
    return rows.select(
        "seq",
        "line_no",
        origin="shipper_country",
        hts=_chosen(tuple(g[0] for g in invent_parts.GOODS), goods),
        description=_chosen(tuple(g[1] for g in invent_parts.GOODS), goods),
        value_cents=pl.when(pl.col("line_no") == 1).then(rest).otherwise(even) * 100,
        quantity=draw(spot, order.seed, _Draw.PIECES, 3) + 1,
        weight_kg=halves.cast(pl.Float64) / 2,
    )
