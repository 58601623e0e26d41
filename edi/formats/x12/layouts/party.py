"""Parties, people, references and dates: N1, N2, N3, N4, PER, X1, NM1, DMG, DMA, REF, N9, DTM."""

from typing import Final

from deminimis.edi.formats.x12.layouts.elements import BROKER_DOWNLOAD, X12_5020, c040, de
from deminimis.edi.layout.declare import x12
from deminimis.edi.layout.kinds import CCYYMMDD, ID, N0, TEXT, TM, R

_PARTIES: Final = {
    "CB": "customs broker",
    "CN": "consignee",
    "IM": "importer",
    "N1": "notify party",
    "SH": "shipper",
    "SNP": "second notify party",
    "UC": "ultimate consignee",
    "XU": "US customs broker",
}
_PEOPLE: Final = {"COD": "co-driver", "CRW": "crew member", "D1": "driver", "QF": "passenger"}
_REFERENCES: Final = {
    "8S": "broker",
    "BEN": "broker's entry number",
    "FEN": "pedimento",
    "OB": "ocean bill",
    "SI": "shipper's identifier",
    "XC": "cargo control number",
    "XP": "previous cargo control number",
}
_PERIODS: Final = {"D8": "date CCYYMMDD"}

N1: Final = x12(
    "N1",
    "Party Identification",
    (
        # CN, SH, CB and SNP are the parties that CBP names for truck; it keeps UC and IM for rail.
        de(1, 98, "entity_code", ID, 2, 3, "M", "Role of the party.", codes=_PARTIES,
           source=f"{BROKER_DOWNLOAD}, entity codes; {X12_5020}", status="cbp"),
        de(2, 93, "name", TEXT, 1, 60, "C", "Name; the name or an identifier must be there."),
        de(3, 66, "identifier_qualifier", ID, 1, 2, "C", "Kind of identifier, with N104."),
        de(4, 67, "identifier", TEXT, 2, 80, "C", "Identifier, with N103."),
        de(5, 706, "relationship", ID, 2, 2, "O", "Relationship to another party."),
        de(6, 98, "second_entity_code", ID, 2, 3, "O", "Second role."),
    ),
    source=f"{X12_5020}, N1",
)

N2: Final = x12(
    "N2",
    "Additional Name Information",
    (
        de(1, 93, "name_2", TEXT, 1, 60, "M", "The name goes on."),
        de(2, 93, "name_3", TEXT, 1, 60, "O", "And on."),
    ),
    source=f"{X12_5020}, N2",
)

N3: Final = x12(
    "N3",
    "Party Location",
    (
        de(1, 166, "address_1", TEXT, 1, 55, "M", "First line of the address."),
        de(2, 166, "address_2", TEXT, 1, 55, "O", "Second line of the address."),
    ),
    source=f"{X12_5020}, N3",
)

N4: Final = x12(
    "N4",
    "Geographic Location",
    (
        de(1, 19, "city", TEXT, 2, 30, "O", "City."),
        de(2, 156, "state", ID, 2, 2, "C",
           "State or province; bill types 13 and 35 need a valid US state for the consignee.",
           source=f"CSMS 64824427 (the rule); {X12_5020}"),
        # Codes by X12's type, yet postal codes such as 09015-901 are written with their hyphen.
        de(3, 116, "postal_code", TEXT, 3, 15, "O", "Postal code."),
        de(4, 26, "country", ID, 2, 3, "O", "Country."),
        de(5, 309, "location_qualifier", ID, 1, 2, "C", "Kind of location code, asked for by N406."),
        de(6, 310, "location", TEXT, 1, 30, "O", "Location code."),
        de(7, 1715, "subdivision", TEXT, 1, 3, "C", "Country subdivision (three letters in Mexico); not with N402."),
    ),
    source=f"{X12_5020}, N4",
)

PER: Final = x12(
    "PER",
    "Administrative Communications Contact",
    (
        de(1, 366, "function", ID, 2, 2, "M", "What the contact is for."),
        de(2, 93, "name", TEXT, 1, 60, "O", "Name of the contact."),
        de(3, 365, "qualifier_1", ID, 2, 2, "C", "Kind of number, with PER04."),
        de(4, 364, "number_1", TEXT, 1, 256, "C", "Telephone, fax or address, with PER03."),
        de(5, 365, "qualifier_2", ID, 2, 2, "C", "Kind of number, with PER06."),
        de(6, 364, "number_2", TEXT, 1, 256, "C", "Second number, with PER05."),
        de(7, 365, "qualifier_3", ID, 2, 2, "C", "Kind of number, with PER08."),
        de(8, 364, "number_3", TEXT, 1, 256, "C", "Third number, with PER07."),
        de(9, 443, "inquiry_reference", TEXT, 1, 20, "O", "Reference to be given."),
    ),
    source=f"{X12_5020}, PER",
)

