"""CUSCAR truck manifest: each CNI becomes a shipment; DOC 929 with release type 13 or 35 claims de minimis."""

from typing import Final

import polars as pl

from deminimis.edi.formats.edifact import read_goods as goods
from deminimis.edi.formats.edifact import read_trip as trip
from deminimis.edi.formats.edifact.layouts.cuscar import CLAIMS
from deminimis.edi.formats.edifact.layouts.goods import MOA
from deminimis.edi.formats.shared.goods import sums
from deminimis.edi.formats.shared.normal import normal
from deminimis.edi.formats.shared.parties import single
from deminimis.edi.frames.finding_codes import CODE, NO_RELEASE
from deminimis.edi.frames.findings import NO_FINDINGS, finding, frame
from deminimis.edi.frames.runs import beside
from deminimis.edi.frames.shipments import BILLS, Filings, conform
from deminimis.edi.reading.format import Tables

_WANTED: Final = {"consignee": ("CN",), "shipper": ("OS", "SH", "CZ")}  # the first goes first; CBP's sample has OS
_RANKS: Final = {code: n for codes in _WANTED.values() for n, code in enumerate(codes)}
_LINES: Final = tuple(f"line_{n}" for n in range(1, 6))
_NAMES: Final = tuple(f"name_{n}" for n in range(1, 6))
_STREETS: Final = tuple(f"street_{n}" for n in range(1, 5))
READS: Final[dict[str, tuple[str, ...]]] = {
    **trip.READS,
    **goods.READS,
    "NAD": ("party", "party_id", *_LINES, *_NAMES, *_STREETS, "city", "state", "postal_code", "country"),
    "CNI": ("action",),
    "RELEASE": ("document", "release_type"),
    "RELEASE929": ("release_type",),
    "RFFAAM": ("reference",),
    "CNT": ("qualifier", "quantity"),
}

# CNI 1373: 23 is in CBP's sample for a new shipment; 24 and 22 are a third party's ("changed", "already filed").
_CHANGES: Final = ("22", "24")
_NEW: Final = "23"
SPLIT: Final = "22"  # another part of a shipment that is on file
_LIMIT: Final = 800_00  # cents that a claim may be worth, 19 USC 1321(a)(2)(C)


def filings(tables: Tables) -> Filings:
    """The shipments of all CUSCAR messages of a block, one a CNI, with their bills and goods lines."""
    heads = trip.told(tables["CNI"].filter(~pl.col("carried")), tables, "CUSCAR")
    if not heads.height:
        return Filings.none()
    heads = heads.with_row_index("seq").rename({"action": "code"})
    ship = heads.select("seq", "shipment")
    totals = goods.amounts(tables, "shipment")
    lines = goods.lines(tables, ship, totals)
    found = heads
    for part in (
        _bills(tables, ship),
        _claims(tables, ship),
        sums(lines),
        _packages(lines),
        _totals(tables, ship, totals),
        _other_amounts(tables).join(ship, on="shipment").select("seq", other_amount=pl.lit(True)).unique(),
        *_parties(tables, ship),
    ):
        found = beside(found, part, "seq")
    found = found.with_columns(action=_action()).with_columns(**_columns()).with_columns(unread=_unread())
    bills = found.filter(pl.col("bill").is_not_null())
    return Filings(conform(found, tables.shipments), conform(bills, BILLS), conform(lines, tables.lines))


def other_amounts(tables: Tables) -> pl.DataFrame:
    """An EDI204 for each amount that may be the new value of a shipment, and that no list says to be one."""
    qualifier = MOA["qualifier"]
    said = {"field": qualifier.name, "place": str(qualifier.place), "expected": ", ".join(qualifier.codes or {})}
    return frame(
        finding(CODE, line=line, column=column, byte=byte, record="MOA", value=code, **said)
        for line, column, byte, code in _other_amounts(tables).select("line", "column", "byte", "qualifier").iter_rows()
    )


def _other_amounts(tables: Tables) -> pl.DataFrame:
    """MOA of changes without a MOA+40: a change that states no value leaves the one that stands, and this may be it."""
    changes = tables["CNI"].filter(pl.col("action").ne_missing(_NEW))["shipment"]
    valued = tables["MOA40"]["shipment"].drop_nulls()
    within = pl.col("shipment").is_in(changes.implode()) & ~pl.col("shipment").is_in(valued.implode())
    return tables["MOA"].filter(~pl.col("carried") & within)


