"""`ledger forget` in what runs left: reports and pages without a person, and what only a person can decide named.

A report is written anew without the name; a morning page that has it is removed, since the reports and the ledger have
all else that it says; so is an original in `done/` in which nobody else is. An original or an answer that names others
too is named: what was filed with CBP is not changed, and how long it must be kept is not this program's to say.
"""

import json
import os
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Final

import polars as pl

from deminimis.cli.night.inbox import Inbox
from deminimis.cli.night.kept import inside, originals, pages
from deminimis.cli.night.outbox import LOG, lines_of, rewritten
from deminimis.ledger.store.lock import turn
from deminimis.ledger.store.table import Snapshot

GONE: Final = "(forgotten)"
_REPORT: Final = ".report.json"


@dataclass
class Left:
    """What was done: files removed, files written anew; and files that name the person and were left."""

    removed: list[Path] = field(default_factory=list)
    rewritten: list[Path] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class Traces:
    """Where a person is. names: as filed and as matched. files: name, digest, and whether nobody else is in it."""

    names: tuple[str, ...]
    files: tuple[tuple[str, str, bool], ...]


def traces(snapshot: Snapshot, who: Sequence[int], more: Iterable[str] = ()) -> Traces:
    """What the ledger knows of people (keys k_name), before it forgets them. more: other spellings."""
    mine = pl.col("k_name").is_in(list(who)).fill_null(False)
    rows = snapshot.scan("shipment").select("recorded", "consignee_name", mine=mine)
    by_file = rows.group_by("recorded").agg(
        pl.col("mine").any().alias("any"), alone=pl.col("mine").all(), names=pl.col("consignee_name").filter("mine")
    )
    found = by_file.filter("any").collect().join(snapshot.files, on="recorded", how="left").sort("recorded")
    keys = snapshot.scan("verdict").filter(mine).select("consignee_key").unique().collect()["consignee_key"]
    filed = found["names"].explode().drop_nulls().to_list()
    matched = [key.split("|")[0] for key in keys.drop_nulls() if not key.startswith("ID|")]
    names = sorted({name.strip() for name in (*more, *filed, *matched) if name.strip()}, key=len, reverse=True)
    return Traces(tuple(names), tuple(found.select("name", "digest", "alone").iter_rows()))


def cleaned(of: Traces, inbox: Path | None, out: Path | None) -> Left:
    """Removes what can be, in the folders that are given. It can be run again. Raises OSError."""
    done = Left()
    if out is not None:
        _outbox(of, out, done)
    if inbox is not None:
        for name, digest, alone in of.files:
            for path in originals(Inbox(inbox), name, digest):
                if alone:
                    path.unlink(missing_ok=True)
                (done.removed if alone else done.left).append(path)
    return done


def _outbox(of: Traces, out: Path, done: Left) -> None:
    for path, _ in list(pages(out)):
        if _names(of, _text(path)):
            path.unlink(missing_ok=True)
            done.removed.append(path)
    digests = {digest[:8] for _, digest, _ in of.files}
    for path in sorted(inside(out)):
        if path.name.endswith(_REPORT):
            _rewrite(of, path, done)
        elif any(f".{digest}." in path.name for digest in digests) and _names(of, _text(path)):
            done.left.append(path)
    with turn(out, 60, f".{LOG}.lock"):
        lines = lines_of(out / LOG)
        plain = [_without(of, line) for line in lines]
        if plain != lines:
            rewritten(out / LOG, plain)
            done.rewritten.append(out / LOG)


def _rewrite(of: Traces, path: Path, done: Left) -> None:
    with suppress(ValueError):  # it is none of ours
        report = json.loads(path.read_bytes())
        plain = _without(of, report)
        if plain == report:
            return
        new = path.with_name(f".{path.name[-100:]}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            json.dump(plain, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
        done.rewritten.append(path)


def _without(of: Traces, value: Any) -> Any:
    """The same with another text in place of each text that has a name."""
    if isinstance(value, dict):
        return {key: _without(of, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(of, each) for each in value]
    return GONE if isinstance(value, str) and _names(of, value) else value


def _names(of: Traces, text: str) -> bool:
    upper = text.upper()
    return any(name.upper() in upper or escape(name).upper() in upper for name in of.names)


def _text(path: Path) -> str:
    """What a person would read in it; of a workbook the texts of its sheets."""
    if path.suffix == ".xlsx":
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return path.read_bytes().decode("utf-8", "replace")