X1: Final = x12(
    "X1",
    "Export License",
    (
        de(1, 1364, "agency", ID, 1, 2, "O", "Agency that gave the license."),
        de(2, 147, "license_number", TEXT, 6, 35, "O", "License number."),
        de(3, 148, "license_status", ID, 1, 1, "O", "Status of the license."),
        de(4, 373, "date", CCYYMMDD, 8, 8, "O", "Date of the license."),
        de(5, 149, "license_symbol", TEXT, 1, 2, "O", "Symbol of the license."),
        de(6, 150, "license_control", ID, 1, 1, "O", "Control code of the license."),
        de(7, 26, "country", ID, 2, 3, "O", "Country."),
        de(8, 151, "schedule_b", TEXT, 7, 10, "O", "Schedule B number."),
        de(9, 152, "international_domestic", ID, 1, 1, "O", "International or domestic."),
        de(10, 80, "lading_quantity", N0, 1, 7, "O", "Quantity."),
        de(11, 159, "lading_value", R, 2, 9, "O", "Value; of exports, it is not the customs value."),
        de(12, 1002, "filing_key", ID, 1, 1, "O", "Export filing key."),
        de(13, 355, "unit", ID, 2, 2, "O", "Unit of measure."),
        de(14, 212, "unit_price", R, 1, 15, "O", "Price of one unit."),
        de(15, 1003, "government_license_type", ID, 1, 1, "O", "Kind of government license."),
        de(16, 67, "identifier", TEXT, 2, 80, "O", "Identifier."),
        de(17, 310, "location", TEXT, 1, 30, "O", "Place."),
    ),
    source=f"{X12_5020}, X1",
)

NM1: Final = x12(
    "NM1",
    "Individual or Organizational Name",
    (
        de(1, 98, "entity_code", ID, 2, 3, "M", "Driver, crew member or passenger.", codes=_PEOPLE),
        de(2, 1065, "entity_type", ID, 1, 1, "M", "Kind of name.", codes={"1": "person", "2": "organization"}),
        de(3, 1035, "last_name", TEXT, 1, 60, "O", "Last name, or name of the organization."),
        de(4, 1036, "first_name", TEXT, 1, 35, "O", "First name."),
        de(5, 1037, "middle_name", TEXT, 1, 25, "O", "Middle name."),
        de(6, 1038, "prefix", TEXT, 1, 10, "O", "Prefix of the name."),
        de(7, 1039, "suffix", TEXT, 1, 10, "O", "Suffix of the name."),
        de(8, 66, "identifier_qualifier", ID, 1, 2, "C", "Kind of identifier, with NM109."),
        de(9, 67, "identifier", TEXT, 2, 80, "C", "Identifier, such as an ACE ID, with NM108."),
        de(10, 706, "relationship", ID, 2, 2, "O", "Relationship to another person."),
        de(11, 98, "second_entity_code", ID, 2, 3, "O", "Second role."),
        de(12, 1035, "second_last_name", TEXT, 1, 60, "O", "Second last name."),
    ),
    source=f"{X12_5020}, NM1",
)

DMG: Final = x12(
    "DMG",
    "Demographic Information",
    (
        de(1, 1250, "birth_format", ID, 2, 3, "C", "Form of the date, with DMG02.", codes=_PERIODS),
        de(2, 1251, "birth_date", TEXT, 1, 35, "C", "Date of birth, in the form of DMG01."),
        de(3, 1068, "gender", ID, 1, 1, "O", "Gender."),
        de(4, 1067, "marital_status", ID, 1, 1, "O", "Marital status."),
        de((5, 1), "C056-1109", "race", ID, 1, 1, "O", "Race or ethnicity."),
        de((5, 2), "C056-1270", "race_list", ID, 1, 3, "O", "Code list of DMG05-3."),
        de((5, 3), "C056-1271", "race_code", TEXT, 1, 30, "O", "Code of that list."),
        de(6, 1066, "citizenship_status", ID, 1, 2, "O", "Status of citizenship."),
        de(7, 26, "citizenship", ID, 2, 3, "O", "Country of citizenship."),
        de(8, 659, "verification", ID, 1, 2, "O", "How the data were verified."),
        de(9, 380, "quantity", R, 1, 15, "O", "Quantity."),
        de(10, 1270, "code_list", ID, 1, 3, "C", "Code list of DMG11."),
        de(11, 1271, "industry_code", TEXT, 1, 30, "C", "Code of that list."),
    ),
    source=f"{X12_5020}, DMG",
)

