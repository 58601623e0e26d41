"""Code lists of ACE Air, as far as they were read. None of them is complete."""

from typing import Final

# Appendix A, amendment 4, October 2017; which of them a CED line takes: definition of error 096, old CAMIR Air edition.
# The meanings of 91 to 94 were not read.
ENTRY_TYPES: Final = {
    "000": "takes back the entry filed before",
    "11": "informal entry, dutiable",
    "86": "Section 321 (a), up to 800 dollars",
    "87": "intangibles, headnotes of the tariff",
    "91": "valid, meaning not known",
    "92": "valid, meaning not known",
    "93": "valid, meaning not known",
    "94": "valid, meaning not known",
}
# Appendix A, amendment 4, October 2017: its first four amendment codes; 05 and up were not read.
AMENDMENT_CODES: Final = {
    "01": "not laden aboard",
    "02": "manifested by error, arrives on a later flight",
    "03": "clerical error against the waybill",
    "04": "pilfered, or landed early",
}
WEIGHT_CODES: Final = {"K": "kilograms", "L": "pounds"}
REQUESTS: Final = {
    "01": "routing",
    "02": "current record status",
    "03": "nominated agent",
    "04": "status notifications again",
    "05": "all of 01 to 03 and the waybill data",
}
# CATAIR Status Query, revision 21, September 2025, page ACMQ-38, note 1 (examples, not the whole list); 1X, 2M and 84:
# CSMS 63109625; 4M: CSMS 65085008; 86: CSMS 64825584. 1F, 1G, 1J, 1L, 1M mean other things in ocean.
DISPOSITIONS: Final = {
    "1A": "entered, intensive exam required",
    "1B": "intensive exam complete",
    "1C": "entered, general exam not required",
    "1D": "in-bond movement authorized",
    "1E": "in-bond not authorized, hold at port of arrival",
    "1F": "local transfer authorized",
    "1G": "local transfer not authorized",
    "1H": "hold placed",
    "1I": "hold removed",
    "1J": "permit to proceed denied",
    "1L": "permit to proceed authorized",
    "1M": "express consignment status denied",
    "1R": "pending eligibility for general order, within 48 hours",
    "1S": "eligible for general order",
    "1T": "seized by CBP",
    "1U": "sent to general order",
    "1X": "transfer for exam",
    "2H": "agriculture hold placed",
    "2I": "agriculture hold removed",
    "2M": "value may exceed the consignee's daily maximum for entry type 86",
    "3H": "other agency hold placed",
    "3I": "other agency hold removed",
    "4A": "intensive exam required",
    "4B": "intensive exam completed",
    "4C": "entered, general examination",
    "4E": "entry deleted",
    "4M": "entry release withheld, de minimis value met",
    "5H": "document review hold",
    "5I": "document review hold removed",
    "84": "transfer for exam cancelled",
    "86": "released off the manifest by its CED line",
}
# Air error dictionary of CBP (published by the customs brokers' association), the old CAMIR Air edition, and CSMS
# 63109625 (098), 64825584 (110, 181, 188), 66024698 (180, 201), 18-000480 (127); 548 to 550: trade notice, August 2025.
ERRORS: Final = {
    "000": "COMPLETE TRANSACTION REJECTED",
    "001": "INVALID INPUT TRANSACTION TYPE",
    "002": "INVALID CARGO CONTROL LINE FORMAT",
    "011": "ORIGINATOR NOT AUTH TO XMIT FOR CARRIER",
    "012": "TIME LIMIT FOR FRI HAS EXPIRED",
    "017": "HOUSE INVALID AWB NOT DEFINED AS MASTER",
    "021": "INVALID CARRIER CODE",
    "095": "CED CANCEL IGNORED - NO ENTRY ON FILE",
    "096": "INVALID EXPRESS ENTRY TYPE",
    "098": "VALUE MAY EXCEED CONSIGNEE DAILY MAX ET86",
    "101": "INVALID WAYBILL LINE FORMAT",
    "102": "INVALID NOMINATED AGENT LINE FORMAT",
    "103": "INVALID TRANSFER LINE FORMAT",
    "104": "INVALID CBP SHIPMENT LINE FORMAT",
    "105": "INVALID SHIPPER NAME LINE FORMAT",
    "106": "INVALID CONSIGNEE NAME LINE FORMAT",
    "110": "CBP ENTRY LINE IGNORED",
    "127": "CORRECTION PART IND NOT =EQUAL ORIGINAL",
    "180": "BILL IN HELD STATUS",
    "181": "COUNTRY OF ORIGIN CODE INVALID",
    "188": "EXPRESS RECORD INCOMPLETE",
    "201": "DUPLICATE MESSAGES DETECTED",
    "548": "INVALID CARGO DESCRIPTION",
    "549": "INVALID SHIPPER DATA",
    "550": "INVALID CONSIGNEE DATA",
}
