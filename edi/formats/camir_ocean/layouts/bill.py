"""The bill of lading: number, quantity, weight and the type that claims Section 321."""

from typing import Final

from deminimis.edi.catalogue import release_hint
from deminimis.edi.formats.camir_ocean.layouts.codes import BILL_TYPES, IN_BOND_TYPES, REFERENCES, WEIGHT_UNITS
from deminimis.edi.formats.camir_ocean.layouts.sources import moved, unknown
from deminimis.edi.layout.declare import Cols, Field, Layout, fixed
from deminimis.edi.layout.kinds import AN, NX, A, N, X

B01: Final = fixed(
    "B01", "Bill of lading",
    (
        Field("bill_number", Cols(4, 15), X, "M", "Bill without its issuer, who stands in J01.", status="cbp"),
        Field("foreign_port", Cols(16, 20), NX, "M", "Foreign port of lading, Schedule K.", status="cbp"),
        Field("manifest_quantity", Cols(21, 30), N, "C", "Number of the smallest outer packages.", status="cbp"),
        Field("manifest_unit", Cols(31, 35), X, "C", "What was counted.", status="cbp"),
        Field("weight", Cols(36, 45), N, "C", "Gross weight, whole numbers.", status="cbp"),
        Field("weight_unit", Cols(46, 47), A, "C", "Unit of the weight.", codes=WEIGHT_UNITS, closed=False,
              status="cbp"),
        # 3 and 7 are marked new for Ocean House Bill Release (revision 3, October 2021); production is not dated.
        Field("bill_type", Cols(48, 48), X, "C", "Type of the bill; 3 and 7 ask for release under Section 321.",
              codes=BILL_TYPES, hint=release_hint("camir-ocean"), source=moved("BD-19, BD-22 and BD-23"), status="cbp"),
        Field("master_in_bond", Cols(49, 49), X, "C", "Whether the bill moves under a master in-bond.",
              codes={"0": "no", "1": "yes"}, closed=False, source=moved("BD-20"), status="cbp"),
        Field("house_bill_number", Cols(50, 61), X, "C", "House bill without its issuer."),
        Field("in_bond_type", Cols(62, 63), NX, "C", "Type of the in-bond movement.", codes=IN_BOND_TYPES,
              closed=False),
        # The Broker Download prints M, though only an in-bond movement has such a port.
        Field("in_bond_destination", Cols(64, 67), NX, "C", "Port at which the in-bond movement ends, Schedule D."),
        Field("house_bill_issuer", Cols(68, 71), AN, "C", "SCAC of the issuer of the house bill."),
        unknown(72, 80),
    ),
    source=moved("BD-19 and BD-20"), status="assumed",
)

B02: Final = fixed(
    "B02", "Volume, receipt and notify parties",
    (
        Field("volume", Cols(4, 13), N, "C", "Volume of the cargo."),
        Field("volume_unit", Cols(14, 15), A, "C", "Unit of the volume."),
        Field("place_of_receipt", Cols(16, 32), X, "C", "Where the first carrier took the cargo over."),
        unknown(33, 44),
        Field("first_notify_party", Cols(45, 48), AN, "C", "SCAC of the first secondary notify party.", status="cbp"),
        Field("second_notify_party", Cols(49, 52), AN, "C", "SCAC of the second secondary notify party."),
        unknown(53, 80),
    ),
    source=moved("BD-24"), status="assumed",
)

B04: Final = fixed(
    "B04", "Reference",
    (
        Field("reference_qualifier", Cols(4, 6), AN, "M", "What the number is.", codes=REFERENCES, closed=False,
              status="cbp"),
        Field("reference_number", Cols(7, 36), X, "M", "The number.", status="cbp"),
        unknown(37, 80),
    ),
    source=moved("BD-25"), status="assumed",
)

BILL: Final[dict[str, Layout]] = {layout.tag: layout for layout in (B01, B02, B04)}
