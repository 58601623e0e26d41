"""Segments that CUSCAR, CUSREP and CUSRES share: BGM, DTM, LOC, RFF, FTX, GEI, CNT, QTY."""

from typing import Final

from deminimis.edi.formats.edifact.layouts.elements import D03B, ERROR_LIST, SAMPLE, THIRD_PARTY, ce, code_list, lines
from deminimis.edi.layout.declare import edifact
from deminimis.edi.layout.kinds import MEASURE, TEXT

_DOCUMENTS: Final = {
    "34": "CUSRES: status notification",
    "85": "customs manifest",
    "87": "shipments that have no trip yet",
    "98": "in-bond arrival",
    "132": "CUSRES: acceptance or rejection",
    "336": "trip",
    "833": "in-bond export",
}
_FUNCTIONS: Final = {
    "1": "cancellation",
    "2": "addition, preliminary",
    "3": "deletion",
    "4": "change",
    "5": "replace",
    "6": "confirmation",
    "9": "original",
    "20": "CUSRES: accepted",
    "22": "final: complete",
}
_DATES: Final = {
    "132": "estimated date of arrival, one for the whole trip",
    "133": "departure: export or in-bond exit",
    "163": "time of the event",
}
_PLACES: Final = {
    "4": "place of receipt",
    "5": "place of departure",
    "8": "foreign destination",
    "9": "place of loading",
    "24": "port of entry",
    "27": "country of origin",
    "45": "in-bond destination port",
    "60": "first US port",
    "89": "place of registration",
    "103": "FIRMS code",
}
_PLACE_LISTS: Final = {
    "77": "Schedule D",
    "78": "Schedule K",
    "162": "country",
    "163": "state",
    "276": "FIRMS",
    "ZZZ": "mutually agreed",
}
_REFERENCES: Final = {
    "AAM": "shipment control number: SCAC and at most twelve characters",
    "ABO": "sender's own reference; a CUSRES echoes it in FTX AIQ",
    "ABZ": "licence plate of equipment",
    "ACD": "licence plate of the conveyance",
    "AGP": "equipment",
    "AWM": "service type follows",
}
_TEXTS: Final = {
    "AAA": "description of goods",
    "AAH": "CUSRES: text of a status, in newer messages",
    "AAO": "CUSRES: text of the error or status",
    "AIQ": "CUSRES: the filing's RFF ABO",
    "INS": "insurance",
}

BGM: Final = edifact(
    "BGM",
    "Beginning of Message",
    (
        ce((1, 1), "C002-1001", "document", TEXT, 3, "C", "What the message is.", codes=_DOCUMENTS,
           source=f"{SAMPLE} (85); {THIRD_PARTY}", status="unconfirmed"),
        *code_list(1, 2, "C002", "document"),
        ce((1, 4), "C002-1000", "document_name", TEXT, 35, "C", "STANDARD, or ST in answers."),
        ce((2, 1), "C106-1004", "trip_number", TEXT, 35, "C", "Trip: SCAC and number; SYSTEM without a trip.",
           source=SAMPLE, status="cbp"),
        ce((2, 2), "C106-1056", "trip_version", TEXT, 9, "O", "Version of the document."),
        ce((2, 3), "C106-1060", "trip_revision", TEXT, 6, "O", "Revision of the document."),
        # 22 is in CBP's CUSCAR sample, 4 in its PAXLST sample; 2, 3 and 6 are a third party's.
        ce(3, 1225, "function", TEXT, 3, "C", "Complete, preliminary, change ...", codes=_FUNCTIONS,
           source=f"{SAMPLE} (22); {THIRD_PARTY}", status="unconfirmed"),
        ce(4, 4343, "response", TEXT, 3, "O", "Answer that is asked for."),
    ),
    source=f"{D03B}, BGM",
)

# The form of 2380 is 2379's affair (203: CCYYMMDDHHMM, 102: CCYYMMDD), so it stays text here.
DTM: Final = edifact(
    "DTM",
    "Date/Time/Period",
    (
        ce((1, 1), "C507-2005", "qualifier", TEXT, 3, "M", "What the date is.", codes=_DATES, source=SAMPLE,
           status="cbp"),
        ce((1, 2), "C507-2380", "value", TEXT, 35, "C", "The date in the form of the third component.", source=SAMPLE,
           status="cbp"),
        ce((1, 3), "C507-2379", "form", TEXT, 3, "C", "Form of the date.",
           codes={"102": "CCYYMMDD", "203": "CCYYMMDDHHMM"}, source=SAMPLE, status="cbp"),
    ),
    source=f"{D03B}, DTM",
)

