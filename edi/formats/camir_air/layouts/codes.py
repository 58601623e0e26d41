"""Code lists of ACE Air, as far as they were read. None of them is complete."""

from typing import Final

# Appendix A, amendment 4, October 2017; which of them a CED line takes: definition of error 096, old CAMIR Air edition.
# Valid too are 91 to 94, whose meanings were not read: they say nothing certain.
ENTRY_TYPES: Final = {
    "000": "takes back the entry filed before",
    "11": "informal entry, dutiable",
    "86": "Section 321 (a), up to 800 dollars",
    "87": "intangibles, headnotes of the tariff",
}
# Appendix A, amendment 4, October 2017: its first four amendment codes; 05 and up were not read.
AMENDMENT_CODES: Final = {
    "01": "not laden aboard",
    "02": "manifested by error, arrives on a later flight",
    "03": "clerical error against the waybill",
    "04": "pilfered, or landed early",
}
WEIGHT_CODES: Final = {"K": "kilograms", "L": "pounds"}
