"""Tiny PDFs: texts at places in Helvetica, and guides with record tables as CBP prints them."""

import textwrap
import zlib
from collections.abc import Iterable, Mapping, Sequence

from deminimis.edi.guides.compare import place_of
from deminimis.edi.guides.tables import Row

Placed = tuple[float, float, str]  # left edge and baseline in points, text
HEAD = ("Data Element", "Length/", "Position", "Desig", "Description")
ELEMENT, LENGTH, POSITION, STATUS, REST = 84.0, 188.0, 236.0, 285.0, 324.0


def pdf(pages: Iterable[Sequence[Placed]], packed: bool = True) -> bytes:
    """A PDF of these pages, letter size."""
    contents = [_content(each) for each in pages]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, content in enumerate(contents):
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} /Contents {5 + 2 * n} 0 R >>".encode()
        )
        body = zlib.compress(content) if packed else content
        filters = "/Filter /FlateDecode " if packed else ""
        objects.append(f"<< {filters}/Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream")
    return assembled(objects)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _content(texts: Sequence[Placed]) -> bytes:
    lines = [b"BT /F1 9 Tf"]
    for left, baseline, text in texts:
        shown = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        lines.append(f"1 0 0 1 {left:.1f} {baseline:.1f} Tm (".encode() + shown + b") Tj")
    return b"\n".join([*lines, b"ET"])


def guide(
    tables: Mapping[str, Sequence[Row]], edition: str = "March 2026 CAMIR Ocean", per_page: int = 40, ways: bool = True
) -> bytes:
    """A guide: a heading, a head and rows for each record; a page has `per_page` rows, and a long table goes on."""
    pages: list[list[Placed]] = []
    for record, rows in tables.items():
        for start in range(0, len(rows), per_page):
            pages.append([*_heading(record, 700, ways), *_rows(record, rows[start : start + per_page], 650)])
    for number, page in enumerate(pages, 1):
        page.append((84.0, 40.0, edition))
        page.append((510.0, 40.0, f"GD-{number}"))
    return pdf(pages)


def _heading(record: str, top: float, ways: bool) -> list[Placed]:
    name, _, way = record.partition(" ")
    if way == "generated":
        first = [(ELEMENT, top + 12, "ACE Generated"), (ELEMENT, top, f"{name}-Record")]
    elif way or name in ("X0", "X1"):
        first = [(ELEMENT, top, f"{way.capitalize()} {name}-Record".strip())]
    else:
        first = [(ELEMENT, top, f"Record Identifier {record}{' (Output)' if ways else ''}")]
    columns = (ELEMENT, LENGTH, POSITION, STATUS, REST)
    return [*first, *((x, top - 14, text) for x, text in zip(columns, HEAD, strict=True)), (LENGTH, top - 25, "Class")]


def _rows(record: str, rows: Sequence[Row], top: float) -> list[Placed]:
    out: list[Placed] = []
    y = top
    for row in rows:
        lines = textwrap.wrap(row.element, 20, break_on_hyphens=False) or [""]
        out += [(ELEMENT, y - 10 * n, text) for n, text in enumerate(lines)]
        out.append((LENGTH + 4, y, f"{row.length or row.last - row.first + 1}{row.kind}"))
        out.append((POSITION + 4, y, place_of(row)))
        out.append((STATUS + 8, y, row.status))
        said = f"Must always equal {record.split(maxsplit=1)[0]}." if row.first == 1 else "What it is, in a few words."
        out.append((REST, y, said))
        y -= 10 * len(lines) + 6
    return out
