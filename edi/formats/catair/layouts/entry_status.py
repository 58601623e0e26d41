"""ACE Cargo Release status notification (SO): what CBP tells a filer about an entry after the first answer.

The SO chapter itself was not at hand. CBP's status query chapter describes WO10 to WO72 and says that they mimic SO10
to SO72 (p. ACMQ-45), so the columns are read there. A user who holds the SO chapter should compare.
"""

from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.formats.catair.layouts import cargo_release_codes as codes
from deminimis.edi.layout.declare import Cols, Field, Layout, filler, fixed
from deminimis.edi.layout.kinds import AN, FREE, HHMM, MMDDYY, NX, A, N, X
from deminimis.edi.layout.usage import Item, Loop, Rec

GUIDE: Final = "CBP Cargo Manifest, In-bond and Entry Status Query rev. 21 (September 2025)"


def _source(tag: str, page: int) -> str:
    return f"{GUIDE}, p. ACMQ-{page}: {tag.replace('S', 'W')}, which mimics {tag}"


SO10: Final = fixed(
    "SO10",
    "entry",
    (
        Field("port_of_entry", Cols(5, 8), NX, "C", "Port of entry, Schedule D."),
        Field("entry_filer_code", Cols(9, 11), AN, "M", "Filer code."),
        filler(12, 13),
        Field("entry_number", Cols(14, 21), AN, "M", "Entry number without the filer code."),
        filler(22, 22),
        Field("entry_type", Cols(23, 24), NX, "M", "Entry type.", codes=codes.ENTRY_TYPES, closed=False),
        # Mandatory in the guide, but type 86 may be filed without an importer of record.
        Field("importer_of_record", Cols(25, 36), X, "C", "Importer of record number."),
        Field("carrier_code", Cols(37, 40), AN, "C", "Carrier."),
        Field("conveyance_name", Cols(41, 60), X, "C", "Importing vessel."),
        Field("voyage_flight_trip", Cols(61, 65), X, "C", "Voyage, flight or trip number."),
        Field("estimated_date_of_arrival", Cols(66, 71), MMDDYY, "C", "Estimated date of arrival."),
        Field("split_release", Cols(72, 72), AN, "O", "How a split shipment is released.",
              codes=codes.SPLIT_RELEASE, closed=False),
        Field("correction_response", Cols(73, 73), X, "C", "Set when the message answers a PGA correction.",
              codes={"P": "answers a PGA correction"}, closed=False),
        filler(74, 80),
    ),
    source=_source("SO10", 45),
)

SO20: Final = fixed(
    "SO20",
    "reference",
    (
        Field("reference_qualifier", Cols(5, 7), AN, "M", "What the reference is.", closed=False, codes={
            "CR": "the filer's own reference", "RRN": "rail reference",
            "RSN": "why CBP refused a correction or cancellation", "CMT": "CBP's comment on the refusal",
        }),
        Field("reference", Cols(8, 57), X, "M", "The reference, reason or comment."),
        filler(58, 80),
    ),
    source=_source("SO20", 47),
)

SO30: Final = fixed(
    "SO30",
    "line",
    (
        Field("line_number", Cols(5, 7), N, "M", "Line, as in SE40."),
        Field("country_of_origin", Cols(8, 9), A, "M", "ISO country code of origin."),
        Field("hts_number", Cols(10, 19), AN, "M", "Tariff number (HTSUS)."),
        filler(20, 80),
    ),
    source=_source("SO30", 49),
)

