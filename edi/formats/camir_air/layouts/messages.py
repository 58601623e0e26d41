"""The messages of ACE Air: what each is, and which lines it has behind its SMI line, in which order.

The order up to ARR was the same in every message seen. Behind ARR one product's order is all that is known, so the
lines there may come in any order and as often as they like: whether a party is missing is a question for the rules.
"""

from typing import Final, Literal, NamedTuple

from deminimis.edi.layout.declare import Status
from deminimis.edi.layout.usage import Item, Loop, Rec


class Message(NamedTuple):
    """One message: its title, who sends it, what it says, and how sure that is."""

    title: str
    direction: Literal["filing", "response"]
    meaning: str
    status: Status = "unconfirmed"


MESSAGES: Final[dict[str, Message]] = {
    "FRI": Message("Freight Report Inbound", "filing", "First report of a waybill; it cannot amend."),
    "FRC": Message("Freight Report Change", "filing", "Amends a waybill that was accepted; carries a reason in RFA."),
    "FRX": Message("Freight Report Cancellation", "filing", "Cancels a waybill."),
    "FXI": Message("Freight Express Inbound", "filing", "First report of an express waybill; may carry CED."),
    "FXC": Message("Freight Express Change", "filing", "Amends an express waybill; may carry CED."),
    "FXX": Message("Freight Express Cancellation", "filing", "Cancels an express waybill.", "assumed"),
    "FDM": Message("Flight Departure Message", "filing", "The flight has left for the U.S."),
    "FSQ": Message("Freight Status Query", "filing", "Asks CBP for status, routing or agent of a waybill."),
    "FER": Message("Freight Error Report", "response", "Errors and warnings; with 000 nothing was stored."),
    # Carriers and agents send FSN too, with ASN in place of CSN.
    "FSN": Message("Freight Status Notification", "response", "Status of a waybill: CSN from CBP, ASN from the trade."),
    "FSI": Message("Freight Status Information", "response", "Copy of a status to an agent without the cargo."),
    "FSC": Message("Freight Status Condition", "response", "Answer to a query."),
    "FRH": Message("Freight Report Hold", "response", "A hold is asked for or removed; little is known.", "assumed"),
}

_ANY: Final = 999
_SHIPPER: Final = Loop((Rec("SHP", 1), Rec("SHP-2", 1), Rec("SHP-3", 1), Rec("SHP-4", 1)))
_CONSIGNEE: Final = Loop((Rec("CNE", 1), Rec("CNE-2", 1), Rec("CNE-3", 1), Rec("CNE-4", 1)))


def _report(*own: Item) -> tuple[Item, ...]:
    rest = (*own, Rec("AGT"), _SHIPPER, _CONSIGNEE, Rec("TRN"), Rec("CSD", 0, _ANY), Rec("FDA"))
    # A forwarder's house filed ahead of its master has neither CCL nor ARR.
    return (Rec("CCL"), Rec("AWB", 1), Rec("WBL", 1), Rec("WBL-2", 0, _ANY), Rec("ARR"), Loop(rest))


# A cancellation may name several houses.
_CANCEL: Final = (Rec("CCL"), Rec("AWB", 1, _ANY), Rec("ARR"), Rec("RFA", 1))
_STATUS: Final = (Rec("CCL"), Rec("AWB", 1), Rec("ARR"))

# An FSN has a status, CBP's or the trade's: without either it was cut.
EITHER: Final[dict[str, tuple[tuple[Item, ...], ...]]] = {
    "FSN": ((*_STATUS, Rec("CSN", 1, _ANY), Rec("ASN", 0, _ANY)), (*_STATUS, Rec("ASN", 1, _ANY))),
}
USAGE: Final[dict[str, tuple[Item, ...]]] = {
    "FRI": _report(),
    "FRC": _report(Rec("RFA")),
    "FRX": _CANCEL,
    "FXI": _report(Rec("CED")),
    "FXC": _report(Rec("CED"), Rec("RFA")),
    "FXX": _CANCEL,
    "FDM": (Rec("DEP", 1),),
    "FSQ": (Rec("CCL"), Rec("AWB-QUERY", 1), Rec("FSQ", 1)),
    # A report on a message that could not be read, or on an FDM, has no waybill of its own.
    "FER": (Rec("ERF"), Rec("AWB"), Rec("ERR", 1, _ANY)),
    "FSN": (*_STATUS, Rec("CSN", 0, _ANY), Rec("ASN", 0, _ANY)),
    "FSI": (*_STATUS, Rec("CSN", 1, _ANY)),
    "FSC": (Rec("CCL"), Rec("AWB-QUERY", 1), Rec("WBL"), Rec("ARR"), Rec("FSC", 1), Rec("TXT", 0, _ANY)),
    "FRH": (Rec("CCL"), Rec("AWB", 1), Rec("HLD", 1, _ANY)),
}
