"""Keeping the table quick and small: compaction between files and after a night, forgetting, and figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import polars as pl

from deminimis.ledger.store import damage, table
from deminimis.ledger.store.bucket import Bucket, Where, folder
from deminimis.ledger.store.lock import turn
from deminimis.ledger.store.parts import by_kind
from deminimis.ledger.store.schema import ALIAS, EVENTS, FILINGS, PARTITIONS, VERSION, events
from deminimis.ledger.store.table import LedgerError, Snapshot, reason, settle

_OF_PEOPLE: Final = (*FILINGS.values(), "verdict", "notice", ALIAS)
_MANY: Final = 40  # files of one size that a table may have before they are merged
# Bytes to which files are merged. By steps: a small file makes no large one be written again, which would cost the more
# the more there is. What is larger than the last holds few days, so that most are passed over for one day.
_STEPS: Final = (256 << 10, 2 << 20, 8 << 20)  # while files are recorded
_NIGHT: Final = 32 << 20  # and after a night
_KEPT_HOURS: Final = 24 * 7  # files that no version needs any more: readers that began before still read them


def tidied(path: Where, wait: float, *, most: int | None = None) -> bool:
    """Merges small files of all days into larger ones, if there are many; removes old ones. True if it did.

    Readers and writers go on; a writer at the same moment wins, and the next night merges.
    """
    if not _step(table.opened(path), (*_STEPS, _NIGHT), most):
        return False
    with turn(path, wait):
        before = table.opened(path)
        size = _step(before, (*_STEPS, _NIGHT), most)  # another run may have merged them meanwhile
        return bool(size) and _compacted(before, size)


def trimmed(snapshot: Snapshot) -> Snapshot:
    """The ledger as it stands, its small files merged if there are many: for whoever has the turn, before he writes.

    Every file that is recorded adds some, and every later one reads them all: without this, a run of many files would
    cost the square of their number.
    """
    size = _step(snapshot, _STEPS)
    if not size:
        return snapshot
    _compacted(snapshot, size)
    return table.opened(snapshot.path)


def _compacted(before: Snapshot, size: int) -> bool:
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    try:
        with table.sound(before):
            before.table.optimize.compact(target_size=size)
        settle(before.path, before.version + 1)
        table.opened(before.path).table.vacuum(retention_hours=_KEPT_HOURS, dry_run=False)
    except DeltaError:
        return False
    return True


def _step(snapshot: Snapshot, steps: tuple[int, ...], most: int | None = None) -> int:
    """The largest size to which there are many files to merge; 0 if there are not.

    Two files that are half as large can always be one; those that are smaller still wait for a step before it.
    """
    many, below = 0, 0
    for size in steps:
        if _surplus(snapshot, below, size // 2) >= (_MANY if most is None else most):
            many = size
        below = size // 2
    return many


def _surplus(snapshot: Snapshot, least: int, below: int) -> int:
    """How many files of so many bytes there are beyond one a partition."""
    found = Counter(name.rpartition("/")[0] for name, size in snapshot.sizes.items() if least <= size < below)
    return found.total() - len(found)


def upgraded(place: Where, wait: float) -> bool:
    """Brings a ledger of form 2 into the form of now, in one commit; False where it has it. Raises LedgerError.

    Ended on its way it is as it was. What lay in partitions of days is removed with other files that no version needs.
    """
    path = folder(place, "bringing it into its new form")
    from deltalake import CommitProperties, QueryBuilder, write_deltalake  # noqa: PLC0415
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    with table.private(), turn(path, wait):
        before = table.opened(path)
        if not before.old:
            return False
        try:
            with table.sound(before):
                if before.partitions != PARTITIONS:
                    # not by Polars: all of the rows need not be in memory
                    rows = QueryBuilder().register("ledger", before.table).execute("SELECT * FROM ledger")
                    write_deltalake(
                        before.table, rows, mode="overwrite", schema_mode="overwrite", partition_by=list(PARTITIONS),
                        target_file_size=_NIGHT,
                        commit_properties=CommitProperties(custom_metadata={"deminimis": "form"}, max_commit_retries=0),
                    )  # fmt: skip
                now = table.opened(path)
                now.table.alter.set_table_properties(dict(table.CONFIGURATION))
                table.opened(path).table.alter.set_table_description(str(VERSION))
        except (DeltaError, OSError) as error:
            raise LedgerError(f"{path}: the ledger was not brought into its new form: {reason(error)}") from error
        settle(path, before.version + 1)
        table.opened(path).table.vacuum(retention_hours=_KEPT_HOURS, dry_run=False)
    return True


@dataclass(frozen=True)
class Forgotten:
    """What was removed: rows of the table, and files that only earlier versions named."""

    rows: int
    files: int


def forget(place: Where, wait: float, *, before: date | None = None, who: Sequence[int] = ()) -> Forgotten:
    """Removes filings and verdicts of a person (keys k_name), or of days before a date.

    The files on disk that held them are removed too, so that no earlier version can be read any more; also those that
    a run left which was ended on its way. What a file event knows (its name and digest) stays, so that the same file
    is still known. Nothing else in the folder is touched. Raises LedgerError.
    """
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    path = folder(place, "forgetting")
    kinds = ", ".join(f"'{kind}'" for kind in _OF_PEOPLE)
    tests = [f"k_name = {number}" for number in who]
    if before is not None:
        day = f"'{before.isoformat()}'"
        tests += [f"day < {day}", f"(kind = '{ALIAS}' AND eda < {day})"]
    condition = f"kind IN ({kinds}) AND ({' OR '.join(tests)})"
    table.opened(path)
    with table.private(), turn(path, wait):
        snapshot = table.opened(path)
        with table.sound(snapshot):
            gone = snapshot.scan(*_OF_PEOPLE).filter(_test(before, who))
            touched = gone.group_by("recorded").len().collect()
        count = int(touched["len"].sum())
        try:
            if count:
                names = pl.DataFrame(
                    {"of_recorded": touched["recorded"], "recorded_at": datetime.now(UTC).replace(tzinfo=None)}
                )
                table.commit(snapshot, by_kind([events(names, "forget")]), "forget")
                now = table.opened(path)
                now.table.delete(condition)
                settle(path, now.version + 1)
            return Forgotten(count, _swept(table.opened(path)))
        except (DeltaError, OSError) as error:
            raise LedgerError(f"{path}: not everything could be forgotten, run it again: {reason(error)}") from error


def _swept(snapshot: Snapshot) -> int:
    """Removes the Parquet files of partitions that the log does not name: how many. Nobody else may write meanwhile.

    delta-rs would remove everything in the folder that the log does not name, also behind links.
    """
    surplus = [path for name, path in damage.parts(folder(snapshot.path, "forgetting")) if name not in snapshot.sizes]
    for each in surplus:
        each.unlink()
    return len(surplus)


def _test(before: date | None, who: Sequence[int]) -> pl.Expr:
    test = pl.col("k_name").is_in(list(who)).fill_null(False)
    if before is None:
        return test
    alias = (pl.col("kind") == ALIAS) & (pl.col("eda") < before)
    return test | (pl.col("day") < before).fill_null(False) | alias.fill_null(False)


def _bytes(path: Where) -> int:
    if isinstance(path, Bucket):
        return sum(path.sizes().values())
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def stats(snapshot: Snapshot) -> dict[str, Any]:
    """What is in it: rows by kind, days, people, size on disk in bytes, version."""
    counts = snapshot.scan().group_by("kind").len().collect()
    rows = dict(zip(counts["kind"], counts["len"], strict=True))
    days = snapshot.scan("shipment").select(first=pl.col("day").min(), last=pl.col("day").max()).collect().row(0)
    held = snapshot.scan("verdict").group_by("verdict").len().collect()
    return {
        "path": str(snapshot.path),
        "form": snapshot.form,
        "version": snapshot.version,
        "files": rows.get("file", 0),
        "shipments": rows.get("shipment", 0),
        "verdicts": {str(k or "left"): v for k, v in sorted(held.iter_rows(), key=repr)},
        "notices": rows.get("notice", 0),
        "first_day": days[0].isoformat() if days[0] else None,
        "last_day": days[1].isoformat() if days[1] else None,
        "bytes": _bytes(snapshot.path),
        "parts": len(snapshot.sizes),
        "columns": len(EVENTS),
    }
