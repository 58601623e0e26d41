"""The messages of ACE Air: what each is, and which lines it has behind its SMI line, in which order.

The receiving side's grammar has AGT, CED, SHP, CNE, TRN, CSD and FDA in this order behind ARR, and so they are written.
They are read in any order and as often as they come, which loses nothing: whether a party is missing is a question for
the rules.
"""

from typing import Final, Literal, NamedTuple

from deminimis.edi.layout.declare import Status
from deminimis.edi.layout.usage import Item, Loop, Rec


class Message(NamedTuple):
    """One message: its title, who sends it, what it says, and how sure that is."""

    title: str
    direction: Literal["filing", "response"]
    meaning: str
    status: Status = "schema"


MESSAGES: Final[dict[str, Message]] = {
    "FRI": Message("Freight Report Inbound", "filing", "First report of a waybill; it cannot amend."),
    "FRC": Message("Freight Report Change", "filing", "Amends a waybill that was accepted; carries a reason in RFA."),
    "FRX": Message("Freight Report Cancellation", "filing", "Cancels a waybill."),
    "FXI": Message("Freight Express Inbound", "filing", "First report of an express waybill."),
    "FXC": Message("Freight Express Change", "filing", "Amends an express waybill; carries a reason in RFA."),
    "FXX": Message("Freight Express Cancellation", "filing", "Cancels an express waybill."),
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
# How many of a line may stand behind one another: the receiving side's grammar.
MOST: Final = {"WBL-2": 13, "CSD-2": 9, "TXT": 10, "ERR": 999}


def _party(tag: str) -> Loop:
    return Loop((Rec(tag, 1), Rec(f"{tag}-2"), Rec(f"{tag}-3", 1), Rec(f"{tag}-4", 1)))


_DESCRIBED: Final = (Rec("WBL", 1), Rec("WBL-2", 0, _ANY))
_PRICED: Final = Loop((Rec("CSD", 1), Rec("CSD-2", 0, _ANY)))


def _report(*own: Item) -> tuple[Item, ...]:
    rest = (Rec("AGT"), Rec("CED"), _party("SHP"), _party("CNE"), Rec("TRN"), _PRICED, Rec("FDA"), *own)
    # A forwarder's house filed ahead of its master has neither CCL nor ARR.
    return (Rec("CCL"), Rec("AWB", 1), *_DESCRIBED, Rec("ARR"), Loop(rest))


# A cancellation may name several houses.
_CANCEL: Final = (Rec("CCL"), Rec("AWB", 1, _ANY), Rec("ARR"), Rec("RFA", 1))
_STATUS: Final = (Rec("CCL"), Rec("AWB", 1), Rec("ARR"))
_TOLD: Final = (Rec("FSC", 1), Loop((Rec("TXT", 1), Rec("TXT-2", 0, _ANY))), Loop(_DESCRIBED, 0, 1), Rec("ARR"),
                Rec("TRN", 0, 2))  # fmt: skip

# An FSN has a status, CBP's or the trade's: without either it was cut.
EITHER: Final[dict[str, tuple[tuple[Item, ...], ...]]] = {
    "FSN": ((*_STATUS, Rec("CSN", 1, _ANY), Rec("ASN", 0, _ANY)), (*_STATUS, Rec("ASN", 1, _ANY))),
}
USAGE: Final[dict[str, tuple[Item, ...]]] = {
    "FRI": _report(),
    "FRC": _report(Rec("RFA")),
    "FRX": _CANCEL,
    "FXI": _report(),
    "FXC": _report(Rec("RFA")),
    "FXX": _CANCEL,
    "FDM": (Rec("DEP", 1),),
    "FSQ": (Rec("CCL"), Rec("AWB-QUERY", 1), Rec("FSQ", 1)),
    # A report on a message that could not be read, or on an FDM, has no waybill of its own.
    "FER": (Rec("ERF"), Rec("AWB"), Rec("ERR", 1, _ANY)),
    "FSN": (*_STATUS, Rec("CSN", 0, _ANY), Rec("ASN", 0, _ANY)),
    "FSI": (*_STATUS, Rec("CSN", 1, _ANY)),
    # A waybill in front of ARR was read before the grammar was: it has it behind the texts.
    "FSC": (Rec("CCL"), Rec("AWB-QUERY", 1), Loop(_DESCRIBED, 0, 1), Rec("ARR"), *_TOLD),
    "FRH": (Rec("CCL"), Rec("AWB", 1), Rec("HLD", 1, _ANY)),
}
