"""One row a shipment of every group shown: what a broker sorts in a spreadsheet, and the list of bills to move."""

import csv
import io
from typing import Any, Final

from deminimis.cli.advice import instead
from deminimis.cli.document import groups_shown, shipments_of
from deminimis.cli.report import Report

COLUMNS: Final = (
    "consignee", "day", "basis", "period", "action", "limit", "group_total", "group_counted", "group_verdict",
    "file", "line", "bill", "entry_number", "entry_type", "value", "value_unread", "role", "verdict", "responses",
    "provisional", "unread", "file_instead",
)  # fmt: skip


def render(report: Report) -> str:
    """The table with its header, also where it is empty."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    groups = {row["group"]: row for row in groups_shown(report).iter_rows(named=True)}
    for row in shipments_of(report).iter_rows(named=True):
        group = groups.get(row["group"])
        if group is not None:
            table.writerow([safe(cell) for cell in _cells(row, group)])
    return out.getvalue()


def _cells(row: dict[str, Any], group: dict[str, Any]) -> list[Any]:
    return [
        group["consignee"], group["day"], group["basis"], row["period"], row["action"], _money(group["limit_cents"]),
        _money(group["total_cents"]), _money(group["counted_cents"]), group["verdict"],
        row["path"], row["line"], row["bill"], row["entry_number"], row["entry_type"], _money(row["value_cents"]),
        row["value_unread"], row["role"], row["verdict"], " ".join(row["responses"]),
        row["provisional"], " ".join(row["reasons"]), instead(row["verdict"]),
    ]  # fmt: skip


def _money(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


def safe(cell: Any) -> Any:
    """A spreadsheet would run text that begins like a formula: an apostrophe in front makes it text again."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell
