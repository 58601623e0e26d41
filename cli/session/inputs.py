"""From the command line's arguments to files that can be read: folders by name, pipes through a private spool."""

import atexit
import os
import select
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Final

import click

from deminimis.cli.atomic import keep
from deminimis.cli.suggest import nearest
from deminimis.cli.words import clean, shown
from deminimis.edi.cutting.source import Source

_LOOKED_AT: Final = 10_000  # names of a folder, for a suggestion
_WAIT: Final = 30.0  # seconds in which somebody has to begin to write to a named pipe


def sources(paths: Iterable[str]) -> list[Source]:
    """One Source a file, in the order given; a folder stands for its files, sorted by name, hidden ones and
    expectations of `deminimis test` left out.

    Raises click.ClickException for what does not exist or cannot be opened.
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
            # a link to nowhere is a file that is missing, not one that is not there
            inside = sorted(p for p in path.iterdir() if not (p.name.startswith(".") or p.is_dir() or ours(p)))
            if not inside:
                raise click.ClickException(f"{clean(name)}: the folder has no files")
            for each in inside:
                yield _source(str(each), each.stat().st_mode)
        else:
            yield _source(name, mode)
    except OSError as error:
        hint = _near(path) if isinstance(error, FileNotFoundError) and not path.is_symlink() else ""
        raise click.ClickException(f"{clean(str(error.filename or name))}: {error.strerror}{hint}") from error


def _source(name: str, mode: int) -> Source:
    if stat.S_ISREG(mode):
        keep(Path(name))
        return Source(shown(name), Path(name))
    return Source(shown(name), _pipe(name) if stat.S_ISFIFO(mode) else _terminal(name))


def _pipe(name: str) -> Path:
    """A copy of what a named pipe gives, without waiting for ever until somebody writes to it."""
    with os.fdopen(os.open(name, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as pipe:
        ready, *_ = select.select([pipe], [], [], _WAIT)
        first = pipe.read(1)  # b"" where it has no writer, None where there is one who is silent
        if not ready and first == b"":
            raise click.ClickException(f"{clean(name)}: nobody writes to this pipe")
        os.set_blocking(pipe.fileno(), True)
        return _spool(pipe, first or b"")


def _terminal(name: str) -> Path:
    """A copy of what is typed. Other devices have no end: they are refused, but for the one that is always empty."""
    with Path(name).open("rb") as stream:
        if not stream.isatty() and name != os.devnull:
            raise click.ClickException(f"{clean(name)}: this is a device, not a file")
        return _spool(stream)


def _near(path: Path) -> str:
    """The file of nearly that name, where there is one."""
    if not path.parent.is_dir():
        return ""
    inside = (each.name for each in islice(path.parent.iterdir(), _LOOKED_AT) if not ours(each))
    found = nearest(path.name, inside)
    return f". Did you mean {clean(str(path.parent / found[0]))}?" if found else ""


def ours(path: Path) -> bool:
    """What `deminimis test` keeps beside the filings is none itself."""
    return path.name == "expected.json" or path.name.endswith(".expected.json")


def _spool(stream: IO[bytes], begun: bytes = b"") -> Path:
    """A private copy (0600) of a stream of which the beginning was read.

    Where a file can be read without a name (Linux) it has none, and is gone however this process ends; else it is
    removed at exit.
    """
    handle, name = tempfile.mkstemp(prefix="deminimis-")
    path = Path(f"/proc/self/fd/{handle}")
    if path.exists():
        Path(name).unlink()
    else:
        path = Path(name)
        atexit.register(path.unlink, missing_ok=True)
    with os.fdopen(handle, "wb", closefd=path == Path(name)) as copy:
        copy.write(begun)
        shutil.copyfileobj(stream, copy)
    return path
