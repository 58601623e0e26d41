"""FRI, FRC, FRX, FXI, FXC, FXX into shipments: one for each air waybill line. A CED line of type 86 claims de minimis.

FDM (departure) names no waybill and gives none a date: the arrival date of a waybill is that of its ARR line.
"""

from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air.layouts.codes import ENTRY_TYPES
from deminimis.edi.formats.camir_air.layouts.header import ARR
from deminimis.edi.formats.camir_air.read_waybills import number_of
from deminimis.edi.formats.shared.goods import priced, sums
from deminimis.edi.formats.shared.normal import kilograms
from deminimis.edi.frames.finding_codes import VALUE
from deminimis.edi.frames.findings import finding
from deminimis.edi.frames.findings import frame as as_findings
from deminimis.edi.frames.runs import begins, beside, place, texts
from deminimis.edi.frames.shipments import BILLS, Filings, conform
from deminimis.edi.layout.declare import UNTOLD
from deminimis.edi.reading.format import Tables
from deminimis.edi.reading.years import YEARLESS

CLAIM: Final = "86"  # Appendix A, amendment 4: Sec. 321 (a)
_WITHDRAWN: Final = "000"
_UNTOLD: Final = tuple(code for code, meaning in ENTRY_TYPES.items() if meaning == UNTOLD)
# FRI cannot amend: FRC does, and must say why (RFA). The express messages are their twins.
_ACTIONS: Final = {"FRI": "add", "FXI": "add", "FRC": "change", "FXC": "change", "FRX": "delete", "FXX": "delete"}
_PARTY: Final = ("name", "address", "city", "state", "postal", "country")

READS: Final[dict[str, tuple[str, ...]]] = {
    "ORIGIN": ("originator",),
    "SMI": ("message_identifier",),
    "CCL": ("arrival_airport",),
    "AWB": ("air_waybill_prefix", "air_waybill_serial", "house_number", "consolidation_identifier",
            "package_tracking_identifier"),
    "WBL": ("pieces", "weight_code", "weight", "description"),
    "WBL-2": ("description",),
    "ARR": ("carrier", "flight_number", "arrival_date", "part_arrival_reference", "boarded_pieces",
            "boarded_weight_code", "boarded_weight"),
    "CED": ("entry_type", "entry_number"),
    "CSD": ("country_of_origin", "declared_value", "currency", "hts_number"),
    "CSD-2": ("hts_number",),
    **{
        f"{tag}{line}": fields
        for tag in ("SHP", "CNE")
        for line, fields in {
            "": ("name",), "-2": ("address",), "-3": ("city", "state"), "-4": ("country", "postal_code"),
        }.items()
    },
}  # fmt: skip


def filings(tables: Tables) -> Filings:
    """The shipments of a block in file order, with their bills and goods lines (columns of edi.frames.shipments).

    The EDA is the scheduled arrival of ARR, its year not yet known (`edi.reading.years`). The value is the sum of the
    CSD lines in cents; weights are kilograms. A waybill, date, entry type or party that cannot be read is in `unread`.
    """
    kinds = tables["SMI"].select("message", kind="message_identifier").filter(pl.col("kind").is_in(list(_ACTIONS)))
    heads = tables["AWB"].join(kinds, on="message", maintain_order="left").with_row_index("seq")
    if not heads.height:
        return Filings.none()
    ship = heads.select("seq", "shipment")
    lines = _lines(tables, ship)
    frame = heads.select(
        "seq", "message", "message_no", "line", "byte", "origin",
        action=pl.col("kind").replace_strict(_ACTIONS), **number_of(),
        house=pl.col("consolidation_identifier").is_null(),
    )  # fmt: skip
    airports = tables["CCL"].unique("message", keep="first").select("message", port="arrival_airport")
    senders = tables["ORIGIN"].select("origin", filer="originator")
    for part, key in ((senders, "origin"), (airports, "message"), (_cargo(tables, ship), "seq"), (sums(lines), "seq"),
                      (_arrivals(tables, heads), "seq"), (_entries(tables, ship), "seq"),
                      (_party(tables, ship, "SHP", "shipper"), "seq"),
                      (_party(tables, ship, "CNE", "consignee"), "seq")):  # fmt: skip
        frame = beside(frame, part, key)
    frame = frame.with_columns(**_columns()).with_columns(unread=_unread())
    bills = frame.filter(pl.col("bill").is_not_null())
    return Filings(conform(frame, tables.shipments), conform(bills, BILLS), conform(lines, tables.lines))


