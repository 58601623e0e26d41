"""A table of entries: what a cargo release of type 86, 11 or 01 needs (Cargo Release guide v40, p. SE-17 to SE-71)."""

from typing import Final

import polars as pl

from deminimis.edi.formats.catair.layouts import cargo_release_header as header
from deminimis.edi.formats.catair.layouts import cargo_release_lines as goods
from deminimis.edi.formats.catair.read_se import CLAIM
from deminimis.edi.formats.catair.write_se import FORMAT, IDENTIFIERS, CargoReleaseEnvelope
from deminimis.edi.formats.shared.numbers import entry_check_digit, waybill_check_digit
from deminimis.edi.frames.finding_codes import CHECK_DIGIT, VALUE
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.spreadsheets.columns import (
    Check,
    Column,
    amount,
    choice,
    count,
    day,
    formed,
    formed_text,
    missing,
    text,
)
from deminimis.edi.spreadsheets.parties import american, party, whole
from deminimis.edi.spreadsheets.sheet import Sending, Sheet, Terms

INFORMAL: Final = "11"
FORMAL: Final = "01"
TYPES: Final = (CLAIM, INFORMAL, FORMAL)
_LAYOUTS: Final = {"name": goods.SE30, "street": goods.SE35, "city": goods.SE36}
_STREETS: Final = (6, "entity_name")  # three SE35 of two parts
_CONSIGNEE: Final = {"name": "IRIS ALDER", "address": "12 MILL ST", "city": "RENO", "state": "NV", "postal": "89501",
                     "country": "US"}  # fmt: skip
_SELLER: Final = {"name": "THAMESBANK TRADING LTD", "address": "151 HIGH ST", "city": "LONDON", "state": "",
                  "postal": "SW1A 1AA", "country": "GB"}  # fmt: skip
_BOND: Final = ("surety_code", "bond_amount")
_NOBODY: Final = dict.fromkeys(_CONSIGNEE, "")
_ENTRY: Final = "^[A-Z0-9]{3}[0-9]{7,8}$"
_WAYBILL: Final = "^[0-9]{11}$"
_ISSUED: Final = "^[A-Z]{4}[A-Z0-9]{1,50}$"
_PREFIXED: Final = ("ocean", "rail", "truck")
_REFERENCES: Final = r"^[A-Z0-9]{1,3} [^|]{1,50}(?: \| [A-Z0-9]{1,3} [^|]{1,50})*$"
_OWN: Final = r"(?:^|\| )(?:EDA|V1|AMT) "  # of references: those that have columns of their own
_CHAPTER_99: Final = "^99[0-9]{8}(?: 99[0-9]{8}){0,30}$"
_NUMBERS: Final = "an EI as 12-3456789, an ANI as YYDDPP-12345 or a 34 as 123-45-6789, with its hyphens"


