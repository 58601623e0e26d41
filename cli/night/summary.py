"""What a run says when it is done: the same words in the mail, in the log and on a terminal, and the exit code.

What matters stands first: what CBP would refuse, withhold or warn of, what cannot be told, faults of form, what CBP
answered; then files that failed, and those that still wait in `failed/` from earlier runs.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from deminimis.cli import words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED
from deminimis.cli.night.came import Tally
from deminimis.cli.night.inbox import FAILED
from deminimis.cli.night.outbox import Result

_NAMED: Final = 20  # lines about files and consignees, and names of files that wait
KINDS: Final = (("recorded", "recorded"), ("seen", "seen before"), ("failed", "failed"))


@dataclass
class Summary:
    """What a run came to. waiting: names in `failed/` from before it."""

    waiting: Sequence[str] = ()
    counts: Counter[str] = field(default_factory=Counter)  # of files, by status
    lines: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    worst: int = CLEAN
    stopped: str = ""
    written: int = 0  # reports and answers
    page: bool = False  # whether the morning page was written
    notes: list[str] = field(default_factory=list)  # what else is to be known: a page that could not be written
    _failed: int = 0  # lines about files that failed

    def add(self, result: Result) -> None:
        """With one file more."""
        self.counts[result.status] += 1
        self.worst = max(self.worst, result.exit)
        self.written += len(result.outputs)
        if result.tally:
            self.tally.add(Tally(**result.tally))
        if result.status == "failed":  # before what was recorded
            self.lines[self._failed : self._failed] = result.lines
            self._failed += len(result.lines)
        else:
            self.lines += result.lines

    def missing(self, what: str) -> None:
        """Something that the run should have made is not there: a sentence."""
        self.notes.append(words.clean(what))
        self.worst = NOT_CHECKED

    @property
    def files(self) -> int:
        """How many files it looked at."""
        return self.counts.total()

    @property
    def exit(self) -> int:
        """As the words: 2 where something was not checked, 1 where somebody has to look, also at what waits."""
        if self.stopped:
            return NOT_CHECKED
        return max(self.worst, FINDINGS if self.waiting and self.files else CLEAN)

    @property
    def answer(self) -> str:
        """All that matters, in sentences."""
        stopped = f"STOPPED: {words.clean(self.stopped)}." if self.stopped else ""
        parts = (stopped, self.tally.said, self.about_files, *self.notes)
        return " ".join(part for part in parts if part)

    @property
    def about_files(self) -> str:
        """Of it what is about files: those that failed, and those that wait."""
        return " ".join(part for part in (self._of_failed, waits(self.waiting)) if part)

    @property
    def _of_failed(self) -> str:
        failed = self.counts["failed"]
        return f"{words.many(failed, 'file')} failed: see {FAILED}/." if failed else ""

    @property
    def kinds(self) -> str:
        """`7 files: 5 recorded, 1 seen before, 1 failed`."""
        parts = [f"{self.counts[status]:,} {word}" for status, word in KINDS if self.counts[status]]
        return words.many(self.files, "file") + (f": {', '.join(parts)}" if parts else "")

    def told(self, inbox: Path, out: Path) -> Iterator[str]:
        """The lines."""
        answer = self.answer
        yield f"deminimis batch: {answer}" if answer else f"deminimis batch: {self.kinds}"
        if answer:
            yield self.kinds
        if self.stopped:
            yield f"Files that are not done are in {words.clean(str(inbox))}; the next run goes on with them."
        lines = [line for line in self.lines if not self._again(line)]
        yield from lines[:_NAMED]
        if len(lines) > _NAMED:
            yield f"... and {len(lines) - _NAMED:,} more lines: see the reports"
        if self.written:
            what = "Reports, responses and the morning page" if self.page else "Reports and responses"
            yield f"{what}: {words.clean(str(out))}"

    def _again(self, line: str) -> bool:
        """Whether a line says of the one file what was said of all."""
        return self.counts["recorded"] == 1 and line.endswith(f": {self.tally.said}")

    @property
    def logged(self) -> dict[str, Any]:
        """The same for a log that a program reads."""
        counts = {status: self.counts[status] for status, _ in KINDS}
        return {
            "files": self.files, **counts, "waiting": len(self.waiting), "exit": self.exit, "stopped": self.stopped,
            **self.tally.logged,
        }  # fmt: skip


def waits(names: Sequence[str]) -> str:
    """The sentence about files that an earlier run put aside and nobody took away."""
    if not names:
        return ""
    shown = ", ".join(words.clean(name) for name in names[:_NAMED])
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    verb = "waits" if len(names) == 1 else "wait"
    return f"{words.many(len(names), 'file')} still {verb} in {FAILED}/ from earlier runs: {shown}{more}."
