"""The EDIFACT envelope: UNB, UNG, UNH, UNT, UNE, UNZ. UNA is no segment: it states the separators.

ACE's samples always have a group (UNG and UNE), and both widths of date under syntax 4: both are read, 8 is written.
"""

from typing import Final

import polars as pl

from deminimis.edi.formats.edifact.layouts.elements import SAMPLE, SYNTAX_4, ce
from deminimis.edi.layout.declare import Field, Layout, edifact
from deminimis.edi.layout.kinds import CCYYMMDD, HHMM, N0, TEXT, YYMMDD, Kind


def _either(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_chars() == 6).then(YYMMDD.read(text)).otherwise(CCYYMMDD.read(text))


DATE: Final = Kind(
    "DT", "date CCYYMMDD or YYMMDD", "0-9", CCYYMMDD.dtype, _either, CCYYMMDD.show,
    pattern=f"(?:{CCYYMMDD.pattern}|{YYMMDD.pattern})", literal=False, sizes=(6, 8),
)

_QUALIFIERS: Final = {"02": "SCAC", "ZZ": "mutually agreed"}
_MESSAGES: Final = {
    "CONTRL": "syntax and service report",
    "CUSCAR": "customs cargo report",
    "CUSREP": "customs conveyance report",
    "CUSRES": "customs response",
    "PAXLST": "passenger list",
}


def _party(element: int, composite: str, number: str, name: str) -> tuple[Field, ...]:
    return (
        ce((element, 1), f"{composite}-{number}", name, TEXT, 35, "M", f"The {name}.", source=SAMPLE, status="cbp"),
        ce((element, 2), f"{composite}-0007", f"{name}_qualifier", TEXT, 4, "O", "Kind of code.", codes=_QUALIFIERS),
        ce((element, 3), f"{composite}-0008", f"{name}_internal", TEXT, 35, "O", "Internal identification."),
        ce((element, 4), f"{composite}-0042", f"{name}_sub", TEXT, 35, "O", "Internal sub-identification."),
    )


UNB: Final = edifact(
    "UNB",
    "Interchange Header",
    (
        ce((1, 1), "S001-0001", "syntax", TEXT, 4, "M", "Character set.", codes={"UNOA": "level A: no lower case"}),
        ce((1, 2), "S001-0002", "syntax_version", TEXT, 1, "M", "Syntax version; ACE has 4."),
        ce((1, 3), "S001-0080", "service_directory", TEXT, 6, "O", "Version of the service code list."),
        ce((1, 4), "S001-0133", "encoding", TEXT, 3, "O", "Character encoding."),
        *_party(2, "S002", "0004", "sender"),
        *_party(3, "S003", "0010", "receiver"),
        ce((4, 1), "S004-0017", "date", DATE, 8, "M", "Date; a CBP sample has six digits under syntax 4."),
        ce((4, 2), "S004-0019", "time", HHMM, 4, "M", "Time."),
        ce(5, "0020", "control_reference", TEXT, 14, "M", "Interchange control reference; UNZ repeats it."),
        ce((6, 1), "S005-0022", "password", TEXT, 14, "O", "Password of the receiver."),
        ce((6, 2), "S005-0025", "password_qualifier", TEXT, 2, "O", "Kind of password."),
        ce(7, "0026", "application", TEXT, 14, "O", "Application.", codes={"ACE": "ACE"}, source=SAMPLE, status="cbp"),
        ce(8, "0029", "priority", TEXT, 1, "O", "Priority."),
        ce(9, "0031", "acknowledgment", TEXT, 1, "O", "1 asks for a CONTRL."),
        ce(10, "0032", "agreement", TEXT, 35, "O", "Agreement."),
        ce(11, "0035", "test", TEXT, 1, "O", "1 marks a test; ACE goes by the receiver instead."),
    ),
    source=f"{SYNTAX_4}, UNB",
)

