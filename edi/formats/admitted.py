"""EDIFACT that the user admits: `[edifact] partners = ["A-VAN"]`, `directories = ["D.05A"]`.

CBP's messages are of directory D.03B and go to or come from CBP. Another administration's CUSCAR or CUSRES has the same
name and other meanings: without a word of the user it is not read (EDI101).
"""

import re
from collections.abc import Mapping
from typing import Final

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.reading.format import Format

EDIFACT: Final = {"partners": "A-VAN", "directories": "D.05A"}  # what can be admitted, with an example
DIRECTORY: Final = re.compile(r"[A-Z]\.[0-9A-Z]{1,3}")
_FAMILY: Final = "edifact"


def with_admitted(formats: Mapping[str, Format], told: Mapping[str, tuple[str, ...]]) -> Mapping[str, Format]:
    """`formats` whose EDIFACT takes more partners (UNB) and directories (UNH)."""
    if not told:
        return formats
    return {
        name: form._replace(admitted={**form.admitted, **told}) if CATALOGUE[name].family == _FAMILY else form
        for name, form in formats.items()
    }
