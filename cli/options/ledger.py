"""Which ledger a command uses: that of --ledger or DEMINIMIS_LEDGER, or the platform's own place for such data."""

import os
import sys
from pathlib import Path
from typing import Final, NamedTuple

import click

from deminimis.ledger.store.bucket import Bucket, Where, where

VARIABLE: Final = "DEMINIMIS_LEDGER"


class Ledger(NamedTuple):
    """Which ledger, and whether what is checked is recorded in it."""

    path: Where
    records: bool = False


def default_path() -> Where:
    """DEMINIMIS_LEDGER, else a folder where this platform keeps data of programs."""
    if named := os.environ.get(VARIABLE):
        return where(named)
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "deminimis" / "ledger"


def of_options(path: Where | None, records: bool) -> Ledger | None:
    """The ledger that --ledger (or DEMINIMIS_LEDGER) and --record ask for; None: judge without one."""
    if path is None and not records:
        return None
    return Ledger(path or default_path(), records)


def apart(ledger: Where, **folders: Path) -> None:
    """Raises click.UsageError where one of these folders is the ledger's or lies in it: what is there is its own."""
    if isinstance(ledger, Bucket):
        return
    for name, folder in folders.items():
        place = folder.resolve()
        if any(same_place(each, ledger) for each in (place, *place.parents)):
            what = "INBOX" if name == "inbox" else f"--{name}"
            raise click.UsageError(f"{what} lies in the folder of the ledger, {ledger}: name another")


def same_place(one: Path, other: Path) -> bool:
    """Whether two paths are one folder, made or not yet, by whatever links they lead there."""
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))