UNG: Final = edifact(
    "UNG",
    "Group Header",
    (
        ce(1, "0038", "message_type", TEXT, 6, "O", "Type of the messages in the group.", codes=_MESSAGES),
        ce((2, 1), "S006-0040", "sender", TEXT, 35, "O", "The sender.", source=SAMPLE, status="cbp"),
        ce((2, 2), "S006-0007", "sender_qualifier", TEXT, 4, "O", "Kind of code.", codes=_QUALIFIERS),
        ce((3, 1), "S007-0044", "receiver", TEXT, 35, "O", "The receiver.", source=SAMPLE, status="cbp"),
        ce((3, 2), "S007-0007", "receiver_qualifier", TEXT, 4, "O", "Kind of code.", codes=_QUALIFIERS),
        ce((4, 1), "S004-0017", "date", DATE, 8, "O", "Date."),
        ce((4, 2), "S004-0019", "time", HHMM, 4, "O", "Time."),
        ce(5, "0048", "control_reference", TEXT, 14, "M", "Group control reference; UNE repeats it."),
        ce(6, "0051", "agency", TEXT, 3, "O", "Agency that keeps the messages.", codes={"UN": "UN/CEFACT"}),
        ce((7, 1), "S008-0052", "version", TEXT, 3, "O", "D: draft directory.", source=SAMPLE, status="cbp"),
        ce((7, 2), "S008-0054", "release", TEXT, 3, "O", "Directory; ACE has 03B.", source=SAMPLE, status="cbp"),
        ce((7, 3), "S008-0057", "association", TEXT, 6, "O", "Association's own code."),
        ce(8, "0058", "password", TEXT, 14, "O", "Password of the application."),
    ),
    source=f"{SYNTAX_4}, UNG",
)

UNH: Final = edifact(
    "UNH",
    "Message Header",
    (
        ce(1, "0062", "message_reference", TEXT, 14, "M", "Message reference; UNT repeats it."),
        ce((2, 1), "S009-0065", "message_type", TEXT, 6, "M", "Type of the message.", codes=_MESSAGES),
        ce((2, 2), "S009-0052", "version", TEXT, 3, "M", "D: draft directory.", source=SAMPLE, status="cbp"),
        ce((2, 3), "S009-0054", "release", TEXT, 3, "M", "Directory; ACE has 03B.", source=SAMPLE, status="cbp"),
        ce((2, 4), "S009-0051", "agency", TEXT, 3, "M", "Agency that keeps the message."),
        ce((2, 5), "S009-0057", "association", TEXT, 6, "O", "Association's own code."),
        ce((2, 6), "S009-0110", "code_directory", TEXT, 6, "O", "Version of the code list directory."),
        ce((2, 7), "S009-0113", "subset", TEXT, 6, "O", "Sub-function of the message."),
        ce(3, "0068", "access_reference", TEXT, 35, "O", "Common access reference."),
        ce((4, 1), "S010-0070", "transfer_sequence", N0, 2, "O", "Number of this transfer."),
        ce((4, 2), "S010-0073", "transfer_position", TEXT, 1, "O", "First or last transfer."),
    ),
    source=f"{SYNTAX_4}, UNH",
)

UNT: Final = edifact(
    "UNT",
    "Message Trailer",
    (
        ce(1, "0074", "segment_count", N0, 10, "M", "Segments of the message, UNH and UNT counted."),
        ce(2, "0062", "message_reference", TEXT, 14, "M", "Message reference, as in UNH."),
    ),
    source=f"{SYNTAX_4}, UNT",
)

UNE: Final = edifact(
    "UNE",
    "Group Trailer",
    (
        ce(1, "0060", "message_count", N0, 6, "M", "Messages of the group."),
        ce(2, "0048", "control_reference", TEXT, 14, "M", "Group control reference, as in UNG."),
    ),
    source=f"{SYNTAX_4}, UNE",
)

UNZ: Final = edifact(
    "UNZ",
    "Interchange Trailer",
    (
        ce(1, "0036", "count", N0, 6, "M", "Groups of the interchange, or its messages where it has no groups."),
        ce(2, "0020", "control_reference", TEXT, 14, "M", "Interchange control reference, as in UNB."),
    ),
    source=f"{SYNTAX_4}, UNZ",
)

ENVELOPE: Final[dict[str, Layout]] = {layout.tag: layout for layout in (UNB, UNG, UNH, UNT, UNE, UNZ)}
