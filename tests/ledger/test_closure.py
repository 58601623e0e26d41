"""What is recorded file by file is what one judgement of everything says: nothing that bears on a file is left out."""

import os
import tempfile
from pathlib import Path
from typing import Any

from filing import as_recorded, incoming, judged_at_once, recorded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_reference import ARRIVALS, DAYS, FILED, filing

from deminimis.ledger import table


@st.composite
def files(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    rows = draw(st.lists(filing(DAYS, ARRIVALS, FILED), min_size=2, max_size=7))
    for row in rows:
        alone = [other["bill"] for other in rows].count(row["bill"]) == 1
        if draw(st.integers(0, 3)) == 0 and row["action"] == "add" and alone:
            row["identifier"] = draw(st.sampled_from(["12-3456789", "98-7654321"]))
    cuts = sorted(draw(st.lists(st.integers(1, len(rows) - 1), max_size=3, unique=True)))
    return [rows[a:b] for a, b in zip([0, *cuts], [*cuts, len(rows)], strict=True)]


@settings(
    max_examples=int(os.environ.get("EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="EXAMPLES" not in os.environ,
    database=None,
)
@given(files())
def test_as_one_judgement_of_everything(night: list[list[dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger"
        recorded(path, [incoming(shipments, n) for n, shipments in enumerate(night)])
        snapshot = table.opened(path)
        assert as_recorded(snapshot).equals(judged_at_once(snapshot))
