"""One row a shipment of every group shown: what a broker sorts in a spreadsheet, and the list of bills to move."""

from typing import Any, Final

from deminimis.cli.reporters.parts.advice import instead
from deminimis.cli.reporters.parts.cells import amount, table
from deminimis.cli.reporters.parts.document import groups_shown, shipments_of
from deminimis.cli.session.report import Report

COLUMNS: Final = (
    "consignee", "day", "basis", "period", "action", "limit", "group_total", "group_counted", "group_verdict",
    "file", "line", "bill", "entry_number", "entry_type", "value", "value_unread", "role", "verdict", "responses",
    "provisional", "unread", "file_instead",
)  # fmt: skip


def render(report: Report) -> str:
    """The table with its header, also where it is empty."""
    groups = {row["group"]: row for row in groups_shown(report).iter_rows(named=True)}
    shown = (row for row in shipments_of(report).iter_rows(named=True) if row["group"] in groups)
    return table(COLUMNS, (_cells(row, groups[row["group"]]) for row in shown))


def _cells(row: dict[str, Any], group: dict[str, Any]) -> list[Any]:
    return [
        group["consignee"], group["day"], group["basis"], row["period"], row["action"], amount(group["limit_cents"]),
        amount(group["total_cents"]), amount(group["counted_cents"]), group["verdict"],
        row["path"], row["line"], row["bill"], row["entry_number"], row["entry_type"], amount(row["value_cents"]),
        row["value_unread"], row["role"], row["verdict"], " ".join(row["responses"]),
        row["provisional"], " ".join(row["reasons"]), instead(row["verdict"]),
    ]  # fmt: skip
