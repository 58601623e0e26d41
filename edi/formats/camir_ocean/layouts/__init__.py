"""CAMIR Ocean (and rail), ACE M1: its 80-byte records as layouts, its messages and their order.

RECORDS goes by the identifier, with two exceptions where one identifier has two layouts: N03-NOTIFY is the N03 behind
N01, R02-CONTINUED the second R02 of a notice.

Records stand in `manifest`, `bill`, `parties`, `cargo` and `answers`; `messages` has their order, `codes` what may
stand in them, `sources` where that is from.
"""

from typing import Final

from deminimis.edi.formats.camir_ocean.layouts.answers import ANSWERS, OTHER
from deminimis.edi.formats.camir_ocean.layouts.bill import BILL
from deminimis.edi.formats.camir_ocean.layouts.cargo import CARGO
from deminimis.edi.formats.camir_ocean.layouts.manifest import MANIFEST
from deminimis.edi.formats.camir_ocean.layouts.messages import MESSAGES, USAGE, Message
from deminimis.edi.formats.camir_ocean.layouts.parties import PARTIES
from deminimis.edi.layout.declare import Layout

RECORDS: Final[dict[str, Layout]] = MANIFEST | BILL | PARTIES | CARGO | ANSWERS | OTHER

__all__ = ["MESSAGES", "OTHER", "RECORDS", "USAGE", "Message"]
