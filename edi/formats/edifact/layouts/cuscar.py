"""CUSCAR: conveyance, equipment and shipment segments: TDT, EQD, SEL, CNI, DOC, TSR.

The order of elements is D.03B's; CBP adds a DOC behind CNI and an RFF with LOC behind EQD (`message_records`).
"""

from typing import Final

from deminimis.edi.formats.edifact.layouts.elements import D03B, ERROR_LIST, SAMPLE, THIRD_PARTY, ce, code_list, lines
from deminimis.edi.layout.declare import edifact
from deminimis.edi.layout.kinds import N0, TEXT

CLAIMS: Final = frozenset({"13", "35"})  # DOC 929 with these release types; CSMS 64824427 names them for X12 309

IDENTIFIERS: Final = {
    "8": "transponder",
    "109": "ACE ID",
    "146": "VIN",
    "172": "SCAC",
    "215": "licence plate",
    "274": "DOT number",
}
DOCUMENTS: Final = {
    "39": "crew document",
    "700": "waybill",
    "714": "house bill: in-bond under a bill",
    "929": "release type without a broker's entry",
    "950": "in-bond by its own number",
}
RELEASES: Final = {
    "12": "empty articles or instruments of international traffic",
    "13": "Section 321",
    "14": "intangibles",
    "15": "returned goods",
    "16": "gifts",
    "18": "American goods returned",
    "19": "new equipment",
    "35": "Section 321, goods with prior notice to FDA",
    "61": "in-bond: immediate transportation",
    "62": "in-bond: transportation and exportation",
    "63": "in-bond: immediate exportation",
    "83": "CBPF 7523 attached",
    "84": "CBPF 3311 attached",
    "85": "CBPF 3299 attached",
}
_STATES: Final = {"22": "shipment already filed", "23": "shipment created", "24": "shipment changed"}

TDT: Final = edifact(
    "TDT",
    "Transport Information",
    (
        ce(1, 8051, "stage", TEXT, 3, "M", "Stage of the transport.", codes={"11": "at the border"}, source=SAMPLE,
           status="cbp"),
        ce(2, 8028, "journey", TEXT, 17, "O", "Journey."),
        ce((3, 1), "C220-8067", "transport_method", TEXT, 3, "C", "Mode.", codes={"03": "road"}, source=SAMPLE,
           status="cbp"),
        ce((3, 2), "C220-8066", "transport_method_name", TEXT, 17, "O", "Mode in words."),
        ce((4, 1), "C001-8179", "conveyance_code", TEXT, 8, "O", "Kind of conveyance as a UN code."),
        *code_list(4, 2, "C001", "conveyance_code"),
        ce((4, 4), "C001-8178", "conveyance_type", TEXT, 17, "C", "Kind of conveyance.", source=SAMPLE, status="cbp"),
        ce((5, 1), "C040-3127", "carrier", TEXT, 17, "C", "SCAC of the carrier, in answers."),
        *code_list(5, 2, "C040", "carrier"),
        ce((5, 4), "C040-3128", "carrier_name", TEXT, 35, "O", "Name of the carrier."),
        ce(6, 8101, "direction", TEXT, 3, "C", "Direction.", codes={"I": "import"}, source=SAMPLE, status="cbp"),
        ce((7, 1), "C401-8457", "excess_reason", TEXT, 3, "O", "Not used."),
        ce((7, 2), "C401-8459", "excess_responsibility", TEXT, 3, "O", "Not used."),
        ce((7, 3), "C401-7130", "excess_authorisation", TEXT, 17, "O", "Not used."),
        ce((8, 1), "C222-8213", "conveyance_name_code", TEXT, 9, "O", "Conveyance as a code."),
        ce((8, 2), "C222-1131", "conveyance_id_list", TEXT, 17, "C", "Kind of identifier.", codes=IDENTIFIERS,
           source=f"{SAMPLE} (109); {THIRD_PARTY}", status="unconfirmed"),
        ce((8, 3), "C222-3055", "conveyance_id_agency", TEXT, 3, "O", "Agency that keeps the list."),
        ce((8, 4), "C222-8212", "conveyance_id", TEXT, 35, "C", "The identifier.", source=SAMPLE, status="cbp"),
        ce((8, 5), "C222-8453", "conveyance_country", TEXT, 3, "C", "Country of a licence plate."),
        ce(9, 8281, "ownership", TEXT, 3, "O", "Who owns the conveyance."),
    ),
    source=f"{D03B}, TDT",
)

EQD: Final = edifact(
    "EQD",
    "Equipment Details",
    (
        ce(1, 8053, "equipment_type", TEXT, 3, "M", "Kind of equipment.", source=SAMPLE, status="cbp"),
        ce((2, 1), "C237-8260", "equipment_id", TEXT, 17, "C", "Identifier of the equipment.", source=SAMPLE,
           status="cbp"),
        ce((2, 2), "C237-1131", "equipment_id_list", TEXT, 17, "C", "Kind of identifier.", codes=IDENTIFIERS),
        ce((2, 3), "C237-3055", "equipment_id_agency", TEXT, 3, "O", "Agency that keeps the list."),
        ce((2, 4), "C237-3207", "equipment_country", TEXT, 3, "O", "Country."),
        ce((3, 1), "C224-8155", "size_type", TEXT, 10, "O", "Size and type."),
        *code_list(3, 2, "C224", "size_type"),
        ce((3, 4), "C224-8154", "size_type_text", TEXT, 35, "O", "Size and type in words."),
        ce(4, 8077, "supplier", TEXT, 3, "O", "Who supplied it."),
        ce(5, 8249, "status", TEXT, 3, "O", "Status."),
        ce(6, 8169, "full_or_empty", TEXT, 3, "O", "Full or empty."),
    ),
    source=f"{D03B}, EQD",
)

