"""What `respond` would write for some filings, and what our readers make of it."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import polars as pl

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.answers import answers
from deminimis.edi.formats.shared.message import Desk
from deminimis.edi.formats.shared.quote import filed
from deminimis.edi.reading.intake import Intake, take
from deminimis.rules.answers.plan import Plan, Told, plan
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge

NOW = datetime(2025, 3, 14, 14, 5)


@dataclass(frozen=True)
class Answered:
    """The plan, the messages (recipient, format, bytes), and the intake of them."""

    plan: Plan
    messages: list[tuple[str, str, bytes]]
    read: Intake

    def told(self) -> set[tuple[str, str, str, str]]:
        """What is said to whom: (recipient, format, code or closing type, bill, entry or blank)."""
        rows = self.plan.notices.select(
            "recipient", pl.col("format").cast(pl.String), pl.col("code").fill_null(pl.col("type")),
            pl.coalesce("entry", "bill", pl.lit("")),
        )  # fmt: skip
        return set(rows.iter_rows())

    def causes(self) -> dict[str, int]:
        """What gets no answer, and how often."""
        return {silent.cause: silent.count for silent in self.plan.silent}


def taken(folder: Path, texts: list[bytes], near: date | None = None) -> tuple[Intake, list[Source]]:
    """The texts as files of one call."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = []
    for n, text in enumerate(texts):
        path = folder / f"{n}.edi"
        path.write_bytes(text)
        sources.append(Source(path.name, path))
    return take(sources, FORMATS, reference=lambda latest: latest or near or NOW.date()), sources


class Planned(NamedTuple):
    """What is to be said of some filings; not yet written."""

    plan: Plan
    intake: Intake
    sources: list[Source]
    settings: Settings
    now: datetime


def planned(folder: Path, *texts: bytes, on: date | None = None, assume: bool = False, now: datetime = NOW) -> Planned:
    """From filings to the plan of their answers. on: the policy date."""
    intake, sources = taken(folder, list(texts))
    assert intake.complete, intake.findings.frame()
    settings = Settings(as_of=intake.latest or now.date(), policy_date=on)
    judgement = judge(intake.filings, settings)
    intake.findings.add(judgement.findings)
    told = Told(intake.filings, judgement)
    made = plan(told, settings, now, findings=intake.findings.frame(), assume_codes=assume)
    return Planned(made, intake, sources, settings, now)


def written(of: Planned, folder: Path, control: int = 7) -> Answered:
    """The plan as messages, and read back."""
    desk = Desk(of.intake.filings, filed(of.sources, FORMATS), of.now, control, of.settings.policy.countries)
    messages = [(m.recipient, m.format, b"".join(m.parts)) for m in answers(of.plan.notices, desk)]
    read, _ = taken(folder, [content for _, _, content in messages], of.now.date())
    return Answered(of.plan, messages, read)


def answered(
    folder: Path, *texts: bytes, on: date | None = None, assume: bool = False, control: int = 7, now: datetime = NOW
) -> Answered:
    """Everything from filings to messages, and back. on: the policy date."""
    return written(planned(folder / "in", *texts, on=on, assume=assume, now=now), folder / "out", control)


# Where the wire has no place for a text, or its reader adds to it.
_TEXTLESS = ["camir-air", "camir-ocean"]


def _shown(notices: pl.DataFrame) -> pl.DataFrame:
    form = pl.col("format").cast(pl.String)
    text = pl.when(form.is_in(_TEXTLESS) & ~pl.col("code").is_in(["098", "181", "110"])).then(None).otherwise("text")
    # a K3 has no code; the row that closes a 355 goes by its text
    return notices.select(
        form, "path", "kind", "code", text, "bill", "entry", "posted_at", "quantity", "entry_type"
    ).sort(pl.all())


def same(found: Answered) -> None:
    """What was planned is what is read, and nothing is wrong with it."""
    assert found.read.complete, found.read.findings.frame()
    assert not found.read.findings.frame().filter(pl.col("severity") == "error").height
    planned, read = _shown(found.plan.notices), _shown(found.read.notices)
    assert planned.rows() == read.rows()
