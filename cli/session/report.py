"""What every report is made from: the files, the judgement, and the findings that were asked for."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED
from deminimis.cli.options.request import Wanted
from deminimis.edi.cutting.source import Source
from deminimis.edi.frames.findings import SEVERITY
from deminimis.edi.reading.intake import Findings, Intake
from deminimis.rules.base.settings import Settings
from deminimis.rules.codes import CODES, message
from deminimis.rules.judge import Judgement

if TYPE_CHECKING:
    from deminimis.cli.session.lists.reader import Read
    from deminimis.ledger.follow import Remembered

RANK: Final = {name: rank for rank, name in enumerate(SEVERITY.categories)}


def exit_code(complete: bool, severities: Iterable[str], fail_on: str) -> int:
    """0, 1 or 2; 2 wins. severities: of what was found."""
    if not complete:
        return NOT_CHECKED
    return FINDINGS if any(RANK[each] >= RANK[fail_on] for each in severities) else CLEAN


@dataclass(frozen=True)
class Report:
    """One call's outcome. `findings` holds what is shown; `counts` all of it, by code and severity."""

    intake: Intake
    judgement: Judgement
    settings: Settings
    findings: pl.DataFrame
    counts: Counter[tuple[str, str]]
    everything: bool = False
    inputs: tuple[Source, ...] = ()  # to read the record of a finding again
    assumptions: tuple[str, ...] = ()  # of a what-if, a sentence each
    layouts: tuple[str, ...] = ()  # by whose layouts other than the program's own the files were read, a sentence each
    remembered: tuple[str, ...] = ()  # names of files in the ledger; their ordinals follow those of the call
    memory: "Remembered | None" = None  # what a ledger adds to the files of the call
    lists: "tuple[Read, ...]" = ()  # those among the files
    masked_worklist: pl.DataFrame | None = None  # with --mask

    @property
    def complete(self) -> bool:
        """Whether all of every file was checked."""
        return self.intake.complete

    @property
    def paths(self) -> list[str]:
        """Path of each file by its ordinal: those of the call, then those that a ledger remembers."""
        return [each.path for each in self.intake.files] + [f"{name} (ledger)" for name in self.remembered]

    @cached_property
    def short_names(self) -> dict[str, str]:
        """Each file's path, and its name alone where that tells the files of this call apart."""
        paths = self.paths
        alone = len({PurePath(path).name for path in paths}) == len(set(paths))
        return {path: PurePath(path).name if alone else path for path in paths}

    @cached_property
    def worklist(self) -> pl.DataFrame:
        """Every refused claim of these files, with what became of it (FOLLOWED, rules.followed.frames)."""
        from deminimis.rules.followed.worklist import follow  # noqa: PLC0415 - not every report shows it

        if self.masked_worklist is not None:
            return self.masked_worklist
        if self.memory is not None:
            return self.memory.followed(self.settings)
        return follow(self.intake.filings, self.judgement, self.intake.notices, self.settings)

    def exit_code(self, fail_on: str) -> int:
        """0, 1 or 2; 2 wins."""
        return exit_code(self.complete, (severity for (_, severity), count in self.counts.items() if count), fail_on)

    def messages(self) -> Iterator[dict[str, Any]]:
        """Each shown finding as a dict: code, name, severity, file (its path), places, and the message."""
        paths = self.paths
        for row in self.findings.iter_rows(named=True):
            code, params = CODES[row["code"]], json.loads(row["params"] or "{}")
            yield {
                "code": code.code,
                "name": code.name,
                "severity": row["severity"],
                "file": None if row["file"] is None else paths[row["file"]],
                **{name: row[name] for name in ("line", "column", "byte", "width", "record", "field", "value")},
                "message": message(row),
                "params": params,
                "related": [
                    {"file": paths[place["file"]], "line": place["line"], "byte": place["byte"]}
                    for place in row["related"] or []
                ],
            }


def report(intake: Intake, judgement: Judgement, settings: Settings, wanted: Wanted, everything: bool) -> Report:
    """The report of what was judged (`rules.checked`), with the findings that are wanted."""
    found: Findings = intake.findings
    counts: Counter[tuple[str, str]] = Counter()
    for (_, code, severity), count in found.counts.items():
        if wanted.shows(code):
            counts[code, severity] += count
    frame = found.frame()
    shown = [code for code in frame["code"].unique().to_list() if wanted.shows(code)]
    frame = frame.filter(pl.col("code").is_in(shown))
    return Report(intake, judgement, settings, frame, counts, everything)
