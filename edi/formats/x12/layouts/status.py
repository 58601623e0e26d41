"""Segments of the answers 350 and 355: V9, X4, K1, K3.

X4 and V9 take the widths of X12 6050: CBP's 350 of 2018 states 4060 and already has 6050's order, and 6050 allows
everything that 4060 does. A reader of answers must not refuse what CBP sends.
"""

from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.formats.x12.layouts.elements import X12_6050, YES_NO, de
from deminimis.edi.layout.declare import x12
from deminimis.edi.layout.kinds import CCYYMMDD, ID, N0, TEXT, TM, R

_BULLETINS: Final = "CSMS 62931096 (95), CSMS 64824685 (4H to 9I)"

_V9: Final = f"{X12_6050}; CSMS 09-000217 (STV, SUV)"

V9: Final = x12(
    "V9",
    "Event Detail",
    (
        de(1, 304, "event", ID, 3, 3, "M", "What happened to the trip.", codes=load("conveyance_event"), source=_V9),
        de(2, 106, "event_text", TEXT, 1, 25, "O", "The event in words.", source=X12_6050),
        de(3, 373, "date", CCYYMMDD, 8, 8, "O", "Date of the event.", source=X12_6050),
        de(4, 337, "time", TM, 4, 8, "O", "Time of the event.", source=X12_6050),
        de(5, 19, "city", TEXT, 2, 30, "O", "City; asked for by V906.", source=X12_6050),
        de(6, 156, "state", ID, 2, 2, "O", "State or province.", source=X12_6050),
        de(7, 26, "country", ID, 2, 3, "O", "Country.", source=X12_6050),
        de(8, 641, "reason", ID, 3, 3, "O", "Reason of the event.", source=X12_6050),
        de(9, 154, "splc", ID, 6, 9, "O", "Standard point location code.", source=X12_6050),
        de(10, 380, "quantity", R, 1, 15, "C", "Quantity, with V911.", source=X12_6050),
        de(11, 1274, "train_delay_reason", TEXT, 2, 3, "C", "Rail: why a train is late.", source=X12_6050),
        de(12, 61, "remark", TEXT, 1, 30, "O", "Remark.", source=X12_6050),
        de(13, 623, "time_zone", ID, 2, 2, "O", "Time zone of V904.", source=X12_6050),
        de(14, 380, "second_quantity", R, 1, 15, "O", "Second quantity.", source=X12_6050),
        de(15, 154, "second_splc", ID, 6, 9, "O", "Second standard point location code.", source=X12_6050),
        de(16, 86, "equipment_1", N0, 1, 3, "O", "Rail: number of cars.", source=X12_6050),
        de(17, 86, "equipment_2", N0, 1, 3, "O", "Rail: number of cars.", source=X12_6050),
        de(18, 86, "equipment_3", N0, 1, 3, "O", "Rail: number of cars.", source=X12_6050),
        de(19, 81, "weight", R, 1, 10, "O", "Rail: weight of the train.", source=X12_6050),
        de(20, 82, "length", R, 1, 8, "O", "Rail: length of the train.", source=X12_6050),
    ),
    source=f"{X12_6050}, V9",
)

X4: Final = x12(
    "X4",
    "Customs Release Information",
    (
        de(1, 598, "bill_number", TEXT, 1, 50, "O", "Shipment control number without its SCAC.", source=X12_6050),
        de(2, 380, "quantity", R, 1, 15, "O", "Quantity that the status concerns.", source=X12_6050),
        de(3, 581, "entry_type", ID, 2, 3, "C", "Entry type, with X404.", source=X12_6050),
        de(4, 601, "entry_number", TEXT, 1, 50, "C", "Entry number, with X403.", source=X12_6050),
        de(5, 373, "date", CCYYMMDD, 8, 8, "M", "Date of the posting, not of the arrival.", source=X12_6050),
        de(6, 337, "time", TM, 4, 8, "C", "Time of the posting.", source=X12_6050),
        de(7, 35, "disposition", ID, 2, 3, "M", "What CBP has posted to the bill; codes mean different things by mode.",
           codes=load("truck_disposition"), source=f"{_BULLETINS}; {X12_6050}", status="cbp"),
        de(8, 598, "second_bill_number", TEXT, 1, 50, "C", "Consolidated bill, with X410.", source=X12_6050),
        de(9, 140, "issuer_scac", ID, 2, 4, "M", "SCAC of the bill's issuer.", source=X12_6050),
        de(10, 140, "second_issuer_scac", ID, 2, 4, "C", "SCAC of the consolidated bill.", source=X12_6050),
        de(11, 206, "initial", TEXT, 1, 4, "O", "Prefix of the equipment number.", source=X12_6050),
        de(12, 207, "number", TEXT, 1, 15, "O", "Equipment number.", source=X12_6050),
        de(13, 310, "port", TEXT, 1, 30, "O", "District and port of the posting.", source=X12_6050),
        de(14, 310, "firms", TEXT, 1, 30, "O", "FIRMS code of the place.", source=X12_6050),
        de(15, 128, "reference_qualifier", ID, 2, 3, "C", "Kind of reference, with X416.", source=X12_6050),
        de(16, 127, "reference", TEXT, 1, 80, "C", "Reference, with X415.", source=X12_6050),
        de(17, 623, "time_zone", ID, 2, 2, "O", "Time zone of X406.", source=X12_6050),
        de(18, 310, "location_1", TEXT, 1, 30, "O", "Place of the entry.", source=X12_6050),
        de(19, 310, "location_2", TEXT, 1, 30, "O", "Second place of the entry.", source=X12_6050),
        de(20, 1073, "resent", ID, 1, 1, "O", "Rail: Y where a hold is sent again.", codes=YES_NO, source=X12_6050),
    ),
    source=f"{X12_6050}, X4",
)

K1: Final = x12(
    "K1",
    "Remarks",
    (
        # X12 has 30. The notice that brought code 95 widened the remark; which of the two elements it means is unsaid.
        de(1, 61, "remark", TEXT, 1, 60, "M",
           "Remark of a status, or error of the segment before; 60 wide in CBP's truck sets since November 2024.",
           source="CSMS 62931096", status="cbp"),
        de(2, 61, "second_remark", TEXT, 1, 60, "O", "Second remark.", source="CSMS 62931096", status="assumed"),
    ),
    source="ASC X12 4060, K1",
)

K3: Final = x12(
    "K3",
    "File Information",
    (
        de(1, 449, "text", TEXT, 1, 80, "M", "Summary of acceptance or rejection; its text for truck is not public.",
           source="CBP rail 355 guide, February 2016", status="assumed"),
        de(2, 1333, "record_format", ID, 1, 2, "O", "Form of the text.", source=X12_6050),
        de((3, 1), "C001-355", "unit", ID, 2, 2, "O", "Unit of measure.", source=X12_6050),
    ),
    source=f"{X12_6050}, K3",
)
