"""A call of few and small files stays on the core on which it runs.

Polars hands most steps to threads of its own. For ten shipments a step works some 20 microseconds, and waking a thread
that sleeps on another core takes 100: of a small call a fifth. Where both are on one core they take turns, without it.
On a machine that is busy no core sleeps: there is nothing to save, and whoever is bound waits for the others' turns.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SMALL: Final = 256 << 10  # bytes of all files that are named; what is packed may be more, and is only slower
_COMMANDS: Final = (
    "check",
    "respond",
    "convert",
    "refile",
    "inspect",
)  # that end, and have no more input than is named
_MORE: Final = ("--ledger", "--record")  # options that bring more than is named


def few(words: Iterable[str]) -> bool:
    """Whether a command line names files alone that are small together. Never raises for what it names."""
    rest = [part for word in words for part in (word.split("=", 1) if word.startswith("--") else (word,))]
    if not any(word in _COMMANDS for word in rest) or any(word in _MORE for word in rest):
        return False
    total, files = 0, 0
    for word in rest:
        with contextlib.suppress(OSError, ValueError):  # a name too long, with a null
            path = Path(word)
            if path.is_dir():
                return False
            if path.is_file():
                total, files = total + path.stat().st_size, files + 1
    return bool(files) and total <= SMALL


def stay() -> None:
    """Binds this process, and what it starts, to its core, where others idle and there is a way to (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        return
    with contextlib.suppress(OSError, ValueError, IndexError):  # no /proc; a container that forbids it
        if os.getloadavg()[0] < len(os.sched_getaffinity(0)):
            told = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
            os.sched_setaffinity(
                0, {int(told[36])}
            )  # proc(5): `processor`, the 39th with the two before the name's end
