"""A packed workbook, looked into before it is read: how large it is, and what a reader would pass over in silence.

A reader of workbooks takes a formula that was never computed, and an error, for a blank cell, and makes room for every
cell between the first and the last, however few hold anything. So the parts are streamed through here first. Parts that
state a wrong size end in an error of `zipfile`, which reads no more than that.
"""

import html
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from deminimis.edi.cells.grid import MOST_CELLS, SheetError, number_of, within

UNPACKED: Final = 1 << 28  # bytes: a sheet of some hundred thousand rows
_PIECE: Final = 1 << 22
_OVERLAP: Final = 1 << 15  # the longest text that an expression looks for, a cell of text
_SHOWN: Final = 5

# In no expression a part that may be long stands behind another: what is sent to be read must not take hours.
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b([^<>]*)>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]*)>")
_ATTRIBUTE: Final = re.compile(rb'(?<![\w:])([\w:]+)\s*=\s*"([^"]*)"')
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b[^<>]*?\sr="(\d+)"')
_FILLED: Final = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\sr="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<!/)>')
_FAR: Final = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\sr="(?:[A-Z]{2,3}\d|[A-Z]+\d{7})')
_FORMULA: Final = rb"(?:<(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>)"
_HOLLOW: Final = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>" + _FORMULA + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_ERROR: Final = re.compile(rb'<(?:\w+:)?c\b([^<>]*?\st="e"[^<>]*)>' + _FORMULA + rb"?<(?:\w+:)?v>([^<]*)<")
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_NUMBER_FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\b([^<>]*)>")
_FORMATS: Final = re.compile(rb"</?(?:\w+:)?cellXfs\b")
_FORMAT: Final = re.compile(rb"<(?:\w+:)?xf\b([^<>]*)>")
_PLACE: Final = re.compile(r"[A-Z]{1,3}\d{1,7}")
_SIGNS: Final = {"€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "CNY or JPY", "CNY": "CNY", "RMB": "CNY",
                 "JPY": "JPY", "CA$": "CAD", "CAD": "CAD", "MXN": "MXN", "HK$": "HKD", "HKD": "HKD"}  # fmt: skip

_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_REPEATED: Final = re.compile(rb'<table:table-cell\b(?=[^<>]*value-type)[^<>]*?number-columns-repeated="(\d{2,})"')
_REPEATED_ROW: Final = re.compile(rb'<table:table-row\b[^<>]*?number-rows-repeated="(\d{3,})"[^<>]*>')
_FIRST_CELLS: Final = 2000  # bytes of a row, in which one that holds anything says so
_ODS_CELL: Final = re.compile(rb"<table:table-cell\b[^<>]*>")
_SPANNED: Final = re.compile(rb'number-rows-spanned="(?!1")')
_MONEY: Final = re.compile(rb'office:currency="([A-Z]{3})"')


@dataclass
class Facts:
    """What a reader passes over, of one sheet. errors: text by place, the first of them; merged: ranges."""

    errors: dict[str, str] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    currencies: dict[int, str] = field(default_factory=dict)


