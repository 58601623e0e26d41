"""Disposition codes of ocean, rail and truck bills: CAMIR Appendix D, V19, March 2025, in an unofficial transcription.

2M also in CSMS 63109625, 4M in CSMS 65085008. Air has a list of its own: 1F, 1G, 1J, 1L, 1M mean other things there.
Not here: the three-character codes, which do not fit R02, and what concerns truck only.
"""

from itertools import product
from typing import Final


def _each(codes: str, what: str, *variants: str) -> dict[str, str]:
    """Consecutive codes of one matter: `what` with each of the variants."""
    return {code: f"{what}: {variant}" for code, variant in zip(codes.split(), variants, strict=True)}


_LEVELS = ("complete movement", "bill", "container")
_PLACES = ("placed at origin", "placed at in-bond destination", "removed at origin", "removed at in-bond destination")
_MATTERS = ("inspection", "corrective action", "denied entry", "seal check", "documents required")

_NUMERIC: Final = {
    "02": "entry advisory (rail)",
    "03": "port of entry changed (rail)",
    "04": "second notify party added (rail)",
    "14": "entered quantity deleted",
    "15": "released quantity deleted",
    "16": "entered and released quantity deleted",
    "18": "master in-bond advisory",
    "19": "conveyance has arrived",
    "53": "export overdue",
    "54": "carrier bill deleted",
    "55": "carrier bill added",
    "56": "carrier bill changed",
    "69": "bill on file",
    "70": "penalty",
    "83": "permit to transfer cancelled",
    "84": "transfer for exam cancelled",
    "95": "in-bond deleted",  # in a truck 350 it is the warning of the daily maximum
    "96": "manifest consist",
    "98": "conveyance released",
    "99": "train consist deleted",
    **_each("11 12 13", "arrival of in-bond", *_LEVELS),
    **_each("20 21 22", "arrival at intermediate port deleted", *_LEVELS),
    **_each("23 24 25", "departure from intermediate port deleted", *_LEVELS),
    **_each("26 27 28", "transfer of liability deleted", "in-bond", "bill", "container"),
    **_each("50 51 52", "export of in-bond", *_LEVELS),
    **_each("57 58 59", "arrival of in-bond changed", *_LEVELS),
    **_each("60 61 62", "export of in-bond changed", *_LEVELS),
    **_each("63 64 65", "arrival of in-bond deleted", *_LEVELS),
    **_each("66 67 68", "export of in-bond deleted", *_LEVELS),
    **_each("71 72 73", "agriculture hold at discharge port", "intensive", "inspection", "fumigation"),
    **_each("74 75 76", "agriculture hold at discharge port removed", "intensive", "inspection", "fumigation"),
    **_each("77 78 79", "agriculture hold at in-bond destination", "intensive", "inspection", "fumigation"),
    **_each("80 81 82", "agriculture hold at in-bond destination removed", "intensive", "inspection", "fumigation"),
    **_each("85 86 87", "arrival at intermediate port", "in-bond", "bill", "container"),  # 86 is no entry type here
    **_each("88 89 90", "departure from intermediate port", "in-bond", "bill", "container"),
    **_each("91 92 93", "transfer of liability", "in-bond", "bill", "container"),
}

