"""How an interchange is cut into records: its separators, its lines and its characters."""

from typing import Final, NamedTuple

from deminimis.edi.layout.declare import COMPONENT, END, FIELD, RELEASED, REPETITION, Family

STRAY: Final = 0x1A  # what a canonical character turns into where it was data: faulty in every kind
PADDING: Final = b" \t\r\n\x00\x1a"  # what stands between segments or behind the last one and is nothing
_BOM: Final = b"\xef\xbb\xbf"


class Syntax(NamedTuple):
    """How an interchange is cut into records: `terminator` b"" means 80-byte images in a row."""

    family: Family
    terminator: bytes = b""
    field: bytes = b""
    component: bytes = b""
    repetition: bytes = b""
    release: bytes = b""
    by_line: bool = False  # newlines between records: places count lines; else records
    skip: int = 0  # bytes in front of the first record: a BOM, UNA
    width: int = 80
    newline: bytes = b"\n"  # what ends a line between segments: b"\r" in files of old Macs
    wrap: int = 0  # the one width at which lines were broken anywhere, also in a word; 0: lines end between segments
    charset: str = ""  # of `edi.cutting.letters.CHARSETS`, where the interchange states one; "": UTF-8, else CP1252

    @property
    def in_columns(self) -> bool:
        """Whether its records are of columns, `width` of them."""
        return self.family == "fixed"

    @property
    def in_sets(self) -> bool:
        """Whether its messages are sets of X12: a 997 answers them, and pyx12 reads them."""
        return self.family == "x12"

    @property
    def own_lines(self) -> bool:
        """Whether what ends a record ends its line."""
        return self.terminator in {b"\n", b"\r"}

    def table(self) -> bytes:
        """The translation to canonical separators."""
        table = bytearray(range(256))
        for canonical in (END, FIELD, COMPONENT, REPETITION, RELEASED):
            table[ord(canonical)] = STRAY
        pairs = (
            (self.terminator, END),
            (self.field, FIELD),
            (self.component, COMPONENT),
            (self.repetition, REPETITION),
        )
        for own, canonical in pairs:
            if own:
                table[own[0]] = ord(canonical)
        return bytes(table)


def bom(head: bytes) -> int:
    """Length of a UTF-8 byte order mark."""
    return len(_BOM) if head.startswith(_BOM) else 0
