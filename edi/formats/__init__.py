"""The wire formats, by name. A new format is a package here, a line below, and what `edi.sniff` recognises it by."""

from typing import Final

from deminimis.edi.format import Format
from deminimis.edi.formats.camir_air.interchange import CAMIR_AIR
from deminimis.edi.formats.camir_ocean.reader import CAMIR_OCEAN
from deminimis.edi.formats.catair.cargo_release import CARGO_RELEASE
from deminimis.edi.formats.catair.outbound import TITLES, outbound
from deminimis.edi.formats.edifact.interchange import interchange as edifact
from deminimis.edi.formats.edifact.message_records import MESSAGES
from deminimis.edi.formats.x12.interchange import interchange as x12
from deminimis.edi.formats.x12.set_records import SETS

FORMATS: Final[dict[str, Format]] = {
    form.name: form
    for form in (
        CAMIR_AIR,
        CAMIR_OCEAN,
        CARGO_RELEASE,
        *map(outbound, TITLES),
        *map(x12, SETS),
        *map(edifact, MESSAGES),
    )
}
