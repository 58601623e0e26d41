"""Pieces are not made where a filing has no route: it would be a shipment that nobody misses."""

from datetime import date
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest

from deminimis.rules.base.settings import Settings
from deminimis.scale import split
from deminimis.scale.routing.days import CHUNKS
from deminimis.scale.routing.route import Routes
from deminimis.scale.session import EngineError
from deminimis.scale.split import Sizes


class Read:
    """Stages of which three filings have been read."""

    few, work = 5, Path()

    def done(self, _name: str) -> bool:
        return False

    def say(self, _what: str) -> None:
        pass

    def filings(self) -> int:
        return 3


@pytest.mark.parametrize(("keys", "reached", "told"), [(2, 2, "2 have keys and 2"), (3, 2, "3 have keys and 2")])
def test_each_filing_that_was_read_has_a_route(
    keys: int, reached: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes = Routes(keys, reached, 3, 1, 0, False, pl.DataFrame(schema=CHUNKS), 0)
    monkeypatch.setattr(split, "_here", lambda _: None)
    monkeypatch.setattr(split, "routed", lambda *_: routes)
    with pytest.raises(EngineError, match=f"of 3 filings that were read {told} a route"):
        split.split(cast("Any", Read()), Settings(as_of=date(2026, 12, 1)), Sizes())
