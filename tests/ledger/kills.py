"""Ends a run at its n-th change of a file, as `kill -9` would: without a compiler, and counted, not sampled.

The run is one in this process. At the change that is asked for it gets an exception that nothing catches, and from then
on every change gets it too: so nothing that cleans up on the way out changes anything, as in a process that is dead.
Python's own changes are seen by an audit hook. What delta-rs changes is not: each of its calls is made, and then taken
back but for its first files, in the order in which it writes them.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import deltalake
from deltalake import DeltaTable
from deltalake.table import TableAlterer, TableOptimizer

from deminimis.ledger.store.lock import Held

_EVENTS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "os.truncate", "os.symlink")
_ELSEWHERE = ("/dev/", "/proc/")
_FSYNC = os.fsync


class Killed(BaseException):
    """The run is dead."""


class Killer:
    """Counts the changes of a run, and ends it at one of them."""

    def __init__(self) -> None:
        self.armed = False
        self.dead = False
        self.count = 0
        self.target = 0
        self.locks: list[Held] = []
        _listen()

    @contextmanager
    def at(self, target: int, ledger: Path) -> Iterator[None]:
        """Inside, the run dies at change number `target`; 0: changes are counted only."""
        self.count, self.target, self.dead = 0, target, False
        _HEARING[:] = [self]
        calls: list[tuple[Any, str]] = [
            (DeltaTable, "create"), (DeltaTable, "delete"), (DeltaTable, "vacuum"), (TableOptimizer, "compact"),
            (TableAlterer, "set_table_properties"), (TableAlterer, "set_table_description"),
            (deltalake, "write_deltalake"), (DeltaTable, "create_write_transaction"),
        ]  # fmt: skip
        patches: list[Any] = [patch.object(kind, name, self._rust(getattr(kind, name), ledger)) for kind, name in calls]
        patches += [
            patch.object(os, "fsync", self._synced),
            patch.object(Held, "__init__", self._locked(Held.__init__)),
        ]
        for each in patches:
            each.start()
        self.armed = True
        try:
            yield
        finally:
            self.armed = False
            for each in patches:
                each.stop()
            _HEARING.clear()
            while self.locks:  # as when a process ends
                self.locks.pop().let_go()

    def _passed(self) -> bool:
        """One change more; whether it is the one at which the run dies."""
        if self.dead:
            raise Killed
        self.count += 1
        self.dead = self.count == self.target
        return self.dead

    def _heard(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        if event == "open":
            path, _, flags = args
            if isinstance(path, str | bytes) and flags & os.O_CREAT and not os.fsdecode(path).startswith(_ELSEWHERE):
                self._opened(path, flags)
        elif event in _EVENTS and self._passed():
            raise Killed

    def _opened(self, path: str | bytes, flags: int) -> None:
        """Two places to die: before the file is there, and with nothing in it."""
        if self._passed():
            raise Killed
        if self._passed():
            self.armed = False
            try:
                os.close(os.open(path, flags, 0o600))
            finally:
                self.armed = True
            raise Killed

    def _synced(self, handle: int) -> None:
        if self._passed():
            raise Killed
        _FSYNC(handle)

    def _locked(self, init: Callable[..., None]) -> Callable[..., None]:
        def made(lock: Held, *args: Any) -> None:
            init(lock, *args)
            self.locks.append(lock)

        return made

    def _rust(self, call: Callable[..., Any], ledger: Path) -> Callable[..., Any]:
        def made(*args: Any, **more: Any) -> Any:
            if self.dead:
                raise Killed
            if not self.armed:  # inside another one
                return call(*args, **more)
            self.armed = False
            try:
                before = _content(ledger)
                result = call(*args, **more)
                changed = _changes(before, _content(ledger))
                for number in range(len(changed)):
                    if self._passed():
                        for other in changed[number:]:
                            _take_back(ledger / other, before.get(other))
                        raise Killed
            finally:
                self.armed = True
            return result

        return made


_HEARING: list[Killer] = []


@cache  # a hook cannot be taken away: one hears for all
def _listen() -> None:
    sys.addaudithook(lambda event, args: _HEARING[0]._heard(event, args) if _HEARING else None)


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _changes(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Rows first, then the log, then what is removed: the order in which delta-rs does it."""
    written = [name for name, content in after.items() if before.get(name) != content]
    written.sort(key=lambda name: ("_delta_log" in name, "checkpoint" in name, name))
    return written + sorted(before.keys() - after.keys())


def _take_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


def cleared(folder: Path, original: Path) -> None:
    """`folder` as `original`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder)
