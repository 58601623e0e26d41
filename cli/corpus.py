"""A corpus: files beside what `check` must say of them, `x.edi` and `x.expected.json`.

A folder with its own `expected.json` is checked as a whole, its files adding up together.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from deminimis.cli.check import judged
from deminimis.cli.document import document
from deminimis.cli.report import Report
from deminimis.edi.source import Source

EXPECTED: Final = ".expected.json"
FOLDER: Final = "expected.json"
AS_OF: Final = date(2025, 3, 1)  # for files that carry no date of their own: goldens must not drift with the clock


@dataclass(frozen=True)
class Sample:
    """One case: its name, its inputs, and the file that holds what is expected."""

    name: str
    sources: tuple[Source, ...]
    expected: Path

    def check(self) -> Report:
        """The report of this case, paths relative to the corpus; its golden file keeps the reference date."""
        day = self.wanted().get("report", {}).get("as_of")
        return judged(list(self.sources), as_of=date.fromisoformat(day) if day else AS_OF)

    def wanted(self) -> dict[str, Any]:
        """The golden file's content: `exit` and `report`; empty if there is none yet."""
        return dict(json.loads(self.expected.read_text("utf-8"))) if self.expected.is_file() else {}


def outcome(report: Report) -> dict[str, Any]:
    """What a golden file holds of a report."""
    return {"exit": report.exit_code("warning"), "report": document(report)}


def samples(root: Path) -> Iterator[Sample]:
    """Every case below `root`, by name."""
    for path in sorted(root.rglob("*.edi")):
        name = path.relative_to(root).as_posix()
        if not (path.parent / FOLDER).is_file():
            yield Sample(name, (Source(name, path),), path.with_name(path.stem + EXPECTED))
    for golden in sorted(root.rglob(FOLDER)):
        inside = sorted(golden.parent.glob("*.edi"))
        folder = golden.parent.relative_to(root).as_posix()
        yield Sample(folder, tuple(Source(p.relative_to(root).as_posix(), p) for p in inside), golden)
