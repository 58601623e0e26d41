"""CAMIR Air, the ACE Air Import Manifest: its lines as layouts, its messages and their order.

RECORDS goes by the name of the line. A line without an identifier on the wire has the tag "" and a name of its own:
SMI, CCL, AWB, AWB-QUERY (in FSQ and FSC), ERF (flight, in FER), SHP-2 to SHP-4, CNE-2 to CNE-4, and those that go on
with a line of any length: WBL-2, CSD-2, TXT-2.

Lines stand in `envelope`, `header`, `shipment`, `parties` and `answers`; `messages` has their order, `kinds` and
`codes` what may stand in them, `sources` where that is from.
"""

from dataclasses import replace
from typing import Final

from deminimis.edi.formats.camir_air.layouts.answers import ANSWERS
from deminimis.edi.formats.camir_air.layouts.envelope import ENVELOPE, ENVELOPE_USAGE
from deminimis.edi.formats.camir_air.layouts.header import HEADER
from deminimis.edi.formats.camir_air.layouts.messages import MESSAGES, USAGE, Message
from deminimis.edi.formats.camir_air.layouts.parties import PARTIES
from deminimis.edi.formats.camir_air.layouts.shipment import SHIPMENT
from deminimis.edi.layout.declare import Layout

# Findings need a name for the lines that have none on the wire.
RECORDS: Final[dict[str, Layout]] = {
    name: layout if layout.tag else replace(layout, record=name)
    for name, layout in (HEADER | SHIPMENT | PARTIES | ANSWERS).items()
}

__all__ = ["ENVELOPE", "ENVELOPE_USAGE", "MESSAGES", "RECORDS", "USAGE", "Message"]