def unstated_releases(tables: Tables) -> pl.DataFrame:
    """An EDI211 for each shipment without DOC that has what a claim has: a value up to the limit, and an origin.

    Of those that are stated as a whole: in a change it says nothing. What is no amount in dollars may be up to it.
    """
    released = pl.concat([tables[tag]["shipment"] for tag in ("RELEASE", "RELEASE929")])
    bare = tables["CNI"].filter(~pl.col("carried") & ~pl.col("shipment").is_in(released.implode()))
    bare = bare.filter(pl.col("shipment").is_in(tables["LOC27"]["shipment"].implode()))
    if not bare.height:
        return NO_FINDINGS
    dollars = pl.col("amount").filter(pl.col("currency").fill_null("USD") == "USD")
    worth = tables["MOA40"].group_by("shipment").agg(dollars.sum())
    whole = trip.told(bare, tables, "CUSCAR").rename({"action": "code"}).filter(_action().is_in(["add", "replace"]))
    found = whole.join(worth.filter(pl.col("amount") <= _LIMIT), on="shipment", maintain_order="left")
    claims = sorted({*CLAIMS, *tables.admitted("claims")})
    wanted = {"field": "release_type", "expected": f"DOC+929:::{' or '.join(claims)} where it claims de minimis"}
    places = found.select("line", "column", "byte").iter_rows(named=True)
    return frame(finding(NO_RELEASE, record="CNI", **place, **wanted) for place in places)