def _of_entry() -> tuple[Column, ...]:
    se10, se13, se15 = header.SE10, header.SE13, header.SE15
    return (
        formed(
            "entry_number", "M",
            "Filer code (3) and number (7 digits). The check digit is computed; where it is given it must be right.",
            "ZZZ1000201", form=_ENTRY,
            expected="a filer code of 3 and 7 digits, with or without the check digit, as ZZZ1000201",
            width="10-11", fills=f"SE10 {se10['entry_filer_code'].place}, {se10['entry_number'].place}",
        ),
        choice("mode", "M", "How the goods come: air, ocean, rail or truck.", "air", ("air", "ocean", "rail", "truck"),
               fills=f"SE10 {se10['mode_of_transport'].place}"),
        formed("port_of_entry", "M", "Planned port of entry, Schedule D.", "2720", form="^[0-9]{4}$",
               expected="a Schedule D port of 4 digits; a spreadsheet drops zeros in front: format the column as text",
               width="4", fills=f"SE10 {se10['planned_port_of_entry'].place}"),
        day("estimated_arrival", "C", "Estimated date of arrival.", "2025-03-03", fills="SE20 EDA", when="type 86"),
        formed("master_bill", "C", "Master: of air the 11 digits, of ocean SCAC and number.", "00055502031",
               form="^[A-Z0-9]{5,50}$", expected="letters and digits, no more than 50",
               width="11 or 5-50", fills="SE15 M", when="house bills by air and ocean"),
        formed("bill", "M",
               "Lowest bill. By air with a master the house's own number, without one its 11 digits; by ocean, rail "
               "and truck SCAC and number.", "ZH71001", form="^[A-Z0-9]{1,50}$",
               expected="letters and digits, no more than 50",
               width="1-50", fills="SE15 R or H"),
        count("quantity", se15["quantity"], "M", "Smallest outer packages of that bill.", "1",
              fills=f"SE15 {se15['quantity'].place}"),
        text("contact_name", se13["contact_name"], "M", "Whom CBP asks about the entry.", "GRETA THISTLE",
             record="SE13"),
        formed("contact_phone", "M", "Telephone number.", "2025550123", form="^[A-Z0-9]{7,15}$",
               expected="7 to 15 letters and digits", width="7-15", fills=f"SE13 {se13['contact_phone'].place}"),
        *party("consignee", "Consignee", _LAYOUTS, _CONSIGNEE, use="C", when="consignees without consignee_id",
               widths=_STREETS),
        text("consignee_id", goods.SE30["entity_identifier"], "C", "Identifier in place of name and address.", "",
             when="consignees without name", record="SE30"),
        *party("seller", "Seller", _LAYOUTS, _SELLER, use="M", widths=_STREETS),
        choice("entry_type", "O", "Type of this entry. Blank: that of the command.", "", TYPES,
               fills=f"SE10 {se10['entry_type'].place}"),
    )  # fmt: skip


def _of_other_types() -> tuple[Column, ...]:
    """What types 11 and 01 need, and what any entry may have."""
    se10, se11 = header.SE10, header.SE11
    return (
        text("importer_id", se10["importer_of_record"], "C", "Importer of record number.", "", when="types 11 and 01",
             record="SE10"),
        text("bond_type", se10["bond_type"], "O",
             "Bond: 0 none, 8 continuous, 9 single. Blank: 0 for type 86, 8 for others.", "", record="SE10"),
        formed("surety_code", "C", "Surety code of a single transaction bond.", "", form="^[A-Z0-9]{3}$",
               expected="3 letters or digits", width="3", fills="SE20 V1", when="bond type 9"),
        formed("bond_amount", "C", "Amount of a single transaction bond in whole US dollars.", "",
               form="^[1-9][0-9]{0,9}$", expected="whole dollars, up to 10 digits", width="1-10", fills="SE20 AMT",
               when="bond type 9"),
        *party("manufacturer", "Manufacturer", _LAYOUTS, _NOBODY, use="C", when="types 11 and 01", widths=_STREETS),
        *_buyer_or_ship_to("buyer", "Buyer"),
        *_buyer_or_ship_to("ship_to", "Ship to"),
        formed("location", "O", "FIRMS code of where the cargo is.", "", form="^[A-Z0-9]{4}$",
               expected="a FIRMS code of 4 letters and digits", width="4",
               fills=f"SE11 {se11['location_of_goods'].place}"),
        text("conveyance", se11["conveyance_name"], "O", "Name of the vessel or vehicle.", "", record="SE11"),
        text("voyage", se11["voyage_flight_trip"], "O", "Voyage, flight or trip number.", "", record="SE11"),
        formed_text("references", "Further references: qualifier and text, ` | ` between them.", "",
                    form=_REFERENCES, expected="such as CR 70001 | EXP Y: qualifier, a space, up to 50 characters",
                    width="5-58 each", fills="SE20"),
    )  # fmt: skip


