"""Control records, and the headers above the bills: manifest, port, issuer, amendment."""

from typing import Final

from deminimis.edi.formats.camir_ocean.layouts.codes import ACTIONS, MANIFEST_TYPES, MODES
from deminimis.edi.formats.camir_ocean.layouts.sources import A01_PAGE, THIRD, moved, unknown, unread
from deminimis.edi.layout.declare import Cols, Field, Layout, filler, fixed
from deminimis.edi.layout.kinds import AN, HHMM, MMDDYY, NX, A, N, X

ACR: Final = unread("ACR", "Transaction control header", "CAMIR Ocean, Application Control (record name only)")

ZCR: Final = fixed(
    "ZCR", "Transaction control trailer",
    (
        unknown(4, 34, "Not known."),
        # Whether ACR and ZCR are counted is not known.
        Field("record_count", Cols(35, 39), N, "C", "Number of detail records in the file."),
        unknown(40, 80, "Not known."),
    ),
    source=THIRD, status="unconfirmed",
)

M01: Final = fixed(
    "M01", "Manifest",
    (
        Field("carrier_code", Cols(4, 7), AN, "M", "SCAC of the importing carrier.", status="cbp"),
        Field("transport_mode", Cols(8, 9), NX, "M", "How the cargo comes.", codes=MODES, closed=False, status="cbp"),
        Field("flag_country", Cols(10, 11), A, "C", "ISO code of the vessel's flag.", status="cbp"),
        Field("conveyance_name", Cols(12, 34), X, "C", "Vessel; it or the vessel code is filled."),
        Field("voyage_number", Cols(35, 39), X, "C", "Voyage; in rail the day as YYDDD.", status="cbp"),
        unknown(40, 44, "Filler in the Broker Download; on input probably the number of bills."),
        Field("manifest_sequence", Cols(45, 50), NX, "C", "The carrier's number of the manifest; 000001 if none."),
        unknown(51, 51, "Filler in the Broker Download; on input probably the paperless in-bond mark."),
        Field("vessel_code", Cols(52, 58), AN, "C", "IMO number of the vessel.", status="cbp"),
        Field("manifest_type", Cols(59, 59), A, "C", "State of the manifest; whether input carries it is not known.",
              codes=MANIFEST_TYPES, closed=False),
        unknown(60, 80),
    ),
    source=moved("BD-12"), status="assumed",
)

M02: Final = fixed(
    "M02", "Manifest, continued",
    (
        Field("batch_number", Cols(4, 33), X, "M", "The carrier's own number of the batch.", status="cbp"),
        unknown(34, 80),
    ),
    source=moved("BD-14"), status="assumed",
)

P01: Final = fixed(
    "P01", "Port of unlading",
    (
        Field("port", Cols(4, 7), NX, "M", "Port of unlading, Schedule D.", status="cbp"),
        Field("estimated_arrival_date", Cols(8, 13), MMDDYY, "M", "Original estimated date of arrival.", status="cbp"),
        unknown(14, 18, "Filler in the Broker Download; on input probably the number of bills for the port."),
        Field("firms_code", Cols(19, 22), AN, "C", "FIRMS code of the facility (rail)."),
        Field("estimated_arrival_time", Cols(23, 26), HHMM, "C", "Estimated time of arrival (rail)."),
        unknown(27, 80),
    ),
    source=moved("BD-15"), status="assumed",
)

J01: Final = fixed(
    "J01", "Issuer",
    (
        Field("issuer_code", Cols(4, 7), AN, "M", "SCAC of the issuer of the bills that follow; part of their number."),
        unknown(8, 80),
    ),
    source=moved("BD-16"), status="assumed",
)

_AMENDED = (
    Field("carrier_code", Cols(4, 7), AN, "M", "SCAC of the importing carrier."),
    Field("port", Cols(8, 11), NX, "M", "CBP port, Schedule D."),
    Field("action", Cols(12, 12), A, "M", "What is done to the bill.", codes=ACTIONS, closed=False),
    Field("bill_number", Cols(13, 24), X, "M", "Bill without its issuer, who stands in J01."),
    Field("new_quantity", Cols(25, 34), N, "C", "Manifest quantity from now on, with action R."),
    Field("amendment_code", Cols(35, 36), AN, "C", "Reason, Appendix C; mandatory in ocean."),
)

# CBP's A01 page of 2011 has spaces in 37-80; the house bill came with Ocean House Bill Release.
A01: Final = fixed(
    "A01", "Amendment",
    (
        *_AMENDED,
        Field("house_bill_number", Cols(37, 48), X, "C", "House bill without its issuer.",
              source=moved("BD-17"), status="assumed"),
        filler(49, 52),
        Field("id_qualifier", Cols(53, 55), AN, "C", "Kind of the code that follows.",
              codes={"ABI": "ABI routing code"}, closed=False, source=moved("BD-18"), status="assumed"),
        Field("id_code", Cols(56, 72), AN, "C", "Port, filer code and filer's office.",
              source=moved("BD-18"), status="assumed"),
        Field("house_bill_issuer", Cols(73, 76), AN, "C", "SCAC of the issuer of the house bill.",
              source=moved("BD-18"), status="assumed"),
        filler(77, 80),
    ),
    source=f"{A01_PAGE}; {moved('BD-17')}",
    doc="Behind it come the records of an added bill; a deletion or a new quantity stands alone.",
)

K01: Final = fixed(
    "K01", "Edit before arrival",
    (
        unknown(4, 7, "Not known; by analogy with A01 the carrier's SCAC."),
        Field("port", Cols(8, 11), NX, "M", "CBP port, Schedule D."),
        Field("action", Cols(12, 12), A, "M", "What is done to the bill; R: change of a bill remaining on board.",
              codes={"A": "add the bill", "D": "delete the bill", "R": "change a bill remaining on board"},
              closed=False),
        Field("bill_number", Cols(13, 24), X, "M", "Bill without its issuer."),
        Field("house_bill_number", Cols(25, 36), X, "O", "House bill, for future use."),
        unknown(37, 80, "Not known."),
    ),
    source=THIRD, status="unconfirmed",
)

MANIFEST: Final[dict[str, Layout]] = {layout.tag: layout for layout in (ACR, M01, M02, P01, J01, A01, K01, ZCR)}
