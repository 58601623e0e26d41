"""Writing the files of a commit: one a kind, part by part, so that its rows are never all in memory.

delta-rs writes any Arrow stream, but holds most of what a file gets: for 200,000 shipments it took 2.8 GB. What it is
told here is what a file is called, how large it is, and which ordinals and days it has.
"""

import contextlib
import json
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import polars as pl

from deminimis.edi.frames.packed import Table, packed
from deminimis.ledger.store.bucket import Bucket, Where
from deminimis.ledger.store.schema import filled

if TYPE_CHECKING:
    from deltalake.transaction import AddAction

_FEW: Final = 1 << 12  # rows that are not worth packing
_GROUP: Final = 1 << 17  # rows of a row group: what a reader of some days may pass over
BY: Final = ("kind",)  # how a table must be partitioned that these are the files of
_STATED: Final = ("recorded", "day")  # `table.CONFIGURATION`

Rows = Mapping[str, Table]  # by kind, columns of schema.events


def by_kind(frames: Iterable[pl.DataFrame]) -> Rows:
    """Rows of the ledger by kind, in order, packed as they come where they are many. A frame has one kind."""
    held: dict[str, list[pl.DataFrame | bytes]] = {}
    heights: dict[str, int] = {}
    for frame in frames:
        if frame.height:
            kind = str(frame["kind"][0])
            held.setdefault(kind, []).append(packed(frame) if frame.height > _FEW else frame)
            heights[kind] = heights.get(kind, 0) + frame.height
    return {kind: Table(parts, heights[kind]) for kind, parts in held.items()}


def whole(rows: Rows) -> pl.DataFrame:
    """All of them in one frame."""
    return pl.concat([filled(each.scan()) for each in rows.values()]).collect()


def written(place: Where, rows: Rows) -> "list[AddAction]":
    """Writes a file a kind into the table's folder: what the log is to be told of them. Raises OSError, LedgerError."""
    done: list[AddAction] = []
    try:
        for kind, some in rows.items():
            if isinstance(place, Bucket):
                with tempfile.TemporaryDirectory(prefix="deminimis-") as own:
                    done.append(_written(Path(own), kind, some))
                    place.put(done[-1].path, Path(own) / done[-1].path)
            else:
                done.append(_written(place, kind, some))
    except BaseException:
        removed(place, done)
        raise
    return done


def removed(place: Where, written: "Iterable[AddAction]") -> None:
    """Takes files back that no commit names."""
    names = [each.path for each in written]
    with contextlib.suppress(Exception):  # whatever is left is removed with other files that no version needs
        if isinstance(place, Bucket):
            place.remove(names)
        else:
            for name in names:
                (place / name).unlink()


def _written(folder: Path, kind: str, rows: Table) -> "AddAction":
    from deltalake.transaction import AddAction  # noqa: PLC0415 - only commands with a ledger pay for it

    name = f"kind={kind}/part-00000-{uuid4()}-c000.zstd.parquet"
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as out:
        rows.scan().drop("kind").sink_parquet(out, compression="zstd", row_group_size=_GROUP)
    size, now = path.stat().st_size, int(time.time() * 1000)
    return AddAction(name, size, {"kind": kind}, now, True, json.dumps(_stats(rows)))


def _stats(rows: Table) -> dict[str, object]:
    """What the log says of a file: by this a reader passes over it."""
    column = [pl.col(name) for name in _STATED]
    asked = [pl.len().alias("rows")]
    for each, name in zip(column, _STATED, strict=True):
        asked += [
            each.min().alias(f"min {name}"),
            each.max().alias(f"max {name}"),
            each.null_count().alias(f"no {name}"),
        ]
    told = rows.scan().select(asked).collect().row(0, named=True)
    has = [name for name in _STATED if told[f"min {name}"] is not None]

    def values(which: str) -> dict[str, object]:
        plain = {name: told[f"{which} {name}"] for name in has}
        return {name: value if isinstance(value, int) else value.isoformat() for name, value in plain.items()}

    return {
        "numRecords": told["rows"], "minValues": values("min"), "maxValues": values("max"),
        "nullCount": {name: told[f"no {name}"] for name in _STATED},
    }  # fmt: skip
