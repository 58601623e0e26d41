"""Read the record tables out of a CBP guide and compare them, column by column, with deminimis' layouts.

Made for the CATAIR chapters, whose tables say: data element, length and class, position, M, C or O. With a newer guide
at hand, see what has changed:

    python -m tools.guide_tables NEW.pdf
    python -m tools.guide_tables NEW.pdf --write tests/edi/layout/guides/NAME.json

Reads a PDF (with pdftotext, from poppler-utils) or the text that `pdftotext -layout` made of it. A page counts once
its footer (`SE-31`) is found. Differences that are meant are listed with their reasons in
tests/edi/layout/guides/test_guides.py.
Exit code: 0 no difference, 1 differences, 2 no tables found, or no guide.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from deminimis.edi.formats.catair.layouts import (
    broker_download as broker_download_records,
)
from deminimis.edi.formats.catair.layouts import (
    cargo_release as cargo_release_records,
)
from deminimis.edi.formats.catair.layouts import (
    entry_status as status_records,
)
from deminimis.edi.formats.catair.layouts import (
    envelope as envelope_records,
)
from deminimis.edi.formats.catair.layouts import (
    manifest_status as ns_records,
)
from deminimis.edi.layout.declare import Layout

# A table's name in a guide -> our layout. The envelope has up to three tables a record; ours serves input and output.
LAYOUTS: Final[dict[str, Layout]] = {
    **cargo_release_records.RECORDS,
    **{f"{tag} {way}": envelope_records.RECORDS[tag] for tag in "ABYZ" for way in ("input", "output")},
    **{tag: envelope_records.RECORDS[tag] for tag in ("X0", "X1")},
    **{f"{tag} generated": layout for tag, layout in envelope_records.GENERATED.items()},
    **{tag.replace("S", "W"): layout for tag, layout in status_records.RECORDS.items()},  # WO mimics SO
    **broker_download_records.RECORDS,
    **{f"NS{tag}": layout for tag, layout in ns_records.RECORDS.items()},
}

# Our kind -> the classes that a guide prints for it.
PRINTED: Final = {"NX": {"N"}, "USD": {"N"}, "D": {"D", "N"}, "HHMM": {"N", "AN"}, "DT": {"N"}, "TM": {"N"}}

_HEADING: Final = re.compile(r"^\s*Record Identifier ([A-Z0-9]{1,5})\s*\((?:Input|Output)\)\s*$")
_ENVELOPE: Final = re.compile(r"^\s*(?:(Input|Output) )?([ABYZ]|X[01])-Record\s+Length/")
_ROW: Final = re.compile(
    r"^\s*(?P<element>\S.*?)?\s+(?P<length>\d+)(?P<kind>AN|[ANXSDC])(?: or)?"
    r"\s+(?P<first>\d+)(?:\s*-\s*(?P<last>\d+))?(?:\s+(?P<status>[MCO])(?=[\s-]|$)|\s|$)"
)
_FOOTER: Final = re.compile(r"^\s*(?P<edition>\S.*?)\s{2,}(?P<page>(?:[A-Z]{2,4}|B&B)-\d+)\s*$")


@dataclass(frozen=True)
class Row:
    """One line of a record's table, as printed; the status is "" where the guide prints none."""

    element: str
    first: int
    last: int
    kind: str
    status: str
    page: str


@dataclass(frozen=True, order=True)
class Difference:
    """What the guide prints for some columns of a record and what the layout has; "" for nothing there."""

    record: str
    columns: str
    what: str
    printed: str
    ours: str

    def __str__(self) -> str:
        return f"{self.record} {self.columns}: {self.what}: guide {self.printed or '-'}, deminimis {self.ours or '-'}"


Tables = dict[str, list[Row]]


def read_tables(text: str) -> tuple[Tables, str]:
    """The tables of a guide's text by record, and its edition as the page footers state it."""
    tables: dict[str, dict[tuple[int, int], Row]] = {}
    record, generated, edition, open_rows = "", False, "", list[tuple[str, Row]]()
    for line in text.replace("\f", "").replace("–", "-").splitlines():
        if footer := _FOOTER.match(line):
            edition = edition or re.sub(r"\s+", " ", footer["edition"])
            for name, row in open_rows:
                paged = replace(row, page=footer["page"])
                tables.setdefault(name, {}).setdefault((row.first, row.last), paged)
            open_rows = []
        elif heading := _HEADING.match(line):
            record = heading[1]
        elif heading := _ENVELOPE.match(line):
            way = "generated" if generated else (heading[1] or "").lower()
            record = heading[2] if heading[2].startswith("X") else f"{heading[2]} {way}"
        elif record and (found := _ROW.match(line)):
            first = int(found["first"])
            element = re.sub(r"\s+", " ", found["element"] or "")
            row = Row(element, first, int(found["last"] or first), found["kind"], found["status"] or "", "")
            open_rows.append((record, row))
        generated = line.strip() == "ACE Generated"
    return {name: sorted(rows.values(), key=lambda row: row.first) for name, rows in tables.items()}, edition


