"""The wire formats, by name. A new format is a package here, a line below, and what `edi.sniff` recognises it by.

A format's layouts are built when it is first asked for: a file pays for its own format only.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from deminimis.edi.reading.format import Format

# name -> module, what it holds, and the argument with which that is called, if it is
_PLACES: Final[dict[str, tuple[str, str, str | None]]] = {
    "camir-air": ("camir_air.format", "CAMIR_AIR", None),
    "camir-ocean": ("camir_ocean.format", "CAMIR_OCEAN", None),
    "catair-se": ("catair.format_se", "CARGO_RELEASE", None),
    **{f"catair-{name.lower()}": ("catair.format_from_cbp", "outbound", name) for name in ("SX", "SO", "BD", "NS")},
    **{f"x12-{name}": ("x12.format", "interchange", name) for name in ("309", "350", "355", "358", "997")},
    **{name.lower(): ("edifact.format", "interchange", name) for name in ("CUSCAR", "CUSREP", "CUSRES", "CONTRL")},
}


class _Formats(Mapping[str, Format]):
    """The formats of _PLACES, each made once."""

    def __init__(self) -> None:
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            module, attribute, argument = _PLACES[name]
            found = getattr(import_module(f"{__name__}.{module}"), attribute)
            form: Format = found if argument is None else found(argument)
            self._made[name] = form
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


FORMATS: Final[Mapping[str, Format]] = _Formats()
