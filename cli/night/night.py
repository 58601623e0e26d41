"""One night: what was left by runs that were killed, then every complete file, oldest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import polars as pl

from deminimis.cli import words
from deminimis.cli.exit_codes import NOT_CHECKED
from deminimis.cli.night.came import tally
from deminimis.cli.night.inbox import DONE, FAILED, Inbox
from deminimis.cli.night.outbox import Outbox, Result, point
from deminimis.cli.night.responses import responses
from deminimis.cli.options.request import Request
from deminimis.cli.reporters import json
from deminimis.cli.session.judged import reported
from deminimis.cli.session.mask import masked
from deminimis.cli.session.report import Report
from deminimis.cli.session.with_ledger import outcome, taken, told_twice, write
from deminimis.edi.cutting.source import Source
from deminimis.edi.layout.write import WriteError
from deminimis.ledger.incoming import Incoming, identity
from deminimis.ledger.record import Proposal, Recorded
from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import Where
from deminimis.ledger.store.table import LedgerError
from deminimis.rules.codes import CODES

_SHOWN: Final = 20


class Stopped(Exception):
    """Asked to stop before the file at hand was recorded."""


@dataclass
class Night:
    """What a run works with. files() does the work, one result a file."""

    inbox: Inbox
    outbox: Outbox
    ledger: Where
    request: Request
    wait: float
    stopped: Callable[[], bool]
    _number: int = 0

    def files(self, settle: float) -> Iterator[Result]:
        """Settles every file. Raises LedgerError and OSError where the run cannot go on; nothing is lost then."""
        for lying in self.inbox.in_the_way():
            yield self._unread(lying, f"The inbox needs a folder called {lying.name}: the file was put aside.")
        for folder, lock in self.inbox.abandoned():
            try:
                yield from self._left(folder)
            finally:
                self.inbox.close(folder, lock)
        for path in self.inbox.complete(settle, self.stopped):
            if self.stopped():
                return
            claimed = self.inbox.claim(path)
            if claimed is None:
                continue
            point("claimed")
            try:
                yield self._settle(claimed)
            except Stopped:
                self.inbox.give_back(claimed)
                return
            except BaseException:  # whatever it is: Polars panics with what is no Exception
                if claimed.exists() and not self._committed(self.inbox.job):
                    self.outbox.discard(self.inbox.job)
                    self.inbox.give_back(claimed)
                raise

    def _left(self, folder: Path) -> Iterator[Result]:
        """What a killed run left: shown if the ledger has it, else done again."""
        job = folder.name
        result = self.outbox.ready(job)
        if result is not None and self._committed(job):
            yield self._finish(job, folder / result.name, result)
        else:
            self.outbox.discard(job)
        for claimed in sorted(folder.iterdir()) if folder.is_dir() else []:
            if self.stopped():
                return
            mine = self.inbox.mine / claimed.name
            claimed.rename(mine)
            try:
                yield self._settle(mine)
            except BaseException:
                if mine.exists() and not self._committed(self.inbox.job):
                    mine.rename(claimed)
                raise

    def _committed(self, job: str) -> bool:
        """Whether what this job prepared stands: a failed file or one seen before needs no commit."""
        result = self.outbox.ready(job)
        if result is None:
            return False
        if result.status != "recorded":
            return True
        seen = table.read(self.ledger, lambda snapshot: snapshot.seen(result.digest))
        return seen is not None and seen["run"] == result.run

    def _settle(self, claimed: Path) -> Result:
        """One file, to its end; what this program cannot cope with is put aside, so that it stops no other file."""
        try:
            result = self._judged(claimed)
        except (LedgerError, OSError, Stopped, click.ClickException, ImportError):  # no file's fault
            raise
        except (Exception, pl.exceptions.PanicException) as error:
            self.outbox.discard(self.inbox.job)
            first = "" if self.request.mask else f": {(str(error).splitlines() or [''])[0]}"
            return self._unread(claimed, f"Internal error: {type(error).__name__}{first}. Please report it.")
        return self._finish(self.inbox.job, claimed, result)

    def _run(self) -> str:
        self._number += 1
        return f"{self.inbox.job}/{self._number}"

    def _unread(self, claimed: Path, reason: str) -> Result:
        """Puts a file aside of which nothing was read."""
        run, digest = self._run(), identity(Source(claimed.name, claimed, links=False))[0]
        line = f"{FAILED}/{claimed.name}: {words.clean(reason)}"
        log = {"file": claimed.name, "digest": digest, "status": "failed", "exit": NOT_CHECKED}
        log |= {"told": words.clean(reason)}
        result = Result(
            claimed.name, digest, run, "failed", FAILED, NOT_CHECKED, log, words.clean(reason), lines=[line]
        )
        self.outbox.stage(self.inbox.job, result, {})
        return self._finish(self.inbox.job, claimed, result)

    def _judged(self, claimed: Path) -> Result:
        run = self._run()
        modified = datetime.fromtimestamp(claimed.lstat().st_mtime, UTC).date()
        source = Source(claimed.name, claimed, links=False)
        file = taken(source, self.request, (modified, "modified"))
        point("read")
        if not file.intake.complete:
            result = self._failed(file, run)
        else:
            staged: list[Result] = []

            def before(proposal: Proposal) -> None:
                if self.stopped():
                    raise Stopped
                point("judged")
                staged.append(self._recorded(file, source, proposal))
                point("prepared")

            done = write(self.ledger, file, self.request, run=run, wait=self.wait, before=before)
            point("committed")
            result = staged[-1] if done.new else self._seen(file, run, done)
        return result

    def _finish(self, job: str, claimed: Path, result: Result) -> Result:
        """Shows what was prepared and moves the file; each step may have been taken already."""
        self.outbox.show(job, result, again=job != self.inbox.job)
        self.inbox.put(claimed, result.where, result.digest, result.reason)
        point("moved")
        self.outbox.discard(job)
        point("tidied")
        return result

    def _recorded(self, file: Incoming, source: Source, proposal: Proposal) -> Result:
        """Prepares report and responses for what is about to be committed."""
        settings = self.request.settings(file.reference)
        told_twice(file.intake, 0, proposal.snapshot, file)
        told = outcome(proposal.snapshot, proposal.answer, file.intake, settings, self.request)
        told = masked(told) if self.request.mask else told
        counted = tally(told, proposal.answer, proposal.recorded)
        lead = f"{file.name}.{file.digest[:8]}"
        code, lines = told.exit_code(self.request.fail_on), [f"{file.name}: {line}" for line in _over(told)]
        try:
            messages, lost = responses(file, source, proposal, self.request, self.inbox.folder / DONE)
        except WriteError as error:  # of this file alone: the night goes on
            messages, lost, code = {}, 0, NOT_CHECKED
            lines.append(f"{file.name}: an answer cannot be written, and none was: {words.clean(str(error))}")
        outputs = {f"{lead}.report.json": json.render(told).encode()}
        outputs |= {f"{lead}.{name}": content for name, content in messages.items()}
        log = self._log(file, "recorded", told) | {"recorded": proposal.recorded, "responses": len(messages)}
        log |= {"exit": code, "told": counted.said, **counted.logged}
        if counted.said:
            lines.insert(0, f"{file.name}: {counted.said}")
        if lost:
            what = words.many(lost, "earlier shipment")
            lines.append(f"{file.name}: {what} not answered: the files that said them are not in {DONE}/")
        result = Result(
            file.name, file.digest, proposal.run, "recorded", DONE, code, log, lines=lines, tally=counted.plain
        )
        self.outbox.stage(self.inbox.job, result, outputs)
        return result

    def _failed(self, file: Incoming, run: str) -> Result:
        alone = self._alone(file)
        errors = [m for m in alone.messages() if CODES[m["code"]].exit_code == NOT_CHECKED]
        told = [f"{m['code']} line {m['line'] or '-'}: {words.clean(m['message'])}" for m in errors[:_SHOWN]]
        reason = "\n".join(["Not fully read, and not recorded:", *told, "Correct it and put it into the inbox again."])
        outputs = {f"{file.name}.{file.digest[:8]}.report.json": json.render(alone).encode()}
        first = told[0] if told else file.intake.files[0].status
        result = Result(
            file.name, file.digest, run, "failed", FAILED, NOT_CHECKED,
            self._log(file, "failed", alone) | {"told": first}, reason,
            lines=[f"{FAILED}/{file.name}: {first}"],
        )  # fmt: skip
        self.outbox.stage(self.inbox.job, result, outputs)
        return result

    def _seen(self, file: Incoming, run: str, done: Recorded) -> Result:
        names = table.read(self.ledger, lambda snapshot: snapshot.seen(file.digest))
        before = names["name"] if names else ""
        told = "seen before" + (f", as {words.clean(before)}" if before not in ("", file.name) else "")
        log = self._log(file, "seen", None) | {"recorded": done.recorded, "told": told}
        result = Result(file.name, file.digest, run, "seen", DONE, 0, log, lines=[f"{file.name}: {told}"])
        self.outbox.stage(self.inbox.job, result, {})
        return result

    def _alone(self, file: Incoming) -> Report:
        """The report of a file that is not recorded: what could be read of it, by itself."""
        out = reported(file.intake, self.request, self.request.settings(file.reference))
        return masked(out) if self.request.mask else out

    def _log(self, file: Incoming, status: str, told: Report | None) -> dict[str, Any]:
        one = file.intake.files[0]
        counts = told.judgement.counts if told else None
        return {
            "file": file.name,
            "digest": file.digest,
            "status": status,
            "format": one.format,
            "shipments": one.shipments,
            "reference": file.reference.isoformat(),
            "reference_from": file.reference_from,
            "groups_over": counts.groups_over if counts else None,
            "shipments_flagged": counts.shipments_flagged if counts else None,
            "shipments_unknown": counts.shipments_unknown if counts else None,
            "exit": told.exit_code(self.request.fail_on) if told else 0,
        }


def _over(told: Report) -> Iterator[str]:
    groups = told.judgement.groups
    for row in groups.filter(groups["over"] | (groups["verdict"] == "unknown")).iter_rows(named=True):
        who = words.clean(row["consignee"]) or "a consignee that could not be read"
        day, total = words.day(row["day"]), words.dollars(row["total_cents"])
        said = "may exceed the limit" if row["over"] else "it cannot be told"
        yield f"{who}, {day}, {total}: {said} ({row['verdict']})"
