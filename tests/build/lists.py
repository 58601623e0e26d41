"""Lists of sellers for tests: rows of one header, of which a test changes what it is about."""

import csv
import io
from collections.abc import Sequence
from typing import Final

HEADER: Final = ("Tracking Number", "Recipient Name", "Address", "City", "State", "Zip", "Country", "Description",
                 "HS Code", "Total Value (USD)", "Origin", "Arrival")  # fmt: skip
_USUAL: Final = {
    "Recipient Name": "IRIS ALDER", "Address": "12 MILL ST", "City": "RENO", "State": "NV", "Zip": "89501",
    "Country": "US", "Description": "MUG", "HS Code": "6109100012", "Total Value (USD)": "45.00", "Origin": "CN",
    "Arrival": "2026-12-01",
}  # fmt: skip


def row(number: str, value: str = "45.00", **other: str) -> list[str]:
    """A row of the header. other: cells by their names, with _ for spaces (of Total Value: value)."""
    cells = {"Tracking Number": number, **_USUAL, "Total Value (USD)": value}
    cells |= {name.replace("_", " "): cell for name, cell in other.items()}
    return [cells[name] for name in HEADER]


def text(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    """The rows below their header, as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode()
