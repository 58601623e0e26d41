"""How far a long run is: on standard error, for a person at a terminal, and gone when the run ends."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from deminimis.cli import log
from deminimis.edi.cutting.source import Source
from deminimis.edi.cutting.unpack import packed
from deminimis.edi.reading.intake import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Display
    from rich.progress import ProgressColumn

PATIENCE: Final = 1.0  # seconds without a bar: most runs are over by then
_WIDE: Final = 80  # columns from which there is room for a bar and for what is left


@contextmanager
def bar(inputs: Iterable[Source], wanted: bool) -> Iterator[Progress | None]:
    """What `edi.reading.intake.take` calls as it reads; None where nobody looks: --quiet, JSON logs, no terminal."""
    if not wanted or log.as_json() or not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        yield _Bar(_size(inputs), stack.enter_context)


def _size(inputs: Iterable[Source]) -> int | None:
    """Bytes of all files; None where one is packed (nobody knows how much is in it) or cannot be looked at."""
    try:
        return None if any(packed(each.path) for each in inputs) else sum(each.path.stat().st_size for each in inputs)
    except OSError:
        return None


class _Bar:
    """Bytes and shipments so far. `show` keeps the display until the run ends."""

    def __init__(self, size: int | None, show: "Callable[[Display], Display]") -> None:
        self._size, self._show = size, show
        self._began = time.monotonic()
        self._display: Display | None = None
        self._bytes = self._shipments = 0

    def __call__(self, size: int, shipments: int) -> None:
        self._bytes += size
        self._shipments += shipments
        passed = time.monotonic() - self._began
        if passed < PATIENCE:
            return
        if self._display is None:
            self._display = self._show(_display())
            self._display.add_task("checking", total=self._size, shipments="", rate="")
        self._display.update(
            self._display.task_ids[0],
            completed=self._bytes,
            shipments=f"{self._shipments:,} shipments",
            rate=f"{self._shipments / passed:,.0f}/s",
        )


def _display() -> "Display":
    """Rich is for terminals, and takes longer to import than a small file to check."""
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    console = Console(stderr=True)
    columns: list[ProgressColumn | str] = ["{task.description}", progress.DownloadColumn(), "{task.fields[shipments]}"]
    if console.width >= _WIDE:
        columns[1:1] = [progress.BarColumn(), progress.TaskProgressColumn()]
        columns += ["{task.fields[rate]}", progress.TimeRemainingColumn(compact=True)]
    return progress.Progress(*columns, console=console, transient=True)
