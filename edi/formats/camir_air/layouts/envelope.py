"""The Type B header in front of a message: addresses, originator, duplicate mark. CBP's own text on it was not read.

SITA, ARINC or MQ carry the messages; MQ may bring them without any header.
"""

from dataclasses import replace
from typing import Final

from deminimis.edi.formats.camir_air.layouts.kinds import CODE, LETTERS, NAME
from deminimis.edi.formats.camir_air.layouts.sources import GUESS, THIRD
from deminimis.edi.layout.declare import Field, Layout, Part, line
from deminimis.edi.layout.kinds import NX
from deminimis.edi.layout.usage import Item, Rec

_RECEIVERS = "CBP's address (WASUCCR or WASUSCR), and others behind it."

ADDRESS: Final = line(
    "", "Receiver address",
    (
        Field("receiver", Part("", 7, 7), CODE, "M", _RECEIVERS),
        Field("other_receivers", Part(" ", 7, 62), NAME, "O", "More addresses, separated by spaces.", status="assumed"),
    ),
    source=THIRD, status="unconfirmed",
)

PRIORITY: Final = line(
    "", "Receiver address behind a priority code",
    (
        Field("priority", Part("", 2, 2), LETTERS, "M", "Priority of the transmission, such as QK."),
        Field("receiver", Part(" ", 7, 7), CODE, "M", _RECEIVERS),
        Field("other_receivers", Part(" ", 7, 62), NAME, "O", "More addresses, separated by spaces."),
    ),
    source=GUESS, status="assumed",
)

ORIGIN: Final = line(
    ".", "Originator",
    (
        Field("originator", Part("", 7, 7), CODE, "M", "Address of the sender."),
        Field("sent_at", Part(" ", 6, 6), NX, "O", "Day and time of sending, DDHHMM.", source=GUESS, status="assumed"),
    ),
    source=THIRD, status="unconfirmed",
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
