"""The header in front of a message: addresses, originator, duplicate mark. CBP's own text on it was not read.

SITA, ARINC or MQ carry the messages; MQ may bring them without any header. To CBP goes the receiver's address and,
behind a point, an originator of eight characters; from CBP, with or without a priority, the originator as receiver and,
behind a point, CBP's address and the time. The framing around them (SOH, STX, ETX) is the network's.
"""

from dataclasses import replace
from typing import Final

from deminimis.edi.formats.camir_air.layouts.kinds import CODE, LETTERS, NAME
from deminimis.edi.formats.camir_air.layouts.sources import GUESS, SCHEMA, THIRD
from deminimis.edi.layout.declare import Field, Layout, Part, line
from deminimis.edi.layout.kinds import NX
from deminimis.edi.layout.usage import Item, Rec

_RECEIVERS = "CBP's address (WASUCCR or WASUSCR), or of an answer the originator."
_OTHERS = Field(
    "other_receivers", Part(" ", 1, 62), NAME, "O", "More addresses, separated by spaces.", source=GUESS,
    status="assumed",
)  # fmt: skip
_SENT = "Time of sending: DDHHMM, HHMMSS, DDHHMMSS."

ADDRESS: Final = line(
    "", "Receiver address",
    (Field("receiver", Part("", 1, 64), CODE, "M", _RECEIVERS), _OTHERS),
    source=f"{SCHEMA}; {THIRD}", status="schema",
)

PRIORITY: Final = line(
    "", "Receiver address behind a priority code",
    (
        Field("priority", Part("", 2, 2), LETTERS, "M", "Priority of the transmission, such as QK."),
        Field("receiver", Part(" ", 1, 64), CODE, "M", _RECEIVERS),
        _OTHERS,
    ),
    source=SCHEMA, status="schema",
)

ORIGIN: Final = line(
    ".", "Originator",
    (
        Field("originator", Part("", 7, 8), CODE, "M", "Address of the sender; to CBP eight characters."),
        Field("sent_at", Part(" ", 4, 8, inside=True), NX, "O", _SENT),
        # CBP's own address may be shorter where it writes; then the time is always there.
        Field("short_originator", Part("", 1, 6, instead=True), CODE, "C", "Shorter address of an answer's sender."),
        Field("answered_at", Part(" ", 4, 8, inside=True), NX, "M", f"{_SENT[:-1]}, behind a shorter address."),
    ),
    source=f"{SCHEMA}; {THIRD}", status="schema",
)

DUPLICATE: Final = line(
    "", "Possible duplicate mark",
    (
        Field("mark", Part("", 3, 3), LETTERS, "M", "Put in by the network when it sends again; CBP ignores it.",
              const="PDM"),
    ),
    source="CBP's air error dictionary, error 001; on a line of its own: inferred", status="unconfirmed",
)

ENVELOPE: Final[dict[str, Layout]] = {
    name: replace(layout, record=name)
    for name, layout in {"ADDRESS": ADDRESS, "PRIORITY": PRIORITY, "ORIGIN": ORIGIN, "PDM": DUPLICATE}.items()
}
# Each line at most once, all of them optional; a message follows.
ENVELOPE_USAGE: Final[tuple[Item, ...]] = (Rec("PRIORITY"), Rec("ADDRESS"), Rec("ORIGIN"), Rec("PDM"))
