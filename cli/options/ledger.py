"""Which ledger a command uses: that of --ledger or DEMINIMIS_LEDGER, or the platform's own place for such data."""

import os
import sys
from pathlib import Path
from typing import Final, NamedTuple

VARIABLE: Final = "DEMINIMIS_LEDGER"


class Ledger(NamedTuple):
    """Which ledger, and whether what is checked is recorded in it."""

    path: Path
    records: bool = False


def default_path() -> Path:
    """DEMINIMIS_LEDGER, else a folder where this platform keeps data of programs."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "deminimis" / "ledger"


def of_options(path: Path | None, records: bool) -> Ledger | None:
    """The ledger that --ledger (or DEMINIMIS_LEDGER) and --record ask for; None: judge without one."""
    if path is None and not records:
        return None
    return Ledger(path or default_path(), records)
