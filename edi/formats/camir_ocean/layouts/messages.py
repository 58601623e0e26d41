"""The files of ACE Ocean: what each is, and which records it has between ACR and ZCR, in which order.

A file is one ACR to ZCR. ACR says which message it is, but its layout could not be read: the records tell. So one map
serves manifest, amendment and edit. The order is that of the Broker Download (pages BD-7 to BD-11), which tells of the
same records; B02 and the parties are optional there in one place and mandatory in another, so they are optional here.
"""

from typing import Final, Literal, NamedTuple

from deminimis.edi.layout.declare import Status
from deminimis.edi.layout.usage import Item, Loop, Rec


class Message(NamedTuple):
    """One message: its title, who sends it, its usage map and what it says."""

    title: str
    direction: Literal["filing", "response"]
    usage: str
    meaning: str
    status: Status = "cbp"


MESSAGES: Final[dict[str, Message]] = {
    "manifest": Message("Original manifest (MI)", "filing", "filing", "Bills of a voyage: B01 without A01 or K01."),
    "amendment": Message("Manifest amendment (AI)", "filing", "filing", "Bills added, deleted or changed: A01."),
    "edit": Message(
        "Manifest edit", "filing", "filing", "Changes before arrival at the first port: K01.", "unconfirmed"
    ),
    "status": Message("Status notification", "response", "status", "What CBP posted to bills: R02.", "unconfirmed"),
    "response": Message("Manifest response", "response", "response", "Errors in a filing: W01.", "unconfirmed"),
}

_ANY: Final = 999

_PARTIES: Final = (
    Loop((Rec("S01", 1), Rec("S02"), Rec("S03"))),
    Loop((Rec("U01", 1), Rec("U02"), Rec("U03"))),
    Loop((Rec("N01", 1), Rec("N02"), Rec("N03-NOTIFY"))),
    Loop((Rec("N00", 1), Rec("N02", 0, 2), Rec("N03"), Rec("N04"))),
)
_GOODS: Final = (
    Loop((Rec("D00", 0, _ANY), Rec("D01", 0, _ANY), Rec("D02", 0, _ANY))),
    Loop((Rec("V01", 1), Rec("V02"), Rec("V03", 0, 2))),
)
_BILL: Final = Loop(
    (
        Rec("B01", 1),
        Rec("B02"),
        Rec("B04", 0, _ANY),
        Loop(_PARTIES),
        Loop((Rec("I01", 1), Rec("I02"))),
        Loop((Rec("C01", 1), Rec("C02", 0, _ANY), *_GOODS)),
    ),
    0,
    _ANY,
)
_ISSUER: Final = Loop((Rec("J01", 1), Loop((Rec("A01"), Rec("K01"), _BILL))), 0, _ANY)
# B04 ahead of the bills holds the unique voyage identifier (V3).
_PORT: Final = Loop((Rec("P01", 1), Rec("B04"), _ISSUER), 0, _ANY)

_NOTICE: Final = Loop(
    (Rec("R02", 1), Rec("R02-CONTINUED"), Rec("R03", 0, _ANY), Rec("B04", 0, _ANY), Rec("C01", 0, _ANY))
)
_HEADERS: Final = tuple(Rec(tag) for tag in ("R01", "M01", "M02", "P01"))
_EVENTS: Final = (Rec("R04", 0, _ANY), Rec("R06", 0, _ANY))

# Each rejected record comes back with its errors behind it, and headers are repeated for context.
_RETURNED: Final = tuple(
    Rec(tag)
    for tag in (
        *("M01", "M02", "P01", "J01", "A01", "K01", "B01", "B02", "B04", "S01", "S02", "S03", "U01", "U02", "U03"),
        *("N00", "N01", "N02", "N03", "N03-NOTIFY", "N04", "I01", "I02", "C01", "C02", "D00", "D01", "D02"),
        *("V01", "V02", "V03", "W01", "W02"),
    )
)

USAGE: Final[dict[str, tuple[Item, ...]]] = {
    "filing": (Loop((Rec("M01", 1), Rec("M02"), Rec("B04"), _PORT), 1),),
    "status": (Loop((*_HEADERS, Loop((Rec("J01"), _NOTICE)), *_EVENTS)),),
    "response": (Loop(_RETURNED),),
}