def _lines(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """One row a CSD, all of them with the description of WBL, which stands once for all goods.

    A tariff number that goes on with a CSD is a row of its own without a value: how much of the value it has is not
    said.
    """
    rows = _goods(tables).join(ship, on="shipment", how="inner", maintain_order="left")
    words = pl.concat(tables[tag].select("shipment", "ordinal", "description") for tag in ("WBL", "WBL-2"))
    words = texts(words.sort("ordinal"), "shipment", pl.col("description"), "description")
    return rows.join(words, on="shipment", how="left", maintain_order="left").select(
        "seq",
        "currency",
        "description",
        line_no=place("seq") + 1,
        hts="hts_number",
        weight_kg=pl.lit(None, pl.Float64),
        **priced("country_of_origin", "declared_value"),
    )


def _goods(tables: Tables) -> pl.DataFrame:
    """The CSD lines, each with its further tariff numbers behind it, of its country and currency."""
    goods = tables["CSD"]
    if "CSD-2" not in tables:
        return goods
    columns = ["ordinal", "shipment", "country_of_origin", "declared_value", "currency", "hts_number", "unread"]
    own = goods.select("goods", "shipment", "country_of_origin", "currency", "unread").drop_nulls("goods")
    more = tables["CSD-2"].select("ordinal", "goods", "hts_number").join(own, on="goods", maintain_order="left")
    more = more.with_columns(declared_value=pl.lit(None, goods.schema["declared_value"]),
                             unread=pl.col("unread").list.set_difference(["declared_value"]))  # fmt: skip
    return pl.concat([goods.select(columns), more.select(columns)]).sort("ordinal")


def _cargo(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    found = tables["WBL"].join(ship, on="shipment").unique("seq", keep="first", maintain_order=True)
    return found.select(
        "seq",
        quantity="pieces",
        weight_kg=kilograms(pl.col("weight"), pl.col("weight_code")),
        cargo_unread=pl.col("unread").list.len() > 0,
    )


def _arrivals(tables: Tables, heads: pl.DataFrame) -> pl.DataFrame:
    """Day, flight, part letter and boarded quantity; several days that differ make the day unread.

    A cancellation names its waybills first, and one ARR for all of them.
    """
    own = (pl.col("action") == "delete", pl.col("action") != "delete")
    heads = heads.select("seq", "shipment", "message", action=pl.col("kind").replace_strict(_ACTIONS))
    found = pl.concat(
        tables["ARR"].join(heads.filter(which).select("seq", key), on=key, maintain_order="left")
        for key, which in zip(("message", "shipment"), own, strict=True)
    )
    day, parts, flight = pl.col("arrival_date"), pl.col("part_arrival_reference"), pl.col("flight_number")
    return found.group_by("seq", maintain_order=True).agg(
        eda=pl.when(day.drop_nulls().n_unique() == 1, ~day.is_null().any()).then(day.drop_nulls().first()),
        eda_unread=day.is_null().any() | (day.n_unique() > 1),
        part=pl.when(parts.n_unique() == 1).then(parts.first()),
        part_unread=pl.col("unread").list.contains("part_arrival_reference").any() | (parts.n_unique() > 1),
        carrier=pl.col("carrier").first(),
        voyage=pl.when(flight.n_unique() == 1).then(flight.first()),
        boarded=pl.col("boarded_pieces").sum(),
        boarded_kg=kilograms(pl.col("boarded_weight"), pl.col("boarded_weight_code")).sum(),
    )


def leap_days(tables: Tables) -> pl.DataFrame:
    """A finding for each arrival on 29FEB, which holds where no year near enough has that day (`edi.reading.years`)."""
    days = tables["ARR"].filter(~pl.col("carried"), pl.col("arrival_date") == date(YEARLESS, 2, 29))
    days = days.with_columns(
        start=len("ARR/") + pl.sum_horizontal(pl.col("carrier", "flight_number").str.len_chars()) + 1
    )
    field = ARR["arrival_date"]
    return as_findings(
        finding(VALUE, line=line, column=column + start, byte=byte + start, width=5, record="ARR", field=field.name,
                value="29FEB", place=str(field.place), expected="a day that the year nearest to the filing's date has")
        for line, column, byte, start in days.select("line", "column", "byte", "start").iter_rows()
    )  # fmt: skip


def _entries(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """What CED asks for: entry_type, entry_number, claim (null where it cannot be told) and has_entry.

    000 takes back what was filed before. A type that CBP does not take (error 096), one that cannot be read or whose
    meaning nobody has published, and two that differ say nothing certain.
    """
    told = [*tables.admitted("claims"), *tables.admitted("others")]
    untold = [code for code in _UNTOLD if code not in told]
    rows = tables["CED"].join(ship, on="shipment", maintain_order="left")
    kind = pl.col("entry_type")
    types = kind.filter(kind != _WITHDRAWN)
    unclear = (kind.is_null() | kind.is_in(untold)).any() | (types.n_unique() > 1)
    found = rows.group_by("seq", maintain_order=True).agg(
        entry_type=types.first(), entry_number=pl.col("entry_number").drop_nulls().first(), unclear=unclear
    )
    return found.with_columns(
        claim=pl.when(~pl.col("unclear")).then(
            pl.col("entry_type").is_in([CLAIM, *tables.admitted("claims")]).fill_null(False)
        ),
        has_entry=pl.lit(True),
    )


def _party(tables: Tables, ship: pl.DataFrame, tag: str, prefix: str) -> pl.DataFrame:
    """Columns of the party under `prefix`, and `<prefix>_unread`: a line of its is missing (but the street's, which it
    need not have) or unreadable, or a second such party stands in the message."""
    broken = pl.col("unread").list.len() > 0
    rows = tables[tag].join(ship, on="shipment", maintain_order="left").select("seq", "party", "name", broken=broken)
    for line, names in (("-2", ("address",)), ("-3", ("city", "state")), ("-4", ("country", "postal_code"))):
        more = tables[tag + line].filter(begins("party")).select("party", *names, broken.alias(f"broken{line}"))
        rows = beside(rows, more, "party")
    first = begins("seq")
    lone = first & first.shift(-1, fill_value=True)
    faults = (pl.col(f"broken{line}").fill_null(line != "-2") for line in ("-2", "-3", "-4"))
    rows = rows.rename({"postal_code": "postal"}).with_columns(lone=lone, first=first)
    return rows.filter("first").select(
        "seq",
        # of several, which one it is is not known: no text is given
        *(pl.when("lone").then(name).alias(f"{prefix}_{name}") for name in _PARTY),
        pl.any_horizontal(~pl.col("lone"), "broken", *faults).alias(f"{prefix}_unread"),
    )


def _columns() -> dict[str, pl.Expr]:
    filed = pl.col("action") == "add"
    told = pl.col("has_entry").fill_null(False)
    # CED stands in front of the parties, which a report of a house must have: without both it may have been cut
    short = filed & pl.col("house") & ~told & pl.col("consignee_unread").is_null()
    part = pl.col("boarded") > 0
    return {
        "message": pl.col("message_no"),
        "format": pl.lit("camir-air"),
        "filing": pl.lit("manifest"),
        "mode": pl.lit("air"),
        # no CED on a report: nothing is claimed; on a change: nothing is said of it
        "claim": pl.when(told).then("claim").when(filed & ~short).then(pl.lit(False)),
        "claim_unread": short | (told & pl.col("claim").is_null()),
        "value_cents": pl.col("lines_cents"),
        "currency": pl.lit(None, pl.String),
        "quantity": pl.when(part).then("boarded").otherwise("quantity"),
        "weight_kg": pl.when(part & (pl.col("boarded_kg") > 0)).then("boarded_kg").otherwise("weight_kg"),
        "eda_source": pl.when(pl.col("eda").is_not_null()).then(pl.lit("ARR")),
    }


def _unread() -> pl.Expr:
    def name(condition: str, column: str) -> pl.Expr:
        return pl.when(pl.col(condition).fill_null(False)).then(pl.lit(column))

    return pl.concat_list(
        name("bill_unread", "bill"),
        name("lines_unread", "value_cents"),
        name("eda_unread", "eda"),
        name("claim_unread", "claim"),
        name("consignee_unread", "consignee_name"),
        name("shipper_unread", "shipper_name"),
        # of which part a change or a delete is cannot be told: it may be of all, or of others (rule, clause 8)
        pl.when(pl.col("part_unread").fill_null(False) & (pl.col("action") != "add")).then(pl.lit("action")),
        name("cargo_unread", "quantity"),
        name("cargo_unread", "weight_kg"),
    ).list.drop_nulls()
