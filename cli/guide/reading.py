"""Takes a guide in: is it a PDF with text, what is it called, and which record tables does it have."""

import hashlib
import logging
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from deminimis.cli.atomic import keep
from deminimis.cli.guide.bounds import SECONDS, TooLongError, bounded
from deminimis.cli.words import clean
from deminimis.edi.formats.corrections import Guide
from deminimis.edi.guides import tables
from deminimis.edi.guides.pdf import Page, PdfError, pages

MOST_PAGES: Final = 1000
MOST_BYTES: Final = 200 << 20
_TAIL: Final = 4096  # bytes in which a PDF says that it ends
_BEGINNINGS: Final = {
    b"PK\x03\x04": "a ZIP archive, or a document of an office program: save it as PDF",
    b"\xd0\xcf\x11\xe0": "a document of an office program: save it as PDF",
    b"{\\rtf": "a text in RTF: save it as PDF",
    b"<": "a page of HTML or XML, perhaps the message of a server: fetch the PDF again",
}


@dataclass(frozen=True)
class Taken:
    """A guide as it was read: how its corrections cite it, its tables, how many pages were looked at."""

    guide: Guide
    found: tables.Guide
    pages: int


def take(path: Path, first: int = 1, last: int | None = None) -> Taken:
    """Reads pages `first` to `last` (from 1) of a guide.

    Raises click.ClickException, a sentence with what to do, for anything that is no guide with tables and text.
    """
    name = clean(path.name)
    try:
        _is_pdf(path, name)
        sha256 = _sha256(path)
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it repairs is none of the user's business
        seen = _Seen()
        with bounded():
            found = tables.read(seen.counted(pages(path, first, min(last or MOST_PAGES + 1, MOST_PAGES + 1))))
    except PdfError as error:
        raise click.ClickException(f"{name}: {error}") from error
    except TooLongError as error:
        where = "on its first page" if not seen.last else f"behind page {seen.last}"
        raise click.ClickException(
            f"{name}: {SECONDS} seconds were over {where}; name the pages that have record tables: --pages 30-60"
        ) from error
    except MemoryError as error:
        raise click.ClickException(
            f"{name}: page {seen.last + 1} needs more memory than a guide may; leave it out: --pages 30-60"
        ) from error
    except OSError as error:
        raise click.ClickException(f"{clean(str(path))}: {error.strerror}") from error
    if seen.last > MOST_PAGES:
        raise click.ClickException(
            f"{name}: more than {MOST_PAGES:,} pages; name those that have record tables: --pages 30-60"
        )
    return _told(path, sha256, found, seen.count)


class _Seen:
    """How many pages were read, and which was the last; told on a terminal, for it takes a while."""

    def __init__(self) -> None:
        self.last, self.count = 0, 0

    def counted(self, read: Iterator[Page]) -> Iterator[Page]:
        """The same pages."""
        told = sys.stderr.isatty()
        for page in read:
            self.last, self.count = page.number, self.count + 1
            if told and self.count % 10 == 0:
                click.echo(f"\rpage {page.number}", nl=False, err=True)
            yield page
        if told and self.count >= 10:
            click.echo("\r" + " " * 12 + "\r", nl=False, err=True)


def _is_pdf(path: Path, name: str) -> None:
    if path.is_dir():
        raise click.ClickException(f"{name}: this is a folder; name one guide, a PDF")
    if not path.is_file() and path.exists():
        raise click.ClickException(f"{name}: this is no file; save the guide first")
    keep(path)
    with path.open("rb") as stream:
        begun = stream.read(1024)
        stream.seek(max(stream.seek(0, os.SEEK_END) - _TAIL, 0))
        ended = stream.read()
    if b"%PDF-" not in begun:
        what = next((text for mark, text in _BEGINNINGS.items() if begun.lstrip().startswith(mark)), "no PDF")
        raise click.ClickException(f"{name}: this is {what if begun else 'an empty file'}; a guide is a PDF with text")
    if b"%%EOF" not in ended:
        raise click.ClickException(f"{name}: it is cut off: the end of the PDF is missing; fetch it again")
    if path.stat().st_size > MOST_BYTES:
        raise click.ClickException(f"{name}: larger than {MOST_BYTES >> 20} MB, which no guide is")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _told(path: Path, sha256: str, found: tables.Guide, count: int) -> Taken:
    name = clean(path.name)
    if not count:
        raise click.ClickException(f"{name}: it has no such pages")
    if not found.letters:
        raise click.ClickException(
            f"{name}: {'its one page has' if count == 1 else f'its {count} pages have'} no text: it was scanned. Fetch "
            "the PDF that CBP publishes, or have the text recognised (OCR) first"
        )
    if not found.tables and not found.strays:
        raise click.ClickException(
            f"{name}: no record table on {'its page' if count == 1 else f'any of its {count} pages'}. A table is known "
            "by its head: Data Element, Length/Class, Position, Description"
        )
    edition = clean(found.edition) or clean(path.stem)
    table = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-").lower()
    return Taken(Guide(table or "guide", edition, name, sha256), found, count)
