"""One row of a segment's table, in the order in which X12 prints it: element, DE number, name, type, width, use."""

from collections.abc import Mapping
from typing import Final

from deminimis.edi.layout.declare import El, Field, Status, Use
from deminimis.edi.layout.kinds import ID, TEXT, Kind

X12_5020: Final = "ASC X12 5020"  # the release that CBP's truck 309 guide (December 2016) names as its base
X12_6050: Final = "ASC X12 6050"  # the release of CBP's truck 353 guide (May 2018); the 350 has moved towards it
BROKER_DOWNLOAD: Final = "CATAIR Broker Download, draft of August 2024"  # the truck manifest as ACE stores it

YES_NO: Final[Mapping[str, str]] = {"N": "no", "U": "unknown", "Y": "yes"}


def de(  # noqa: PLR0913, PLR0917 - the columns of the table that X12 prints, in its order
    place: int | tuple[int, int],
    number: int | str,
    name: str,
    kind: Kind,
    low: int,
    high: int,
    use: Use,
    doc: str,
    *,
    codes: Mapping[str, str] | None = None,
    closed: bool = False,
    source: str = X12_5020,
    status: Status | None = None,
    hint: str = "",
) -> Field:
    """Element `place` (or element and component) of a segment: X12 data element `number`.

    Code lists are open unless said otherwise: CBP's own choice of codes for truck is not public.
    """
    element, component = place if isinstance(place, tuple) else (place, 0)
    at = El(element, component, low, high)
    source = f"{source}, DE {number}"
    return Field(name, at, kind, use, doc, codes=codes, closed=closed, source=source, status=status, hint=hint)


def c040(element: int) -> tuple[Field, ...]:
    """Composite C040, reference identifier: up to three pairs of qualifier and reference."""
    out: list[Field] = []
    for n in (1, 2, 3):
        out += (
            de((element, 2 * n - 1), "C040-128", f"inner_qualifier_{n}", ID, 2, 3, "O", "What the reference is."),
            de((element, 2 * n), "C040-127", f"inner_reference_{n}", TEXT, 1, 50, "O", "The reference."),
        )
    return tuple(out)
