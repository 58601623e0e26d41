"""Reports of past nights in a folder of `batch`: only what is listed can be asked for."""

import re
from pathlib import Path
from typing import Final

_NIGHT: Final = re.compile(r"night-[0-9A-Za-z-]{4,40}\.(?:html|xlsx)")
MOST: Final = 400


def nights(folder: Path | None) -> list[str]:
    """Names of the reports, the latest first."""
    if folder is None or not folder.is_dir():
        return []
    found = (each.name for each in folder.iterdir() if _NIGHT.fullmatch(each.name) and each.is_file())
    return sorted(found, reverse=True)[:MOST]


def night(folder: Path | None, name: str) -> bytes | None:
    """The report of that name; None for whatever is not in the list."""
    return (folder / name).read_bytes() if folder is not None and name in nights(folder) else None
