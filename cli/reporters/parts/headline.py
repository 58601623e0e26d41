"""The answer in one or two sentences, for every report that people read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from deminimis.cli import words
from deminimis.cli.session.report import Report
from deminimis.edi.frames.findings import ERROR
from deminimis.rules.policy.table import Period

# CBP's dispositions, the gravest first
ANSWERS: Final = {"CBP103": "rejected", "CBP102": "withheld", "CBP101": "warned", "CBP104": "other"}
_OTHER: Final = "other"


def suspended_periods(report: Report) -> list[str]:
    """Names of the periods in which no claim of any origin is eligible."""
    return [period.name for period in report.settings.policy.periods if period.suspended]


def period_of(report: Report, name: str | None) -> Period | None:
    """The period of that name; None for an unknown day's."""
    return next((period for period in report.settings.policy.periods if period.name == name), None)


class Came(NamedTuple):
    """What files came to, in numbers: all that the sentences are made from, of a report or of a whole night."""

    complete: bool = True
    assumptions: tuple[str, ...] = ()
    shipments: int = 0
    claims: int = 0
    rejected: int = 0
    withheld: int = 0  # said of a night: a report shows them by consignee day
    warned: int = 0  # likewise
    suspended: bool = False
    over: int = 0  # consignee days
    unknown: int = 0  # consignee days
    faults: int = 0  # of form; said of a night: a report lists them
    entries_11: int = 0
    entries_01: int = 0
    faulty_entries: int = 0
    answers: Mapping[str, int] = MappingProxyType({})  # CBP's, by a word of ANSWERS


def came(report: Report) -> Came:
    """What the files of a report came to."""
    counts, groups = report.judgement.counts, report.judgement.groups
    unknown = pl.col("verdict") == "unknown"
    return Came(
        complete=report.complete,
        assumptions=report.assumptions,
        shipments=counts.shipments,
        claims=counts.claims,
        rejected=counts.shipments_rejected,
        suspended=bool(groups["period"].is_in(suspended_periods(report)).any()),
        over=counts.groups_over,
        unknown=groups.filter(unknown).height,
        entries_11=counts.entries_11,
        entries_01=counts.entries_01,
        faulty_entries=_faulty_entries(report) if counts.entries_11 or counts.entries_01 else 0,
        answers=dispositions(report),
    )


def dispositions(report: Report) -> dict[str, int]:
    """CBP's answers in these files by a word for each kind."""
    found = dict.fromkeys(ANSWERS.values(), 0)
    for (code, _), count in report.counts.items():
        if code in ANSWERS:
            found[ANSWERS[code]] += count
    return {word: count for word, count in found.items() if count}


def headline(report: Report) -> list[tuple[str, str]]:
    """Sentences with their tone (bad, doubt, over, fine, plain), the weightiest first."""
    return sentences(came(report))


def sentences(of: Came) -> list[tuple[str, str]]:
    """The same of what any files came to: the one place where these words are made."""
    out: list[tuple[str, str]] = [(f"Assumed: {each}.", "doubt") for each in of.assumptions]
    if not of.complete:
        out.append(("Not everything could be checked: see the findings.", "bad"))
    out += _of_claims(of)
    if of.complete and len(out) == len(of.assumptions) and of.claims:
        out.append(("No overage in these filings.", "fine"))
    if of.entries_11 or of.entries_01:
        faulty = of.faulty_entries
        wrong = f": {words.many(faulty, 'entry', 'entries')} with errors" if faulty else ""
        out.append((f"{words.entries(of.entries_11, of.entries_01)}{wrong}.", "bad" if faulty else "plain"))
    elif of.complete and not of.claims and of.shipments:
        out.append(("No de minimis claims in these filings.", "plain"))
    if of.faults:
        out.append((f"{words.many(of.faults, 'fault')} of form.", "bad"))
    if of.answers:
        told = ", ".join(f"{of.answers[word]:,} {word}" for word in ANSWERS.values() if of.answers.get(word))
        if list(of.answers) == [_OTHER]:  # a code in no table is among them
            told = f"{of.answers[_OTHER]:,}, none known to reject, withhold or warn"
        out.append((f"CBP's answers in these files: {told}.", "plain"))
    return out


def _of_claims(of: Came) -> list[tuple[str, str]]:
    out = [(_refused(of.rejected, of.claims), "bad")] if of.rejected else []
    if of.suspended:
        out.append(("De minimis is suspended on the days of these filings.", "bad"))
    if of.withheld:
        out.append((f"CBP would withhold the release of {words.many(of.withheld, 'claim')}.", "over"))
    if of.warned:
        out.append((f"CBP would warn of {words.many(of.warned, 'claim')}.", "over"))
    if of.over:
        out.append((f"{words.many(of.over, 'consignee day')} may exceed the limit.", "over"))
    if of.unknown:
        out.append((f"For {words.many(of.unknown, 'consignee day')} it cannot be told.", "doubt"))
    return out


def _refused(rejected: int, claims: int) -> str:
    if claims == 1:
        return "The claim is refused."
    return f"{'All' if rejected == claims else f'{rejected:,} of'} {words.many(claims, 'claim')} are refused."


def _faulty_entries(report: Report) -> int:
    """Entries of type 11 or 01 at which an error was found; of findings that a cap left out nothing is known."""
    wrong = report.judgement.findings.filter(pl.col("severity") == ERROR).select("file", "line").unique()
    entries = report.intake.filings.scan("shipments").filter(
        (pl.col("filing") == "entry") & pl.col("entry_type").is_in(["11", "01"])
    )
    return entries.select("file", "line").collect().join(wrong, on=["file", "line"], how="semi").height


def counts_line(report: Report) -> str:
    """How many files, shipments, claims and consignee days there are."""
    counts, files = report.judgement.counts, words.many(len(report.intake.files), "file")
    if not counts.shipments:
        return f"{files}."
    claims = words.many(counts.claims, "de minimis claim")
    instead = (
        f"{words.entries(counts.entries_11, counts.entries_01)}, " if counts.entries_11 or counts.entries_01 else ""
    )
    return (
        f"{files}, {words.many(counts.shipments, 'shipment')}, {claims} worth {words.dollars(counts.claimed_cents)}, "
        f"{instead}{words.many(counts.groups, 'consignee day')}."
    )
