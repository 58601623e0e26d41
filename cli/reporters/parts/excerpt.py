"""The record that a finding is about, read again from its file: what stands before, in and behind the faulty place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from deminimis.cli.words import clean
from deminimis.edi.cutting.letters import shown
from deminimis.edi.cutting.source import Source

_AROUND: Final = 70  # bytes shown on each side of the place
_WIDEST: Final = 80


@dataclass(frozen=True)
class Excerpt:
    """Text around a place, without control characters."""

    before: str
    marked: str
    after: str


def excerpts(inputs: Sequence[Source], rows: list[dict[str, Any]]) -> list[Excerpt | None]:
    """For each finding (dicts with file as ordinal, byte, column, width) its excerpt; None where it has no place.

    Each file is read once, in the order of the places. A file that can no longer be read gives None.
    """
    out: list[Excerpt | None] = [None] * len(rows)
    places: dict[int, list[tuple[int, int]]] = {}
    for n, row in enumerate(rows):
        if row["file"] is not None and row["byte"] is not None:
            places.setdefault(row["file"], []).append((row["byte"], n))
    for file, wanted in places.items():
        if file >= len(inputs):  # in the ledger, or masked
            continue
        try:
            _read(inputs[file], sorted(wanted), rows, out)
        except (OSError, EOFError):
            continue
    return out


def _read(source: Source, wanted: list[tuple[int, int]], rows: list[dict[str, Any]], out: list[Excerpt | None]) -> None:
    with source.open() as stream:
        at, window = 0, b""
        for byte, n in wanted:
            begin = max(byte - _AROUND, 0)
            end = byte + min(rows[n]["width"] or 1, _WIDEST) + _AROUND
            if begin > at + len(window):
                stream.seek(begin)
                at, window = begin, b""
            else:
                window = window[begin - at :] if begin >= at else window
                at = max(at, begin)
            window += stream.read(max(end - at - len(window), 0))
            out[n] = _cut(window, byte - at, rows[n])


def _of_record(text: bytes, row: dict[str, Any]) -> int:
    """A finding about a whole record marks its name, where that is what stands there."""
    name = (row.get("record") or "").encode("latin-1", "replace")
    return len(name) if name and text.startswith(name) else 1


def _cut(window: bytes, offset: int, row: dict[str, Any]) -> Excerpt:
    width = min(row["width"] or _of_record(window[offset:], row), _WIDEST)
    before = window[:offset].replace(b"\r", b"\n").rsplit(b"\n", 1)[-1]
    if row["column"]:
        before = before[-(row["column"] - 1) :] if row["column"] > 1 else b""
    marked, after = window[offset : offset + width], window[offset + width :]
    if b"\n" in marked:
        marked, after = marked.split(b"\n", 1)[0], b""
    after = after.replace(b"\r", b"\n").split(b"\n", 1)[0]
    return Excerpt(*(clean(shown(part)) for part in (before, marked, after)))
