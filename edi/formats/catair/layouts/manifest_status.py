"""ABI status notification (NS): every disposition CBP posts to a bill, for the nominated broker or in-bond filer.

On the wire a record begins with two digits; the letters NS stand only in the guides' headings. Two guides describe
them: In-Bond (April 2026), followed here, and Broker Download (August 2024). Where they differ, both are read.
Dates are YYMMDD here, not MMDDYY as elsewhere in CATAIR.
"""

from typing import Final

from deminimis.edi.layout.declare import Cols, Field, Layout, filler, fixed
from deminimis.edi.layout.kinds import AN, HHMM, NX, TM, YYMMDD, A, N, X
from deminimis.edi.layout.usage import Item, Loop, Rec

GUIDE: Final = "CBP CATAIR In-Bond amendment 51 (April 2026)"

NS05: Final = fixed(
    "05",
    "conveyance",
    (
        # Optional in Broker Download, mandatory in In-Bond.
        Field("conveyance_name", Cols(3, 25), X, "O", "Importing conveyance."),
        Field("voyage_number", Cols(26, 30), X, "O", "Voyage or trip; rail: day as YYDDD."),
        Field("port", Cols(31, 34), NX, "O", "Port of arrival, Schedule D."),
        Field("estimated_date_of_arrival", Cols(35, 40), YYMMDD, "O", "Originally scheduled date of arrival."),
        Field("estimated_time_of_arrival", Cols(41, 46), TM, "O", "Estimated time HHMMSS, Eastern."),
        filler(47, 80),
    ),
    source=f"{GUIDE}, p. INB-60",
    doc="Header for the broker whom the manifest nominates.",
)

NS10: Final = fixed(
    "10",
    "in-bond",
    (
        Field("in_bond_type", Cols(3, 4), NX, "M", "Kind of in-bond movement.", closed=False, codes={
            "61": "immediate transportation", "62": "transportation and exportation", "63": "immediate exportation",
        }),
        Field("in_bond_number", Cols(5, 16), AN, "M", "In-bond number."),
        Field("port_of_destination", Cols(17, 20), NX, "M", "US port where the in-bond ends, Schedule D."),
        Field("foreign_destination", Cols(21, 25), NX, "C", "Foreign port, Schedule K; types 62 and 63."),
        filler(26, 80),
    ),
    source=f"{GUIDE}, p. INB-61",
    doc="Header for the filer of an in-bond application (QP).",
)

NS30: Final = fixed(
    "30",
    "disposition of a bill",
    (
        # Ocean, rail and truck: ACE Ocean Appendix D. Air: Air CAMIR Appendix A. The same code may differ in the two.
        Field("disposition_code", Cols(3, 4), AN, "M", "What was posted to the bill."),
        Field("issuer_code", Cols(5, 8), AN, "C", "Issuer of the simple or master bill."),
        Field("bill_number", Cols(9, 20), AN, "M", "Simple or master bill number."),
        Field("house_issuer_code", Cols(21, 24), AN, "C", "Issuer of the house bill; reserved in In-Bond."),
        Field("house_bill_number", Cols(25, 36), AN, "C", "House bill number; reserved in In-Bond."),
        Field("sub_house_issuer_code", Cols(37, 40), AN, "C", "Reserved."),
        Field("sub_house_bill_number", Cols(41, 52), AN, "C", "Reserved."),
        Field("quantity", Cols(53, 62), N, "M", "Pieces of the bill that the disposition concerns."),
        Field("negative", Cols(63, 63), A, "C", "Negative quantity; with 1A, 1B and 1C only.", codes={"N": "negative"}),
        Field("action_date", Cols(64, 69), YYMMDD, "M", "Day the action was authorised."),
        Field("action_time", Cols(70, 73), HHMM, "M", "Time of it, Eastern."),
        # Mandatory in both guides; there is none where the bill is in no in-bond movement.
        Field("in_bond_carrier_code", Cols(74, 77), X, "C", "In-bond carrier."),
        filler(78, 80),
    ),
    source=f"{GUIDE}, p. INB-64",
)

NS40: Final = fixed(
    "40",
    "disposition, continued",
    (
        Field("entry_type", Cols(3, 4), NX, "C", "Entry type."),
        Field("entry_number", Cols(5, 19), AN, "C", "Entry number, form number or provision."),
        Field("port_of_transaction", Cols(20, 23), NX, "M", "Port where the action happened, Schedule D."),
        Field("firms_code", Cols(24, 27), AN, "C", "FIRMS code of the place of the goods."),
        Field("container_number", Cols(28, 41), AN, "C", "Container, if the disposition concerns it alone."),
        filler(42, 80),
    ),
    source=f"{GUIDE}, p. INB-66",
)

NS50: Final = fixed(
    "50",
    "remarks",
    (Field("remarks", Cols(3, 47), X, "M", "CBP's remarks, free text."), filler(48, 80)),
    source=f"{GUIDE}, p. INB-67",
)

NS60: Final = fixed(
    "60",
    "container",
    (
        Field("container_action", Cols(3, 3), NX, "C", "Whether the action is on the container.",
              codes={"1": "on the container"}),
        Field("container_number", Cols(4, 17), AN, "C", "Container."),
        Field("seal_1", Cols(18, 32), X, "C", "Seal."),
        Field("seal_2", Cols(33, 47), X, "C", "Second seal."),
        filler(48, 80),
    ),
    source=f"{GUIDE}, p. INB-68",
)

RECORDS: Final[dict[str, Layout]] = {layout.tag: layout for layout in (NS05, NS10, NS30, NS40, NS50, NS60)}

# p. INB-17: one 30 a notification; Broker Download (p. BD-46) has it as often as needed. Read both ways.
USAGE: Final[tuple[Item, ...]] = (
    Loop(
        (
            *(Rec("05", 0, 1), Rec("10", 0, 1)),
            Loop((Rec("30", 1, 1), Rec("40", 0, 1), Rec("50", 0, 2), Rec("60", 0, 999)), 1),
        ),
        1,
    ),
)
"""The records between B and Y of a block; each notification begins with 05 or 10."""