def compare(tables: Tables, layouts: Mapping[str, Layout]) -> list[Difference]:
    """All differences between `tables` and the layouts of the same name."""
    out: list[Difference] = []
    for record in sorted(tables.keys() & layouts.keys()):
        out += _compare(record, tables[record], layouts[record])
    return out


def _compare(record: str, rows: list[Row], layout: Layout) -> list[Difference]:
    printed = {_columns(row.first, row.last): row for row in rows}
    ours = {str(f.place): f for f in layout.fields}
    out = [Difference(record, place, "field", row.element, "") for place, row in printed.items() if place not in ours]
    for place, f in ours.items():
        row = printed.get(place)
        if row is None:
            out.append(Difference(record, place, "field", "", f.name))
            continue
        blank = row.element.startswith("Filler")
        if f.filler:
            if not blank or f.kind.name != "S":
                out.append(Difference(record, place, "filler", row.element, f.kind.name))
            continue
        if blank:
            out.append(Difference(record, place, "filler", row.element, f.name))
        if f.name != "record_id" and row.kind not in PRINTED.get(f.kind.name, {f.kind.name}):
            out.append(Difference(record, place, "class", row.kind, f.kind.name))
        if row.status != f.use:
            out.append(Difference(record, place, "use", row.status, f.use))
    return out


def _columns(first: int, last: int) -> str:
    return f"{first}-{last}" if last > first else f"{first}"


def load_json(path: Path) -> Tables:
    """The tables of a file that `--write` made."""
    records = json.loads(path.read_text(encoding="utf-8"))["records"]
    return {name: [Row(**row) for row in rows] for name, rows in records.items()}


def _text(path: Path) -> str:
    if path.suffix.lower() != ".pdf":
        return path.read_text(encoding="utf-8")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def _write(target: Path, source: Path, edition: str, tables: Tables) -> None:
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    about = {"file": source.name, "sha256": sha256, "edition": edition}
    lines = [
        f"  {json.dumps(name)}: [\n" + ",\n".join(f"   {json.dumps(asdict(row))}" for row in rows) + "\n  ]"
        for name, rows in tables.items()
    ]
    head = json.dumps(about, indent=1)[:-2]
    target.write_text(f'{head},\n "records": {{\n' + ",\n".join(lines) + "\n }\n}\n", encoding="utf-8")


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guide", type=Path, help="the guide: a PDF, or the text of `pdftotext -layout`")
    parser.add_argument("--write", type=Path, metavar="JSON", help="write the tables to this file")
    parser.add_argument("--only", default="", metavar="PREFIX", help="only records whose name begins so, such as NS")
    parser.add_argument("--tables", action="store_true", help="print the tables, too")
    options = parser.parse_args()
    try:
        text = _text(options.guide)
    except (OSError, UnicodeDecodeError, subprocess.CalledProcessError) as error:
        parser.error(f"{options.guide} cannot be read: {error}")
    tables, edition = read_tables(text)
    tables = {name: rows for name, rows in tables.items() if name.startswith(options.only)}
    if not tables:
        print(f"{options.guide}: no record tables found", file=sys.stderr)
        return 2
    if options.tables:
        for name, rows in tables.items():
            print(name)
            for row in rows:
                columns = _columns(row.first, row.last)
                print(f"  {columns:>6} {row.kind:2} {row.status or '-'}  {row.element}  ({row.page})")
    if options.write:
        _write(options.write, options.guide, edition, tables)
    unknown = sorted(tables.keys() - LAYOUTS.keys())
    differences = compare(tables, LAYOUTS)
    print(f"{edition}: {len(tables)} records, {len(tables) - len(unknown)} of them compared")
    print(f"no layout: {', '.join(unknown) or '-'}")
    for difference in differences:
        print(difference)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
