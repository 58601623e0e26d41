"""The sectors of an old workbook ([MS-CFB]), looked at before it is read: a reader may not end with a broken chain."""

import struct
from typing import Final

from deminimis.edi.cells.grid import SheetError, within

_HEADER: Final = 512
_ENTRY: Final = 128  # bytes of an entry of the directory
_IN_HEADER: Final = 109  # places of the header that say where the table of sectors is
_SMALL: Final = 0xFFFFFFFA  # numbers from here on are no sectors
_END: Final = 0xFFFFFFFE
_STREAM, _ROOT = 2, 5
_BOOKS: Final = ("Workbook", "Book")
_CELLS: Final = frozenset((0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E))
_COLUMNS: Final = 256


def padded(data: bytes) -> bytes:
    """The file, its last sector whole, as some programs do not write it.

    Raises SheetError for one that is damaged, and for a sheet of more cells than are read.
    """
    if len(data) < _HEADER:
        raise _damaged("it ends in its header")
    _, _, order, shift, mini_shift = struct.unpack_from("<HHHHH", data, 24)
    if order != 0xFFFE or shift not in (9, 12) or mini_shift != 6:
        raise _damaged("its header is none")
    size = 1 << shift
    data += bytes(-len(data) % size)
    sectors = (len(data) - size) // size
    table = _table(data, size, sectors)
    root, _, cutoff, mini, _, _ = struct.unpack_from("<IIIIII", data, 48)
    directory = b"".join(data[(n + 1) * size : (n + 2) * size] for n in _chain(table, root))
    mini_table = _numbers(b"".join(data[(n + 1) * size : (n + 2) * size] for n in _chain(table, mini)))
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        kind = directory[at + 66]
        start, length = struct.unpack_from("<II", directory, at + 116)
        if kind == _ROOT or (kind == _STREAM and length >= cutoff):
            chain = _chain(table, start)
            held = len(chain) * size
            name = directory[at : at + 64].decode("utf-16-le", "replace").rstrip("\0")
            if name.startswith(_BOOKS):
                _look_at_cells(b"".join(data[(n + 1) * size : (n + 2) * size] for n in chain)[:length])
        elif kind == _STREAM:
            held = len(_chain(mini_table, start)) << mini_shift
        else:
            continue
        if held < length:
            raise _damaged("a part of it is missing")
    return data


def _look_at_cells(book: bytes) -> None:
    """Raises SheetError where cells are where a sheet has none, or reach further than is read ([MS-XLS] 2.5.13)."""
    at = last_row = last_column = 0
    while at + 8 <= len(book):
        kind, length, row, column = struct.unpack_from("<HHHH", book, at)
        if kind in _CELLS and length >= 6:
            last_row, last_column = max(last_row, row), max(last_column, column)
        at += 4 + length
    if last_column >= _COLUMNS:
        raise _damaged("a cell of it is outside of the sheet")
    within((last_row + 1, last_column + 1))


def _table(data: bytes, size: int, sectors: int) -> tuple[int, ...]:
    """The sector behind each sector."""
    count = struct.unpack_from("<I", data, 44)[0]
    more, chained = struct.unpack_from("<II", data, 68)
    places = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    for _ in range(min(chained, sectors)):
        if more >= sectors:
            raise _damaged("a part of it is missing")
        found = _numbers(data[(more + 1) * size : (more + 2) * size])
        places += found[:-1]
        more = found[-1]
    own = places[:count]
    if len(own) < count or any(place >= sectors for place in own):
        raise _damaged("a part of it is missing")
    return _numbers(b"".join(data[(n + 1) * size : (n + 2) * size] for n in own))[:sectors]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)


def _chain(table: tuple[int, ...], start: int) -> list[int]:
    """The sectors from `start` to the end. Raises SheetError where they come to none."""
    out: list[int] = []
    at = start
    while at < _SMALL:
        if at >= len(table) or len(out) > len(table):
            raise _damaged("its parts lead nowhere")
        out.append(at)
        at = table[at]
    if at != _END and out:
        raise _damaged("its parts lead nowhere")
    return out


def _damaged(why: str) -> SheetError:
    return SheetError(f"this workbook is damaged: {why}; send for it again, or save it as xlsx")
