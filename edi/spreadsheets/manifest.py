"""A table of shipments on trucks: what an X12 309 needs of each (bill type 13, Section 321)."""

from typing import Final

import polars as pl

from deminimis.edi.formats.x12.layouts.goods import N10
from deminimis.edi.formats.x12.layouts.manifest import M10, M11
from deminimis.edi.formats.x12.layouts.party import N1, N3, N4
from deminimis.edi.formats.x12.write_309 import FORMAT
from deminimis.edi.formats.x12.write_interchange import X12Envelope
from deminimis.edi.frames.finding_codes import CODE, VALUE
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.spreadsheets.columns import (
    Check,
    Column,
    amount,
    choice,
    count,
    day,
    decimal,
    formed,
    missing,
    text,
)
from deminimis.edi.spreadsheets.parties import STATES, american, party, whole
from deminimis.edi.spreadsheets.sheet import Sending, Sheet, Terms

_LAYOUTS: Final = {"name": N1, "street": N3, "city": N4}
_STREETS: Final = (4, "name")  # two N3 of two lines
_CONSIGNEE: Final = {"name": "IRIS ALDER", "address": "12 MILL ST", "city": "RENO", "state": "NV", "postal": "89501",
                     "country": "US"}  # fmt: skip
_SHIPPER: Final = {"name": "HARBOUR LANE GOODS INC", "address": "40 WYANDOTTE ST W", "city": "WINDSOR", "state": "ON",
                   "postal": "N9A 5W6", "country": "CA"}  # fmt: skip
_MARKS: Final = "*~>^"  # the separators of what is written
_SCAC: Final = "^[A-Z]{2,4}$"
_BILL: Final = "^[A-Z]{4}[A-Z0-9]{1,12}$"


def _columns() -> tuple[Column, ...]:
    return (
        formed("bill", "M", "Shipment control number: the issuer's SCAC (4 letters) and up to 12 characters.",
               "ZZZZD00071001", form=_BILL,
               expected="the issuer's SCAC (4 letters) and 1 to 12 letters and digits",
               width="5-16", fills="M11 12, 01"),
        formed("scac", "M", "SCAC of the carrier.", "ZZZZ", form=_SCAC, expected="2 to 4 letters",
               width="2-4", fills="M10 01"),
        text("trip_number", M10["trip_number"], "M", "Trip number of the carrier.", "ZZZZ250303A", without=_MARKS,
             record="M10"),
        formed("port", "M", "Port of arrival, Schedule D.", "3801", form="^[0-9]{4}$",
               expected="a Schedule D port of 4 digits; a spreadsheet drops zeros in front: format the column as text",
               width="4", fills="P4 01"),
        day("estimated_arrival", "M", "Estimated date of arrival.", "2025-03-03", fills="P4 02"),
        text("port_of_lading", M11["port_of_lading"], "M", "Place of lading.", "WINDSOR ON", without=_MARKS,
             record="M11"),
        count("quantity", M11["quantity"], "M", "Smallest outer packages.", "1", fills="M11 03"),
        text("unit", M11["manifest_unit"], "O", "Unit of the quantity. Blank: PCS.", "PCS", without=_MARKS,
             record="M11"),
        choice("section_321", "O", "Whether de minimis is claimed. Blank: yes.", "yes", ("yes", "no"), fills="M11 09"),
        *party("consignee", "Consignee", _LAYOUTS, _CONSIGNEE, use="M", widths=_STREETS, without=_MARKS),
        *party("shipper", "Shipper", _LAYOUTS, _SHIPPER, use="M", widths=_STREETS, without=_MARKS),
        text("origin", N10["country_of_origin"], "M", "ISO country of origin of the line.", "CA", line=True,
             without=_MARKS, record="N10"),
        formed("hts", "O", "Tariff number of the line, 10 digits.", "6109100012", form="^[0-9]{10}$",
               expected="10 digits, with or without full stops; a spreadsheet drops zeros in front: format the "
               "column as text", width="10", fills="N10 05", line=True),
        text("description", N10["description"], "M", "Description of the goods.", "COTTON KNIT T-SHIRT", line=True,
             without=_MARKS, record="N10"),
        decimal("weight_kg", "O", "Weight of the line in kilograms.", "0.5", fills="N10 08"),
        amount("value", N10["customs_value"], "M",
               "Value of the line in US dollars. Cents are judged, whole dollars are written.", "149.50",
               fills="N10 06"),
    )  # fmt: skip


def _claims() -> pl.Expr:
    return pl.col("section_321").fill_null("yes") == "yes"


def _checks(_terms: Terms) -> tuple[Check, ...]:
    trip = pl.col("trip_number")
    abroad = _claims() & (pl.col("consignee_country") != "US") & ~pl.col("consignee_state").is_in(sorted(STATES))
    return (
        *whole("consignee", pl.lit(True)),
        *american("consignee"),
        # CSMS 64824427: bill types 13 and 35 need a valid US state of the consignee
        Check("consignee_state", abroad, CODE, "a US state: a Section 321 shipment goes to one"),
        missing("consignee_state", _claims() & (pl.col("consignee_country") != "US")
                & pl.col("consignee_state").is_null(), "a Section 321 shipment goes to a US state"),
        *whole("shipper", pl.lit(True)),
        *american("shipper"),
        Check("trip_number", trip.str.len_chars() < 2, VALUE, "2 to 30 characters"),
    )  # fmt: skip


def _ships(_terms: Terms) -> dict[str, pl.Expr | str]:
    return {
        "format": FORMAT,
        "filing": "manifest",
        "mode": "truck",
        "filer": pl.col("scac"),
        "claim": _claims(),
        "eda": pl.col("estimated_arrival"),
        "eda_source": "P4",
        "manifest_unit": pl.col("unit"),
    }


def _envelope(given: Filings, sending: Sending) -> X12Envelope:
    sender = sending.sender or given.shipments["filer"][0]
    receiver = sending.receiver or ("CBP-ACE" if sending.production else "CBP-ACE-TEST")
    usage = "P" if sending.production else "T"
    sent = sending.sent
    return X12Envelope(sender, receiver, sent.date(), f"{sent:%H%M}", sending.control, usage=usage)


MANIFEST: Final = Sheet(
    FORMAT, "Shipments of an X12 309 truck manifest", "bill", _columns(), lambda _terms: {}, _checks, _ships,
    _envelope,
)  # fmt: skip
