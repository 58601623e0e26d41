"""The whole rule, from filings to verdicts and findings: `judge`."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import polars as pl

from deminimis.edi.frames import findings
from deminimis.edi.frames.shipments import Filings
from deminimis.rules import shown
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.frames import Claims, Grouped
from deminimis.rules.base.settings import Settings
from deminimis.rules.daily_sum.day import dated
from deminimis.rules.daily_sum.groups import grouped
from deminimis.rules.daily_sum.verdicts import days, judged
from deminimis.rules.on_file.facts import facts
from deminimis.rules.on_file.settle import OnFile, settle
from deminimis.rules.people.identity import People, identify
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

    def claims(self, *names: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the claims, not kept as `shipments` are. where: a test of `group`."""
        return self.shown.claims(*names, where=where)


class OfCall(NamedTuple):
    """What stands of a call, or of a part of one, and who the people are, before anything is added up."""

    filings: Filings
    filed: Filed
    on_file: OnFile
    people: People

    def members(self, settings: Settings) -> Grouped:
        """Period, day and eligibility; one row a claim and consignee day (clauses 12 to 16)."""
        return grouped(dated(self.on_file.stands, self.people, settings), self.on_file.covered, settings.policy)


def judge(filings: Filings, settings: Settings, most: int | None = None) -> Judgement:
    """Judges all filings of a call together. most: so many findings of a code and file are made, all are counted."""
    call = until_members(filings, settings)
    bills = call.on_file.bills
    # Role and verdict of each claim (clauses 17 to 19).
    evidence = said(call, judged(call.members(settings), call.people, call.filed, settings), settings, most)
    del call  # what only a step needs goes with it
    found = findings.concat(find_all(RULES, evidence))
    counts = shown.counts(evidence, bills)
    return Judgement(Translated(replace(evidence)), found, counts, evidence.more)  # without what only rules looked at


def until_members(
    filings: Filings, settings: Settings, home: pl.Series | None = None, pairs: pl.DataFrame | None = None
) -> OfCall:
    """The rule, step by step, until what is added up.

    home: of a part of a call, which filings' bills it counts. pairs: whom other parts name (`Consignees.placed`).
    """
    filed = Filed.of(filings)
    # What each filing says, and what stands after the later ones (clauses 1 to 11).
    on_file = settle(facts(filings, filed, settings), filings, settings, home)
    if pairs is not None and pairs.height:
        on_file = on_file._replace(consignees=on_file.consignees.with_others(pairs, filed))
    # Who is the same person (clauses 21 to 25).
    people = identify(on_file.consignees, filed, settings, alike=home is None)
    return OfCall(filings, filed, on_file, people)


def said(call: OfCall, claims: Claims, settings: Settings, most: int | None = None) -> Evidence:
    """What the rules look at. claims: all, or in a part of a call some. Adds one row a consignee day."""
    on_file = call.on_file
    return Evidence(
        call.filings, call.filed, settings, days(claims), claims, on_file.notes, on_file.pairs, call.people,
        on_file.without_lines, most,
    )  # fmt: skip
