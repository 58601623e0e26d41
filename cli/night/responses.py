"""The responses of a nightly job: what ACE would answer to a file, and to earlier filings that this file changed."""

from collections import Counter
from datetime import datetime, time
from pathlib import Path

import polars as pl

from deminimis.cli.night.moves import names
from deminimis.cli.options.request import Request
from deminimis.cli.session.earlier_filings import changed_by, told_of
from deminimis.cli.session.messages import file_name
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats.answers import answers
from deminimis.edi.formats.shared.message import Desk
from deminimis.edi.formats.shared.quote import filed
from deminimis.ledger.incoming import Incoming, identity
from deminimis.ledger.record import Proposal
from deminimis.rules.answers.plan import plan

_NOON = time(12)
_CALLS = 1  # files of a call: each is recorded by itself
_CONTROLS = 900_000_000


def responses(
    file: Incoming, source: Source, proposal: Proposal, request: Request, kept: Path
) -> tuple[dict[str, bytes], int]:
    """Name and bytes of every message, and how many earlier shipments could not be answered.

    kept: the folder of earlier files: an answer repeats parts of what it answers. An earlier shipment is answered only
    where this file changed its verdict, and only with status notices: its own filing was answered when it came.
    """
    settings = request.settings(file.reference)
    changed = changed_by(proposal.answer, proposal.changed, proposal.recorded, _CALLS)
    every = told_of(proposal.answer, changed, _CALLS).filings.shipments
    sources = _sources(source, proposal, every.filter(pl.col("file") >= _CALLS), kept)
    at_hand = changed.filter(pl.col("file").is_in(list(sources)))
    lost = changed.height - at_hand.height
    told = told_of(proposal.answer, at_hand, _CALLS)
    if not told.filings.shipments.height:
        return {}, lost
    by_file = dict(zip(sources, filed(list(sources.values()), request.formats), strict=True))
    last = int(str(told.filings.shipments["file"].max()))
    moment = datetime.combine(file.reference, _NOON)
    planned = plan(
        told, settings, moment, findings=file.intake.findings.frame(), calls=_CALLS
    )  # fmt: skip
    control = int(file.digest[:12], 16) % _CONTROLS + 1
    files = tuple(by_file.get(n) for n in range(last + 1))
    desk = Desk(told.filings, files, moment, control, settings.policy.countries)
    used: Counter[str] = Counter()
    messages = answers(planned.table, desk)
    return {file_name(message, used): b"".join(message.parts) for message in messages}, lost


def _sources(source: Source, proposal: Proposal, earlier: pl.DataFrame, kept: Path) -> dict[int, Source]:
    """The bytes of each file that is answered, by ordinal, as far as they are in `kept`. earlier: file, as reported."""
    out = {0: source}
    numbers = proposal.answer.files.select("recorded", file="ordinal").join(earlier, on="file", how="semi")
    recorded = proposal.snapshot.files.select("recorded", "name", "digest")
    for row in numbers.join(recorded, on="recorded").sort("file").iter_rows(named=True):
        for name in names(row["name"], row["digest"]):
            there = Source(row["name"], kept / name, links=False)
            if there.path.is_file() and identity(there)[0] == row["digest"]:
                out[row["file"]] = there
                break
            if name != row["name"] and not there.path.exists():  # those with its digest follow without a gap
                break
    return out
