"""What a command says on standard error when it is done."""

from deminimis.cli import words
from deminimis.cli.session.report import Report


def summary(outcome: Report) -> str:
    """One line for standard error: what was checked and what came out."""
    counts = outcome.judgement.counts
    parts = [
        words.many(len(outcome.intake.files), "file"),
        words.many(counts.shipments, "shipment"),
        words.many(counts.claims, "claim"),
        f"{words.many(counts.groups_over, 'consignee day')} may exceed the limit",
    ]
    if counts.entries_11 or counts.entries_01:
        parts.insert(3, words.entries(counts.entries_11, counts.entries_01))
    if counts.shipments_unknown:
        parts.append(f"{words.many(counts.shipments_unknown, 'shipment')} cannot be told")
    rejected = counts.shipments_rejected
    if rejected:
        parts.append(f"{words.many(rejected, 'claim')} rejected in this period")
    if not outcome.complete:
        parts.append("NOT fully checked")
    elif not (counts.groups_over or counts.shipments_unknown or rejected) and counts.claims:
        parts.append("no overage in these filings")
    parts += [f"assumed: {each}" for each in outcome.assumptions]
    parts += outcome.layouts
    return "deminimis: " + ", ".join(parts)