SEL: Final = edifact(
    "SEL",
    "Seal Number",
    (
        ce(1, 9308, "seal", TEXT, 35, "C", "Seal.", source=SAMPLE, status="cbp"),
        ce((2, 1), "C215-9303", "sealing_party", TEXT, 3, "O", "Who put it on."),
        *code_list(2, 2, "C215", "sealing_party"),
        ce((2, 4), "C215-9302", "sealing_party_name", TEXT, 35, "O", "Name of that party."),
        ce(3, 4517, "condition", TEXT, 3, "O", "Condition of the seal."),
        *lines(4, "C208-7402", "range", 35, count=2, doc="First or last of a range of seals."),
    ),
    source=f"{D03B}, SEL",
)

CNI: Final = edifact(
    "CNI",
    "Consignment Information",
    (
        ce(1, 1490, "line_number", N0, 4, "C", "Number of the shipment, opens its group.", source=SAMPLE, status="cbp"),
        ce((2, 1), "C503-1004", "document_number", TEXT, 35, "O",
           "Not used: the shipment control number is in RFF AAM."),
        # 22, 23 and 24 read Status 0, 1 and 2 in the UN directory: the meanings are CBP's own, 23 from its sample.
        ce((2, 2), "C503-1373", "action", TEXT, 3, "C", "What is done to the shipment.", codes=_STATES,
           source=f"{SAMPLE} (23); {THIRD_PARTY}", status="unconfirmed"),
        ce((2, 3), "C503-1366", "document_source", TEXT, 70, "O", "Source of the document."),
        ce((2, 4), "C503-3453", "document_language", TEXT, 3, "O", "Language."),
        ce((2, 5), "C503-1056", "document_version", TEXT, 9, "O", "Version."),
        ce((2, 6), "C503-1060", "document_revision", TEXT, 6, "O", "Revision."),
        ce(3, 1312, "load_sequence", N0, 4, "O", "Order of loading."),
    ),
    source=f"{D03B}, CNI",
)

DOC: Final = edifact(
    "DOC",
    "Document/Message Details",
    (
        ce((1, 1), "C002-1001", "document", TEXT, 3, "C",
           "929 with 13 or 35 in the fourth component claims Section 321.", codes=DOCUMENTS,
           source=f"{SAMPLE} (714); {THIRD_PARTY} (929)", status="unconfirmed"),
        *code_list(1, 2, "C002", "document"),
        ce((1, 4), "C002-1000", "release_type", TEXT, 35, "C", "Release type, or kind of in-bond entry.",
           codes=RELEASES, source=f"CSMS 64824427 (13, 35 of X12 309); {THIRD_PARTY}", status="unconfirmed"),
        ce((2, 1), "C503-1004", "document_number", TEXT, 35, "C", "In-bond or entry number.",
           source=f"{SAMPLE}; {ERROR_LIST}, error 032", status="cbp"),
        ce((2, 2), "C503-1373", "action", TEXT, 3, "C", "What is done to the shipment.", codes=_STATES,
           source=THIRD_PARTY, status="unconfirmed"),
        ce((2, 3), "C503-1366", "scac", TEXT, 70, "C", "SCAC of the bonded carrier.", source=SAMPLE, status="cbp"),
        ce((2, 4), "C503-3453", "document_language", TEXT, 3, "O", "Language."),
        ce((2, 5), "C503-1056", "document_version", TEXT, 9, "O", "Version."),
        ce((2, 6), "C503-1060", "document_revision", TEXT, 6, "O", "Revision."),
        ce(3, 3153, "medium", TEXT, 3, "O", "How the document is sent."),
        ce(4, 1220, "copies", N0, 2, "O", "Copies."),
        ce(5, 1218, "originals", N0, 2, "O", "Originals."),
    ),
    source=f"{D03B}, DOC",
    doc="A CUSCAR shipment without one is a regular release and claims nothing, as a third party's texts have it."
    " The count in UNT tells of one that was lost on the way; one that its sender left out is not told of.",
)

TSR: Final = edifact(
    "TSR",
    "Transport Service Requirements",
    (
        ce((1, 1), "C536-4065", "service", TEXT, 3, "C", "Service type; 9 and 41 are seen.", source=SAMPLE,
           status="cbp"),
        *code_list(1, 2, "C536", "service"),
        ce((2, 1), "C233-7273", "requirement_1", TEXT, 3, "O", "Service that is asked for."),
        *code_list(2, 2, "C233", "requirement_1"),
        ce((2, 4), "C233-7273", "requirement_2", TEXT, 3, "O", "Second service that is asked for."),
        *code_list(2, 5, "C233", "requirement_2"),
        ce((3, 1), "C537-4219", "priority", TEXT, 3, "O", "Priority."),
        *code_list(3, 2, "C537", "priority"),
        ce((4, 1), "C703-7085", "cargo", TEXT, 3, "O", "Kind of cargo."),
        *code_list(4, 2, "C703", "cargo"),
    ),
    source=f"{D03B}, TSR",
)
