"""The whole rule, from filings to verdicts and findings: `judge`."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from deminimis.edi.frames import findings
from deminimis.edi.frames.shipments import Filings
from deminimis.rules import shown
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.settings import Settings
from deminimis.rules.daily_sum.day import dated
from deminimis.rules.daily_sum.groups import grouped
from deminimis.rules.daily_sum.verdicts import days, judged
from deminimis.rules.on_file.facts import facts
from deminimis.rules.on_file.settle import settle
from deminimis.rules.people.identity import identify
from deminimis.rules.rulebook.book import RULES
from deminimis.rules.rulebook.evidence import Evidence
from deminimis.rules.rulebook.rule import find_all
from deminimis.rules.shown import GROUPS, MEMBERS, Counts, Shown, Translated

__all__ = ["GROUPS", "MEMBERS", "Counts", "Judgement", "judge"]


@dataclass(frozen=True)
class Judgement:
    """Groups, findings, and counts."""

    shown: Shown
    findings: pl.DataFrame
    counts: Counts
    more: Counter[tuple[int | None, str, str]] = field(default_factory=Counter)  # findings counted and not made

    @property
    def groups(self) -> pl.DataFrame:
        """The consignee days with their texts (GROUPS), made for the reports that show them."""
        return self.shown.groups

    @property
    def shipments(self) -> pl.DataFrame:
        """The claims in the groups, in their order, as reports show them (MEMBERS)."""
        return self.shown.shipments


def judge(filings: Filings, settings: Settings, most: int | None = None) -> Judgement:
    """Judges all filings of a call together. most: so many findings of a code and file are made, all are counted."""
    evidence, bills = _evidence(filings, settings, most)
    found = findings.concat(find_all(RULES, evidence))
    return Judgement(Translated(evidence), found, shown.counts(evidence, bills), evidence.more)


def _evidence(filings: Filings, settings: Settings, most: int | None) -> tuple[Evidence, int]:
    """The rule, step by step, and how many bills are on file. What only a step needs goes with it."""
    filed = Filed.of(filings)
    # What each filing says, and what stands after the later ones (clauses 1 to 11).
    on_file = settle(facts(filings, filed, settings), filings, settings)
    # Who is the same person (clauses 21 to 25).
    people = identify(on_file.consignees, filed, settings)
    # Period, day and eligibility; one row a claim and consignee day; role and verdict (clauses 12 to 19).
    claims = judged(
        grouped(dated(on_file.stands, people, settings), on_file.covered, settings.policy), people, filed, settings
    )
    # One row a consignee day (clauses 16 and 18).
    sums = days(claims)
    evidence = Evidence(
        filings, filed, settings, sums, claims, on_file.notes, on_file.pairs, people, on_file.without_lines, most
    )
    return evidence, on_file.bills
