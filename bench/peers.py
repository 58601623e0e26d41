"""The peers, each in the least it can do with a file: `python -m bench.peers NAME FILE`.

One process does one job, and imports what that job needs only. Those of INSIDE print how long the job took without the
start of Python: reading a file is compared with reading a table there, not with importing a library.
"""

import io
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

RELEASE: Final = "*00501*"  # pyx12 takes no ISA12 but 00401 and 00501, so it gets a copy
GROUPS: Final = frozenset({("AQ", "005020"), ("SO", "005020")})


def _x12(path: str) -> str:
    return Path(path).read_text("ascii").replace("*00502*", RELEASE, 1)


def pyx12_reader(path: str) -> int:
    """pyx12's X12Reader, iterating only. Segments read."""
    from pyx12.x12file import X12Reader  # noqa: PLC0415 - each peer is imported in its own process only

    return sum(1 for _ in X12Reader(io.StringIO(_x12(path))))


def pyx12_document(path: str) -> int:
    """pyx12's x12n_document, validating by the map that is generated from our layouts. Segments validated."""
    from pyx12.params import params  # noqa: PLC0415
    from pyx12.x12n_document import x12n_document  # noqa: PLC0415

    from deminimis.edi.second_opinion.maps import write_maps  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    text, seen = _x12(path), [0]
    head = text[: text.index("ST*")].split("GS*", 1)[1].split("*")
    group = (head[0], head[7].split("~")[0])

    def count(*_: object) -> None:
        seen[0] += 1

    with tempfile.TemporaryDirectory() as folder:
        write_maps(Path(folder), {group, *GROUPS})
        x12n_document(params(), io.StringIO(text), None, None, map_path=folder, callback=count)
    if seen[0] < text.count("~"):
        raise SystemExit(f"pyx12 came to {seen[0]} of {text.count('~')} segments: nothing was measured")
    return seen[0]


def pydifact(path: str) -> int:
    """pydifact's Interchange, which only parses. Segments."""
    from pydifact.segmentcollection import Interchange  # noqa: PLC0415

    warnings.simplefilter("ignore")
    return sum(1 for _ in Interchange.from_file(path).segments)


def csv(path: str) -> int:
    """`pl.read_csv` of the shipments that a filing gives. Rows."""
    import polars as pl  # noqa: PLC0415

    begin = time.perf_counter()
    rows = sum(pl.read_csv(each, infer_schema_length=1000).height for each in path.split(","))
    sys.stdout.write(f"{time.perf_counter() - begin}\n")
    return rows


def frames(path: str) -> int:
    """A filing to its frames of shipments and lines, found fault with and not judged. Rows."""
    from datetime import date  # noqa: PLC0415

    from deminimis.edi.cutting.source import Source  # noqa: PLC0415
    from deminimis.edi.formats import FORMATS  # noqa: PLC0415
    from deminimis.edi.reading.intake import take  # noqa: PLC0415

    begin = time.perf_counter()
    found = take([Source(path, Path(path))], FORMATS, reference=lambda latest: latest or date(2025, 3, 3))
    sys.stdout.write(f"{time.perf_counter() - begin}\n")
    return found.filings.shipments.height


def to_csv(path: str) -> int:
    """Writes the shipments of a filing beside it, as FILE.csv, for `csv`. Rows."""
    from datetime import date  # noqa: PLC0415

    from deminimis.edi.cutting.source import Source  # noqa: PLC0415
    from deminimis.edi.formats import FORMATS  # noqa: PLC0415
    from deminimis.edi.reading.intake import take  # noqa: PLC0415

    ships = take([Source(path, Path(path))], FORMATS, reference=lambda _: date(2025, 3, 3)).filings.shipments
    ships.drop("unread").write_csv(f"{path}.csv")
    return ships.height


def excel(path: str) -> int:
    """`pl.read_excel` of a list, which reads cells and nothing more. Rows."""
    import polars as pl  # noqa: PLC0415

    return pl.read_excel(path).height


def to_list(path: str) -> int:
    """Writes a seller's list of invented shipments, FILE:ROWS, with what sellers write. Rows."""
    import xlsxwriter  # noqa: PLC0415

    name, _, count = path.rpartition(":")
    head = ("Tracking number", "Recipient", "Street", "City", "State", "ZIP", "Country", "Description", "Made in",
            "HS code", "Total value (USD)", "ETA")  # fmt: skip
    with xlsxwriter.Workbook(name, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("List")
        sheet.write_row(0, 0, head)
        for row in range(1, int(count) + 1):
            sheet.write_row(row, 0, (
                f"ZZZZ{row:08d}", f"Person {row % 70_000}", f"{row % 999 + 1} Mill St", "Boston", "Massachusetts", 2139,
                "United States", "Mug", "China", 6911100000, row % 400 + 0.5, "12/13/2026",
            ))  # fmt: skip
    return int(count)


PEERS: Final[dict[str, Callable[[str], int]]] = {
    "pyx12_reader": pyx12_reader,
    "pyx12_document": pyx12_document,
    "pydifact": pydifact,
    "csv": csv,
    "frames": frames,
    "to_csv": to_csv,
    "excel": excel,
    "to_list": to_list,
}

if __name__ == "__main__":
    PEERS[sys.argv[1]](sys.argv[2])
