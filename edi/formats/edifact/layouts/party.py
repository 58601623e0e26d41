"""Parties: NAD, and the contacts CTA and COM."""

from typing import Final

from deminimis.edi.formats.edifact.layouts.elements import D03B, ERROR_LIST, SAMPLE, ce, lines
from deminimis.edi.layout.declare import edifact
from deminimis.edi.layout.kinds import TEXT

_PARTIES: Final = {
    "CA": "carrier",
    "CB": "customs broker",
    "CH": "in-bond party",
    "CN": "consignee",
    "FM": "other crew member",
    "GC": "in-bond party",
    "IM": "importer",
    "OCG": "in-bond party",
    "OS": "shipper",
    "SNP": "second notify party",
    "VW": "driver",
}

CTA: Final = edifact(
    "CTA",
    "Contact Information",
    (
        ce(1, 3139, "function", TEXT, 3, "C", "What the contact is for.", codes={"IC": "information contact"}),
        ce((2, 1), "C056-3413", "contact_code", TEXT, 17, "O", "Code of the contact."),
        ce((2, 2), "C056-3412", "contact_name", TEXT, 35, "O", "Name of the contact."),
    ),
    source=f"{D03B}, CTA",
)

COM: Final = edifact(
    "COM",
    "Communication Contact",
    (
        ce((1, 1), "C076-3148", "address", TEXT, 512, "M", "Telephone number or address."),
        ce((1, 2), "C076-3155", "channel", TEXT, 3, "M", "Channel.",
           codes={"TE": "telephone", "FX": "fax", "EM": "mail"}),
    ),
    source=f"{D03B}, COM",
)

# One layout for the two forms of address that occur. CBP's sample: party_id of list 109, the street in C058
# (`line_1` ...), C059 empty. Newer messages and the carrier in CBP's own sample: the street in C059 (`street_1` ...),
# C058 empty. A reader takes C059 where it is filled, else C058; the name is C080 in both (last and first name of crew).
NAD: Final = edifact(
    "NAD",
    "Name and Address",
    (
        ce(1, 3035, "party", TEXT, 3, "M", "Role of the party.", codes=_PARTIES,
           source=f"{SAMPLE}; {ERROR_LIST}, error 005", status="cbp"),
        ce((2, 1), "C082-3039", "party_id", TEXT, 35, "C", "ACE ID, or SCAC of the carrier.", source=SAMPLE,
           status="cbp"),
        ce((2, 2), "C082-1131", "party_id_list", TEXT, 17, "C", "Kind of identifier.",
           codes={"109": "ACE ID", "172": "SCAC"}, source=SAMPLE, status="cbp"),
        ce((2, 3), "C082-3055", "party_id_agency", TEXT, 3, "O", "Agency that keeps the list."),
        *lines(3, "C058-3124", "line", 35, count=5, doc="Street, in CBP's sample."),
        *lines(4, "C080-3036", "name", 35, count=5, doc="Name; of crew the last name, then the first."),
        ce((4, 6), "C080-3045", "name_form", TEXT, 3, "O", "Form of the name."),
        *lines(5, "C059-3042", "street", 35, count=4, doc="Street, in newer messages and of the carrier."),
        ce(6, 3164, "city", TEXT, 35, "C", "City.", source=SAMPLE, status="cbp"),
        ce((7, 1), "C819-3229", "state", TEXT, 9, "C", "State; answers print it without its list.", source=SAMPLE,
           status="cbp"),
        ce((7, 2), "C819-1131", "state_list", TEXT, 17, "C", "Code list.", codes={"163": "state"}, source=SAMPLE,
           status="cbp"),
        ce((7, 3), "C819-3055", "state_agency", TEXT, 3, "O", "Agency that keeps the list."),
        ce((7, 4), "C819-3228", "state_name", TEXT, 70, "O", "Name of the state."),
        ce(8, 3251, "postal_code", TEXT, 17, "C", "Postal code.", source=SAMPLE, status="cbp"),
        ce(9, 3207, "country", TEXT, 3, "C", "Country.", source=SAMPLE, status="cbp"),
    ),
    source=f"{D03B}, NAD",
)