def _bills(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """The shipment control number. A CNI names one shipment: several numbers in it make the bill unread."""
    found = tables["RFFAAM"].join(ship, on="shipment").with_columns(bill=normal(pl.col("reference")))
    found = found.filter(pl.col("bill") != "")
    return found.group_by("seq", maintain_order=True).agg(
        pl.col("bill").first(), bill_unread=pl.col("bill").n_unique() > 1
    )


def _claims(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """Whether any DOC of the shipment claims de minimis; null where none does and one cannot be read."""
    claims = [*CLAIMS, *tables.admitted("claims")]
    typed = tables["RELEASE929"].select("shipment", asks=pl.col("release_type").is_in(claims))
    # a release type of de minimis under another document's name, or one of no name known, says nothing certain
    known = pl.col("document").is_not_null() & ~pl.col("release_type").is_in(claims).fill_null(False)
    other = tables["RELEASE"].select("shipment", asks=pl.when(known.fill_null(False)).then(pl.lit(False)))
    found = pl.concat([typed, other]).join(ship, on="shipment")
    return found.group_by("seq", maintain_order=True).agg(
        released=pl.lit(True).first(), asks=pl.col("asks").any(ignore_nulls=False)
    )


def _packages(lines: pl.DataFrame) -> pl.DataFrame:
    quantity = pl.col("quantity")
    return lines.group_by("seq", maintain_order=True).agg(packages=pl.when(quantity.count() > 0).then(quantity.sum()))


def _totals(tables: Tables, ship: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """What stands in front of the goods: the value of the shipment, and CNT 58."""
    values = values.rename({"value_cents": "total_cents", "value_unread": "total_unread"})
    boarded = tables["CNT"].filter(pl.col("qualifier") == "58").unique("shipment", keep="first", maintain_order=True)
    boarded = boarded.select("shipment", boarded=pl.col("quantity").cast(pl.Int64, strict=False))
    both = beside(beside(ship, values, "shipment"), boarded, "shipment")
    dollars = (pl.col("currency") == "USD").fill_null(True)
    return both.select("seq", "total_unread", "boarded", total_cents=pl.when(dollars).then("total_cents"))


def _parties(tables: Tables, ship: pl.DataFrame) -> list[pl.DataFrame]:
    """Consignee and shipper of each shipment (columns of `single`), under these prefixes.

    Three ways of writing them are read. CBP's sample has the name in C080 and the street in C058; newer messages have
    the street in C059; and plain EDIFACT has everything in the lines of C058, the name in the first.
    """
    found = tables["NAD"].filter(pl.col("party").is_in(sorted(_RANKS))).join(ship, on="shipment", maintain_order="left")
    name, street = _joined(found, _NAMES), _joined(found, _STREETS)
    lines, behind = _joined(found, _LINES), _joined(found, _LINES[1:])
    found = found.select(
        "seq", "city", "state", "country", "party",
        rank=pl.col("party").replace_strict(_RANKS, return_dtype=pl.Int8),
        name=pl.coalesce(name, "line_1"),
        address=_both(street, pl.when(name.is_not_null()).then(lines).otherwise(behind)),
        postal="postal_code",
        id="party_id",
    )  # fmt: skip
    return [single(found.filter(pl.col("party").is_in(codes)), "rank", prefix) for prefix, codes in _WANTED.items()]


def _both(street: pl.Expr, lines: pl.Expr) -> pl.Expr:
    """The street of C059 and the address lines of C058; what stands twice makes no other address."""
    again = street.str.contains(lines, literal=True) | lines.is_null()
    return pl.when(street.is_null()).then(lines).when(again).then(street).otherwise(street + pl.lit(" ") + lines)


def _joined(found: pl.DataFrame, names: tuple[str, ...]) -> pl.Expr:
    """The texts of several components joined by one space; null where all are blank."""
    there = [name for name in names if found[name].null_count() < found.height]
    if len(there) < 2:
        return pl.col(there[0]) if there else pl.lit(None, pl.String)
    return pl.concat_str(there, separator=" ", ignore_nulls=True).replace("", None)


def _action() -> pl.Expr:
    """The message's purpose goes before the shipment's own code; without either it is a new shipment."""
    purpose, code = pl.col("function"), pl.col("code")
    return (
        pl.when(purpose.is_in(trip.CANCELS)).then(pl.lit("delete"))
        .when(code.is_in(_CHANGES)).then(pl.lit("change"))
        .when(purpose == "5").then(pl.lit("replace"))
        .when((purpose == "4") & code.is_null()).then(pl.lit("change"))
        .otherwise(pl.lit("add"))
    )  # fmt: skip


def _strange() -> pl.Expr:
    """Whether it cannot be told what is done: an unknown code, or a message that cancels what its shipment changes."""
    code = pl.col("code")
    unknown = ~code.is_in((_NEW, *_CHANGES)).fill_null(True)
    return trip.strange() | unknown | (pl.col("function").is_in(trip.CANCELS) & code.is_in(_CHANGES)).fill_null(False)


def _columns() -> dict[str, pl.Expr]:
    new, gone = pl.col("action").is_in(["add", "replace"]), pl.col("action") == "delete"
    split = pl.col("code") == SPLIT
    # no DOC at all is a regular release; in a change it says nothing
    claim = pl.when(pl.col("released").fill_null(False)).then("asks").when(new).then(pl.lit(False))
    # a part of a split goes with another trip than the first: whose day counts is not known (clause 8)
    day = pl.when(~(split | gone).fill_null(False)).then("eda")
    return {
        "message": pl.col("message_no"),
        "format": pl.lit("cuscar"),
        "mode": pl.lit("truck"),
        "filing": pl.lit("manifest"),
        "claim": pl.when(~gone).then(claim),
        # as of an entry, the greater of the head's value and the sum of the lines (clause 10)
        "value_cents": pl.when(~gone).then(pl.max_horizontal("lines_cents", "total_cents")),
        "quantity": pl.coalesce("packages", "boarded"),
        "weight_kg": pl.col("lines_kg"),
        "eda": day,
        "eda_unread": pl.col("eda_unread") | split.fill_null(False),
        "eda_source": pl.when(day.is_not_null()).then(pl.lit("DTM 132")),
    }


def _unread() -> pl.Expr:
    def name(condition: pl.Expr, column: str) -> pl.Expr:
        return pl.when(condition.fill_null(False) & (pl.col("action") != "delete")).then(pl.lit(column))

    return pl.concat_list(
        name(pl.any_horizontal("lines_unread", "total_unread", "other_amount"), "value_cents"),
        name(pl.col("total_unread"), "header_cents"),
        name(pl.col("eda_unread"), "eda"),
        name(pl.col("released") & pl.col("asks").is_null(), "claim"),
        name(pl.col("consignee_unread"), "consignee_name"),
        name(pl.col("bill_unread"), "bill"),
        pl.when(_strange()).then(pl.lit("action")),
    ).list.drop_nulls()
