"""A file on its way into the ledger: read by itself, with a reference date of its own, and known by its bytes.

Each file is read alone, also where a call names many: what a file means must not depend on what was read beside it,
or the same files in the same order would come to other answers when they are spread over other runs.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.cutting.source import Source
from deminimis.edi.frames.notices import NO_NOTICES
from deminimis.edi.frames.packed import together
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.intake import MAX_FINDINGS, Findings, Intake, Pace, Progress, take

_BLOCK: Final = 1 << 20
_OVERLAP: Final = 256  # an ISA is 106 bytes long, a UNB rarely more
_BEGINS: Final = re.compile(rb"(?:ISA|UNB)[^A-Za-z0-9 ]")
_PARTS: Final = {b"ISA": (13, 6, 8), b"UNB": (5, 2, 3)}  # elements: control number, sender, receiver


@dataclass(frozen=True)
class Incoming:
    """One file, read. reference_from: as-of | envelope | modified | today."""

    name: str
    digest: str
    control: tuple[str, ...]  # sender, receiver and control number of each interchange
    intake: Intake
    reference: date
    reference_from: str

    @property
    def filings(self) -> Filings:
        """The filings, `file` 0, with the reference date where a filing carries none (clause 3)."""
        return self.intake.filings


def incoming(  # noqa: PLR0913 - how a file is read, and what it gets where it says nothing
    source: Source,
    formats: Mapping[str, Format],
    *,
    as_of: date | None,
    otherwise: tuple[date, str],
    most: int = MAX_FINDINGS,
    progress: Progress | None = None,
    pack: int | None = None,
) -> Incoming:
    """Reads one file. otherwise: the reference date for a file without any date, and where it comes from.

    pack: as of `edi.reading.intake.take`.

    Never raises for what is in the file; a file that cannot be opened is `unreadable` in the intake.
    """
    pace = Pace(progress=progress)
    intake = take([source], formats, most, pace, reference=lambda day: as_of or day or otherwise[0], pack=pack)
    if as_of:
        reference, source_of = as_of, "as-of"
    elif intake.latest:
        reference, source_of = intake.latest, "envelope"
    else:
        reference, source_of = otherwise
    undated, day = pl.col("filed_on").is_null(), pl.col("filed_on").fill_null(reference)
    intake = intake._replace(filings=intake.filings.changed(undated, lambda ships: ships.with_columns(day)))
    digest, control = identity(source)
    return Incoming(source.path.name, digest, control, intake, reference, source_of)


def identity(source: Source) -> tuple[str, tuple[str, ...]]:
    """SHA-256 of the bytes (unpacked), and what names each interchange in it.

    Of a file that cannot be unpacked the bytes as they lie there, and no interchange; of a link where it leads.
    """
    digest, found = hashlib.sha256(), dict[str, None]()
    try:
        for block, tail in _blocks(source):
            digest.update(block)
            found.update(dict.fromkeys(_controls(tail + block)))
    except (OSError, EOFError):
        return _as_it_lies(source), ()
    return digest.hexdigest(), tuple(found)


def _as_it_lies(source: Source) -> str:
    if not source.links and source.path.is_symlink():
        return hashlib.sha256(os.fsencode(source.path.readlink())).hexdigest()
    try:
        with source.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _blocks(source: Source) -> Iterator[tuple[bytes, bytes]]:
    tail = b""
    with source.open() as stream:
        while block := stream.read(_BLOCK):
            yield block, tail
            tail = block[-_OVERLAP:]


def _controls(block: bytes) -> Iterator[str]:
    """What names each interchange that begins in `block`: `ISA 000000001 SENDER RECEIVER`."""
    for match in _BEGINS.finditer(block):
        tag, separator = match[0][:3], match[0][3:]
        elements = block[match.start() : match.start() + _OVERLAP].split(separator)
        places = _PARTS[tag]
        if len(elements) <= max(places):
            continue
        texts = [elements[place].decode("latin-1").strip() for place in places]
        number = re.match(r"[A-Za-z0-9]{1,14}", texts[0])  # the last element of a UNB is followed by its terminator
        if number:
            yield " ".join([tag.decode(), number[0], *texts[1:]])


def joined(parts: list[Incoming], most: int = MAX_FINDINGS) -> Intake:
    """The files of one call as one intake, their ordinals in the order given."""
    findings = Findings(most)
    filings, notices = [], []
    for number, part in enumerate(parts):
        one = part.intake
        more = pl.col("params").str.contains('^\\{"more": ').fill_null(False)
        findings.add(one.findings.frame().filter(~more).with_columns(file=pl.lit(number, pl.UInt32)))
        for (_, code, severity), count in one.findings.counts.items():
            findings.counts[number, code, severity] = count
        mine = pl.lit(number, pl.UInt32)
        filings.append(one.filings.with_columns(file=mine) if number else one.filings)  # each is read as the first
        notices.append(one.notices.with_columns(file=mine))
    latest = max((part.intake.latest for part in parts if part.intake.latest), default=None)
    reports = [report for part in parts for report in part.intake.files]
    return Intake(reports, together(filings), pl.concat([NO_NOTICES, *notices]), findings, latest)
