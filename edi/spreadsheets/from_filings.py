"""Filings as rows of a table of entries: what a filing says of each column, a row a goods line."""

from typing import Final

import polars as pl

from deminimis.edi.formats.catair.write_se import IDENTIFIERS
from deminimis.edi.frames.shipments import DETAILS, LINE_DETAILS, LINES, SHIPMENTS, Filings, conform
from deminimis.edi.layout.kinds import AMOUNT
from deminimis.edi.spreadsheets.entries import ENTRIES

_AS_THEY_STAND: Final = (
    "entry_number", "entry_type", "bill", "consignee_name", "consignee_address", "consignee_city", "consignee_state",
    "consignee_postal", "consignee_country", "importer_id", "bond_type", "surety_code", "bond_amount",
    "contact_name", "contact_phone", "location", "references",
    *(f"{who}_{what}" for who in ("manufacturer", "buyer", "ship_to")
      for what in ("name", "address", "city", "state", "postal", "country")),
    "buyer_id", "ship_to_id",
)  # fmt: skip
_MODES: Final = ("air", "ocean", "rail", "truck")
_HOUSED: Final = ("air", "ocean")  # modes in which a master may have houses (guide v40, p. SE-44)
_PORT: Final = "^[0-9]{4}$"
COLUMNS: Final = tuple(column.name for column in ENTRIES.columns)
OF_LINES: Final = tuple(column.name for column in ENTRIES.columns if column.line)
DOLLARS: Final = "USD"


def rows(filings: Filings) -> pl.DataFrame:
    """A row a goods line, at least one a shipment: file, seq, line_no, then the sheet's columns, all of text.

    filings: read in detail (`edi.reading.format.Format.in_detail`). The cells of the whole stand in each row. A cell is
    null where the filing does not say it or it could not be read, and where the sheet has no place for it: an airport
    in place of a Schedule D port, another identifier than EI, ANI or 34, a value in another currency, a name where the
    consignee has an identifier too (`consignee_number`, which stands beside the sheet's columns).
    """
    ships = conform(filings.shipments, SHIPMENTS | DETAILS)
    goods = conform(filings.lines, LINES | LINE_DETAILS)
    heads = ships.select("file", "seq", **_heads(), whole_cents="value_cents", unread="unread")
    both = heads.join(
        goods.select("file", "seq", "line_no", **_goods()), on=["file", "seq"], how="left", maintain_order="left"
    )
    unread = pl.col("unread").list.contains("value_cents")
    alone = pl.col("line_no").is_null() & ~unread  # no goods: what the whole is worth is all that is known
    cents = pl.when(alone).then("whole_cents").otherwise("cents")
    return both.select(
        "file", "seq", pl.col("line_no").fill_null(1), "consignee_number", *(_cell(name, cents) for name in COLUMNS)
    )  # fmt: skip


def _cell(name: str, cents: pl.Expr) -> pl.Expr:
    return AMOUNT.show(cents).alias(name) if name == "value" else pl.col(name)


def _read(name: str) -> pl.Expr:
    return pl.when(~pl.col("unread").list.contains(name)).then(pl.col(name))


def _heads() -> dict[str, pl.Expr]:
    mode, number = pl.col("mode").cast(pl.String), pl.col("consignee_id")
    own = number.str.contains("|".join(IDENTIFIERS.values()))
    return {
        **{name: pl.col(name) for name in _AS_THEY_STAND},
        "mode": pl.when(mode.is_in(_MODES)).then(mode),
        "port_of_entry": pl.when(pl.col("port").str.contains(_PORT)).then("port"),
        "estimated_arrival": _read("eda").cast(pl.String),
        "master_bill": pl.when(mode.is_in(_HOUSED)).then("master_bill"),
        "quantity": _read("quantity").cast(pl.String),
        "consignee_number": pl.when(own).then(number),
        "consignee_id": pl.when(own & pl.col("consignee_name").is_null()).then(number),
        **{f"seller_{what}": pl.col(f"shipper_{what}")
           for what in ("name", "address", "city", "state", "postal", "country")},
        "conveyance": _fitting("conveyance", 20),
        "voyage": _fitting("voyage", 5),
    }  # fmt: skip


def _fitting(name: str, width: int) -> pl.Expr:
    """SE11 repeats what CBP has of a manifest's bill: a trip or vessel that is too long for it is left to that."""
    return pl.when(pl.col(name).str.len_chars() <= width).then(name)


def _goods() -> dict[str, pl.Expr]:
    dollars = pl.col("currency").is_null() | (pl.col("currency") == DOLLARS)
    unread = pl.col("unread").list.contains("value_cents")
    return {
        "origin": pl.col("origin"),
        "hts": pl.col("hts"),
        "description": pl.col("description"),
        "more_hts": pl.col("more_hts"),
        "cents": pl.when(dollars & ~unread).then("value_cents"),
    }
