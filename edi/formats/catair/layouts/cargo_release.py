"""ACE Cargo Release (SE from the filer, SX from CBP): all records, and which may follow which."""

from typing import Final

from deminimis.edi.formats.catair.layouts import cargo_release_header as header
from deminimis.edi.formats.catair.layouts import cargo_release_lines as lines
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.usage import Item, Loop, Rec

RECORDS: Final[dict[str, Layout]] = {
    layout.tag: layout
    for layout in (
        *(header.SE10, header.SE11, header.SE13, header.SE15, header.SE16, header.SE17, header.SE20),
        *(lines.SE30, lines.SE31, lines.SE35, lines.SE36),
        *(lines.SE40, lines.SE41, lines.SE50, lines.SE51, lines.SE55, lines.SE56, lines.SE60, lines.SE61),
        lines.SE90,
    )
}

PASSED_THROUGH: Final = ("OI", "PG", "SF")
"""First two letters of records that are known and not read: PGA data behind SE60 (OI, PG01 to PG35) and the security
filing behind the last line (SF10 to SF36). They say nothing about de minimis and stand in no map: leave them out of
the order check."""

_BILLS: Final = Loop(
    (
        Rec("SE15", 1, 3),
        # SE17 names equipment of the bill; the guide prints it behind SE16 and does not say whether it may return.
        Loop((Rec("SE16", 0, 99), Rec("SE17", 0, 99))),
    )
)


def _parties(tags: tuple[str, str, str, str]) -> Loop:
    entity, identifier, address, city = tags
    return Loop((Rec(entity, 1, 1), Rec(identifier, 0, 3), Rec(address, 0, 3), Rec(city, 0, 1)), 0, 12)


_HEADER_PARTIES: Final = _parties(("SE30", "SE31", "SE35", "SE36"))
_LINES: Final = Loop(
    (
        Rec("SE40", 1, 1),
        Rec("SE41", 0, 1),
        _parties(("SE50", "SE51", "SE55", "SE56")),
        Loop((Rec("SE60", 1, 1), Rec("SE61", 0, 1)), 1, 32),
    )
)

# p. SE-22: add (A) and replace (R).
ADD_REPLACE: Final[tuple[Item, ...]] = (
    Rec("SE10", 1, 1), Rec("SE11", 0, 1), Rec("SE13", 1, 1), _BILLS, Rec("SE20", 0, 99), _HEADER_PARTIES, _LINES,
)

# p. SE-24: cancel (D).
CANCEL: Final[tuple[Item, ...]] = (Rec("SE10", 1, 1), Rec("SE13", 1, 1), Rec("SE20", 0, 99))

# p. SE-25: update (U). Its map makes SE13 mandatory; SE10 note 1 leaves it out of the records an update may have.
UPDATE: Final[tuple[Item, ...]] = (
    Rec("SE10", 1, 1), Rec("SE11", 0, 1), Rec("SE13", 0, 1), _BILLS, Rec("SE20", 0, 99),
)

USAGE_BY_ACTION: Final = {"A": ADD_REPLACE, "R": ADD_REPLACE, "U": UPDATE, "D": CANCEL}

USAGE: Final[tuple[Item, ...]] = (
    Loop(
        (
            *(Rec("SE10", 1, 1), Rec("SE11", 0, 1), Rec("SE13", 0, 1), _BILLS, Rec("SE20", 0, 99)),
            *(_HEADER_PARTIES, _LINES),
        ),
        1,
    ),
)
"""Any action: the records between B and Y of a block of transactions, each of which begins with SE10."""


def _answered(tag: str, low: int = 0) -> Loop:
    return Loop((Rec(tag, 1, 1), Rec("SE90", 0, 9)), low)


# p. SE-26: CBP returns SE10 and each SE15, and of the other records those it has something to say about.
RESPONSE: Final[tuple[Item, ...]] = (
    Loop(
        (
            *(_answered("SE10", 1), _answered("SE11"), _answered("SE13")),
            Loop(tuple(_answered(tag) for tag in ("SE15", "SE16", "SE17"))),
            _answered("SE20"),
            Loop(tuple(_answered(tag) for tag in ("SE30", "SE31", "SE35", "SE36"))),
            Loop(
                (
                    *(_answered(tag) for tag in ("SE40", "SE41")),
                    Loop(tuple(_answered(tag) for tag in ("SE50", "SE51", "SE55", "SE56"))),
                    Loop(tuple(_answered(tag) for tag in ("SE60", "SE61"))),
                )
            ),
            Rec("SE90", 1, 1),
        ),
        1,
    ),
)
"""SX: the echoed records, each with its own SE90, and one SE90 for the transaction."""
