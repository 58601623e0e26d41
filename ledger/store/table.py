"""The table on disk: a Delta Lake folder. Opening, refusing what is not ours, reading a snapshot, committing.

A commit succeeds only on the version that was read: of two writers that read the same one, the second is told
(`Conflict`), reads again and judges again. So no verdict is ever recorded that did not see what went before it.
"""

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar
from urllib.parse import unquote

import polars as pl

from deminimis.ledger.store import damage, parts
from deminimis.ledger.store.bucket import OPTIONS, Bucket, Where
from deminimis.ledger.store.parts import Rows
from deminimis.ledger.store.place import LOG, address
from deminimis.ledger.store.schema import EVENTS, KNOWN, NAME, PARTITIONS, VERSION

if TYPE_CHECKING:
    from deltalake import DeltaTable

# Only ordinals and days go into the log's own statistics: it is kept longer than the rows, and must not know names.
CONFIGURATION: Final = {"delta.dataSkippingStatsColumns": "recorded,day", "delta.checkpointInterval": "50"}
LOCK: Final = "_writers.lock"  # a name with _ is left alone when the table is cleaned
WAIT: Final = 120.0  # seconds that a writer waits for others
_LARGE: Final = 4 << 20  # bytes of a ledger that is not read into memory
_AGAIN: Final = 5  # times that a reader begins again because `forget` has removed what it reads
T = TypeVar("T")
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m|\u21b3")  # delta-rs tells its causes one a line, with an arrow and in red


class LedgerError(Exception):
    """The ledger cannot be used; the text is a sentence for the user."""


def reason(error: BaseException) -> str:
    """What delta-rs says, in one line without colours."""
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(_COLOUR.sub("", told).split())


class Conflict(Exception):
    """Somebody else committed since the snapshot was read."""


