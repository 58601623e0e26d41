"""The cases of the form rules (forms.json): what stands, and what each changes."""

import json
from pathlib import Path
from typing import Any

from tests.build.scenario import IRIS

TOLD = json.loads(Path(__file__).with_name("forms.json").read_text("utf-8"))


def changed(case: dict[str, Any]) -> dict[str, Any]:
    """The shipment of a case."""
    base: dict[str, Any] = TOLD[case["of"]]
    row = base | case["change"] | {"consignee": IRIS}
    for name in ("form", "columns"):
        if case["change"].get(name, {}) is None:
            row.pop(name)
        elif name in base or name in row:
            row[name] = base.get(name, {}) | case["change"].get(name, {})
    return row
