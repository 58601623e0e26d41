"""Where delta-rs and Polars find a ledger: both take a folder's name for an address, of which they decode some signs.

A blank, `%`, `#`, `?`, `=`, `[` or an umlaut in any part of a path, also in that of the current folder, would lead them
elsewhere or nowhere. Such a ledger is reached through a private folder of links with a plain name.
"""

import atexit
import contextlib
import os
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from deminimis.ledger.store.bucket import Bucket, Where
from deminimis.ledger.store.schema import ALIAS, KINDS

LOG: Final = "_delta_log"
_PLAIN: Final = re.compile(r"(?:[A-Za-z]:)?[A-Za-z0-9._/-]*")
_TEMPORARY: Final = ("/tmp", "/var/tmp")


def address(path: Where) -> str:
    """What delta-rs is told for the ledger at `path`, whose folder exists.

    Raises OSError where no link can be made. What delta-rs makes is made in `path` in any case.
    """
    if isinstance(path, Bucket):
        return path.url
    whole = path.absolute()
    return str(whole) if _PLAIN.fullmatch(whole.resolve().as_posix()) else _linked(whole.resolve(), os.getpid())


@cache
def _linked(path: Path, _process: int) -> str:
    """A folder of links to the parts of the ledger at `path`, removed when this process ends.

    delta-rs resolves links in the path of a table, but not those inside it: so it is the parts that are linked.
    """
    folder = Path(tempfile.mkdtemp(prefix="deminimis-", dir=_temporary())).resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in (LOG, *(f"kind={kind}" for kind in (*KINDS, ALIAS))):
        with contextlib.suppress(OSError):  # of a ledger that may only be read: what is not there is not looked for
            (path / name).mkdir(mode=0o700, exist_ok=True)
        (folder / name).symlink_to(path / name, target_is_directory=True)
    return str(folder)


def _temporary() -> str:
    folders = (tempfile.gettempdir(), *_TEMPORARY)
    plain = (each for each in folders if _PLAIN.fullmatch(Path(each).resolve().as_posix()) and os.access(each, os.W_OK))
    return next(plain, folders[0])