SO40: Final = fixed(
    "SO40",
    "bill of lading",
    (
        Field("bill_type", Cols(5, 5), A, "M", "Kind of bill number.", closed=False,
              codes={**codes.BILL_TYPES, "S": "sub-house bill (future use)"}),
        Field("issuer_code", Cols(6, 9), AN, "C", "SCAC of the issuer; blank for air."),
        Field("bill_number", Cols(10, 59), X, "M", "Bill number as in the manifest, no punctuation."),
        Field("quantity", Cols(60, 67), N, "C", "Quantity entered; for a split air bill the quantity boarded."),
        Field("unit_of_measure", Cols(68, 72), X, "C", "Unit of the quantity."),
        Field("manifested_quantity", Cols(73, 80), X, "C", "Quantity of the bill in the manifest."),
    ),
    source=_source("SO40", 50),
)

SO42: Final = fixed(
    "SO42",
    "in-bond movement",
    (
        Field("in_bond_number", Cols(5, 16), AN, "M", "In-bond number."),
        Field("in_bond_type", Cols(17, 18), NX, "M", "Kind of in-bond movement."),
        Field("port_of_departure", Cols(19, 22), NX, "M", "US port where the in-bond begins, Schedule D."),
        Field("port_of_arrival", Cols(23, 26), NX, "M", "US port where the in-bond ends, Schedule D."),
        Field("created_on", Cols(27, 32), MMDDYY, "M", "Day the in-bond was created."),
        Field("arrived_on", Cols(33, 38), MMDDYY, "C", "Day the in-bond arrived."),
        Field("quantity", Cols(39, 46), N, "C", "In-bond quantity, if less than the bill's."),
        filler(47, 80),
    ),
    source=_source("SO42", 51),
)

SO50: Final = fixed(
    "SO50",
    "status of a bill",
    (
        Field("disposition_date", Cols(5, 10), MMDDYY, "M", "Day of the action."),
        Field("disposition_time", Cols(11, 14), HHMM, "M", "Time of the action."),
        Field("disposition_code", Cols(15, 16), AN, "M", "What happened to the bill.", closed=False,
              codes=load("bill_disposition")),
        Field("narrative", Cols(17, 56), X, "M", "The disposition in words."),
        # Mandatory in the guide; messages without it are known.
        Field("split", Cols(57, 57), A, "C", "Whether the shipment is split.", codes={"Y": "split", "N": "not split"}),
        Field("carrier_code", Cols(58, 61), AN, "C", "Carrier; split and partial shipments only."),
        Field("voyage_flight_trip", Cols(62, 66), X, "C", "Voyage, flight or trip number; split and partial only."),
        Field("date_of_arrival", Cols(67, 72), MMDDYY, "C", "Date of arrival; split and partial shipments only."),
        Field("port_of_arrival", Cols(73, 76), NX, "C", "Port of arrival; split and partial shipments only."),
        filler(77, 80),
    ),
    source=_source("SO50", 52),
    doc="Concerns the bill of the SO40 before it.",
)

SO60: Final = fixed(
    "SO60",
    "status of the entry",
    (
        Field("disposition_date", Cols(5, 10), MMDDYY, "M", "Day of the action."),
        Field("disposition_time", Cols(11, 14), HHMM, "M", "Time of the action."),
        Field("disposition_code", Cols(15, 16), AN, "M", "What happened to the entry.", closed=False,
              codes=load("entry_disposition")),
        Field("narrative", Cols(17, 56), X, "M", "The disposition in words."),
        Field("release_date", Cols(57, 62), MMDDYY, "C", "Release date; with 22 and 98 only."),
        Field("release_origin", Cols(63, 64), NX, "C", "What set the release date; with 22 and 98 only.", closed=False,
              codes={
                  "01": "selectivity processing", "02": "estimated date of arrival", "03": "actual arrival",
                  "04": "paperless in-bond arrival", "05": "intensive exam completed",
                  "06": "override to general exam", "07": "manifest hold removed",
                  "08": "other agency review completed", "09": "release date update", "99": "release date removed",
              }),
        # Six letters wide, though the guide prints 65-67; its filler begins at 71.
        Field("document_type", Cols(65, 70), AN, "C", "Document that CBP requires."),
        filler(71, 80),
    ),
    source=_source("SO60", 54),
    doc="Concerns the whole entry of SO10.",
)