def _of_lines() -> tuple[Column, ...]:
    return (
        text("origin", goods.SE40["country_of_origin"], "M", "ISO country of origin of the line.", "GB", line=True,
             record="SE40"),
        formed("hts", "M", "Tariff number of the line, 10 digits.", "6109100012", form="^[0-9]{10}$",
               expected="10 digits, with or without full stops; a spreadsheet drops zeros in front: format the "
               "column as text", width="10", fills=f"SE60 {goods.SE60['hts_number'].place}", line=True),
        formed_text("more_hts", "Numbers of chapter 99 in front of the line's own, a space between them.", "",
                    form=_CHAPTER_99, expected="numbers of 10 digits that begin with 99, a space between them",
                    width="10 each", fills=f"SE60 {goods.SE60['hts_number'].place}", line=True),
        text("description", goods.SE40["description"], "O", "Commercial description in English.",
             "COTTON KNIT T-SHIRT", line=True, record="SE40"),
        amount("value", goods.SE60["line_value"], "M",
               "Value of the line in US dollars. Cents are judged, whole dollars are written.", "149.50",
               fills=f"SE60 {goods.SE60['line_value'].place}"),
    )  # fmt: skip


def _buyer_or_ship_to(who: str, title: str) -> tuple[Column, ...]:
    """A party that is named, or identified (p. SE-56)."""
    by_number = text(f"{who}_id", goods.SE30["entity_identifier"], "O", f"{title}: identifier in place of name and "
                     "address.", "", record="SE30")  # fmt: skip
    return (*party(who, title, _LAYOUTS, _NOBODY, use="O", widths=_STREETS), by_number)


def _filer() -> pl.Expr:
    return pl.col("entry_number").str.slice(0, 3)


def _digit(terms: Terms) -> pl.Expr:
    number = pl.col("entry_number").str.slice(3, 7)
    right = entry_check_digit(_filer(), number)
    for code, offset in terms.offsets.items():
        right = pl.when(_filer() == code).then(entry_check_digit(_filer(), number, offset)).otherwise(right)
    return right


def _prepare(terms: Terms) -> dict[str, pl.Expr]:
    """Adds the check digit that an entry number lacks, and a house's master in front of it."""
    entry, house, master = pl.col("entry_number"), pl.col("bill"), pl.col("master_bill")
    short = entry.str.contains("^[A-Z0-9]{3}[0-9]{7}$")
    by_air = (pl.col("mode") == "air") & master.is_not_null() & ~house.str.starts_with(master)
    return {
        "entry_number": pl.when(short).then(pl.concat_str(entry, _digit(terms))).otherwise(entry),
        "bill": pl.when(by_air.fill_null(False)).then(pl.concat_str(master, house)).otherwise(house),
    }


