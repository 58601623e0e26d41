"""The X12 envelope: ISA, GS, ST, SE, GE, IEA, and TA1.

Control numbers are kept as text: their leading zeros belong to them, and ISA13 is always nine wide. ISA11 and ISA16
hold separators themselves: in canonical rows they show the canonical ones (`edi.layout`), not the file's own.
"""

from typing import Final

from deminimis.edi.formats.x12.layouts.elements import X12_5020, de
from deminimis.edi.layout.declare import Layout, x12
from deminimis.edi.layout.kinds import CCYYMMDD, HHMM, ID, N0, NX, TEXT, TM, YYMMDD, Kind

# Any character but the element separator: real files put `U`, `^`, `:` or a control character here.
SEPARATOR: Final = Kind("SEP", "any one character", r"\x00-\x1c\x1e-\xff", TEXT.dtype, TEXT.read, TEXT.show)

_SENDERS: Final = {"01": "DUNS number", "02": "SCAC", "30": "US tax number", "ZZ": "mutually agreed"}
_USAGES: Final = {"I": "information", "P": "production", "T": "test"}
_SETS: Final = {
    "309": "customs manifest",
    "350": "customs status information",
    "353": "customs events advisory",
    "355": "customs acceptance or rejection",
    "358": "customs consist information",
    "997": "functional acknowledgment",
}
_GROUPS: Final = {
    "AQ": "309",
    "AU": "350",
    "AX": "353",
    "AZ": "355",
    "BD": "358",
    "FA": "997",
    "SO": "309, 350, 355 of the ocean guides and of older releases",
}
_TA1: Final = {"A": "accepted", "E": "accepted, errors noted", "R": "rejected"}
_NOTES: Final = {
    "000": "no error",
    "001": "control numbers of header and trailer differ",
    "002": "standard of the envelope not supported",
    "003": "version of the envelope not supported",
    "004": "segment terminator invalid",
    "005": "qualifier of the sender invalid",
    "006": "sender invalid",
    "007": "qualifier of the receiver invalid",
    "008": "receiver invalid",
    "009": "receiver unknown",
    "010": "kind of authorization invalid",
    "011": "authorization invalid",
    "012": "kind of security invalid",
    "013": "password invalid",
    "014": "date of the interchange invalid",
    "015": "time of the interchange invalid",
    "016": "identifier of the standard invalid",
    "017": "version identifier invalid",
    "018": "control number invalid",
    "019": "acknowledgment requested invalid",
    "020": "test indicator invalid",
    "021": "number of groups invalid",
    "022": "control structure invalid",
    "023": "the file ends too early",
    "024": "content invalid, as a GS segment",
    "025": "control number stood before",
    "026": "element separator invalid",
    "027": "component separator invalid",
    "028": "delivery date invalid",
    "029": "delivery time invalid",
    "030": "delivery time code invalid",
    "031": "grade of service invalid",
}

ISA: Final = x12(
    "ISA",
    "Interchange Control Header",
    (
        de(1, "I01", "authorization_qualifier", ID, 2, 2, "M", "Kind of authorization.", codes={"00": "none"}),
        de(2, "I02", "authorization", TEXT, 10, 10, "M", "Authorization, or ten spaces."),
        de(3, "I03", "security_qualifier", ID, 2, 2, "M", "Kind of security.", codes={"00": "none", "01": "password"}),
        de(4, "I04", "security", TEXT, 10, 10, "M", "Password, or ten spaces."),
        de(5, "I05", "sender_qualifier", ID, 2, 2, "M", "Kind of sender identifier.", codes=_SENDERS),
        de(6, "I06", "sender", TEXT, 15, 15, "M", "Sender, filled with spaces to fifteen characters."),
        de(7, "I05", "receiver_qualifier", ID, 2, 2, "M", "Kind of receiver identifier.", codes=_SENDERS),
        de(8, "I07", "receiver", TEXT, 15, 15, "M", "Receiver, filled with spaces to fifteen characters."),
        de(9, "I08", "date", YYMMDD, 6, 6, "M", "Date of the interchange."),
        de(10, "I09", "time", HHMM, 4, 4, "M", "Time of the interchange."),
        de(11, "I65", "repetition_separator", SEPARATOR, 1, 1, "M", "Repetition separator; a letter is none."),
        de(12, "I11", "version", NX, 5, 5, "M", "Release of the envelope, any five digits."),
        de(13, "I12", "control_number", NX, 9, 9, "M", "Interchange control number; IEA02 repeats it."),
        de(14, "I13", "acknowledgment", ID, 1, 1, "M", "TA1 wanted or not.", codes={"0": "no", "1": "yes"}),
        de(15, "I14", "usage", ID, 1, 1, "M", "Test or production.", codes=_USAGES),
        de(16, "I15", "component_separator", SEPARATOR, 1, 1, "M", "Component separator."),
    ),
    source=f"{X12_5020}, interchange control structure",
)

