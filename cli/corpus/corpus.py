"""A corpus: files beside what `check` must say of them, `x.edi` and `x.expected.json`.

A folder with its own `expected.json` is checked as a whole, its files adding up together.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from deminimis.cli.atomic import write_whole
from deminimis.cli.options.request import PLAIN, Request
from deminimis.cli.reporters.parts.document import document
from deminimis.cli.session.judged import judged
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source

EXPECTED: Final = ".expected.json"
FOLDER: Final = "expected.json"
AS_OF: Final = date(2025, 3, 1)  # of our own samples that carry no date: goldens must not drift with the clock


class CorpusError(Exception):
    """A case that cannot be run: the sentence for the user."""


@dataclass(frozen=True)
class Sample:
    """One case: its name, its inputs, and the file that holds what is expected."""

    name: str
    sources: tuple[Source, ...]
    expected: Path

    def check(self, request: Request = PLAIN, otherwise: date | None = None) -> Report:
        """The report of this case, paths as its own folder has them, as it is asked for.

        Its reference date is that of the request, else that of its expectation, else `otherwise`, else as `check`
        takes it.
        """
        report = self.wanted().get("report", {})
        kept = report.get("as_of") if isinstance(report, dict) else None
        as_of = request.as_of or _day(kept, self.expected) or otherwise
        return judged(self.sources, replace(request, as_of=as_of))

    def wanted(self) -> dict[str, Any]:
        """The expectation: `exit` and `report`; empty if there is none yet. Raises CorpusError."""
        if not self.expected.is_file():
            return {}
        try:
            content = json.loads(self.expected.read_text("utf-8"))
        except (ValueError, RecursionError) as error:
            raise CorpusError(f"{self.expected}: this is no JSON: {error}") from error
        if not isinstance(content, dict) or content.get("exit") not in (0, 1, 2):
            raise CorpusError(f'{self.expected}: write an object with at least "exit", such as {{"exit": 1}}')
        return content

    def accept(self, got: dict[str, Any]) -> None:
        """Writes `got` as what is expected from now on."""
        write_whole(self.expected, (json.dumps(got, indent=1) + "\n").encode())


def _day(text: Any, file: Path) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise CorpusError(f"{file}: as_of is no date: {text!r}; write it as 2025-03-01") from error


def outcome(report: Report) -> dict[str, Any]:
    """What a golden file holds of a report; `layouts` only where the reader's own were used."""
    whole = document(report)
    if not whole["layouts"]:
        del whole["layouts"]
    return {"exit": report.exit_code("warning"), "report": whole}


def samples(root: Path) -> Iterator[Sample]:
    """Every case below `root`, by name."""
    for path in sorted(root.rglob("*.edi")):
        name = path.relative_to(root).as_posix()
        if not (path.parent / FOLDER).is_file():
            yield Sample(name, (Source(path.name, path),), path.with_name(path.stem + EXPECTED))
    for golden in sorted(root.rglob(FOLDER)):
        inside = sorted(golden.parent.glob("*.edi"))
        folder = golden.parent.relative_to(root).as_posix()
        yield Sample(folder, tuple(Source(p.name, p) for p in inside), golden)


def without_filing(root: Path) -> list[Path]:
    """Expectations that no file belongs to: cases that would never be run."""
    lonely = [path for path in root.rglob(f"*{EXPECTED}") if not _filing(path).is_file() or _in_folder(path)]
    lonely += [path for path in root.rglob(FOLDER) if not any(path.parent.glob("*.edi"))]
    return sorted(lonely)


def _filing(expected: Path) -> Path:
    return expected.with_name(expected.name.removesuffix(EXPECTED) + ".edi")


def _in_folder(expected: Path) -> bool:
    return (expected.parent / FOLDER).is_file()
