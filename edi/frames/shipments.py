"""The frames that every reader fills: shipments, bills, lines. One meaning per column, whatever the wire format.

Money is Int64 cents, weights are kilograms, dates are calendar dates. A null says "not carried by this filing";
a column whose name stands in `unread` was carried and could not be read. Nothing unread is ever zero.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE, LIST

ACTION: Final = pl.Enum(["add", "replace", "change", "delete"])
FILING: Final = pl.Enum(["manifest", "entry"])
MODE: Final = pl.Enum(["truck", "air", "ocean", "rail", "mail", "other"])
FORMAT: Final = pl.Enum([*CATALOGUE, LIST])
UNREAD: Final = pl.List(pl.String)

SHIPMENTS: Final[dict[str, pl.DataType]] = {
    "file": pl.UInt32(),  # ordinal of the file in this call, from 0, in the order given
    "message": pl.UInt32(),  # ordinal of the message, set or block in the file, from 1
    "seq": pl.UInt32(),  # ordinal of the shipment in the file, from 0: filing order, and the key of bills and lines
    "line": pl.UInt32(),  # where the shipment begins: line (records, in a file without newlines), from 1
    "byte": pl.UInt64(),  # the same as a byte offset, from 0
    "format": FORMAT,
    "mode": MODE,
    "filing": FILING,
    "action": ACTION,
    "filer": pl.String(),  # filer code or SCAC of the filing party
    "bill": pl.String(),  # normal form: SCAC + number, or air prefix + serial + house; upper case, no punctuation
    "master_bill": pl.String(),
    "entry_number": pl.String(),  # filer code + number + check digit, 11 characters
    "entry_type": pl.String(),
    "claim": pl.Boolean(),  # de minimis is asked for
    "consignee_name": pl.String(),
    "consignee_address": pl.String(),  # all address lines or components, joined by one space
    "consignee_city": pl.String(),
    "consignee_state": pl.String(),
    "consignee_postal": pl.String(),
    "consignee_country": pl.String(),
    "consignee_id": pl.String(),  # EI, ANI, 34 or ACE identifier, as filed
    "shipper_name": pl.String(),
    "shipper_country": pl.String(),
    "eda": pl.Date(),  # estimated date of arrival
    "eda_source": pl.String(),  # the record or segment it was read from
    "arrival": pl.Datetime("us"),  # actual arrival, Eastern wall time, when known (noon where only the date is)
    "filed_on": pl.Date(),  # the envelope's date
    "value_cents": pl.Int64(),  # the value that counts; where one part is unread: the sum of the readable parts
    "currency": pl.String(),  # null is US dollars
    "quantity": pl.Int64(),
    "weight_kg": pl.Float64(),
    "port": pl.String(),
    "part": pl.String(),  # part letter of a split shipment
    "unread": UNREAD,  # beside columns, header_cents: a value of the whole, stated in front of its lines (as in FORMS)
}

BILLS: Final[dict[str, pl.DataType]] = {
    "file": pl.UInt32(),
    "seq": pl.UInt32(),  # the shipment (an entry of type 01 or 11 names up to 999 bills)
    "bill": pl.String(),
    "master_bill": pl.String(),
    "quantity": pl.Int64(),
}

LINES: Final[dict[str, pl.DataType]] = {
    "file": pl.UInt32(),
    "seq": pl.UInt32(),  # the shipment
    "line_no": pl.UInt32(),
    "origin": pl.String(),  # ISO country
    "hts": pl.String(),
    "description": pl.String(),
    "value_cents": pl.Int64(),
    "currency": pl.String(),
    "quantity": pl.Int64(),
    "weight_kg": pl.Float64(),
    "unread": UNREAD,
}

_PARTY: Final = ("name", "address", "city", "state", "postal", "country")
# What a filing says beside that, of which no verdict hangs: it is read where a filing is written anew
# (`edi.reading.format.Format.in_detail`), and a writer takes it where it is there. Texts as they stand.
DETAILS: Final[dict[str, pl.DataType]] = dict.fromkeys(
    (
        *(f"shipper_{what}" for what in ("address", "city", "state", "postal")),
        *(f"{who}_{what}" for who in ("manufacturer", "buyer", "ship_to") for what in _PARTY),
        "buyer_id", "ship_to_id", "importer_id", "bond_type", "surety_code", "bond_amount",
        "contact_name", "contact_phone",
        "carrier",  # SCAC or airline code
        "voyage",  # voyage, flight or trip number
        "conveyance",  # name of the vessel
        "location",  # FIRMS code of where the goods are
        "references",  # SE20: qualifier and text of each, ` | ` between them
        "beyond",  # tags of records that say what no column holds, with a blank between them
    ),
    pl.String(),
)  # fmt: skip
LINE_DETAILS: Final[dict[str, pl.DataType]] = {
    "more_hts": pl.String(),  # numbers of chapter 99 in front of the line's own, with a blank between them
}

# What the form rules of an entry need beyond its shipment. A format that has no such rules leaves the frame empty; a
# null says that the format does not tell.
FORMS: Final[dict[str, pl.DataType]] = {
    "file": pl.UInt32(),
    "seq": pl.UInt32(),  # the shipment
    "edas": pl.UInt32(),  # estimated dates of arrival given
    "bills": pl.UInt32(),  # lowest-level bills
    "tracking": pl.UInt32(),  # express tracking numbers among them
    "unquantified": pl.UInt32(),  # bills without a quantity
    "consignees": pl.UInt32(),  # parties that are consignee of the whole
    "line_consignees": pl.UInt32(),  # and of one line
    "named": pl.Boolean(),  # the consignee is given by name, not by identifier
    "sellers": pl.UInt32(),
    "unsold": pl.UInt32(),  # lines without a seller of their own
    "lines": pl.UInt32(),
    "short_hts": pl.UInt32(),  # HTS numbers that are not ten digits
    "without_value": pl.UInt32(),  # HTS numbers of chapters 1 to 97 without a value
    "late_chapter_99": pl.UInt32(),  # chapter 99 numbers behind the number they modify
    "header_cents": pl.Int64(),
    "lines_cents": pl.Int64(),
    "no_port": pl.Boolean(),
    "importer": pl.String(),  # importer of record number, as filed: no rule looks at it, lists are made by it
    # Of an entry of type 11 or 01 alone.
    "no_contact": pl.Boolean(),
    "no_importer": pl.Boolean(),
    "bad_importer": pl.Boolean(),  # its number is not of the form of its kind
    "unsecured": pl.Boolean(),  # a single transaction bond without surety code or amount
    "port_due": pl.Boolean(),  # it names an in-bond number, or a bill that is in no electronic manifest
    "unconsigned": pl.UInt32(),  # lines without a consignee of their own
    "makers": pl.UInt32(),  # manufacturers of the whole
    "unmade": pl.UInt32(),  # lines without a manufacturer of their own
    "buyers": pl.UInt32(),
    "unbought": pl.UInt32(),
    "repeated": pl.UInt32(),  # parties of the whole whose entity code another has
    "both": pl.UInt32(),  # consignees given by name and by identifier
    "blank_parties": pl.UInt32(),  # parties given by neither
    "addressless": pl.UInt32(),  # parties by name without a street, or without city and country
    "bad_identifiers": pl.UInt32(),  # of parties, not of the form of their kind, or of a party that has none
    "named_cents": pl.Int64(),  # the most that the lines of one consignee by name and address come to
}


def empty(schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """A frame of no rows with the columns and dtypes of `schema`."""
    return pl.DataFrame([_nothing(name, dtype) for name, dtype in schema.items()])


@cache
def _nothing(name: str, dtype: pl.DataType) -> pl.Series:
    """A column of no rows: to make one costs ten times as much as to look it up, and every file needs hundreds."""
    return pl.Series(name, [], dtype=dtype)


def conform(frame: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """`frame` with exactly the columns of `schema`, in order and dtype; a missing column is null ("not carried").

    Raises polars' ColumnNotFoundError never, InvalidOperationError where a value does not fit its dtype: that is a
    defect of the reader, not of the input.
    """
    blank = pl.lit([], dtype=UNREAD)
    have = set(frame.columns)
    return frame.select(
        pl.col(name).cast(dtype) if name in have else (blank if name == "unread" else pl.lit(None, dtype)).alias(name)
        for name, dtype in schema.items()
    )


def with_unread(frame: pl.DataFrame, marks: dict[str, pl.Expr]) -> pl.DataFrame:
    """`frame` with `unread`: those of the columns `marks` whose condition holds in a row (null: it does not)."""
    if not frame.select(pl.any_horizontal(*marks.values()).any()).item():  # lists of nothing cost as much as others
        return frame.with_columns(unread=pl.lit([], UNREAD))
    names = (pl.when(condition.fill_null(False)).then(pl.lit(column)) for column, condition in marks.items())
    return frame.with_columns(unread=pl.concat_list(*names).list.drop_nulls())


@dataclass(frozen=True)
class Filings:
    """What was read from one or more filings: frames keyed by (file, seq)."""

    shipments: pl.DataFrame
    bills: pl.DataFrame
    lines: pl.DataFrame
    forms: pl.DataFrame = field(default_factory=lambda: empty(FORMS))

    def map(self, change: Callable[[pl.DataFrame], pl.DataFrame]) -> "Filings":
        """The same with `change` made to every frame."""
        return Filings(*(change(getattr(self, each.name)) for each in fields(self)))

    def with_columns(self, **columns: pl.Expr) -> "Filings":
        """The same columns set in every frame."""
        return self.map(lambda frame: frame.with_columns(**columns))

    def scan(self, table: str) -> pl.LazyFrame:
        """One of the tables, for a few of its columns or rows."""
        return getattr(self, table).lazy()  # type: ignore[no-any-return]

    def height(self, table: str) -> int:
        """Rows of a table."""
        return getattr(self, table).height  # type: ignore[no-any-return]

    def frames(self, table: str) -> Iterator[pl.DataFrame]:
        """A table as frames, piece by piece, where it is packed; at least one."""
        yield getattr(self, table)

    def columns(self, table: str, *names: str) -> Iterator[pl.DataFrame]:
        """Some columns of a table, piece by piece, where it is packed; at least one piece."""
        yield getattr(self, table).select(names)

    def pieces(self) -> "Iterator[Filings]":
        """All of them as frames, piece by piece, where they are packed."""
        yield self

    def changed(self, where: pl.Expr, change: Callable[[pl.DataFrame], pl.DataFrame]) -> "Filings":
        """The same with `change` made to the shipments, or to parts of them, if `where` holds for any."""
        some = self.shipments.select(where.any()).item()
        return replace(self, shipments=change(self.shipments)) if some else self

    @classmethod
    def none(cls) -> "Filings":
        """No shipments at all."""
        return cls(empty(SHIPMENTS), empty(BILLS), empty(LINES))

    @classmethod
    def concat(cls, parts: "list[Filings]") -> "Filings":
        """All parts below one another, in order."""
        if not parts:
            return cls.none()
        return cls(*(pl.concat([getattr(part, each.name) for part in parts]) for each in fields(cls)))
