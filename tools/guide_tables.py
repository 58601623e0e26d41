"""Keep the record tables of CBP's guides as the tests' data, and the names of their elements as the program's.

    python -m tools.guide_tables NEW.pdf --write tests/edi/guides/tables/NAME.json
    python -m tools.guide_tables --elements

The first reads a guide's tables, of those records that have a layout, into a file; the second makes
edi/guides/elements.csv of all such files. To see what differs: `deminimis guide NEW.pdf`.
"""

import argparse
import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from deminimis.edi.formats.catair.layouts.printed import PRINTED
from deminimis.edi.guides.compare import place_of
from deminimis.edi.guides.names import blank
from deminimis.edi.guides.pdf import pages
from deminimis.edi.guides.tables import Guide, Row, Table, read

ROOT: Final = Path(__file__).parents[1]
GUIDES: Final = ROOT / "tests" / "edi" / "guides" / "tables"
ELEMENTS: Final = ROOT / "edi" / "guides" / "elements.csv"
COLUMNS: Final = ("record", "field", "element")


def load_json(path: Path) -> dict[str, Table]:
    """The tables of a file that `--write` made, by record."""
    records = json.loads(path.read_text(encoding="utf-8"))["records"]
    return {name: Table(name, rows[0]["page"], [Row(**row) for row in rows]) for name, rows in records.items()}


def elements() -> Iterator[tuple[str, str, str]]:
    """Record, field and element: what a guide prints at a field's own columns, and what was written by hand."""
    out: dict[tuple[str, str, str], None] = {}
    for path in sorted(GUIDES.glob("*.json")):
        for name, table in load_json(path).items():
            layout = PRINTED[name]
            places = {str(f.place): f for f in layout.fields if not f.filler and f.const is None}
            for row in table.rows:
                if not blank(row) and (f := places.get(place_of(row))):
                    out[layout.tag, f.name, row.element] = None
    by_hand = [row for row in csv.reader(io.StringIO(ELEMENTS.read_text("utf-8"))) if row[0] not in _tags()]
    yield from sorted(out, key=lambda each: each[0])
    yield from (tuple(row) for row in by_hand if row != list(COLUMNS))  # type: ignore[misc]


def _tags() -> set[str]:
    return {layout.tag for layout in PRINTED.values()}


def _written(guide: Guide, source: Path) -> str:
    about = {
        "file": source.name, "sha256": hashlib.sha256(source.read_bytes()).hexdigest(), "edition": guide.edition,
    }  # fmt: skip
    lines = [
        f"  {json.dumps(table.record)}: [\n"
        + ",\n".join(f"   {json.dumps(asdict(row), ensure_ascii=False)}" for row in table.rows)
        + "\n  ]"
        for table in guide.tables
        if table.record in PRINTED
    ]
    head = json.dumps(about, indent=1)[:-2]
    return f'{head},\n "records": {{\n' + ",\n".join(lines) + "\n }\n}\n"


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guide", type=Path, nargs="?", help="the guide, a PDF")
    parser.add_argument("--write", type=Path, metavar="JSON", help="write the tables to this file")
    parser.add_argument("--only", default="", metavar="PREFIX", help="only records whose name begins so, such as NS")
    parser.add_argument("--elements", action="store_true", help="make edi/guides/elements.csv of all such files")
    options = parser.parse_args()
    if options.guide and options.write:
        guide = read(pages(options.guide))
        wanted = [table for table in guide.tables if table.record.startswith(options.only)]
        options.write.write_text(_written(guide._replace(tables=wanted), options.guide), encoding="utf-8")
    elif options.elements:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *elements()])
        ELEMENTS.write_text(text.getvalue(), encoding="utf-8")
    else:
        parser.error("name a guide and --write, or --elements")
    return 0


if __name__ == "__main__":
    sys.exit(main())