def packed(data: bytes) -> zipfile.ZipFile:
    """The parts of a zip. Raises SheetError for one that is damaged, too large, no workbook, or has a password."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
        names = parts.namelist()
        size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError) as error:
        raise SheetError(f"this workbook is damaged: {error}; send for it again") from None
    if size > UNPACKED:
        raise SheetError(
            f"this workbook is {size >> 20:,} MB unpacked, and up to {UNPACKED >> 20} MB are read: "
            "split it, or save it as CSV UTF-8"
        )
    lower = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in lower):
        raise SheetError("this workbook has macros, which are never run or read here: save it as xlsx without them")
    if any(part.flag_bits & 1 for part in parts.infolist()):
        raise SheetError(PASSWORD)
    if "xl/workbook.bin" in lower:
        raise SheetError("this is a binary workbook (xlsb): save it as xlsx, or as CSV UTF-8")
    if "xl/workbook.xml" not in lower and not is_ods(parts):
        raise SheetError("this zip archive holds no workbook: unpack it, and give the files in it")
    return parts


PASSWORD: Final = "this workbook has a password: save it without one"


def is_ods(parts: zipfile.ZipFile) -> bool:
    """Whether it is a sheet of OpenDocument."""
    return "mimetype" in parts.namelist() and _part(parts, "mimetype", 200).startswith(_ODS)


def sheets(parts: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """Of an xlsx: the part of each sheet of cells by its name, in their order, and whether it is shown."""
    book, relations = _part(parts, "xl/workbook.xml"), _part(parts, "xl/_rels/workbook.xml.rels")
    targets = {at.get("Id", ""): at for at in map(_attributes, _RELATION.findall(relations))}
    found = {}
    for at in map(_attributes, _SHEET.findall(book)):
        part = targets.get(next((value for name, value in at.items() if name.endswith(":id")), ""), {})
        if part.get("Type", "").endswith("/worksheet"):
            target = part.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[at.get("name", "")] = (place, at.get("state", "visible") == "visible")
    return found


def dated_from_1904(parts: zipfile.ZipFile) -> bool:
    """Whether days of an xlsx are counted from 1904, as old programs for the Macintosh did."""
    return re.search(rb'date1904="(?:1|true)"', _part(parts, "xl/workbook.xml")) is not None


def looked_at(parts: zipfile.ZipFile, name: str) -> Facts:
    """What stands in the sheet of an xlsx that is the part `name`.

    Raises SheetError for a formula without a value, and for a sheet of more cells than are read.
    """
    facts, last_row, far = Facts(), 0, False
    hollow: list[str] = []
    foreign = _foreign(parts)
    formatted = re.compile(
        rb'<(?:\w+:)?c\b(?=[^<>]*\ss="(' + b"|".join(b"%d" % style for style in foreign) + rb')")'
        rb'[^<>]*?\sr="([A-Z]{1,3})\d'
    ) if foreign else None  # fmt: skip
    for piece in _pieces(parts, name):
        rows = _ROW.findall(piece)
        last_row = max(last_row, max(map(_number, rows), default=0))
        far = far or _FAR.search(piece) is not None
        for found in _HOLLOW.finditer(piece):
            at = _attributes(found[1])
            if at.get("t") != "str" and len(hollow) < _SHOWN and at.get("r", "?") not in hollow:
                hollow.append(at.get("r", "?"))
        if b't="e"' in piece:
            for found in _ERROR.finditer(piece):
                place = _attributes(found[1]).get("r", "")
                if _PLACE.fullmatch(place):
                    facts.errors[place] = html.unescape(found[2].decode("utf-8", "replace"))
        facts.merged += [found.decode() for found in _MERGED.findall(piece)]
        for style, letters in set(formatted.findall(piece)) if formatted else ():
            facts.currencies[number_of(letters.decode())] = foreign[int(style)]
    if hollow:
        raise SheetError(
            f"formulas without values, {', '.join(hollow)} among them: the workbook was saved by a program that "
            "computes none; open it in a spreadsheet program, save it, and give that"
        )
    if far or last_row * 26 > MOST_CELLS:
        within(_extent(parts, name))
    facts.merged = list(dict.fromkeys(facts.merged))
    return facts


def _extent(parts: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """The last row and column with anything in them."""
    row = column = 1
    for piece in _pieces(parts, name):
        found = set(_FILLED.findall(piece))
        row = max(row, max((int(number) for _, number in found), default=1))
        column = max(column, max((number_of(each.decode()) for each in {letters for letters, _ in found}), default=1))
    return row, column


def looked_at_ods(parts: zipfile.ZipFile) -> Facts:
    """What stands in the sheets of an ods, of which no place is known. Raises SheetError as `looked_at` does."""
    if b"encryption-data" in _part(parts, "META-INF/manifest.xml"):
        raise SheetError(PASSWORD)
    _well_formed(parts, "content.xml")
    facts, cells = Facts(), 0
    for piece in _pieces(parts, "content.xml"):
        cells += sum(map(_number, _REPEATED.findall(piece)))
        cells += sum(_number(row[1]) * 16 for row in _REPEATED_ROW.finditer(piece) if _holds(piece, row.end()))
        within((cells, 1))
        if b"table:formula" in piece:
            computed = (cell for cell in _ODS_CELL.findall(piece) if b"table:formula" in cell)
            if any(b"value-type" not in cell for cell in computed):
                raise SheetError("it has formulas without values: open it in a spreadsheet program, and save it")
        if b'value-type="error"' in piece:
            raise SheetError("formulas in it came to an error (#REF!, #DIV/0! ...): put values in their place")
        if _SPANNED.search(piece):
            raise SheetError("cells are merged over several rows: unmerge them, so that each row has its own")
        for code in _MONEY.findall(piece):
            if code != b"USD":
                facts.currencies[0] = code.decode()
    return facts


def _well_formed(parts: zipfile.ZipFile, name: str) -> None:
    """Raises SheetError for a part that is no sound XML: the reader of an ods may never end with one."""
    reader, read = expat.ParserCreate(), b""
    try:
        for piece in _pieces(parts, name):
            reader.Parse(piece[len(read) :], False)
            read = piece[-_OVERLAP:]
        reader.Parse(b"", True)
    except expat.ExpatError as error:
        raise SheetError(f"this workbook is damaged: {error}; send for it again") from None


def _number(digits: bytes) -> int:
    """The number, or one that is larger than any that is read."""
    return int(digits[:12])


def _holds(piece: bytes, begin: int) -> bool:
    """Whether a cell of the row that begins there holds anything."""
    value = piece.find(b"value-type", begin, begin + _FIRST_CELLS)
    return value >= 0 and piece.find(b"</table:table-row>", begin, value) < 0


def _foreign(parts: zipfile.ZipFile) -> dict[int, str]:
    """Cell formats that show an amount in another currency than the dollar, by their number."""
    styles = _part(parts, "xl/styles.xml")
    shown = {}
    for at in map(_attributes, _NUMBER_FORMAT.findall(styles)):
        code = html.unescape(at.get("formatCode", ""))
        sign = next((money for sign, money in _SIGNS.items() if sign in code), None)
        if sign:
            shown[at.get("numFmtId", "")] = sign
    ends = [found.start() for found in itertools.islice(_FORMATS.finditer(styles), 2)]
    formats = map(_attributes, _FORMAT.findall(styles[ends[0] : ends[1]] if len(ends) > 1 else b""))
    return {number: shown[at["numFmtId"]] for number, at in enumerate(formats) if at.get("numFmtId") in shown}


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): html.unescape(value.decode("utf-8", "replace"))
        for name, value in _ATTRIBUTE.findall(text)
    }


def _part(parts: zipfile.ZipFile, name: str, most: int = 1 << 25) -> bytes:
    """A part, blank where there is none. Raises SheetError where it is damaged."""
    try:
        with parts.open(name) as stream:
            return stream.read(most)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise SheetError(f"this workbook is damaged: {error}; send for it again") from None


def _pieces(parts: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part, some megabytes at a time, each with the end of the one before."""
    try:
        with parts.open(name) as stream:
            before = b""
            while block := stream.read(_PIECE):
                yield before + block
                before = block[-_OVERLAP:]
    except KeyError:
        raise SheetError(f"this workbook is damaged: it has no part {name}") from None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise SheetError(f"this workbook is damaged: {error}; send for it again") from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise SheetError("this workbook is damaged: send for it again") from None
        raise
