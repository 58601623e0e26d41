"""A seller's list as `check` reads it."""

from pathlib import Path
from typing import Any

from deminimis.cli.senders.asked import Lists
from deminimis.cli.session.lists.reader import Reader
from deminimis.edi.cutting.source import Source
from deminimis.edi.reading.intake import TableRead


def read(data: bytes, folder: Path, **asked: Any) -> tuple[TableRead, Reader]:
    """The list as `check` reads it, and its reader."""
    path = folder / "list"
    path.write_bytes(data)
    reader = Reader(Lists(**{"fix": True, **asked}), {})
    return reader(Source("list", path)), reader


def said(done: TableRead) -> list[str]:
    """The parameters of its findings, as text."""
    return done.findings["params"].to_list()
