"""Delta tables of a folder as the same tables in an object store: each replaced in one commit, the last one last."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from deminimis.ledger.store.bucket import Bucket
from deminimis.ledger.store.table import LedgerError, reason

_ROWS = 1 << 16  # of a batch: what a table holds need not be in memory


class _Stream:
    """Rows of a query as an Arrow stream, a batch at a time: what delta-rs writes from."""

    def __init__(self, rows: pl.LazyFrame) -> None:
        self._batches: Any = rows.collect_batches(chunk_size=_ROWS, lazy=True)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._batches.__arrow_c_stream__(requested_schema)


def must_be_free(to: Bucket, names: Sequence[str]) -> None:
    """Raises LedgerError where something else than these tables lies at `to`, or the store keeps no writers apart."""
    to.must_refuse()
    if others := sorted({each.partition("/")[0] for each in to.sizes()} - set(names)):
        raise LedgerError(f"{to}: something else lies there ({others[0]}), and was left as it is: name another address")


def uploaded(folder: Path, names: Sequence[str], to: Bucket) -> None:
    """Writes the tables `names` of `folder` to `to`, in their order. What they replace stays in their history.

    All commits of one call carry one number (`deminimis` in their metadata). Raises LedgerError: then tables behind the
    one that is named are those of before.
    """
    from deltalake import CommitProperties, write_deltalake  # noqa: PLC0415 - only commands with tables pay for it
    from deltalake.exceptions import DeltaError  # noqa: PLC0415

    note = CommitProperties(custom_metadata={"deminimis": f"audit {uuid4()}"})
    for name in names:
        rows = pl.scan_delta(str(folder / name))
        try:
            write_deltalake(
                f"{to}/{name}", _Stream(rows), mode="overwrite", schema_mode="overwrite", commit_properties=note
            )
        except (DeltaError, OSError) as error:
            raise LedgerError(f"{to}/{name}: the table cannot be written: {reason(error)}") from error
