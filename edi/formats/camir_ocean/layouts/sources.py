"""Where the ocean columns come from, and what they are worth.

Of CBP's own chapters only the A01 page and some openings could be read. The CATAIR Broker Download describes the same
records with identifiers of two characters instead of three: every field stands one column further right here. A01,
read in both, agrees in all six fields, and 27 fields of a third party's tables agree as well; those are `cbp`. Fields
known only through that rule are `assumed`, those only a third party tells of `unconfirmed`.

The Broker Download prints class AN for names, texts and references; what carriers file has hyphens and points, so they
are read with class X.
"""

from typing import Final

from deminimis.edi.layout.declare import Field, Layout, Status, filler, fixed
from deminimis.edi.layout.kinds import FREE

A01_PAGE: Final = "CAMIR Ocean ACE M1, Input, page of record A01"
NOTICES: Final = "CAMIR Ocean, Status Notifications (record names only)"
GUESS: Final = "inferred; no text was read"
THIRD: Final = "a third party's record tables, not CBP text"


def moved(page: str) -> str:
    """A page of the Broker Download as the source of columns one further right."""
    return f"CATAIR ACE Broker Download, August 2024 draft, page {page}, one column further right"


def in_bond(pages: str) -> str:
    """Pages of the In-Bond chapter, likewise."""
    return f"CATAIR In-Bond, amendment 51, April 2026, {pages}, one column further right"


def unknown(first: int, last: int, doc: str = "Filler in the Broker Download; not known here.") -> Field:
    """Columns of which nothing certain is known: anything may stand there."""
    return filler(first, last, doc, kind=FREE)


def unread(tag: str, title: str, source: str, status: Status = "unconfirmed") -> Layout:
    """A record that is known by name only."""
    columns = unknown(4, 80, "The layout of this record could not be read.")
    return fixed(tag, title, (columns,), source=source, status=status)