_CBP: Final = {
    "1A": "entered, intensive examination required",
    "1B": "released, intensive examination completed",
    "1C": "entered and released, general examination",
    "1F": "CBP hold removed at in-bond destination",
    "1G": "CBP hold placed at in-bond destination",
    "1H": "CBP hold placed at discharge or export port",
    "1I": "CBP hold removed at discharge or export port",
    "1J": "in-bond movement authorized, bill open",
    "1K": "bill late in five days",
    "1L": "bill late",
    "1M": "message about the bill, free text",
    "1N": "overage",
    "1O": "shortage",
    "1P": "within case shortage",
    "1Q": "U.S. in-transit bills released",
    "1R": "pending eligibility for general order",
    "1S": "ordered to general order",
    "1T": "seized",
    "1U": "sent to general order",
    "1W": "transfer within the port authorized, bill open",
    "1X": "transfer for exam",
    "1Y": "vessel operator's and NVOCC's bill matched",
    "2F": "agriculture miscellaneous hold removed at in-bond destination",
    "2G": "agriculture miscellaneous hold placed at in-bond destination",
    "2H": "agriculture miscellaneous hold placed at discharge",
    "2I": "agriculture miscellaneous hold removed at discharge",
    "2M": "value may exceed the consignee's daily maximum for entry type 86",
    "2Z": "containers of master and house differ",
    "3F": "other agency hold removed at in-bond destination",
    "3G": "other agency hold placed at in-bond destination",
    "3H": "other agency hold placed at discharge",
    "3I": "other agency hold removed at discharge",
    "3M": "unauthorized attempt to use a bond",
    "3P": "unauthorized in-bond port of origin",
    "3Q": "unauthorized in-bond port of destination",
    "3R": "attempt to use a bond outside its dates",
    "3U": "security filing removed",
    "3W": "in-bond diversion granted",
    "3Z": "security filing on file",
    "4A": "override of 1B or 1C",
    "4C": "override of 1A to 1C",
    "4E": "entry cancelled",
    "4M": "entry release withheld, de minimis value met",
    "S1": "bill matched to its security filing",
    "S7": "security filing repeated by another filer",
    "IW": "export number approved",
    **_each("2O 4O", "hold, no security filing on file", "placed", "removed"),
    **_each("2P 4P", "hold, security filing not compliant", "placed", "removed"),
    **_each("2Q 4Q", "do not load, no security filing on file", "placed", "removed"),
    **_each("2R 4R", "do not load, security filing not compliant", "placed", "removed"),
    **_each("4H 4I", "invalid shipper hold", "placed", "removed"),
    **_each("5H 5I", "entry processing hold", "placed", "removed"),
    **_each("6H 6I", "do not load", "placed", "removed"),
    **_each("7H 7I", "non-intrusive exam", "ordered", "removed"),
    **_each("8H 8I", "invalid cargo description hold", "placed", "removed"),
    **_each("9H 9I", "invalid consignee hold", "placed", "removed"),
    **_each("A1 A2 A3", "FDA prior notice", "advisory", "warning", "movement denied"),
    **_each("S2 S3 S4 S5", "bill not on file", "at once", "after 5 days", "after 20 days", "after 30 days"),
    **_each("S6 SA SB SC", "no bill match", "wrong type", "after 5 days", "after 20 days", "after 30 days"),
    **_each("N1 N2 N3 N4", "APHIS fumigation", *_PLACES),
}

# One row an agency: five matters, four codes each in the order of _PLACES.
_AGENCIES: Final = {
    "AMS": "FK FL FM FN I7 I8 I9 IA F0 F1 F2 F3 F4 F5 F6 F7 FC FD FE FF",
    "APHIS": "FO FP FQ FR IB IC ID IE GP GQ GR GS F8 F9 FA FB FG FH FI FJ",
    "EPA": "FS FT FU FV IF IG IH II GT GU GV GX K9 KA KB KC LM LN LO LP",
    "FDA": "FX FY FZ G0 IJ IK IL IM GY GZ H0 H1 KD KE KF KG LQ LR LS LT",
    "FSIS": "G1 G2 G3 G4 IN IO IP IQ H2 H3 H4 H5 KH KI KJ KK LU LV LX LY",
    "FWS": "G5 G6 G7 G8 IR IS IT IU H6 H7 H8 H9 KL KM KN KO LZ M0 M1 M2",
    "NHTSA": "G9 GA GB GC IV IX IY IZ HA HB HC HD KP KQ KR KS M3 M4 M5 M6",
    "OFAC": "GD GE GF GG J0 J1 J2 J3 HE HF HG HH KT KU KV KX M7 M8 M9 MA",
    "TTB": "GH GI GJ GK J4 J5 J6 J7 HI HJ HK HL KY KZ L0 L1 MB MC MD ME",
    "USCG": "GL GM GN GO J8 J9 JA JB HM HN HO HP L2 L3 L4 L5 MF MG MH MI",
    "CDC": "HQ HR HS HT JC JD JE JF JS JT JU JV L6 L7 L8 L9 MJ MK ML MM",
    "CPSC": "HU HV HX HY JG JH JI JJ JX JY JZ K0 LA LB LC LD MN MO MP MQ",
    "DEA": "HZ I0 I1 I2 JK JL JM JN K1 K2 K3 K4 LE LF LG LH MR MS MT MU",
    "CBP for an agency": "I3 I4 I5 I6 JO JP JQ JR K5 K6 K7 K8 LI LJ LK LL MV MX MY MZ",
}
_HELD: Final = {
    code: f"{agency}, {matter}: hold {place}"
    for agency, row in _AGENCIES.items()
    for code, (matter, place) in zip(row.split(), product(_MATTERS, _PLACES), strict=True)
}

DISPOSITIONS: Final[dict[str, str]] = _NUMERIC | _CBP | _HELD