GS: Final = x12(
    "GS",
    "Functional Group Header",
    (
        de(1, 479, "functional_id", ID, 2, 2, "M", "What the group holds.", codes=_GROUPS),
        de(2, 142, "sender", TEXT, 2, 15, "M", "Code of the party that sends the group.",
           source="CBP truck 309 guide, December 2016", status="cbp"),
        de(3, 124, "receiver", TEXT, 2, 15, "M", "Code of the party that receives the group."),
        de(4, 373, "date", CCYYMMDD, 8, 8, "M", "Date of the group."),
        de(5, 337, "time", TM, 4, 8, "M", "Time of the group."),
        de(6, 28, "control_number", NX, 1, 9, "M", "Group control number; GE02 repeats it."),
        de(7, 455, "agency", ID, 1, 2, "M", "Agency that keeps the standard.", codes={"X": "ASC X12"}),
        de(8, 480, "version", TEXT, 1, 12, "M", "Release, such as 005020 or 004060USCBP."),
    ),
    source=f"{X12_5020}, functional group structure",
)

ST: Final = x12(
    "ST",
    "Transaction Set Header",
    (
        de(1, 143, "set_id", ID, 3, 3, "M", "The transaction set.", codes=_SETS),
        de(2, 329, "control_number", TEXT, 4, 9, "M", "Set control number; SE02 repeats it."),
        de(3, 1705, "implementation", TEXT, 1, 35, "O", "Implementation guide that the set follows."),
    ),
    source=f"{X12_5020}, transaction set structure",
)

SE: Final = x12(
    "SE",
    "Transaction Set Trailer",
    (
        de(1, 96, "segment_count", N0, 1, 10, "M", "Segments of the set, ST and SE counted."),
        de(2, 329, "control_number", TEXT, 4, 9, "M", "Set control number, as ST02."),
    ),
    source=f"{X12_5020}, transaction set structure",
)

GE: Final = x12(
    "GE",
    "Functional Group Trailer",
    (
        de(1, 97, "set_count", N0, 1, 6, "M", "Transaction sets of the group."),
        de(2, 28, "control_number", NX, 1, 9, "M", "Group control number, as GS06."),
    ),
    source=f"{X12_5020}, functional group structure",
)

IEA: Final = x12(
    "IEA",
    "Interchange Control Trailer",
    (
        de(1, "I16", "group_count", N0, 1, 5, "M", "Functional groups of the interchange."),
        de(2, "I12", "control_number", NX, 9, 9, "M", "Interchange control number, as ISA13."),
    ),
    source=f"{X12_5020}, interchange control structure",
)

TA1: Final = x12(
    "TA1",
    "Interchange Acknowledgment",
    (
        de(1, "I12", "control_number", NX, 9, 9, "M", "Control number of the interchange that is answered."),
        de(2, "I08", "date", YYMMDD, 6, 6, "M", "Date of that interchange."),
        de(3, "I09", "time", HHMM, 4, 4, "M", "Time of that interchange."),
        de(4, "I17", "acknowledgment", ID, 1, 1, "M", "What became of the envelope.", codes=_TA1),
        de(5, "I18", "note", NX, 3, 3, "M", "Reason; 000 says that there is none.", codes=_NOTES),
    ),
    source=f"{X12_5020}, interchange control structure",
)

ENVELOPE: Final[dict[str, Layout]] = {layout.tag: layout for layout in (ISA, GS, ST, SE, GE, IEA, TA1)}
