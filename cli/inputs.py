"""From the command line's arguments to files that can be read: folders by name, pipes through a private spool."""

import atexit
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import click

from deminimis.edi.source import Source


def sources(paths: Iterable[str]) -> list[Source]:
    """One Source a file, in the order given; a folder stands for its files, sorted by name, hidden ones left out.

    Raises click.UsageError for what does not exist or cannot be opened.
    """
    return [source for path in paths for source in _of(path)]


def _of(name: str) -> Iterator[Source]:
    if name == "-":
        yield Source("<stdin>", _spool(sys.stdin.buffer))
        return
    path = Path(name)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
            if not inside:
                raise click.UsageError(f"{name}: the folder has no files")
            for each in inside:
                yield Source(str(each), each)
        elif stat.S_ISREG(mode):
            yield Source(name, path)
        else:  # a pipe or a device can be read once only
            with path.open("rb") as stream:
                yield Source(name, _spool(stream))
    except OSError as error:
        raise click.UsageError(f"{name}: {error.strerror}") from error


def _spool(stream: IO[bytes]) -> Path:
    """A private copy (0600) of a stream, removed at exit."""
    handle, name = tempfile.mkstemp(prefix="deminimis-")
    atexit.register(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as copy:
        shutil.copyfileobj(stream, copy)
    return Path(name)
