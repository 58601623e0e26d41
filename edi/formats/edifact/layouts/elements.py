"""One row of a segment's table, as the UN directory prints it: place, element, name, type, width, use."""

from collections.abc import Mapping
from typing import Final

from deminimis.edi.layout.declare import El, Field, Status, Use
from deminimis.edi.layout.kinds import TEXT, Kind

D03B: Final = "UN/EDIFACT D.03B"
SYNTAX_4: Final = "ISO 9735 version 4"
SAMPLE: Final = "CBP sample CUSCAR cuscar_012_30"
ERROR_LIST: Final = "E-manifest error list of 10 January 2007"
THIRD_PARTY: Final = "a third party's test messages, not CBP's text"


def ce(  # noqa: PLR0913, PLR0917 - the columns of the table that the directory prints, in its order
    place: int | tuple[int, int],
    number: int | str,
    name: str,
    kind: Kind,
    high: int,
    use: Use,
    doc: str,
    *,
    codes: Mapping[str, str] | None = None,
    source: str = D03B,
    status: Status | None = None,
) -> Field:
    """Element `place`, or component (element, component): data element `number`, 1 to `high` characters.

    Code lists are open: CBP's own are not public as a whole.
    """
    element, component = place if isinstance(place, tuple) else (place, 0)
    at = El(element, component, 1, high)
    return Field(name, at, kind, use, doc, codes=codes, closed=False, source=f"{source}, {number}", status=status)


def code_list(element: int, first: int, composite: str, what: str) -> tuple[Field, Field]:
    """The two components that say from which list a code is."""
    return (
        ce((element, first), f"{composite}-1131", f"{what}_list", TEXT, 17, "O", "Code list."),
        ce((element, first + 1), f"{composite}-3055", f"{what}_agency", TEXT, 3, "O", "Agency that keeps the list."),
    )


def lines(element: int, number: str, name: str, high: int, *, count: int, doc: str) -> tuple[Field, ...]:
    """One component after the other of the same meaning: `name_1`, `name_2` ..."""
    return tuple(ce((element, n + 1), number, f"{name}_{n + 1}", TEXT, high, "O", doc) for n in range(count))
