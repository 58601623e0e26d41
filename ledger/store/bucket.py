"""A ledger in an object store: an address in place of a folder, and what delta-rs does not do there for us.

Keys, region and endpoint come from the environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL ...), as delta-rs has it. There
is no lock to wait for: a commit is an object that is put only if there is none of its name (`If-None-Match: *`), so of
two writers one is told and judges again. A store that passes over that condition would lose what it is told.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

if TYPE_CHECKING:
    from obstore.store import S3Store

WRITTEN: Final = "s3://"  # of other object stores a ledger is only read
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://")
_RETRIES: Final[Any] = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}
OPTIONS: Final = {"max_retries": "3", "retry_timeout": "30s"}  # the same for delta-rs, not for Polars behind it
_HOW: Final = "keys, region and endpoint come from AWS_ACCESS_KEY_ID, AWS_REGION, AWS_ENDPOINT_URL ..."


@dataclass(frozen=True)
class Bucket:
    """The address of a ledger in an object store."""

    url: str

    def __str__(self) -> str:
        return self.url

    def sizes(self) -> dict[str, int]:
        """Bytes of every object below the address, by its name there. Raises LedgerError, as all that follow."""
        with self._told():
            return {each["path"]: each["size"] for some in self._store().list() for each in some}

    def damage(self, wanted: Mapping[str, int]) -> str | None:
        """Which of the objects `wanted` (bytes, by name) is missing or of another size; None: all are as they were."""
        there = self.sizes()
        for name, size in wanted.items():
            if there.get(name) != size:
                return f"{name} has {there[name]:,} bytes, not {size:,}" if name in there else f"{name} is missing"
        return None

    def put(self, name: str, file: Path) -> None:
        """Uploads a file."""
        with self._told():
            self._store().put(name, file)

    def remove(self, names: Iterable[str]) -> None:
        """Removes objects; one that is not there is none."""
        with self._told():
            self._store().delete(list(names))

    def must_refuse(self) -> None:
        """Raises LedgerError for a store that overwrites what exists although it is asked not to.

        Tried with an object of its own, which is removed again.
        """
        from obstore.exceptions import AlreadyExistsError, PreconditionError  # noqa: PLC0415

        from deminimis.ledger.store.table import LedgerError  # noqa: PLC0415 - it imports this

        if not self.url.startswith(WRITTEN):
            raise LedgerError(
                f"{self.url}: a ledger is written to a folder or to {WRITTEN}BUCKET/PATH; here it is only read"
            )
        name = f"_deminimis_probe-{uuid4()}"
        with self._told():
            store = self._store()
            store.put(name, b"1", mode="create")
            try:
                store.put(name, b"2", mode="create")
            except (AlreadyExistsError, PreconditionError):
                return
            finally:
                store.delete([name])
        raise LedgerError(
            f"{self.url}: this object store overwrites an object although it is asked not to (a conditional put, "
            "If-None-Match), so two writers would undo each other: nothing was written; use a store that has it, as "
            "AWS S3 does, or keep the ledger in a folder"
        )

    def _store(self) -> "S3Store":
        from obstore.store import S3Store  # noqa: PLC0415 - with the extra `s3` only

        return S3Store.from_url(self.url, retry_config=_RETRIES)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What the store says against it, in a sentence."""
        from obstore.exceptions import BaseError  # noqa: PLC0415

        from deminimis.ledger.store.table import LedgerError, reason  # noqa: PLC0415

        try:
            yield
        except (BaseError, ValueError, OSError) as error:
            raise LedgerError(f"{self.url}: the object store cannot be used: {reason(error)[:300]}; {_HOW}") from error


Where = Path | Bucket


def where(text: str) -> Where:
    """A folder, or an address of an object store."""
    return Bucket(text.rstrip("/")) if is_address(text) else Path(text)


def is_address(text: str) -> bool:
    """Whether this is an address of an object store, where a path would be no folder."""
    return bool(_ADDRESS.match(text))


def folder(place: Where, what: str) -> Path:
    """The folder of a ledger, for what is done in a folder only. Raises LedgerError."""
    if isinstance(place, Path):
        return place
    from deminimis.ledger.store.table import LedgerError  # noqa: PLC0415

    raise LedgerError(
        f"{place}: {what} is done in a ledger's folder only: copy the whole ledger into a folder while nobody writes "
        "(`aws s3 sync`), do it there, and copy it back (`aws s3 sync --delete`)"
    )