LOC: Final = edifact(
    "LOC",
    "Place/Location Identification",
    (
        # 60, 89 and 9 are in CBP's sample; 27 and the rest only in a third party's messages.
        ce(1, 3227, "qualifier", TEXT, 3, "M", "What the place is.", codes=_PLACES,
           source=f"{SAMPLE} (9, 60, 89); {THIRD_PARTY}", status="unconfirmed"),
        ce((2, 1), "C517-3225", "place", TEXT, 35, "C", "Code of the place.",
           source=f"{SAMPLE}; {ERROR_LIST}, error 033", status="cbp"),
        ce((2, 2), "C517-1131", "place_list", TEXT, 17, "C", "Code list.", codes=_PLACE_LISTS),
        ce((2, 3), "C517-3055", "place_agency", TEXT, 3, "O", "Agency that keeps the list."),
        ce((2, 4), "C517-3224", "place_name", TEXT, 256, "O", "Name of the place."),
        ce((3, 1), "C519-3223", "first_related", TEXT, 25, "O", "First related place."),
        *code_list(3, 2, "C519", "first_related"),
        ce((3, 4), "C519-3222", "first_related_name", TEXT, 70, "O", "Name of that place."),
        ce((4, 1), "C553-3233", "second_related", TEXT, 25, "O", "Second related place."),
        *code_list(4, 2, "C553", "second_related"),
        ce((4, 4), "C553-3232", "second_related_name", TEXT, 70, "O", "Name of that place."),
        ce(5, 5479, "relation", TEXT, 3, "O", "Relation between the places."),
    ),
    source=f"{D03B}, LOC",
)

RFF: Final = edifact(
    "RFF",
    "Reference",
    (
        ce((1, 1), "C506-1153", "qualifier", TEXT, 3, "M", "Kind of reference.", codes=_REFERENCES,
           source=f"{SAMPLE}; {ERROR_LIST}", status="cbp"),
        ce((1, 2), "C506-1154", "reference", TEXT, 70, "C", "The reference.", source=SAMPLE, status="cbp"),
        ce((1, 3), "C506-1156", "document_line", TEXT, 6, "O", "Line of the document."),
        ce((1, 4), "C506-4000", "reference_version", TEXT, 35, "O", "Version of the reference."),
        ce((1, 5), "C506-1060", "reference_revision", TEXT, 6, "O", "Revision."),
    ),
    source=f"{D03B}, RFF",
)

FTX: Final = edifact(
    "FTX",
    "Free Text",
    (
        ce(1, 4451, "qualifier", TEXT, 3, "M", "What the text is.", codes=_TEXTS),
        ce(2, 4453, "function", TEXT, 3, "O", "Function of the text."),
        ce((3, 1), "C107-4441", "text_code", TEXT, 17, "C", "Text as a code."),
        *code_list(3, 2, "C107", "text_code"),
        *lines(4, "C108-4440", "text", 512, count=5, doc="A line of the text."),
        ce(5, 3453, "language", TEXT, 3, "O", "Language."),
        ce(6, 4447, "text_format", TEXT, 3, "O", "Form of the text."),
    ),
    source=f"{D03B}, FTX",
)

GEI: Final = edifact(
    "GEI",
    "Processing Information",
    (
        ce(1, 9649, "qualifier", TEXT, 3, "M", "Kind of processing."),
        ce((2, 1), "C012-7365", "processing", TEXT, 3, "C", "CBP's own code.",
           codes={"134": "meaning unknown, seen with type 35", "135": "meaning unknown, seen with type 13"},
           source=f"{SAMPLE} (135); {THIRD_PARTY}", status="unconfirmed"),
        *code_list(2, 2, "C012", "processing"),
        ce((2, 4), "C012-7364", "processing_text", TEXT, 35, "O", "The processing in words."),
        ce(3, 7187, "process_type", TEXT, 17, "O", "Kind of process."),
    ),
    source=f"{D03B}, GEI",
)

CNT: Final = edifact(
    "CNT",
    "Control Total",
    (
        ce((1, 1), "C270-6069", "qualifier", TEXT, 3, "M", "What is counted.", codes={"58": "boarded quantity"},
           source=SAMPLE, status="assumed"),
        ce((1, 2), "C270-6066", "quantity", MEASURE, 18, "M", "The quantity.", source=SAMPLE, status="cbp"),
        ce((1, 3), "C270-6411", "unit", TEXT, 8, "O", "Unit."),
    ),
    source=f"{D03B}, CNT",
)

QTY: Final = edifact(
    "QTY",
    "Quantity",
    (
        ce((1, 1), "C186-6063", "qualifier", TEXT, 3, "M", "What is counted.", codes={"11": "boarded quantity"},
           source=THIRD_PARTY, status="unconfirmed"),
        ce((1, 2), "C186-6060", "quantity", MEASURE, 35, "M", "The quantity."),
        ce((1, 3), "C186-6411", "unit", TEXT, 8, "O", "Unit."),
    ),
    source=f"{D03B}, QTY",
)
