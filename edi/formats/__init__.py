"""The wire formats, by name. A new format is a package here, a line below, and what `edi.sniff` recognises it by."""

from typing import Final

from deminimis.edi.format import Format
from deminimis.edi.formats.catair.cargo_release import CARGO_RELEASE
from deminimis.edi.formats.x12.interchange import interchange
from deminimis.edi.formats.x12.set_records import SETS

FORMATS: Final[dict[str, Format]] = {
    form.name: form for form in (CARGO_RELEASE, *(interchange(number) for number in SETS))
}
