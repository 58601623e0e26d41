"""Departure, status, queries and errors. Only the codes are to be compared: CBP's texts vary in spelling and length."""

from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.formats.camir_air.layouts.header import flight
from deminimis.edi.formats.camir_air.layouts.kinds import CARRIER, CODE, DAY, ENTRY, FLIGHT, MOMENT, REMARK
from deminimis.edi.formats.camir_air.layouts.sources import GUESS, QUERY, THIRD, TWIN
from deminimis.edi.layout.declare import Field, Layout, Part, line
from deminimis.edi.layout.kinds import N0, NX

DEP: Final = line(
    "DEP", "Departure",
    (
        *flight("/"),
        Field("arrival_date", Part("/", 5, 5), DAY, "M", "Scheduled arrival, day and month."),
        Field("departed_at", Part("/", 9, 9), MOMENT, "M", "Lift-off, Greenwich time."),
        Field("actual_carrier", Part("/", 2, 3), CARRIER, "O", "Carrier that flew, if another."),
        Field("actual_flight_number", Part("", 3, 5), FLIGHT, "O", "Flight that flew, if another."),
    ),
    source=GUESS, status="assumed",
)

CSN: Final = line(
    "CSN", "CBP status notification",
    (
        Field("disposition", Part("/", 2, 2), CODE, "M", "What CBP has posted to the waybill.",
              codes=load("air_disposition"), closed=False, source=f"{QUERY}, page ACMQ-38; place: {THIRD}"),
        # The Canadian twin has no pieces here, so their absence is no fault.
        Field("pieces", Part("-", 1, 5), N0, "C", "Pieces that the disposition concerns."),
        Field("posted_at", Part("/", 9, 9), MOMENT, "M", "When it was posted; the time zone is not known."),
        Field("entry_type", Part("/", 0, 2), NX, "C", "Entry type; the entry number follows unseparated."),
        Field("entry_number", Part("", 6, 17), ENTRY, "C", "Entry or in-bond number."),
        Field("remarks", Part("/", 0, 60), REMARK, "O", "Remarks.", source=f"{THIRD}; {TWIN}; width inferred"),
    ),
    source=THIRD, status="unconfirmed",
)

ASN: Final = line(
    "ASN", "Status notification of the trade",
    (
        Field("status_code", Part("/", 1, 2), CODE, "M", "What the carrier or agent reports of the waybill."),
        Field("explanation", Part("/", 0, 65), REMARK, "O", "Explanation in words."),
    ),
    source=GUESS, status="assumed",
)

ERR: Final = line(
    "ERR", "Error",
    (
        Field("error_code", Part("/", 3, 3), NX, "M", "Number of the error; 000 says that nothing was stored.",
              codes=load("air_error"), closed=False),
        # CBP's air error dictionary allows 40 characters, yet prints 41 for 098; the Canadian twin puts a slant between
        # code and text and allows more. All are taken: a slant counts to the text.
        Field("error_text", Part("", 0, 65), REMARK, "C", "Text of the error."),
    ),
    source=f"CBP's air error dictionary; {THIRD}; {TWIN}", status="unconfirmed",
)

FSQ: Final = line(
    "FSQ", "Query",
    (Field("request_code", Part("/", 2, 2), NX, "M", "What is asked for.", codes=load("air_query"), closed=False),),
    source="a filing service's guide to FSQ", status="assumed",
)

FSC: Final = line(
    "FSC", "Answer to a query",
    (
        Field("answer_code", Part("/", 2, 2), NX, "M", "What is answered."),
        Field("information", Part("", 0, 65), REMARK, "O", "Information in words."),
    ),
    source=GUESS, status="assumed",
)

TXT: Final = line(
    "TXT", "Free text",
    (Field("information", Part("/", 0, 65), REMARK, "M", "Information in words."),),
    source=GUESS, status="assumed",
)

HLD: Final = line(
    "HLD", "Hold",
    (
        Field("request_type", Part("/", 1, 2), CODE, "M", "Whether a hold is asked for or removed."),
        Field("explanation", Part("/", 0, 65), REMARK, "O", "Explanation in words."),
    ),
    source=GUESS, status="assumed",
)

ANSWERS: Final[dict[str, Layout]] = {
    "DEP": DEP,
    "CSN": CSN,
    "ASN": ASN,
    "ERR": ERR,
    "FSQ": FSQ,
    "FSC": FSC,
    "TXT": TXT,
    "HLD": HLD,
}
