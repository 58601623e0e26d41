"""The answer in one or two sentences, for every report that people read."""

from typing import Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.session.report import Report
from deminimis.edi.frames.findings import ERROR
from deminimis.rules.policy.table import Period

ANSWERS: Final = {"CBP101": "warned", "CBP102": "withheld", "CBP103": "rejected", "CBP104": "other"}


def suspended_periods(report: Report) -> list[str]:
    """Names of the periods in which no claim of any origin is eligible."""
    return [period.name for period in report.settings.policy.periods if period.suspended]


def period_of(report: Report, name: str | None) -> Period | None:
    """The period of that name; None for an unknown day's."""
    return next((period for period in report.settings.policy.periods if period.name == name), None)


def headline(report: Report) -> list[tuple[str, str]]:
    """Sentences with their tone (bad, doubt, over, fine, plain), the weightiest first."""
    counts, groups = report.judgement.counts, report.judgement.groups
    suspended = groups.filter(pl.col("period").is_in(suspended_periods(report)).fill_null(False)).height
    unknown = groups.filter(pl.col("verdict") == "unknown").height
    out: list[tuple[str, str]] = [(f"Assumed: {each}.", "doubt") for each in report.assumptions]
    if not report.complete:
        out.append(("Not everything could be checked: see the findings.", "bad"))
    if counts.shipments_rejected:
        out.append((_refused(counts.shipments_rejected, counts.claims), "bad"))
    if suspended:
        out.append(("De minimis is suspended on the days of these filings.", "bad"))
    if counts.groups_over:
        out.append((f"{words.many(counts.groups_over, 'consignee day')} may exceed the limit.", "over"))
    if unknown:
        out.append((f"For {words.many(unknown, 'consignee day')} it cannot be told.", "doubt"))
    if report.complete and len(out) == len(report.assumptions) and counts.claims:
        out.append(("No overage in these filings.", "fine"))
    if counts.entries_11 or counts.entries_01:
        faulty = _faulty_entries(report)
        wrong = f": {words.many(faulty, 'entry', 'entries')} with errors" if faulty else ""
        out.append((f"{words.entries(counts.entries_11, counts.entries_01)}{wrong}.", "bad" if faulty else "plain"))
    elif report.complete and not counts.claims and counts.shipments:
        out.append(("No de minimis claims in these filings.", "plain"))
    answers = [(count, ANSWERS[code]) for (code, _), count in sorted(report.counts.items()) if code in ANSWERS]
    if answers:
        said = ", ".join(f"{count:,} {word}" for count, word in answers)
        out.append((f"CBP's dispositions in these files: {said}.", "plain"))
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
