"""The responses of a nightly job: what ACE would answer to a file, and to earlier filings that this file changed."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import polars as pl

from deminimis.cli.remembering import Options
from deminimis.cli.respond import file_name
from deminimis.edi.emit.answers import answers
from deminimis.edi.emit.message import Desk
from deminimis.edi.emit.reread import Filed, filed
from deminimis.edi.shipments import Filings
from deminimis.edi.source import Source
from deminimis.ledger.incoming import Incoming, identity
from deminimis.ledger.record import Proposal
from deminimis.rules.plan import plan

_NOON = time(12)
_KEY = ["file", "seq"]
_CONTROLS = 900_000_000


def responses(
    file: Incoming, source: Source, proposal: Proposal, options: Options, kept: Path
) -> tuple[dict[str, bytes], int]:
    """Name and bytes of every message, and how many earlier shipments could not be answered.

    kept: the folder of earlier files: an answer repeats parts of what it answers. An earlier shipment is answered only
    where this file changed its verdict, and only with status notices: its own filing was answered when it came.
    """
    settings = options.settings(file.reference)
    changed = _changed(proposal)
    sources, lost = _sources(source, proposal, changed, kept)
    form = filed(list(sources.values()), options.formats)
    by_file: dict[int, Filed | None] = dict(zip(sources, form, strict=True))
    last = max(by_file)
    desk_files = tuple(by_file.get(n) for n in range(last + 1))
    told = changed.join(pl.DataFrame({"file": list(sources)}, schema={"file": pl.UInt32}), on="file", how="semi")
    filings = _filings(proposal, told)
    if not filings.shipments.height:
        return {}, lost
    members = proposal.answer.judgement.shipments
    mine = members.join(filings.shipments.select(_KEY), on=_KEY, how="semi", maintain_order="left")
    judgement = replace(proposal.answer.judgement, shipments=mine)
    moment = datetime.combine(file.reference, _NOON)
    planned = plan(judgement, filings, settings, moment, findings=file.intake.findings.frame())
    notices = planned.notices.filter((pl.col("file") == 0) | pl.col("type").is_null())
    control = int(file.digest[:12], 16) % _CONTROLS + 1
    desk = Desk(filings, desk_files, moment, control, settings.policy.countries)
    used: Counter[str] = Counter()
    return {file_name(message, used): b"".join(message.parts) for message in answers(notices, desk)}, lost


def _changed(proposal: Proposal) -> pl.DataFrame:
    """file (as reported), seq: earlier filings whose shipment this file gave another verdict."""
    files = proposal.answer.files.select("recorded", file="ordinal")
    earlier = proposal.changed.filter(pl.col("of_recorded") < proposal.recorded, pl.col("responses").list.len() > 0)
    rows = earlier.select(recorded="of_recorded", seq=pl.col("of_seq").cast(pl.UInt32)).unique(maintain_order=True)
    return rows.join(files, on="recorded", how="inner").select("recorded", *_KEY)


def _sources(source: Source, proposal: Proposal, changed: pl.DataFrame, kept: Path) -> tuple[dict[int, Source], int]:
    """The bytes of each file that is answered, by ordinal; how many shipments have lost theirs."""
    out, lost = {0: source}, 0
    names = proposal.snapshot.files.select("recorded", "name", "digest")
    counts = changed.group_by("recorded", "file").len().join(names, on="recorded").sort("file")
    for row in counts.iter_rows(named=True):
        stem, suffix = Path(row["name"]).stem, Path(row["name"]).suffix
        for name in (row["name"], f"{stem}.{row['digest'][:8]}{suffix}"):
            there = Source(row["name"], kept / name)
            if there.path.is_file() and identity(there)[0] == row["digest"]:
                out[row["file"]] = there
                break
        else:
            lost += row["len"]
    return out, lost


def _filings(proposal: Proposal, told: pl.DataFrame) -> Filings:
    """The new filings and the earlier ones that are told of, under the ordinals of the report."""
    files = proposal.answer.files
    together = proposal.answer.filings

    def numbered(frame: pl.DataFrame) -> pl.DataFrame:
        moved = frame.with_columns(
            file=pl.col("file").replace_strict(files["file"], files["ordinal"], return_dtype=pl.UInt32)
        ) if files.height else frame  # fmt: skip
        earlier = moved.join(told.select(_KEY), on=_KEY, how="semi", maintain_order="left")
        return pl.concat([moved.filter(pl.col("file") == 0), earlier.filter(pl.col("file") > 0)])

    return Filings(*(numbered(getattr(together, name)) for name in Filings.__dataclass_fields__))