DMA: Final = x12(
    "DMA",
    "Additional Demographic Information",
    (
        de(1, 127, "reference_1", TEXT, 1, 50, "O", "Reference of the person."),
        de(2, 156, "state_1", ID, 2, 2, "O", "State of that reference."),
        de(3, 127, "reference_2", TEXT, 1, 50, "C", "Licence, with DMA04."),
        de(4, 156, "state_2", ID, 2, 2, "C", "State of the licence, with DMA03."),
        de(5, 1383, "applicant_type", ID, 1, 1, "O", "Kind of applicant."),
        de(6, 1364, "agency", ID, 1, 2, "C", "Licensing agency, with DMA07."),
        de(7, 26, "country", ID, 2, 3, "C", "Country of the agency."),
        de(8, 819, "language", ID, 2, 3, "O", "Language."),
        de(9, 641, "status", ID, 2, 2, "O", "Status of the licence."),
        de(10, 19, "city", TEXT, 2, 30, "O", "City of birth."),
        de(11, 583, "color_1", TEXT, 1, 10, "O", "Colour of the hair."),
        de(12, 583, "color_2", TEXT, 1, 10, "O", "Colour of the eyes."),
        de(13, 90, "height_unit", ID, 1, 1, "C", "Unit of the height."),
        de(14, 65, "height", R, 1, 8, "C", "Height."),
        de(15, 188, "weight_unit", ID, 1, 1, "C", "Unit of the weight."),
        de(16, 81, "weight", R, 1, 10, "C", "Weight."),
        de(17, 352, "description", TEXT, 1, 80, "O", "Description."),
        de(18, 26, "second_country", ID, 2, 3, "O", "Country of birth."),
    ),
    source=f"{X12_5020}, DMA",
)

REF: Final = x12(
    "REF",
    "Reference Information",
    (
        de(1, 128, "qualifier", ID, 2, 3, "M", "Kind of reference."),
        de(2, 127, "reference", TEXT, 1, 50, "C", "Reference; it or a description must be there."),
        de(3, 352, "description", TEXT, 1, 80, "C", "Description."),
        *c040(4),
    ),
    source=f"{X12_5020}, REF",
)

N9: Final = x12(
    "N9",
    "Extended Reference Information",
    (
        de(1, 128, "qualifier", ID, 2, 3, "M", "Kind of reference.", codes=_REFERENCES, source=BROKER_DOWNLOAD),
        de(2, 127, "reference", TEXT, 1, 50, "C", "Reference; it or a description must be there."),
        de(3, 369, "description", TEXT, 1, 45, "C", "Description."),
        de(4, 373, "date", CCYYMMDD, 8, 8, "O", "Date of the reference."),
        de(5, 337, "time", TM, 4, 8, "O", "Time of the reference."),
        de(6, 623, "time_zone", ID, 2, 2, "O", "Time zone of N905."),
        *c040(7),
    ),
    source=f"{X12_5020}, N9",
)

DTM: Final = x12(
    "DTM",
    "Date/Time Reference",
    (
        de(1, 374, "qualifier", ID, 3, 3, "M", "What the date is."),
        de(2, 373, "date", CCYYMMDD, 8, 8, "C", "The date; it, a time or a period must be there."),
        de(3, 337, "time", TM, 4, 8, "C", "The time."),
        de(4, 623, "time_zone", ID, 2, 2, "O", "Time zone of DTM03."),
        de(5, 1250, "period_format", ID, 2, 3, "C", "Form of DTM06.", codes=_PERIODS),
        de(6, 1251, "period", TEXT, 1, 35, "C", "Date or period in the form of DTM05."),
    ),
    source=f"{X12_5020}, DTM",
)
