"""`--keep DAYS`: what a run left longer ago is removed: originals in `done/`, reports, answers, pages, and log lines.

Only what is the program's own: what the log names by its bytes, and pages by their names. A file in `failed/` waits for
a person, and stays. Files go first and their lines last, so that a run that is killed here is gone on with by the next.
"""

import os
import re
import shutil
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Final

from deminimis.cli.night.inbox import DONE, Inbox
from deminimis.cli.night.moves import names
from deminimis.cli.night.outbox import LOG, STAGED, lines_of, point, rewritten
from deminimis.edi.cutting.source import Source
from deminimis.ledger.incoming import identity
from deminimis.ledger.store.lock import turn

PAGE: Final = re.compile(r"night-(\d{4}-\d{2}-\d{2})\.(?:html|xlsx)")


def swept(inbox: Inbox, out: Path, days: int, now: datetime | None = None) -> list[Path]:
    """Removes what is older: the files that were removed. Raises OSError where one cannot be."""
    now = now or datetime.now(UTC)
    gone = [path for path, of in pages(out) if of < (now - timedelta(days=days)).date()]
    _staged(inbox, out, (now - timedelta(days=days)).timestamp())
    limit = (now - timedelta(days=days)).isoformat(timespec="seconds")
    log = lines_of(out / LOG)
    newer = {line["digest"] for line in log if line["time"] >= limit}
    old = [line for line in log if line["time"] < limit]
    lying = sorted(path.name for path in inside(out)) if old else []
    for line in old:
        if line["digest"] not in newer:  # the same file came again: it is as old as that
            gone += [out / name for name in outputs(lying, line["file"], line["digest"])]
            gone += originals(inbox, line["file"], line["digest"])
    for path in gone:
        path.unlink(missing_ok=True)
        point("swept")
    if old:
        with turn(out, 60, f".{LOG}.lock"):
            rewritten(out / LOG, [line for line in lines_of(out / LOG) if line["time"] >= limit])
    return gone


def pages(out: Path) -> Iterator[tuple[Path, date]]:
    """The morning pages, each with its day."""
    for path in sorted(out.glob("night-*")):
        found = PAGE.fullmatch(path.name)
        if found and path.is_file() and not path.is_symlink():
            with suppress(ValueError):
                yield path, date.fromisoformat(found[1])


def outputs(lying: Sequence[str], name: str, digest: str) -> Iterator[str]:
    """Of the names in an outbox, sorted, those of the report and the answers that a run made of a file.

    They begin with its name and eight digits of its digest.
    """
    lead = f"{name}.{digest[:8]}."
    if digest:
        begin = bisect_left(lying, lead)
        yield from takewhile(lambda each: each.startswith(lead), (lying[at] for at in range(begin, len(lying))))


def originals(inbox: Inbox, name: str, digest: str) -> Iterator[Path]:
    """What lies in `done/` under the names that a file of this name may have got, and has its bytes."""
    for each in names(name, digest):
        path = inbox.folder / DONE / each
        if not os.path.lexists(path):
            if each != name:  # those with its digest follow without a gap
                return
        elif path.is_file() and not path.is_symlink() and identity(Source(each, path, links=False))[0] == digest:
            yield path


def inside(folder: Path) -> Iterator[Path]:
    """The files of a folder; no link is followed."""
    with os.scandir(folder) as found:
        yield from (Path(each.path) for each in found if each.is_file(follow_symlinks=False))


def _staged(inbox: Inbox, out: Path, limit: float) -> None:
    """What runs prepared that are dead and left no claim: nobody shows it any more."""
    folder = out / STAGED
    if folder.is_dir() and not folder.is_symlink():
        for each in folder.iterdir():
            if each.lstat().st_mtime < limit and not inbox.alive(each.name):
                shutil.rmtree(each, ignore_errors=True)
