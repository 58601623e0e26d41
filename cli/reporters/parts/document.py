"""The JSON document: a public contract. Keys are added, never renamed; its shape never depends on an option."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from deminimis.cli.reporters.parts.worklist import plain
from deminimis.cli.session.followed import with_paths
from deminimis.cli.session.report import Report
from deminimis.rules.answers.which_code import responses

VERSION: Final = 1
_OF_LISTS: Final = ("rows", "fix")
_FINDING: Final = ("code", "name", "severity", "file", "line", "column", "byte", "record", "field", "value", "message")


def _finding(message: Mapping[str, Any]) -> dict[str, Any]:
    """A finding; of a list also all rows in which it is, and the value that it is put right to."""
    told = message["params"] if message["record"] == "table" else {}
    more = {key: told[key] for key in _OF_LISTS if key in told}
    return {key: message[key] for key in _FINDING} | more


def shipments_of(report: Report) -> pl.DataFrame:
    """The judged claims with the file's path and the codes that ACE would answer with."""
    frame = report.judgement.shipments
    suspended = [p.name for p in report.settings.policy.periods if p.suspended]
    paths = pl.Series(report.paths, dtype=pl.String)
    frame = frame.with_columns(suspended=pl.col("period").is_in(suspended).fill_null(False))
    path = paths.gather(frame["file"]) if frame.height else pl.Series("path", [], dtype=pl.String)
    return frame.with_columns(path.alias("path"), responses().alias("responses"))


def groups_shown(report: Report) -> pl.DataFrame:
    """Groups that are over or not clear; with --all every group."""
    groups = report.judgement.groups
    return groups if report.everything else groups.filter(pl.col("over") | (pl.col("verdict") != "clear"))


def to_file(report: Report, rows: pl.DataFrame) -> pl.DataFrame:
    """Of these claims (of `shipments_of`) a row a bill, by day of arrival, consignee and place, with both."""
    names = report.judgement.groups.select("group", "consignee", "day")
    bills = rows.unique("ship", keep="first", maintain_order=True).join(names, on="group", how="left")
    return bills.sort("day", "consignee", "file", "line", "ship", nulls_last=True)


def document(report: Report) -> dict[str, Any]:
    """The whole report as plain data."""
    return {
        "version": VERSION,
        "as_of": report.settings.as_of.isoformat(),
        "complete": report.complete,
        "assumptions": list(report.assumptions),
        "layouts": list(report.layouts),
        "files": [
            {
                "path": each.path,
                "format": each.format,
                "status": each.status,
                "messages": each.messages,
                "records": each.records,
                "shipments": each.shipments,
            }
            for each in report.intake.files
        ],
        "groups": _groups(report),
        "worklist": plain(with_paths(report.worklist, report.paths)),
        "findings": list(map(_finding, report.messages())),
        "summary": summed(report),
    }


def summed(report: Report) -> dict[str, int]:
    """The counts of the whole call."""
    counts = report.judgement.counts
    return {
        "files": len(report.intake.files),
        "shipments": counts.shipments,
        "claims": counts.claims,
        "groups": counts.groups,
        "groups_over": counts.groups_over,
        "shipments_flagged": counts.shipments_flagged,
        "shipments_unknown": counts.shipments_unknown,
        "rejected": counts.shipments_rejected,
        "claimed_cents": counts.claimed_cents,
        "entries_11": counts.entries_11,
        "entries_01": counts.entries_01,
        "records_read": sum(each.records_read for each in report.intake.files),
        "records_reported": sum(each.records_reported for each in report.intake.files),
    }


def _groups(report: Report) -> list[dict[str, Any]]:
    shown = groups_shown(report)
    rows = shipments_of(report).join(shown.select("group"), on="group", how="semi", maintain_order="left")
    keys = ("line", "bill", "entry_number", "value_cents", "period", "action", "role", "verdict", "responses")
    members: dict[int, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        members.setdefault(row["group"], []).append(
            {
                "file": row["path"],
                **{key: row[key] for key in keys},
                "provisional": row["provisional"],
                "unread": row["reasons"],
                "move_to": row["move_to"],
            }
        )
    return [
        {
            "consignee_key": row["consignee_key"],
            "consignee": row["consignee"],
            "day": row["day"].isoformat() if row["day"] else None,
            **{key: row[key] for key in ("basis", "period", "action", "limit_cents", "total_cents", "counted_cents")},
            "verdict": row["verdict"],
            "provisional": row["provisional"],
            "lower_bound": row["lower_bound"],
            "shipments": members.get(row["group"], []),
        }
        for row in shown.iter_rows(named=True)
    ]
