"""Damage of a ledger's folder: what a power cut, a full disk of a copy or a hand left empty, cut, changed or missing.

What is found is one sentence about one file: a ledger is restored as a whole, not mended.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from deminimis.ledger.store.place import LOG

_COMMIT: Final = re.compile(r"(\d{20})\.json")
_CHECKPOINT: Final = re.compile(r"(\d{20})\.checkpoint\..*parquet")
_PARTS: Final = ("kind=*/*.parquet", "kind=*/day=*/*.parquet")  # the latter of form 2
REMEDY: Final = "restore the whole folder from a backup, or record the files that are kept in done/ in a new ledger"
BROKEN: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)  # a panic is no Exception


def commits(path: Path) -> dict[int, str]:
    """The names of the commits in the log by their version, in order; none where there is no log."""
    return _numbered(path, _COMMIT)


def begun(path: Path) -> bool:
    """Whether a ledger was ever made at `path`: it has a commit with something in it, a checkpoint, or rows."""
    written = any((path / LOG / each).stat().st_size for each in commits(path).values())
    return written or bool(_numbered(path, _CHECKPOINT)) or any(any(path.glob(form)) for form in _PARTS)


def of_log(path: Path) -> str | None:
    """What is wrong with the log: a commit that is empty, cut or missing."""
    found = commits(path)
    base = max(_numbered(path, _CHECKPOINT), default=-1)
    if not found and base < 0:
        return f"{LOG} has no commit"
    for version in range(base + 1, max(found, default=base) + 1):
        name = f"{LOG}/{version:020}.json"
        if version not in found:
            return f"{name} is missing"
        if not (content := (path / name).read_bytes().strip()):
            return f"{name} is empty"
        if not (content.startswith(b"{") and content.endswith(b"}")):
            return f"{name} is cut"
    return None


def of_parts(path: Path, sizes: Mapping[str, int]) -> str | None:
    """What is wrong with the files of rows. sizes: each that the log names, and how many bytes it has."""
    for name, size in sizes.items():
        try:
            found = (path / name).stat().st_size
        except FileNotFoundError:
            return f"{name} is missing"
        if found != size:
            return f"{name} is empty" if not found else f"{name} has {found:,} bytes, not {size:,}"
    return None


def of_rows(path: Path, sizes: Mapping[str, int]) -> str | None:
    """The first file of rows that is not as the log says, or cannot be read to its end. Reads all of them."""
    if wrong := of_parts(path, sizes):
        return wrong
    for name in sizes:
        try:
            pl.read_parquet((path / name).read_bytes(), hive_partitioning=False)
        except BROKEN:
            return f"{name} cannot be read"
    return None


def parts(path: Path) -> Iterator[tuple[str, Path]]:
    """Every Parquet file in the ledger's partitions, with its name in the log; no link is followed."""
    for kind in sorted(path.glob("kind=*")):
        folders = [kind, *sorted(kind.glob("day=*"))] if not kind.is_symlink() else []  # of days in form 2
        for folder in folders:
            for each in sorted(folder.glob("*.parquet")) if not folder.is_symlink() else []:
                if each.is_file() and not each.is_symlink():
                    yield each.relative_to(path).as_posix(), each


def _numbered(path: Path, form: re.Pattern[str]) -> dict[int, str]:
    folder = path / LOG
    names = sorted(os.listdir(folder)) if folder.is_dir() else []  # noqa: PTH208 - a log has thousands, looked at often
    return {int(match[1]): name for name in names if (match := form.fullmatch(name))}
