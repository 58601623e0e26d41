"""The table on disk: a Delta Lake folder. Opening, refusing what is not ours, reading a snapshot, committing.

A commit succeeds only on the version that was read: of two writers that read the same one, the second is told
(`Conflict`), reads again and judges again. So no verdict is ever recorded that did not see what went before it.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from deminimis.ledger.store.schema import EVENTS, NAME, PARTITIONS, VERSION

if TYPE_CHECKING:
    from deltalake import DeltaTable

# Only ordinals go into the log's own statistics: it is kept longer than the rows, and must not know names.
_CONFIGURATION: Final = {"delta.dataSkippingStatsColumns": "recorded", "delta.checkpointInterval": "50"}
_LOG: Final = "_delta_log"
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m|\u21b3")  # delta-rs tells its causes one a line, with an arrow and in red


class LedgerError(Exception):
    """The ledger cannot be used; the text is a sentence for the user."""


def reason(error: Exception) -> str:
    """What delta-rs says, in one line without colours."""
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(_COLOUR.sub("", told).split())


class Conflict(Exception):
    """Somebody else committed since the snapshot was read."""


@dataclass(frozen=True)
class Snapshot:
    """The ledger as it stood at one version. Later commits do not change what is read through it."""

    table: "DeltaTable"
    path: Path

    @property
    def version(self) -> int:
        """The version of the table, from 0."""
        return int(self.table.version())

    def scan(self, *kinds: str) -> pl.LazyFrame:
        """The rows of these kinds (columns of schema.EVENTS), lazily."""
        rows = pl.scan_delta(self.table)
        lacking = [name for name in EVENTS if name not in self.columns]  # a table of an earlier version
        if lacking:
            rows = rows.with_columns(pl.lit(None, EVENTS[name]).alias(name) for name in lacking).select(list(EVENTS))
        return rows.filter(pl.col("kind").is_in(list(kinds))) if kinds else rows

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns that the table has."""
        return frozenset(field.name for field in self.table.schema().fields)

    @cached_property
    def files(self) -> pl.DataFrame:
        """One row a recorded file, in order of recording."""
        return self.scan("file").sort("recorded").collect()

    @property
    def next(self) -> int:
        """The ordinal that the next file gets."""
        return max(self.files["recorded"].to_list(), default=0) + 1

    def seen(self, digest: str) -> dict[str, Any] | None:
        """The file event of the bytes with this digest, if they are recorded."""
        found = self.files.filter(pl.col("digest") == digest)
        return found.row(0, named=True) if found.height else None


def exists(path: Path) -> bool:
    """Whether there is a table at `path`, ours or not."""
    return (path / _LOG).is_dir() and any((path / _LOG).iterdir())


def opened(path: Path) -> Snapshot:
    """The ledger at `path` as it stands now. Raises LedgerError for none, a foreign one, or one of another form."""
    if not exists(path):
        raise LedgerError(f"{path}: there is no ledger here; `deminimis batch` or `check --record` makes one")
    from deltalake import DeltaTable  # noqa: PLC0415 - only commands with a ledger pay for it
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    try:
        table = DeltaTable(str(path))
        about = table.metadata()
    except (DeltaError, OSError) as error:
        raise LedgerError(f"{path}: the ledger cannot be read: {reason(error)}") from error
    if about.name != NAME:
        raise LedgerError(f"{path}: this Delta table is not a ledger of deminimis; it was left as it is")
    version = about.description or ""
    if version != str(VERSION):
        raise LedgerError(
            f"{path}: this ledger has the form {version or 'unknown'}, this version of deminimis knows {VERSION}: "
            "record its files in a new ledger, or if the ledger is the newer one, update deminimis"
        )
    return Snapshot(table, path)


def created(path: Path) -> Snapshot:
    """The ledger at `path`, made if there is none. Raises LedgerError, and OSError where nothing can be written."""
    if exists(path):
        return opened(path)
    if path.is_dir() and any(path.iterdir()) and not (path / _LOG).is_dir():
        raise LedgerError(f"{path}: the folder is not empty and holds no ledger; it was left as it is")
    from deltalake import DeltaTable, Schema  # noqa: PLC0415
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        DeltaTable.create(
            str(path), Schema.from_arrow(EVENTS), mode="error", name=NAME, description=str(VERSION),
            partition_by=list(PARTITIONS), configuration=dict(_CONFIGURATION),
        )  # fmt: skip
    except (DeltaError, OSError) as error:
        if not exists(path):  # else another run made it at the same time
            raise LedgerError(f"{path}: the ledger cannot be made: {reason(error)}") from error
    return opened(path)


def commit(snapshot: Snapshot, rows: pl.DataFrame, note: str) -> None:
    """Appends `rows` (columns of EVENTS) in one commit on exactly this snapshot.

    Raises Conflict if the table has moved on, LedgerError if it cannot be written (a full disk, no permission).
    """
    from deltalake import CommitProperties  # noqa: PLC0415
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    properties = CommitProperties(custom_metadata={"deminimis": note}, max_commit_retries=0)
    try:
        options: dict[str, Any] = {"commit_properties": properties}
        if set(rows.columns) - snapshot.columns:  # columns of a later version are added, and null in older rows
            options["schema_mode"] = "merge"
        rows.write_delta(snapshot.table, mode="append", delta_write_options=options)
    except (DeltaError, OSError) as error:
        if moved(snapshot):
            raise Conflict from error
        raise LedgerError(f"{snapshot.path}: the ledger cannot be written: {reason(error)}") from error


def moved(snapshot: Snapshot) -> bool:
    """Whether somebody committed since the snapshot was taken."""
    try:
        return opened(snapshot.path).version > snapshot.version
    except LedgerError:
        return False


@contextlib.contextmanager
def private() -> Iterator[None]:
    """Everything made inside is for its owner only: files 0600, folders 0700."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
