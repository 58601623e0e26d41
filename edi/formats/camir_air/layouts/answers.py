"""Departure, status, queries and errors. Only the codes are to be compared: CBP's texts vary in spelling and length."""

from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.formats.camir_air.layouts.codes import REPORTS
from deminimis.edi.formats.camir_air.layouts.header import flight
from deminimis.edi.formats.camir_air.layouts.kinds import (
    BEHIND,
    CARRIER,
    CODE,
    DAY,
    ENTRY,
    FLIGHT,
    MOMENT,
    REMARK,
)
from deminimis.edi.formats.camir_air.layouts.sources import GUESS, QUERY, SCHEMA, THIRD, TWIN
from deminimis.edi.layout.declare import Field, Layout, Part, line
from deminimis.edi.layout.kinds import N0, NX

DEP: Final = line(
    "DEP", "Departure",
    (
        *flight("/"),
        Field("arrival_date", Part("/", 5, 5), DAY, "M", "Scheduled arrival, day and month."),
        Field("departed_at", Part("/", 9, 9), MOMENT, "O", "Lift-off, Greenwich time."),
        Field("actual_carrier", Part("/", 2, 3), CARRIER, "O", "Carrier that flew, if another."),
        Field("actual_flight_number", Part("", 3, 5, inside=True), FLIGHT, "M", "Flight that flew, if another."),
    ),
    source=SCHEMA, status="schema",
)

CSN: Final = line(
    "CSN", "CBP status notification",
    (
        Field("disposition", Part("/", 2, 2), CODE, "M", "What CBP has posted to the waybill.",
              codes=load("air_disposition"), closed=False, source=f"{QUERY}, page ACMQ-38; place: {SCHEMA}; {THIRD}"),
        # The Canadian twin has no pieces here, so their absence is no fault.
        Field("pieces", Part("-", 1, 5), N0, "C", "Pieces that the disposition concerns."),
        Field("posted_at", Part("/", 9, 9), MOMENT, "M", "When it was posted; the time zone is not known."),
        Field("entry_type", Part("/", 0, 2), NX, "C", "Entry type; the entry number follows unseparated."),
        Field("entry_number", Part("", 6, 17), ENTRY, "C", "Entry or in-bond number."),
        Field("remarks", Part("/", 0, 60), REMARK, "O", "Remarks.",
              source=f"{SCHEMA}; {THIRD}; {TWIN}; width inferred"),
    ),
    source=f"{SCHEMA}; {THIRD}", status="schema",
)

ASN: Final = line(
    "ASN", "Status notification of the trade",
    (
        # the grammar has no slant in front of it; every other line has one
        Field("status_code", Part("", 1, 1, also=("/",)), CODE, "M",
              "What the carrier or agent reports of the waybill.", codes=REPORTS),
        Field("explanation", Part("/", 1, 20), REMARK, "O", "Explanation in words."),
        Field("unseparated_explanation", Part("", 1, 20, instead=True), BEHIND, "O", "The same without a slant.",
              source=f"{SCHEMA}; separator not told"),
    ),
    source=SCHEMA, status="schema",
)

ERR: Final = line(
    "ERR", "Error",
    (
        Field("error_code", Part("/", 3, 3), NX, "M", "Number of the error; 000 says that nothing was stored.",
              codes=load("air_error"), closed=False),
        # CBP's air error dictionary allows 40 characters, yet prints 41 for 098; the Canadian twin puts a slant between
        # code and text and allows more. All are taken: a slant counts to the text.
        Field("error_text", Part("", 0, 65), REMARK, "C", "Text of the error.",
              source=f"{SCHEMA}; CBP's air error dictionary; {TWIN}; width inferred"),
    ),
    source=f"{SCHEMA}; CBP's air error dictionary; {THIRD}", status="schema", doc="Up to 999 lines.",
)

FSQ: Final = line(
    "FSQ", "Query",
    (Field("request_code", Part("/", 2, 2), NX, "M", "What is asked for.", codes=load("air_query"), closed=False),),
    source=f"{SCHEMA}; a filing service's guide to FSQ", status="schema",
)

FSC: Final = line(
    "FSC", "Answer to a query",
    (
        Field("answer_code", Part("/", 2, 2), NX, "M", "What is answered."),
        Field("information", Part("", 0, 65), REMARK, "O", "Information in words; the grammar has it in TXT.",
              source=GUESS, status="assumed"),
    ),
    source=SCHEMA, status="schema",
)

TXT: Final = line(
    "TXT", "Free text",
    (Field("information", Part("/", 0, 65), REMARK, "M", "Information in words."),),
    source=f"{SCHEMA}; width inferred", status="schema", doc="Up to ten of them in an FSC.",
)

TXT_2: Final = line(
    "", "Free text continued",
    (Field("information", Part("/", 0, 65), REMARK, "M", "More of it; a slant may stand in it."),),
    source=f"{SCHEMA}; width inferred", status="schema", doc="Any number of lines.",
)

HLD: Final = line(
    "HLD", "Hold",
    (
        Field("request_type", Part("/", 1, 2), CODE, "M", "Whether a hold is asked for or removed."),
        Field("explanation", Part("/", 0, 65), REMARK, "O", "Explanation in words."),
    ),
    source=GUESS, status="assumed", doc="The receiving side's grammar of 2017 has neither it nor FRH.",
)

ANSWERS: Final[dict[str, Layout]] = {
    "DEP": DEP,
    "CSN": CSN,
    "ASN": ASN,
    "ERR": ERR,
    "FSQ": FSQ,
    "FSC": FSC,
    "TXT": TXT,
    "TXT-2": TXT_2,
    "HLD": HLD,
}
