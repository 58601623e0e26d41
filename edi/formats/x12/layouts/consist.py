"""The segment that only the 358 has: MBL, a shipment on the trip. Its other segments are the manifest's."""

from typing import Final

from deminimis.edi.formats.x12.layouts.elements import BROKER_DOWNLOAD, X12_5020, YES_NO, de
from deminimis.edi.layout.declare import x12
from deminimis.edi.layout.kinds import ID, N0, TEXT

_ACTIONS: Final = {"1": "add", "2": "change", "3": "delete", "A": "add", "D": "delete"}

MBL: Final = x12(
    "MBL",
    "Bill of Lading",
    (
        de(1, 140, "issuer_scac", ID, 2, 4, "M",
           "SCAC of the bill's issuer, first part of the shipment control number."),
        de(2, 598, "bill_number", TEXT, 1, 12, "M",
           "Shipment control number without its SCAC; X12 allows 25 characters, CBP twelve.",
           source=f"{BROKER_DOWNLOAD} 1A (width); {X12_5020}", status="assumed"),
        de(3, 306, "action", ID, 1, 2, "O", "What is done to the bill.", codes=_ACTIONS, closed=True),
        de(4, 1073, "indicator", ID, 1, 1, "O", "Yes or no; use by truck unknown.", codes=YES_NO),
        de(5, 56, "service", ID, 2, 2, "O", "Kind of service."),
        de(6, 80, "boarded_quantity", N0, 1, 7, "O", "Quantity on this trip."),
        de(7, 140, "second_issuer_scac", ID, 2, 4, "O", "SCAC of the second bill's issuer."),
        de(8, 598, "second_bill_number", TEXT, 1, 25, "O", "Second bill."),
    ),
    source=f"{X12_5020}, MBL",
)