@dataclass(frozen=True)
class Snapshot:
    """The ledger as it stood at one version. Later commits do not change what is read through it."""

    table: "DeltaTable"
    path: Where

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
    def partitions(self) -> tuple[str, ...]:
        """The columns that it is partitioned by."""
        return tuple(self.table.metadata().partition_columns)

    @property
    def form(self) -> int:
        """The form that it says it has, of schema.KNOWN."""
        return int(self.table.metadata().description or 0)

    @property
    def old(self) -> bool:
        """Whether it is of an earlier form: it is read and written all the same, and slower with each night."""
        return self.form != VERSION or self.partitions != PARTITIONS

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Bytes of each file of rows, by its name in the folder."""
        added = pl.DataFrame(self.table.get_add_actions()).select("path", "size_bytes")
        return {unquote(name): size for name, size in added.iter_rows()}

    @cached_property
    def engine(self) -> Literal["in-memory", "streaming"]:
        """What reads it: a large ledger part by part, a small one at once, which begins sooner."""
        return "streaming" if sum(self.sizes.values()) > _LARGE else "in-memory"

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


def exists(path: Where) -> bool:
    """Whether there is a table at `path`, ours or not, whole or damaged. Raises LedgerError for a silent store."""
    if not isinstance(path, Bucket):
        return damage.begun(path)
    from deltalake import DeltaTable  # noqa: PLC0415 - only commands with a ledger pay for it
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    try:
        return DeltaTable.is_deltatable(path.url, OPTIONS)
    except (DeltaError, *damage.BROKEN) as error:
        raise LedgerError(f"{path}: the ledger cannot be read: {reason(error)}") from error


def opened(path: Where, version: int | None = None) -> Snapshot:
    """The ledger at `path` as it stands now, or as it stood at a version.

    Raises LedgerError for none, a foreign one, one of another form, and one of which a file is empty, cut or missing.
    """
    if not exists(path):
        raise LedgerError(f"{path}: there is no ledger here; `deminimis batch` or `check --record` makes one")
    from deltalake import DeltaTable  # noqa: PLC0415 - only commands with a ledger pay for it
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    folder = None if isinstance(path, Bucket) else path
    if folder and (wrong := damage.of_log(folder)):
        raise damaged(path, wrong)
    try:
        table = DeltaTable(address(path), version)
        about = table.metadata()
    except (DeltaError, *damage.BROKEN) as error:
        raise LedgerError(f"{path}: the ledger cannot be read: {reason(error)}; {damage.REMEDY}") from error
    snapshot = Snapshot(table, path)
    _known(snapshot, about, str(path))
    if folder and (wrong := damage.of_parts(folder, snapshot.sizes)) and not _newer(snapshot):
        raise damaged(path, wrong)
    return snapshot


def _known(snapshot: Snapshot, about: Any, path: str) -> None:
    """Raises LedgerError where this is no ledger, or one of another form."""
    if about.name != NAME:
        raise LedgerError(f"{path}: this Delta table is not a ledger of deminimis; it was left as it is")
    version = about.description or ""
    if version not in map(str, KNOWN):
        raise LedgerError(
            f"{path}: this ledger has the form {version or 'unknown'}, this version of deminimis knows "
            f"{' and '.join(map(str, KNOWN))}: "
            "record its files in a new ledger, or if the ledger is the newer one, update deminimis"
        )


def damaged(path: Where, wrong: str) -> LedgerError:
    """The sentence about a file of the ledger that is not as it was written."""
    return LedgerError(f"{path}: the ledger is damaged: {wrong}; {damage.REMEDY}")


def read(path: Where, work: Callable[[Snapshot], T]) -> T:
    """What `work` makes of the ledger at `path` as it stands now.

    Begins again where the files that it reads were removed meanwhile (`forget` leaves no earlier version). Raises
    LedgerError, also where a file of the ledger turns out to be damaged; whatever else `work` raises it raises.
    """
    for _ in range(_AGAIN):
        snapshot = opened(path)
        try:
            with sound(snapshot):
                return work(snapshot)
        except LedgerError:
            if not _newer(snapshot):
                raise
    raise LedgerError(f"{path}: the ledger is being cleaned again and again; try later")


@contextlib.contextmanager
def sound(snapshot: Snapshot) -> Iterator[None]:
    """Reading inside ends in LedgerError where a file of the ledger is damaged: Polars raises this and that, or panics.

    Only then is every file read, so what is not the ledger's fault is raised as it is.
    """
    try:
        yield
    except damage.BROKEN as error:
        path, sizes = snapshot.path, snapshot.sizes
        wrong = path.damage(sizes) if isinstance(path, Bucket) else damage.of_rows(path, sizes)
        if wrong is None:
            raise
        raise damaged(snapshot.path, wrong) from error


def created(path: Where, wait: float = WAIT) -> Snapshot:
    """The ledger at `path`, made if there is none. Raises LedgerError, and OSError where nothing can be written."""
    import deltalake  # noqa: F401, PLC0415 - where it is not installed, nothing is made

    if isinstance(path, Bucket):
        path.must_refuse()
        if not exists(path) and path.sizes():
            raise LedgerError(f"{path}: there are other objects and no ledger here; they were left as they are")
        if not exists(path):
            _made(path)
        return opened(path)
    if exists(path):
        return opened(path)
    if path.is_dir() and not all(_unfinished(each) for each in path.iterdir()):
        raise LedgerError(f"{path}: the folder is not empty and holds no ledger; it was left as it is")
    from deminimis.ledger.store.lock import turn  # noqa: PLC0415 - it raises LedgerError

    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with turn(path, wait):
        if exists(path):  # another run made it meanwhile
            return opened(path)
        for empty in damage.commits(path).values():  # as a power cut leaves the first one; nothing was recorded yet
            (path / LOG / empty).unlink()
        _made(path)
        settle(path, 0)
    return opened(path)


def _made(path: Where) -> None:
    from deltalake import DeltaTable, Schema  # noqa: PLC0415
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    try:
        DeltaTable.create(
            address(path), Schema.from_arrow(EVENTS), mode="error", name=NAME, description=str(VERSION),
            partition_by=list(PARTITIONS), configuration=dict(CONFIGURATION),
        )  # fmt: skip
    except (DeltaError, OSError) as error:
        if not (isinstance(path, Bucket) and exists(path)):  # there another run may have made it meanwhile
            raise LedgerError(f"{path}: the ledger cannot be made: {reason(error)}") from error


def _unfinished(each: Path) -> bool:
    """Whether this is what a run leaves that was ended while it made a ledger."""
    return each.name in {LOG, LOCK} or each.name.startswith("kind=")


def commit(snapshot: Snapshot, rows: Rows, note: str) -> None:
    """Appends `rows` in one commit on exactly this snapshot; on disk when this returns.

    Raises Conflict if the table has moved on, LedgerError if it cannot be written (a full disk, no permission).
    """
    from deltalake import CommitProperties  # noqa: PLC0415
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    before, added = snapshot.version, []
    properties = CommitProperties(custom_metadata={"deminimis": note}, max_commit_retries=0)
    try:
        if snapshot.partitions != parts.BY or set(EVENTS) - snapshot.columns:
            # other partitions, or columns of a later version, which are null in older rows: delta-rs knows how
            options: dict[str, Any] = {"commit_properties": properties, "schema_mode": "merge"}
            parts.whole(rows).write_delta(snapshot.table, mode="append", delta_write_options=options)
        else:
            added = parts.written(snapshot.path, rows)
            snapshot.table.create_write_transaction(
                list(added), "append", snapshot.table.schema(), list(parts.BY), commit_properties=properties
            )
    except (DeltaError, OSError, pl.exceptions.PolarsError) as error:
        now, names = _now(snapshot), {each.path for each in added}
        if now is None or not names or not names <= now.sizes.keys():  # else it was the answer that was lost
            if now is not None:  # where nobody can say whether the log names them they stay
                parts.removed(snapshot.path, added)
            if now is not None and now.version > before:
                raise Conflict from error
            raise LedgerError(f"{snapshot.path}: the ledger cannot be written: {reason(error)}") from error
    settle(snapshot.path, before + 1)


def settle(path: Where, first: int) -> None:
    """Waits until the commits from version `first` on, and what they name, are on the disk: delta-rs does not.

    What an object store has taken it keeps. Raises LedgerError.
    """
    if isinstance(path, Bucket):
        return
    folders = {path, path / LOG}
    files = [path / LOG / "_last_checkpoint"]
    for version, name in damage.commits(path).items():
        if version >= first:
            file = path / LOG / name
            actions = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]
            files += [path / unquote(action["add"]["path"]) for action in actions if "add" in action]
            files += [file, *(path / LOG).glob(f"{version:020}.checkpoint*")]
    try:
        for each in files:
            if each.exists():  # a later commit may have replaced it
                folders |= {each.parent, each.parent.parent}
                _sync(each, os.O_RDONLY)
        for folder in folders if os.name == "posix" else ():
            _sync(folder, os.O_RDONLY)
    except OSError as error:
        raise LedgerError(f"{path}: the ledger cannot be written: {reason(error)}") from error


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _now(snapshot: Snapshot) -> Snapshot | None:
    """The ledger as it stands now; None where it cannot be opened."""
    try:
        return opened(snapshot.path)
    except LedgerError:
        return None


def _newer(snapshot: Snapshot) -> bool:
    if isinstance(snapshot.path, Bucket):
        now = _now(snapshot)
        return now is not None and now.version > snapshot.version
    return max(damage.commits(snapshot.path), default=0) > snapshot.version


@contextlib.contextmanager
def private() -> Iterator[None]:
    """Everything made inside is for its owner only: files 0600, folders 0700."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
