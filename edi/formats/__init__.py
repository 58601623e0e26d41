"""The wire formats, by name: a package here for what a format is made of, and a row in `edi.catalogue`.

A format's layouts are built when it is first asked for: a file pays for its own format only. Each package has one
shape: `format` (the contract of `edi.reading.format`, filled in), `layouts/`, `tags` where a record's first bytes do
not name it, `read_*` (records to shipments or notices), `write_*`, and `answer*` (what CBP would answer). `x12` and
`edifact` are the truck formats, `camir_air` and `camir_ocean` the manifests by air, sea and rail, `catair` the
broker's. `shared` is what several of them need, `answers` who writes what a plan asks for, `corrections` the user's own
changes of layouts, `release_types` and `admitted` what the user knows beyond the tables.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from deminimis.edi.catalogue import CATALOGUE, FAMILIES
from deminimis.edi.reading.format import Format

_BY_FAMILY: Final = sorted(CATALOGUE, key=lambda name: FAMILIES.index(CATALOGUE[name].family))


class _Formats(Mapping[str, Format]):
    """The formats of the catalogue, each made once."""

    def __init__(self) -> None:
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            module, attribute, argument = CATALOGUE[name].place
            found = getattr(import_module(f"{__name__}.{module}"), attribute)
            form: Format = found if argument is None else found(argument)
            self._made[name] = form
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_BY_FAMILY)

    def __len__(self) -> int:
        return len(CATALOGUE)


FORMATS: Final[Mapping[str, Format]] = _Formats()