def _checks(terms: Terms) -> tuple[Check, ...]:
    entry, mode, master, bill = (pl.col(name) for name in ("entry_number", "mode", "master_bill", "bill"))
    air, issued = mode == "air", mode.is_in(_PREFIXED)
    lowest = "11 digits, as there is no master; or name the master in master_bill"
    issuer = "the issuer's SCAC (4 letters) and a number"
    waybill = pl.coalesce("master_bill", "bill").str.slice(0, 11)
    name, number = pl.col("consignee_name"), pl.col("consignee_id")
    form = "|".join(IDENTIFIERS.values())
    claimed = pl.col("entry_type").fill_null(terms.entry_type) == CLAIM
    single = pl.col("bond_type") == "9"
    seller = pl.lit(True)
    return (
        Check("entry_number", entry.str.contains("^[A-Z0-9]{3}[0-9]{8}$") & (entry.str.slice(10) != _digit(terms)),
              CHECK_DIGIT, _digit(terms)),
        missing("estimated_arrival", claimed & pl.col("estimated_arrival").is_null(),
                "a type 86 entry gives its estimated date of arrival"),
        Check("master_bill", air & ~master.str.contains(_WAYBILL), VALUE, "11 digits: prefix, serial, check digit"),
        Check("master_bill", (mode == "ocean") & ~master.str.contains(_ISSUED), VALUE, issuer),
        Check("master_bill", mode.is_in(["rail", "truck"]) & master.is_not_null(), VALUE,
              "nothing: only air and ocean have masters here (p. SE-44)"),
        Check("bill", air & master.is_null() & ~bill.str.contains(_WAYBILL), VALUE, lowest),
        Check("bill", air & master.is_not_null() & (bill == master), VALUE, "the house's own number"),
        Check("bill", issued & ~bill.str.contains(_ISSUED), VALUE, issuer),
        Check("master_bill", air & master.str.contains(_WAYBILL)
              & (waybill.str.slice(10) != waybill_check_digit(waybill.str.slice(3, 7))), CHECK_DIGIT,
              waybill_check_digit(waybill.str.slice(3, 7))),
        Check("bill", air & master.is_null() & bill.str.contains(_WAYBILL)
              & (waybill.str.slice(10) != waybill_check_digit(waybill.str.slice(3, 7))), CHECK_DIGIT,
              waybill_check_digit(waybill.str.slice(3, 7))),
        *whole("consignee", number.is_null()),
        *american("consignee"),
        Check("consignee_id", number.is_not_null() & name.is_not_null(), VALUE,
              "a name or an identifier, never both (p. SE-56); leave one of them blank"),
        Check("consignee_id", ~number.str.contains(form), VALUE, _NUMBERS),
        *whole("seller", seller),
        *american("seller"),
        missing("importer_id", ~claimed & pl.col("importer_id").is_null(),
                "types 11 and 01 name their importer of record"),
        Check("importer_id", ~pl.col("importer_id").str.contains(form), VALUE, _NUMBERS),
        *(missing(name, single & pl.col(name).is_null(), "bond type 9 needs it (p. SE-34, note 6)") for name in _BOND),
        *(Check(name, pl.col(name).is_not_null() & ~single.fill_null(False), VALUE, "nothing, but for bond type 9")
          for name in _BOND),
        *whole("manufacturer", ~claimed),
        *american("manufacturer"),
        *(check for who in ("buyer", "ship_to") for check in _either(who, form)),
        Check("references", pl.col("references").str.contains(_OWN), VALUE,
              "no EDA, V1 or AMT: they have columns of their own"),
    )  # fmt: skip


def _either(who: str, form: str) -> tuple[Check, ...]:
    """A party has a name, with the whole of an address, or an identifier, or is not told of."""
    number, name = pl.col(f"{who}_id"), pl.col(f"{who}_name")
    some = pl.any_horizontal(pl.col(f"{who}_{what}").is_not_null() for what in _NOBODY)
    return (
        *whole(who, some),
        *american(who),
        Check(f"{who}_id", number.is_not_null() & name.is_not_null(), VALUE, "a name or an identifier, never both"),
        Check(f"{who}_id", ~number.str.contains(form), VALUE, _NUMBERS),
    )


def _ships(terms: Terms) -> dict[str, pl.Expr | str]:
    kind = pl.col("entry_type").fill_null(terms.entry_type)
    seller = {f"shipper_{what}": pl.col(f"seller_{what}") for what in _SELLER}
    return {
        "format": FORMAT,
        "filing": "entry",
        "filer": _filer(),
        "entry_type": kind,
        "claim": kind == CLAIM,
        "eda": pl.col("estimated_arrival"),
        "eda_source": pl.when(pl.col("estimated_arrival").is_not_null()).then(pl.lit("SE20 EDA")),
        "port": pl.col("port_of_entry"),
        **seller,
    }


def _envelope(given: Filings, sending: Sending) -> CargoReleaseEnvelope:
    first = given.shipments.row(0, named=True)
    ports = given.shipments["port"].drop_nulls()
    port = sending.port or (ports[0] if ports.len() else first["port"])
    # every entry has its own contact
    return CargoReleaseEnvelope(port, sending.sender or first["filer"], port, sending.sent.date(), "", "")


ENTRIES: Final = Sheet(
    FORMAT, "Cargo release entries of type 86, 11 or 01", "entry_number",
    (*_of_entry(), *_of_other_types(), *_of_lines()), _prepare, _checks, _ships, _envelope,
)  # fmt: skip
