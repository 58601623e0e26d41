"""Bounds for the reading of a file that may be made to have none: a few minutes, and a part of the memory."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

SECONDS: Final = 240  # a guide of 100 pages takes 15
BYTES: Final = 2 << 30  # of address space beyond what is in use; a guide of 100 pages takes a tenth of that
_STATE: Final = Path("/proc/self/statm")


class TooLongError(BaseException):
    """The time is over. No Exception: a library may take one of those for a fault of the file, and go on."""


@contextmanager
def bounded(seconds: int = SECONDS, more: int = BYTES) -> Iterator[None]:
    """Raises TooLongError after `seconds`, and MemoryError where `more` bytes are not enough.

    Time needs the main thread and a clock that interrupts (not Windows), memory needs Linux: elsewhere there are no
    bounds. What was bounded before is so again afterwards.
    """

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    rings = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, ring) if rings else None
    try:
        with _memory(more):
            if rings:
                signal.setitimer(signal.ITIMER_REAL, seconds)
            yield
    finally:
        if rings:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


@contextmanager
def _memory(more: int) -> Iterator[None]:
    if not _STATE.is_file():
        yield
        return
    import resource  # noqa: PLC0415 - Windows has none

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(_STATE.read_text("ascii").split()[0]) * resource.getpagesize()
    wanted = used + more if soft == resource.RLIM_INFINITY else min(soft, used + more)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
