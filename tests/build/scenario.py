"""Frames from the scenarios of cases.json."""

from datetime import date, datetime
from typing import Any

import polars as pl

from deminimis.edi.frames.shipments import BILLS, FORMS, LINES, SHIPMENTS, Filings

IRIS = {"name": "IRIS ALDER", "street": "12 OAK ST", "city": "RENO", "state": "NV", "zip": "89501", "country": "US"}

CONSIGNEE = {
    "name": "consignee_name",
    "street": "consignee_address",
    "city": "consignee_city",
    "state": "consignee_state",
    "zip": "consignee_postal",
    "country": "consignee_country",
}

# The form facts of an entry without a fault; `form` in a scenario overrides some.
WELL_FORMED = {
    "edas": 1,
    "bills": 1,
    "consignees": 1,
    "named": True,
    "sellers": 1,
    "lines": 1,
    "unsold": 1,
    **dict.fromkeys(("no_port", "no_contact", "no_importer", "bad_importer", "unsecured", "port_due"), False),
    **dict.fromkeys(("unconsigned", "makers", "unmade", "buyers", "unbought"), 1),
    **dict.fromkeys(("repeated", "both", "blank_parties", "addressless", "bad_identifiers"), 0),
    **dict.fromkeys(
        ("tracking", "unquantified", "line_consignees", "short_hts", "without_value", "late_chapter_99"), 0
    ),
}


def filings(shipments: list[dict[str, Any]]) -> Filings:
    """One file with these shipments in order."""
    rows, lines, forms = [], [], []
    for seq, shipment in enumerate(shipments):
        rows.append(_row(seq, shipment) | _dated(shipment.get("columns", {})))
        if "form" in shipment:
            forms.append({"file": 0, "seq": seq} | WELL_FORMED | shipment["form"])
        if "lines" in shipment:
            lines += [
                {"file": 0, "seq": seq, "line_no": number, "unread": []} | line
                for number, line in enumerate(shipment["lines"], 1)
            ]
            continue
        origins = shipment.get("origin", [])
        for number, origin in enumerate(origins if isinstance(origins, list) else [origins]):
            if origin is None and not carries(shipment, "origin"):
                continue
            unread = ["origin"] if origin is None else []
            lines.append({"file": 0, "seq": seq, "line_no": number + 1, "origin": origin, "unread": unread})
    bills = pl.DataFrame(
        [
            {"file": 0, "seq": row["seq"], "bill": row["bill"]}
            for row in rows
            if row["filing"] == "entry" and row["bill"]
        ],
        schema=BILLS,
    )
    return Filings(
        pl.DataFrame(rows, schema=SHIPMENTS),
        bills,
        pl.DataFrame(lines, schema=LINES),
        pl.DataFrame(forms, schema=FORMS),
    )


def _dated(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns of the frame as JSON can give them."""
    kinds = {"eda": date.fromisoformat, "filed_on": date.fromisoformat, "arrival": datetime.fromisoformat}
    return {name: kinds[name](value) if value and name in kinds else value for name, value in columns.items()}


def carries(shipment: dict[str, Any], name: str) -> bool:
    """Whether a null is a field that is carried and unread (see `about` in cases.json)."""
    if shipment["action"] in ("add", "replace"):
        return name in shipment and name != "part"
    return name in shipment.get("carries", [])


def _row(seq: int, shipment: dict[str, Any]) -> dict[str, Any]:
    entry = shipment["kind"] == "entry"
    row: dict[str, Any] = {
        "file": 0,
        "message": 1,
        "seq": seq,
        "line": seq + 1,
        "byte": seq * 80,
        "format": "catair-se" if entry else "x12-309",
        "mode": shipment.get("mode", "truck"),
        "filing": shipment["kind"],
        "action": shipment["action"],
        "bill": shipment.get("bill"),
        "entry_number": shipment.get("entry"),
        "entry_type": shipment.get("entry_type"),
        "claim": shipment.get("claim"),
        "value_cents": shipment.get("value_cents"),
        "part": shipment.get("part"),
        "consignee_id": shipment.get("identifier"),
        "unread": [],
    }
    for name in ("eda", "filed_on"):
        row[name] = date.fromisoformat(shipment[name]) if shipment.get(name) else None
    if shipment.get("arrival"):
        arrival = shipment["arrival"]
        row["arrival"] = datetime.fromisoformat(arrival if "T" in arrival else f"{arrival}T12:00")
    row["unread"] = [
        n for n in ("value_cents", "eda", "claim") if n in shipment and shipment[n] is None and carries(shipment, n)
    ]
    row["unread"] += [n for n in shipment.get("carries", []) if shipment.get(n) is None and n not in row["unread"]]
    row["unread"] += shipment.get("unread", [])
    for part, column in CONSIGNEE.items():
        consignee = shipment.get("consignee") or {}
        row[column] = consignee.get(part)
        if part in consignee and consignee[part] is None and shipment["action"] in ("add", "replace"):
            row["unread"].append(column)
    return row
