"""Workbooks for tests: xlsx by xlsxwriter; xls and ods by hand, as little of them as a reader needs."""

import html
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "manifest")
)


def xlsx(fill: Callable[[Any, Any], object], *more: str) -> bytes:
    """A workbook whose first sheet `fill(book, sheet)` writes; `more` names blank sheets behind it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book, book.add_worksheet("List"))
    for name in more:
        book.add_worksheet(name)
    book.close()
    return out.getvalue()


def xlsx_of(rows: Rows) -> bytes:
    """The rows, texts as texts and numbers as numbers."""
    return xlsx(lambda _, sheet: [sheet.write_row(at, 0, row) for at, row in enumerate(rows)])


def ods(table: str) -> bytes:
    """An OpenDocument sheet of this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        parts.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><manifest:manifest {_SPACES}/>')
        parts.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {_SPACES}><office:body><office:spreadsheet>'
            f'<table:table table:name="List">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def ods_of(rows: Rows) -> bytes:
    """The rows."""
    return ods("".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows))


def _ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{html.escape(value)}</text:p></table:table-cell>'


def xls_of(rows: Rows) -> bytes:
    """The rows as BIFF8 in a compound file ([MS-XLS] 2.4.148, 2.4.180; [MS-CFB] 2.2, 2.3, 2.6)."""
    globals_ = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    place = len(globals_) + 4 + 6 + 2 + 4 + 4  # behind BOUNDSHEET and EOF
    globals_ += _record(0x0085, struct.pack("<IBBBB", place, 0, 0, 4, 0) + b"List") + _record(0x000A, b"")
    assert len(globals_) == place
    cells = b"".join(
        _cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value not in (None, "")
    )
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + _record(0x000A, b"")
    return _compound("Workbook", globals_ + sheet)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row: int, column: int, value: Any) -> bytes:
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)


def _compound(name: str, stream: bytes) -> bytes:
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    fats = 1
    while fats * 128 < sectors + 1 + fats:
        fats += 1
    assert fats <= 109
    table = [*range(1, sectors), END, END, *[FAT] * fats]
    table += [FREE] * (fats * 128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fats, sectors, 0, 4096, END, 0, END, 0)
    head += b"".join(struct.pack("<I", sectors + 1 + n if n < fats else FREE) for n in range(109))
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 0, len(stream)) + _entry("", 0, FREE, 0, 0) * 2
    return head + stream + entries + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    out = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2 if name else 0, kind, 1)
    return out + struct.pack("<III", FREE, FREE, child) + bytes(36) + struct.pack("<IQ", start, size)
