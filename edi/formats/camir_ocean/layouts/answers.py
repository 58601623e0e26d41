"""CBP's answers: status notifications (R) and manifest responses (W). Records of other applications: by name only.

Lengths and meanings of R02 are those of CBP's NS records (CATAIR In-Bond, amendment 51); its columns rest on a third
party's tables.
"""

from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.formats.camir_ocean.layouts.sources import GUESS, NOTICES, THIRD, unknown, unread
from deminimis.edi.layout.declare import Cols, Field, Layout, fixed
from deminimis.edi.layout.kinds import AN, HHMM, NX, YYMMDD, A, N, X

R02: Final = fixed(
    "R02", "Disposition of a bill",
    (
        Field("bill_number", Cols(4, 15), X, "M", "Bill without its issuer, who stands in J01."),
        Field("disposition", Cols(16, 17), AN, "M", "What CBP has posted to the bill, Appendix D.",
              codes=load("appendix_d"), closed=False),
        Field("quantity", Cols(18, 27), N, "C", "Quantity that the disposition concerns."),
        Field("entry_type", Cols(28, 29), AN, "C", "Entry type, Appendix B."),
        Field("entry_number", Cols(30, 44), X, "C", "Entry, form or in-bond number, or a provision."),
        Field("action_date", Cols(45, 50), YYMMDD, "M", "Date of the action."),
        Field("action_time", Cols(51, 54), HHMM, "M", "Time of the action, Eastern."),
        unknown(55, 66, "Not known."),
        Field("negative", Cols(67, 67), A, "C", "Whether the quantity is negative; with 1A, 1B and 1C only.",
              codes={"N": "negative"}, closed=False),
        Field("continued", Cols(68, 68), X, "C", "Whether a second R02 follows.", codes={"1": "yes"}, closed=False),
        Field("hold_repeated", Cols(69, 69), A, "C", "Whether a hold is sent again after a change of port or vessel.",
              codes={"Y": "yes"}, closed=False),
        unknown(70, 80, "Not known."),
    ),
    source=THIRD, status="unconfirmed",
)

R02_CONTINUED: Final = fixed(
    "R02", "Disposition of a bill, continued",
    (
        Field("port", Cols(4, 7), NX, "C", "Port of the transaction."),
        Field("firms_code", Cols(8, 11), AN, "C", "FIRMS code."),
        Field("destination_port", Cols(12, 15), NX, "C", "U.S. port of destination of an in-bond movement."),
        Field("foreign_destination", Cols(16, 20), NX, "C", "Foreign destination of an in-bond movement."),
        unknown(21, 23, "Not known."),
        Field("container", Cols(24, 37), X, "C", "Container that the notice concerns."),
        Field("reference_qualifier", Cols(38, 40), AN, "C", "What the number is.",
              codes={"OB": "ocean bill", "BN": "booking", "8S": "broker"}, closed=False),
        Field("reference_number", Cols(41, 70), X, "C", "The number."),
        unknown(71, 80, "Not known."),
    ),
    source=THIRD, status="unconfirmed",
    doc="Same identifier as the first: it is a continuation if column 68 of the R02 in front of it is 1.",
)

R03: Final = fixed(
    "R03", "Remarks",
    (
        Field("remarks", Cols(4, 48), X, "M", "Remarks on the disposition, such as the reason of a hold."),
        unknown(49, 80, "Not known."),
    ),
    source=f"{NOTICES}; width as in CATAIR In-Bond, record NS50", status="assumed",
)

W01: Final = fixed(
    "W01", "Error",
    (
        Field("item_in_error", Cols(4, 17), X, "C", "Bill or other item in error."),
        unknown(18, 29, "Not known."),
        Field("port", Cols(30, 33), NX, "C", "CBP port."),
        Field("manifest_sequence", Cols(34, 39), NX, "C", "Manifest sequence number; 000001 if none was given."),
        Field("error_text", Cols(40, 79), X, "C", "Text of the error, Appendix H."),
        unknown(80, 80, "Not known."),
    ),
    source=f"{THIRD}; seen in the permit-to-transfer response only", status="unconfirmed",
)

ANSWERS: Final[dict[str, Layout]] = {
    "R01": unread("R01", "Manifest of a status notification", NOTICES),
    "R02": R02,
    "R02-CONTINUED": R02_CONTINUED,
    "R03": R03,
    "R04": unread("R04", "Paperless release outside the manifest system", NOTICES),
    "R06": unread("R06", "Event of the conveyance", NOTICES),
    "W01": W01,
    "W02": unread("W02", "Summary or continuation of errors", "CAMIR Ocean, list of chapters (record name only)"),
}

# In-bond arrival and export, permit to transfer, general order: files of their own, without shipments.
OTHER: Final[dict[str, Layout]] = {
    "H01": unread("H01", "Arrival or export of an in-bond movement", GUESS, "assumed"),
    "H02": unread("H02", "Arrival or export, continued", GUESS, "assumed"),
    "T01": unread("T01", "Permit to transfer", "CAMIR Ocean, record name only"),
    "G01": unread("G01", "General order", "CAMIR Ocean, Appendix H, record name only"),
    "G03": unread("G03", "General order, continued", "CAMIR Ocean, Appendix H, record name only"),
}
