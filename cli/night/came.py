"""What files came to: one file's claims and days, and those of a whole run, each counted once.

Two files may bear on one claim or one consignee day, so names are kept, not numbers alone: the later file says how it
stands. The words for it are those of every report (`cli.reporters.parts.headline`).
"""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import polars as pl

from deminimis.cli.reporters.parts.headline import Came, came, sentences
from deminimis.cli.session.report import Report
from deminimis.edi.frames.findings import ERROR
from deminimis.ledger.concern import mine
from deminimis.ledger.judge import Answer

_OF_CLAIMS: Final = ("DM101", "DM103", "DM301", "DM302")  # errors that are no faults of form: a verdict says them
_CLEAR: Final = "clear"
_OVER: Final = "over"
_UNKNOWN: Final = "unknown"


@dataclass
class Tally:
    """claims: each claim's verdict. days: each consignee day, over, unknown or clear. The rest are plain numbers."""

    claims: dict[str, str] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)
    suspended: bool = False
    shipments: int = 0
    faults: int = 0
    entries_11: int = 0
    entries_01: int = 0
    faulty_entries: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)  # a changed policy table

    def add(self, other: "Tally") -> None:
        """With a later file."""
        self.claims |= other.claims
        self.days |= other.days
        self.suspended |= other.suspended
        for name in ("shipments", "faults", "entries_11", "entries_01", "faulty_entries"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.answers = dict(Counter(self.answers) + Counter(other.answers))
        self.assumptions = list(dict.fromkeys([*self.assumptions, *other.assumptions]))

    @property
    def came(self) -> Came:
        """The numbers of the sentences."""
        verdicts, days = Counter(self.claims.values()), Counter(self.days.values())
        return Came(
            shipments=self.shipments,
            claims=len(self.claims),
            rejected=verdicts["reject"],
            withheld=verdicts["withhold"],
            warned=verdicts["warn"],
            suspended=self.suspended,
            over=days[_OVER],
            unknown=days[_UNKNOWN],
            faults=self.faults,
            entries_11=self.entries_11,
            entries_01=self.entries_01,
            faulty_entries=self.faulty_entries,
            answers=self.answers,
        )

    @property
    def said(self) -> str:
        """The sentences, what is assumed the last; nothing where there is nothing to judge."""
        told = [sentence for sentence, _ in sentences(self.came)]
        return " ".join([*told, *(f"Assumed: {each}." for each in self.assumptions if told)])

    @property
    def logged(self) -> dict[str, Any]:
        """The numbers for a log line."""
        told = self.came._asdict()
        return {name: told[name] for name in ("claims", "rejected", "withheld", "warned", "faults")} | {
            "days_over": told["over"], "days_unknown": told["unknown"], "answers": dict(self.answers)
        }  # fmt: skip

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def tally(report: Report, answer: Answer, recorded: int) -> Tally:
    """What a file came to. recorded: its ordinal in the ledger; a claim without bill and entry is named after it."""
    numbers = came(report)
    own = mine(answer.whole, answer.files, answer.recalled)
    claims = report.judgement.shipments.join(own, on=["group", "ship"], how="semi", maintain_order="left")
    rank = pl.col("verdict").max().over("ship")  # on two days: the worse
    name = pl.coalesce("bill", "entry_number", pl.format(f"{recorded}/{{}}", "seq"))
    named = claims.select(name=name, verdict=rank.cast(pl.String)).unique("name", keep="last", maintain_order=True)
    groups = report.judgement.groups
    state = (
        pl.when("over")
        .then(pl.lit(_OVER))
        .when(pl.col("verdict") == _UNKNOWN)
        .then(pl.lit(_UNKNOWN))
        .otherwise(pl.lit(_CLEAR))
    )
    keyed = pl.format("{}|{}", pl.coalesce("consignee_key", pl.format(f"{recorded}/{{}}", "group")), pl.col("day"))
    days = groups.select(key=keyed.fill_null(pl.format(f"{recorded}/{{}}", "group")), state=state)
    faults = sum(
        count
        for (code, severity), count in report.counts.items()
        if severity == ERROR and code not in _OF_CLAIMS and not code.startswith("CBP")
    )
    return Tally(
        claims=dict(named.iter_rows()),
        days=dict(days.iter_rows()),
        suspended=numbers.suspended,
        shipments=numbers.shipments,
        faults=faults,
        entries_11=numbers.entries_11,
        entries_01=numbers.entries_01,
        faulty_entries=numbers.faulty_entries,
        answers=dict(numbers.answers),
        assumptions=list(numbers.assumptions),
    )