SO70: Final = fixed(
    "SO70",
    "status from another agency",
    (
        Field("agency", Cols(5, 7), AN, "M", "Agency."),
        Field("program", Cols(8, 10), AN, "C", "Program of the agency."),
        Field("status_date", Cols(11, 16), MMDDYY, "C", "Day of the action."),
        Field("status_time", Cols(17, 20), HHMM, "C", "Time of the action."),
        Field("entry_status", Cols(21, 22), AN, "C", "Status of the entry with the agency."),
        Field("narrative", Cols(23, 50), X, "C", "The entry's status in words."),
        filler(51, 52, "Reserved for the line status at entry level.", kind=FREE),
        Field("line_status", Cols(53, 54), AN, "C", "Status of the line with the agency."),
        Field("status_reason", Cols(55, 56), AN, "C", "Reason of the status."),
        filler(57, 72, "First and last line; the columns moved with group version 04 (6 September 2025).", kind=FREE),
        Field("document_type", Cols(73, 77), AN, "C", "Document that the agency requires."),
        Field("hold_type", Cols(78, 78), X, "C", "Who set the hold.", closed=False,
              codes={"1": "CBP for the agency", "2": "the agency"}),
        Field("group_version", Cols(79, 80), NX, "C", "Version of SO70 to SO72; blank, 01, 02, 03 or 04."),
    ),
    source=_source("SO70", 57),
)

SO71: Final = fixed(
    "SO71",
    "reference from another agency",
    (
        Field("reference_qualifier_1", Cols(5, 6), AN, "C", "What the first reference is."),
        Field("reference_1", Cols(7, 18), X, "C", "Reference of the agency, such as a prior notice confirmation."),
        Field("received_on", Cols(19, 24), MMDDYY, "C", "Day the agency's confirmation was received."),
        Field("received_at", Cols(25, 30), NX, "C", "Time of it, HHMMSS."),
        *(
            Field(f"reason_{n}", Cols(28 + 3 * n, 30 + 3 * n), AN, "C", "Reason of the agency's review.")
            for n in range(1, 11)
        ),
        Field("reference_qualifier_2", Cols(61, 62), AN, "C", "What the second reference is."),
        Field("reference_2", Cols(63, 80), X, "C", "Second, longer reference of the agency."),
    ),
    source=_source("SO71", 61),
)

SO72: Final = fixed(
    "SO72",
    "comment from another agency",
    (Field("comment", Cols(5, 80), X, "M", "The agency's comment."),),
    source=_source("SO72", 63),
)

RECORDS: Final[dict[str, Layout]] = {
    layout.tag: layout for layout in (SO10, SO20, SO30, SO40, SO42, SO50, SO60, SO70, SO71, SO72)
}


def _notification(*status: Item) -> tuple[Item, ...]:
    head = (Rec("SO10", 1, 1), Rec("SO20", 0, 999), Rec("SO30", 0, 999))
    return (Loop((*head, _bills(0, 0), *status), 1),)


def _bills(least: int, statuses: int) -> Loop:
    return Loop((Rec("SO40", 1, 2), Rec("SO42", 0, 99), Rec("SO50", statuses, 99)), least)


def _agencies(least: int) -> Loop:
    return Loop((Rec("SO70", 1, 1), Loop((Rec("SO71", 0, 99), Rec("SO72", 0, 99)))), least)


# Order as in the status query chapter (p. ACMQ-17), which gives no repeats. SO50 is missing in some older messages; a
# notification without any status was cut.
USAGES: Final[tuple[tuple[Item, ...], ...]] = (
    _notification(_bills(1, 1), Rec("SO60", 0, 999), _agencies(0)),
    _notification(Rec("SO60", 1, 999), _agencies(0)),
    _notification(_agencies(1)),
)
"""The records between B and Y of a block of notifications, each of which begins with SO10."""
