"""Code lists of ACE Air, as far as they were read. A code that a list has without a meaning says nothing certain."""

from typing import Final

from deminimis.edi.layout.declare import UNTOLD

# Appendix A, amendment 4, October 2017; which of them a CED line takes: definition of error 096, old CAMIR Air edition,
# and the receiving side's grammar.
ENTRY_TYPES: Final = {
    "000": "takes back the entry filed before",
    "11": "informal entry, dutiable",
    "86": "Section 321 (a), up to 800 dollars",
    "87": "intangibles, headnotes of the tariff",
    **dict.fromkeys(("91", "92", "93", "94"), UNTOLD),
}
# The receiving side's grammar takes 01 to 21. Newer sources confirm what 04 means; 01 to 03 rest on the Appendix alone.
_OLDER: Final = "in Appendix A of October 2017, not confirmed since"
AMENDMENT_CODES: Final = {
    "01": f"not laden aboard ({_OLDER})",
    "02": f"manifested by error, arrives on a later flight ({_OLDER})",
    "03": f"clerical error against the waybill ({_OLDER})",
    "04": "pilfered, or landed early",
    **{f"{number:02d}": UNTOLD for number in range(5, 22)},
}
WEIGHT_CODES: Final = {"K": "kilograms", "L": "pounds"}
COUNTS: Final = {"T": "total", "P": "part", "S": "split", "D": "divided", "M": "multiple"}  # IATA Cargo-IMP
MOVEMENTS: Final = {"D": "domestic", "I": "international", "R": UNTOLD}
REPORTS: Final = dict.fromkeys(("3", "4", "6", "7"), UNTOLD)  # what the trade says of a waybill in ASN
